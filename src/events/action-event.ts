import type {Action} from '../core/action.js';

/**
 * A question to the page: the payer asks for something that only the merchant's server can do. Answer it with
 * `respondWith`; prevent it to refuse.
 */
export class PaybyActionEvent extends Event {
  static readonly eventName = 'payby-action';
  readonly detail: {readonly action: Action};
  #answer: Promise<unknown> | undefined;

  constructor(detail: PaybyActionEvent['detail']) {
    super(PaybyActionEvent.eventName, {bubbles: true, composed: true, cancelable: true});
    this.detail = detail;
  }

  /**
   * `cancel` resolves with a status payload, `renew` with a new order, `extend` with a new `expiredTime` (ms since
   * epoch). A rejection is told to the payer, who may try again.
   */
  respondWith(answer: unknown): void {
    this.#answer = Promise.resolve(answer);
  }

  /** @internal `undefined` when nobody has answered. */
  answer(): Promise<unknown> | undefined {
    return this.defaultPrevented ? undefined : this.#answer;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payby-action': PaybyActionEvent;
  }
}
