/**
 * `npm run demo`: checks what is needed, builds the package if it is missing or older than its source, starts the
 * server and prints where everything is. Flags: `--no-build` starts without looking at the package.
 *
 * Every Node that knows modules must be able to read this file, or it could not say that it is too old: so there is
 * no syntax here that is newer than modules, nothing is imported before the check, and nothing awaited at the top.
 */
const NEEDED = [20, 19];
/** One Ctrl-C under `npm run` arrives twice: from the terminal and from npm. Only a later one is a second one. */
const SAME_PRESS_MS = 500;
const LOOK_FOR_NPM_MS = 250;

main().then(undefined, fail);

async function main() {
  if (isTooOld(process.versions.node)) {
    stop(`The demo needs Node ${NEEDED.join('.')} or newer, and this is ${process.versions.node}.`);
    return;
  }
  const interrupted = new AbortController();
  onInterrupt(() => interrupted.abort());
  onNpmGone(() => interrupted.abort());

  const {register} = await import('tsx/esm/api');
  register();
  const {readConfig} = await import('./config.ts');
  const config = await readConfig(process.env);
  if (process.argv.indexOf('--no-build') === -1) await buildIfNeeded(interrupted.signal);
  if (interrupted.signal.aborted) {
    end();
    return;
  }

  const {startDemo} = await import('./server.ts');
  const {jsonLog, terminalLog} = await import('./log.ts');
  const {systemClock} = await import('../payby/clock.ts');
  const isReadable = config.logFormat === 'auto' && process.stdout.isTTY;
  const write = (line) => process.stdout.write(line);
  const log = isReadable ? terminalLog(write, systemClock) : jsonLog(write, systemClock);
  const demo = await startDemo(Object.assign({}, config, {log}));
  const close = () => demo.close().then(end, fail);
  if (interrupted.signal.aborted) {
    await close();
    return;
  }
  interrupted.signal.addEventListener('abort', close);
  process.stdout.write(addresses(demo, config));
}

function isTooOld(version) {
  const [major, minor] = version.split('.').map(Number);
  return major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);
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

/** npm passes a signal on to the shell between us only: the shell dies of it, and nobody would tell us. */
function onNpmGone(close) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || close(), LOOK_FOR_NPM_MS).unref();
}

async function buildIfNeeded(signal) {
  const {existsSync, readdirSync, statSync} = await import('node:fs');
  const {join} = await import('node:path');
  const {fileURLToPath} = await import('node:url');
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const built = join(root, 'dist/cdn/payby-checkout.js');
  const newest = (folder) =>
    readdirSync(folder, {withFileTypes: true}).reduce((latest, entry) => {
      const path = join(folder, entry.name);
      return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
    }, 0);
  if (existsSync(built) && statSync(built).mtimeMs >= newest(join(root, 'src'))) return;
  process.stdout.write('Building the package first, which takes a moment…\n');
  await run('npm', ['run', '--silent', 'build'], root, signal);
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
  if (code !== 0 && !signal.aborted)
    throw startError('The package could not be built: the lines above say why.');
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
  const standIns = [
    ['Phone', '/phone', "stands in for the customer's app"],
    ['POS', '/pos', "stands in for the partner store's till"],
    ['Outbox', '/outbox', 'the text messages that the game has sent'],
  ];
  const lines = rows
    .concat(local ? standIns : [])
    .map(([name, path, what]) => `  ${name.padEnd(12)}${(url + path).padEnd(34)}${what}`.trimEnd());
  const gateway = local
    ? 'with a local PayBy gateway: no account, no money, keys for this run only'
    : `with PayBy at ${config.gateway.baseUrl}${config.publicUrl ? '' : ' (without PUBLIC_URL it cannot notify us, so orders are asked about)'}`;
  return `\npayby-checkout demo, ${gateway}\n\n${lines.join('\n')}\n\nCtrl-C stops it.\n\n`;
}

function startError(message) {
  return Object.assign(new Error(message), {name: 'StartError'});
}

function fail(error) {
  if (error.name === 'StartError') stop(error.message);
  else if (error.code === 'ERR_MODULE_NOT_FOUND') stop('Something is not installed yet: run "npm ci" first.');
  else stop(error.stack); // a bug of ours, and then the stack is what helps
}

function end() {
  process.exit(0);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
