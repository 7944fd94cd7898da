/** What pages ask of the order service, checked: see `http/request-parsing.ts`. */
import type {Money} from 'payby-checkout/core';
import type {Scene} from './catalog.js';

/** Who charged a customer's code, and on which device: the merchant's own words. */
export interface Till {
  readonly terminalId: string | undefined;
  readonly operatorId: string | undefined;
}

export interface OrderRequest {
  /** Only when the caller chose it. */
  readonly merchantOrderNo: string | undefined;
  readonly paySceneCode: Scene;
  /** The item of the catalogue; `undefined` when a till has named an amount. */
  readonly sku: string | undefined;
  /** For whom the coins are; `undefined` when nobody was named, and for everything but coins. */
  readonly player: string | undefined;
  /** How many coins the item is; `undefined` for everything else. */
  readonly coins: number | undefined;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  /** A payment credential: it goes to PayBy and nowhere else. */
  readonly authCode: string | undefined;
  /** With QRPAY only. */
  readonly till?: Till | undefined;
  /** From the request to the order's expiry, ms. */
  readonly lifeMs: number;
}

export interface RefundRequest {
  readonly refundMerchantOrderNo: string | undefined;
  /** Without an amount, everything that is left. */
  readonly amount: string | undefined;
  readonly reason: string | undefined;
}
