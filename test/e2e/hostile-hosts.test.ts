/**
 * The elements in pages whose styles were written for something else. Where nothing may change, at most a thousandth of
 * the pixels does; where the page may change how large or where an element is, its code can still be scanned.
 */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {PNG} from 'pngjs';
import {BareShop} from './pages/bare-shop.js';
import {readCode} from './pages/demo-browser.js';

const NOW = Date.UTC(2026, 10, 22, 8);
const TOKEN = 'https://qr.payby.com?ft=7ac14d5d372a459f';
/** Of the pixels, this many may differ. */
const MOST = 0.001;
/** Of 255, how much a channel may differ: edges of letters are smoothed. */
const TOLERANCE = 24;

/** Styles of a page, or of a theme, that say nothing about the elements. */
const indifferent: Readonly<Record<string, string>> = {
  'box-sizing on every element': '* { box-sizing: content-box !important }',
  'border-box on every element, with its pseudo-elements':
    '*, *::before, *::after { box-sizing: border-box !important }',
  'every property of the elements unset': 'payby-checkout, payby-scan-input { all: unset }',
  'every property of the elements initial': 'payby-checkout, payby-scan-input { all: initial }',
  'every property of all elements reverted': 'body * { all: revert }',
  'margins and paddings on every element': '* { margin: 0; padding: 0 }',
  capitals: 'body { text-transform: uppercase }',
  'capitals on every element': '* { text-transform: uppercase }',
  'small capitals': 'body { font-variant: small-caps }',
  'old-style figures': 'body { font-feature-settings: "onum", "smcp"; font-variant-numeric: oldstyle-nums }',
  'wide letters': 'body { letter-spacing: 0.3em }',
  'wide letters on every element': '* { letter-spacing: 4px !important }',
  'wide words': 'body { word-spacing: 1em }',
  'high lines': 'body { line-height: 3 }',
  'high lines on every element': '* { line-height: 2.4 }',
  'lines without height': 'body { line-height: 0 }',
  'a large, slanted, bold font': 'body { font: italic 900 32px/1 cursive }',
  'a large font on every element': '* { font-size: 28px; font-style: italic; font-weight: 100 }',
  'a stretched font': 'body { font-stretch: 50%; font-size-adjust: 0.9; font-synthesis: none }',
  'a root of 62.5 %': ':root { font-size: 62.5% }',
  'a root of 10 px with a body of 1.6 rem': ':root { font-size: 10px } body { font-size: 1.6rem }',
  'centred text': 'body { text-align: center }',
  'text at the other end': '* { text-align: end; text-align-last: justify }',
  'indented text': 'body { text-indent: 3em hanging }',
  'text with its own line breaks': 'body { white-space: pre }',
  'text that never breaks': '* { white-space: nowrap }',
  'text that breaks anywhere': 'body { word-break: break-all; line-break: anywhere }',
  hyphens: 'body { hyphens: auto; -webkit-hyphens: auto }',
  'tabs of one': 'body { tab-size: 1 }',
  'shadows of text': 'body { text-shadow: 2px 2px 2px red }',
  'emphasis marks': 'body { text-emphasis: filled sesame red }',
  'outlined letters': 'body { -webkit-text-stroke: 2px red; -webkit-text-fill-color: transparent }',
  'dots in place of letters': 'body { -webkit-text-security: disc }',
  'red text': '* { color: red }',
  'other list marks and quotes': 'body { list-style: square inside; quotes: "<" ">" }',
  'tags by name': `p, ol, li, dl, dt, dd, button, input, label, svg, path, a, small, strong, bdi, output, details, summary,
    h1, h2, span, section, form, div:not(#shop) { display: none !important; color: red !important }`,
  'classes by name': `.card, .pay, .plate, .muted, .title, .row, .primary, .field, .icon, .voucher, .countdown, .amount
    { display: none !important; border: 9px solid red !important }`,
  'rules for ids, parts and classes': '#server, [part], [class] { display: none !important }',
  'links and buttons of a theme': 'a, button, [role=button] { all: unset; font-size: 9px; color: yellow }',
  'pictures of a theme': 'img, svg, video, canvas { max-width: 20px; height: auto; fill: red; stroke: red }',
  'colours of drawings': 'body { fill: red; stroke: red; stroke-width: 5px; fill-rule: evenodd }',
  'smooth edges of drawings': 'body { shape-rendering: geometricPrecision; text-rendering: optimizeSpeed }',
  'variables with our names':
    ':root { --_text: red; --_surface: red; --_line: red; --_font: cursive; --_radius: 0; --_start: 90px; --_top: 90px }',
  'a cursor and no selection': 'body { cursor: wait; user-select: none; -webkit-user-drag: none }',
  'borders of tables': 'body { border-collapse: collapse; border-spacing: 9px; caption-side: bottom }',
  'balanced lines and hanging punctuation':
    'body { hanging-punctuation: first last; text-wrap: balance; font-kerning: none }',
  'orphans, widows and underlines':
    'body { orphans: 9; widows: 9; text-underline-offset: 1em; text-decoration-skip-ink: none }',
  'ruby and columns': 'body { ruby-position: under; column-rule: 9px solid red; unicode-bidi: plaintext }',
  'scrollbars and accents': 'body { scrollbar-color: red blue; accent-color: red; caret-color: red }',
};

/** A page that changes where or how large an element is, by its styles and by what it puts around `#shop`. */
const changing: Readonly<
  Record<string, readonly [style: string, around?: string | undefined, media?: 'print']>
> = {
  'a row of boxes': ['main { display: flex }'],
  'a column of boxes at the start': [
    'main { display: flex; flex-direction: column; align-items: flex-start }',
  ],
  'a grid that shrinks': [
    'main { display: grid; grid-template-columns: min-content; justify-content: start }',
  ],
  'a grid of equal columns': ['main { display: grid; grid-template-columns: 1fr 1fr }'],
  'a table': ['main { display: table; width: 100% } #shop { display: table-cell }'],
  'a float': ['#shop { float: left; width: 300px }'],
  columns: ['main { columns: 2 200px }'],
  'a box of its content’s width': ['#shop { width: max-content }'],
  'a box of least width': ['#shop { width: min-content }'],
  'a fixed bar': ['#shop { position: fixed; inset: 0 auto auto 0; width: 320px }'],
  'a rail of 160 px': ['#shop { width: 160px }'],
  'a box that hides what is too much': ['#shop { overflow: hidden; width: 240px }'],
  'a box with containment': ['#shop { contain: content; content-visibility: auto }'],
  'a zoomed page': ['body { zoom: 1.3 }'],
  'a shrunk page': ['body { zoom: 0.8 }'],
  'a scaled box': ['#shop { transform: scale(0.9); transform-origin: 0 0 }'],
  'a turned box': ['#shop { transform: rotate(-2deg) }'],
  'Arabic from right to left': ['body { direction: rtl }'],
  'vertical writing': ['body { writing-mode: vertical-rl; text-orientation: upright }'],
  'underlined text': ['body { text-decoration: underline wavy red }'],
  'a dark page': [':root { color-scheme: dark; background: #000; color: #fff }'],
  'a filter of the page': ['body { filter: sepia(0.8) contrast(0.9) }'],
  'a root of 24 px': [':root { font-size: 24px }'],
  paper: ['@media print { body * { color: #fff; background: #000 } }', undefined, 'print'],
  'a dialog in a dialog': ['', '<dialog open><dialog open style="position: static">{}</dialog></dialog>'],
  'a closed shadow root': [
    '',
    '<div><template shadowrootmode="closed"><style>* { line-height: 3 }</style><slot></slot></template>{}</div>',
  ],
  'a form of a theme': ['form * { display: block; width: 50% }', '<form>{}</form>'],
};

const script = `
  const soon = ${String(NOW)} + 900000, later = ${String(NOW)} + 180000000;
  const order = (more) => ({merchantOrderNo: 'M-1aB', totalAmount: {amount: '1225.00', currency: 'AED'},
    tokenUrl: '${TOKEN}', expiredTime: soon, ...more});
  const place = (id, made) => { made.id = id; made.lang = 'en'; document.querySelector('#shop').append(made); return made; };
  const checkout = (id, given) => {
    const made = document.createElement('payby-checkout');
    made.statusSource = () => new Promise(() => {});
    made.order = given;
    return place(id, made);
  };
  checkout('dynqr', order({paySceneCode: 'DYNQR'}));
  checkout('cash', order({paySceneCode: 'CASHTOPUP', expiredTime: later}));
  checkout('paid', order({paySceneCode: 'DYNQR', status: 'PAID_SUCCESS'}));
  place('scan', document.createElement('payby-scan-input')).label = 'Customer’s code';
`;
const elements = ['dynqr', 'cash', 'paid', 'scan'] as const;
type Pictures = Readonly<Record<(typeof elements)[number], PNG>>;

describe('In a page that has', () => {
  let shop: BareShop;
  let page: Page;
  let ordinary: Pictures;

  before(async () => {
    shop = await BareShop.start();
    page = await open();
    ordinary = await pictures(page);
  });
  afterEach(async () => {
    await style(page, '');
    await page.emulateMedia({media: null});
  });
  after(async () => {
    await shop.close();
  });

  async function open(around = '{}'): Promise<Page> {
    const body = `<style>body { margin: 0 } #shop { width: 360px }</style>
      <main>${around.replace('{}', '<div id="shop"></div>')}</main>`;
    const device = {viewport: {width: 1600, height: 900}};
    const tab = await shop.open({body, script, now: NOW, device});
    await tab.waitForSelector('#cash [part~=guide]');
    await tab.waitForSelector('#paid:state(paid)');
    await tab.waitForSelector('#scan input');
    await tab.evaluate(() => document.fonts.ready);
    return tab;
  }

  async function style(tab: Page, css: string): Promise<void> {
    await tab.evaluate((text) => {
      document.querySelector('#host')!.textContent = text;
    }, css);
  }

  async function pictures(tab: Page): Promise<Pictures> {
    const taken: [string, PNG][] = [];
    for (const id of elements)
      taken.push([id, PNG.sync.read(await tab.locator(`#${id}`).screenshot({animations: 'disabled'}))]);
    return Object.fromEntries(taken) as unknown as Pictures;
  }

  for (const [name, css] of Object.entries(indifferent))
    it(`${name}, nothing changes`, async () => {
      await style(page, css);
      const now = await pictures(page);
      const changed = elements
        .map((id) => [id, difference(ordinary[id], now[id])] as const)
        .filter(([, share]) => share > MOST);
      assert.deepEqual(changed, []);
    });

  for (const [name, [css, around, media = null]] of Object.entries(changing))
    it(`${name}, the codes can be scanned`, async () => {
      const tab = around === undefined ? page : await open(around);
      await style(tab, css);
      await tab.emulateMedia({media});
      for (const id of ['dynqr', 'cash']) {
        const code = await readCode(await tab.locator(`#${id}`).screenshot({animations: 'disabled'}));
        assert.ok(code === TOKEN, id);
      }
      if (tab !== page) await tab.close();
    });

  it('nothing, the pictures are equal, and a difference is noticed', async () => {
    const again = await pictures(page);
    for (const id of elements) assert.ok(difference(ordinary[id], again[id]) <= MOST, id);
    await style(page, 'payby-checkout, payby-scan-input { --payby-radius: 0; --payby-muted: #000 }');
    const now = await pictures(page);
    for (const id of elements) assert.ok(difference(ordinary[id], now[id]) > MOST, id);
  });
});

/** The share of pixels that differ; everything, where the pictures have not the same size. */
function difference(one: PNG, other: PNG): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let differing = 0;
  for (let at = 0; at < one.data.length; at += 4)
    if (
      [0, 1, 2].some((channel) => Math.abs(one.data[at + channel]! - other.data[at + channel]!) > TOLERANCE)
    )
      differing += 1;
  return differing / (one.width * one.height);
}
