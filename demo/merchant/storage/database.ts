/** What the order store needs of a database: statements, transactions, and news of other processes. */

export type Value = string | number | null;
/** Whole numbers may come as texts, since they can be larger than a number holds. */
export type Row = Readonly<Record<string, unknown>>;

export interface Sql {
  /** Values stand for the `?` of the text, in their order, and are never part of it. */
  rows(text: string, values?: readonly Value[]): Promise<readonly Row[]>;
}

export interface Database extends Sql {
  /**
   * All of it or nothing. `work` waits for nothing but the statements it is given, and may be run again. What
   * `isDurable` says no to survives a killed process, but not a power cut: it need not wait for the disk.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, isDurable?: (result: T) => boolean): Promise<T>;
  /** Ends a SELECT that reads in order to write. */
  readonly forUpdate: string;
  /** The same, for rows that another process has not taken already. */
  readonly forUpdateSkipLocked: string;
  /** Tells other processes, once the transaction is done. */
  announce(sql: Sql, topic: string): Promise<void>;
  /** Hears what other processes announce; without a topic, something may have been missed. */
  listen(listener: (topic: string | undefined) => void): void;
  close(): Promise<void>;
}
