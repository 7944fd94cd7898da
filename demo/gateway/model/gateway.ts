/**
 * A local PayBy: it keeps orders, lets customers and partner stores pay them, and tells merchants so. Rules are pure
 * functions in `rules.ts`; this class only finds the order, applies a rule, keeps the result and spreads the news.
 * Expiry and settlement come by the clock without a notification: merchants find them by asking.
 */
import type {Clock} from '../../payby/clock.js';
import {toFils, type Money} from '../../payby/money.js';
import {randomDigits, randomHex, type Random} from '../../payby/random.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {AuthCodes} from './auth-codes.js';
import type {Customer} from './customers.js';
import type {News} from '../wire/notifier.js';
import {OrderBook} from './order-registry.js';
import {
  refundWord,
  stateAt,
  statusWord,
  wireOrder,
  wireRefund,
  type GatewayOrder,
  type GatewayRefund,
  type Moment,
} from './gateway-order.js';
import {PartnerStore} from './partner-store.js';
import type {PlaceRequest} from '../wire/place-request.js';
import {invalid, Refusal} from '../wire/refusal.js';
import * as rules from './order-transitions.js';
import type {GatewaySettings} from './settings.js';

/** From this amount on, the customer's app asks for the payment password. */
const PASSWORD_FROM_FILS = toFils('500.00');

export interface GatewayOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The merchant's member id, which is also its Partner-Id. */
  readonly payeeMid: string;
  readonly settings: GatewaySettings;
  readonly tell: (news: News) => void;
  /** Ends refunds that are still on their way to be told. */
  readonly signal: AbortSignal;
}

/** How merchants name an order. */
export type OrderName = {readonly merchantOrderNo: string} | {readonly orderNo: string};
/** How merchants name a refund. */
export type RefundName = {readonly refundMerchantOrderNo: string} | {readonly orderNo: string};

export interface RefundWish {
  readonly refundMerchantOrderNo: string;
  readonly amount: Money;
  readonly reason: string;
  readonly requestTime: number;
  readonly notifyUrl: string | undefined;
}

export interface FoundRefund {
  readonly order: GatewayOrder;
  readonly refund: GatewayRefund;
}

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
    const {clock, settings} = this.#options;
    return {now: clock.now(), settleAfterMs: settings.settleAfterMs};
  }

  describe(order: GatewayOrder): object {
    return wireOrder(order, this.#options.payeeMid, this.moment);
  }

  statusOf(order: GatewayOrder): string {
    const {now, settleAfterMs} = this.moment;
    return statusWord(stateAt(order, now), now, settleAfterMs);
  }

  /** The same number with the same parameters answers the order as it stands, and spends no second auth code. */
  place(request: PlaceRequest): GatewayOrder {
    const known = this.#book.byMerchantOrderNo(request.merchantOrderNo);
    if (known) {
      if (known.fingerprint !== request.fingerprint) throw new Refusal(PaybyCode.MERCHANT_ORDER_NO_EXIST);
      return known;
    }
    const {products, qrpayTokenUrl} = this.#options.settings;
    if (!products.has(request.paySceneCode)) throw new Refusal(PaybyCode.PRODUCT_IS_NOT_APPLIED);
    const customer = this.#redeemed(request.authCode);
    const order = this.#orderFrom(request, customer);
    this.#book.add(order);
    return customer && !qrpayTokenUrl && !needsPassword(order.totalAmount)
      ? this.payFromApp(order, customer)
      : order;
  }

  find(name: OrderName): GatewayOrder {
    if ('merchantOrderNo' in name) {
      const order = this.#book.byMerchantOrderNo(name.merchantOrderNo);
      if (!order) throw new Refusal(PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST);
      return order;
    }
    const order = this.#book.byOrderNo(name.orderNo);
    if (!order) throw new Refusal(PaybyCode.ORDER_NO_NOT_EXIST);
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

  /** A refund's number is the merchant's for ever: for another order it is refused as for another amount. */
  refund(order: GatewayOrder, {notifyUrl, ...wish}: RefundWish): GatewayOrder {
    const known = this.#book.byRefundNo(wish.refundMerchantOrderNo);
    if (known && known.merchantOrderNo !== order.merchantOrderNo)
      throw new Refusal(PaybyCode.REFUND_MERCHANT_ORDER_NO_EXIST);
    const {moment} = this;
    const {refundAfterMs, refundOutcome: outcome} = this.#options.settings;
    const made = {...wish, orderNo: this.#newOrderNo(), doneAt: moment.now + refundAfterMs, outcome};
    const refunded = rules.refund(order, made, moment);
    if (refunded === order) return order;
    this.#book.replace(refunded);
    this.#book.nameRefund(made, refunded);
    if (notifyUrl !== undefined) void this.#tellRefund(made, notifyUrl);
    return refunded;
  }

  findRefund(name: RefundName): FoundRefund {
    const isMerchants = 'refundMerchantOrderNo' in name;
    const order = isMerchants
      ? this.#book.byRefundNo(name.refundMerchantOrderNo)
      : this.#book.byRefundOrderNo(name.orderNo);
    const refund = order?.refunds.find((other) =>
      isMerchants
        ? other.refundMerchantOrderNo === name.refundMerchantOrderNo
        : other.orderNo === name.orderNo,
    );
    if (!order || !refund)
      throw new Refusal(
        isMerchants ? PaybyCode.REFUND_MERCHANT_ORDER_NO_NOT_EXIST : PaybyCode.ORDER_NO_NOT_EXIST,
      );
    return {order, refund};
  }

  moveExpiry(order: GatewayOrder, expiredTime: number): GatewayOrder {
    return this.#keep(rules.moveExpiry(order, expiredTime, this.moment));
  }

  scanFromApp(order: GatewayOrder, customer: Customer): GatewayOrder {
    return this.#keep(rules.scan(order, customer, this.moment));
  }

  scanAtStore(order: GatewayOrder): GatewayOrder {
    return this.#keep(rules.scan(order, this.store.till, this.moment));
  }

  payFromApp(order: GatewayOrder, customer: Customer): GatewayOrder {
    return this.#keepAndTell(rules.pay(order, customer, 'BALANCE', this.moment));
  }

  payWithCash(order: GatewayOrder): GatewayOrder {
    const {moment, store} = this;
    const paid = this.#keepAndTell(rules.pay(order, store.till, 'CASH', moment));
    const {orderNo, merchantOrderNo, totalAmount} = paid;
    store.record({orderNo, merchantOrderNo, amount: totalAmount.amount, paidTime: moment.now});
    return paid;
  }

  refuseByPayer(order: GatewayOrder, customer: Customer): GatewayOrder {
    return this.#keepAndTell(rules.refuseByPayer(order, customer, this.moment));
  }

  #redeemed(authCode: string | undefined): Customer | undefined {
    if (authCode === undefined) return undefined;
    const customer = this.authCodes.redeem(authCode);
    if (!customer) throw invalid('authCode');
    return customer;
  }

  #orderFrom({authCode, ...request}: PlaceRequest, customer: Customer | undefined): GatewayOrder {
    const hasCode = authCode === undefined || this.#options.settings.qrpayTokenUrl;
    return {
      ...request,
      orderNo: this.#newOrderNo(),
      tokenUrl: hasCode ? this.#newTokenUrl() : undefined,
      state: {kind: 'open'},
      // Without a code to scan, the customer has already been met: the cashier scanned theirs.
      scannedBy: hasCode ? undefined : customer,
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

  async #tellRefund(made: GatewayRefund, notifyUrl: string): Promise<void> {
    const {clock, signal, tell} = this.#options;
    if (made.doneAt > clock.now()) await clock.sleep(made.doneAt - clock.now(), signal);
    if (signal.aborted) return;
    const {refundMerchantOrderNo} = made;
    const {order, refund} = this.findRefund({refundMerchantOrderNo});
    const {now} = this.moment;
    tell({
      notifyUrl,
      subject: {refundOrder: wireRefund(order, refund, now)},
      merchantOrderNo: order.merchantOrderNo,
      refundMerchantOrderNo,
      status: refundWord(refund, now),
    });
  }

  #keepAndTell(order: GatewayOrder): GatewayOrder {
    this.#keep(order);
    const {notifyUrl, merchantOrderNo} = order;
    if (notifyUrl !== undefined) {
      const subject = {acquireOrder: this.describe(order)};
      const status = this.statusOf(order);
      this.#options.tell({notifyUrl, subject, merchantOrderNo, refundMerchantOrderNo: undefined, status});
    }
    return order;
  }

  #keep(order: GatewayOrder): GatewayOrder {
    this.#book.replace(order);
    return order;
  }
}

export const needsPassword = ({amount}: Money): boolean => toFils(amount) >= PASSWORD_FROM_FILS;
