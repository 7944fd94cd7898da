/**
 * The life of one order on the page: (state, input) → state. Nothing here reads a clock or the network, so every
 * rule about money can be tested as a table.
 *
 * What is known about money only ever grows heavier: open < unpaid < received < paid < revoked. A lighter word
 * that comes later, or out of order, never undoes a heavier one. A late "paid" therefore beats "expired", and
 * `revoked` beats everything. The clock alone moves an order to `confirming`, never to an outcome.
 */
import type {Issue} from '../errors.js';
import type {Order} from './order.js';
import type {StatusReport} from './order-status.js';
import type {Watch} from '../status/poll-schedule.js';

export type SuccessOn = 'paid' | 'settled';
export type FailureReason = 'failed' | 'cancelled' | 'expired' | 'revoked';

/** The detail of `payby-success`. Times are ms since epoch. */
export interface Success {
  readonly merchantOrderNo: string;
  readonly orderNo: string | null;
  readonly status: 'PAID_SUCCESS' | 'SETTLED';
  /** The order's amount as a decimal string: "25.00". */
  readonly amount: string;
  readonly currency: string;
  readonly paidTime: number | null;
  /** True when the order had been told as failed, cancelled or expired before. */
  readonly late: boolean;
}

/** The detail of `payby-failure`. */
export interface Failure {
  readonly merchantOrderNo: string;
  readonly orderNo: string | null;
  readonly reason: FailureReason;
  /** PayBy's `failCode`, where it gave one. */
  readonly code: string | null;
  /** PayBy's `failDes`, where it gave one. */
  readonly message: string | null;
}

export type CheckoutState =
  | {readonly phase: 'idle'}
  | {readonly phase: 'invalid'; readonly issues: readonly Issue[]}
  | {readonly phase: 'waiting' | 'scanned'; readonly order: Order}
  /** `ended`: time is up and the server has not spoken since. `settling`: paid, and we wait for the settlement. */
  | {
      readonly phase: 'confirming';
      readonly why: 'ended' | 'settling';
      readonly late: boolean;
      readonly order: Order;
    }
  | {readonly phase: 'paid'; readonly order: Order; readonly outcome: Success}
  | {readonly phase: FailureReason; readonly order: Order; readonly outcome: Failure};

export type Phase = CheckoutState['phase'];
/** The code is on the page and may be paid. */
export type OpenState = Extract<CheckoutState, {readonly phase: 'waiting' | 'scanned'}>;
export type StateWithOrder = Extract<CheckoutState, {readonly order: Order}>;

export type CheckoutInput =
  /** The server spoke, at `at` on its own clock. */
  | {
      readonly type: 'report';
      readonly report: StatusReport;
      readonly at: number;
      readonly successOn: SuccessOn;
      /** The merchant's server has taken the payer's wish to cancel. */
      readonly isCancelled?: boolean;
    }
  /** It is `at` on the server's clock. */
  | {readonly type: 'time'; readonly at: number};

/**
 * The first state of an order that came through the door at `at`. Its own status counts as the server's word, but
 * not as one given after its end: an order that looks over is asked about first.
 */
export function beginning(order: Order, at: number, successOn: SuccessOn): StateWithOrder {
  const {report} = order;
  const state = atTime({phase: report.scanned ? 'scanned' : 'waiting', order}, at);
  const hasNews = report.word !== 'CREATED' || report.revoked;
  return hasNews ? advance(state, {type: 'report', report, at, successOn}) : state;
}

export const hasOrder = (state: CheckoutState): state is StateWithOrder =>
  state.phase !== 'idle' && state.phase !== 'invalid';

export const isOpen = (state: CheckoutState): state is OpenState =>
  state.phase === 'waiting' || state.phase === 'scanned';

/** What there is still to ask about; `undefined` after the last word. */
export function watchOf(state: CheckoutState): Watch | undefined {
  switch (state.phase) {
    case 'waiting':
    case 'scanned':
      return 'open';
    case 'confirming':
      return state.why === 'ended' ? 'last-word' : 'settlement';
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
  const said = spoken(current, input);
  return said && weight(said) > weight(current) ? said : current;
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

/** The state that a report asks for, whether or not it may be reached from here. */
function spoken(
  state: StateWithOrder,
  {report, successOn, isCancelled = false}: Extract<CheckoutInput, {type: 'report'}>,
): StateWithOrder | undefined {
  const {order} = state;
  if (report.revoked) return failure(order, 'revoked', report);
  const late = weight(state) === Weight.unpaid || (state.phase === 'confirming' && state.late);
  const ended = state.phase === 'confirming' && state.why === 'ended';
  switch (report.word) {
    case 'SETTLED':
      return success(order, report, 'SETTLED', late);
    case 'PAID_SUCCESS':
      return successOn === 'paid'
        ? success(order, report, 'PAID_SUCCESS', late)
        : {phase: 'confirming', why: 'settling', late, order};
    case 'FAILURE':
      return failure(order, failureReason(report, ended, isCancelled), report);
    case 'CREATED':
      // Given after the end and still unpaid: that is the server's word that the time ran out.
      if (ended) return failure(order, 'expired', report);
      return report.scanned ? {phase: 'scanned', order} : undefined;
    case undefined:
      return undefined;
  }
}

function failureReason(
  {failCode = '', failDes = ''}: StatusReport,
  ended: boolean,
  isCancelled: boolean,
): FailureReason {
  const words = `${failCode} ${failDes}`;
  if (/expire|time.?out/i.test(words)) return 'expired';
  if (isCancelled || /cancel/i.test(words)) return 'cancelled';
  return ended ? 'expired' : 'failed';
}

function success(
  order: Order,
  report: StatusReport,
  status: Success['status'],
  late: boolean,
): StateWithOrder {
  const {merchantOrderNo, orderNo = null, totalAmount} = order;
  const {amount, currency} = totalAmount;
  const paidTime = report.paidTime ?? null;
  return {
    phase: 'paid',
    order,
    outcome: {merchantOrderNo, orderNo, status, amount, currency, paidTime, late},
  };
}

function failure(order: Order, reason: FailureReason, {failCode, failDes}: StatusReport): StateWithOrder {
  const {merchantOrderNo, orderNo = null} = order;
  const outcome = {merchantOrderNo, orderNo, reason, code: failCode ?? null, message: failDes ?? null};
  return {phase: reason, order, outcome};
}

/** An answer may tell PayBy's order number for the first time, or a new end. */
function refreshed(
  order: Order,
  {orderNo = order.orderNo, expiredTime = order.expiredTime}: StatusReport,
): Order {
  return orderNo === order.orderNo && expiredTime === order.expiredTime
    ? order
    : {...order, orderNo, expiredTime};
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
