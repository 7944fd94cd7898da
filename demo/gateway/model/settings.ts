/** What a person at the control page may change about the gateway while it runs. */
import type {PaymentFailure} from './payment-failures.js';
import type {RefusalForm} from './refusal.js';
import type {RefundOutcome, Scene} from './types.js';

export interface GatewaySettings {
  /** How long after the payment an order is `SETTLED`, in ms. */
  settleAfterMs: number;
  /**
   * Whether a QRPAY order is answered with a `tokenUrl` to be shown as a QR code, as older PayBy does. Newer PayBy gives
   * none and takes the money at once, or asks for the password in the app.
   */
  qrpayTokenUrl: boolean;
  /** How long a `tokenUrl` can be scanned, in ms; 0 for as long as its order is open. No public document tells. */
  tokenLifeMs: number;
  /** How long a refund stays `CREATED`, in ms. */
  refundAfterMs: number;
  /**
   * How long a refund then stays `REFUNDED_SETTLED`, in ms: it is taken from the merchant, and has not reached the
   * payer. With 0 it ends at once.
   */
  refundSettledForMs: number;
  /** How refunds end that are placed from now on. */
  refundOutcome: RefundOutcome;
  /** With which code payments in the customer's app fail; `undefined` for not at all. */
  paymentFailure: PaymentFailure | undefined;
  /** How calls are refused that no fault gives another form. */
  refusalForm: RefusalForm;
  /** The scenes that the merchant has applied for; others are refused with `PRODUCT_IS_NOT_APPLIED`. */
  products: ReadonlySet<Scene>;
}
