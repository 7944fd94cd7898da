import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {PaybyFailureEvent, PaybySuccessEvent} from '../../src/checkout/checkout-events.js';
import {listen, partOf, textOf, waysToPay} from '../support/checkout-page.js';
import {decodeSvg} from '../support/decode-svg.js';
import {codelessOrder, liveOrder, orderWithout, payByAnswer, status, TOKEN} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const MINUTE = 60_000;
const REVOKED = {revoked: 'true'};

/** A checkout that shows an order and sends no request. */
const shown = (order: unknown = liveOrder()): Promise<PaybyCheckout> =>
  fixture<PaybyCheckout>(html`<payby-checkout lang="en" .order=${order}></payby-checkout>`);

/** Runs a step in which no frame is painted, as long as it takes. */
async function withoutFrames<R>(step: () => Promise<R>): Promise<R> {
  const {requestAnimationFrame} = window;
  window.requestAnimationFrame = () => 0;
  try {
    return await step();
  } finally {
    window.requestAnimationFrame = requestAnimationFrame;
  }
}

describe('<payby-checkout>', () => {
  const realError = console.error;
  let lines: unknown[][] = [];
  beforeEach(() => {
    lines = [];
    console.error = (...line: unknown[]) => lines.push(line);
  });
  afterEach(() => {
    console.error = realError;
  });

  describe('brand', () => {
    it('names the service as the merchant says, by property and by attribute', async () => {
      const checkout = await shown();
      expect(textOf(checkout)).to.contain('Open the PayBy or BOTIM app');
      checkout.brand = {payby: 'Botim Money', botim: 'Botim'};
      await checkout.updateComplete;
      expect(textOf(checkout)).to.contain('Open the Botim Money or Botim app');
      checkout.setAttribute('brand', '{"payby": "Botim"}');
      await checkout.updateComplete;
      expect(textOf(checkout)).to.contain('Open the Botim or BOTIM app');
      checkout.setAttribute('brand', 'no JSON');
      await checkout.updateComplete;
      expect(textOf(checkout)).to.contain('Open the PayBy or BOTIM app');
    });

    it('names the POS on the cards for the cashier', async () => {
      const checkout = await shown(liveOrder({paySceneCode: 'CASHTOPUP'}));
      await waitUntil(() => partOf(checkout, 'cashier-card'));
      expect(partOf(checkout, 'cashier-card')?.textContent).to.contain('PayBy POS');
      checkout.brand = {payby: 'Botim Money', pos: 'Botim Money POS'};
      await waitUntil(() => partOf(checkout, 'cashier-card')?.textContent.includes('Botim Money POS'));
      expect(checkout.shadowRoot?.textContent).not.to.match(/PayBy|بايبي/);
    });
  });

  describe('QR code', () => {
    it('draws the new code that a status brings, and keeps it when the next one cannot be drawn', async () => {
      const checkout = await shown();
      const {merchantOrderNo} = liveOrder();
      for (const tokenUrl of ['https://qr.payby.com?renewed', 'javascript:alert(1)', undefined]) {
        checkout.setStatus({merchantOrderNo, status: 'CREATED', tokenUrl});
        await checkout.updateComplete;
        const svg = checkout.shadowRoot?.querySelector('svg');
        if (!svg) throw new Error('no code');
        expect(await decodeSvg(svg)).to.equal('https://qr.payby.com?renewed');
      }
    });

    it('encodes the whole tokenUrl', async () => {
      const checkout = await shown();
      const svg = checkout.shadowRoot?.querySelector('svg');
      if (!svg) throw new Error('no code');
      expect(await decodeSvg(svg)).to.equal(TOKEN);
    });

    it('draws the code as one path on a white plate, labelled with the amount', async () => {
      const checkout = await shown();
      const svg = partOf(checkout, 'qr');
      expect(svg?.getAttribute('viewBox')).to.equal('0 0 45 45');
      expect(svg?.querySelectorAll('path:not([fill="#fff"])')).to.have.length(1);
      expect(svg?.getAttribute('role')).to.equal('img');
      expect(svg?.getAttribute('aria-label')).to.match(/^QR code to pay AED.25\.00$/);
      expect(getComputedStyle(partOf(checkout, 'plate') as Element).backgroundColor).to.equal(
        'rgb(255, 255, 255)',
      );
    });

    it('stays dark on white on a dark page', async () => {
      const page = await fixture(html`<div style="color-scheme: dark; color: white"></div>`);
      const checkout = await shown();
      page.append(checkout);
      const plate = partOf(checkout, 'plate') as Element;
      expect(getComputedStyle(plate).backgroundColor).to.equal('rgb(255, 255, 255)');
      const modules = plate.querySelector('path:not([fill="#fff"])');
      expect(modules && getComputedStyle(modules).fill).to.equal('rgb(0, 0, 0)');
    });

    for (const width of [240, 360, 1280]) {
      it(`draws each module at least 4 px wide in a column of ${width} px without overflow`, async () => {
        const column = await fixture(html`<div style="width: ${width}px"></div>`);
        const checkout = await shown();
        column.append(checkout);
        const side = partOf(checkout, 'qr')?.getBoundingClientRect().width ?? 0;
        expect(side / 45).to.be.at.least(4);
        expect(column.scrollWidth).to.be.at.most(width);
      });
    }

    it('draws the code once per token', async () => {
      const checkout = await shown();
      const before = partOf(checkout, 'qr')?.querySelector('path[fill-opacity]');
      const path = before?.getAttribute('d');
      checkout.setStatus(status('CREATED', {scanned: true}));
      await checkout.updateComplete;
      expect(partOf(checkout, 'qr')?.querySelector('path[fill-opacity]')).to.equal(before);
      expect(before?.getAttribute('d')).to.equal(path);
    });
  });

  describe('order', () => {
    it('shows amount, subject, number and time left', async () => {
      const checkout = await shown();
      expect(partOf(checkout, 'amount')?.textContent).to.match(/AED.25\.00/);
      expect(textOf(checkout)).to.contain('Karak mug');
      expect(partOf(checkout, 'details')?.textContent).to.contain('M-1');
      expect(partOf(checkout, 'countdown')?.textContent).to.match(/1[45]:\d\d/);
      expect(checkout.remaining).to.be.within(14 * MINUTE, 15 * MINUTE);
    });

    it('shows the deadline with its zone when more than an hour is left', async () => {
      const checkout = await shown(liveOrder({expiredTime: Date.now() + 26 * 60 * MINUTE}));
      expect(partOf(checkout, 'countdown')?.textContent).to.match(/1 day 2 h|1 day 1 h/);
      const deadline = /Pay before .*(UTC|GMT|[A-Z]{3,4})/;
      await waitUntil(
        () => deadline.test(partOf(checkout, 'countdown')?.textContent ?? ''),
        'the deadline is shown',
      );
    });

    it('shows code, amount and countdown before it builds a formatter, and keeps the place of the deadline', async () => {
      const {DateTimeFormat, NumberFormat} = Intl;
      const build = (): never => {
        throw new Error('a formatter was built before the first paint');
      };
      Object.assign(Intl, {
        DateTimeFormat: new Proxy(DateTimeFormat, {construct: build, apply: build}),
        NumberFormat: new Proxy(NumberFormat, {construct: build, apply: build}),
      });
      try {
        const checkout = await withoutFrames(() =>
          shown(liveOrder({expiredTime: Date.now() + 26 * 60 * MINUTE})),
        );
        expect(partOf(checkout, 'qr')).to.not.equal(null);
        expect(partOf(checkout, 'amount')?.textContent).to.match(/AED.25\.00/);
        const place = partOf(checkout, 'countdown')?.querySelector('small');
        expect(place?.getBoundingClientRect().height).to.be.greaterThan(10);
      } finally {
        Object.assign(Intl, {DateTimeFormat, NumberFormat});
      }
    });

    it('shows no countdown for an order without expiredTime', async () => {
      const checkout = await shown({...orderWithout('expiredTime')});
      expect(partOf(checkout, 'countdown')).to.equal(null);
      expect(checkout.remaining).to.equal(null);
    });

    it('accepts the order as property, attribute, child script and PayBy response', async () => {
      const json = JSON.stringify(liveOrder());
      const answer = payByAnswer({expiredTime: Date.now() + MINUTE});
      const script = document.createElement('script');
      script.type = 'application/json';
      script.textContent = JSON.stringify(answer);
      const ways = [
        await shown(liveOrder()),
        await fixture<PaybyCheckout>(html`<payby-checkout order=${json}></payby-checkout>`),
        await fixture<PaybyCheckout>(html`<payby-checkout>${script}</payby-checkout>`),
        await shown(answer),
        await shown(answer.body),
      ];
      for (const checkout of ways) {
        await checkout.updateComplete;
        expect(checkout.phase).to.equal('waiting');
        expect(waysToPay(checkout).length).to.be.greaterThan(0);
      }
    });

    it('accepts a child script that is added later', async () => {
      const checkout = await fixture<PaybyCheckout>(html`<payby-checkout></payby-checkout>`);
      expect(checkout.phase).to.equal('idle');
      const script = document.createElement('script');
      script.type = 'application/json';
      script.textContent = JSON.stringify(liveOrder());
      checkout.append(script);
      await new Promise(requestAnimationFrame);
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('waiting');
    });

    it('is idle with a text before an order is set and after null', async () => {
      const checkout = await fixture<PaybyCheckout>(html`<payby-checkout lang="en"></payby-checkout>`);
      expect([checkout.phase, textOf(checkout)]).to.deep.equal([
        'idle',
        'Preparing your payment Your payment code will appear here.',
      ]);
      checkout.order = liveOrder();
      await checkout.updateComplete;
      checkout.order = null;
      await checkout.updateComplete;
      expect([checkout.phase, waysToPay(checkout).length]).to.deep.equal(['idle', 0]);
    });

    it('dispatches payby-ready once the order is rendered', async () => {
      const dispatched = listen();
      await shown();
      dispatched.stop();
      expect(dispatched.events).to.deep.equal([
        {type: 'payby-ready', detail: {merchantOrderNo: 'M-1', paySceneCode: 'DYNQR'}},
        {type: 'payby-change', detail: {phase: 'waiting', previous: 'idle', connection: 'steady'}},
      ]);
    });

    it('waits for the customer in QRPAY without a code', async () => {
      const checkout = await shown(codelessOrder());
      expect(waysToPay(checkout)).to.have.length(0);
      expect(textOf(checkout)).to.contain('Waiting for the customer');
    });

    it('shows the code in QRPAY with a code', async () => {
      const checkout = await shown(liveOrder({paySceneCode: 'QRPAY'}));
      expect(partOf(checkout, 'qr')).not.to.equal(null);
    });

    it('shows the code of an unknown scene', async () => {
      const checkout = await shown(liveOrder({paySceneCode: 'FACEPAY'}));
      expect(partOf(checkout, 'qr')).not.to.equal(null);
      expect(textOf(checkout)).to.contain('Scan to pay');
    });

    it('shows payment steps for CASHTOPUP, which the slot guide replaces', async () => {
      const checkout = await shown(liveOrder({paySceneCode: 'CASHTOPUP'}));
      const steps = [...(checkout.shadowRoot?.querySelectorAll('ol > [part~="step"]') ?? [])];
      expect(steps).to.have.length(4);
      expect(steps[2]?.textContent).to.match(/exactly AED.25\.00 in cash/);
      const own = await fixture<PaybyCheckout>(
        html`<payby-checkout .order=${liveOrder({paySceneCode: 'CASHTOPUP'})}
          ><p slot="guide">Ask Ali.</p></payby-checkout
        >`,
      );
      const slot = own.shadowRoot?.querySelector<HTMLSlotElement>('slot[name="guide"]');
      expect(slot?.assignedElements()).to.have.length(1);
    });
  });

  describe('open-app link', () => {
    const link = (checkout: PaybyCheckout): HTMLAnchorElement | null =>
      checkout.shadowRoot?.querySelector('a') ?? null;

    it('links to the tokenUrl unless actions omits open-app', async () => {
      const checkout = await shown();
      expect(link(checkout)?.getAttribute('href')).to.equal(TOKEN);
      expect(link(checkout)?.rel).to.equal('noopener noreferrer');
      checkout.actions = '';
      await checkout.updateComplete;
      expect(link(checkout)).to.equal(null);
      checkout.actions = 'cancel open-app';
      await checkout.updateComplete;
      expect(link(checkout)).not.to.equal(null);
    });

    it('is not rendered for CASHTOPUP, whose only link opens PayBy’s page', async () => {
      const checkout = await shown(liveOrder({paySceneCode: 'CASHTOPUP'}));
      await waitUntil(() => partOf(checkout, 'cashier-card'));
      const links = [...(checkout.shadowRoot?.querySelectorAll('a') ?? [])];
      expect(links.map(({textContent}) => textContent)).to.deep.equal(['Open PayBy’s page']);
    });
  });

  describe('setStatus and refresh', () => {
    const outcomes: [string, Record<string, unknown>, string, string][] = [
      ['PAID_SUCCESS', {}, 'paid', 'Payment received'],
      ['SETTLED', {}, 'paid', 'Payment received'],
      ['FAILURE', {failCode: 'RISK'}, 'failed', 'Payment not completed'],
      ['FAILURE', {failCode: '92001', reason: 'failed'}, 'failed', 'Payment not completed'],
      ['FAILURE', {reason: 'a new word'}, 'failed', 'Try again, or choose another way to pay.'],
      ['FAILURE', {reason: 'declined'}, 'failed', 'Payment declined'],
      ['FAILURE', {reason: 'balance'}, 'failed', 'Add money in the app and try again'],
      ['FAILURE', {reason: 'limit'}, 'failed', 'Payment limit reached'],
      ['FAILURE', {reason: 'identity'}, 'failed', 'Complete the identity check in the app'],
      ['FAILURE', {reason: 'cancelled'}, 'cancelled', 'Payment cancelled'],
      ['FAILURE', {reason: 'expired'}, 'expired', 'This code has expired'],
      ['PAID_SUCCESS', REVOKED, 'revoked', 'Payment reversed'],
    ];
    for (const [word, more, phase, title] of outcomes) {
      it(`shows ${phase} for ${word} ${JSON.stringify(more)} and removes the code in the same frame`, async () => {
        const checkout = await shown();
        const dispatched = listen();
        let waysAtTheEvent = -1;
        const countWays = (): void => void (waysAtTheEvent = waysToPay(checkout).length);
        checkout.addEventListener('payby-success', countWays);
        checkout.addEventListener('payby-failure', countWays);
        checkout.setStatus(status(word, more));
        expect(checkout.phase).to.equal(phase);
        await checkout.updateComplete;
        dispatched.stop();
        expect(partOf(checkout, 'outcome')?.textContent).to.contain(title);
        expect([waysToPay(checkout).length, waysAtTheEvent]).to.deep.equal([0, 0]);
        expect(checkout.matches(`:state(${phase})`)).to.equal(true);
        const name = phase === 'paid' ? 'payby-success' : 'payby-failure';
        expect(dispatched.of(name)).to.have.length(1);
        expect(dispatched.of(name)[0]?.detail).to.deep.equal(checkout.result);
        expect(JSON.stringify(dispatched.events)).not.to.contain('qr.payby.com');
      });
    }

    it('has the cause in the detail, and words for it but in cash, where it is about the account of the store', async () => {
      for (const paySceneCode of ['DYNQR', 'QRPAY', 'CASHTOPUP'] as const) {
        const checkout = await shown(liveOrder({paySceneCode, merchantOrderNo: `M-${paySceneCode}`}));
        const merchantOrderNo = `M-${paySceneCode}`;
        checkout.setStatus({...status('FAILURE', {reason: 'balance'}), merchantOrderNo});
        await checkout.updateComplete;
        expect(checkout.result).to.deep.include({reason: 'failed', cause: 'balance'});
        const title = paySceneCode === 'CASHTOPUP' ? 'Payment not completed' : 'Not enough balance';
        expect(partOf(checkout, 'outcome')?.textContent).to.contain(title);
      }
    });

    it('dispatches instances of the exported event classes across shadow roots', async () => {
      const outside = await fixture(html`<div></div>`);
      const checkout = await shown();
      outside.attachShadow({mode: 'open'}).append(checkout);
      const caught: Event[] = [];
      outside.addEventListener('payby-success', (event) => caught.push(event));
      outside.addEventListener('payby-failure', (event) => caught.push(event));
      checkout.setStatus(status('PAID_SUCCESS'));
      await checkout.updateComplete;
      checkout.setStatus(status('PAID_SUCCESS', REVOKED));
      await checkout.updateComplete;
      expect(caught[0]).to.be.instanceOf(PaybySuccessEvent);
      expect(caught[1]).to.be.instanceOf(PaybyFailureEvent);
      expect(caught).to.have.length(2);
    });

    it('tells amount, time and order number with the outcome', async () => {
      const checkout = await shown();
      const paidTime = Date.now() - MINUTE;
      checkout.setStatus(status('PAID_SUCCESS', {paymentInfo: {paidTime}}));
      await checkout.updateComplete;
      const time = new Intl.DateTimeFormat('en-AE', {hour: 'numeric', minute: '2-digit'}).format(paidTime);
      const text = partOf(checkout, 'outcome')?.textContent.replace(/\s+/g, ' ');
      expect(text).to.contain(`AED 25.00 ${time.replace(/\s/g, ' ')} Order number M-1`);
      expect(textOf(checkout).match(/M-1/g)).to.have.length(1);
      const dots = [...checkout.shadowRoot!.querySelectorAll('.receipt > *')].map(
        (one) => getComputedStyle(one, '::after').content,
      );
      // Nothing is said for it, where a browser can be told so
      const drawn = dots.map((content) => content.replace(/ \/ ""$/, ''));
      expect(drawn, 'each dot goes with what it follows').to.deep.equal(['" ·"', 'none']);
    });

    it('names no time that the server has not told', async () => {
      const checkout = await shown();
      checkout.setStatus(status('PAID_SUCCESS'));
      await checkout.updateComplete;
      expect(partOf(checkout, 'outcome')?.textContent.replace(/\s+/g, ' ')).to.contain(
        'AED 25.00 Order number M-1',
      );
    });

    it('shows that the code was scanned, and still shows the code', async () => {
      const checkout = await shown();
      checkout.setStatus(status('CREATED', {scanned: true}));
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('scanned');
      expect(textOf(checkout)).to.contain('Code scanned');
      expect(partOf(checkout, 'qr')).not.to.equal(null);
    });

    for (const bytes of [TOKEN.length, 110, 220, 500, 1000]) {
      it(`puts a seal on a scanned code of ${bytes} bytes, which another phone can still read`, async () => {
        const tokenUrl = TOKEN.padEnd(bytes, 'aB3');
        const checkout = await shown(liveOrder({tokenUrl}));
        const code = partOf(checkout, 'qr') as unknown as SVGElement;
        expect(code.querySelectorAll('circle')).to.have.length(0);
        checkout.setStatus(status('CREATED', {scanned: true}));
        await checkout.updateComplete;
        expect(code.querySelectorAll('circle')).to.have.length(1);
        expect(code.querySelector('path[fill-opacity]')?.getAttribute('fill-opacity')).to.equal('0.6');
        expect(await decodeSvg(code, 720)).to.equal(tokenUrl);
      });
    }

    it('waits for SETTLED when success-on is settled', async () => {
      const checkout = await fixture<PaybyCheckout>(
        html`<payby-checkout
          lang="en"
          order=${JSON.stringify(liveOrder({status: 'PAID_SUCCESS'}))}
          success-on="settled"
        ></payby-checkout>`,
      );
      expect([checkout.phase, waysToPay(checkout).length]).to.deep.equal(['confirming', 0]);
      expect(textOf(checkout)).to.contain('We’re just finishing up');
      checkout.setStatus(status('SETTLED'));
      expect(checkout.phase).to.equal('paid');
    });

    it('renders the slot of the outcome', async () => {
      const checkout = await fixture<PaybyCheckout>(
        html`<payby-checkout .order=${liveOrder({status: 'SETTLED'})}>
          <p slot="success">Your mug is on its way.</p>
          <p slot="failure">Call us.</p>
        </payby-checkout>`,
      );
      const slots = [
        ...(checkout.shadowRoot?.querySelectorAll<HTMLSlotElement>('[part~="outcome"] slot') ?? []),
      ];
      expect(slots.map((slot) => slot.assignedElements()[0]?.textContent)).to.deep.equal([
        'Your mug is on its way.',
      ]);
    });

    it('requests the status from statusSource on refresh()', async () => {
      const requested: string[] = [];
      // Test pages of the same origin share statuses by order number, so this one is unique
      const merchantOrderNo = `hand-${crypto.randomUUID()}`;
      const checkout = await shown(liveOrder({merchantOrderNo}));
      checkout.statusSource = (order, {signal}) => {
        requested.push(`${order.merchantOrderNo} ${String(signal.aborted)}`);
        return Promise.resolve({...status('PAID_SUCCESS'), merchantOrderNo});
      };
      await checkout.updateComplete;
      const paid = new Promise((resolve) => {
        checkout.addEventListener('payby-success', resolve, {once: true});
      });
      checkout.refresh();
      await paid;
      expect(requested).to.deep.equal([`${merchantOrderNo} false`]);
    });

    it('requests the status when it is connected after refresh()', async () => {
      const merchantOrderNo = `early-${crypto.randomUUID()}`;
      const checkout = document.createElement('payby-checkout');
      checkout.order = liveOrder({merchantOrderNo});
      checkout.statusSource = () => Promise.resolve({...status('PAID_SUCCESS'), merchantOrderNo});
      checkout.refresh();
      const paid = new Promise((resolve) => {
        checkout.addEventListener('payby-success', resolve, {once: true});
      });
      const place = await fixture(html`<div></div>`);
      place.append(checkout);
      await paid;
      expect(checkout.phase).to.equal('paid');
    });

    it('applies a status that was set before it is connected', async () => {
      const checkout = document.createElement('payby-checkout');
      checkout.order = liveOrder();
      checkout.setStatus(status('PAID_SUCCESS'));
      const dispatched = listen();
      const place = await fixture(html`<div></div>`);
      place.append(checkout);
      await checkout.updateComplete;
      dispatched.stop();
      expect(checkout.phase).to.equal('paid');
      expect(dispatched.of('payby-success')).to.have.length(1);
    });
  });

  describe('expiry', () => {
    it('removes the code and shows that the status is being checked', async () => {
      const checkout = await shown(liveOrder({expiredTime: Date.now() - 1000}));
      expect(checkout.phase).to.equal('confirming');
      expect(waysToPay(checkout)).to.have.length(0);
      expect(textOf(checkout)).to.contain('Please don’t pay now');
    });
  });

  describe('invalid input', () => {
    const wrong: [string, unknown, string[]][] = [
      ['no merchantOrderNo', orderWithout('merchantOrderNo'), ['merchantOrderNo']],
      [
        'a negative amount',
        liveOrder({totalAmount: {amount: '-1', currency: 'AED'}}),
        ['totalAmount.amount'],
      ],
      [
        'an amount that is not a number',
        liveOrder({totalAmount: {amount: 'ten', currency: 'AED'}}),
        ['totalAmount.amount'],
      ],
      [
        'a third decimal',
        liveOrder({totalAmount: {amount: '1.005', currency: 'AED'}}),
        ['totalAmount.amount'],
      ],
      ['an http: token', liveOrder({tokenUrl: 'http://qr.payby.com'}), ['tokenUrl']],
      ['a javascript: token', liveOrder({tokenUrl: 'javascript:alert(1)'}), ['tokenUrl']],
      [
        'a token of over 2 kB',
        liveOrder({tokenUrl: `https://qr.payby.com?${'x'.repeat(2100)}`}),
        ['tokenUrl'],
      ],
      ['incomplete JSON', '{"merchantOrderNo"', ['']],
      ['a number instead of an object', 42, ['']],
    ];
    for (const [name, input, paths] of wrong) {
      it(`dispatches one payby-error, logs one line and shows a neutral text for an order with ${name}`, async () => {
        const dispatched = listen();
        const checkout = await shown(input);
        await checkout.updateComplete;
        dispatched.stop();
        expect(checkout.phase).to.equal('invalid');
        expect(dispatched.of('payby-error')).to.have.length(1);
        expect(dispatched.of('payby-error')[0]?.detail).to.include({code: 'order-invalid', retryable: false});
        const issues = dispatched.of('payby-error')[0]?.detail['issues'] as {path: string}[];
        expect(issues.map(({path}) => path)).to.deep.equal(paths);
        expect(lines).to.have.length(1);
        expect(lines[0]?.[1]).to.equal(checkout);
        expect(lines[0]?.[0]).to.match(/^payby-checkout: order-invalid: /);
        expect(String(lines[0]?.[0])).not.to.contain('qr.payby.com');
        expect(textOf(checkout)).to.contain('This payment can’t be shown');
        expect(waysToPay(checkout)).to.have.length(0);
        expect(checkout.matches(':state(invalid)')).to.equal(true);
      });
    }

    it('shows the next valid order', async () => {
      const checkout = await shown({});
      checkout.order = liveOrder();
      await checkout.updateComplete;
      expect([checkout.phase, waysToPay(checkout).length > 0]).to.deep.equal(['waiting', true]);
    });

    it('dispatches one payby-error for statuses of other orders, and still shows the code', async () => {
      const checkout = await shown();
      const dispatched = listen();
      checkout.setStatus({...status('PAID_SUCCESS'), merchantOrderNo: 'M-2'});
      checkout.setStatus({...status('PAID_SUCCESS'), merchantOrderNo: 'M-3'});
      await checkout.updateComplete;
      dispatched.stop();
      expect(dispatched.events.map(({detail}) => detail['code'])).to.deep.equal(['status-foreign']);
      expect([checkout.phase, lines.length]).to.deep.equal(['waiting', 1]);
    });
  });

  describe('console', () => {
    const realWarn = console.warn;
    let warnings: unknown[][] = [];
    beforeEach(() => {
      warnings = [];
      console.warn = (...line: unknown[]) => warnings.push(line);
    });
    afterEach(() => {
      console.warn = realWarn;
    });

    it('logs the error that statusSource threw, but does not put it into payby-error', async () => {
      const merchantOrderNo = `bug-${crypto.randomUUID()}`;
      const bug = new TypeError('order.total is undefined, token=secret');
      const checkout = await shown(liveOrder({merchantOrderNo}));
      const dispatched = listen();
      checkout.statusSource = () => Promise.reject(bug);
      await checkout.updateComplete;
      while (dispatched.of('payby-error').length === 0) {
        checkout.refresh();
        await new Promise(requestAnimationFrame);
      }
      dispatched.stop();
      expect(lines).to.deep.equal([
        [
          'payby-checkout: status-unreachable: The status source has failed several times in a row.',
          bug,
          checkout,
        ],
      ]);
      const detail = dispatched.of('payby-error')[0]?.detail ?? {};
      expect(Object.keys(detail)).to.have.members(['code', 'message', 'retryable']);
      expect(JSON.stringify(detail)).not.to.contain('secret');
    });

    const wrong: [string, string, string][] = [
      [
        'credentials',
        'yes',
        'Invalid credentials attribute: expected same-origin, include or omit. Using same-origin.',
      ],
      ['success-on', 'payed', 'Invalid success-on attribute: expected paid or settled. Using paid.'],
      [
        'actions',
        'cancle',
        'Invalid actions attribute: expected any of open-app, cancel, extend, renew, copy, save, print, share, ' +
          'calendar or send-guide. Other words are ignored.',
      ],
    ];
    for (const [name, value, message] of wrong) {
      it(`warns once about an invalid ${name} attribute, however often the element updates`, async () => {
        const checkout = await shown();
        checkout.setAttribute(name, value);
        for (let i = 0; i < 3; i++) {
          checkout.requestUpdate();
          await checkout.updateComplete;
        }
        expect(warnings).to.deep.equal([[`payby-checkout: ${message}`, checkout]]);
      });
    }

    it('does not warn about valid or missing attributes', async () => {
      const checkout = await shown();
      checkout.setAttribute('credentials', 'include');
      checkout.setAttribute('success-on', 'settled');
      checkout.setAttribute('actions', ' cancel  open-app ');
      await checkout.updateComplete;
      for (const name of ['credentials', 'success-on', 'actions']) checkout.removeAttribute(name);
      await checkout.updateComplete;
      expect(warnings).to.deep.equal([]);
    });
  });

  describe('print, saveImage and share', () => {
    const methods = ['print', 'saveImage', 'share'] as const;
    const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
      promise.then(
        () => 'resolved',
        (reason: unknown) => (reason instanceof Error ? reason.message : reason),
      );

    for (const method of methods) {
      it(`${method}() rejects without an order, with an invalid one and with one that has an outcome`, async () => {
        for (const order of [
          null,
          '{',
          liveOrder({status: 'PAID_SUCCESS'}),
          liveOrder({status: 'FAILURE'}),
        ]) {
          const checkout = await shown(order);
          expect(await reasonOf(checkout[method]())).to.equal(
            'There is no open order to print, save or share.',
          );
        }
      });
    }

    it('reject before the element is connected', async () => {
      const checkout = document.createElement('payby-checkout');
      for (const method of methods)
        expect(await reasonOf(checkout[method]())).to.contain('There is no open order');
    });
  });

  describe('accessibility and languages', () => {
    const everyPhase: [string, (checkout: PaybyCheckout) => void][] = [
      ['waiting', () => undefined],
      [
        'scanned',
        (checkout) => {
          checkout.setStatus(status('CREATED', {scanned: true}));
        },
      ],
      [
        'paid',
        (checkout) => {
          checkout.setStatus(status('PAID_SUCCESS'));
        },
      ],
      [
        'failed',
        (checkout) => {
          checkout.setStatus(status('FAILURE'));
        },
      ],
      [
        'revoked',
        (checkout) => {
          checkout.setStatus(status('FAILURE', REVOKED));
        },
      ],
      [
        'invalid',
        (checkout) => {
          checkout.order = '{';
        },
      ],
      [
        'idle',
        (checkout) => {
          checkout.order = null;
        },
      ],
    ];
    for (const [phase, arrive] of everyPhase) {
      for (const scene of ['DYNQR', 'CASHTOPUP']) {
        it(`passes axe when ${phase} (${scene})`, async () => {
          const checkout = await shown(liveOrder({paySceneCode: scene}));
          arrive(checkout);
          await checkout.updateComplete;
          expect(checkout.phase).to.equal(phase);
          await expect(checkout).to.be.accessible();
        });
      }
    }

    it('keeps one live region, without the countdown', async () => {
      const checkout = await shown();
      const region = checkout.shadowRoot?.querySelector('[role="status"]');
      expect(region?.querySelector('[part~="countdown"]')).to.equal(null);
      checkout.setStatus(status('PAID_SUCCESS'));
      await checkout.updateComplete;
      expect(checkout.shadowRoot?.querySelectorAll('[role="status"]')).to.have.length(1);
      expect(checkout.shadowRoot?.querySelector('[role="status"]')).to.equal(region);
      expect(region?.textContent).to.contain('Payment received');
    });

    it('renders Arabic from right to left, with the Arabic subject', async () => {
      const checkout = await fixture<PaybyCheckout>(
        html`<payby-checkout
          locale="ar-AE"
          .order=${liveOrder({paySceneCode: 'CASHTOPUP'})}
        ></payby-checkout>`,
      );
      const section = checkout.shadowRoot?.querySelector<HTMLElement>('.card');
      expect(section?.dir).to.equal('rtl');
      while (section?.getAttribute('aria-busy') === 'true') await new Promise(requestAnimationFrame);
      expect(textOf(checkout)).to.contain('الدفع نقدًا').and.to.contain('كوب كرك');
      expect(getComputedStyle(checkout.shadowRoot?.querySelector('ol') as Element).direction).to.equal('rtl');
      partOf(checkout, 'cashier-card')?.querySelector('[lang=en]')?.remove(); // rendered in every language of the payer
      expect(textOf(checkout).replaceAll('PayBy', '')).not.to.match(/Pay|Scan|Order/);
      await expect(checkout).to.be.accessible();
    });

    it('uses another language when it has no texts in the language of the page', async () => {
      const checkout = await fixture<PaybyCheckout>(html`<payby-checkout lang="xx"></payby-checkout>`);
      expect(textOf(checkout)).not.to.equal('');
    });
  });
});
