import {expect} from '@open-wc/testing';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {openCheckout} from '../../src/modal.js';
import {modalTexts} from '../../src/i18n/modal-texts.js';
import {dynqrOrder, payBy, StatusScript} from '../../src/testing.js';
import {waysToPay} from '../support/checkout-page.js';
import {waitUntil} from '../support/wait-until.js';

const rootOf = (checkout: PaybyCheckout): ShadowRoot => checkout.getRootNode() as ShadowRoot;

/** The checkout in the open dialog. */
function opened(): PaybyCheckout {
  for (const {shadowRoot} of document.body.children) {
    const checkout = shadowRoot?.querySelector<PaybyCheckout>('dialog payby-checkout');
    if (checkout) return checkout;
  }
  throw new Error('No dialog is open.');
}
const dialogs = (): number =>
  [...document.body.children].filter(({shadowRoot}) => shadowRoot?.querySelector('dialog')).length;

/** In the dialog or the question above it. */
function press(name: 'x' | 'stay' | 'leave'): void {
  rootOf(opened()).querySelector<HTMLElement>(`.${name}`)?.click();
}
const isAsked = (): boolean => rootOf(opened()).querySelector<HTMLDialogElement>('.ask')?.open ?? false;

describe('openCheckout()', () => {
  let opener: HTMLButtonElement;
  let end: AbortController;
  const offered = {statusSource: new StatusScript(dynqrOrder()).source, locale: 'en'};

  beforeEach(() => {
    end = new AbortController();
    opener = document.createElement('button');
    opener.textContent = 'Pay';
    document.body.append(opener);
    opener.focus();
  });
  afterEach(() => {
    end.abort();
    opener.remove();
  });

  it('shows the order in a modal dialog, and resolves with the payment once the payer closes it', async () => {
    const told: string[] = [];
    const tell = ({detail}: WindowEventMap['payby-success']): void => void told.push(detail.amount);
    document.addEventListener('payby-success', tell);
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    const checkout = opened();
    await checkout.updateComplete;
    expect(waysToPay(checkout)).not.to.deep.equal([]);
    expect(rootOf(checkout).querySelector('dialog')?.matches(':modal')).to.equal(true);
    await payBy(checkout).pays();
    expect(told).to.deep.equal(['25.00']);
    press('x');
    const {reason, ...rest} = await result;
    expect(reason).to.equal('paid');
    expect(rest).to.have.nested.property('detail.amount', '25.00');
    expect(dialogs()).to.equal(0);
    expect(document.activeElement).to.equal(opener);
    expect(history.state ?? {}).not.to.have.property('paybyModal');
    document.removeEventListener('payby-success', tell);
  });

  it('says whether the order may still be paid, where the payer closes it before an outcome', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    press('x');
    expect(await result).to.deep.equal({reason: 'closed', isOpen: true});
  });

  it('resolves with the failure that was told', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    await payBy(opened()).expires();
    press('x');
    expect((await result).reason).to.equal('expired');
  });

  it('asks the page before it goes to successUrl, and resolves with the payment where the page stays', async () => {
    const asked: string[] = [];
    const stay = (event: DocumentEventMap['payby-redirect']): void => {
      asked.push(event.detail.url);
      event.preventDefault();
    };
    document.addEventListener('payby-redirect', stay, {once: true});
    const successUrl = '/thanks?order={merchantOrderNo}';
    const order = dynqrOrder();
    const result = openCheckout(order, {...offered, successUrl, signal: end.signal});
    await opened().updateComplete;
    await payBy(opened()).pays();
    await waitUntil(() => asked.length > 0, 'the page is asked');
    expect(asked).to.deep.equal([`${location.origin}/thanks?order=${order.merchantOrderNo}`]);
    press('x');
    expect((await result).reason).to.equal('paid');
  });

  it('asks when the code was scanned; the answer decides', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    await payBy(opened()).scans();
    press('x');
    expect(isAsked()).to.equal(true);
    press('stay');
    expect(isAsked()).to.equal(false);
    press('x');
    press('leave');
    expect(await result).to.deep.equal({reason: 'closed', isOpen: true});
  });

  it('withdraws the question when the payment arrives', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    const payby = payBy(opened());
    await payby.scans();
    press('x');
    await payby.pays();
    expect(isAsked()).to.equal(false);
    press('x');
    expect((await result).reason).to.equal('paid');
  });

  it('closes when the browser goes back', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    history.back();
    expect(await result).to.deep.equal({reason: 'closed', isOpen: true});
    expect(dialogs()).to.equal(0);
  });

  it('closes when the browser goes back, also after the page has closed another one itself', async () => {
    const first = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    end.abort();
    await first;
    end = new AbortController();
    const second = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    history.back();
    expect((await second).reason).to.equal('closed');
  });

  it('asks when the browser goes back while the code was scanned, each time', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    await payBy(opened()).scans();
    for (let time = 0; time < 2; time++) {
      history.back();
      await waitUntil(isAsked, 'the question is shown');
      press('stay');
    }
    press('x');
    press('leave');
    await result;
  });

  it('opens one at a time, and the next one after it', async () => {
    const first = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    const refusal: unknown = await openCheckout(dynqrOrder(), offered).catch((error: unknown) => error);
    expect((refusal as DOMException).name).to.equal('InvalidStateError');
    end.abort();
    await first;
    const again = new AbortController();
    const second = openCheckout(dynqrOrder(), {...offered, signal: again.signal});
    again.abort();
    expect((await second).reason).to.equal('closed');
  });

  it('rejects in a browser without <dialog>, and leaves the page as it is', async () => {
    const {HTMLDialogElement: dialog} = window;
    Reflect.deleteProperty(window, 'HTMLDialogElement');
    const before = [document.body.children.length, history.length];
    try {
      const options = {...offered, signal: AbortSignal.abort()};
      const refusal: unknown = await openCheckout(dynqrOrder(), options).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(DOMException);
      expect((refusal as DOMException).name).to.equal('NotSupportedError');
    } finally {
      window.HTMLDialogElement = dialog;
    }
    expect([document.body.children.length, history.length]).to.deep.equal(before);
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    expect(dialogs()).to.equal(1);
    end.abort();
    await result;
  });

  it('is closed by the page without a question, with what is known', async () => {
    const result = openCheckout(dynqrOrder(), {...offered, signal: end.signal});
    await opened().updateComplete;
    await payBy(opened()).scans();
    end.abort();
    expect(await result).to.deep.equal({reason: 'closed', isOpen: true});
  });

  it('can be left when the order is invalid', async () => {
    const {error} = console;
    console.error = () => undefined;
    const result = openCheckout({merchantOrderNo: 'M-1'} as never, {...offered, signal: end.signal});
    await opened().updateComplete;
    console.error = error;
    press('x');
    expect(await result).to.deep.equal({reason: 'closed', isOpen: false});
  });

  for (const locale of ['en', 'ar', 'ur', 'ml'] as const) {
    it(`is accessible and speaks the language of the checkout: ${locale}`, async () => {
      const result = openCheckout(dynqrOrder(), {...offered, locale, signal: end.signal});
      const checkout = opened();
      await checkout.updateComplete;
      await payBy(checkout).scans();
      press('x');
      const root = rootOf(checkout);
      expect(root.querySelector('.question')?.textContent).to.equal(modalTexts[locale].question);
      const [dialog, question] = root.querySelectorAll('dialog');
      expect((root.host as HTMLElement).dir).to.equal(locale === 'ar' || locale === 'ur' ? 'rtl' : 'ltr');
      await expect(question).to.be.accessible();
      await expect(dialog).to.be.accessible();
      end.abort();
      await result;
    });
  }
});
