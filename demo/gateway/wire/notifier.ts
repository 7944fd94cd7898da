/**
 * Tells merchants what happened, as PayBy does: a signed POST, and anything but `{"response":"SUCCESS"}` in good time
 * is tried again, ever later. A merchant must therefore expect the same notification twice, late, or never.
 */
import {parseJson, readBytes, isJsonObject} from '../../payby/bytes.js';
import type {Clock} from '../../payby/clock.js';
import {randomHex, type Random} from '../../payby/random.js';
import type {Journal} from '../control/request-log.js';

const RETRY_AFTER_MINUTES = [2, 10, 10, 60, 120, 360, 900];
const SLOW_MS = 5_000;
const LARGEST_REPLY = 4_096; // bytes
const REMEMBERED = 10_000; // notifications that can be repeated by hand

export interface NotifierOptions {
  /** The time on which PayBy's schedule runs. */
  readonly clock: Clock;
  /** The time in which a merchant has to answer: it is not put forward. */
  readonly patience: Clock;
  readonly random: Random;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  readonly fetch: typeof globalThis.fetch;
  readonly journal: Journal;
  /** Ends all tries that are still to come. */
  readonly signal: AbortSignal;
}

/** How the merchant is told: so many times at once, not before somebody says so, or never. */
export type Manner =
  {readonly kind: 'send'; readonly copies: number} | {readonly kind: 'hold'} | {readonly kind: 'lose'};

export const AS_USUAL: Manner = {kind: 'send', copies: 1};

/** What there is to tell, and what it is about. */
export interface News {
  readonly notifyUrl: string;
  readonly subject: {readonly acquireOrder: object} | {readonly refundOrder: object};
  readonly merchantOrderNo: string;
  readonly refundMerchantOrderNo: string | undefined;
  readonly status: string;
}

interface Telling extends News {
  readonly notifyId: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export class Notifier {
  readonly #options: NotifierOptions;
  /** For whatever is not told in a manner of its own. */
  manner: Manner = AS_USUAL;
  #passing: Manner | undefined;
  #held: readonly Telling[] = [];
  readonly #told: Telling[] = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  get held(): number {
    return this.#held.length;
  }

  /** Everything that is told while `act` runs is told in this manner. */
  inManner<T>(manner: Manner | undefined, act: () => T): T {
    const before = this.#passing;
    this.#passing = manner ?? before;
    try {
      return act();
    } finally {
      this.#passing = before;
    }
  }

  /** Starts telling and returns at once; the subject is the state of affairs now, however late it arrives. */
  tell(news: News): void {
    const {clock, random} = this.#options;
    const now = clock.now();
    const notifyId = randomHex(random, 16);
    const notification = {
      notify_id: notifyId,
      notify_timestamp: now,
      notify_time: new Date(now).toISOString(),
      _input_charset: 'UTF-8',
      ...news.subject,
    };
    const telling = {...news, notifyId, body: Buffer.from(JSON.stringify(notification), 'utf8')};
    this.#told.push(telling);
    if (this.#told.length > REMEMBERED) this.#told.splice(0, REMEMBERED / 10);
    const manner = this.#passing ?? this.manner;
    switch (manner.kind) {
      case 'send':
        for (let copy = 0; copy < manner.copies; copy += 1) void this.#deliver(telling);
        return;
      case 'hold':
        this.#held = [...this.#held, telling];
        return;
      case 'lose':
        return;
    }
  }

  /** Sends what was held, oldest or newest first. */
  async release(order: 'oldest-first' | 'newest-first'): Promise<number> {
    const held = order === 'oldest-first' ? this.#held : [...this.#held].reverse();
    this.#held = [];
    // One after the other, so that they arrive in this order; who does not take one gets it again on the schedule.
    for (const telling of held) await this.#firstTry(telling);
    return held.length;
  }

  /** Sends again, with the same bytes, what was told about an order. Answers how many there were. */
  async repeat(merchantOrderNo: string): Promise<number> {
    const told = this.#told.filter((telling) => telling.merchantOrderNo === merchantOrderNo);
    for (const telling of told) await this.#accepted(telling, 1);
    return told.length;
  }

  async #firstTry(telling: Telling): Promise<void> {
    if (!(await this.#accepted(telling, 1))) void this.#tryAgain(telling);
  }

  async #deliver(telling: Telling): Promise<void> {
    if (!(await this.#accepted(telling, 1))) await this.#tryAgain(telling);
  }

  async #tryAgain(telling: Telling): Promise<void> {
    const {clock, signal} = this.#options;
    for (const [index, minutes] of RETRY_AFTER_MINUTES.entries()) {
      await clock.sleep(minutes * 60_000, signal);
      if (signal.aborted || (await this.#accepted(telling, index + 2))) return;
    }
  }

  async #accepted(telling: Telling, attempt: number): Promise<boolean> {
    const {clock, journal} = this.#options;
    const {notifyId, merchantOrderNo, refundMerchantOrderNo, status} = telling;
    const at = clock.now();
    const accepted = await this.#post(telling);
    journal.add({
      kind: 'notification',
      at,
      notifyId,
      merchantOrderNo,
      refundMerchantOrderNo,
      status,
      attempt,
      accepted,
    });
    return accepted;
  }

  async #post({notifyUrl, body}: Telling): Promise<boolean> {
    const {patience, sign, fetch, signal} = this.#options;
    const attempt = new AbortController();
    const giveUp = (): void => {
      attempt.abort();
    };
    signal.addEventListener('abort', giveUp, {once: true});
    void patience.sleep(SLOW_MS, attempt.signal).then(giveUp);
    try {
      const response = await fetch(notifyUrl, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', sign: sign(body)},
        body,
        redirect: 'error',
        signal: attempt.signal,
      });
      const reply = parseJson(await readBytes(response.body, LARGEST_REPLY));
      return response.ok && isJsonObject(reply) && reply['response'] === 'SUCCESS';
    } catch {
      return false; // unreachable, slow or nonsense: all the same to PayBy, which tries again
    } finally {
      signal.removeEventListener('abort', giveUp);
      giveUp();
    }
  }
}
