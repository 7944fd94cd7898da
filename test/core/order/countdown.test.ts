import {expect} from '@open-wc/testing';
import {nextChangeMs, timeLeft} from '../../../src/core/order/countdown.js';

const SECOND = 1000;
const HOUR = 3_600_000;

describe('timeLeft', () => {
  const cases: [number, number[]][] = [
    [-5, [0, 0, 0, 0]],
    [0, [0, 0, 0, 0]],
    [1, [0, 0, 0, 1]],
    [SECOND, [0, 0, 0, 1]],
    [59_001, [0, 0, 1, 0]],
    [HOUR - 1, [0, 1, 0, 0]],
    [26 * HOUR + 61 * SECOND, [1, 2, 1, 1]],
  ];
  for (const [ms, [days, hours, minutes, seconds]] of cases) {
    it(`returns ${days} d ${hours} h ${minutes} min ${seconds} s for ${ms} ms`, () => {
      expect(timeLeft(ms)).to.deep.equal({days, hours, minutes, seconds});
    });
  }
});

describe('nextChangeMs', () => {
  const cases: [number, number][] = [
    [10_000, SECOND],
    [9_400, 400],
    [HOUR, SECOND],
    [HOUR + 1, 1],
    [2 * HOUR, 60_000],
    [2 * HOUR + 30_000, 30_000],
    [0, Infinity],
  ];
  for (const [left, ms] of cases) {
    it(`returns ${ms} when ${left} ms are left`, () => {
      expect(nextChangeMs(left)).to.equal(ms);
    });
  }

  it('returns the time after which timeLeft() changes', () => {
    for (const left of [9_400, 10_000, 59_999, HOUR]) {
      expect(timeLeft(left - nextChangeMs(left))).not.to.deep.equal(timeLeft(left));
    }
  });
});
