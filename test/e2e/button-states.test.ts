/** What the buttons of a checkout look like below a pointer, while they are pressed, and while they wait. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Locator, Page} from 'playwright-core';
import {on, phase, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

/** In the page: what is seen of a button's fill, and of its text, as bytes of red, green and blue. */
function paintedColours(element: Element): readonly number[][] {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const {color, backgroundColor, backgroundImage} = getComputedStyle(element);
  const shade = /^linear-gradient\((?<colour>.*), \k<colour>\)$/.exec(backgroundImage)?.groups?.['colour'];
  if (!canvas || !shade) throw new Error(`no shade: ${backgroundImage}`);
  const card = getComputedStyle(element.closest('.card') ?? element).backgroundColor;
  const layers = [card, backgroundColor, shade];
  return [layers, [...layers, color]].map((painted) => {
    for (const colour of painted) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  });
}

/** As WCAG defines it, 0 to 1. */
function luminance(bytes: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = bytes.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the buttons of a checkout', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(() => demoBrowser.close());

  /** A page of the demo, whose server is a path away, with a checkout of its own that can be cancelled and renewed. */
  async function checkout(): Promise<Page> {
    const page = await demoBrowser.open('/store');
    await on(page, 'sku-mug').click();
    await phase(page, 'waiting');
    await page.evaluate(() => {
      const element = document.querySelector('payby-checkout');
      if (element) element.actions = 'open-app cancel';
    });
    await button(page, 'Cancel payment').waitFor();
    return page;
  }

  const button = (page: Page, name: string): Locator => page.locator('payby-checkout').getByText(name);
  const ring = (one: Locator): Promise<string> =>
    one.evaluate((element) => getComputedStyle(element).boxShadow.replace(/^.*\) /, ''));
  const box = (one: Locator): Promise<unknown> =>
    one.evaluate((element) => JSON.stringify(element.getBoundingClientRect()));

  /** The contrast of the text with what it is written on, shade included, from what the browser computes. */
  async function contrastOf(one: Locator): Promise<number> {
    const [fill = 0, text = 0] = (await one.evaluate(paintedColours)).map(luminance);
    return (Math.max(fill, text) + 0.05) / (Math.min(fill, text) + 0.05);
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be read below a pointer, whatever the page's own colour is, in a ${colorScheme} page`, async () => {
      const page = await checkout();
      await page.evaluate((scheme) => {
        document.documentElement.style.colorScheme = scheme;
      }, colorScheme);
      for (const accent of ['', '#ffd600', '#000', '#fff', '#00a3ff', '#f9cfe0', '#767676', '#f00']) {
        await page.locator('payby-checkout').evaluate((element, colour) => {
          element.style.setProperty('--payby-accent', colour);
          if (colour) element.style.setProperty('--payby-on-accent', 'initial'); // the store sets one
        }, accent);
        for (const name of ['Pay with BOTIM or PayBy', 'Cancel payment']) {
          await button(page, name).hover();
          const contrast = await contrastOf(button(page, name));
          assert.ok(contrast >= 4.5, `${name}, accent ${accent || 'not set'}: ${String(contrast)}`);
        }
      }
    });
  }

  for (const [mode, forcedColors] of [
    ['the page’s colours', 'none'],
    ['forced colours', 'active'],
  ] as const) {
    it(`have a thicker edge below a pointer, and another while pressed, in ${mode}`, async () => {
      const page = await checkout();
      await page.emulateMedia({forcedColors});
      for (const name of ['Pay with BOTIM or PayBy', 'Cancel payment']) {
        const one = button(page, name);
        await page.mouse.move(0, 0);
        const [before, edge] = [await box(one), await ring(one)];
        assert.equal(edge, 'none', name);
        await one.hover();
        assert.equal(await ring(one), '0px 0px 0px 1px inset', name);
        if (name === 'Cancel payment') {
          await page.mouse.down();
          assert.equal(await ring(one), '0px 0px 0px 3px inset', name);
          await page.mouse.move(0, 0); // not a click
          await page.mouse.up();
        }
        assert.equal(await box(one), before, 'nothing moves');
      }
    });
  }

  it('stand still while they wait where less motion is preferred, and still show it', async () => {
    const page = await checkout();
    await page.emulateMedia({reducedMotion: 'reduce'});
    await page.evaluate(() => {
      document.addEventListener(
        'payby-action',
        (event) => {
          event.stopImmediatePropagation();
          event.respondWith(new Promise(() => undefined));
        },
        {capture: true},
      );
    });
    await button(page, 'Cancel payment').click();
    await button(page, 'Yes, cancel').click();
    const mark = await button(page, 'Cancel payment').evaluate((element) => {
      const {content, animationName, borderLeftWidth, borderLeftColor, color} = getComputedStyle(
        element,
        '::after',
      );
      return {content, animationName, borderLeftWidth, isSeen: borderLeftColor === color};
    });
    assert.deepEqual(mark, {content: '""', animationName: 'none', borderLeftWidth: '2px', isSeen: true});
  });
});
