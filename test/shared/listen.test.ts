import {expect} from '@open-wc/testing';
import {listenUntil} from '../../src/shared/listen.js';

/** A target of Chrome before 90: it does not know the option `signal`. */
class OldTarget extends EventTarget {
  override addEventListener(type: string, listener: EventListener): void {
    super.addEventListener(type, listener);
  }
}

describe('listenUntil', () => {
  it('ends with the signal where addEventListener ignores it', () => {
    const target = new OldTarget();
    const end = new AbortController();
    let count = 0;
    listenUntil(end.signal, target, 'pagehide', () => count++);
    target.dispatchEvent(new Event('pagehide'));
    end.abort();
    target.dispatchEvent(new Event('pagehide'));
    expect(count).to.equal(1);
  });

  it('does not listen after the signal has aborted', () => {
    const target = new OldTarget();
    const end = new AbortController();
    end.abort();
    listenUntil(end.signal, target, 'pagehide', () => expect.fail('it listens'));
    target.dispatchEvent(new Event('pagehide'));
  });
});
