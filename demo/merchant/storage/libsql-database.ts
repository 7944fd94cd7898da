/**
 * An embedded database, in a file or in memory, for a server on one machine. WAL and `synchronous=FULL`: what is
 * committed survives a killed process and a power cut. Waiting for the disk stops everything else, so what would be
 * no loss in a power cut, a question that found nothing new, does not wait.
 */
import Libsql from 'libsql';
import type {Database, Row, Sql, Value} from './database.js';
import {StoreError} from './order-store.js';
import {schema} from './schema.js';

const BUSY_MS = 5_000;

type Statement = ReturnType<InstanceType<typeof Libsql>['prepare']>;

/** `path` is a file, or `:memory:`. */
export function openLibsql(path: string): Database {
  return wrapErrors(() => {
    const connection = new Libsql(path);
    connection.pragma(`busy_timeout = ${String(BUSY_MS)}`);
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.exec(schema('INTEGER PRIMARY KEY AUTOINCREMENT'));
    return new LibsqlDatabase(connection);
  });
}

class LibsqlDatabase implements Database {
  readonly forUpdate = ''; // a transaction has the whole file
  readonly forUpdateSkipLocked = '';
  readonly #connection: InstanceType<typeof Libsql>;
  readonly #statements = new Map<string, Statement>();
  /** One connection, so one thing at a time: nobody reads what a transaction has not finished. */
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
        const quick = await this.#withoutTheDisk(() => this.#attempt(work, (result) => !isDurable(result)));
        if (quick.isKept) return quick.result;
      }
      return (await this.#attempt(work, () => true)).result;
    });
  }

  async #attempt<T>(
    work: (sql: Sql) => Promise<T>,
    isKept: (result: T) => boolean,
  ): Promise<{readonly result: T; readonly isKept: boolean}> {
    this.#run('BEGIN IMMEDIATE');
    try {
      const result = await work({rows: async (text, values) => Promise.resolve(this.#run(text, values))});
      const attempt = {result, isKept: isKept(result)};
      this.#run(attempt.isKept ? 'COMMIT' : 'ROLLBACK');
      return attempt;
    } catch (error) {
      if (this.#connection.inTransaction) this.#run('ROLLBACK');
      throw error;
    }
  }

  /** The next commit for keeps brings the earlier ones to the disk as well. */
  async #withoutTheDisk<T>(work: () => Promise<T>): Promise<T> {
    wrapErrors(() => this.#connection.pragma('synchronous = NORMAL'));
    try {
      return await work();
    } finally {
      wrapErrors(() => this.#connection.pragma('synchronous = FULL'));
    }
  }

  announce(): Promise<void> {
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
    this.#last = turn.catch(() => undefined); // its caller is told; the next one starts anew
    return turn;
  }
}

function wrapErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new StoreError(`the database failed (${code})`, {cause});
  }
}
