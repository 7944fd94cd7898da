/**
 * The demo's pages, their assets and the built package, from two folders and nothing outside them. The cashier's page
 * needs a till's session and the staff's page one of staff; without it, the way leads to the login page.
 */
import {readFile, realpath} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';
import type {Context, Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {isLoopback} from '../../http/loopback.js';
import {merchantTrouble} from './error-mapping.js';
import type {Role, Sessions} from '../auth/sessions.js';

const openPages = ['store', 'game', 'phone', 'pos', 'outbox', 'login'] as const;

/** A file of any other kind is not served. */
const contentTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml; charset=utf-8'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.wasm', 'application/wasm'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
]);

export interface PagesAppOptions {
  readonly pagesDir: string;
  readonly distDir: string;
  readonly log: Log;
  readonly sessions: Sessions;
  /** On this very machine the cashier's page opens a till by itself: for a demo, where no money moves. */
  readonly opensTills: boolean;
}

export function pagesApp(options: PagesAppOptions): Hono {
  const {pagesDir, distDir, log} = options;
  const app = jsonApp({log, translate: merchantTrouble});
  route(app, '/', {GET: (c) => sendFile(c, pagesDir, 'index.html')});
  for (const name of openPages) route(app, `/${name}`, {GET: (c) => sendFile(c, pagesDir, `${name}.html`)});
  route(app, '/cashier', {GET: (c) => sendCashier(c, options)});
  route(app, '/admin', {GET: (c) => sendGuarded(c, 'staff', 'admin', options)});
  route(app, '/assets/:path{.+}', {
    GET: (c) => sendFile(c, join(pagesDir, 'assets'), c.req.param('path') ?? ''),
  });
  route(app, '/dist/:path{.+}', {GET: (c) => sendFile(c, distDir, c.req.param('path') ?? '')});
  return app;
}

async function sendCashier(c: Context, options: PagesAppOptions): Promise<Response> {
  const {sessions, opensTills, pagesDir} = options;
  const hasSession = (await sessions.role(c)) !== undefined;
  if (!hasSession && opensTills && isLoopback(c)) {
    await sessions.open(c, 'till');
    return sendFile(c, pagesDir, 'cashier.html');
  }
  return sendGuarded(c, 'till', 'cashier', options);
}

async function sendGuarded(
  c: Context,
  needed: Role,
  name: string,
  {sessions, pagesDir}: PagesAppOptions,
): Promise<Response> {
  const role = await sessions.role(c);
  if (role === 'staff' || role === needed) return sendFile(c, pagesDir, `${name}.html`);
  c.header('Cache-Control', 'no-store');
  return c.redirect(`/login?next=/${name}${c.req.query('lang') === 'ar' ? '&lang=ar' : ''}`, 303);
}

async function sendFile(c: Context, folder: string, path: string): Promise<Response> {
  const type = contentTypes.get(extname(path));
  const contents = type === undefined ? undefined : await readInside(folder, path);
  if (!type || !contents) throw new HttpError(404, 'not-found', 'There is nothing at this address.');
  // The demo is worked on while it runs: a browser may keep a file but asks before using it.
  return c.body(contents, 200, {'Content-Type': type, 'Cache-Control': 'no-cache'});
}

/** `undefined` for whatever is not a file inside the folder, once dots and links are resolved. */
async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) ? new Uint8Array(await readFile(file)) : undefined;
  } catch {
    return undefined; // no such file, a folder, or a name that no file system takes
  }
}
