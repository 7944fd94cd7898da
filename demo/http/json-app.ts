/** A Hono app whose responses are all JSON, errors included, and which never shows a stack trace. */
import {Hono, type Context} from 'hono';
import {errorResponse, HttpError} from './http-error.js';

/**
 * Writes one event and its facts. Facts are numbers, codes and shortened names: never a key, a code
 * to pay with, a token or a phone number.
 */
export type Log = (event: string, facts?: LogFacts) => void;
export type LogFacts = Readonly<Record<string, string | number | undefined>>;

type Handler = (c: Context) => Response | Promise<Response>;

export interface JsonAppOptions {
  readonly log: Log;
  /** Maps expected errors to responses; `undefined` for every other one, which is logged and answered as 500. */
  readonly toHttpError?: (error: unknown) => HttpError | undefined;
}

export function jsonApp(options: JsonAppOptions): Hono {
  const app = new Hono();
  app.onError((error, c) => errorResponse(c, httpErrorOf(error, options)));
  app.notFound((c) => errorResponse(c, new HttpError(404, 'not-found', 'There is nothing at this address.')));
  return app;
}

/** What a response says about an error. One that nobody expected is logged, and its response tells nothing. */
export function httpErrorOf(error: Error, {log, toHttpError}: JsonAppOptions): HttpError {
  const known = error instanceof HttpError ? error : toHttpError?.(error);
  if (known) return known;
  log('unexpected', {level: 'error', stack: error.stack ?? error.message});
  return new HttpError(500, 'internal', 'Something went wrong on the server.');
}

/** Registers the handlers of one path; any other method gets 405 with `Allow`. */
export function route(app: Hono, path: string, handlers: Partial<Record<'GET' | 'POST', Handler>>): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  const allow = Object.keys(handlers)
    .map((method) => (method === 'GET' ? 'GET, HEAD' : method))
    .join(', ');
  app.all(path, () => {
    throw new HttpError(405, 'method-not-allowed', `This address answers to ${allow} only.`, {Allow: allow});
  });
}
