// `npm run check:consumers`: the packed package in small shops of several kinds, as a merchant would use it. Each starts from
// an empty folder: install, type check, build, served, and paid in Chromium with nothing on the console. A consumer with a
// script `test` is a merchant's test suite: that is run instead, and `CHROME_PATH` tells it the browser.
// Usage: node scripts/consumers.mjs [--quick] [NAME...]; the sources are in consumers/, and docs/ shows them.
import {execFile, execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {chromium} from 'playwright-core';
import {chromeArgs, findChromium} from './browsers.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const run = promisify(execFile);
/** On a machine that does other things as well, ms. */
const STEP_TIMEOUT_MS = 240_000;
const PAID_TIMEOUT_MS = 90_000;

/** `versions` are installed instead of those in package.json. */
const consumers = [
  {name: 'Vite, TypeScript', folder: 'vite-vanilla', isQuick: true},
  {name: 'React 19, Vite', folder: 'vite-react', isQuick: true},
  {
    name: 'React 18, Vite',
    folder: 'vite-react',
    versions: ['react@18.3.1', 'react-dom@18.3.1', '@types/react@18.3.32', '@types/react-dom@18.3.7'],
  },
  {name: 'Vue 3, Vite', folder: 'vue', isQuick: true},
  {name: 'classic script', folder: 'classic-script', isQuick: true},
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

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** A merchant's server: the built files, and an order that is paid at the second status request. */
async function serve(folder) {
  let requests = 0;
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url, 'http://shop');
    const send = (type, body) => response.writeHead(200, {'content-type': type}).end(body);
    const json = (value) => send('application/json', JSON.stringify(value));
    if (pathname === '/api/orders') return json({...order, expiredTime: Date.now() + 900_000});
    if (pathname === '/api/orders/M-1/status')
      return json({merchantOrderNo: 'M-1', status: ++requests > 1 ? 'PAID_SUCCESS' : 'CREATED'});
    const file = join(folder, normalize(pathname === '/' ? '/index.html' : pathname));
    if (!existsSync(file)) return response.writeHead(404).end();
    return send(types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {origin: `http://127.0.0.1:${server.address().port}`, server, requests: () => requests};
}

/** Pays in Chromium; throws what was wrong. */
async function pay(browser, folder) {
  const {origin, server, requests} = await serve(folder);
  const page = await browser.newPage();
  const console = [];
  page.on('console', (message) => console.push(message.text()));
  page.on('pageerror', (error) => console.push(String(error)));
  try {
    await page.goto(origin);
    await page.waitForSelector('payby-checkout [part=qr]', {timeout: PAID_TIMEOUT_MS});
    await page.waitForFunction(`document.querySelector('output')?.value`, null, {
      timeout: PAID_TIMEOUT_MS,
    });
    const shown = await page.$eval('output', ({value}) => value);
    if (shown !== 'Paid 25.00 AED') throw new Error(`The page shows ${shown}`);
    if (await page.$('payby-checkout [part=qr]')) throw new Error('A code is still shown.');
    if (requests() !== 2) throw new Error(`${requests()} status requests instead of 2`);
    if (console.length > 0) throw new Error(`console: ${console.join(' | ')}`);
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}

/** Runs one consumer; returns the seconds of each step, and what failed. */
async function consume({name, folder, versions = []}, tarball, browser) {
  const place = mkdtempSync(join(tmpdir(), 'consumer-'));
  const row = {name};
  const step = async (title, work) => {
    const start = Date.now();
    await work();
    row[title] = `${Math.round((Date.now() - start) / 1000)} s`;
  };
  const env = {...process.env, CHROME_PATH: findChromium()};
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
    await step('paid', () => pay(browser, scripts.build ? join(place, 'dist') : place));
  } catch (error) {
    row.failure = [error.message, error.stdout, error.stderr].filter(Boolean).join('\n');
  } finally {
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
