/** What a payer may ask of the merchant, and when it makes sense to offer it. */
import {isOpen, type CheckoutState} from './checkout-machine.js';
import {isPayload, time} from './payload.js';

export type Action = 'cancel' | 'renew' | 'extend';

/** A payer's wish on its way: asked about once more, in work at the merchant's, or gone wrong. */
export type ActionState =
  | {readonly step: 'rest'}
  | {readonly step: 'sure'; readonly action: 'cancel'}
  | {readonly step: 'busy'; readonly action: Action}
  | {readonly step: 'failed'; readonly action: Action};

/** More time is offered this long before the end (WCAG 2.2.1 asks for 20 seconds at least), ms. */
export const EXTEND_BEFORE_MS = 120_000;

/** @param wanted names of actions, as in the `actions` attribute */
export function offeredActions(
  wanted: string | null,
  state: CheckoutState,
  remainingMs: number | undefined,
): readonly Action[] {
  const names = (wanted ?? '').split(/\s+/);
  const all: readonly Action[] = ['extend', 'cancel', 'renew'];
  return all.filter((action) => names.includes(action) && isOffered(action, state, remainingMs));
}

function isOffered(action: Action, state: CheckoutState, remainingMs = Infinity): boolean {
  switch (action) {
    case 'cancel':
      return isOpen(state);
    case 'extend':
      return isOpen(state) && remainingMs <= EXTEND_BEFORE_MS;
    case 'renew': // only after the server has said that it is unpaid
      return state.phase === 'expired' || state.phase === 'failed' || state.phase === 'cancelled';
  }
}

/** The new end in the answer to `extend`: a time, or an object with `expiredTime`. */
export const newEnd = (answer: unknown): number | undefined =>
  time(isPayload(answer) ? answer['expiredTime'] : answer);
