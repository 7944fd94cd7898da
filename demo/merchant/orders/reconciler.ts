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
import {shortOrderNo} from './order.js';

const TICK_MS = 1_000;
/** Longer than the two calls that a step may take; after that, another process may try. */
const LEASE_MS = 30_000;
const MOST_STEPS_AT_ONCE = 20;

export interface ReconcilerOptions {
  readonly orders: OrderService;
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes no new step once aborted. */
  readonly signal: AbortSignal;
}

export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Runs until the signal aborts, and resolves when the last step has ended. */
  async run(): Promise<void> {
    const {signal} = this.#options;
    while (!isAborted(signal)) {
      const mayHaveMore = await this.#startDueSteps();
      await this.#sleep(mayHaveMore);
    }
    await Promise.all(this.#underWay.values());
  }

  /** A slow step does not delay the next round. True when more may be due than could be started. */
  async #startDueSteps(): Promise<boolean> {
    const {store, clock, log} = this.#options;
    const free = MOST_STEPS_AT_ONCE - this.#underWay.size;
    if (free <= 0) return true;
    try {
      const now = clock.now();
      const due = await store.claimDue(now, now + LEASE_MS, free);
      for (const number of due) {
        if (this.#underWay.has(number)) continue;
        const step = this.#takeStep(number).finally(() => this.#underWay.delete(number));
        this.#underWay.set(number, step);
      }
      return due.length === free;
    } catch (error) {
      log('the reconciler cannot read the store', {level: 'error', why: reasonOf(error)});
      return false;
    }
  }

  /** One tick; when more is due, only until the first step has ended. */
  async #sleep(mayHaveMore: boolean): Promise<void> {
    const {clock, signal} = this.#options;
    const awake = new AbortController();
    const tick = clock.sleep(TICK_MS, AbortSignal.any([signal, awake.signal]));
    await (mayHaveMore ? Promise.race([tick, ...this.#underWay.values()]) : tick);
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

// A function, because the compiler would narrow `signal.aborted` across an await.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
