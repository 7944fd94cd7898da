/** Whether a request comes from this very machine, and the browser means this machine with the name it went to. */
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

export function isLoopback(c: Context): boolean {
  const isHere = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(remoteAddress(c));
  // A name of someone else's that points here would be someone else's page. A proxy speaks for strangers.
  const isOwnName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(c.req.header('host') ?? '');
  const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip'].some(
    (name) => c.req.header(name) !== undefined,
  );
  return isHere && isOwnName && !isProxied;
}
