import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/payby-checkout.js';
import {LANGUAGES, parseLanguages} from '../../src/i18n/languages.js';
import {registerStrings} from '../../src/strings.js';
import {cashOrder, dynqrOrder, payBy} from '../../src/testing.js';
import {waitUntil} from '../support/wait-until.js';

const KEY = 'payby-checkout language';
const ALL = LANGUAGES.join(' ');

const list = (checkout: PaybyCheckout): HTMLSelectElement | null =>
  checkout.shadowRoot?.querySelector<HTMLSelectElement>('select[part=language]') ?? null;
const card = (checkout: PaybyCheckout): [lang: unknown, dir: unknown] => {
  const element = checkout.shadowRoot?.querySelector('.card');
  return [element?.getAttribute('lang'), element?.getAttribute('dir')];
};
const isIn = async (checkout: PaybyCheckout, language: string): Promise<void> => {
  const hasTexts = (): boolean => {
    const [lang] = card(checkout);
    return lang === language && !checkout.shadowRoot?.querySelector('.card[aria-busy=true]');
  };
  await waitUntil(hasTexts, `the texts are in ${language}`);
};

async function create(
  languages: string | null,
  {persist = null, locale = 'en', order = dynqrOrder()}: Partial<PaybyCheckout> = {},
): Promise<PaybyCheckout> {
  const checkout = await fixture<PaybyCheckout>(
    html`<payby-checkout
      .languages=${languages}
      .persist=${persist}
      .locale=${locale}
      .order=${order}
    ></payby-checkout>`,
  );
  await checkout.updateComplete;
  return checkout;
}

async function withList(
  languages: string,
  settings: Partial<PaybyCheckout> = {},
): Promise<[PaybyCheckout, HTMLSelectElement]> {
  const checkout = await create(languages, settings);
  await waitUntil(() => list(checkout), 'the list is loaded');
  const select = list(checkout);
  if (!select) throw new Error('no list');
  return [checkout, select];
}

function choose(select: HTMLSelectElement, language: string): void {
  select.value = language;
  select.dispatchEvent(new Event('change', {bubbles: true}));
}

afterEach(() => {
  localStorage.removeItem(KEY);
  Reflect.deleteProperty(globalThis, Symbol.for('payby-checkout.strings'));
});

describe('parseLanguages', () => {
  const cases: readonly [listed: string | null, languages: readonly string[], warned: number][] = [
    [null, [], 0],
    ['', [], 0],
    ['  ', [], 0],
    ['ar', ['ar'], 0],
    ['ar en', ['ar', 'en'], 0],
    [' ar\n\ten  ar ', ['ar', 'en'], 0],
    ['en fr', ['en'], 1],
    ['en-AE', [], 1],
    ['constructor', [], 1],
    [ALL, LANGUAGES, 0],
  ];
  for (const [listed, languages, warned] of cases)
    it(`reads ${JSON.stringify(listed)}`, () => {
      let issues = 0;
      expect(parseLanguages(listed, () => issues++)).to.deep.equal(languages);
      expect(issues).to.equal(warned);
    });
});

describe('<payby-checkout languages>', () => {
  it('offers no list without the attribute, nor without a language that there is', async () => {
    const {warn} = console;
    console.warn = () => undefined;
    for (const languages of [null, '', 'xx']) {
      const checkout = await create(languages);
      expect(checkout.shadowRoot?.querySelector('.language'), String(languages)).to.equal(null);
    }
    console.warn = warn;
  });

  it('names each language in its own words, and selects the one that is shown', async () => {
    const [checkout, select] = await withList(ALL, {locale: 'ar'});
    await isIn(checkout, 'ar'); // its texts may come after the list
    const options = [...select.options].map(({value, lang, label}) => [value, lang, label.trim()]);
    expect(options).to.deep.equal([
      ['en', 'en', 'English'],
      ['ar', 'ar', 'العربية'],
      ['hi', 'hi', 'हिन्दी'],
      ['ur', 'ur', 'اردو'],
      ['ml', 'ml', 'മലയാളം'],
      ['bn', 'bn', 'বাংলা'],
      ['fil', 'fil', 'Filipino'],
      ['ta', 'ta', 'தமிழ்'],
      ['ne', 'ne', 'नेपाली'],
    ]);
    expect(select.value).to.equal('ar');
    expect(select.getAttribute('aria-label')).to.equal('اللغة');
  });

  it('adds the language that is shown, if the page has not listed it', async () => {
    const [checkout, select] = await withList('en ar', {locale: 'hi'});
    await isIn(checkout, 'hi');
    expect([...select.options].map(({value}) => value)).to.deep.equal(['hi', 'en', 'ar']);
    expect(select.value).to.equal('hi');
  });

  it('keeps its place from the first rendering on, and is a target of 44 px', async () => {
    const checkout = await create('en ar');
    const place = checkout.shadowRoot?.querySelector('.language');
    const before = place?.getBoundingClientRect();
    await waitUntil(() => list(checkout), 'the list is loaded');
    const after = place?.getBoundingClientRect();
    expect([after?.top, after?.height]).to.deep.equal([before?.top, before?.height]);
    expect(list(checkout)?.getBoundingClientRect().height).to.be.at.least(44);
  });

  it('shows everything in the language that the payer chooses, above locale', async () => {
    const [checkout, select] = await withList(ALL);
    choose(select, 'ur');
    await isIn(checkout, 'ur');
    expect(card(checkout)).to.deep.equal(['ur', 'rtl']);
    checkout.locale = 'ml';
    await checkout.updateComplete;
    expect(card(checkout)[0], 'the choice stands').to.equal('ur');
    choose(select, 'en');
    await isIn(checkout, 'en');
    expect(select.value).to.equal('en');
  });

  it('leaves the focus on the list', async () => {
    const [checkout, select] = await withList('en ar');
    select.focus();
    choose(select, 'ar');
    await isIn(checkout, 'ar');
    expect(checkout.shadowRoot?.activeElement).to.equal(select);
  });

  it('holds for the voucher and for the outcome', async () => {
    const [checkout, select] = await withList('en ar', {order: cashOrder()});
    choose(select, 'ar');
    await isIn(checkout, 'ar');
    await payBy(checkout).pays();
    expect(card(checkout)[0]).to.equal('ar');
    expect(list(checkout), 'and may still be changed').to.equal(select);
  });

  it('stores nothing without persist', async () => {
    const [checkout, select] = await withList('en ar');
    choose(select, 'ar');
    await isIn(checkout, 'ar');
    expect(localStorage.getItem(KEY)).to.equal(null);
  });

  it('remembers the choice with persist, and shows it in the first rendering', async () => {
    const [checkout, select] = await withList('en ar', {persist: ''});
    choose(select, 'ar');
    await isIn(checkout, 'ar');
    expect(localStorage.getItem(KEY)).to.equal('ar');
    const later = await create('en ar', {persist: ''});
    expect(card(later)[0]).to.equal('ar');
  });

  const remembered: readonly [
    title: string,
    stored: string,
    languages: string | null,
    persist: string | null,
  ][] = [
    ['a language that is not listed', 'ur', 'en ar', ''],
    ['what is no language', '<b>', 'en ar', ''],
    ['anything without persist', 'ar', 'en ar', null],
    ['anything without languages', 'ar', null, ''],
  ];
  for (const [title, stored, languages, persist] of remembered)
    it(`does not take up ${title}`, async () => {
      localStorage.setItem(KEY, stored);
      const checkout = await create(languages, {persist});
      expect(card(checkout)[0]).to.equal('en');
    });

  it('goes on where storage is denied', async () => {
    const storage = Object.getOwnPropertyDescriptor(window, 'localStorage');
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    try {
      const [checkout, select] = await withList('en ar', {persist: ''});
      choose(select, 'ar');
      await isIn(checkout, 'ar');
    } finally {
      if (storage) Object.defineProperty(window, 'localStorage', storage);
    }
  });

  it('lists a language that the page has added, by the name that the browser knows', async () => {
    registerStrings('fr', {checkout: {label: 'Paiement'}});
    const [, select] = await withList('en fr');
    expect(select.options[1]?.label.trim()).to.match(/^français$/i);
  });

  it('lists one by its tag where the browser knows no names', async () => {
    const names = Object.getOwnPropertyDescriptor(Intl, 'DisplayNames');
    Reflect.deleteProperty(Intl, 'DisplayNames');
    try {
      registerStrings('fr', {checkout: {label: 'Paiement'}});
      const [, select] = await withList('en fr');
      expect(select.options[1]?.label.trim()).to.equal('fr');
    } finally {
      if (names) Object.defineProperty(Intl, 'DisplayNames', names);
    }
  });
});
