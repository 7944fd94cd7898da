// Keeps the tables of docs/browsers.md equal to what the built files and their sources need of a browser
// (scripts/browser-scan.mjs), and fails for syntax that the oldest browsers cannot read, and for an API that they lack
// and for which scripts/newer-apis.mjs has no entry. A table stands between `<!-- browsers:NAME -->` and `<!-- /browsers -->`.
// Usage: node scripts/browser-support.mjs [--write]; without --write it only says what is wrong or stale.
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {format, resolveConfig} from 'prettier';
import ts from 'typescript';
import {BROWSERS, hasData, lackingIn, minimumOf, namesOf, syntaxOf, typedUsesOf} from './browser-scan.mjs';
import {libraryNames, newerApis} from './newer-apis.mjs';
import {OLD_CHROMIUMS} from './old-chromiums.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = join(root, 'docs/browsers.md');

/** The oldest browsers in which a payable code is shown and the payment is told. */
export const FLOOR = {
  Chrome: '87',
  'Android WebView': '87',
  'Samsung Internet': '14.0',
  Safari: '14.1',
  'Safari on iOS': '14.5',
  Firefox: '85',
};

/** A bundler lowers their syntax, so it is reported and not checked. */
const MODULES = 'the modules for bundlers, without the camera';

/** What a page may load, and the files of dist that it loads then. */
const parts = {
  '`<payby-checkout>`': /^cdn\/(payby-checkout|parts\/(redirect|status-stream)\.lazy|i18n\/\w+)\.js$/,
  voucher: /^cdn\/parts\/(voucher|send-guide|phone)\.lazy\.js$/,
  '`<payby-scan-input>`': /^cdn\/(payby-scan-input|parts\/(keep-focus|diagnosis|scan-feedback)\.lazy)\.js$/,
  'its camera': /^cdn\/parts\/(camera|zxing).*\.js$/,
  '`openCheckout()`': /^cdn\/payby-modal\.js$/,
  '`embed.html`': /^cdn\/payby-embed\.js$/,
  [MODULES]: /^(?!(cdn|edge|frameworks|testing|server)\b)(?!.*zxing).*\.js$/,
};
/** Its code is that of the modules. */
const CLASSIC = 'cdn/payby-checkout.iife.js';

const isBelow = (path, api) => path === api || path.startsWith(`${api}.`);
export const entryOf = (path, entries = newerApis) =>
  entries.find(({apis}) => apis.some((api) => isBelow(path, api)));

/**
 * What is wrong with a built file: syntax, or an API without an entry, that browsers as old as the floor do not have.
 *
 * @param {string} code
 * @param {ReadonlySet<string>} own names that are only members of our own types
 * @param {typeof newerApis} entries
 * @returns {string[]}
 */
export function problemsOf(code, own = new Set(), entries = newerApis) {
  const isNew = (path) => lackingIn(path, FLOOR).length > 0;
  let found;
  try {
    found = syntaxOf(code).filter(isNew);
  } catch ({message}) {
    return [`syntax after ES2022: ${message}`];
  }
  const {paths, names} = namesOf(code);
  found.push(...[...paths].filter((path) => isNew(path) && !entryOf(path, entries)));
  for (const [name, meant] of names) {
    if (own.has(name) || libraryNames.includes(name)) continue;
    if (meant.every(isNew) && !meant.some((path) => entryOf(path, entries)))
      found.push(`${name}: ${meant.join(' or ')}`);
  }
  return found;
}

function sourceUses() {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'src/tsconfig.json'),
    {},
    {...ts.sys, onUnRecoverableConfigFileDiagnostic: ({messageText}) => console.error(messageText)},
  );
  const program = ts.createProgram(config.fileNames, config.options);
  const files = config.fileNames.map((name) => program.getSourceFile(name));
  return typedUsesOf(program, files);
}

/** The source files of which code is in a built file, by its source map. */
function sourcesOf(file) {
  const map = `${file}.map`;
  if (!existsSync(map)) return [];
  return JSON.parse(readFileSync(map, 'utf8')).sources.map((source) => resolve(dirname(file), source));
}

/** Reads dist and src. @returns what each part needs, where each entry is used, and what is wrong. */
export function scan() {
  const {uses, own} = sourceUses();
  const dist = join(root, 'dist');
  const built = readdirSync(dist, {recursive: true, encoding: 'utf8'})
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js'));
  const problems = [];
  const usedBy = new Map(newerApis.map((entry) => [entry, new Set()]));
  const needs = {};

  const check = (file, code) =>
    problems.push(...problemsOf(code, own).map((problem) => `${file}: ${problem}`));
  check(CLASSIC, readFileSync(join(dist, CLASSIC), 'utf8'));
  for (const [part, pattern] of Object.entries(parts)) {
    const required = new Set();
    for (const file of built.filter((name) => pattern.test(name) && name !== CLASSIC)) {
      const code = readFileSync(join(dist, file), 'utf8');
      const sources = new Set(sourcesOf(join(dist, file)));
      const {paths, names} = namesOf(code);
      const typed = [...uses].filter(([, users]) => [...users].some((user) => sources.has(user)));
      const all = new Set([...syntaxOf(code), ...paths, ...typed.map(([path]) => path)]);
      if (part !== MODULES) check(file, code);
      for (const path of all) {
        const entry = entryOf(path);
        if (entry) usedBy.get(entry).add(part);
        if (!entry || entry.neededBy?.includes(part)) required.add(path);
        if (!entry && path.startsWith('api.') && lackingIn(path, FLOOR).length > 0)
          problems.push(`${file}: ${path}`);
      }
      for (const meant of names.values()) {
        const entry = meant.map((path) => entryOf(path)).find(Boolean);
        if (entry && meant.every((path) => lackingIn(path, FLOOR).length > 0)) usedBy.get(entry).add(part);
      }
    }
    needs[part] = minimumOf(required);
  }

  for (const {name, apis} of [...usedBy].filter(([, by]) => by.size === 0).map(([entry]) => entry))
    problems.push(`scripts/newer-apis.mjs: nothing uses ${name} (${apis.join(', ')})`);
  for (const {name, test} of newerApis) {
    if (
      test &&
      !(existsSync(join(root, test[0])) && readFileSync(join(root, test[0]), 'utf8').includes(test[1]))
    )
      problems.push(`scripts/newer-apis.mjs: ${name}: ${test[0]} has no test "${test[1]}"`);
  }
  return {needs, usedBy, problems: [...new Set(problems)]};
}

/** @type {(rows: readonly (readonly string[])[]) => string} */
const table = (rows) => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const plain = (version) => (version === undefined ? 'none' : version.replace(/\.0$/, ''));

/**
 * "a", "a and b", "a, b and c".
 *
 * @type {(names: readonly (string | number)[]) => string}
 */
const listed = (names) => names.join(', ').replace(/, ([^,]*)$/, ' and $1');

/**
 * The browsers of the floor, those of one version together: "Chrome and Android WebView 87".
 *
 * @param {Readonly<Record<string, string>>} floor
 */
export function floorNames(floor = FLOOR) {
  const byVersion = new Map();
  for (const [name, version] of Object.entries(floor)) {
    const shortName = name === 'Safari on iOS' ? 'iOS' : name;
    byVersion.set(version, [...(byVersion.get(version) ?? []), shortName]);
  }
  return [...byVersion].map(([version, names]) => `${listed(names)} ${plain(version)}`);
}

export const tables = {
  floor: () =>
    `The payer’s phone may be old. A payable code is shown and the payment is told in ${listed(floorNames())}, and in everything newer:`,
  known: () =>
    table([
      ['browser', 'how it is known'],
      ['---', '---'],
      ['Chromium, Firefox and WebKitGTK of this year', 'the whole test suite runs'],
      [
        `Chromium ${listed(OLD_CHROMIUMS.map(({version}) => version))}`,
        '`npm run check:old-browsers` pays, shows a voucher and scans, and opens a page whose script they cannot read',
      ],
      [
        floorNames().join(', '),
        'nobody has run those here: the scan below, and the same page in a Chromium of today from which each API that they lack is removed ([test](../test/e2e/removed-apis.test.ts))',
      ],
    ]),
  minimum: ({needs}) =>
    table([
      ['', ...Object.keys(BROWSERS)],
      ['---', ...Object.keys(BROWSERS).map(() => '---')],
      ...Object.entries(needs).map(([part, versions]) => [part, ...Object.values(versions).map(plain)]),
    ]),
  newer: ({usedBy}) =>
    table([
      ['API', 'since', 'used by', 'in older browsers', 'test'],
      ['---', '---', '---', '---', '---'],
      ...[...usedBy].map(([{name, apis, without, test}, by]) => [
        name,
        sinceText(apis),
        [...by].filter((part) => part !== MODULES).join(', '),
        without,
        test ? `[${test[0].split('/').at(-1)}](../${test[0]})` : '',
      ]),
    ]),
};

/** The browsers of the floor that lack one of the APIs, and since when they have them all. */
function sinceText(apis) {
  const since = minimumOf(apis.filter(hasData));
  const isLacking = (name) =>
    apis.filter(hasData).some((path) => lackingIn(path, {[name]: FLOOR[name]}).length > 0);
  return Object.keys(FLOOR)
    .filter(isLacking)
    .map((name) => (since[name] === undefined ? `not in ${name}` : `${name} ${plain(since[name])}`))
    .join(', ');
}

async function main(isWrite) {
  const found = scan();
  for (const problem of found.problems) console.error(problem);
  if (found.problems.length > 0) process.exitCode = 1;
  const text = readFileSync(page, 'utf8');
  const rewritten = text.replaceAll(
    /(<!-- browsers:(\w+) -->)[^]*?(<!-- \/browsers -->)/g,
    (_, start, name, end) => `${start}\n\n${tables[name](found)}\n\n${end}`,
  );
  const fresh = await format(rewritten, {...(await resolveConfig(page)), parser: 'markdown'});
  if (fresh === text) return;
  if (isWrite) writeFileSync(page, fresh);
  else {
    console.error(`${relative(root, page)}: the tables are stale; run npm run docs:api`);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.includes('--write'));
