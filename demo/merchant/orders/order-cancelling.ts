/** Cancels unpaid orders. A requested cancel is stored and repeated until PayBy has accepted or refused it. */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {PaybyClient} from '../../payby/client.js';
import {PaybyError} from '../../payby/payby-error.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {failureFacts, OrderConflict, reasonOf} from './errors.js';
import {ALERT_AFTER, mayCancel, shouldAlert} from './next-step.js';
import {alertAbout} from './order-events.js';
import {withEvent, type ChangeRecord, type OrderRecorder} from './order-recorder.js';
import {applyAnswer, asAbsent, isUnpaid, shortOrderNo, type Actor, type Order} from './order.js';
import type {OrderSnapshot, StatusQueries} from './status-queries.js';

/** Until then, an order whose placing had no answer may still be on its way to PayBy, ms. */
const ABSENT_AFTER_MS = 20_000;

export interface OrderCancellingOptions {
  readonly payby: PaybyClient;
  readonly recorder: OrderRecorder;
  readonly queries: StatusQueries;
  readonly clock: Clock;
  readonly log: Log;
}

export class OrderCancelling {
  readonly #options: OrderCancellingOptions;
  /** The cancels that PayBy has not answered yet, by `merchantOrderNo`. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: OrderCancellingOptions) {
    this.#options = options;
  }

  /** Rejects with an {@link OrderConflict} when the order is not open any more, and as {@link tryCancel} does. */
  async cancel(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    const {recorder, clock} = this.#options;
    const now = clock.now();
    await recorder.update(
      merchantOrderNo,
      by,
      (order) => {
        if (!isUnpaid(order)) throw notOpen(order);
        return withCancelRequest(order, by, now);
      },
      withEvent('cancel-requested'),
    );
    await this.tryCancel(merchantOrderNo);
    return {order: await recorder.get(merchantOrderNo), at: clock.now()};
  }

  /**
   * Sends one cancel to PayBy, or waits for the one that is under way: the payer, staff and the reconciler may cancel at
   * the same time, in several processes. Sends none sooner after the last than PayBy allows; the reconciler repeats it.
   * Rejects when PayBy refuses or does not answer, after storing what follows from it.
   */
  tryCancel(merchantOrderNo: string): Promise<void> {
    const underWay =
      this.#underWay.get(merchantOrderNo) ??
      this.#send(merchantOrderNo).finally(() => this.#underWay.delete(merchantOrderNo));
    this.#underWay.set(merchantOrderNo, underWay);
    return underWay;
  }

  async #send(merchantOrderNo: string): Promise<void> {
    const {payby, recorder, clock} = this.#options;
    const sentAt = clock.now();
    if (!(await this.#claim(merchantOrderNo, sentAt))) return;
    try {
      const answer = await payby.cancelOrder(merchantOrderNo);
      await recorder.update(merchantOrderNo, 'payby', (order) =>
        afterCancel(applyAnswer(order, answer), clock.now()),
      );
    } catch (error) {
      await this.#afterFailure(merchantOrderNo, error, sentAt);
      throw error;
    }
  }

  /**
   * Stores that this process sends a cancel. False when another one does or has just done so, or has ended the order. A notification or a query
   * may find the order closed before the cancel is answered: the stored request tells them why.
   */
  async #claim(merchantOrderNo: string, sentAt: number): Promise<boolean> {
    let isClaimed = true;
    await this.#options.recorder.update(merchantOrderNo, 'reconciler', (order) => {
      const isNeeded = isUnpaid(order) || order.followUp.cancel !== undefined; // another process may have ended it
      isClaimed = isNeeded && mayCancel(order.followUp, sentAt);
      return isClaimed && isUnpaid(order) ? withCancelSent(order, sentAt) : order;
    });
    return isClaimed;
  }

  async #afterFailure(merchantOrderNo: string, error: unknown, sentAt: number): Promise<void> {
    const {recorder, queries, clock, log} = this.#options;
    const answeredAt = clock.now();
    const why = reasonOf(error);
    const isOver = error instanceof PaybyError && NOT_OPEN.has(error.code);
    const order = await recorder.update(
      merchantOrderNo,
      'reconciler',
      (stored) => {
        if (isOver) return withoutCancel(stored, error.code, answeredAt);
        if (hasNeverArrived(stored, error, sentAt)) return asAbsent(stored);
        return isUnpaid(stored) || stored.followUp.cancel ? afterFailedCancel(stored, answeredAt) : stored;
      },
      (_, after) => failureRecord(after, why, answeredAt),
    );
    log('cancel failed', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
    // A refusal means that the stored state is out of date: the order has been paid or closed meanwhile.
    if (isOver) await queries.forceRefresh(order).catch(() => undefined); // the reconciler queries again
  }
}

const withCancelRequest = (order: Order, by: Actor, now: number): Order => ({
  ...order,
  followUp: {...order.followUp, cancel: order.followUp.cancel ?? {by, tries: 0, lastTryAt: now}},
});

function withCancelSent(order: Order, sentAt: number): Order {
  const {by = 'reconciler', tries = 0, lastTryAt = sentAt} = order.followUp.cancel ?? {};
  return {...order, followUp: {...order.followUp, cancel: {by, tries, lastTryAt, sentAt}}};
}

/** There is nothing to cancel any more. */
const NOT_OPEN: ReadonlySet<string> = new Set([
  PaybyCode.ORDER_PAID,
  PaybyCode.ORDER_FAILURE,
  PaybyCode.ORDER_SETTLED,
  PaybyCode.ACQUIRE_ORDER_REVOKED,
  PaybyCode.ACQUIRE_ORDER_REFUNDED,
]);

/** Why an order cannot be cancelled any more. */
function notOpen({revoked, status}: Order): OrderConflict {
  if (revoked) return new OrderConflict('order-revoked');
  switch (status) {
    case 'FAILURE':
      return new OrderConflict('order-closed');
    case 'SETTLED':
      return new OrderConflict('order-settled');
    case 'CREATED':
    case 'PAID_SUCCESS':
      return new OrderConflict('order-paid');
  }
}

/** An accepted cancel whose answer still has the order open has not ended it. */
const afterCancel = (order: Order, answeredAt: number): Order =>
  order.followUp.cancel
    ? afterFailedCancel(order, answeredAt)
    : {...order, reason: order.reason ?? 'cancelled'};

/** There is nothing to cancel. If the order is closed, an earlier try whose answer was lost may have closed it. */
function withoutCancel(order: Order, code: string, cancelRefusedAt: number): Order {
  const wasTried = (order.followUp.cancel?.tries ?? 0) > 0;
  const reason = wasTried && code === PaybyCode.ORDER_FAILURE ? 'cancelled' : order.reason;
  return {...order, reason, followUp: {...order.followUp, cancel: undefined, cancelRefusedAt}};
}

function afterFailedCancel(order: Order, lastTryAt: number): Order {
  const {by = 'reconciler', tries = 0} = order.followUp.cancel ?? {};
  return {...order, followUp: {...order.followUp, cancel: {by, tries: tries + 1, lastTryAt}}};
}

/** Placing it had no answer, and long after that PayBy does not know it. */
const hasNeverArrived = ({orderNo, placement, placedAt}: Order, error: unknown, now: number): boolean =>
  error instanceof PaybyError &&
  error.code === PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST &&
  orderNo === undefined &&
  placement === 'unknown' &&
  now >= placedAt + ABSENT_AFTER_MS;

function failureRecord(order: Order, why: string, at: number): ChangeRecord {
  const tries = order.followUp.cancel?.tries;
  // The timeline need not hold every try of a whole night.
  const isListed = (tries ?? 0) <= 2 * ALERT_AFTER;
  const message = 'This order cannot be cancelled; the server keeps trying.';
  return {
    events: isListed ? [{kind: 'cancel-failed', facts: {why, tries}}] : [],
    alerts: shouldAlert(tries ?? 0) ? [alertAbout(order, 'cancel-failing', at, message)] : [],
  };
}
