/**
 * Which pages may use the API. `hono/cors` lets the merchant's own pages on other hosts read it. What may change
 * something is decided here and not by `hono/csrf`, which checks forms only: a POST must be JSON, and come from a
 * program, a page of this server or an allowed origin; with a session, never from another origin.
 */
import type {Context, MiddlewareHandler} from 'hono';
import {cors} from 'hono/cors';
import {HttpError} from '../../http/http-error.js';
import {isOwnPage} from '../../http/own-origin.js';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface SameSiteOptions {
  /** Origins of the merchant's own pages on other hosts: `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /** Where the world reaches this server, when a proxy in front of it changes the Host. */
  readonly publicUrl: string | undefined;
}

/** Never with credentials: a session belongs to the pages of this server. */
export const allowOrigins = ({allowedOrigins}: SameSiteOptions): MiddlewareHandler =>
  cors({
    origin: [...allowedOrigins],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Content-Type', 'If-None-Match', 'merchantOrderNo'],
    exposeHeaders: ['ETag', 'Date', 'Retry-After', 'Location'],
    maxAge: 600, // seconds
  });

/** Refuses what another site's page could make a visitor's browser send. */
export const refuseOtherSites =
  (options: SameSiteOptions): MiddlewareHandler =>
  async (c, next) => {
    if (!SAFE_METHODS.has(c.req.method)) {
      const origin = c.req.header('origin');
      const isAllowed = origin !== undefined && options.allowedOrigins.includes(origin);
      if (!isAllowed && !isOwnPage(c, options)) throw crossSite();
      if (!isJson(c)) throw notJsonType();
    }
    await next();
  };

/** For requests with a session: even an allowed origin has none. */
export function requireOwnPage(c: Context, options: Pick<SameSiteOptions, 'publicUrl'>): void {
  if (!SAFE_METHODS.has(c.req.method) && !isOwnPage(c, options)) throw crossSite();
}

/**
 * For a form, which needs no JSON: the browser itself must say that the form is on a page of this server. Every browser
 * since 2020 does. Silence, which is enough for a program's JSON, is not, and no other origin is allowed.
 */
export function requireOwnForm(c: Context, options: Pick<SameSiteOptions, 'publicUrl'>): void {
  const site = c.req.header('sec-fetch-site');
  const isTold = site === undefined ? c.req.header('origin') !== undefined : site === 'same-origin';
  if (!isTold || !isOwnPage(c, options)) throw crossSite();
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type))
    throw new HttpError(415, 'not-a-form', 'Send a form.');
}

/** A form of another site cannot send JSON. An empty body is fine: there is nothing in it to misread. */
function isJson(c: Context): boolean {
  const type = c.req.header('content-type');
  if (type !== undefined) return /^application\/json\s*(;|$)/i.test(type);
  return c.req.header('transfer-encoding') === undefined && Number(c.req.header('content-length') ?? 0) === 0;
}

const crossSite = (): HttpError => new HttpError(403, 'cross-site', 'Another site may not do this.');

const notJsonType = (): HttpError =>
  new HttpError(415, 'not-json', 'Send JSON, with the Content-Type application/json.');
