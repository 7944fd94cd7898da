import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import type {PaybyActionEvent} from '../src/shared/action-event.js';
import type {CheckoutOrder} from '../src/pure.js';
import {dynqrOrder, qrpayOrder, StatusScript} from '../src/testing.js';
import {cashOrder, checkout} from './support/checkout.js';

/** One story for each phase of a checkout. None of them sends a request. */
const meta: Meta = {title: 'payby-checkout', component: 'payby-checkout'};
export default meta;

export const Idle: StoryObj = {render: () => html`<payby-checkout></payby-checkout>`};
export const Waiting: StoryObj = {render: () => checkout(dynqrOrder())};
export const WaitingForCash: StoryObj = {render: () => checkout(cashOrder())};
export const WaitingForTheCustomer: StoryObj = {render: () => checkout(qrpayOrder())};
export const Scanned: StoryObj = {render: () => checkout(dynqrOrder(), 'scanned')};
export const Confirming: StoryObj = {render: () => checkout(dynqrOrder({expiredTime: Date.now() - 1000}))};
export const Settling: StoryObj = {
  render: () =>
    html`<payby-checkout
      success-on="settled"
      .order=${dynqrOrder({status: 'PAID_SUCCESS'})}
    ></payby-checkout>`,
};
export const Paid: StoryObj = {render: () => checkout(dynqrOrder(), 'paid')};
export const Failed: StoryObj = {render: () => checkout(dynqrOrder(), 'failed')};
export const Cancelled: StoryObj = {render: () => checkout(dynqrOrder(), 'cancelled')};
export const Expired: StoryObj = {render: () => checkout(dynqrOrder(), 'expired')};
export const Revoked: StoryObj = {render: () => checkout(dynqrOrder(), 'revoked')};
export const Invalid: StoryObj = {render: () => checkout({} as CheckoutOrder)};

/** Three status requests in a row have failed: the element shows a notice, and the code stays. */
export const ConnectionProblem: StoryObj = {
  render: () => {
    const order = dynqrOrder({requestTime: Date.now() - 60_000});
    const {source} = new StatusScript(order, 'unavailable');
    return html`<payby-checkout .order=${order} .statusSource=${source}></payby-checkout>`;
  },
};

/** A checkout with actions. The page rejects each action after 1.5 seconds. */
const withActions = (order: unknown, actions: string): TemplateResult =>
  html`<payby-checkout
    actions=${actions}
    .order=${order}
    @payby-action=${(event: PaybyActionEvent) => {
      event.respondWith(
        new Promise((_, reject) => {
          setTimeout(reject, 1500);
        }),
      );
    }}
  ></payby-checkout>`;

export const CanBeCancelled: StoryObj = {render: () => withActions(dynqrOrder(), 'cancel')};
export const EndsSoon: StoryObj = {
  render: () => withActions(dynqrOrder({expiredTime: Date.now() + 100_000}), 'cancel extend open-app'),
};
export const CanBeRenewed: StoryObj = {
  render: () => withActions(dynqrOrder({status: 'FAILURE'}), 'renew'),
};

/** The server's `reason` tells what the payment failed for. */
const failedFor = (reason: string): StoryObj => ({
  render: () => withActions({...dynqrOrder({status: 'FAILURE'}), reason}, 'renew'),
});
export const Declined: StoryObj = failedFor('declined');
export const BalanceTooSmall: StoryObj = failedFor('balance');
export const LimitReached: StoryObj = failedFor('limit');
export const IdentityNotVerified: StoryObj = failedFor('identity');
