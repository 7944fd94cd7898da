/**
 * PostgreSQL stops under two merchant servers in the middle of their work, once in order and once as in a crash, and
 * comes back at the same address: what a failover looks like from here. Both recover by themselves and lose nothing.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  type MerchantProgram,
  type OwnProcess,
} from '../support/processes.js';
import {
  follow,
  healthOf,
  newNumber,
  ordersAtPayby,
  paidOrder,
  payOrder,
  placedOrder,
  placeOrder,
  post,
  REFUND_AMOUNT,
  refundOrder,
  staffCookie,
  statusAt,
  when,
} from '../support/shop-calls.js';
import {ownPostgres} from '../support/temporary-postgres.js';

const ORDERS = 24;
const REFUNDS = 6;
/** No payment settles while PostgreSQL is stopped: it would be streamed as settled. */
const SETTLE_AFTER_MS = 30 * 60_000;

const postgres = await ownPostgres();
if (!postgres) console.log('skipped: PostgreSQL is not installed');

describe(
  'merchant server: two instances, PostgreSQL restarts',
  {skip: postgres ? false : 'skipped: PostgreSQL is not installed'},
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'payby-restart-'));
    let program: MerchantProgram;
    let gateway: OwnProcess;
    let instances: readonly OwnProcess[];
    let cookie: string;
    before(async () => {
      assert.ok(postgres);
      [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
      const env = {...merchantEnvironment(gateway, await freePort()), DATABASE_URL: postgres.url};
      instances = [await program.start(env), await program.start({...env, PORT: '0'})];
      await post(`${gateway.url}/control/settings`, {settleAfterMs: SETTLE_AFTER_MS});
      cookie = await staffCookie(first());
    });
    after(async () => {
      await Promise.all([...instances, gateway].map((one) => one.kill()));
      await postgres?.close();
      program.remove();
      rmSync(folder, {recursive: true, force: true});
    });

    const first = (): OwnProcess => instances[0] ?? assert.fail();
    /** Like payers behind a load balancer: each try goes to the next instance, until one succeeds. */
    async function insist(ask: (at: OwnProcess) => Promise<Response>): Promise<void> {
      for (let tries = 0; ; tries += 1) {
        const response = await ask(instances[tries % instances.length] ?? first());
        if (response.ok) return;
        assert.equal(response.status, 503, await response.text());
        await sleep(100);
      }
    }

    for (const how of ['fast', 'immediate'] as const) {
      it(`answer 503 after its ${how} shutdown, come back by themselves, and lose nothing`, async () => {
        assert.ok(postgres);
        const watched = await placedOrder(first());
        const streams = await Promise.all(instances.map((one) => follow(one, watched)));
        for (const stream of streams) await stream.until('"CREATED"');
        const toRefund = await Promise.all(Array.from({length: REFUNDS}, () => paidOrder(first(), gateway)));
        const numbers = Array.from({length: ORDERS}, newNumber);
        const working = [
          ...numbers.map((number) => insist((at) => placeOrder(at, number))),
          ...toRefund.map((order) => {
            const number = newNumber();
            return insist((at) => refundOrder(at, order, number, cookie));
          }),
        ];
        await Promise.any(working);

        await postgres.stop(how);
        for (const one of instances) {
          assert.equal(await healthOf(one), 503);
          assert.equal((await placeOrder(one)).status, 503);
        }
        await payOrder(gateway, watched); // PayBy's notification of it cannot be stored
        for (const one of instances) assert.equal(await healthOf(one), 503);

        await postgres.start();
        for (const one of instances) {
          await when('it is well again', async () => (await healthOf(one)) === 200);
        }
        await Promise.all(working);
        for (const stream of streams) await stream.until('"PAID_SUCCESS"');
        for (const stream of streams) stream.close();
        const orders = await ordersAtPayby(gateway);
        for (const number of numbers) assert.ok(orders.has(number));
        for (const {merchantOrderNo, status} of orders.values()) {
          for (const one of instances) {
            await when(
              `${merchantOrderNo} is ${status}`,
              async () => (await statusAt(one, {merchantOrderNo})) === status,
            );
          }
        }
        for (const {merchantOrderNo} of toRefund) {
          assert.equal(orders.get(merchantOrderNo)?.refunded, REFUND_AMOUNT);
        }
        for (const {stderrLines} of instances) assert.deepEqual(stderrLines, []);
      });
    }
  },
);
