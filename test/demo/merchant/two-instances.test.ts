/**
 * Two merchant servers behind one address with one PostgreSQL: either server gets a payer's calls, one of them is
 * killed, and each order stays consistent.
 */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, connect, type AddressInfo, type Server} from 'node:net';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import type {OrderRecord} from '../../../demo/gateway/control/control.js';
import type {RequestLogEntry} from '../../../demo/gateway/model/request-log.js';
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

interface Status {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  readonly status: string;
}

const postgres = await findPostgres();
if (!postgres) console.log('skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)');

describe(
  'merchant server: two instances with one PostgreSQL',
  {
    skip: postgres ? false : 'skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)',
  },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'payby-two-'));
    let program: MerchantProgram;
    let gateway: OwnProcess;
    let instances: OwnProcess[];
    let environments: readonly Environment[];
    let address: Address;
    before(async () => {
      assert.ok(postgres);
      const {url} = postgres;
      [program, gateway] = await Promise.all([buildMerchant(), startGatewayProcess(join(folder, 'keys'))]);
      const ports = [await freePort(), await freePort()];
      address = await oneAddress(ports);
      environments = ports.map((port) => ({
        ...merchantEnvironment(gateway, port),
        PUBLIC_URL: address.url,
        DATABASE_URL: url,
      }));
      instances = await Promise.all(environments.map((env) => program.start(env)));
    });
    after(async () => {
      for (const instance of instances) await instance.kill();
      await gateway.kill();
      address.close();
      await postgres?.close();
      program.remove();
      rmSync(folder, {recursive: true, force: true});
    });

    it('query PayBy at most every two seconds per order, for any number of pages', async () => {
      const orders = await Promise.all(Array.from({length: 5}, () => place()));
      const began = Date.now();
      await Promise.all(
        orders.flatMap((order) =>
          Array.from({length: 10}, async () => {
            for (let times = 0; times < 12; times += 1) {
              assert.equal((await status(order)).status, 'CREATED');
              await sleep(400);
            }
          }),
        ),
      );
      const ended = Date.now();
      const seconds = (ended - began) / 1_000;
      for (const {merchantOrderNo} of orders) {
        // On a busy machine others follow before they are counted.
        const queries = (await calls(merchantOrderNo)).filter(
          ({path, at}) => path.endsWith('getOrder') && at <= ended,
        );
        const times = queries.map(({at}) => at);
        const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
        assert.ok(
          queries.length <= seconds / 2 + 1,
          `${String(queries.length)} in ${seconds.toFixed(1)} s: ${gaps.join(', ')}`,
        );
      }
      assert.deepEqual(
        address.used.map((count) => count > 0),
        [true, true],
        'both servers got requests',
      );
    });

    it('send a notification that one of them got to the streams of both', async () => {
      const order = await place();
      const streams = await Promise.all(instances.map(({url}) => follow(url, order)));
      for (const stream of streams) await stream.until('"CREATED"');
      // No query gets an answer, so only the notification can report the payment.
      await gatewayPost('/control/faults', {fault: '500', operation: 'getOrder', times: 1_000_000});
      await gatewayPost('/app/pay', {orderNo: order.orderNo});
      for (const stream of streams) await stream.until('"PAID_SUCCESS"');
      for (const stream of streams) stream.close();
      await gatewayPost('/control/reset', {});
      assert.deepEqual(await countedKinds(order, 'notification'), 1);
    });

    it('cancel and refund once when both get the same request', async () => {
      const first = await place();
      const replies = await Promise.all(instances.map(({url}) => post(`${url}${path(first, 'cancel')}`)));
      assert.ok(replies.some(({ok}) => ok));
      assert.equal((await status(first)).status, 'FAILURE');

      const second = await place();
      await gatewayPost('/app/pay', {orderNo: second.orderNo});
      await whenStatus(second, 'PAID_SUCCESS');
      const headers = {cookie: await staffCookie()}; // opened at one server, valid at the other
      const refunds = await Promise.all(
        instances.map(({url}) => post(`${url}${path(second, 'refund')}`, {amount: '20.00'}, headers)),
      );
      assert.equal(refunds.filter(({ok}) => ok).length, 1, '20 of 25 dirhams can be refunded once');
      assert.equal((await truth(second))?.refunded, '20.00');
    });

    it('lose no order when one is killed: the other one finishes its work', async () => {
      const orders = await Promise.all(Array.from({length: 20}, () => place()));
      const acting = orders.map(async ({orderNo, merchantOrderNo}, index) => {
        await sleep(index * 20);
        if (index % 2 === 0) await gatewayPost('/app/pay', {orderNo});
        // A payer without an answer repeats the request at the same address
        else await retry(() => post(`${address.url}/api/orders/${merchantOrderNo}/cancel`));
      });
      await sleep(150);
      await instances[0]?.kill();
      await Promise.all(acting);
      for (const [index, order] of orders.entries()) {
        await whenStatus(order, index % 2 === 0 ? 'PAID_SUCCESS' : 'FAILURE');
        const there = (await truth(order))?.status;
        assert.equal(there, index % 2 === 0 ? 'PAID_SUCCESS' : 'FAILURE');
      }
      const [env] = environments;
      assert.ok(env);
      instances = [await program.start(env), ...instances.slice(1)];
      const [order] = orders;
      assert.ok(order);
      const seen = await fetch(`${instances[0]?.url ?? ''}${path(order, 'status')}`);
      assert.notEqual(
        ((await seen.json()) as Status).status,
        'CREATED',
        'the restarted server knows the order',
      );
    });

    it('refuse a stranger at once when the other one has reached his limit, also after kill -9', async () => {
      const strict = await Promise.all(
        environments.map(async (env) => ({...env, PORT: String(await freePort()), LIMIT_FACTOR: '1'})),
      );
      const [env] = strict;
      assert.ok(env);
      const [one, two] = await Promise.all(strict.map((each) => program.start(each)));
      assert.ok(one && two);
      const order = async ({url}: OwnProcess): Promise<number> =>
        (await post(`${url}/api/orders`, {paySceneCode: 'DYNQR', sku: 'mug'})).status;
      const answers: number[] = [];
      while (answers.length <= 60 && !answers.includes(429)) answers.push(await order(one));
      const again = await one.kill().then(() => program.start(env));
      try {
        assert.equal(answers.at(-1), 429, `${String(answers.length)} orders of one address`);
        assert.deepEqual([await order(two), await order(again)], [429, 429]);
        const taken = await fetch(`${two.url}/api/skus`);
        assert.equal(taken.status, 200, 'what costs nothing is answered');
      } finally {
        await Promise.all([two.kill(), again.kill()]);
      }
    });

    const path = ({merchantOrderNo}: Status, what: string): string =>
      `/api/orders/${merchantOrderNo}/${what}`;

    async function place(): Promise<Status> {
      const response = await post(`${address.url}/api/orders`, {paySceneCode: 'DYNQR', sku: 'mug'});
      assert.equal(response.status, 201);
      return (await response.json()) as Status;
    }

    async function status(order: Status): Promise<Status> {
      const response = await fetch(address.url + path(order, 'status'), {headers: {connection: 'close'}});
      return (await response.json()) as Status;
    }

    async function whenStatus(order: Status, wanted: string): Promise<void> {
      const deadline = performance.now() + 30_000;
      for (;;) {
        const last = await retry(() => status(order));
        if (last.status === wanted || (wanted === 'PAID_SUCCESS' && last.status === 'SETTLED')) return;
        assert.ok(performance.now() < deadline, `it is ${last.status}, and not ${wanted}`);
        await sleep(200);
      }
    }

    const post = (url: string, body: object = {}, headers: Environment = {}): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', connection: 'close', ...headers},
        body: JSON.stringify(body),
      });

    const gatewayPost = (what: string, body: object): Promise<Response> => post(gateway.url + what, body);

    async function staffCookie(): Promise<string> {
      const login = await post(`${instances[0]?.url ?? ''}/api/login`, {password: STAFF_PASSWORD});
      return (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    }

    async function countedKinds({merchantOrderNo}: Status, wanted: string): Promise<number> {
      const url = `${instances[1]?.url ?? ''}/api/admin/orders/${merchantOrderNo}`;
      const response = await fetch(url, {headers: {cookie: await staffCookie()}});
      const {timeline} = (await response.json()) as {timeline: {kind: string}[]};
      return timeline.filter(({kind}) => kind === wanted).length;
    }

    async function calls(merchantOrderNo: string): Promise<readonly (RequestLogEntry & {kind: 'call'})[]> {
      const response = await fetch(`${gateway.url}/control/log?merchantOrderNo=${merchantOrderNo}`);
      const {entries} = (await response.json()) as {entries: RequestLogEntry[]};
      return entries.filter((entry) => entry.kind === 'call');
    }

    async function truth({merchantOrderNo}: Status): Promise<OrderRecord | undefined> {
      const {orders} = (await (await fetch(`${gateway.url}/control/orders`)).json()) as {
        orders: OrderRecord[];
      };
      return orders.find((order) => order.merchantOrderNo === merchantOrderNo);
    }

    async function follow(
      url: string,
      order: Status,
    ): Promise<{until(text: string): Promise<void>; close(): void}> {
      const leaving = new AbortController();
      const response = await fetch(url + path(order, 'events'), {signal: leaving.signal});
      assert.ok(response.body);
      let received = '';
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const reading = (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value;
      })();
      reading.catch(() => undefined); // it ends when the page is closed
      return {
        until: async (text) => {
          const deadline = performance.now() + 40_000; // only so that a failure fails instead of hanging
          while (!received.includes(text)) {
            assert.ok(performance.now() < deadline, `the stream sent ${received}`);
            await sleep(10);
          }
        },
        close: () => {
          leaving.abort();
        },
      };
    }
  },
);

/** Repeats a request until a server answers: a killed server refuses the connection. */
async function retry<T>(act: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + 40_000;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

interface Address {
  readonly url: string;
  /** The number of connections that each server got. */
  readonly used: readonly number[];
  close(): void;
}

/** A load balancer: each connection goes to the next server, or to the other one when that one is down. */
async function oneAddress(ports: readonly number[]): Promise<Address> {
  const used = ports.map(() => 0);
  let turn = 0;
  const server: Server = createServer((client) => {
    const first = (turn += 1) % ports.length;
    const join = (choice: number, isLast: boolean): void => {
      const upstream = connect(ports[choice] ?? 0, '127.0.0.1');
      upstream.once('connect', () => {
        used[choice] = (used[choice] ?? 0) + 1;
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => {
        if (isLast || upstream.bytesWritten > 0) client.destroy();
        else join((choice + 1) % ports.length, true);
      });
      upstream.on('close', () => upstream.bytesWritten > 0 && client.destroy());
      client.on('close', () => upstream.destroy());
    };
    client.on('error', () => client.destroy());
    join(first, false);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    used,
    close: () => server.close(),
  };
}
