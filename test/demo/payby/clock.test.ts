/** The machine's clock as the server reads it. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {systemClock} from '../../../demo/payby/clock.js';

describe('systemClock', () => {
  it('starts with the time of the machine', () => {
    assert.ok(Math.abs(systemClock.now() - Date.now()) < 60_000);
  });

  for (const hours of [-48, -1, 1, 48]) {
    it(`does not move when somebody sets the machine's clock by ${String(hours)} h`, (t) => {
      const before = systemClock.now();
      const real = Date.now;
      t.mock.method(Date, 'now', () => real() + hours * 3_600_000);
      const moved = systemClock.now() - before;
      assert.ok(moved >= 0 && moved < 60_000, String(moved));
    });
  }
});
