/** The event streams, without a network but for one client; `server.test.ts` reads them over HTTP. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {getRequestListener} from '@hono/node-server';
import {Hono} from 'hono';
import {HttpError} from '../../../demo/http/http-error.js';
import {disconnect} from '../../../demo/merchant/http/loopback.js';
import {StatusStreams, type StatusStreamsOptions} from '../../../demo/merchant/http/status-streams.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import {ManualClock, MINUTE, turn, until} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

const CAPS = {inAll: 10_000, perOrder: 10_000, perAddress: 10_000};

interface TestStreams {
  readonly streams: StatusStreams;
  readonly clock: ManualClock;
  readonly lines: readonly string[];
  readonly queries: () => number;
  readonly listeners: () => number;
  /** Changes what is known of every order, and says so to the feeds. */
  readonly change: (change: Partial<Order>) => void;
  readonly closing: AbortController;
}

function testStreams(
  options: Partial<StatusStreamsOptions> & {readonly mayQuery?: () => boolean} = {},
): TestStreams {
  const {mayQuery = () => true} = options;
  const clock = new ManualClock();
  const closing = new AbortController();
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let known: Partial<Order> = {};
  let queries = 0;
  const streams = new StatusStreams({
    orders: {
      current: (merchantOrderNo) => {
        queries += 1;
        if (!mayQuery()) return Promise.reject(new Error('PayBy is silent'));
        return Promise.resolve({order: newOrder(merchantOrderNo, 0, known), at: clock.now()});
      },
      listen: (_, listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    clock,
    log: (event, facts) => lines.push(`${event} ${String(facts?.['dropped'] ?? facts?.['why'] ?? '')}`),
    signal: closing.signal,
    caps: CAPS,
    ...options,
  });
  return {
    ...{streams, clock, lines, closing},
    queries: () => queries,
    listeners: () => listeners.size,
    change: (change) => {
      known = {...known, ...change};
      for (const listener of [...listeners]) listener();
    },
  };
}

const client = (address = '192.0.2.1') => {
  const own = {address, cuts: 0, disconnect: () => (own.cuts += 1)};
  return own;
};

async function readAll(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of stream) text += Buffer.from(part).toString();
  return text;
}

describe('StatusStreams', () => {
  it('drops and counts a client that stops reading, and cuts its connection', async () => {
    const {streams, clock, lines, listeners} = testStreams();
    const stalled = client();
    const stream = streams.open('order-1', stalled);
    for (let hours = 0; hours < 8; hours += 1) await clock.advance(60 * MINUTE);
    assert.deepEqual(streams.counts, {open: 0, dropped: 1});
    assert.deepEqual(lines, ['stream dropped: its client does not read 1']);
    assert.equal(stalled.cuts, 1);
    assert.equal(listeners(), 0);
    assert.equal(clock.asleep, 0);
    await stream.cancel();
    assert.deepEqual(streams.counts, {open: 0, dropped: 1});
  });

  it('drops 2,000 clients of one order that never read, and keeps the one that reads', async () => {
    const {streams, clock, change, queries} = testStreams();
    for (let index = 0; index < 2_000; index += 1) streams.open('order-1', client());
    const reading = readAll(streams.open('order-1', client()));
    await turn();
    assert.ok(queries() <= 2, `one query serves all, and there were ${String(queries())}`);
    for (let minute = 1; minute <= 400; minute += 1) {
      change({expiredTime: minute * MINUTE});
      await turn();
    }
    assert.deepEqual(streams.counts, {open: 1, dropped: 2_000});
    change({status: 'SETTLED'});
    const text = await reading;
    assert.equal([...text.matchAll(/^data: /gm)].length, 402);
    assert.match(text, /"status":"SETTLED"[^\n]*\n\n$/);
    assert.deepEqual(streams.counts, {open: 0, dropped: 2_000});
    assert.equal(clock.asleep, 0);
  });

  it('drops 2,000 clients of 2,000 orders that never read', async () => {
    const {streams, clock, change, listeners} = testStreams();
    for (let index = 0; index < 2_000; index += 1) streams.open(`order-${String(index)}`, client());
    for (let minute = 1; minute <= 10; minute += 1) {
      change({failDes: 'x'.repeat(2_000), expiredTime: minute * MINUTE});
      await turn();
    }
    assert.deepEqual(streams.counts, {open: 0, dropped: 2_000});
    assert.equal(listeners(), 0);
    assert.equal(clock.asleep, 0);
  });

  it('ends the stream of a closed order after its last status', async () => {
    const {streams, clock, change} = testStreams();
    const reading = readAll(streams.open('order-1', client()));
    await turn();
    change({status: 'FAILURE'});
    const text = await reading;
    assert.deepEqual(
      [...text.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status),
      ['CREATED', 'FAILURE'],
    );
    const again = await readAll(streams.open('order-1', client()));
    assert.match(
      again,
      /^data: [^\n]*"status":"FAILURE"[^\n]*\n\n$/,
      'a closed order has one status to tell',
    );
    assert.deepEqual(streams.counts, {open: 0, dropped: 0});
    assert.equal(clock.asleep, 0);
  });

  it('queries PayBy less often for each order the more orders are watched: 25 times a second in all', async () => {
    const {streams, clock, queries} = testStreams();
    const open = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) void readAll(streams.open(`order-${index}`, client()));
      await turn();
    };
    await open(10);
    let before = queries();
    await clock.advance(4_000);
    assert.equal(queries() - before, 10, 'every four seconds while there are few');
    await open(1_000);
    await clock.advance(4_000); // the first ten have slept for a short time yet
    before = queries();
    await clock.advance(80_000);
    const perSecond = (queries() - before) / 80;
    assert.ok(perSecond > 20 && perSecond < 30, `${String(perSecond)} a second`);
  });

  it('stays open while the status cannot be queried', async () => {
    let mayQuery = false;
    const {streams, clock, closing} = testStreams({mayQuery: () => mayQuery});
    const first = streams.open('order-1', client()).getReader().read();
    await clock.advance(8_000);
    mayQuery = true;
    await clock.advance(4_000);
    assert.match(Buffer.from((await first).value ?? []).toString(), /^data: \{"merchantOrderNo":"order-1"/);
    closing.abort();
    await turn();
    assert.equal(clock.asleep, 0);
  });

  const caps = [
    {
      of: 'in all',
      caps: {...CAPS, inAll: 2},
      second: ['order-2', '192.0.2.2'],
      third: ['order-3', '192.0.2.3'],
    },
    {
      of: 'of an order',
      caps: {...CAPS, perOrder: 2},
      second: ['order-1', '192.0.2.2'],
      third: ['order-1', '192.0.2.3'],
    },
    {
      of: 'of an address',
      caps: {...CAPS, perAddress: 2},
      second: ['order-2', '192.0.2.1'],
      third: ['order-3', '192.0.2.1'],
    },
  ] as const;
  for (const {of, caps: limits, second, third} of caps) {
    it(`refuses a stream above the cap ${of} with Retry-After, until one has ended`, async () => {
      const {streams} = testStreams({caps: limits});
      streams.open('order-1', client('192.0.2.1'));
      const other = streams.open(second[0], client(second[1]));
      assert.throws(
        () => streams.open(third[0], client(third[1])),
        (error) =>
          error instanceof HttpError && error.status === 429 && error.headers['Retry-After'] === '10',
      );
      await other.cancel();
      streams.open(third[0], client(third[1]));
      assert.equal(streams.counts.open, 2);
    });
  }
});

describe('StatusStreams over HTTP', () => {
  it('cuts the connection of a client that never reads, and leaves no rejection', async (t) => {
    const long = 'x'.repeat(12_000); // few statuses fill what the network keeps for a client
    const {streams, change, lines} = testStreams();
    const app = new Hono().get('/events', (c) => {
      const cut = {address: '192.0.2.1', disconnect: () => disconnect(c)};
      return new Response(streams.open(long, cut));
    });
    const broken: unknown[] = [];
    const listener = getRequestListener(app.fetch, {overrideGlobalObjects: false});
    const server = createServer((request, response) => {
      listener(request, response).catch((error: unknown) => broken.push(error));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    t.after(async () => {
      socket.destroy();
      await new Promise((closed) => server.close(closed));
    });
    socket.pause().write('GET /events HTTP/1.1\r\nHost: shop\r\n\r\n');
    let isCut = false;
    server.once('connection', (own) => own.once('close', () => (isCut = true)));
    for (let changes = 0; streams.counts.dropped === 0; changes += 1) {
      assert.ok(changes < 20_000, 'it is dropped at some time');
      change({payerMask: `+971-*${String(changes)}`});
      await turn();
    }
    await until(() => isCut, 'the connection is cut');
    assert.deepEqual(streams.counts, {open: 0, dropped: 1});
    assert.deepEqual(lines, ['stream dropped: its client does not read 1']);
    assert.deepEqual(broken, []);
  });
});
