import type {MerchantAction} from '../core/order/actions.js';

/** In no field, not even a private one: dist/cdn has ordinary properties instead (scripts/rollup/plain-private.mjs). */
const phones = new WeakMap<PaybyActionEvent, string>();

/**
 * Dispatched when the payer requests an action that only the merchant's server can carry out. Answer it with
 * `respondWith()`; prevent it to refuse.
 */
export class PaybyActionEvent extends Event {
  static readonly eventName = 'payby-action';
  /** The action that is requested. */
  readonly detail: {readonly action: MerchantAction};
  #answer: Promise<unknown> | undefined;

  constructor(detail: PaybyActionEvent['detail'], phone?: string) {
    super(PaybyActionEvent.eventName, {bubbles: true, composed: true, cancelable: true});
    this.detail = detail;
    if (phone !== undefined) phones.set(this, phone);
  }

  /**
   * The payer's number for `send-guide`, E.164 ("+971501234567"). Not in the detail, so that logging or serialising
   * an event does not spread it.
   */
  get phone(): string | undefined {
    return phones.get(this);
  }

  /** The action, and of a phone number its first four and last two characters. */
  override toString(): string {
    const {phone} = this;
    const masked = phone === undefined ? '' : ` ${phone.slice(0, 4)}…${phone.slice(-2)}`;
    return `${PaybyActionEvent.eventName} ${this.detail.action}${masked}`;
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
  interface GlobalEventHandlersEventMap {
    'payby-action': PaybyActionEvent;
  }
}
