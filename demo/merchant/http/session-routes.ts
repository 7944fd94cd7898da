/** Logging in and out, for staff and tills. */
import type {Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {clientAddress, type TrustedProxies} from './client-address.js';
import {isLoopback} from './loopback.js';
import {requireOwnPage} from './same-site.js';
import {parsePassword} from './request-parsing.js';
import {noStore} from './responses.js';
import type {Sessions} from '../auth/sessions.js';

export interface SessionRoutesOptions {
  readonly sessions: Sessions;
  readonly publicUrl: string | undefined;
  readonly proxies: TrustedProxies;
  /** Opens a till's session without a password on this machine: for a demo, where no money moves. */
  readonly autoLoginTill: boolean;
}

export function addSessionRoutes(
  app: Hono,
  {sessions, publicUrl, proxies, autoLoginTill}: SessionRoutesOptions,
): void {
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
  route(app, '/api/login/till', {
    POST: async (c) => {
      requireOwnPage(c, {publicUrl});
      if (!autoLoginTill || !isLoopback(c)) {
        throw new HttpError(403, 'login-needed', 'This till needs its password.');
      }
      await sessions.open(c, 'till');
      return c.json({role: 'till'}, 200, noStore);
    },
  });
  route(app, '/api/logout-all', {
    POST: async (c) => {
      requireOwnPage(c, {publicUrl});
      await sessions.require(c, 'staff');
      await sessions.endAll(c);
      return c.json({role: null}, 200, noStore);
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
