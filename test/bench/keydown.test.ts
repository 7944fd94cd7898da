import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {
  costOf,
  median,
  quantile,
  timesCheaper,
  turnOrder,
  type Round,
  type Turn,
} from '../../bench/keydown/cost.js';

const turn = (down: number, up = 0, last = 0): Turn => ({down, up, last});

describe('costOf and timesCheaper', () => {
  it('subtract the empty listener of the same round', () => {
    const rounds: Round<'empty' | 'ours'>[] = [
      {empty: turn(5), ours: turn(15)},
      {empty: turn(50), ours: turn(60)}, // something else ran
      {empty: turn(5.5), ours: turn(15.5)},
    ];
    assert.equal(costOf(rounds, 'ours', 'empty').down, 10);
    assert.equal(costOf(rounds, 'empty', 'empty').down, 0);
  });

  it('return the median of the rounds', () => {
    const nets = [9, 10, 11, 400, 10];
    const rounds = nets.map((net) => ({empty: turn(5), ours: turn(5 + net)}));
    assert.equal(costOf(rounds, 'ours', 'empty').down, 10);
    assert.equal(costOf(rounds, 'ours', 'empty').noise, 1);
  });

  it('include the keyup in press and report the last Enter by itself', () => {
    const rounds = [{empty: turn(5, 3, 5), ours: turn(15, 7, 65)}];
    assert.deepEqual(costOf(rounds, 'ours', 'empty'), {down: 10, press: 14, last: 60, noise: 0});
  });

  it('compare with the cheaper of the other libraries', () => {
    const cost = (down: number) => ({down, press: down, last: 0, noise: 0});
    assert.equal(timesCheaper(cost(15), [cost(10), cost(14)]), 1.5);
    assert.equal(timesCheaper(cost(15), [cost(30), cost(20)]), 0.75);
  });

  it('return NaN when another library seems to cost nothing', () => {
    const cost = (down: number) => ({down, press: down, last: 0, noise: 0});
    assert.ok(Number.isNaN(timesCheaper(cost(15), [cost(-0.2), cost(14)])));
    assert.ok(!(timesCheaper(cost(15), [cost(0), cost(14)]) <= 1.5));
  });
});

describe('median and quantile', () => {
  it('interpolate between two values and return NaN for an empty list', () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(quantile([0, 10], 0.25), 2.5);
    assert.ok(Number.isNaN(median([])));
  });

  it('do not change the list', () => {
    const list = [3, 1, 2];
    median(list);
    assert.deepEqual(list, [3, 1, 2]);
  });
});

describe('turnOrder', () => {
  const names = ['a', 'b', 'c', 'd'];
  it('returns every name once per round', () => {
    for (let round = 0; round < 20; round++) assert.deepEqual([...turnOrder(names, round)].sort(), names);
  });

  it('puts every name in every position equally often', () => {
    const positions = new Map<string, number>();
    for (let round = 0; round < 24; round++)
      for (const [place, name] of turnOrder(names, round).entries())
        positions.set(`${name}${place}`, (positions.get(`${name}${place}`) ?? 0) + 1);
    assert.deepEqual([...positions.values()], Array<number>(16).fill(6));
    assert.deepEqual(turnOrder(names, 4), [...turnOrder(names, 0)].reverse());
  });
});
