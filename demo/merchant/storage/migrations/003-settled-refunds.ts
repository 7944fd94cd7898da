/**
 * Orders with a refund that is `REFUNDED_SETTLED` are due again: the servers before this version took that status for
 * the end, and did not see such a refund fail.
 */
import type {Migration} from './migration.js';

export const settledRefunds: Migration = {
  version: 3,
  name: 'settled-refunds',
  sql: () => `UPDATE orders SET due_at = 0 WHERE facts LIKE '%"status":"REFUNDED_SETTLED"%'`,
};
