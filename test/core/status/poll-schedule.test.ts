import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {
  firstDelayMs,
  followerDelayMs,
  delayMs,
  type DelayOptions,
} from '../../../src/core/status/poll-schedule.js';

const plan = (changes: Partial<DelayOptions> = {}): DelayOptions => ({
  purpose: 'open',
  paySceneCode: 'DYNQR',
  elapsedMs: 10_000,
  failures: 0,
  retryAfterMs: undefined,
  ...changes,
});
const band = (changes: Partial<DelayOptions>): [number, number] => [
  delayMs(plan(changes), 0),
  delayMs(plan(changes), 1),
];
const around = (ms: number, spread: number): [number, number] => [ms * (1 - spread), ms * (1 + spread)];
const close = ([low, high]: [number, number], [min, max]: [number, number]): void => {
  expect(low).to.be.closeTo(min, 1);
  expect(high).to.be.closeTo(max, 1);
};

describe('firstDelayMs', () => {
  it('returns about 4.5 s, and 0 for an order that was shown before', () => {
    close([firstDelayMs(0, 0), firstDelayMs(0, 1)], around(4500, 0.1));
    expect(firstDelayMs(16_000, 0.5)).to.equal(0);
    expect(firstDelayMs(15_000, 0.5)).to.equal(4500);
  });
});

describe('followerDelayMs', () => {
  it("returns the leader's delay and about 10.5 s for its request, and never much more than a minute", () => {
    close([followerDelayMs(5000, 0), followerDelayMs(5000, 1)], [5000 + 9450, 5000 + 11_550]);
    expect(followerDelayMs(3_600_000, 0.5)).to.equal(60_000 + 10_500);
  });
});

describe('delayMs', () => {
  it('returns the shortest delay from second 8 to 60, then grows to 5.4 s', () => {
    close(band({elapsedMs: 8000}), around(2400, 0.1));
    close(band({elapsedMs: 60_000}), around(2400, 0.1));
    close(band({elapsedMs: 120_000}), around(2400 * 2 ** 0.7, 0.1));
    close(band({elapsedMs: 3_600_000}), around(5400, 0.1));
  });

  it('returns the time to second 8 after the first request', () => {
    close(band({elapsedMs: 0}), around(3500, 0.1));
    close(band({elapsedMs: 4500}), around(3500, 0.1));
    close(band({elapsedMs: 5000}), around(3000, 0.1));
    close(band({elapsedMs: 7000}), around(2400, 0.1));
  });

  it('stays within 2 to 6 seconds at every age and random number', () => {
    const scene = fc.constantFrom('DYNQR', 'QRPAY', 'CASHTOPUP', 'OTHER');
    const chance = fc.double({min: 0, max: 1, noNaN: true});
    fc.assert(
      fc.property(fc.nat(200_000_000), chance, scene, (elapsedMs, random, paySceneCode) => {
        const delay = delayMs(plan({elapsedMs, paySceneCode}), random);
        expect(delay).to.be.within(2000, 6000);
      }),
    );
  });

  it('returns about 5.5 s for CASHTOPUP', () => {
    close(band({paySceneCode: 'CASHTOPUP'}), around(5500, 0.08));
  });

  it('returns the shortest delay for the final status, and a minute afterwards', () => {
    close(band({purpose: 'final'}), around(2400, 0.1));
    close(band({purpose: 'grace'}), around(60_000, 0.1));
  });

  it('returns 3 to 6 s for the settlement of a payment, and a minute after two minutes', () => {
    for (const elapsedMs of [0, 1, 60_000, 119_999]) {
      for (const delay of band({purpose: 'settlement', elapsedMs})) expect(delay).to.be.within(3000, 6000);
      expect(band({purpose: 'settlement', elapsedMs, paySceneCode: 'CASHTOPUP'})[1]).to.be.within(3000, 6000);
    }
    close(band({purpose: 'settlement', elapsedMs: 120_000}), around(60_000, 0.1));
  });

  it('doubles the delay with each failure up to 15 s, less up to 40 % at random', () => {
    const most = [1, 2, 3, 4, 40].map((failures) => delayMs(plan({failures}), 1));
    const least = [1, 2, 3, 4, 40].map((failures) => delayMs(plan({failures}), 0));
    expect(most).to.deep.equal([4000, 8000, 15_000, 15_000, 15_000]);
    expect(least).to.deep.equal([2400, 4800, 9000, 9000, 9000]);
  });

  it('returns Retry-After, within limits, when there is one', () => {
    expect(delayMs(plan({failures: 5, retryAfterMs: 42_000}), 0.1)).to.equal(42_000);
    expect(delayMs(plan({failures: 1, retryAfterMs: 0}), 0.1), 'never a burst').to.equal(1000);
    expect(delayMs(plan({failures: 1, retryAfterMs: 1e12}), 0.1), 'never for ever').to.equal(600_000);
  });
});
