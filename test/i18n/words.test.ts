import {expect, fixture, html} from '@open-wc/testing';
import * as arabicStrings from '../../src/i18n/ar.js';
import * as bengaliStrings from '../../src/i18n/bn.js';
import {brandNames} from '../../src/i18n/brand.js';
import * as cashier from '../../src/i18n/cashier-card.js';
import * as englishStrings from '../../src/i18n/en.js';
import * as filipinoStrings from '../../src/i18n/fil.js';
import {dayAndTime, moment, money, remaining, since} from '../../src/i18n/format.js';
import * as hindiStrings from '../../src/i18n/hi.js';
import {LANGUAGES, type LazyLanguage} from '../../src/i18n/languages.js';
import * as malayalamStrings from '../../src/i18n/ml.js';
import {modalTexts} from '../../src/i18n/modal-texts.js';
import * as nepaliStrings from '../../src/i18n/ne.js';
import type {CheckoutStrings, Strings} from '../../src/i18n/strings.js';
import * as tamilStrings from '../../src/i18n/ta.js';
import * as urduStrings from '../../src/i18n/ur.js';
import {textsOf} from '../support/texts.js';

const modules: Record<LazyLanguage, Strings> = {
  ar: arabicStrings,
  hi: hindiStrings,
  ur: urduStrings,
  ml: malayalamStrings,
  bn: bengaliStrings,
  fil: filipinoStrings,
  ta: tamilStrings,
  ne: nepaliStrings,
};
const en = textsOf(englishStrings);
const others = Object.fromEntries(
  Object.entries(modules).map(([language, strings]) => [language, textsOf(strings)]),
) as Record<LazyLanguage, Texts>;
const {ar, hi, ur, ml, bn, fil, ta, ne} = others;
const all = [en, ...Object.values(others)];
const [english, arabic] = [cashier.english(brandNames()), cashier.arabic(brandNames())];
type Texts = ReturnType<typeof textsOf>;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (days: number, hours: number, minutes: number): number =>
  days * 24 * HOUR + hours * HOUR + minutes * MINUTE;
/** Removes the invisible marks and no-break spaces of browser formatting. */
const plain = (text: string): string =>
  text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ');

describe('remaining', () => {
  const minutes: [number, string][] = [
    [0, '0:00'],
    [59_001, '1:00'],
    [at(0, 0, 15), '15:00'],
    [HOUR, '60:00'],
  ];
  for (const [ms, expected] of minutes) {
    it(`returns ${expected} for ${ms} ms in every language`, () => {
      expect(all.map(({checkout}) => remaining(checkout, ms))).to.deep.equal(all.map(() => expected));
    });
  }

  const times = [
    at(0, 1, 1),
    at(0, 2, 0),
    at(0, 3, 2),
    at(0, 11, 5),
    at(1, 0, 0),
    at(2, 1, 30),
    at(15, 20, 0),
  ];
  const cases: [string, Texts, string[]][] = [
    ['English', en, ['1 h 1 min', '2 h', '3 h 2 min', '11 h 5 min', '1 day', '2 days 1 h', '15 days 20 h']],
    [
      'Arabic',
      ar,
      [
        ...['ساعة ودقيقة', 'ساعتان', '3 ساعات ودقيقتان', '11 ساعة و5 دقائق'],
        ...['يوم', 'يومان وساعة', '15 يومًا و20 ساعة'],
      ],
    ],
    [
      'Hindi',
      hi,
      [
        ...['1 घंटा 1 मिनट', '2 घंटे', '3 घंटे 2 मिनट', '11 घंटे 5 मिनट'],
        ...['1 दिन', '2 दिन 1 घंटा', '15 दिन 20 घंटे'],
      ],
    ],
    [
      'Urdu',
      ur,
      [
        ...['1 گھنٹہ 1 منٹ', '2 گھنٹے', '3 گھنٹے 2 منٹ', '11 گھنٹے 5 منٹ'],
        ...['1 دن', '2 دن 1 گھنٹہ', '15 دن 20 گھنٹے'],
      ],
    ],
    [
      'Malayalam',
      ml,
      [
        ...['1 മണിക്കൂർ 1 മിനിറ്റ്', '2 മണിക്കൂർ', '3 മണിക്കൂർ 2 മിനിറ്റ്', '11 മണിക്കൂർ 5 മിനിറ്റ്'],
        ...['1 ദിവസം', '2 ദിവസം 1 മണിക്കൂർ', '15 ദിവസം 20 മണിക്കൂർ'],
      ],
    ],
    [
      'Bengali',
      bn,
      [
        ...['1 ঘণ্টা 1 মিনিট', '2 ঘণ্টা', '3 ঘণ্টা 2 মিনিট', '11 ঘণ্টা 5 মিনিট'],
        ...['1 দিন', '2 দিন 1 ঘণ্টা', '15 দিন 20 ঘণ্টা'],
      ],
    ],
    [
      'Filipino',
      fil,
      [
        ...['1 oras 1 minuto', '2 oras', '3 oras 2 minuto', '11 oras 5 minuto'],
        ...['1 araw', '2 araw 1 oras', '15 araw 20 oras'],
      ],
    ],
    [
      'Tamil',
      ta,
      [
        ...['1 மணிநேரம் 1 நிமிடம்', '2 மணிநேரம்', '3 மணிநேரம் 2 நிமிடம்', '11 மணிநேரம் 5 நிமிடம்'],
        ...['1 நாள்', '2 நாட்கள் 1 மணிநேரம்', '15 நாட்கள் 20 மணிநேரம்'],
      ],
    ],
    [
      'Nepali',
      ne,
      [
        ...['1 घण्टा 1 मिनेट', '2 घण्टा', '3 घण्टा 2 मिनेट', '11 घण्टा 5 मिनेट'],
        ...['1 दिन', '2 दिन 1 घण्टा', '15 दिन 20 घण्टा'],
      ],
    ],
  ];
  for (const [language, {checkout}, expected] of cases) {
    it(`returns hours and days in words in ${language}`, () => {
      expect(times.map((ms) => remaining(checkout, ms))).to.deep.equal(expected);
    });
  }
});

describe('money, moment and dayAndTime', () => {
  it('write amounts as in the Emirates, with the same digits in every language', () => {
    const amount = {amount: '1234567.80', currency: 'AED'};
    for (const {checkout} of all.filter((texts) => texts !== ar)) {
      expect(plain(money(checkout, amount)), checkout.format).to.equal('AED 1,234,567.80');
    }
    expect(plain(money(ar.checkout, amount))).to.match(/^1,234,567\.80 د\.إ\.$/);
  });

  const amounts = ['0.01', '9.90', '25.00', '999.99', '1000.00', '12345.60', '123456.78', '1234567.80'];
  for (const amount of [...amounts, '99999999.00', '999999999999.99']) {
    const byIntl = (format: string): string =>
      // Engines differ in invisible marks only; a double holds 14 digits exactly
      plain(new Intl.NumberFormat(format, {style: 'currency', currency: 'AED'}).format(Number(amount)));
    const ours = (strings: {money: CheckoutStrings['money']}): string =>
      plain(money(strings, {amount, currency: 'AED'}));

    it(`write AED ${amount} as Intl does, in five languages and on both cashier cards`, () => {
      for (const strings of [
        en.checkout,
        ar.checkout,
        ur.checkout,
        ml.checkout,
        fil.checkout,
        english,
        arabic,
      ]) {
        expect(ours(strings), strings.format).to.equal(byIntl(strings.format));
      }
    });

    it(`write AED ${amount} in the other four as Intl does, but for the groups of digits`, () => {
      // They group by lakh, and no price tag in the Emirates does. Bengali has the currency last: on those it is first
      for (const {checkout} of [hi, bn, ta, ne]) {
        const intl = byIntl(checkout.format).replace(/^([\d,.]+) AED$/, 'AED $1');
        expect(ours(checkout).replaceAll(',', ''), checkout.format).to.equal(intl.replaceAll(',', ''));
        expect(ours(checkout)).to.equal(ours(en.checkout));
      }
    });
  }

  it('name the day of what was not a few hours ago', () => {
    const now = Date.UTC(2026, 10, 30, 15, 4);
    const written = (hoursAgo: number): string => plain(since(en.checkout, now - hoursAgo * HOUR, now));
    expect([written(0), written(11)].map((text) => text.toLowerCase())).to.deep.equal(['3:04 pm', '4:04 am']);
    expect(written(13)).to.match(/^Mon, 30 Nov, 2:04 am$/i);
  });

  it('write the code of another currency, and never round', () => {
    for (const {checkout} of all.filter((texts) => texts !== ar)) {
      expect(plain(money(checkout, {amount: '1250.50', currency: 'JPY'}))).to.equal('JPY 1,250.50');
    }
    expect(plain(money(ar.checkout, {amount: '1250.50', currency: 'USD'}))).to.equal('1,250.50 USD');
  });

  it('build no NumberFormat, and a DateTimeFormat once for each way of writing', () => {
    const {DateTimeFormat, NumberFormat} = Intl;
    const built: string[] = [];
    const counting = <F extends object>(name: string, real: F): F =>
      new Proxy(real, {
        construct: (target, args: unknown[]) => {
          built.push(name);
          return Reflect.construct(target as new (...args: unknown[]) => object, args);
        },
      });
    Object.assign(Intl, {
      DateTimeFormat: counting('DateTimeFormat', DateTimeFormat),
      NumberFormat: counting('NumberFormat', NumberFormat),
    });
    try {
      for (let day = 1; day <= 20; day++) {
        dayAndTime(ml.checkout, Date.UTC(2026, 10, day, 12), {timeZone: 'Asia/Kathmandu'});
        money(ml.checkout, {amount: '25.00', currency: 'AED'});
      }
      expect(built).to.deep.equal(['DateTimeFormat']);
    } finally {
      Object.assign(Intl, {DateTimeFormat, NumberFormat});
    }
  });

  it('write the largest amount exactly', () => {
    expect(plain(money(en.checkout, {amount: '999999999999.99', currency: 'AED'}))).to.equal(
      'AED 999,999,999,999.99',
    );
  });

  it('write the time zone', () => {
    const noon = Date.UTC(2026, 10, 23, 12);
    for (const {checkout} of all) {
      expect(moment(checkout, noon, noon), checkout.format).to.match(/UTC|GMT|غرينتش|ജിഎംടി/);
    }
  });

  it('write the digits 0 to 9 in every language', () => {
    for (const {checkout} of all) {
      const afternoon = Date.UTC(2026, 10, 23, 10, 5);
      const time = plain(dayAndTime(checkout, afternoon, {timeZone: 'Asia/Dubai'}, afternoon));
      expect(time, checkout.format).to.match(/\b23\b.*\b2:05\b/);
      expect(time.replace(/[0-9]/g, ''), checkout.format).not.to.match(/\p{Nd}/u);
    }
  });
});

describe('moment and dayAndTime in another year', () => {
  const UAE = {timeZone: 'Asia/Dubai'};
  const cases: [string, number, number, boolean][] = [
    ['this year', Date.UTC(2026, 10, 23, 10), Date.UTC(2026, 0, 2), false],
    ['next year', Date.UTC(2027, 0, 2, 10), Date.UTC(2026, 11, 30), true],
    ['last year', Date.UTC(2025, 11, 30, 10), Date.UTC(2026, 0, 2), true],
    ['the new year in Dubai only', Date.UTC(2026, 11, 31, 21), Date.UTC(2026, 11, 31, 19), true],
    ['the old year in UTC only', Date.UTC(2026, 11, 31, 21), Date.UTC(2027, 0, 1, 12), false],
  ];
  for (const [name, at, now, hasYear] of cases) {
    it(`${hasYear ? 'write' : 'do not write'} the year in ${name}`, () => {
      for (const {checkout} of all) {
        const time = plain(dayAndTime(checkout, at, UAE, now));
        expect(/\b202\d\b/.test(time), time).to.equal(hasYear);
      }
    });
  }

  it('write it in the device’s own zone, too', () => {
    for (const {checkout} of all) {
      const [then, now] = [Date.UTC(2027, 5, 1), Date.UTC(2026, 5, 1)];
      expect([moment(checkout, then, now), dayAndTime(checkout, then, {}, now)].join()).to.match(
        /2027.*2027/,
      );
      expect([moment(checkout, now, now), dayAndTime(checkout, now, {}, now)].join()).not.to.contain('202');
    }
  });
});

describe('Urdu strings', () => {
  /** Where each of the words begins on the screen, from left to right. */
  async function order(text: string, ...words: string[]): Promise<string[]> {
    const line = await fixture(html`<p dir="rtl" lang="ur" style="white-space: nowrap">${text}</p>`);
    const node = [...line.childNodes].find((child) => child.nodeType === Node.TEXT_NODE)!;
    const left = (word: string): number => {
      const range = document.createRange();
      const start = text.indexOf(word);
      range.setStart(node, start);
      range.setEnd(node, start + word.length);
      return range.getBoundingClientRect().left;
    };
    return words.sort((one, other) => left(one) - left(other));
  }

  it('show hour, PM and zone in reading order', async () => {
    const evening = Date.UTC(2026, 10, 23, 13, 49);
    const time = dayAndTime(ur.checkout, evening, {timeZone: 'Asia/Karachi', timeZoneName: 'short'}, evening);
    expect(await order(ur.checkout.payBefore(time), '6:49', 'PM', 'GMT', 'نومبر')).to.deep.equal([
      '6:49',
      'PM',
      'GMT',
      'نومبر',
    ]);
  });

  it('show the example of a phone number in the order in which it is typed', async () => {
    for (const text of [ur.sendGuide.hint, ur.sendGuide.invalid]) {
      expect(await order(text, '050', '123', '4567'), text).to.deep.equal(['050', '123', '4567']);
    }
  });
});

describe('cashier card strings', () => {
  it('contain the same sentences in Arabic as in English, in Arabic letters', () => {
    expect(Object.keys(arabic)).to.deep.equal(Object.keys(english));
    const all = [...english.steps('#'), english.balance('#'), english.uaeTime('#')];
    const their = [...arabic.steps('#'), arabic.balance('#'), arabic.uaeTime('#')];
    expect(their).to.have.length(all.length);
    for (const sentence of their) expect(sentence).to.match(/[\u0600-\u06ff]/);
    for (const [index, sentence] of all.entries()) {
      expect(their[index]?.includes('#'), sentence).to.equal(sentence.includes('#'));
    }
  });
});

describe('strings of every language', () => {
  const parts = Object.keys(en) as (keyof Strings)[];
  /** Every sentence, also those of functions; digits and "#" stand for their inputs. */
  const sentences = (words: unknown, path = ''): (readonly [string, string])[] => {
    if (typeof words === 'string') return [[path, words]];
    if (path === '.money') return []; // a pattern of numbers and a code
    if (typeof words === 'function') return sentences((words as Sentence)(new Input(), 'NUMBER'), path);
    if (typeof words !== 'object' || words === null) return [];
    return Object.entries(words).flatMap(([key, value]) =>
      key === 'format' ? [] : sentences(value, `${path}.${key}`),
    );
  };
  type Sentence = (...inputs: readonly unknown[]) => unknown;
  /** Reads as "#", counts as 7, and is a time left of 7 hours and 8 minutes. */
  class Input {
    readonly days = 0;
    readonly hours = 7;
    readonly minutes = 8;
    valueOf(): number {
      return 7;
    }
    toString(): string {
      return '#7';
    }
  }
  const letters: Record<LazyLanguage, RegExp> = {
    ar: /\p{Script=Arabic}/u,
    hi: /\p{Script=Devanagari}/u,
    ur: /\p{Script=Arabic}/u,
    ml: /\p{Script=Malayalam}/u,
    bn: /\p{Script=Bengali}/u,
    fil: /\p{Script=Latin}/u,
    ta: /\p{Script=Tamil}/u,
    ne: /\p{Script=Devanagari}/u,
  };

  it('exist for every entry of LANGUAGES', () => {
    expect(LANGUAGES).to.have.members(['en', ...Object.keys(others)]);
  });

  for (const [language, words] of Object.entries(others) as [LazyLanguage, Texts][]) {
    it(`have a text in their own letters for every key: ${language}`, () => {
      for (const part of parts) {
        const its = sentences(words[part]);
        expect(its.map(([path]) => path)).to.deep.equal(sentences(en[part]).map(([path]) => path));
        for (const [path, sentence] of its) {
          if (path === '.inEmirates') continue; // brackets
          expect(sentence, part + path).to.match(letters[language]);
        }
      }
    });

    it(`contain the same amounts, times and numbers as in English: ${language}`, () => {
      for (const part of parts) {
        const english = new Map(sentences(en[part]));
        for (const [path, sentence] of sentences(words[part])) {
          const marks = (text: string): string[] => text.match(/#7|NUMBER|050|\+\d/g) ?? [];
          const expected = marks(english.get(path) ?? '').map((mark) => mark.replace('+4', '+'));
          const found = marks(sentence).map((mark) => mark.replace(/\+\d/, '+'));
          expect(found.sort(), part + path).to.deep.equal(expected.sort());
        }
      }
    });

    it(`contain the same product names as in English: ${language}`, () => {
      for (const part of parts) {
        const english = new Map(sentences(en[part]));
        for (const [path, sentence] of sentences(words[part])) {
          const names = (text: string): string[] => text.match(/PayBy|BOTIM|QR/g) ?? [];
          expect(names(sentence).sort(), part + path).to.deep.equal(names(english.get(path) ?? '').sort());
        }
      }
    });
  }

  it('are translated: no sentence of Filipino, which has the same letters, is the English one', () => {
    const english = new Set(parts.flatMap((part) => sentences(en[part]).map(([, sentence]) => sentence)));
    const same = parts
      .flatMap((part) => sentences(fil[part]))
      .filter(([, sentence]) => english.has(sentence));
    expect(same.map(([, sentence]) => sentence).sort()).to.deep.equal([
      '#7 km',
      '#7 m',
      '(#7)',
      'Camera #7',
      'Mobile number',
    ]);
  });

  it("contain PayBy's names only where a merchant can change them", () => {
    const brand = {payby: 'Botim Money', botim: 'Botim', pos: 'Botim Money POS'};
    for (const strings of [englishStrings, ...Object.values(modules)]) {
      const [plain, changed] = [textsOf(strings), textsOf(strings, brand)];
      for (const part of parts) {
        const expected = sentences(plain[part]).map(([path, text]) => [
          path,
          text.replaceAll('PayBy', brand.payby).replaceAll('BOTIM', brand.botim),
        ]);
        expect(sentences(changed[part])).to.deep.equal(expected);
      }
    }
    for (const card of [cashier.english, cashier.arabic]) {
      const changed = JSON.stringify(sentences(card(brand)));
      expect(changed)
        .to.contain('Botim Money POS')
        .and.not.to.match(/PayBy|BOTIM/);
    }
  });

  it('differ between the outcomes, and between the two answers about a cancellation', () => {
    for (const words of all) {
      const {failed, cancelled, expired, revoked, paid} = words.outcomes;
      const titles = [failed, cancelled, expired, revoked, paid].map(({title}) => title);
      expect(new Set(titles).size, words.checkout.format).to.equal(5);
      expect(words.actions.doNotCancel).not.to.equal(words.actions.yesCancel);
    }
  });

  it('contain no Arabic letters in Urdu that look like Urdu letters', () => {
    for (const part of parts) {
      for (const [path, sentence] of sentences(ur[part])) {
        expect(sentence, part + path).not.to.match(/[\u0643\u064a\u0649\u0629\u0647]/);
      }
    }
  });

  it('do not use the Malayalam verb for paying on what closes something', () => {
    const closing = [ml.voucher.close, ml.exportTools.close, ml.actions.doNotCancel];
    for (const word of [...closing, ...Object.values<string>({...modalTexts.ml})]) {
      expect(word).not.to.contain('അടയ്');
    }
  });
});
