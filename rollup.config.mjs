// Builds the JavaScript of dist/: modules for bundlers, where Lit stays the consumer's own, and dist/cdn/ for pages
// without a bundler, where everything is inside. Types and the manifest follow in scripts/build.mjs.
import {readdirSync} from 'node:fs';
import {basename, posix} from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild, {minify as shortenNames} from 'rollup-plugin-esbuild';
import htmlLiterals from 'rollup-plugin-html-literals';
import {noOtherServer, readerBeside, readerOfCdn} from './scripts/rollup/camera-reader.mjs';
import {emptyDom} from './scripts/rollup/empty-dom.mjs';
import {fewerMappings} from './scripts/rollup/fewer-mappings.mjs';
import {besideTheScript, partsApart} from './scripts/rollup/lazy-imports.mjs';
import {licences} from './scripts/rollup/licences.mjs';
import {litForServers} from './scripts/rollup/lit-for-servers.mjs';
import {noParts} from './scripts/rollup/no-parts.mjs';
import {plainPrivate} from './scripts/rollup/plain-private.mjs';
import {smallerLit} from './scripts/rollup/smaller-lit.mjs';
import {smallerQrcode} from './scripts/rollup/smaller-qrcode.mjs';
import {templatesOnly} from './scripts/rollup/templates-only.mjs';

const sources = readdirSync('src', {recursive: true, encoding: 'utf8'}).map((file) =>
  file.replaceAll('\\', '/'),
);
/** src/i18n/en.ts, ar.ts, zh-Hant.ts: a file named like a language is one. */
const languages = sources.filter((file) => /^i18n\/[a-z]{2,3}(-[A-Za-z]{2,4})?\.ts$/.test(file));
const reactComponents = sources.filter((file) => /^frameworks\/react.*\.ts$/.test(file));
/** What is fetched by import(), and where it lies below dist/cdn. English is inside the elements. */
const lazyParts = new Map([
  ...languages.filter((file) => file !== 'i18n/en.ts').map((file) => [`src/${file}`, file.slice(0, -3)]),
  ...sources
    .filter((file) => file.endsWith('.lazy.ts'))
    .map((file) => [`src/${file}`, `parts/${basename(file, '.ts')}`]),
]);

const modules = (...exportConditions) => [
  // Without its closing slash one SVG element would hold the next
  htmlLiterals({
    include: 'src/**',
    exclude: 'src/checkout/payby-checkout.ts', // has no literal, but the word unsafeCSS, which it warns of
    failOnError: true,
    options: {minifyOptions: {keepClosingSlash: true}},
  }),
  esbuild({target: 'es2022', tsconfig: 'src/tsconfig.json'}),
  // `sideEffects` in package.json speaks of dist; taken for src, it would drop the files that register the elements
  resolve({exportConditions, extensions: ['.ts', '.js'], ignoreSideEffectsForRoot: true}),
  commonjs({strictRequires: 'auto'}), // for qrcode, which has no other form; 'strict' wraps every file of it
  noOtherServer(),
];
const minify = (module) => [
  // Terser's names for private fields cost 1.5 % of brotli more than esbuild's
  shortenNames({target: 'es2022', minifySyntax: false, minifyWhitespace: false}),
  terser({
    ecma: 2022,
    module,
    compress: {passes: 4, inline: 1, keep_fargs: false, unsafe_arrows: true},
    format: {comments: false},
  }),
];
const forPages = (module) => [
  emptyDom(),
  smallerLit(),
  smallerQrcode(),
  ...modules('node', 'production'),
  ...minify(module),
  plainPrivate(),
  readerBeside(),
  licences({hasBanner: true}),
  fewerMappings(),
];

/** Circular imports and names that resolve to nothing are errors, not warnings. */
function onwarn(warning) {
  throw Object.assign(new Error(warning.message), warning);
}

/** The entries that hold elements. */
const elements = {
  index: 'src/index.ts',
  pure: 'src/pure.ts',
  'payby-checkout': 'src/payby-checkout.ts',
  'payby-scan-input': 'src/payby-scan-input.ts',
  modal: 'src/modal.ts',
  ...Object.fromEntries(reactComponents.map((file) => [file.slice(0, -3), `src/${file}`])),
};
// React Server Components: what listens and has state is the client's
const banner = ({name}) => (/^frameworks\/react/.test(name) ? "'use client';" : '');

const forBundlers = {
  input: {
    ...elements,
    bridge: 'src/bridge.ts',
    strings: 'src/strings.ts',
    testing: 'src/testing.ts',
    'core/index': 'src/core/index.ts',
    ...Object.fromEntries(languages.map((file) => [file.slice(0, -3), `src/${file}`])),
  },
  external: [/^lit(\/|$)/, 'react'],
  plugins: [...modules('browser'), readerOfCdn(), licences({hasBanner: false}), fewerMappings()],
  onwarn,
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    hoistTransitiveImports: false,
    manualChunks: (id) => (/node_modules\/(qrcode|dijkstrajs)\//.test(id) ? 'qrcode' : undefined),
    banner,
    chunkFileNames: 'chunks/[name].js', // no hash: a package is already named by its version
  },
};

/**
 * For edge runtimes, which have neither a DOM nor the conditions of Node: there Lit would extend an HTMLElement that
 * does not exist. These modules can be imported, define no element, and are what `edge-light`, `workerd` and `worker`
 * in package.json's exports name.
 */
const withoutDom = {
  input: elements,
  external: ['react'],
  plugins: [emptyDom(), noParts(), ...modules('node', 'production'), licences({hasBanner: false})],
  onwarn,
  output: {dir: 'dist/edge', format: 'es', banner, chunkFileNames: 'chunks/[name].js'},
};

/** One file that imports nothing, for any runtime. */
const forServers = {
  input: {server: 'src/server.ts'},
  plugins: [litForServers(), ...modules('node'), licences({hasBanner: true}), fewerMappings()],
  onwarn,
  output: {dir: 'dist', format: 'es', sourcemap: true, inlineDynamicImports: true},
};

const cdnModule = (source, output, ...plugins) => ({
  input: {[output]: source},
  plugins: [partsApart(lazyParts, output), ...plugins, ...forPages(true)],
  onwarn,
  output: {dir: 'dist/cdn', format: 'es', sourcemap: true},
});

/** `apart`: names of the lazy parts that are not inside. */
const classicScript = (apart) => ({
  input: 'src/index.ts',
  plugins: [besideTheScript('payby-checkout.iife.js', apart), ...forPages(false)],
  onwarn,
  output: {
    file: 'dist/cdn/payby-checkout.iife.js',
    format: 'iife',
    name: 'Payby',
    sourcemap: true,
    inlineDynamicImports: true,
  },
});

/** Never published: scripts/size.mjs measures what both elements weigh together. */
export const bothElements = classicScript(
  [...lazyParts.values()].map((path) => `${posix.basename(path)}.js`),
);

export default [
  forBundlers,
  withoutDom,
  forServers,
  cdnModule('src/payby-checkout.ts', 'payby-checkout'),
  cdnModule('src/payby-scan-input.ts', 'payby-scan-input'),
  cdnModule('src/bridge/embed-page.ts', 'payby-embed'),
  cdnModule('src/modal/open-checkout.ts', 'payby-modal'),
  cdnModule('src/strings.ts', 'payby-strings'),
  ...Array.from(lazyParts, ([source, output]) => cdnModule(source, output, templatesOnly())),
  classicScript(['zxing-detector.lazy.js', 'phone.lazy.js']),
];
