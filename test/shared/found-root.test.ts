/** Loaded before Lit, as its documentation asks: a page may have it whether or not its server renders our elements. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import {expect, fixtureCleanup} from '@open-wc/testing';
import '../../src/index.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {liveOrder} from '../support/orders.js';

/** What a server's renderer or a saved page leaves in a shadow root. */
const FOUND = `<style>:host { outline: 1px solid red }</style>
  <!--lit-part AEmR7W+R0Ak=--><div class="plate" part="plate"><svg part="qr"><path d="M0 0h1v1H0z"/></svg></div>
  <p part="amount">AED 99.00</p><input /><!--/lit-part-->`;

/** An element whose shadow root is filled before it is connected, as declarative shadow DOM does. */
function filled<K extends keyof HTMLElementTagNameMap>(tag: K): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.attachShadow({mode: 'open'}).innerHTML = FOUND;
  return element;
}

async function shown(): Promise<{checkout: PaybyCheckout; count: (selector: string) => number}> {
  const checkout = filled('payby-checkout');
  document.body.append(checkout);
  await checkout.updateComplete;
  return {checkout, count: (selector) => checkout.shadowRoot?.querySelectorAll(selector).length ?? -1};
}

describe('an element whose shadow root is already filled', () => {
  afterEach(() => {
    document.querySelectorAll('payby-checkout, payby-scan-input').forEach((element) => element.remove());
    fixtureCleanup();
  });

  it('<payby-checkout> without an order removes the code that it found', async () => {
    const {count} = await shown();
    expect([count('[part=qr]'), count('[part=amount]')]).to.deep.equal([0, 0]);
  });

  it('<payby-checkout> shows one code, that of its order, and none after the payment', async () => {
    const {checkout, count} = await shown();
    const order = liveOrder();
    checkout.order = order;
    await checkout.updateComplete;
    expect([count('[part=qr]'), count('[part=amount]')]).to.deep.equal([1, 1]);
    expect(
      checkout.shadowRoot?.querySelector('[part=qr] path:last-child')?.getAttribute('d'),
    ).to.have.length.above(500);
    checkout.setStatus({merchantOrderNo: order.merchantOrderNo, status: 'PAID_SUCCESS'});
    await checkout.updateComplete;
    expect([checkout.phase, count('[part=qr]')]).to.deep.equal(['paid', 0]);
  });

  it('<payby-checkout> shows one code when the order was set before it was connected', async () => {
    const checkout = filled('payby-checkout');
    checkout.order = liveOrder();
    document.body.append(checkout);
    await checkout.updateComplete;
    expect(checkout.shadowRoot?.querySelectorAll('[part=qr]').length).to.equal(1);
  });

  it('<payby-checkout> has its own styles, and none that it found', async () => {
    const {checkout} = await shown();
    checkout.order = liveOrder();
    await checkout.updateComplete;
    expect(getComputedStyle(checkout).display).to.equal('block');
    expect(getComputedStyle(checkout).outlineStyle).to.equal('none');
  });

  it('<payby-scan-input> has one field', async () => {
    const field = filled('payby-scan-input');
    document.body.append(field);
    await field.updateComplete;
    expect(field.shadowRoot?.querySelectorAll('input').length).to.equal(1);
    field.focus();
    expect(field.shadowRoot?.activeElement?.localName).to.equal('input');
  });
});
