/** Codes of long token URLs, on columns from a watch to a desktop. */
import {expect, fixture} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {CheckoutOrder} from '../../src/core/order/order.js';
import {order} from '../support/orders.js';

const HOUR_MS = 3_600_000;
const tokenOf = (bytes: number): string => 'https://qr.payby.com/t/'.padEnd(bytes, 'aB3');

const cashOrder = (bytes: number, merchantOrderNo = 'M-1'): CheckoutOrder =>
  order({
    merchantOrderNo,
    paySceneCode: 'CASHTOPUP',
    tokenUrl: tokenOf(bytes),
    expiredTime: Date.now() + HOUR_MS,
  });

async function shown(width: number, bytes: number): Promise<{checkout: PaybyCheckout; errors: string[]}> {
  const page = await fixture<HTMLElement>(
    `<div style="width: ${width}px"><payby-checkout></payby-checkout></div>`,
  );
  const checkout = page.firstElementChild as PaybyCheckout;
  checkout.style.setProperty('--payby-max-width', 'none');
  const errors: string[] = [];
  checkout.addEventListener('payby-error', ({detail}) => errors.push(detail.code));
  checkout.order = cashOrder(bytes);
  await checkout.updateComplete;
  return {checkout, errors};
}
const rectOf = (checkout: PaybyCheckout, selector: string): DOMRect => {
  const part = checkout.shadowRoot?.querySelector(selector);
  if (!part) throw new Error(`There is no ${selector}.`);
  return part.getBoundingClientRect();
};

/** The browser reports a new size within the frame; what that dispatches follows before the second next. */
async function laidOut(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}

describe('a dense code', () => {
  const realError = console.error;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = realError;
  });

  for (const width of [160, 240, 320, 360, 414, 768, 1440]) {
    for (const bytes of [60, 300, 700, 2048]) {
      it(`of ${bytes} bytes is shown whole in a column of ${width} px`, async () => {
        const {checkout, errors} = await shown(width, bytes);
        const [code, plate, host] = [
          rectOf(checkout, '.plate > svg'),
          rectOf(checkout, '.plate'),
          checkout.getBoundingClientRect(),
        ];
        expect(host.width).to.equal(width);
        expect(code.width).to.be.closeTo(code.height, 0.5);
        expect(code.left).to.be.at.least(host.left);
        expect(code.right).to.be.at.most(host.right);
        expect([code.width, code.height]).to.deep.equal([plate.width, plate.height]);
        const modules = Number(
          checkout.shadowRoot?.querySelector('.plate > svg')?.getAttribute('viewBox')?.split(' ')[2],
        );
        // As large as it needs, or as the column is
        expect(code.width).to.be.closeTo(Math.min(width - 2, Math.max(270, 4 * modules)), 1);
        await laidOut();
        const isDense = (code.width * devicePixelRatio) / modules < 3;
        expect(errors).to.deep.equal(isDense ? ['qr-too-dense'] : []);
        expect(checkout.shadowRoot?.querySelectorAll('.present button')).to.have.length(2);
      });
    }
  }

  it('is reported when the column becomes narrow, once', async () => {
    const {checkout, errors} = await shown(414, 700);
    await laidOut();
    expect(errors).to.deep.equal([]);
    for (const width of ['200px', '190px', '180px']) {
      checkout.parentElement!.style.width = width;
      await laidOut();
    }
    expect(errors).to.deep.equal(['qr-too-dense']);
  });

  it('is not reported while the page shows it small by a transform', async () => {
    const {checkout, errors} = await shown(414, 60);
    checkout.parentElement!.style.transform = 'scale(0.1)';
    checkout.order = cashOrder(61, 'M-2');
    await checkout.updateComplete;
    await laidOut();
    expect(errors).to.deep.equal([]);
  });

  it('is looked for without measuring the page on each update', async () => {
    const {checkout} = await shown(414, 700);
    await laidOut();
    const {getBoundingClientRect} = Element.prototype;
    let measured = 0;
    Element.prototype.getBoundingClientRect = function () {
      measured++;
      return getBoundingClientRect.call(this);
    };
    try {
      for (let i = 0; i < 3; i++) {
        checkout.requestUpdate();
        await checkout.updateComplete;
      }
    } finally {
      Element.prototype.getBoundingClientRect = getBoundingClientRect;
    }
    expect(measured).to.equal(0);
  });

  it('is reported when another token makes it dense, and after the element was away', async () => {
    const {checkout, errors} = await shown(240, 60);
    await laidOut();
    expect(errors).to.deep.equal([]);
    const page = checkout.parentElement;
    checkout.remove();
    await laidOut();
    page?.append(checkout);
    checkout.order = cashOrder(2048);
    await laidOut();
    await checkout.updateComplete;
    expect(errors).to.deep.equal(['qr-too-dense']);
  });

  it('is not reported while the element is not laid out', async () => {
    const {checkout, errors} = await shown(360, 60);
    checkout.hidden = true;
    checkout.order = cashOrder(2048, 'M-2');
    await checkout.updateComplete;
    await laidOut();
    expect(errors).to.deep.equal([]);
  });
});
