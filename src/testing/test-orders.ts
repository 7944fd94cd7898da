/** Orders for tests, one builder for each scene. */
import type {CheckoutOrder} from '../core/order/order.js';

const LIFETIME_MS = 15 * 60_000;
/** Cash is paid on another day. */
const CASH_LIFETIME_MS = 26 * 3_600_000;

let count = 0;
/** Tabs that show the same order share its status: a number that another test uses would be paid by that test. */
const newNumber = (): string => `TEST-${Math.random().toString(36).slice(2, 8)}-${++count}`;

/** An open order of 25 dirhams whose code the customer scans in the app. Has a number of its own, and 15 minutes. */
export const dynqrOrder = (fields: Partial<CheckoutOrder> = {}): CheckoutOrder => {
  const merchantOrderNo = newNumber();
  return {
    merchantOrderNo,
    orderNo: `9${String(count).padStart(6, '0')}`,
    paySceneCode: 'DYNQR',
    tokenUrl: `https://qr.payby.com?BIZ_TYPE=202&ft=${merchantOrderNo}&t=1765054600668`,
    totalAmount: {amount: '25.00', currency: 'AED'},
    subject: 'Karak mug',
    subjectAr: 'كوب كرك',
    requestTime: Date.now(),
    expiredTime: Date.now() + LIFETIME_MS,
    ...fields,
  };
};

/** The same for `QRPAY`: the cashier has scanned the customer's code, the customer confirms in the app. No code. */
export const qrpayOrder = (fields: Partial<CheckoutOrder> = {}): CheckoutOrder => {
  const {tokenUrl: _, ...order} = dynqrOrder();
  return {...order, paySceneCode: 'QRPAY', ...fields};
};

/** The same for `CASHTOPUP`: a voucher that is paid in a partner store, within 26 hours. */
export const cashOrder = (fields: Partial<CheckoutOrder> = {}): CheckoutOrder =>
  dynqrOrder({paySceneCode: 'CASHTOPUP', expiredTime: Date.now() + CASH_LIFETIME_MS, ...fields});
