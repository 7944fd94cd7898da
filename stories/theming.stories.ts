import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html} from 'lit';
import {dynqrOrder} from '../src/testing.js';
import {cashOrder, checkout} from './support/checkout.js';

/** What a page can style. The code stays dark on white everywhere. */
const meta: Meta = {title: 'theming'};
export default meta;

export const DarkPage: StoryObj = {
  render: () =>
    html`<div style="color-scheme: dark; background: #0d1117; padding: 24px">${checkout(dynqrOrder())}</div>`,
};

export const Tokens: StoryObj = {
  render: () => html`
    <style>
      .own payby-checkout {
        --payby-surface: #fff7ed;
        --payby-text: #3b1d0a;
        --payby-muted: #7c4a21;
        --payby-line: #f0d5b8;
        --payby-accent: #9a3412;
        --payby-radius: 4px;
        --payby-font: Georgia, serif;
      }
    </style>
    <div class="own">${checkout(cashOrder())}</div>
  `,
};

/** Nothing set but the accent: all text, rings and buttons can still be read, light and dark. */
const accent = (colour: string): StoryObj => ({
  render: () => html`
    <div
      style="--payby-accent: ${colour}; display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr))"
    >
      <div style="color-scheme: light; background: #f3f4f6; padding: 16px">${checkout(cashOrder())}</div>
      <div style="color-scheme: dark; background: #0d1117; padding: 16px">${checkout(cashOrder())}</div>
    </div>
  `,
});

export const YellowAccent = accent('#ffd600');
export const BlackAccent = accent('#000');
export const WhiteAccent = accent('#fff');
export const SkyBlueAccent = accent('#00a3ff');
export const PastelAccent = accent('#f9cfe0');

export const Parts: StoryObj = {
  render: () => html`
    <style>
      .flat payby-checkout::part(amount) {
        font-size: 44px;
      }
      .flat payby-checkout::part(details) {
        display: none;
      }
      .flat payby-checkout:state(paid) {
        outline: 3px solid green;
      }
    </style>
    <div class="flat">${checkout(dynqrOrder(), 'paid')}</div>
  `,
};

export const NarrowColumn: StoryObj = {
  render: () => html`<div style="width: 240px">${checkout(cashOrder())}</div>`,
};

export const Slots: StoryObj = {
  render: () =>
    html`<payby-checkout .order=${dynqrOrder({status: 'SETTLED'})}>
      <strong slot="header">Sidra</strong>
      <p slot="success">Your mug is on its way.</p>
      <small slot="footer">Questions? Call 800 000.</small>
    </payby-checkout>`,
};
