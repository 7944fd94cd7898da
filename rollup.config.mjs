// Builds the JavaScript of dist/: modules for bundlers, where Lit stays the consumer's own, and dist/cdn/ for
// pages without a bundler, where everything is inside. Types and the manifest follow in scripts/build.mjs.
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, posix, relative} from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import htmlLiterals from 'rollup-plugin-html-literals';

const read = (path) => readFileSync(path, 'utf8');
const {version} = JSON.parse(read('package.json'));
const thirdParty = read('THIRD-PARTY-LICENSES.txt');

// A file of src/i18n is a language when it is named like one: en.ts, ar.ts, zh-Hant.ts
const languages = readdirSync('src/i18n')
  .filter((file) => /^[a-z]{2,3}(-[A-Za-z]{2,4})?\.ts$/.test(file))
  .map((file) => basename(file, '.ts'));

/** What other people's code is inside a chunk, by its modules. */
function packagesOf(chunk) {
  const found = chunk.moduleIds.map((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

/** The licences ask to travel with the code: one line in the file, the texts in the package. */
function banner(chunk) {
  const included = packagesOf(chunk).map((name) => {
    if (!thirdParty.includes(name)) throw new Error(`THIRD-PARTY-LICENSES.txt does not mention ${name}`);
    const {version: its, license} = JSON.parse(read(`node_modules/${name}/package.json`));
    return `${name} ${its} (${license})`;
  });
  if (included.length === 0) return '';
  return `/*! payby-checkout ${version} (MIT) with ${included.join(', ')}: see THIRD-PARTY-LICENSES.txt */`;
}

/** Circular imports and names that resolve to nothing are mistakes, not remarks. */
function onwarn(warning) {
  throw Object.assign(new Error(warning.message), warning);
}

/**
 * The camera's reader is a WebAssembly file. It travels beside the chunk that fetches it, so that no page ever asks
 * another server for it; bundlers find it by the `new URL('./zxing_reader.wasm', import.meta.url)` in that chunk.
 */
const readerBeside = {
  name: 'reader-beside',
  generateBundle(_options, chunks) {
    const wasm = 'zxing_reader.wasm';
    const path = createRequire(import.meta.url).resolve(`zxing-wasm/reader/${wasm}`);
    for (const chunk of Object.values(chunks)) {
      if (!chunk.moduleIds?.some((id) => /[\\/]zxing-detector\.lazy\.ts$/.test(id))) continue;
      const fileName = posix.join(posix.dirname(chunk.fileName), wasm);
      this.emitFile({type: 'asset', fileName, source: readFileSync(path)});
    }
  },
};

/** zxing-wasm would fetch from somebody's CDN unless told otherwise. We tell it, and keep no such address besides. */
const noOtherServer = {
  name: 'no-other-server',
  transform(code, id) {
    if (!/node_modules\/zxing-wasm\/dist\/es\/share\.js$/.test(id.replaceAll('\\', '/'))) return null;
    const without = code.replace(/`https:\/\/[^`]+`/, 't + e');
    if (without === code || without.includes('https:')) this.error('zxing-wasm names its CDN in a new way');
    return {code: without, map: null};
  },
};

const plugins = (...exportConditions) => [
  // Without its closing slash one SVG element would hold the next
  htmlLiterals({include: 'src/**', failOnError: true, options: {minifyOptions: {keepClosingSlash: true}}}),
  esbuild({target: 'es2022', tsconfig: 'src/tsconfig.json'}),
  // `sideEffects` in package.json speaks of dist; taken for src, it would drop the files that register the elements
  resolve({exportConditions, extensions: ['.ts', '.js'], ignoreSideEffectsForRoot: true}),
  commonjs({strictRequires: 'auto'}), // for qrcode, which has no other form; 'strict' wraps every file of it
  readerBeside,
  noOtherServer,
];

/**
 * Lit's build for Node also runs in browsers, and lets a page's file be imported on a server without a word. What it
 * borrows from its stand-in for a DOM, no more than these two names, is enough empty.
 */
const domShim = '@lit-labs/ssr-dom-shim';
const forPagesAndNode = [
  {
    name: 'empty-dom',
    resolveId: (id) => (id === domShim ? `\0${domShim}` : null),
    load: (id) =>
      id === `\0${domShim}`
        ? 'export class HTMLElement {}\nexport const customElements = {get() {}, define() {}};'
        : null,
  },
  ...plugins('node', 'production'),
];

const minify = (module) => terser({ecma: 2022, module, compress: {passes: 2}, format: {comments: /^!/}}); // of the comments, the banner stays

const forBundlers = {
  input: {
    index: 'src/index.ts',
    pure: 'src/pure.ts',
    'payby-checkout': 'src/payby-checkout.ts',
    'payby-scan-input': 'src/payby-scan-input.ts',
    'core/index': 'src/core/index.ts',
    ...Object.fromEntries(languages.map((language) => [`i18n/${language}`, `src/i18n/${language}.ts`])),
  },
  external: [/^lit(\/|$)/],
  plugins: plugins('browser'),
  onwarn,
  output: {
    dir: 'dist',
    format: 'es',
    sourcemap: true,
    hoistTransitiveImports: false,
    banner,
    manualChunks: (id) => (/node_modules\/(qrcode|dijkstrajs)\//.test(id) ? 'qrcode' : undefined),
    chunkFileNames: 'chunks/[name].js', // no hash: a package is already named by its version
  },
};

/** What src fetches later, by `import('…')`: the file, and where it lies on a CDN. */
const laterParts = new Map(
  readdirSync('src', {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .flatMap((file) => {
      const found = read(file).matchAll(/\bimport\(\s*'(\.[^']+)\.js'/g);
      return Array.from(found, ([, path]) => posix.join(posix.dirname(file), `${path}.ts`));
    })
    .map((source) => [
      source,
      source.replace(/^src\/(?!i18n\/)(.*\/)?/, 'parts/').replace(/^src\/|\.ts$/g, ''),
    ]),
);

/**
 * Leaves `import()` to the browser, and each part to a build of its own. Built together, a part would share code with
 * the element: in a third file, which is a second request, or in the element's own file, which is then loaded once
 * more where its address was a redirect or had a query.
 */
const partsApart = (output) => ({
  name: 'parts-apart',
  async resolveDynamicImport(specifier, importer) {
    const target = await this.resolve(specifier, importer);
    const part = laterParts.get(relative('.', target?.id ?? '').replaceAll('\\', '/'));
    if (!part)
      this.error('An import() here names one file of src, in single quotes, so that it can be built.');
    const path = posix.relative(posix.dirname(output), part);
    return {id: `${path.startsWith('.') ? '' : './'}${path}.js`, external: true};
  },
});

/**
 * A part only writes templates; the element renders them, with the one Lit of its own file. What a template is, two
 * copies of Lit agree about, so a part need not bring a renderer along: 3 kB less, each.
 */
const templates = `
const tag = (type) => (strings, ...values) => ({_$litType$: type, strings, values});
export const html = tag(1);
export const svg = tag(2);
export const nothing = Symbol.for('lit-nothing');`;
const templatesOnly = {
  name: 'templates-only',
  resolveId: (id) => (id === 'lit' ? '\0templates' : null),
  load: (id) => (id === '\0templates' ? templates : null),
};

const forPages = (source, output, ...more) => ({
  input: {[output]: source},
  plugins: [partsApart(output), ...more, ...forPagesAndNode, minify(true)],
  onwarn,
  output: {dir: 'dist/cdn', format: 'es', sourcemap: true, banner},
});

/**
 * A classic script holds everything but what is larger than all the rest and wanted by few: those it, too, fetches from
 * beside itself. A path would not do: a script from another server has no address that its imports could start from.
 */
const fetchedByAll = new Map([
  ['zxing-detector.lazy.js', './parts/zxing-detector.lazy.js'],
  ['phone.lazy.js', './parts/phone.lazy.js'],
]);
const besideTheScript = {
  name: 'beside-the-script',
  resolveDynamicImport(specifier) {
    const id = fetchedByAll.get(posix.basename(String(specifier)));
    return id ? {id, external: true} : null;
  },
  renderDynamicImport: ({targetModuleId}) =>
    fetchedByAll.has(posix.basename(targetModuleId ?? ''))
      ? {left: 'import(new URL(', right: ', paybyScript).href)'}
      : null,
};
const ownAddress =
  'const paybyScript = globalThis.document?.currentScript?.src || globalThis.location?.href;';

const forClassicScripts = {
  input: 'src/index.ts',
  plugins: [besideTheScript, ...forPagesAndNode, minify(false)],
  onwarn,
  output: {
    file: 'dist/cdn/payby-checkout.iife.js',
    format: 'iife',
    name: 'Payby',
    intro: ownAddress,
    sourcemap: true,
    inlineDynamicImports: true,
    banner,
  },
};

export default [
  forBundlers,
  forPages('src/payby-checkout.ts', 'payby-checkout'),
  forPages('src/payby-scan-input.ts', 'payby-scan-input'),
  ...Array.from(laterParts, ([source, output]) => forPages(source, output, templatesOnly)),
  forClassicScripts,
];
