/**
 * Brings every order to PayBy's truth, also when no page asks and no notification comes: it looks into the store for
 * orders whose next step is due and takes that step. What is due follows from rows, so that a restart forgets nothing,
 * and a row is taken by one process at a time.
 */
import type {Log} from '../../http/json-app.js';
import type {Clock} from '../../payby/clock.js';
import {PaybyError} from '../../payby/payby-error.js';
import {QueryTimeout} from './errors.js';
import type {OrderService} from './order-service.js';
import {shortOrderNo} from './order-recorder.js';
import type {OrderStore} from '../storage/order-store.js';
import {nextStep} from './next-step.js';
import {reasonOf} from './status-queries.js';

const TICK_MS = 1_000;
/** Longer than the two calls that a step may take; after that another process may try. */
const LEASE_MS = 30_000;
const AT_ONCE = 20;

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
    while (!isStopped(signal)) {
      const mayHaveMore = await this.#round();
      await this.#rest(mayHaveMore);
    }
    await Promise.all(this.#underWay.values());
  }

  /** Starts what is due. Slow steps do not hold up the next round. True when more may be due than fitted in. */
  async #round(): Promise<boolean> {
    const {store, clock, log} = this.#options;
    const room = AT_ONCE - this.#underWay.size;
    if (room <= 0) return true;
    try {
      const now = clock.now();
      const due = await store.claimDue(now, now + LEASE_MS, room);
      for (const number of due) {
        if (this.#underWay.has(number)) continue;
        const step = this.#take(number).finally(() => this.#underWay.delete(number));
        this.#underWay.set(number, step);
      }
      return due.length === room;
    } catch (error) {
      log('the reconciler cannot read the store', {level: 'error', why: reasonOf(error)});
      return false;
    }
  }

  /** A tick; with more to do than hands, only until the first hand is free. */
  async #rest(isBusy: boolean): Promise<void> {
    const {clock, signal} = this.#options;
    const awake = new AbortController();
    const tick = clock.sleep(TICK_MS, AbortSignal.any([signal, awake.signal]));
    await (isBusy ? Promise.race([tick, ...this.#underWay.values()]) : tick);
    awake.abort();
  }

  async #take(merchantOrderNo: string): Promise<void> {
    const {orders, clock, log} = this.#options;
    try {
      const order = await orders.stored(merchantOrderNo);
      const step = nextStep(order);
      if (step === undefined || step.at > clock.now()) {
        await orders.recorder.update(merchantOrderNo, 'reconciler', (same) => same); // it has moved on meanwhile
        return;
      }
      switch (step.kind) {
        case 'query':
          await orders.refresh(merchantOrderNo);
          break;
        case 'cancel':
          await orders.tryCancel(merchantOrderNo);
          break;
        case 'refund':
          await orders.followRefund(order, step.refund);
      }
    } catch (error) {
      // What failed is stored with the order, and with it the time of the next try.
      if (error instanceof PaybyError || error instanceof QueryTimeout) return;
      log('a step failed', {level: 'error', order: shortOrderNo(merchantOrderNo), why: reasonOf(error)});
    }
  }
}

// A function, because the compiler would narrow `signal.aborted` across an await.
const isStopped = (signal: AbortSignal): boolean => signal.aborted;
