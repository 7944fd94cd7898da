/** Classes, events and types. Registers nothing, so a page can choose its own tags or subclass. */
export type {Announcement, Change, Connection, Ready} from './core/announcement.js';
export type {Failure, FailureReason, Phase, Success, SuccessOn} from './core/checkout-machine.js';
export type {ErrorCode, Issue, Problem} from './core/errors.js';
export type {CheckoutOrder, CreateOrderAnswer, Order} from './core/order.js';
export type {ScanRefusal} from './core/scan-code.js';
export type {Credentials, StatusSource} from './core/status-source.js';
export type {PartnerStore} from './core/stores.js';
export type {Action} from './core/action.js';
export {PaybyCheckout} from './elements/payby-checkout.js';
export {PaybyScanInput} from './elements/payby-scan-input.js';
export type {ScanReport} from './elements/scan-late.js';
export {PaybyActionEvent} from './events/action-event.js';
export {
  PaybyChangeEvent,
  PaybyErrorEvent,
  PaybyFailureEvent,
  PaybyReadyEvent,
  PaybySuccessEvent,
} from './events/checkout-events.js';
export {
  EntryDetail,
  PaybyManualEvent,
  PaybyScanEvent,
  PaybyScanIgnoreEvent,
  PaybyScanRejectEvent,
  PaybyScanStateEvent,
  ScanDetail,
  type ScanFacts,
  type ScanState,
} from './events/scan-events.js';
