/** Which store the server uses. Each database's library is loaded only where it is needed. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Log} from '../../http/json-app.js';
import type {Clock} from '../../payby/clock.js';
import type {OrderStore} from './order-store.js';
import {SqlOrderStore} from './sql-order-store.js';

export type StoreChoice =
  | {readonly kind: 'memory'}
  | {readonly kind: 'folder'; readonly path: string}
  | {readonly kind: 'postgres'; readonly url: string};

export interface StoreRoom {
  readonly clock: Clock;
  readonly log: Log;
}

export async function openStore(choice: StoreChoice, room: StoreRoom): Promise<OrderStore> {
  switch (choice.kind) {
    case 'memory':
      return openFile(':memory:');
    case 'folder':
      await mkdir(choice.path, {recursive: true, mode: 0o700}); // orders are nobody else's business
      return openFile(join(choice.path, 'orders.db'));
    case 'postgres': {
      const {openPg} = await import('./pg-database.js');
      return new SqlOrderStore(await openPg({...room, url: choice.url}));
    }
  }
}

async function openFile(path: string): Promise<OrderStore> {
  const {openLibsql} = await import('./libsql-database.js');
  return new SqlOrderStore(openLibsql(path));
}
