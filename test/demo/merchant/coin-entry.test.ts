/** What each change of an order means for the game's ledger, and whose coins they can be: tables of pure functions. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  coinEntryBetween,
  coinsDue,
  givenBackFils,
  isPlayer,
  PLAYER_ID,
  type CoinEntry,
} from '../../../demo/merchant/orders/coin-ledger.js';
import type {Order, Refund} from '../../../demo/merchant/orders/order.js';
import {newOrder} from '../support/stores.js';

const NOW = 1_767_000_000_000;
const coinsOrder = (change: Partial<Order> = {}): Order =>
  newOrder('order-1', NOW, {
    paySceneCode: 'CASHTOPUP',
    sku: 'coins-60',
    player: 'Falcon-7',
    coins: 60,
    ...change,
  });
const refund = (amount: string, status: string): Refund => ({
  refundMerchantOrderNo: `r-${amount}`,
  amount: {amount, currency: 'AED'},
  reason: undefined,
  status,
  requestedAt: NOW,
  tries: 0,
  failures: 0,
  nextAt: NOW,
});
const open = coinsOrder();
const paid = coinsOrder({status: 'PAID_SUCCESS'});
const settled = coinsOrder({status: 'SETTLED'});
const failed = coinsOrder({status: 'FAILURE'});
const revoked = coinsOrder({
  status: 'FAILURE',
  revoked: true,
  payment: {paidAmount: paid.totalAmount, paidTime: NOW},
});
const withRefunds = (...refunds: readonly Refund[]): Order => coinsOrder({status: 'SETTLED', refunds});

const entry = (
  kind: CoinEntry['kind'],
  coins: number,
  player: string | undefined = 'Falcon-7',
): CoinEntry => ({
  kind,
  player,
  coins,
});

describe('coinEntryBetween', () => {
  const table: readonly (readonly [string, Order, Order, CoinEntry | undefined])[] = [
    ['credits when the order turns paid', open, paid, entry('credited', 60)],
    ['credits when the order turns settled at once', open, settled, entry('credited', 60)],
    ['credits a late payment of a closed order', failed, paid, entry('credited', 60)],
    ['credits nothing again when a paid order is settled', paid, settled, undefined],
    ['credits nothing again when the same answer comes again', paid, paid, undefined],
    ['credits nothing for an order that ends unpaid', open, failed, undefined],
    ['takes back when a paid order is revoked', paid, revoked, entry('taken-back', -60)],
    ['credits nothing when an order is paid and revoked in one answer', open, revoked, undefined],
    [
      'takes nothing back while PayBy has not made the refund',
      settled,
      withRefunds(refund('25.00', 'REQUESTED')),
      undefined,
    ],
    [
      'takes nothing back for a part of the price',
      settled,
      withRefunds(refund('24.99', 'SUCCESS')),
      undefined,
    ],
    [
      'takes back when the whole price is refunded',
      settled,
      withRefunds(refund('25.00', 'REFUNDED_SETTLED')),
      entry('taken-back', -60),
    ],
    [
      'takes back with the part that completes the price',
      withRefunds(refund('24.00', 'SUCCESS')),
      withRefunds(refund('24.00', 'SUCCESS'), refund('1.00', 'SUCCESS')),
      entry('taken-back', -60),
    ],
    [
      'takes nothing back again when the refund reaches its end',
      withRefunds(refund('25.00', 'REFUNDED_SETTLED')),
      withRefunds(refund('25.00', 'SUCCESS')),
      undefined,
    ],
    [
      'returns the coins when the refund fails after all',
      withRefunds(refund('25.00', 'REFUNDED_SETTLED')),
      withRefunds(refund('25.00', 'FAILURE')),
      entry('returned', 60),
    ],
    [
      'credits coins without a player to nobody',
      coinsOrder({player: undefined}),
      coinsOrder({player: undefined, status: 'PAID_SUCCESS'}),
      {kind: 'credited', player: undefined, coins: 60},
    ],
    [
      'knows no coins of rows from before the ledger',
      coinsOrder({coins: undefined}),
      coinsOrder({coins: undefined, status: 'PAID_SUCCESS'}),
      undefined,
    ],
    [
      'takes nothing back when a refund of the whole price is asked for and refused',
      withRefunds(refund('25.00', 'REQUESTED')),
      withRefunds(refund('25.00', 'REFUSED')),
      undefined,
    ],
    ['knows no coins of goods', newOrder('a', NOW), newOrder('a', NOW, {status: 'PAID_SUCCESS'}), undefined],
  ];
  for (const [title, previous, next, expected] of table) {
    it(title, () => {
      assert.deepEqual(coinEntryBetween(previous, next), expected);
    });
  }

  it('keeps the sum of all entries equal to what the order is worth, over any sequence of states', () => {
    const states = [open, failed, paid, settled, withRefunds(refund('25.00', 'SUCCESS')), revoked];
    for (let seed = 1; seed <= 200; seed += 1) {
      let [state, sum, random] = [open, 0, seed];
      for (let step = 0; step < 12; step += 1) {
        random = (random * 48_271) % 2_147_483_647;
        const next = states[random % states.length] ?? open;
        sum += coinEntryBetween(state, next)?.coins ?? 0;
        state = next;
      }
      assert.equal(sum, coinsDue(state), `seed ${String(seed)}`);
    }
  });
});

describe('the money that PayBy has taken back', () => {
  const table: readonly (readonly [string, readonly Refund[], bigint])[] = [
    ['is nothing without a refund', [], 0n],
    ['counts a refund that is made', [refund('10.00', 'SUCCESS')], 1_000n],
    ['counts a refund that is taken from the merchant', [refund('10.00', 'REFUNDED_SETTLED')], 1_000n],
    ['counts no refund that PayBy has only accepted', [refund('10.00', 'CREATED')], 0n],
    ['counts no refund without an answer', [refund('10.00', 'REQUESTED')], 0n],
    ['counts no refund that was refused', [refund('10.00', 'REFUSED')], 0n],
    ['counts no refund that failed', [refund('10.00', 'FAILURE')], 0n],
    [
      'is the sum of the ones that count',
      [refund('10.00', 'SUCCESS'), refund('9.00', 'FAILURE'), refund('0.05', 'REFUNDED_SETTLED')],
      1_005n,
    ],
  ];
  for (const [title, refunds, expected] of table) {
    it(title, () => {
      assert.equal(givenBackFils(withRefunds(...refunds)), expected);
    });
  }
});

describe('a player', () => {
  for (const [id, expected] of [
    ['ab', true],
    ['a', false],
    ['x'.repeat(32), true],
    ['x'.repeat(33), false],
    ['صقر_7#.-', true],
    ['a b', false],
    ['<b>', false],
    ['ab\n', false],
  ] as const) {
    it(`${expected ? 'can' : 'cannot'} have the id ${JSON.stringify(id)}`, () => {
      assert.equal(PLAYER_ID.test(id), expected);
    });
  }

  for (const [id, expected] of [
    ['Falcon-7', true],
    ['unknown-1', false],
    ['UNKNOWN', false],
    ['the-unknown', true],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} known as ${id}`, () => {
      assert.equal(isPlayer(id), expected);
    });
  }
});
