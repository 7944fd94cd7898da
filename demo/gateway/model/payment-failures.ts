/**
 * Why a payer's payment fails: the `failCode` and `failDes` of an order. PayBy documents 504 as an order's, and the
 * others as the reasons of failed transactions.
 */
import {PaybyCode} from '../../payby/result-codes.js';

const FAIL_DES = {
  [PaybyCode.SERVICE_TIMEOUT]: 'SERVICE_TIMEOUT',
  [PaybyCode.RISK_FAIL]: 'RISK_FAIL',
  [PaybyCode.PAYER_NOT_IDENTIFIED]: 'The payer is not identified',
  [PaybyCode.RISK_CONTROL_REJECTION]: 'Risk control rejection',
  [PaybyCode.AMOUNT_LIMIT_EXCEEDED]: 'The amount of transaction exceeds the limit',
  [PaybyCode.COUNT_LIMIT_EXCEEDED]: 'The number of transactions exceeds the limit',
  [PaybyCode.PAYER_NOT_VERIFIED]: 'Non-KYC user transactions',
  [PaybyCode.CHANNEL_REJECTION]: 'Channel rejection',
} as const;

/** A `failCode` with which a payment can fail. */
export type PaymentFailure = keyof typeof FAIL_DES;

export const paymentFailures = Object.keys(FAIL_DES) as readonly PaymentFailure[];

/** Whether the value is one of {@link paymentFailures}. */
export const isPaymentFailure = (value: unknown): value is PaymentFailure =>
  paymentFailures.some((code) => code === value);

/** The `failDes` that belongs to the code. */
export const failDesOf = (failCode: PaymentFailure): string => FAIL_DES[failCode];
