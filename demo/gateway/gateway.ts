/**
 * A local PayBy: it keeps orders, lets customers and partner stores pay them, and tells merchants so. Rules are pure
 * functions in `rules.ts`; this class only finds the order, applies a rule, keeps the result and spreads the news.
 * Expiry and settlement come by the clock without a notification: merchants find them by asking.
 */
import type {Clock} from '../payby/clock.js';
import {toFils, type Money} from '../payby/money.js';
import {randomDigits, randomHex, type Random} from '../payby/random.js';
import {AuthCodes} from './auth-codes.js';
import {OrderBook} from './order-book.js';
import {wireOrder, wireRefund, type GatewayOrder, type GatewayRefund, type Moment} from './order.js';
import {PartnerStore} from './partner-store.js';
import type {PlaceRequest} from './place-request.js';
import {invalid, Refusal} from './refusal.js';
import * as rules from './rules.js';

/** From this amount on, the customer's app asks for the payment password. */
const PASSWORD_FROM_FILS = toFils('500.00');
const CUSTOMER = {payerMid: '100000017317', phoneMask: '+971-50*17'};
const STORE_MID = '200000004410';

export interface GatewayOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The merchant's member id, which is also its Partner-Id. */
  readonly payeeMid: string;
  readonly settleAfterMs: number;
  /**
   * Older PayBy answers a QRPAY order with a `tokenUrl` to be shown as a QR code and waits for the customer; newer
   * PayBy gives none and takes the money at once, or asks for the password in the app.
   */
  readonly qrpayTokenUrl: boolean;
  readonly tell: (
    notifyUrl: string,
    subject: {readonly acquireOrder: object} | {readonly refundOrder: object},
  ) => void;
}

/** How merchants name an order. */
export type OrderName = {readonly merchantOrderNo: string} | {readonly orderNo: string};

export class Gateway {
  readonly authCodes: AuthCodes;
  readonly store = new PartnerStore();
  readonly #options: GatewayOptions;
  readonly #book = new OrderBook();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.authCodes = new AuthCodes(options.clock, options.random);
  }

  get moment(): Moment {
    const {clock, settleAfterMs} = this.#options;
    return {now: clock.now(), settleAfterMs};
  }

  describe(order: GatewayOrder): object {
    return wireOrder(order, this.#options.payeeMid, this.moment);
  }

  /** The same number with the same parameters answers the order as it stands, and spends no second auth code. */
  place(request: PlaceRequest): GatewayOrder {
    const known = this.#book.byMerchantOrderNo(request.merchantOrderNo);
    if (known) {
      if (known.fingerprint !== request.fingerprint) throw new Refusal('62016');
      return known;
    }
    if (request.authCode !== undefined && !this.authCodes.redeem(request.authCode)) throw invalid('authCode');
    const order = this.#orderFrom(request);
    this.#book.add(order);
    const isPaidAtOnce =
      order.paySceneCode === 'QRPAY' && !this.#options.qrpayTokenUrl && !needsPassword(order.totalAmount);
    return isPaidAtOnce ? this.payFromApp(order) : order;
  }

  find(name: OrderName): GatewayOrder {
    if ('merchantOrderNo' in name) {
      const order = this.#book.byMerchantOrderNo(name.merchantOrderNo);
      if (!order) throw new Refusal('62004');
      return order;
    }
    const order = this.#book.byOrderNo(name.orderNo);
    if (!order) throw new Refusal('62035');
    return order;
  }

  findByTokenUrl(tokenUrl: string): GatewayOrder | undefined {
    return this.#book.byTokenUrl(tokenUrl);
  }

  newestFirst(): readonly GatewayOrder[] {
    return this.#book.newestFirst();
  }

  cancel(order: GatewayOrder): GatewayOrder {
    return this.#keepAndTell(rules.cancel(order, this.moment));
  }

  revoke(order: GatewayOrder): GatewayOrder {
    const revoked = rules.revoke(order, this.moment);
    return revoked === order ? order : this.#keepAndTell(revoked);
  }

  refund(
    order: GatewayOrder,
    wish: Omit<GatewayRefund, 'orderNo'>,
    notifyUrl: string | undefined,
  ): GatewayOrder {
    const refunded = rules.refund(order, {...wish, orderNo: this.#newOrderNo()}, this.moment);
    if (refunded === order) return order;
    this.#keep(refunded);
    const made = refunded.refunds.at(-1);
    if (made && notifyUrl !== undefined) {
      this.#options.tell(notifyUrl, {refundOrder: wireRefund(refunded, made)});
    }
    return refunded;
  }

  findRefund(refundMerchantOrderNo: string): {readonly order: GatewayOrder; readonly refund: GatewayRefund} {
    for (const order of this.#book.newestFirst()) {
      const refund = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
      if (refund) return {order, refund};
    }
    throw new Refusal('62007');
  }

  moveExpiry(order: GatewayOrder, expiredTime: number): GatewayOrder {
    return this.#keep(rules.moveExpiry(order, expiredTime, this.moment));
  }

  /** Somebody holds a camera before the code: the customer, or in the cash scene the store's till. */
  scan(order: GatewayOrder): GatewayOrder {
    const isCash = order.paySceneCode === 'CASHTOPUP';
    return this.#keep({...order, scannedBy: isCash ? this.store.phoneMask : CUSTOMER.phoneMask});
  }

  payFromApp(order: GatewayOrder): GatewayOrder {
    const {moment} = this;
    const payment = {paidTime: moment.now, payerMid: CUSTOMER.payerMid, payChannel: 'BALANCE'} as const;
    return this.#keepAndTell(rules.pay(order, payment, moment));
  }

  payWithCash(order: GatewayOrder): GatewayOrder {
    const {moment} = this;
    const payment = {paidTime: moment.now, payerMid: STORE_MID, payChannel: 'CASH'} as const;
    const paid = this.#keepAndTell(rules.pay(order, payment, moment));
    const {orderNo, merchantOrderNo, totalAmount} = paid;
    this.store.record({orderNo, merchantOrderNo, amount: totalAmount.amount, paidTime: moment.now});
    return paid;
  }

  refuseByPayer(order: GatewayOrder): GatewayOrder {
    return this.#keepAndTell(rules.refuseByPayer(order, this.moment));
  }

  #orderFrom({authCode, ...request}: PlaceRequest): GatewayOrder {
    const hasCode = request.paySceneCode !== 'QRPAY' || this.#options.qrpayTokenUrl;
    return {
      ...request,
      orderNo: this.#newOrderNo(),
      tokenUrl: hasCode ? this.#newTokenUrl() : undefined,
      state: {kind: 'open'},
      // Without a code to scan, the customer has already been met: the cashier scanned theirs.
      scannedBy: authCode !== undefined && !hasCode ? CUSTOMER.phoneMask : undefined,
      refunds: [],
    };
  }

  #newTokenUrl(): string {
    const {clock, random} = this.#options;
    return `https://qr.payby.test?BIZ_TYPE=202&ft=${randomHex(random, 16)}&t=${String(clock.now())}`;
  }

  #newOrderNo(): string {
    const {clock, random} = this.#options;
    return `13${String(clock.now())}${randomDigits(random, 6)}`;
  }

  #keepAndTell(order: GatewayOrder): GatewayOrder {
    this.#keep(order);
    if (order.notifyUrl !== undefined)
      this.#options.tell(order.notifyUrl, {acquireOrder: this.describe(order)});
    return order;
  }

  #keep(order: GatewayOrder): GatewayOrder {
    this.#book.replace(order);
    return order;
  }
}

export const needsPassword = ({amount}: Money): boolean => toFils(amount) >= PASSWORD_FROM_FILS;
