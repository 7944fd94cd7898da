/**
 * Measures how soon a payer sees the code: a page for each of several libraries and ours, visited in turn on the line
 * and the processor of a phone. Only ratios are printed.
 */
import {existsSync, readFileSync} from 'node:fs';
import {SourceMap, type SourceMapPayload} from 'node:module';
import type {AddressInfo} from 'node:net';
import {parseArgs} from 'node:util';
import {chromium, type Browser} from 'playwright-core';
import {chromeArgs, findChromium} from '../scripts/browsers.mjs';
import {median, turnOrder} from './keydown/cost.js';
import {OURS, startServer, subjects, type Subject} from './paint/pages.js';
import {profile, visit, type Frame, type Visit} from './paint/visit.js';
import {table} from './polling/table.js';

const USAGE = `Usage: npm run bench:paint -- [--runs=15] [--profile] [--times] [--check]
  --runs     visits of each page       --profile  the time of our functions in themselves, until the paint
  --times    milliseconds as well      --check    exit code 1 when a target is missed`;

const FLOOR: Subject = 'inline SVG';
const PEER: Subject = 'Lit + qrcode, minimal';
/** Ours as a CDN module, times the minimal page. */
const TARGETS: Readonly<Record<keyof Visit, number>> = {paintMs: 1.1, cpuMs: 1.15, blockedMs: 1.1};
const PROFILES = 5;
const SHOWN_FUNCTIONS = 25;

const cdnFile = new URL('../dist/cdn/payby-checkout.js', import.meta.url);

type Round = Readonly<Record<Subject, Visit>>;

async function rounds(browser: Browser, origin: string, runs: number): Promise<readonly Round[]> {
  const taken: Round[] = [];
  for (let round = -1; round < runs; round++) {
    const visits = {} as Record<Subject, Visit>;
    for (const subject of turnOrder(subjects, round + 1)) {
      visits[subject] = await visit(browser, `${origin}/${encodeURIComponent(subject)}`);
    }
    if (round >= 0) taken.push(visits); // the first fills the caches of this machine
  }
  return taken;
}

/** The median over the rounds of what one page took, times what another took in the same round. */
const ratio = (taken: readonly Round[], what: keyof Visit, subject: Subject, to: Subject): number =>
  median(taken.map((round) => round[subject][what] / round[to][what]));

function printRatios(taken: readonly Round[], hasTimes: boolean): boolean {
  const row = (subject: Subject): readonly string[] => [
    subject,
    ratio(taken, 'paintMs', subject, FLOOR).toFixed(2),
    ...(['paintMs', 'cpuMs', 'blockedMs'] as const).map((what) =>
      ratio(taken, what, subject, PEER).toFixed(2),
    ),
    ...(hasTimes
      ? (['paintMs', 'cpuMs', 'blockedMs'] as const).map((what) =>
          median(taken.map((round) => round[subject][what])).toFixed(0),
        )
      : []),
  ];
  const head = ['', `painted × ${FLOOR}`, `painted × minimal`, 'CPU × minimal', 'blocked × minimal'];
  console.log(
    table([[...head, ...(hasTimes ? ['painted ms', 'CPU ms', 'blocked ms'] : [])], ...subjects.map(row)]),
  );
  let isMet = true;
  for (const [what, target] of Object.entries(TARGETS) as [keyof Visit, number][]) {
    const reached = ratio(taken, what, OURS, PEER);
    isMet &&= reached <= target;
    console.log(`${OURS}: ${what} ${reached.toFixed(2)} × the minimal page (at most ${target})`);
  }
  console.log(isMet ? 'The targets are met.' : 'A target is missed.');
  return isMet;
}

/** What Node's class finds, which @types/node of this version does not declare. */
interface SourcePlaces {
  findEntry(line: number, column: number): {originalSource?: string; originalLine?: number};
}

/** The shares of the functions of our file, by their place in the source. */
function printProfile(profiles: readonly (readonly Frame[])[]): void {
  const payload = JSON.parse(readFileSync(new URL(`${cdnFile.href}.map`), 'utf8')) as SourceMapPayload;
  const map = new SourceMap(payload) as SourcePlaces;
  const selfMs = new Map<string, number>();
  let total = 0;
  for (const frame of profiles.flat()) {
    if (frame.functionName === '(idle)' || frame.functionName === '(program)') continue;
    total += frame.selfMs;
    const isOurs = frame.url.endsWith('/payby-checkout.js');
    const {originalSource = '', originalLine = 0} = isOurs ? map.findEntry(frame.line, frame.column) : {};
    const file = originalSource.replace(/^.*?(?=src\/|node_modules\/|scripts\/)/, '');
    const name = file ? `${file}:${originalLine + 1}` : frame.functionName || 'page';
    selfMs.set(name, (selfMs.get(name) ?? 0) + frame.selfMs);
  }
  const lines = [...selfMs].sort(([, a], [, b]) => b - a).slice(0, SHOWN_FUNCTIONS);
  console.log(`\nSelf time until the paint, share of the time that is not idle (${profiles.length} visits)`);
  console.log(
    table([['function', '%'], ...lines.map(([name, ms]) => [name, ((ms / total) * 100).toFixed(1)])]),
  );
}

function readOptions(args: readonly string[]) {
  try {
    const {values} = parseArgs({
      args: [...args],
      options: {
        runs: {type: 'string', default: '15'},
        profile: {type: 'boolean', default: false},
        times: {type: 'boolean', default: false},
        check: {type: 'boolean', default: false},
      },
    });
    const runs = Number(values.runs);
    return runs >= 1 ? {...values, runs} : undefined;
  } catch {
    return undefined; // an unknown option
  }
}

const options = readOptions(process.argv.slice(2));
if (!options) {
  console.error(USAGE);
  process.exitCode = 1;
} else if (!existsSync(cdnFile)) {
  console.error('There is no build: npm run build');
  process.exitCode = 1;
} else {
  const server = await startServer();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({executablePath: findChromium(), args: chromeArgs});
  try {
    const isMet = printRatios(await rounds(browser, origin, options.runs), options.times);
    if (!isMet && options.check) process.exitCode = 1;
    if (options.profile) {
      const url = `${origin}/${encodeURIComponent(OURS)}`;
      const profiles: (readonly Frame[])[] = [];
      for (let i = 0; i < PROFILES; i++) profiles.push(await profile(browser, url));
      printProfile(profiles);
    }
  } finally {
    await browser.close();
    server.close();
  }
}
