/** Logging in and out, for staff and tills. */
import type {Context, Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {remoteAddress} from '../../http/loopback.js';
import {requireOwnPage} from '../../http/same-site.js';
import type {Sessions} from '../auth/sessions.js';

const noStore = {'Cache-Control': 'no-store'};
const LONGEST_PASSWORD = 200;

export interface SessionRoutesOptions {
  readonly sessions: Sessions;
  readonly publicUrl: string | undefined;
}

export function addSessionRoutes(app: Hono, {sessions, publicUrl}: SessionRoutesOptions): void {
  route(app, '/api/session', {
    GET: async (c) => c.json({role: (await sessions.role(c)) ?? null}, 200, noStore),
  });
  route(app, '/api/login', {
    POST: async (c) => {
      requireOwnPage(c, {publicUrl});
      const role = await sessions.login(c, await passwordIn(c), remoteAddress(c));
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

async function passwordIn(c: Context): Promise<string> {
  const {password} = await bodyObject(c);
  if (typeof password === 'string' && password !== '' && password.length <= LONGEST_PASSWORD) return password;
  throw new HttpError(400, 'missing-password', 'Give the password.');
}
