import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import type {CheckoutOrder} from '../src/pure.js';
import {cashOrder, checkout} from './support/checkout.js';

/** The voucher of a cash payment in each phase, width and language, and the screen for the cashier. */
const meta: Meta = {title: 'voucher', component: 'payby-checkout'};
export default meta;

const topUp = (changes: Partial<CheckoutOrder> = {}): CheckoutOrder => ({
  ...cashOrder({orderNo: '131777000000123456', ...changes}),
  businessType: 'GAME_TOP_UP',
});

export const Voucher: StoryObj = {render: () => checkout(topUp())};
export const Scanned: StoryObj = {render: () => checkout(topUp(), 'scanned')};
export const Paid: StoryObj = {render: () => checkout(topUp(), 'paid')};
export const Expired: StoryObj = {render: () => checkout(topUp({expiredTime: Date.now() - 1000}))};
export const Failed: StoryObj = {render: () => checkout(topUp(), 'failed')};
export const EndsSoon: StoryObj = {render: () => checkout(topUp({expiredTime: Date.now() + 540_000}))};

/** A long token URL, a long order number and a large amount. */
export const LongTexts: StoryObj = {
  render: () =>
    checkout(
      topUp({
        merchantOrderNo: 'SAND-RACER-20261122-0000417-AL-BARSHA-SOUTH-3',
        tokenUrl: `https://checkout.payby.com/pay-page/main?BIZ_TYPE=202&ft=${'cd624549'.repeat(12)}&t=1654519114067`,
        totalAmount: {amount: '123456789.05', currency: 'AED'},
      }),
    ),
};

const inColumn = (width: number, more = ''): TemplateResult =>
  html`<div style="width: ${width}px; ${more}">${checkout(topUp())}</div>`;

export const Column240: StoryObj = {render: () => inColumn(240)};
export const Column320: StoryObj = {render: () => inColumn(320)};
export const Dark: StoryObj = {
  render: () => inColumn(360, 'color-scheme: dark; background: #0d1117; padding: 12px'),
};
export const Arabic: StoryObj = {render: () => html`<div lang="ar" dir="rtl">${inColumn(360)}</div>`};
export const Urdu: StoryObj = {render: () => html`<div lang="ur" dir="rtl">${inColumn(360)}</div>`};
export const UrduColumn240: StoryObj = {render: () => html`<div lang="ur" dir="rtl">${inColumn(240)}</div>`};
export const Malayalam: StoryObj = {render: () => html`<div lang="ml">${inColumn(360)}</div>`};
export const MalayalamColumn240: StoryObj = {render: () => html`<div lang="ml">${inColumn(240)}</div>`};

export const HindiColumn240: StoryObj = {render: () => html`<div lang="hi">${inColumn(240)}</div>`};
export const BengaliColumn240: StoryObj = {render: () => html`<div lang="bn">${inColumn(240)}</div>`};
export const FilipinoColumn240: StoryObj = {render: () => html`<div lang="fil">${inColumn(240)}</div>`};
export const TamilColumn240: StoryObj = {render: () => html`<div lang="ta">${inColumn(240)}</div>`};
export const NepaliColumn240: StoryObj = {render: () => html`<div lang="ne">${inColumn(240)}</div>`};

export const OwnGuide: StoryObj = {
  render: () =>
    html`<payby-checkout .order=${topUp()}>
      <p slot="guide">Our kiosk at gate 4 takes your cash from 8 to 23.</p>
    </payby-checkout>`,
};

/** After a tap on "Show to the cashier". */
export const FullScreen: StoryObj = {
  render: () => checkout(topUp()),
  play: async ({canvasElement}) => {
    const element = canvasElement.querySelector('payby-checkout');
    await element?.updateComplete;
    element?.shadowRoot?.querySelector<HTMLButtonElement>('.present button')?.click();
    await element?.updateComplete;
  },
};
