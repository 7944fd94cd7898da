/** Opens the store that the configuration chooses. Each database's library is loaded only where it is needed. */
import {mkdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {LimitStore} from '../auth/limit-store.js';
import type {SessionStore} from '../auth/session-store.js';
import type {CoinLedger} from '../orders/coin-ledger.js';
import type {OrderStore} from '../orders/order-store.js';
import {SqlStore} from './sql-store.js';

export type StoreChoice =
  | {readonly kind: 'memory'}
  | {readonly kind: 'folder'; readonly path: string}
  | {readonly kind: 'postgres'; readonly url: string};

/** Orders, the ledger of coins, sessions and limits, in one database. */
export type MerchantStore = OrderStore & CoinLedger & SessionStore & LimitStore;

export interface OpenStoreOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/** Migrates the tables first. Rejects with a `StoreError` when the database cannot be opened or is of a newer version. */
export async function openStore(choice: StoreChoice, options: OpenStoreOptions): Promise<MerchantStore> {
  switch (choice.kind) {
    case 'memory':
      return openFile(':memory:', options);
    case 'folder':
      await mkdir(choice.path, {recursive: true, mode: 0o700}); // no other user of the machine may read the orders
      await warnOfOpenFolder(choice.path, options.log);
      return openFile(join(choice.path, 'orders.db'), options);
    case 'postgres': {
      const {openPg} = await import('./pg-database.js');
      return new SqlStore(await openPg({...options, url: choice.url}), options);
    }
  }
}

async function openFile(path: string, options: OpenStoreOptions): Promise<MerchantStore> {
  const {openLibsql} = await import('./libsql-database.js');
  return new SqlStore(await openLibsql({path, clock: options.clock}), options);
}

/** The files are private; in a folder that others may write to, they can be replaced. */
async function warnOfOpenFolder(path: string, log: Log): Promise<void> {
  if (process.platform === 'win32') return; // there the mode says nothing
  const {mode} = await stat(path);
  if ((mode & 0o077) !== 0) {
    log('DATA_DIR is open to other users of this machine: chmod 700', {
      level: 'warn',
      mode: (mode & 0o777).toString(8),
    });
  }
}
