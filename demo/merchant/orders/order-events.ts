/** The events of an order's timeline that follow from two of its states, and the alerts for staff. */
import {coinEntryBetween, coinsDue, givenBackFils} from './coin-ledger.js';
import {isPaid, isUnpaid, type Actor, type Order, type Refund} from './order.js';
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
  const entry = coinEntryBetween(before, after);
  if (entry) add(`coins-${entry.kind}`, {player: entry.player, coins: entry.coins});
  return events;
}

/** What a person has to decide about, since money is not where the server's answers have put it. */
export function alertsBetween(before: Order, after: Order, at: number): readonly NewAlert[] {
  const late =
    before.status === 'FAILURE' && isPaid(after)
      ? [alertAbout(after, 'late-payment', at, 'This order was closed, and then PayBy reported it as paid.')]
      : [];
  return [
    ...late,
    ...lostCode(before, after, at),
    ...after.refunds.flatMap((refund) => refundAlerts(before, after, refund, at)),
    ...coinAlerts(before, after, at),
  ];
}

function coinAlerts(before: Order, after: Order, at: number): readonly NewAlert[] {
  const entry = coinEntryBetween(before, after);
  if (entry?.kind === 'credited' && entry.player === undefined) {
    const message = 'Paid coins are for no player: find the payer, or refund the order.';
    return [alertAbout(after, 'coins-unclaimed', at, message)];
  }
  const isPartRefund = givenBackFils(after) > givenBackFils(before) && coinsDue(after) > 0;
  if (!isPartRefund) return [];
  const message =
    'A part of the price was given back, and the player has all coins. Decide what to take back.';
  return [alertAbout(after, 'coins-part-refunded', at, message)];
}

/** The payer scans a code that PayBy refuses, and the order cannot get another one. */
function lostCode(before: Order, after: Order, at: number): readonly NewAlert[] {
  if (!after.followUp.token?.isLost || before.followUp.token?.isLost || !isUnpaid(after)) return [];
  return [codeNotRenewed(after, at, 'PayBy no longer takes the code of this extended order.')];
}

export const codeNotRenewed = (order: Order, at: number, what: string): NewAlert =>
  alertAbout(
    order,
    'code-not-renewed',
    at,
    `${what} If its payer cannot pay, cancel it and place a new one.`,
  );

/** A refund that PayBy had accepted and that failed, or that was made after it had been reported as failed. */
function refundAlerts(before: Order, order: Order, refund: Refund, at: number): readonly NewAlert[] {
  const {refundMerchantOrderNo, amount, status} = refund;
  const known = before.refunds.find((other) => other.refundMerchantOrderNo === refundMerchantOrderNo);
  if (known?.status === status) return [];
  const money = `${amount.currency} ${amount.amount}`;
  const alert = (kind: string, message: string): NewAlert => ({
    ...alertAbout(order, kind, at, message),
    key: `${kind} ${order.merchantOrderNo} ${refundMerchantOrderNo}`, // each refund has its own
  });
  if (status === 'FAILURE') {
    const message = `PayBy could not give back ${money} to the payer. The amount can be refunded again.`;
    return [alert('refund-failed', message)];
  }
  return status === 'SUCCESS' && known?.status === 'FAILURE'
    ? [
        alert(
          'refund-after-failure',
          `PayBy gave back ${money} after all, although it had reported a failure.`,
        ),
      ]
    : [];
}

export const alertAbout = (
  {merchantOrderNo}: Pick<Order, 'merchantOrderNo'>,
  kind: string,
  raisedAt: number,
  message: string,
): NewAlert => ({key: `${kind} ${merchantOrderNo}`, kind, merchantOrderNo, message, raisedAt});
