/**
 * The tables, in SQL that both databases understand. An order is one row: the columns that queries and the schedule
 * use, and the whole order as JSON in `facts`. Rows of `events` are only ever added. Times are ms since epoch.
 * `IF NOT EXISTS`, because databases from before `schema_version` have these tables already.
 */
import type {Migration} from './migration.js';

export const tables: Migration = {
  version: 1,
  name: 'tables',
  sql: ({serialKey}) => `
CREATE TABLE IF NOT EXISTS orders (
  merchant_order_no TEXT PRIMARY KEY,
  order_no TEXT,
  created_at BIGINT NOT NULL,
  scene TEXT NOT NULL,
  status TEXT NOT NULL,
  due_at BIGINT,
  asking_until BIGINT NOT NULL DEFAULT 0,
  asked_at BIGINT NOT NULL DEFAULT 0,
  good_until BIGINT NOT NULL DEFAULT 0,
  facts TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_due ON orders (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_created ON orders (created_at);
CREATE INDEX IF NOT EXISTS orders_order_no ON orders (order_no);
CREATE TABLE IF NOT EXISTS events (
  id ${serialKey},
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  facts TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_order ON events (merchant_order_no, id);
CREATE TABLE IF NOT EXISTS refunds (
  refund_merchant_order_no TEXT PRIMARY KEY,
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no)
);
CREATE TABLE IF NOT EXISTS notifications (
  notify_id TEXT PRIMARY KEY,
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no),
  received_at BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS alerts (
  id ${serialKey},
  alert_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  merchant_order_no TEXT,
  message TEXT NOT NULL,
  raised_at BIGINT NOT NULL,
  acknowledged_at BIGINT
);
CREATE UNIQUE INDEX IF NOT EXISTS alerts_open ON alerts (alert_key) WHERE acknowledged_at IS NULL;
CREATE TABLE IF NOT EXISTS sessions (
  digest TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
`,
};
