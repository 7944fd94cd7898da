/** Stores to test against: in memory, in a file, and in PostgreSQL where TEST_DATABASE_URL names one. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pg from 'pg';
import type {Order} from '../../../demo/merchant/orders/order.js';
import {systemClock} from '../../../demo/payby/clock.js';
import {openStore, type MerchantStore, type StoreChoice} from '../../../demo/merchant/storage/open-store.js';
import {ManualClock, MINUTE} from './demo.js';

export interface TestStore {
  readonly clock: ManualClock;
  readonly store: MerchantStore;
  readonly choice: StoreChoice;
  /** Opens the same data again, as another or a later process does. */
  again(): Promise<MerchantStore>;
  close(): Promise<void>;
}

export interface StoreKind {
  readonly name: string;
  /** Why it cannot be tested here. */
  readonly skip: string | false;
  readonly isShared: boolean;
  open(): Promise<TestStore>;
}

const {TEST_DATABASE_URL: databaseUrl = ''} = process.env;

export const storeKinds: readonly StoreKind[] = [
  {name: 'in memory', skip: false, isShared: false, open: () => openTestStore({kind: 'memory'})},
  {
    name: 'in a file',
    skip: false,
    isShared: false,
    open: () => {
      const path = mkdtempSync(join(tmpdir(), 'payby-store-'));
      return openTestStore({kind: 'folder', path}, () => {
        rmSync(path, {recursive: true});
      });
    },
  },
  {
    name: 'in PostgreSQL',
    skip: databaseUrl === '' && 'skipped: no PostgreSQL reachable (set TEST_DATABASE_URL)',
    isShared: true,
    open: openSchema,
  },
];

/** Gives each test tables of its own, in a schema that is dropped afterwards. */
async function openSchema(): Promise<TestStore> {
  const name = `payby_test_${process.hrtime.bigint().toString(36)}`;
  const admin = new pg.Client({connectionString: databaseUrl});
  await admin.connect();
  await admin.query(`CREATE SCHEMA ${name}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${name}`);
  return openTestStore({kind: 'postgres', url: url.href}, async () => {
    await admin.query(`DROP SCHEMA ${name} CASCADE`);
    await admin.end();
  });
}

async function openTestStore(
  choice: StoreChoice,
  cleanUp: () => void | Promise<void> = () => {},
): Promise<TestStore> {
  const clock = new ManualClock();
  const stores: MerchantStore[] = [];
  // Pauses are real: a lock that another connection holds ends in its own time
  const storeClock = {now: () => clock.now(), sleep: systemClock.sleep};
  const again = async (): Promise<MerchantStore> => {
    const store = await openStore(choice, {clock: storeClock, log: () => {}});
    stores.push(store);
    return store;
  };
  return {
    clock,
    choice,
    store: await again(),
    again,
    close: async () => {
      for (const store of stores) await store.close().catch(() => undefined); // a test may have closed it
      await cleanUp();
    },
  };
}

/** An order that is stored but not yet placed with PayBy. */
export const newOrder = (merchantOrderNo: string, now: number, change: Partial<Order> = {}): Order => ({
  merchantOrderNo,
  paySceneCode: 'DYNQR',
  sku: 'mug',
  player: undefined,
  coins: undefined,
  subject: 'Karak mug',
  subjectAr: 'كوب كرك',
  totalAmount: {amount: '25.00', currency: 'AED'},
  lifeMs: 15 * MINUTE,
  requestTime: now,
  expiredTime: now + 15 * MINUTE,
  orderNo: undefined,
  tokenUrl: undefined,
  status: 'CREATED',
  revoked: false,
  failCode: undefined,
  failDes: undefined,
  reason: undefined,
  payment: undefined,
  payerMask: undefined,
  refunds: [],
  placement: 'pending',
  placedAt: now,
  followUp: {
    queriedAt: 0,
    failures: 0,
    cancel: undefined,
    uncertainSince: 0,
    extendedAt: 0,
    token: undefined,
  },
  ...change,
});
