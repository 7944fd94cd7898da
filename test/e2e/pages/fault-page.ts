/**
 * The demo behind a fault proxy, and pages with one checkout each. Their clock is the test's: it advances for the demo
 * and for all pages together, and only when the test advances it. `Math.random` is fixed, too.
 */
import assert from 'node:assert/strict';
import {chromium, type Browser, type BrowserContext, type Page, type Request} from 'playwright-core';
import {createDemo, turn, type TestDemo, type JsonReply} from '../../demo/support/demo.js';
import {chromeArgs, findChromium} from '../../../scripts/browsers.mjs';
import {FaultProxy} from './fault-proxy.js';

/** An event of a checkout, and when it was fired on the page's clock. */
export interface RecordedEvent {
  readonly at: number;
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Attributes = Readonly<Record<string, string>>;

export const STATUS_URL = '/api/orders/{merchantOrderNo}/status';
export const STREAM_URL = '/api/orders/{merchantOrderNo}/events';

/** The clock advances in steps of this, so that timers of the browser and of the demo fire in order, ms. */
const STEP_MS = 250;
/** Real time after which a test that waits in vain fails, ms. */
const TIMEOUT_MS = 60_000;

export class FaultFixture {
  readonly #browser: Browser;
  readonly #pageErrors: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async create(): Promise<FaultFixture> {
    const launch = {executablePath: findChromium(), args: chromeArgs};
    return new FaultFixture(await chromium.launch(launch));
  }

  /** The uncaught errors of all pages so far. */
  get pageErrors(): readonly string[] {
    return this.#pageErrors;
  }

  /** Starts a demo, a proxy and a browser profile. `clockIsOff` is the device's time minus the demo's, ms. */
  async createWorld({clockIsOff = 0} = {}): Promise<World> {
    const demo = await createDemo();
    const proxy = new FaultProxy(demo.url, demo.clock);
    await proxy.open();
    const context = await this.#browser.newContext({locale: 'en-US'});
    context.setDefaultTimeout(TIMEOUT_MS);
    const now = demo.clock.now() + clockIsOff;
    await context.clock.install({time: now});
    await context.clock.pauseAt(now);
    await context.addInitScript(prepare);
    context.on('weberror', (error) => {
      this.#pageErrors.push(String(error.error()));
    });
    return new World(context, demo, proxy);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

export class World {
  readonly demo: TestDemo;
  readonly proxy: FaultProxy;
  readonly #context: BrowserContext;
  /** Requests of the pages that have not ended yet: streams, and all others. */
  readonly #streams = new Set<Request>();
  readonly #open = new Set<Request>();

  constructor(context: BrowserContext, demo: TestDemo, proxy: FaultProxy) {
    this.#context = context;
    this.demo = demo;
    this.proxy = proxy;
    const setOf = (request: Request): Set<Request> =>
      request.url().endsWith('/events') ? this.#streams : this.#open;
    context.on('request', (request) => setOf(request).add(request));
    context.on('requestfinished', (request) => setOf(request).delete(request));
    context.on('requestfailed', (request) => setOf(request).delete(request));
    context.on('page', (page) => {
      page.on('close', () => {
        for (const request of this.#streams)
          if (request.frame().page() === page) this.#streams.delete(request);
      });
    });
  }

  async createOrder(request: object = {paySceneCode: 'DYNQR', sku: 'mug'}): Promise<JsonReply> {
    const {status, json} = await this.demo.post('/api/orders', request);
    assert.equal(status, 201);
    return json;
  }

  /** The customer pays in the app, and PayBy notifies the merchant. */
  async pay({merchantOrderNo, orderNo}: JsonReply): Promise<void> {
    const {status} = await this.demo.post('/gateway/app/pay', {orderNo});
    assert.equal(status, 200);
    await when(async () => {
      const {json} = await this.demo.get(`/api/orders/${merchantOrderNo}/status`);
      return json.status === 'PAID_SUCCESS';
    }, 'the merchant knows of the payment');
  }

  /** Opens a page with a checkout that has this order and these attributes. */
  async showOrder(
    order: JsonReply,
    attributes: Attributes = {'status-url': STATUS_URL},
  ): Promise<CheckoutPage> {
    const page = await this.#context.newPage();
    await page.goto(this.proxy.url);
    await page.evaluate(
      ([shown, names]) => {
        const checkout = document.createElement('payby-checkout');
        for (const [name, value] of Object.entries(names)) checkout.setAttribute(name, value);
        checkout.setAttribute('order', JSON.stringify(shown));
        document.body.append(checkout);
      },
      [order, attributes] as const,
    );
    await this.settle();
    await this.advance(200); // for what is loaded after the first paint
    const checkout = new CheckoutPage(page);
    assert.ok(await checkout.hasRecorded('ready'), 'the package was served and the order is shown');
    return checkout;
  }

  /** Advances the clock of the demo and of all pages, step by step. */
  async advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      const step = Math.min(STEP_MS, left);
      await this.demo.clock.advance(step);
      await this.#context.clock.runFor(step);
      await this.settle();
    }
  }

  /** Advances the clock in one step, for when nothing is due in between. */
  async advanceAtOnce(ms: number): Promise<void> {
    await this.demo.clock.advance(ms);
    await this.#context.clock.runFor(ms);
    await this.settle();
  }

  /** Advances the clock until something is true. Returns by how much, ms. */
  async advanceUntil(
    isTrue: () => boolean | Promise<boolean>,
    limitMs: number,
    what: string,
  ): Promise<number> {
    const start = this.demo.clock.now();
    const passed = (): number => this.demo.clock.now() - start;
    while (!(await isTrue())) {
      assert.ok(passed() < limitMs, `within ${String(limitMs)} ms ${what}`);
      await this.advance(STEP_MS);
    }
    return passed();
  }

  /** Advances the clock until the page has dispatched `payby-success`. Returns by how much, ms. */
  async advanceUntilPaid(checkout: CheckoutPage, limitMs: number): Promise<number> {
    const start = this.demo.clock.now();
    while (!(await checkout.hasRecorded('success'))) {
      const passed = this.demo.clock.now() - start;
      assert.ok(passed < limitMs, `payby-success is dispatched within ${String(limitMs)} ms`);
      // What the demo has sent to a stream arrives without the clock
      if (this.proxy.passesStreams)
        await when(() => checkout.hasRecorded('success'), 'the stream brings the payment');
      else await this.advance(STEP_MS);
    }
    return this.demo.clock.now() - start;
  }

  /**
   * Waits, without advancing the clock, until every request has been answered and handled, and page and proxy agree on
   * which streams are open.
   */
  async settle(): Promise<void> {
    const isQuiet = (): boolean =>
      this.#open.size === this.proxy.held && this.#streams.size === this.proxy.openStreams;
    for (let quiet = 0; quiet < 2; quiet = isQuiet() ? quiet + 1 : 0) {
      await when(isQuiet, 'every request is answered');
      await Promise.all(this.#context.pages().map(takeTurn));
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.proxy.close();
    await this.demo.close();
  }
}

/** A page with one checkout. */
export class CheckoutPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  events(): Promise<readonly RecordedEvent[]> {
    return this.page.evaluate(() => (globalThis as unknown as {recorded: RecordedEvent[]}).recorded);
  }

  /** All events so far, one readable line each. */
  async recordedLines(): Promise<readonly string[]> {
    return (await this.events()).map(wrapErrors);
  }

  async hasRecorded(line: string): Promise<boolean> {
    return (await this.recordedLines()).includes(line);
  }

  phase(): Promise<string> {
    return this.page.$eval('payby-checkout', (checkout) => (checkout as unknown as {phase: string}).phase);
  }

  remaining(): Promise<number> {
    return this.page.$eval(
      'payby-checkout',
      (checkout) => (checkout as unknown as {remaining: number}).remaining,
    );
  }

  /** The countdown as the payer reads it. */
  async countdown(): Promise<string> {
    return (await this.page.locator('payby-checkout [role="timer"]').textContent()) ?? '';
  }

  /** How many codes and payment links the page shows. */
  waysToPay(): Promise<number> {
    return this.page.locator('payby-checkout [part~="qr"], payby-checkout a[href^="https:"]').count();
  }

  refresh(): Promise<void> {
    return this.page.$eval('payby-checkout', (checkout) => {
      (checkout as unknown as {refresh(): void}).refresh();
    });
  }

  /** Hides or shows the tab. In a headless browser every tab is visible, so the property is overwritten. */
  setVisibility(visibility: 'hidden' | 'visible'): Promise<void> {
    return this.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', {configurable: true, value: state});
      document.dispatchEvent(new Event('visibilitychange'));
      if (state === 'visible') window.dispatchEvent(new Event('focus'));
    }, visibility);
  }
}

function wrapErrors({name, detail}: RecordedEvent): string {
  switch (name) {
    case 'change':
      return `${String(detail['previous'])} → ${String(detail['phase'])}, ${String(detail['connection'])}`;
    case 'success':
      return detail['late'] === true ? 'success, late' : 'success';
    case 'failure':
      return `failure: ${String(detail['reason'])}`;
    case 'error':
      return `error: ${String(detail['code'])}`;
    default:
      return name;
  }
}

/** Waits for real streams, locks and channels, without advancing the clock. */
export async function when(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `waited in vain until ${what}`);
    await turn();
  }
}

/** Lets the page run its pending tasks. A MessageChannel works although the page's timers stand still. */
const takeTurn = (page: Page): Promise<unknown> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const {port1, port2} = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(undefined);
      }),
  );

/** Runs in every page before its own scripts. */
function prepare(): void {
  const recorded: RecordedEvent[] = [];
  for (const name of ['ready', 'change', 'success', 'failure', 'error', 'action']) {
    document.addEventListener(`payby-${name}`, (event) => {
      const {detail} = event as CustomEvent<RecordedEvent['detail']>;
      recorded.push({at: Date.now(), name, detail: {...detail}});
    });
  }
  Object.assign(globalThis, {recorded});
  Math.random = () => 0.5;
}
