/** The examples of docs/ run: the script that knows by what, and the imports of docs/getting-started.md. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {hostNames} from '../../demo/pages/embed/hosts.js';
import {blocksOf, problemsOf} from '../../scripts/doc-sources.mjs';
import {documented} from '../support/documented.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('problemsOf the examples of a page', () => {
  const example = (above: string, language = 'js'): string =>
    `Text.\n\n${above}\`\`\`${language}\na()\n\`\`\`\n`;
  const files: Readonly<Record<string, string>> = {
    'test/right.test.ts': `documented('getting-started.md', 'test/right.test.ts')`,
    'test/other.test.ts': `documented('security.md', 'test/other.test.ts')`,
  };
  const problems = (text: string, page = 'getting-started.md'): readonly string[] =>
    problemsOf(page, text, (path) => files[path]);

  it('finds one that nothing runs, with its line', () => {
    assert.deepEqual(problems(example('')), [
      'docs/getting-started.md:3: an example that nothing runs: name its file or its test above it',
    ]);
    assert.equal(problems(example('<!-- file:a.js -->\n\n') + example('')).length, 1);
    assert.equal(problems(example('<!-- browsers:floor -->\n\n')).length, 1);
  });

  it('leaves other pages their sketches', () => {
    assert.deepEqual(problems(example(''), 'checkout.md'), []);
  });

  it('finds a test that does not read it', () => {
    assert.deepEqual(problems(example('<!-- test:test/right.test.ts -->\n\n')), []);
    for (const test of ['other', 'missing'])
      assert.deepEqual(problems(example(`<!-- test:test/${test}.test.ts -->\n\n`)), [
        `docs/getting-started.md:5: test/${test}.test.ts reads no example of this page`,
      ]);
  });

  it('takes commands for a listing, and no code', () => {
    assert.deepEqual(problems(example('<!-- listing -->\n\n', 'sh')), []);
    assert.equal(problems(example('<!-- listing -->\n\n')).length, 1);
  });
});

describe('the imports of docs/getting-started.md', () => {
  const imports = documented('getting-started.md', 'test/package/documented.test.ts');

  it('are there in Node, where nothing is registered and nothing is said', () => {
    const script = `${imports}; console.log(typeof PaybyCheckout, typeof parseOrder, typeof readStatus)`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.equal(output.trim(), 'function function function');
  });

  it('are bundled for a browser, with both elements and without a warning', async () => {
    const {metafile, warnings} = await build({
      stdin: {contents: imports, resolveDir: root, sourcefile: 'main.js'},
      tsconfigRaw: '{}', // the package itself, not its sources
      ...{bundle: true, format: 'esm', platform: 'browser', write: false, metafile: true, outdir: 'out'},
      ...{splitting: true, logLevel: 'silent'},
    });
    assert.deepEqual(warnings, []);
    const inputs = Object.keys(metafile.inputs);
    for (const entry of ['dist/payby-checkout.js', 'dist/payby-scan-input.js'])
      assert.ok(inputs.includes(entry), inputs.join());
  });
});

describe('the examples for apps in docs/embedding.md', () => {
  const text = readFileSync(new URL('docs/embedding.md', `file://${root}`), 'utf8');
  /** What the app's code has to name, as src/bridge/hosts.ts and the demo's stand-ins do. */
  const names: Readonly<Record<Exclude<keyof typeof hostNames, 'frame'>, RegExp>> = {
    'react-native': /onMessage=.*nativeEvent\.data.*injectJavaScript/s,
    ios: /WKScriptMessageHandler.*evaluateJavaScript.*name: "payby"/s,
    android: /postMessage\(text: String\).*evaluateJavascript.*"PaybyHost"/s,
    'flutter-webview': /'PaybyHost'.*runJavaScript/s,
    'flutter-inapp': /handlerName: 'payby'.*evaluateJavascript/s,
    vuplex: /MessageEmitted.*PostMessage/s,
    unity: /cb: .*EvaluateJS/s,
  };
  for (const [kind, pattern] of Object.entries(names)) {
    const title = hostNames[kind as keyof typeof hostNames];

    it(`are there for ${title}: it listens, sends the order, opens the app link`, () => {
      const [, section = ''] = text.split(`### ${title.replace(/^(iOS|Android) /, '$1, ')}\n`);
      const [{code = ''} = {}] = blocksOf(section);
      assert.match(String(code), pattern);
      for (const type of ['loaded', 'open-url', 'success']) assert.ok(String(code).includes(type), type);
      assert.ok(String(code).trimEnd().split('\n').length <= 18);
    });
  }
});
