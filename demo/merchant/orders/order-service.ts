/**
 * The merchant's orders: the one interface of HTTP routes and reconciler to them. After placing, only PayBy changes an
 * order's status, by an answer or by a notification.
 */
import type {Notification, OtherNotification} from '../../payby/notification.js';
import type {Random} from '../../payby/random.js';
import {OrderNotFound} from './errors.js';
import {OrderCancelling} from './order-cancelling.js';
import {OrderCommands} from './order-commands.js';
import {OrderPlacing, type Placed, type Shop} from './order-placing.js';
import {OrderRecorder} from './order-recorder.js';
import type {OrderRequest, RefundRequest} from './order-requests.js';
import {applyAnswer, applyRefundAnswer, type Actor, type Order, type Refund} from './order.js';
import {Refunds, type Refunded} from './refunds.js';
import type {NewAlert, NewEvent} from './order-store.js';
import {StatusQueries, type OrderSnapshot, type StatusQueriesOptions} from './status-queries.js';

export interface OrderServiceOptions extends Omit<StatusQueriesOptions, 'recorder'> {
  readonly random: Random;
  /** Where PayBy sends notifications; without it, PayBy is only queried. */
  readonly notifyUrl: string | undefined;
  /** See `OrderPlacingOptions.shop`. */
  readonly shop?: Shop | undefined;
}

export class OrderService {
  readonly #options: OrderServiceOptions;
  readonly #recorder: OrderRecorder;
  readonly #queries: StatusQueries;
  readonly #placing: OrderPlacing;
  readonly #cancelling: OrderCancelling;
  readonly #commands: OrderCommands;
  readonly #refunds: Refunds;

  constructor(options: OrderServiceOptions) {
    const recorder = new OrderRecorder(options);
    const queries = new StatusQueries({...options, recorder});
    const shared = {...options, recorder, queries};
    this.#options = options;
    this.#recorder = recorder;
    this.#queries = queries;
    this.#placing = new OrderPlacing(shared);
    this.#cancelling = new OrderCancelling(shared);
    this.#commands = new OrderCommands(shared);
    this.#refunds = new Refunds(shared);
  }

  /** See {@link OrderPlacing.place}. */
  place(request: OrderRequest, by: Actor): Promise<Placed> {
    return this.#placing.place(request, by);
  }

  /** See {@link OrderPlacing.renewToken}. */
  renewToken(merchantOrderNo: string): Promise<void> {
    return this.#placing.renewToken(merchantOrderNo);
  }

  /** See {@link StatusQueries.current}. */
  current(merchantOrderNo: string): Promise<OrderSnapshot> {
    return this.#queries.current(merchantOrderNo);
  }

  /** The stored order, without a query to PayBy. Rejects with {@link OrderNotFound}. */
  stored(merchantOrderNo: string): Promise<Order> {
    return this.#recorder.get(merchantOrderNo);
  }

  /** Queries PayBy, whatever the order's state, and stores its answer. Rejects when PayBy does not answer. */
  async refresh(merchantOrderNo: string): Promise<void> {
    await this.#queries.refresh(await this.stored(merchantOrderNo));
  }

  /** Computes anew when the order's next step is due. */
  async refreshSchedule(merchantOrderNo: string): Promise<void> {
    await this.#recorder.update(merchantOrderNo, 'reconciler', (order) => order);
  }

  /** See `OrderStore.listen`. */
  listen(merchantOrderNo: string, listener: () => void): () => void {
    return this.#options.store.listen(merchantOrderNo, listener);
  }

  /** See {@link OrderCancelling.cancel}. */
  cancel(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    return this.#cancelling.cancel(merchantOrderNo, by);
  }

  /** See {@link OrderCancelling.tryCancel}. */
  tryCancel(merchantOrderNo: string): Promise<void> {
    return this.#cancelling.tryCancel(merchantOrderNo);
  }

  /** See {@link OrderCommands.revoke}. */
  revoke(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    return this.#commands.revoke(merchantOrderNo, by);
  }

  /** See {@link OrderCommands.extend}. */
  extend(merchantOrderNo: string, expiredTime: number, by: Actor): Promise<Order> {
    return this.#commands.extend(merchantOrderNo, expiredTime, by);
  }

  /** See {@link Refunds.refund}. */
  refund(merchantOrderNo: string, request: RefundRequest, by: Actor): Promise<Refunded> {
    return this.#refunds.refund(merchantOrderNo, request, by);
  }

  /** See {@link Refunds.followUp}. */
  followUpRefund(order: Order, refund: Refund): Promise<void> {
    return this.#refunds.followUp(order, refund);
  }

  /** Applies a notification whose signature has been verified. False when it has been applied before. */
  async applyNotification(notification: Notification): Promise<boolean> {
    const now = this.#options.clock.now();
    const {notifyId, kind} = notification;
    const merchantOrderNo = await this.#subjectOf(notification);
    return this.#recorder.updateOnce(
      {notifyId, merchantOrderNo, receivedAt: now},
      (order) => afterNotification(order, notification, now),
      (_, order) => ({
        events: [{kind: 'notification', facts: {notifyId, about: kind}}, ...otherEvents(notification)],
        alerts: isOther(notification) ? [otherAlert(notification, order, now)] : [],
      }),
    );
  }

  async #subjectOf(notification: Notification): Promise<string> {
    const {store} = this.#options;
    switch (notification.kind) {
      case 'order':
        return notification.order.merchantOrderNo;
      case 'refund': {
        const {originMerchantOrderNo, refund} = notification;
        const origin = originMerchantOrderNo ?? (await store.orderOfRefund(refund.refundMerchantOrderNo));
        if (origin === undefined) throw new OrderNotFound();
        return origin;
      }
      case 'chargeback':
      case 'void': {
        const number = notification.merchantOrderNo ?? notification.orderNo;
        const [order] = number === undefined ? [] : await store.list({number, limit: 1});
        if (!order) throw new OrderNotFound();
        return order.merchantOrderNo;
      }
    }
  }
}

function afterNotification(order: Order, notification: Notification, now: number): Order {
  switch (notification.kind) {
    case 'order':
      return applyAnswer(order, notification.order);
    case 'refund':
      return applyRefundAnswer(order, notification.refund, now);
    case 'chargeback':
    case 'void':
      return order;
  }
}

export const isOther = (notification: Notification): notification is OtherNotification =>
  notification.kind === 'chargeback' || notification.kind === 'void';

function otherEvents(notification: Notification): readonly Pick<NewEvent, 'kind' | 'facts'>[] {
  if (!isOther(notification)) return [];
  const {kind, amount, caseType} = notification;
  return [{kind, facts: {amount: amount?.amount, caseType}}];
}

/** A chargeback or a voided order, for staff: no answer of this server follows from it. */
export function otherAlert(
  {kind, notifyId, amount, orderNo}: OtherNotification,
  order: Order | undefined,
  at: number,
): NewAlert {
  const money = amount ? ` ${amount.currency} ${amount.amount}` : '';
  const which = order ? 'this order' : `PayBy's order ${orderNo?.slice(0, 32) ?? 'without a number'}`;
  const message =
    kind === 'chargeback'
      ? `The payer's bank has charged${money} back on ${which}. Answer PayBy, or it is taken from you.`
      : `PayBy has voided ${which}. Check whether it was delivered.`;
  return {key: `${kind} ${notifyId}`, kind, merchantOrderNo: order?.merchantOrderNo, message, raisedAt: at};
}
