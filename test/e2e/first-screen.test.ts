/** What a payer sees without scrolling, by the boxes that the browser has laid out. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import {on, phase, photograph, readCode, startDemoBrowser, type DemoBrowser} from './pages/demo-browser.js';

/** Name → selector inside of the checkout. */
const PARTS = {
  amount: '[part~=amount]',
  link: '.with-app a',
  state: '[part=status]',
  code: '[part~=qr]',
  countdown: '[part~=countdown]',
  cancel: '.last button',
  details: '[part~=details]',
} as const;

type Part = keyof typeof PARTS;
/** Edges in CSS px, the text direction taken into account: `start` grows in reading direction. */
type Box = Readonly<Record<'top' | 'bottom' | 'start' | 'end', number>>;

const phoneUpright = {viewport: {width: 360, height: 640}, hasTouch: true, isMobile: true};
const phoneSideways = {viewport: {width: 640, height: 360}, hasTouch: true, isMobile: true};
const desktop = {viewport: {width: 1280, height: 800}};

describe('the first screen of a payment in the demo’s store', () => {
  let demoBrowser: DemoBrowser;
  before(async () => {
    demoBrowser = await startDemoBrowser();
  });
  afterEach(() => demoBrowser.closePages());
  after(async () => {
    await demoBrowser.close();
  });

  /** The boxes of what is shown, after an order has been created. */
  const bought = async (device: object, language: string, attributes: Record<string, string> = {}) => {
    const context = await demoBrowser.newDevice(device);
    const page = await demoBrowser.open(`/store?lang=${language}`, context);
    await page.locator('payby-checkout').evaluate((checkout, given) => {
      for (const [name, value] of Object.entries(given)) checkout.setAttribute(name, value);
    }, attributes);
    await on(page, 'sku-mug').click();
    await phase(page, 'waiting');
    await page.waitForSelector(`payby-checkout .card[lang=${language}][aria-busy=false] [part~=qr]`);
    const entries = await page.locator('payby-checkout').evaluate((checkout, parts) => {
      const isRtl = document.documentElement.dir === 'rtl';
      return Object.entries(parts).flatMap(([name, selector]) => {
        const box = checkout.shadowRoot?.querySelector(selector)?.getBoundingClientRect();
        if (!box || box.height === 0) return [];
        const {top, bottom, left, right} = box;
        const [start, end] = isRtl ? [innerWidth - right, innerWidth - left] : [left, right];
        return [[name, {top, bottom, start, end}]] as const;
      });
    }, PARTS);
    const boxes = Object.fromEntries(entries);
    return {page, boxes: boxes as Partial<Record<Part, Box>>};
  };

  for (const language of ['en', 'ar']) {
    it(`shows amount, state and the link into the app on an upright phone, in that order (${language})`, async () => {
      const {boxes, page} = await bought(phoneUpright, language);
      const {amount, state, link, code, countdown} = boxes;
      assert.ok(amount && state && link && code && countdown, JSON.stringify(boxes));
      for (const box of [amount, countdown, state, link])
        assert.ok(box.top >= 0 && box.bottom <= 640, JSON.stringify(boxes));
      assert.ok(amount.bottom <= state.top && state.bottom <= link.top && link.bottom <= code.top);
      assert.ok(await readCode(await photograph(page)), 'another phone can scan the code');
    });

    it(`shows amount, the whole code and the link side by side on a phone held sideways (${language})`, async () => {
      const {boxes, page} = await bought(phoneSideways, language);
      const {amount, state, link, code} = boxes;
      assert.ok(amount && state && link && code, JSON.stringify(boxes));
      for (const box of [amount, state, link, code])
        assert.ok(box.top >= 0 && box.bottom <= 360, JSON.stringify(boxes));
      assert.ok(code.end <= amount.start && code.end <= link.start, JSON.stringify(boxes));
      assert.ok(await readCode(await page.screenshot()), 'the code is readable as it is');
    });
  }

  it('leads with the code where no finger is the pointer, and offers no link', async () => {
    const {boxes} = await bought({viewport: {width: 360, height: 640}}, 'en');
    const {amount, code, state, link} = boxes;
    assert.ok(amount && code && state, JSON.stringify(boxes));
    assert.equal(link, undefined);
    assert.ok(amount.bottom <= code.top && code.bottom <= state.top);
  });

  it('leads with the code there too when the merchant lists open-app: the link follows', async () => {
    const {boxes} = await bought({viewport: {width: 360, height: 640}}, 'en', {actions: 'open-app'});
    assert.ok(boxes.code && boxes.link && boxes.code.bottom <= boxes.link.top, JSON.stringify(boxes));
  });

  it('has two columns from 640 px of width on', async () => {
    for (const width of [640, 700]) {
      const context = await demoBrowser.newDevice(desktop);
      const page = await demoBrowser.open('/store', context);
      await page.addStyleTag({
        content: `payby-checkout {position: fixed; inset: 0 auto auto 0; inline-size: ${String(width)}px}`,
      });
      await on(page, 'sku-mug').click();
      await phase(page, 'waiting');
      const [code, amount] = await Promise.all(
        [PARTS.code, PARTS.amount].map((part) => page.locator(`payby-checkout ${part}`).boundingBox()),
      );
      assert.ok(code && amount && code.x + code.width <= amount.x, `${String(width)} px`);
    }
  });

  it('puts the cancellation last, as text', async () => {
    const {boxes, page} = await bought(phoneUpright, 'en', {actions: 'open-app cancel'});
    const {cancel, details} = boxes;
    assert.ok(cancel && details && details.bottom <= cancel.top, JSON.stringify(boxes));
    const border = await page
      .locator(`payby-checkout ${PARTS.cancel}`)
      .evaluate((button) => getComputedStyle(button).borderTopColor);
    assert.equal(border, 'rgba(0, 0, 0, 0)');
  });
});
