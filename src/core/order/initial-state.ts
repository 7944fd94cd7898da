/**
 * What can be shown of an order before the part that watches over it is there: its code, if it is plainly open.
 * Anything else waits a moment for {@link beginning}, which may need to ask first.
 */
import type {CheckoutState} from './checkout-machine.js';
import {parseOrder} from './order.js';

/** @param now device time, ms since epoch */
export function opening(input: unknown, now: number): CheckoutState {
  if (isNoOrder(input)) return {phase: 'idle'};
  const parsed = parseOrder(input);
  if (!parsed.ok) return {phase: 'invalid', issues: parsed.issues};
  const {report, expiredTime = Infinity} = parsed.value;
  const isPlainlyOpen = report.word === 'CREATED' && !report.revoked && now < expiredTime;
  return isPlainlyOpen ? {phase: 'waiting', order: parsed.value} : {phase: 'idle'};
}

/** `null`, and the empty text of an attribute that was removed or never filled. */
export const isNoOrder = (input: unknown): boolean => input === null || input === undefined || input === '';
