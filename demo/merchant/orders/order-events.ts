/** The events of an order's timeline that follow from two of its states, and the alerts for staff. */
import {isPaid, type Actor, type Order} from './order.js';
import type {NewAlert, NewEvent} from './order-store.js';

/** When a change happened, and who caused it. */
export interface ChangeOrigin {
  readonly at: number;
  readonly by: Actor;
}

export function eventsBetween(before: Order, after: Order, {at, by}: ChangeOrigin): readonly NewEvent[] {
  const events: NewEvent[] = [];
  const add = (kind: string, facts: NewEvent['facts'] = {}): void => {
    events.push({at, by, kind, facts});
  };
  if (before.placement !== after.placement) add(`placing-${after.placement}`, {orderNo: after.orderNo});
  if (before.status !== after.status) {
    const {failCode, failDes, payment} = after;
    const failure = after.status === 'FAILURE' ? {failCode, failDes} : {};
    const paid = isPaid(after) ? {paidAmount: payment?.paidAmount.amount, paidTime: payment?.paidTime} : {};
    add('status', {from: before.status, to: after.status, ...failure, ...paid});
  }
  if (!before.revoked && after.revoked) add('revoked');
  if (before.payerMask === undefined && after.payerMask !== undefined) add('scanned');
  if (before.expiredTime !== after.expiredTime) add('end-moved', {expiredTime: after.expiredTime});
  for (const {refundMerchantOrderNo, amount, status} of after.refunds) {
    const known = before.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
    if (known?.status !== status) add('refund', {refundMerchantOrderNo, amount: amount.amount, status});
  }
  return events;
}

/** A payment of an order that was closed already: a person decides what happens to the money. */
export function alertsBetween(before: Order, after: Order, at: number): readonly NewAlert[] {
  if (before.status !== 'FAILURE' || !isPaid(after)) return [];
  return [
    alertAbout(after, 'late-payment', at, 'This order was closed, and then PayBy reported it as paid.'),
  ];
}

export const alertAbout = (
  {merchantOrderNo}: Pick<Order, 'merchantOrderNo'>,
  kind: string,
  raisedAt: number,
  message: string,
): NewAlert => ({key: `${kind} ${merchantOrderNo}`, kind, merchantOrderNo, message, raisedAt});
