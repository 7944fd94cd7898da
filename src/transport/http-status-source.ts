/**
 * Asks the merchant's status address over HTTP. What comes back is bytes from a network: its size, type and place
 * are checked here, its meaning in core.
 */
import {StatusProblem, type ErrorCode} from '../core/errors.js';
import type {Order} from '../core/order.js';
import type {AskStatus, Credentials, StatusAnswer} from '../core/status-source.js';

/** A status is well under 4 kB; an answer beyond this is a page or a mistake. */
const MAX_BYTES = 64_000;
/** How long an address that says a final "no" is left alone, ms. */
const REFUSED_REST_MS = 30_000;

/** @param template address with `{merchantOrderNo}` and `{orderNo}`, absolute or relative to the page */
export function httpStatusSource(template: string, credentials: Credentials): AskStatus {
  let etag: string | null = null;
  let last: unknown;
  return async (order, signal) => {
    const url = new URL(fill(template, order), document.baseURI);
    // Elsewhere the header would cost a CORS preflight for every question.
    const headers: Record<string, string> =
      etag && url.origin === location.origin ? {'if-none-match': etag} : {};
    const response = await fetch(url, {
      credentials,
      headers: {accept: 'application/json', ...headers},
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal,
    });
    const servedAt = Date.parse(response.headers.get('date') ?? '') || undefined;
    if (response.status === 304 && etag) return {payload: last, servedAt, repeated: true};
    refuseByStatus(response, servedAt);
    last = parse(await readText(response));
    etag = response.headers.get('etag');
    return {payload: last, servedAt} satisfies StatusAnswer;
  };
}

const fill = (template: string, {merchantOrderNo, orderNo = ''}: Order): string =>
  template
    .replaceAll('{merchantOrderNo}', encodeURIComponent(merchantOrderNo))
    .replaceAll('{orderNo}', encodeURIComponent(orderNo));

function refuseByStatus({status, type, headers}: Response, servedAt: number | undefined): void {
  if (type === 'opaqueredirect') throw problem('status-redirect', 'the status address redirects');
  if (status === 200) return;
  const isWeather = status >= 500 || status === 408 || status === 425 || status === 429;
  if (isWeather) {
    const message = `the status address answers ${status}`;
    const rest = retryAfter(headers.get('retry-after'), servedAt);
    throw new StatusProblem({code: 'status-unreachable', message, retryable: true}, rest);
  }
  throw problem('status-refused', `the status address answers ${status}`, REFUSED_REST_MS);
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), as ms from now on the server's own clock. */
function retryAfter(header: string | null, servedAt: number | undefined): number | undefined {
  if (!header) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) || servedAt === undefined ? undefined : Math.max(0, at - servedAt);
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ;) {
    const {done, value} = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MAX_BYTES) {
      await reader.cancel();
      throw problem('status-too-large', `the answer is larger than ${MAX_BYTES} bytes`);
    }
    text += decoder.decode(value, {stream: true});
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problem('status-not-json', text ? 'the answer is not JSON' : 'the answer is empty');
  }
}

const problem = (code: ErrorCode, message: string, restMs?: number): StatusProblem =>
  new StatusProblem({code, message, retryable: false}, restMs);
