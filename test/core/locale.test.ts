import {expect} from '@open-wc/testing';
import {LANGUAGES} from '../../src/i18n/languages.js';
import {directionOf, pickLanguage} from '../../src/core/locale.js';

const have = ['en', 'ar', 'ur', 'ml', 'fil'] as const;

describe('pickLanguage', () => {
  const cases: [(string | null | undefined)[], string | undefined][] = [
    [['ar'], 'ar'],
    [['ar-AE'], 'ar'],
    [['AR_ae'], 'ar'],
    [[' ar '], 'ar'],
    [['fr', 'ar'], 'ar'],
    [['ur-PK', 'en-AE'], 'ur'],
    [['ur-Arab-AE'], 'ur'],
    [['hi-IN', 'ml-IN', 'en-IN'], 'ml'],
    [['tl'], 'fil'],
    [['tl-PH', 'en'], 'fil'],
    [['fil-PH'], 'fil'],
    [['constructor', '__proto__', 'en'], 'en'],
    [['mls', 'urd'], undefined],
    [[null, undefined, '', 'C', 'POSIX', 'en-US'], 'en'],
    [['arc'], undefined],
    [[], undefined],
  ];
  for (const [tags, language] of cases) {
    it(`returns ${String(language)} for ${JSON.stringify(tags)}`, () => {
      expect(pickLanguage(tags, have)).to.equal(language);
    });
  }
});

describe('directionOf', () => {
  it('returns rtl for Arabic and Urdu, and ltr for every other language', () => {
    expect(LANGUAGES.filter((language) => directionOf(language) === 'rtl')).to.deep.equal(['ar', 'ur']);
    expect(LANGUAGES.filter((language) => directionOf(language) === 'ltr')).to.have.length(7);
  });
});
