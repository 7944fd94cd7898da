/**
 * Keeps the voucher of an open cash top-up over a reload, where the merchant asks for it with `persist`: the payer
 * walks to a shop, and a phone drops the pages it does not show. What is kept ends with the order: with any outcome,
 * at its end, with another order or none; what has ended while nobody looked is removed on the next visit. It holds
 * no status. A voucher that is found again is handed in like any order, and asked about at once.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {hasOrder, isOpen, type CheckoutState} from '../core/order/checkout-machine.js';
import type {Clock} from '../core/clock.js';
import {keptText, readKept} from '../core/voucher/stored-voucher.js';
import {isNoOrder, type Order} from '../core/order/order.js';
import {GRACE_MS} from '../core/status/poll-schedule.js';

export interface KeepingHost extends ReactiveControllerHost {
  order: unknown;
  /** A name for what is kept, `''` for the status address as its name, `null` to keep nothing. */
  readonly persist: string | null;
  readonly statusUrl: string | null;
  refresh(): void;
}

const PREFIX = 'payby-checkout voucher ';

export class KeptVoucherController implements ReactiveController {
  readonly #host: KeepingHost;
  readonly #state: () => CheckoutState;
  readonly #clock: Clock;
  readonly #storage: Storage | undefined;
  /** What was last put there, or taken away: no order under this key. */
  #kept: {readonly key: string | undefined; readonly order: Order | undefined} | undefined;

  constructor(
    host: KeepingHost,
    state: () => CheckoutState,
    clock: Clock,
    storage: Storage | undefined = browserStorage(),
  ) {
    this.#host = host;
    this.#state = state;
    this.#clock = clock;
    this.#storage = storage;
    host.addController(this);
    if (storage) this.#restore(storage);
  }

  hostUpdated(): void {
    if (this.#storage) this.#follow(this.#storage);
  }

  get #key(): string | undefined {
    const {persist, statusUrl} = this.#host;
    return persist === null ? undefined : PREFIX + (persist || (statusUrl ?? ''));
  }

  #restore(storage: Storage): void {
    const key = this.#key;
    const kept = key === undefined ? undefined : readKept(storage.getItem(key));
    const now = this.#clock.now();
    removeEnded(storage, now);
    // One that ended a moment ago may have been paid in time: its code is withdrawn, but the server is asked
    if (!kept || now >= kept.expiredTime + GRACE_MS || !isNoOrder(this.#host.order)) return;
    this.#host.order = kept.order;
    this.#host.refresh();
  }

  #follow(storage: Storage): void {
    const state = this.#state();
    // Before there was an order, what is kept may still be wanted
    if (!hasOrder(state) && !this.#kept) return;
    const key = this.#key;
    const order = isOpen(state) && state.order.paySceneCode === 'CASHTOPUP' ? state.order : undefined;
    if (this.#kept?.key === key && this.#kept?.order === order) return;
    if (this.#kept?.key !== undefined) storage.removeItem(this.#kept.key);
    this.#kept = {key, order};
    if (key === undefined) return;
    const text = order && keptText(order, order.businessType);
    if (text === undefined) storage.removeItem(key);
    else put(storage, key, text);
  }
}

function removeEnded(storage: Storage, now: number): void {
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = readKept(storage.getItem(key));
    if (!kept || now >= kept.expiredTime) storage.removeItem(key);
  }
}

function put(storage: Storage, key: string, text: string): void {
  try {
    storage.setItem(key, text);
  } catch {
    // Full, or private browsing: then a reload needs the merchant's page, as without `persist`
  }
}

function browserStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined; // a frame or a browser that allows none
  }
}
