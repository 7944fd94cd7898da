/** PayBy's time, from a header that PayBy does not sign. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {PaybyClock, type Correction} from '../../../demo/payby/payby-clock.js';
import {HOUR, MINUTE} from '../support/demo.js';

const at = Date.UTC(2026, 0, 15, 8);
const header = (ms: number): string => new Date(ms).toUTCString();
const DAY = 24 * HOUR;

/** A clock of ours that the test sets, and the jumps that were reported. */
function setUp() {
  const own = {now: at};
  const jumps: number[] = [];
  const clock = new PaybyClock({clock: {now: () => own.now}, onJump: (aheadMs) => jumps.push(aheadMs)});
  /** An answer whose `Date` header is `aheadMs` ahead of our clock, after a call of 40 ms. */
  const answer = (aheadMs: number): Correction =>
    clock.adjust({date: header(own.now + aheadMs), sentAt: own.now - 40, receivedAt: own.now});
  return {own, clock, jumps, answer};
}

const assertNear = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) <= 1_000, `${String(actual - expected)} ms off`);
};

describe('PaybyClock', () => {
  it('tells our own time while the Date headers agree with it to the second', () => {
    const {own, clock} = setUp();
    own.now = at + 700;
    assert.equal(clock.adjust({date: header(at), sentAt: at + 650, receivedAt: at + 700}), 'none');
    const changing = {date: header(at + 1_000), sentAt: at + 100, receivedAt: at + 1_050};
    assert.equal(clock.adjust(changing), 'none', 'the second changed during the call');
    const slow = {date: header(at - 9_000), sentAt: at - 9_900, receivedAt: at + 700};
    assert.equal(clock.adjust(slow), 'none', 'a slow answer narrows little down');
    assert.equal(clock.now(), at + 700);
  });

  for (const wrongBy of [-MINUTE + 1_000, -30_000, 5_000, MINUTE - 1_000]) {
    it(`follows a difference of ${String(wrongBy)} ms at the first answer, without an alert`, () => {
      const {clock, jumps, answer} = setUp();
      assert.equal(answer(wrongBy), 'made');
      assertNear(clock.now(), at + wrongBy);
      assert.deepEqual(jumps, []);
    });
  }

  for (const wrongBy of [-400 * DAY, -16 * MINUTE, -2 * MINUTE, 2 * MINUTE, 16 * MINUTE, 400 * DAY]) {
    it(`follows a jump of ${String(wrongBy / MINUTE)} minutes at the third answer that agrees, with one alert`, () => {
      const {clock, jumps, answer} = setUp();
      assert.deepEqual([answer(wrongBy), answer(wrongBy)], ['waiting', 'waiting']);
      assert.equal(clock.now(), at);
      assert.equal(answer(wrongBy), 'made');
      assertNear(clock.now(), at + wrongBy);
      assert.equal(jumps.length, 1);
      assertNear(jumps[0] ?? 0, wrongBy);
      answer(wrongBy);
      assert.equal(jumps.length, 1, 'no second alert');
    });
  }

  it('reports once a difference that grows beyond a minute by small steps, and never its end', () => {
    for (const sign of [1, -1]) {
      const {clock, jumps, answer} = setUp();
      for (const aheadMs of [40_000, 58_000]) answer(sign * aheadMs);
      assert.equal(jumps.length, 0);
      for (const aheadMs of [65_000, 90_000, 55_000, 70_000]) answer(sign * aheadMs);
      assert.equal(jumps.length, 1);
      assertNear(jumps[0] ?? 0, sign * 65_000);
      for (const aheadMs of [40_000, 10_000]) answer(sign * aheadMs);
      assertNear(clock.now(), at + sign * 10_000);
      assert.equal(jumps.length, 1);
      answer(sign * 65_000);
      assert.equal(jumps.length, 2, 'but of the next time');
    }
  });

  it('does not follow jumps that contradict each other or our own time', () => {
    for (const answers of [
      [HOUR, 2 * HOUR, HOUR, 2 * HOUR, HOUR, 2 * HOUR],
      [HOUR, HOUR, 0, HOUR, HOUR, 0],
      [HOUR, HOUR, 20_000, HOUR, HOUR],
    ]) {
      const {clock, jumps, answer} = setUp();
      for (const aheadMs of answers) answer(aheadMs);
      assert.ok(Math.abs(clock.now() - at) <= 21_000, answers.join(', '));
      assert.deepEqual(jumps, []);
    }
  });

  it('does not jitter, and returns to our own time once our clock is right', () => {
    const {own, clock, jumps, answer} = setUp();
    for (let answers = 0; answers < 3; answers += 1) answer(HOUR);
    const first = clock.now();
    own.now += 20;
    assert.equal(answer(HOUR), 'none');
    assert.equal(clock.now(), first + 20);
    own.now = at + HOUR; // our clock is corrected
    for (let answers = 0; answers < 3; answers += 1) answer(0);
    assert.equal(clock.now(), own.now);
    assert.equal(jumps.length, 1, 'the end is not reported');
  });

  it('ignores a Date header that is missing or unreadable', () => {
    const {clock} = setUp();
    for (const date of [null, '', 'yesterday'])
      assert.equal(clock.adjust({date, sentAt: at, receivedAt: at}), 'none');
    assert.equal(clock.now(), at);
  });
});
