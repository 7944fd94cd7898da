/** Every way in which an order, a status or an answer enters the element, with fields that say nothing or nonsense. */
import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {CheckoutOrder} from '../../src/core/order/order.js';
import type {PaybyActionEvent} from '../../src/shared/action-event.js';
import {listen, partOf, textOf, waysToPay} from '../support/checkout-page.js';
import {liveOrder, orderWithout, status, TOKEN} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const MINUTE = 60_000;
const seconds = (): number => Math.floor((Date.now() + 15 * MINUTE) / 1000);

const shown = (order: unknown = liveOrder()): Promise<PaybyCheckout> =>
  fixture<PaybyCheckout>(html`<payby-checkout lang="en" .order=${order}></payby-checkout>`);

/** Ways to hand over an order, each followed by a render. */
const entries: [string, (order: unknown) => Promise<PaybyCheckout>][] = [
  ['property', shown],
  ['property as JSON', (order) => shown(JSON.stringify(order))],
  [
    'attribute',
    (order) =>
      fixture<PaybyCheckout>(
        html`<payby-checkout lang="en" order=${JSON.stringify(order)}></payby-checkout>`,
      ),
  ],
  [
    'JSON child',
    async (order) => {
      const checkout = document.createElement('payby-checkout');
      const script = document.createElement('script');
      script.type = 'application/json';
      script.textContent = JSON.stringify(order);
      checkout.append(script);
      const place = await fixture(html`<div lang="en"></div>`);
      place.append(checkout);
      await checkout.updateComplete;
      await new Promise(requestAnimationFrame);
      await checkout.updateComplete;
      return checkout;
    },
  ],
];

describe('<payby-checkout>: entries', () => {
  const realError = console.error;
  const realWarn = console.warn;
  let dispatched: ReturnType<typeof listen>;
  beforeEach(() => {
    console.error = console.warn = () => undefined;
    dispatched = listen();
  });
  afterEach(() => {
    console.error = realError;
    console.warn = realWarn;
    dispatched.stop();
  });
  const codes = (): unknown[] => dispatched.of('payby-error').map(({detail}) => detail['code']);
  const outcomes = (): string[] =>
    dispatched.events
      .filter(({type}) => type === 'payby-success' || type === 'payby-failure')
      .map(({detail}) =>
        [detail['merchantOrderNo'], 'reason' in detail ? detail['reason'] : 'paid'].join(' '),
      );

  for (const [entry, hand] of entries) {
    it(`refuse an order with an end in seconds, as ${entry}, naming the field and the unit`, async () => {
      const checkout = await hand({...liveOrder(), expiredTime: seconds()});
      expect([checkout.phase, codes()]).to.deep.equal(['invalid', ['order-invalid']]);
      expect(dispatched.of('payby-error')[0]?.detail['issues']).to.deep.equal([
        {path: 'expiredTime', message: 'is not a time in milliseconds since 1970'},
      ]);
      expect(waysToPay(checkout)).to.have.length(0);
    });

    it(`show an order whose optional fields are null or empty, as ${entry}`, async () => {
      for (const nothing of [null, '']) {
        const optional = [
          'orderNo',
          'subject',
          'subjectAr',
          'expiredTime',
          'requestTime',
          'status',
          'revoked',
        ];
        const fields = Object.fromEntries([...optional, 'businessType'].map((name) => [name, nothing]));
        const checkout = await hand({...liveOrder(), ...fields, paymentInfo: nothing, payer: nothing});
        expect([checkout.phase, checkout.remaining, codes()]).to.deep.equal(['waiting', null, []]);
      }
    });

    it(`read a number as merchantOrderNo, as ${entry}`, async () => {
      const checkout = await hand({...liveOrder(), merchantOrderNo: 17});
      checkout.setStatus({merchantOrderNo: '17', status: 'PAID_SUCCESS'});
      await checkout.updateComplete;
      expect([outcomes(), codes()]).to.deep.equal([['17 paid'], []]);
    });
  }

  for (const nothing of ['null', '  ', '']) {
    it(`wait for the order when the JSON child is ${JSON.stringify(nothing)}`, async () => {
      const checkout = await fixture<PaybyCheckout>(
        html`<payby-checkout><script type="application/json"></script></payby-checkout>`,
      );
      const script = checkout.querySelector('script');
      if (script) script.textContent = nothing;
      checkout.order = nothing;
      await checkout.updateComplete;
      expect([checkout.phase, codes()]).to.deep.equal(['idle', []]);
    });
  }

  describe('the same order again', () => {
    const again: [string, () => unknown][] = [
      ['as it was', () => liveOrder()],
      ['paid and without tokenUrl', () => ({...orderWithout('tokenUrl'), status: 'PAID_SUCCESS'})],
      ['paid and with tokenUrl null', () => ({...liveOrder({status: 'PAID_SUCCESS'}), tokenUrl: null})],
      ['open and without tokenUrl', () => orderWithout('tokenUrl')],
      ['with another tokenUrl', () => liveOrder({tokenUrl: `${TOKEN}2`})],
      ['failed', () => liveOrder({status: 'FAILURE'})],
      ['with an end in seconds', () => liveOrder({expiredTime: seconds()})],
      ['as JSON', () => JSON.stringify(liveOrder({status: 'SETTLED'}))],
      ['with its amount as a number', () => liveOrder({totalAmount: {amount: 25, currency: 'AED'}})],
      ['with its amount missing', () => ({...liveOrder(), totalAmount: null})],
    ];
    for (const [name, make] of again) {
      it(`dispatches no second payby-success when it is set again ${name}`, async () => {
        const checkout = await shown();
        checkout.setStatus(status('PAID_SUCCESS'));
        await checkout.updateComplete;
        for (const between of [undefined, null, liveOrder({merchantOrderNo: 'M-2'}), '{']) {
          if (between !== undefined) {
            checkout.order = between;
            await checkout.updateComplete;
          }
          checkout.order = make() as string;
          await checkout.updateComplete;
          const parent = checkout.parentElement;
          checkout.remove();
          parent?.append(checkout);
          await checkout.updateComplete;
          expect([checkout.phase, checkout.result?.merchantOrderNo]).to.deep.equal(['paid', 'M-1']);
          expect(waysToPay(checkout)).to.have.length(0);
        }
        expect(outcomes()).to.deep.equal(['M-1 paid']);
      });
    }

    it('keeps the code when it is set again without one', async () => {
      const checkout = await shown();
      const before = waysToPay(checkout).length;
      checkout.order = JSON.stringify(orderWithout('tokenUrl'));
      await checkout.updateComplete;
      expect([checkout.phase, waysToPay(checkout).length, codes()]).to.deep.equal(['waiting', before, []]);
    });

    it('dispatches order-amount for another amount, and never shows it with the code of the first', async () => {
      const checkout = await shown();
      const codeOf = (): string | undefined => partOf(checkout, 'qr')?.innerHTML;
      const first = codeOf();
      expect(first).to.be.a('string');
      const other = {...liveOrder(), totalAmount: {amount: '30.00', currency: 'AED'}};
      checkout.order = {...other, tokenUrl: `${TOKEN}2`};
      await checkout.updateComplete;
      expect([checkout.phase, codes()]).to.deep.equal(['waiting', ['order-amount']]);
      expect(textOf(checkout)).to.contain('30.00');
      expect(codeOf()).to.be.a('string').and.not.equal(first);

      const codeless = await shown();
      codeless.order = {...orderWithout('tokenUrl'), totalAmount: other.totalAmount} as CheckoutOrder;
      await codeless.updateComplete;
      expect([codeless.phase, waysToPay(codeless)]).to.deep.equal(['invalid', []]);
    });
  });

  it('change nothing by a status with moments in seconds from statusSource, and dispatch one payby-error', async () => {
    const merchantOrderNo = `seconds-${crypto.randomUUID()}`;
    const checkout = await shown(liveOrder({merchantOrderNo}));
    const before = checkout.remaining ?? 0;
    let requests = 0;
    checkout.statusSource = () => {
      requests++;
      return Promise.resolve({
        ...status('CREATED'),
        merchantOrderNo,
        expiredTime: seconds(),
        serverTime: seconds(),
      });
    };
    while (codes().length === 0 || requests < 2) {
      checkout.refresh();
      await new Promise(requestAnimationFrame);
      await checkout.updateComplete;
    }
    expect([checkout.phase, codes()]).to.deep.equal(['waiting', ['time-invalid']]);
    expect(checkout.remaining).to.be.within(before - 10_000, before);
    expect(dispatched.of('payby-error')[0]?.detail['issues']).to.deep.equal([
      {path: 'expiredTime', message: 'is not a time in milliseconds since 1970'},
      {path: 'serverTime', message: 'is not a time in milliseconds since 1970'},
    ]);
  });

  describe('answers to payby-action', () => {
    async function answered(
      action: 'cancel' | 'extend' | 'renew',
      answer: unknown,
      order: unknown = liveOrder({expiredTime: Date.now() + 100_000}),
    ): Promise<PaybyCheckout> {
      const checkout = await shown(order);
      checkout.actions = action;
      checkout.addEventListener('payby-action', (event: PaybyActionEvent) => {
        event.respondWith(Promise.resolve(answer));
      });
      for (const presses of action === 'cancel' ? [0, 1] : [0]) {
        await checkout.updateComplete;
        [...(checkout.shadowRoot?.querySelectorAll('button') ?? [])][presses]?.click();
      }
      await new Promise(requestAnimationFrame);
      await checkout.updateComplete;
      return checkout;
    }

    const ends: [string, () => unknown][] = [
      ['seconds', seconds],
      ['seconds in an object', () => ({expiredTime: seconds()})],
      ['the past', () => Date.now() - 1000],
      ['the past in an object', () => ({expiredTime: String(Date.now() - 1000)})],
      ['microseconds', () => (Date.now() + MINUTE) * 1000],
      ['null', () => null],
      ['null in an object', () => ({expiredTime: null})],
      ['nothing', () => undefined],
      ['an empty text', () => ''],
      ['NaN', () => NaN],
      ['zero', () => 0],
      ['a negative number', () => -Date.now()],
      ['a Date', () => new Date(Date.now() + MINUTE)],
      ['true', () => true],
    ];
    for (const [name, make] of ends) {
      it(`refuse to extend to ${name}: the end stays, and one payby-error names the field`, async () => {
        const checkout = await answered('extend', make());
        expect([checkout.phase, codes()]).to.deep.equal(['waiting', ['action-failed']]);
        expect(checkout.remaining).to.be.within(80_000, 100_000);
        const issues = dispatched.of('payby-error')[0]?.detail['issues'] as {path: string}[];
        expect(issues.map(({path}) => path)).to.deep.equal(['expiredTime']);
        expect(textOf(checkout)).to.contain('We couldn’t extend the time.');
      });
    }

    const failed = (): unknown => liveOrder({status: 'FAILURE'});
    const orders: [string, () => unknown][] = [
      ['nothing', () => undefined],
      ['null', () => null],
      ['an empty text', () => ''],
      ['true', () => true],
      ['an order with an end in seconds', () => liveOrder({merchantOrderNo: 'M-2', expiredTime: seconds()})],
      ['an order without a code', () => ({...orderWithout('tokenUrl'), merchantOrderNo: 'M-2'})],
      ['the order that is over', () => liveOrder({tokenUrl: `${TOKEN}2`})],
    ];
    for (const [name, make] of orders) {
      it(`refuse to renew with ${name}: the outcome stays, and one payby-error is dispatched`, async () => {
        const checkout = await answered('renew', make(), failed());
        expect([checkout.phase, codes(), outcomes()]).to.deep.equal([
          'failed',
          ['action-failed'],
          ['M-1 failed'],
        ]);
        expect(textOf(checkout)).to.contain('We couldn’t get a new code yet.');
      });
    }

    for (const nothing of [undefined, null, '']) {
      it(`take the answer ${JSON.stringify(nothing)} to cancel as accepted, and no outcome`, async () => {
        const checkout = await answered('cancel', nothing);
        expect([checkout.phase, codes(), outcomes()]).to.deep.equal(['waiting', [], []]);
        checkout.setStatus(status('FAILURE', {failCode: 'ORDER_EXPIRED'}));
        await checkout.updateComplete;
        expect(outcomes()).to.deep.equal(['M-1 cancelled']);
      });
    }
  });

  it('say that money goes back only where a status has reported a payment', async () => {
    const text = 'is returned to you';
    const paid = {paymentInfo: {paidTime: Date.now()}};
    const cases: [Record<string, unknown>[], boolean][] = [
      [[status('FAILURE', {revoked: 'true'})], false],
      [[status('FAILURE', {revoked: 'true', paymentInfo: null})], false],
      [[status('FAILURE', {revoked: 'true', paymentInfo: {paidTime: seconds()}})], false],
      [[status('FAILURE'), status('CREATED', {revoked: 'true'})], false],
      [[status('FAILURE', {revoked: 'true', ...paid})], true],
      [[status('PAID_SUCCESS', {revoked: 'true'})], true],
      [[status('PAID_SUCCESS'), status('FAILURE', {revoked: 'true'})], true],
      [[status('SETTLED'), status('CREATED', {revoked: 'true'})], true],
      [[status('PAID_SUCCESS', paid), status('FAILURE', {revoked: 'true'})], true],
    ];
    for (const [statuses, goesBack] of cases) {
      const checkout = await shown();
      for (const payload of statuses) checkout.setStatus(payload);
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('revoked');
      expect(textOf(checkout).includes(text), JSON.stringify(statuses)).to.equal(goesBack);
    }
  });

  it('say that money goes back where the order had been set as paid, or is set again meanwhile', async () => {
    for (const word of ['PAID_SUCCESS', 'CREATED']) {
      const checkout = await shown(liveOrder({status: word}));
      checkout.setStatus(status('PAID_SUCCESS'));
      for (const between of [liveOrder({merchantOrderNo: 'M-2'}), liveOrder()]) {
        checkout.order = between;
        await checkout.updateComplete;
      }
      checkout.setStatus(status('FAILURE', {revoked: 'true'}));
      await checkout.updateComplete;
      expect(textOf(checkout)).to.contain('is returned to you');
    }
  });

  it('show the year of an end in another year', async () => {
    const year = new Date().getFullYear() + 1;
    for (const [paySceneCode, part] of [
      ['DYNQR', '[part~="countdown"] small:not(.room)'],
      ['CASHTOPUP', '.deadline strong'],
    ] as const) {
      const checkout = await shown(liveOrder({paySceneCode, expiredTime: Date.UTC(year, 6, 1)}));
      const deadline = (): string => checkout.shadowRoot?.querySelector(part)?.textContent.trim() ?? '';
      await waitUntil(deadline, `the deadline of ${paySceneCode} is shown`);
      expect(deadline()).to.contain(String(year));
    }
  });
});
