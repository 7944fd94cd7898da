/** Where a page learns that coins are with their player: from the game's ledger, never from the state of a payment. */
import type {Hono} from 'hono';
import type * as v from 'valibot';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import type {CoinLedger} from '../orders/coin-ledger.js';
import type {OrderService} from '../orders/order-service.js';
import type {Order} from '../orders/order.js';
import {merchantOrderNoIn} from './request-parsing.js';
import {noStore} from './responses.js';
import type * as schemas from './schemas.js';

export interface CoinRoutesOptions {
  readonly orders: OrderService;
  readonly store: CoinLedger;
}

export function addCoinRoutes(app: Hono, {orders, store}: CoinRoutesOptions): void {
  route(app, '/api/orders/:merchantOrderNo/coins', {
    GET: async (c) => {
      const coins = await orderCoins(await orders.stored(merchantOrderNoIn(c)), store);
      if (!coins) throw new HttpError(404, 'no-coins', 'This order is not for coins.');
      return c.json(coins, 200, noStore);
    },
  });
}

/** `undefined` for an order that is not for coins. */
export async function orderCoins(
  {merchantOrderNo, player, coins}: Order,
  ledger: CoinLedger,
): Promise<v.InferOutput<typeof schemas.OrderCoins> | undefined> {
  if (coins === undefined) return undefined;
  const credited = await ledger.coinsOfOrder(merchantOrderNo);
  return player === undefined
    ? {coins, credited}
    : {coins, credited, player, balance: await ledger.coinsOfPlayer(player)};
}
