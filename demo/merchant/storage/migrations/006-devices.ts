/** What ends sessions with their password, and the browsers that have logged in before. */
import type {Migration} from './migration.js';

export const devices: Migration = {
  version: 6,
  name: 'devices',
  sql: () => `
CREATE TABLE password_hashes (
  role TEXT PRIMARY KEY,
  salt TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE devices (
  digest TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL
)
`,
};
