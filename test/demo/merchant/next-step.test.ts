/** What an order needs next, as a table: a pure function of what is stored about it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  applyAnswer,
  applyRefundAnswer,
  type Order,
  type Refund,
} from '../../../demo/merchant/orders/order.js';
import {shouldAlert, nextStep} from '../../../demo/merchant/orders/next-step.js';
import type {AcquireOrder} from '../../../demo/payby/responses.js';
import {HOUR, MINUTE} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

const SECOND = 1_000;
const T = 1_767_000_000_000;
const calm = newOrder('x', T).followUp;
const order = (change: Partial<Order> = {}, followUp: Partial<Order['followUp']> = {}): Order =>
  newOrder('order-1', T, {placement: 'placed', ...change, followUp: {...calm, ...followUp}});
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
  nextAt: T,
  ...change,
});

describe('the next step', () => {
  /** What, when (after placing), and the order. */
  const cases: readonly (readonly [string, string, number, Order])[] = [
    ['while it is being placed', 'query', 12 * SECOND, order({placement: 'pending'})],
    ['after placing', 'query', 4 * SECOND, order()],
    ['after an answer', 'query', 34 * SECOND, order({}, {queriedAt: T + 30 * SECOND})],
    ['ten minutes later', 'query', 10.5 * MINUTE, order({}, {queriedAt: T + 10 * MINUTE})],
    [
      'hours later',
      'query',
      5 * HOUR + 5 * MINUTE,
      order({expiredTime: T + 48 * HOUR}, {queriedAt: T + 5 * HOUR}),
    ],
    ['just before its end', 'query', 15 * MINUTE + SECOND, order({}, {queriedAt: T + 15 * MINUTE - SECOND})],
    [
      'after its end',
      'query',
      15 * MINUTE + 6 * SECOND,
      order({}, {queriedAt: T + 15 * MINUTE + 2 * SECOND}),
    ],
    ['after a lost answer to placing', 'query', 4 * SECOND, order({placement: 'unknown'})],
    [
      'half a minute after it',
      'cancel',
      30 * SECOND,
      order({placement: 'unknown'}, {queriedAt: T + 28 * SECOND}),
    ],
    [
      'at the counter, shortly before its end',
      'cancel',
      90 * SECOND,
      order({paySceneCode: 'QRPAY', expiredTime: T + 2 * MINUTE}, {queriedAt: T + 88 * SECOND}),
    ],
    [
      'at the counter, after its end was moved',
      'cancel',
      9.5 * MINUTE,
      order(
        {paySceneCode: 'QRPAY', expiredTime: T + 10 * MINUTE},
        {queriedAt: T + 9.4 * MINUTE, extendedAt: T + MINUTE},
      ),
    ],
    [
      'after a question that failed',
      'query',
      14 * SECOND,
      order({}, {queriedAt: T + 10 * SECOND, failures: 1}),
    ],
    [
      'after a cancel that failed',
      'cancel',
      15 * SECOND,
      order({}, {queriedAt: T + 11 * SECOND, cancel: {by: 'payer', tries: 1, lastTryAt: T + 10 * SECOND}}),
    ],
    ['once it is paid', 'query', 14 * SECOND, order(paid(T + 10 * SECOND), {queriedAt: T + 10 * SECOND})],
    ['a day after it was paid', 'query', 25 * HOUR, order(paid(T), {queriedAt: T + 24 * HOUR})],
    [
      'while a refund is being asked for',
      'refund',
      12 * SECOND,
      order({status: 'SETTLED', refunds: [refund({})]}),
    ],
    [
      'while a refund is on its way',
      'refund',
      70 * SECOND,
      order({status: 'SETTLED', refunds: [refund({status: 'CREATED', tries: 3, nextAt: T + 70 * SECOND})]}),
    ],
    [
      'after the answer to a revoke was lost',
      'query',
      HOUR + 4 * SECOND,
      order({...paid(T), status: 'SETTLED'}, {queriedAt: T + HOUR, uncertainSince: T + HOUR}),
    ],
  ];
  for (const [when, kind, after, subject] of cases) {
    it(`${when} is to ${kind}`, () => {
      const step = nextStep(subject);
      assert.deepEqual([step?.kind, (step?.at ?? 0) - T], [kind, after]);
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
    it(`of an order that is ${state} is none`, () => {
      assert.equal(nextStep(subject), undefined);
    });
  }

  it('that fails is told to a person after three times, and now and then while it goes on', () => {
    const told = Array.from({length: 120}, (_, failures) => failures).filter(shouldAlert);
    assert.deepEqual(told, [3, 50, 100]);
  });
});

describe('a word of PayBy', () => {
  const said = (status: string, revoked = false): AcquireOrder => ({
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
  const words = ['CREATED', 'FAILURE', 'PAID_SUCCESS', 'SETTLED', 'A_NEW_WORD'];

  it('in any sequence of three ends where the heaviest one is', () => {
    const weight = ['A_NEW_WORD', 'CREATED', 'FAILURE', 'PAID_SUCCESS', 'SETTLED'];
    for (const a of words) {
      for (const b of words) {
        for (const c of words) {
          const end = [a, b, c].reduce((known, word) => applyAnswer(known, said(word)), order());
          const heaviest = [a, b, c].sort((x, y) => weight.indexOf(y) - weight.indexOf(x))[0];
          assert.equal(end.status, heaviest === 'A_NEW_WORD' ? 'CREATED' : heaviest, `${a} ${b} ${c}`);
        }
      }
    }
  });

  it('that it is revoked is never taken back', () => {
    for (const word of words) {
      assert.equal(applyAnswer(applyAnswer(order(), said('PAID_SUCCESS', true)), said(word)).revoked, true);
    }
  });

  it('that ends the order takes its code away, and the wish to cancel it', () => {
    const open = order(
      {tokenUrl: 'https://qr.payby.test?ft=1'},
      {cancel: {by: 'payer', tries: 1, lastTryAt: T}},
    );
    assert.ok(applyAnswer(open, said('CREATED')).tokenUrl);
    for (const word of ['FAILURE', 'PAID_SUCCESS', 'SETTLED']) {
      const {tokenUrl, followUp} = applyAnswer(open, said(word));
      assert.deepEqual([tokenUrl, followUp.cancel], [undefined, undefined], word);
    }
  });

  it('about a refund moves it forward only', () => {
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
    const end = ['CREATED', 'SUCCESS', 'FAILURE', 'CREATED'].reduce(
      (known, status) => applyRefundAnswer(known, answer(status), T),
      order({...paid(T), refunds: [refund({})]}),
    );
    assert.deepEqual(
      end.refunds.map(({status}) => status),
      ['SUCCESS'],
    );
    assert.throws(
      () => applyRefundAnswer(end, {...answer('SUCCESS'), amount: {amount: '6.00', currency: 'AED'}}, T),
      {
        name: 'MismatchedAnswer',
      },
    );
  });
});
