/**
 * Tells merchants what happened, as PayBy does: a signed POST, and anything but `{"response":"SUCCESS"}` in good time
 * is tried again, ever later. A merchant must therefore expect the same notification twice, late, or never.
 */
import {parseJson, readBytes, isJsonObject} from '../payby/bytes.js';
import type {Clock} from '../payby/clock.js';
import {randomHex, type Random} from '../payby/random.js';

const RETRY_AFTER_MINUTES = [2, 10, 10, 60, 120, 360, 900];
const SLOW_MS = 5_000;
const LARGEST_REPLY = 4_096; // bytes

export interface NotifierOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  readonly fetch: typeof globalThis.fetch;
  /** Ends all tries that are still to come. */
  readonly signal: AbortSignal;
}

export class Notifier {
  readonly #options: NotifierOptions;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** Starts telling and returns at once; `subject` is the state of affairs now, however late it arrives. */
  tell(notifyUrl: string, subject: {readonly acquireOrder: object} | {readonly refundOrder: object}): void {
    const {clock, random} = this.#options;
    const now = clock.now();
    const notification = {
      notify_id: randomHex(random, 16),
      notify_timestamp: now,
      notify_time: new Date(now).toISOString(),
      _input_charset: 'UTF-8',
      ...subject,
    };
    void this.#deliver(notifyUrl, Buffer.from(JSON.stringify(notification), 'utf8'));
  }

  async #deliver(notifyUrl: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
    const {clock, signal} = this.#options;
    if (await this.#accepted(notifyUrl, body)) return;
    for (const minutes of RETRY_AFTER_MINUTES) {
      await clock.sleep(minutes * 60_000, signal);
      if (signal.aborted || (await this.#accepted(notifyUrl, body))) return;
    }
  }

  async #accepted(notifyUrl: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const {clock, sign, fetch, signal} = this.#options;
    const attempt = new AbortController();
    const giveUp = (): void => {
      attempt.abort();
    };
    signal.addEventListener('abort', giveUp, {once: true});
    void clock.sleep(SLOW_MS, attempt.signal).then(giveUp);
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
