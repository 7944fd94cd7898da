import {expect} from '@open-wc/testing';
import type {Issue} from '../../../src/core/errors.js';
import {parseAmount, parseMoney, sameMoney} from '../../../src/core/order/money.js';

describe('parseAmount', () => {
  const good: [unknown, string][] = [
    ['25', '25.00'],
    ['25.0', '25.00'],
    ['25.00', '25.00'],
    ['0.01', '0.01'],
    ['007.50', '7.50'],
    ['999999999999.99', '999999999999.99'],
    [25, '25.00'],
    [12.1, '12.10'],
    [0.29, '0.29'],
    [1e3, '1000.00'],
  ];
  for (const [input, amount] of good) {
    it(`reads ${JSON.stringify(input)} as ${amount}`, () => {
      expect(parseAmount(input)).to.equal(amount);
    });
  }

  const bad = [
    '',
    '0',
    '0.00',
    '-1',
    '+1',
    '1.234',
    '1.',
    '.5',
    '1e3',
    '1,000',
    ' 1',
    '1 ',
    'NaN',
    '٢٥',
    '1000000000000',
  ];
  const worse = [0, -5, 1.005, 1e12, 1e21, NaN, Infinity, 0.1 + 0.2, null, undefined, true, [], {}, ['1']];
  for (const input of [...bad, ...worse]) {
    it(`refuses ${JSON.stringify(input)} (${typeof input})`, () => {
      expect(parseAmount(input)).to.equal(undefined);
    });
  }
});

describe('parseMoney', () => {
  const issuesOf = (input: unknown): string[] => {
    const issues: Issue[] = [];
    parseMoney(input, 'totalAmount', issues);
    return issues.map(({path}) => path);
  };

  it('returns an amount with two decimals and a currency', () => {
    const issues: Issue[] = [];
    expect(parseMoney({amount: 12.3, currency: 'AED'}, 'x', issues)).to.deep.equal({
      amount: '12.30',
      currency: 'AED',
    });
    expect(issues).to.deep.equal([]);
  });

  it('says what is wrong with each', () => {
    const issues: Issue[] = [];
    parseMoney({}, 'totalAmount', issues);
    expect(issues.map(({message}) => message)).to.deep.equal([
      'is not a positive amount of at most 12.2 digits',
      'is not a currency code such as AED',
    ]);
  });

  for (const currency of ['', 'aed', 'AEDS', 'AED ', ' AED', 'AE', ['AED'], 784, {}, true]) {
    it(`refuses ${JSON.stringify(currency)} as a currency`, () => {
      expect(issuesOf({amount: '1', currency})).to.deep.equal(['totalAmount.currency']);
    });
  }

  it('reports the path of each issue', () => {
    expect(issuesOf({amount: '-1', currency: 'AED'})).to.deep.equal(['totalAmount.amount']);
    expect(issuesOf({amount: '1', currency: 'aed'})).to.deep.equal(['totalAmount.currency']);
    expect(issuesOf({})).to.deep.equal(['totalAmount.amount', 'totalAmount.currency']);
    expect(issuesOf(null)).to.deep.equal(['totalAmount.amount', 'totalAmount.currency']);
    expect(issuesOf('25 AED')).to.deep.equal(['totalAmount.amount', 'totalAmount.currency']);
  });
});

describe('sameMoney', () => {
  it('returns true only for the same amount and currency', () => {
    const aed = {amount: '25.00', currency: 'AED'};
    expect(sameMoney(aed, {...aed})).to.equal(true);
    expect(sameMoney(aed, {...aed, amount: '25.01'})).to.equal(false);
    expect(sameMoney(aed, {...aed, currency: 'SAR'})).to.equal(false);
  });
});
