// The size gate over the packed files: what a visitor downloads before an element works, and for a cash voucher.
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {basename, posix} from 'node:path';
import {brotliCompressSync, gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {rollup} from 'rollup';
import {bothElements} from '../rollup.config.mjs';

/** Bytes of brotli at its best, Lit inside. */
const limits = {
  'dist/cdn/payby-checkout.js': 27_000, // with status, tabs, actions, the encoder and English
  'dist/cdn/payby-scan-input.js': 21_000,
  'dist/cdn/payby-modal.js': 5_000, // beside the checkout, for `openCheckout()` only; its texts in every language
  'dist/cdn/payby-strings.js': 6_000, // for `registerStrings()` only; English is inside, to compare with
  'dist/cdn/parts/voucher.lazy.js': 16_000, // fetched for a cash top-up only
  'dist/cdn/parts/camera-button.lazy.js': 1_700, // fetched with `camera` only
  'dist/cdn/parts/status-stream.lazy.js': 2_500, // fetched for a `stream-url` only
};

/** Bytes of brotli of both elements in one classic script, without lazy parts: what they share is counted once. */
const BOTH_LIMIT = 45_000;

/**
 * Bytes of gzip of the code that runs on each key: the decoder and the hub of the window. Two readings of a scan with a
 * pause, and a whole value put back in every field, came before the 6,400 that it was.
 */
const ENGINE_LIMIT = 7_000;

/** Bytes of the whole package: what an install downloads, and what it then takes. */
const PACKAGE_LIMITS = {size: 3_000_000, unpackedSize: 12_000_000};

function pack() {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const isWindows = process.platform === 'win32'; // there npm is a script, which only a shell starts
  const [packed] = JSON.parse(execFileSync('npm', args, {encoding: 'utf8', shell: isWindows}));
  return packed;
}

/** The imports of a file, as esbuild reads them: `import-statement` at once, `dynamic-import` later. */
async function importsOf(file) {
  const options = {bundle: true, format: 'esm', write: false, metafile: true, logLevel: 'silent'};
  const leave = ({kind}) => (kind === 'entry-point' ? undefined : {external: true});
  const plugin = {name: 'leave-imports', setup: ({onResolve}) => onResolve({filter: /./}, leave)};
  const {metafile} = await build({entryPoints: [file], outdir: 'out', plugins: [plugin], ...options});
  return metafile.inputs[file].imports;
}

function sizesOf(bytes) {
  const brotli = brotliCompressSync(bytes).length; // its default quality is its highest, 11
  return [bytes.length, gzipSync(bytes, {level: 9}).length, brotli];
}

async function bothSizes() {
  // The plugin of the licences would write those of this build alone
  const plugins = bothElements.plugins.filter(({name}) => name !== 'rollup-plugin-license');
  const bundle = await rollup({...bothElements, plugins});
  const {output} = await bundle.generate(bothElements.output);
  return sizesOf(Buffer.from(output[0].code));
}

/** The engine without the modules of `external`: the clock is shared with the rest of the package. */
async function engineSizes(...external) {
  const {outputFiles} = await build({
    stdin: {
      contents: `export {scanHub} from './src/scan/keyboard/scan-hub.ts';`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    external: ['lit', 'lit/*', ...external],
    ...{bundle: true, minify: true, format: 'esm', target: 'es2022', write: false},
  });
  return sizesOf(outputFiles[0].contents);
}

const row = (...cells) =>
  cells.map((cell, i) => String(cell)[i === 0 ? 'padEnd' : 'padStart'](i === 0 ? 36 : 9)).join('');

const npmPackage = pack();
const packed = npmPackage.files.map(({path}) => path);
const cdn = packed.filter((path) => /^dist\/cdn\/.*\.js$/.test(path));
const problems = Object.keys(limits)
  .filter((path) => !packed.includes(path))
  .map((path) => `${path} is not in the package`);

console.log(row('file', 'min', 'gzip', 'brotli', 'limit'));
for (const file of cdn) {
  const [min, gzip, brotli] = sizesOf(readFileSync(file));
  const limit = limits[file];
  console.log(row(file, min, gzip, brotli, limit ?? (file.includes('iife') ? '' : 'lazy')));
  if (limit !== undefined && brotli > limit)
    problems.push(`${file} is ${brotli - limit} bytes over its ${limit}`);
  if (/\brequire\(|\bmodule\.exports\b/.test(readFileSync(file, 'utf8')))
    problems.push(`${file} contains CommonJS`);
  // A second request doubles the wait on a slow line, and a bare name finds nothing on a page
  for (const {path, kind} of await importsOf(file)) {
    if (kind === 'dynamic-import' && cdn.includes(posix.join(posix.dirname(file), path))) continue;
    problems.push(`${basename(file)} imports ${path} (${kind})`);
  }
}

const both = await bothSizes();
console.log(row('both elements, no lazy part', ...both, BOTH_LIMIT));
if (both[2] > BOTH_LIMIT) problems.push(`both elements are ${both[2] - BOTH_LIMIT} bytes over ${BOTH_LIMIT}`);

const [min, gzip, brotli] = await engineSizes('*/system-clock.js');
console.log(row('scan engine: decoder + hub (gzip)', min, gzip, brotli, ENGINE_LIMIT));
console.log(row('… with the clock', ...(await engineSizes()), ''));
if (gzip > ENGINE_LIMIT)
  problems.push(`the scan engine is ${gzip - ENGINE_LIMIT} bytes of gzip over its ${ENGINE_LIMIT}`);

console.log(row('dist/testing.js, for tests only', ...sizesOf(readFileSync('dist/testing.js')), ''));

for (const [name, limit] of Object.entries(PACKAGE_LIMITS)) {
  const bytes = npmPackage[name];
  console.log(row(`the package: ${name}`, '', '', bytes, limit));
  if (bytes > limit) problems.push(`the package's ${name} is ${bytes - limit} bytes over its ${limit}`);
}

for (const problem of problems) console.error(`size: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
