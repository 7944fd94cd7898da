/** The text of a code: an https address that fits into a QR code. */
import {isHttps} from '../is-https.js';

/** At most this many bytes of token: a version 40 code at level M holds 2,331. */
const MAX_TOKEN_BYTES = 2048;

/** What is wrong with a `tokenUrl`, which a server checks by the same rule as the element; `undefined` for a good one. */
export const tokenProblem = (token: unknown): string | undefined =>
  typeof token !== 'string' || !isHttpsToken(token)
    ? 'is not an https: address'
    : new TextEncoder().encode(token).length > MAX_TOKEN_BYTES
      ? `is longer than ${MAX_TOKEN_BYTES} bytes`
      : undefined;

/** Whether the value can be drawn as a code. */
export const isToken = (value: unknown): value is string => tokenProblem(value) === undefined;

/**
 * The text is drawn byte for byte, so blanks that `URL` would quietly remove are refused first, and a user name, which
 * would look like the host. An `@` behind the host is neither.
 */
const isHttpsToken = (token: string): boolean =>
  /^https:\/\/[^\s\\@/?#]+([/?#][^\s\\]*)?$/i.test(token) && isHttps(token);
