/** The next step of an order, and how PayBy's answers change an order: tables of pure functions. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  applyAnswer,
  applyRefundAnswer,
  type CancelRequest,
  type Order,
  type Refund,
  type TokenRenewal,
} from '../../../demo/merchant/orders/order.js';
import {mayCancel, nextStep, shouldAlert} from '../../../demo/merchant/orders/next-step.js';
import type {AcquireOrder} from '../../../demo/payby/responses.js';
import {HOUR, MINUTE} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

const SECOND = 1_000;
const T = 1_767_000_000_000;
const noFollowUp = newOrder('x', T).followUp;
const order = (change: Partial<Order> = {}, followUp: Partial<Order['followUp']> = {}): Order =>
  newOrder('order-1', T, {placement: 'placed', ...change, followUp: {...noFollowUp, ...followUp}});
const paid = (paidTime: number): Partial<Order> => ({
  status: 'PAID_SUCCESS',
  payment: {paidAmount: {amount: '25.00', currency: 'AED'}, paidTime},
});
const refund = (change: Partial<Refund>): Refund => ({
  refundMerchantOrderNo: 'r-1',
  amount: {amount: '5.00', currency: 'AED'},
  reason: undefined,
  status: 'REQUESTED',
  requestedAt: T,
  tries: 0,
  failures: 0,
  nextAt: T,
  ...change,
});

const RENEWABLE: Partial<Order> = {
  ...{tokenUrl: 'https://qr.payby.test?ft=1', lifeMs: 48 * HOUR, expiredTime: T + 48 * HOUR},
};
const token = (dueAt: number): TokenRenewal => ({since: T, dueAt, triedAt: T, failures: 0, isLost: false});

describe('nextStep', () => {
  interface Case {
    readonly when: string;
    readonly kind: string;
    /** From placing, ms. */
    readonly afterMs: number;
    readonly subject: Order;
  }
  const cases: readonly Case[] = [
    {
      when: '12 s after a call to place it began',
      kind: 'query',
      afterMs: 12 * SECOND,
      subject: order({placement: 'pending'}),
    },
    {when: '4 s after placing', kind: 'query', afterMs: 4 * SECOND, subject: order()},
    {
      when: '4 s after an answer',
      kind: 'query',
      afterMs: 34 * SECOND,
      subject: order({}, {queriedAt: T + 30 * SECOND}),
    },
    {
      when: '30 s after an answer, ten minutes after placing',
      kind: 'query',
      afterMs: 10.5 * MINUTE,
      subject: order({}, {queriedAt: T + 10 * MINUTE}),
    },
    {
      when: '5 min after an answer, hours after placing',
      kind: 'query',
      afterMs: 5 * HOUR + 5 * MINUTE,
      subject: order({expiredTime: T + 48 * HOUR}, {queriedAt: T + 5 * HOUR}),
    },
    {
      when: 'one second after the expiry',
      kind: 'query',
      afterMs: 15 * MINUTE + SECOND,
      subject: order({}, {queriedAt: T + 15 * MINUTE - SECOND}),
    },
    {
      when: '4 s after an answer once it has expired',
      kind: 'query',
      afterMs: 15 * MINUTE + 6 * SECOND,
      subject: order({}, {queriedAt: T + 15 * MINUTE + 2 * SECOND}),
    },
    {
      when: '4 s after the answer to placing was lost',
      kind: 'query',
      afterMs: 4 * SECOND,
      subject: order({placement: 'unknown'}),
    },
    {
      when: '30 s after the answer to placing was lost',
      kind: 'cancel',
      afterMs: 30 * SECOND,
      subject: order({placement: 'unknown'}, {queriedAt: T + 28 * SECOND}),
    },
    {
      when: '30 s before an order at the counter expires',
      kind: 'cancel',
      afterMs: 90 * SECOND,
      subject: order({paySceneCode: 'QRPAY', expiredTime: T + 2 * MINUTE}, {queriedAt: T + 88 * SECOND}),
    },
    {
      when: '30 s before the new expiry of an order at the counter',
      kind: 'cancel',
      afterMs: 9.5 * MINUTE,
      subject: order(
        {paySceneCode: 'QRPAY', expiredTime: T + 10 * MINUTE},
        {queriedAt: T + 9.4 * MINUTE, extendedAt: T + MINUTE},
      ),
    },
    {
      when: '4 s after a failed query',
      kind: 'query',
      afterMs: 14 * SECOND,
      subject: order({}, {queriedAt: T + 10 * SECOND, failures: 1}),
    },
    {
      when: '4 s after the answer to a failed cancel',
      kind: 'cancel',
      afterMs: 14 * SECOND,
      subject: order(
        {},
        {queriedAt: T + 11 * SECOND, cancel: {by: 'payer', tries: 1, lastTryAt: T + 10 * SECOND}},
      ),
    },
    {
      when: '12 s after a process began to repeat a cancel',
      kind: 'cancel',
      afterMs: 22 * SECOND,
      subject: order(
        {},
        {
          queriedAt: T + 21 * SECOND,
          cancel: {by: 'payer', tries: 1, lastTryAt: T + 5 * SECOND, sentAt: T + 10 * SECOND},
        },
      ),
    },
    {
      when: '12 s after a requested cancel began its first try',
      kind: 'cancel',
      afterMs: 22 * SECOND,
      subject: order(
        {},
        {queriedAt: T + 21 * SECOND, cancel: {by: 'payer', tries: 0, lastTryAt: T + 10 * SECOND}},
      ),
    },
    {
      when: '4 s after a paid answer',
      kind: 'query',
      afterMs: 14 * SECOND,
      subject: order(paid(T + 10 * SECOND), {queriedAt: T + 10 * SECOND}),
    },
    {
      when: 'an hour after an answer, a day after the payment',
      kind: 'query',
      afterMs: 25 * HOUR,
      subject: order(paid(T), {queriedAt: T + 24 * HOUR}),
    },
    {
      when: '12 s after a call to refund it began',
      kind: 'refund',
      afterMs: 12 * SECOND,
      subject: order({status: 'SETTLED', refunds: [refund({})]}),
    },
    {
      when: 'when the refund is due',
      kind: 'refund',
      afterMs: 70 * SECOND,
      subject: order({
        status: 'SETTLED',
        refunds: [refund({status: 'CREATED', tries: 3, nextAt: T + 70 * SECOND})],
      }),
    },
    {
      when: '4 s after the answer to a revoke was lost',
      kind: 'query',
      afterMs: HOUR + 4 * SECOND,
      subject: order({...paid(T), status: 'SETTLED'}, {queriedAt: T + HOUR, uncertainSince: T + HOUR}),
    },
    {
      when: '5 min after a query that failed many times in a row',
      kind: 'query',
      afterMs: 10 * SECOND + 5 * MINUTE,
      subject: order({expiredTime: T + HOUR}, {queriedAt: T + 10 * SECOND, failures: 60}),
    },
    {
      when: '5.2 s after the fourth failed query',
      kind: 'query',
      afterMs: HOUR + 5_200,
      subject: order({expiredTime: T + 48 * HOUR}, {queriedAt: T + HOUR, failures: 4}),
    },
    {
      when: '6 min after an answer, an hour after the payment',
      kind: 'query',
      afterMs: 66 * MINUTE,
      subject: order(paid(T), {queriedAt: T + HOUR}),
    },
    {
      when: '4 s after an answer, just after its expiry was moved',
      kind: 'query',
      afterMs: HOUR + 4 * SECOND,
      subject: order({expiredTime: T + 2 * HOUR}, {queriedAt: T + HOUR, extendedAt: T + HOUR}),
    },
    {
      when: '4 s after it was queried at its very expiry',
      kind: 'query',
      afterMs: 15 * MINUTE + SECOND + 4 * SECOND,
      subject: order({}, {queriedAt: T + 15 * MINUTE + SECOND}),
    },
    {
      when: '4 s after the sixtieth try to cancel',
      kind: 'cancel',
      afterMs: 14 * SECOND,
      subject: order(
        {expiredTime: T + HOUR},
        {queriedAt: T + 13 * SECOND, cancel: {by: 'payer', tries: 60, lastTryAt: T + 10 * SECOND}},
      ),
    },
    {
      when: '5 min after a later one',
      kind: 'cancel',
      afterMs: 5 * HOUR + 5 * MINUTE,
      subject: order(
        {expiredTime: T + 48 * HOUR},
        {
          queriedAt: T + 5 * HOUR + SECOND,
          cancel: {by: 'payer', tries: 61, lastTryAt: T + 5 * HOUR},
        },
      ),
    },
    {
      when: '30 s after placing one that was found later and whose code no payer was shown',
      kind: 'cancel',
      afterMs: 30 * SECOND,
      subject: order({placement: 'found'}, {queriedAt: T + 28 * SECOND}),
    },
    {
      when: '90 s after placing one at the counter that expires later',
      kind: 'cancel',
      afterMs: 90 * SECOND,
      subject: order({paySceneCode: 'QRPAY'}, {queriedAt: T + 88 * SECOND}),
    },
    {
      when: '90 s after placing one at the counter that was found later',
      kind: 'cancel',
      afterMs: 90 * SECOND,
      subject: order({paySceneCode: 'QRPAY', placement: 'found'}, {queriedAt: T + 88 * SECOND}),
    },
    {
      when: '20 s after placing one at the counter that expires soon',
      kind: 'cancel',
      afterMs: 20 * SECOND,
      subject: order({paySceneCode: 'QRPAY', expiredTime: T + 40 * SECOND}, {queriedAt: T + 18 * SECOND}),
    },
    {
      when: '55 min after placing, for a token that was never renewed',
      kind: 'renew',
      afterMs: 55 * MINUTE,
      subject: order(RENEWABLE, {queriedAt: T + 54 * MINUTE}),
    },
    {
      when: 'when its token is due',
      kind: 'renew',
      afterMs: 54 * MINUTE + SECOND,
      subject: order(RENEWABLE, {queriedAt: T + 54 * MINUTE, token: token(T + 54 * MINUTE + SECOND)}),
    },
    {
      when: 'at its time when a refund was asked for before',
      kind: 'refund',
      afterMs: 5 * SECOND,
      subject: order({
        status: 'SETTLED',
        refunds: [refund({tries: 1, nextAt: T + 5 * SECOND})],
      }),
    },
    {
      when: 'of the refund that is due first',
      kind: 'refund',
      afterMs: 3 * SECOND,
      subject: order({
        status: 'SETTLED',
        refunds: [
          refund({status: 'CREATED', nextAt: T + 9 * SECOND}),
          refund({status: 'CREATED', nextAt: T + 3 * SECOND}),
        ],
      }),
    },
    {
      when: '30 s after the answer to placing one at the counter was lost',
      kind: 'cancel',
      afterMs: 30 * SECOND,
      subject: order({paySceneCode: 'QRPAY', placement: 'unknown'}, {queriedAt: T + 28 * SECOND}),
    },
    {
      when: '12 s after a call to place one at the counter again began',
      kind: 'query',
      afterMs: 10 * MINUTE + 12 * SECOND,
      subject: order({paySceneCode: 'QRPAY', placement: 'pending', placedAt: T + 10 * MINUTE}),
    },
    {
      when: '4 s after an answer at its very expiry, while a lost request may still arrive',
      kind: 'query',
      afterMs: 15 * MINUTE + 4 * SECOND,
      subject: order(
        {status: 'FAILURE', placement: 'absent'},
        {queriedAt: T + 15 * MINUTE, uncertainSince: T},
      ),
    },
    {
      when: '4 s after an answer, while a request that seemed lost may still arrive',
      kind: 'query',
      afterMs: 16 * MINUTE - 1 + 4 * SECOND,
      subject: order(
        {status: 'FAILURE', placement: 'absent'},
        {queriedAt: T + 16 * MINUTE - 1, uncertainSince: T},
      ),
    },
  ];
  for (const {when, kind, afterMs, subject} of cases) {
    it(`is a ${kind} ${when}`, () => {
      const step = nextStep(subject);
      assert.deepEqual({kind: step?.kind, afterMs: (step?.at ?? 0) - T}, {kind, afterMs});
    });
  }

  const done: readonly (readonly [string, Order])[] = [
    ['settled', order({...paid(T), status: 'SETTLED'})],
    ['over', order({status: 'FAILURE'})],
    ['refused by PayBy', order({status: 'FAILURE', placement: 'refused'})],
    ['revoked', order({...paid(T), revoked: true})],
    [
      'refunded',
      order({status: 'SETTLED', refunds: [refund({status: 'SUCCESS'}), refund({status: 'REFUSED'})]}),
    ],
    [
      'absent for longer than a request lives',
      order({status: 'FAILURE', placement: 'absent'}, {queriedAt: T + HOUR, uncertainSince: T}),
    ],
    [
      'absent for as long as a request lives',
      order({status: 'FAILURE', placement: 'absent'}, {queriedAt: T + 16 * MINUTE, uncertainSince: T}),
    ],
  ];
  for (const [state, subject] of done) {
    it(`is undefined for an order that is ${state}`, () => {
      assert.equal(nextStep(subject), undefined);
    });
  }
});

describe('nextStep of an order about which several steps could be due', () => {
  /** The first step of a kind, when all the others are done. */
  const kindOf = (change: Partial<Order>, followUp: Partial<Order['followUp']> = {}): string | undefined =>
    nextStep(order(change, {queriedAt: T + 47 * HOUR, ...followUp}))?.kind;
  const dueNow = {token: token(T)};

  it('renews no code that is paid, missing, being cancelled, not shown or too late to renew', () => {
    assert.equal(kindOf(RENEWABLE, dueNow), 'renew');
    assert.equal(kindOf({...RENEWABLE, status: 'PAID_SUCCESS'}, dueNow), 'query');
    assert.equal(kindOf({...RENEWABLE, tokenUrl: undefined}, dueNow), 'query');
    assert.equal(kindOf({...RENEWABLE, placement: 'pending'}, dueNow), 'query');
    const cancel: CancelRequest = {by: 'payer', tries: 61, lastTryAt: T + 48 * HOUR};
    assert.equal(kindOf(RENEWABLE, {...dueNow, cancel}), 'query');
    assert.equal(kindOf({...RENEWABLE, expiredTime: T}, dueNow), 'query');
    assert.equal(kindOf({...RENEWABLE, expiredTime: T - 1}, dueNow), 'query');
    assert.equal(kindOf({...RENEWABLE, lifeMs: 0}, dueNow), 'query');
    assert.equal(kindOf({...RENEWABLE, paySceneCode: 'QRPAY'}, dueNow), 'cancel');
  });

  it('closes no order of its own accord that is over, refused or still being placed', () => {
    const uncertain = {uncertainSince: T + 47 * HOUR};
    const atTheCounter = {paySceneCode: 'QRPAY'} as const;
    assert.equal(kindOf(atTheCounter, uncertain), 'cancel');
    assert.equal(kindOf({...atTheCounter, status: 'FAILURE'}, uncertain), 'query');
    for (const placement of ['pending', 'refused', 'absent'] as const)
      assert.equal(kindOf({...atTheCounter, placement}, uncertain), 'query', placement);
  });
});

describe('shouldAlert', () => {
  it('is true after three failures, and again after every fifty', () => {
    const alerts = Array.from({length: 120}, (_, failures) => failures).filter(shouldAlert);
    assert.deepEqual(alerts, [3, 50, 100]);
  });
});

describe('applyAnswer', () => {
  const answer = (status: string, revoked = false): AcquireOrder => ({
    merchantOrderNo: 'order-1',
    orderNo: '13',
    status,
    totalAmount: {amount: '25.00', currency: 'AED'},
    expiredTime: undefined,
    revoked,
    failCode: undefined,
    failDes: undefined,
    payment: undefined,
    fields: {},
  });
  const statuses = ['CREATED', 'FAILURE', 'PAID_SUCCESS', 'SETTLED', 'A_NEW_STATUS'];

  it('ends with the heaviest of any three statuses, in any order', () => {
    const weight = ['A_NEW_STATUS', 'CREATED', 'FAILURE', 'PAID_SUCCESS', 'SETTLED'];
    for (const a of statuses) {
      for (const b of statuses) {
        for (const c of statuses) {
          const end = [a, b, c].reduce((known, status) => applyAnswer(known, answer(status)), order());
          const heaviest = [a, b, c].sort((x, y) => weight.indexOf(y) - weight.indexOf(x))[0];
          assert.equal(end.status, heaviest === 'A_NEW_STATUS' ? 'CREATED' : heaviest, `${a} ${b} ${c}`);
        }
      }
    }
  });

  it('never takes back a revoke', () => {
    for (const word of statuses) {
      assert.equal(
        applyAnswer(applyAnswer(order(), answer('PAID_SUCCESS', true)), answer(word)).revoked,
        true,
      );
    }
  });

  it('removes the token URL and the requested cancel once the order has ended', () => {
    const open = order(
      {tokenUrl: 'https://qr.payby.test?ft=1'},
      {cancel: {by: 'payer', tries: 1, lastTryAt: T}},
    );
    assert.ok(applyAnswer(open, answer('CREATED')).tokenUrl);
    for (const word of ['FAILURE', 'PAID_SUCCESS', 'SETTLED']) {
      const {tokenUrl, followUp} = applyAnswer(open, answer(word));
      assert.deepEqual([tokenUrl, followUp.cancel], [undefined, undefined], word);
    }
  });
});

describe('applyRefundAnswer', () => {
  it('moves a refund forward only, and refuses another amount', () => {
    const answer = (status: string) => ({
      refundMerchantOrderNo: 'r-1',
      originMerchantOrderNo: 'order-1',
      orderNo: undefined,
      status,
      amount: {amount: '5.00', currency: 'AED'},
      failCode: undefined,
      failDes: undefined,
      fields: {},
    });
    const after = (...statuses: readonly string[]): Order =>
      statuses.reduce(
        (known, status) => applyRefundAnswer(known, answer(status), T),
        order({status: 'SETTLED', refunds: [refund({})]}),
      );
    const ways: readonly (readonly [end: string, statuses: readonly string[]])[] = [
      ['SUCCESS', ['CREATED', 'SUCCESS', 'FAILURE', 'CREATED']],
      ['SUCCESS', ['CREATED', 'REFUNDED_SETTLED', 'SUCCESS', 'REFUNDED_SETTLED']],
      ['FAILURE', ['CREATED', 'REFUNDED_SETTLED', 'FAILURE', 'REFUNDED_SETTLED', 'CREATED']],
      ['SUCCESS', ['REFUNDED_SETTLED', 'FAILURE', 'SUCCESS']],
      ['REFUNDED_SETTLED', ['REFUNDED_SETTLED', 'CREATED', 'A_NEW_STATUS']],
    ];
    for (const [end, statuses] of ways) {
      const [{status} = refund({})] = after(...statuses).refunds;
      assert.equal(status, end, statuses.join(' → '));
      const isFollowed = nextStep(after(...statuses))?.kind === 'refund';
      assert.equal(isFollowed, end === 'REFUNDED_SETTLED', `${end} is ${isFollowed ? '' : 'not '}queried`);
    }
    const end = after('SUCCESS');
    assert.throws(
      () => applyRefundAnswer(end, {...answer('SUCCESS'), amount: {amount: '6.00', currency: 'AED'}}, T),
      {
        name: 'MismatchedAnswer',
      },
    );
  });
});

describe('mayCancel', () => {
  const cancel = {by: 'payer', tries: 1, lastTryAt: T} as const;
  const cases: [string, CancelRequest | undefined, number, boolean, refusedAt?: number][] = [
    ['no cancel was requested', undefined, T, true],
    ['it was requested now', {...cancel, tries: 0}, T, true],
    ['another process sends the first', {...cancel, tries: 0, sentAt: T}, T + 11_999, false],
    ['the process that sent the first has ended', {...cancel, tries: 0, sentAt: T}, T + 12_000, true],
    ['the last was answered now', cancel, T, false],
    ['the last was answered 2,999 ms ago', cancel, T + 2_999, false],
    ['the last was answered 3 s ago', cancel, T + 3_000, true],
    ['another process repeats it', {...cancel, sentAt: T + 4_000}, T + 15_999, false],
    ['the process that repeated it has ended', {...cancel, sentAt: T + 4_000}, T + 16_000, true],
    ['the last was refused 2,999 ms ago, as of a paid order', undefined, T + 2_999, false, T],
    [
      'the last was refused 2,999 ms ago, and another is asked for',
      {...cancel, tries: 0},
      T + 2_999,
      false,
      T,
    ],
    ['the last was refused 3 s ago', undefined, T + 3_000, true, T],
  ];
  for (const [when, request, now, expected, cancelRefusedAt] of cases) {
    it(`returns ${String(expected)} when ${when}`, () => {
      assert.equal(mayCancel({cancel: request, cancelRefusedAt}, now), expected);
    });
  }
});
