import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../../src/checkout/payby-checkout.js';
import {partOf, textOf} from '../../support/checkout-page.js';
import {liveOrder, status} from '../../support/orders.js';
import {waitUntil} from '../../support/wait-until.js';

const shown = (): Promise<PaybyCheckout> =>
  fixture<PaybyCheckout>(
    html`<payby-checkout
      lang="en"
      success-url="/thanks/{merchantOrderNo}"
      .order=${liveOrder()}
    ></payby-checkout>`,
  );

/** Keeps the page of the tests where it is. */
function stayHere(events: string[]): (event: Event) => void {
  return (event) => {
    events.push(event.type);
    if (event.type === 'payby-redirect') event.preventDefault();
  };
}

describe('<payby-checkout success-url>', () => {
  it('dispatches payby-redirect after payby-success, with the address as the page sees it', async () => {
    const checkout = await shown();
    const events: string[] = [];
    const record = stayHere(events);
    for (const name of ['payby-success', 'payby-redirect']) checkout.addEventListener(name, record);
    let url = '';
    checkout.addEventListener('payby-redirect', ({detail}) => {
      url = detail.url;
    });
    checkout.setStatus(status('PAID_SUCCESS'));
    await waitUntil(() => events.length === 2, 'both events are dispatched');
    expect(events).to.deep.equal(['payby-success', 'payby-redirect']);
    expect(url).to.equal(new URL('/thanks/M-1', document.baseURI).href);
    expect(checkout.phase).to.equal('paid');
  });

  it('shows a link and a way to stay, and the outcome stays when the payer stays', async () => {
    const checkout = await shown();
    checkout.setStatus(status('PAID_SUCCESS'));
    await waitUntil(() => checkout.shadowRoot?.querySelector('.redirect button'), 'the way to stay is there');
    const {hostname} = new URL(document.baseURI);
    expect(textOf(checkout)).to.contain(`Continue to \u2068${hostname}\u2069`);
    checkout.shadowRoot?.querySelector<HTMLElement>('.redirect button')?.click();
    await waitUntil(() => !checkout.shadowRoot?.querySelector('.redirect button'), 'the button is gone');
    expect(partOf(checkout, 'outcome')?.querySelector('a')?.href).to.equal(
      new URL('/thanks/M-1', document.baseURI).href,
    );
    await expect(checkout).to.be.accessible();
  });

  it('asks once when the attribute is set after the payment', async () => {
    const checkout = await fixture<PaybyCheckout>(
      html`<payby-checkout lang="en" .order=${liveOrder()}></payby-checkout>`,
    );
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    const events: string[] = [];
    checkout.addEventListener('payby-redirect', stayHere(events));
    checkout.successUrl = '/thanks';
    await waitUntil(() => events.length > 0, 'payby-redirect is dispatched');
    for (const successUrl of ['/thanks', '/other']) {
      checkout.successUrl = successUrl;
      checkout.requestUpdate();
      await checkout.updateComplete;
    }
    expect(events).to.deep.equal(['payby-redirect']);
  });

  it('shows its link by an update of its own, not by one within the update of the outcome', async () => {
    const {litIssuedWarnings} = globalThis as {litIssuedWarnings?: Set<string>};
    litIssuedWarnings?.clear(); // Lit warns once per page
    const warnings: unknown[] = [];
    const realWarn = console.warn;
    console.warn = (...warning) => warnings.push(warning);
    try {
      const checkout = await shown();
      checkout.setStatus(status('PAID_SUCCESS'));
      await waitUntil(() => checkout.shadowRoot?.querySelector('.redirect button'), 'the link is there');
      checkout.shadowRoot?.querySelector<HTMLElement>('.redirect button')?.click();
      await waitUntil(() => !checkout.shadowRoot?.querySelector('.redirect button'), 'the button is gone');
    } finally {
      console.warn = realWarn;
    }
    expect(warnings).to.deep.equal([]);
  });
});
