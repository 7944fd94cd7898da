/**
 * Queries PayBy about orders. All callers share one query per order: the pages and the reconciler of this process by
 * {@link QueryCoalescer}, those of other processes by a lease in the database. After a query to PayBy, two seconds pass
 * before the next one about the same order.
 */
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import type {PaybyClient} from '../../payby/client.js';
import {PaybyError} from '../../payby/payby-error.js';
import type {AcquireOrder} from '../../payby/responses.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {failureFacts, MismatchedAnswer, QueryTimeout, reasonOf, TooManyQueries} from './errors.js';
import {ALERT_AFTER, CALL_ENDS_WITHIN_MS, shouldAlert} from './next-step.js';
import {alertAbout} from './order-events.js';
import type {ChangeRecord, OrderRecorder} from './order-recorder.js';
import type {OrderStore} from './order-store.js';
import {
  afterTokenDied,
  applyAnswer,
  isOpen,
  isPaid,
  isUnpaid,
  ownerOf,
  shortOrderNo,
  type Order,
  type OrderOwner,
} from './order.js';
import {QueryCoalescer} from './query-coalescer.js';

/** How long one query to PayBy is valid, ms. */
const VALID_MS = 2_000;
/** Longer than the client's time-out: after that, the process that holds the lease is dead, ms. */
const LEASE_MS = 15_000;
/** Interval for checking whether another process has stored its answer, ms. */
const CHECK_EVERY_MS = 200;

export interface StatusQueriesOptions {
  readonly payby: PaybyClient;
  readonly store: OrderStore;
  readonly recorder: OrderRecorder;
  readonly clock: Clock;
  readonly log: Log;
  /** Refuses a query that a page causes once pages have caused too many. Without it, none is refused. */
  readonly limits?: QueryLimits | undefined;
}

export interface QueryLimits {
  /** Rejects with an `HttpError` when the query is refused. */
  admit(action: 'query', budget: OrderOwner): Promise<void>;
}

/** An order, and the time at which it was in this state. */
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
   * The order as PayBy has it now; PayBy is queried while the order is open. Rejects rather than report "unpaid"
   * without PayBy's answer: after the expiry the page would show "expired", but on an error it keeps waiting.
   */
  async current(merchantOrderNo: string): Promise<OrderSnapshot> {
    const {recorder, clock} = this.#options;
    const stored = await recorder.get(merchantOrderNo);
    if (!isOpen(stored)) return {order: stored, at: clock.now()};
    try {
      await this.#coalescer.refresh(stored, (validSince) =>
        this.#leased(stored, validSince, this.#admitPage),
      );
    } catch (error) {
      // A missing answer does not undo a payment that PayBy has confirmed.
      if (!isPaid(await recorder.get(merchantOrderNo))) throw error;
    }
    return {order: await recorder.get(merchantOrderNo), at: clock.now()};
  }

  /** Queries PayBy, or shares a query whose answer is valid. Rejects when PayBy does not answer. */
  async refresh(order: Order): Promise<void> {
    for (;;) {
      try {
        await this.#coalescer.refresh(order, (validSince) => this.#leased(order, validSince));
        return;
      } catch (error) {
        // The shared query was a page's, and was refused as a page's: this one is not.
        if (!(error instanceof TooManyQueries)) throw error;
      }
    }
  }

  /** Queries PayBy after an event that no earlier answer can include. */
  forceRefresh(order: Order): Promise<void> {
    return this.#coalescer.force(order, (validSince) => this.#leased(order, validSince));
  }

  /** Visitors' pages cannot delay the till's orders. */
  readonly #admitPage = async (order: Order): Promise<void> =>
    this.#options.limits?.admit('query', ownerOf(order));

  /** Takes the lease and queries, or waits for the answer of the process that holds it. Resolves to its validity. */
  async #leased(
    order: Order,
    validSince: number,
    admit: (order: Order) => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const {store, clock} = this.#options;
    const {merchantOrderNo} = order;
    const giveUpAt = clock.now() + LEASE_MS;
    while (clock.now() <= giveUpAt) {
      const now = clock.now();
      const claim = {merchantOrderNo, now, validSince, until: now + LEASE_MS};
      if (await store.claimQuery(claim)) {
        // Only now: an answer of another process costs nothing.
        await admit(order).catch(async (refusal: unknown) => {
          await store.releaseQuery(claim);
          throw refusal instanceof HttpError ? new TooManyQueries(refusal) : refusal;
        });
        return this.#query(merchantOrderNo);
      }
      const last = await store.freshness(merchantOrderNo);
      if (last && last.validUntil > now && last.queriedAt >= validSince) return last.validUntil;
      await clock.sleep(CHECK_EVERY_MS, new AbortController().signal);
    }
    throw new QueryTimeout();
  }

  async #query(merchantOrderNo: string): Promise<number> {
    const {recorder, clock} = this.#options;
    const queriedAt = clock.now();
    try {
      const order = await recorder.get(merchantOrderNo);
      const queriesPayer = order.tokenUrl !== undefined && order.payerMask === undefined && isUnpaid(order);
      const [answer, payer] = await Promise.all([
        this.#getOrder(order),
        queriesPayer ? this.#payer(order.tokenUrl) : {},
      ]);
      const validUntil = queriedAt + VALID_MS * (queriesPayer ? 2 : 1);
      await recorder.update(
        merchantOrderNo,
        'payby',
        (stored) => afterQuery(stored, {answer, payer, queriedAt}),
        ({followUp}) => ({
          events:
            followUp.failures > 0
              ? [{kind: 'query-answered', facts: {afterFailures: followUp.failures}}]
              : [],
          freshness: {queriedAt, validUntil, nextNotBefore: 0},
        }),
      );
      return validUntil;
    } catch (error) {
      await this.#recordFailure(merchantOrderNo, queriedAt, error);
      throw error;
    }
  }

  async #getOrder({merchantOrderNo, orderNo}: Order): Promise<AcquireOrder | undefined> {
    try {
      return await this.#options.payby.getOrder(merchantOrderNo);
    } catch (error) {
      // Placing it had no answer, and PayBy does not know it: that is an answer, it cannot have been paid.
      const isUnknown = error instanceof PaybyError && error.code === PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST;
      if (isUnknown && orderNo === undefined) return undefined;
      throw error;
    }
  }

  /** For the payer's convenience only: the order's status neither waits for it nor fails with it. */
  async #payer(tokenUrl: string): Promise<ScannedBy> {
    try {
      return {mask: await this.#options.payby.getCashierUrlInfo(tokenUrl)};
    } catch (error) {
      const isDead = error instanceof PaybyError && error.code === PaybyCode.TOKEN_URL_NOT_EXIST;
      return {deadToken: isDead ? tokenUrl : undefined};
    }
  }

  async #recordFailure(merchantOrderNo: string, queriedAt: number, error: unknown): Promise<void> {
    const {recorder, clock, log} = this.#options;
    log('query failed', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
    const at = clock.now();
    await recorder
      .update(
        merchantOrderNo,
        'reconciler',
        ({followUp, ...order}) => ({
          ...order,
          followUp: {...followUp, queriedAt, failures: followUp.failures + 1},
        }),
        (_, order) => failureRecord(order, {queriedAt, at, error}),
      )
      .catch((inner: unknown) => {
        log('the failed query could not be stored', {
          order: shortOrderNo(merchantOrderNo),
          why: reasonOf(inner),
        });
      });
  }
}

function failureRecord(
  order: Order,
  {queriedAt, at, error}: {readonly queriedAt: number; readonly at: number; readonly error: unknown},
): ChangeRecord {
  const {failures} = order.followUp;
  const facts = {tries: failures, why: reasonOf(error)};
  const mismatch =
    error instanceof MismatchedAnswer
      ? [alertAbout(order, 'mismatched-answer', at, `PayBy's answer is about ${error.message}.`)]
      : [];
  const failing = shouldAlert(failures)
    ? [alertAbout(order, 'query-failing', at, 'PayBy does not answer queries about this order.')]
    : [];
  return {
    events: failures <= ALERT_AFTER ? [{kind: 'query-failed', facts}] : [],
    alerts: [...mismatch, ...failing],
    freshness: {queriedAt: 0, validUntil: 0, nextNotBefore: queriedAt + VALID_MS},
  };
}

interface QueryResult {
  /** `undefined` when PayBy does not know the order. */
  readonly answer: AcquireOrder | undefined;
  readonly payer: ScannedBy;
  readonly queriedAt: number;
}

interface ScannedBy {
  /** The masked phone number of the payer who scanned the code. */
  readonly mask?: string | undefined;
  /** The token, if PayBy no longer knows it. */
  readonly deadToken?: string | undefined;
}

function afterQuery(stored: Order, {answer, payer, queriedAt}: QueryResult): Order {
  const applied = answer ? applyAnswer(stored, answer) : withoutPlacer(stored, queriedAt);
  const isDead = payer.deadToken !== undefined && applied.tokenUrl === payer.deadToken;
  const next = isDead ? afterTokenDied(applied, queriedAt) : applied;
  const isOutdated = stored.followUp.extendedAt > queriedAt;
  return {
    ...next,
    // PayBy's answer moves the expiry: the answer to an extension may have been lost.
    expiredTime: (isOutdated ? undefined : answer?.expiredTime) ?? next.expiredTime,
    payerMask: next.payerMask ?? payer.mask,
    followUp: {...next.followUp, queriedAt, failures: 0},
  };
}

/** PayBy does not know the order, and no call places it any more: the process died in the middle of it. */
const withoutPlacer = (order: Order, queriedAt: number): Order =>
  order.placement === 'pending' && queriedAt >= order.placedAt + CALL_ENDS_WITHIN_MS
    ? {...order, placement: 'unknown'}
    : order;
