import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {parseExactJson} from '../../../demo/payby/exact-json.js';
import {fromFils, parseAmount, parseMoney, toFils, wireMoney} from '../../../demo/payby/money.js';

describe('parseAmount', () => {
  const good: readonly (readonly [unknown, string])[] = [
    ['25', '25.00'],
    ['25.5', '25.50'],
    ['25.00', '25.00'],
    ['0.01', '0.01'],
    ['0', '0.00'],
    ['999999999999.99', '999999999999.99'],
    [25, '25.00'],
    [12.1, '12.10'],
    [0.07, '0.07'],
    [999999999999.99, '999999999999.99'],
  ];
  for (const [written, amount] of good) {
    it(`returns ${amount} for ${JSON.stringify(written)}`, () => {
      assert.equal(parseAmount(written), amount);
    });
  }

  const bad: readonly unknown[] = [
    '',
    ' 1',
    '1 ',
    '+1',
    '-1',
    '-0.01',
    '1.',
    '.5',
    '1.234',
    '007',
    '1e3',
    '0x10',
    '1,000',
    '١٢',
    'NaN',
    '1234567890123',
    -1,
    1.234,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e12,
    1e21,
    1e-7,
    0.1 + 0.2,
    null,
    undefined,
    true,
    [],
    {},
    ['1'],
    5n,
  ];
  for (const written of bad) {
    it(`returns undefined for the ${typeof written} ${String(written)}`, () => {
      assert.equal(parseAmount(written), undefined);
    });
  }
});

describe('wireMoney', () => {
  it('makes JSON numbers without trailing zeros', () => {
    const sent = ['12.10', '25.00', '0.07', '1.15', '4.35', '999999999999.99'].map((amount) =>
      JSON.stringify(wireMoney({amount, currency: 'AED'})),
    );
    assert.deepEqual(sent, [
      '{"amount":12.1,"currency":"AED"}',
      '{"amount":25,"currency":"AED"}',
      '{"amount":0.07,"currency":"AED"}',
      '{"amount":1.15,"currency":"AED"}',
      '{"amount":4.35,"currency":"AED"}',
      '{"amount":999999999999.99,"currency":"AED"}',
    ]);
  });

  it('is reversed by parseMoney, whatever the amount', () => {
    fc.assert(
      fc.property(fc.bigInt({min: 0n, max: 99_999_999_999_999n}), (fils) => {
        const money = {amount: fromFils(fils), currency: 'AED'};
        assert.deepEqual(parseMoney(JSON.parse(JSON.stringify(wireMoney(money)))), money);
        assert.equal(toFils(money.amount), fils);
      }),
      {numRuns: 2000},
    );
  });
});

describe('parseExactJson', () => {
  const amountIn = (written: string): string | undefined =>
    parseMoney(parseExactJson(`{"amount":${written},"currency":"AED"}`))?.amount;

  const good: readonly (readonly [string, string])[] = [
    ['12.1', '12.10'],
    ['12.10', '12.10'],
    ['12.1000000', '12.10'],
    ['1.21e1', '12.10'],
    ['1E+3', '1000.00'],
    ['0', '0.00'],
    ['0.00', '0.00'],
    ['999999999999.99', '999999999999.99'],
  ];
  for (const [written, amount] of good) {
    it(`reads the amount ${written} as ${amount}`, () => {
      assert.equal(amountIn(written), amount);
    });
  }

  // JSON.parse rounds each of these to a valid amount
  const rounded: readonly (readonly [string, number])[] = [
    ['12.1000000000000000001', 12.1],
    ['24.99999999999999999', 25],
    ['0.009999999999999999999', 0.01],
    ['999999999999.990000000000001', 999999999999.99],
    ['1e-400', 0],
  ];
  for (const [written, read] of rounded) {
    it(`does not round the amount ${written} to ${String(read)}`, () => {
      assert.equal(JSON.parse(written), read, 'JSON.parse rounds it');
      assert.equal(amountIn(written), undefined);
    });
  }

  it('returns every other number that a double would round as a string of its digits', () => {
    assert.deepEqual(parseExactJson('{"id":12345678901234567890,"far":1e400,"near":[1,-2.5,0.1]}'), {
      id: '12345678901234567890',
      far: '1e400',
      near: [1, -2.5, 0.1],
    });
  });

  it('leaves numbers within strings alone', () => {
    const texts = {'12345678901234567890': 'a "12345678901234567890" \\', b: '\\"', c: '-1e999'};
    assert.deepEqual(parseExactJson(JSON.stringify(texts)), texts);
  });

  it('returns what JSON.parse does for everything else', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(text === JSON.stringify(value));
        assert.deepEqual(parseExactJson(text), value);
      }),
      {numRuns: 1000},
    );
  });

  it('throws a SyntaxError for text that is not JSON', () => {
    for (const text of ['', '{', '01', '+1', '.5', '1.', 'NaN', "'1'", '{"a":1,}']) {
      assert.throws(() => parseExactJson(text), SyntaxError);
    }
  });

  it('reads any amount to its last digit', () => {
    const digits = fc.stringMatching(/^(0|[1-9][0-9]{0,11})(\.[0-9]{1,20})?$/);
    fc.assert(
      fc.property(digits, (written) => {
        const [whole = '', fraction = ''] = written.split('.');
        const exact = fraction.replace(/0+$/, '');
        const expected = exact.length <= 2 ? `${whole}.${exact.padEnd(2, '0')}` : undefined;
        assert.equal(amountIn(written), expected);
      }),
      {numRuns: 3000},
    );
  });
});
