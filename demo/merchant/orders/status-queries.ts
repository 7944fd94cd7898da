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
import {Looks} from './query-coalescer.js';
import {heard, isOpen, isPaid, isUnpaid, type Order} from './order.js';
import {short, type OrderKeeper} from './order-recorder.js';
import type {OrderStore} from '../storage/order-store.js';
import {ASKING_MS, isWorthTelling, TELL_AFTER} from './next-step.js';

const REST_PER_QUESTION_MS = 2_000;
/** Longer than the client's time-out: after that, whoever was asking is dead. */
const CLAIM_MS = 15_000;
const LOOK_AGAIN_MS = 200;

export interface QuestionsOptions {
  readonly payby: PaybyClient;
  readonly store: OrderStore;
  readonly keeper: OrderKeeper;
  readonly clock: Clock;
  readonly log: Log;
}

/** An order and the moment at which that was the truth. */
export interface Standing {
  readonly order: Order;
  readonly at: number;
}

export class Questions {
  readonly #options: QuestionsOptions;
  readonly #looks: Looks;

  constructor(options: QuestionsOptions) {
    this.#options = options;
    this.#looks = new Looks(options.clock);
  }

  /**
   * Asks PayBy while more can happen. Rejects rather than answer "unpaid" without having heard so: at an order's end
   * that word becomes "expired" in front of the payer, and a page that hears an error keeps waiting instead.
   */
  async look(merchantOrderNo: string): Promise<Standing> {
    const {keeper, clock} = this.#options;
    const known = await keeper.known(merchantOrderNo);
    if (!isOpen(known)) return {order: known, at: clock.now()};
    try {
      await this.ask(known);
    } catch (error) {
      // Silence does not undo a payment that PayBy has confirmed.
      if (!isPaid(await keeper.known(merchantOrderNo))) throw error;
    }
    return {order: await keeper.known(merchantOrderNo), at: clock.now()};
  }

  /** Asks PayBy, or shares a question that is good enough. Rejects when PayBy does not say. */
  ask(order: Order): Promise<void> {
    return this.#looks.fresh(order, (goodSince) => this.#inTurn(order.merchantOrderNo, goodSince));
  }

  /** Asks PayBy after something has happened that no earlier answer can know of. */
  askAnew(order: Order): Promise<void> {
    return this.#looks.anew(order, (goodSince) => this.#inTurn(order.merchantOrderNo, goodSince));
  }

  /** Waits for the answer of another process, or takes the turn. Answers until when the answer is good. */
  async #inTurn(merchantOrderNo: string, goodSince: number): Promise<number> {
    const {store, clock} = this.#options;
    const giveUpAt = clock.now() + CLAIM_MS;
    while (clock.now() <= giveUpAt) {
      const now = clock.now();
      if (await store.claimQuestion({merchantOrderNo, now, goodSince, until: now + CLAIM_MS})) {
        return this.#put(merchantOrderNo);
      }
      const last = await store.freshness(merchantOrderNo);
      if (last && last.goodUntil > now && last.askedAt >= goodSince) return last.goodUntil;
      await clock.sleep(LOOK_AGAIN_MS, new AbortController().signal);
    }
    throw new QueryTimeout();
  }

  async #put(merchantOrderNo: string): Promise<number> {
    const {keeper, clock} = this.#options;
    const askedAt = clock.now();
    try {
      const order = await keeper.known(merchantOrderNo);
      const asksWhoScanned = order.tokenUrl !== undefined && order.payerMask === undefined && isUnpaid(order);
      const [answer, payerMask] = await Promise.all([
        this.#getOrder(order),
        asksWhoScanned ? this.#whoScanned(order.tokenUrl) : order.payerMask,
      ]);
      const goodUntil = askedAt + REST_PER_QUESTION_MS * (asksWhoScanned ? 2 : 1);
      await keeper.keep(
        merchantOrderNo,
        'payby',
        (known) => answered(known, answer, payerMask, askedAt),
        ({care}) => ({
          events:
            care.failures > 0 ? [{kind: 'question-answered', facts: {afterFailures: care.failures}}] : [],
          freshness: {askedAt, goodUntil, nextNotBefore: 0},
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
      // Placing it went unanswered and PayBy has never seen it: that is an answer, nobody can have paid.
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
    const {keeper, clock, log} = this.#options;
    const why = reasonOf(error);
    log('question failed', {order: short(merchantOrderNo), why});
    const at = clock.now();
    const isMismatch = error instanceof MismatchedAnswer;
    await keeper
      .keep(
        merchantOrderNo,
        'reconciler',
        (order) => ({...order, care: {...order.care, askedAt, failures: order.care.failures + 1}}),
        (_, order) => ({
          events:
            order.care.failures <= TELL_AFTER
              ? [{kind: 'question-failed', facts: {tries: order.care.failures, why}}]
              : [],
          alerts: [
            ...(isMismatch
              ? [alertAbout(order, 'foreign-answer', at, `PayBy spoke of ${error.message}.`)]
              : []),
            ...(isWorthTelling(order.care.failures)
              ? [alertAbout(order, 'question-failing', at, 'PayBy does not say how this order stands.')]
              : []),
          ],
          freshness: {askedAt: 0, goodUntil: 0, nextNotBefore: askedAt + REST_PER_QUESTION_MS},
        }),
      )
      .catch((inner: unknown) => {
        log('the failure could not be stored', {order: short(merchantOrderNo), why: reasonOf(inner)});
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
  const next = answer ? heard(known, answer) : placingIsOver(known, askedAt);
  const isOutdated = known.care.extendedAt > askedAt;
  return {
    ...next,
    // PayBy's word moves the end: an extension whose answer was lost
    expiredTime: (isOutdated ? undefined : answer?.expiredTime) ?? next.expiredTime,
    payerMask: next.payerMask ?? payerMask,
    care: {...next.care, askedAt, failures: 0},
  };
}

/** PayBy does not know the order, and nobody is placing it any more: we died in the middle of it. */
const placingIsOver = (order: Order, askedAt: number): Order =>
  order.placing === 'asking' && askedAt >= order.placedAt + ASKING_MS
    ? {...order, placing: 'unknown'}
    : order;
