/**
 * Brings every order to PayBy's state, also when no page polls and no notification comes: finds the orders whose next
 * step is due and takes that step. What is due is stored, so a restart forgets nothing, and each order is leased to one
 * process at a time.
 */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import {PaybyError} from '../../payby/payby-error.js';
import {QueryTimeout, reasonOf} from './errors.js';
import {nextStep} from './next-step.js';
import type {OrderService} from './order-service.js';
import {UnreadableOrder, type OrderStore} from './order-store.js';
import {shortOrderNo, type OrderOwner} from './order.js';

const TICK_MS = 1_000;
/** Longer than the two calls that a step may take; after that, another process may try. */
const LEASE_MS = 30_000;
/** Of the till's orders, and again of visitors'. */
const MOST_STEPS_AT_ONCE = 20;
/**
 * Steps for visitors' orders, each of one or two calls to PayBy. Whoever places more orders than that makes the steps of
 * visitors' orders later, not more: the longest due comes first, and a notification is read at any time.
 */
const VISITORS_STEPS_PER_SECOND = 40;

export interface ReconcilerOptions {
  readonly orders: OrderService;
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes no new step once aborted. */
  readonly signal: AbortSignal;
  /** Multiplies the steps a second for visitors' orders. Default 1. */
  readonly limitFactor?: number;
}

export class Reconciler {
  readonly #options: ReconcilerOptions;
  /** The till's orders have steps of their own, so that visitors' cannot delay them. */
  readonly #steps: readonly OwnerSteps[];

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    const perSecond = Math.max(1, Math.round(VISITORS_STEPS_PER_SECOND * (options.limitFactor ?? 1)));
    this.#steps = [new OwnerSteps('till'), new OwnerSteps('visitor', perSecond)];
  }

  /** Runs until the signal aborts, and resolves when the last step has ended. */
  async run(): Promise<void> {
    const {signal} = this.#options;
    while (!isAborted(signal)) {
      const full = await this.#startDueSteps();
      await this.#sleep(full);
    }
    await Promise.all(this.#steps.flatMap(({underWay}) => [...underWay.values()]));
  }

  /** A slow step does not delay the next round. Resolves to the owners of whom more may be due than could be started. */
  async #startDueSteps(): Promise<readonly OwnerSteps[]> {
    const full: OwnerSteps[] = [];
    try {
      for (const steps of this.#steps) if (await this.#start(steps)) full.push(steps);
      return full;
    } catch (error) {
      const {log} = this.#options;
      log('the reconciler cannot read the store', {level: 'error', why: reasonOf(error)});
      return [];
    }
  }

  /** True when more may be due, and may start as soon as a step has ended. */
  async #start(steps: OwnerSteps): Promise<boolean> {
    const {store, clock} = this.#options;
    const now = clock.now();
    const limit = steps.free(now);
    if (limit <= 0) return steps.isBusy;
    const due = await store.claimDue({whose: steps.whose, now, leaseUntil: now + LEASE_MS, limit});
    for (const number of due) steps.start(number, () => this.#takeStep(number));
    return due.length === limit;
  }

  /** One tick; when more is due, only until the first step of such an owner has ended. */
  async #sleep(full: readonly OwnerSteps[]): Promise<void> {
    const {clock, signal} = this.#options;
    const awake = new AbortController();
    const tick = clock.sleep(TICK_MS, AbortSignal.any([signal, awake.signal]));
    await Promise.race([tick, ...full.flatMap(({underWay}) => [...underWay.values()])]);
    awake.abort();
  }

  async #takeStep(merchantOrderNo: string): Promise<void> {
    const {orders, clock, log} = this.#options;
    try {
      const order = await orders.stored(merchantOrderNo);
      const step = nextStep(order);
      if (step === undefined || step.at > clock.now()) {
        await orders.refreshSchedule(merchantOrderNo); // the order has changed since it was claimed
        return;
      }
      switch (step.kind) {
        case 'query':
          await orders.refresh(merchantOrderNo);
          break;
        case 'cancel':
          await orders.tryCancel(merchantOrderNo);
          break;
        case 'renew':
          await orders.renewToken(merchantOrderNo);
          break;
        case 'refund':
          await orders.followUpRefund(order, step.refund);
      }
    } catch (error) {
      // The failure is stored with the order, and with it the time of the next try.
      if (error instanceof PaybyError || error instanceof QueryTimeout) return;
      if (error instanceof UnreadableOrder) return; // the store has raised an alert
      log('a step failed', {level: 'error', order: shortOrderNo(merchantOrderNo), why: reasonOf(error)});
    }
  }
}

/** The steps under way for the orders of one owner, and how many more may start. */
class OwnerSteps {
  readonly whose: OrderOwner;
  readonly underWay = new Map<string, Promise<void>>();
  readonly #perSecond: number;
  /** The steps that may start now, as of `#at`; at most those of one second. */
  #allowed: number;
  #at = 0;

  constructor(whose: OrderOwner, perSecond = Infinity) {
    this.whose = whose;
    this.#perSecond = perSecond;
    this.#allowed = perSecond;
  }

  get isBusy(): boolean {
    return this.underWay.size >= MOST_STEPS_AT_ONCE;
  }

  free(now: number): number {
    const seconds = Math.max(0, now - this.#at) / 1000;
    this.#at = now;
    if (this.#perSecond < Infinity)
      this.#allowed = Math.min(this.#perSecond, this.#allowed + seconds * this.#perSecond);
    return Math.min(MOST_STEPS_AT_ONCE - this.underWay.size, Math.floor(this.#allowed));
  }

  start(number: string, takeStep: () => Promise<void>): void {
    if (this.underWay.has(number)) return;
    this.#allowed--;
    this.underWay.set(
      number,
      takeStep().finally(() => this.underWay.delete(number)),
    );
  }
}

// A function, because the compiler would narrow `signal.aborted` across an await.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
