/** PostgreSQL, for a server on several machines: LISTEN/NOTIFY carries the news from one to the others. */
import pg from 'pg';
import type {Log} from '../../http/json-app.js';
import type {Clock} from '../../payby/clock.js';
import type {Database, Row, Sql, Value} from './database.js';
import {StoreError} from './order-store.js';
import {schema} from './schema.js';

const CHANNEL = 'payby_order_changes';
const RECONNECT_MS = 1_000;
const ANSWER_WITHIN_MS = 5_000;
/** Any number will do, as long as every process of ours takes the same one. */
const SCHEMA_LOCK = 706_172;

export interface PgOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openPg(options: PgOptions): Promise<Database> {
  const database = new PgDatabase(options);
  try {
    await database.prepare();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PgDatabase implements Database {
  readonly forUpdate = ' FOR UPDATE';
  readonly forUpdateSkipLocked = ' FOR UPDATE SKIP LOCKED';
  readonly #options: PgOptions;
  readonly #pool: pg.Pool;
  readonly #closing = new AbortController();
  readonly #listeners: ((topic: string | undefined) => void)[] = [];
  #ear: pg.Client | undefined;
  #hearing: Promise<void> = Promise.resolve();

  constructor(options: PgOptions) {
    this.#options = options;
    this.#pool = new pg.Pool(connection(options.url));
    this.#pool.on('error', (error) => {
      options.log('a connection to the database was lost', {code: codeOf(error)}); // the pool makes another one
    });
  }

  async prepare(): Promise<void> {
    await this.transaction(async (sql) => {
      // Two processes that start together would make the same tables.
      await sql.rows('SELECT pg_advisory_xact_lock(?)', [SCHEMA_LOCK]);
      for (const statement of schema('BIGSERIAL PRIMARY KEY').split(';')) {
        if (statement.trim() !== '') await sql.rows(statement);
      }
    });
    await this.#hear();
  }

  async rows(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return run(this.#pool, text, values);
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((cause: unknown) => {
      throw failed(cause);
    });
    let isBroken = false;
    try {
      await run(client, 'BEGIN');
      const result = await work({rows: (text, values) => run(client, text, values)});
      await run(client, 'COMMIT');
      return result;
    } catch (error) {
      await run(client, 'ROLLBACK').catch(() => (isBroken = true));
      throw error;
    } finally {
      client.release(isBroken);
    }
  }

  async announce(sql: Sql, topic: string): Promise<void> {
    await sql.rows('SELECT pg_notify(?, ?)', [CHANNEL, topic]);
  }

  listen(listener: (topic: string | undefined) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#hearing;
    await this.#ear?.end().catch(() => undefined); // it may be broken already, which is as good
    await this.#pool.end();
  }

  async #hear(): Promise<void> {
    const ear = new pg.Client(connection(this.#options.url));
    ear.on('notification', ({payload}) => {
      this.#tell(payload);
    });
    // Both can come; what is lost is lost once.
    const lose = (): void => {
      if (this.#ear !== ear) return;
      this.#ear = undefined;
      if (!this.#closing.signal.aborted) this.#hearing = this.#hearAgain();
    };
    ear.on('error', lose);
    ear.on('end', lose);
    await ear.connect();
    this.#ear = ear;
    await ear.query(`LISTEN ${CHANNEL}`);
  }

  async #hearAgain(): Promise<void> {
    const {clock, log} = this.#options;
    log('the news of other processes are not heard: connecting again');
    while (!this.#isClosing() && this.#ear === undefined) {
      await clock.sleep(RECONNECT_MS, this.#closing.signal);
      if (!this.#isClosing()) await this.#hear().catch(() => undefined); // the next try may succeed
    }
    this.#tell(undefined);
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  #tell(topic: string | undefined): void {
    for (const listener of this.#listeners) listener(topic);
  }
}

const connection = (url: string): pg.PoolConfig => ({
  connectionString: url,
  connectionTimeoutMillis: ANSWER_WITHIN_MS,
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
    return (await client.query<Row>(numbered(text), [...values])).rows;
  } catch (cause) {
    throw failed(cause);
  }
}

const failed = (cause: unknown): StoreError =>
  new StoreError(`the database failed (${codeOf(cause)})`, {cause});

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreachable';
