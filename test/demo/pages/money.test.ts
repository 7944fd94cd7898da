import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {readAmount, toFils} from '../../../demo/pages/shared/money.js';

describe('readAmount', () => {
  const amounts: readonly {typed: string; amount: string | null}[] = [
    {typed: '25', amount: '25.00'},
    {typed: '25.', amount: '25.00'},
    {typed: ' 25.5 ', amount: '25.50'},
    {typed: '0025.50', amount: '25.50'},
    {typed: '0.01', amount: '0.01'},
    {typed: '٢٥٫٥٠', amount: '25.50'},
    {typed: '999999999999.99', amount: '999999999999.99'},
    {typed: '', amount: null},
    {typed: '.', amount: null},
    {typed: '0', amount: null},
    {typed: '0.00', amount: null},
    {typed: '25.505', amount: null},
    {typed: '1,250', amount: null},
    {typed: '-5', amount: null},
    {typed: '1e3', amount: null},
    {typed: '1000000000000', amount: null},
  ];
  for (const {typed, amount} of amounts) {
    it(amount === null ? `rejects "${typed}"` : `reads "${typed}" as ${amount}`, () => {
      assert.equal(readAmount(typed), amount);
    });
  }
});

describe('toFils', () => {
  it('makes whole fils of an amount, exactly', () => {
    assert.deepEqual(['0.01', '36.00', '999999999999.99'].map(toFils), [1n, 3600n, 99999999999999n]);
  });
});
