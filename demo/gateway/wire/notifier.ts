/**
 * Notifies merchants as PayBy does: a signed POST, repeated ever later until the merchant answers
 * `{"response":"SUCCESS"}` within 5 s. A merchant must expect the same notification twice, late, or never.
 */
import {type Clock, isJsonObject} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import {parseJson, readBytes} from '../../payby/bytes.js';
import {randomHex, type Random} from '../../payby/random.js';
import {
  SEND_ONCE,
  type DeliveryMode,
  type NotificationContent,
  type Notifications,
  type ReleaseOrder,
} from '../model/notifications.js';
import type {RequestLog} from '../model/request-log.js';

/** PayBy's schedule: minutes from each delivery to the next. */
const RETRY_AFTER_MINUTES = [2, 10, 10, 60, 120, 360, 900];
/** How long a merchant may take to answer, ms. */
const ANSWER_WITHIN_MS = 5_000;
const MAX_ANSWER_BYTES = 4_096;
/** How many notifications can be repeated by hand; then the oldest tenth is dropped. */
const MAX_REPEATABLE = 10_000;

export interface NotifierOptions {
  /** The gateway's clock, on which PayBy's schedule runs. */
  readonly clock: Clock;
  /** The time that really passes: a merchant has 5 s of it to answer. */
  readonly realClock: Clock;
  readonly random: Random;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  readonly fetch: typeof globalThis.fetch;
  readonly requestLog: RequestLog;
  readonly log: Log;
  /** Aborts when the gateway closes: no delivery follows. */
  readonly signal: AbortSignal;
}

/** A notification whose bytes are fixed. */
interface Notification extends NotificationContent {
  readonly notifyId: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Delivers notifications in the current mode and repeats them on PayBy's schedule. */
export class Notifier implements Notifications {
  readonly #options: NotifierOptions;
  mode: DeliveryMode = SEND_ONCE;
  #modeOfCall: DeliveryMode | undefined;
  #held: readonly Notification[] = [];
  readonly #repeatable: Notification[] = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  get held(): number {
    return this.#held.length;
  }

  withDelivery<T>(mode: DeliveryMode | undefined, act: () => T): T {
    const before = this.#modeOfCall;
    this.#modeOfCall = mode ?? before;
    try {
      return act();
    } finally {
      this.#modeOfCall = before;
    }
  }

  /** Starts the delivery and returns at once. The body says how things stand now, however late it arrives. */
  notify(content: NotificationContent): void {
    const {clock, random} = this.#options;
    const now = clock.now();
    const notifyId = randomHex(random, 16);
    const json = {
      notify_id: notifyId,
      notify_timestamp: now,
      notify_time: new Date(now).toISOString(),
      _input_charset: 'UTF-8',
      ...content.subject,
    };
    const notification = {...content, notifyId, body: Buffer.from(JSON.stringify(json), 'utf8')};
    this.#repeatable.push(notification);
    if (this.#repeatable.length > MAX_REPEATABLE) this.#repeatable.splice(0, MAX_REPEATABLE / 10);
    const mode = this.#modeOfCall ?? this.mode;
    switch (mode.kind) {
      case 'send':
        for (let copy = 0; copy < mode.copies; copy += 1) this.#deliver(notification).catch(this.#fail);
        return;
      case 'hold':
        this.#held = [...this.#held, notification];
        return;
      case 'lose':
        return;
    }
  }

  async release(order: ReleaseOrder): Promise<number> {
    const held = order === 'oldest-first' ? this.#held : [...this.#held].reverse();
    this.#held = [];
    // One after the other, so that they arrive in this order. One that is not accepted is repeated on the schedule.
    for (const notification of held) {
      if (!(await this.#send(notification, 1))) this.#retry(notification).catch(this.#fail);
    }
    return held.length;
  }

  async repeat(merchantOrderNo: string): Promise<number> {
    const found = this.#repeatable.filter((notification) => notification.merchantOrderNo === merchantOrderNo);
    for (const notification of found) await this.#send(notification, 1);
    return found.length;
  }

  /** A bug, since a delivery that does not succeed is no error. */
  readonly #fail = (error: unknown): void => {
    this.#options.log('a notification was given up', {level: 'error', why: nameOf(error)});
  };

  async #deliver(notification: Notification): Promise<void> {
    if (!(await this.#send(notification, 1))) await this.#retry(notification);
  }

  async #retry(notification: Notification): Promise<void> {
    const {clock, signal} = this.#options;
    for (const [index, minutes] of RETRY_AFTER_MINUTES.entries()) {
      await clock.sleep(minutes * 60_000, signal);
      if (signal.aborted || (await this.#send(notification, index + 2))) return;
    }
  }

  /** Resolves to whether the merchant accepted it. */
  async #send(notification: Notification, attempt: number): Promise<boolean> {
    const {clock, requestLog} = this.#options;
    const {notifyId, merchantOrderNo, refundMerchantOrderNo, status} = notification;
    const at = clock.now();
    const accepted = await this.#post(notification);
    requestLog.add({
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

  async #post({notifyUrl, body}: Notification): Promise<boolean> {
    const {realClock, sign, fetch, signal} = this.#options;
    const attempt = new AbortController();
    const abort = (): void => {
      attempt.abort();
    };
    signal.addEventListener('abort', abort, {once: true});
    realClock.sleep(ANSWER_WITHIN_MS, attempt.signal).then(abort, abort);
    try {
      const response = await fetch(notifyUrl, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', sign: sign(body)},
        body,
        redirect: 'error',
        signal: attempt.signal,
      });
      const answer = parseJson(await readBytes(response.body, MAX_ANSWER_BYTES));
      return response.ok && isJsonObject(answer) && answer['response'] === 'SUCCESS';
    } catch {
      return false; // unreachable, too slow or not JSON: PayBy repeats the notification in every case
    } finally {
      signal.removeEventListener('abort', abort);
      abort();
    }
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
