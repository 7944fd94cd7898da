/**
 * What is still to be told, in order, until the page shows it. Each outcome is told once per order, however many
 * channels bring it; each kind of problem once per order, and weather once per spell.
 */
import type {Announcement, Change, Ready} from '../core/order/checkout-messages.js';
import type {Failure, StateWithOrder, Success} from '../core/order/checkout-machine.js';
import type {Problem} from '../core/errors.js';

export class Announcements {
  readonly #changed: () => void;
  /** Outcomes told so far, over all orders: an order may be handed in again. */
  readonly #told = new Set<string>();
  readonly #problems = new Set<string>();
  #queue: Announcement[] = [];
  #result: Success | Failure | null = null;

  /** @param changed called when there is something to tell */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The last outcome of the order, for late listeners. */
  get result(): Success | Failure | null {
    return this.#result;
  }

  /** Another order: nothing of the one before is told any more. */
  begin(): void {
    this.#queue = [];
    this.#problems.clear();
    this.#result = null;
  }

  /** Hands over what is to be told, and forgets it. */
  take(): readonly Announcement[] {
    return this.#queue.splice(0);
  }

  /** Comes before all else that is said of an order. */
  ready(detail: Ready): void {
    this.#queue.unshift({kind: 'ready', detail});
  }

  change(detail: Change): void {
    this.#push({kind: 'change', detail});
  }

  outcome({order, outcome, phase}: Extract<StateWithOrder, {outcome: unknown}>): void {
    this.#result = outcome;
    const once = JSON.stringify([order.merchantOrderNo, order.tokenUrl, phase]);
    if (this.#told.has(once)) return;
    this.#told.add(once);
    this.#push('reason' in outcome ? {kind: 'failure', detail: outcome} : {kind: 'success', detail: outcome});
  }

  problem(detail: Problem): void {
    if (this.#problems.has(detail.code)) return;
    this.#problems.add(detail.code);
    this.#push({kind: 'error', detail});
  }

  /** The weather has cleared: the next spell is told again. */
  clearWeather(): void {
    this.#problems.delete('status-unreachable');
  }

  #push(announcement: Announcement): void {
    this.#queue.push(announcement);
    this.#changed();
  }
}
