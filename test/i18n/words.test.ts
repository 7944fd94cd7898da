import {expect} from '@open-wc/testing';
import * as ar from '../../src/i18n/ar.js';
import * as cashier from '../../src/i18n/cashier.js';
import * as en from '../../src/i18n/en.js';
import {moment, money, remaining} from '../../src/i18n/format.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (days: number, hours: number, minutes: number): number =>
  days * 24 * HOUR + hours * HOUR + minutes * MINUTE;
/** Browsers put invisible marks and hard blanks into what they format. */
const plain = (text: string): string =>
  text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ');

describe('the time left in words', () => {
  const cases: [number, string, string][] = [
    [0, '0:00', '0:00'],
    [59_001, '1:00', '1:00'],
    [at(0, 0, 15), '15:00', '15:00'],
    [HOUR, '60:00', '60:00'],
    [at(0, 1, 1), '1 h 1 min', 'ساعة ودقيقة'],
    [at(0, 2, 0), '2 h', 'ساعتان'],
    [at(0, 3, 2), '3 h 2 min', '3 ساعات ودقيقتان'],
    [at(0, 11, 5), '11 h 5 min', '11 ساعة و5 دقائق'],
    [at(1, 0, 0), '1 d', 'يوم'],
    [at(2, 1, 30), '2 d 1 h', 'يومان وساعة'],
    [at(15, 20, 0), '15 d 20 h', '15 يومًا و20 ساعة'],
  ];
  for (const [ms, english, arabic] of cases) {
    it(`of ${ms} ms is ${english}`, () => {
      expect([remaining(en.checkout, ms), remaining(ar.checkout, ms)]).to.deep.equal([english, arabic]);
    });
  }
});

describe('amounts and moments', () => {
  it('are written as people in the Emirates do, with the same digits in both languages', () => {
    const amount = {amount: '1234567.80', currency: 'AED'};
    expect(plain(money(en.checkout, amount))).to.equal('AED 1,234,567.80');
    expect(plain(money(ar.checkout, amount))).to.match(/^1,234,567\.80 د\.إ\.$/);
  });

  it('are exact up to the largest amount', () => {
    expect(plain(money(en.checkout, {amount: '999999999999.99', currency: 'AED'}))).to.equal(
      'AED 999,999,999,999.99',
    );
  });

  it('name the zone', () => {
    const noon = Date.UTC(2026, 10, 23, 12);
    for (const words of [en.checkout, ar.checkout]) expect(moment(words, noon)).to.match(/UTC|GMT|غرينتش/);
  });
});

describe('the words for the cashier', () => {
  it('are as many in Arabic as in English, and in their own letters', () => {
    const {english, arabic} = cashier;
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

describe('every language', () => {
  /** Every sentence that needs no input. */
  const sentences = (words: object): string[] =>
    Object.values(words).flatMap((value: unknown) => {
      if (typeof value === 'string') return [value];
      return typeof value === 'object' && value !== null ? sentences(value) : [];
    });

  it('says something for every key, and Arabic says it in Arabic', () => {
    for (const part of [
      'checkout',
      'outcomes',
      'guide',
      'voucher',
      'scan',
      'verdicts',
      'diagnosis',
      'camera',
    ] as const) {
      const {format: _, ...words} = {format: '', ...ar[part]};
      for (const sentence of sentences(words)) expect(sentence).to.match(/[\u0600-\u06ff]/);
      expect(sentences(ar[part])).to.have.length(sentences(en[part]).length);
    }
  });
});
