/**
 * The game's ledger: how many coins each player has got for which order. An entry is written in the transaction that
 * changes its order, and nowhere else, so that coins are credited exactly once however often PayBy says "paid", and
 * whenever the process dies.
 */
import {toFils} from '../../payby/money.js';
import {isPaid, type Order} from './order.js';

export interface CoinEntry {
  /** `returned`: the refund for which they were taken back has failed. */
  readonly kind: 'credited' | 'taken-back' | 'returned';
  /** `undefined`: the order named no player. The coins wait for a decision of staff. */
  readonly player: string | undefined;
  /** Less than 0 when they are taken back. */
  readonly coins: number;
}

export interface PastCoinEntry extends CoinEntry {
  readonly merchantOrderNo: string;
  /** Ms since epoch. */
  readonly at: number;
}

/** What the store knows of the ledger; its entries are written by `OrderStore`, each with its order. */
export interface CoinLedger {
  /** The sum of a player's entries. */
  coinsOfPlayer(player: string): Promise<number>;
  /** The sum of an order's entries: what it is worth to its player now. */
  coinsOfOrder(merchantOrderNo: string): Promise<number>;
  /** The entries of a player, oldest first. */
  coinEntries(player: string): Promise<readonly PastCoinEntry[]>;
}

/** The ids that players of this game can have. */
export const PLAYER_ID = /^[\p{L}\p{N}_#.-]{2,32}$/u;

/**
 * Where a game asks its accounts. The demo's game has none: every id is a player's, except those that begin with
 * `unknown`, to try out what a refused player sees.
 */
export const isPlayer = (id: string): boolean => !/^unknown/i.test(id);

/** What a change of an order means for the ledger; `undefined` for nothing. */
export function coinEntryBetween(before: Order, after: Order): CoinEntry | undefined {
  const coins = coinsDue(after) - coinsDue(before);
  if (coins === 0) return undefined;
  const kind = coins < 0 ? 'taken-back' : isPaid(before) ? 'returned' : 'credited';
  return {kind, player: after.player, coins};
}

/** The coins that an order is worth as it stands. A partial refund takes none back: staff decide. */
export const coinsDue = (order: Order): number =>
  isPaid(order) && givenBackFils(order) < toFils(order.totalAmount.amount) ? (order.coins ?? 0) : 0;

/** What PayBy has taken from the merchant for refunds. */
export const givenBackFils = ({refunds}: Order): bigint =>
  refunds.reduce(
    (sum, {amount, status}) =>
      status === 'REFUNDED_SETTLED' || status === 'SUCCESS' ? sum + toFils(amount.amount) : sum,
    0n,
  );
