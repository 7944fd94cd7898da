import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {fromFils, parseAmount, parseMoney, toFils, wireMoney} from '../../demo/payby/money.js';

describe('an amount', () => {
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
    it(`${JSON.stringify(written)} is ${amount}`, () => {
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
    it(`${typeof written} ${String(written)} is none`, () => {
      assert.equal(parseAmount(written), undefined);
    });
  }
});

describe('money on the wire', () => {
  it('is a JSON number without trailing zeros', () => {
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

  it('comes back as it was sent, whatever the amount', () => {
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
