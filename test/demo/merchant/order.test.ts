/** How PayBy's answers, and their absence, change a stored order: tables of pure functions. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  afterFailedRenewal,
  afterLostPlacing,
  afterPlacing,
  afterRefusedPlacing,
  afterTokenDied,
  applyAnswer,
  applyRefundAnswer,
  asAbsent,
  beforePlacingAgain,
  isOpen,
  isOrderNumber,
  isPaid,
  isPayable,
  isPending,
  isRenewable,
  isReversed,
  isUnpaid,
  refundDelayMs,
  refundedFils,
  shortOrderNo,
  withEndReason,
  withRefund,
  type Order,
  type Placement,
  type Refund,
  type TokenRenewal,
} from '../../../demo/merchant/orders/order.js';
import type {AcquireOrder, RefundOrder} from '../../../demo/payby/responses.js';
import {HOUR, MINUTE} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

const T = 1_767_000_000_000;
const END = T + 15 * MINUTE;
const TOKEN = 'https://qr.payby.test?ft=1';
const noFollowUp = newOrder('x', T).followUp;
const order = (change: Partial<Order> = {}, followUp: Partial<Order['followUp']> = {}): Order =>
  newOrder('order-1', T, {placement: 'placed', ...change, followUp: {...noFollowUp, ...followUp}});
const aed = (amount: string) => ({amount, currency: 'AED'});
const payment = {paidAmount: aed('25.00'), paidTime: T + 1};
const answer = (change: Partial<AcquireOrder> = {}): AcquireOrder => ({
  merchantOrderNo: 'order-1',
  orderNo: '13',
  status: 'CREATED',
  totalAmount: aed('25.00'),
  expiredTime: undefined,
  revoked: false,
  failCode: undefined,
  failDes: undefined,
  payment: undefined,
  fields: {},
  ...change,
});
const refund = (change: Partial<Refund> = {}): Refund => ({
  refundMerchantOrderNo: 'r-1',
  amount: aed('5.00'),
  reason: undefined,
  status: 'REQUESTED',
  requestedAt: T,
  tries: 0,
  failures: 0,
  nextAt: T,
  ...change,
});
const CANCEL = {by: 'payer', tries: 1, lastTryAt: T} as const;

describe('isOrderNumber', () => {
  for (const text of ['a', 'A-1_z', '7ZK4-QX9M-2HTA-V8PD', 'x'.repeat(64)])
    it(`accepts ${text}`, () => assert.equal(isOrderNumber(text), true));
  for (const text of ['', 'x'.repeat(65), 'a b', 'a/b', ' a', 'a\n', 'رقم'])
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(isOrderNumber(text), false));
});

describe('shortOrderNo', () => {
  it('is too short to act as the payer with', () => {
    assert.equal(shortOrderNo('7ZK4-QX9M-2HTA-V8PD'), '7ZK4-Q…');
  });
});

describe('the state of an order', () => {
  const rows: readonly (readonly [change: Partial<Order>, states: string])[] = [
    [{status: 'CREATED'}, 'open unpaid'],
    [{status: 'PAID_SUCCESS'}, 'open paid'],
    [{status: 'SETTLED'}, 'paid'],
    [{status: 'FAILURE'}, ''],
    [{status: 'CREATED', revoked: true}, ''],
    [{status: 'FAILURE', revoked: true}, ''],
    [{status: 'CREATED', revoked: true, payment}, 'reversed'],
    [{status: 'PAID_SUCCESS', revoked: true}, 'reversed'],
    [{status: 'SETTLED', revoked: true}, 'reversed'],
    [{status: 'FAILURE', payment}, ''],
  ];
  for (const [change, states] of rows) {
    it(`is ${states || 'over'} for ${JSON.stringify(change)}`, () => {
      const it = order(change);
      const found = [
        isOpen(it) && 'open',
        isUnpaid(it) && 'unpaid',
        isPaid(it) && 'paid',
        isReversed(it) && 'reversed',
      ];
      assert.equal(found.filter(Boolean).join(' '), states);
    });
  }

  it('is payable until its expiry, and only while it is unpaid', () => {
    assert.equal(isPayable(order(), END - 1), true);
    assert.equal(isPayable(order(), END), false);
    assert.equal(isPayable(order({status: 'PAID_SUCCESS'}), T), false);
  });
});

describe('applyAnswer', () => {
  const mismatches: readonly (readonly [what: RegExp, stored: Partial<Order>, Partial<AcquireOrder>])[] = [
    [/^another order$/, {}, {merchantOrderNo: 'order-2'}],
    [/^another order number of PayBy$/, {orderNo: '12'}, {}],
    [/^another amount or currency$/, {}, {totalAmount: aed('25.01')}],
    [/^another amount or currency$/, {}, {totalAmount: {amount: '25.00', currency: 'SAR'}}],
  ];
  for (const [message, stored, change] of mismatches) {
    it(`throws for ${JSON.stringify(change)} to ${JSON.stringify(stored)}`, () => {
      assert.throws(() => applyAnswer(order(stored), answer(change)), {name: 'MismatchedAnswer', message});
    });
  }

  it("keeps PayBy's number, the payment and the words of the failure that are known", () => {
    const words = {failCode: '1', failDes: 'one'};
    const later = {paidAmount: aed('25.00'), paidTime: T + 9};
    assert.equal(applyAnswer(order(), answer()).orderNo, '13');
    assert.equal(applyAnswer(order({orderNo: '13'}), answer()).orderNo, '13');
    const paid = applyAnswer(order(), answer({status: 'PAID_SUCCESS', payment}));
    assert.deepEqual(paid.payment, payment);
    assert.deepEqual(applyAnswer(paid, answer({status: 'SETTLED', payment: later})).payment, payment);
    assert.deepEqual(applyAnswer(paid, answer({status: 'SETTLED'})).payment, payment);
    const failed = applyAnswer(order(), answer({status: 'FAILURE', ...words}));
    assert.deepEqual([failed.failCode, failed.failDes], ['1', 'one']);
    const again = applyAnswer(failed, answer({status: 'FAILURE'}));
    assert.deepEqual([again.failCode, again.failDes], ['1', 'one'], 'an answer without words');
    const renamed = applyAnswer(failed, answer({status: 'FAILURE', failCode: '2', failDes: 'two'}));
    assert.deepEqual([renamed.failCode, renamed.failDes], ['2', 'two']);
  });

  it('takes the words of a failure from a failure only', () => {
    const words = {failCode: '1', failDes: 'one'};
    for (const change of [{}, {status: 'PAID_SUCCESS'}]) {
      const {failCode, failDes} = applyAnswer(order(), answer({...change, ...words}));
      assert.deepEqual([failCode, failDes], [undefined, undefined]);
    }
    const failed = applyAnswer(order(), answer({status: 'FAILURE', ...words}));
    const still = applyAnswer(failed, answer({status: 'CREATED', failCode: '2', failDes: 'two'}));
    assert.deepEqual([still.failCode, still.failDes], ['1', 'one'], 'an older answer');
    const paid = applyAnswer(order({status: 'PAID_SUCCESS'}), answer({status: 'FAILURE', ...words}));
    assert.deepEqual([paid.failCode, paid.failDes], [undefined, undefined], 'a failure after the payment');
  });

  it('finds an order whose placing had no answer; one that was placed stays placed', () => {
    const placements: readonly (readonly [Placement, Placement])[] = [
      ['pending', 'found'],
      ['unknown', 'found'],
      ['absent', 'found'],
      ['refused', 'found'],
      ['found', 'found'],
      ['placed', 'placed'],
    ];
    for (const [before, after] of placements)
      assert.equal(applyAnswer(order({placement: before}), answer()).placement, after, before);
  });

  it('keeps a requested cancel while the order is open, also by a word that we do not know', () => {
    const cancelAfter = (change: Partial<AcquireOrder>): unknown =>
      applyAnswer(order({}, {cancel: CANCEL}), answer(change)).followUp.cancel;
    assert.deepEqual(cancelAfter({}), CANCEL);
    assert.deepEqual(cancelAfter({status: 'A_NEW_STATUS'}), CANCEL);
    assert.equal(cancelAfter({status: 'FAILURE'}), undefined);
    assert.equal(cancelAfter({revoked: true}), undefined);
  });

  it('requests a cancel of an order that was given up and is there after all', () => {
    const found = applyAnswer(order({placement: 'absent', status: 'FAILURE'}), answer());
    assert.deepEqual(found.followUp.cancel, {by: 'reconciler', tries: 0, lastTryAt: 0});
    assert.equal(applyAnswer(order({placement: 'unknown'}), answer()).followUp.cancel, undefined);
  });

  it('keeps what else the next step depends on', () => {
    const followUp = {queriedAt: T, failures: 2, uncertainSince: T, extendedAt: T};
    assert.deepEqual(applyAnswer(order({}, followUp), answer()).followUp, {...noFollowUp, ...followUp});
  });
});

describe('withEndReason', () => {
  const open = order();
  const rows: readonly (readonly [
    reason: string | undefined,
    before: Order,
    after: Partial<Order>,
    at: number,
  ])[] = [
    ['expired', open, {status: 'FAILURE'}, END],
    ['failed', open, {status: 'FAILURE'}, END - 1],
    ['failed', open, {status: 'FAILURE', failCode: '1'}, END],
    ['cancelled', order({}, {cancel: CANCEL}), {status: 'FAILURE'}, END],
    ['failed', order({}, {cancel: CANCEL}), {status: 'FAILURE', failCode: '1'}, T],
    ['cancelled', open, {status: 'FAILURE', revoked: true}, END],
    ['cancelled', open, {status: 'FAILURE', reason: 'cancelled'}, END],
    [undefined, open, {status: 'PAID_SUCCESS'}, END],
    [undefined, open, {status: 'CREATED'}, END],
    [undefined, order({status: 'FAILURE'}), {status: 'FAILURE'}, END],
  ];
  for (const [reason, before, after, at] of rows) {
    const cancel = before.followUp.cancel ? ', a cancel was requested' : '';
    it(`is ${String(reason)} for ${before.status} → ${JSON.stringify(after)} at ${String(at - T)} ms${cancel}`, () => {
      assert.equal(withEndReason(before, {...before, ...after}, at).reason, reason);
    });
  }
});

describe('placing', () => {
  const again: readonly (readonly [Placement, Placement, isOpenedAgain: boolean])[] = [
    ['refused', 'pending', true],
    ['absent', 'unknown', true],
    ['pending', 'unknown', false],
    ['unknown', 'unknown', false],
    ['found', 'found', false],
    ['placed', 'placed', false],
  ];
  for (const [before, after, isOpenedAgain] of again) {
    it(`again makes an order that is ${before} ${after}`, () => {
      const words = {failCode: 'NOT_PLACED', failDes: 'why', reason: 'failed'} as const;
      const next = beforePlacingAgain(order({placement: before, status: 'FAILURE', ...words}), T + 5);
      assert.deepEqual([next.placement, next.placedAt], [after, T + 5]);
      const {status, failCode, failDes, reason} = next;
      const expected = isOpenedAgain
        ? {status: 'CREATED', failCode: undefined, failDes: undefined, reason: undefined}
        : {status: 'FAILURE', ...words};
      assert.deepEqual({status, failCode, failDes, reason}, expected);
    });
  }

  it('that PayBy refused ends an order that it cannot have', () => {
    const {status, failCode, failDes, placement} = afterRefusedPlacing(
      order({placement: 'pending'}),
      '62039',
    );
    assert.deepEqual([status, failCode, placement], ['FAILURE', 'NOT_PLACED', 'refused']);
    assert.match(String(failDes), /^[A-Z_]+$/, 'the name of the code');
    assert.equal(afterRefusedPlacing(order({placement: 'pending'}), 'x').failDes, 'PayBy refused this order');
    for (const placement of ['unknown', 'found', 'placed'] as const) {
      const one = order({placement});
      assert.equal(afterRefusedPlacing(one, '62039'), one, `${placement}: an earlier call may have arrived`);
    }
  });

  it('whose answer was lost leaves it open', () => {
    const {placement, status} = afterLostPlacing(order({placement: 'pending'}));
    assert.deepEqual([placement, status], ['unknown', 'CREATED']);
    const placed = order();
    assert.equal(afterLostPlacing(placed), placed);
  });

  it('that never reached PayBy ends it, and it is queried for as long as the request may still arrive', () => {
    const absent = asAbsent(order({placement: 'unknown', placedAt: T + 3}, {cancel: CANCEL, failures: 2}));
    const {status, failCode, failDes, placement, followUp} = absent;
    assert.deepEqual(
      [status, failCode, failDes, placement],
      ['FAILURE', 'NOT_PLACED', 'The order never reached PayBy', 'absent'],
    );
    assert.deepEqual(followUp, {...noFollowUp, failures: 2, uncertainSince: T + 3});
    const paid = asAbsent(order({status: 'PAID_SUCCESS', failCode: '1', failDes: 'one'}));
    assert.deepEqual([paid.status, paid.failCode, paid.failDes], ['PAID_SUCCESS', '1', 'one']);
  });
});

describe('the token of an order', () => {
  const NEVER_TRIED: TokenRenewal = {
    since: T,
    dueAt: T + 55 * MINUTE,
    triedAt: T,
    failures: 0,
    isLost: false,
  };
  const NOW = T + 2 * HOUR;
  const long = {lifeMs: 48 * HOUR, expiredTime: T + 48 * HOUR, tokenUrl: TOKEN};
  const placed = (tokenUrl: string | undefined, change: Partial<AcquireOrder> = {}) => ({
    acquireOrder: answer(change),
    tokenUrl,
  });

  it('is due for renewal 55 minutes after it was new', () => {
    const {tokenUrl, followUp, placement} = afterPlacing(order({placement: 'pending'}), placed(TOKEN), T);
    assert.deepEqual([tokenUrl, placement, followUp.token], [TOKEN, 'placed', NEVER_TRIED]);
  });

  it('has no renewal where there is none, and stays if a later answer has none', () => {
    assert.equal(
      afterPlacing(order({paySceneCode: 'QRPAY'}), placed(undefined), T).followUp.token,
      undefined,
    );
    assert.equal(afterPlacing(order({tokenUrl: TOKEN}), placed(undefined), T).tokenUrl, TOKEN);
  });

  it('is not stored for an order that is over', () => {
    const paid = afterPlacing(order(), placed(TOKEN, {status: 'PAID_SUCCESS'}), T);
    assert.deepEqual([paid.tokenUrl, paid.followUp.token, paid.placement], [undefined, undefined, 'placed']);
  });

  it('is renewed 55 minutes after a new one, whatever failed before', () => {
    const before = order(long, {token: {...NEVER_TRIED, failures: 3, isLost: true}});
    const {tokenUrl, followUp} = afterPlacing(before, placed(`${TOKEN}2`), NOW);
    assert.equal(tokenUrl, `${TOKEN}2`);
    assert.deepEqual(followUp.token, {
      ...{since: NOW, dueAt: NOW + 55 * MINUTE, triedAt: NOW},
      ...{failures: 0, isLost: false},
    });
  });

  it('is tried again after an hour when PayBy gives the same one, and then every 55 minutes', () => {
    const same = (now: number): TokenRenewal | undefined =>
      afterPlacing(order(long, {token: NEVER_TRIED}), placed(TOKEN), now).followUp.token;
    const AN_HOUR = 61 * MINUTE;
    assert.deepEqual(same(T + 55 * MINUTE), {
      ...NEVER_TRIED,
      dueAt: T + AN_HOUR,
      triedAt: T + 55 * MINUTE,
    });
    assert.equal(same(T + AN_HOUR - 1)?.dueAt, T + AN_HOUR);
    assert.equal(same(T + AN_HOUR)?.dueAt, T + AN_HOUR + 55 * MINUTE);
    const unknown = afterPlacing(order(long), placed(TOKEN), NOW).followUp.token;
    assert.deepEqual([unknown?.since, unknown?.dueAt], [NOW, NOW + AN_HOUR], 'in a row from before');
  });

  it('that died is renewed at once, but no sooner than a failed renewal is repeated', () => {
    const dueAfter = (token: TokenRenewal | undefined, now = NOW): number | undefined => {
      const {dueAt} = afterTokenDied(order(long, {token}), now).followUp.token ?? {};
      return dueAt;
    };
    assert.equal(dueAfter({...NEVER_TRIED, dueAt: NOW + HOUR}), NOW);
    assert.equal(dueAfter({...NEVER_TRIED, dueAt: NOW - 1}), NOW - 1, 'it was due already');
    assert.equal(dueAfter({...NEVER_TRIED, dueAt: NOW + HOUR, triedAt: NOW, failures: 2}), NOW + 2 * MINUTE);
    assert.equal(dueAfter(undefined), NOW, 'in a row from before');
  });

  it('that died is lost when the order cannot be placed again, except at a counter', () => {
    const isLost = (change: Partial<Order>, now: number): boolean | undefined =>
      afterTokenDied(order({...long, ...change}), now).followUp.token?.isLost;
    assert.equal(isLost({}, T + 48 * HOUR - 1), false);
    assert.equal(isLost({}, T + 48 * HOUR), true);
    assert.equal(isLost({paySceneCode: 'QRPAY'}, T + 48 * HOUR), false);
  });

  it('that could not be renewed stays, and is tried after 1, 2, 4, 8 and then 10 minutes', () => {
    const delays: number[] = [];
    let one = order(long, {token: NEVER_TRIED});
    for (let failures = 1; failures <= 6; failures += 1) {
      one = afterFailedRenewal(one, NOW);
      const {token} = one.followUp;
      assert.deepEqual([token?.failures, token?.triedAt, token?.since], [failures, NOW, T]);
      delays.push(((token?.dueAt ?? 0) - NOW) / MINUTE);
    }
    assert.deepEqual(delays, [1, 2, 4, 8, 10, 10]);
    assert.equal(one.tokenUrl, TOKEN);
    assert.deepEqual(afterFailedRenewal(order(long), NOW).followUp.token, {
      ...{since: NOW, dueAt: NOW + MINUTE, triedAt: NOW},
      ...{failures: 1, isLost: false},
    });
  });

  it('can be renewed until the first expiry, and never at a counter', () => {
    const rows: readonly (readonly [Order['paySceneCode'], number, boolean])[] = [
      ['DYNQR', END - 1, true],
      ['DYNQR', END, false],
      ['CASHTOPUP', END - 1, true],
      ['QRPAY', END - 1, false],
    ];
    for (const [paySceneCode, at, expected] of rows)
      assert.equal(isRenewable(order({paySceneCode, expiredTime: END + HOUR}), at), expected);
  });
});

describe('refunds', () => {
  const refunded = (change: Partial<RefundOrder> = {}): RefundOrder => ({
    ...{refundMerchantOrderNo: 'r-1', originMerchantOrderNo: 'order-1', orderNo: undefined},
    ...{status: 'SUCCESS', amount: aed('5.00'), failCode: undefined, failDes: undefined, fields: {}},
    ...change,
  });
  const SOME = {failures: 2, tries: 2, reason: 'broken'};

  it('of another order, amount or currency are refused', () => {
    const known = order({refunds: [refund()]});
    const rows: readonly (readonly [RegExp, Partial<RefundOrder>])[] = [
      [/^a refund of another order$/, {originMerchantOrderNo: 'order-2'}],
      [/^another amount or currency of a refund$/, {amount: aed('5.01')}],
      [/^another amount or currency of a refund$/, {amount: {amount: '5.00', currency: 'SAR'}}],
      [
        /^another amount or currency of a refund$/,
        {refundMerchantOrderNo: 'r-9', amount: {amount: '5.00', currency: 'SAR'}},
      ],
    ];
    for (const [message, change] of rows)
      assert.throws(() => applyRefundAnswer(known, refunded(change), T), {name: 'MismatchedAnswer', message});
    const unnamed = applyRefundAnswer(known, refunded({originMerchantOrderNo: undefined}), T);
    assert.equal(unnamed.refunds[0]?.status, 'SUCCESS', 'an answer need not name the order');
  });

  it('change one by one, and are queried later each time', () => {
    const other = refund({refundMerchantOrderNo: 'r-0', amount: aed('7.00')});
    const before = order({refunds: [other, refund(SOME)]});
    const {refunds} = applyRefundAnswer(before, refunded({status: 'REFUNDED_SETTLED'}), T + 9);
    assert.deepEqual(refunds, [
      other,
      refund({...SOME, status: 'REFUNDED_SETTLED', failures: 0, nextAt: T + 9 + 9_000}),
    ]);
  });

  it("made in PayBy's portal are added", () => {
    const {refunds} = applyRefundAnswer(
      order({refunds: [refund()]}),
      refunded({refundMerchantOrderNo: 'r-9', amount: aed('3.00')}),
      T + 9,
    );
    assert.deepEqual(refunds, [
      refund(),
      refund({
        ...{refundMerchantOrderNo: 'r-9', amount: aed('3.00'), status: 'SUCCESS'},
        ...{requestedAt: T + 9, nextAt: T + 9 + 4_000},
      }),
    ]);
  });

  it('keep a status that they have already when PayBy has another word of the same weight', () => {
    const {refunds} = applyRefundAnswer(
      order({refunds: [refund({status: 'A'})]}),
      refunded({status: 'B'}),
      T,
    );
    assert.equal(refunds[0]?.status, 'A');
  });

  it('move on from requested, to accepted, to taken from the merchant', () => {
    let one = order({refunds: [refund()]});
    for (const status of ['CREATED', 'REFUNDED_SETTLED', 'SUCCESS']) {
      one = applyRefundAnswer(one, refunded({status}), T);
      assert.equal(one.refunds[0]?.status, status);
    }
  });

  it('replace the one with their number, or are added', () => {
    const [a, b] = [refund({refundMerchantOrderNo: 'a'}), refund({refundMerchantOrderNo: 'b'})];
    const two = withRefund(withRefund(order(), a), b);
    assert.deepEqual(two.refunds, [a, b]);
    assert.deepEqual(withRefund(two, {...a, tries: 1}).refunds, [{...a, tries: 1}, b]);
  });

  it('are queried after 4 s, then half as long again each time, up to an hour', () => {
    assert.deepEqual([0, 1, 2, 50].map(refundDelayMs), [4_000, 6_000, 9_000, HOUR]);
  });

  it('are pending until PayBy has answered its last word', () => {
    const words = [
      'REQUESTED',
      'CREATED',
      'A_NEW_STATUS',
      'REFUNDED_SETTLED',
      'SUCCESS',
      'FAILURE',
      'REFUSED',
    ];
    assert.deepEqual(
      words.filter((status) => isPending(refund({status}))),
      words.slice(0, 4),
    );
  });

  it('count as given back unless they failed or were refused', () => {
    const refunds = ['REQUESTED', 'CREATED', 'REFUNDED_SETTLED', 'SUCCESS', 'FAILURE', 'REFUSED'].map(
      (status) => refund({status}),
    );
    assert.equal(refundedFils(order({refunds})), 2_000n);
    assert.equal(refundedFils(order()), 0n);
  });
});
