/**
 * Asks once for many: pages poll every second or so and in several tabs, PayBy wants a question every 2–6 seconds.
 * A question under way, or answered less than two seconds ago, is shared, unless the order's end lies between the
 * two: an "unpaid" from before the end says nothing about a payment in its last second.
 */
import type {Clock} from '../payby/clock.js';

const FRESH_MS = 2_000;

interface Look {
  readonly startedAt: number;
  readonly answer: Promise<void>;
  isUnderWay: boolean;
}

/** What is asked about: its number, and the moment at which its truth may change by itself. */
export interface Subject {
  readonly merchantOrderNo: string;
  readonly expiredTime: number;
}

export class Looks {
  readonly #clock: Clock;
  readonly #looks = new Map<string, Look>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with an answer that is good enough for this moment. Rejects as `ask` does. */
  async fresh(subject: Subject, ask: () => Promise<void>): Promise<void> {
    const last = this.#looks.get(subject.merchantOrderNo);
    const look = last && this.#isGoodEnough(last, subject) ? last : this.#start(subject, ask);
    await look.answer;
    if (this.#isOvertaken(look, subject)) await this.#start(subject, ask).answer;
  }

  forget(merchantOrderNo: string): void {
    this.#looks.delete(merchantOrderNo);
  }

  #start({merchantOrderNo}: Subject, ask: () => Promise<void>): Look {
    const look: Look = {startedAt: this.#clock.now(), answer: ask(), isUnderWay: true};
    const ended = (): void => {
      look.isUnderWay = false;
    };
    look.answer.then(ended, ended); // the rejection itself reaches whoever awaits the answer
    this.#looks.set(merchantOrderNo, look);
    return look;
  }

  #isGoodEnough(look: Look, subject: Subject): boolean {
    if (this.#isOvertaken(look, subject)) return false;
    return look.isUnderWay || this.#clock.now() - look.startedAt < FRESH_MS;
  }

  #isOvertaken({startedAt}: Look, {expiredTime}: Subject): boolean {
    return startedAt < expiredTime && this.#clock.now() >= expiredTime;
  }
}
