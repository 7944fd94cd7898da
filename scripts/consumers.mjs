// `npm run check:consumers`: the packed package in small shops of several kinds, as a merchant would use it. Each starts from
// an empty folder: install, type check, build, served, and paid in Chromium with nothing on the console. A consumer with a
// script `test` is a merchant's test suite: that is run instead, and `CHROME_PATH` tells it the browser. One with a script
// `start` has a server of its own, on `PORT`; `SHOP_API` tells it where the merchant's is.
// Usage: node scripts/consumers.mjs [--quick] [NAME...]; the sources are in consumers/, and docs/ shows them.
import {execFile, execFileSync, spawn} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {chromium} from 'playwright-core';
import {toDataURL} from 'qrcode';
import {chromeArgs, findChromium} from './browsers.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
/** On a machine that does other things as well, ms. */
const STEP_TIMEOUT_MS = 240_000;
const PAID_TIMEOUT_MS = 90_000;
const START_TIMEOUT_MS = 60_000;
/** Frameworks that report what they are used for over the network do not, here. */
const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NUXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
};

/**
 * `versions` are installed instead of those in package.json; `paths` are paid one after the other; `example` is told to the
 * server as `EXAMPLE`. `reader` is where the shop serves the WebAssembly of the camera: `true` for where the bundler put it,
 * else its address, which the page gives as `wasm-url`.
 */
const consumers = [
  {name: 'Vite, TypeScript', folder: 'vite-vanilla', isQuick: true, reader: true},
  {name: 'React 19, Vite', folder: 'vite-react', isQuick: true},
  {
    name: 'React 18, Vite',
    folder: 'vite-react',
    versions: ['react@18.3.1', 'react-dom@18.3.1', '@types/react@18.3.32', '@types/react-dom@18.3.7'],
  },
  {name: 'Vue 3, Vite', folder: 'vue', isQuick: true},
  {name: 'plain HTML, order as JSON', folder: 'plain-html', isQuick: true},
  {name: 'classic script', folder: 'classic-script', isQuick: true},
  {name: 'module page, import map', folder: 'module-page'},
  {name: 'page with a hostile theme', folder: 'theme-page'},
  {name: 'esbuild', folder: 'esbuild', reader: '/zxing_reader.wasm'},
  {name: 'webpack', folder: 'webpack', reader: true},
  {name: 'Parcel', folder: 'parcel', reader: true},
  {name: 'Preact, Vite', folder: 'preact'},
  {name: 'Solid, Vite', folder: 'solid'},
  {name: 'Angular', folder: 'angular'},
  {name: 'SvelteKit', folder: 'svelte-kit'},
  {name: 'Nuxt', folder: 'nuxt'},
  {name: 'Astro', folder: 'astro'},
  {name: 'Next.js, App Router', folder: 'next', paths: ['/', '/rendered']},
  {name: 'server-rendered by Hono', folder: 'server-rendering', example: 'hono'},
  {name: 'server-rendered by Express', folder: 'server-rendering', example: 'express'},
  {name: 'edge runtime', folder: 'edge'},
  {name: 'Vitest: jsdom, happy-dom, browser', folder: 'vitest'},
  {name: 'Playwright', folder: 'playwright'},
  {name: 'Web Test Runner', folder: 'web-test-runner'},
];

const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668',
  totalAmount: {amount: '25.00', currency: 'AED'},
};

const CUSTOMERS_CODE = '289876543210987654';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const listening = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));

/** A merchant's server: the built files, and an order that is paid at the second status request. */
async function openShop() {
  const shop = {folder: '', requests: 0, readers: 0};
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url, 'http://shop');
    const send = (type, body) => response.writeHead(200, {'content-type': type}).end(body);
    const json = (value) => send('application/json', JSON.stringify(value));
    if (pathname === '/api/orders') return json({...order, expiredTime: Date.now() + 900_000});
    if (pathname === '/api/orders/M-1/status')
      return json({merchantOrderNo: 'M-1', status: ++shop.requests > 1 ? 'PAID_SUCCESS' : 'CREATED'});
    const file = join(shop.folder, normalize(pathname === '/' ? '/index.html' : pathname));
    if (!shop.folder || !existsSync(file)) return response.writeHead(404).end();
    if (extname(file) === '.wasm') shop.readers++;
    return send(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  });
  shop.origin = `http://127.0.0.1:${await listening(server)}`;
  shop.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return shop;
}

async function findFreePort() {
  const server = createServer();
  const port = await listening(server);
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Runs `npm start` on a port of its own; it has the address of the merchant's server as `SHOP_API`. */
async function start(place, env) {
  const port = await findFreePort();
  const output = [];
  const options = {cwd: place, env: {...env, PORT: port, HOST: '127.0.0.1'}, detached: true};
  const app = spawn('npm', ['start'], options);
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (data) => output.push(String(data)));
  const origin = `http://127.0.0.1:${port}`;
  // npm starts a shell, which starts the server: all of its group end together
  const close = () => app.exitCode === null && process.kill(-app.pid);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (app.exitCode === null && Date.now() < deadline) {
    if ((await fetch(origin).catch(() => null))?.ok) return {origin, close};
    await sleep(200);
  }
  close();
  throw new Error(`npm start serves no page: ${output.join('')}`);
}

/** The page's camera sees a code; this Chromium has no BarcodeDetector of its own. */
async function addCamera(page) {
  const picture = await toDataURL(CUSTOMERS_CODE, {scale: 8});
  await page.addInitScript((source) => {
    const {document, navigator} = globalThis;
    delete globalThis.BarcodeDetector;
    navigator.mediaDevices.getUserMedia = async () => {
      const image = Object.assign(document.createElement('img'), {src: source});
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 480});
      canvas.getContext('2d').drawImage(image, 100, 100);
      return canvas.captureStream(10);
    };
  }, picture);
}

/** Lets the camera of a scan input read the code; throws unless its reader came from the shop. */
async function readByCamera(page, shop, reader) {
  const code = page.evaluate(
    (wasmUrl) => {
      const {document} = globalThis;
      const scan = Object.assign(document.createElement('payby-scan-input'), {camera: true, wasmUrl});
      document.body.append(scan);
      return new Promise((resolve) =>
        scan.addEventListener('payby-scan', ({detail}) => resolve(detail.code)),
      );
    },
    reader === true ? null : reader,
  );
  await page.click('payby-scan-input [part~=camera-button]', {timeout: PAID_TIMEOUT_MS});
  const timeout = sleep(PAID_TIMEOUT_MS, 'nothing', {ref: false});
  const read = await Promise.race([code, timeout]);
  if (read !== CUSTOMERS_CODE) throw new Error(`The camera reads ${read}.`);
  if (shop.readers !== 1) throw new Error(`${shop.readers} requests of a .wasm file instead of 1`);
}

/** Pays in Chromium; throws what was wrong. */
async function pay(browser, shop, origin, reader) {
  const page = await browser.newPage();
  if (reader) await addCamera(page);
  const console = [];
  page.on('console', (message) => console.push(message.text()));
  page.on('pageerror', (error) => console.push(String(error)));
  // Also one that was answered, and is shown as canceled
  page.on('requestfailed', (request) => console.push(`failed: ${request.url()}`));
  try {
    await page.goto(origin);
    await page.waitForSelector('payby-checkout [part=qr]', {timeout: PAID_TIMEOUT_MS});
    // A function, because a page with a strict policy evaluates no text
    const hasOutput = () => globalThis.document.querySelector('output')?.value;
    await page.waitForFunction(hasOutput, null, {timeout: PAID_TIMEOUT_MS});
    const shown = await page.$eval('output', ({value}) => value);
    if (shown !== 'Paid 25.00 AED') throw new Error(`The page shows ${shown}`);
    if (await page.$('payby-checkout [part=qr]')) throw new Error('A code is still shown.');
    if (shop.requests !== 2) throw new Error(`${shop.requests} status requests instead of 2`);
    if (reader) await readByCamera(page, shop, reader);
    if (console.length > 0) throw new Error('The console is not empty.');
  } catch (error) {
    if (console.length > 0) error.message += ` console: ${console.join(' | ')}`;
    throw error;
  } finally {
    await page.close();
  }
}

/** Runs one consumer; returns the seconds of each step, and what failed. */
async function consume(consumer, tarball, browser) {
  const {name, folder, versions = [], paths = ['/'], example = '', reader} = consumer;
  const place = mkdtempSync(join(tmpdir(), 'consumer-'));
  const row = {name};
  const step = async (title, work) => {
    const startedAt = Date.now();
    await work();
    row[title] = `${Math.round((Date.now() - startedAt) / 1000)} s`;
  };
  const shop = await openShop();
  const env = {
    ...process.env,
    ...quiet,
    CHROME_PATH: findChromium(),
    SHOP_API: shop.origin,
    EXAMPLE: example,
  };
  const npm = (...args) => run('npm', args, {cwd: place, timeout: STEP_TIMEOUT_MS, env});
  try {
    cpSync(join(root, 'consumers', folder), place, {recursive: true});
    const manifest = join(place, 'package.json');
    if (!existsSync(manifest)) writeFileSync(manifest, '{"private": true}');
    const {scripts = {}} = JSON.parse(readFileSync(manifest, 'utf8'));
    await step('install', () =>
      npm('install', '--no-audit', '--no-fund', '--loglevel=error', '--save-exact', tarball, ...versions),
    );
    if (scripts.check) await step('types', () => npm('run', '-s', 'check'));
    if (scripts.test) {
      await step('tested', () => npm('run', '-s', 'test'));
      return row;
    }
    if (scripts.build) await step('build', () => npm('run', '-s', 'build'));
    // Without a bundler a merchant copies the files of the package
    else cpSync(join(place, 'node_modules/payby-checkout/dist/cdn'), join(place, 'payby'), {recursive: true});
    shop.folder = scripts.build ? join(place, 'dist') : place;
    await step('paid', async () => {
      const app = scripts.start ? await start(place, env) : undefined;
      try {
        for (const path of paths) {
          shop.requests = 0;
          await pay(browser, shop, (app?.origin ?? shop.origin) + path, reader);
        }
      } finally {
        app?.close();
      }
    });
  } catch (error) {
    row.failure = [error.message, error.stdout, error.stderr].filter(Boolean).join('\n');
  } finally {
    shop.close();
    rmSync(place, {recursive: true, force: true, maxRetries: 5});
  }
  return row;
}

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const wanted = consumers.filter(
  ({name, isQuick}) => (isQuick || !args.includes('--quick')) && (names.length === 0 || names.includes(name)),
);
const packed = mkdtempSync(join(tmpdir(), 'packed-'));
const counts = {passed: 0, failed: 0, skipped: 0, failures: []};
const browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
try {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', packed];
  const [{filename}] = JSON.parse(execFileSync('npm', pack, {cwd: root, encoding: 'utf8'}));
  const tarball = join(packed, filename);
  const columns = ['install', 'types', 'build', 'paid', 'tested'];
  console.log(`| consumer | ${columns.join(' | ')} |\n| --- | ${columns.map(() => '---').join(' | ')} |`);
  // Two at a time: one waits for the network while the other computes
  const queue = [...wanted];
  const worker = async () => {
    for (let consumer = queue.shift(); consumer; consumer = queue.shift()) {
      const row = await consume(consumer, tarball, browser);
      counts[row.failure ? 'failed' : 'passed']++;
      console.log(
        `| ${row.name} | ${columns.map((title) => row[title] ?? (row.failure ? 'FAILED' : '—')).join(' | ')} |`,
      );
      if (!row.failure) continue;
      console.error(row.failure);
      counts.failures.push(`${row.name}: ${row.failure.split('\n')[0]}`);
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  await browser.close();
  rmSync(packed, {recursive: true, force: true});
}
console.log(`consumers: ${counts.passed} passed, ${counts.failed} failed`);
if (process.env.SUMMARY_FILE) writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
