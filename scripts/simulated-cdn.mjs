// Serves dist/cdn to the browser tests as a package CDN does: below /simulated-cdn/<id>/, at full addresses, at bare
// ones, in place and by redirect. Every other address there is the file of another person's package, which a page
// must never load. /simulated-cdn/<id>/requests lists what was requested, as JSON.
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const cdn = new URL('../dist/cdn/', import.meta.url);
const script = 'payby-checkout.iife.js';
const module = 'payby-checkout.js';
const scanInput = 'payby-scan-input.js';
const released = '/npm/payby-checkout@0.1.0/dist/cdn/';

/** Answered in place, as if the address were the file's own. */
const inPlace = new Map([
  ['/npm/payby-checkout', script],
  ['/npm/payby-checkout/', script],
  ['/npm/payby-checkout@0.1.0', script],
  ['/assets/app-1a2b3c.js', script],
  ['/modules/payby-checkout', module],
  ['/modules/payby-checkout@0.1.0/', module],
  ['/assets/module-1a2b3c.js', module],
  ['/modules/payby-scan-input', scanInput],
]);
const redirects = new Map([
  ['/unpkg/payby-checkout', released + script],
  ['/unpkg/module', released + module],
  ['/unpkg/scan-input', released + scanInput],
]);

/** @returns the file of dist/cdn that stands at a path, where it has moved to, or neither */
function find(path) {
  const latest = path.replace('/npm/payby-checkout@latest/dist/cdn/', released);
  if (latest !== path) return {location: latest};
  if (redirects.has(path)) return {location: redirects.get(path)};
  return {file: inPlace.get(path) ?? (path.startsWith(released) ? path.slice(released.length) : undefined)};
}

/** A middleware of @web/dev-server (Koa). */
export function simulatedCdn() {
  const requestsOf = new Map();
  return async (context, next) => {
    const [, scope, path] = /^(\/simulated-cdn\/[\w-]+)(\/.*)$/.exec(context.path) ?? [];
    if (scope === undefined) return next();
    context.set('cache-control', 'no-store');
    const requests = requestsOf.get(scope) ?? [];
    requestsOf.set(scope, requests);
    if (path === '/requests') {
      context.body = requests;
      return undefined;
    }
    if (path === '/page') {
      context.type = 'text/html';
      context.body = '<!doctype html><title>Shop</title>';
      return undefined;
    }
    requests.push(path);
    const {location, file} = find(path);
    if (location !== undefined) {
      context.redirect(scope + location + context.search);
      return undefined;
    }
    context.type = 'text/javascript';
    context.body = file
      ? await readFile(fileURLToPath(new URL(file, cdn)))
      : 'globalThis.otherPackageRan = true; export {};';
    return undefined;
  };
}
