/** One step from one version of the tables to the next. A migration that has been released is never changed. */
import type {Database} from '../database.js';

export interface Migration {
  /** Counts up from 1 without gaps. */
  readonly version: number;
  readonly name: string;
  /** Statements that both databases understand, separated by semicolons. */
  readonly sql: (database: Pick<Database, 'serialKey'>) => string;
}
