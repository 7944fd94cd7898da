/** Databases of earlier versions, opened by this server: their orders are read, and can be paid. */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {execFile} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import Libsql from 'libsql';
import pg from 'pg';
import {StoreError} from '../../../demo/merchant/orders/order-store.js';
import {openStore, type MerchantStore, type StoreChoice} from '../../../demo/merchant/storage/open-store.js';
import {parseStoredOrder, serializeOrder} from '../../../demo/merchant/storage/stored-order.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {goodOrder, ManualClock, MINUTE, twoKeyPairs} from '../support/demo.js';
import {createMerchant} from '../support/merchant.js';
import {newOrder} from '../support/stores.js';
import {findPostgres, type Postgres} from '../support/temporary-postgres.js';

const run = promisify(execFile);

/** The tables as the server made them before there were versions. */
const tablesBeforeVersions = (serialKey: string): string => `
CREATE TABLE orders (merchant_order_no TEXT PRIMARY KEY, order_no TEXT, created_at BIGINT NOT NULL,
  scene TEXT NOT NULL, status TEXT NOT NULL, due_at BIGINT, asking_until BIGINT NOT NULL DEFAULT 0,
  asked_at BIGINT NOT NULL DEFAULT 0, good_until BIGINT NOT NULL DEFAULT 0, facts TEXT NOT NULL);
CREATE INDEX orders_due ON orders (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX orders_created ON orders (created_at);
CREATE INDEX orders_order_no ON orders (order_no);
CREATE TABLE events (id ${serialKey}, merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no),
  at BIGINT NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, facts TEXT NOT NULL);
CREATE INDEX events_order ON events (merchant_order_no, id);
CREATE TABLE refunds (refund_merchant_order_no TEXT PRIMARY KEY,
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no));
CREATE TABLE notifications (notify_id TEXT PRIMARY KEY,
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no), received_at BIGINT NOT NULL);
CREATE TABLE alerts (id ${serialKey}, alert_key TEXT NOT NULL, kind TEXT NOT NULL, merchant_order_no TEXT,
  message TEXT NOT NULL, raised_at BIGINT NOT NULL, acknowledged_at BIGINT);
CREATE UNIQUE INDEX alerts_open ON alerts (alert_key) WHERE acknowledged_at IS NULL;
CREATE TABLE sessions (digest TEXT PRIMARY KEY, role TEXT NOT NULL, expires_at BIGINT NOT NULL);
`;

const NOW = new ManualClock().now();

/** An order as it was stored then: without a version, under the old names. */
const oldRow = (merchantOrderNo: string, change: object = {}): string =>
  JSON.stringify({
    merchantOrderNo,
    paySceneCode: 'DYNQR',
    subject: 'Karak mug',
    totalAmount: {amount: '25.00', currency: 'AED'},
    lifeMs: 15 * MINUTE,
    requestTime: NOW,
    expiredTime: NOW + 15 * MINUTE,
    tokenUrl: 'https://qr.payby.test?BIZ_TYPE=202&ft=0123456789abcdef0123456789abcdef&t=1',
    status: 'CREATED',
    revoked: false,
    refunds: [],
    placing: 'placed',
    placedAt: NOW,
    care: {askedAt: 7, failures: 2, doubtAt: 5, extendedAt: 0},
    ...change,
  });

const refundOfThen = {
  refundMerchantOrderNo: 'r-1',
  amount: {amount: '5.00', currency: 'AED'},
  status: 'ASKING',
  askedAt: NOW,
  tries: 0,
  nextAt: NOW,
};

/** The servers of then took this for the end of a refund. */
const settledRefund = {...refundOfThen, refundMerchantOrderNo: 'r-2', status: 'REFUNDED_SETTLED'};

/** Every row of the old database, as SQL. */
const rows = (): string => {
  const order = (number: string, status: string, facts: string): string =>
    `INSERT INTO orders (merchant_order_no, created_at, scene, status, due_at, facts)
     VALUES ('${number}', ${String(NOW)}, 'DYNQR', '${status}', ${String(NOW)}, '${facts}')`;
  const event = (kind: string, facts: object): string =>
    `INSERT INTO events (merchant_order_no, at, kind, actor, facts)
     VALUES ('open', ${String(NOW)}, '${kind}', 'payer', '${JSON.stringify(facts)}')`;
  return [
    order('open', 'CREATED', oldRow('open')),
    order('refunded', 'SETTLED', oldRow('refunded', {status: 'SETTLED', refunds: [refundOfThen]})),
    `${order('half-refunded', 'SETTLED', oldRow('half-refunded', {status: 'SETTLED', refunds: [settledRefund]}))};
     UPDATE orders SET due_at = NULL WHERE merchant_order_no = 'half-refunded'`,
    event('made', {}),
    event('cancel-asked', {}),
    event('question-failed', {why: 'TIMEOUT'}),
    event('refund', {refundMerchantOrderNo: 'r-1', status: 'ASKING'}),
    `INSERT INTO alerts (alert_key, kind, merchant_order_no, message, raised_at)
     VALUES ('question-failing open', 'question-failing', 'open', 'No answer.', ${String(NOW)})`,
  ].join(';\n');
};

interface OldDatabase {
  readonly choice: StoreChoice;
  run(sql: string): Promise<void>;
  remove(): Promise<void>;
}

function oldFile(): OldDatabase {
  const path = mkdtempSync(join(tmpdir(), 'payby-migrations-'));
  const run = (sql: string): void => {
    const connection = new Libsql(join(path, 'orders.db'));
    connection.exec(sql);
    connection.close();
  };
  return {
    choice: {kind: 'folder', path},
    run: (sql) => {
      run(sql);
      return Promise.resolve();
    },
    remove: () => {
      rmSync(path, {recursive: true});
      return Promise.resolve();
    },
  };
}

/** Each in a schema of its own. */
async function oldSchema({url}: Postgres): Promise<OldDatabase> {
  const name = `payby_old_${process.hrtime.bigint().toString(36)}`;
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${name}`);
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({connectionString: own.href});
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`CREATE SCHEMA ${name}`);
  return {choice: {kind: 'postgres', url: own.href}, run, remove: () => run(`DROP SCHEMA ${name} CASCADE`)};
}

/** Opens the store in a process of its own. */
async function placementReadByProcess(choice: StoreChoice): Promise<string> {
  const sourceOf = (path: string): string =>
    JSON.stringify(new URL(`../../../demo/${path}`, import.meta.url).href);
  const program = `
    import {openStore} from ${sourceOf('merchant/storage/open-store.ts')};
    import {systemClock as clock} from ${sourceOf('payby/clock.ts')}; // a lock ends in its own time
    const store = await openStore(${JSON.stringify(choice)}, {clock, log: () => {}});
    console.log((await store.find('open')).placement);
    await store.close();`;
  const {stdout} = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  return stdout.trim();
}

const postgres = await findPostgres();
after(() => postgres?.close());

const kinds = [
  {name: 'a file', skip: false, serialKey: 'INTEGER PRIMARY KEY AUTOINCREMENT', make: oldFile},
  {
    name: 'PostgreSQL',
    skip: postgres === undefined && 'skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)',
    serialKey: 'BIGSERIAL PRIMARY KEY',
    make: async () => {
      assert.ok(postgres);
      return oldSchema(postgres);
    },
  },
];

for (const {name, skip, serialKey, make} of kinds) {
  describe(`openStore with ${name} from before versions`, {skip}, () => {
    let keys: [KeyPair, KeyPair];
    before(async () => {
      keys = await twoKeyPairs();
    });
    const open = (choice: StoreChoice): Promise<MerchantStore> =>
      openStore(choice, {clock: new ManualClock(), log: () => {}});

    /** Runs the test with an old database, and removes it. */
    const withOldDatabase = async (test: (database: OldDatabase) => Promise<void>): Promise<void> => {
      const database = await make();
      try {
        await database.run(tablesBeforeVersions(serialKey));
        await database.run(rows());
        await test(database);
      } finally {
        await database.remove();
      }
    };

    it('reads its orders under the names of today', () =>
      withOldDatabase(async ({choice}) => {
        const store = await open(choice);
        const order = await store.find('open');
        assert.deepEqual(
          {placement: order?.placement, followUp: order?.followUp, orderNo: order?.orderNo},
          {
            placement: 'placed',
            followUp: {
              queriedAt: 7,
              failures: 2,
              uncertainSince: 5,
              extendedAt: 0,
              cancel: undefined,
              token: undefined,
            },
            orderNo: undefined,
          },
        );
        const [refund] = (await store.find('refunded'))?.refunds ?? [];
        assert.deepEqual(
          {status: refund?.status, requestedAt: refund?.requestedAt},
          {status: 'REQUESTED', requestedAt: NOW},
        );
        assert.equal((await store.list({limit: 10})).length, 3);
        await store.close();
      }));

    it('renames the kinds of its events and alerts', () =>
      withOldDatabase(async ({choice}) => {
        const store = await open(choice);
        const timeline = await store.timeline('open');
        assert.deepEqual(
          timeline.map(({kind, facts}) => ({kind, status: facts?.['status']})),
          [
            {kind: 'made', status: undefined},
            {kind: 'cancel-requested', status: undefined},
            {kind: 'query-failed', status: undefined},
            {kind: 'refund', status: 'REQUESTED'},
          ],
        );
        const [alert] = await store.alerts({all: false});
        assert.deepEqual(
          {kind: alert?.kind, key: alert?.key},
          {kind: 'query-failing', key: 'query-failing open'},
        );
        await store.close();
      }));

    it('takes the payment of an order that was placed then', () =>
      withOldDatabase(async ({choice}) => {
        const merchant = await createMerchant(keys, await open(choice));
        const {gateway, orders} = merchant;
        const placed = await gateway.call(
          '/acquire2/placeOrder',
          goodOrder(gateway.clock, {merchantOrderNo: 'open'}),
        );
        assert.equal(placed.head.code, '0');
        const orderNo = placed.body.acquireOrder?.['orderNo'];
        await gateway.request('/app/pay', {orderNo, password: '123456'});
        assert.equal((await orders.current('open')).order.status, 'PAID_SUCCESS');
        await merchant.close();
        const next = await open(choice);
        const order = await next.find('open');
        assert.deepEqual(
          {status: order?.status, orderNo: order?.orderNo, tokenUrl: order?.tokenUrl},
          {status: 'PAID_SUCCESS', orderNo, tokenUrl: undefined},
        );
        await next.close();
      }));

    it('follows a refund that was REFUNDED_SETTLED then', () =>
      withOldDatabase(async ({choice}) => {
        const store = await open(choice);
        const due = await store.claimDue({whose: 'visitor', now: NOW - 1, leaseUntil: NOW, limit: 10});
        assert.deepEqual(due, ['half-refunded']);
        await store.close();
      }));

    it('is migrated once by two servers that start at the same time', () =>
      withOldDatabase(async ({choice}) => {
        const placements = await Promise.all([
          placementReadByProcess(choice),
          placementReadByProcess(choice),
        ]);
        assert.deepEqual(placements, ['placed', 'placed']);
      }));

    it('refuses an order row of a newer server, and leaves it as it is', () =>
      withOldDatabase(async ({choice, run}) => {
        const store = await open(choice);
        const newer = '{"version":99,"secret":"shape of tomorrow"}';
        await run(`UPDATE orders SET facts = '${newer}' WHERE merchant_order_no = 'open'`);
        const refused = {
          name: 'UnreadableOrder',
          message: /row version 99; this server reads versions up to \d+/,
        };
        await assert.rejects(store.find('open'), refused);
        await assert.rejects(
          store.change('open', (order) => ({order, events: [], dueAt: undefined})),
          refused,
        );
        await run(`UPDATE orders SET facts = '${oldRow('open')}'
          WHERE merchant_order_no = 'open' AND facts = '${newer}'`);
        assert.equal((await store.find('open'))?.placement, 'placed', 'the newer row was untouched');
        await store.close();
      }));

    it('refuses tables that a newer server has migrated', () =>
      withOldDatabase(async ({choice, run}) => {
        await (await open(choice)).close();
        await run("INSERT INTO schema_version (version, name) VALUES (99, 'of tomorrow')");
        await assert.rejects(open(choice), (error: unknown) => {
          assert.ok(error instanceof StoreError, String(error));
          assert.match(error.message, /version 99, this server knows versions up to \d+/);
          return true;
        });
      }));
  });
}

describe('parseStoredOrder', () => {
  const order = newOrder('order-1', NOW);

  it('returns the order that serializeOrder has written', () => {
    assert.deepEqual(parseStoredOrder('order-1', serializeOrder(order)), order);
  });

  const placements: readonly {readonly then: string; readonly now: string}[] = [
    {then: 'asking', now: 'pending'},
    {then: 'unknown', now: 'unknown'},
    {then: 'found', now: 'found'},
    {then: 'placed', now: 'placed'},
    {then: 'refused', now: 'refused'},
    {then: 'absent', now: 'absent'},
  ];
  for (const {then, now} of placements) {
    it(`reads placing "${then}" of a row without version as placement "${now}"`, () => {
      assert.equal(parseStoredOrder('order-1', oldRow('order-1', {placing: then})).placement, now);
    });
  }

  it('reads the requested cancel of a row without version', () => {
    const cancel = {by: 'payer', tries: 1, lastTryAt: NOW};
    const care = {askedAt: 0, failures: 0, cancel, doubtAt: 0, extendedAt: 0};
    assert.deepEqual(parseStoredOrder('order-1', oldRow('order-1', {care})).followUp.cancel, cancel);
  });

  const damaged: readonly {readonly title: string; readonly text: string; readonly message: RegExp}[] = [
    {title: 'text that is not JSON', text: '{"merchant', message: /not a JSON object with a version/},
    {title: 'a list', text: '[]', message: /version/},
    {
      title: 'a version that is no number',
      text: '{"version":"2"}',
      message: /not a JSON object with a version/,
    },
    {
      title: 'an unknown status',
      text: serializeOrder(order).replace('"CREATED"', '"PAYED"'),
      message: /does not fit row version \d+: status\./,
    },
    {
      title: 'an amount that is not a decimal',
      text: serializeOrder(order).replace('"25.00"', '"25"'),
      message: /does not fit row version \d+: totalAmount\.amount\./,
    },
  ];
  for (const {title, text, message} of damaged) {
    it(`refuses ${title} without quoting it`, () => {
      assert.throws(
        () => parseStoredOrder('order-1', text),
        (error: unknown) => {
          assert.ok(error instanceof Error && error.name === 'UnreadableOrder', String(error));
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /PAYED|Karak|order-1/);
          return true;
        },
      );
    });
  }
});
