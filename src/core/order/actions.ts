/** What a payer may ask of the merchant, and when it makes sense to offer it. */
import {isOpen, type CheckoutState} from './checkout-machine.js';
import type {ExportCapabilities} from '../voucher/browser-capabilities.js';
import {isPayload, time} from './payload.js';

export type Action = 'cancel' | 'renew' | 'extend';

/** All that `payby-action` asks of the page. */
export type AskedAction = Action | 'send-guide';

/** What a payer can do with a voucher without asking anyone. */
export type ExportAction = 'save' | 'print' | 'share' | 'calendar';

/** State of one payer action: confirming (cancel only), pending at the merchant, or failed. */
export type ActionState =
  | {readonly step: 'idle'}
  | {readonly step: 'confirming'; readonly action: 'cancel'}
  | {readonly step: 'pending'; readonly action: Action}
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

/** A reminder rings this long before the end; later there is nothing to remind of. */
export const REMIND_BEFORE_MIN = 30;

/**
 * @param wanted names of actions, as in the `actions` attribute; `null` for all that this device does well
 * @param canShare the device has a menu for sharing; without one, text can still be copied for who wants it
 */
export function offeredExports(
  wanted: string | null,
  {canDownload, canPrint}: ExportCapabilities,
  canShare: boolean,
  remainingMs: number | undefined,
): readonly ExportAction[] {
  const names = wanted?.split(/\s+/);
  const canRemind = canDownload && (remainingMs ?? 0) > REMIND_BEFORE_MIN * 60_000;
  const can = {save: true, print: canPrint, share: canShare || names !== undefined, calendar: canRemind};
  const all: readonly ExportAction[] = ['save', 'print', 'share', 'calendar'];
  return all.filter((action) => can[action] && (names?.includes(action) ?? true));
}

/** Sending the guide needs a merchant who sends, so it is never offered unasked. */
export const offersGuide = (wanted: string | null): boolean =>
  wanted?.split(/\s+/).includes('send-guide') ?? false;

/** The new end in the answer to `extend`: a time, or an object with `expiredTime`. */
export const newEnd = (answer: unknown): number | undefined =>
  time(isPayload(answer) ? answer['expiredTime'] : answer);
