/** What the requests to the status and stream addresses have in common: URL, fetch options, refused HTTP statuses. */
import {StatusProblem, type ErrorCode} from '../../core/errors.js';
import {parseMoment} from '../../core/order/moment.js';
import type {Order} from '../../core/order/order.js';
import {REFUSED_POLL_DELAY_MS} from '../../core/status/poll-schedule.js';
import type {Credentials} from '../../core/status/status-source.js';

/** @param template address with `{merchantOrderNo}` and `{orderNo}`, absolute or relative to the page */
export function addressOf(template: string, {merchantOrderNo, orderNo = ''}: Order): URL {
  const address = template
    .replaceAll('{merchantOrderNo}', encodeURIComponent(merchantOrderNo))
    .replaceAll('{orderNo}', encodeURIComponent(orderNo));
  return new URL(address, document.baseURI);
}

/** The answer must be fresh and come from that very address, and the request does not contain the page's address. */
export const request = (
  url: URL,
  credentials: Credentials,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> =>
  fetch(url, {
    credentials,
    headers,
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal,
  });

/** The server's clock when it answered, ms since epoch; `undefined` for a header that cannot be that. */
export const serverTimeOf = ({headers}: Response): number | undefined =>
  parseMoment(Date.parse(headers.get('date') ?? '') || undefined, 'date', []);

/** @param name of the address, for the message */
export function refuseByStatus(response: Response, name: string): void {
  const {status, type, headers} = response;
  if (type === 'opaqueredirect') throw problem('status-redirect', `${name} redirects.`);
  if (status === 200 || status === 202) return;
  const message = `${name} answers ${status}.`;
  const isTransient = status >= 500 || status === 408 || status === 425 || status === 429;
  if (isTransient) {
    const retryAfterMs = retryAfter(headers.get('retry-after'), serverTimeOf(response));
    throw new StatusProblem({code: 'status-unreachable', message, retryable: true}, retryAfterMs);
  }
  throw problem('status-refused', message, REFUSED_POLL_DELAY_MS);
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), as ms from now on the server's own clock. */
function retryAfter(header: string | null, servedAt: number | undefined): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) || servedAt === undefined ? undefined : Math.max(0, at - servedAt);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = text ? 'The answer is not JSON.' : 'The answer is empty.';
    throw new StatusProblem({code: 'status-not-json', message, retryable: false, cause});
  }
}

/** A problem that another request does not solve. */
export const problem = (code: ErrorCode, message: string, retryAfterMs?: number): StatusProblem =>
  new StatusProblem({code, message, retryable: false}, retryAfterMs);
