/**
 * Places orders with PayBy. An order is stored before PayBy gets it, so nothing that can be paid is ever unknown here.
 */
import {type Clock, type JsonObject, sameMoney} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {PaybyClient, PlaceOrder, SceneParams} from '../../payby/client.js';
import {PaybyError} from '../../payby/payby-error.js';
import type {Random} from '../../payby/random.js';
import {PaybyCode} from '../../payby/result-codes.js';
import type {Scene} from './catalog.js';
import {AuthCodeRefused, failureFacts, OrderConflict, reasonOf} from './errors.js';
import {shouldAlert} from './next-step.js';
import {codeNotRenewed} from './order-events.js';
import {newNumber} from './order-number.js';
import {withEvent, type OrderRecorder} from './order-recorder.js';
import type {OrderRequest, Till} from './order-requests.js';
import {
  afterFailedRenewal,
  afterLostPlacing,
  afterPlacing,
  afterRefusedPlacing,
  beforePlacingAgain,
  shortOrderNo,
  type Actor,
  type Order,
} from './order.js';

export interface OrderPlacingOptions {
  readonly payby: PaybyClient;
  readonly recorder: OrderRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where PayBy sends notifications; without it, PayBy is only queried. */
  readonly notifyUrl: string | undefined;
  /** Which shop this is: PayBy shows it to its support, and the merchant in its reports. */
  readonly shop?: Shop | undefined;
}

/** The merchant's own words, each of at most 200 characters. */
export interface Shop {
  readonly merchantName: string | undefined;
  readonly storeId: string | undefined;
  readonly storeName: string | undefined;
}

export interface Placed {
  readonly order: Order;
  /** False when PayBy's answer was lost: the order may exist or not, and its status will show. */
  readonly isCertain: boolean;
}

export class OrderPlacing {
  readonly #options: OrderPlacingOptions;

  constructor(options: OrderPlacingOptions) {
    this.#options = options;
  }

  /** The same number with the same request is the same order; with another request, an {@link OrderConflict}. */
  async place(request: OrderRequest, by: Actor): Promise<Placed> {
    const {payby, recorder, clock, notifyUrl, shop} = this.#options;
    const order = await this.#store(request, by);
    const {merchantOrderNo} = order;
    try {
      const answer = await payby.placeOrder({
        ...parametersOf(order, request.authCode, notifyUrl),
        accessoryContent: accessoryContentOf(request.till, shop),
      });
      const now = clock.now();
      const placed = await recorder.update(merchantOrderNo, 'payby', (stored) =>
        afterPlacing(stored, answer, now),
      );
      return {order: placed, isCertain: true};
    } catch (error) {
      return this.#afterFailure(request, merchantOrderNo, error);
    }
  }

  /**
   * Places an open order again with the same parameters: PayBy returns that order, with a new token if the earlier one
   * has died. Resolves also when PayBy refuses or does not answer: the order keeps its token, and a later try follows.
   */
  async renewToken(merchantOrderNo: string): Promise<void> {
    const {payby, recorder, clock, notifyUrl, log} = this.#options;
    const order = await recorder.get(merchantOrderNo);
    try {
      const answer = await payby.placeOrder(parametersOf(order, undefined, notifyUrl));
      const now = clock.now();
      await recorder.update(
        merchantOrderNo,
        'payby',
        (stored) => afterPlacing(stored, answer, now),
        (before, after) => ({
          events:
            after.tokenUrl !== before.tokenUrl && after.tokenUrl ? [{kind: 'token-renewed', facts: {}}] : [],
        }),
      );
    } catch (error) {
      const now = clock.now();
      await recorder.update(
        merchantOrderNo,
        'payby',
        (stored) => afterFailedRenewal(stored, now),
        (_, after) => ({
          alerts: shouldAlert(after.followUp.token?.failures ?? 0)
            ? [
                codeNotRenewed(
                  after,
                  now,
                  'PayBy did not renew the code of this order, which may be dead by now.',
                ),
              ]
            : [],
        }),
      );
      log('token not renewed', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
    }
  }

  async #store(request: OrderRequest, by: Actor): Promise<Order> {
    const {recorder, clock} = this.#options;
    const order = this.#newOrder(request);
    if (await recorder.add(order, by)) return order;
    const stored = await recorder.get(order.merchantOrderNo);
    if (!isSameRequest(stored, order)) throw new OrderConflict('order-number-taken');
    return recorder.update(
      stored.merchantOrderNo,
      by,
      (latest) => beforePlacingAgain(latest, clock.now()),
      withEvent('placing-again'),
    );
  }

  #newOrder(request: OrderRequest): Order {
    const {clock, random} = this.#options;
    const requestTime = clock.now();
    return {
      merchantOrderNo: request.merchantOrderNo ?? newNumber(random),
      paySceneCode: request.paySceneCode,
      sku: request.sku,
      player: request.player,
      coins: request.coins,
      subject: request.subject,
      subjectAr: request.subjectAr,
      totalAmount: request.totalAmount,
      lifeMs: request.lifeMs,
      requestTime,
      expiredTime: requestTime + request.lifeMs,
      orderNo: undefined,
      tokenUrl: undefined,
      status: 'CREATED',
      revoked: false,
      failCode: undefined,
      failDes: undefined,
      reason: undefined,
      payment: undefined,
      payerMask: undefined,
      refunds: [],
      placement: 'pending',
      placedAt: requestTime,
      followUp: {
        queriedAt: 0,
        failures: 0,
        cancel: undefined,
        uncertainSince: 0,
        extendedAt: 0,
        token: undefined,
      },
    };
  }

  /** A refusal closes the order; a lost answer leaves it open, and at the counter the page shows it as open. */
  async #afterFailure(request: OrderRequest, merchantOrderNo: string, error: unknown): Promise<Placed> {
    const {recorder, log} = this.#options;
    const why = reasonOf(error);
    const isRefusal = error instanceof PaybyError && !error.outcomeUnknown && !MAY_BE_OURS.has(error.code);
    const order = await recorder.update(
      merchantOrderNo,
      'payby',
      (stored) => (isRefusal ? afterRefusedPlacing(stored, error.code) : afterLostPlacing(stored)),
      withEvent(isRefusal ? 'placing-refused' : 'placing-lost', {why}),
    );
    log('order not placed', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
    const isLost = error instanceof PaybyError && error.outcomeUnknown;
    // The customer's code may have been charged: another try could charge it twice.
    if (isLost && request.paySceneCode === 'QRPAY') return {order, isCertain: false};
    throw isAuthCodeRefused(request, error) ? new AuthCodeRefused(error) : error;
  }
}

/** PayBy has an order with this number, which may be this one: the next query decides. */
const MAY_BE_OURS: ReadonlySet<string> = new Set([
  PaybyCode.ORDER_PAID,
  PaybyCode.ORDER_FAILURE,
  PaybyCode.ORDER_SETTLED,
  PaybyCode.MERCHANT_ORDER_NO_EXIST,
  PaybyCode.ACQUIRE_ORDER_REVOKED,
  PaybyCode.ACQUIRE_ORDER_REFUNDED,
]);

/** The same for every placing of an order, because PayBy compares them. The expiry may have been moved since. */
function parametersOf(order: Order, authCode: string | undefined, notifyUrl: string | undefined): PlaceOrder {
  const {merchantOrderNo, subject, subjectAr, totalAmount, requestTime, lifeMs} = order;
  const expiredTime = requestTime + lifeMs;
  const scene = sceneParams(order.paySceneCode, authCode);
  return {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime, notifyUrl, scene};
}

/** PayBy's `terminalDetail`: in which store, on which device and by whom a customer's code was charged. */
function accessoryContentOf(till: Till | undefined, shop: Shop | undefined): JsonObject | undefined {
  const detail = Object.entries({...shop, ...till}).filter(([, text]) => text !== undefined);
  return till && detail.length > 0 ? {terminalDetail: Object.fromEntries(detail)} : undefined;
}

function sceneParams(paySceneCode: Scene, authCode = ''): SceneParams {
  switch (paySceneCode) {
    case 'DYNQR':
      return {paySceneCode};
    case 'QRPAY':
      return {paySceneCode, authCode};
    case 'CASHTOPUP':
      return {paySceneCode, businessType: 'GAME_TOP_UP'};
  }
}

/** Whether PayBy would take it for the same order. PayBy compares the auth code too, which is not stored. */
const isSameRequest = (a: Order, b: Order): boolean =>
  a.paySceneCode === b.paySceneCode &&
  a.sku === b.sku &&
  a.player === b.player &&
  a.subject === b.subject &&
  a.subjectAr === b.subjectAr &&
  sameMoney(a.totalAmount, b.totalAmount) &&
  a.lifeMs === b.lifeMs;

/** Our own checks leave nothing else in a QRPAY order for PayBy to reject than the customer's code. */
const isAuthCodeRefused = ({paySceneCode}: OrderRequest, error: unknown): boolean =>
  paySceneCode === 'QRPAY' && error instanceof PaybyError && error.code === PaybyCode.INVALID_PARAMETER;
