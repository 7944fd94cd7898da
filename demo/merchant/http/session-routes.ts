/** Logging in and out, for staff and tills. */
import type {Hono} from 'hono';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {clientAddress, type TrustedProxies} from './client-address.js';
import {requireOwnPage} from './same-site.js';
import {parsePassword} from './request-parsing.js';
import {noStore} from './responses.js';
import type {Sessions} from '../auth/sessions.js';

export interface SessionRoutesOptions {
  readonly sessions: Sessions;
  readonly publicUrl: string | undefined;
  readonly proxies: TrustedProxies;
}

export function addSessionRoutes(app: Hono, {sessions, publicUrl, proxies}: SessionRoutesOptions): void {
  route(app, '/api/session', {
    GET: async (c) => c.json({role: (await sessions.role(c)) ?? null}, 200, noStore),
  });
  route(app, '/api/login', {
    POST: async (c) => {
      requireOwnPage(c, {publicUrl});
      const role = await sessions.login(c, parsePassword(await bodyObject(c)), clientAddress(c, proxies));
      return c.json({role}, 200, noStore);
    },
  });
  route(app, '/api/logout', {
    POST: async (c) => {
      requireOwnPage(c, {publicUrl});
      await sessions.end(c);
      return c.json({role: null}, 200, noStore);
    },
  });
}
