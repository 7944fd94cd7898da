import {expect} from '@open-wc/testing';
import {WakeLockController} from '../../src/shared/wake-lock-controller.js';
import {FakeHost} from '../support/fake-host.js';
import {settle} from '../support/manual-clock.js';

/** A fake `navigator.wakeLock` that counts requested and held locks. */
function setUp({isRefused = false} = {}) {
  const host = new FakeHost();
  let isWanted = true;
  let held = 0;
  let requests = 0;
  const request = (): Promise<WakeLockSentinel> => {
    requests++;
    if (isRefused) return Promise.reject(new DOMException('battery', 'NotAllowedError'));
    held++;
    const lock = {
      released: false,
      release: () => {
        if (!lock.released) held--;
        lock.released = true;
        return Promise.resolve();
      },
    };
    return Promise.resolve(lock as unknown as WakeLockSentinel);
  };
  const controller = new WakeLockController(host, () => isWanted, request);
  const update = async (): Promise<void> => {
    controller.hostUpdated();
    await settle();
  };
  return {host, update, want: (yes: boolean) => (isWanted = yes), held: () => held, requests: () => requests};
}

describe('WakeLockController', () => {
  it('holds the lock while a code is shown, and releases it afterwards', async () => {
    const {host, update, want, held, requests} = setUp();
    host.connect();
    await update();
    await update();
    expect([held(), requests()]).to.deep.equal([1, 1]);
    want(false);
    await update();
    expect(held()).to.equal(0);
  });

  it('releases the lock when its host is removed, even during the request', async () => {
    const {host, update, held} = setUp();
    host.connect();
    const updated = update();
    host.disconnect();
    await updated;
    expect(held()).to.equal(0);
  });

  it('ignores a refused request', async () => {
    const {host, update, held} = setUp({isRefused: true});
    host.connect();
    await update();
    expect(held()).to.equal(0);
  });

  it('repeats a refused request when the page becomes visible again, and not at an update', async () => {
    const {host, update, requests} = setUp({isRefused: true});
    host.connect();
    for (let i = 0; i < 20; i++) await update();
    expect(requests()).to.equal(1);
    document.dispatchEvent(new Event('visibilitychange'));
    for (let i = 0; i < 20; i++) await update();
    expect(requests()).to.equal(2);
    host.disconnect();
  });
});
