import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {cashOrder} from './support/checkout.js';
import {status} from './support/scripted-source.js';

/**
 * Whole screens of a payment in cash, with all that a merchant can switch on. Language and colours are the toolbar's,
 * the width is the window's: `test/visual` photographs them.
 */
const meta: Meta = {title: 'cash/screens', parameters: {layout: 'fullscreen'}};
export default meta;

const stores = [
  {name: 'Al Waha Mini Mart', address: 'Al Barsha 1, Dubai', hours: '07:00–01:00', phone: '04 000 0101'},
  {name: 'Creek Exchange', address: 'Baniyas Road, Deira, Dubai', latitude: 25.2669, longitude: 55.3105},
  {name: 'بقالة النخلة', address: 'الكرامة، دبي', hours: '08:00–24:00', phone: '04 000 0103'},
];

function screen(said?: object): TemplateResult {
  const element = document.createElement('payby-checkout');
  const order = {...cashOrder(), orderNo: '131777000000123456', businessType: 'GAME_TOP_UP'};
  element.order = order;
  element.actions = 'copy save print share calendar send-guide cancel renew';
  element.stores = stores;
  if (said) element.setStatus(said);
  return html`${element}`;
}

export const Voucher: StoryObj = {render: () => screen()};
export const Scanned: StoryObj = {render: () => screen(status('CREATED', {scanned: true}))};
export const Paid: StoryObj = {render: () => screen(status('PAID_SUCCESS'))};
export const Failed: StoryObj = {render: () => screen(status('FAILURE'))};
