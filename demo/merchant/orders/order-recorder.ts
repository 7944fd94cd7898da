/** Keeps orders: every change goes through here, is stored with its history and its next step, and is then told. */
import type {Log} from '../../http/json-app.js';
import type {Clock} from '../../payby/clock.js';
import {OrderNotFound} from './errors.js';
import {alertsBetween, eventsBetween} from './order-events.js';
import type {Actor, Order} from './order.js';
import {
  type Change,
  type Changed,
  type Freshness,
  type NewAlert,
  type NewEvent,
  type Notice,
  type OrderStore,
} from '../storage/order-store.js';
import {nextStep} from './next-step.js';

export interface OrderRecorderOptions {
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is written together with a change. */
export interface ChangeRecord {
  readonly events?: readonly Pick<NewEvent, 'kind' | 'facts'>[];
  readonly alerts?: readonly NewAlert[];
  readonly freshness?: Freshness;
}

export class OrderRecorder {
  readonly #options: OrderRecorderOptions;

  constructor(options: OrderRecorderOptions) {
    this.#options = options;
  }

  /** What is stored, without asking PayBy. The same error for every number that is none. */
  async get(merchantOrderNo: string): Promise<Order> {
    const isNumber = /^[\w-]{1,64}$/.test(merchantOrderNo);
    const order = isNumber ? await this.#options.store.find(merchantOrderNo) : undefined;
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

  async update(
    merchantOrderNo: string,
    by: Actor,
    change: (order: Order) => Order,
    sideEffects: ChangeRecord | ((before: Order, after: Order) => ChangeRecord) = {},
  ): Promise<Order> {
    const changing = this.#changing(by, change, sideEffects);
    const changed = await this.#options.store.change(merchantOrderNo, changing.change);
    if (!changed) throw new OrderNotFound();
    this.#say(changed, changing.alerts());
    return changed.after;
  }

  /** The same for a notification: false when it has been counted before. */
  async updateOnce(
    notice: Notice,
    change: (order: Order) => Order,
    sideEffects: ChangeRecord,
  ): Promise<boolean> {
    const changing = this.#changing('payby', change, sideEffects);
    const changed = await this.#options.store.changeOnce(notice, changing.change);
    if (!changed) throw new OrderNotFound();
    if (changed === 'known') return false;
    this.#say(changed, changing.alerts());
    return true;
  }

  #changing(
    by: Actor,
    change: (order: Order) => Order,
    sideEffects: ChangeRecord | ((before: Order, after: Order) => ChangeRecord),
  ): {readonly change: Change; readonly alerts: () => readonly NewAlert[]} {
    const at = this.#options.clock.now();
    let raised: readonly NewAlert[] = [];
    const changeOrder: Change = (before) => {
      const order = change(before);
      const {
        events = [],
        alerts = [],
        ...rest
      } = typeof sideEffects === 'function' ? sideEffects(before, order) : sideEffects;
      raised = [...alerts, ...alertsBetween(before, order, at)];
      return {
        ...rest,
        order,
        events: [
          ...events.map((event) => ({...event, at, by})),
          ...eventsBetween(before, order, {at, by: by === 'reconciler' ? 'payby' : by}),
        ],
        alerts: raised,
        dueAt: nextStep(order)?.at,
      };
    };
    return {change: changeOrder, alerts: () => raised};
  }

  #say({before, after}: Changed, alerts: readonly NewAlert[]): void {
    for (const {kind, message} of alerts) {
      this.#options.log(message, {level: 'alert', kind, order: shortOrderNo(after.merchantOrderNo)});
    }
    if (
      before.status === after.status &&
      before.revoked === after.revoked &&
      before.orderNo === after.orderNo
    )
      return;
    this.#options.log(`order ${after.revoked ? 'revoked' : after.status}`, {
      order: shortOrderNo(after.merchantOrderNo),
      orderNo: after.orderNo,
      paySceneCode: after.paySceneCode,
      ...after.totalAmount,
    });
  }
}

/** Enough to tell orders apart in a log; the whole number is the payer's own. */
export const shortOrderNo = (merchantOrderNo: string): string => `${merchantOrderNo.slice(0, 6)}…`;
