/** The optional actions of a checkout: which of them the merchant lists, and when each is offered. */
import {parseWords, type ReportIssue} from '../attributes.js';
import {isOpen, type CheckoutState} from './checkout-machine.js';
import type {ExportCapabilities} from '../voucher/browser-capabilities.js';
import {parseMoment} from './moment.js';
import {isPayload} from './payload.js';

/** The words of the `actions` attribute. */
const ACTION_NAMES = [
  'open-app',
  'cancel',
  'extend',
  'renew',
  'copy',
  'save',
  'print',
  'share',
  'calendar',
  'send-guide',
] as const;

export type ActionName = (typeof ACTION_NAMES)[number];

/** Names separated by blanks. The compiler checks the first one, the element each of them. */
export type ActionNames = ActionName | `${ActionName} ${string}` | '';

/** An action that only the merchant's server can carry out, with a button of its own. */
export type Action = 'cancel' | 'renew' | 'extend';

/** The actions that `payby-action` requests from the page. */
export type MerchantAction = Action | 'send-guide';

/** What a payer can do with a voucher on the device alone. */
export type ExportAction = 'save' | 'print' | 'share' | 'calendar';

/** State of one payer action: confirming (cancel only), pending at the merchant, or failed. */
export type ActionState =
  | {readonly step: 'idle'}
  | {readonly step: 'confirming'; readonly action: 'cancel'}
  | {readonly step: 'pending'; readonly action: Action}
  | {readonly step: 'failed'; readonly action: Action};

/** More time is offered this long before the order expires (WCAG 2.2.1 asks for 20 seconds at least), ms. */
export const EXTEND_BEFORE_MS = 120_000;

/** The actions that an `actions` attribute lists; `undefined` without the attribute, which means the default. */
export const parseActions = (
  listed: string | null,
  report?: ReportIssue,
): ReadonlySet<ActionName> | undefined =>
  listed === null ? undefined : parseWords('actions', listed, ACTION_NAMES, report);

/** Whether an `actions` attribute lists an action; `byDefault` is the answer without the attribute. */
export const listsAction = (listed: string | null, action: ActionName, byDefault = false): boolean =>
  parseActions(listed)?.has(action) ?? byDefault;

/** @param listed the `actions` attribute */
export function offeredActions(
  listed: string | null,
  state: CheckoutState,
  remainingMs: number | undefined,
): readonly Action[] {
  const all: readonly Action[] = ['extend', 'cancel', 'renew'];
  return all.filter((action) => listsAction(listed, action) && isOffered(action, state, remainingMs));
}

function isOffered(action: Action, state: CheckoutState, remainingMs = Infinity): boolean {
  switch (action) {
    case 'cancel':
      return isOpen(state);
    case 'extend':
      return isOpen(state) && remainingMs <= EXTEND_BEFORE_MS;
    case 'renew': // only after the server has reported it as unpaid
      return state.phase === 'expired' || state.phase === 'failed' || state.phase === 'cancelled';
  }
}

/** A calendar reminder rings this long before the order expires, and is not offered later, minutes. */
export const REMIND_BEFORE_MIN = 30;

/**
 * @param listed the `actions` attribute; `null` for all that this device does well
 * @param canShare the device has a share sheet; without one, text can still be copied where the merchant lists `share`
 */
export function offeredExports(
  listed: string | null,
  {canDownload, canPrint}: ExportCapabilities,
  canShare: boolean,
  remainingMs: number | undefined,
): readonly ExportAction[] {
  const names = parseActions(listed);
  const canRemind = canDownload && (remainingMs ?? 0) > REMIND_BEFORE_MIN * 60_000;
  const can = {save: true, print: canPrint, share: canShare || names !== undefined, calendar: canRemind};
  const all: readonly ExportAction[] = ['save', 'print', 'share', 'calendar'];
  return all.filter((action) => can[action] && (names?.has(action) ?? true));
}

/** Whether the attribute lists an action for which the code of the voucher is needed. */
export const listsExport = (listed: string | null): boolean =>
  (['copy', 'save', 'print', 'share', 'calendar'] as const).some((action) => listsAction(listed, action));

/** The new `expiredTime` in the answer to `extend`: a time in ms, or an object with `expiredTime`. */
export const newEnd = (answer: unknown): number | undefined =>
  parseMoment(isPayload(answer) ? answer['expiredTime'] : answer, '', []);
