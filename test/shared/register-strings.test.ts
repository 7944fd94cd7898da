import {expect, fixture, html} from '@open-wc/testing';
import '../../src/index.js';
import type {PaybyCheckout, PaybyScanInput} from '../../src/index.js';
import {money} from '../../src/i18n/format.js';
import * as arabic from '../../src/i18n/ar.js';
import {brandNames} from '../../src/i18n/brand.js';
import * as english from '../../src/i18n/en.js';
import {registeredStrings} from '../../src/i18n/registered-strings.js';
import {registerStrings, type OwnStrings} from '../../src/strings.js';
import {dynqrOrder} from '../../src/testing.js';

const names = brandNames();
const {warn} = console;
let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
  console.warn = (text: string) => warnings.push(text);
});
afterEach(() => {
  console.warn = warn;
  Reflect.deleteProperty(globalThis, Symbol.for('payby-checkout.strings'));
});

describe('registerStrings: what is refused', () => {
  const refused: readonly [title: string, language: unknown, strings: unknown, message: string][] = [
    ['no language', undefined, {}, 'the language must be like "en" or "fr", not undefined'],
    ['a tag with a region', 'fr-FR', {}, 'the language must be like "en" or "fr", not "fr-FR"'],
    ['no object', 'en', 'Hello', 'the texts must be an object'],
    ['a list', 'en', [], 'the texts must be an object'],
    ['an unknown group', 'en', {basket: {}}, 'basket is not a text of the elements'],
    ['an inherited name', 'en', {toString: {}}, 'toString is not a text of the elements'],
    ['an unknown key', 'en', {checkout: {titel: 'x'}}, 'checkout.titel is not a text of the elements'],
    ['a group that is a text', 'en', {checkout: 'x'}, 'checkout must be an object'],
    ['a number', 'en', {checkout: {label: 1}}, 'checkout.label must be a text'],
    ['null', 'en', {checkout: {scan: {title: null}}}, 'checkout.scan.title must be a text'],
    ['a text for a function', 'en', {checkout: {qrLabel: 'x'}}, 'checkout.qrLabel must be a function'],
    ['a function for a text', 'en', {checkout: {label: () => 'x'}}, 'checkout.label must be a text'],
    [
      'a text of a page',
      'en',
      {checkout: {label: 'x'.repeat(1001)}},
      'checkout.label is longer than 1000 characters',
    ],
    [
      'several, all of which are named',
      'en',
      {checkout: {label: 1, titel: 'x'}},
      'checkout.label must be a text; checkout.titel is not a text of the elements',
    ],
  ];
  for (const [title, language, strings, message] of refused)
    it(title, () => {
      expect(() => {
        registerStrings(language as string, strings as OwnStrings);
      }).to.throw(TypeError, `registerStrings: ${message}.`);
      expect(registeredStrings(), 'nothing is registered').to.equal(undefined);
    });
});

describe('registerStrings: what is registered', () => {
  const checkoutIn = (language: string, texts = english.checkout) =>
    registeredStrings()?.adapt(language, 'checkout', texts)(names);

  it('stands in the place of single texts, and leaves the others', () => {
    registerStrings('en', {checkout: {scan: {title: 'Scan me'}}, outcomes: {paid: {text: 'Enjoy.'}}});
    expect(checkoutIn('en')?.scan).to.deep.equal({
      title: 'Scan me',
      text: english.checkout(names).scan.text,
    });
    expect(registeredStrings()?.adapt('en', 'outcomes', english.outcomes).paid).to.deep.equal({
      title: english.outcomes.paid.title,
      text: 'Enjoy.',
    });
    expect(registeredStrings()?.adapt('en', 'stores', english.stores)).to.equal(english.stores);
  });

  it('is of one language', () => {
    registerStrings('ar', {checkout: {label: 'x'}});
    expect(checkoutIn('en')?.label).to.equal(english.checkout(names).label);
    expect(checkoutIn('ar', arabic.checkout)?.label).to.equal('x');
  });

  it('adds to what was registered before', () => {
    registerStrings('en', {checkout: {scan: {title: 'One'}, label: 'One'}});
    registerStrings('en', {checkout: {scan: {text: 'Two'}, label: 'Two'}});
    expect(checkoutIn('en')?.scan).to.deep.equal({title: 'One', text: 'Two'});
    expect(checkoutIn('en')?.label).to.equal('Two');
  });

  it('is the same object for the same texts, so that nothing is rendered again', () => {
    registerStrings('en', {checkout: {label: 'x'}});
    const adapt = (): unknown => registeredStrings()?.adapt('en', 'checkout', english.checkout);
    expect(adapt()).to.equal(adapt());
  });

  it('takes Tagalog for Filipino, as the elements do', () => {
    registerStrings('tl', {checkout: {label: 'x'}});
    expect(registeredStrings()?.languages).to.deep.equal(['fil']);
  });

  it('may be functions, with the arguments of ours', () => {
    registerStrings('en', {checkout: {money: (amount, currency) => `${amount} ${currency}`}});
    const strings = checkoutIn('en');
    if (!strings) throw new Error('nothing is registered');
    expect(money(strings, {amount: '1225.00', currency: 'AED'})).to.equal('1,225.00 AED');
  });

  const bad: readonly [title: string, steps: () => unknown][] = [
    [
      'throws',
      () => {
        throw new Error('oops');
      },
    ],
    ['returns nothing', () => undefined],
    ['returns a text instead of the four steps', () => 'Pay'],
    ['returns three steps instead of four', () => ['a', 'b', 'c']],
    ['returns a number among the steps', () => ['a', 'b', 'c', 4]],
  ];
  for (const [title, steps] of bad)
    it(`uses ours in place of a function that ${title}, and warns`, () => {
      registerStrings('en', {guide: {steps}} as unknown as OwnStrings);
      const guide = registeredStrings()?.adapt('en', 'guide', english.guide);
      expect(guide?.steps('AED 25.00')).to.deep.equal(english.guide.steps('AED 25.00'));
      expect(warnings.join()).to.contain('guide.steps');
    });
});

describe('registerStrings: the elements', () => {
  const textOf = (element: HTMLElement): string =>
    (element.shadowRoot?.textContent ?? '').replaceAll(/\s+/g, ' ');
  const create = async (lang: string): Promise<PaybyCheckout> => {
    const checkout = await fixture<PaybyCheckout>(
      html`<payby-checkout lang=${lang} .order=${dynqrOrder()}></payby-checkout>`,
    );
    await checkout.updateComplete;
    return checkout;
  };

  it('show texts that were registered before them, and at once those that come later', async () => {
    registerStrings('en', {checkout: {scan: {title: 'First words'}}});
    const checkout = await create('en');
    expect(textOf(checkout)).to.contain('First words');
    registerStrings('en', {checkout: {scan: {title: 'Second words'}}});
    await checkout.updateComplete;
    expect(textOf(checkout)).to.contain('Second words').and.not.to.contain('First words');
  });

  it('speak a language that was added, and English where it has no text', async () => {
    const checkout = await create('fr');
    expect(textOf(checkout)).to.contain(english.checkout(names).scan.title);
    registerStrings('fr', {checkout: {scan: {title: 'Scannez pour payer'}}});
    await checkout.updateComplete;
    expect(textOf(checkout)).to.contain('Scannez pour payer').and.to.contain('AED');
    const card = checkout.shadowRoot?.querySelector('.card');
    expect([card?.getAttribute('lang'), card?.getAttribute('dir')]).to.deep.equal(['fr', 'ltr']);
  });

  it('write a language from right to left that is written so', async () => {
    registerStrings('fa', {checkout: {label: 'x'}});
    const checkout = await create('fa');
    expect(checkout.shadowRoot?.querySelector('.card')?.getAttribute('dir')).to.equal('rtl');
  });

  it('show what is text, however it looks', async () => {
    registerStrings('en', {checkout: {scan: {title: '<img src=x onerror=alert(1)>'}}});
    const checkout = await create('en');
    expect(checkout.shadowRoot?.querySelector('img')).to.equal(null);
    expect(textOf(checkout)).to.contain('<img src=x onerror=alert(1)>');
  });

  it('are scan inputs, too', async () => {
    registerStrings('en', {scan: {label: 'Ticket'}});
    const scan = await fixture<PaybyScanInput>(html`<payby-scan-input lang="en"></payby-scan-input>`);
    await scan.updateComplete;
    expect(scan.shadowRoot?.querySelector('input')?.getAttribute('aria-label') ?? textOf(scan)).to.contain(
      'Ticket',
    );
  });

  it('stop listening when they are removed', async () => {
    const checkout = await create('en');
    checkout.remove();
    let updates = 0;
    checkout.requestUpdate = () => {
      updates++;
    };
    registerStrings('en', {checkout: {label: 'x'}});
    expect(updates).to.equal(0);
  });
});
