/**
 * An order as the merchant keeps it, and what a word of PayBy makes of it. What is known about money only grows
 * heavier: an answer that is older, or comes out of order, never moves a paid order back.
 */
import type {AcquireOrder, PlacedOrder} from '../payby/answers.js';
import {sameMoney, type Money} from '../payby/money.js';
import type {Scene} from './catalog.js';

export type StatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

export interface Order {
  /** At least 120 random bits: whoever knows it is the payer, since payers have no accounts here. */
  readonly merchantOrderNo: string;
  readonly paySceneCode: Scene;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly lifeMs: number;
  readonly requestTime: number;
  readonly expiredTime: number;
  /** PayBy's number; unknown until PayBy has answered. */
  readonly orderNo: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly status: StatusWord;
  readonly revoked: boolean;
  readonly failCode: string | undefined;
  readonly failDes: string | undefined;
  readonly payment: AcquireOrder['payment'];
  /** The masked phone number of whoever scanned the code. */
  readonly payerMask: string | undefined;
  readonly refunds: readonly Refund[];
}

export interface Refund {
  readonly refundMerchantOrderNo: string;
  readonly amount: Money;
  readonly status: string;
}

/** PayBy speaks of another order, or of other money: nothing of it may be believed. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
}

/** More can still happen that only PayBy knows of. A paid order is open until it is settled. */
export const isOpen = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'CREATED' || status === 'PAID_SUCCESS');

export const isPaid = ({status, revoked}: Order): boolean =>
  !revoked && (status === 'PAID_SUCCESS' || status === 'SETTLED');

/** The order after a word of PayBy. Throws {@link ForeignAnswer}. */
export function heard(order: Order, answer: AcquireOrder): Order {
  if (answer.merchantOrderNo !== order.merchantOrderNo) throw new ForeignAnswer('another order');
  if (!sameMoney(answer.totalAmount, order.totalAmount))
    throw new ForeignAnswer('another amount or currency');
  const said = knownWord(answer.status);
  const status = said && weight[said] > weight[order.status] ? said : order.status;
  const isFailure = status === 'FAILURE' && said === 'FAILURE';
  return {
    ...order,
    orderNo: order.orderNo ?? answer.orderNo,
    status,
    revoked: order.revoked || answer.revoked,
    failCode: isFailure ? (answer.failCode ?? order.failCode) : order.failCode,
    failDes: isFailure ? (answer.failDes ?? order.failDes) : order.failDes,
    payment: order.payment ?? answer.payment,
  };
}

/** The order after PayBy took it. This is the one answer that brings the code to show. */
export function placed(order: Order, {acquireOrder, tokenUrl}: PlacedOrder): Order {
  const isRetry = order.failCode === NOT_PLACED;
  const before: Order = isRetry
    ? {...order, status: 'CREATED', failCode: undefined, failDes: undefined}
    : order;
  return {...heard(before, acquireOrder), tokenUrl: tokenUrl ?? order.tokenUrl};
}

/** The order after PayBy refused to take it: it exists with us only, and may be placed again. */
export function notPlaced(order: Order, why: string): Order {
  return order.orderNo === undefined
    ? {...order, status: 'FAILURE', failCode: NOT_PLACED, failDes: why}
    : order;
}

const NOT_PLACED = 'NOT_PLACED';

/** A late "paid" weighs more than "failed": the money has moved. */
const weight: Readonly<Record<StatusWord, number>> = {CREATED: 0, FAILURE: 1, PAID_SUCCESS: 2, SETTLED: 3};

/** `undefined` for a word that we do not know, which then changes nothing. */
function knownWord(word: string): StatusWord | undefined {
  switch (word) {
    case 'CREATED':
    case 'PAID_SUCCESS':
    case 'SETTLED':
    case 'FAILURE':
      return word;
    case 'SETTLED_SUCCESS': // of older material
      return 'SETTLED';
    default:
      return undefined;
  }
}
