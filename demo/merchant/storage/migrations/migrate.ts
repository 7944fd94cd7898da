/**
 * Brings the tables to the version that this server needs, each migration in a transaction of its own. Several
 * processes may start at once: one migrates, the others wait and find the work done.
 */
import {StoreError} from '../../orders/order-store.js';
import type {Database, Sql} from '../database.js';
import {tables} from './001-tables.js';
import {eventKinds} from './002-event-kinds.js';
import {settledRefunds} from './003-settled-refunds.js';
import {limits} from './004-limits.js';
import {notificationsByOrder} from './005-notifications-by-order.js';
import {devices} from './006-devices.js';
import {coins} from './007-coins.js';
import {dueAtTheTill} from './008-due-at-the-till.js';
import type {Migration} from './migration.js';

export const allMigrations: readonly Migration[] = [
  tables,
  eventKinds,
  settledRefunds,
  limits,
  notificationsByOrder,
  devices,
  coins,
  dueAtTheTill,
];

/** Rejects with a {@link StoreError}, and changes nothing, when a newer server has migrated the database. */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = allMigrations,
): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = await database.transaction(async (sql) => {
    await lock(sql, database);
    await sql.rows(
      'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)',
    );
    return versionOf(sql);
  });
  if (current > newest) {
    throw new StoreError(
      `its tables have version ${String(current)}, this server knows versions up to ${String(newest)}: start the newer server again, or restore a backup`,
    );
  }
  for (const migration of migrations) {
    await database.transaction(async (sql) => {
      await lock(sql, database);
      if ((await versionOf(sql)) >= migration.version) return;
      for (const statement of migration.sql(database).split(';')) {
        if (statement.trim() !== '') await sql.rows(statement);
      }
      const {version, name} = migration;
      await sql.rows('INSERT INTO schema_version (version, name) VALUES (?, ?)', [version, name]);
    });
  }
}

async function lock(sql: Sql, {migrationLock}: Database): Promise<void> {
  if (migrationLock !== undefined) await sql.rows(migrationLock);
}

async function versionOf(sql: Sql): Promise<number> {
  const [row] = await sql.rows('SELECT MAX(version) AS version FROM schema_version');
  return Number(row?.['version'] ?? 0);
}
