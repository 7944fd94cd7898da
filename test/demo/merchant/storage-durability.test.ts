/** Which commits wait for fsync: the embedded database blocks everything else during it. */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import type {Change, NewAlert, NewEvent} from '../../../demo/merchant/orders/order-store.js';
import type {Database} from '../../../demo/merchant/storage/database.js';
import {openLibsql} from '../../../demo/merchant/storage/libsql-database.js';
import {SqlStore} from '../../../demo/merchant/storage/sql-store.js';
import {ManualClock} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

/** `PRAGMA synchronous` of a commit that waits for fsync, and of one that does not. */
const FULL = 2;
const NORMAL = 1;

describe('LibsqlDatabase.transaction', () => {
  let folder: string;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payby-durability-'));
    database = await openLibsql({path: join(folder, 'orders.db'), clock: new ManualClock()});
    await database.rows('CREATE TABLE commits (name TEXT, synchronous INTEGER)');
  });
  afterEach(async () => {
    await database.close();
    rmSync(folder, {recursive: true});
  });

  /** Stores the mode in which it is committed, and returns how often `work` ran. */
  const write = async (name: string, isDurable?: () => boolean): Promise<number> => {
    let tries = 0;
    await database.transaction(async (sql) => {
      tries += 1;
      const [mode] = await sql.rows('PRAGMA synchronous');
      const values = [name, Number(mode?.['synchronous'])];
      await sql.rows('INSERT INTO commits (name, synchronous) VALUES (?, ?)', values);
    }, isDurable);
    return tries;
  };
  const commits = async (): Promise<readonly object[]> =>
    (await database.rows('SELECT name, synchronous FROM commits')).map(({name, synchronous}) => ({
      name,
      synchronous,
    }));
  const modeNow = async (): Promise<unknown> =>
    (await database.rows('PRAGMA synchronous'))[0]?.['synchronous'];

  it('waits for fsync unless isDurable returns false', async () => {
    assert.equal(await write('money'), 1);
    assert.equal(await write('nothing new', () => false), 1);
    assert.deepEqual(await commits(), [
      {name: 'money', synchronous: FULL},
      {name: 'nothing new', synchronous: NORMAL},
    ]);
    assert.equal(await modeNow(), FULL, 'and the next commit waits again');
  });

  it('runs again and commits once, with fsync, when isDurable returns true', async () => {
    assert.equal(await write('event', () => true), 2);
    assert.deepEqual(await commits(), [{name: 'event', synchronous: FULL}]);
  });

  it('writes nothing when it fails, and the next commit waits for fsync', async () => {
    await assert.rejects(
      database.transaction(
        async (sql) => {
          await sql.rows("INSERT INTO commits (name) VALUES ('half')");
          throw new Error('in the middle');
        },
        () => false,
      ),
      /in the middle/,
    );
    assert.deepEqual(await commits(), []);
    assert.equal(await modeNow(), FULL);
  });
});

describe('SqlStore.change', () => {
  let database: Database;
  let store: SqlStore;
  /** What `isDurable` returned for each transaction; `undefined` where it was not given: always durable. */
  let durable: (boolean | undefined)[];
  beforeEach(async () => {
    database = await openLibsql({path: ':memory:', clock: new ManualClock()});
    durable = [];
    store = new SqlStore(
      {
        forUpdate: database.forUpdate,
        forUpdateSkipLocked: database.forUpdateSkipLocked,
        serialKey: database.serialKey,
        migrationLock: database.migrationLock,
        rows: (text, values) => database.rows(text, values),
        transaction: async (work, isDurable) => {
          const result = await database.transaction(work);
          durable.push(isDurable?.(result));
          return result;
        },
        notify: (sql, topic) => database.notify(sql, topic),
        listen: (listener) => {
          database.listen(listener);
        },
        close: () => database.close(),
      },
      {clock: new ManualClock(), log: () => {}},
    );
    await store.add(newOrder('order-1', 0), {events: [], dueAt: undefined});
    durable = [];
  });
  afterEach(() => store.close());

  const event: NewEvent = {at: 1, kind: 'status', by: 'payby'};
  const alert: NewAlert = {
    key: 'query-failing order-1',
    kind: 'query-failing',
    merchantOrderNo: 'order-1',
    message: 'PayBy does not answer queries about this order.',
    raisedAt: 1,
  };
  const change =
    (events: readonly NewEvent[], alerts: readonly NewAlert[]): Change =>
    (order) => ({order, events, alerts, dueAt: undefined});

  it('is durable when it writes an event', async () => {
    await store.change('order-1', change([event], []));
    assert.deepEqual(durable, [true]);
  });

  it('is durable when it writes an alert only', async () => {
    await store.change('order-1', change([], [alert]));
    assert.deepEqual(durable, [true]);
  });

  it('is not durable when it writes neither event nor alert', async () => {
    await store.change('order-1', change([], []));
    assert.deepEqual(durable, [false]);
  });

  it('is not durable for an unknown order', async () => {
    await store.change('order-2', change([event], []));
    assert.deepEqual(durable, [false]);
  });

  it('is always durable for a notification', async () => {
    const receipt = {notifyId: 'n-1', merchantOrderNo: 'order-1', receivedAt: 1};
    await store.changeOnce(receipt, change([], []));
    assert.deepEqual(durable, [undefined]);
  });
});
