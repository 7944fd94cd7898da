/**
 * The events of `<payby-checkout>`. All bubble and cross shadow boundaries. No detail contains a token URL, an auth code
 * or a phone number.
 */
import type {Change, Ready} from '../core/order/checkout-messages.js';
import type {Failure, Success} from '../core/order/checkout-machine.js';
import type {Problem, ProblemDetail} from '../core/errors.js';

const options: EventInit = {bubbles: true, composed: true};

/** Dispatched when an order is shown. */
export class PaybyReadyEvent extends Event {
  static readonly eventName = 'payby-ready';
  readonly detail: Ready;

  constructor(detail: Ready) {
    super(PaybyReadyEvent.eventName, options);
    this.detail = detail;
  }
}

/** Dispatched when the phase or the connection has changed. */
export class PaybyChangeEvent extends Event {
  static readonly eventName = 'payby-change';
  readonly detail: Change;

  constructor(detail: Change) {
    super(PaybyChangeEvent.eventName, options);
    this.detail = detail;
  }
}

/** Dispatched once, when the server reports the order as paid (or settled, with `success-on="settled"`). */
export class PaybySuccessEvent extends Event {
  static readonly eventName = 'payby-success';
  readonly detail: Success;

  constructor(detail: Success) {
    super(PaybySuccessEvent.eventName, options);
    this.detail = detail;
  }
}

/** Dispatched once each, when the server reports the order as failed, cancelled, expired or reversed. */
export class PaybyFailureEvent extends Event {
  static readonly eventName = 'payby-failure';
  readonly detail: Failure;

  constructor(detail: Failure) {
    super(PaybyFailureEvent.eventName, options);
    this.detail = detail;
  }
}

/** Dispatched for an integration error, or a connection problem that persists. It never means that a payment failed. */
export class PaybyErrorEvent extends Event {
  static readonly eventName = 'payby-error';
  readonly detail: ProblemDetail;

  /** The cause of the problem is left out: it may hold secrets. */
  constructor({code, message, retryable, issues}: Problem) {
    super(PaybyErrorEvent.eventName, options);
    this.detail = {code, message, retryable, ...(issues && {issues})};
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'payby-ready': PaybyReadyEvent;
    'payby-change': PaybyChangeEvent;
    'payby-success': PaybySuccessEvent;
    'payby-failure': PaybyFailureEvent;
    'payby-error': PaybyErrorEvent;
  }
}
