/** What a person at the control page may change about the gateway while it runs. */
import type {Scene} from './gateway-order.js';

export interface GatewaySettings {
  /** How long after the payment the money is the merchant's. */
  settleAfterMs: number;
  /**
   * Older PayBy answers a QRPAY order with a `tokenUrl` to be shown as a QR code and waits for the customer; newer
   * PayBy gives none and takes the money at once, or asks for the password in the app.
   */
  qrpayTokenUrl: boolean;
  /** How long a refund stays `CREATED`. */
  refundAfterMs: number;
  /** What becomes of refunds that are asked for from now on. */
  refundOutcome: RefundOutcome;
  /** The scenes that the merchant has applied for; others are refused with 62026. */
  products: ReadonlySet<Scene>;
}

export type RefundOutcome = 'REFUNDED_SETTLED' | 'FAILURE';
