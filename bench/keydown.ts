/**
 * Measures the cost of listening to every key of a page: the scan input and two libraries, each in its own page in one
 * Chromium, turn by turn in one run, net of an empty listener. And the delay from Enter to the event.
 */
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {chromium, type Page, type Route} from 'playwright-core';
import {scanKeys} from '../test/fixtures/recordings/scanner.js';
import {Person} from '../test/fixtures/recordings/person.js';
import type {RecordedKey} from '../test/fixtures/recordings/recording.js';
import {chromeArgs, findChromium} from '../scripts/browsers.mjs';
import {costOf, quantile, timesCheaper, turnOrder, type Cost, type Round} from './keydown/cost.js';
import {installTrack, pages, subjects, type Lap, type Subject} from './keydown/track.js';
import {randomFrom} from './polling/random.js';
import {table} from './polling/table.js';

const USAGE = `Usage: npm run bench:keydown -- [--rounds=24] [--laps=40] [--check]
  --rounds  turns of each subject     --laps  scans, or typed lines, in a turn
  --check   exit code 1 when a target is missed`;

const TIMES_CHEAPER = 1.5;
const EVENT_DELAY_MS = 1;
const WARM_UP = 4;

const root = new URL('../', import.meta.url);
const SHOP = 'https://bench.example';
/** Together they give the page a clock with a resolution of 5 µs. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const work: Readonly<Record<string, readonly RecordedKey[]>> = {
  'scans, 12 ms a key': scanKeys('20007900T400690098F', {gap: 12}),
  'typing, 180 ms a key': new Person(randomFrom(1, 'bench'), {median: 180}).type('two boxes of tea').keys,
};

interface Result {
  readonly work: string;
  readonly costs: Readonly<Record<Subject, Cost>>;
  readonly delays: Readonly<Record<Subject, readonly number[]>>;
}

async function serve(route: Route): Promise<void> {
  const {pathname} = new URL(route.request().url());
  const page = subjects.find((name) => pathname === `/${encodeURIComponent(name)}`);
  if (page) {
    await route.fulfill({contentType: 'text/html', body: pages[page], headers: isolated});
    return;
  }
  try {
    const body = await readFile(fileURLToPath(new URL(`.${pathname}`, root)));
    await route.fulfill({contentType: 'text/javascript', body, headers: isolated});
  } catch {
    await route.fulfill({status: 404, body: ''});
  }
}

async function run(rounds: number, laps: number): Promise<readonly Result[]> {
  const browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  try {
    const open = {} as Record<Subject, Page>;
    for (const subject of subjects) {
      const context = await browser.newContext();
      await context.addInitScript('globalThis.__name = (value) => value;'); // tsx names functions, here and there
      await context.addInitScript(installTrack);
      const page = await context.newPage();
      await page.route(`${SHOP}/**`, serve);
      await page.goto(`${SHOP}/${encodeURIComponent(subject)}`);
      await page.bringToFront();
      await page.waitForFunction(() => globalThis.isReady === true, undefined, {polling: 50});
      open[subject] = page;
    }
    const results: Result[] = [];
    for (const [name, keys] of Object.entries(work))
      results.push(await compare(name, keys, {open, rounds, laps}));
    return results;
  } finally {
    await browser.close();
  }
}

async function compare(
  name: string,
  keys: readonly RecordedKey[],
  {open, rounds, laps}: {open: Readonly<Record<Subject, Page>>; rounds: number; laps: number},
): Promise<Result> {
  const taken: Round<Subject>[] = [];
  const delays = Object.fromEntries(subjects.map((subject) => [subject, []])) as unknown as Record<
    Subject,
    number[]
  >;
  for (let round = -WARM_UP; round < rounds; round++) {
    const turns = {} as Record<Subject, Lap>;
    for (const subject of turnOrder(subjects, round + WARM_UP)) {
      await open[subject].bringToFront();
      turns[subject] = await open[subject].evaluate(([list, count]) => globalThis.drive(list, count), [
        keys,
        laps,
      ] as const);
    }
    if (round < 0) continue; // while JavaScript is still being compiled
    taken.push(turns);
    for (const subject of subjects) delays[subject].push(...turns[subject].delays);
  }
  const costs = subjects.map((subject) => [subject, costOf(taken, subject, 'an empty listener')]);
  return {work: name, costs: Object.fromEntries(costs) as Record<Subject, Cost>, delays};
}

/** Prints the results; returns true when the targets are met. */
function printResults(results: readonly Result[]): boolean {
  let isMet = true;
  for (const {work: name, costs, delays} of results) {
    const {'payby-scan-input': ours, 'onscan.js': onscan, 'keyboard-barcode-scanner': other} = costs;
    const times = timesCheaper(ours, [onscan, other]);
    const row = (subject: Subject): string[] => {
      const {down, press, last, noise} = costs[subject];
      const events = delays[subject];
      return [
        subject,
        down.toFixed(2),
        noise.toFixed(2),
        press.toFixed(2),
        name.startsWith('scans') ? last.toFixed(1) : '',
        String(events.length),
        events.length === 0
          ? ''
          : `${quantile(events, 0.5).toFixed(3)} / ${quantile(events, 0.99).toFixed(3)}`,
      ];
    };
    const head = [
      '',
      'µs a keydown, net',
      '± half of the rounds',
      'with its keyup',
      'µs the Enter, net',
      'scans',
      'event after Enter, ms: p50 / p99',
    ];
    const shown = subjects.filter((subject) => subject !== 'an empty listener');
    console.log(`${name}\n${table([head, ...shown.map(row)])}`);
    console.log(
      `payby-scan-input ÷ the cheaper of the two: ${times.toFixed(2)} (at most ${TIMES_CHEAPER})\n`,
    );
    isMet &&= times <= TIMES_CHEAPER;
    const events = delays['payby-scan-input'];
    if (name.startsWith('scans')) isMet &&= events.length > 0 && quantile(events, 0.99) <= EVENT_DELAY_MS;
    else isMet &&= events.length === 0;
  }
  console.log(isMet ? 'The targets are met.' : 'A target is missed.');
  return isMet;
}

function readOptions(args: readonly string[]): {rounds: number; laps: number; check: boolean} | undefined {
  try {
    const {values} = parseArgs({
      args: [...args],
      options: {
        rounds: {type: 'string', default: '24'},
        laps: {type: 'string', default: '40'},
        check: {type: 'boolean', default: false},
      },
    });
    const [rounds, laps] = [Number(values.rounds), Number(values.laps)];
    return rounds >= 1 && laps >= 1 ? {rounds, laps, check: values.check} : undefined;
  } catch {
    return undefined; // an unknown option
  }
}

const options = readOptions(process.argv.slice(2));
if (!options) {
  console.error(USAGE);
  process.exitCode = 1;
} else if (!existsSync(new URL('dist/cdn/payby-scan-input.js', root))) {
  console.error('There is no build: npm run build');
  process.exitCode = 1;
} else {
  const isMet = printResults(await run(options.rounds, options.laps));
  if (!isMet && options.check) process.exitCode = 1;
}
