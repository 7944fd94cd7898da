/** Classes, events and types. Registers nothing, so a page can choose its own tags or subclass. */
export type {Change, Connection, Ready} from './core/order/checkout-messages.js';
export type {Failure, FailureReason, Phase, Success, SuccessOn} from './core/order/checkout-machine.js';
export type {ErrorCode, Issue, Problem, ProblemDetail} from './core/errors.js';
export type {Money} from './core/order/money.js';
export type {CheckoutOrder, CreateOrderAnswer, Order} from './core/order/order.js';
export type {FailureCause, StatusReport, StatusWord} from './core/order/order-status.js';
export type {ScanRefusal} from './core/scan/payment-code.js';
export type {Credentials, StatusSource} from './core/status/status-source.js';
export type {PartnerStore, PartnerStores} from './core/voucher/stores.js';
export type {Action, ActionName, ActionNames, MerchantAction} from './core/order/actions.js';
export {PaybyCheckout} from './checkout/payby-checkout.js';
export {PaybyScanInput} from './scan/payby-scan-input.js';
export type {ScanReport} from './scan/diagnosis.lazy.js';
export type {Signal} from './scan/scan-feedback.lazy.js';
export type {SimulateOptions} from './scan/keyboard/scanner-simulator.js';
export type {Capture, KeepFocus, Manual, Mask, OtherFields, ScannerLayout} from './scan/scan-settings.js';
export {PaybyActionEvent} from './shared/action-event.js';
export type {PaybyRedirectEvent, Redirection} from './checkout/redirect/redirect-event.js';
export {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './checkout/checkout-events.js';
export {
  EntryDetail,
  PaybyManualEvent,
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanLeakEvent,
  PaybyScanRejectEvent,
  PaybyScanStateEvent,
  ScanDetail,
  type ScanFacts,
  type ScanState,
} from './scan/scan-events.js';
