import {expect} from '@open-wc/testing';
import {systemClock} from '../../src/shared/system-clock.js';

describe('systemClock', () => {
  it('returns the time', () => {
    expect(systemClock.now()).to.be.closeTo(Date.now(), 50);
  });

  it('resolves sleep() at once when the signal aborts', async () => {
    for (const ms of [1000, 2 ** 31, 2 ** 40, Infinity]) {
      const alarm = new AbortController();
      const sleep = systemClock.sleep(ms, alarm.signal);
      alarm.abort();
      await sleep;
    }
  });

  it('resolves sleep() at once when the signal is already aborted', async () => {
    await systemClock.sleep(Infinity, AbortSignal.abort());
  });

  it('sleeps longer than 24.8 days, the limit of setTimeout', async () => {
    const alarm = new AbortController();
    let isAwake = false;
    const sleep = systemClock.sleep(2 ** 33, alarm.signal).then(() => (isAwake = true));
    await systemClock.sleep(20, new AbortController().signal);
    expect(isAwake).to.equal(false);
    alarm.abort();
    await sleep;
  });
});

describe('systemClock: timer', () => {
  it('resolves many sleeps in their order with one timer at a time', async () => {
    const realSet = window.setTimeout;
    const realClear = window.clearTimeout;
    let timers = 0;
    let most = 0;
    const running = new Set<number>();
    window.setTimeout = ((run: () => void, ms: number) => {
      const id = realSet(() => {
        running.delete(id);
        run();
      }, ms);
      running.add(id);
      timers++;
      most = Math.max(most, running.size);
      return id;
    }) as typeof setTimeout;
    window.clearTimeout = ((id: number) => {
      running.delete(id);
      realClear(id);
    }) as typeof clearTimeout;
    try {
      const woken: number[] = [];
      const {signal} = new AbortController();
      await Promise.all([30, 10, 20].map((ms) => systemClock.sleep(ms, signal).then(() => woken.push(ms))));
      expect(woken).to.deep.equal([10, 20, 30]);
      expect(timers).to.be.greaterThan(0);
      expect(most).to.equal(1);
    } finally {
      window.setTimeout = realSet;
      window.clearTimeout = realClear;
    }
  });
});
