/**
 * Shares queries about one order within this process: pages poll every second or so and in several tabs, while PayBy
 * allows a query every 2–6 s. A query under way is shared, and its answer stays valid as long as `run` says. An answer
 * from before the order's expiry is not valid after it: that "unpaid" cannot know of a payment in the last second.
 */
import type {Clock} from 'payby-checkout/core';
import {TooManyQueries} from './errors.js';

/** How long a failed query counts as the answer for everybody, ms. */
const FAILURE_VALID_MS = 2_000;
/** Outdated queries are removed once there are more than this. */
const SWEEP_ABOVE = 5_000;

interface Query {
  readonly startedAt: number;
  readonly answer: Promise<void>;
  isUnderWay: boolean;
  validUntil: number;
}

/** The order that is queried: its number, and when its status may change by itself. */
export interface QuerySubject {
  readonly merchantOrderNo: string;
  readonly expiredTime: number;
}

/** Runs one query. Resolves to the time until which its answer is valid; an answer from before `validSince` is not. */
export type RunQuery = (validSince: number) => Promise<number>;

export class QueryCoalescer {
  readonly #clock: Clock;
  readonly #queries = new Map<string, Query>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many orders' queries are remembered: few, however many orders pages ask about. */
  get size(): number {
    return this.#queries.size;
  }

  /** Resolves when an answer is there that is valid now. Rejects as `run` does. */
  async refresh(subject: QuerySubject, run: RunQuery): Promise<void> {
    for (;;) {
      const last = this.#queries.get(subject.merchantOrderNo);
      const query = last && this.#isValid(last, subject) ? last : await this.#next(last, subject, run);
      if (!query) continue; // another caller started one meanwhile
      await query.answer;
      if (!this.#isOvertaken(query, subject)) return;
    }
  }

  /** Resolves with the answer to a new query, after an event that no earlier answer can include. */
  async force(subject: QuerySubject, run: RunQuery): Promise<void> {
    await this.#queries.get(subject.merchantOrderNo)?.answer.catch(() => undefined); // one query at a time
    await this.#start(subject, run, this.#clock.now() + 1).answer;
  }

  async #next(last: Query | undefined, subject: QuerySubject, run: RunQuery): Promise<Query | undefined> {
    if (last?.isUnderWay) {
      await last.answer.catch(() => undefined); // one query at a time; its own callers get its error
      return undefined;
    }
    const {expiredTime} = subject;
    return this.#start(subject, run, this.#clock.now() >= expiredTime ? expiredTime : 0);
  }

  #start({merchantOrderNo}: QuerySubject, run: RunQuery, validSince: number): Query {
    const startedAt = this.#clock.now();
    const end = (validUntil: number): void => {
      query.isUnderWay = false;
      query.validUntil = validUntil;
    };
    const answer = run(validSince).then(end, (error: unknown) => {
      // A query that was refused to a page has not been sent: the next caller may query.
      end(error instanceof TooManyQueries ? 0 : startedAt + FAILURE_VALID_MS);
      throw error;
    });
    const query: Query = {startedAt, answer, isUnderWay: true, validUntil: 0};
    answer.catch(() => undefined); // the rejection reaches the callers that await the answer
    if (this.#queries.size > SWEEP_ABOVE) this.#sweep();
    this.#queries.set(merchantOrderNo, query);
    return query;
  }

  #isValid(query: Query, subject: QuerySubject): boolean {
    if (this.#isOvertaken(query, subject)) return false;
    return query.isUnderWay || this.#clock.now() < query.validUntil;
  }

  #isOvertaken({startedAt}: Query, {expiredTime}: QuerySubject): boolean {
    return startedAt < expiredTime && this.#clock.now() >= expiredTime;
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const [number, {isUnderWay, validUntil}] of this.#queries) {
      if (!isUnderWay && validUntil <= now) this.#queries.delete(number);
    }
  }
}
