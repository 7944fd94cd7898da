/**
 * An embedded database, in a file or in memory, for a server on one machine. With WAL and `synchronous=FULL` a commit
 * survives a crash of the process and of the machine. fsync blocks everything else, so a commit that may be
 * lost in a power cut, such as a query without a change, skips it. While another process has locked the file, a statement
 * is tried again and again, and nothing else waits for it.
 */
import {chmod, writeFile} from 'node:fs/promises';
import Libsql from 'libsql';
import type {Clock} from 'payby-checkout/core';
import {StoreError} from '../orders/order-store.js';
import {isRead, type Database, type Row, type Sql, type Value} from './database.js';
import {migrate} from './migrations/migrate.js';

/** How long to wait for another process that has locked the file: so many tries, with a pause between them, ms. */
const BUSY_TRIES = 250;
const BUSY_PAUSE_MS = 20;

type Connection = InstanceType<typeof Libsql>;
type Statement = ReturnType<Connection['prepare']>;

export interface LibsqlOptions {
  /** A file, or `:memory:`. */
  readonly path: string;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Rejects with a {@link StoreError} that says what to do. */
export async function openLibsql({path, clock}: LibsqlOptions): Promise<Database> {
  if (path !== ':memory:') await makePrivate(path);
  let database: LibsqlDatabase | undefined;
  try {
    database = new LibsqlDatabase(
      wrapErrors(() => new Libsql(path)),
      clock,
    );
    await database.setUp();
    await migrate(database);
    return database;
  } catch (error) {
    await database?.close();
    throw withRemedy(error);
  }
}

/** Only this user may read and write the files. SQLite gives later ones the mode of the first. */
async function makePrivate(path: string): Promise<void> {
  // Not opened when it exists: closing it again would end the locks of other connections of this process.
  const isNew = await writeFile(path, '', {flag: 'wx', mode: 0o600}).then(
    () => true,
    () => false, // it exists, or opening it says why not
  );
  if (isNew) return;
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    await chmod(file, 0o600).catch(() => undefined); // there is none, or it is another user's
  }
}

class LibsqlDatabase implements Database {
  readonly forUpdate = ''; // a transaction has the whole file
  readonly forUpdateSkipLocked = '';
  readonly serialKey = 'INTEGER PRIMARY KEY AUTOINCREMENT';
  readonly migrationLock = undefined;
  readonly #connection: Connection;
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #closing = new AbortController();
  readonly #statements = new Map<string, Statement>();
  #isDurable = false;
  /** One connection, so one transaction at a time: no reader sees a half-finished one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection, clock: Pick<Clock, 'sleep'>) {
    this.#connection = connection;
    this.#clock = clock;
  }

  async setUp(): Promise<void> {
    await this.#whenFree(() => {
      this.#exec('PRAGMA busy_timeout = 0'); // it would block the whole process
      this.#exec('PRAGMA journal_mode = WAL');
      this.#exec('PRAGMA foreign_keys = ON');
      this.#setDurable(true);
    });
    const [check] = await this.rows('SELECT * FROM pragma_quick_check(1)');
    if (check?.['quick_check'] !== 'ok') throw new DatabaseError('SQLITE_CORRUPT');
  }

  rows(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    const run = (sql: Sql): Promise<readonly Row[]> => sql.rows(text, values);
    return this.#whenFree(async () => (await this.#attempt(isRead(text) ? 'read' : 'write', run)).result);
  }

  transaction<T>(work: (sql: Sql) => Promise<T>, isDurable?: (result: T) => boolean): Promise<T> {
    return this.#whenFree(async () => {
      if (isDurable) {
        const attempt = await this.#withoutFsync(() =>
          this.#attempt('write', work, (result) => !isDurable(result)),
        );
        if (attempt.isCommitted) return attempt.result;
      }
      return (await this.#attempt('write', work)).result;
    });
  }

  async #attempt<T>(
    kind: 'read' | 'write',
    work: (sql: Sql) => Promise<T>,
    mayCommit: (result: T) => boolean = () => true,
  ): Promise<{readonly result: T; readonly isCommitted: boolean}> {
    try {
      this.#begin(kind);
      const result = await work({rows: async (text, values) => Promise.resolve(this.#run(text, values))});
      const attempt = {result, isCommitted: mayCommit(result)};
      this.#exec(attempt.isCommitted ? 'COMMIT' : 'ROLLBACK');
      return attempt;
    } catch (error) {
      // Of a closed connection the library must not be asked.
      if (this.#connection.open && this.#connection.inTransaction) this.#exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Takes the lock, or fails. Only `exec` may fail for it: a prepared statement that fails so is not reset, and every
   * later COMMIT of the connection fails with it.
   */
  #begin(kind: 'read' | 'write'): void {
    if (kind === 'read') {
      this.#exec('BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1');
      return;
    }
    if (!this.#isSkippingFsync && !this.#isDurable) this.#setDurable(true); // resetting it may have failed
    this.#exec('BEGIN IMMEDIATE');
  }

  #isSkippingFsync = false;

  /** The next durable commit brings the earlier ones to the disk as well. */
  async #withoutFsync<T>(work: () => Promise<T>): Promise<T> {
    this.#isSkippingFsync = true;
    try {
      this.#setDurable(false);
      return await work();
    } finally {
      this.#isSkippingFsync = false;
      this.#setDurable(true);
    }
  }

  #setDurable(isDurable: boolean): void {
    this.#isDurable = false;
    this.#exec(`PRAGMA synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
    this.#isDurable = isDurable;
  }

  notify(): Promise<void> {
    return Promise.resolve(); // there is no other process
  }

  listen(): void {
    // There is no other process.
  }

  close(): Promise<void> {
    this.#closing.abort();
    return this.#inTurn(() => {
      this.#statements.clear();
      this.#connection.close();
    });
  }

  #exec(text: string): void {
    wrapErrors(() => {
      this.#connection.exec(text);
    });
  }

  #run(text: string, values: readonly Value[] = []): readonly Row[] {
    return wrapErrors(() => {
      const statement = this.#statements.get(text) ?? this.#connection.prepare(text);
      this.#statements.set(text, statement);
      return statement.all([...values]) as readonly Row[];
    });
  }

  /** Runs `work`, again while another process has locked the file; others have their turn between two tries. */
  async #whenFree<T>(work: () => T | Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#inTurn(work);
      } catch (error) {
        if (!isBusy(error) || tries >= BUSY_TRIES || this.#closing.signal.aborted) throw error;
      }
      await this.#clock.sleep(BUSY_PAUSE_MS, this.#closing.signal);
    }
  }

  async #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined); // the error reaches its own caller
    return turn;
  }
}

/** A database's own message could quote a statement, so only its code is passed on. */
class DatabaseError extends StoreError {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`the database failed (${code})`, {cause});
    this.code = code;
  }
}

function wrapErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DatabaseError(
      cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown',
      cause,
    );
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code.startsWith('SQLITE_BUSY');

const RESTORE =
  'move it away together with orders.db-wal and orders.db-shm, and restore the last backup as docs/operations.md says';
const NOT_PERMITTED =
  'orders.db cannot be opened: this user must be allowed to read and write it and its folder';

/** What a person can do about it at the start, by the beginning of SQLite's code. */
const REMEDIES: readonly (readonly [string, string])[] = [
  ['SQLITE_NOTADB', `orders.db is damaged or no SQLite database: ${RESTORE}`],
  ['SQLITE_CORRUPT', `orders.db is damaged: ${RESTORE}`],
  ['SQLITE_FULL', 'the disk of orders.db is full: make room and start again'],
  ['SQLITE_BUSY', 'another program has locked orders.db: end it and start again'],
  ['SQLITE_READONLY', NOT_PERMITTED],
  ['SQLITE_CANTOPEN', NOT_PERMITTED],
  ['unknown', NOT_PERMITTED], // the library gives opening a file no code
];

function withRemedy(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const [, remedy] = REMEDIES.find(([code]) => error.code.startsWith(code)) ?? [];
  return remedy === undefined ? error : new StoreError(remedy, {cause: error});
}
