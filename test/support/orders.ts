import type {CheckoutOrder} from '../../src/core/order/order.js';

/** 22 November 2026, 12:00 in Dubai: the time at which the tests' orders are made. */
export const NOON = Date.UTC(2026, 10, 22, 8);
export const MINUTE = 60_000;

export const TOKEN = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668';

/** A good order of 25 dirhams with a quarter of an hour to go at {@link NOON}. */
export const order = (changes: Partial<CheckoutOrder> = {}): CheckoutOrder => ({
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: TOKEN,
  totalAmount: {amount: '25.00', currency: 'AED'},
  subject: 'Karak mug',
  subjectAr: 'كوب كرك',
  expiredTime: NOON + 15 * MINUTE,
  requestTime: NOON,
  ...changes,
});

/** An order of QRPAY as newer PayBy makes it: there is nothing to scan. */
export const codelessOrder = (): Partial<CheckoutOrder> => {
  const {tokenUrl: _, ...rest} = liveOrder({paySceneCode: 'QRPAY'});
  return rest;
};

/** The same with an end that lies ahead for a real clock. */
export const liveOrder = (changes: Partial<CheckoutOrder> = {}): CheckoutOrder =>
  order({requestTime: Date.now(), expiredTime: Date.now() + 15 * MINUTE, ...changes});

/** An order without one of its fields. */
export const orderWithout = (field: keyof CheckoutOrder): Partial<CheckoutOrder> => {
  const {[field]: _, ...rest} = order();
  return rest;
};

/** The small form of a status. */
export const status = (word: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  merchantOrderNo: 'M-1',
  status: word,
  ...more,
});

/** PayBy's own answer, to create and to get order. */
export const payByAnswer = (acquireOrder: Record<string, unknown> = {}): {head: object; body: object} => ({
  head: {applyStatus: 'SUCCESS', code: '0', msg: 'SUCCESS', traceCode: 't'},
  body: {
    acquireOrder: {
      merchantOrderNo: 'M-1',
      orderNo: '9000001',
      status: 'CREATED',
      product: 'Basic Payment Gateway',
      totalAmount: {amount: 25, currency: 'AED'},
      payeeMid: '100000000001',
      expiredTime: NOON + 15 * MINUTE,
      subject: 'Karak mug',
      requestTime: NOON,
      paySceneCode: 'DYNQR',
      revoked: 'false',
      ...acquireOrder,
    },
    interActionParams: {tokenUrl: TOKEN},
  },
});
