import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {openCheckout} from '../src/modal.js';
import {dynqrOrder, StatusScript, type Step} from '../src/testing.js';

/** `openCheckout()`: the dialog around a checkout. None of the stories sends a request. */
const meta: Meta = {title: 'openCheckout'};
export default meta;

const opener = (step: Step): TemplateResult => {
  const open = async ({currentTarget}: Event): Promise<void> => {
    const button = currentTarget as HTMLButtonElement;
    const order = dynqrOrder();
    const {reason} = await openCheckout(order, {statusSource: new StatusScript(order, step).source});
    button.textContent = `Pay (the last time: ${reason})`;
  };
  return html`<button @click=${open}>Pay</button>`;
};

export const Waiting: StoryObj = {render: () => opener('created')};
/** A payment may be on its way: closing asks first. */
export const Scanned: StoryObj = {render: () => opener('scanned')};
export const Paid: StoryObj = {render: () => opener('paid')};
