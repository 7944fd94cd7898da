import type {MerchantAction} from '../core/order/actions.js';

/**
 * A question to the page: the payer asks for something that only the merchant's server can do. Answer it with
 * `respondWith`; prevent it to refuse.
 */
export class PaybyActionEvent extends Event {
  static readonly eventName = 'payby-action';
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

  /** What printing shows: the action, and of a number its last two digits. */
  override toString(): string {
    const phone = this.#phone === undefined ? '' : ` ${this.#phone.slice(0, 4)}…${this.#phone.slice(-2)}`;
    return `${PaybyActionEvent.eventName} ${this.detail.action}${phone}`;
  }

  toJSON(): object {
    return {type: this.type, detail: this.detail};
  }

  /**
   * `cancel` resolves with a status payload, `renew` with a new order, `extend` with a new `expiredTime` (ms since
   * epoch); `send-guide` resolves once the message is on its way. A rejection is told to the payer, who may try again.
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
