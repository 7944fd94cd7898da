import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import {liveOrder, status} from '../support/orders.js';

/** Counts the listeners on window and document while it is in place. */
function countListeners(): {count(): number; restore(): void} {
  const targets = [window, document] as EventTarget[];
  let count = 0;
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    ...args: Parameters<typeof add>
  ) {
    const [, , options] = args;
    if (!this || targets.includes(this)) {
      count++;
      const signal = typeof options === 'object' ? options.signal : undefined;
      if (signal) add.call(signal, 'abort', () => count--, {once: true});
    }
    add.apply(this ?? window, args);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    ...args: Parameters<typeof remove>
  ) {
    if (!this || targets.includes(this)) count--;
    remove.apply(this ?? window, args);
  };
  return {
    count: () => count,
    restore: () => {
      EventTarget.prototype.addEventListener = add;
      EventTarget.prototype.removeEventListener = remove;
    },
  };
}

describe('<payby-checkout>: removal', () => {
  for (const paySceneCode of ['DYNQR', 'CASHTOPUP']) {
    it(`leaves no listener, request or element of ${paySceneCode} after it was added and removed ten times`, async () => {
      const place = await fixture(html`<div></div>`);
      const listeners = countListeners();
      // Test pages of the same origin share statuses by order number, so this one is unique
      const merchantOrderNo = `leak-${crypto.randomUUID()}`;
      const signals: AbortSignal[] = [];
      try {
        for (let i = 0; i < 10; i++) {
          const checkout = document.createElement('payby-checkout');
          checkout.order = liveOrder({merchantOrderNo, paySceneCode});
          checkout.statusSource = (_, {signal}) => {
            signals.push(signal);
            return new Promise(() => undefined); // unanswered: the element has to end it
          };
          place.append(checkout);
          await checkout.updateComplete;
          checkout.refresh();
          while (signals.length <= i) await new Promise(requestAnimationFrame);
          checkout.remove();
          await Promise.resolve();
        }
        expect(listeners.count()).to.equal(0);
      } finally {
        listeners.restore();
      }
      expect(signals.map(({aborted}) => aborted)).to.deep.equal(new Array(10).fill(true));
      expect(place.childElementCount).to.equal(0);
    });
  }

  it('does not abort its request when it is moved within the document', async () => {
    const place = await fixture(html`<div><p></p></div>`);
    const checkout = document.createElement('payby-checkout');
    const signals: AbortSignal[] = [];
    let answer: (payload: unknown) => void = () => undefined;
    checkout.statusSource = (_, {signal}) => {
      signals.push(signal);
      return new Promise((resolve) => (answer = resolve));
    };
    const merchantOrderNo = `move-${crypto.randomUUID()}`;
    checkout.order = liveOrder({merchantOrderNo});
    place.append(checkout);
    await checkout.updateComplete;
    checkout.refresh();
    while (signals.length === 0) await new Promise(requestAnimationFrame);
    place.querySelector('p')?.append(checkout);
    await new Promise(requestAnimationFrame);
    expect(signals.map(({aborted}) => aborted)).to.deep.equal([false]);
    answer({...status('PAID_SUCCESS'), merchantOrderNo});
    await new Promise(requestAnimationFrame);
    expect(checkout.phase).to.equal('paid');
  });
});
