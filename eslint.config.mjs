// Lint in two parts: what a file of src may touch, by its name, and the presets with our few changes.
// Who may import whom is the business of .dependency-cruiser.mjs.
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import storybook from 'eslint-plugin-storybook';
import wc from 'eslint-plugin-wc';
import {defineConfig} from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// What makes a test hard: the network; time, storage and listeners; the page it runs in. A word with a dot is a
// property, one with a bracket a selector of the syntax tree.
const network = ['fetch', 'EventSource', 'WebSocket', 'XMLHttpRequest', 'navigator.sendBeacon'];
const effects = [
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'AbortSignal.timeout'],
  ...['requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback'],
  ...['performance', 'Date.now', 'NewExpression[callee.name="Date"][arguments.length=0]'],
  'CallExpression[callee.name="Date"]',
  ...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'BroadcastChannel'],
  ...['navigator.locks', 'navigator.wakeLock', 'addEventListener', 'removeEventListener'],
  'CallExpression[callee.object.name=/^(window|document)$/][callee.property.name=/^(add|remove)EventListener$/]',
  'CallExpression[callee.object.property.name="ownerDocument"][callee.property.name=/^(add|remove)EventListener$/]',
];
const page = ['window', 'document', 'navigator', 'location', 'history', 'crypto', 'Math.random'];

/** Which files of src may not touch what. Where two rows match a file, the later one counts. */
const rows = [
  {files: ['src/**'], never: [...network, ...effects]}, // elements, lazy parts, engines: they compose
  {
    files: ['src/{core,i18n}/**', 'src/**/*-view.ts', 'src/**/*.styles.ts', 'src/**/styles/*'],
    never: [...network, ...effects, ...page],
  },
  {files: ['src/**/*-{source,request}.ts', 'src/scan/camera/zxing-detector.lazy.ts'], never: effects},
  {
    files: [
      'src/**/*-{controller,watcher,clock}.ts',
      'src/**/tab-leader.ts',
      'src/scan/keyboard/**',
      'src/voucher/export/**',
      'src/voucher/back-button.ts',
      'src/shared/{lazy-part,page-environment,while-connected}.ts',
    ],
    never: network,
  },
  // A function from an order to text, in any runtime
  {files: ['src/server/**'], never: [...network, ...effects, ...page.filter((word) => word !== 'crypto')]},
  {files: ['src/testing/**'], never: network}, // stands in for the page, its clock and its scanner
];

/** One row of the table as ESLint's rules. */
function rulesOf({files, never}) {
  const message = `${files.join(', ')} may not touch this: see the table in eslint.config.mjs.`;
  const selectors = never.filter((word) => word.includes('['));
  const properties = never.filter((word) => word.includes('.') && !word.includes('['));
  const names = never.filter((word) => /^\w+$/.test(word));
  return {
    files,
    languageOptions: {globals: globals.browser},
    rules: {
      'no-restricted-globals': [
        'error',
        {globals: names.map((name) => ({name, message})), checkGlobalObject: true},
      ],
      'no-restricted-properties': [
        'error',
        ...properties.map((path) => {
          const [object, property] = path.split('.');
          return {object, property, message};
        }),
      ],
      // 'error' without selectors would take over those of the row before
      'no-restricted-syntax':
        selectors.length === 0 ? 'off' : ['error', ...selectors.map((selector) => ({selector, message}))],
    },
  };
}

const typescript = ['{src,test,stories,demo,bench,scripts}/**/*.ts', '.storybook/*.ts'];
const browserTests = [
  'test/{core,bridge,checkout,modal,voucher,scan,shared,i18n,cdn,support,testing}/**/*.ts',
];
const nodeTests = ['test/{demo,package,bench,e2e,visual}/**/*.ts'];

export default defineConfig(
  {ignores: ['dist/', 'storybook-static/', 'coverage/', 'test-results/', '.stryker-tmp/']},
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
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^lit/decorators(/custom-element)?\\.js$',
              importNamePattern: '^customElement$',
              message: 'It throws when the tag is taken: by a second copy, or by a module evaluated twice.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['{src,stories}/**/*.ts', ...browserTests],
    extends: [
      lit.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      {plugins: {'lit-a11y': litA11y}, rules: litA11y.configs.recommended.rules},
    ],
    rules: {'wc/guard-super-call': 'off'}, // the base class is LitElement, which has every callback
  },
  rows.map(rulesOf),
  {
    // The JSX of React, Preact and Solid is a namespace, to which only a namespace can add
    files: ['src/frameworks/*.ts'],
    rules: {'@typescript-eslint/no-namespace': 'off'},
  },
  {
    files: ['src/**/*.ts'],
    ignores: [
      'src/**/{payby-*,*-engine,*.lazy,lazy-part,attribute-warnings,console-warning,define,dispatch-events,camera-launcher}.ts',
    ],
    rules: {'no-console': 'error'}, // elements and lazy parts report to the integrator, the rest throws
  },
  {
    files: ['{test,stories}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off', // a fake is async because what it replaces is
      // Tests build the pages that nobody should
      'lit-a11y/iframe-title': 'off',
      'lit/attribute-value-entities': 'off',
      'wc/no-closed-shadow-root': 'off',
    },
  },
  {
    files: browserTests,
    rules: {
      // Every assertion of chai looks like a floating promise; the one that is one has a rule of its own
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-restricted-imports': [
        'error',
        {
          name: '@open-wc/testing',
          importNames: ['waitUntil'],
          message: 'It gives up after a second: use test/support/wait-until.ts.',
        },
      ],
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
              package: 'node:test',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after'],
            },
          ],
        },
      ],
    },
  },
  {
    // A server lives for months: a promise that is started and never awaited says here what becomes of its error
    files: ['demo/{gateway,http,main,merchant,payby}/**/*.ts'],
    rules: {'@typescript-eslint/no-floating-promises': ['error', {ignoreVoid: false}]},
  },
  {
    files: ['demo/pages/**/*.js'],
    plugins: {'@typescript-eslint': tseslint.plugin},
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {project: 'demo/pages/tsconfig.json', tsconfigRootDir: import.meta.dirname},
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // An async listener is fine in a page: its rejection is printed, and ends nothing
      '@typescript-eslint/no-misused-promises': [
        'error',
        {checksVoidReturn: {arguments: false, properties: false}},
      ],
    },
  },
  {files: ['**/*.{mjs,cjs}'], languageOptions: {globals: globals.node}},
  {files: ['demo/pages/**/*.js'], languageOptions: {globals: globals.browser}},
  {
    files: ['consumers/**/*.js'],
    languageOptions: {globals: {...globals.node, ...globals.browser, ...globals.mocha}},
  },
  storybook.configs['flat/recommended'],
  prettier,
);
