/** Refunds: what is reserved before PayBy is called, what PayBy is sent, and what is stored after each kind of answer. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {OrderConflict} from '../../../demo/merchant/orders/errors.js';
import type {OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {RefundRequest} from '../../../demo/merchant/orders/order-requests.js';
import type {Order, Refund} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE} from '../support/demo.js';
import {
  aed,
  failing,
  memoryStore,
  refundOrder,
  scriptedMerchant,
  storeWith,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const SECOND = 1_000;
/** PayBy accepts a request for 15 minutes; a minute later, a lost one can no longer arrive. */
const UNCERTAIN_MS = 16 * MINUTE;

const clock = new ManualClock();
let store: MerchantStore;
let merchant: ScriptedMerchant;
before(async () => {
  store = await memoryStore(clock);
});
after(() => store.close());
beforeEach(() => {
  start();
});
function start(options: Partial<OrderServiceOptions> = {}): void {
  merchant = scriptedMerchant(store, clock, options);
  merchant.payby.script = {refund: () => refundOrder({...lastSent(), status: 'REFUNDED_SETTLED'})};
}

const lastSent = (): object => merchant.payby.calls.at(-1)?.[1] as object;
const sent = (): readonly unknown[] => merchant.payby.operations;
let numbers = 0;
/** A refund number is unique among all orders of a store. */
const number = (): string => {
  numbers += 1;
  return `r-${String(numbers)}`;
};
const ask = (change: Partial<RefundRequest> = {}): RefundRequest => ({
  ...{refundMerchantOrderNo: undefined, amount: undefined, reason: undefined},
  ...change,
});
const refundOf = (change: Partial<Refund> = {}): Refund => ({
  refundMerchantOrderNo: number(),
  amount: aed('10.00'),
  reason: undefined,
  status: 'SUCCESS',
  requestedAt: clock.now(),
  tries: 0,
  failures: 0,
  nextAt: clock.now(),
  ...change,
});
const paid = (...refunds: readonly Refund[]): Promise<Order> =>
  merchant.seed({
    status: 'SETTLED',
    payment: {paidAmount: aed('25.00'), paidTime: clock.now()},
    refunds,
  });
const refunded = ({merchantOrderNo}: Order, change: Partial<RefundRequest> = {}) =>
  merchant.orders.refund(merchantOrderNo, ask(change), 'staff');
const stored = async ({merchantOrderNo}: Order, which = 0): Promise<Refund> => {
  const refund = (await merchant.orders.stored(merchantOrderNo)).refunds[which];
  assert.ok(refund);
  return refund;
};
const follow = async (order: Order, which = 0): Promise<void> =>
  merchant.orders.followUpRefund(order, await stored(order, which));
const shortOf = ({merchantOrderNo}: Order): string => `${merchantOrderNo.slice(0, 6)}…`;

describe('the request of a refund to PayBy', () => {
  it('has our numbers, the amount, the reason, and where notifications go', async () => {
    start({notifyUrl: 'https://shop.example/payby/notify'});
    const order = await paid();
    const refundMerchantOrderNo = number();
    await refunded(order, {refundMerchantOrderNo, amount: '5.00', reason: 'cracked'});
    assert.deepEqual(merchant.payby.calls, [
      [
        'refund',
        {
          refundMerchantOrderNo,
          originMerchantOrderNo: order.merchantOrderNo,
          amount: aed('5.00'),
          reason: 'cracked',
          notifyUrl: 'https://shop.example/payby/notify',
        },
      ],
    ]);
  });

  it('has a number of the server without one of staff', async () => {
    const order = await paid();
    const {refund} = await refunded(order);
    assert.match(refund.refundMerchantOrderNo, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    assert.equal((lastSent() as Refund).refundMerchantOrderNo, refund.refundMerchantOrderNo);
  });

  it('is stored with the order before PayBy gets it, and listed as asked for by staff', async () => {
    const order = await paid();
    const refundMerchantOrderNo = number();
    let before: Refund | undefined;
    merchant.payby.script.refund = async () => {
      before = await stored(order);
      return refundOrder({refundMerchantOrderNo});
    };
    const now = clock.now();
    await refunded(order, {refundMerchantOrderNo, reason: 'cracked'});
    assert.deepEqual(before, {
      ...{refundMerchantOrderNo, amount: aed('25.00'), reason: 'cracked', status: 'REQUESTED'},
      ...{requestedAt: now, tries: 0, failures: 0, nextAt: now},
    });
    const facts = {refundMerchantOrderNo, amount: '25.00'};
    assert.deepEqual(await merchant.events(order.merchantOrderNo), [
      {kind: 'refund', by: 'staff', facts: {...facts, status: 'REQUESTED'}},
      {kind: 'refund', by: 'payby', facts: {...facts, status: 'REFUNDED_SETTLED'}},
    ]);
  });
});

describe('the amount of a refund', () => {
  const again = 'r-again';
  /** The refunds of an order of AED 25.00, what is asked for, and what PayBy is sent or why it is not. */
  const table: readonly (readonly [string, readonly Partial<Refund>[], Partial<RefundRequest>, string])[] = [
    ['is the whole price without one', [], {}, '25.00'],
    ['can be the whole price', [], {amount: '25.00'}, '25.00'],
    ['is not a fil more than was paid', [], {amount: '25.01'}, 'refund-too-large'],
    ['is what is left without one', [{status: 'SUCCESS'}], {}, '15.00'],
    ['counts a refund that PayBy has not confirmed', [{status: 'REQUESTED'}], {}, '15.00'],
    ['counts no refund that PayBy refused', [{status: 'REFUSED'}], {}, '25.00'],
    ['counts no refund that failed', [{status: 'FAILURE'}], {}, '25.00'],
    ['is not more than is left', [{status: 'SUCCESS'}], {amount: '15.01'}, 'refund-too-large'],
    ['is not nothing when nothing is left', [{amount: aed('25.00')}], {}, 'refund-too-large'],
    [
      'is the first one when a refused refund is sent again',
      [{refundMerchantOrderNo: again, status: 'REFUSED'}],
      {refundMerchantOrderNo: again},
      '10.00',
    ],
    [
      'may be named again when a refused refund is sent again',
      [{refundMerchantOrderNo: again, status: 'REFUSED'}],
      {refundMerchantOrderNo: again, amount: '10.00'},
      '10.00',
    ],
    [
      'cannot be another one under the number of a refused refund',
      [{refundMerchantOrderNo: again, status: 'REFUSED'}],
      {refundMerchantOrderNo: again, amount: '5.00'},
      'refund-number-taken',
    ],
    [
      'cannot be another one under the number of a refund that was made',
      [{refundMerchantOrderNo: again}],
      {refundMerchantOrderNo: again, amount: '5.00'},
      'refund-number-taken',
    ],
    [
      'of a refused refund must still be left when it is sent again',
      [{refundMerchantOrderNo: again, status: 'REFUSED'}, {amount: aed('20.00')}],
      {refundMerchantOrderNo: again},
      'refund-too-large',
    ],
  ];
  for (const [title, refunds, request, expected] of table) {
    it(title, async () => {
      const unique = number();
      const named = <T extends object>(one: T & {readonly refundMerchantOrderNo?: string | undefined}): T =>
        one.refundMerchantOrderNo === again ? {...one, refundMerchantOrderNo: unique} : one;
      const order = await paid(...refunds.map((refund) => refundOf(named(refund))));
      const before = await merchant.orders.stored(order.merchantOrderNo);
      const outcome = await refunded(order, named(request)).then(
        () => (lastSent() as Refund).amount.amount,
        (error: unknown) => (error instanceof OrderConflict ? error.code : error),
      );
      assert.equal(outcome, expected);
      if (!expected.startsWith('refund')) return;
      assert.deepEqual(await merchant.orders.stored(order.merchantOrderNo), before, 'nothing is reserved');
      assert.deepEqual(sent(), [], 'PayBy is not called');
    });
  }

  for (const [first, second, expected] of [
    ['cracked', 'late', 'cracked'],
    ['cracked', undefined, 'cracked'],
    [undefined, 'late', 'late'],
  ] as const) {
    it(`has the reason ${expected}: first it was ${String(first)}, then ${String(second)}`, async () => {
      const refused = refundOf({status: 'REFUSED', reason: first});
      const order = await paid(refused);
      const {refundMerchantOrderNo} = refused;
      const {refund} = await refunded(order, {refundMerchantOrderNo, reason: second});
      assert.deepEqual([(lastSent() as Refund).reason, refund.reason], [expected, expected]);
    });
  }

  it('is reserved once for the same number, whether PayBy has made the refund or not', async () => {
    for (const status of ['REQUESTED', 'CREATED', 'REFUNDED_SETTLED', 'SUCCESS', 'FAILURE']) {
      const known = refundOf({status, amount: aed('20.00')});
      const order = await paid(refundOf({amount: aed('5.00')}), known);
      merchant.payby.script.refund = () =>
        refundOrder({refundMerchantOrderNo: known.refundMerchantOrderNo, amount: known.amount, status});
      const {refund} = await refunded(order, {refundMerchantOrderNo: known.refundMerchantOrderNo});
      assert.deepEqual([refund.status, refund.amount], [status, aed('20.00')]);
      assert.equal((await merchant.orders.stored(order.merchantOrderNo)).refunds.length, 2);
    }
  });

  it('is of one order only: the number of a refund of another order is taken', async () => {
    const refundMerchantOrderNo = number();
    await refunded(await paid(), {refundMerchantOrderNo});
    const other = await paid();
    const before = sent().length;
    await assert.rejects(refunded(other, {refundMerchantOrderNo}), {code: 'refund-number-taken'});
    assert.equal(sent().length, before, 'PayBy is not called');
    assert.deepEqual((await merchant.orders.stored(other.merchantOrderNo)).refunds, []);
  });

  it('is not reserved when the store fails, and the failure is not hidden', async () => {
    const broken = storeWith(store, {
      change: () => Promise.reject(new Error('disk full')),
    });
    const order = await paid();
    merchant = scriptedMerchant(broken, clock);
    await assert.rejects(refunded(order), {message: 'disk full'});
    assert.deepEqual(sent(), []);
  });
});

describe('a refund that PayBy refuses', () => {
  it('is stored as refused with its code, and staff get the refusal', async () => {
    const order = await paid();
    const refundMerchantOrderNo = number();
    merchant.payby.script.refund = failing('62045', {traceCode: 'trace-1'});
    await assert.rejects(refunded(order, {refundMerchantOrderNo}), {code: '62045'});
    const {status, tries, failures} = await stored(order);
    assert.deepEqual([status, tries, failures], ['REFUSED', 0, 0]);
    assert.deepEqual((await merchant.events(order.merchantOrderNo)).slice(1), [
      {kind: 'refund-failed', by: 'payby', facts: {refundMerchantOrderNo, why: '62045'}},
      {kind: 'refund', by: 'payby', facts: {refundMerchantOrderNo, amount: '25.00', status: 'REFUSED'}},
    ]);
    assert.deepEqual(await merchant.alerts(order.merchantOrderNo), []);
    const unsigned = {untrustedCode: undefined, untrustedMsg: undefined, untrustedTraceCode: undefined};
    assert.deepEqual(merchant.lines, [
      ['refund failed', {order: shortOf(order), why: '62045', traceCode: 'trace-1', ...unsigned}],
    ]);
  });

  it('gives its amount free for another one', async () => {
    const order = await paid();
    merchant.payby.script.refund = failing('62045');
    await assert.rejects(refunded(order), {code: '62045'});
    merchant.payby.script.refund = () => refundOrder(lastSent());
    const {refund} = await refunded(order, {amount: '25.00'});
    assert.equal(refund.status, 'REFUNDED_SETTLED');
  });

  it('leaves one that PayBy had taken as it is: only the repetition was refused', async () => {
    for (const status of ['CREATED', 'REFUNDED_SETTLED']) {
      const known = refundOf({status});
      const order = await paid(known);
      merchant.payby.script.refund = failing('62017');
      await assert.rejects(refunded(order, {refundMerchantOrderNo: known.refundMerchantOrderNo}), {
        code: '62017',
      });
      assert.equal((await stored(order)).status, status);
    }
  });
});

describe('a refund without an answer', () => {
  /** Whether staff get the error; the refund is reserved in any case. */
  const table: readonly (readonly [string, () => never, string, boolean])[] = [
    ['a time-out', failing('TIMEOUT'), 'TIMEOUT', false],
    ['PayBy’s SYSTEM_ERROR', failing('500'), '500', false],
    ['a code that nobody knows', failing('99999'), '99999', false],
    [
      'a fault of the server',
      () => {
        throw new TypeError('no such thing');
      },
      'TypeError',
      true,
    ],
  ];
  for (const [title, outcome, why, isThrown] of table) {
    it(`stays reserved after ${title}, and its next query is due in 6 s`, async () => {
      const order = await paid();
      const refundMerchantOrderNo = number();
      merchant.payby.script.refund = outcome;
      const asked = refunded(order, {refundMerchantOrderNo});
      if (isThrown) await assert.rejects(asked, TypeError);
      else assert.equal((await asked).refund.status, 'REQUESTED');
      const {status, tries, failures, nextAt} = await stored(order);
      assert.deepEqual(
        {status, tries, failures, nextIn: nextAt - clock.now()},
        {status: 'REQUESTED', tries: 1, failures: 1, nextIn: 6 * SECOND},
      );
      assert.deepEqual((await merchant.events(order.merchantOrderNo)).slice(1), [
        {kind: 'refund-failed', by: 'payby', facts: {refundMerchantOrderNo, why}},
      ]);
      await assert.rejects(refunded(order, {amount: '0.01'}), {code: 'refund-too-large'});
    });
  }

  it('stays reserved when the answer is about another amount, and staff get to know', async () => {
    const order = await paid();
    merchant.payby.script.refund = () => refundOrder({...lastSent(), amount: aed('24.00')});
    await assert.rejects(refunded(order), {name: 'MismatchedAnswer'});
    assert.equal((await stored(order)).status, 'REQUESTED');
  });
});

describe('the query of a refund', () => {
  const lost = (change: Partial<Refund> = {}): Refund =>
    refundOf({status: 'REQUESTED', tries: 1, failures: 1, nextAt: clock.now() + 6 * SECOND, ...change});

  it('is counted, and the next one set, before PayBy is called', async () => {
    const refund = lost();
    const order = await paid(refund);
    let before: Refund | undefined;
    merchant.payby.script.getRefund = async () => {
      before = await stored(order);
      return refundOrder({...refund, status: 'SUCCESS'});
    };
    await follow(order);
    assert.deepEqual(before, {...refund, tries: 2, nextAt: clock.now() + 9 * SECOND});
    assert.deepEqual(merchant.payby.calls, [['getRefund', refund.refundMerchantOrderNo]]);
    const {status, failures} = await stored(order);
    assert.deepEqual([status, failures], ['SUCCESS', 0]);
  });

  it('that PayBy answers with “no such refund” is followed by the same request again', async () => {
    start({notifyUrl: 'https://shop.example/payby/notify'});
    const refund = lost({reason: 'cracked'});
    const order = await paid(refund);
    merchant.payby.script.getRefund = failing('62007');
    await follow(order);
    const {refundMerchantOrderNo, amount, reason} = refund;
    const origin = {originMerchantOrderNo: order.merchantOrderNo};
    const notify = {notifyUrl: 'https://shop.example/payby/notify'};
    assert.deepEqual(merchant.payby.calls, [
      ['getRefund', refundMerchantOrderNo],
      ['refund', {refundMerchantOrderNo, ...origin, amount, reason, ...notify}],
    ]);
    assert.equal((await stored(order)).status, 'REFUNDED_SETTLED');
    assert.deepEqual(
      (await merchant.events(order.merchantOrderNo)).map(({kind, by}) => [kind, by]),
      [['refund', 'payby']],
      'the question is no failure',
    );
  });

  for (const [code, name] of [
    ['TIMEOUT', 'no answer'],
    ['500', 'SYSTEM_ERROR'],
    ['62004', 'a refusal of another kind'],
  ] as const) {
    it(`that ends with ${name} sends nothing again, and is counted as a failure`, async () => {
      const refund = lost();
      const order = await paid(refund);
      merchant.payby.script.getRefund = failing(code, {traceCode: 'trace-2'});
      await assert.rejects(follow(order), {code});
      assert.deepEqual(sent(), ['getRefund']);
      assert.deepEqual(await stored(order), {
        ...refund,
        ...{tries: 2, failures: 2, nextAt: clock.now() + 9 * SECOND},
      });
      const {refundMerchantOrderNo} = refund;
      assert.deepEqual(await merchant.events(order.merchantOrderNo), [
        {kind: 'query-failed', by: 'reconciler', facts: {refundMerchantOrderNo, why: code, tries: 2}},
      ]);
      const unsigned = {untrustedCode: undefined, untrustedMsg: undefined, untrustedTraceCode: undefined};
      assert.deepEqual(merchant.lines, [
        ['refund not queried', {order: shortOf(order), why: code, traceCode: 'trace-2', ...unsigned}],
      ]);
    });
  }

  it('sends nothing again when the server itself fails', async () => {
    const order = await paid(lost());
    merchant.payby.script.getRefund = () => {
      throw new TypeError('no such thing');
    };
    await assert.rejects(follow(order), TypeError);
    assert.deepEqual(sent(), ['getRefund']);
    assert.equal((await stored(order)).failures, 2);
  });

  it('alerts staff at the third failure in a row, and is listed no longer after it', async () => {
    const order = await paid(lost({tries: 0, failures: 0}));
    merchant.payby.script.getRefund = failing('TIMEOUT');
    const seen: unknown[] = [];
    for (let failed = 1; failed <= 4; failed += 1) {
      await assert.rejects(follow(order), {code: 'TIMEOUT'});
      const listed = (await merchant.events(order.merchantOrderNo)).length;
      seen.push([listed, (await merchant.alerts(order.merchantOrderNo)).length]);
    }
    assert.deepEqual(seen, [
      [1, 0],
      [2, 0],
      [3, 1],
      [3, 1],
    ]);
    assert.deepEqual(await merchant.alerts(order.merchantOrderNo), [
      ['refund-failing', 'PayBy does not answer about a refund of this order.'],
    ]);
  });

  it('is of no refund that the order does not have', async () => {
    const order = await paid();
    await assert.rejects(merchant.orders.followUpRefund(order, lost()), {name: 'RefundNotFound'});
    assert.deepEqual(sent(), []);
  });
});

describe('a refund that is sent again', () => {
  const sentAgain = async (change: Partial<Refund>, code: string): Promise<Order> => {
    const order = await paid(refundOf({status: 'REQUESTED', tries: 1, failures: 1, ...change}));
    merchant.payby.script = {getRefund: failing('62007'), refund: failing(code)};
    await assert.rejects(follow(order), {code});
    return order;
  };

  for (const [age, expected] of [
    [UNCERTAIN_MS - 1, 'REQUESTED'],
    [UNCERTAIN_MS, 'REFUSED'],
  ] as const) {
    it(`and refused is ${expected} after ${String(age)} ms: until then, the first request may arrive`, async () => {
      const order = await sentAgain({requestedAt: clock.now() - age}, '62045');
      assert.equal((await stored(order)).status, expected);
    });
  }

  it('and refused early keeps the time of its next query', async () => {
    const order = await sentAgain({}, '62045');
    const {status, tries, failures, nextAt} = await stored(order);
    assert.deepEqual([status, tries, failures, nextAt - clock.now()], ['REQUESTED', 2, 2, 9 * SECOND]);
  });

  it('and not answered stays reserved, however old it is', async () => {
    const order = await sentAgain({requestedAt: clock.now() - UNCERTAIN_MS}, 'TIMEOUT');
    assert.equal((await stored(order)).status, 'REQUESTED');
  });

  it('alerts staff at the third failure in a row', async () => {
    const order = await sentAgain({failures: 2}, 'TIMEOUT');
    assert.deepEqual(await merchant.alerts(order.merchantOrderNo), [
      ['refund-failing', 'PayBy does not answer about a refund of this order.'],
    ]);
    const early = await sentAgain({failures: 1}, 'TIMEOUT');
    assert.deepEqual(await merchant.alerts(early.merchantOrderNo), []);
  });
});

describe('two refunds of an order', () => {
  it('are told apart: what PayBy says of one is not stored with the other', async () => {
    const [one, two] = [refundOf({status: 'REQUESTED'}), refundOf({status: 'REQUESTED'})];
    const order = await paid(one, two);
    merchant.payby.script.getRefund = () => refundOrder({...two, status: 'SUCCESS'});
    await follow(order, 1);
    const {refunds} = await merchant.orders.stored(order.merchantOrderNo);
    assert.deepEqual(
      refunds.map(({status, tries}) => [status, tries]),
      [
        ['REQUESTED', 0],
        ['SUCCESS', 1],
      ],
    );
  });
});
