import type {MerchantAction} from '../core/order/actions.js';

/**
 * Dispatched when the payer requests an action that only the merchant's server can carry out. Answer it with
 * `respondWith()`; prevent it to refuse.
 */
export class PaybyActionEvent extends Event {
  static readonly eventName = 'payby-action';
  /** The action that is requested. */
  readonly detail: {readonly action: MerchantAction};
  readonly #phone: string | undefined;
  #answer: Promise<unknown> | undefined;

  constructor(detail: PaybyActionEvent['detail'], phone?: string) {
    super(PaybyActionEvent.eventName, {bubbles: true, composed: true, cancelable: true});
    this.detail = detail;
    this.#phone = phone;
  }

  /**
   * The payer's number for `send-guide`, E.164 ("+971501234567"). Not in the detail, so that logging or serialising
   * an event does not spread it.
   */
  get phone(): string | undefined {
    return this.#phone;
  }

  /** The action, and of a phone number its first four and last two characters. */
  override toString(): string {
    const phone = this.#phone === undefined ? '' : ` ${this.#phone.slice(0, 4)}…${this.#phone.slice(-2)}`;
    return `${PaybyActionEvent.eventName} ${this.detail.action}${phone}`;
  }

  /** Type and detail, without the phone number. */
  toJSON(): object {
    return {type: this.type, detail: this.detail};
  }

  /**
   * `cancel` resolves with a status payload, `renew` with a new order, `extend` with a new `expiredTime` (ms since
   * epoch); `send-guide` resolves once the message is on its way. After a rejection the payer sees that it
   * failed, and may try again.
   */
  respondWith(answer: unknown): void {
    this.#answer = Promise.resolve(answer);
  }

  /** @internal `undefined` when no listener has answered, or one has prevented the event. */
  answer(): Promise<unknown> | undefined {
    return this.defaultPrevented ? undefined : this.#answer;
  }
}

declare global {
  interface HTMLElementEventMap {
    'payby-action': PaybyActionEvent;
  }
}
