/**
 * The merchant's dealings with PayBy about its orders. An order is stored before PayBy is asked, so that nothing paid
 * is ever unknown here; after that only PayBy's word changes it, whichever way it comes: an answer or a notification.
 */
import {HttpError} from '../http/http-error.js';
import type {Log} from '../http/json-app.js';
import type {AcquireOrder, RefundOrder} from '../payby/answers.js';
import type {PaybyClient, SceneParams} from '../payby/client.js';
import type {Clock} from '../payby/clock.js';
import {fromFils, sameMoney, toFils} from '../payby/money.js';
import type {Notification} from '../payby/notification.js';
import {PaybyError} from '../payby/payby-error.js';
import {randomWord, type Random} from '../payby/random.js';
import {Changes} from './changes.js';
import {Looks} from './looks.js';
import {heard, isOpen, isPaid, notPlaced, placed, type Order, type Refund} from './order.js';
import type {OrderWish, RefundWish} from './order-input.js';
import type {OrderStore} from './order-store.js';
import {refundedFils, statusTag} from './payloads.js';

const NUMBER_BYTES = 16; // 128 random bits: the number is all that a payer needs to show

export interface OrderDeskOptions {
  readonly payby: PaybyClient;
  readonly store: OrderStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where PayBy reaches us, if it can. Without it, orders are only asked about. */
  readonly notifyUrl: string | undefined;
}

/** An order and the moment at which that was the truth. */
export interface Standing {
  readonly order: Order;
  readonly at: number;
}

export class OrderDesk {
  readonly #options: OrderDeskOptions;
  readonly #looks: Looks;
  readonly #changes = new Changes();

  constructor(options: OrderDeskOptions) {
    this.#options = options;
    this.#looks = new Looks(options.clock);
  }

  /** The same number with the same wish is the same order; with another wish it is refused, as PayBy would. */
  async place(wish: OrderWish): Promise<Order> {
    const {payby, store, notifyUrl} = this.#options;
    const order = await this.#stored(this.#newOrder(wish), store);
    const {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime} = order;
    const request = {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime, notifyUrl};
    try {
      const answer = await payby.placeOrder({...request, scene: sceneParams(wish)});
      return await this.#keep(merchantOrderNo, (known) => placed(known, answer));
    } catch (error) {
      if (error instanceof PaybyError && !error.inDoubt) {
        await this.#keep(merchantOrderNo, (known) => notPlaced(known, error.message));
      }
      this.#options.log(`order ${short(merchantOrderNo)} not placed: ${String(error)}`);
      throw authCodeRefused(wish, error) ?? error;
    }
  }

  /** Asks PayBy while more can happen. Rejects rather than answer "unpaid" without having heard so. */
  async look(merchantOrderNo: string): Promise<Standing> {
    const {clock} = this.#options;
    const known = await this.known(merchantOrderNo);
    if (isOpen(known)) {
      try {
        await this.#looks.fresh(known, () => this.#ask(known));
      } catch (error) {
        // Silence does not undo a payment that PayBy has confirmed.
        if (!isPaid(await this.known(merchantOrderNo))) throw error;
      }
    }
    return {order: await this.known(merchantOrderNo), at: clock.now()};
  }

  /** What is stored, without asking PayBy. */
  async known(merchantOrderNo: string): Promise<Order> {
    const order = await this.#options.store.find(merchantOrderNo);
    if (!order) throw new HttpError(404, 'unknown-order', 'There is no such order.');
    return order;
  }

  listen(merchantOrderNo: string, listener: () => void): () => void {
    return this.#changes.listen(merchantOrderNo, listener);
  }

  async cancel(merchantOrderNo: string): Promise<Standing> {
    return this.#command(merchantOrderNo, () => this.#options.payby.cancelOrder(merchantOrderNo));
  }

  async revoke(merchantOrderNo: string): Promise<Standing> {
    return this.#command(merchantOrderNo, () => this.#options.payby.revokeOrder(merchantOrderNo));
  }

  async extend(merchantOrderNo: string, expiredTime: number): Promise<Order> {
    const {payby} = this.#options;
    await this.#command(merchantOrderNo, () => payby.updateExpiredTime(merchantOrderNo, expiredTime));
    return this.#keep(merchantOrderNo, (order) => ({...order, expiredTime}));
  }

  async refund(
    merchantOrderNo: string,
    wish: RefundWish,
  ): Promise<{readonly order: Order; readonly refund: Refund}> {
    const {payby, random, notifyUrl} = this.#options;
    const {totalAmount, refunds} = await this.known(merchantOrderNo);
    const refundMerchantOrderNo = wish.refundMerchantOrderNo ?? `R-${randomWord(random, NUMBER_BYTES)}`;
    const earlier = refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
    const amount = wish.amount ?? earlier?.amount.amount ?? (await this.#leftToRefund(merchantOrderNo));
    const answer = await payby.refund({
      refundMerchantOrderNo,
      originMerchantOrderNo: merchantOrderNo,
      amount: {amount, currency: totalAmount.currency},
      reason: wish.reason,
      notifyUrl,
    });
    const order = await this.#keep(merchantOrderNo, (known) => withRefund(known, answer));
    return {order, refund: answer};
  }

  /** PayBy told us something, and it is proven to be PayBy. The same notification counts once. */
  async notified(notification: Notification): Promise<void> {
    const {store} = this.#options;
    if (await store.hasNotification(notification.notifyId)) return;
    if (notification.kind === 'order') {
      await this.#keep(notification.order.merchantOrderNo, (order) => heard(order, notification.order));
    } else if (notification.originMerchantOrderNo !== undefined) {
      await this.#keep(notification.originMerchantOrderNo, (order) => withRefund(order, notification.refund));
    }
    await store.addNotification(notification.notifyId);
  }

  async #stored(order: Order, store: OrderStore): Promise<Order> {
    if (await store.add(order)) return order;
    const known = await this.known(order.merchantOrderNo);
    if (!isSameWish(known, order)) {
      throw new PaybyError({code: '62016', message: 'the number belongs to another order'});
    }
    return known;
  }

  #newOrder(wish: OrderWish): Order {
    const {clock, random} = this.#options;
    const requestTime = clock.now();
    return {
      merchantOrderNo: wish.merchantOrderNo ?? randomWord(random, NUMBER_BYTES),
      paySceneCode: wish.paySceneCode,
      subject: wish.subject,
      subjectAr: wish.subjectAr,
      totalAmount: wish.totalAmount,
      lifeMs: wish.lifeMs,
      requestTime,
      expiredTime: requestTime + wish.lifeMs,
      orderNo: undefined,
      tokenUrl: undefined,
      status: 'CREATED',
      revoked: false,
      failCode: undefined,
      failDes: undefined,
      payment: undefined,
      payerMask: undefined,
      refunds: [],
    };
  }

  async #ask(order: Order): Promise<void> {
    const {merchantOrderNo} = order;
    const [answer, payerMask] = await Promise.all([this.#getOrder(order), this.#whoScanned(order)]);
    await this.#keep(merchantOrderNo, (known) => {
      const next = answer ? heard(known, answer) : known;
      const expiredTime = answer?.expiredTime ?? next.expiredTime; // an extension whose answer was lost
      return {...next, expiredTime, payerMask: next.payerMask ?? payerMask};
    });
  }

  async #getOrder({merchantOrderNo, orderNo}: Order): Promise<AcquireOrder | undefined> {
    try {
      return await this.#options.payby.getOrder(merchantOrderNo);
    } catch (error) {
      // Placing it went unanswered and PayBy has never seen it: that is an answer, nobody can have paid.
      const neverArrived = error instanceof PaybyError && error.code === '62004' && orderNo === undefined;
      if (neverArrived) return undefined;
      throw error;
    }
  }

  async #whoScanned({tokenUrl, payerMask, status}: Order): Promise<string | undefined> {
    if (tokenUrl === undefined || payerMask !== undefined || status !== 'CREATED') return payerMask;
    // A courtesy to the payer only: the order's status does not wait for it or fail with it.
    return this.#options.payby.getCashierUrlInfo(tokenUrl).catch(() => undefined);
  }

  async #command(merchantOrderNo: string, act: () => Promise<AcquireOrder>): Promise<Standing> {
    await this.known(merchantOrderNo);
    try {
      const answer = await act();
      const order = await this.#keep(merchantOrderNo, (known) => heard(known, answer));
      return {order, at: this.#options.clock.now()};
    } catch (error) {
      // A refusal often means that we are behind: the order has been paid or closed meanwhile.
      this.#looks.forget(merchantOrderNo);
      await this.look(merchantOrderNo).catch(() => undefined);
      throw error;
    }
  }

  async #leftToRefund(merchantOrderNo: string): Promise<string> {
    const order = await this.known(merchantOrderNo);
    const left = toFils(order.totalAmount.amount) - refundedFils(order);
    if (left <= 0n) throw new PaybyError({code: '62006', message: 'everything has been refunded'});
    return fromFils(left);
  }

  async #keep(merchantOrderNo: string, change: (order: Order) => Order): Promise<Order> {
    const {store, log} = this.#options;
    const before = await this.known(merchantOrderNo);
    const after = (await store.change(merchantOrderNo, change)) ?? before;
    if (!isOpen(after)) this.#looks.forget(merchantOrderNo);
    if (statusTag(before) === statusTag(after)) return after;
    const word = after.revoked ? 'revoked' : after.status;
    if (
      before.status !== after.status ||
      before.revoked !== after.revoked ||
      before.orderNo !== after.orderNo
    ) {
      log(`order ${short(merchantOrderNo)} ${after.paySceneCode} AED ${after.totalAmount.amount}: ${word}`);
    }
    this.#changes.tell(merchantOrderNo);
    return after;
  }
}

/** Enough to tell orders apart in a log; the whole number is the payer's own. */
export const short = (merchantOrderNo: string): string => `${merchantOrderNo.slice(0, 6)}…`;

function sceneParams({paySceneCode, authCode = ''}: OrderWish): SceneParams {
  switch (paySceneCode) {
    case 'DYNQR':
      return {paySceneCode};
    case 'QRPAY':
      return {paySceneCode, authCode};
    case 'CASHTOPUP':
      return {paySceneCode, businessType: 'GAME_TOP_UP'};
  }
}

/** Whether PayBy would call it the same order. It compares the auth code too, which we do not keep. */
const isSameWish = (a: Order, b: Order): boolean =>
  a.paySceneCode === b.paySceneCode &&
  a.subject === b.subject &&
  a.subjectAr === b.subjectAr &&
  sameMoney(a.totalAmount, b.totalAmount) &&
  a.lifeMs === b.lifeMs;

/** Our own checks leave PayBy nothing else to complain about in a QRPAY order than the customer's code. */
function authCodeRefused({paySceneCode}: OrderWish, error: unknown): HttpError | undefined {
  if (paySceneCode !== 'QRPAY' || !(error instanceof PaybyError) || error.code !== '400') return undefined;
  return new HttpError(
    422,
    'auth-code-refused',
    "PayBy did not accept the customer's code. Ask for a new one and scan again.",
  );
}

function withRefund(order: Order, refund: RefundOrder): Order {
  const others = order.refunds.filter(
    (known) => known.refundMerchantOrderNo !== refund.refundMerchantOrderNo,
  );
  return {...order, refunds: [...others, refund]};
}
