/** Where the page is about to go. */
export interface Redirection {
  /** The absolute URL. */
  readonly url: string;
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** The outcome: `paid`, `failed`, `cancelled`, `expired` or `revoked`. */
  readonly status: string;
}

/**
 * Dispatched after `payby-success` or `payby-failure` when the page is about to go to `success-url` or `failure-url`.
 * Prevent it to stay: the element then offers no link either.
 */
export class PaybyRedirectEvent extends Event {
  static readonly eventName = 'payby-redirect';
  readonly detail: Redirection;

  constructor(detail: Redirection) {
    super(PaybyRedirectEvent.eventName, {bubbles: true, composed: true, cancelable: true});
    this.detail = detail;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'payby-redirect': PaybyRedirectEvent;
  }
}
