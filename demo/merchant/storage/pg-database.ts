/** PostgreSQL, for a server on several machines: LISTEN/NOTIFY carries changes from one process to the others. */
import pg from 'pg';
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import {StoreError} from '../orders/order-store.js';
import type {Database, Row, Sql, Value} from './database.js';
import {migrate} from './migrations/migrate.js';

const CHANNEL = 'payby_order_changes';
const RECONNECT_MS = 1_000;
const ANSWER_WITHIN_MS = 5_000;
/** How often the connection for notifications is tested: a broken network ends it without a word. */
const TEST_EVERY_MS = 10_000;
/**
 * PostgreSQL ends the transaction of a process whose connection is silent: its locks would stop the other processes. In
 * the transaction itself, since not every pooler takes it as an option of the connection.
 */
const BEGIN = `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${String(ANSWER_WITHIN_MS)}`;
/** Any number, the same in every process of this server. */
const MIGRATION_LOCK = 706_172;

export interface PgOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openPg(options: PgOptions): Promise<Database> {
  const database = new PgDatabase(options);
  try {
    await migrate(database);
    await database.startListening();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PgDatabase implements Database {
  readonly forUpdate = ' FOR UPDATE';
  readonly forUpdateSkipLocked = ' FOR UPDATE SKIP LOCKED';
  readonly serialKey = 'BIGSERIAL PRIMARY KEY';
  readonly migrationLock = `SELECT pg_advisory_xact_lock(${String(MIGRATION_LOCK)})`;
  readonly #options: PgOptions;
  readonly #pool: pg.Pool;
  readonly #closing = new AbortController();
  #listener: (topic: string | undefined) => void = () => undefined;
  #listenClient: pg.Client | undefined;
  #reconnecting: Promise<void> = Promise.resolve();
  #testing: Promise<void> = Promise.resolve();

  constructor(options: PgOptions) {
    this.#options = options;
    this.#pool = new pg.Pool(connection(options.url));
    this.#pool.on('error', (error) => {
      options.log('a connection to the database was lost', {code: codeOf(error)}); // the pool makes another one
    });
  }

  async rows(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return run(this.#pool, text, values);
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw failed(cause);
    });
    let isBroken = false;
    // The pool listens only while it has the connection; the statement that fails has the error.
    const onLost = (): void => {
      isBroken = true;
    };
    client.on('error', onLost);
    try {
      await run(client, BEGIN);
      const result = await work({rows: (text, values) => run(client, text, values)});
      await run(client, 'COMMIT');
      return result;
    } catch (error) {
      await run(client, 'ROLLBACK').catch(() => (isBroken = true));
      throw error;
    } finally {
      client.release(isBroken);
      client.off('error', onLost);
    }
  }

  async notify(sql: Sql, topic: string): Promise<void> {
    await sql.rows('SELECT pg_notify(?, ?)', [CHANNEL, topic]);
  }

  listen(listener: (topic: string | undefined) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reconnecting;
    await this.#testing;
    await this.#listenClient?.end().catch(() => undefined); // it may be broken already, which is as good
    await this.#pool.end();
  }

  async startListening(): Promise<void> {
    const client = new pg.Client(connection(this.#options.url));
    client.on('notification', ({payload}) => {
      this.#listener(payload);
    });
    // Both events can come for one lost connection.
    const onLost = (): void => {
      if (this.#listenClient !== client) return;
      this.#listenClient = undefined;
      if (!this.#closing.signal.aborted) this.#reconnecting = this.#reconnect();
    };
    client.on('error', onLost);
    client.on('end', onLost);
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      client.end().catch(() => undefined); // it may never have been open
      throw error;
    }
    this.#listenClient = client;
    this.#testing = this.#test(client);
  }

  /** Ends the connection once it does not answer, which makes another one. */
  async #test(client: pg.Client): Promise<void> {
    const {clock} = this.#options;
    while (!this.#isClosing() && this.#listenClient === client) {
      await clock.sleep(TEST_EVERY_MS, this.#closing.signal);
      if (this.#isClosing()) return;
      await client.query('SELECT 1').catch(() => {
        client.end().catch(() => undefined); // it is broken already, which is as good
      });
    }
  }

  async #reconnect(): Promise<void> {
    const {clock, log} = this.#options;
    log('the connection for notifications of other processes was lost: connecting again');
    while (!this.#isClosing() && this.#listenClient === undefined) {
      await clock.sleep(RECONNECT_MS, this.#closing.signal);
      if (!this.#isClosing()) await this.startListening().catch(() => undefined); // the next try may succeed
    }
    this.#listener(undefined);
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}

const connection = (url: string): pg.PoolConfig => ({
  connectionString: url,
  connectionTimeoutMillis: ANSWER_WITHIN_MS,
  keepAlive: true,
  query_timeout: ANSWER_WITHIN_MS,
});

/** PostgreSQL numbers its parameters. */
const numbered = (text: string): string => {
  let count = 0;
  return text.replace(/\?/g, () => `$${String((count += 1))}`);
};

async function run(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  text: string,
  values: readonly Value[] = [],
): Promise<readonly Row[]> {
  try {
    return (await client.query<Row>(numbered(text), values.map(storable))).rows;
  } catch (cause) {
    throw failed(cause);
  }
}

/** PostgreSQL refuses texts with U+0000, which JSON from outside may hold: no such text may look like a failed database. */
const storable = (value: Value): Value =>
  typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value;

const failed = (cause: unknown): StoreError =>
  new StoreError(`the database failed (${codeOf(cause)})`, {cause});

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreachable';
