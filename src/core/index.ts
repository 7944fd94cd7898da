/**
 * `payby-checkout/core`: what a merchant's server or a test needs of the rules. No DOM, no Lit, no timers, no network;
 * runs in Node too.
 */

// Orders and statuses, in every shape in which PayBy or a merchant's server sends them
export {parseOrder, type CheckoutOrder, type CreateOrderAnswer, type Order} from './order/order.js';
export {tokenProblem} from './order/token.js';
export {
  knownStatusWord,
  readStatus,
  type FailureCause,
  type StatusReason,
  type StatusReport,
  type StatusWord,
} from './order/order-status.js';
export {isPayload as isJsonObject, type Parsed, type Payload as JsonObject} from './order/payload.js';

// Money
export {parseAmount, parseMoney, sameMoney, type Money} from './order/money.js';

// Problems
export {StatusProblem, type ErrorCode, type Issue, type Problem, type ProblemDetail} from './errors.js';

// Scanned codes
export {isGtin, maskCode, normalizeCode} from './scan/payment-code.js';

// Time
export type {Clock} from './clock.js';
