/**
 * An embedded database, in a file or in memory, for a server on one machine. With WAL and `synchronous=FULL` a commit
 * survives a crash of the process and of the machine. fsync blocks everything else, so a commit that may be
 * lost in a power cut, such as a query without a change, skips it.
 */
import Libsql from 'libsql';
import {StoreError} from '../orders/order-store.js';
import type {Database, Row, Sql, Value} from './database.js';
import {migrate} from './migrations/migrate.js';

/** How long a statement waits for another process that has locked the file, ms. */
const BUSY_MS = 5_000;

type Statement = ReturnType<InstanceType<typeof Libsql>['prepare']>;

/** `path` is a file, or `:memory:`. */
export async function openLibsql(path: string): Promise<Database> {
  const connection = wrapErrors(() => new Libsql(path));
  try {
    wrapErrors(() => {
      connection.pragma(`busy_timeout = ${String(BUSY_MS)}`);
      connection.pragma('journal_mode = WAL');
      connection.pragma('synchronous = FULL');
      connection.pragma('foreign_keys = ON');
    });
    const database = new LibsqlDatabase(connection);
    await migrate(database);
    return database;
  } catch (error) {
    connection.close();
    throw error;
  }
}

class LibsqlDatabase implements Database {
  readonly forUpdate = ''; // a transaction has the whole file
  readonly forUpdateSkipLocked = '';
  readonly serialKey = 'INTEGER PRIMARY KEY AUTOINCREMENT';
  readonly migrationLock = undefined;
  readonly #connection: InstanceType<typeof Libsql>;
  readonly #statements = new Map<string, Statement>();
  /** One connection, so one transaction at a time: no reader sees a half-finished one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: InstanceType<typeof Libsql>) {
    this.#connection = connection;
  }

  rows(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return this.#inTurn(() => Promise.resolve(this.#run(text, values)));
  }

  transaction<T>(work: (sql: Sql) => Promise<T>, isDurable?: (result: T) => boolean): Promise<T> {
    return this.#inTurn(async () => {
      if (isDurable) {
        const attempt = await this.#withoutFsync(() => this.#attempt(work, (result) => !isDurable(result)));
        if (attempt.isCommitted) return attempt.result;
      }
      return (await this.#attempt(work, () => true)).result;
    });
  }

  async #attempt<T>(
    work: (sql: Sql) => Promise<T>,
    mayCommit: (result: T) => boolean,
  ): Promise<{readonly result: T; readonly isCommitted: boolean}> {
    this.#run('BEGIN IMMEDIATE');
    try {
      const result = await work({rows: async (text, values) => Promise.resolve(this.#run(text, values))});
      const attempt = {result, isCommitted: mayCommit(result)};
      this.#run(attempt.isCommitted ? 'COMMIT' : 'ROLLBACK');
      return attempt;
    } catch (error) {
      if (this.#connection.inTransaction) this.#run('ROLLBACK');
      throw error;
    }
  }

  /** The next durable commit brings the earlier ones to the disk as well. */
  async #withoutFsync<T>(work: () => Promise<T>): Promise<T> {
    wrapErrors(() => this.#connection.pragma('synchronous = NORMAL'));
    try {
      return await work();
    } finally {
      wrapErrors(() => this.#connection.pragma('synchronous = FULL'));
    }
  }

  notify(): Promise<void> {
    return Promise.resolve(); // there is no other process
  }

  listen(): void {
    // There is no other process.
  }

  close(): Promise<void> {
    return this.#inTurn(() => {
      this.#statements.clear();
      this.#connection.close();
      return Promise.resolve();
    });
  }

  #run(text: string, values: readonly Value[] = []): readonly Row[] {
    return wrapErrors(() => {
      const statement = this.#statements.get(text) ?? this.#connection.prepare(text);
      this.#statements.set(text, statement);
      return statement.all([...values]) as readonly Row[];
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined); // the error reaches its own caller
    return turn;
  }
}

/** A database's own message could quote a statement, so only its code is passed on. */
function wrapErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new StoreError(`the database failed (${code})`, {cause});
  }
}
