// Which browsers are on this machine, and how a missing one gets here.
import {spawnSync} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, delimiter, dirname, join} from 'node:path';
import {chromium} from 'playwright-core';

const isRoot = process.getuid?.() === 0;

/** Quiet, repeatable rendering; without the sandbox only for root, where Chromium will not start with it. */
export const chromeArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
  ...(isRoot ? ['--no-sandbox'] : []),
];

/**
 * Chromium without a user interface: the same engine, and a start that costs half. It keeps no page for the back button.
 */
const headlessShell = 'chromium-headless-shell';

const programs = process.env.PROGRAMFILES ?? 'C:\\Program Files';
const chromes = {
  linux: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    `${programs}\\Google\\Chrome\\Application\\chrome.exe`,
    `${programs} (x86)\\Microsoft\\Edge\\Application\\msedge.exe`,
  ],
};

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A path as it is, a bare name by PATH. */
function locate(path) {
  if (/[\\/]/.test(path)) return isExecutable(path) ? path : undefined;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, path))
    .find(isExecutable);
}

/** On Ubuntu the name `chromium` may belong to a script that only prints how to install a snap. */
const starts = (path) =>
  process.platform !== 'linux' || spawnSync(path, ['--version'], {timeout: 30_000}).status === 0;

function installedChromium(isWhole = false) {
  const candidates = chromes[process.platform] ?? chromes.linux;
  const shells = isWhole || process.platform !== 'linux' ? [] : [headlessShell];
  const found = [...shells, ...candidates, chromium.executablePath()].map((path) => path && locate(path));
  return found.find((path) => path && starts(path));
}

/**
 * CHROME_PATH, else Debian's headless shell, else a Chrome, Chromium or Edge of this machine, else one that Playwright
 * downloaded before.
 * @param {{isWhole?: boolean}} [options] `isWhole`: none without a user interface
 * @returns {string}
 */
export function findChromium({isWhole = false} = {}) {
  const given = process.env.CHROME_PATH;
  if (given && !isExecutable(given)) throw new Error(`CHROME_PATH is ${given}, which cannot be executed.`);
  const isGivenUsable = given && !(isWhole && basename(given) === headlessShell);
  const found = isGivenUsable ? given : installedChromium(isWhole);
  if (!found) throw new Error('There is no Chrome, Chromium or Edge on this machine.');
  return found;
}

const run = (command, ...args) => spawnSync(command, args, {stdio: 'inherit'}).status === 0;

/** Root on Debian: the distribution's Chromium, which brings its libraries. */
function installByApt() {
  if (!isRoot || !locate('apt-get')) return false;
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  return (
    run('apt-get', 'update', '-qq') &&
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
  );
}

function installByPlaywright() {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const libraries = isRoot && locate('apt-get') ? ['--with-deps'] : [];
  return run(process.execPath, cli, 'install', ...libraries, '--no-shell', 'chromium');
}

/** Finds Chromium, installing it by the route that works here when there is none. */
export function ensureChromium() {
  if (process.env.CHROME_PATH || installedChromium()) return findChromium();
  for (const install of [installByApt, installByPlaywright]) {
    console.log('No Chrome, Chromium or Edge here: installing Chromium.');
    if (install() && installedChromium()) return findChromium();
  }
  throw new Error(
    'No Chrome, Chromium or Edge was found and none could be installed: ' +
      'install one (on Debian: apt-get install chromium) or set CHROME_PATH.',
  );
}

/** FIREFOX_PATH, else a Firefox of this machine. */
export function findFirefox() {
  const candidates = [
    process.env.FIREFOX_PATH,
    'firefox-esr',
    'firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  const found = candidates.map((path) => path && locate(path)).find(Boolean);
  if (!found) throw new Error('There is no Firefox: install it (Debian: firefox-esr) or set FIREFOX_PATH.');
  return found;
}
