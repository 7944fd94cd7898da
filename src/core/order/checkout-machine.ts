/**
 * The states of one order on the page: (state, input) → state. Nothing here reads a clock or the network, so every
 * rule about money can be tested as a table.
 *
 * The weight of a state only ever grows: open < unpaid < received < paid < revoked. A lighter status that comes later,
 * or out of order, never undoes a heavier one. A late "paid" therefore beats "expired", and `revoked` beats everything.
 * The clock alone moves an order to `confirming`, never to an outcome.
 */
import {parseWord, type ReportIssue} from '../attributes.js';
import type {Issue} from '../errors.js';
import type {Order} from './order.js';
import {reportsPayment, type FailureCause, type StatusReport} from './order-status.js';
import type {PollPurpose} from '../status/poll-schedule.js';

/** Which status is the success: `paid` (`PAID_SUCCESS` or `SETTLED`), or `settled` (`SETTLED` only). */
export type SuccessOn = 'paid' | 'settled';

export const parseSuccessOn = (value: string | null | undefined, report?: ReportIssue): SuccessOn =>
  parseWord('success-on', value, ['paid', 'settled'], report);

/** Why an order was not paid, or is no longer paid. */
export type FailureReason = 'failed' | 'cancelled' | 'expired' | 'revoked';

/** The detail of `payby-success`. Times are ms since epoch. */
export interface Success {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's number of the order; `null` when it is not known. */
  readonly orderNo: string | null;
  /** The status that was the success. */
  readonly status: 'PAID_SUCCESS' | 'SETTLED';
  /** The order's amount as a decimal string: "25.00". */
  readonly amount: string;
  /** The order's currency: "AED". */
  readonly currency: string;
  /** When the payer has paid; `null` when the server did not report it. */
  readonly paidTime: number | null;
  /** True when `payby-failure` had been dispatched before: the order had failed, was cancelled or had expired. */
  readonly late: boolean;
}

/** The detail of `payby-failure`. */
export interface Failure {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's number of the order; `null` when it is not known. */
  readonly orderNo: string | null;
  /** What happened to the order. */
  readonly reason: FailureReason;
  /** What a `failed` payment has failed for; absent when the server did not tell. */
  readonly cause?: FailureCause;
  /** PayBy's `failCode`; `null` when it gave none. */
  readonly code: string | null;
  /** PayBy's `failDes`; `null` when it gave none. */
  readonly message: string | null;
}

export type CheckoutState =
  | {readonly phase: 'idle'}
  | {readonly phase: 'invalid'; readonly issues: readonly Issue[]}
  | {readonly phase: 'waiting' | 'scanned'; readonly order: Order}
  /** `ended`: expired by the clock, no answer since. `settling`: paid, the settlement is awaited. */
  | {
      readonly phase: 'confirming';
      readonly why: 'ended' | 'settling';
      readonly late: boolean;
      readonly order: Order;
    }
  | {readonly phase: 'paid'; readonly order: Order; readonly outcome: Success}
  | {readonly phase: FailureReason; readonly order: Order; readonly outcome: Failure};

/** The phase of a checkout: `idle`, `invalid`, `waiting`, `scanned`, `confirming`, or one of the outcomes. */
export type Phase = CheckoutState['phase'];
/** The code is on the page and may be paid. */
export type OpenState = Extract<CheckoutState, {readonly phase: 'waiting' | 'scanned'}>;
export type StateWithOrder = Extract<CheckoutState, {readonly order: Order}>;

export type CheckoutInput =
  /** The server has reported a status, at `at` on its own clock. */
  | {
      readonly type: 'report';
      readonly report: StatusReport;
      readonly at: number;
      readonly successOn: SuccessOn;
      /** The merchant's server has accepted the payer's cancellation. */
      readonly isCancelled?: boolean;
    }
  /** It is `at` on the server's clock. */
  | {readonly type: 'time'; readonly at: number};

/**
 * The first state of an order that was set at `at`. The status inside it counts as the server's, but not as one that was
 * given after the order's end: an order that looks expired is polled first.
 */
export function initialState(order: Order, at: number, successOn: SuccessOn): StateWithOrder {
  const {report} = order;
  const state = atTime({phase: report.scanned ? 'scanned' : 'waiting', order}, at);
  const isDecided = report.word !== 'CREATED' || report.revoked;
  return isDecided ? advance(state, {type: 'report', report, at, successOn}) : state;
}

export const hasOrder = (state: CheckoutState): state is StateWithOrder =>
  state.phase !== 'idle' && state.phase !== 'invalid';

export const isOpen = (state: CheckoutState): state is OpenState =>
  state.phase === 'waiting' || state.phase === 'scanned';

/** Why the status is still polled; `undefined` when it is final. */
export function pollPurpose(state: CheckoutState): PollPurpose | undefined {
  switch (state.phase) {
    case 'waiting':
    case 'scanned':
      return 'open';
    case 'confirming':
      return state.why === 'ended' ? 'final' : 'settlement';
    case 'expired':
      return 'grace';
    case 'idle':
    case 'invalid':
    case 'paid':
    case 'failed':
    case 'cancelled':
    case 'revoked':
      return undefined;
  }
}

export function advance(state: StateWithOrder, input: CheckoutInput): StateWithOrder {
  if (input.type === 'time') return atTime(state, input.at);
  const order = refreshed(state.order, input.report);
  const current = atTime(order === state.order ? state : {...state, order}, input.at);
  const next = reported(current, input);
  return next && weight(next) > weight(current) ? next : current;
}

/** The server's clock moves open orders into `confirming`, and back if the end turns out to lie ahead. */
function atTime(state: StateWithOrder, at: number): StateWithOrder {
  if (weight(state) >= Weight.unpaid) return state;
  const {order} = state;
  if (order.expiredTime !== undefined && at >= order.expiredTime) {
    return {phase: 'confirming', why: 'ended', late: false, order};
  }
  return state.phase === 'confirming' ? {phase: 'waiting', order} : state;
}

/** The state that a report leads to, whether or not it may be reached from here. */
function reported(
  state: StateWithOrder,
  {report, successOn, isCancelled = false}: Extract<CheckoutInput, {type: 'report'}>,
): StateWithOrder | undefined {
  const {order} = state;
  if (report.revoked) return failure(order, 'revoked', report);
  const late = weight(state) === Weight.unpaid || (state.phase === 'confirming' && state.late);
  const ended = state.phase === 'confirming' && state.why === 'ended';
  switch (report.word) {
    case 'SETTLED':
      return success(order, 'SETTLED', late);
    case 'PAID_SUCCESS':
      return successOn === 'paid'
        ? success(order, 'PAID_SUCCESS', late)
        : {phase: 'confirming', why: 'settling', late, order};
    case 'FAILURE':
      // Why, only the server knows: its texts are for people, and the clock decides nothing
      return failure(order, report.reason ?? (isCancelled ? 'cancelled' : 'failed'), report);
    case 'CREATED':
      // Given after the end and still unpaid: by that the server reports that the time ran out.
      if (ended) return failure(order, 'expired', report);
      return report.scanned ? {phase: 'scanned', order} : undefined;
    case undefined:
      return undefined;
  }
}

function success(order: Order, status: Success['status'], late: boolean): StateWithOrder {
  const {merchantOrderNo, orderNo = null, paidTime = null, totalAmount} = order;
  const {amount, currency} = totalAmount;
  return {
    phase: 'paid',
    order,
    outcome: {merchantOrderNo, orderNo, status, amount, currency, paidTime, late},
  };
}

function failure(order: Order, reason: FailureReason, report: StatusReport): StateWithOrder {
  const {merchantOrderNo, orderNo = null} = order;
  const {failCode: code = null, failDes: message = null, cause} = report;
  const told = reason === 'failed' && cause ? {cause} : undefined;
  return {phase: reason, order, outcome: {merchantOrderNo, orderNo, reason, ...told, code, message}};
}

/** A status may contain PayBy's order number for the first time, a new end, a newer code, or that the payer has paid. */
function refreshed(order: Order, report: StatusReport): Order {
  const {orderNo = order.orderNo, expiredTime = order.expiredTime} = report;
  const {paidTime = order.paidTime, tokenUrl = order.tokenUrl} = report;
  const wasPaid = order.wasPaid || reportsPayment(report);
  const isSame =
    orderNo === order.orderNo &&
    expiredTime === order.expiredTime &&
    paidTime === order.paidTime &&
    wasPaid === order.wasPaid &&
    tokenUrl === order.tokenUrl;
  return isSame ? order : {...order, orderNo, expiredTime, paidTime, wasPaid, tokenUrl};
}

const Weight = {open: 0, scanned: 1, unpaid: 2, received: 3, paid: 4, revoked: 5} as const;

function weight(state: StateWithOrder): number {
  switch (state.phase) {
    case 'waiting':
      return Weight.open;
    case 'scanned':
      return Weight.scanned;
    case 'confirming':
      return state.why === 'ended' ? Weight.open : Weight.received;
    case 'failed':
    case 'cancelled':
    case 'expired':
      return Weight.unpaid;
    case 'paid':
      return Weight.paid;
    case 'revoked':
      return Weight.revoked;
  }
}
