/** A page that arrives in pieces: the element is upgraded while the parser is still inside of it. */
import {expect} from '@open-wc/testing';
import {liveOrder} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

describe('an order as JSON child of a page that arrives in pieces', () => {
  const frame = document.createElement('iframe');
  after(() => frame.remove());

  it('is read when it is complete', async () => {
    document.body.append(frame);
    const page = frame.contentWindow as Window & typeof globalThis;
    const {document: parsed} = page;
    const problems: string[] = [];
    // Nothing else feeds a parser from a script
    const write = (text: string): void => {
      (parsed as {write: (text: string) => void}).write(text);
    };
    parsed.open();
    page.addEventListener('payby-error', ({detail}) => problems.push(detail.message));
    write('<!doctype html><title>Shop</title><script src="/dist/cdn/payby-checkout.iife.js"></script>');
    await waitUntil(() => page.customElements.get('payby-checkout'), 'the element is defined');
    const json = JSON.stringify(liveOrder());
    const pieces = [
      '<payby-checkout><p slot="header">Shop</p><script type="application/json">',
      json.slice(0, 60),
      json.slice(60),
      '</script>',
      '</payby-checkout><p>The end',
    ];
    for (const piece of pieces) {
      write(piece);
      await new Promise((resolve) => setTimeout(resolve)); // the parser rests, as between two packets
    }
    parsed.close();
    const checkout = parsed.querySelector('payby-checkout')!;
    await waitUntil(() => checkout.phase !== 'idle', 'an order is shown');
    expect(problems).to.deep.equal([]);
    expect(checkout.phase).to.equal('waiting');
  });
});
