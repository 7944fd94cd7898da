/**
 * An error response in the one shape that every page of the demo knows: a code and a sentence. `hono/http-exception`
 * carries a ready response instead, and no code.
 */
import type {Context} from 'hono';

export type ErrorStatus =
  400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504;

export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: ErrorStatus;
  /** From a short list; pages branch on it. */
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  /** `message` is one sentence that may be shown to a person. */
  constructor(
    status: ErrorStatus,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const errorResponse = (c: Context, {status, code, message, headers}: HttpError): Response =>
  c.json({error: {code, message}}, status, {...headers, 'Cache-Control': 'no-store'});
