/** The game's ledger. An order is credited once: the index is the last guard of what the code already keeps. */
import type {Migration} from './migration.js';

export const coins: Migration = {
  version: 7,
  name: 'coins',
  sql: ({serialKey}) => `
CREATE TABLE coin_entries (
  id ${serialKey},
  merchant_order_no TEXT NOT NULL REFERENCES orders (merchant_order_no),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  player TEXT,
  coins BIGINT NOT NULL
);
CREATE UNIQUE INDEX coin_entries_credited ON coin_entries (merchant_order_no) WHERE kind = 'credited';
CREATE INDEX coin_entries_order ON coin_entries (merchant_order_no);
CREATE INDEX coin_entries_player ON coin_entries (player)
`,
};
