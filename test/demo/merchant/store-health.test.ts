/** A database that is locked, takes no writes, or has a damaged row or file: what the server says, and how it goes on. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {chmodSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import Libsql from 'libsql';
import pg from 'pg';
import {openStore, type StoreChoice} from '../../../demo/merchant/storage/open-store.js';
import {openPg} from '../../../demo/merchant/storage/pg-database.js';
import {WriteCheck} from '../../../demo/merchant/storage/write-check.js';
import {StoreError, UnreadableOrder} from '../../../demo/merchant/orders/order-store.js';
import {startDemo} from '../../../demo/main/server.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {createDemo, handOut, ManualClock, turn, twoKeyPairs, until, type TestDemo} from '../support/demo.js';
import {createMerchant} from '../support/merchant.js';
import {newOrder, storeKinds, type TestStore} from '../support/stores.js';

let keys: [KeyPair, KeyPair];
before(async () => {
  keys = await twoKeyPairs();
});

/** Runs statements on the database of a running server, as another program does. */
async function runBeside(
  choice: StoreChoice,
  sql: {readonly file: string; readonly pg: string},
): Promise<void> {
  if (choice.kind === 'folder') {
    const other = new Libsql(join(choice.path, 'orders.db'));
    other.exec(sql.file);
    other.close();
  } else {
    assert.equal(choice.kind, 'postgres');
    const client = new pg.Client({connectionString: (choice as {readonly url: string}).url});
    await client.connect();
    await client.query(sql.pg);
    await client.end();
  }
}

const refuseWrites = (choice: StoreChoice): Promise<void> =>
  runBeside(choice, {
    file: `CREATE TRIGGER full_disk BEFORE INSERT ON limits BEGIN SELECT RAISE(ABORT, 'full'); END`,
    pg: `CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN RAISE 'full'; END $$ LANGUAGE plpgsql;
         CREATE TRIGGER full_disk BEFORE INSERT ON limits EXECUTE FUNCTION full_disk()`,
  });
const takeWrites = (choice: StoreChoice): Promise<void> =>
  runBeside(choice, {file: 'DROP TRIGGER full_disk', pg: 'DROP TRIGGER full_disk ON limits'});
const damage = (choice: StoreChoice, merchantOrderNo: string): Promise<void> => {
  const sql = `UPDATE orders SET facts = '{"version":4,"status":' WHERE merchant_order_no = '${merchantOrderNo}'`;
  return runBeside(choice, {file: sql, pg: sql});
};

for (const kind of storeKinds.filter(({name}) => name !== 'in memory')) {
  describe(`The merchant's server with its database ${kind.name}`, {skip: kind.skip}, () => {
    let bench: TestStore;
    let demo: TestDemo;
    beforeEach(async () => {
      bench = await kind.open();
      demo = await createDemo({makeKeys: handOut(keys), store: bench.choice});
    });
    afterEach(async () => {
      await demo.close();
      await bench.close();
    });
    const health = async (): Promise<unknown> => {
      const {status, json} = await demo.get('/healthz');
      return [status, json.status, json['store']];
    };
    const place = async (): Promise<string> =>
      (await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'})).json.merchantOrderNo;

    it('answers 503 at /healthz after a write that failed, and 200 once writes succeed again', async () => {
      assert.deepEqual(await health(), [200, 'ok', 'reachable']);
      await refuseWrites(bench.choice);
      assert.equal((await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'})).status, 503);
      assert.deepEqual(await health(), [503, 'failing', 'not-writable']);
      await takeWrites(bench.choice);
      await demo.clock.advance(1_000);
      assert.deepEqual(await health(), [200, 'ok', 'reachable']);
    });

    it('answers 503 at /healthz when writes fail and nobody has written', async () => {
      await refuseWrites(bench.choice);
      for (let seconds = 0; seconds < 10; seconds += 1) {
        await demo.clock.advance(1_000);
        await demo.get('/api/skus'); // the reconciler finds nothing due, and answers come meanwhile
      }
      assert.deepEqual(await health(), [503, 'failing', 'not-writable']);
      await takeWrites(bench.choice);
      await demo.clock.advance(1_000);
      assert.deepEqual(await health(), [200, 'ok', 'reachable']);
    });

    it('leaves a damaged order out of the list, raises one alert, and the other orders go on', async () => {
      const [damaged, sound] = [await place(), await place()];
      await damage(bench.choice, damaged);
      const staff = await demo.staff();
      const listed = (await demo.get('/api/admin/orders?limit=1', staff)).json as unknown as {
        orders: {merchantOrderNo: string}[];
      };
      assert.deepEqual(
        listed.orders.map(({merchantOrderNo}) => merchantOrderNo),
        [sound],
      );
      assert.equal((await demo.get(`/api/orders/${damaged}/status`)).json.error.code, 'store-unavailable');
      const alerts = async (): Promise<readonly unknown[]> => {
        const all = (await demo.get('/api/admin/alerts?all=1', staff)).json as unknown as {
          alerts: {id: number; kind: string; merchantOrderNo: string}[];
        };
        return all.alerts.filter((alert) => alert.kind === 'unreadable-order');
      };
      assert.equal((await alerts()).length, 1);
      await demo.clock.advance(60_000); // the damaged order becomes due again and again
      assert.equal((await alerts()).length, 1);
      assert.equal(demo.lines.filter((line) => line.includes('"kind":"unreadable-order"')).length, 1);
      assert.ok(!demo.lines.some((line) => line.includes('"level":"error"')), demo.lines.join('\n'));
      assert.equal((await demo.get(`/api/orders/${sound}/status`)).json.status, 'CREATED');
    });
  });

  describe(`SqlStore ${kind.name}`, {skip: kind.skip}, () => {
    let bench: TestStore;
    beforeEach(async () => {
      bench = await kind.open();
    });
    afterEach(() => bench.close());

    it('shows an event whose facts are damaged without them, and raises an alert', async () => {
      const {store, choice} = bench;
      const event = {at: 1, kind: 'made', by: 'till' as const, facts: {amount: '25.00'}};
      await store.add(newOrder('order-1', 1), {events: [event], dueAt: undefined});
      const sql = `UPDATE events SET facts = '{"am'`;
      await runBeside(choice, {file: sql, pg: sql});
      const [read] = await store.timeline('order-1');
      assert.deepEqual([read?.kind, read?.facts], ['made', {}]);
      assert.equal((await store.alerts({all: false, merchantOrderNo: 'order-1'})).length, 1);
    });

    it('rejects checkWritable() while writes fail, whatever changed no row meanwhile', async () => {
      const {store, choice, clock} = bench;
      await store.checkWritable();
      await refuseWrites(choice);
      await clock.advance(10_000);
      const [merchantOrderNo, now] = ['no-such-order', clock.now()];
      await store.claimDue({whose: 'visitor', now, leaseUntil: now + 1, limit: 10});
      await store.claimQuery({merchantOrderNo, now, validSince: 0, until: now + 1});
      await store.releaseQuery({merchantOrderNo, until: now + 1});
      await store.change(merchantOrderNo, (order) => ({order, events: [], dueAt: undefined}));
      await store.acknowledge(1, now);
      await store.removeEndedCounters(now);
      await store.endSession('no-such-session');
      await store.endSessions('till');
      await assert.rejects(store.checkWritable(), StoreError);
    });

    it('raises no second alert about a damaged order after the first was handled, also after a restart', async () => {
      const {store, choice, again} = bench;
      await store.add(newOrder('order-1', 1), {events: [], dueAt: undefined});
      await damage(choice, 'order-1');
      await assert.rejects(store.find('order-1'), UnreadableOrder);
      await assert.rejects(
        store.change('order-1', (order) => ({order, events: [], dueAt: undefined})),
        UnreadableOrder,
      );
      const [alert] = await store.alerts({all: false});
      assert.ok(alert);
      await store.acknowledge(alert.id, 2);
      await assert.rejects((await again()).find('order-1'), UnreadableOrder);
      assert.equal((await store.alerts({all: true})).length, 1);
      await store.checkWritable(); // a damaged row says nothing about the disk
    });
  });
}

const shared = storeKinds.find(({isShared}) => isShared);

describe('PostgreSQL whose connection breaks inside a transaction', {skip: shared?.skip ?? true}, () => {
  it('fails that transaction, and neither the process nor the next one', async () => {
    assert.ok(shared);
    const bench = await shared.open();
    const {choice} = bench;
    assert.equal(choice.kind, 'postgres');
    const {url} = choice as {readonly url: string};
    const database = await openPg({url, clock: bench.clock, log: () => {}});
    const admin = new pg.Client({connectionString: url});
    await admin.connect();
    try {
      const broken = database.transaction(async (sql) => {
        const [row] = await sql.rows('SELECT pg_backend_pid() AS pid');
        const pid = Number(row?.['pid']);
        await admin.query('SELECT pg_terminate_backend($1)', [pid]);
        const isGone = async (): Promise<boolean> =>
          (await admin.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount === 0;
        await until(isGone, 'PostgreSQL has ended the connection');
        for (let turns = 0; turns < 20; turns += 1) await turn(); // it is heard of while no statement runs
        await sql.rows('SELECT 1 AS one');
      });
      await assert.rejects(broken, StoreError);
      assert.equal((await database.rows('SELECT 1 AS one')).length, 1);
    } finally {
      await admin.end();
      await database.close();
      await bench.close();
    }
  });
});

describe(
  'PostgreSQL with a server that has gone silent inside a transaction',
  {skip: shared?.skip ?? true},
  () => {
    it('gives its locks to the others', async () => {
      assert.ok(shared);
      const bench = await shared.open();
      const {choice} = bench;
      assert.equal(choice.kind, 'postgres');
      const {url} = choice as {readonly url: string};
      const open = () => openPg({url, clock: bench.clock, log: () => {}});
      const [silent, other] = [await open(), await open()];
      const order = newOrder('order-1', 0);
      await bench.store.add(order, {events: [], dueAt: undefined});
      const lock = 'SELECT * FROM orders WHERE merchant_order_no = ? FOR UPDATE';
      let hasLock = (): void => {};
      const locked = new Promise<void>((resolve) => (hasLock = resolve));
      const over = new AbortController();
      try {
        const stuck = silent.transaction(async (sql) => {
          await sql.rows(lock, [order.merchantOrderNo]);
          const ended = once(over.signal, 'abort');
          hasLock();
          await ended; // as after a cut cable: nothing is said any more
          await sql.rows('SELECT 1 AS one');
        });
        await Promise.race([locked, stuck]); // else the other one may come first, and waits for nobody
        const rejected = assert.rejects(stuck, StoreError);
        const isFree = (): Promise<boolean> =>
          other
            .transaction((sql) => sql.rows(lock, [order.merchantOrderNo]))
            .then(
              (rows) => rows.length === 1,
              () => false, // its own time-out is as long as the silence that PostgreSQL allows
            );
        await until(isFree, 'the other one has the lock');
        over.abort();
        await rejected;
      } finally {
        await Promise.all([silent.close(), other.close()]);
        await bench.close();
      }
    });
  },
);

describe('Reconciler with a damaged order', () => {
  it('takes the steps of the other orders', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payby-damaged-'));
    const choice: StoreChoice = {kind: 'folder', path: folder};
    const store = await openStore(choice, {clock: new ManualClock(), log: () => {}});
    const merchant = await createMerchant(keys, store);
    try {
      const [damaged, sound] = [await merchant.place(), await merchant.place()];
      await damage(choice, damaged.merchantOrderNo);
      await merchant.pay(sound);
      await merchant.pass(10_000);
      assert.equal((await store.find(sound.merchantOrderNo))?.status, 'PAID_SUCCESS');
      assert.deepEqual(
        merchant.lines.filter((line) => line.includes('"level":"error"')),
        [],
      );
    } finally {
      await merchant.close();
      rmSync(folder, {recursive: true});
    }
  });
});

describe('A database file that another process has locked', () => {
  let folder: string;
  let demo: TestDemo;
  let other: InstanceType<typeof Libsql>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payby-locked-'));
    demo = await createDemo({makeKeys: handOut(keys), store: {kind: 'folder', path: folder}});
    other = new Libsql(join(folder, 'orders.db'));
  });
  afterEach(async () => {
    other.close();
    await demo.close();
    rmSync(folder, {recursive: true});
  });
  const place = () => demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});

  it('delays writes and neither reads nor requests without one', async () => {
    const {merchantOrderNo} = (await place()).json;
    other.exec('BEGIN IMMEDIATE');
    let isPlaced = false;
    const placing = place().then((reply) => {
      isPlaced = true;
      return reply;
    });
    assert.equal((await demo.get('/api/skus')).status, 200);
    assert.equal((await demo.get(`/api/orders/${merchantOrderNo}`)).status, 200);
    await demo.clock.advance(1_000);
    assert.equal(isPlaced, false);
    other.exec('COMMIT');
    await until(async () => {
      await demo.clock.advance(20);
      return isPlaced;
    }, 'the order is placed');
    assert.equal((await placing).status, 201);
  });

  it('is a 503 after five seconds, and every later write succeeds', async () => {
    other.exec('BEGIN IMMEDIATE');
    let status = 0;
    const placing = place().then((reply) => (status = reply.status));
    await until(async () => {
      await demo.clock.advance(20);
      return status > 0;
    }, 'the request is answered');
    await placing;
    assert.equal(status, 503);
    other.exec('COMMIT');
    await demo.clock.advance(1_000);
    assert.equal((await demo.get('/healthz')).status, 200);
    assert.equal((await place()).status, 201);
  });
});

describe('A database file at the start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'payby-start-'));
  });
  afterEach(() => {
    rmSync(folder, {recursive: true});
  });
  const start = (lines: string[] = []) =>
    startDemo({
      port: 0,
      makeKeys: handOut(keys),
      store: {kind: 'folder', path: folder},
      log: (event, facts = {}) => lines.push(JSON.stringify({event, ...facts})),
    });
  const mode = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);

  it('that is damaged stops it with one sentence that says what to do', async () => {
    const file = join(folder, 'orders.db');
    const sentence =
      /^DATA_DIR: orders\.db is damaged[^.]*: move it away together with orders\.db-wal and orders\.db-shm, and restore the last backup as docs\/operations\.md says\.$/;
    writeFileSync(file, 'this was a database once '.repeat(400));
    await assert.rejects(start(), {name: 'StartError', message: sentence});
    rmSync(file);
    const store = await openStore({kind: 'folder', path: folder}, {clock: new ManualClock(), log: () => {}});
    for (let count = 0; count < 50; count += 1) {
      await store.add(newOrder(`order-${String(count)}`, 1), {events: [], dueAt: undefined});
    }
    await store.close();
    const sql = new Libsql(file);
    sql.exec("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 4 WHERE name = 'alerts'");
    sql.close();
    await assert.rejects(start(), {name: 'StartError', message: sentence});
  });

  it('is readable and writable by its user only, also when it was not before', async (t) => {
    if (process.platform === 'win32') {
      t.skip('modes say nothing there');
      return;
    }
    await (await start()).close();
    assert.equal(mode('orders.db'), '600');
    chmodSync(join(folder, 'orders.db'), 0o644);
    const demo = await start();
    assert.deepEqual(['orders.db', 'orders.db-wal', 'orders.db-shm'].map(mode), ['600', '600', '600']);
    await demo.close();
  });

  it('in a folder that is open to others is warned about', async (t) => {
    if (process.platform === 'win32') {
      t.skip('modes say nothing there');
      return;
    }
    const lines: string[] = [];
    await (await start(lines)).close();
    assert.ok(!lines.some((line) => line.includes('DATA_DIR')), lines.join());
    chmodSync(folder, 0o755);
    await (await start(lines)).close();
    const warned = lines.filter((line) => line.includes('DATA_DIR is open to other users'));
    assert.equal(warned.length, 1);
    assert.match(warned.join(), /"level":"warn","mode":"755"/);
  });
});

describe('WriteCheck', () => {
  const make = () => {
    const state = {now: 0, writes: 0, fails: false};
    const check = new WriteCheck({
      clock: {now: () => state.now},
      write: () => {
        state.writes += 1;
        return state.fails ? Promise.reject(new StoreError('full')) : Promise.resolve();
      },
    });
    return {state, check};
  };

  it('writes nothing within 10 seconds after a write that succeeded', async () => {
    const {state, check} = make();
    await check.note(Promise.resolve(), () => true);
    state.now = 9_999;
    await check.check();
    assert.equal(state.writes, 0);
    state.now = 10_000;
    await check.check();
    assert.equal(state.writes, 1);
  });

  it('writes once a second while writes fail, for any number of callers', async () => {
    const {state, check} = make();
    state.fails = true;
    const ask = () => Promise.allSettled(Array.from({length: 20}, () => check.check()));
    assert.ok((await ask()).every(({status}) => status === 'rejected'));
    assert.ok((await ask()).every(({status}) => status === 'rejected'));
    assert.equal(state.writes, 1);
    state.now = 1_000;
    state.fails = false;
    assert.ok((await ask()).every(({status}) => status === 'fulfilled'));
    assert.equal(state.writes, 2);
  });

  it('ignores an error that is not of the database', async () => {
    const {state, check} = make();
    await check.note(Promise.resolve(), () => true);
    await assert.rejects(
      check.note(Promise.reject(new RangeError('no such change')), () => true),
      RangeError,
    );
    await assert.rejects(
      check.note(Promise.reject(new UnreadableOrder('one row')), () => true),
      UnreadableOrder,
    );
    await check.check();
    assert.equal(state.writes, 0);
  });
});
