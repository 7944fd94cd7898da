/**
 * `npm run demo`: checks Node's version, builds the package if dist is missing or stale, starts the server and prints
 * its addresses. `--no-build` skips the build.
 *
 * Old versions of Node must be able to parse this file, or they could not say that they are too old: no syntax here is
 * newer than modules, only `fs` is imported before the check, and nothing is awaited at the top.
 */
import {readFileSync} from 'fs';

/** One Ctrl-C under `npm run` arrives twice, from the terminal and from npm, within this time. */
const SAME_PRESS_MS = 500;
const NPM_CHECK_MS = 250;

main().then(undefined, fail);

async function main() {
  const needed = neededNode();
  if (isOlder(process.versions.node, needed)) {
    stop(`The demo needs Node ${needed} or newer, and this is ${process.versions.node}.`);
    return;
  }
  const interrupted = new AbortController();
  onInterrupt(() => interrupted.abort());
  onNpmGone(() => interrupted.abort());

  const {register} = await import('tsx/esm/api');
  register();
  const {readConfig} = await import('./config.ts');
  const config = await readConfig(process.env);
  if (process.argv.indexOf('--no-build') === -1) await buildIfStale(interrupted.signal);
  if (interrupted.signal.aborted) {
    end();
    return;
  }

  const {startDemo} = await import('./server.ts');
  const {jsonLog, terminalLog} = await import('./log.ts');
  const {systemClock} = await import('../payby/clock.ts');
  const {exitAfterUnknownErrors} = await import('./unknown-errors.ts');
  const isReadable = config.logFormat === 'auto' && process.stdout.isTTY;
  const write = (line) => process.stdout.write(line);
  const log = isReadable ? terminalLog(write, systemClock) : jsonLog(write, systemClock);
  const demo = await startDemo(Object.assign({}, config, {log}));
  const sleep = (ms) => systemClock.sleep(ms, new AbortController().signal);
  exitAfterUnknownErrors({process, log, close: () => demo.close(), sleep});
  const close = () => demo.close().then(end, fail);
  if (interrupted.signal.aborted) {
    await close();
    return;
  }
  interrupted.signal.addEventListener('abort', close);
  process.stdout.write(addresses(demo, config));
}

/** "20.19" of `"node": ">=20.19"` in `demo/package.json`. */
function neededNode() {
  const {engines} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return engines.node.replace('>=', '');
}

function isOlder(version, needed) {
  const [major, minor] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

/** The first interrupt closes cleanly; a second one, pressed by a person, ends everything at once. */
function onInterrupt(close) {
  let first;
  const interrupt = (signal) => {
    if (first === undefined) {
      first = Date.now();
      close();
    } else if (Date.now() - first > SAME_PRESS_MS) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
}

/** npm passes a signal to its shell only, which dies of it: then this process has a new parent. */
function onNpmGone(close) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || close(), NPM_CHECK_MS).unref();
}

/** In the repository only: a copy of `demo/` uses the installed package, which is built. */
async function buildIfStale(signal) {
  const {existsSync} = await import('node:fs');
  const scripts = new URL('../../scripts/build.mjs', import.meta.url);
  if (!existsSync(scripts)) return;
  const {buildIsStale} = await import(scripts.href);
  if (!buildIsStale()) return;
  process.stdout.write('Building the package first, which takes a moment…\n');
  const {fileURLToPath} = await import('node:url');
  await run('npm', ['run', '--silent', 'build'], fileURLToPath(new URL('../..', import.meta.url)), signal);
}

async function run(command, args, cwd, signal) {
  const {spawn} = await import('node:child_process');
  // On Windows npm is a batch file, which only a shell can start.
  const child = spawn(command, args, {cwd, stdio: 'inherit', shell: process.platform === 'win32'});
  signal.addEventListener('abort', () => child.kill());
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0 && !signal.aborted) throw startError('The build failed: see the lines above.');
}

function addresses({url, staffPassword}, config) {
  const local = config.gateway.kind === 'local';
  const rows = [
    ['Start here', '/', ''],
    ['Storefront', '/store', 'the customer scans the code on the page'],
    ['Game', '/game', 'the customer pays in cash at a partner store'],
    ['Cashier', '/cashier', "the cashier scans the customer's code"],
    [
      'Staff',
      '/admin',
      staffPassword ? `password for this run: ${staffPassword}` : 'password: STAFF_PASSWORD',
    ],
  ];
  const simulators = [
    ['Phone', '/phone', "simulates the customer's app"],
    ['POS', '/pos', "simulates the partner store's POS"],
    ['Messages', '/outbox', 'lists the text messages that the game has sent'],
  ];
  const lines = rows
    .concat(local ? simulators : [])
    .map(([name, path, what]) => `  ${name.padEnd(12)}${(url + path).padEnd(34)}${what}`.trimEnd());
  const gateway = local
    ? 'with a simulated PayBy gateway: no account, no money, keys generated at start-up'
    : `with PayBy at ${config.gateway.baseUrl}${config.publicUrl ? '' : ' (without PUBLIC_URL PayBy sends no notifications, so the server polls)'}`;
  return `\npayby-checkout demo, ${gateway}\n\n${lines.join('\n')}\n\nCtrl-C stops it.\n\n`;
}

function startError(message) {
  return Object.assign(new Error(message), {name: 'StartError'});
}

function fail(error) {
  if (error.name === 'StartError') stop(error.message);
  else if (error.code === 'ERR_MODULE_NOT_FOUND') stop('The packages are not installed: run "npm ci" first.');
  else stop(error.stack); // a bug
}

function end() {
  process.exit(0);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
