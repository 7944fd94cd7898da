import type {Tabs} from '../../src/checkout/status/tab-leader.js';

interface Request {
  readonly tab: FakeTab;
  readonly name: string;
  readonly grant: () => void;
}

interface Listener {
  readonly tab: FakeTab;
  readonly name: string;
  readonly receive: (message: unknown) => void;
}

/** A browser whose tabs the test opens, closes and isolates. */
export class FakeBrowser {
  /** In the order in which they were made: the first of a name holds the lock, the others wait for it. */
  readonly requests = new Set<Request>();
  readonly listeners = new Set<Listener>();
  hasLocks = true;
  hasChannels = true;
  /** Every message that was posted. */
  readonly posted: unknown[] = [];

  openTab(): FakeTab {
    return new FakeTab(this);
  }
  /** Removes a request from the queue and grants the lock to the next one. */
  drop(request: Request): void {
    this.requests.delete(request);
    this.serve(request.name);
  }
  serve(name: string): void {
    [...this.requests].find((request) => request.name === name)?.grant();
  }
}

export class FakeTab implements Tabs {
  readonly #browser: FakeBrowser;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  hold(name: string, signal: AbortSignal): Promise<void> {
    const browser = this.#browser;
    if (!browser.hasLocks) return Promise.reject(new DOMException('no locks here', 'SecurityError'));
    return new Promise((resolve, reject) => {
      const request = {tab: this, name, grant: resolve};
      browser.requests.add(request);
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
        browser.drop(request);
      });
      browser.serve(name);
    });
  }

  /** Like a real channel: it clones each message and delivers it asynchronously to every channel but its own. */
  openChannel(
    name: string,
    signal: AbortSignal,
    receive: (message: unknown) => void,
  ): (message: unknown) => void {
    const browser = this.#browser;
    if (!browser.hasChannels) throw new DOMException('no channels here', 'SecurityError');
    const listener = {tab: this, name, receive};
    browser.listeners.add(listener);
    signal.addEventListener('abort', () => browser.listeners.delete(listener));
    return (message) => {
      browser.posted.push(message);
      for (const other of browser.listeners) {
        if (other === listener || other.name !== name) continue;
        const copy: unknown = structuredClone(message);
        queueMicrotask(() => other.receive(copy));
      }
    };
  }

  /** Closes the tab without notifying the code that runs in it. */
  close(): void {
    for (const listener of this.#browser.listeners) {
      if (listener.tab === this) this.#browser.listeners.delete(listener);
    }
    for (const request of this.#browser.requests) {
      if (request.tab === this) this.#browser.drop(request);
    }
  }
}
