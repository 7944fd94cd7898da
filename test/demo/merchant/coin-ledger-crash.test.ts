/**
 * The merchant's server is killed again and again while players pay for coins, with every notification sent twice and
 * pages that are closed before the payment. In the end the ledger holds each paid order once, and none that was given
 * back.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import type {OrderRecord} from '../../../demo/gateway/control/control.js';
import {randomFrom} from '../../../bench/polling/random.js';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  STAFF_PASSWORD,
  type Environment,
  type MerchantProgram,
  type OwnProcess,
} from '../support/processes.js';
import {findPostgres} from '../support/temporary-postgres.js';

const KILLS = 20;
const NEW_ORDERS_A_ROUND = 4;
const COINS = 60;
const PLAYERS = ['Falcon-7', 'Noor_42', 'نور', 'Racer#1'];
/** From the first request of a round to the kill. */
const LONGEST_LIFE_MS = 400;
const TIMEOUT_MS = 240_000;

/** What a player does with an order, in this order; a step whose answer is lost is repeated in the next round. */
type Step = 'place' | 'pay' | 'give-back' | 'done';

interface Purchase {
  readonly merchantOrderNo: string;
  readonly player: string;
  readonly isGivenBack: 'no' | 'revoked' | 'refunded';
  readonly isPaid: boolean;
  step: Step;
  orderNo?: string;
}

interface Ledger {
  readonly balance: number;
  readonly entries: readonly {
    readonly merchantOrderNo: string;
    readonly kind: string;
    readonly coins: number;
  }[];
}

const postgres = await findPostgres();
const stores = [
  {name: 'SQLite', skip: false, databaseUrl: ''},
  {
    name: 'PostgreSQL',
    skip: postgres === undefined && 'skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)',
    databaseUrl: postgres?.url ?? '',
  },
] as const;

describe("the game's ledger under SIGKILL", () => {
  const folder = mkdtempSync(join(tmpdir(), 'payby-coins-'));
  let program: MerchantProgram;
  before(async () => {
    program = await buildMerchant();
  });
  after(async () => {
    program.remove();
    await postgres?.close();
    rmSync(folder, {recursive: true, force: true});
  });

  for (const {name, skip, databaseUrl} of stores) {
    it(`credits each paid order exactly once over ${String(KILLS)} kills, in ${name}`, {skip}, async (t) => {
      const gateway = await startGatewayProcess(join(folder, `keys-${name}`));
      try {
        const env = {
          ...merchantEnvironment(gateway, await freePort()),
          ...(databaseUrl === '' ? {DATA_DIR: join(folder, 'data')} : {DATABASE_URL: databaseUrl}),
        };
        t.diagnostic(await run(gateway, env));
      } finally {
        await gateway.kill();
      }
    });
  }

  async function run(gateway: OwnProcess, env: Environment): Promise<string> {
    const random = randomFrom(1, 'coins');
    const purchases: Purchase[] = [];
    await post(`${gateway.url}/control/notifications`, {delivery: 'send', copies: 2});
    await post(`${gateway.url}/pos/balance`, {amount: '90000.00'});
    let cookie = '';
    for (let kills = 0; kills < KILLS; kills += 1) {
      const server = await program.start(env);
      if (cookie === '') cookie = await staffCookie(server.url);
      for (let more = 0; more < NEW_ORDERS_A_ROUND; more += 1) purchases.push(newPurchase(purchases.length));
      const acting = purchases.map(async (purchase) => {
        await sleep(random() * LONGEST_LIFE_MS);
        await act(purchase, server.url, gateway.url, cookie);
      });
      await sleep(LONGEST_LIFE_MS * (0.3 + random() * 0.7));
      await server.kill();
      await Promise.all(acting);
    }
    const last = await program.start(env);
    try {
      const deadline = performance.now() + TIMEOUT_MS;
      const isFinished = ({step}: Purchase): boolean => step === 'done';
      while (!purchases.every(isFinished)) {
        assert.ok(performance.now() < deadline, 'every player finishes');
        for (const purchase of purchases) await act(purchase, last.url, gateway.url, cookie);
      }
      const paid = new Set(
        purchases.filter(({isPaid}) => isPaid).map(({merchantOrderNo}) => merchantOrderNo),
      );
      const creditedOrders = async (): Promise<readonly string[]> =>
        (await ledgers(last.url, cookie)).flatMap(({entries}) =>
          entries.filter(({kind}) => kind === 'credited').map(({merchantOrderNo}) => merchantOrderNo),
        );
      /** An order may be given back before a server that was killed learns of its payment. */
      const missing = async (): Promise<readonly string[]> => {
        const credited = await creditedOrders();
        const back = new Set(
          (await trueOrders(gateway.url)).filter(isBack).map(({merchantOrderNo}) => merchantOrderNo),
        );
        return [...paid].filter((number) => !credited.includes(number) && !back.has(number));
      };
      // Notifications that were lost with a process are not repeated yet: the server queries PayBy itself. A balance can
      // be right by chance meanwhile, when one order is not yet credited and another is not yet taken back.
      for (;;) {
        const problems = [
          ...(await differences(purchases, last.url, gateway.url, cookie)),
          ...(await missing()).map((number) => `${number} is not credited`),
        ];
        if (problems.length === 0) break;
        assert.ok(performance.now() < deadline, problems.join('; '));
        await sleep(250);
      }
      const credited = await creditedOrders();
      const twice = credited.filter((number, index) => credited.indexOf(number) !== index);
      assert.deepEqual(twice, [], 'no order is credited twice');
      assert.deepEqual(
        credited.filter((number) => !paid.has(number)),
        [],
        'only paid orders are credited',
      );
      assert.ok(credited.length >= KILLS, 'orders were paid between the kills');
      return `${String(purchases.length)} orders, ${String(credited.length)} credited`;
    } finally {
      await last.kill();
    }
  }
});

const newPurchase = (index: number): Purchase => ({
  merchantOrderNo: `coins-order-of-a-player-${String(index)}`,
  player: PLAYERS[index % PLAYERS.length] ?? '',
  isPaid: index % 4 !== 3, // the others close the page, and never pay
  isGivenBack: index % 9 === 4 ? 'revoked' : index % 9 === 8 ? 'refunded' : 'no',
  step: 'place',
});

/** Tries the next step; without an answer of the server the purchase stays where it is. */
async function act(
  purchase: Purchase,
  merchantUrl: string,
  gatewayUrl: string,
  cookie: string,
): Promise<void> {
  const {merchantOrderNo, player, step} = purchase;
  switch (step) {
    case 'place': {
      const body = {merchantOrderNo, paySceneCode: 'CASHTOPUP', sku: 'coins-60', player};
      const answer = await post(`${merchantUrl}/api/orders`, body).catch(() => undefined);
      if (typeof answer?.['orderNo'] !== 'string') return;
      purchase.orderNo = answer['orderNo'];
      purchase.step = purchase.isPaid ? 'pay' : 'done';
      return;
    }
    case 'pay':
      // The gateway is never killed, so it pays once; only PayBy reports payments to the merchant.
      await post(`${gatewayUrl}/pos/pay`, {orderNo: purchase.orderNo, password: '4321'});
      purchase.step = purchase.isGivenBack === 'no' ? 'done' : 'give-back';
      return;
    case 'give-back': {
      const order = `${merchantUrl}/api/admin/orders/${merchantOrderNo}`;
      const [path, body] =
        purchase.isGivenBack === 'revoked'
          ? [`${order}/revoke`, {}]
          : [`${order}/refund`, {refundMerchantOrderNo: `back-${merchantOrderNo}`, amount: '5.00'}];
      const answer = await post(path, body, {cookie}).catch(() => undefined);
      const seen = (answer?.['order'] ?? {}) as {revoked?: boolean; refundedAmount?: string};
      if (seen.revoked === true || seen.refundedAmount === '5.00') purchase.step = 'done';
      // 409: PayBy has done it, and only the answer was lost.
      else if (await isGivenBackAtPayby(merchantOrderNo, gatewayUrl)) purchase.step = 'done';
      return;
    }
    case 'done':
  }
}

const isGivenBackAtPayby = async (merchantOrderNo: string, gatewayUrl: string): Promise<boolean> =>
  (await trueOrders(gatewayUrl)).some((order) => order.merchantOrderNo === merchantOrderNo && isBack(order));

const isBack = ({revoked, refunded, amount}: OrderRecord): boolean => revoked || refunded === amount;

async function trueOrders(gatewayUrl: string): Promise<readonly OrderRecord[]> {
  const response = await fetch(`${gatewayUrl}/control/orders`);
  return ((await response.json()) as {orders: OrderRecord[]}).orders;
}

async function differences(
  purchases: readonly Purchase[],
  merchantUrl: string,
  gatewayUrl: string,
  cookie: string,
): Promise<readonly string[]> {
  const theirs = new Map(
    (await trueOrders(gatewayUrl)).map((order) => [order.merchantOrderNo, order] as const),
  );
  const isOwed = ({merchantOrderNo}: Purchase): boolean => {
    const order = theirs.get(merchantOrderNo);
    const isPaid = order?.status === 'PAID_SUCCESS' || order?.status === 'SETTLED';
    return order !== undefined && isPaid && !isBack(order);
  };
  const kept = await ledgers(merchantUrl, cookie);
  return PLAYERS.flatMap((player, index) => {
    const owed =
      purchases.filter((purchase) => purchase.player === player && isOwed(purchase)).length * COINS;
    const balance = kept[index]?.balance ?? 0;
    return balance === owed ? [] : [`${player} has ${String(balance)} coins, and ${String(owed)} are paid`];
  });
}

const ledgers = (merchantUrl: string, cookie: string): Promise<readonly Ledger[]> =>
  Promise.all(
    PLAYERS.map(async (player) => {
      const url = `${merchantUrl}/api/admin/players/${encodeURIComponent(player)}`;
      const response = await fetch(url, {headers: {cookie}});
      return response.ok ? ((await response.json()) as Ledger) : {balance: 0, entries: []};
    }),
  );

async function staffCookie(merchantUrl: string): Promise<string> {
  const response = await fetch(`${merchantUrl}/api/login`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({password: STAFF_PASSWORD}),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', ...headers},
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(4_000),
  });
  return (await response.json()) as Readonly<Record<string, unknown>>;
}
