/** What changed between two states of an order, in words for its timeline; and what staff must be told of it. */
import {isPaid, type Actor, type Order} from './order.js';
import type {NewAlert, NewEvent} from '../storage/order-store.js';

export interface Occasion {
  readonly at: number;
  readonly by: Actor;
}

export function eventsBetween(before: Order, after: Order, {at, by}: Occasion): readonly NewEvent[] {
  const events: NewEvent[] = [];
  const note = (kind: string, facts: NewEvent['facts'] = {}): void => {
    events.push({at, by, kind, facts});
  };
  if (before.placement !== after.placement) note(`placing-${after.placement}`, {orderNo: after.orderNo});
  if (before.status !== after.status) {
    const {failCode, failDes, payment} = after;
    const failure = after.status === 'FAILURE' ? {failCode, failDes} : {};
    const paid = isPaid(after) ? {paidAmount: payment?.paidAmount.amount, paidTime: payment?.paidTime} : {};
    note('status', {from: before.status, to: after.status, ...failure, ...paid});
  }
  if (!before.revoked && after.revoked) note('revoked');
  if (before.payerMask === undefined && after.payerMask !== undefined) note('scanned');
  if (before.expiredTime !== after.expiredTime) note('end-moved', {expiredTime: after.expiredTime});
  for (const {refundMerchantOrderNo, amount, status} of after.refunds) {
    const known = before.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
    if (known?.status !== status) note('refund', {refundMerchantOrderNo, amount: amount.amount, status});
  }
  return events;
}

/** Money that arrives for an order which was called over is somebody's: a person decides what happens to it. */
export function alertsBetween(before: Order, after: Order, at: number): readonly NewAlert[] {
  if (before.status !== 'FAILURE' || !isPaid(after)) return [];
  return [
    alertAbout(after, 'late-payment', at, 'This order was closed, and then PayBy said that it is paid.'),
  ];
}

export const alertAbout = (
  {merchantOrderNo}: Pick<Order, 'merchantOrderNo'>,
  kind: string,
  raisedAt: number,
  message: string,
): NewAlert => ({key: `${kind} ${merchantOrderNo}`, kind, merchantOrderNo, message, raisedAt});
