/**
 * Requests the status from the merchant's status address over HTTP. Size, type and origin of the answer are checked here,
 * its meaning in core.
 */
import type {RequestStatus, Credentials, StatusAnswer} from '../../core/status/status-source.js';
import {addressOf, parseJson, problem, refuseByStatus, request, serverTimeOf} from './status-request.js';

/** A status is well under 4 kB; a longer answer is an HTML page or an error. */
const MAX_LENGTH = 64_000;

/** @param template address with `{merchantOrderNo}` and `{orderNo}`, absolute or relative to the page */
export function httpStatusSource(template: string, credentials: Credentials): RequestStatus {
  let etag: string | null = null;
  /** The order that `etag` and `last` are of: the answer about another may have the same tag. */
  let number = '';
  let last: unknown;
  return async (order, signal) => {
    const url = addressOf(template, order);
    if (order.merchantOrderNo !== number) etag = null;
    number = order.merchantOrderNo;
    // On another origin the header would cost a CORS preflight for every request
    const headers: Record<string, string> =
      etag && url.origin === location.origin ? {'if-none-match': etag} : {};
    const response = await request(url, credentials, {accept: 'application/json', ...headers}, signal);
    const servedAt = serverTimeOf(response);
    const isRepeated = response.status === 304 && etag;
    if (!isRepeated) refuseByStatus(response, 'The status address');
    // Also where there is nothing in it: Chromium shows an answer that nobody has read as canceled
    const text = await readText(response);
    if (isRepeated) return {payload: last, servedAt, repeated: true};
    last = parseJson(text);
    etag = response.headers.get('etag');
    return {payload: last, servedAt} satisfies StatusAnswer;
  };
}

/**
 * Not with a reader: Chromium shows about every third request that a reader has read to its end as canceled. Without an
 * end it is given up with the request, and a larger one that says so is not read at all.
 */
async function readText(response: Response): Promise<string> {
  const isTooLarge = (length: number): boolean => length > MAX_LENGTH;
  const text = isTooLarge(Number(response.headers.get('content-length'))) ? undefined : await response.text();
  if (text === undefined || isTooLarge(text.length))
    throw problem('status-too-large', `The answer is larger than ${MAX_LENGTH} characters.`);
  return text;
}
