/**
 * What a test or a person at the control page can do to the gateway: advance its clock, plant faults, steer its
 * notifications, change its settings, and read its log and its orders. Nothing of this exists at the real PayBy.
 */
import type {Clock} from 'payby-checkout/core';
import {parseFault, type FaultPlan} from '../model/faults.js';
import {refundedAmount, stateAt} from '../model/gateway-order.js';
import type {Gateway} from '../model/gateway.js';
import {SEND_ONCE, type Notifications} from '../model/notifications.js';
import type {RequestLog, RequestLogEntry} from '../model/request-log.js';
import type {GatewaySettings} from '../model/settings.js';
import type {Scene} from '../model/types.js';
import type {AdjustableClock} from './adjustable-clock.js';

export interface ControlOptions {
  readonly gateway: Gateway;
  readonly clock: AdjustableClock;
  readonly faults: FaultPlan;
  readonly notifications: Notifications;
  readonly requestLog: RequestLog;
  readonly settings: GatewaySettings;
}

/** A fault to plant. */
export interface FaultRequest {
  /** In the words of `model/faults.ts`: "lost", "500", "delay=3000". */
  readonly fault: string;
  /** `placeOrder`, `getOrder`, `refund/placeOrder` …; any call if it is not given. */
  readonly operation?: string | undefined;
  /** Any order if it is not given. */
  readonly merchantOrderNo?: string | undefined;
  /** How many calls it applies to. Default: 1. */
  readonly times?: number | undefined;
}

/** An order as the gateway has it, whether the merchant knows it or not. */
export interface OrderRecord {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  readonly paySceneCode: Scene;
  /** "25.00" */
  readonly amount: string;
  readonly status: string;
  readonly failCode: string | undefined;
  readonly revoked: boolean;
  /** The sum of all refunds that did not fail: "0.00". */
  readonly refunded: string;
}

/** The control API as an object; {@link ./control-app.ts} serves it over HTTP. */
export class GatewayControl {
  readonly #options: ControlOptions;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  /** The gateway's clock. */
  get clock(): Clock & {readonly aheadMs: number} {
    return this.#options.clock;
  }

  /** The gateway's settings as they are now. */
  get settings(): Readonly<GatewaySettings> {
    return this.#options.settings;
  }

  /** How notifications are delivered from now on. */
  get notifications(): Notifications {
    return this.#options.notifications;
  }

  /** The faults that are still to come, oldest first. */
  get faults(): readonly FaultRequest[] {
    return this.#options.faults.rules.map(({fault, ...rule}) => ({...rule, fault: fault.written}));
  }

  /** Advances the gateway's clock by `ms`. */
  advanceClock(ms: number): void {
    this.#options.clock.advance(ms);
  }

  /** Throws an `UnknownFault`. */
  addFault({fault, operation, merchantOrderNo, times = 1}: FaultRequest): void {
    this.#options.faults.add({fault: parseFault(fault), operation, merchantOrderNo, times});
  }

  /** Notifies of a chargeback or a voided order. Throws a `Refusal` when there is no such order. */
  notifyOf(what: 'chargeback' | 'void', merchantOrderNo: string): void {
    const {gateway} = this.#options;
    const order = gateway.find({merchantOrderNo});
    if (what === 'chargeback') gateway.chargeBack(order);
    else gateway.voidOrder(order);
  }

  /** Removes all faults and delivers each notification once. */
  reset(): void {
    this.#options.faults.clear();
    this.#options.notifications.mode = SEND_ONCE;
  }

  /** Changes the settings that are given. */
  change(settings: Partial<GatewaySettings>): void {
    Object.assign(this.#options.settings, settings);
  }

  /** The log of all orders, or of one. Oldest first. */
  log(merchantOrderNo?: string): readonly RequestLogEntry[] {
    return this.#options.requestLog.entries(merchantOrderNo);
  }

  /** Newest first. */
  orders(): readonly OrderRecord[] {
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
        revoked: state.kind !== 'open' && state.revoked,
        refunded: refundedAmount(order, now).amount,
      };
    });
  }
}
