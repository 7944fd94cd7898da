/** Stores every change of an order together with its events, its alerts and the time of its next step, and logs it. */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import {coinEntryBetween} from './coin-ledger.js';
import {OrderNotFound} from './errors.js';
import {nextStep} from './next-step.js';
import {alertsBetween, eventsBetween} from './order-events.js';
import {isOrderNumber, shortOrderNo, withEndReason, type Actor, type Order} from './order.js';
import type {
  Change,
  Changed,
  Freshness,
  NewAlert,
  NewEvent,
  NotificationReceipt,
  OrderStore,
} from './order-store.js';

export interface OrderRecorderOptions {
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is stored in the same transaction as a change. */
export interface ChangeRecord {
  readonly events?: readonly Pick<NewEvent, 'kind' | 'facts'>[];
  readonly alerts?: readonly NewAlert[];
  readonly freshness?: Freshness;
}

export type SideEffects = (before: Order, after: Order) => ChangeRecord;

/** The side effect of a change that is one event. */
export const withEvent = (kind: string, facts: NewEvent['facts'] = {}): SideEffects => {
  const record: ChangeRecord = {events: [{kind, facts}]};
  return () => record;
};

export class OrderRecorder {
  readonly #options: OrderRecorderOptions;

  constructor(options: OrderRecorderOptions) {
    this.#options = options;
  }

  /** The stored order, without a query to PayBy. Rejects with {@link OrderNotFound}. */
  async get(merchantOrderNo: string): Promise<Order> {
    const order = isOrderNumber(merchantOrderNo)
      ? await this.#options.store.find(merchantOrderNo)
      : undefined;
    if (!order) throw new OrderNotFound();
    return order;
  }

  /** False when the number is taken. */
  async add(order: Order, by: Actor): Promise<boolean> {
    const {store, clock} = this.#options;
    const {paySceneCode, totalAmount, expiredTime} = order;
    const facts = {paySceneCode, ...totalAmount, expiredTime};
    const events = [{at: clock.now(), kind: 'made', by, facts}];
    return store.add(order, {events, dueAt: nextStep(order)?.at});
  }

  /** `change` and `sideEffects` may run more than once. Rejects with {@link OrderNotFound}. */
  async update(
    merchantOrderNo: string,
    by: Actor,
    change: (order: Order) => Order,
    sideEffects: SideEffects = () => ({}),
  ): Promise<Order> {
    const changed = await this.#options.store.change(
      merchantOrderNo,
      this.#recorded(by, change, sideEffects),
    );
    if (!changed) throw new OrderNotFound();
    this.#log(changed);
    return changed.after;
  }

  /** The same for a notification. False when it has been applied before. */
  async updateOnce(
    receipt: NotificationReceipt,
    change: (order: Order) => Order,
    sideEffects: SideEffects,
  ): Promise<boolean> {
    const recorded = this.#recorded('payby', change, sideEffects);
    const changed = await this.#options.store.changeOnce(receipt, recorded);
    if (!changed) throw new OrderNotFound();
    if (changed === 'duplicate') return false;
    this.#log(changed);
    return true;
  }

  #recorded(by: Actor, change: (order: Order) => Order, sideEffects: SideEffects): Change {
    const at = this.#options.clock.now();
    return (before) => {
      const order = withEndReason(before, change(before), at);
      const {events = [], alerts = [], ...rest} = sideEffects(before, order);
      const coins = coinEntryBetween(before, order);
      return {
        ...rest,
        order,
        events: [
          ...events.map((event) => ({...event, at, by})),
          ...eventsBetween(before, order, {at, by: by === 'reconciler' ? 'payby' : by}),
        ],
        alerts: [...alerts, ...alertsBetween(before, order, at)],
        coins: coins && {...coins, at},
        dueAt: nextStep(order)?.at,
      };
    };
  }

  #log({before, after, alerts}: Changed): void {
    const order = shortOrderNo(after.merchantOrderNo);
    for (const {kind, message} of alerts) this.#options.log(message, {level: 'alert', kind, order});
    const isSame =
      before.status === after.status && before.revoked === after.revoked && before.orderNo === after.orderNo;
    if (isSame) return;
    this.#options.log(`order ${after.revoked ? 'revoked' : after.status}`, {
      order,
      orderNo: after.orderNo,
      paySceneCode: after.paySceneCode,
      ...after.totalAmount,
    });
  }
}
