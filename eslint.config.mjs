// Lint, in three parts: the layers of src (who may know whom), the presets, and what differs per kind of file.
import {readFileSync} from 'node:fs';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import storybook from 'eslint-plugin-storybook';
import wc from 'eslint-plugin-wc';
import {defineConfig} from 'eslint/config';
import tseslint from 'typescript-eslint';

// ── Layers ──────────────────────────────────────────────────────────────────────────────────────────────────────

const pageGlobals = ['window', 'document', 'navigator', 'location', 'history'];
const networkGlobals = ['fetch', 'EventSource', 'WebSocket', 'XMLHttpRequest'];
const storageGlobals = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'BroadcastChannel'];
const timeGlobals = [
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'performance',
];
const listenerGlobals = ['addEventListener', 'removeEventListener'];

const network = {globals: networkGlobals, properties: ['navigator.sendBeacon'], syntax: []};

/** What makes a test wait, or leaves something behind when an element is gone. */
const ambient = {
  globals: [...timeGlobals, ...storageGlobals, ...listenerGlobals],
  properties: ['Date.now', 'AbortSignal.timeout', 'navigator.locks', 'navigator.wakeLock'],
  syntax: [
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'CallExpression[callee.name="Date"]',
    'CallExpression[callee.object.name=/^(window|document)$/][callee.property.name=/^(add|remove)EventListener$/]',
    'CallExpression[callee.object.property.name="ownerDocument"][callee.property.name=/^(add|remove)EventListener$/]',
  ],
};
/** Where the code runs, and luck. */
const surroundings = {globals: [...pageGlobals, 'crypto'], properties: ['Math.random'], syntax: []};
const everything = [network, ambient, surroundings];

/**
 * One entry per folder of src. `knows`: which folders it may import besides its own; `packages`: which packages, as
 * regular expressions; `typesOf`: those of which it may import types only; `depth`: how far below src it lies;
 * `never`: what it may not touch. A later entry replaces an earlier one.
 */
const layers = [
  {
    files: 'src/**',
    never: everything,
    hint: 'This folder has no layer yet: give it one in eslint.config.mjs.',
  },
  {files: 'src/*', never: [network, ambient]},
  {files: 'src/core/**', knows: ['core'], never: everything},
  {files: 'src/core/qr-matrix.ts', packages: ['qrcode/lib/core/qrcode\\.js'], never: everything},
  {files: 'src/core/phone.ts', packages: ['libphonenumber-js/min'], never: everything},
  {files: 'src/core/*.d.ts', typesOf: ['qrcode'], never: everything},
  {files: 'src/i18n/**', knows: ['core'], never: everything},
  {files: 'src/events/**', knows: ['core'], never: everything},
  {files: 'src/styles/**', packages: ['lit'], never: everything},
  {files: 'src/transport/**', knows: ['core'], never: [ambient]},
  {
    files: 'src/transport/zxing-detector.ts',
    knows: ['core'],
    packages: ['zxing-wasm/reader'],
    never: [ambient],
  },
  {files: 'src/controllers/**', knows: ['core', 'i18n'], typesOf: ['lit'], never: [network]},
  {
    files: 'src/elements/**',
    knows: ['core', 'i18n', 'events', 'styles', 'transport', 'controllers'],
    packages: ['lit(/.*)?'],
    never: [network, ambient],
  },
  {
    files: 'src/elements/views/**',
    depth: 2,
    knows: ['core', 'i18n', 'events', 'styles'],
    packages: ['lit(/.*)?'],
    never: [network, ambient],
  },
];

const noCustomElement = {
  regex: '^lit/decorators(/custom-element)?\\.js$',
  importNamePattern: '^customElement$',
  message: 'It throws where the tag is taken already: two copies on a page, or a module evaluated twice.',
};

/** Matches every import but those of the own folder, of the folders it knows, and of the packages it may use. */
function foreignImports({depth = 1, knows = [], packages = [], typesOf = []}) {
  const own = String.raw`\./(?!.*\.\./)`;
  const known = String.raw`(?:\.\./){${depth}}(?:${knows.join('|') || '(?!)'})/(?!.*\.\./)`;
  const named = [...packages, ...typesOf].map((name) => `|${name}$`).join('');
  return `^(?!${own}|${known}${named})`;
}

function layerRules({files, never, hint = 'See the layers in eslint.config.mjs.', ...imports}) {
  const message = `Not in ${files}. ${hint}`;
  const foreign = foreignImports(imports);
  const inSelector = `/${foreign.replaceAll('/', '\\u002F')}/`; // where a slash would end the expression
  const typesOnly = imports.typesOf ?? [];
  return {
    files: [files],
    languageOptions: {globals: {window: 'readonly', self: 'readonly'}}, // known, so that window.fetch is fetch
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {regex: foreign, message},
            ...typesOnly.map((name) => ({regex: `^${name}$`, allowTypeImports: true, message})),
            noCustomElement,
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        {
          globals: never.flatMap(({globals}) => globals.map((name) => ({name, message}))),
          checkGlobalObject: true,
        },
      ],
      'no-restricted-properties': [
        'error',
        ...never.flatMap(({properties}) =>
          properties.map((path) => ({object: path.split('.')[0], property: path.split('.')[1], message})),
        ),
      ],
      'no-restricted-syntax': [
        'error',
        ...never.flatMap(({syntax}) => syntax.map((selector) => ({selector, message}))),
        // What the rule for imports does not see: import('…') as a call and as a type
        {selector: `ImportExpression[source.value=${inSelector}]`, message},
        {selector: `TSImportType[source.value=${inSelector}]`, message},
      ],
    },
  };
}

// ── Everything else ─────────────────────────────────────────────────────────────────────────────────────────────

const typescript = [
  'src/**/*.ts',
  'test/**/*.ts',
  'stories/**/*.ts',
  'demo/**/*.ts',
  'bench/**/*.ts',
  '.storybook/*.ts',
];
const nodeTests = ['test/node/**', 'test/e2e/**'];
const elementCode = ['src/**/*.ts', 'stories/**/*.ts', 'test/elements/**/*.ts'];

const globalsOf = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));
const nodeGlobals = globalsOf(Object.getOwnPropertyNames(globalThis));
// TypeScript ships the one list of browser names that is kept up to date here anyway
const dom = readFileSync(new URL(import.meta.resolve('typescript/lib/lib.dom.d.ts')), 'utf8');
const browserGlobals = globalsOf(
  Array.from(dom.matchAll(/^declare (?:var|function) (\w+)/gm), ([, name]) => name),
);

const onlyTheBuiltPackage = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {regex: '(^|/)src/', message: 'The demo uses the built package, as a merchant would.'},
        noCustomElement,
      ],
    },
  ],
};

export default defineConfig(
  {ignores: ['dist/', 'storybook-static/', 'coverage/', 'test-results/']},
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  js.configs.recommended,
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_'},
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      '@typescript-eslint/unbound-method': 'off', // Lit binds the listeners of a template
    },
  },
  {
    files: elementCode,
    extends: [
      lit.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      {plugins: {'lit-a11y': litA11y}, rules: litA11y.configs.recommended.rules},
    ],
    rules: {
      'wc/guard-super-call': 'off', // the base class is known, and its callbacks are there
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/*.ts', 'src/elements/**'],
    rules: {'no-console': 'error'}, // an integrator is told once, by the element
  },
  layers.map(layerRules),
  {files: ['demo/**'], plugins: {'@typescript-eslint': tseslint.plugin}, rules: onlyTheBuiltPackage},
  {
    files: ['test/**/*.ts', 'stories/**/*.ts'],
    rules: {
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off', // stand-ins are async because what they stand for is
      '@typescript-eslint/no-restricted-imports': ['error', {patterns: [noCustomElement]}],
    },
  },
  {
    files: ['test/**/*.ts'],
    ignores: nodeTests,
    rules: {
      // Every assertion of chai looks like a floating promise; the one that really is one is named below
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ExpressionStatement > CallExpression[callee.property.name='accessible']",
          message: 'Without await it asserts nothing.',
        },
      ],
    },
  },
  {
    files: nodeTests,
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after'],
              package: 'node:test',
            },
          ],
        },
      ],
    },
  },
  {files: ['**/*.mjs'], languageOptions: {globals: nodeGlobals}},
  {files: ['demo/pages/**/*.js'], languageOptions: {globals: browserGlobals}},
  storybook.configs['flat/recommended'],
  prettier,
);
