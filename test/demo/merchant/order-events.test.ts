/** What the timeline lists of a change of an order, and what staff are alerted to: tables of pure functions. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {alertsBetween, eventsBetween} from '../../../demo/merchant/orders/order-events.js';
import type {Order, Refund, TokenRenewal} from '../../../demo/merchant/orders/order.js';
import {newOrder} from '../support/stores.js';

const T = 1_767_000_000_000;
const aed = (amount: string) => ({amount, currency: 'AED'});
const order = (change: Partial<Order> = {}): Order =>
  newOrder('order-1', T, {placement: 'placed', orderNo: '13', ...change});
const coins = (change: Partial<Order> = {}): Order =>
  order({paySceneCode: 'CASHTOPUP', sku: 'coins-60', player: 'Falcon-7', coins: 60, ...change});
const refund = (status: string, change: Partial<Refund> = {}): Refund => ({
  ...{refundMerchantOrderNo: 'r-1', amount: aed('5.00'), reason: undefined, status},
  ...{requestedAt: T, tries: 0, failures: 0, nextAt: T},
  ...change,
});
const token = (isLost: boolean): Partial<Order> => {
  const renewal: TokenRenewal = {since: T, dueAt: T, triedAt: T, failures: 0, isLost};
  return {followUp: {...order().followUp, token: renewal}};
};
const payment = {paidAmount: aed('25.00'), paidTime: T - 5};
const paid = {status: 'PAID_SUCCESS', payment} as const;

describe('the timeline', () => {
  type Listed = readonly [string, object];
  const refundFacts = {refundMerchantOrderNo: 'r-1', amount: '5.00'};
  const table: readonly (readonly [string, Order, Order, readonly Listed[]])[] = [
    ['lists nothing when nothing has changed', order(), order(), []],
    [
      'lists how far an order has been placed, with PayBy’s number',
      order({placement: 'pending', orderNo: undefined}),
      order(),
      [['placing-placed', {orderNo: '13'}]],
    ],
    [
      'lists why PayBy says that an order failed',
      order(),
      order({status: 'FAILURE', failCode: '92001', failDes: 'AMOUNT_LIMIT_EXCEEDED'}),
      [['status', {from: 'CREATED', to: 'FAILURE', failCode: '92001', failDes: 'AMOUNT_LIMIT_EXCEEDED'}]],
    ],
    [
      'lists what was paid and when',
      order(),
      order({...paid, failCode: 'left from a declined try'}),
      [['status', {from: 'CREATED', to: 'PAID_SUCCESS', paidAmount: '25.00', paidTime: T - 5}]],
    ],
    [
      'lists a payment of which PayBy has told no more',
      order(),
      order({status: 'SETTLED'}),
      [['status', {from: 'CREATED', to: 'SETTLED', paidAmount: undefined, paidTime: undefined}]],
    ],
    [
      'lists a revoke, once',
      order({status: 'FAILURE'}),
      order({status: 'FAILURE', revoked: true}),
      [['revoked', {}]],
    ],
    ['lists no revoke again', order({revoked: true}), order({revoked: true}), []],
    ['lists that a code was scanned', order(), order({payerMask: '*67'}), [['scanned', {}]]],
    ['lists no scan again', order({payerMask: '*67'}), order({payerMask: '*68'}), []],
    ['lists a moved end', order(), order({expiredTime: T + 1}), [['end-moved', {expiredTime: T + 1}]]],
    [
      'lists a new refund',
      order(),
      order({refunds: [refund('REQUESTED')]}),
      [['refund', {...refundFacts, status: 'REQUESTED'}]],
    ],
    [
      'lists the refund that has changed, and not the other one',
      order({refunds: [refund('SUCCESS', {refundMerchantOrderNo: 'r-0'}), refund('REQUESTED')]}),
      order({refunds: [refund('SUCCESS', {refundMerchantOrderNo: 'r-0'}), refund('SUCCESS')]}),
      [['refund', {...refundFacts, status: 'SUCCESS'}]],
    ],
    [
      'lists no refund whose status is the same',
      order({refunds: [refund('REQUESTED')]}),
      order({refunds: [refund('REQUESTED', {tries: 3})]}),
      [],
    ],
    [
      'lists the coins of a payment',
      coins({status: 'PAID_SUCCESS', revoked: true}),
      coins({status: 'PAID_SUCCESS'}),
      [['coins-credited', {player: 'Falcon-7', coins: 60}]],
    ],
  ];
  for (const [title, before, after, expected] of table) {
    it(title, () => {
      assert.deepEqual(
        eventsBetween(before, after, {at: T, by: 'payby'}),
        expected.map(([kind, facts]) => ({at: T, by: 'payby', kind, facts})),
      );
    });
  }
});

describe('staff', () => {
  type Raised = readonly [string, string, string?];
  const noPlayer = 'Paid coins are for no player: find the payer, or refund the order.';
  const partRefund =
    'A part of the price was given back, and the player has all coins. Decide what to take back.';
  const lostCode =
    'PayBy no longer takes the code of this extended order. If its payer cannot pay, cancel it and place a new one.';
  const late = 'This order was closed, and then PayBy reported it as paid.';
  const after = (change: Refund): Order => order({status: 'SETTLED', refunds: [change]});
  const table: readonly (readonly [string, Order, Order, readonly Raised[]])[] = [
    ['hear nothing of a payment in time', order(), order(paid), []],
    ['hear of a payment after the end', order({status: 'FAILURE'}), order(paid), [['late-payment', late]]],
    ['hear nothing of an end', order(), order({status: 'FAILURE'}), []],
    ['hear nothing of a closed order again', order({status: 'FAILURE'}), order({status: 'FAILURE'}), []],
    [
      'hear of a code that is lost for good',
      order(token(false)),
      order(token(true)),
      [['code-not-renewed', lostCode]],
    ],
    ['hear of it also in the first renewal', order(), order(token(true)), [['code-not-renewed', lostCode]]],
    ['hear of it once', order(token(true)), order(token(true)), []],
    ['hear nothing of the code of an order that has ended', order(), order({...token(true), ...paid}), []],
    ['hear nothing of a code that lives', order(), order(token(false)), []],
    [
      'hear of a refund that failed',
      after(refund('REFUNDED_SETTLED')),
      after(refund('FAILURE')),
      [
        [
          'refund-failed',
          'PayBy could not give back AED 5.00 to the payer. The amount can be refunded again.',
          'refund-failed order-1 r-1',
        ],
      ],
    ],
    ['hear of it once', after(refund('FAILURE')), after(refund('FAILURE')), []],
    [
      'hear of a refund that was made although it had failed',
      after(refund('FAILURE')),
      after(refund('SUCCESS')),
      [
        [
          'refund-after-failure',
          'PayBy gave back AED 5.00 after all, although it had reported a failure.',
          'refund-after-failure order-1 r-1',
        ],
      ],
    ],
    ['hear nothing of a refund that is made', after(refund('CREATED')), after(refund('SUCCESS')), []],
    [
      'hear nothing of a refund made in PayBy’s portal',
      order({status: 'SETTLED'}),
      after(refund('SUCCESS')),
      [],
    ],
    [
      'hear nothing of a failed refund that PayBy counts again',
      after(refund('FAILURE')),
      after(refund('CREATED')),
      [],
    ],
    [
      'hear of the refund that failed, and not of the other one',
      order({refunds: [refund('FAILURE', {refundMerchantOrderNo: 'r-0'}), refund('CREATED')]}),
      order({refunds: [refund('FAILURE', {refundMerchantOrderNo: 'r-0'}), refund('FAILURE')]}),
      [
        [
          'refund-failed',
          'PayBy could not give back AED 5.00 to the payer. The amount can be refunded again.',
          'refund-failed order-1 r-1',
        ],
      ],
    ],
    ['hear nothing of coins that a player gets', coins(), coins(paid), []],
    [
      'hear of paid coins without a player',
      coins({player: undefined}),
      coins({player: undefined, ...paid}),
      [['coins-unclaimed', noPlayer]],
    ],
    [
      'hear nothing of coins without a player that are taken back',
      coins({player: undefined, ...paid}),
      coins({player: undefined, ...paid, revoked: true}),
      [],
    ],
    [
      'hear of a part of the price given back for coins',
      coins(paid),
      coins({...paid, refunds: [refund('SUCCESS')]}),
      [['coins-part-refunded', partRefund]],
    ],
    [
      'hear of it once',
      coins({...paid, refunds: [refund('REFUNDED_SETTLED')]}),
      coins({...paid, refunds: [refund('SUCCESS')]}),
      [],
    ],
    [
      'hear nothing of the whole price given back: the coins go with it',
      coins(paid),
      coins({...paid, refunds: [refund('SUCCESS', {amount: aed('25.00')})]}),
      [],
    ],
    [
      'hear nothing of a part given back for goods',
      order(paid),
      order({...paid, refunds: [refund('SUCCESS')]}),
      [],
    ],
  ];
  for (const [title, before, next, expected] of table) {
    it(title, () => {
      assert.deepEqual(
        alertsBetween(before, next, T),
        expected.map(([kind, message, key = `${kind} order-1`]) => ({
          ...{key, kind, merchantOrderNo: 'order-1', message, raisedAt: T},
        })),
      );
    });
  }

  it('hear of a late payment before anything else', () => {
    const closed = coins({status: 'FAILURE', player: undefined});
    assert.deepEqual(
      alertsBetween(closed, coins({player: undefined, ...paid}), T).map(({kind}) => kind),
      ['late-payment', 'coins-unclaimed'],
    );
  });
});
