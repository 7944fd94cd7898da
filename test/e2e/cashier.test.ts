/** The cashier's page, from the amount to the next customer, with trusted key events as a scanner sends them. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {chromium, type Browser, type Page, type Request} from 'playwright-core';
import {cashierTexts} from '../../demo/pages/cashier/texts.js';
import {customerDisplayTexts as displayTexts} from '../../demo/pages/customer-display/texts.js';
import type {DisplayView} from '../../demo/pages/shared/customer-display.js';
import {startDemo, type Demo} from '../../demo/main/server.js';
import {chromeArgs, findChromium} from '../../scripts/browsers.mjs';
import {randomFrom} from '../../bench/polling/random.js';
import {Person} from '../fixtures/recordings/person.js';
import {scanKeys} from '../fixtures/recordings/scanner.js';
import {enterCode, noteOutcomes, on, PAGE_TIMEOUT_MS, phase} from './pages/demo-browser.js';
import {ScanPage} from './pages/scan-page.js';

/** When the page offers to cancel an unconfirmed payment. */
const OFFERS_CANCEL_AFTER_MS = 20_000;

type Language = 'en' | 'ar';
const texts: Record<Language, Record<string, unknown>> = cashierTexts;

/** The cashier's page, and everything that a code could leak into. */
interface Till {
  readonly page: Page;
  /** Requested addresses, and lines in the console. */
  readonly traces: string[];
  /** Orders that the page has placed. */
  readonly placed: Request[];
  scan(code: string): Promise<void>;
  /** Types as a person does, and ends with Enter. */
  type(text: string): Promise<void>;
  charge(amount: string): Promise<void>;
  /** Waits for this text in the scan field or below it. */
  shows(key: string): Promise<void>;
  headline(key: string): Promise<void>;
}

describe('the cashier’s page', () => {
  let demo: Demo;
  let browser: Browser;
  const log: string[] = [];
  const pageErrors: string[] = [];

  before(async () => {
    demo = await startDemo({port: 0, limitFactor: 100, log: (line) => log.push(line)});
    browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  after(async () => {
    await browser.close();
    await demo.close();
  });

  /** `speed` divides the times after which the page offers to cancel, cancels and retries. */
  async function openTill({
    speed = 1,
    language = 'en',
  }: {speed?: number; language?: Language} = {}): Promise<Till> {
    const page = await browser.newPage({locale: 'en-US', viewport: {width: 1280, height: 800}});
    page.setDefaultTimeout(PAGE_TIMEOUT_MS);
    const traces: string[] = [];
    const placed: Request[] = [];
    page.on('pageerror', ({message}) => pageErrors.push(message));
    page.on('console', (line) => traces.push(line.text()));
    page.on('request', (request) => {
      traces.push(request.url());
      if (request.method() === 'POST' && request.url().endsWith('/api/orders')) placed.push(request);
    });
    await page.route(/\/cashier(\?|$)/, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('<main', `<main data-speed="${String(speed)}"`);
      await route.fulfill({response, body});
    });
    await page.request.post(`${demo.url}/api/login/till`);
    await page.goto(`${demo.url}/cashier?lang=${language}`);
    await page.waitForSelector('payby-scan-input:state(busy)');
    await page.evaluate(() => document.querySelector('payby-scan-input')?.updateComplete);
    // Each key carries the time at which the scanner sent it, however busy this machine is
    const scanner = new ScanPage(page, await page.context().newCDPSession(page));
    const customer = page.locator('.customer');
    return {
      page,
      traces,
      placed,
      scan: (code) => scanner.play(scanKeys(code, {gap: 4})),
      type: (text) => {
        const person = new Person(randomFrom(1, 'cashier'), {median: 150, hold: 85});
        return scanner.play(person.type(text).tap('Enter').keys);
      },
      charge: async (amount) => {
        await on(page, 'amount').fill(amount);
        await on(page, 'charge').click();
        await page.waitForSelector('payby-scan-input:state(armed)');
      },
      shows: async (key) => {
        await customer.getByText(String(texts[language][key]), {exact: true}).first().waitFor();
      },
      headline: async (key) => {
        await on(page, 'headline')
          .getByText(String(texts[language][`head-${key}`]), {exact: true})
          .waitFor();
      },
    };
  }

  const gateway = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const headers = {'content-type': 'application/json'};
    const post = {method: 'POST', headers, body: JSON.stringify(body)};
    const answer = await fetch(`${demo.url}/gateway/app/${path}`, body ? post : {});
    return (await answer.json()) as Record<string, unknown>;
  };
  const newCode = async (): Promise<string> => String((await gateway('code', {}))['authCode']);
  /** The customer confirms or refuses in the app. */
  const inTheApp = async (path: 'pay' | 'refuse'): Promise<void> => {
    const {orders} = (await gateway('requests')) as {orders: {orderNo: string}[]};
    assert.ok(orders[0], 'the app requests the password');
    await gateway(path, {orderNo: orders[0].orderNo, password: '123456'});
  };

  it('charges a customer by keyboard alone, and calls the next with Enter', async () => {
    const {page, scan, type, headline, placed} = await openTill();
    const outcomes = await noteOutcomes(page);
    await type('18.5');
    await headline('scan');
    await page.waitForSelector('payby-scan-input:state(armed)');
    await scan(await newCode());
    await headline('paid');
    assert.equal(placed.length, 1);
    const events = await outcomes();
    assert.deepEqual(
      events.map(({name, amount}) => [name, amount]),
      [['payby-success', '18.50']],
    );
    await page.waitForTimeout(700); // an Enter that follows at once is a scanner's
    await page.keyboard.press('Enter');
    await headline('amount');
    assert.equal(await on(page, 'amount').inputValue(), '');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'amount');
    assert.equal(await page.locator('#amount-message').textContent(), '', 'Enter charges nothing');
    assert.equal(await on(page, 'checkout').isVisible(), false);
  });

  it('stays on the page after a payment, and opens its receipt beside it', async () => {
    const {page, charge, scan, headline, placed} = await openTill();
    await page.clock.install();
    assert.ok(await on(page, 'receipt').isHidden());
    await charge('12');
    await scan(await newCode());
    await headline('paid');
    const link = on(page, 'receipt');
    await link.waitFor();
    await page.clock.runFor(10_000); // where a success page would be opened after three seconds
    assert.equal(new URL(page.url()).pathname, '/cashier');
    const [receipt] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await on(receipt, 'receipt-heading').filter({hasText: 'Receipt'}).waitFor();
    const {merchantOrderNo} = placed[0]?.postDataJSON() as {merchantOrderNo: string};
    const facts = await on(receipt, 'receipt-facts').innerText();
    assert.match(facts, /AED\s12\.00/);
    assert.ok(facts.includes(merchantOrderNo));
    assert.match(facts, /PayBy’s number\s+\d{6,}/);
    assert.match(facts, /Time\s+.*20\d\d/);
    assert.equal(new URL(receipt.url()).searchParams.get('order'), null, 'the number leaves the address');
    await receipt.reload();
    await on(receipt, 'receipt-facts').filter({hasText: merchantOrderNo}).waitFor();

    await on(page, 'next').click();
    assert.ok(await link.isHidden(), 'the receipt of another customer is not offered');
  });

  it('opens the receipt in the language of the till', async () => {
    const {page, charge, scan, headline} = await openTill({language: 'ar'});
    await charge('12');
    await scan(await newCode());
    await headline('paid');
    const [receipt] = await Promise.all([page.waitForEvent('popup'), on(page, 'receipt').click()]);
    await on(receipt, 'receipt-heading').filter({hasText: 'إيصال'}).waitFor();
    assert.equal(await receipt.locator('html').getAttribute('dir'), 'rtl');
  });

  it('tells the customer on a second display what to do and what became of the payment, and no secret', async () => {
    const {page, charge, scan, shows, headline} = await openTill();
    await charge('12');
    const [display] = await Promise.all([page.waitForEvent('popup'), on(page, 'open-display').click()]);
    const displays = (view: DisplayView): Promise<void> =>
      on(display, 'display-heading').getByText(displayTexts.en[`head-${view}`], {exact: true}).waitFor();
    await displays('scan'); // of a till that was open before
    assert.match((await on(display, 'display-amount').textContent()) ?? '', /AED\s12\.00/);
    await display.getByText(displayTexts.ar['head-scan'], {exact: true}).waitFor();
    const told = await display.evaluateHandle(() => {
      const messages: unknown[] = [];
      new BroadcastChannel('customer-display counter-2').onmessage = ({data}) => messages.push(data);
      return messages;
    });

    const code = await newCode();
    await page.bringToFront();
    await scan(code);
    await headline('paid');
    await displays('paid');
    await on(page, 'next').click();
    await displays('idle');
    assert.equal(await on(display, 'display-amount').textContent(), '', 'nothing of the last customer');

    await charge('13');
    await displays('scan');
    await scan(code);
    await shows('code-refused');
    await displays('again');
    await scan('6291041500213'); // a product
    await shows('code-product');
    await displays('again');
    await page.reload();
    await displays('idle');

    const messages = JSON.stringify(await told.jsonValue());
    assert.match(messages, /"paid"/);
    assert.ok(!messages.includes(code), 'the code is told to nobody');
    assert.doesNotMatch(messages, /[0-9A-Z]{4}-[0-9A-Z]{4}-/, 'nor is the order number');
  });

  it('offers a keypad on the screen for the same', async () => {
    const {page, headline} = await openTill();
    for (const key of ['1', '2', '.', '3', '4', '5', 'erase']) {
      await page.locator(`.keypad button[value="${key}"]`).click();
    }
    assert.equal(await on(page, 'amount').inputValue(), '12.3');
    await page.keyboard.press('Enter');
    await headline('scan');
    assert.match((await page.locator('[data-due]').textContent()) ?? '', /12\.30/);
  });

  it('does not charge an amount with a comma or an empty amount', async () => {
    const {page, placed} = await openTill();
    const message = page.locator('#amount-message');
    await page.keyboard.press('Enter');
    assert.equal(await message.textContent(), texts.en['need-amount']);
    await on(page, 'amount').fill('1,250');
    await on(page, 'charge').click();
    assert.equal(await message.textContent(), texts.en['need-point']);
    assert.equal(placed.length, 0);
  });

  it('waits for the password from AED 500, and stores the code nowhere', async () => {
    const {page, charge, scan, headline, traces} = await openTill();
    await charge('500');
    const code = await newCode();
    await scan(code);
    await headline('password');
    await phase(page, 'waiting');
    await inTheApp('pay');
    await headline('paid');
    const stored = await page.evaluate(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      const nodes: string[] = [];
      for (const root of roots) {
        for (const element of root.querySelectorAll('*')) {
          nodes.push(
            (element.cloneNode() as Element).outerHTML,
            'value' in element ? String(element.value) : '',
          );
          if (element.shadowRoot) roots.push(element.shadowRoot);
        }
      }
      return [
        document.documentElement.outerHTML,
        nodes.join('\n'),
        location.href,
        JSON.stringify([
          history.state,
          document.cookie,
          Object.entries(localStorage),
          Object.entries(sessionStorage),
        ]),
        performance
          .getEntries()
          .map(({name}) => name)
          .join('\n'),
      ].join('\n');
    });
    for (const [place, text] of Object.entries({
      page: stored,
      traces: traces.join('\n'),
      log: log.join('\n'),
    })) {
      assert.ok(text.length > 0, `${place} was searched`);
      assert.ok(!text.includes(code) && !text.includes(code.slice(0, 12)), `the code is in ${place}`);
    }
  });

  const wrong: [string, string][] = [
    ['4006381333931', 'code-product'],
    ['SAVE2026', 'code-coupon'],
    ['https://example.com/menu', 'code-link'],
    ['https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459f&t=1765054600668', 'code-own'],
    ['12345678901', 'code-unknown'],
  ];
  for (const language of ['en', 'ar'] as const) {
    it(`shows a sentence for each kind of wrong code (${language}), and takes the next scan`, async () => {
      const {charge, scan, shows, headline, placed} = await openTill({language});
      await charge('25');
      for (const [code, text] of wrong) {
        await scan(code);
        await shows(text);
      }
      assert.equal(placed.length, 0, 'none of them went to PayBy');
      await scan(await newCode());
      await headline('paid');
    });
  }

  it('takes a code that is scanned twice once, and refuses it for the next payment', async () => {
    const {page, charge, scan, shows, headline, placed} = await openTill();
    const used = await newCode();
    await charge('20');
    await scan(used);
    await scan(used);
    await headline('paid');
    assert.equal(placed.length, 1);
    await on(page, 'next').click();
    await charge('30');
    await scan(used);
    await shows('code-refused');
    await scan(await newCode());
    await headline('paid');
    assert.equal(placed.length, 3);
  });

  it('ignores stray scans in the amount, during a payment and after it', async () => {
    const {page, charge, scan, shows, headline, placed} = await openTill();
    await on(page, 'amount').fill('7');
    await scan('4006381333931');
    await shows('first-amount');
    assert.equal(await on(page, 'amount').inputValue(), '7');
    await headline('amount');
    await charge('750');
    await scan(await newCode());
    await headline('password');
    await scan(await newCode());
    await shows('first-wait');
    await inTheApp('pay');
    await headline('paid');
    await page.waitForTimeout(700);
    await scan('4006381333931');
    await shows('first-next');
    await headline('paid');
    assert.equal(placed.length, 1);
  });

  it('offers to cancel an unconfirmed payment, and shows the server’s answer', async () => {
    const {page, charge, headline} = await openTill();
    await page.clock.install(); // the test advances the page's timers
    await charge('900');
    await enterCode(page, await newCode());
    await headline('password');
    assert.equal(await on(page, 'cancel').isVisible(), false);
    await page.clock.fastForward(OFFERS_CANCEL_AFTER_MS);
    await on(page, 'cancel').click();
    await headline('cancelled');
    await phase(page, 'cancelled');
    await on(page, 'rescan').click();
    await page.waitForSelector('payby-scan-input:state(armed)');
    await enterCode(page, await newCode());
    await headline('password');
    await inTheApp('refuse'); // the order stays open: the customer may confirm after all
    await inTheApp('pay');
    await headline('paid');
  });

  it('tells the cashier the next step when PayBy refuses the payer', async () => {
    const {page, charge, scan, headline} = await openTill();
    const settings = (paymentFailure: string): Promise<unknown> =>
      fetch(`${demo.url}/gateway/control/settings`, {method: 'POST', body: JSON.stringify({paymentFailure})});
    await settings('92001');
    try {
      await charge('18.50');
      await scan(await newCode());
      await headline('failed');
      await page.getByText('PayBy allows this customer a smaller amount only.').first().waitFor();
    } finally {
      await settings('none');
    }
  });

  it('cancels an unconfirmed payment by itself', async () => {
    const {page, charge, scan, headline} = await openTill({speed: 100});
    const outcomes = await noteOutcomes(page);
    await charge('900');
    await scan(await newCode());
    await headline('cancelled');
    const events = await outcomes();
    assert.deepEqual(
      events.map(({name, reason}) => [name, reason]),
      [['payby-failure', 'cancelled']],
    );
  });

  it('shows a payment as paid that came before its cancel', async () => {
    const {page, charge, headline} = await openTill();
    await page.clock.install();
    await page.route('**/cancel', async (route) => {
      await inTheApp('pay');
      await route.continue();
    });
    await charge('900');
    await enterCode(page, await newCode());
    await headline('password');
    await page.clock.fastForward(OFFERS_CANCEL_AFTER_MS);
    await on(page, 'cancel').click();
    await headline('paid');
    await phase(page, 'paid');
  });

  it('repeats an unanswered cancel, calls for the manager, and continues', async () => {
    const {page, charge, scan, headline} = await openTill({speed: 50});
    let tries = 0;
    let isSilent = true;
    await page.route('**/cancel', async (route) => {
      tries++;
      await (isSilent ? route.fulfill({status: 503, json: {}}) : route.continue());
    });
    await charge('900');
    await scan(await newCode());
    await on(page, 'status-message').getByText('Please tell the manager').waitFor();
    const triesBeforeHelp = tries;
    assert.ok(triesBeforeHelp >= 3);
    isSilent = false;
    await headline('cancelled');
    assert.ok(tries > triesBeforeHelp);
  });

  it('does not charge twice when the answer gets lost, and polls the payment', async () => {
    const {page, charge, scan, shows, headline, placed} = await openTill();
    await page.route('**/api/orders', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await charge('650');
    await scan(await newCode());
    await shows('outcome-unknown');
    await headline('unknown');
    await inTheApp('pay');
    await headline('paid');
    assert.equal(placed.length, 1);
  });

  it('shows that nothing was charged when the payment never reached PayBy', async () => {
    const {page, charge, scan, shows, headline} = await openTill({speed: 50});
    await page.route('**/api/orders', (route) => route.abort());
    await charge('65');
    await scan(await newCode());
    await headline('missing');
    await shows('missing');
    await page.unroute('**/api/orders');
    await on(page, 'rescan').click();
    await page.waitForSelector('payby-scan-input:state(armed)');
    await scan(await newCode());
    await headline('paid'); // a password would be waited for a moment only, at this speed
  });

  it('throws no error in any page', () => {
    assert.deepEqual(pageErrors, []);
  });
});
