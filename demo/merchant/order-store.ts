/** Where orders are kept. The demo forgets them when it ends; a shop puts a database behind the same five calls. */
import type {Order} from './order.js';

export interface OrderStore {
  /** False, and nothing changed, when the number is taken. */
  add(order: Order): Promise<boolean>;
  find(merchantOrderNo: string): Promise<Order | undefined>;
  /** Reads, changes and writes as one step. Answers what is stored then, `undefined` for an unknown number. */
  change(merchantOrderNo: string, change: (order: Order) => Order): Promise<Order | undefined>;
  hasNotification(notifyId: string): Promise<boolean>;
  addNotification(notifyId: string): Promise<void>;
}

export class MemoryOrderStore implements OrderStore {
  readonly #orders = new Map<string, Order>();
  readonly #notifications = new Set<string>();

  add(order: Order): Promise<boolean> {
    if (this.#orders.has(order.merchantOrderNo)) return Promise.resolve(false);
    this.#orders.set(order.merchantOrderNo, order);
    return Promise.resolve(true);
  }

  find(merchantOrderNo: string): Promise<Order | undefined> {
    return Promise.resolve(this.#orders.get(merchantOrderNo));
  }

  async change(merchantOrderNo: string, change: (order: Order) => Order): Promise<Order | undefined> {
    const order = await this.find(merchantOrderNo);
    if (!order) return undefined;
    const changed = change(order);
    this.#orders.set(merchantOrderNo, changed);
    return changed;
  }

  hasNotification(notifyId: string): Promise<boolean> {
    return Promise.resolve(this.#notifications.has(notifyId));
  }

  addNotification(notifyId: string): Promise<void> {
    this.#notifications.add(notifyId);
    return Promise.resolve();
  }
}
