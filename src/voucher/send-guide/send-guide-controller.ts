/**
 * Sends the guide to a number that a payer types: one message a minute, and what became of it is what the merchant's
 * server says. The number stays in its field; nothing here keeps it.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';

export interface SendGuideListener {
  /** Brings what reads numbers: E.164, or `undefined` for what is none. */
  load(): Promise<(typed: string) => string | undefined>;
  /** Asks the page; `undefined` when it does not answer. */
  ask(phone: string): Promise<unknown> | undefined;
}

/** What a number is read from, and emptied when the message is on its way. */
export interface NumberField {
  value: string;
  focus(): void;
}

const GAP_MS = 60_000;

export class SendGuideController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #clock: Clock;
  readonly #listener: SendGuideListener;
  #isOpen = false;
  #step: 'rest' | 'invalid' | 'sending' | 'sent' | 'failed' | 'unready' = 'rest';
  #sentAt = -Infinity;
  #reading: Promise<(typed: string) => string | undefined> | undefined;
  #run = new AbortController();

  constructor(host: ReactiveControllerHost, clock: Clock, listener: SendGuideListener) {
    this.#host = host;
    this.#clock = clock;
    this.#listener = listener;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
  get step(): 'rest' | 'invalid' | 'sending' | 'sent' | 'failed' | 'unready' {
    return this.#step;
  }
  /** Until the next message may be sent. A clock that is set back does not make it longer. */
  get waitSeconds(): number {
    const left = this.#sentAt + GAP_MS - this.#clock.now();
    return Math.ceil(Math.min(Math.max(0, left), GAP_MS) / 1000);
  }

  hostConnected(): void {
    this.#run = new AbortController();
    void this.#count();
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** The order is another, or no longer to be paid: an answer under way says nothing any more. */
  forget(): void {
    this.#run.abort();
    this.#run = new AbortController();
    this.#step = 'rest';
    this.#isOpen = false;
  }

  toggle(): void {
    this.#isOpen = !this.#isOpen;
    this.#show('rest');
    if (this.#isOpen) void this.#read().catch(() => undefined); // said when it is needed
  }

  /** The field has changed: what was said about it is no longer true. */
  typed(): void {
    if (this.#step !== 'rest' && this.#step !== 'sending') this.#show('rest');
  }

  async send(field: NumberField): Promise<void> {
    if (this.#step === 'sending' || this.waitSeconds > 0) return;
    const {signal} = this.#run;
    const stopped = (): boolean => signal.aborted;
    this.#show('sending');
    const read = await this.#read().catch(() => undefined);
    if (stopped()) return;
    if (!read) {
      this.#show('unready');
      return;
    }
    const phone = read(field.value);
    if (phone === undefined) {
      this.#show('invalid');
      field.focus();
      return;
    }
    this.#sentAt = this.#clock.now();
    void this.#count();
    const isSent = await (this.#listener.ask(phone) ?? Promise.reject(new Error('unanswered'))).then(
      () => true,
      () => false,
    );
    if (stopped()) return;
    if (isSent) field.value = '';
    this.#show(isSent ? 'sent' : 'failed');
  }

  /** Fetched once; a failure is tried again the next time. */
  #read(): Promise<(typed: string) => string | undefined> {
    this.#reading ??= this.#listener.load().catch((reason: unknown) => {
      this.#reading = undefined;
      throw reason;
    });
    return this.#reading;
  }

  /** Shows the seconds run down. */
  async #count(): Promise<void> {
    const {signal} = this.#run;
    while (this.waitSeconds > 0 && !signal.aborted) {
      this.#host.requestUpdate();
      await this.#clock.sleep(1000, signal);
    }
    this.#host.requestUpdate();
  }

  #show(step: 'rest' | 'invalid' | 'sending' | 'sent' | 'failed' | 'unready'): void {
    this.#step = step;
    this.#host.requestUpdate();
  }
}
