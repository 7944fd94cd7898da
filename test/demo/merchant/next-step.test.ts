/** The next step of an order, and how PayBy's answers change an order: tables of pure functions. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  applyAnswer,
  applyRefundAnswer,
  type CancelRequest,
  type Order,
  type Refund,
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
  ];
  for (const [state, subject] of done) {
    it(`is undefined for an order that is ${state}`, () => {
      assert.equal(nextStep(subject), undefined);
    });
  }
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
  const cases: [string, CancelRequest | undefined, number, boolean][] = [
    ['no cancel was requested', undefined, T, true],
    ['it was requested now', {...cancel, tries: 0}, T, true],
    ['another process sends the first', {...cancel, tries: 0, sentAt: T}, T + 11_999, false],
    ['the process that sent the first has ended', {...cancel, tries: 0, sentAt: T}, T + 12_000, true],
    ['the last was answered now', cancel, T, false],
    ['the last was answered 2,999 ms ago', cancel, T + 2_999, false],
    ['the last was answered 3 s ago', cancel, T + 3_000, true],
    ['another process repeats it', {...cancel, sentAt: T + 4_000}, T + 15_999, false],
    ['the process that repeated it has ended', {...cancel, sentAt: T + 4_000}, T + 16_000, true],
  ];
  for (const [when, request, now, expected] of cases) {
    it(`returns ${String(expected)} when ${when}`, () => {
      assert.equal(mayCancel(request, now), expected);
    });
  }
});
