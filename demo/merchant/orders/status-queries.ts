/**
 * Asking PayBy how an order stands. Whoever wants to know, a thousand pages or the reconciler, in this process or
 * another one, shares one question; each question to PayBy buys two seconds of rest.
 */
import type {Log} from '../../http/json-app.js';
import type {AcquireOrder} from '../../payby/responses.js';
import type {PaybyClient} from '../../payby/client.js';
import type {Clock} from '../../payby/clock.js';
import {PaybyError} from '../../payby/payby-error.js';
import {MismatchedAnswer, QueryTimeout} from './errors.js';
import {alertAbout} from './order-events.js';
import {QueryCoalescer} from './query-coalescer.js';
import {applyAnswer, isOpen, isPaid, isUnpaid, type Order} from './order.js';
import {shortOrderNo, type OrderRecorder} from './order-recorder.js';
import type {OrderStore} from '../storage/order-store.js';
import {CALL_ENDS_WITHIN_MS, shouldAlert, ALERT_AFTER} from './next-step.js';

const REST_PER_QUESTION_MS = 2_000;
/** Longer than the client's time-out: after that, whoever was asking is dead. */
const CLAIM_MS = 15_000;
const LOOK_AGAIN_MS = 200;

export interface StatusQueriesOptions {
  readonly payby: PaybyClient;
  readonly store: OrderStore;
  readonly recorder: OrderRecorder;
  readonly clock: Clock;
  readonly log: Log;
}

/** An order and the moment at which that was the truth. */
export interface OrderSnapshot {
  readonly order: Order;
  readonly at: number;
}

export class StatusQueries {
  readonly #options: StatusQueriesOptions;
  readonly #coalescer: QueryCoalescer;

  constructor(options: StatusQueriesOptions) {
    this.#options = options;
    this.#coalescer = new QueryCoalescer(options.clock);
  }

  /**
   * Asks PayBy while more can happen. Rejects rather than answer "unpaid" without having heard so: at an order's end
   * that word becomes "expired" in front of the payer, and a page that hears an error keeps waiting instead.
   */
  async current(merchantOrderNo: string): Promise<OrderSnapshot> {
    const {recorder, clock} = this.#options;
    const known = await recorder.get(merchantOrderNo);
    if (!isOpen(known)) return {order: known, at: clock.now()};
    try {
      await this.refresh(known);
    } catch (error) {
      // Silence does not undo a payment that PayBy has confirmed.
      if (!isPaid(await recorder.get(merchantOrderNo))) throw error;
    }
    return {order: await recorder.get(merchantOrderNo), at: clock.now()};
  }

  /** Asks PayBy, or shares a question that is good enough. Rejects when PayBy does not say. */
  refresh(order: Order): Promise<void> {
    return this.#coalescer.refresh(order, (goodSince) => this.#inTurn(order.merchantOrderNo, goodSince));
  }

  /** Asks PayBy after something has happened that no earlier answer can know of. */
  forceRefresh(order: Order): Promise<void> {
    return this.#coalescer.force(order, (goodSince) => this.#inTurn(order.merchantOrderNo, goodSince));
  }

  /** Waits for the answer of another process, or takes the turn. Answers until when the answer is good. */
  async #inTurn(merchantOrderNo: string, goodSince: number): Promise<number> {
    const {store, clock} = this.#options;
    const giveUpAt = clock.now() + CLAIM_MS;
    while (clock.now() <= giveUpAt) {
      const now = clock.now();
      if (await store.claimQuery({merchantOrderNo, now, goodSince, until: now + CLAIM_MS})) {
        return this.#put(merchantOrderNo);
      }
      const last = await store.freshness(merchantOrderNo);
      if (last && last.goodUntil > now && last.queriedAt >= goodSince) return last.goodUntil;
      await clock.sleep(LOOK_AGAIN_MS, new AbortController().signal);
    }
    throw new QueryTimeout();
  }

  async #put(merchantOrderNo: string): Promise<number> {
    const {recorder, clock} = this.#options;
    const askedAt = clock.now();
    try {
      const order = await recorder.get(merchantOrderNo);
      const asksWhoScanned = order.tokenUrl !== undefined && order.payerMask === undefined && isUnpaid(order);
      const [answer, payerMask] = await Promise.all([
        this.#getOrder(order),
        asksWhoScanned ? this.#whoScanned(order.tokenUrl) : order.payerMask,
      ]);
      const goodUntil = askedAt + REST_PER_QUESTION_MS * (asksWhoScanned ? 2 : 1);
      await recorder.update(
        merchantOrderNo,
        'payby',
        (known) => answered(known, answer, payerMask, askedAt),
        ({followUp}) => ({
          events:
            followUp.failures > 0
              ? [{kind: 'query-answered', facts: {afterFailures: followUp.failures}}]
              : [],
          freshness: {queriedAt: askedAt, goodUntil, nextNotBefore: 0},
        }),
      );
      return goodUntil;
    } catch (error) {
      await this.#failed(merchantOrderNo, askedAt, error);
      throw error;
    }
  }

  async #getOrder({merchantOrderNo, orderNo}: Order): Promise<AcquireOrder | undefined> {
    try {
      return await this.#options.payby.getOrder(merchantOrderNo);
    } catch (error) {
      // Placement it went unanswered and PayBy has never seen it: that is an answer, nobody can have paid.
      const neverArrived = error instanceof PaybyError && error.code === '62004' && orderNo === undefined;
      if (neverArrived) return undefined;
      throw error;
    }
  }

  async #whoScanned(tokenUrl: string): Promise<string | undefined> {
    // A courtesy to the payer only: the order's status does not wait for it or fail with it.
    return this.#options.payby.getCashierUrlInfo(tokenUrl).catch(() => undefined);
  }

  async #failed(merchantOrderNo: string, askedAt: number, error: unknown): Promise<void> {
    const {recorder, clock, log} = this.#options;
    const why = reasonOf(error);
    log('question failed', {order: shortOrderNo(merchantOrderNo), why});
    const at = clock.now();
    const isMismatch = error instanceof MismatchedAnswer;
    await recorder
      .update(
        merchantOrderNo,
        'reconciler',
        (order) => ({
          ...order,
          followUp: {...order.followUp, queriedAt: askedAt, failures: order.followUp.failures + 1},
        }),
        (_, order) => ({
          events:
            order.followUp.failures <= ALERT_AFTER
              ? [{kind: 'query-failed', facts: {tries: order.followUp.failures, why}}]
              : [],
          alerts: [
            ...(isMismatch
              ? [alertAbout(order, 'mismatched-answer', at, `PayBy spoke of ${error.message}.`)]
              : []),
            ...(shouldAlert(order.followUp.failures)
              ? [alertAbout(order, 'query-failing', at, 'PayBy does not say how this order stands.')]
              : []),
          ],
          freshness: {queriedAt: 0, goodUntil: 0, nextNotBefore: askedAt + REST_PER_QUESTION_MS},
        }),
      )
      .catch((inner: unknown) => {
        log('the failure could not be stored', {order: shortOrderNo(merchantOrderNo), why: reasonOf(inner)});
      });
  }
}

/** A code, never a sentence that could quote what was sent. */
export const reasonOf = (error: unknown): string =>
  error instanceof PaybyError ? error.code : error instanceof Error ? error.name : 'unknown';

/** The order after an answer to a question, or after hearing that PayBy does not know it (`undefined`). */
function answered(
  known: Order,
  answer: AcquireOrder | undefined,
  payerMask: string | undefined,
  askedAt: number,
): Order {
  const next = answer ? applyAnswer(known, answer) : placingIsOver(known, askedAt);
  const isOutdated = known.followUp.extendedAt > askedAt;
  return {
    ...next,
    // PayBy's word moves the end: an extension whose answer was lost
    expiredTime: (isOutdated ? undefined : answer?.expiredTime) ?? next.expiredTime,
    payerMask: next.payerMask ?? payerMask,
    followUp: {...next.followUp, queriedAt: askedAt, failures: 0},
  };
}

/** PayBy does not know the order, and nobody is placing it any more: we died in the middle of it. */
const placingIsOver = (order: Order, askedAt: number): Order =>
  order.placement === 'pending' && askedAt >= order.placedAt + CALL_ENDS_WITHIN_MS
    ? {...order, placement: 'unknown'}
    : order;
