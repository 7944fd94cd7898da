/**
 * The merchant's dealings with PayBy about its orders. An order is stored before PayBy is asked, so that nothing paid
 * is ever unknown here; after that only PayBy's word changes it, whichever way it comes: an answer or a notification.
 */
import type {AcquireOrder, RefundOrder} from '../../payby/responses.js';
import type {SceneParams} from '../../payby/client.js';
import {fromFils, sameMoney, toFils} from '../../payby/money.js';
import type {Notification} from '../../payby/notification.js';
import {PaybyError} from '../../payby/payby-error.js';
import {randomWord, type Random} from '../../payby/random.js';
import {Changes} from './change-listeners.js';
import {AuthCodeRefused, OrderConflict, OrderNotFound, RefundNotFound} from './errors.js';
import {alertAbout} from './order-events.js';
import {
  absent,
  applyAnswer,
  isUnpaid,
  notPlaced,
  placed,
  placingAgain,
  placingLost,
  refundedFils,
  applyRefundAnswer,
  refundDelayMs,
  withRefund,
  type Actor,
  type Order,
  type Refund,
} from './order.js';
import type {OrderRequest, RefundRequest} from '../http/request-parsing.js';
import {OrderRecorder, shortOrderNo} from './order-recorder.js';
import {RefundNumberTaken} from '../storage/order-store.js';
import {UNCERTAIN_MS, shouldAlert, ALERT_AFTER} from './next-step.js';
import {StatusQueries, reasonOf, type StatusQueriesOptions, type OrderSnapshot} from './status-queries.js';

const NUMBER_BYTES = 16; // 128 random bits: the number is all that a payer needs to show
/** Before that, an order whose placing went unanswered may still be on its way to PayBy. */
const ABSENT_AFTER_MS = 20_000;

export interface OrderServiceOptions extends Omit<StatusQueriesOptions, 'recorder'> {
  readonly random: Random;
  /** Where PayBy reaches us, if it can. Without it, orders are only asked about. */
  readonly notifyUrl: string | undefined;
}

export interface Placed {
  readonly order: Order;
  /** False when PayBy's answer was lost: the order may exist or not, and its status will tell. */
  readonly isCertain: boolean;
}

export class OrderService {
  readonly recorder: OrderRecorder;
  readonly #options: OrderServiceOptions;
  readonly #queries: StatusQueries;
  readonly #changes = new Changes();

  constructor(options: OrderServiceOptions) {
    this.#options = options;
    this.recorder = new OrderRecorder(options);
    this.#queries = new StatusQueries({...options, recorder: this.recorder});
    options.store.listen((merchantOrderNo) => {
      this.#changes.tell(merchantOrderNo);
    });
  }

  /** The same number with the same wish is the same order; with another wish it is refused, as PayBy would. */
  async place(wish: OrderRequest, by: Actor): Promise<Placed> {
    const {payby, notifyUrl} = this.#options;
    const {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime} = await this.#stored(wish, by);
    const request = {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime, notifyUrl};
    try {
      const answer = await payby.placeOrder({...request, scene: sceneParams(wish)});
      const order = await this.recorder.update(merchantOrderNo, 'payby', (known) => placed(known, answer));
      return {order, isCertain: true};
    } catch (error) {
      return this.#notPlaced(wish, merchantOrderNo, error);
    }
  }

  /** See {@link StatusQueries.current}. */
  current(merchantOrderNo: string): Promise<OrderSnapshot> {
    return this.#queries.current(merchantOrderNo);
  }

  /** What is stored, without asking PayBy. */
  stored(merchantOrderNo: string): Promise<Order> {
    return this.recorder.get(merchantOrderNo);
  }

  /** Asks PayBy whatever the order's state, and keeps what it says. Rejects when it does not say. */
  async refresh(merchantOrderNo: string): Promise<void> {
    await this.#queries.refresh(await this.stored(merchantOrderNo));
  }

  listen(merchantOrderNo: string, listener: () => void): () => void {
    return this.#changes.listen(merchantOrderNo, listener);
  }

  /** Closes an order that nobody has paid. Once wished, it is tried again until PayBy has said yes or no. */
  async cancel(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    const {clock} = this.#options;
    const lastTryAt = clock.now();
    await this.recorder.update(
      merchantOrderNo,
      by,
      (order) => {
        if (!isUnpaid(order)) throw notOpen(order);
        return {
          ...order,
          followUp: {...order.followUp, cancel: order.followUp.cancel ?? {by, tries: 0, lastTryAt}},
        };
      },
      {events: [{kind: 'cancel-requested'}]},
    );
    await this.tryCancel(merchantOrderNo);
    return {order: await this.stored(merchantOrderNo), at: clock.now()};
  }

  /** One try. Rejects with PayBy's refusal or silence, after noting what follows from it. */
  async tryCancel(merchantOrderNo: string): Promise<void> {
    const {payby, clock} = this.#options;
    const triedAt = clock.now();
    try {
      const answer = await payby.cancelOrder(merchantOrderNo);
      await this.recorder.update(merchantOrderNo, 'payby', (order) =>
        cancelled(applyAnswer(order, answer), triedAt),
      );
    } catch (error) {
      await this.#notCancelled(merchantOrderNo, error, triedAt);
      throw error;
    }
  }

  /** For doubt: closes an unpaid order and gives a paid one back to the payer. */
  async revoke(merchantOrderNo: string, by: Actor): Promise<OrderSnapshot> {
    await this.#note(merchantOrderNo, by, 'revoke-requested');
    return this.#command(merchantOrderNo, 'revoke', () => this.#options.payby.revokeOrder(merchantOrderNo));
  }

  async extend(merchantOrderNo: string, expiredTime: number, by: Actor): Promise<Order> {
    const {payby, clock} = this.#options;
    await this.#note(merchantOrderNo, by, 'extend-requested', {expiredTime});
    await this.#command(merchantOrderNo, 'extend', () =>
      payby.updateExpiredTime(merchantOrderNo, expiredTime),
    );
    return this.recorder.update(merchantOrderNo, by, (order) => ({
      ...order,
      expiredTime,
      followUp: {...order.followUp, extendedAt: clock.now()},
    }));
  }

  /** The amount is set aside before PayBy is asked, so that two at once never give back more than was paid. */
  async refund(
    merchantOrderNo: string,
    wish: RefundRequest,
    by: Actor,
  ): Promise<{readonly order: Order; readonly refund: Refund}> {
    const refundMerchantOrderNo =
      wish.refundMerchantOrderNo ?? randomWord(this.#options.random, NUMBER_BYTES);
    const asked = await this.#setAside(merchantOrderNo, {...wish, refundMerchantOrderNo}, by);
    try {
      await this.tryRefund(asked, findRefund(asked, refundMerchantOrderNo));
    } catch (error) {
      // It may have been made. It stays set aside and is asked about; told as failed, it would be tried twice.
      if (!(error instanceof PaybyError) || !error.outcomeUnknown) throw error;
    }
    const order = await this.stored(merchantOrderNo);
    return {order, refund: findRefund(order, refundMerchantOrderNo)};
  }

  /** Asks PayBy for a refund that has been set aside. The same number is the same refund, however often it is sent. */
  async tryRefund({merchantOrderNo}: Order, refund: Refund): Promise<Order> {
    const {payby, notifyUrl} = this.#options;
    const {refundMerchantOrderNo, amount, reason} = refund;
    const request = {
      refundMerchantOrderNo,
      originMerchantOrderNo: merchantOrderNo,
      amount,
      reason,
      notifyUrl,
    };
    try {
      return await this.#applyRefundAnswer(merchantOrderNo, await payby.refund(request));
    } catch (error) {
      await this.#notRefunded(merchantOrderNo, refundMerchantOrderNo, error);
      throw error;
    }
  }

  /** What became of a refund whose answer was lost, or said "not yet"; one that never arrived is asked for again. */
  async followRefund(order: Order, refund: Refund): Promise<void> {
    const {merchantOrderNo} = order;
    const {refundMerchantOrderNo} = refund;
    await this.recorder.update(merchantOrderNo, 'reconciler', (known) =>
      withRefund(known, this.#triedAgain(findRefund(known, refundMerchantOrderNo))),
    );
    try {
      await this.#applyRefundAnswer(
        merchantOrderNo,
        await this.#options.payby.getRefund(refundMerchantOrderNo),
      );
    } catch (error) {
      if (!(error instanceof PaybyError) || error.code !== '62007') throw error;
      await this.tryRefund(order, refund);
    }
  }

  /** PayBy told us something, and it is proven to be PayBy. The same notification counts once: false when again. */
  async applyNotification(notification: Notification): Promise<boolean> {
    const {clock} = this.#options;
    const now = clock.now();
    const merchantOrderNo = await this.#subjectOf(notification);
    const {notifyId} = notification;
    const notice = {notifyId, merchantOrderNo, receivedAt: now};
    const events = [{kind: 'notification', facts: {notifyId, about: notification.kind}}];
    return this.recorder.updateOnce(
      notice,
      (order) =>
        notification.kind === 'order'
          ? applyAnswer(order, notification.order)
          : applyRefundAnswer(order, notification.refund, now),
      {events},
    );
  }

  async #stored(wish: OrderRequest, by: Actor): Promise<Order> {
    const {clock} = this.#options;
    const order = this.#newOrder(wish);
    if (await this.recorder.add(order, by)) return order;
    const known = await this.stored(order.merchantOrderNo);
    if (!isSameWish(known, order)) throw new OrderConflict('order-number-taken');
    const again = {events: [{kind: 'placing-again'}]};
    return this.recorder.update(known.merchantOrderNo, by, (now) => placingAgain(now, clock.now()), again);
  }

  #newOrder(wish: OrderRequest): Order {
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
      placement: 'pending',
      placedAt: requestTime,
      followUp: {queriedAt: 0, failures: 0, cancel: undefined, uncertainSince: 0, extendedAt: 0},
    };
  }

  /** A refusal closes the order; a lost answer leaves it open, and at the counter that is what the page is told. */
  async #notPlaced(wish: OrderRequest, merchantOrderNo: string, error: unknown): Promise<Placed> {
    const why = reasonOf(error);
    const isRefusal = error instanceof PaybyError && !error.outcomeUnknown && !TAKEN.has(error.code);
    const order = await this.recorder.update(
      merchantOrderNo,
      'payby',
      (known) => (isRefusal ? notPlaced(known, error.code) : placingLost(known)),
      {events: [{kind: isRefusal ? 'placing-refused' : 'placing-lost', facts: {why}}]},
    );
    this.#options.log('order not placed', {order: shortOrderNo(merchantOrderNo), why});
    const isLost = error instanceof PaybyError && error.outcomeUnknown;
    // The customer's code may have been charged: "try again" could charge it twice.
    if (isLost && wish.paySceneCode === 'QRPAY') return {order, isCertain: false};
    throw isAuthCodeRefused(wish, error) ? new AuthCodeRefused(error) : error;
  }

  async #notCancelled(merchantOrderNo: string, error: unknown, triedAt: number): Promise<void> {
    const why = reasonOf(error);
    const isOver = error instanceof PaybyError && NOT_OPEN.has(error.code);
    const order = await this.recorder.update(
      merchantOrderNo,
      'reconciler',
      (known) => {
        if (isOver) return {...known, followUp: {...known.followUp, cancel: undefined}};
        if (neverArrived(known, error, triedAt)) return absent(known);
        return isUnpaid(known) || known.followUp.cancel ? cancelFailed(known, triedAt) : known;
      },
      (_, after) => ({
        events: [{kind: 'cancel-failed', facts: {why, tries: after.followUp.cancel?.tries}}].slice(
          0,
          (after.followUp.cancel?.tries ?? 0) > 2 * ALERT_AFTER ? 0 : 1, // the timeline need not hold a whole night
        ),
        alerts: shouldAlert(after.followUp.cancel?.tries ?? 0)
          ? [
              alertAbout(
                after,
                'cancel-failing',
                triedAt,
                'This order cannot be cancelled; it is tried again.',
              ),
            ]
          : [],
      }),
    );
    this.#options.log('cancel failed', {order: shortOrderNo(merchantOrderNo), why});
    // A refusal means that we are behind: the order has been paid or closed meanwhile.
    if (isOver) await this.#queries.forceRefresh(order).catch(() => undefined); // the reconciler asks again
  }

  async #command(
    merchantOrderNo: string,
    what: string,
    act: () => Promise<AcquireOrder>,
  ): Promise<OrderSnapshot> {
    const {clock} = this.#options;
    try {
      const answer = await act();
      const order = await this.recorder.update(merchantOrderNo, 'payby', (known) =>
        applyAnswer(known, answer),
      );
      return {order, at: clock.now()};
    } catch (error) {
      const why = reasonOf(error);
      const isUncertain = !(error instanceof PaybyError) || error.outcomeUnknown;
      const at = clock.now();
      const order = await this.recorder.update(
        merchantOrderNo,
        'payby',
        (known) => (isUncertain ? {...known, followUp: {...known.followUp, uncertainSince: at}} : known),
        (_, after) => ({
          events: [{kind: `${what}-failed`, facts: {why}}],
          alerts:
            isUncertain && what === 'revoke'
              ? [
                  alertAbout(
                    after,
                    'revoke-unknown',
                    at,
                    'It is not known yet whether this order was revoked.',
                  ),
                ]
              : [],
        }),
      );
      // A refusal often means that we are behind: the order has been paid or closed meanwhile.
      if (!isUncertain) await this.#queries.forceRefresh(order).catch(() => undefined); // the refusal is the answer
      throw error;
    }
  }

  async #note(
    merchantOrderNo: string,
    by: Actor,
    kind: string,
    facts: Readonly<Record<string, string | number>> = {},
  ): Promise<void> {
    await this.recorder.update(merchantOrderNo, by, (order) => order, {events: [{kind, facts}]});
  }

  async #setAside(
    merchantOrderNo: string,
    wish: RefundRequest & {readonly refundMerchantOrderNo: string},
    by: Actor,
  ): Promise<Order> {
    const now = this.#options.clock.now();
    try {
      return await this.recorder.update(merchantOrderNo, by, (order) => setAside(order, wish, now));
    } catch (error) {
      if (!(error instanceof RefundNumberTaken)) throw error;
      throw new OrderConflict('refund-number-taken');
    }
  }

  async #applyRefundAnswer(merchantOrderNo: string, answer: RefundOrder): Promise<Order> {
    const now = this.#options.clock.now();
    return this.recorder.update(merchantOrderNo, 'payby', (order) => applyRefundAnswer(order, answer, now));
  }

  async #notRefunded(merchantOrderNo: string, refundMerchantOrderNo: string, error: unknown): Promise<void> {
    const why = reasonOf(error);
    const isRefusal = error instanceof PaybyError && !error.outcomeUnknown;
    const now = this.#options.clock.now();
    await this.recorder.update(
      merchantOrderNo,
      'payby',
      (order) => {
        const refund = findRefund(order, refundMerchantOrderNo);
        // Refused when repeated, the first one may still be on its way; but not for ever.
        const isAlone = refund.tries === 0 || now >= refund.requestedAt + UNCERTAIN_MS;
        if (isRefusal && refund.status === 'REQUESTED' && isAlone)
          return withRefund(order, {...refund, status: 'REFUSED'});
        return refund.tries === 0 ? withRefund(order, this.#triedAgain(refund)) : order;
      },
      (_, after) => ({
        events: [{kind: 'refund-failed', facts: {refundMerchantOrderNo, why}}],
        alerts: shouldAlert(findRefund(after, refundMerchantOrderNo).tries)
          ? [alertAbout(after, 'refund-failing', now, 'A refund of this order has no answer from PayBy.')]
          : [],
      }),
    );
    this.#options.log('refund failed', {order: shortOrderNo(merchantOrderNo), why});
  }

  #triedAgain(refund: Refund): Refund {
    const tries = refund.tries + 1;
    return {...refund, tries, nextAt: this.#options.clock.now() + refundDelayMs(tries)};
  }

  async #subjectOf(notification: Notification): Promise<string> {
    if (notification.kind === 'order') return notification.order.merchantOrderNo;
    const {originMerchantOrderNo, refund} = notification;
    const origin =
      originMerchantOrderNo ?? (await this.#options.store.orderOfRefund(refund.refundMerchantOrderNo));
    if (origin === undefined) throw new OrderNotFound();
    return origin;
  }
}

/** The number exists with PayBy, so the order may be any of ours: the next question tells. */
const TAKEN: ReadonlySet<string> = new Set(['62001', '62002', '62003', '62016', '62040', '62041']);
/** There is nothing to cancel any more. */
const NOT_OPEN: ReadonlySet<string> = new Set(['62001', '62002', '62003', '62040', '62041']);

/** Why an order cannot be cancelled any more. */
function notOpen({revoked, status}: Order): OrderConflict {
  if (revoked) return new OrderConflict('order-revoked');
  switch (status) {
    case 'FAILURE':
      return new OrderConflict('order-closed');
    case 'SETTLED':
      return new OrderConflict('order-settled');
    case 'CREATED':
    case 'PAID_SUCCESS':
      return new OrderConflict('order-paid');
  }
}

/** A yes that still says "open" is no end yet. */
const cancelled = (order: Order, triedAt: number): Order =>
  order.followUp.cancel ? cancelFailed(order, triedAt) : order;

function cancelFailed(order: Order, lastTryAt: number): Order {
  const {by = 'reconciler', tries = 0} = order.followUp.cancel ?? {};
  return {...order, followUp: {...order.followUp, cancel: {by, tries: tries + 1, lastTryAt}}};
}

/** Placement it went unanswered, and long after PayBy knows nothing of it. */
const neverArrived = ({orderNo, placement, placedAt}: Order, error: unknown, now: number): boolean =>
  error instanceof PaybyError &&
  error.code === '62004' &&
  orderNo === undefined &&
  placement === 'unknown' &&
  now >= placedAt + ABSENT_AFTER_MS;

function setAside(
  order: Order,
  wish: RefundRequest & {readonly refundMerchantOrderNo: string},
  now: number,
): Order {
  const {refundMerchantOrderNo, reason} = wish;
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (known && wish.amount !== undefined && wish.amount !== known.amount.amount) {
    throw new OrderConflict('refund-number-taken');
  }
  if (known && known.status !== 'REFUSED') return order;
  const left = toFils(order.totalAmount.amount) - refundedFils(order);
  const amount = wish.amount ?? known?.amount.amount ?? fromFils(left);
  if (left <= 0n || toFils(amount) > left) {
    throw new OrderConflict('refund-too-large');
  }
  const money = {amount, currency: order.totalAmount.currency};
  const asking = {status: 'REQUESTED', requestedAt: now, tries: 0, nextAt: now};
  return withRefund(order, {
    refundMerchantOrderNo,
    amount: money,
    reason: known?.reason ?? reason,
    ...asking,
  });
}

function findRefund({refunds}: Order, refundMerchantOrderNo: string): Refund {
  const refund = refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (!refund) throw new RefundNotFound();
  return refund;
}

function sceneParams({paySceneCode, authCode = ''}: OrderRequest): SceneParams {
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

/** Our own checks leave nothing else in a QRPAY order for PayBy to reject than the customer's code. */
const isAuthCodeRefused = ({paySceneCode}: OrderRequest, error: unknown): boolean =>
  paySceneCode === 'QRPAY' && error instanceof PaybyError && error.code === '400';
