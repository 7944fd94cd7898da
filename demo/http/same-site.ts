/**
 * Who may change something: programs, and pages of this server. A page of another site is a stranger who makes the
 * visitor's browser do things; only origins that the merchant has named may place and steer orders, and never with
 * a session.
 */
import type {Context, MiddlewareHandler} from 'hono';
import {HttpError} from './http-error.js';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface SameSiteOptions {
  /** Origins of the merchant's own pages on other hosts: `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /** Where the world reaches this server, when a proxy in front of it changes the Host. */
  readonly publicUrl: string | undefined;
}

export function sameSite(options: SameSiteOptions): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isAllowed = origin !== undefined && options.allowedOrigins.includes(origin);
    if (isAllowed && c.req.method === 'OPTIONS') return c.body(null, 204, preflight(origin));
    if (!READING.has(c.req.method)) {
      if (!isAllowed && !isOwnPage(c, origin, options)) throw crossSite();
      if (!isJson(c)) throw notJsonType();
    }
    await next();
    if (isAllowed) for (const [name, value] of Object.entries(shared(origin))) c.res.headers.set(name, value);
    return undefined;
  };
}

/** For calls with a session: an origin elsewhere has none, however much it is allowed otherwise. */
export function requireOwnPage(c: Context, {publicUrl}: Pick<SameSiteOptions, 'publicUrl'>): void {
  const isReading = READING.has(c.req.method);
  if (!isReading && !isOwnPage(c, c.req.header('origin'), {publicUrl})) throw crossSite();
}

/** Browsers say where a request comes from, and pages cannot forge it. A program says nothing. */
function isOwnPage(
  c: Context,
  origin: string | undefined,
  {publicUrl}: Pick<SameSiteOptions, 'publicUrl'>,
): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header('host');
}

/** A form of another site cannot send JSON. Nothing at all is fine: there is nothing in it to misread. */
function isJson(c: Context): boolean {
  const type = c.req.header('content-type');
  if (type !== undefined) return /^application\/json\s*(;|$)/i.test(type);
  return c.req.header('transfer-encoding') === undefined && Number(c.req.header('content-length') ?? 0) === 0;
}

const shared = (origin: string): Readonly<Record<string, string>> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Expose-Headers': 'ETag, Date, Retry-After, Location',
  Vary: 'Origin',
});

const preflight = (origin: string): Record<string, string> => ({
  ...shared(origin),
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Allow-Headers': 'Content-Type, If-None-Match, merchantOrderNo',
  'Access-Control-Max-Age': '600',
});

const crossSite = (): HttpError => new HttpError(403, 'cross-site', 'Another site may not do this.');

const notJsonType = (): HttpError =>
  new HttpError(415, 'not-json', 'Send JSON, with the Content-Type application/json.');
