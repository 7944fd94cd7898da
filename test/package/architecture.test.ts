/**
 * The rules about imports (.dependency-cruiser.mjs) and globals (eslint.config.mjs) hold only while the tools see them
 * broken. Each test plants one fault.
 */
import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {cruise, type ICruiseResult, type IForbiddenRuleType} from 'dependency-cruiser';
import {ESLint} from 'eslint';
import tseslint from 'typescript-eslint';
import config from '../../.dependency-cruiser.mjs';

interface Import {
  readonly from: string;
  readonly code: string;
  /** The beginning of the rule's name. */
  readonly rule: string;
}

const forbiddenImports: Readonly<Record<string, Import>> = {
  'core importing i18n': {
    from: 'src/core/order/a.ts',
    code: "export {strings} from '../../i18n/strings.js';",
    rule: 'src/core/ knows',
  },
  'core importing a type of i18n': {
    from: 'src/core/order/b.ts',
    code: "export type {Strings} from '../../i18n/strings.js';",
    rule: 'src/core/ knows',
  },
  'core naming a type of i18n by import()': {
    from: 'src/core/order/c.ts',
    code: "export type X = import('../../i18n/strings.js').Strings;",
    rule: 'src/core/ knows',
  },
  'core importing Lit': {
    from: 'src/core/order/d.ts',
    code: "export {html} from 'lit';",
    rule: 'src/core/ knows',
  },
  'core importing a module of Node': {
    from: 'src/core/order/e.ts',
    code: "export {readFileSync} from 'node:fs';",
    rule: 'src/core/ knows',
  },
  'core importing the encoder outside qr-matrix': {
    from: 'src/core/order/f.ts',
    code: "export {create} from 'qrcode/lib/core/qrcode.js';",
    rule: 'only the encoder',
  },
  'i18n importing shared': {
    from: 'src/i18n/a.ts',
    code: "export {define} from '../shared/define.js';",
    rule: 'src/i18n/ knows',
  },
  'shared importing a feature': {
    from: 'src/shared/a.ts',
    code: "export {host} from '../checkout/host.js';",
    rule: 'src/shared/ knows',
  },
  'the voucher importing the checkout': {
    from: 'src/voucher/a.ts',
    code: "export {host} from '../checkout/host.js';",
    rule: 'src/voucher/ knows',
  },
  'the checkout importing the scan input': {
    from: 'src/checkout/a.ts',
    code: "export {hub} from '../scan/hub.js';",
    rule: 'src/checkout/ knows',
  },
  'the server importing an element': {
    from: 'src/server/a.ts',
    code: "export {element} from '../checkout/payby-element.js';",
    rule: 'a server renders by the views',
  },
  'the element importing the server': {
    from: 'src/checkout/e.ts',
    code: "export {render} from '../server/render.js';",
    rule: 'no page of a shop loads the server',
  },
  'the scan input importing the checkout': {
    from: 'src/scan/a.ts',
    code: "export type {Host} from '../checkout/host.js';",
    rule: 'src/scan/ knows',
  },
  'the checkout importing the voucher statically': {
    from: 'src/checkout/b.ts',
    code: "export {data} from '../voucher/data.js';",
    rule: 'src/checkout fetches the voucher',
  },
  'a static import of a lazy part': {
    from: 'src/scan/b.ts',
    code: "export {camera} from './camera.lazy.js';",
    rule: 'a lazy part is fetched by import()',
  },
  'a view importing a controller': {
    from: 'src/scan/scan-view.ts',
    code: "export {camera} from './camera-controller.js';",
    rule: 'views only draw',
  },
  'a circle of types': {
    from: 'src/scan/c.ts',
    code: "import type {D} from './d.js';\nexport type C = D | 1;",
    rule: 'no circle',
  },
  'an entry importing the stories': {
    from: 'src/index.ts',
    code: "export {story} from '../stories/support.js';",
    rule: 'src/[/]+ knows',
  },
  'an import that resolves to nothing': {
    from: 'src/scan/e.ts',
    code: "export {gone} from './gone.js';",
    rule: 'every import resolves',
  },
  'the merchant importing src': {
    from: 'demo/merchant/a.ts',
    code: "export {money} from '../../src/core/money.js';",
    rule: 'demo uses the built package',
  },
  'a page of the demo importing the merchant': {
    from: 'demo/pages/a.js',
    code: "export {order} from '../merchant/order.js';",
    rule: 'demo/pages/ knows',
  },
  'the merchant importing the gateway': {
    from: 'demo/merchant/b.ts',
    code: "export {gateway} from '../gateway/gateway.js';",
    rule: 'the merchant and the gateway',
  },
  'the gateway importing the merchant': {
    from: 'demo/gateway/a.ts',
    code: "export {order} from '../merchant/order.js';",
    rule: 'the gateway and the merchant',
  },
  'the client of PayBy importing the merchant': {
    from: 'demo/payby/a.ts',
    code: "export {order} from '../merchant/order.js';",
    rule: 'demo/payby/ knows',
  },
  'http importing the merchant': {
    from: 'demo/http/a.ts',
    code: "export {order} from '../merchant/order.js';",
    rule: 'http serves both',
  },
};

/** What the faults import; none of these files breaks a rule. */
const innocent: Readonly<Record<string, string>> = {
  'src/core/money.ts': 'export const money = 1;',
  'src/core/qr/qr-matrix.ts': "export {create} from 'qrcode/lib/core/qrcode.js';",
  'src/i18n/strings.ts':
    "export const strings = 1;\nexport type Strings = typeof import('../core/money.js').money;",
  'src/shared/define.ts':
    "export {LitElement as define} from 'lit';\nexport {strings} from '../i18n/strings.js';",
  'src/checkout/host.ts':
    "export const host = () => import('../voucher/voucher.lazy.js');\nexport type Host = 1;",
  'src/checkout/payby-element.ts': 'export const element = 1;',
  'src/server/render.ts': "export {host as render} from '../checkout/host.js';",
  'src/checkout/types.ts': "export type {Data} from '../voucher/data.js';",
  'src/voucher/voucher.lazy.ts': "export {define} from '../shared/define.js';",
  'src/voucher/data.ts': 'export const data = 1;\nexport type Data = typeof data;',
  'src/scan/hub.ts': "export const hub = () => import('./camera.lazy.js');",
  'src/scan/d.ts': "import type {C} from './c.js';\nexport type D = C | 2;",
  'src/scan/camera.lazy.ts': "export {camera} from './camera-controller.js';",
  'src/scan/camera-controller.ts': 'export const camera = 1;',
  'src/pure.ts': "export {host} from './checkout/host.js';",
  'stories/support.ts': "export {money as story} from '../src/core/money.js';",
  'demo/merchant/order.ts': "export {client as order} from '../payby/client.js';",
  'demo/gateway/gateway.ts': "export {client as gateway} from '../payby/client.js';",
  'demo/payby/client.ts': "export {createSign as client} from 'node:crypto';",
  'demo/main/server.ts':
    "export {order} from '../merchant/order.js';\nexport {gateway} from '../gateway/gateway.js';",
};

describe('.dependency-cruiser.mjs', () => {
  const tree = mkdtempSync(join(tmpdir(), 'payby-architecture-'));
  let violations: readonly {readonly from: string; readonly rule: string}[] = [];

  before(async () => {
    const faults = Object.values(forbiddenImports).map(({from, code}) => [from, code] as const);
    for (const [path, code] of [...Object.entries(innocent), ...faults]) {
      mkdirSync(dirname(join(tree, path)), {recursive: true});
      writeFileSync(join(tree, path), code);
    }
    for (const name of ['lit', 'qrcode/lib/core/qrcode.js']) {
      const path = join(tree, 'node_modules', name.includes('.') ? name : `${name}/index.js`);
      mkdirSync(dirname(path), {recursive: true});
      writeFileSync(path, 'export const [html, LitElement, create] = [];');
    }
    const {tsConfig: _of, ...options} = config.options;
    const ruleSet = {forbidden: config.forbidden as IForbiddenRuleType[]};
    const {output} = await cruise(['src', 'demo'], {...options, validate: true, ruleSet, baseDir: tree});
    violations = (output as ICruiseResult).summary.violations.map(({from, rule}) => ({
      from,
      rule: rule.name,
    }));
  });

  after(() => rmSync(tree, {recursive: true}));

  for (const [what, {from, rule}] of Object.entries(forbiddenImports)) {
    it(`reports ${what}`, () => {
      const rules = violations
        .filter((violation) => violation.from === from)
        .map((violation) => violation.rule);
      assert.ok(
        rules.some((name) => name.startsWith(rule)),
        `${rule} is among ${JSON.stringify(rules)}`,
      );
    });
  }

  it('allows what follows the arrows: entries → {checkout → voucher, scan} → shared → i18n → core', () => {
    const blamed = violations.filter(({from}) => from in innocent && from !== 'src/scan/d.ts');
    assert.deepEqual(blamed, []);
  });
});

interface Line {
  readonly file: string;
  readonly code: string;
  readonly rule: string;
}
const names = 'no-restricted-globals';
const properties = 'no-restricted-properties';
const syntax = 'no-restricted-syntax';

const forbiddenLines: Readonly<Record<string, Line>> = {
  'fetch in core': {file: 'src/core/x.ts', code: "void fetch('/status');", rule: names},
  'a timer in core': {file: 'src/core/x.ts', code: 'globalThis.setTimeout(() => 0, 1);', rule: names},
  'the page in core': {file: 'src/core/x.ts', code: 'console.log(navigator);', rule: names},
  'the time in core': {file: 'src/core/x.ts', code: 'export const at = new Date();', rule: syntax},
  'chance in core': {file: 'src/core/x.ts', code: 'export const any = Math.random();', rule: properties},
  'the page in i18n': {file: 'src/i18n/x.ts', code: 'console.log(navigator.languages);', rule: names},
  'the page in a view': {file: 'src/scan/views/x-view.ts', code: 'document.title;', rule: names},
  'the page in a style sheet': {file: 'src/scan/x.styles.ts', code: 'console.log(window);', rule: names},
  'a timer in a source': {
    file: 'src/checkout/status/x-source.ts',
    code: 'setTimeout(() => 0, 1);',
    rule: names,
  },
  'the time in a request': {
    file: 'src/voucher/x-request.ts',
    code: 'export const at = Date.now();',
    rule: properties,
  },
  'fetch in a controller': {file: 'src/scan/x-controller.ts', code: "void fetch('/status');", rule: names},
  'a stream in a watcher': {
    file: 'src/checkout/x-watcher.ts',
    code: "new EventSource('/events');",
    rule: names,
  },
  'fetch in an element': {file: 'src/checkout/payby-x.ts', code: "void fetch('/status');", rule: names},
  'a timer in a lazy part': {file: 'src/voucher/x.lazy.ts', code: 'setTimeout(() => 0, 1);', rule: names},
  'storage in an engine': {file: 'src/scan/x-engine.ts', code: 'sessionStorage.clear();', rule: names},
  'a lock in an engine': {
    file: 'src/scan/x-engine.ts',
    code: "void navigator.locks.request('a', () => 0);",
    rule: properties,
  },
  'a listener on the document in an element': {
    file: 'src/scan/payby-x.ts',
    code: "this.ownerDocument.addEventListener('keydown', () => 0);",
    rule: syntax,
  },
  'the console in a controller': {
    file: 'src/scan/x-controller.ts',
    code: "console.warn('x');",
    rule: 'no-console',
  },
  '@customElement in an element': {
    file: 'src/scan/payby-x.ts',
    code: "import {customElement} from 'lit/decorators.js';",
    rule: '@typescript-eslint/no-restricted-imports',
  },
  '@customElement in a story': {
    file: 'stories/x.stories.ts',
    code: "import {customElement} from 'lit/decorators/custom-element.js';",
    rule: '@typescript-eslint/no-restricted-imports',
  },
};

const allowedLines: Readonly<Record<string, Omit<Line, 'rule'>>> = {
  'a date of a given time in core': {
    file: 'src/core/x.ts',
    code: 'export const iso = (ms: number) => new Date(ms).toISOString();',
  },
  'a parameter with the name of a global in core': {
    file: 'src/core/x.ts',
    code: 'export function shown(location: string) { return location; }',
  },
  'fetch in a source': {file: 'src/checkout/status/x-source.ts', code: "void fetch('/status');"},
  'timers, listeners and storage in a controller': {
    file: 'src/scan/x-controller.ts',
    code: "setTimeout(() => Date.now(), 1); document.addEventListener('x', () => localStorage.clear());",
  },
  'the page and the console in an element': {
    file: 'src/scan/payby-x.ts',
    code: 'console.warn(document.title, location.href);',
  },
};

describe('eslint.config.mjs', () => {
  // The planted lines are no files of the project, which rules with types would ask for
  const eslint = new ESLint({overrideConfig: [tseslint.configs.disableTypeChecked]});
  const reported = async ({file, code}: Omit<Line, 'rule'>): Promise<readonly (string | null)[]> => {
    const [result] = await eslint.lintText(code, {filePath: file});
    assert.ok(result && !result.messages.some(({fatal}) => fatal), `${file} is linted: ${code}`);
    return result.messages.map(({ruleId}) => ruleId);
  };

  for (const [what, line] of Object.entries(forbiddenLines)) {
    it(`refuses ${what}`, async () => {
      const rules = await reported(line);
      assert.ok(rules.includes(line.rule), `${line.rule} is among ${JSON.stringify(rules)}`);
    });
  }

  for (const [what, line] of Object.entries(allowedLines)) {
    it(`allows ${what}`, async () => {
      const rules = await reported(line);
      const table = [names, properties, syntax, 'no-console'];
      assert.deepEqual(
        rules.filter((rule) => rule !== null && table.includes(rule)),
        [],
      );
    });
  }
});
