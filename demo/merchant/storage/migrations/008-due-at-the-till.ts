/** The reconciler claims the till's orders apart from visitors': finding them must not read a backlog of visitors' orders. */
import type {Migration} from './migration.js';

export const dueAtTheTill: Migration = {
  version: 8,
  name: 'due-at-the-till',
  sql: () => `CREATE INDEX orders_due_till ON orders (due_at) WHERE due_at IS NOT NULL AND scene = 'QRPAY'`,
};
