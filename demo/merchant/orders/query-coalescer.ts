/**
 * Asks once for many: pages poll every second or so and in several tabs, PayBy wants a question every 2–6 seconds.
 * A question under way is shared, and its answer is good until `ask` says; unless the order's end lies between the
 * two: an "unpaid" from before the end says nothing about a payment in its last second.
 */
import type {Clock} from '../../payby/clock.js';

/** A failure is everybody's for as long as an answer would be. */
const FAILED_FOR_MS = 2_000;
/** Answers that are no longer good are swept out when there are more than that. */
const SWEEP_ABOVE = 5_000;

interface Look {
  readonly startedAt: number;
  readonly answer: Promise<void>;
  isUnderWay: boolean;
  goodUntil: number;
}

/** What is asked about: its number, and the moment at which its truth may change by itself. */
export interface Subject {
  readonly merchantOrderNo: string;
  readonly expiredTime: number;
}

/** Answers until when the answer is good. An answer to a question from before `goodSince` is not good enough. */
export type Ask = (goodSince: number) => Promise<number>;

export class Looks {
  readonly #clock: Clock;
  readonly #looks = new Map<string, Look>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves with an answer that is good enough for this moment. Rejects as `ask` does. */
  async fresh(subject: Subject, ask: Ask): Promise<void> {
    for (;;) {
      const last = this.#looks.get(subject.merchantOrderNo);
      const look = last && this.#isGoodEnough(last, subject) ? last : await this.#next(last, subject, ask);
      if (!look) continue; // somebody was faster
      await look.answer;
      if (!this.#isOvertaken(look, subject)) return;
    }
  }

  /** Resolves with the answer to a new question: something has happened that the last one cannot know. */
  async anew(subject: Subject, ask: Ask): Promise<void> {
    await this.#looks.get(subject.merchantOrderNo)?.answer.catch(() => undefined); // one question at a time
    await this.#start(subject, ask, this.#clock.now() + 1).answer;
  }

  async #next(last: Look | undefined, subject: Subject, ask: Ask): Promise<Look | undefined> {
    if (last?.isUnderWay) {
      await last.answer.catch(() => undefined); // one question at a time; its own callers hear of its failure
      return undefined;
    }
    const {expiredTime} = subject;
    return this.#start(subject, ask, this.#clock.now() >= expiredTime ? expiredTime : 0);
  }

  #start({merchantOrderNo}: Subject, ask: Ask, goodSince: number): Look {
    const startedAt = this.#clock.now();
    const ended = (goodUntil: number): void => {
      look.isUnderWay = false;
      look.goodUntil = goodUntil;
    };
    const answer = ask(goodSince).then(ended, (error: unknown) => {
      ended(startedAt + FAILED_FOR_MS);
      throw error;
    });
    const look: Look = {startedAt, answer, isUnderWay: true, goodUntil: 0};
    answer.catch(() => undefined); // the rejection reaches whoever awaits the answer
    if (this.#looks.size > SWEEP_ABOVE) this.#sweep();
    this.#looks.set(merchantOrderNo, look);
    return look;
  }

  #isGoodEnough(look: Look, subject: Subject): boolean {
    if (this.#isOvertaken(look, subject)) return false;
    return look.isUnderWay || this.#clock.now() < look.goodUntil;
  }

  #isOvertaken({startedAt}: Look, {expiredTime}: Subject): boolean {
    return startedAt < expiredTime && this.#clock.now() >= expiredTime;
  }

  #sweep(): void {
    const now = this.#clock.now();
    for (const [number, {isUnderWay, goodUntil}] of this.#looks) {
      if (!isUnderWay && goodUntil <= now) this.#looks.delete(number);
    }
  }
}
