import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import '../src/payby-scan-input.js';
import type {PaybyScanEvent} from '../src/events/scan-events.js';

/** Click into a field, type a code of eight characters or more and press Enter, as a barcode gun would. */
const meta: Meta = {title: 'payby-scan-input', component: 'payby-scan-input'};
export default meta;

export const Idle: StoryObj = {render: () => html`<payby-scan-input></payby-scan-input>`};

export const Accepts: StoryObj = {
  render: () => html`
    <payby-scan-input
      @payby-scan=${(event: PaybyScanEvent) => {
        event.waitUntil(new Promise((placed) => setTimeout(placed, 1500)));
      }}
    ></payby-scan-input>
  `,
};

export const Refuses: StoryObj = {
  render: () => html`
    <payby-scan-input
      @payby-scan=${(event: PaybyScanEvent) => {
        event.waitUntil(Promise.reject(new Error('This code was used before. Ask for a new one.')));
      }}
    ></payby-scan-input>
  `,
};

export const Busy: StoryObj = {render: () => html`<payby-scan-input busy></payby-scan-input>`};
export const Disabled: StoryObj = {render: () => html`<payby-scan-input disabled></payby-scan-input>`};
export const Arabic: StoryObj = {render: () => html`<payby-scan-input locale="ar"></payby-scan-input>`};
export const Urdu: StoryObj = {render: () => html`<payby-scan-input locale="ur"></payby-scan-input>`};
export const Malayalam: StoryObj = {render: () => html`<payby-scan-input locale="ml"></payby-scan-input>`};
export const WithHelp: StoryObj = {
  render: () => html`
    <payby-scan-input label="Payment code" placeholder="Scan…" pattern="[0-9A-Z]{19}">
      <small slot="help">19 letters and digits, from the customer’s own app</small>
    </payby-scan-input>
  `,
};
