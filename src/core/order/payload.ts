/**
 * Opens what PayBy or the merchant's server sent, whatever it is wrapped in: JSON text, PayBy's `{head, body}`,
 * `{acquireOrder, interActionParams}`, a notification, or a flat object. PayBy's field names are used unchanged.
 */
import type {Issue} from '../errors.js';

/** A JSON object whose values have not been checked. */
export type Payload = Readonly<Record<string, unknown>>;

/** The result of parsing: a value that can be trusted, or the list of what is wrong with the input. */
export type Parsed<T> =
  {readonly ok: true; readonly value: T} | {readonly ok: false; readonly issues: readonly Issue[]};

/** True for an object that is neither `null` nor a list. */
export const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a field says anything: absent, `null` and empty all mean "missing", in every field of every shape. */
export const isPresent = (value: unknown): boolean =>
  value !== undefined && value !== null && (value as {readonly length?: unknown}).length !== 0;

/** A non-empty string, else `undefined`. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * The same for a number or a code, which a JSON library may write without quotes: as its decimal text. A number that
 * JavaScript does not hold exactly is `undefined`.
 */
export const numeral = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? String(value) : text(value);

/** The flat facts of an order: `acquireOrder` with its `tokenUrl` beside it, or the object itself. */
export function openPayload(input: unknown): Parsed<Payload> {
  let opened = input;
  if (typeof opened === 'string') {
    try {
      opened = JSON.parse(opened);
    } catch {
      // What a framework writes into an attribute for an object
      const isObject = input === '[object Object]';
      return wrong(
        '',
        isObject ? 'is an object rendered as text: set the property, or use JSON' : 'is not JSON',
      );
    }
  }
  if (isPayload(opened) && isPayload(opened['head'])) {
    const {applyStatus, code} = opened['head'];
    if (applyStatus !== 'SUCCESS')
      return wrong('head.applyStatus', `is ${String(applyStatus)}, code ${String(code)}`);
    opened = opened['body'];
  }
  if (isPayload(opened) && isPayload(opened['acquireOrder'])) {
    const {acquireOrder, interActionParams: tokens} = opened;
    opened = isPresent(acquireOrder['tokenUrl'])
      ? acquireOrder
      : {...acquireOrder, tokenUrl: isPayload(tokens) ? tokens['tokenUrl'] : undefined};
  }
  return isPayload(opened) ? {ok: true, value: opened} : wrong('', 'is not an object');
}

const wrong = (path: string, message: string): Parsed<never> => ({ok: false, issues: [{path, message}]});
