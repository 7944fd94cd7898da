import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import type {CheckoutOrder} from '../src/pure.js';
import {dynqrOrder} from '../src/testing.js';
import {cashOrder, checkout} from './support/checkout.js';

/** The same phases in every language, in its direction. */
const meta: Meta = {title: 'languages'};
export default meta;

const inAll = (language: string): TemplateResult => html`
  <div lang=${language} style="display: flex; flex-wrap: wrap; gap: 24px">
    ${checkout(dynqrOrder())} ${checkout(cashOrder())} ${checkout(dynqrOrder(), 'paid')}
    ${checkout(dynqrOrder(), 'expired')} ${checkout({} as CheckoutOrder)}
  </div>
`;

/** The payer chooses: everything follows, from left to right or from right to left. */
export const Choice: StoryObj = {
  render: () => html`
    <div lang="en" style="display: flex; flex-wrap: wrap; gap: 24px">
      ${checkout(dynqrOrder(), undefined, {languages: 'en ar hi ur ml bn fil ta ne'})}
      ${checkout(cashOrder(), undefined, {languages: 'en ar hi ur ml bn fil ta ne'})}
      ${checkout(dynqrOrder(), 'paid', {languages: 'en ar hi ur ml bn fil ta ne'})}
    </div>
  `,
};
export const English: StoryObj = {render: () => inAll('en')};
export const Arabic: StoryObj = {render: () => inAll('ar')};
export const Hindi: StoryObj = {render: () => inAll('hi')};
export const Urdu: StoryObj = {render: () => inAll('ur')};
export const Malayalam: StoryObj = {render: () => inAll('ml')};
export const Bengali: StoryObj = {render: () => inAll('bn')};
export const Filipino: StoryObj = {render: () => inAll('fil')};
export const Tamil: StoryObj = {render: () => inAll('ta')};
export const Nepali: StoryObj = {render: () => inAll('ne')};
