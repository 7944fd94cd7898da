/** The connection of a request: its other end, whether that is this machine, and how to cut it. */
import type {HttpBindings} from '@hono/node-server';
import {getConnInfo} from '@hono/node-server/conninfo';
import type {Context} from 'hono';

/** The address at the other end of the connection; behind a proxy, the proxy's. */
export function remoteAddress(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    return ''; // not called over a network
  }
}

/** Ends the connection without sending what is still unread. */
export function disconnect(c: Context): void {
  const {outgoing} = (c.env ?? {}) as Partial<HttpBindings>;
  outgoing?.destroy();
}

export function isLoopback(c: Context): boolean {
  const isHere = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(remoteAddress(c));
  // Another name that resolves to this machine may be another site's page, and a proxy forwards anybody's requests.
  const isOwnName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(c.req.header('host') ?? '');
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return isHere && isOwnName && !isProxied;
}
