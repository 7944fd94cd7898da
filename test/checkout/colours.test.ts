/**
 * From `--payby-accent` alone every text has a contrast of 4.5:1, and every focus ring and button's edge 3:1, in both
 * colour schemes. Measured on what the browser computes, each colour painted over what is below it.
 */
import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {liveOrder, MINUTE, status} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const ACCENTS = {
  default: undefined,
  yellow: '#ffd600',
  black: '#000',
  white: '#fff',
  sky: '#00a3ff',
  pastel: '#f9cfe0',
  'pure blue': '#00f',
  'pure red': '#f00',
  'the grey between black and white text': '#767676',
  'the dark surface': '#171b22',
};

/** The old browsers among the tested ones know no relative colours: there the page sets the text's colour itself. */
const canDerive = CSS.supports('color', 'color(from red xyz-d65 x y z)');

type Rgb = readonly [number, number, number];

const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});

/** The colour that is seen where these lie on each other, the lowest first. */
function painted(...colours: readonly string[]): Rgb {
  if (!canvas) throw new Error('no canvas');
  for (const colour of colours) {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The frame of a button that is text only. */
const isClear = (colour: string): boolean => colour === 'transparent' || colour.endsWith(', 0)');

const all = (checkout: PaybyCheckout, selector: string): readonly HTMLElement[] => [
  ...(checkout.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];

/** The backgrounds below the text of an element, the lowest first. */
function backgrounds(element: Element | null): readonly string[] {
  if (!element) return [];
  return [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor];
}

/** One line for each contrast that is too low, empty when all is well. */
function tooLow(checkout: PaybyCheckout, selectors: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(selectors).flatMap(([name, selector]) => {
    const elements = all(checkout, selector);
    if (elements.length === 0) return [`${name}: is not there`];
    return elements.flatMap((element) => {
      const {color, borderTopColor, borderTopWidth} = getComputedStyle(element);
      const layers = backgrounds(element);
      const below = painted(...layers.slice(0, -1));
      const fill = painted(...layers);
      const measured: [string, number, number][] = [['text', contrast(painted(...layers, color), fill), 4.5]];
      if (element.matches('a, button, .mark') && borderTopWidth !== '0px' && !isClear(borderTopColor)) {
        const edge = painted(...layers.slice(0, -1), borderTopColor);
        measured.push(['edge', Math.max(contrast(edge, below), contrast(fill, below)), 3]);
      }
      // Firefox shows no ring in the pages of a test run that lie behind another
      if (document.hasFocus() && element.matches('button, a')) {
        element.focus();
        const {outlineColor, outlineStyle, outlineWidth} = getComputedStyle(element);
        if (outlineStyle !== 'solid' || outlineWidth !== '3px') return [`${name}: no focus ring`];
        measured.push(['ring', contrast(painted(...layers.slice(0, -1), outlineColor), below), 3]);
      }
      return measured
        .filter(([, is, least]) => is < least)
        .map(([what, is, least]) => `${name}, ${what}: ${is.toFixed(2)} < ${String(least)}`);
    });
  });
}

const page = async (accent: string | undefined, scheme: string): Promise<HTMLElement> => {
  const element = await fixture<HTMLElement>(html`<div></div>`);
  element.style.colorScheme = scheme;
  if (accent) element.style.setProperty('--payby-accent', accent);
  // The ring is that of the keyboard
  element.append(document.createElement('input'));
  element.querySelector('input')?.focus();
  return element;
};

async function shown(
  parent: HTMLElement,
  order: unknown,
  actions?: PaybyCheckout['actions'],
): Promise<PaybyCheckout> {
  const checkout = document.createElement('payby-checkout');
  checkout.lang = 'en';
  checkout.order = order as PaybyCheckout['order'];
  if (actions) checkout.actions = actions;
  parent.append(checkout);
  await checkout.updateComplete;
  return checkout;
}

describe('Colours of <payby-checkout>', () => {
  for (const [name, accent] of Object.entries(ACCENTS)) {
    for (const scheme of ['light', 'dark']) {
      if (accent && !canDerive) continue;

      it(`keep their contrast with ${name} as the accent on a ${scheme} page`, async () => {
        const parent = await page(accent, scheme);
        const cash = await shown(
          parent,
          liveOrder({paySceneCode: 'CASHTOPUP', expiredTime: Date.now() + 60 * MINUTE}),
          'print share copy cancel open-app',
        );
        cash.stores = [{name: 'Al Noor Grocery', phone: '+971500000000', latitude: 25.2, longitude: 55.3}];
        await waitUntil(() => all(cash, '.links a').length > 0);
        for (const row of all(cash, 'details')) row.setAttribute('open', '');
        expect(
          tooLow(cash, {
            primary: '.present .primary',
            secondary: '.tools > button',
            link: '.tools > a',
            'store link': '.links a',
            cancel: '.last button',
            'current step': '.current .mark',
            'other step': 'li:not(.current) .mark .icon', // its circle is an ornament
            'step text': '.guide li',
            deadline: '.deadline strong, .deadline .muted, .deadline bdi',
            subject: '.subject',
          }),
        ).to.deep.equal([]);
        await expect(cash).to.be.accessible();
        cash.remove();

        const code = await shown(parent, liveOrder(), 'open-app');
        expect(tooLow(code, {'app link': '.actions a', text: '.title, .muted'})).to.deep.equal([]);
        code.actions = 'renew';
        code.setStatus(status('FAILURE'));
        await code.updateComplete;
        expect(tooLow(code, {renew: '.primary', outcome: '.outcome svg, .outcome p'})).to.deep.equal([]);
      });
    }
  }

  it('are the page’s where it sets the text on the accent itself', async () => {
    const parent = await page('#ffd600', 'light');
    parent.style.setProperty('--payby-on-accent', 'rgb(60, 0, 0)');
    const checkout = await shown(parent, liveOrder(), 'open-app');
    const [link] = all(checkout, '.actions a');
    expect(link && getComputedStyle(link).color).to.equal('rgb(60, 0, 0)');
  });
});
