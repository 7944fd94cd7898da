/** PayBy and the merchant's server in one object, for the tests of a page. */
import type {Failure, Success} from '../core/order/checkout-machine.js';
import type {FailureCause} from '../core/order/order-status.js';
import {parseOrder, type CheckoutOrder, type Order} from '../core/order/order.js';
import type {PaybyCheckout} from '../pure.js';
import {payloadOf, StatusScript, type Step} from './status-script.js';

/** How a payment fails, in a test. */
export interface PaymentFailure {
  readonly failCode?: string;
  readonly failDes?: string;
  readonly reason?: FailureCause;
}

/**
 * What may happen to the order of a checkout. Each resolves when the element shows it, with the detail of its
 * `payby-success` or `payby-failure` (`null` before an outcome). Rejects where the element shows no order.
 */
export interface PayByControl {
  /** The customer pays. */
  pays(): Promise<Success | Failure | null>;
  /** PayBy settles a payment. */
  settles(): Promise<Success | Failure | null>;
  /** The customer scans the code. */
  scans(): Promise<Success | Failure | null>;
  /**
   * The payment fails: `failCode` and `failDes`, as PayBy names them, `504` and `SERVICE_TIMEOUT` by default, and the
   * `reason` of your server: `declined`, `balance`, `limit` or `identity`; `failed` by default.
   */
  fails(failure?: PaymentFailure): Promise<Success | Failure | null>;
  /** The order is cancelled. */
  cancels(): Promise<Success | Failure | null>;
  /** The order was not paid in time. `pays()` after that is a late payment. */
  expires(): Promise<Success | Failure | null>;
  /** A payment is reversed. */
  revokes(): Promise<Success | Failure | null>;
  /** Anything else: `rate-limited`, `unreachable`, `silent`, a payload of your own. Holds until the next call. */
  answers(step: Step): Promise<Success | Failure | null>;
  /** Number of status requests that the element has sent so far. */
  readonly requests: number;
}

/** Stands between the element and your server: from now on every status of this checkout comes from the test. */
export function payBy(checkout: PaybyCheckout): PayByControl {
  return new ScriptedPayBy(checkout);
}

class ScriptedPayBy implements PayByControl {
  readonly #checkout: PaybyCheckout;
  readonly #script = new StatusScript(nobody);
  /** Resolve when the element's next request has been answered. */
  readonly #waiting = new Set<() => void>();

  constructor(checkout: PaybyCheckout) {
    this.#checkout = checkout;
    checkout.statusSource = async (order, options) => {
      try {
        return await this.#script.source(order, options);
      } finally {
        for (const answered of this.#waiting) answered();
        this.#waiting.clear();
      }
    };
  }

  get requests(): number {
    return this.#script.requests;
  }

  pays(): Promise<Success | Failure | null> {
    return this.answers('paid');
  }
  settles(): Promise<Success | Failure | null> {
    return this.answers('settled');
  }
  scans(): Promise<Success | Failure | null> {
    return this.answers('scanned');
  }
  async fails(failure = {}): Promise<Success | Failure | null> {
    return this.answers({...payloadOf('failed', this.#findOrder()), ...failure});
  }
  cancels(): Promise<Success | Failure | null> {
    return this.answers('cancelled');
  }
  expires(): Promise<Success | Failure | null> {
    return this.answers('expired');
  }
  revokes(): Promise<Success | Failure | null> {
    return this.answers('revoked');
  }

  async answers(step: Step): Promise<Success | Failure | null> {
    const order = this.#findOrder();
    this.#script.play(step);
    const payload = payloadOf(step, order);
    if (payload) this.#checkout.setStatus(payload);
    else await this.#request(step);
    await this.#checkout.updateComplete;
    return this.#checkout.result;
  }

  /** Lets the element send a request, and waits for what it makes of the answer. */
  async #request(step: Step): Promise<void> {
    const answered = new Promise<void>((resolve) => this.#waiting.add(resolve));
    this.#checkout.refresh();
    if (step === 'silent') return;
    await answered;
    // From here to the element only promises are passed on
    for (let turn = 0; turn < 40; turn++) await Promise.resolve();
  }

  #findOrder(): Order {
    if (!this.#checkout.isConnected) throw new Error('The checkout is in no document.');
    const {order} = this.#checkout;
    if (order === null) throw new Error('The checkout has no order.');
    const parsed = parseOrder(order);
    if (parsed.ok) return parsed.value;
    const issues = parsed.issues.map(({path, message}) => `${path} ${message}`).join(', ');
    throw new Error(`The order of the checkout is invalid: ${issues}.`);
  }
}

/** The script of a checkout answers about the order that the element asks for, never about this one. */
const nobody: CheckoutOrder = {
  merchantOrderNo: '-',
  paySceneCode: 'DYNQR',
  totalAmount: {amount: '1', currency: 'AED'},
};
