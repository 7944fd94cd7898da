/**
 * PayBy's result codes by name, as far as a merchant of our three scenes can meet them. `INVALID_PARAMETER` says more in
 * its `msg`: the name of the field, `REQUESTTIME_TOO_EARLY` or `REQUESTTIME_TOO_LATER`.
 */
export const PaybyCode = {
  SUCCESS: '0',
  INVALID_PARAMETER: '400',
  RATE_LIMIT_REJECT: '402',
  UNAUTHORIZED: '403',
  SERVICE_NOT_AVAILABLE: '404',
  SYSTEM_ERROR: '500',
  SERVICE_TIMEOUT: '504',
  RISK_FAIL: '601',
  ORDER_PAID: '62001',
  ORDER_FAILURE: '62002',
  ORDER_SETTLED: '62003',
  MERCHANT_ORDER_NO_NOT_EXIST: '62004',
  REFUND_AMOUNT_EXCEEDED: '62006',
  REFUND_MERCHANT_ORDER_NO_NOT_EXIST: '62007',
  EXPIREDTIME_LESS_THAN_REQUESTTIME: '62008',
  EXPIREDTIME_TOO_LATER: '62009',
  PAYSCENECODE_ILLEGAL: '62012',
  ORDER_NOT_PAID: '62015',
  MERCHANT_ORDER_NO_EXIST: '62016',
  REFUND_MERCHANT_ORDER_NO_EXIST: '62017',
  PRODUCT_IS_NOT_APPLIED: '62026',
  MISSING_AUTHCODE: '62033',
  ORDER_NO_NOT_EXIST: '62035',
  REVOKE_FAILURE: '62039',
  ACQUIRE_ORDER_REVOKED: '62040',
  ACQUIRE_ORDER_REFUNDED: '62041',
  MISSING_BUSINESS_TYPE: '62043',
  INVALID_BUSINESS_TYPE: '62044',
  REFUND_REJECTED: '62045',
  REVOKE_REJECTED: '62046',
  TOKEN_URL_NOT_EXIST: '62082',
  INVALID_EXPIRED_TIME: '62089',
  // Why a payer's payment fails: PayBy's risk control, its limits, and the payer's identity. They come as the failCode of
  // an order too. PayBy publishes no name for 62030.
  PAYER_NOT_IDENTIFIED: '62030',
  RISK_CONTROL_REJECTION: '92000',
  AMOUNT_LIMIT_EXCEEDED: '92001',
  COUNT_LIMIT_EXCEEDED: '92002',
  PAYER_NOT_VERIFIED: '92003',
  CHANNEL_REJECTION: '92004',
} as const;

/** A result code as PayBy sends it: "62001". */
export type PaybyCode = (typeof PaybyCode)[keyof typeof PaybyCode];

const nameOf: ReadonlyMap<string, string> = new Map(
  Object.entries(PaybyCode).map(([name, code]) => [code, name]),
);

/** Whether the code is one of {@link PaybyCode}. */
export const isPaybyCode = (code: string): code is PaybyCode => nameOf.has(code);

/** PayBy's name of a code: "ORDER_PAID" of "62001". */
export const codeName = (code: PaybyCode): string => nameOf.get(code) ?? code;
