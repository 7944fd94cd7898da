import {expect} from '@open-wc/testing';
import {brandNames} from '../../src/i18n/brand.js';

const PAYBY = {payby: 'PayBy', botim: 'BOTIM', pos: 'PayBy POS'};

describe('brandNames', () => {
  for (const [name, given, names] of [
    ['nothing', undefined, PAYBY],
    ['null', null, PAYBY],
    ['no object', 'Botim Money', PAYBY],
    ['one name', {payby: 'Botim Money'}, {...PAYBY, payby: 'Botim Money'}],
    [
      'all names, with blanks around one',
      {payby: 'A', botim: ' B ', pos: 'C'},
      {payby: 'A', botim: 'B', pos: 'C'},
    ],
    ['an empty name', {payby: '', botim: '  '}, PAYBY],
    ['a number, a list and an object', {payby: 1, botim: ['B'], pos: {}}, PAYBY],
    ['a name of 40 characters', {pos: 'P'.repeat(40)}, {...PAYBY, pos: 'P'.repeat(40)}],
    ['a name of 41 characters', {pos: 'P'.repeat(41)}, PAYBY],
  ] as const) {
    it(`reads ${name}`, () => {
      expect(brandNames(given)).to.deep.equal(names);
    });
  }
});
