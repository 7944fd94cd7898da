import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {cashOrder, checkout} from './support/checkout.js';
import {liveOrder, status} from './support/scripted-source.js';

/** The same phases in every language, in its direction. */
const meta: Meta = {title: 'languages'};
export default meta;

const inAll = (language: string): TemplateResult => html`
  <div lang=${language} style="display: flex; flex-wrap: wrap; gap: 24px">
    ${checkout(liveOrder())} ${checkout(cashOrder())} ${checkout(liveOrder(), status('PAID_SUCCESS'))}
    ${checkout(liveOrder(), status('FAILURE', {reason: 'expired'}))} ${checkout({})}
  </div>
`;

export const English: StoryObj = {render: () => inAll('en')};
export const Arabic: StoryObj = {render: () => inAll('ar')};
export const Hindi: StoryObj = {render: () => inAll('hi')};
export const Urdu: StoryObj = {render: () => inAll('ur')};
export const Malayalam: StoryObj = {render: () => inAll('ml')};
export const Bengali: StoryObj = {render: () => inAll('bn')};
export const Filipino: StoryObj = {render: () => inAll('fil')};
export const Tamil: StoryObj = {render: () => inAll('ta')};
export const Nepali: StoryObj = {render: () => inAll('ne')};
