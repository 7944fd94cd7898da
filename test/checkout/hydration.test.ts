/**
 * A tag is on the page before its script has loaded, or while a framework takes over a page that its server has rendered:
 * what is set on it, and in whatever order, is not lost.
 */
import {expect} from '@open-wc/testing';
import '../../src/index.js';
import type {PaybyCheckout} from '../../src/pure.js';
import {checkoutProperties, scanInputProperties} from '../../src/frameworks/elements.js';
import {liveOrder} from '../support/orders.js';

type Tag = 'payby-checkout' | 'payby-scan-input';

afterEach(() => {
  document.querySelectorAll('payby-checkout, payby-scan-input').forEach((element) => element.remove());
});

/** A tag that is not an element of ours yet: a template's document defines none. */
function unknownTag<T extends Tag>(tag: T): HTMLElementTagNameMap[T] {
  const template = document.createElement('template');
  template.innerHTML = `<${tag}></${tag}>`;
  return template.content.firstElementChild as HTMLElementTagNameMap[T];
}

const order = liveOrder({merchantOrderNo: 'M-right'});
const problems: string[] = [];

function jsonChild(checkout: PaybyCheckout, text: string): void {
  const script = document.createElement('script');
  script.type = 'application/json';
  script.textContent = text;
  checkout.append(script);
}

/** How a page gives its order. */
const ways: Record<string, (checkout: PaybyCheckout) => void> = {
  property: (checkout) => (checkout.order = order),
  'property of JSON': (checkout) => (checkout.order = JSON.stringify(order)),
  attribute: (checkout) => checkout.setAttribute('order', JSON.stringify(order)),
  'JSON child': (checkout) => jsonChild(checkout, JSON.stringify(order)),
};

/** What a framework may do besides, before or after. */
const noise: Record<string, (checkout: PaybyCheckout) => void> = {
  nothing: () => {},
  'a status address': (checkout) => checkout.setAttribute('status-url', 'data:application/json,{}'),
  'another child': (checkout) => checkout.append(document.createElement('p')),
  'an empty attribute': (checkout) => checkout.setAttribute('order', ''),
  'an object as text': (checkout) => checkout.setAttribute('order', '[object Object]'),
};

const moments = ['before the upgrade', 'in its task', 'after the first update'] as const;

/** Runs the steps, each at its moment, and returns the order that is shown at the end. */
async function run(
  steps: readonly {at: (typeof moments)[number]; step: (checkout: PaybyCheckout) => void}[],
): Promise<string> {
  const checkout = unknownTag('payby-checkout');
  const take = (at: (typeof moments)[number]): void => {
    steps.filter((step) => step.at === at).forEach(({step}) => step(checkout));
  };
  take('before the upgrade');
  problems.length = 0;
  checkout.addEventListener('payby-error', ({detail}) => problems.push(detail.code));
  document.body.append(checkout);
  take('in its task');
  await checkout.updateComplete;
  take('after the first update');
  await new Promise(requestAnimationFrame); // the slot reports a child in a microtask
  await checkout.updateComplete;
  const {phase} = checkout;
  const codes = checkout.shadowRoot?.querySelectorAll('[part=qr]').length ?? -1;
  checkout.remove();
  return `${phase}, ${codes} code`;
}

describe('the order of a tag that is upgraded late', () => {
  for (const [way, give] of Object.entries(ways)) {
    for (const at of moments) {
      it(`is shown when it comes as a ${way} ${at}`, async () => {
        expect(await run([{at, step: give}])).to.equal('waiting, 1 code');
        expect(problems).to.deep.equal([]);
      });
    }
  }

  for (const [way, give] of Object.entries(ways)) {
    for (const [what, step] of Object.entries(noise)) {
      it(`is shown as a ${way} before and after ${what}, at every pair of moments`, async () => {
        // An attribute of text that comes later replaces the order, by whatever way it came: only before, then
        const isOrder = ['an empty attribute', 'an object as text'].includes(what);
        for (const [i, first] of moments.entries()) {
          for (const second of moments.slice(i)) {
            const before = await run([
              {at: first, step},
              {at: second, step: give},
            ]);
            expect(before, `${what} ${first}, ${way} ${second}`).to.equal('waiting, 1 code');
            if (isOrder) continue;
            const after = await run([
              {at: first, step: give},
              {at: second, step},
            ]);
            expect(after, `${way} ${first}, ${what} ${second}`).to.equal('waiting, 1 code');
          }
        }
      });
    }
  }

  it('is that of the property when a server has written an object as an attribute', async () => {
    const lost = noise['an object as text']!;
    const give = ways['property']!;
    const at = 'before the upgrade';
    expect(
      await run([
        {at, step: lost},
        {at, step: give},
      ]),
    ).to.equal('waiting, 1 code');
    expect(
      await run([
        {at, step: give},
        {at, step: lost},
      ]),
    ).to.equal('waiting, 1 code');
    expect(problems).to.deep.equal([]);
  });
});

describe('a property that is set before the upgrade', () => {
  // Not `prefix`, which every Element has, and which cannot be set: before the upgrade it is an attribute only
  const values: Record<string, unknown> = {number: 7, boolean: true};
  const objects: Record<string, unknown> = {
    order,
    stores: [{name: 'Al Ansari'}],
    brand: {payby: 'PayBy'},
    statusSource: () => Promise.resolve({}),
    credentials: 'include',
    successOn: 'settled',
    capture: 'focus',
    otherFields: 'ignore',
    scannerLayout: 'us',
    manual: 'off',
    mask: 'never',
    keepFocus: 'idle',
  };
  const tables = {'payby-checkout': checkoutProperties, 'payby-scan-input': scanInputProperties};
  for (const [tag, properties] of Object.entries(tables) as [Tag, object][]) {
    for (const property of Object.keys(properties).filter((name) => name !== 'prefix')) {
      it(`<${tag}> keeps ${property}`, async () => {
        const fresh = document.createElement(tag) as unknown as Record<string, unknown>;
        const value = objects[property] ?? values[typeof fresh[property]] ?? 'x';
        const element = unknownTag(tag);
        const bag = element as unknown as Record<string, unknown>;
        bag[property] = value;
        document.body.append(element);
        await element.updateComplete;
        expect(bag[property]).to.equal(value);
        expect(Object.hasOwn(element, property), 'hides the accessor').to.equal(false);
      });
    }
  }
});

describe('an order as JSON child', () => {
  it('does not return with another child after the page has cleared it', async () => {
    const checkout = unknownTag('payby-checkout');
    jsonChild(checkout, JSON.stringify(order));
    document.body.append(checkout);
    await checkout.updateComplete;
    await new Promise(requestAnimationFrame);
    await checkout.updateComplete;
    expect(checkout.phase).to.equal('waiting');
    checkout.order = null;
    checkout.append(document.createElement('p'));
    await new Promise(requestAnimationFrame);
    await checkout.updateComplete;
    expect(checkout.phase).to.equal('idle');
  });
});

describe('what is inside the tag for browsers that cannot read the script', () => {
  const inside = '<p>AED 25.00 <a href="https://qr.payby.com?a=1">Pay with BOTIM or PayBy</a></p>';
  const isShown = (checkout: HTMLElement): boolean =>
    (checkout.querySelector('a')?.getClientRects().length ?? 0) > 0;

  it('is shown where the element is not defined', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<payby-checkout>${inside}</payby-checkout>`;
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame);
    await loaded;
    const checkout = frame.contentDocument?.querySelector('payby-checkout');
    expect(checkout && isShown(checkout)).to.equal(true);
    frame.remove();
  });

  for (const phase of ['idle', 'waiting', 'paid'] as const) {
    it(`is hidden by the element while it is ${phase}`, async () => {
      const checkout = document.createElement('payby-checkout');
      checkout.innerHTML = inside;
      document.body.append(checkout);
      if (phase !== 'idle') checkout.order = order;
      if (phase === 'paid') checkout.setStatus({merchantOrderNo: 'M-right', status: 'PAID_SUCCESS'});
      await checkout.updateComplete;
      expect(checkout.phase).to.equal(phase);
      expect(isShown(checkout)).to.equal(false);
    });
  }
});
