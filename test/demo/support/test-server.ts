/** Servers that close when their test ends, also when it fails: an open one would keep the test process alive. */
import type {RequestListener} from 'node:http';
import type {TestContext} from 'node:test';
import type {Hono} from 'hono';
import {serveApp, serveRequests, type Served} from './demo.js';

/** Serves requests on a free port until the test ends. */
export const serveRequestsFor = (t: TestContext, onRequest: RequestListener): Promise<Served> =>
  closedAfter(t, serveRequests(onRequest));

/** Serves an app on a free port until the test ends. */
export const serveAppFor = (t: TestContext, app: Hono): Promise<Served> => closedAfter(t, serveApp(app));

async function closedAfter(t: TestContext, starting: Promise<Served>): Promise<Served> {
  const served = await starting;
  t.after(() => served.close());
  return served;
}
