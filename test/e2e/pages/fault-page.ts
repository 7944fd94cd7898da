/**
 * The demo behind a rough road, and pages with one checkout each. Time is the test's: it passes for the demo and for
 * all pages together, and only when the test says so. So is luck.
 */
import assert from 'node:assert/strict';
import {chromium, type Browser, type BrowserContext, type Page, type Request} from 'playwright-core';
import {createDemo, turn, type TestDemo, type JsonReply} from '../../demo/support/demo.js';
import {chromeArgs} from '../../../scripts/browsers.mjs';
import {RoughRoad} from './fault-proxy.js';

/** An event of a checkout, and when it was fired on the page's clock. */
export interface Told {
  readonly at: number;
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Attributes = Readonly<Record<string, string>>;

export const STATUS_URL = '/api/orders/{merchantOrderNo}/status';
export const STREAM_URL = '/api/orders/{merchantOrderNo}/events';

/** Time passes in steps, so that what is due in the browser and in the demo stays in order, ms. */
const STEP_MS = 250;
/** Only so that a failure fails instead of hanging. */
const PATIENCE_MS = 30_000;

export class WeatherStage {
  readonly #browser: Browser;
  readonly #mishaps: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async set(): Promise<WeatherStage> {
    const executablePath = process.env['CHROME_PATH'];
    const launch = {...(executablePath ? {executablePath} : {}), args: chromeArgs};
    return new WeatherStage(await chromium.launch(launch));
  }

  /** What was thrown in any page so far. */
  get mishaps(): readonly string[] {
    return this.#mishaps;
  }

  /** A demo, a road and a browser without memory. `clockIsOff`: the device's time minus the demo's, ms. */
  async scene({clockIsOff = 0} = {}): Promise<Scene> {
    const demo = await createDemo();
    const road = new RoughRoad(demo.url, demo.clock);
    await road.open();
    const context = await this.#browser.newContext({locale: 'en-US'});
    context.setDefaultTimeout(PATIENCE_MS);
    const now = demo.clock.now() + clockIsOff;
    await context.clock.install({time: now});
    await context.clock.pauseAt(now);
    await context.addInitScript(prepare);
    context.on('weberror', (error) => {
      this.#mishaps.push(String(error.error()));
    });
    return new Scene(context, demo, road);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

export class Scene {
  readonly demo: TestDemo;
  readonly road: RoughRoad;
  readonly #context: BrowserContext;
  /** Requests of pages that have no end yet, other than streams. */
  readonly #open = new Set<Request>();

  constructor(context: BrowserContext, demo: TestDemo, road: RoughRoad) {
    this.#context = context;
    this.demo = demo;
    this.road = road;
    context.on('request', (request) => {
      if (!request.url().endsWith('/events')) this.#open.add(request);
    });
    context.on('requestfinished', (request) => this.#open.delete(request));
    context.on('requestfailed', (request) => this.#open.delete(request));
  }

  async order(wish: object = {paySceneCode: 'DYNQR', sku: 'mug'}): Promise<JsonReply> {
    const {status, json} = await this.demo.post('/api/orders', wish);
    assert.equal(status, 201);
    return json;
  }

  /** The customer pays in the app, and PayBy tells the merchant. */
  async pay({merchantOrderNo, orderNo}: JsonReply): Promise<void> {
    const {status} = await this.demo.post('/gateway/app/pay', {orderNo});
    assert.equal(status, 200);
    await when(async () => {
      const {json} = await this.demo.get(`/api/orders/${merchantOrderNo}/status`);
      return json.status === 'PAID_SUCCESS';
    }, 'the merchant knows');
  }

  /** A page that shows the order. It is told nothing but where to ask. */
  async show(order: JsonReply, attributes: Attributes = {'status-url': STATUS_URL}): Promise<Till> {
    const page = await this.#context.newPage();
    await page.goto(this.road.url);
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
    await this.pass(200); // the part that is fetched after the first paint
    const till = new Till(page);
    assert.ok(await till.hasTold('ready'), 'the package was served and the order is shown');
    return till;
  }

  /** Lets time pass for everybody. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      const step = Math.min(STEP_MS, left);
      await this.demo.clock.advance(step);
      await this.#context.clock.runFor(step);
      await this.settle();
    }
  }

  /** Lets time pass in one go, for when nothing is to happen in it. */
  async sleep(ms: number): Promise<void> {
    await this.demo.clock.advance(ms);
    await this.#context.clock.runFor(ms);
    await this.settle();
  }

  /** Lets time pass until something is true. Returns how much it took, ms. */
  async passUntil(isTrue: () => boolean | Promise<boolean>, limitMs: number, what: string): Promise<number> {
    const start = this.demo.clock.now();
    const passed = (): number => this.demo.clock.now() - start;
    while (!(await isTrue())) {
      assert.ok(passed() < limitMs, `within ${String(limitMs)} ms ${what}`);
      await this.pass(STEP_MS);
    }
    return passed();
  }

  /** Waits, without a moment passing, until all answers that are on their way have been heard. */
  async settle(): Promise<void> {
    const isQuiet = (): boolean => this.#open.size === this.road.held;
    for (let quiet = 0; quiet < 2; quiet = isQuiet() ? quiet + 1 : 0) {
      await when(isQuiet, 'all questions have their answer');
      await Promise.all(this.#context.pages().map(takeTurn));
    }
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.road.close();
    await this.demo.close();
  }
}

/** A page with one checkout. */
export class Till {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  told(): Promise<readonly Told[]> {
    return this.page.evaluate(() => (globalThis as unknown as {told: Told[]}).told);
  }

  /** All events so far, in words. */
  async story(): Promise<readonly string[]> {
    return (await this.told()).map(wrapErrors);
  }

  async hasTold(line: string): Promise<boolean> {
    return (await this.story()).includes(line);
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

  /** How many ways to pay the page offers. */
  waysToPay(): Promise<number> {
    return this.page.locator('payby-checkout [part~="qr"], payby-checkout a[href^="https:"]').count();
  }

  refresh(): Promise<void> {
    return this.page.$eval('payby-checkout', (checkout) => {
      (checkout as unknown as {refresh(): void}).refresh();
    });
  }

  /** Somebody looks at another tab, or comes back. Headless, no tab is ever behind another one. */
  look(visibility: 'hidden' | 'visible'): Promise<void> {
    return this.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', {configurable: true, value: state});
      document.dispatchEvent(new Event('visibilitychange'));
      if (state === 'visible') window.dispatchEvent(new Event('focus'));
    }, visibility);
  }
}

function wrapErrors({name, detail}: Told): string {
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

/** Waits for what real streams, locks and channels bring, without a moment passing in the pages. */
export async function when(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `waited in vain until ${what}`);
    await turn();
  }
}

/** Lets the page do what it is ready to do. The messages of a channel come although its timers stand still. */
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
  const told: Told[] = [];
  for (const name of ['ready', 'change', 'success', 'failure', 'error', 'action']) {
    document.addEventListener(`payby-${name}`, (event) => {
      const {detail} = event as CustomEvent<Told['detail']>;
      told.push({at: Date.now(), name, detail: {...detail}});
    });
  }
  Object.assign(globalThis, {told});
  Math.random = () => 0.5;
}
