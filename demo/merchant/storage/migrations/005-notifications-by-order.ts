/**
 * A notification is known by its id and its order: an id that was seen about another order is a new notification, which
 * is read like any other.
 */
import type {Migration} from './migration.js';

export const notificationsByOrder: Migration = {
  version: 5,
  name: 'notifications-by-order',
  sql: () => `
CREATE TABLE notifications_by_order (
  notify_id TEXT NOT NULL,
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no),
  received_at BIGINT NOT NULL,
  PRIMARY KEY (notify_id, merchant_order_no)
);
INSERT INTO notifications_by_order SELECT notify_id, merchant_order_no, received_at FROM notifications;
DROP TABLE notifications;
ALTER TABLE notifications_by_order RENAME TO notifications
`,
};
