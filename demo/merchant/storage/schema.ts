/**
 * The tables, in words that both databases understand. An order is one row: what it is searched and scheduled by in
 * columns, the rest as JSON in `facts`. What ever happened to it is in `events`, to which rows are only added.
 * Times are milliseconds since epoch.
 */
export const schema = (serial: string): string => `
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
  id ${serial},
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
  id ${serial},
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
`;
