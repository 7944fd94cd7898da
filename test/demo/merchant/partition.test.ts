/**
 * Two merchant servers with one PostgreSQL: one of them loses it for a while, or is killed while it places, refunds or
 * streams. The other goes on, and in the end no order and no refund exists twice.
 */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
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
  type PlacedOrder,
} from '../support/shop-calls.js';
import {findPostgres} from '../support/temporary-postgres.js';

/** Longer than every time-out towards PostgreSQL, so that each of them passes. `PARTITION_MS=30000` lasts longer. */
const PARTITION_MS = Number(process.env['PARTITION_MS'] ?? 7_000);
const REFUNDS = 8;
const ORDERS = 12;

const postgres = await findPostgres();
if (!postgres) console.log('skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)');

describe(
  'merchant server: two instances, one of them cut off or killed',
  {skip: postgres ? false : 'skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)'},
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'payby-partition-'));
    let program: MerchantProgram;
    let gateway: OwnProcess;
    let network: Network;
    /** Starts an instance that reaches PostgreSQL through `network`; PayBy notifies the other one. */
    let startInstance: () => Promise<OwnProcess>;
    let other: OwnProcess;
    let cookie: string;
    before(async () => {
      assert.ok(postgres);
      const there = new URL(postgres.url);
      [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
      network = await openNetwork(Number(there.port || 5432), there.hostname);
      const env = {...merchantEnvironment(gateway, await freePort()), DATABASE_URL: postgres.url};
      there.host = `127.0.0.1:${String(network.port)}`;
      startInstance = () => program.start({...env, PORT: '0', DATABASE_URL: there.href});
      other = await program.start(env);
      cookie = await staffCookie(other);
      // A payment that settles while an instance is cut off would be streamed as settled.
      await post(`${gateway.url}/control/settings`, {settleAfterMs: 60 * PARTITION_MS});
    });
    after(async () => {
      await Promise.all([other.kill(), gateway.kill()]);
      network.close();
      await postgres?.close();
      program.remove();
      rmSync(folder, {recursive: true, force: true});
    });

    it('answer 503 without PostgreSQL, come back by themselves, and place and refund nothing twice', async () => {
      const cutOff = await startInstance();
      const [watched, toRefund] = [await placedOrder(other), await paidOrder(other, gateway)];
      const stream = await follow(cutOff, watched);
      await stream.until('"CREATED"');
      const [orderNumber, refundNumber] = [newNumber(), newNumber()];

      network.cut();
      const cutAt = performance.now();
      // Staff and payer get no answer, and repeat the request at the other instance.
      const unanswered = Promise.all([
        placeOrder(cutOff, orderNumber),
        refundOrder(cutOff, toRefund, refundNumber, cookie),
      ]);
      assert.equal(await healthOf(cutOff), 503);
      assert.equal(await healthOf(other), 200);
      assert.equal((await placeOrder(other, orderNumber)).status, 201);
      assert.ok((await refundOrder(other, toRefund, refundNumber, cookie)).ok);
      await payOrder(gateway, watched);
      await whenPaid(other, watched);
      for (const {status} of await unanswered) assert.equal(status, 503);
      await sleep(PARTITION_MS - (performance.now() - cutAt));
      assert.equal(await healthOf(cutOff), 503);

      network.heal();
      await when('it is well again', async () => (await healthOf(cutOff)) === 200);
      await stream.until('"PAID_SUCCESS"'); // the notification came while it was cut off
      stream.close();
      assert.equal(await statusAt(cutOff, watched), 'PAID_SUCCESS');
      assert.ok((await refundOrder(cutOff, toRefund, refundNumber, cookie)).ok, 'the same refund once more');
      const orders = await ordersAtPayby(gateway);
      assert.equal(orders.get(toRefund.merchantOrderNo)?.refunded, REFUND_AMOUNT);
      assert.equal(orders.get(orderNumber)?.status, 'CREATED');
      assert.deepEqual(cutOff.stderrLines, []);
      await cutOff.kill();
    });

    it('refund once when one is killed in the middle of refunds', async () => {
      const killed = await startInstance();
      const orders = await Promise.all(Array.from({length: REFUNDS}, () => paidOrder(other, gateway)));
      const numbers = orders.map(newNumber);
      const refundAllAt = (instance: OwnProcess): readonly Promise<Response>[] =>
        orders.map((order, index) => refundOrder(instance, order, numbers[index] ?? '', cookie));
      const tries = refundAllAt(killed);
      await Promise.any(tries);
      await killed.kill();
      await Promise.allSettled(tries);
      for (const {ok} of await Promise.all(refundAllAt(other))) assert.ok(ok);
      await when('PayBy has made every refund', async () => {
        const known = await ordersAtPayby(gateway);
        return orders.every(({merchantOrderNo}) => known.get(merchantOrderNo)?.refunded !== '0.00');
      });
      const known = await ordersAtPayby(gateway);
      for (const {merchantOrderNo} of orders)
        assert.equal(known.get(merchantOrderNo)?.refunded, REFUND_AMOUNT);
    });

    it('place once when one is killed in the middle of placing; orders that nobody asks for again are found', async () => {
      const killed = await startInstance();
      const numbers = Array.from({length: 2 * ORDERS}, newNumber);
      const asked = numbers.slice(0, ORDERS);
      const tries = numbers.map((number) => placeOrder(killed, number));
      await Promise.any(tries);
      await killed.kill();
      await Promise.allSettled(tries);
      for (const {status} of await Promise.all(asked.map((number) => placeOrder(other, number)))) {
        assert.equal(status, 201);
      }
      const orders = await ordersAtPayby(gateway);
      for (const merchantOrderNo of asked) assert.ok(orders.has(merchantOrderNo));
      // Of the others, the reconciler of the instance that is left finds within seconds which ones PayBy got.
      for (const merchantOrderNo of numbers) {
        await when(`${merchantOrderNo} is the same at PayBy`, async () => {
          const there = (await ordersAtPayby(gateway)).get(merchantOrderNo);
          return (await orderNoAt(other, merchantOrderNo)) === there?.orderNo;
        });
      }
    });

    it('stream on at the other when one is killed, also to readers that come from there', async () => {
      const killed = await startInstance();
      const watched = await placedOrder(other);
      const [broken, kept] = [await follow(killed, watched), await follow(other, watched)];
      await broken.until('"CREATED"');
      await killed.kill();
      await broken.isOver;
      const again = await follow(other, watched);
      await again.until('"CREATED"');
      await payOrder(gateway, watched);
      for (const stream of [kept, again]) await stream.until('"PAID_SUCCESS"');
      for (const stream of [kept, again]) stream.close();
    });

    const whenPaid = (at: OwnProcess, order: PlacedOrder): Promise<void> =>
      when('it is known to be paid', async () => (await statusAt(at, order)) === 'PAID_SUCCESS');

    /** PayBy's number of the order, as the instance has stored it. */
    async function orderNoAt(at: OwnProcess, merchantOrderNo: string): Promise<string | undefined> {
      const response = await fetch(`${at.url}/api/admin/orders/${merchantOrderNo}`, {headers: {cookie}});
      return ((await response.json()) as {order?: {orderNo?: string}}).order?.orderNo;
    }
  },
);

/** The way to PostgreSQL. What is sent while it is cut arrives after it has healed, as TCP repeats it. */
interface Network {
  readonly port: number;
  cut(): void;
  heal(): void;
  close(): void;
}

async function openNetwork(port: number, host: string): Promise<Network> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from);
    if (isCut) from.pause();
    from.on('data', (part) => to.write(part));
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => from.destroy());
    if (isCut) from.pause();
  };
  const server = createServer((client) => {
    const upstream = connect(port, host);
    forward(client, upstream);
    forward(upstream, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    heal: () => {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
