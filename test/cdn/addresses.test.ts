/**
 * A lazy part is loaded from the folder of the file that asks for it, and from nowhere else: at a CDN's bare address
 * the same relative path is a file of another person's package. The server is scripts/simulated-cdn.mjs.
 */
import {expect} from '@open-wc/testing';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {ProblemDetail} from '../../src/core/errors.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import {liveOrder} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

type Page = Window & typeof globalThis & {readonly otherPackageRan?: boolean};

interface Visit {
  /** Every path of the CDN that the page requested. */
  readonly requests: readonly string[];
  readonly otherPackageRan: boolean;
  readonly problem: ProblemDetail | undefined;
  readonly isPartLoaded: boolean;
}

/** Where the script is: a path of the CDN, or a function that puts its text on the page. */
type Address = string | ((text: string, page: Page) => Partial<HTMLScriptElement>);

/** A visit waits for two things, of 40 s at most each, and loads a page before: its own message must come first. */
const VISIT_TIMEOUT_MS = 120_000;

const frames: HTMLIFrameElement[] = [];
afterEach(() => {
  for (const frame of frames.splice(0)) frame.remove();
});

async function openPage(url: string): Promise<Page> {
  const frame = document.createElement('iframe');
  frames.push(frame);
  frame.src = url;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  return frame.contentWindow as Page;
}

/** Loads the file from an address, and asks for a lazy part: a cash voucher, or the parser of the classic script. */
async function visit(address: Address, type: '' | 'module'): Promise<Visit> {
  const scope = `/simulated-cdn/${crypto.randomUUID()}`;
  const page = await openPage(`${scope}/page`);
  const file = type === 'module' ? 'payby-checkout.js' : 'payby-checkout.iife.js';
  const source = typeof address === 'string' ? {src: scope + address} : address(await textOf(file), page);
  page.document.head.append(Object.assign(page.document.createElement('script'), {type}, source));
  await page.customElements.whenDefined('payby-checkout');

  const checkout: PaybyCheckout = page.document.createElement('payby-checkout');
  let problem: ProblemDetail | undefined;
  checkout.addEventListener('payby-error', ({detail}) => (problem = detail));
  checkout.actions = 'send-guide';
  checkout.order = liveOrder({paySceneCode: 'CASHTOPUP'});
  page.document.body.append(checkout);
  const find = (selector: string): HTMLElement | null =>
    checkout.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  if (type === '') {
    await when(() => find('.send-guide > button') !== null);
    find('.send-guide > button')?.click();
  }
  const requests = async (): Promise<string[]> =>
    (await (await fetch(`${scope}/requests`)).json()) as string[];
  const isPartLoaded = async (): Promise<boolean> =>
    type === 'module'
      ? find('.deadline') !== null
      : (await requests()).some((path) => path.endsWith('phone.lazy.js'));
  await when(async () => problem !== undefined || (await isPartLoaded()));
  return {
    requests: await requests(),
    otherPackageRan: page.otherPackageRan === true,
    problem,
    isPartLoaded: await isPartLoaded(),
  };
}

const SCAN_PARTS = [
  'camera-button.lazy.js',
  'diagnosis.lazy.js',
  'keep-focus.lazy.js',
  'scan-feedback.lazy.js',
] as const;

interface ScanVisit {
  readonly requests: readonly string[];
  readonly otherPackageRan: boolean;
  readonly scans: readonly string[];
  /** The lazy parts that the console names as not loaded. */
  readonly missing: readonly string[];
}

/** Loads the scan input from an address, asks for all its lazy parts, and scans. */
async function visitScanInput(address: Address): Promise<ScanVisit> {
  const scope = `/simulated-cdn/${crypto.randomUUID()}`;
  const page = await openPage(`${scope}/page`);
  const missing: string[] = [];
  page.console.error = (message: unknown) => {
    missing.push(/Could not load ([\w.-]+)\. /.exec(String(message))?.[1] ?? String(message));
  };
  const source =
    typeof address === 'string' ? {src: scope + address} : address(await textOf('payby-scan-input.js'), page);
  const script = page.document.createElement('script');
  page.document.head.append(Object.assign(script, {type: 'module'}, source));
  await page.customElements.whenDefined('payby-scan-input');

  const field: PaybyScanInput = page.document.createElement('payby-scan-input');
  Object.assign(field, {locale: 'en', camera: true, sound: true, keepFocus: 'idle'});
  const scans: string[] = [];
  field.addEventListener('payby-scan', ({detail}) => scans.push(detail.code));
  page.document.body.append(field);
  await field.updateComplete;
  await field.diagnose({timeout: 1}).catch(() => undefined); // reported as missing
  field.simulate(CODE);
  const requests = async (): Promise<string[]> =>
    (await (await fetch(`${scope}/requests`)).json()) as string[];
  const isAnswered = async (part: string): Promise<boolean> =>
    missing.includes(part) || (await requests()).some((path) => path.endsWith(part));
  await when(async () => scans.length > 0 && (await Promise.all(SCAN_PARTS.map(isAnswered))).every(Boolean));
  return {
    requests: await requests(),
    otherPackageRan: page.otherPackageRan === true,
    scans,
    missing: missing.sort(),
  };
}
const CODE = '281234567890123456';

const when = (isTrue: () => boolean | Promise<boolean>): Promise<void> =>
  waitUntil(isTrue, 'the page is ready');

const textOf = async (file: string): Promise<string> =>
  (await fetch(`/simulated-cdn/text/npm/payby-checkout@0.1.0/dist/cdn/${file}`)).text();

const asBlob: Address = (text, page) => ({
  src: page.URL.createObjectURL(new page.Blob([text], {type: 'text/javascript'})),
});
const asData: Address = (text) => ({src: `data:text/javascript,${encodeURIComponent(text)}`});
const inline: Address = (text) => ({text});

const folder = '/npm/payby-checkout@0.1.0/dist/cdn';
const safe: readonly [title: string, Address, '' | 'module'][] = [
  ['the classic script at its full address', `${folder}/payby-checkout.iife.js`, ''],
  ['the classic script with a query', `${folder}/payby-checkout.iife.js?v=1`, ''],
  ['the classic script with a fragment', `${folder}/payby-checkout.iife.js#a/b.js`, ''],
  [
    'the classic script, redirected to a version',
    '/npm/payby-checkout@latest/dist/cdn/payby-checkout.iife.js',
    '',
  ],
  ['the module at its full address', `${folder}/payby-checkout.js`, 'module'],
  ['the module with a query', `${folder}/payby-checkout.js?v=1`, 'module'],
  ['the module, redirected to a version', '/npm/payby-checkout@latest/dist/cdn/payby-checkout.js', 'module'],
  ['the module, redirected from a bare address', '/unpkg/module', 'module'],
];
const foreign: readonly [title: string, Address, '' | 'module'][] = [
  ['the classic script at a bare address', '/npm/payby-checkout', ''],
  ['the classic script at a bare address with a slash', '/npm/payby-checkout/', ''],
  ['the classic script at a bare address with a version', '/npm/payby-checkout@0.1.0', ''],
  [
    'the classic script at a bare address with its name in the query',
    '/npm/payby-checkout?/payby-checkout.iife.js',
    '',
  ],
  ['the classic script, redirected from a bare address', '/unpkg/payby-checkout', ''],
  ['the classic script under another name', '/assets/app-1a2b3c.js', ''],
  ['the classic script from a blob', asBlob, ''],
  ['the classic script from a data: address', asData, ''],
  ['the classic script inside the page', inline, ''],
  ['the module at a bare address', '/modules/payby-checkout', 'module'],
  ['the module at a bare address with a version', '/modules/payby-checkout@0.1.0/', 'module'],
  [
    'the module at a bare address with its name in the query',
    '/modules/payby-checkout?/payby-checkout.js',
    'module',
  ],
  ['the module under another name', '/assets/module-1a2b3c.js', 'module'],
  ['the module from a blob', asBlob, 'module'],
  ['the module from a data: address', asData, 'module'],
  ['the module inside the page', inline, 'module'],
];

/** Below the folder of the release, or the address of the file itself. */
const isOwn = (path: string): boolean =>
  path.startsWith('/npm/payby-checkout@') && path.includes('/dist/cdn/');

describe('dist/cdn, at the address of a package CDN', function () {
  this.timeout(VISIT_TIMEOUT_MS);
  for (const [title, address, type] of safe) {
    it(`loads a lazy part from beside ${title}`, async () => {
      const {requests, problem, isPartLoaded, otherPackageRan} = await visit(address, type);
      expect({problem, isPartLoaded, otherPackageRan}).to.deep.equal({
        problem: undefined,
        isPartLoaded: true,
        otherPackageRan: false,
      });
      expect(requests.slice(1).filter((path) => !isOwn(path))).to.deep.equal([]);
    });
  }

  for (const [title, address, type] of foreign) {
    it(`loads nothing after ${title}, and dispatches script-unreachable at once`, async () => {
      const {requests, problem, otherPackageRan} = await visit(address, type);
      expect(otherPackageRan, 'a file of another package has run').to.equal(false);
      const file = type === 'module' ? 'payby-checkout.js' : 'payby-checkout.iife.js';
      expect([problem?.code, problem?.retryable]).to.deep.equal(['script-unreachable', false]);
      expect(problem?.message).to.contain(file);
      expect(
        requests.slice(typeof address === 'string' ? 1 : 0).filter((path) => !isOwn(path)),
      ).to.deep.equal([]);
    });
  }

  const ownScan = {
    'the scan input at its full address': `${folder}/payby-scan-input.js`,
    'the scan input, redirected from a bare address': '/unpkg/scan-input',
  };
  for (const [title, address] of Object.entries(ownScan)) {
    it(`loads camera, sounds, focus and diagnosis from beside ${title}`, async () => {
      const {requests, ...visited} = await visitScanInput(address);
      expect(visited).to.deep.equal({otherPackageRan: false, scans: [CODE], missing: []});
      expect(requests.slice(1).filter((path) => !isOwn(path))).to.deep.equal([]);
    });
  }

  const foreignScan: Readonly<Record<string, Address>> = {
    'the scan input at a bare address': '/modules/payby-scan-input',
    'the scan input from a blob': asBlob,
  };
  for (const [title, address] of Object.entries(foreignScan)) {
    it(`loads nothing after ${title}, says so once for each part, and scans`, async () => {
      const {requests, ...visited} = await visitScanInput(address);
      expect(visited).to.deep.equal({otherPackageRan: false, scans: [CODE], missing: [...SCAN_PARTS]});
      expect(requests).to.deep.equal(typeof address === 'string' ? [address] : []);
    });
  }
});
