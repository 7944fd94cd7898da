/**
 * The merchant's server is killed in the middle of everything, again and again, while customers pay, cancel and change
 * their minds; PayBy lives on. In the end the shop's books must say what PayBy's say, order by order.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import type {RequestLogEntry, NotificationEntry} from '../../../demo/gateway/model/request-log.js';
import type {OrderRecord} from '../../../demo/gateway/control/control.js';
import {randomFrom} from '../../../bench/polling/random.js';
import {Shopper, type ShopperPlan, type Town, type Wish} from '../support/customer.js';
import {MINUTE, repeatableRandom} from '../support/demo.js';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  STAFF_PASSWORD,
  type MerchantProgram,
  type OwnProcess,
} from '../support/processes.js';

/** `CRASH_SEED=7` plays another run. What the machine's own speed adds to it is in no seed's hand. */
const SEED = Number(process.env['CRASH_SEED'] ?? 1);
const ORDERS = 200;
const FEWEST_KILLS = 20;
/** Some are placed at the counter and paid at once, and some customers are gone before they see their code. */
const CUSTOMERS = 280;
/** Rounds end with a kill. At first customers come, for as many rounds as it takes until all the orders are open. */
const MOST_ROUNDS_TO_COME = 40;
const MOST_TO_COME_AT_ONCE = 60;
const LONGEST_WAIT_MS = 3_000;
/** One in so many looks at the order again in a round. */
const LOOK_EVERY = 5;
/** Then they act. */
const ROUNDS_TO_ACT = 12;
const SHORTEST_LIFE_MS = 80;
const LONGEST_LIFE_MS = 1_000;
/** In the middle, the night passes: what waits for its retry meets a server that dies again. */
const NIGHT_AFTER = 6;
const NIGHT_MS = 2 * MINUTE + 10_000;
/** So that a paid order is in flight for a while: its last word is still to come. */
const SETTLE_AFTER_MS = 90_000;
/** PayBy repeats after 2, 10, 10, 60 … minutes. */
const NEXT_RETRY_MS = 10 * MINUTE + 10_000;
const MOST_RETRIES = 4;
const REST_OF_DAY_MS = 6 * 60 * MINUTE;

interface MerchantOrder {
  readonly merchantOrderNo: string;
  readonly orderNo?: string;
  readonly status: string;
  readonly revoked: string;
  readonly failCode?: string;
  readonly placement: string;
  readonly refundedAmount: string;
  readonly refunds: readonly {readonly status: string}[];
  readonly isBeingCancelled: boolean;
}

describe('a server that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'payby-crash-'));
  let program: MerchantProgram;
  let gateway: OwnProcess;
  before(async () => {
    [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
  });
  after(async () => {
    await gateway.kill();
    program.remove();
    rmSync(folder, {recursive: true, force: true});
  });

  it(`at least ${String(FEWEST_KILLS)} times with ${String(ORDERS)} orders in flight loses none, and counts every notification once`, async (t) => {
    const random = randomFrom(SEED, 'crash');
    const env = {
      ...merchantEnvironment(gateway, await freePort()),
      DATA_DIR: join(folder, 'data'),
    };
    let aheadMs = 0;
    const pass = async (ms: number): Promise<void> => {
      aheadMs += ms;
      await control('clock', {advanceMs: ms});
    };
    await control('settings', {settleAfterMs: SETTLE_AFTER_MS});
    const opened = await program.start(env);
    const town = await townOf(opened);
    await opened.kill();
    const shoppers = planned(random).map(
      (plan, index) => new Shopper(plan, town, repeatableRandom(`shopper ${String(SEED)} ${String(index)}`)),
    );
    const errors: string[] = [];
    const started = performance.now();
    let kills = 0;
    /** The server lives for a moment while everybody does `what`, and dies in the middle of it. */
    const round = async (
      what: (shopper: Shopper, index: number) => Promise<void>,
      life: () => Promise<unknown>,
    ): Promise<void> => {
      const server = await program.start(env, aheadMs);
      const busy = shoppers.map(async (shopper, index) => {
        await pause(random() * LONGEST_LIFE_MS * 0.8);
        await what(shopper, index);
      });
      await life();
      await server.kill();
      kills += 1;
      await Promise.all(busy);
      errors.push(...server.lines.filter((line) => line.includes('"level":"error"')));
    };
    const placed = (): number => shoppers.filter(({isPlaced}) => isPlaced).length;
    /** However slow the machine is, some more have come, and others are in the middle of it. */
    const untilMoreCame = async (): Promise<void> => {
      const enough = placed() + 5 + random() * MOST_TO_COME_AT_ONCE;
      const deadline = performance.now() + LONGEST_WAIT_MS;
      while (placed() < enough && performance.now() < deadline) await pause(5);
      await pause(random() * SHORTEST_LIFE_MS);
    };
    let most = 0;
    for (let count = 0; count < MOST_ROUNDS_TO_COME && most < ORDERS; count += 1) {
      await round(async (shopper, index) => {
        if (!shopper.isPlaced) await shopper.place();
        else if (index % LOOK_EVERY === count % LOOK_EVERY) await shopper.look();
      }, untilMoreCame);
      most = Math.max(most, await inFlight());
    }
    for (let count = 0; count < ROUNDS_TO_ACT || kills < FEWEST_KILLS; count += 1) {
      if (count === NIGHT_AFTER) await pass(NIGHT_MS);
      await round(
        async (shopper, index) => {
          if (!shopper.isPlaced) await shopper.place();
          else if (index % ROUNDS_TO_ACT <= count) await shopper.act();
        },
        () => pause(SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS)),
      );
    }
    const killedMs = performance.now() - started;

    // The last start: whoever was interrupted finishes, and PayBy repeats what was never confirmed.
    const last = await program.start(env, aheadMs);
    await Promise.all(
      shoppers.map(async (shopper) => {
        await shopper.place();
        await shopper.act();
      }),
    );
    await last.end();
    let server = await program.start(env, (aheadMs += NIGHT_MS));
    await control('clock', {advanceMs: NIGHT_MS});
    for (let retry = 0; retry < MOST_RETRIES && (await unconfirmed()) > 0; retry += 1) {
      await server.end();
      server = await program.start(env, (aheadMs += NEXT_RETRY_MS));
      await control('clock', {advanceMs: NEXT_RETRY_MS});
    }
    // Nobody hurries about the settling of what is paid: at the end of the day it is known.
    await server.end();
    await pass(REST_OF_DAY_MS);
    server = await program.start(env, aheadMs);
    const differences = await whenEqual(town);
    const counted = await countedNotifications(town);
    assert.equal(await server.end(), 0);

    const told = (await notifications()).map(({notifyId}) => notifyId);
    t.diagnostic(
      `seed ${String(SEED)}: ${String(kills)} kills in ${String(Math.round(killedMs / 1000))} s, ` +
        `at most ${String(most)} orders in flight at PayBy; ${String(new Set(told).size)} notifications ` +
        `in ${String(told.length)} tries, ${String(counted.length)} counted; ${String(
          shoppers.filter(({isPlaced}) => isPlaced).length,
        )} customers were answered`,
    );
    assert.deepEqual(differences, [], 'the books differ from PayBy');
    assert.deepEqual([...counted].sort(), [...new Set(told)].sort(), 'each notification is counted once');
    assert.deepEqual(
      shoppers.filter(({wasToldLess}) => wasToldLess).map(({merchantOrderNo}) => merchantOrderNo),
      [],
      'nobody was told less than before',
    );
    assert.deepEqual(errors, []);
    assert.ok(kills >= FEWEST_KILLS);
    assert.deepEqual(gateway.complaints, []);
    assert.ok(most >= ORDERS, `only ${String(most)} orders were in flight at once`);
  });

  /** How the two books differ, once they are equal or have had the time to be. */
  async function whenEqual(town: Town): Promise<readonly string[]> {
    const deadline = performance.now() + 40_000;
    for (;;) {
      const differences = await compare(town);
      if (differences.length === 0 || performance.now() > deadline) return differences;
      await pause(250);
    }
  }

  async function compare(town: Town): Promise<readonly string[]> {
    const [theirs, ours] = [await trueOrders(), await merchantOrders(town)];
    const known = new Map(ours.map((order) => [order.merchantOrderNo, order]));
    const lost = theirs.filter(({merchantOrderNo}) => !known.has(merchantOrderNo));
    const truth = new Map(theirs.map((order) => [order.merchantOrderNo, order]));
    return [
      ...lost.map(({merchantOrderNo}) => `${merchantOrderNo} is unknown here`),
      ...ours.flatMap((order) => differencesOf(order, truth.get(order.merchantOrderNo))),
    ];
  }

  async function merchantOrders(town: Town): Promise<readonly MerchantOrder[]> {
    const orders = new Map<string, MerchantOrder>();
    for (const scene of ['DYNQR', 'CASHTOPUP', 'QRPAY']) {
      const path = `/api/admin/orders?limit=200&paySceneCode=${scene}`;
      const page = (await ask(town.shop + path, town)) as {orders: MerchantOrder[]};
      for (const order of page.orders) orders.set(order.merchantOrderNo, order);
    }
    return [...orders.values()];
  }

  async function countedNotifications(town: Town): Promise<readonly string[]> {
    const counted: string[] = [];
    for (const {merchantOrderNo} of await merchantOrders(town)) {
      const {timeline} = (await ask(`${town.shop}/api/admin/orders/${merchantOrderNo}`, town)) as {
        timeline: {kind: string; facts: {notifyId?: string}}[];
      };
      counted.push(
        ...timeline
          .filter(({kind}) => kind === 'notification')
          .map(({facts: {notifyId = 'without a number'}}) => notifyId),
      );
    }
    return counted;
  }

  async function notifications(): Promise<readonly NotificationEntry[]> {
    const {entries} = (await ask(`${gateway.url}/control/log`)) as {entries: RequestLogEntry[]};
    return entries.filter((entry) => entry.kind === 'notification');
  }

  /** What PayBy has told and nobody confirmed, once no try is under way. */
  async function unconfirmed(): Promise<number> {
    await pause(2_000);
    const all = await notifications();
    const confirmed = new Set(all.filter(({accepted}) => accepted).map(({notifyId}) => notifyId));
    return new Set(all.map(({notifyId}) => notifyId).filter((notifyId) => !confirmed.has(notifyId))).size;
  }

  const trueOrders = async (): Promise<readonly OrderRecord[]> =>
    ((await ask(`${gateway.url}/control/orders`)) as {orders: OrderRecord[]}).orders;
  /** Those about which PayBy has not said its last word. */
  const inFlight = async (): Promise<number> =>
    (await trueOrders()).filter(({status}) => status === 'CREATED' || status === 'PAID_SUCCESS').length;
  const control = (what: string, wish: object): Promise<unknown> =>
    ask(`${gateway.url}/control/${what}`, undefined, wish);

  async function townOf({url: shop}: OwnProcess): Promise<Town> {
    const response = await fetch(`${shop}/api/login`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({password: STAFF_PASSWORD}),
    });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    assert.ok(cookie, 'staff are logged in, and stay so over every crash');
    return {shop, gateway: gateway.url, cookie};
  }
});

function differencesOf(ours: MerchantOrder, theirs: OrderRecord | undefined): readonly string[] {
  const {merchantOrderNo, status, revoked, placement, failCode, refundedAmount} = ours;
  const name = `${merchantOrderNo} (${placement})`;
  if (!theirs) {
    const isOver = status === 'FAILURE' && (placement === 'absent' || placement === 'refused');
    return isOver ? [] : [`${name} is ${status} here, and PayBy does not know it`];
  }
  // The money of a revoked order is back: whether it had been settled before is no longer asked.
  const isBack = revoked === 'true' && theirs.revoked;
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['number', ours.orderNo, theirs.orderNo],
    ['status', isBack || status, isBack || theirs.status],
    ['revoked', revoked, String(theirs.revoked)],
    ['code', failCode, theirs.failCode],
    ['refunded', refundedAmount, theirs.refunded],
    ['refunds without an end', ours.refunds.filter(({status: word}) => word === 'REQUESTED').length, 0],
    ['cancel under way', ours.isBeingCancelled, false],
  ];
  return facts
    .filter(([, here, there]) => here !== there)
    .map(([what, here, there]) => `${name}: ${what} ${String(here)}, and PayBy says ${String(there)}`);
}

function planned(random: () => number): readonly ShopperPlan[] {
  const wishes: readonly Wish[] = ['pay', 'pay', 'pay', 'decline', 'cancel', 'refund', 'revoke', 'leave'];
  return Array.from({length: CUSTOMERS}, (_, index) => ({
    scene: index % 5 === 4 ? 'QRPAY' : index % 5 === 3 ? 'CASHTOPUP' : 'DYNQR',
    isLarge: random() < 0.6,
    wish: wishes[Math.floor(random() * wishes.length)] ?? 'pay',
    isPatient: random() < 0.85,
  }));
}

async function ask(url: string, town?: Town, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    ...(body && {method: 'POST', body: JSON.stringify(body)}),
    headers: {'Content-Type': 'application/json', ...(town && {cookie: town.cookie})},
  });
  assert.equal(response.status, 200, url);
  return response.json();
}
