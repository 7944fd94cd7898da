/**
 * A simulated PayBy: it stores orders, lets customers and partner stores pay them, and notifies merchants. Changes are
 * pure functions in `order-transitions.ts`; this class finds the order, applies one, stores the result and notifies.
 * Expiry and settlement follow from the clock without a notification: merchants query to learn of them.
 */
import type {Clock, Money} from 'payby-checkout/core';
import {toFils, wireMoney} from '../../payby/money.js';
import {randomDigits, randomHex, type Random} from '../../payby/random.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {AuthCodes} from './auth-codes.js';
import {customerNamed, type Customer} from './customers.js';
import {Messages} from './messages.js';
import type {NotificationContent} from './notifications.js';
import {OrderRegistry} from './order-registry.js';
import {
  refundStatus,
  stateAt,
  orderStatus,
  wireOrder,
  wireRefund,
  type GatewayOrder,
  type GatewayRefund,
  type Moment,
} from './gateway-order.js';
import * as transitions from './order-transitions.js';
import {PartnerStore} from './partner-store.js';
import {invalid, Refusal} from './refusal.js';
import type {OrderName, PlaceRequest, RefundName, RefundRequest} from './types.js';
import type {GatewaySettings} from './settings.js';

/** What every token URL begins with. No name server knows it: what PayBy serves there is at `/pay-page` here. */
export const TOKEN_ORIGIN = 'https://qr.payby.test';

/** From this amount on, the customer's app asks for the payment password: AED 500.00. */
const PASSWORD_FROM_FILS = toFils('500.00');

export interface GatewayOptions {
  /** The gateway's clock. */
  readonly clock: Clock;
  readonly random: Random;
  /** The merchant's member id, which is also its Partner-Id. */
  readonly payeeMid: string;
  readonly settings: GatewaySettings;
  /** Delivers a notification to the merchant. */
  readonly notify: (content: NotificationContent) => void;
  readonly log: (event: string, facts: {readonly level: 'error'; readonly why: string}) => void;
  /** Aborts when the gateway closes: refunds that are not done yet are not notified any more. */
  readonly signal: AbortSignal;
}

/** A refund and the order that it belongs to. */
export interface FoundRefund {
  readonly order: GatewayOrder;
  readonly refund: GatewayRefund;
}

/** Orders, customers' auth codes and the partner store of one run. */
export class Gateway {
  readonly authCodes: AuthCodes;
  readonly store = new PartnerStore();
  /** What phones have received. */
  readonly messages: Messages;
  readonly #options: GatewayOptions;
  readonly #orders = new OrderRegistry();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.authCodes = new AuthCodes(options.clock, options.random);
    this.messages = new Messages(options.clock);
  }

  /** Now, by the gateway's clock and settings. */
  get moment(): Moment {
    const {clock, settings} = this.#options;
    return {now: clock.now(), settleAfterMs: settings.settleAfterMs};
  }

  /** PayBy's `acquireOrder` of this order, ready for JSON. */
  describe(order: GatewayOrder): object {
    return wireOrder(order, this.#options.payeeMid, this.moment);
  }

  /** PayBy's status of this order now. */
  statusOf(order: GatewayOrder): string {
    const {now, settleAfterMs} = this.moment;
    return orderStatus(stateAt(order, now), now, settleAfterMs);
  }

  /** Places an order. The same number with the same parameters returns that order and spends no second auth code. */
  place(request: PlaceRequest): GatewayOrder {
    const known = this.#orders.byMerchantOrderNo(request.merchantOrderNo);
    if (known) {
      if (known.fingerprint !== request.fingerprint) throw new Refusal(PaybyCode.MERCHANT_ORDER_NO_EXIST);
      return this.#withLivingToken(known);
    }
    const {products, qrpayTokenUrl} = this.#options.settings;
    if (!products.has(request.paySceneCode)) throw new Refusal(PaybyCode.PRODUCT_IS_NOT_APPLIED);
    const customer = this.#redeemed(request.authCode);
    const order = this.#orderFrom(request, customer);
    this.#orders.add(order);
    return customer && !qrpayTokenUrl && !needsPassword(order.totalAmount)
      ? this.payFromApp(order, customer)
      : order;
  }

  /** Throws a {@link Refusal} when there is no such order. */
  find(name: OrderName): GatewayOrder {
    if ('merchantOrderNo' in name) {
      const order = this.#orders.byMerchantOrderNo(name.merchantOrderNo);
      if (!order) throw new Refusal(PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST);
      return order;
    }
    const order = this.#orders.byOrderNo(name.orderNo);
    if (!order) throw new Refusal(PaybyCode.ORDER_NO_NOT_EXIST);
    return order;
  }

  /** Whether this token can be scanned: it has neither died nor been replaced. */
  isAlive(tokenUrl: string, order: GatewayOrder): boolean {
    const {tokenLifeMs} = this.#options.settings;
    const isOld = tokenLifeMs > 0 && this.moment.now >= order.tokenMadeAt + tokenLifeMs;
    return order.tokenUrl === tokenUrl && !isOld;
  }

  /** The order whose code holds this address, or has held it. */
  findByTokenUrl(tokenUrl: string): GatewayOrder | undefined {
    return this.#orders.byTokenUrl(tokenUrl);
  }

  /** All orders, newest first. */
  newestFirst(): readonly GatewayOrder[] {
    return this.#orders.newestFirst();
  }

  /** Closes an unpaid order. */
  cancel(order: GatewayOrder): GatewayOrder {
    return this.#saveAndNotify(transitions.cancel(order, this.moment));
  }

  /** Closes an unpaid order or takes back a paid one. */
  revoke(order: GatewayOrder): GatewayOrder {
    const revoked = transitions.revoke(order, this.moment);
    return revoked === order ? order : this.#saveAndNotify(revoked);
  }

  /** Refunds a part or all. A refund number that another order has used is refused, like one with another amount. */
  refund(order: GatewayOrder, {notifyUrl, ...request}: RefundRequest): GatewayOrder {
    const known = this.#orders.byRefundNo(request.refundMerchantOrderNo);
    if (known && known.merchantOrderNo !== order.merchantOrderNo)
      throw new Refusal(PaybyCode.REFUND_MERCHANT_ORDER_NO_EXIST);
    const {moment} = this;
    const {refundAfterMs, refundSettledForMs, refundOutcome: outcome} = this.#options.settings;
    const settledAt = moment.now + refundAfterMs;
    const endsAt = settledAt + refundSettledForMs;
    const made = {...request, orderNo: this.#newOrderNo(), settledAt, endsAt, outcome};
    const refunded = transitions.refund(order, made, moment);
    if (refunded === order) return order;
    this.#orders.replace(refunded);
    this.#orders.addRefund(made, refunded);
    if (notifyUrl !== undefined) {
      this.#followRefund(made, notifyUrl).catch((error: unknown) => {
        const why = error instanceof Error ? error.name : typeof error;
        this.#options.log('a refund is not notified any more', {level: 'error', why});
      });
    }
    return refunded;
  }

  /** Throws a {@link Refusal} when there is no such refund. */
  findRefund(name: RefundName): FoundRefund {
    const isMerchants = 'refundMerchantOrderNo' in name;
    const order = isMerchants
      ? this.#orders.byRefundNo(name.refundMerchantOrderNo)
      : this.#orders.byRefundOrderNo(name.orderNo);
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

  /** Moves the end of an open order to `expiredTime`, in ms since epoch. */
  moveExpiry(order: GatewayOrder, expiredTime: number): GatewayOrder {
    return this.#save(transitions.moveExpiry(order, expiredTime, this.moment));
  }

  /** The customer scans the code with the app. */
  scanFromApp(order: GatewayOrder, customer: Customer): GatewayOrder {
    return this.#save(transitions.scan(order, customer, this.moment));
  }

  /** The store's cashier scans the code. */
  scanAtStore(order: GatewayOrder): GatewayOrder {
    return this.#save(transitions.scan(order, this.store.payer, this.moment));
  }

  /** The customer pays in the app. The order is not paid when the setting `paymentFailure` makes it fail. */
  payFromApp(order: GatewayOrder, customer: Customer): GatewayOrder {
    const {paymentFailure} = this.#options.settings;
    if (paymentFailure !== undefined) {
      return this.#saveAndNotify(transitions.failPayment(order, customer, paymentFailure, this.moment));
    }
    const paid = this.#saveAndNotify(transitions.pay(order, customer, 'BALANCE', this.moment));
    this.messages.sendPaid(paid, customer.phoneMask);
    return paid;
  }

  /** The store takes cash and pays the order from its balance. */
  payWithCash(order: GatewayOrder): GatewayOrder {
    const {moment, store} = this;
    const paid = this.#saveAndNotify(transitions.pay(order, store.payer, 'CASH', moment));
    const {orderNo, merchantOrderNo, totalAmount} = paid;
    this.messages.sendPaid(paid, customerNamed(undefined)?.phoneMask ?? '');
    store.record({orderNo, merchantOrderNo, amount: totalAmount.amount, paidTime: moment.now});
    return paid;
  }

  /** The customer declines in the app. */
  refuseByPayer(order: GatewayOrder, customer: Customer): GatewayOrder {
    return this.#saveAndNotify(transitions.refuseByPayer(order, customer, this.moment));
  }

  /** The payer's bank charges the payment back. PayBy only notifies: no document says that the order changes. */
  chargeBack(order: GatewayOrder): void {
    const {merchantOrderNo, orderNo, totalAmount} = order;
    const {payeeMid} = this.#options;
    this.#notifyAbout(order, 'CHARGEBACK', {
      acquireChargeback: {
        chargebackTime: this.moment.now,
        merchantOrderNo,
        orderNo,
        payAmount: wireMoney(totalAmount),
        chargebackAmount: wireMoney(totalAmount),
        caseType: 'FRAUD',
        partnerId: payeeMid,
      },
    });
  }

  /** PayBy notifies that the order is void. Its fields stand in no public document. */
  voidOrder(order: GatewayOrder): void {
    const {merchantOrderNo, orderNo} = order;
    this.#notifyAbout(order, 'VOID', {voidOrder: {merchantOrderNo, orderNo, status: 'VOID'}});
  }

  #notifyAbout(
    {notifyUrl, merchantOrderNo}: GatewayOrder,
    status: string,
    subject: NotificationContent['subject'],
  ): void {
    if (notifyUrl === undefined) return;
    this.#options.notify({notifyUrl, subject, merchantOrderNo, refundMerchantOrderNo: undefined, status});
  }

  #redeemed(authCode: string | undefined): Customer | undefined {
    if (authCode === undefined) return undefined;
    const customer = this.authCodes.redeem(authCode);
    if (!customer) throw invalid('authCode');
    return customer;
  }

  #orderFrom({authCode, ...request}: PlaceRequest, customer: Customer | undefined): GatewayOrder {
    const hasTokenUrl = authCode === undefined || this.#options.settings.qrpayTokenUrl;
    return {
      ...request,
      orderNo: this.#newOrderNo(),
      tokenUrl: hasTokenUrl ? this.#newTokenUrl() : undefined,
      tokenMadeAt: this.moment.now,
      state: {kind: 'open'},
      // Without a code to scan, the payer is known already: the cashier scanned theirs.
      scannedBy: hasTokenUrl ? undefined : customer,
      refunds: [],
    };
  }

  /** An open order whose token has died gets another one when it is placed again. */
  #withLivingToken(order: GatewayOrder): GatewayOrder {
    const {tokenUrl} = order;
    const isOpen = stateAt(order, this.moment.now).kind === 'open';
    if (!isOpen || tokenUrl === undefined || this.isAlive(tokenUrl, order)) return order;
    const renewed = {...order, tokenUrl: this.#newTokenUrl(), tokenMadeAt: this.moment.now};
    this.#orders.addToken(renewed.tokenUrl, renewed);
    return this.#save(renewed);
  }

  #newTokenUrl(): string {
    const {clock, random} = this.#options;
    return `${TOKEN_ORIGIN}?BIZ_TYPE=202&ft=${randomHex(random, 16)}&t=${String(clock.now())}`;
  }

  #newOrderNo(): string {
    const {clock, random} = this.#options;
    return `13${String(clock.now())}${randomDigits(random, 6)}`;
  }

  /** Notifies when the amount is taken from the merchant, and when the refund ends. */
  async #followRefund(made: GatewayRefund, notifyUrl: string): Promise<void> {
    const {clock, signal} = this.#options;
    for (const at of new Set([made.settledAt, made.endsAt])) {
      if (at > clock.now()) await clock.sleep(at - clock.now(), signal);
      if (signal.aborted) return;
      this.#notifyRefund(made, notifyUrl);
    }
  }

  #notifyRefund({refundMerchantOrderNo}: GatewayRefund, notifyUrl: string): void {
    const {notify} = this.#options;
    const {order, refund} = this.findRefund({refundMerchantOrderNo});
    const {now} = this.moment;
    notify({
      notifyUrl,
      subject: {refundOrder: wireRefund(order, refund, now)},
      merchantOrderNo: order.merchantOrderNo,
      refundMerchantOrderNo,
      status: refundStatus(refund, now),
    });
  }

  /** An order that is still open is no news. */
  #saveAndNotify(order: GatewayOrder): GatewayOrder {
    this.#save(order);
    if (order.state.kind === 'open') return order;
    this.#notifyAbout(order, this.statusOf(order), {acquireOrder: this.describe(order)});
    return order;
  }

  #save(order: GatewayOrder): GatewayOrder {
    this.#orders.replace(order);
    return order;
  }
}

/** Whether the customer's app asks for the payment password. */
export const needsPassword = ({amount}: Money): boolean => toFils(amount) >= PASSWORD_FROM_FILS;
