import type {Meta, StoryObj} from '@storybook/web-components-vite';
import {html, type TemplateResult} from 'lit';
import type {PaybyActionEvent} from '../src/shared/action-event.js';
import {cashOrder, checkout} from './support/checkout.js';
import {codelessOrder, liveOrder, outage, ScriptedSource, status} from './support/scripted-source.js';

/** One story for each phase of a checkout. None of them sends a request. */
const meta: Meta = {title: 'payby-checkout', component: 'payby-checkout'};
export default meta;

export const Idle: StoryObj = {render: () => html`<payby-checkout></payby-checkout>`};
export const Waiting: StoryObj = {render: () => checkout(liveOrder())};
export const WaitingForCash: StoryObj = {render: () => checkout(cashOrder())};
export const WaitingForTheCustomer: StoryObj = {render: () => checkout(codelessOrder())};
export const Scanned: StoryObj = {render: () => checkout(liveOrder(), status('CREATED', {scanned: true}))};
export const Confirming: StoryObj = {render: () => checkout(liveOrder({expiredTime: Date.now() - 1000}))};
export const Settling: StoryObj = {
  render: () =>
    html`<payby-checkout
      success-on="settled"
      .order=${liveOrder({status: 'PAID_SUCCESS'})}
    ></payby-checkout>`,
};
export const Paid: StoryObj = {render: () => checkout(liveOrder(), status('PAID_SUCCESS'))};
export const Failed: StoryObj = {render: () => checkout(liveOrder(), status('FAILURE'))};
export const Cancelled: StoryObj = {
  render: () => checkout(liveOrder(), status('FAILURE', {reason: 'cancelled'})),
};
export const Expired: StoryObj = {
  render: () => checkout(liveOrder(), status('FAILURE', {reason: 'expired'})),
};
export const Revoked: StoryObj = {render: () => checkout(liveOrder(), status('FAILURE', {revoked: 'true'}))};
export const Invalid: StoryObj = {render: () => checkout({})};

/** Three status requests in a row have failed: the element shows a notice, and the code stays. */
export const ConnectionProblem: StoryObj = {
  render: () => {
    const source = new ScriptedSource(outage(1000));
    const asOld = {requestTime: Date.now() - 60_000};
    return html`<payby-checkout .order=${liveOrder(asOld)} .statusSource=${source.request}></payby-checkout>`;
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

export const CanBeCancelled: StoryObj = {render: () => withActions(liveOrder(), 'cancel')};
export const EndsSoon: StoryObj = {
  render: () => withActions(liveOrder({expiredTime: Date.now() + 100_000}), 'cancel extend open-app'),
};
export const CanBeRenewed: StoryObj = {
  render: () => withActions(liveOrder({status: 'FAILURE'}), 'renew'),
};

/** The server's `reason` tells what the payment failed for. */
const failedFor = (reason: string): StoryObj => ({
  render: () => withActions({...liveOrder({status: 'FAILURE'}), reason}, 'renew'),
});
export const Declined: StoryObj = failedFor('declined');
export const BalanceTooSmall: StoryObj = failedFor('balance');
export const LimitReached: StoryObj = failedFor('limit');
export const IdentityNotVerified: StoryObj = failedFor('identity');
