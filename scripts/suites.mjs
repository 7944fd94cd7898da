// Runs the suites, each also when an earlier one failed, and adds up their counts.
import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ensureChromium} from './browsers.mjs';
import {build, buildIsStale} from './build.mjs';
import {printSum} from './sum.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const results = join(root, 'test-results');

/** A suite that hangs ends with a sentence, before the machine that runs it gives up; a busy one takes twice as long. */
const TIME_LIMIT_MIN = 35;

/** Everything before `npm test` can run: the packages are there, so are dist and a browser. Throws what is missing. */
function prepare(suites) {
  mkdirSync(results, {recursive: true});
  if (buildIsStale() && !build()) throw new Error('The build failed.');
  const engines = (process.env.BROWSERS ?? 'chromium').split(',');
  if (suites.includes('e2e') || (suites.includes('browser') && engines.includes('chromium')))
    process.env.CHROME_PATH = ensureChromium(); // for the suites started from here
}

/** Runs a program that leaves the counts of its suites in test-results. */
function start(args, suites) {
  for (const suite of suites) rmSync(join(results, `${suite}.json`), {force: true});
  console.log(`\n== ${suites.join(' and ')}\n`);
  const options = {cwd: root, stdio: 'inherit', timeout: TIME_LIMIT_MIN * 60_000};
  const {status, error} = spawnSync(process.execPath, args, options);
  if (error?.code === 'ETIMEDOUT')
    console.error(`${suites.join(' and ')}: ended after ${TIME_LIMIT_MIN} minutes without a result.`);
  return status === 0;
}

/** Runs the suites that the arguments name, or all; the last line is the sum. True when all have passed. */
export function runSuites(args) {
  const all = ['browser', 'node', 'e2e'];
  const suites = args.length === 0 ? all : (/^--only=(.+)$/.exec(args[0])?.[1].split(',') ?? []);
  if (args.length > 1 || suites.length === 0 || !suites.every((suite) => all.includes(suite))) {
    console.error('Usage: npm test -- [--only=browser,node,e2e]');
    return false;
  }
  prepare(suites);
  const nodeSuites = suites.filter((suite) => suite !== 'browser');
  const runs = [
    suites.includes('browser') && [['node_modules/@web/test-runner/dist/bin.js'], ['browser']],
    nodeSuites.length > 0 && [
      [
        ...['--import', 'tsx', '--import', './test/support/assert-ok.mjs'],
        ...['scripts/node-tests.mjs', nodeSuites.join(',')],
      ],
      nodeSuites,
    ],
  ];
  const hasPassed = runs.filter(Boolean).map(([command, names]) => start(command, names));
  for (const suite of all.filter((name) => !suites.includes(name))) console.log(`${suite}: not asked for`);
  return printSum(suites.map((suite) => join(results, `${suite}.json`))) && hasPassed.every(Boolean);
}
