/**
 * What a host (the page around a frame, or the app around a web view) may send to an embedded checkout. Every message
 * is an object, or its JSON, with `payby: 1`. docs/embedding.md describes them, dist/bridge.schema.json is their schema.
 */
import {isPayload, type Payload} from '../order/payload.js';

/** The versions of the messages that this package speaks. */
export const BRIDGE_VERSIONS = [1] as const;

/** The longest message that is read, characters of JSON: an order with a token of 2,048 bytes has room many times. */
export const MAX_MESSAGE_LENGTH = 65_536;

/** Visible area that the host covers, CSS px. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The settings of the element that a host may give together with an order. */
const SHOW_SETTINGS = [
  'statusUrl',
  'streamUrl',
  'credentials',
  'successOn',
  'locale',
  'languages',
  'brand',
  'actions',
  'stores',
  'storesUrl',
] as const;

export type BridgeTheme = 'light' | 'dark' | 'auto';

export type BridgeCommand =
  /** The host is there: it learns the phase and the last outcome. `opensUrls`: it opens links itself. */
  | {readonly type: 'hello'; readonly versions: readonly number[]; readonly opensUrls?: boolean}
  /** Shows an order. The settings are the element's properties. */
  | {readonly type: 'show'; readonly order: Payload; readonly settings: Payload}
  | {readonly type: 'locale'; readonly locale: string | null}
  | {readonly type: 'theme'; readonly theme: BridgeTheme}
  /** The host's server was asked to cancel: the status is requested at once, and decides. */
  | {readonly type: 'cancel'}
  /** Shows nothing any more. */
  | {readonly type: 'close'}
  /** The phone's back button: closes a dialog of the checkout, if one is open. */
  | {readonly type: 'back'}
  /** For engines that dispatch no `visibilitychange`. */
  | {readonly type: 'visibility'; readonly visible: boolean}
  | {readonly type: 'insets'; readonly insets: Insets}
  /** The answer to a message of type `action`. */
  | {readonly type: 'answer'; readonly id: number; readonly isOk: boolean; readonly value: unknown};

/** Why a message for a checkout is ignored. */
export type IgnoredReason = 'too-large' | 'malformed' | 'version' | 'origin';

export type ParsedCommand =
  | {readonly ok: true; readonly command: BridgeCommand}
  /** `foreign`: it is no message for a checkout. */
  | {readonly ok: false; readonly reason: IgnoredReason | 'foreign'};

/** Reads one message of a host. A message of somebody else, a library's for example, is `foreign`. */
export function parseCommand(data: unknown): ParsedCommand {
  const message = opened(data);
  if (message === 'too-large') return refused(message);
  if (!isPayload(message) || !('payby' in message)) return refused('foreign');
  if (!BRIDGE_VERSIONS.some((version) => version === message['payby'])) return refused('version');
  const command = commandOf(message);
  return command ? {ok: true, command} : refused('malformed');
}

function opened(data: unknown): unknown {
  if (typeof data !== 'string') return isPayload(data) && isTooLarge(data) ? 'too-large' : data;
  if (data.length > MAX_MESSAGE_LENGTH) return data.includes('"payby"') ? 'too-large' : undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}

/** Of a page's own large message nothing is read but whether it is for a checkout. */
function isTooLarge(data: Payload): boolean {
  if (!('payby' in data)) return false;
  try {
    return JSON.stringify(data).length > MAX_MESSAGE_LENGTH;
  } catch {
    return true; // a circle, a BigInt: no JSON at all
  }
}

function commandOf(message: Payload): BridgeCommand | undefined {
  switch (message['type']) {
    case 'hello':
      return helloOf(message);
    case 'show':
      return showOf(message);
    case 'locale': {
      const {locale} = message;
      return typeof locale === 'string' || locale === null ? {type: 'locale', locale} : undefined;
    }
    case 'theme': {
      const {theme} = message;
      return theme === 'light' || theme === 'dark' || theme === 'auto' ? {type: 'theme', theme} : undefined;
    }
    case 'cancel':
    case 'close':
    case 'back':
      return {type: message['type']};
    case 'visibility': {
      const {visible} = message;
      return typeof visible === 'boolean' ? {type: 'visibility', visible} : undefined;
    }
    case 'insets':
      return insetsOf(message);
    case 'answer':
      return answerOf(message);
    default:
      return undefined;
  }
}

function helloOf({versions, opensUrls}: Payload): BridgeCommand | undefined {
  if (!Array.isArray(versions) || !versions.every((version) => Number.isInteger(version))) return undefined;
  if (opensUrls !== undefined && typeof opensUrls !== 'boolean') return undefined;
  return {
    type: 'hello',
    versions: versions as number[],
    ...(opensUrls !== undefined && {opensUrls}),
  };
}

function showOf(message: Payload): BridgeCommand | undefined {
  const {order} = message;
  const settings = Object.fromEntries(
    SHOW_SETTINGS.filter((name) => message[name] !== undefined).map((name) => [name, message[name]]),
  );
  const isFit = Object.entries(settings).every(([name, value]) => value === null || isSetting(name, value));
  return isPayload(order) && isFit ? {type: 'show', order, settings} : undefined;
}

/** What is inside, the element checks itself. */
const isSetting = (name: string, value: unknown): boolean =>
  typeof value === 'string'
    ? name !== 'brand'
    : (name === 'brand' && isPayload(value)) || (name === 'stores' && Array.isArray(value));

/** A side that is left out is 0. */
function insetsOf(message: Payload): BridgeCommand | undefined {
  const [top, right, bottom, left] = ['top', 'right', 'bottom', 'left'].map((side) => message[side] ?? 0);
  const isSide = (side: unknown): side is number =>
    typeof side === 'number' && Number.isFinite(side) && side >= 0;
  return isSide(top) && isSide(right) && isSide(bottom) && isSide(left)
    ? {type: 'insets', insets: {top, right, bottom, left}}
    : undefined;
}

function answerOf({id, ok, value}: Payload): BridgeCommand | undefined {
  return Number.isSafeInteger(id) && typeof ok === 'boolean'
    ? {type: 'answer', id: id as number, isOk: ok, value}
    : undefined;
}

const refused = (reason: IgnoredReason | 'foreign'): ParsedCommand => ({ok: false, reason});
