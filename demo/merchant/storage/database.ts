/** What the stores need of a database: statements, transactions, and notifications between processes. */

export type Value = string | number | null;
/** Whole numbers may come as strings, since they can be larger than a number holds. */
export type Row = Readonly<Record<string, unknown>>;

/** Whether a statement only reads. Every statement of the stores that returns rows without a change begins so. */
export const isRead = (text: string): boolean => /^\s*SELECT\b/i.test(text);

export interface Sql {
  /** Values replace the `?` of the text, in their order, and are never part of it. */
  rows(text: string, values?: readonly Value[]): Promise<readonly Row[]>;
}

export interface Database extends Sql {
  /**
   * Commits everything that `work` has written, or nothing. `work` awaits only the statements it is given, and may run
   * again. If `isDurable` returns false the commit skips fsync: it survives a crash of the process, not of the machine.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, isDurable?: (result: T) => boolean): Promise<T>;
  /** Ends a SELECT that reads in order to write. */
  readonly forUpdate: string;
  /** The same, without the rows that another process has locked. */
  readonly forUpdateSkipLocked: string;
  /** The type of a primary key that counts up. */
  readonly serialKey: string;
  /** A statement that lets one process at a time migrate; `undefined` where every transaction has the whole database. */
  readonly migrationLock: string | undefined;
  /** Notifies the other processes, once the transaction is committed. */
  notify(sql: Sql, topic: string): Promise<void>;
  /** Sets the listener of other processes' notifications. Without a topic, some may have been missed. */
  listen(listener: (topic: string | undefined) => void): void;
  close(): Promise<void>;
}
