/** What the console says of a promise that the page has given to `waitUntil()` and that was rejected. */
import {maskCode} from '../core/scan/payment-code.js';
import {messageOf} from './message-of.js';

/** A rejection may be the page's refusal or a bug of the page; its text is logged without the code. */
export const rejectionText = (cause: unknown, code: string): string =>
  `A waitUntil() promise was rejected: ${textOf(cause).replaceAll(code, maskCode(code))}`;

/** Name, message and stack, and those of its causes. Never the object itself, whose fields may hold the code. */
function textOf(cause: unknown, depth = 0): string {
  const message = messageOf(cause);
  if (!message && !(cause instanceof Error)) return cause instanceof Object ? 'not an Error' : String(cause);
  const {name, stack, cause: inner} = cause as Partial<Error>;
  const title = `${name ?? 'Error'}: ${message}`;
  const own = typeof stack !== 'string' ? title : stack.includes(message) ? stack : `${title}\n${stack}`;
  return inner === undefined || depth > 3 ? own : `${own}\nCaused by: ${textOf(inner, depth + 1)}`;
}
