import {expect} from '@open-wc/testing';
import {directionOf, pickLanguage} from '../../src/core/locale.js';

const have = ['en', 'ar', 'ur', 'ml'] as const;

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
  it('returns rtl for Arabic and Urdu, and ltr for English and Malayalam', () => {
    expect(['en', 'ar', 'ur', 'ml'].map(directionOf)).to.deep.equal(['ltr', 'rtl', 'rtl', 'ltr']);
  });
});
