// Plants faults in the rules about money and status, and names those that no test notices: see test/mutation.
// Usage: npm run test:mutation -- [FILE[:FROM-TO]...] [--since=COMMIT] [--minutes=N]
//   FILE       whole or some lines; without any, every file of test/mutation/parts.mjs
//   --since    the lines that have changed since that commit only; `ci`: since main was left, or in the last ten commits
//   --minutes  stops then, with the score so far
// Exit code 1 when a fault was not noticed or the tool failed; with --since always 0: a sample is a hint.
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {equivalent} from '../test/mutation/equivalent.mjs';
import {parts} from '../test/mutation/parts.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, '.stryker-tmp');
const COMMITS_OF_A_SAMPLE = 10;

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {since: {type: 'string'}, minutes: {type: 'string', default: '600'}},
});
const deadline = performance.now() + Number(values.minutes) * 60_000;
const isSample = values.since !== undefined;

const git = (...args) =>
  execFileSync('git', args, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();

const tryGit = (...args) => {
  try {
    return git(...args);
  } catch {
    return undefined; // no such commit, or no repository
  }
};

/** Where a sample begins; `undefined` in a clone of one commit. */
function baseOf(since) {
  if (since !== 'ci') return since;
  const left = tryGit('merge-base', 'HEAD', 'origin/main');
  if (left !== undefined && left !== tryGit('rev-parse', 'HEAD')) return left;
  const [oldest] = (tryGit('rev-list', `-${COMMITS_OF_A_SAMPLE + 1}`, 'HEAD') ?? '').split('\n').slice(-1);
  return oldest === tryGit('rev-parse', 'HEAD') ? undefined : oldest;
}

const matches = (pattern, file) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file);

const partOf = (file) =>
  Object.keys(parts).find((name) => parts[name].mutate.some((pattern) => matches(pattern, file)));

/** The changed lines of the files that can be mutated, as FILE:FROM-TO. */
function changedSince(base) {
  const ranges = [];
  let file;
  for (const line of git('diff', '--unified=0', '--no-color', base, '--', 'src', 'demo').split('\n')) {
    const name = /^\+\+\+ b\/(.+)$/.exec(line)?.[1];
    if (line.startsWith('+++')) file = name !== undefined && partOf(name) ? name : undefined;
    const [, from, count = '1'] = /^@@ \S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (file === undefined || from === undefined || count === '0') continue;
    ranges.push(`${file}:${from}-${Number(from) + Number(count) - 1}`);
  }
  return ranges;
}

/** Runs Stryker on one part, for so long. Resolves to why it gave no whole answer, if so. */
function run(name, mutate, limitMs) {
  const results = join(folder, `${name}.jsonl`);
  mkdirSync(folder, {recursive: true});
  writeFileSync(results, '');
  const child = spawn(
    process.execPath,
    ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', '--mutate', mutate.join(',')],
    {
      cwd: root,
      env: {...process.env, MUTATION_PART: name, MUTATION_RESULTS: results},
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // so that its workers end with it
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output = (output + text).slice(-4_000);
    });
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended
    }
  };
  const interrupted = () => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  return new Promise((resolve) => {
    let why;
    const timer = setTimeout(() => {
      why = 'the time was over';
      end();
    }, limitMs);
    const ended = (reason) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      rmSync(join(folder, name), {recursive: true, force: true}); // a stopped run leaves its copy of the code
      resolve({results, why: why ?? reason});
    };
    child.on('error', ({message}) => ended(message));
    child.on('close', (code) => ended(code === 0 ? undefined : `Stryker failed:\n${output}`));
  });
}

const lineOf = ({file, line}) => readFileSync(join(root, file), 'utf8').split('\n')[line - 1].trim();

/** Why a fault that was not noticed changes nothing, if so. */
function reasonOf(fault) {
  const text = lineOf(fault);
  return equivalent.find(
    ({file, line, becomes}) =>
      (file ?? fault.file) === fault.file &&
      (typeof line === 'string' ? line === text : line.test(text)) &&
      becomes.some((one) =>
        typeof one === 'string' ? one === fault.replacement.trim() : one.test(fault.replacement),
      ),
  )?.why;
}

/** Reads what was tried, prints what was missed, and returns the counts by file. */
function score(results) {
  const lines = existsSync(results) ? readFileSync(results, 'utf8').split('\n').filter(Boolean) : [];
  const files = {};
  let planned = 0;
  for (const entry of lines.map((line) => JSON.parse(line))) {
    planned += entry.planned ?? 0;
    const {file, status} = entry;
    if (file === undefined || status === 'Ignored' || status.endsWith('Error')) continue;
    const counts = (files[file] ??= {noticed: 0, missed: 0, equivalent: 0});
    if (status === 'Killed' || status === 'Timeout') counts.noticed += 1;
    else if (reasonOf(entry) !== undefined) counts.equivalent += 1;
    else {
      counts.missed += 1;
      const what = entry.replacement.replaceAll(/\s+/g, ' ').slice(0, 100);
      console.log(`${file}:${entry.line}: not noticed: "${what}" in: ${lineOf(entry)}`);
    }
  }
  return {files, planned, tried: lines.length - 1};
}

const percent = ({noticed, missed}) =>
  noticed + missed === 0 ? '–' : `${((100 * noticed) / (noticed + missed)).toFixed(1)} %`;

/** The one line that the run of the whole ends with. */
async function sample() {
  const base = isSample ? baseOf(values.since) : undefined;
  if (isSample && base === undefined) return 'skipped: there is no earlier commit';
  const whole = Object.values(parts).flatMap(({mutate}) => mutate);
  const wanted = isSample ? changedSince(base) : positionals.length > 0 ? positionals : whole;
  if (wanted.length === 0) return `skipped: no rule has changed since ${base.slice(0, 8)}`;
  const sum = {noticed: 0, missed: 0, equivalent: 0};
  const partial = [];
  const due = Object.keys(parts).flatMap((name) => {
    const isIn = (file) => parts[name].mutate.some((pattern) => pattern === file || matches(pattern, file));
    const mutate = wanted.filter((one) => isIn(one.replace(/:\d.*$/, '')));
    return mutate.length > 0 ? [{name, mutate}] : [];
  });
  for (const [index, {name, mutate}] of due.entries()) {
    // What one part leaves of its share is the next one's
    const limitMs = Math.max(0, deadline - performance.now()) / (due.length - index);
    const {results, why} = await run(name, mutate, limitMs);
    const {files, planned, tried} = score(results);
    for (const [file, counts] of Object.entries(files).sort()) {
      console.log(
        `${file}: ${percent(counts)}, ${counts.noticed} noticed, ${counts.missed} not, ${counts.equivalent} equivalent`,
      );
      for (const key of Object.keys(sum)) sum[key] += counts[key];
    }
    if (why !== undefined) partial.push(`${name}: ${Math.max(0, tried)} of ${planned} tried, ${why}`);
  }
  hasFailed = sum.missed > 0 || partial.length > 0;
  const rest = partial.length > 0 ? `; ${partial.join('; ')}` : '';
  return `${sum.noticed} of ${sum.noticed + sum.missed} planted faults noticed (${percent(sum)})${rest}`;
}

let hasFailed = false;
let note;
try {
  note = await sample();
} catch (error) {
  hasFailed = true;
  note = `did not run: ${error.message}`;
}
console.log(`mutation: ${note}`);
if (process.env.SUMMARY_FILE) {
  mkdirSync(dirname(process.env.SUMMARY_FILE), {recursive: true});
  writeFileSync(process.env.SUMMARY_FILE, JSON.stringify({note}));
}
process.exitCode = hasFailed && !isSample ? 1 : 0;
