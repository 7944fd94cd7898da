/**
 * `payby-checkout/core`: the rules without the page. No DOM, no Lit, no timers, no network; runs in Node too.
 */
export type {Announcement, Change, Connection, Ready} from './order/checkout-messages.js';
export {
  advance,
  beginning,
  hasOrder,
  watchOf,
  type CheckoutInput,
  type CheckoutState,
  type Failure,
  type FailureReason,
  type Phase,
  type StateWithOrder,
  type Success,
  type SuccessOn,
} from './order/checkout-machine.js';
export type {Clock} from './clock.js';
export {nextChangeMs, timeLeft, type TimeLeft} from './order/countdown.js';
export {StatusProblem, type ErrorCode, type Issue, type Problem} from './errors.js';
export {parseAmount, type Money} from './order/money.js';
export {parseOrder, type CheckoutOrder, type CreateOrderAnswer, type Order} from './order/order.js';
export {readStatus, type StatusReport, type StatusWord} from './order/order-status.js';
export type {Parsed} from './order/payload.js';
export {poll, type PollPlan, type Report} from './status/poller.js';
export {qrMatrix, type QrMatrix} from './qr/qr-matrix.js';
export {qrPath, type QrImage} from './qr/qr-path.js';
export {
  checkScan,
  foldEntry,
  looksLikeRetail,
  maskCode,
  ScanGate,
  type GateVerdict,
  type ScanCheck,
  type ScanRefusal,
  type ScanRules,
} from './scan/payment-code.js';
export {firstRestMs, restMs, type RestPlan, type Watch} from './status/poll-schedule.js';
export {clockOffset, givenAt, type Exchange} from './status/clock-offset.js';
export {
  autoSettings,
  newProfile,
  readInserted,
  Wedge,
  type Correction,
  type GunProfile,
  type KeyPlace,
  type Rhythm,
  type WedgeKey,
  type WedgeScan,
  type WedgeSettings,
  type WedgeTier,
  type WedgeVerdict,
} from './scan/wedge.js';
export {diagnose, type Advice, type Diagnosis} from './scan/scanner-diagnosis.js';
