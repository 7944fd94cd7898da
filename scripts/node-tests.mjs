// Runs test files under node:test, several at a time, and leaves the counts of each suite in test-results/<suite>.json.
// Usage: node --import tsx --import ./test/support/assert-ok.mjs scripts/node-tests.mjs node,e2e
import {readdirSync, writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {join, relative, resolve, sep} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {fileURLToPath} from 'node:url';
import {findPostgres} from '../test/demo/support/temporary-postgres.ts';

const test = fileURLToPath(new URL('../test', import.meta.url));

/** Folders below test/. The e2e files come first: they take longest, and short files fill the gaps at the end. */
const folders = {e2e: ['e2e'], node: ['demo', 'package', 'bench']};
const wanted = process.argv[2].split(',');
const suites = Object.keys(folders).filter((name) => wanted.includes(name));

const files = suites
  .flatMap((suite) => folders[suite])
  .flatMap((folder) =>
    readdirSync(join(test, folder), {recursive: true, encoding: 'utf8'}).map((name) =>
      join(test, folder, name),
    ),
  )
  .filter((path) => path.endsWith('.test.ts'));

/**
 * The longest file needs four minutes on a quiet machine, and eight beside much other work. One that hangs is ended and
 * named; the others go on.
 */
const FILE_LIMIT_MIN = Number(process.env.TEST_FILE_LIMIT_MIN ?? 15);

const counts = Object.fromEntries(
  suites.map((suite) => [suite, {passed: 0, failed: 0, skipped: 0, failures: []}]),
);

/** A suite by its file: test/e2e/pay.test.ts belongs to e2e. */
const suiteOf = (file) =>
  suites.find((name) => folders[name].includes(relative(test, file).split(sep)[0])) ?? suites[0];

/** node:test reports a file without a test as one passed test with the file's name. Here it is a failure. */
const isEmptyFile = ({name, file}) => file !== undefined && resolve(name) === file;

/** One line: the file, the title and the message of the error. The lines of a difference say what was wrong: they stay. */
function failureOf({name, file, details}) {
  const message = String(details.error?.cause?.message ?? details.error?.message ?? '');
  return `${relative(test, file ?? name)}: ${name}: ${message
    .trim()
    .replaceAll(/\s*\n\s*/g, ' | ')
    .slice(0, 500)}`;
}

/** By file: how long its tests took, s, and the title of the last one. */
const progress = new Map();

function note({name, file, nesting, details}) {
  const {seconds = 0} = progress.get(file) ?? {};
  progress.set(file, {seconds: seconds + (nesting === 0 ? details.duration_ms / 1000 : 0), last: name});
}

/** A file that was ended, with the title after which it hung. */
function timeoutOf({name}) {
  const last = progress.get(resolve(name))?.last;
  const where = last === undefined ? 'before its first test had ended' : `after "${last}"`;
  return `${relative(test, name)}: ended after ${FILE_LIMIT_MIN} minutes, ${where}`;
}

function count(outcome, data) {
  if (!isEmptyFile(data)) note(data);
  if (data.details.type === 'suite') return; // a describe: its tests are counted
  const isExempt = data.skip !== undefined || (data.todo !== undefined && data.todo !== false);
  if (outcome === 'passed' && isEmptyFile(data))
    console.error(`No test in this file (1 failed): ${data.name}`);
  const counted = isExempt ? 'skipped' : isEmptyFile(data) ? 'failed' : outcome;
  const suite = counts[suiteOf(data.file ?? data.name)];
  suite[counted] += 1;
  const hasTimedOut = data.details.error?.failureType === 'testTimeoutFailure' && isEmptyFile(data);
  if (counted === 'failed') suite.failures.push(hasTimedOut ? timeoutOf(data) : failureOf(data));
}

/** Also what has run before everything was ended from outside is counted, and it is a failure. */
function leaveCounts(failure) {
  for (const suite of suites) {
    if (failure !== undefined) {
      counts[suite].failed += 1;
      counts[suite].failures.push(failure);
    }
    writeFileSync(resolve(test, `../test-results/${suite}.json`), JSON.stringify(counts[suite]));
  }
}

process.on('SIGTERM', () => {
  leaveCounts('ended from outside before all files had run');
  process.exit(1);
});

function printLongest() {
  const files = [...progress].sort(([, {seconds: a}], [, {seconds: b}]) => b - a).slice(0, 12);
  console.log('\nThe longest files:');
  for (const [file, {seconds}] of files)
    console.log(`${String(Math.round(seconds)).padStart(5)} s  ${relative(test, file)}`);
}

// One PostgreSQL for all files: each test makes a schema of its own in it
const postgres = suites.includes('node') ? await findPostgres() : undefined;
if (postgres) process.env.TEST_DATABASE_URL = postgres.url;

// The tests wait more than they compute: three files keep two cores busy
const concurrency = Number(process.env.TEST_CONCURRENCY ?? cpus().length + 1);
const events = run({files, concurrency, timeout: FILE_LIMIT_MIN * 60_000})
  .on('test:pass', (data) => count('passed', data))
  .on('test:fail', (data) => count('failed', data));
for await (const text of events.compose(spec)) process.stdout.write(text);
await postgres?.close();
printLongest();
leaveCounts();
process.exitCode = suites.every((suite) => counts[suite].failed === 0) ? 0 : 1;
