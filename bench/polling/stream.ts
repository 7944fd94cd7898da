/**
 * Server-Sent Events with polling as the net below, as `StreamController` and `OrderWatcher` do it: the stream's first
 * message is the order's status; it is closed while hidden; when it breaks it is opened again after a rest with full
 * jitter, and requests on the project's own schedule are sent until then.
 */
import {safetyDelayMs, STREAM_SENDS_WITHIN_MS} from '../../src/core/status/poll-schedule.js';
import type {Checkout} from './checkouts.js';
import {pollUntilDetected, projectSchedule, type Schedule} from './own-element.js';
import {PageView} from './page-view.js';
import {oneWayMs, send, type Exchange, type Policy, type Request, type PolicyOptions} from './policy.js';

export interface StreamPlan {
  /** The rest before a broken stream is opened again, ms. */
  readonly reconnectMs: {readonly min: number; readonly max: number};
}

/** `StreamController` keeps these to itself. */
const streamPlan: StreamPlan = {reconnectMs: {min: 500, max: 15_000}};

export function stream(
  name: string,
  plan: StreamPlan = streamPlan,
  schedule: Schedule = projectSchedule,
): Policy {
  return {
    name,
    play(checkout, options) {
      const view = new PageView(checkout.hidden);
      const page = new StreamingPage(checkout, options, plan, schedule);
      const {leavesAt, expiresAt} = checkout;
      const closesAt = Math.min(leavesAt, expiresAt);
      for (let from = 0; from < closesAt;) {
        const period = view.hiddenPeriod(from);
        if (period.from > from) {
          const detectedAt = page.beSeen(from, Math.min(period.from, closesAt));
          if (detectedAt !== undefined) return detectedAt;
        }
        from = period.to;
      }
      if (expiresAt >= leavesAt) return undefined;
      return pollUntilDetected(checkout, options, schedule, {from: expiresAt, firstAt: expiresAt});
    },
  };
}

class StreamingPage {
  readonly #checkout: Checkout;
  readonly #options: PolicyOptions;
  readonly #plan: StreamPlan;
  readonly #schedule: Schedule;
  /** When the stream is opened, and the next request sent. */
  #openAt = Infinity;
  #pollAt = Infinity;
  /** When the payment, and the break, reach the page over the open stream. */
  #pushAt = Infinity;
  #breakAt = Infinity;
  #isAlive = false;
  #failures = 0;

  constructor(checkout: Checkout, options: PolicyOptions, plan: StreamPlan, schedule: Schedule) {
    this.#checkout = checkout;
    this.#options = options;
    this.#plan = plan;
    this.#schedule = schedule;
  }

  /** One stretch of time in which it is seen. Returns when the payment was detected, if it was. */
  beSeen(from: number, to: number): number | undefined {
    this.#show(from);
    for (;;) {
      const now = Math.min(this.#openAt, this.#pollAt, this.#pushAt, this.#breakAt);
      if (now >= to) return undefined;
      if (now === this.#pushAt) return now;
      const detectedAt = this.#act(now);
      if (detectedAt !== undefined && detectedAt < to) return detectedAt;
    }
  }

  #show(at: number): void {
    this.#isAlive = false; // it was closed while hidden
    this.#openAt = at;
    this.#pushAt = this.#breakAt = Infinity;
    // As without a stream, but on a return the stream is given a moment to send the status
    this.#pollAt =
      at + (at > 0 ? STREAM_SENDS_WITHIN_MS : this.#schedule.firstDelayMs(0, this.#options.random()));
  }

  #act(now: number): number | undefined {
    if (now === this.#breakAt) {
      this.#break(now);
      return undefined;
    }
    const request = now === this.#openAt ? 'stream' : 'poll';
    const exchange = send(now, request, this.#options);
    if (exchange.isGood && this.#checkout.paidAt <= exchange.servedAt) {
      this.#endWith(request, exchange);
      return exchange.receivedAt;
    }
    if (request === 'poll') this.#noteAnswer(exchange);
    else if (exchange.isGood) this.#noteOpen(exchange);
    else this.#break(exchange.receivedAt);
    return undefined;
  }

  /** What was sent before the payment arrived has still cost something. */
  #endWith(request: Request, {receivedAt}: Exchange): void {
    const other: Request = request === 'stream' ? 'poll' : 'stream';
    const otherAt = other === 'stream' ? this.#openAt : this.#pollAt;
    if (otherAt < receivedAt) this.#options.count(otherAt, other);
    this.#openAt = this.#pollAt = this.#breakAt = Infinity;
  }

  #noteOpen({servedAt, receivedAt}: Exchange): void {
    const {random, outage} = this.#options;
    this.#isAlive = true;
    this.#openAt = Infinity;
    const isPolling = this.#pollAt < receivedAt;
    if (!isPolling) this.#pollAt = receivedAt + safetyDelayMs(random());
    this.#breakAt = outage.from > servedAt ? outage.from + oneWayMs(random) : Infinity;
    const pushAt = this.#checkout.paidAt + oneWayMs(random);
    this.#pushAt = pushAt < this.#breakAt ? pushAt : Infinity;
  }

  #break(at: number): void {
    const {min, max} = this.#plan.reconnectMs;
    this.#openAt = at + min + (max - min) * this.#options.random();
    this.#breakAt = Infinity;
    if (this.#isAlive) this.#pollAt = at + this.#options.random() * this.#restMs(at);
    this.#isAlive = false;
  }

  #noteAnswer({receivedAt, isGood}: Exchange): void {
    const {random} = this.#options;
    this.#failures = isGood ? 0 : this.#failures + 1;
    const rest = this.#isAlive && isGood ? safetyDelayMs(random()) : this.#restMs(receivedAt);
    this.#pollAt = receivedAt + rest;
  }

  /** The delay of a page without a stream. */
  #restMs(elapsedMs: number): number {
    const {paySceneCode} = this.#checkout;
    const plan = {
      purpose: 'open',
      paySceneCode,
      elapsedMs,
      failures: this.#failures,
      retryAfterMs: undefined,
    } as const;
    return this.#schedule.delayMs(plan, this.#options.random());
  }
}
