/**
 * Server-Sent Events with polling as the net below, as `StreamController` and `OrderWatcher` do it: the stream's first
 * message is the order's status; it is closed while hidden; when it breaks it is opened again after a rest with full
 * jitter, and questions on the project's own schedule are asked until then.
 */
import {FALLBACK_MS, safetyDelayMs, STREAM_OPENS_WITHIN_MS} from '../../src/core/status/poll-schedule.js';
import type {Checkout} from './checkouts.js';
import {askUntilTold, projectSchedule, type Schedule} from './own-element.js';
import {PageView} from './page-view.js';
import {oneWayMs, send, type Exchange, type Policy, type Request, type Surroundings} from './policy.js';

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
    play(checkout, surroundings) {
      const view = new PageView(checkout.hidden);
      const page = new StreamingPage(checkout, surroundings, plan, schedule);
      const {leavesAt, expiresAt} = checkout;
      const closesAt = Math.min(leavesAt, expiresAt);
      for (let from = 0; from < closesAt;) {
        const spell = view.hiddenSpell(from);
        if (spell.from > from) {
          const toldAt = page.beSeen(from, Math.min(spell.from, closesAt));
          if (toldAt !== undefined) return toldAt;
        }
        from = spell.to;
      }
      if (expiresAt >= leavesAt) return undefined;
      return askUntilTold(checkout, surroundings, schedule, {from: expiresAt, firstAt: expiresAt});
    },
  };
}

class StreamingPage {
  readonly #checkout: Checkout;
  readonly #surroundings: Surroundings;
  readonly #plan: StreamPlan;
  readonly #schedule: Schedule;
  /** When the stream is opened, and the next question asked. */
  #openAt = Infinity;
  #askAt = Infinity;
  /** When the news of the payment, and that of the break, reach the page over the open stream. */
  #pushAt = Infinity;
  #breakAt = Infinity;
  #isAlive = false;
  #failures = 0;

  constructor(checkout: Checkout, surroundings: Surroundings, plan: StreamPlan, schedule: Schedule) {
    this.#checkout = checkout;
    this.#surroundings = surroundings;
    this.#plan = plan;
    this.#schedule = schedule;
  }

  /** One stretch of time in which it is seen. Returns when the payment was told, if it was. */
  beSeen(from: number, to: number): number | undefined {
    this.#show(from);
    for (;;) {
      const now = Math.min(this.#openAt, this.#askAt, this.#pushAt, this.#breakAt);
      if (now >= to) return undefined;
      if (now === this.#pushAt) return now;
      const toldAt = this.#act(now);
      if (toldAt !== undefined && toldAt < to) return toldAt;
    }
  }

  #show(at: number): void {
    this.#isAlive = false; // it was closed while hidden
    this.#openAt = at;
    this.#pushAt = this.#breakAt = Infinity;
    this.#askAt = at + STREAM_OPENS_WITHIN_MS; // should the stream not open by then
  }

  #act(now: number): number | undefined {
    if (now === this.#breakAt) {
      this.#break(now);
      return undefined;
    }
    const request = now === this.#openAt ? 'stream' : 'question';
    const exchange = send(now, request, this.#surroundings);
    if (exchange.isGood && this.#checkout.paidAt <= exchange.servedAt) {
      this.#endWith(request, exchange);
      return exchange.heardAt;
    }
    if (request === 'question') this.#noteAnswer(exchange);
    else if (exchange.isGood) this.#noteOpen(exchange);
    else this.#break(exchange.heardAt);
    return undefined;
  }

  /** What was sent before the news arrived has still cost something. */
  #endWith(request: Request, {heardAt}: Exchange): void {
    const other: Request = request === 'stream' ? 'question' : 'stream';
    const otherAt = other === 'stream' ? this.#openAt : this.#askAt;
    if (otherAt < heardAt) this.#surroundings.count(otherAt, other);
    this.#openAt = this.#askAt = this.#breakAt = Infinity;
  }

  #noteOpen({servedAt, heardAt}: Exchange): void {
    const {random, outage} = this.#surroundings;
    this.#isAlive = true;
    this.#openAt = Infinity;
    const isAsking = this.#askAt < heardAt;
    if (!isAsking) this.#askAt = heardAt + safetyDelayMs(random());
    this.#breakAt = outage.from > servedAt ? outage.from + oneWayMs(random) : Infinity;
    const pushAt = this.#checkout.paidAt + oneWayMs(random);
    this.#pushAt = pushAt < this.#breakAt ? pushAt : Infinity;
  }

  #break(at: number): void {
    const {min, max} = this.#plan.reconnectMs;
    this.#openAt = at + min + (max - min) * this.#surroundings.random();
    this.#breakAt = Infinity;
    if (this.#isAlive) this.#askAt = at + this.#fallbackRest();
    this.#isAlive = false;
  }

  #noteAnswer({heardAt, isGood}: Exchange): void {
    const {random} = this.#surroundings;
    this.#failures = isGood ? 0 : this.#failures + 1;
    const {paySceneCode} = this.#checkout;
    const failures = this.#failures;
    const plan = {
      purpose: 'open',
      paySceneCode,
      elapsedMs: heardAt,
      failures,
      retryAfterMs: undefined,
    } as const;
    const rest = this.#isAlive && isGood ? safetyDelayMs(random()) : this.#schedule.delayMs(plan, random());
    this.#askAt = heardAt + rest;
  }

  #fallbackRest(): number {
    return FALLBACK_MS * this.#surroundings.random();
  }
}
