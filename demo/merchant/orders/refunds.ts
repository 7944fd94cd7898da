/**
 * Refunds paid orders. The amount is reserved in the order before PayBy is called, so that two refunds at once never
 * give back more than was paid; a refund without an answer stays reserved until PayBy has reported its end.
 */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {PaybyClient} from '../../payby/client.js';
import {fromFils, toFils} from '../../payby/money.js';
import {PaybyError} from '../../payby/payby-error.js';
import type {Random} from '../../payby/random.js';
import type {RefundOrder} from '../../payby/responses.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {failureFacts, OrderConflict, reasonOf, RefundNotFound} from './errors.js';
import {ALERT_AFTER, shouldAlert, UNCERTAIN_MS} from './next-step.js';
import {alertAbout} from './order-events.js';
import {newNumber} from './order-number.js';
import type {OrderRecorder} from './order-recorder.js';
import type {RefundRequest} from './order-requests.js';
import {RefundNumberTaken, type NewAlert} from './order-store.js';
import {
  applyRefundAnswer,
  refundDelayMs,
  refundedFils,
  shortOrderNo,
  withRefund,
  type Actor,
  type Order,
  type Refund,
} from './order.js';

export interface RefundsOptions {
  readonly payby: PaybyClient;
  readonly recorder: OrderRecorder;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where PayBy sends notifications; without it, PayBy is only queried. */
  readonly notifyUrl: string | undefined;
}

export interface Refunded {
  readonly order: Order;
  /** Its status is `REQUESTED` while PayBy's answer is missing. */
  readonly refund: Refund;
}

type NumberedRequest = RefundRequest & {readonly refundMerchantOrderNo: string};

export class Refunds {
  readonly #options: RefundsOptions;

  constructor(options: RefundsOptions) {
    this.#options = options;
  }

  /** The same refund number with the same amount is the same refund. Rejects when PayBy refuses it. */
  async refund(merchantOrderNo: string, request: RefundRequest, by: Actor): Promise<Refunded> {
    const {recorder, random} = this.#options;
    const refundMerchantOrderNo = request.refundMerchantOrderNo ?? newNumber(random);
    const reserved = await this.#reserve(merchantOrderNo, {...request, refundMerchantOrderNo}, by);
    try {
      await this.#send(reserved, findRefund(reserved, refundMerchantOrderNo));
    } catch (error) {
      // PayBy may have made it. It stays reserved and is queried; reported as failed, it would be made twice.
      if (!(error instanceof PaybyError) || !error.outcomeUnknown) throw error;
    }
    const order = await recorder.get(merchantOrderNo);
    return {order, refund: findRefund(order, refundMerchantOrderNo)};
  }

  /** Queries a refund that has no final status; one that never reached PayBy is sent again. */
  async followUp(order: Order, refund: Refund): Promise<void> {
    const {payby, recorder} = this.#options;
    const {merchantOrderNo} = order;
    const {refundMerchantOrderNo} = refund;
    await recorder.update(merchantOrderNo, 'reconciler', (stored) =>
      withRefund(stored, this.#afterTry(findRefund(stored, refundMerchantOrderNo))),
    );
    try {
      await this.#apply(merchantOrderNo, await payby.getRefund(refundMerchantOrderNo));
    } catch (error) {
      const hasArrived =
        !(error instanceof PaybyError) || error.code !== PaybyCode.REFUND_MERCHANT_ORDER_NO_NOT_EXIST;
      if (hasArrived) {
        await this.#afterFailedQuery(merchantOrderNo, refundMerchantOrderNo, error);
        throw error;
      }
      await this.#send(order, refund);
    }
  }

  async #reserve(merchantOrderNo: string, request: NumberedRequest, by: Actor): Promise<Order> {
    const {recorder, clock} = this.#options;
    const now = clock.now();
    try {
      return await recorder.update(merchantOrderNo, by, (order) => withReserved(order, request, now));
    } catch (error) {
      throw error instanceof RefundNumberTaken ? new OrderConflict('refund-number-taken') : error;
    }
  }

  /** PayBy takes the same number for the same refund, however often it is sent. */
  async #send({merchantOrderNo}: Order, refund: Refund): Promise<void> {
    const {payby, notifyUrl} = this.#options;
    const {refundMerchantOrderNo, amount, reason} = refund;
    try {
      const answer = await payby.refund({
        refundMerchantOrderNo,
        originMerchantOrderNo: merchantOrderNo,
        amount,
        reason,
        notifyUrl,
      });
      await this.#apply(merchantOrderNo, answer);
    } catch (error) {
      await this.#afterFailure(merchantOrderNo, refundMerchantOrderNo, error);
      throw error;
    }
  }

  async #apply(merchantOrderNo: string, answer: RefundOrder): Promise<void> {
    const {recorder, clock} = this.#options;
    const now = clock.now();
    await recorder.update(merchantOrderNo, 'payby', (order) => applyRefundAnswer(order, answer, now));
  }

  async #afterFailure(merchantOrderNo: string, refundMerchantOrderNo: string, error: unknown): Promise<void> {
    const {recorder, clock, log} = this.#options;
    const why = reasonOf(error);
    const isRefusal = error instanceof PaybyError && !error.outcomeUnknown;
    const now = clock.now();
    await recorder.update(
      merchantOrderNo,
      'payby',
      (order) => {
        const refund = findRefund(order, refundMerchantOrderNo);
        // When a repeated request is refused, the first one may still be on its way; but not for ever.
        const isOnlyOne = refund.tries === 0 || now >= refund.requestedAt + UNCERTAIN_MS;
        if (isRefusal && refund.status === 'REQUESTED' && isOnlyOne) {
          return withRefund(order, {...refund, status: 'REFUSED'});
        }
        const failed = afterFailure(refund);
        return withRefund(order, refund.tries === 0 ? this.#afterTry(failed) : failed);
      },
      (_, after) => ({
        events: [{kind: 'refund-failed', facts: {refundMerchantOrderNo, why}}],
        alerts: failingAlerts(after, refundMerchantOrderNo, now),
      }),
    );
    log('refund failed', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
  }

  /** Nothing follows from it about the refund: the next query is due already. */
  async #afterFailedQuery(
    merchantOrderNo: string,
    refundMerchantOrderNo: string,
    error: unknown,
  ): Promise<void> {
    const {recorder, clock, log} = this.#options;
    const why = reasonOf(error);
    await recorder.update(
      merchantOrderNo,
      'reconciler',
      (order) => withRefund(order, afterFailure(findRefund(order, refundMerchantOrderNo))),
      (_, after) => {
        const {failures} = findRefund(after, refundMerchantOrderNo);
        const facts = {refundMerchantOrderNo, why, tries: failures};
        return {
          events: failures <= ALERT_AFTER ? [{kind: 'query-failed', facts}] : [],
          alerts: failingAlerts(after, refundMerchantOrderNo, clock.now()),
        };
      },
    );
    log('refund not queried', {order: shortOrderNo(merchantOrderNo), ...failureFacts(error)});
  }

  #afterTry(refund: Refund): Refund {
    const tries = refund.tries + 1;
    return {...refund, tries, nextAt: this.#options.clock.now() + refundDelayMs(tries)};
  }
}

const afterFailure = (refund: Refund): Refund => ({...refund, failures: refund.failures + 1});

function failingAlerts(order: Order, refundMerchantOrderNo: string, at: number): readonly NewAlert[] {
  if (!shouldAlert(findRefund(order, refundMerchantOrderNo).failures)) return [];
  return [alertAbout(order, 'refund-failing', at, 'PayBy does not answer about a refund of this order.')];
}

function withReserved(order: Order, request: NumberedRequest, now: number): Order {
  const {refundMerchantOrderNo, reason} = request;
  const known = order.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (known && request.amount !== undefined && request.amount !== known.amount.amount) {
    throw new OrderConflict('refund-number-taken');
  }
  if (known && known.status !== 'REFUSED') return order;
  const left = toFils(order.totalAmount.amount) - refundedFils(order);
  const amount = request.amount ?? known?.amount.amount ?? fromFils(left);
  if (left <= 0n || toFils(amount) > left) throw new OrderConflict('refund-too-large');
  return withRefund(order, {
    refundMerchantOrderNo,
    amount: {amount, currency: order.totalAmount.currency},
    reason: known?.reason ?? reason,
    status: 'REQUESTED',
    requestedAt: now,
    tries: 0,
    failures: 0,
    nextAt: now,
  });
}

function findRefund({refunds}: Order, refundMerchantOrderNo: string): Refund {
  const refund = refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (!refund) throw new RefundNotFound();
  return refund;
}
