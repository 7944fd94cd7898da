/**
 * Serves the demo's pages, the files that they need, and the built package, from two folders and nothing outside them.
 * The cashier's page needs a till's session and the staff's page a staff session; without one, the browser is sent to
 * the login page.
 */
import {readFile, realpath} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';
import type {Context, Hono} from 'hono';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {toHttpError} from './error-mapping.js';
import type {Role, Sessions} from '../auth/sessions.js';

/** Pages that need no session: their path, and their folder in `pagesDir`. */
const openPages = {
  '/': 'index',
  '/store': 'store',
  '/store/thanks': 'thanks',
  '/game': 'game',
  '/phone': 'phone',
  '/pos': 'pos',
  '/outbox': 'sent-messages',
  '/embed': 'embed',
  '/embed/frame': 'embed-frame',
  '/login': 'login',
} as const;

/** Pages for people with a session, and the page to which a login leads. */
const guardedPages = {
  '/cashier': {folder: 'cashier', role: 'till', next: '/cashier'},
  '/cashier/receipt': {folder: 'receipt', role: 'till', next: '/cashier'},
  '/cashier/display': {folder: 'customer-display', role: 'till', next: '/cashier'},
  '/admin': {folder: 'admin', role: 'staff', next: '/admin'},
} as const;

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
}

export function pagesApp(options: PagesAppOptions): Hono {
  const {pagesDir, distDir, log} = options;
  const app = jsonApp({log, toHttpError});
  for (const [path, folder] of Object.entries(openPages)) {
    route(app, path, {GET: (c) => servePage(c, pagesDir, folder)});
  }
  for (const [path, {folder, ...needs}] of Object.entries(guardedPages)) {
    route(app, path, {GET: (c) => serveGuardedPage(c, folder, needs, options)});
  }
  route(app, '/pages/:path{.+}', {GET: (c) => servePageFile(c, pagesDir)});
  route(app, '/dist/:path{.+}', {GET: (c) => serveFile(c, distDir, c.req.param('path') ?? '')});
  return app;
}

async function serveGuardedPage(
  c: Context,
  folder: string,
  {role: needed, next}: {readonly role: Role; readonly next: string},
  {sessions, pagesDir}: PagesAppOptions,
): Promise<Response> {
  const role = await sessions.role(c);
  if (role === 'staff' || role === needed) return servePage(c, pagesDir, folder);
  c.header('Cache-Control', 'no-store');
  return c.redirect(`/login?next=${next}${c.req.query('lang') === 'ar' ? '&lang=ar' : ''}`, 303);
}

function servePage(c: Context, pagesDir: string, folder: string): Promise<Response> {
  return serveFile(c, join(pagesDir, folder), 'index.html');
}

/** The scripts, styles and pictures of the pages. Their markup has a path of its own, which may need a session. */
function servePageFile(c: Context, pagesDir: string): Promise<Response> {
  const path = c.req.param('path') ?? '';
  return serveFile(c, pagesDir, extname(path) === '.html' ? '' : path);
}

async function serveFile(c: Context, folder: string, path: string): Promise<Response> {
  const type = contentTypes.get(extname(path));
  const contents = type === undefined ? undefined : await readInside(folder, path);
  if (!type || !contents) throw new HttpError(404, 'not-found', 'There is nothing at this address.');
  // The demo's files change while it runs: a browser may store one, but has to revalidate it before each use.
  return c.body(contents, 200, {'Content-Type': type, 'Cache-Control': 'no-cache'});
}

/** The contents of a file inside `folder`; `undefined` when the resolved path is no file or lies outside of it. */
async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    return file.startsWith(root + sep) ? new Uint8Array(await readFile(file)) : undefined;
  } catch {
    return undefined; // no such file, a folder, or a name that the file system rejects
  }
}
