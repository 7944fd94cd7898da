/** The cash voucher as people see it who have set their device to high contrast. */
import assert from 'node:assert/strict';
import {after, afterEach, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {CashFixture} from './pages/cash-page.js';

type Style = Readonly<Record<'color' | 'backgroundColor' | 'borderTopColor', string>>;

const styleOf = (page: Page, selector: string): Promise<Style> =>
  page
    .locator(`payby-checkout ${selector}`)
    .first()
    .evaluate((element) => {
      const {color, backgroundColor, borderTopColor} = getComputedStyle(element);
      return {color, backgroundColor, borderTopColor};
    });

describe('high contrast', () => {
  let cash: CashFixture;
  before(async () => {
    cash = await CashFixture.create();
  });
  after(async () => {
    await cash.close();
  });
  afterEach(() => cash.closePages());

  it('tells the primary button and the current step from the others in forced colours', async () => {
    const {page} = await cash.order();
    await page.emulateMedia({forcedColors: 'active'});
    const [primary, other, current, next] = await Promise.all(
      ['.present .primary', '.tools > button', '.current .mark', 'li:not(.current) .mark'].map((one) =>
        styleOf(page, one),
      ),
    );
    assert.notEqual(primary?.backgroundColor, other?.backgroundColor);
    assert.notEqual(current?.backgroundColor, next?.backgroundColor);
    for (const filled of [primary, current]) assert.notEqual(filled?.color, filled?.backgroundColor);
  });

  it('writes small print as dark as the rest where more contrast is preferred', async () => {
    const {page} = await cash.order();
    const text = await styleOf(page, '.title');
    assert.notEqual((await styleOf(page, '.muted')).color, text.color);
    await page.emulateMedia({contrast: 'more'});
    assert.equal((await styleOf(page, '.muted')).color, text.color);
    assert.equal((await styleOf(page, '.foot, .facts')).borderTopColor, text.color);
  });
});
