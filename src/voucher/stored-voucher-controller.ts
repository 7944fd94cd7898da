/**
 * Stores the voucher of an open cash top-up in `localStorage` if the merchant sets `persist`: the payer walks to a shop,
 * and phones discard pages in the background. The stored voucher is removed on any outcome, at the order's end, and when
 * another order or `null` is set; one that expired while no page was open is removed on the next visit. It holds no
 * status: a restored voucher is set like any order, and its status is requested at once. Tabs share it under one name:
 * the order that was set last is stored, and a page changes or removes the voucher of its own order only.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import {hasOrder, isOpen, type CheckoutState} from '../core/order/checkout-machine.js';
import {isNoOrder, type CheckoutOrder, type Order} from '../core/order/order.js';
import {GRACE_MS} from '../core/status/poll-schedule.js';
import {parseStoredVoucher, serializeVoucher} from '../core/voucher/stored-voucher.js';
import {warn} from '../shared/console-warning.js';

export interface StoredVoucherHost extends ReactiveControllerHost {
  order: unknown;
  /** Name of the stored voucher; `''` takes the `statusUrl` as its name, `null` stores nothing. */
  readonly persist: string | null;
  readonly statusUrl: string | null;
  refresh(): void;
}

const PREFIX = 'payby-checkout voucher ';

export class StoredVoucherController implements ReactiveController {
  readonly #host: StoredVoucherHost;
  readonly #state: () => CheckoutState;
  readonly #clock: Clock;
  readonly #storage: Storage | undefined;
  /** The order that an earlier page has stored. */
  #earlier: CheckoutOrder | undefined;
  /** What was written last: no order means that the key was removed. `number` is that of the order on the page. */
  #written:
    | {
        readonly key: string | undefined;
        readonly order: Order | undefined;
        readonly number: string | undefined;
      }
    | undefined;

  constructor(
    host: StoredVoucherHost,
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
    if (this.#storage) this.#write(this.#storage);
  }

  /** The code that an earlier page has shown for this order. */
  tokenOf(merchantOrderNo: string): string | null | undefined {
    return this.#earlier?.merchantOrderNo === merchantOrderNo ? this.#earlier.tokenUrl : undefined;
  }

  get #key(): string | undefined {
    const {persist, statusUrl} = this.#host;
    return persist === null ? undefined : PREFIX + (persist || (statusUrl ?? ''));
  }

  #restore(storage: Storage): void {
    const key = this.#key;
    const stored = key === undefined ? undefined : parseStoredVoucher(storage.getItem(key));
    this.#earlier = stored?.order;
    const now = this.#clock.now();
    removeExpired(storage, now);
    // An order that expired a moment ago may have been paid in time: its code is not shown, but its status is requested
    if (!stored || now >= stored.expiredTime + GRACE_MS || !isNoOrder(this.#host.order)) return;
    this.#host.order = stored.order;
    this.#host.refresh();
  }

  #write(storage: Storage): void {
    const state = this.#state();
    // Before the page has set an order, the stored one may still be needed
    if (!hasOrder(state) && !this.#written) return;
    const key = this.#key;
    const order = isOpen(state) && state.order.paySceneCode === 'CASHTOPUP' ? state.order : undefined;
    const number = hasOrder(state) ? state.order.merchantOrderNo : undefined;
    const last = this.#written;
    if (last?.key === key && last?.order === order && last?.number === number) return;
    this.#written = {key, order, number};
    const own = [number, last?.number];
    if (last?.key !== undefined && last.key !== key) removeOwn(storage, last.key, own);
    if (key === undefined) return;
    const text = order && serializeVoucher(order);
    if (text === undefined) removeOwn(storage, key, own);
    else if (number !== last?.number || isOwn(storage, key, own)) setItem(storage, key, text);
  }
}

/** False for the voucher of an order that another tab has set since. */
function isOwn(storage: Storage, key: string, own: readonly (string | undefined)[]): boolean {
  const stored = parseStoredVoucher(storage.getItem(key));
  return !stored || own.includes(stored.order.merchantOrderNo);
}

function removeOwn(storage: Storage, key: string, own: readonly (string | undefined)[]): void {
  if (isOwn(storage, key, own)) storage.removeItem(key);
}

function removeExpired(storage: Storage, now: number): void {
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(PREFIX)) continue;
    const stored = parseStoredVoucher(storage.getItem(key));
    if (!stored || now >= stored.expiredTime) storage.removeItem(key);
  }
}

function setItem(storage: Storage, key: string, text: string): void {
  try {
    storage.setItem(key, text);
  } catch (cause) {
    // The storage is full, or the window is private
    warn('The voucher could not be stored; a reload will not restore it.', cause);
  }
}

function browserStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined; // expected in sandboxed frames and in browsers that block storage
  }
}
