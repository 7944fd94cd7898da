/**
 * The arrows of the house hold only while the lint sees them broken. Each probe is a line of code in a folder: one
 * that must be reported, and by which rule, or one that must pass.
 */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ESLint} from 'eslint';
import tseslint from 'typescript-eslint';

const imports = '@typescript-eslint/no-restricted-imports';
const globals = 'no-restricted-globals';
const properties = 'no-restricted-properties';
const syntax = 'no-restricted-syntax';

type Probe = readonly [file: string, code: string];

const forbidden: Readonly<Record<string, readonly Probe[]>> = {
  [imports]: [
    ['src/core/probe.ts', "import {loadStrings} from '../i18n/languages.js';"],
    ['src/core/probe.ts', "import type {Strings} from '../i18n/strings.js';"],
    ['src/core/probe.ts', "import {html} from 'lit';"],
    ['src/core/probe.ts', "import {readFileSync} from 'node:fs';"],
    ['src/core/probe.ts', "import {create} from 'qrcode/lib/core/qrcode.js';"],
    ['src/core/probe.ts', "export * from '../events/checkout-events.js';"],
    ['src/core/probe.ts', "import '../support/orders.js';"],
    ['src/core/probe.ts', "import './../controllers/system-clock.js';"],
    ['src/core/qr-matrix.ts', "import QRCode from 'qrcode';"],
    ['src/i18n/probe.ts', "import {x} from '../controllers/locale-controller.js';"],
    ['src/i18n/probe.ts', "import {html} from 'lit';"],
    ['src/events/probe.ts', "import {x} from '../elements/payby-checkout.js';"],
    ['src/events/probe.ts', "import {x} from '../i18n/strings.js';"],
    ['src/styles/probe.ts', "import {x} from '../core/money.js';"],
    ['src/styles/probe.ts', "import {x} from 'lit/decorators.js';"],
    ['src/transport/probe.ts', "import {x} from '../controllers/system-clock.js';"],
    ['src/transport/probe.ts', "import {html} from 'lit';"],
    ['src/controllers/probe.ts', "import {x} from '../transport/http-status-source.js';"],
    ['src/controllers/probe.ts', "import type {X} from '../transport/http-status-source.js';"],
    ['src/controllers/probe.ts', "import {x} from '../elements/payby-checkout.js';"],
    ['src/controllers/probe.ts', "import {x} from '../events/checkout-events.js';"],
    ['src/controllers/probe.ts', "import {html} from 'lit';"],
    ['src/elements/probe.ts', "import {x} from '../../stories/support/scripted-source.js';"],
    ['src/elements/probe.ts', "import {x} from '../index.js';"],
    ['src/elements/probe.ts', "import {x} from '../core/../../demo/start.js';"],
    ['src/elements/probe.ts', "import {create} from 'qrcode/lib/core/qrcode.js';"],
    ['src/elements/probe.ts', "import {customElement} from 'lit/decorators.js';"],
    ['src/elements/probe.ts', "import {customElement} from 'lit/decorators/custom-element.js';"],
    ['src/elements/views/probe.ts', "import {x} from '../../controllers/system-clock.js';"],
    ['src/elements/views/probe.ts', "import type {X} from '../../controllers/system-clock.js';"],
    ['src/elements/views/probe.ts', "import {x} from '../../transport/http-status-source.js';"],
    ['src/elements/views/probe.ts', "import {x} from '../payby-checkout.js';"],
    ['src/probe.ts', "import {x} from '../test/helpers/orders.js';"],
    ['src/probe.ts', "import {html} from 'lit';"],
    ['src/attic/probe.ts', "import {x} from '../core/money.js';"],
    ['demo/merchant/probe.ts', "import {x} from '../../src/core/order/money.js';"],
    ['demo/pages/probe.js', "import '../../src/payby-checkout.js';"],
    ['test/elements/probe.test.ts', "import {customElement} from 'lit/decorators.js';"],
    ['stories/probe.stories.ts', "import {customElement} from 'lit/decorators.js';"],
  ],
  [globals]: [
    ...['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'performance'].map(
      (name): Probe => ['src/core/probe.ts', `console.log(${name});`],
    ),
    ...['fetch', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'requestAnimationFrame'].map(
      (name): Probe => ['src/core/probe.ts', `${name}();`],
    ),
    ...['EventSource', 'WebSocket'].map((name): Probe => ['src/core/probe.ts', `new ${name}('/');`]),
    ['src/core/probe.ts', 'globalThis.setTimeout(() => 0, 1);'],
    ['src/i18n/probe.ts', 'console.log(navigator.languages);'],
    ['src/i18n/probe.ts', "void fetch('/ar.json');"],
    ['src/events/probe.ts', 'console.log(document);'],
    ['src/styles/probe.ts', 'console.log(window);'],
    ['src/transport/probe.ts', 'setTimeout(() => 0, 1);'],
    ['src/transport/probe.ts', 'localStorage.clear();'],
    ['src/controllers/probe.ts', "void fetch('/status');"],
    ['src/controllers/probe.ts', "void globalThis.fetch('/status');"],
    ['src/controllers/probe.ts', "new EventSource('/events');"],
    ['src/elements/probe.ts', "void fetch('/status');"],
    ['src/elements/probe.ts', 'setTimeout(() => 0, 1);'],
    ['src/elements/probe.ts', 'window.setTimeout(() => 0, 1);'],
    ['src/elements/probe.ts', 'sessionStorage.clear();'],
    ['src/elements/probe.ts', "addEventListener('online', () => 0);"],
    ['src/elements/views/probe.ts', 'requestAnimationFrame(() => 0);'],
    ['src/probe.ts', 'setTimeout(() => 0, 1);'],
    ['src/attic/probe.ts', 'setTimeout(() => 0, 1);'],
  ],
  [properties]: [
    ['src/core/probe.ts', 'export const now = Date.now();'],
    ['src/core/probe.ts', 'export const any = Math.random();'],
    ['src/i18n/probe.ts', 'export const now = Date.now();'],
    ['src/transport/probe.ts', 'export const now = Date.now();'],
    ['src/transport/probe.ts', 'export const timer = AbortSignal.timeout(1);'],
    ['src/elements/probe.ts', 'export const now = Date.now();'],
    ['src/elements/probe.ts', "void navigator.locks.request('a', () => 0);"],
  ],
  [syntax]: [
    ['src/core/probe.ts', 'export const now = new Date();'],
    ['src/core/probe.ts', 'export const now = Date();'],
    ['src/core/probe.ts', "void import('../i18n/ar.js');"],
    ['src/core/probe.ts', "export type X = import('../i18n/strings.js').Strings;"],
    ['src/elements/probe.ts', 'export const now = new Date();'],
    ['src/elements/probe.ts', "document.addEventListener('visibilitychange', () => 0);"],
    ['src/elements/probe.ts', "window.addEventListener('online', () => 0);"],
    ['src/elements/probe.ts', "this.ownerDocument.addEventListener('keydown', () => 0);"],
    ['src/elements/views/probe.ts', "void import('../../controllers/system-clock.js');"],
    ['src/transport/probe.ts', "document.addEventListener('visibilitychange', () => 0);"],
  ],
  'no-console': [
    ['src/core/probe.ts', "console.warn('x');"],
    ['src/transport/probe.ts', "console.warn('x');"],
    ['src/controllers/probe.ts', "console.warn('x');"],
  ],
};

const allowed: readonly Probe[] = [
  ['src/core/probe.ts', "import {decimal} from './money.js'; export {decimal};"],
  ['src/core/probe.ts', 'export const at = (ms: number) => new Date(ms).toISOString();'],
  ['src/core/probe.ts', 'export function shown(location: string) { return location; }'],
  ['src/core/probe.ts', 'export const stop = (signal: AbortSignal) => signal.aborted;'],
  ['src/core/qr-matrix.ts', "import {create} from 'qrcode/lib/core/qrcode.js'; export {create};"],
  ['src/i18n/probe.ts', "void import('./ar.js');"],
  ['src/i18n/probe.ts', "import type {Money} from '../core/money.js'; export type {Money};"],
  ['src/i18n/probe.ts', "export const number = new Intl.NumberFormat('en');"],
  ['src/events/probe.ts', "import type {Phase} from '../core/checkout-machine.js'; export type {Phase};"],
  ['src/styles/probe.ts', "import {css} from 'lit'; export const base = css``;"],
  ['src/transport/probe.ts', "export const ask = () => fetch(new URL('/status', location.href));"],
  ['src/transport/probe.ts', "export const stream = () => new EventSource('/events');"],
  [
    'src/controllers/probe.ts',
    "import type {ReactiveController} from 'lit'; export type {ReactiveController};",
  ],
  ['src/controllers/probe.ts', 'setTimeout(() => Date.now(), 1);'],
  ['src/controllers/probe.ts', "document.addEventListener('visibilitychange', () => localStorage.clear());"],
  ['src/elements/probe.ts', "import {LitElement} from 'lit'; export {LitElement};"],
  ['src/elements/probe.ts', "import {property} from 'lit/decorators.js'; export {property};"],
  ['src/elements/probe.ts', "import {x} from '../transport/http-status-source.js'; export {x};"],
  ['src/elements/probe.ts', "import {x} from './views/checkout-view.js'; export {x};"],
  ['src/elements/probe.ts', "console.warn('x');"],
  ['src/elements/views/probe.ts', "import {x} from './qr-view.js'; export {x};"],
  ['src/elements/views/probe.ts', "import {x} from '../../core/money.js'; export {x};"],
  ['src/probe.ts', "export * from './elements/payby-checkout.js';"],
  ['demo/merchant/probe.ts', "import {createSign} from 'node:crypto'; export {createSign};"],
  ['demo/pages/probe.js', "import '/dist/cdn/payby-checkout.js';"],
  ['test/elements/probe.test.ts', "import '../../src/payby-checkout.js';"],
];

// Probes are not files of the project, which the rules that need types would ask for; the layer rules need none
const eslint = new ESLint({overrideConfig: [tseslint.configs.disableTypeChecked]});

async function reportedRules([file, code]: Probe): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, {filePath: file});
  assert.ok(result, `${file} is linted`);
  const fatal = result.messages.find((message) => message.fatal);
  assert.equal(fatal, undefined, `${file} parses: ${code}`);
  return result.messages.map((message) => message.ruleId);
}

for (const [rule, probes] of Object.entries(forbidden)) {
  for (const probe of probes) {
    test(`${probe[0]} may not say ${probe[1]}`, async () => {
      const rules = await reportedRules(probe);
      assert.ok(rules.includes(rule), `${rule} is among ${JSON.stringify(rules)}`);
    });
  }
}

for (const probe of allowed) {
  test(`${probe[0]} may say ${probe[1]}`, async () => {
    const layerRules = [...Object.keys(forbidden)];
    const rules = await reportedRules(probe);
    assert.deepEqual(
      rules.filter((rule) => rule !== null && layerRules.includes(rule)),
      [],
    );
  });
}
