import type {Meta, StoryObj} from '@storybook/web-components-vite';
import type {TemplateResult} from 'lit';
import type {Step} from '../src/testing.js';
import {cashOrder, checkout} from './support/checkout.js';

/**
 * Complete screens of a payment in cash, with every action and partner stores. The toolbar sets language and color
 * scheme, the window sets the width; `test/visual` compares screenshots of them.
 */
const meta: Meta = {title: 'visual', parameters: {layout: 'fullscreen'}};
export default meta;

const stores = [
  {name: 'Al Waha Mini Mart', address: 'Al Barsha 1, Dubai', hours: '07:00–01:00', phone: '04 000 0101'},
  {name: 'Creek Exchange', address: 'Baniyas Road, Deira, Dubai', latitude: 25.2669, longitude: 55.3105},
  {name: 'بقالة النخلة', address: 'الكرامة، دبي', hours: '08:00–24:00', phone: '04 000 0103'},
];

/** The same order on every picture. */
const number = {merchantOrderNo: 'M-1', orderNo: '131777000000123456'};
const tokenUrl = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668';

const screen = (step?: Step): TemplateResult =>
  checkout({...cashOrder({...number, tokenUrl}), businessType: 'GAME_TOP_UP'}, step, {
    actions: 'copy save print share calendar send-guide cancel renew',
    stores,
  });

export const Voucher: StoryObj = {render: () => screen()};
export const Scanned: StoryObj = {render: () => screen('scanned')};
export const Paid: StoryObj = {render: () => screen('paid')};
export const Failed: StoryObj = {render: () => screen('failed')};
