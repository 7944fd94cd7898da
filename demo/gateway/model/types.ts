/** The types that several parts of the gateway share. */
import type {JsonObject, Money} from 'payby-checkout/core';

/** PayBy's `paySceneCode`: who shows the code and who scans it. */
export type Scene = 'DYNQR' | 'QRPAY' | 'CASHTOPUP';

/** Whether the value is one of the three scenes that this gateway knows. */
export const isScene = (value: unknown): value is Scene =>
  value === 'DYNQR' || value === 'QRPAY' || value === 'CASHTOPUP';

/** The status in which a refund ends. */
export type RefundOutcome = 'SUCCESS' | 'FAILURE';

/** How merchants name an order: by their own number or by PayBy's. */
export type OrderName = {readonly merchantOrderNo: string} | {readonly orderNo: string};

/** How merchants name a refund: by their own number or by PayBy's. */
export type RefundName = {readonly refundMerchantOrderNo: string} | {readonly orderNo: string};

/** Whether the value has the form of a merchant's own number of an order or a refund. */
export const isMerchantNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

/** A checked `placeOrder`. */
export interface PlaceRequest {
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly paySceneCode: Scene;
  /** The customer's own code, in QRPAY only. Placing the order spends it, and it is not stored. */
  readonly authCode: string | undefined;
  /** Whether the first payer who scans is the only one who may pay (PayBy's `changePayer`). */
  readonly bindsPayer: boolean;
  /** Whether a failed attempt to pay closes the order (PayBy's `oneTimePayment`). */
  readonly isOneTime: boolean;
  readonly notifyUrl: string | undefined;
  readonly accessoryContent: JsonObject | undefined;
  readonly reserved: string | undefined;
  /** When the unpaid order closes, in ms since epoch. */
  readonly expiredTime: number;
  /** When the merchant sent the request, in ms since epoch. */
  readonly requestTime: number;
  /** A digest of all parameters: the same number with other parameters is another order. */
  readonly fingerprint: string;
}

/** A checked `refund/placeOrder`. */
export interface RefundRequest {
  readonly refundMerchantOrderNo: string;
  readonly amount: Money;
  /** At most 64 characters; empty when the merchant gave none. */
  readonly reason: string;
  /** When the merchant sent the request, in ms since epoch. */
  readonly requestTime: number;
  readonly notifyUrl: string | undefined;
}
