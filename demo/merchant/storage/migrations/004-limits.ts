/** How often something was asked within a window: the counters of `RequestLimits`. */
import type {Migration} from './migration.js';

export const limits: Migration = {
  version: 4,
  name: 'limits',
  sql: () => `
CREATE TABLE limits (
  limit_key TEXT PRIMARY KEY,
  points BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX limits_ended ON limits (ends_at)
`,
};
