// Requests to the demo server: read (GET) and send (POST). A failed request rejects with an ApiError, whose code lets
// the page choose a sentence in its own language.

/** @import {Read, Send} from './api-types.js' */
/** @import {Translate} from './language.js' */

const TIMEOUT_MS = 15_000;

export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions & {status?: number}} [options] `status` is the HTTP status, or 0 when no response came.
   */
  constructor(code, message, {status = 0, ...options} = {}) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

/** @type {Read} */
export const read = (/** @type {string} */ path) => request(path, {});

/** @type {Send} */
export const send = (/** @type {string} */ path, /** @type {object} */ body = {}) =>
  request(path, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});

/**
 * The sentence for a failed request: the one for its code where the page has one, else a general one.
 * @param {unknown} error
 * @param {Translate<'error-other'>} translate
 */
export function explain(error, translate) {
  const code = error instanceof ApiError ? error.code : 'other';
  return translate.ifKnown(`error-${code}`) ?? translate('error-other');
}

/**
 * For a `catch` that shows a sentence or tries again: a failed request is expected there, but any other error is a bug
 * of the page and has to be seen.
 * @param {unknown} error
 */
export function logFailure(error) {
  if (error instanceof ApiError) console.debug('A request failed:', error.code);
  else console.error(error);
}

/** @param {unknown} error */
export const isLoginNeeded = (error) => error instanceof ApiError && error.code === 'login-needed';

/**
 * @param {string} path
 * @param {RequestInit} options
 */
async function request(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(path, {...options, signal: AbortSignal.timeout(TIMEOUT_MS)});
    answer = await response.json();
  } catch (cause) {
    throw new ApiError('unreachable', 'The server did not answer with JSON in time.', {cause});
  }
  if (response.ok) return answer;
  const {status} = response;
  throw new ApiError(answer?.error?.code ?? 'other', answer?.error?.message ?? `Status ${status}`, {status});
}
