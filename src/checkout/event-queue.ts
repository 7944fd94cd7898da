/**
 * The events that are still to be dispatched, in order: each only once the page shows the state that it reports.
 * Each outcome is queued once per order, however many channels bring it; each problem code once per order, and
 * `status-unreachable` once per outage.
 */
import type {Change, CheckoutMessage, Ready} from '../core/order/checkout-messages.js';
import type {Failure, StateWithOrder, Success} from '../core/order/checkout-machine.js';
import type {Problem} from '../core/errors.js';
import {keyOf} from '../core/order/order.js';

export class EventQueue {
  readonly #onPush: () => void;
  /** Outcomes taken so far, over all orders: an order may be set again. */
  readonly #taken = new Set<string>();
  /** Outcomes in the queue: if another order drops them, they are queued again when this one is set again. */
  readonly #queued = new Set<string>();
  readonly #problems = new Set<string>();
  #queue: CheckoutMessage[] = [];
  #result: Success | Failure | null = null;

  constructor(onPush: () => void) {
    this.#onPush = onPush;
  }

  /** The last outcome of the order, for listeners that were added late. */
  get result(): Success | Failure | null {
    return this.#result;
  }

  /** Another order: drops the events of the previous one. */
  begin(): void {
    this.#queue = [];
    this.#queued.clear();
    this.#problems.clear();
    this.#result = null;
  }

  /** Returns the queued events, and empties the queue. */
  take(): readonly CheckoutMessage[] {
    for (const once of this.#queued) this.#taken.add(once);
    this.#queued.clear();
    return this.#queue.splice(0);
  }

  /** Goes before all other events of an order. */
  ready(detail: Ready): void {
    this.#queue.unshift({kind: 'ready', detail});
  }

  change(detail: Change): void {
    this.#push({kind: 'change', detail});
  }

  outcome({order, outcome, phase}: Extract<StateWithOrder, {outcome: unknown}>): void {
    this.#result = outcome;
    const once = keyOf(order) + phase;
    if (this.#taken.has(once) || this.#queued.has(once)) return;
    this.#queued.add(once);
    this.#push('reason' in outcome ? {kind: 'failure', detail: outcome} : {kind: 'success', detail: outcome});
  }

  problem(detail: Problem): void {
    if (this.#problems.has(detail.code)) return;
    this.#problems.add(detail.code);
    this.#push({kind: 'error', detail});
  }

  /** The next outage is reported again. */
  connectionRestored(): void {
    this.#problems.delete('status-unreachable');
  }

  #push(message: CheckoutMessage): void {
    this.#queue.push(message);
    this.#onPush();
  }
}
