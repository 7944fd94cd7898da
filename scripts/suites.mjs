// Runs the suites one after the other, each also when an earlier one failed, and adds up what they counted.
import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ensureChromium} from './browsers.mjs';
import {build, buildIsStale} from './build.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const results = join(root, 'test-results');
const engines = process.env.BROWSERS ?? 'chromium';

/** A suite that hangs should end as a sentence, long before the machine that runs it loses patience. */
const TIME_LIMIT_MS = 20 * 60_000;

/** Arguments for Node's test runner over all test files below some folders of `test/`. */
function nodeTests(suite, folders, ...options) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, 'test', folder), {recursive: true, encoding: 'utf8'})
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('test', folder, name)),
  );
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${new URL('./node-reporter.mjs', import.meta.url).href}`,
    `--test-reporter-destination=${join(results, `${suite}.json`)}`,
  ];
  return ['--import', 'tsx', '--test', ...options, ...reporters, ...files.sort()];
}

const suites = [
  {
    name: 'browser',
    needs: engines.includes('chromium') ? ['browser'] : [],
    command: () => ['node_modules/@web/test-runner/dist/bin.js'],
  },
  {name: 'node', needs: ['build'], command: () => nodeTests('node', ['demo', 'package', 'bench'])},
  // One page flow at a time: each has a server and a browser of its own
  {
    name: 'e2e',
    needs: ['build', 'browser'],
    command: () => nodeTests('e2e', ['e2e'], '--test-concurrency=1'),
  },
];

/** What the suites need, made at most once; each entry is the sentence that says why it could not be had, or nothing. */
function prepare(needs) {
  const problems = {};
  if (needs.has('build') && buildIsStale() && !build()) problems.build = 'the build failed';
  if (!needs.has('browser')) return problems;
  try {
    process.env.CHROME_PATH = ensureChromium(); // for the suites started from here
  } catch ({message}) {
    console.error(`\n${message}\n`);
    problems.browser = 'no browser';
  }
  return problems;
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // the suite ended before it could count
  }
}

/** A suite that could not be run, or fell over, counts as one failure: a sum must not look green without it. */
const broken = (reason) => ({passed: 0, failed: 1, skipped: 0, reason});

function runSuite({name, needs, command}, problems) {
  const problem = needs.map((need) => problems[need]).find(Boolean);
  if (problem) return broken(`did not run: ${problem}`);
  const args = command();
  const counts = join(results, `${name}.json`);
  rmSync(counts, {force: true});
  console.log(`\n== ${name}\n`);
  const {status} = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    timeout: TIME_LIMIT_MS,
    env: {...process.env, SUMMARY_FILE: counts},
  });
  const sum = readCounts(counts);
  if (!sum) return broken('did not finish');
  for (const file of sum.emptyFiles ?? []) console.log(`No test in this file (1 failed): ${file}`);
  if (sum.passed + sum.failed === 0) return broken('ran no test');
  return status !== 0 && sum.failed === 0
    ? {...sum, failed: 1, reason: 'ended with an error outside a test'}
    : sum;
}

const say = ({passed, failed, skipped}) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The suites that the arguments name, or nothing if they make no sense. */
function chosen(args) {
  if (args.length === 0) return suites;
  const names = /^--only=(.+)$/.exec(args[0])?.[1].split(',') ?? [];
  const wanted = suites.filter(({name}) => names.includes(name));
  return args.length === 1 && wanted.length > 0 && wanted.length === names.length ? wanted : undefined;
}

/** Runs the chosen suites; the last line is the sum. True when all is well. */
export function runSuites(args) {
  const wanted = chosen(args);
  if (!wanted) {
    console.error('Usage: npm test -- [--only=browser,node,e2e]');
    return false;
  }
  mkdirSync(results, {recursive: true});
  const problems = prepare(new Set(wanted.flatMap(({needs}) => needs)));
  const total = {passed: 0, failed: 0, skipped: 0};
  const lines = suites.map((suite) => {
    if (!wanted.includes(suite)) return `${suite.name}: not asked for`;
    const sum = runSuite(suite, problems);
    for (const key of Object.keys(total)) total[key] += sum[key];
    return `${suite.name}: ${sum.reason ? `${sum.reason}; ` : ''}${say(sum)}`;
  });
  if (process.env.SUMMARY_FILE) writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(total));
  console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}
