import {expect} from '@open-wc/testing';
import {whileConnected} from '../../src/shared/while-connected.js';
import {FakeHost} from '../support/fake-host.js';
import {settle} from '../support/manual-clock.js';

function setUp() {
  const host = new FakeHost();
  const signals: AbortSignal[] = [];
  whileConnected(host, (signal) => signals.push(signal));
  return {host, aborted: () => signals.map(({aborted}) => aborted)};
}

describe('whileConnected', () => {
  it('runs when the host is connected, not before', () => {
    const {host, aborted} = setUp();
    expect(aborted()).to.deep.equal([]);
    host.connect();
    expect(aborted()).to.deep.equal([false]);
  });

  it('aborts the signal in the microtask after the host was removed', async () => {
    const {host, aborted} = setUp();
    host.connect();
    host.disconnect();
    expect(aborted()).to.deep.equal([false]);
    await settle();
    expect(aborted()).to.deep.equal([true]);
  });

  it('keeps the signal when the host is moved within the document', async () => {
    const {host, aborted} = setUp();
    host.connect();
    host.disconnect();
    host.connect();
    await settle();
    expect(aborted()).to.deep.equal([false]);
  });

  it('keeps the signal when the host is moved twice in one task', async () => {
    const {host, aborted} = setUp();
    host.connect();
    host.disconnect();
    host.connect();
    host.disconnect();
    host.connect();
    await settle();
    expect(aborted()).to.deep.equal([false]);
  });

  it('runs again with a new signal when a removed host is connected again', async () => {
    const {host, aborted} = setUp();
    host.connect();
    host.disconnect();
    await settle();
    host.connect();
    expect(aborted()).to.deep.equal([true, false]);
  });
});
