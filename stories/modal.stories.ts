import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import {openCheckout} from '../src/modal.js';
import {liveOrder, ScriptedSource, status} from './support/scripted-source.js';

/** `openCheckout()`: the dialog around a checkout. None of the stories sends a request. */
const meta: Meta = {title: 'openCheckout'};
export default meta;

const opener = (answer: Record<string, unknown>): TemplateResult => {
  const open = async ({currentTarget}: Event): Promise<void> => {
    const button = currentTarget as HTMLButtonElement;
    const {reason} = await openCheckout(liveOrder(), {statusSource: new ScriptedSource(answer).request});
    button.textContent = `Pay (the last time: ${reason})`;
  };
  return html`<button @click=${open}>Pay</button>`;
};

export const Waiting: StoryObj = {render: () => opener(status('CREATED'))};
/** A payment may be on its way: closing asks first. */
export const Scanned: StoryObj = {render: () => opener(status('CREATED', {scanned: true}))};
export const Paid: StoryObj = {render: () => opener(status('PAID_SUCCESS'))};
