import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import type {PartnerStore, PaybyCheckout} from '../src/pure.js';
import type {PaybyActionEvent} from '../src/shared/action-event.js';
import {cashOrder} from './support/checkout.js';

/** The exports of a voucher, the partner stores, and the form that sends the guide. */
const meta: Meta = {title: 'voucher tools'};
export default meta;

const areas = [
  'Al Barsha 1, Dubai',
  'Deira, Dubai',
  'Hamdan Street, Abu Dhabi',
  'البرشاء، دبي',
  'الكرامة، دبي',
];
const names = ['Creek Exchange', 'Palm Grocery', 'صرافة الخليج', 'Marina Mobiles'];

/** Invented partner stores, in both languages, spread over Dubai and Abu Dhabi. */
const partnerStores = (count: number): PartnerStore[] =>
  Array.from({length: count}, (_, i) => ({
    name: `${names[i % names.length]!} ${i + 1}`,
    address: areas[i % areas.length],
    hours: i % 3 ? '09:00–22:00' : undefined,
    phone: i % 4 ? '04 000 0000' : undefined,
    latitude: 24.4 + (i % 97) / 97,
    longitude: 54.4 + (i % 61) / 61,
  }));

interface VoucherOptions {
  readonly actions?: PaybyCheckout['actions'];
  readonly stores?: PaybyCheckout['stores'];
  readonly storesUrl?: string;
  readonly respond?: (event: PaybyActionEvent) => void;
}

function voucher({actions, stores, storesUrl, respond}: VoucherOptions): TemplateResult {
  const element = document.createElement('payby-checkout');
  element.order = cashOrder();
  if (actions !== undefined) element.actions = actions;
  if (stores !== undefined) element.stores = stores;
  if (storesUrl !== undefined) element.storesUrl = storesUrl;
  if (respond) element.addEventListener('payby-action', respond);
  return html`${element}`;
}
const inLanguage = (language: string, content: TemplateResult): TemplateResult =>
  html`<div lang=${language}>${content}</div>`;
const allActions = 'copy save print share calendar send-guide';

export const DefaultActions: StoryObj = {render: () => voucher({})};
export const AllActions: StoryObj = {
  render: () => voucher({actions: allActions, stores: partnerStores(8)}),
};
export const AllActionsInArabic: StoryObj = {
  render: () => inLanguage('ar', voucher({actions: allActions, stores: partnerStores(8)})),
};
export const AllActionsInUrdu: StoryObj = {
  render: () => inLanguage('ur', voucher({actions: allActions, stores: partnerStores(8)})),
};
export const AllActionsInMalayalam: StoryObj = {
  render: () => inLanguage('ml', voucher({actions: allActions, stores: partnerStores(8)})),
};
export const InANarrowColumn: StoryObj = {
  render: () =>
    html`<div style="width: 240px">${voucher({actions: allActions, stores: partnerStores(8)})}</div>`,
};
export const OnADarkPage: StoryObj = {
  render: () =>
    html`<div style="color-scheme: dark; background: #0d1117; padding: 24px">
      ${voucher({actions: allActions, stores: partnerStores(8)})}
    </div>`,
};
export const FiveThousandStores: StoryObj = {render: () => voucher({stores: partnerStores(5000)})};
export const StoresUnreachable: StoryObj = {
  render: () => voucher({storesUrl: '/missing-stores.json'}),
};
export const SendGuideSucceeds: StoryObj = {
  render: () =>
    voucher({
      actions: 'send-guide',
      respond: (event) => {
        event.respondWith(new Promise((sent) => setTimeout(sent, 1500)));
      },
    }),
};
export const SendGuideFails: StoryObj = {
  render: () =>
    voucher({
      actions: 'send-guide',
      respond: (event) => {
        event.respondWith(
          new Promise((_, reject) => {
            setTimeout(reject, 1500);
          }),
        );
      },
    }),
};
