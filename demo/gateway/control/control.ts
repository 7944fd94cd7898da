/**
 * The strings that a test or a person at the control page pulls: the gateway's time, what is to go wrong, how merchants
 * are told, and a look at the truth. None of this exists at the real PayBy.
 */
import type {Clock} from '../../payby/clock.js';
import type {AdjustableClock} from './adjustable-clock.js';
import {readFault, type FaultPlan} from './faults.js';
import type {Gateway} from '../model/gateway.js';
import type {Journal, JournalEntry} from './request-log.js';
import type {Manner, Notifier} from '../wire/notifier.js';
import {refundedAmount, stateAt, type Scene} from '../model/gateway-order.js';
import type {GatewaySettings} from '../model/settings.js';

export interface ControlOptions {
  readonly gateway: Gateway;
  readonly clock: AdjustableClock;
  readonly faults: FaultPlan;
  readonly notifier: Notifier;
  readonly journal: Journal;
  readonly settings: GatewaySettings;
}

export interface FaultWish {
  /** In the words of `faults.ts`: "lost", "500", "delay=3000". */
  readonly fault: string;
  /** `placeOrder`, `getOrder`, `refund/placeOrder` …; any call if it is not given. */
  readonly operation?: string | undefined;
  readonly merchantOrderNo?: string | undefined;
  /** How many calls it happens to: 1 if it is not given. */
  readonly times?: number | undefined;
}

/** An order as it truly stands, whatever the merchant has heard of it. */
export interface TrueOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  readonly paySceneCode: Scene;
  readonly amount: string;
  readonly status: string;
  readonly failCode: string | undefined;
  readonly revoked: boolean;
  readonly refunded: string;
}

export class GatewayControl {
  readonly #options: ControlOptions;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  get clock(): Clock & {readonly aheadMs: number} {
    return this.#options.clock;
  }

  get settings(): Readonly<GatewaySettings> {
    return this.#options.settings;
  }

  advanceClock(ms: number): void {
    this.#options.clock.advance(ms);
  }

  /** Throws a RangeError for a fault that does not exist. */
  addFault({fault: written, operation, merchantOrderNo, times = 1}: FaultWish): void {
    const fault = readFault(written);
    if (!fault) throw new RangeError('there is no such fault');
    this.#options.faults.add({fault, operation, merchantOrderNo, times});
  }

  clearFaults(): void {
    this.#options.faults.clear();
  }

  /** The faults that are still to come. */
  faults(): readonly FaultWish[] {
    return this.#options.faults.rules.map(({fault, ...rule}) => ({...rule, fault: fault.written}));
  }

  /** How merchants are told from now on. */
  set manner(manner: Manner) {
    this.#options.notifier.manner = manner;
  }

  get manner(): Manner {
    return this.#options.notifier.manner;
  }

  /** How many notifications wait to be released. */
  get held(): number {
    return this.#options.notifier.held;
  }

  /** Sends what was held, in this order, and answers how many there were. */
  release(order: 'oldest-first' | 'newest-first'): Promise<number> {
    return this.#options.notifier.release(order);
  }

  /** Sends again, byte for byte, what was told about an order, and answers how many there were. */
  repeat(merchantOrderNo: string): Promise<number> {
    return this.#options.notifier.repeat(merchantOrderNo);
  }

  change(settings: Partial<GatewaySettings>): void {
    Object.assign(this.#options.settings, settings);
  }

  /** What was asked and told, oldest first; only about one order if it is named. */
  log(merchantOrderNo?: string): readonly JournalEntry[] {
    return this.#options.journal.entries(merchantOrderNo);
  }

  /** Newest first. */
  orders(): readonly TrueOrder[] {
    const {gateway} = this.#options;
    const {now} = gateway.moment;
    return gateway.newestFirst().map((order) => {
      const state = stateAt(order, now);
      return {
        merchantOrderNo: order.merchantOrderNo,
        orderNo: order.orderNo,
        paySceneCode: order.paySceneCode,
        amount: order.totalAmount.amount,
        status: gateway.statusOf(order),
        failCode: state.kind === 'closed' ? state.failCode : undefined,
        revoked: state.kind === 'paid' && state.revoked,
        refunded: refundedAmount(order, now).amount,
      };
    });
  }
}
