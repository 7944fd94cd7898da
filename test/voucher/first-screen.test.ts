/** What a payer with a small phone sees of a cash voucher without scrolling, and how long the whole of it is. */
import {expect, fixture, html} from '@open-wc/testing';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import '../../src/payby-checkout.js';
import {liveOrder} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const WIDTH = 360;
const HEIGHT = 640;
/** Of the whole voucher with its rows closed, px. */
const LONGEST = 1400;

const stores = Array.from({length: 7}, (_, index) => ({
  name: `Al Waha Mini Mart ${String(index)}`,
  address: 'Al Barsha 1, Dubai',
  phone: '04 000 0101',
  hours: '07:00–01:00',
}));

/** A page of the size of a phone, with a cash voucher at its top. */
async function voucherIn(lang: string): Promise<PaybyCheckout> {
  const frame = await fixture<HTMLIFrameElement>(
    html`<iframe title="page" style="border: 0; width: ${WIDTH}px; height: ${HEIGHT}px"></iframe>`,
  );
  const page = frame.contentDocument!;
  page.documentElement.lang = lang;
  page.body.style.margin = '0';
  page.body.innerHTML =
    '<payby-checkout actions="open-app copy save print share calendar cancel"></payby-checkout>';
  const script = page.createElement('script');
  script.type = 'module';
  script.src = new URL('../../src/payby-checkout.ts', import.meta.url).href;
  page.body.append(script);
  const checkout = page.querySelector('payby-checkout')!;
  await waitUntil(() => checkout.matches(':defined'));
  checkout.stores = stores;
  checkout.order = liveOrder({paySceneCode: 'CASHTOPUP'});
  await waitUntil(
    () => checkout.shadowRoot?.querySelector(`.card[lang=${lang}][aria-busy=false] [part~=stores] li`),
    'the voucher has been loaded',
  );
  return checkout;
}

describe('First screen of a cash voucher on 360 × 640', () => {
  for (const lang of ['en', 'ar']) {
    it(`has amount, code, deadline and the button for the cashier, in that order (${lang})`, async () => {
      const {shadowRoot} = await voucherIn(lang);
      const boxes = ['[part~=amount]', '[part~=qr]', '.deadline', '.present button'].map((selector) =>
        shadowRoot!.querySelector(selector)!.getBoundingClientRect(),
      );
      const edges = boxes.flatMap(({top, bottom}) => [top, bottom]);
      expect(edges).to.deep.equal([...edges].sort((one, other) => one - other));
      expect(edges.at(-1)).to.be.at.most(HEIGHT);
    });

    it(`is at most ${LONGEST} px long with its rows closed, and longer with them open (${lang})`, async () => {
      const checkout = await voucherIn(lang);
      const rows = [...checkout.shadowRoot!.querySelectorAll('details')];
      expect(rows.map(({open}) => open)).to.deep.equal([false, false, false]);
      const closed = checkout.offsetHeight;
      expect(closed).to.be.at.most(LONGEST);
      for (const row of rows) row.querySelector('summary')!.click();
      expect(checkout.offsetHeight).to.be.above(closed + 700);
    });
  }

  it('has the card for the cashier on the whole screen only', async () => {
    const root = (await voucherIn('en')).shadowRoot!;
    const cards = (): boolean[] =>
      [...root.querySelectorAll('[part~=cashier-card]')].map((card) => card.getClientRects().length > 0);
    expect(cards()).to.deep.equal([false]);
    root.querySelector<HTMLButtonElement>('.present button')!.click();
    await waitUntil(() => cards().length === 2);
    expect(cards().sort()).to.deep.equal([false, true]);
  });
});
