/** What a consumer gets: every entry point resolves, can be imported anywhere, and brings nothing unexpected. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {SourceMap, type SourceMapPayload} from 'node:module';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {decode} from '@jridgewell/sourcemap-codec';
import {tokenizer} from 'acorn';
import {VERSION} from '../../src/shared/define.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly version: string;
  readonly dependencies: Record<string, string>;
  readonly sideEffects: string[];
  readonly exports: Record<string, string | Record<string, string>>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

/** Runs a line of JavaScript as a consumer would, in a process of its own; the package finds itself by its name. */
const run = (code: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], {cwd: root, encoding: 'utf8'}).trim();

describe('the package', () => {
  const entries = [
    'payby-checkout',
    'payby-checkout/payby-checkout.js',
    'payby-checkout/payby-scan-input.js',
    'payby-checkout/pure',
    'payby-checkout/core',
    'payby-checkout/bridge',
    'payby-checkout/modal',
    'payby-checkout/server',
    'payby-checkout/strings',
    'payby-checkout/testing',
    'payby-checkout/i18n/en.js',
    'payby-checkout/i18n/ar.js',
    'payby-checkout/i18n/ur.js',
    'payby-checkout/i18n/ml.js',
    'payby-checkout/cdn/payby-checkout.js',
    'payby-checkout/cdn/payby-modal.js',
    'payby-checkout/cdn/payby-scan-input.js',
    'payby-checkout/cdn/payby-strings.js',
    'payby-checkout/cdn/payby-checkout.iife.js',
  ];
  for (const entry of entries) {
    it(`lets a server import ${entry} without output`, () => {
      assert.equal(run(`await import('${entry}'); await import('${entry}');`), '');
    });
  }

  it('gives an edge runtime, which has no DOM and is not Node, modules with the same names and no Lit to fetch', () => {
    const withElements = Object.entries(manifest.exports).filter(
      ([entry, target]) =>
        typeof target === 'object' && /^\.(\/(payby-.*|pure|modal|react))?$/.test(entry) && target['default'],
    );
    assert.equal(withElements.length, 6);
    for (const [entry, target] of withElements as [string, Record<string, string>][]) {
      const {'edge-light': edge = '', workerd, worker, default: page = ''} = target;
      assert.deepEqual([workerd, worker], [edge, edge], entry);
      const names = `
        const names = async (file) => Object.keys(await import(file)).join();
        if ((await names('${edge}')) !== (await names('${page}'))) console.log('other names');
        if (typeof HTMLElement !== 'undefined') console.log('a DOM');`;
      assert.equal(run(names), '', entry);
    }
    const edgeFiles = readdirSync(join(root, 'dist/edge'), {recursive: true, encoding: 'utf8'});
    for (const file of edgeFiles.filter((name) => name.endsWith('.js'))) {
      assert.doesNotMatch(read(join('dist/edge', file)), /from '(lit|node:)|import '(lit|node:)/, file);
    }
  });

  it('exports the core to a server without defining an element', () => {
    const output = run(`
      import {parseOrder, readStatus} from 'payby-checkout/core';
      const order = {merchantOrderNo: 'M', paySceneCode: 'QRPAY', totalAmount: {amount: 1, currency: 'AED'}};
      const parsed = parseOrder(order);
      const status = {merchantOrderNo: 'M', status: 'PAID_SUCCESS'};
      console.log(parsed.ok && readStatus(status, parsed.value).word, typeof globalThis.customElements);
    `);
    assert.equal(output, 'PAID_SUCCESS undefined');
  });

  it('keeps the test kit out of every file that a page of a shop loads, and Lit out of the kit', () => {
    const importsOf = (file: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(file)) return seen;
      seen.add(file);
      for (const [, name = ''] of read(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
        if (name.startsWith('.')) importsOf(join(file, '..', name), seen);
        else seen.add(name);
      }
      return seen;
    };
    const kit = importsOf('dist/testing.js');
    assert.deepEqual(
      [...kit].filter((name) => !name.endsWith('.js')),
      [],
    );
    for (const page of ['dist/index.js', 'dist/pure.js', 'dist/core/index.js', 'dist/frameworks/react.js'])
      assert.ok(!importsOf(page).has('dist/testing.js'), page);
    const own = 'SERVICE_TIMEOUT'; // a word of the kit that no element has
    assert.ok(read('dist/testing.js').includes(own));
    const files = readdirSync(join(root, 'dist'), {recursive: true, encoding: 'utf8'});
    const others = files.filter((file) => file.endsWith('.js') && file !== 'testing.js');
    assert.deepEqual(
      others.filter((file) => read(join('dist', file)).includes(own)),
      [],
    );
  });

  it('depends on Lit and nothing else', () => {
    assert.deepEqual(Object.keys(manifest.dependencies), ['lit']);
  });

  it('exports the version of package.json', () => {
    assert.equal(VERSION, manifest.version);
  });

  it('names no file for the bare addresses of CDNs, from where its lazy parts cannot be found', () => {
    assert.deepEqual(
      ['unpkg', 'jsdelivr', 'browser'].filter((field) => field in manifest),
      [],
    );
  });

  it('contains in dist/cdn no syntax that Safari 14.1, Firefox 85 and Chrome 87 do not read', () => {
    const files = readdirSync(join(root, 'dist/cdn'), {recursive: true, encoding: 'utf8'});
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      const code = read(join('dist/cdn', file));
      const ecmaVersion = 2022; // for static and instance fields, which those browsers have
      const tokens = [...tokenizer(code, {ecmaVersion, sourceType: 'module'})];
      assert.ok(!tokens.some(({type}) => type.label === 'privateId'), `${file}: a private name`);
      assert.doesNotMatch(code, /[{};]static ?\{/, `${file}: a class static block`);
      assert.doesNotMatch(code, /\(\?<[=!]/, `${file}: a lookbehind`);
    }
  });

  it('names the hash of every script of dist/cdn in integrity.json', () => {
    const files = readdirSync(join(root, 'dist/cdn'), {recursive: true, encoding: 'utf8'});
    const scripts = files.map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.js'));
    const hashes = JSON.parse(read('dist/cdn/integrity.json')) as Record<string, string>;
    assert.deepEqual(Object.keys(hashes), scripts.sort());
    for (const [file, hash] of Object.entries(hashes)) {
      const own = createHash('sha384')
        .update(read(join('dist/cdn', file)))
        .digest('base64');
      assert.equal(hash, `sha384-${own}`, file);
    }
  });

  it('publishes dist, three texts and package.json, and nothing that is not for a consumer', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const isWindows = process.platform === 'win32'; // there npm is a script, which only a shell starts
    const output = execFileSync('npm', args, {cwd: root, encoding: 'utf8', shell: isWindows});
    const [{files}] = JSON.parse(output) as [{files: {path: string}[]}];
    const paths = files.map(({path}) => path);
    assert.deepEqual(
      paths.filter((path) => !path.startsWith('dist/')),
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
    );
    const kinds = /\.(d\.ts|js|js\.map|json|html|wasm)$|^dist\/THIRD-PARTY-LICENSES\.txt$/;
    assert.deepEqual(
      paths.filter((path) => path.startsWith('dist/') && !kinds.test(path)),
      [],
    );
  });

  it('contains zxing_reader.wasm once, where the modules for bundlers and those for pages find it', () => {
    const files = readdirSync(join(root, 'dist'), {recursive: true, encoding: 'utf8'});
    const posix = files.map((file) => file.replaceAll('\\', '/'));
    const wasm = 'cdn/parts/zxing_reader.wasm';
    assert.deepEqual(
      posix.filter((file) => file.endsWith('.wasm')),
      [wasm],
    );
    for (const file of ['cdn/parts/zxing-detector.lazy.js', 'chunks/zxing-detector.lazy.js']) {
      const [, path] = /new URL\(["'`]([^"'`]+\.wasm)["'`]/.exec(read(join('dist', file))) ?? [];
      assert.equal(new URL(path ?? '', `https://host/${file}`).pathname, `/${wasm}`, file);
    }
  });

  it('has a source map for each script that says no position twice and still finds its source', () => {
    const maps = readdirSync(join(root, 'dist'), {recursive: true, encoding: 'utf8'}).filter((file) =>
      file.endsWith('.js.map'),
    );
    assert.ok(maps.length > 50);
    for (const file of maps) {
      const {mappings} = JSON.parse(read(join('dist', file))) as {mappings: string};
      const repeated = decode(mappings).flatMap((line) =>
        line.filter((segment, index) => {
          const [, ...position] = segment;
          const [, ...before] = line[index - 1] ?? [];
          return position.length === 3 && position.join() === before.slice(0, 3).join();
        }),
      );
      assert.equal(repeated.length, 0, file);
    }
    const text = 'Checking your payment';
    const file = 'dist/cdn/payby-checkout.js';
    const lines = read(file).split('\n');
    const row = lines.findIndex((line) => line.includes(text));
    const map = new SourceMap(JSON.parse(read(`${file}.map`)) as SourceMapPayload);
    const entry = map.findEntry(row, lines[row]?.indexOf(text) ?? -1);
    assert.ok('originalSource' in entry);
    const source = readFileSync(join(root, 'dist/cdn', entry.originalSource), 'utf8').split('\n');
    assert.ok(source[entry.originalLine]?.includes(text), entry.originalSource);
  });

  it('is documented with a version in every address of a CDN', () => {
    const pages = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
    for (const page of ['README.md', ...pages.map((file) => join('docs', file))]) {
      const addresses = [...read(page).matchAll(/https?:\/\/[^\s`"')]*\/payby-checkout(?![\w-])[^\s`"')]*/g)];
      for (const [address] of addresses.filter(([each]) => /cdn|npm|unpkg/.test(each)))
        assert.match(address, /payby-checkout@(<version>|\d+\.\d+\.\d+)\//, `${page}: ${address}`);
    }
  });

  it('contains no CommonJS, source, test or local path', () => {
    const files = readdirSync(join(root, 'dist'), {recursive: true, encoding: 'utf8'});
    assert.ok(files.length > 20);
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      const code = read(join('dist', file));
      assert.doesNotMatch(code, /\brequire\(|from .(qrcode|dijkstrajs)/, file);
      assert.ok(!code.includes(root), file);
    }
    assert.deepEqual(
      files.filter((name) => /\.test\.|(^|\/)(test|demo|stories)\//.test(name)),
      [],
    );
  });

  it('describes both elements in custom-elements.json, with every kind of member', () => {
    const {modules} = JSON.parse(read('dist/custom-elements.json')) as {
      modules: {declarations?: {tagName?: string; [kind: string]: unknown}[]}[];
    };
    const elements = modules.flatMap(({declarations = []}) => declarations.filter(({tagName}) => tagName));
    assert.deepEqual(elements.map(({tagName}) => tagName).sort(), ['payby-checkout', 'payby-scan-input']);
    for (const element of elements) {
      for (const kind of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
        assert.ok(
          Array.isArray(element[kind]) && element[kind].length > 0,
          `${String(element.tagName)} ${kind}`,
        );
      }
    }
  });

  it('lists the files that register an element in sideEffects', () => {
    const published = manifest.sideEffects.filter((path) => path.startsWith('./dist/'));
    assert.deepEqual(published, [
      './dist/index.js',
      './dist/modal.js',
      './dist/payby-checkout.js',
      './dist/payby-scan-input.js',
      './dist/cdn/*.js',
    ]);
  });
});
