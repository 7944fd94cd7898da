/**
 * Two merchant servers with one PostgreSQL: one of them loses it for a while, or is killed in the middle of refunds.
 * The other goes on, and in the end no order and no refund exists twice.
 */
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import type {OrderRecord} from '../../../demo/gateway/control/control.js';
import {
  buildMerchant,
  freePort,
  merchantEnvironment,
  startGatewayProcess,
  STAFF_PASSWORD,
  type MerchantProgram,
  type OwnProcess,
} from '../support/processes.js';
import {findPostgres} from '../support/temporary-postgres.js';

/** Longer than every time-out towards PostgreSQL, so that each of them passes. `PARTITION_MS=30000` lasts longer. */
const PARTITION_MS = Number(process.env['PARTITION_MS'] ?? 7_000);
const REFUNDS = 8;

interface Placed {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
}

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
    /** Reaches PostgreSQL through `network`; PayBy notifies the other one. */
    let cutOff: OwnProcess;
    let other: OwnProcess;
    let cookie: string;
    before(async () => {
      assert.ok(postgres);
      const there = new URL(postgres.url);
      [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
      network = await openNetwork(Number(there.port || 5432), there.hostname);
      const port = await freePort();
      const env = {...merchantEnvironment(gateway, port), DATABASE_URL: postgres.url};
      there.host = `127.0.0.1:${String(network.port)}`;
      [other, cutOff] = await Promise.all([
        program.start(env),
        program.start({...env, PORT: '0', DATABASE_URL: there.href}),
      ]);
      const login = await post(`${other.url}/api/login`, {password: STAFF_PASSWORD});
      cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    });
    after(async () => {
      network.heal();
      await Promise.all([cutOff.kill(), other.kill(), gateway.kill()]);
      network.close();
      await postgres?.close();
      program.remove();
      rmSync(folder, {recursive: true, force: true});
    });

    const post = (url: string, body: object = {}, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', connection: 'close', ...headers},
        body: JSON.stringify(body),
      });
    const place = (at: OwnProcess, merchantOrderNo = number()): Promise<Response> =>
      post(`${at.url}/api/orders`, {merchantOrderNo, paySceneCode: 'DYNQR', sku: 'mug'});
    const placed = async (at: OwnProcess): Promise<Placed> => (await (await place(at)).json()) as Placed;
    const pay = ({orderNo}: Placed): Promise<Response> => post(`${gateway.url}/app/pay`, {orderNo});
    const refund = (at: OwnProcess, order: Placed, refundMerchantOrderNo: string): Promise<Response> =>
      post(
        `${at.url}/api/orders/${order.merchantOrderNo}/refund`,
        {refundMerchantOrderNo, amount: '20.00'},
        {cookie},
      );
    const health = async (at: OwnProcess): Promise<number> => (await fetch(`${at.url}/healthz`)).status;
    const statusAt = async (at: OwnProcess, {merchantOrderNo}: Placed): Promise<string> => {
      const response = await fetch(`${at.url}/api/orders/${merchantOrderNo}/status`);
      return ((await response.json()) as {status: string}).status;
    };
    async function truth(): Promise<ReadonlyMap<string, OrderRecord>> {
      const response = await fetch(`${gateway.url}/control/orders`);
      const {orders} = (await response.json()) as {orders: OrderRecord[]};
      assert.equal(new Set(orders.map((order) => order.merchantOrderNo)).size, orders.length);
      return new Map(orders.map((order) => [order.merchantOrderNo, order]));
    }
    async function paidOrder(): Promise<Placed> {
      const order = await placed(other);
      await pay(order);
      await when('it is paid', async () => (await statusAt(other, order)) !== 'CREATED');
      return order;
    }

    it('answer 503 without PostgreSQL, come back by themselves, and place and refund nothing twice', async () => {
      const [watched, toRefund] = [await placed(other), await paidOrder()];
      const stream = await follow(cutOff, watched);
      await stream.until('"CREATED"');
      const [orderNumber, refundNumber] = [number(), number()];

      network.cut();
      const cutAt = performance.now();
      // Staff and payer get no answer, and repeat the request at the other instance.
      const unanswered = Promise.all([place(cutOff, orderNumber), refund(cutOff, toRefund, refundNumber)]);
      assert.equal(await health(cutOff), 503);
      assert.equal(await health(other), 200);
      assert.equal((await place(other, orderNumber)).status, 201);
      assert.ok((await refund(other, toRefund, refundNumber)).ok);
      await pay(watched);
      await when(
        'the other knows of the payment',
        async () => (await statusAt(other, watched)) !== 'CREATED',
      );
      for (const {status} of await unanswered) assert.equal(status, 503);
      await sleep(PARTITION_MS - (performance.now() - cutAt));
      assert.equal(await health(cutOff), 503);

      network.heal();
      await when('it is well again', async () => (await health(cutOff)) === 200);
      await stream.until('"PAID_SUCCESS"'); // the notification came while it was cut off
      stream.close();
      assert.notEqual(await statusAt(cutOff, watched), 'CREATED');
      assert.ok((await refund(cutOff, toRefund, refundNumber)).ok, 'the same refund once more');
      const orders = await truth();
      assert.equal(orders.get(toRefund.merchantOrderNo)?.refunded, '20.00');
      assert.equal(orders.get(orderNumber)?.status, 'CREATED');
      assert.deepEqual(cutOff.stderrLines, []);
    });

    it('refund once when one is killed in the middle of refunds, and streams go on at the other', async () => {
      const orders = await Promise.all(Array.from({length: REFUNDS}, paidOrder));
      const watched = await placed(other);
      const [broken, kept] = [await follow(cutOff, watched), await follow(other, watched)];
      const numbers = orders.map(number);
      const tries = orders.map((order, index) => refund(cutOff, order, numbers[index] ?? ''));
      await Promise.any(tries);
      await cutOff.kill();
      await Promise.allSettled(tries);
      await broken.isOver;
      const again = await Promise.all(
        orders.map((order, index) => refund(other, order, numbers[index] ?? '')),
      );
      assert.ok(again.every(({ok}) => ok));
      await pay(watched);
      await kept.until('"PAID_SUCCESS"');
      kept.close();
      await when('every refund is known', async () => {
        const known = await truth();
        return orders.every(({merchantOrderNo}) => known.get(merchantOrderNo)?.refunded !== '0.00');
      });
      const known = await truth();
      for (const {merchantOrderNo} of orders) assert.equal(known.get(merchantOrderNo)?.refunded, '20.00');
    });
  },
);

const number = (): string => randomUUID().replaceAll('-', '');

async function when(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000; // only so that a failure fails instead of hanging
  while (!(await isTrue())) {
    assert.ok(performance.now() < deadline, `timed out waiting until ${what}`);
    await sleep(100);
  }
}

interface Stream {
  until(text: string): Promise<void>;
  readonly isOver: Promise<void>;
  close(): void;
}

async function follow(at: OwnProcess, {merchantOrderNo}: Placed): Promise<Stream> {
  const leaving = new AbortController();
  const response = await fetch(`${at.url}/api/orders/${merchantOrderNo}/events`, {signal: leaving.signal});
  assert.ok(response.body);
  let received = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const reading = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value;
  };
  return {
    until: (text) => when(`the stream sent ${text}`, () => Promise.resolve(received.includes(text))),
    isOver: reading().catch(() => undefined), // cut off, which is one way to end
    close: () => {
      leaving.abort();
    },
  };
}

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
