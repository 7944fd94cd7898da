/**
 * Keeps the pages of other sites away from what is for this machine, and knows no password. A page of another site can
 * send requests here, and with a name of its own that it points at this machine ("DNS rebinding") it could read the
 * answers too. So the Host must be this machine's, an address, or a configured one, and a POST must come from a page
 * of this server or from a program.
 */
import {isIP} from 'node:net';
import type {Context, MiddlewareHandler} from 'hono';
import {HttpError} from './http-error.js';

/** `hosts`: further names of this server, `shop.example`. */
export const ownOriginOnly =
  (hosts: readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    if (!isOwnHost(hostOf(c), hosts)) {
      throw new HttpError(403, 'unknown-host', 'This server is not known by this name.');
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOwnPage(c, {})) {
      throw new HttpError(403, 'cross-site', 'Another site may not do this.');
    }
    await next();
  };

function isOwnHost(host: string, hosts: readonly string[]): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return name === 'localhost' || isIP(name) !== 0 || hosts.includes(name);
}

/** Browsers say where a request comes from, and pages cannot forge it. A program says nothing. */
export function isOwnPage(c: Context, {publicUrl}: {readonly publicUrl?: string | undefined}): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === hostOf(c);
}

const hostOf = (c: Context): string => c.req.header('host') ?? new URL(c.req.url).host;
