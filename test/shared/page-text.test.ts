/** Pages style their own text; what they set must not change what the elements write. */
import {expect, fixture} from '@open-wc/testing';
import '../../src/index.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {order} from '../support/orders.js';

const HOUR_MS = 3_600_000;

/** Inherited properties of text, each with a value that a page may have and that would spoil an order number. */
const hostile = {
  'text-transform': 'uppercase',
  'letter-spacing': '5px',
  'word-spacing': '9px',
  'word-break': 'break-all',
  'line-break': 'anywhere',
  'overflow-wrap': 'normal',
  hyphens: 'auto',
  'white-space': 'pre',
  'text-indent': '40px',
  'text-align': 'right',
  'text-align-last': 'justify',
  'text-shadow': 'red 1px 1px',
  'text-emphasis': 'filled red',
  'text-wrap': 'balance',
  color: 'red',
  fill: 'red',
  stroke: 'red',
  'list-style': 'square inside',
  'writing-mode': 'vertical-rl',
  'font-style': 'italic',
  'font-variant': 'small-caps',
  'font-weight': '900',
  'font-stretch': 'expanded',
  'font-feature-settings': '"smcp"',
  'font-kerning': 'none',
  'line-height': '3',
  '-webkit-text-fill-color': 'transparent',
  '-webkit-text-stroke': '3px red',
  '-webkit-text-security': 'disc',
};
const elements = {
  'payby-checkout': ['.amount', '.number', '.guide li', 'dt', 'button'],
  'payby-scan-input': ['label', '.below'],
};

/** The text properties of each part in an element on a page with this style. */
async function textOf(tag: keyof typeof elements, around: string, own: string): Promise<unknown> {
  const page = await fixture<HTMLElement>(
    `<div style='${around}'><${tag} style='width: 400px; ${own}' label="Code"></${tag}></div>`,
  );
  const element = page.firstElementChild as PaybyCheckout;
  if (tag === 'payby-checkout')
    element.order = order({paySceneCode: 'CASHTOPUP', expiredTime: Date.now() + HOUR_MS});
  await element.updateComplete;
  return elements[tag].map((selector) => {
    const part = element.shadowRoot?.querySelector(selector);
    if (!part) throw new Error(`${tag} has no ${selector}.`);
    const style = getComputedStyle(part);
    return [selector, ...Object.keys(hostile).map((name) => `${name}: ${style.getPropertyValue(name)}`)];
  });
}

for (const tag of Object.keys(elements) as (keyof typeof elements)[]) {
  describe(`the text of <${tag}>`, () => {
    for (const [name, value] of Object.entries(hostile)) {
      it(`is the same on a page with ${name}: ${value}`, async () => {
        const plain = await textOf(tag, '', '');
        expect(await textOf(tag, `${name}: ${value}`, '')).to.deep.equal(plain);
        expect(await textOf(tag, '', `${name}: ${value}`)).to.deep.equal(plain);
      });
    }
  });
}
