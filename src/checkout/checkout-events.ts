/**
 * The events of `<payby-checkout>`. All bubble and cross shadow boundaries. No token URL, auth code or phone number
 * is in any detail.
 */
import type {Change, Ready} from '../core/order/checkout-messages.js';
import type {Failure, Success} from '../core/order/checkout-machine.js';
import type {Problem} from '../core/errors.js';

const outward: EventInit = {bubbles: true, composed: true};

/** Fired when an order is shown. */
export class PaybyReadyEvent extends Event {
  static readonly eventName = 'payby-ready';
  readonly detail: Ready;

  constructor(detail: Ready) {
    super(PaybyReadyEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired when the phase or the connection has changed. */
export class PaybyChangeEvent extends Event {
  static readonly eventName = 'payby-change';
  readonly detail: Change;

  constructor(detail: Change) {
    super(PaybyChangeEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired once, when the server says that the order is paid (or settled, with `success-on="settled"`). */
export class PaybySuccessEvent extends Event {
  static readonly eventName = 'payby-success';
  readonly detail: Success;

  constructor(detail: Success) {
    super(PaybySuccessEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired once for each unhappy outcome that the server has told. */
export class PaybyFailureEvent extends Event {
  static readonly eventName = 'payby-failure';
  readonly detail: Failure;

  constructor(detail: Failure) {
    super(PaybyFailureEvent.eventName, outward);
    this.detail = detail;
  }
}

/** Fired for a mistake to fix, or for weather that lasts. It never means that a payment failed. */
export class PaybyErrorEvent extends Event {
  static readonly eventName = 'payby-error';
  readonly detail: Problem;

  constructor(detail: Problem) {
    super(PaybyErrorEvent.eventName, outward);
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payby-ready': PaybyReadyEvent;
    'payby-change': PaybyChangeEvent;
    'payby-success': PaybySuccessEvent;
    'payby-failure': PaybyFailureEvent;
    'payby-error': PaybyErrorEvent;
  }
}
