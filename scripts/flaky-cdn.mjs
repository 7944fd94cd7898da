// Serves dist/cdn to the browser tests under /flaky/<failures>/<id>/, and answers 503 to the first <failures> requests
// of each lazy part. /flaky/<failures>/<id>/requests lists what was requested, as JSON.
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const cdn = new URL('../dist/cdn/', import.meta.url);

/** A middleware of @web/dev-server (Koa). */
export function flakyCdn() {
  const requestsOf = new Map();
  return async (context, next) => {
    const [, scope, failures, file] = /^(\/flaky\/(\d+)\/[\w-]+\/)(.+)$/.exec(context.path) ?? [];
    if (scope === undefined) return next();
    const requests = requestsOf.get(scope) ?? [];
    requestsOf.set(scope, requests);
    context.set('cache-control', 'no-store');
    if (file === 'requests') {
      context.body = requests;
      return undefined;
    }
    const earlier = requests.filter((url) => url.split('?')[0] === file).length;
    requests.push(file + context.search);
    if (file.endsWith('.lazy.js') && earlier < Number(failures)) {
      context.status = 503;
      return undefined;
    }
    context.type = 'text/javascript';
    context.body = await readFile(fileURLToPath(new URL(file, cdn)));
    return undefined;
  };
}
