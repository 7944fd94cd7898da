/** The scan behind docs/browsers.md finds what the oldest browsers lack, and nothing else. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import ts from 'typescript';
import {lackingIn, minimumOf, missingIn, sinceOf, typedUsesOf} from '../../scripts/browser-scan.mjs';
import {FLOOR, floorNames, problemsOf, tables} from '../../scripts/browser-support.mjs';
import {OLD_CHROMIUMS} from '../../scripts/old-chromiums.mjs';

describe('problemsOf a built file', () => {
  const wrong: readonly (readonly [code: string, ...problems: string[]])[] = [
    ['class A { static { a() } }', 'javascript.classes.static.initialization_blocks'],
    ['class A { #b = 1 }', 'javascript.classes.private_class_fields'],
    ['class A { #b() {} }', 'javascript.classes.private_class_methods'],
    ['await a', 'javascript.operators.await.top_level'],
    ['/(?<!a)b/', 'javascript.regular_expressions.lookbehind_assertion'],
    ['/a/d', 'javascript.builtins.RegExp.hasIndices'],
    ['[1].at(-1)', ...['Array', 'String', 'TypedArray'].map((type) => `javascript.builtins.${type}.at`)],
    ['structuredClone(a)', 'api.structuredClone'],
    ['const {structuredClone: copy} = window', 'api.structuredClone'],
    ['Object.hasOwn(a, "b")', 'javascript.builtins.Object.hasOwn'],
    ['Object["hasOwn"](a, "b")', 'javascript.builtins.Object.hasOwn'],
    ['AbortSignal.timeout(1)', 'api.AbortSignal.timeout_static'],
    ['AbortSignal.any([a])', 'api.AbortSignal.any_static'],
    ['crypto.randomUUID()', 'api.Crypto.randomUUID'],
    ['new CompressionStream("gzip")', 'api.CompressionStream'],
    ['new Intl.Segmenter()', 'javascript.builtins.Intl.Segmenter'],
    ['navigator.locks.request("a", b)', 'api.Navigator.locks'],
    ['"wakeLock" in navigator', 'api.Navigator.wakeLock'],
    ['document.adoptedStyleSheets = []', 'api.Document.adoptedStyleSheets'],
    ['const show = (dialog) => dialog.showModal()', 'api.HTMLDialogElement.showModal'],
  ];
  for (const [code, ...problems] of wrong) {
    it(`finds ${code}`, () => {
      const text = problemsOf(code, new Set(), []).join();
      for (const problem of problems) assert.ok(text.includes(problem), text);
    });
  }

  it('finds syntax after ES2022, whatever it is', () => {
    assert.match(String(problemsOf('{ using a = b }')), /^syntax after ES2022/);
  });

  const right = [
    'class A { static b = 1; c = 2 }',
    'a ??= b?.c ?? 1_000',
    'a => import(a)',
    '"a".replaceAll("b", "c")',
    'Promise.any([a])',
    'new ResizeObserver(a)',
    'async () => { await a }',
    'const {at: b} = {at: 1}; new AbortController().signal',
    'function structuredClone() {} structuredClone()',
  ];
  for (const code of right) {
    it(`finds nothing in ${code}`, () => {
      assert.deepEqual(problemsOf(code, new Set(['at']), []), []);
    });
  }

  it('accepts an API that has an entry, and no other one', () => {
    const entries = [{name: 'locks', apis: ['api.Navigator.locks'], without: 'each tab polls'}];
    assert.deepEqual(problemsOf('navigator.locks', new Set(), entries), []);
    assert.deepEqual(problemsOf('navigator.wakeLock', new Set(), entries), ['api.Navigator.wakeLock']);
  });

  it('accepts a name that is only ever a member of our own types', () => {
    assert.deepEqual(problemsOf('report.at', new Set(['at'])), []);
  });
});

describe('typedUsesOf a source', () => {
  /** The paths of what a module takes from the platform. */
  function usesOf(code: string): {paths: string[]; own: Set<string>} {
    const options = {target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: []};
    const host = ts.createCompilerHost(options);
    const {getSourceFile} = host;
    host.getSourceFile = (name, ...rest) =>
      name === 'page.ts'
        ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true)
        : getSourceFile(name, ...rest);
    const program = ts.createProgram(['page.ts'], options, host);
    const {uses, own} = typedUsesOf(program, [program.getSourceFile('page.ts')!]);
    return {paths: [...uses.keys()], own};
  }

  it('tells members of one name apart by the type of the object', () => {
    const {paths, own} = usesOf(`
      interface Report {readonly at: number; readonly states: string[]}
      export const f = (report: Report, list: number[], internals: ElementInternals) => {
        report.at; report.states; list.at(-1); internals.states.add('a');
      };`);
    assert.ok(paths.includes('javascript.builtins.Array.at'), String(paths));
    assert.ok(paths.includes('api.ElementInternals.states'), String(paths));
    assert.ok(!own.has('at') && !own.has('states'));
  });

  it('names what is only a member of own types', () => {
    const {paths, own} = usesOf('export const f = (report: {readonly at: number}) => report.at;');
    assert.deepEqual([paths, [...own]], [[], ['at']]);
  });

  it('reads destructuring, brackets, `in`, globals, statics and options', () => {
    const {paths} = usesOf(`
      const {locks} = navigator;
      navigator['wakeLock'];
      'share' in navigator;
      structuredClone(1);
      Object.hasOwn({}, 'a');
      document.addEventListener('a', () => {}, {signal: AbortSignal.timeout(1)});
      new Error('a', {cause: 1});
      const format: Intl.DateTimeFormatOptions = {dayPeriod: 'short'};
      export {locks, format};`);
    for (const path of [
      'api.Navigator.locks',
      'api.Navigator.wakeLock',
      'api.Navigator.share',
      'api.structuredClone',
      'javascript.builtins.Object.hasOwn',
      'api.AbortSignal.timeout_static',
      'api.EventTarget.addEventListener.options_parameter.options_signal_parameter',
      'javascript.builtins.Error.Error.options_cause_parameter',
      'javascript.builtins.Intl.DateTimeFormat.DateTimeFormat.options_parameter.options_dayPeriod_parameter',
    ])
      assert.ok(paths.includes(path), `${path} in ${String(paths)}`);
  });
});

describe('the versions', () => {
  it('are compared by their parts: 15.10 is newer than 15.4, and 14.0 is 14', () => {
    const floor = (version: string): {Safari: string} => ({Safari: version});
    assert.equal(sinceOf('api.Navigator.locks')['Safari'], '15.4');
    assert.deepEqual(lackingIn('api.Navigator.locks', floor('15.10')), []);
    assert.deepEqual(lackingIn('api.Navigator.locks', floor('15.4.0')), []);
    assert.deepEqual(lackingIn('api.Navigator.locks', floor('15')), ['Safari']);
  });

  it('of several APIs are the newest of each browser, or none', () => {
    const both = minimumOf(['api.Navigator.locks', 'api.HTMLDialogElement']);
    assert.deepEqual([both['Chrome'], both['Safari'], both['Firefox']], ['69', '15.4', '98']);
    assert.equal(minimumOf(['api.Navigator.vibrate'])['Safari'], undefined);
  });

  it('name what the oldest browsers lack, for the test that removes it', () => {
    const missing = missingIn(FLOOR).map((pair) => pair.join('.'));
    for (const api of ['Navigator.locks', 'Array.at', '.BroadcastChannel', 'CSSStyleSheet.constructor'])
      assert.ok(missing.includes(api), api);
    assert.ok(!missing.includes('Element.append'));
  });
});

describe('the browsers that docs/browsers.md names', () => {
  it('are those of the floor, one version of several browsers named once', () => {
    assert.deepEqual(
      floorNames({Chrome: '87', 'Android WebView': '87', Safari: '14.1', 'Safari on iOS': '15.0'}),
      ['Chrome and Android WebView 87', 'Safari 14.1', 'iOS 15'],
    );
    for (const name of floorNames()) {
      assert.ok(tables.floor().includes(name), name);
      assert.ok(tables.known().includes(name), name);
    }
  });

  it('are the old Chromiums that run', () => {
    for (const {version} of OLD_CHROMIUMS)
      assert.match(tables.known(), new RegExp(`\\b${String(version)}\\b`));
  });
});
