/**
 * A page with the built scan input, and a keyboard: trusted key presses over the DevTools protocol, each with the time
 * at which the hardware sent it, even if the page handles it later.
 */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {extname} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {chromium, type Browser, type CDPSession, type Page, type Route} from 'playwright-core';
import type {RecordedKey} from '../../fixtures/recordings/recording.js';
import {chromeArgs, findChromium} from '../../../scripts/browsers.mjs';
import {PAGE_TIMEOUT_MS} from './demo-browser.js';

const SHOP = 'https://shop.example/';
/** Between two recordings, ms: longer than any pause inside a scan. */
const PAUSE_MS = 700;
const dist = new URL('../../../dist/', import.meta.url);
const types: Readonly<Record<string, string>> = {'.js': 'text/javascript', '.html': 'text/html'};

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
  <script type="module" src="/cdn/payby-scan-input.js"></script>
  <form id="form" method="post" autocomplete="off">
    <payby-scan-input id="scan" name="code"></payby-scan-input>
    <input id="text"><textarea id="textarea"></textarea>
    <select id="select"><option>fig<option>date<option>tea<option>two<option>4 lemons<option>9 apples<option>Figs</select>
    <input id="password" type="password" autocomplete="new-password"><div id="editable" contenteditable></div>
    <input id="ignored" data-payby-scan="ignore"><button id="button" type="submit">Pay</button>
  </form>
  <button id="other" type="button">Cancel the order</button>
  <iframe id="frame" src="/frame.html" title="notes"></iframe>`;

export interface PageReport {
  readonly scans: readonly {
    readonly code: string;
    readonly suffix: string | null;
    readonly trusted: boolean;
  }[];
  readonly manual: readonly string[];
  readonly rejects: readonly string[];
  readonly ignores: readonly string[];
  /** Clicks on buttons and submits of the form. */
  readonly pressed: number;
  /** The key presses that were prevented, by `key`. */
  readonly prevented: readonly string[];
  /** Number of key presses. */
  readonly keys: number;
  /** The keys that later listeners of the page received. */
  readonly leaked: string;
  /** Per scan with a suffix: whether it was dispatched in the task of that key. */
  readonly inTime: readonly boolean[];
}

export class ScanFixture {
  readonly #browser: Browser;
  readonly pageErrors: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async create(): Promise<ScanFixture> {
    const launch = {executablePath: findChromium(), args: chromeArgs};
    return new ScanFixture(await chromium.launch(launch));
  }

  /** Opens the page with these attributes on the scan input and waits until it is armed. */
  async open(attributes: Readonly<Record<string, string>> = {}): Promise<ScanPage> {
    const page = await this.#browser.newPage({locale: 'en-US'});
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    page.on('pageerror', ({message}) => this.pageErrors.push(message));
    page.on('console', (line) => {
      const isAdvice = line.text().startsWith('[DOM]'); // Chromium's own, about this page's fields
      if (!isAdvice) this.pageErrors.push(`console: ${line.text()}`);
    });
    await page.route(`${SHOP}**`, serve);
    await page.addInitScript(listen);
    await page.goto(SHOP);
    await page.evaluate((list) => {
      const scan = document.querySelector('#scan');
      for (const [name, value] of Object.entries(list)) scan?.setAttribute(name, value);
    }, attributes);
    await page.bringToFront();
    await page.waitForSelector('payby-scan-input:state(armed)');
    return new ScanPage(page, await page.context().newCDPSession(page));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

export class ScanPage {
  readonly page: Page;
  readonly #cdp: CDPSession;
  /** When the next recording may begin, ms since the epoch. */
  #startedAfter = Date.now();

  constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  /** Focuses the element with this id (none: the page) and sets its text. */
  async focus(id: string | undefined, text = ''): Promise<void> {
    await this.page.evaluate(
      ([name, before]) => {
        const active = document.activeElement;
        if (active instanceof HTMLElement) active.blur();
        const place = name === undefined ? null : document.getElementById(name);
        place?.focus();
        if (place instanceof HTMLSelectElement) place.value = before;
        else if (place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement) {
          place.value = before;
          place.setSelectionRange(before.length, before.length);
        }
      },
      [id, text] as const,
    );
  }

  /**
   * Sends all keys at once, each with the time that a keyboard would have reported, and waits until the page has
   * handled them: however busy this machine is, the page sees the recorded times. After `busyAfter` keys a script
   * blocks the page for `busyMs`.
   */
  async play(
    keys: readonly RecordedKey[],
    {busyAfter = -1, busyMs = 0}: {busyAfter?: number; busyMs?: number} = {},
  ): Promise<void> {
    const length = keys.at(-1)?.at ?? 0;
    // All of it lies in the past, but not before the page began or the last recording ended
    const start = Math.max(Date.now() - length, this.#startedAfter);
    await sleep(start + length - Date.now());
    const sent: Promise<unknown>[] = [];
    for (const [i, key] of keys.entries()) {
      if (i === busyAfter) sent.push(this.#keepBusy(busyMs));
      sent.push(this.#send(key, (start + key.at) / 1000));
    }
    this.#startedAfter = start + length + PAUSE_MS;
    await Promise.all(sent);
    await this.page.evaluate(() => new Promise(requestAnimationFrame));
  }

  async #keepBusy(ms: number): Promise<void> {
    await this.page.evaluate((length) => {
      const end = performance.now() + length;
      while (performance.now() < end);
    }, ms);
  }

  async #send(key: RecordedKey, timestamp: number): Promise<void> {
    if (key.kind === 'insert') {
      await this.#cdp.send('Input.insertText', {text: key.key});
      return;
    }
    assert.notEqual(key.kind, 'paste', 'The protocol has no paste.');
    const modifiers = (key.alt ? 1 : 0) + (key.ctrl ? 2 : 0) + (key.shift ? 8 : 0);
    const text = key.key === 'Enter' ? '\r' : isText(key) ? key.key : '';
    await this.#cdp.send('Input.dispatchKeyEvent', {
      type: key.kind === 'up' ? 'keyUp' : text ? 'keyDown' : 'rawKeyDown',
      timestamp,
      modifiers,
      key: key.key,
      code: key.code,
      autoRepeat: key.repeat,
      windowsVirtualKeyCode: virtualKey(key),
      ...(text && key.kind === 'down' ? {text} : {}),
    });
  }

  report(): Promise<PageReport> {
    return this.page.evaluate(() => (globalThis as unknown as {report: PageReport}).report);
  }

  /** Waits until that many scans were dispatched, because only a pause ends a scan without suffix. */
  async scans(count: number): Promise<void> {
    await this.page.waitForFunction(
      (least) => (globalThis as unknown as {report: PageReport}).report.scans.length >= least,
      count,
    );
  }

  /** The text of the element with this id. */
  text(id: string): Promise<string> {
    return this.page.evaluate((name) => {
      const place = document.getElementById(name);
      return place && 'value' in place ? String(place.value) : (place?.textContent ?? '');
    }, id);
  }

  /** The id of the focused element. */
  focused(): Promise<string> {
    return this.page.evaluate(() => document.activeElement?.id ?? '');
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

const isText = ({key, ctrl, alt}: RecordedKey): boolean =>
  key !== '' && key.length <= 2 && !ctrl && !alt && !/^F\d$/.test(key);

const named: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Escape: 27,
  ' ': 32,
};

function virtualKey({key, code}: RecordedKey): number {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  const number = /^F(\d+)$/.exec(key)?.[1];
  return named[key] ?? (letter ? letter.charCodeAt(0) : number ? 111 + Number(number) : 0);
}

async function serve(route: Route): Promise<void> {
  const {pathname} = new globalThis.URL(route.request().url());
  if (pathname === '/') {
    await route.fulfill({contentType: 'text/html', body: html});
    return;
  }
  if (pathname === '/frame.html') {
    const body = '<!doctype html><title>Notes</title><input id="note">';
    await route.fulfill({contentType: 'text/html', body});
    return;
  }
  try {
    const body = await readFile(fileURLToPath(new globalThis.URL(`.${pathname}`, dist)));
    await route.fulfill({contentType: types[extname(pathname)] ?? 'application/octet-stream', body});
  } catch {
    await route.fulfill({status: 404, body: ''});
  }
}

/** Runs in the page before all other scripts, so that its listeners are called first. */
function listen(): void {
  const report = {
    scans: [] as object[],
    manual: [] as string[],
    rejects: [] as string[],
    ignores: [] as string[],
    pressed: 0,
    prevented: [] as string[],
    keys: 0,
    leaked: '',
    inTime: [] as boolean[],
  };
  Object.assign(globalThis, {report});
  let currentKey = '';
  addEventListener(
    'keydown',
    (event) => {
      currentKey = event.key;
      report.keys += 1;
      // Read after all listeners
      setTimeout(() => {
        currentKey = '';
        if (event.defaultPrevented) report.prevented.push(event.key);
      });
    },
    true,
  );
  addEventListener('DOMContentLoaded', () => {
    // As a page's own script would: later than the element, and in no capture phase
    addEventListener('keydown', ({key}) => (report.leaked += key.length === 1 ? key : ''));
  });
  addEventListener('payby-scan', (event) => {
    const {code, suffix, trusted} = event.detail;
    if (suffix) report.inTime.push(currentKey === suffix);
    report.scans.push({code, suffix, trusted});
  });
  addEventListener('payby-manual', (event) => {
    report.manual.push(event.detail.code);
  });
  addEventListener('payby-scan-reject', (event) => {
    report.rejects.push(event.detail.reason);
  });
  addEventListener('payby-scan-ignore', (event) => {
    report.ignores.push(event.detail.reason);
  });
  addEventListener('click', ({target}) => {
    if (target instanceof HTMLButtonElement) report.pressed += 1;
  });
  addEventListener('submit', (event) => {
    event.preventDefault();
    report.pressed += 1;
  });
}
