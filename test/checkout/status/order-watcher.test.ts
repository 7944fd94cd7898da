import {expect} from '@open-wc/testing';
import {OrderWatcher, type WatcherHost} from '../../../src/checkout/status/order-watcher.js';
import type {StatusUpdate} from '../../../src/checkout/status/tab-leader.js';
import type {Problem} from '../../../src/core/errors.js';
import {initialState, type StateWithOrder} from '../../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../../src/core/order/order.js';
import type {Credentials, RequestStatus, StatusSource} from '../../../src/core/status/status-source.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {FakeBrowser} from '../../support/fake-tabs.js';
import {ManualClock, settle} from '../../support/manual-clock.js';
import {MINUTE, NOON, order, status} from '../../support/orders.js';

class Host extends FakeHost implements WatcherHost {
  statusUrl: string | null = null;
  streamUrl: string | null = null;
  credentials: Credentials = 'same-origin';
  statusSource: StatusSource | null = null;
}

/** Delay before the first request about a new order, ms. */
const FIRST = 4500;
/** Longest delay between two requests about an open order, ms. */
const NEXT = 6000;

const stateOf = (at = NOON, paySceneCode = 'DYNQR'): StateWithOrder => {
  const parsed = parseOrder(order({paySceneCode}));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return initialState(parsed.value, at, 'paid');
};

/** A watcher in the only tab, whose requests are answered with CREATED at once, or by the test with `isHeld`. */
function setUp({isHeld = false} = {}) {
  const host = new Host();
  const clock = new ManualClock(NOON);
  const environment = new FakeEnvironment();
  const browser = new FakeBrowser();
  browser.hasLocks = browser.hasChannels = false;
  const signals: AbortSignal[] = [];
  const answers: ((payload: unknown) => void)[] = [];
  const sources: [string, Credentials][] = [];
  const updates: StatusUpdate[] = [];
  const problems: Problem[] = [];
  const source: StatusSource = (_order, {signal}) => {
    signals.push(signal);
    return isHeld ? new Promise((resolve) => answers.push(resolve)) : Promise.resolve(status('CREATED'));
  };
  const watcher = new OrderWatcher(
    host,
    {
      clock,
      environment,
      tabs: browser.openTab(),
      httpSource: (template, credentials): RequestStatus => {
        sources.push([template, credentials]);
        return async (about, signal) => ({payload: await source(about, {signal})});
      },
      loadStream: () => Promise.reject(new Error('no stream in this test')),
      random: () => 0.5,
    },
    {
      onStatus: (update) => updates.push(update),
      onProblem: (problem) => problems.push(problem),
      onConnectionChange: () => undefined,
      onEnvironmentChange: () => undefined,
    },
  );
  host.statusSource = source;
  return {host, clock, environment, watcher, signals, answers, sources, updates, problems};
}

/** The same with its host on the page and an open order. */
function setUpPolling(options: {isHeld?: boolean} = {}) {
  const parts = setUp(options);
  parts.host.connect();
  parts.watcher.begin(stateOf());
  return parts;
}

describe('OrderWatcher', () => {
  it('sends no request until there is an order and its host is on the page', async () => {
    const {host, clock, watcher, signals} = setUp();
    host.connect();
    await clock.advance(MINUTE);
    expect(signals).to.have.length(0);
    host.disconnect();
    await settle();
    watcher.begin(stateOf());
    await clock.advance(MINUTE);
    expect(signals).to.have.length(0);
    host.connect();
    await clock.advance(100);
    expect(signals).to.have.length(1);
  });

  it('polls until another order or none is set', async () => {
    const {clock, watcher, updates} = setUpPolling();
    await clock.advance(MINUTE);
    const before = updates.length;
    expect(before).to.be.greaterThan(10);
    watcher.begin({phase: 'idle'});
    await clock.advance(MINUTE);
    expect({updates: updates.length, sleeping: clock.sleeping}).to.deep.equal({updates: before, sleeping: 0});
  });

  it('leaves no request, listener or timer behind when its host is removed', async () => {
    const {host, clock, environment, signals, answers, updates} = setUpPolling({isHeld: true});
    await clock.advance(FIRST);
    host.disconnect();
    await settle();
    expect(signals[0]?.aborted).to.equal(true);
    answers[0]?.(status('PAID_SUCCESS'));
    await clock.advance(MINUTE);
    expect({
      updates: updates.length,
      sleeping: clock.sleeping,
      listeners: environment.listeners.size,
    }).to.deep.equal({
      updates: 0,
      sleeping: 0,
      listeners: 0,
    });
  });

  it('does not abort its request when its host is moved within the document', async () => {
    const {host, clock, signals, answers, updates} = setUpPolling({isHeld: true});
    await clock.advance(FIRST);
    host.disconnect();
    host.connect();
    await settle();
    expect(signals[0]?.aborted).to.equal(false);
    answers[0]?.(status('CREATED'));
    await settle();
    expect(updates).to.have.length(1);
  });

  it('sends nothing while the page is hidden, and one request when it is shown', async () => {
    const {clock, environment, signals} = setUpPolling();
    await clock.advance(1000);
    environment.hide();
    await clock.advance(60 * MINUTE);
    expect(signals).to.have.length(0);
    environment.show();
    environment.notify();
    environment.notify();
    await clock.advance(300);
    expect(signals).to.have.length(1);
    environment.notify();
    await clock.advance(300);
    expect(signals, 'a late event of the same return').to.have.length(1);
    await clock.advance(NEXT);
    expect(signals).to.have.length(2);
  });

  it('sends a request at once on requestNow(), but never two at a time', async () => {
    const {clock, watcher, signals, answers} = setUpPolling({isHeld: true});
    await settle();
    watcher.requestNow();
    await settle();
    expect(signals).to.have.length(1);
    watcher.requestNow();
    watcher.requestNow();
    answers[0]?.(status('CREATED'));
    await clock.advance(2000);
    expect(signals).to.have.length(1);
  });

  it('sends another request right after the one under way when the order has just expired', async () => {
    const {clock, watcher, signals, answers} = setUpPolling({isHeld: true});
    await clock.advance(FIRST);
    watcher.follow(stateOf(NOON + 15 * MINUTE));
    expect(signals).to.have.length(1);
    answers[0]?.(status('CREATED'));
    await settle();
    expect(signals).to.have.length(2);
  });

  it('sends a request on requestNow() right after another order was set during a delay', async () => {
    const {watcher, signals} = setUpPolling();
    await settle();
    watcher.begin(stateOf());
    watcher.requestNow();
    await settle();
    expect(signals).to.have.length(1);
  });

  it('sends the request of an earlier requestNow() when its host is connected', async () => {
    const {host, watcher, signals} = setUp();
    watcher.begin(stateOf());
    watcher.requestNow();
    await settle();
    expect(signals).to.have.length(0);
    host.connect();
    await settle();
    expect(signals).to.have.length(1);
  });

  it('sends the request of an earlier requestNow() for an order with an outcome when its host is connected', async () => {
    const {host, clock, watcher, signals} = setUp();
    const {order: decided} = stateOf();
    const outcome = {
      merchantOrderNo: 'M-1',
      orderNo: null,
      reason: 'failed',
      code: null,
      message: null,
    } as const;
    watcher.begin({phase: 'failed', order: decided, outcome});
    watcher.requestNow();
    host.connect();
    await clock.advance(MINUTE);
    expect(signals).to.have.length(1);
  });

  it('sends the request of an earlier requestNow() once there is a source', async () => {
    const {host, watcher, signals} = setUp();
    const {statusSource} = host;
    host.statusSource = null;
    host.connect();
    watcher.begin(stateOf());
    watcher.requestNow();
    host.statusSource = statusSource;
    watcher.checkSources();
    await settle();
    expect(signals).to.have.length(1);
  });

  it('ignores the answer to a request for the previous order', async () => {
    const {watcher, answers, updates} = setUpPolling({isHeld: true});
    await settle();
    watcher.requestNow();
    await settle();
    watcher.begin(stateOf());
    answers[0]?.(status('PAID_SUCCESS'));
    await settle();
    expect(updates).to.have.length(0);
  });

  it('polls fastest again once the code is scanned', async () => {
    const {clock, watcher, signals} = setUpPolling();
    await clock.advance(10 * MINUTE);
    watcher.follow({...stateOf(), phase: 'scanned'});
    await clock.advance(6000);
    const before = signals.length;
    await clock.advance(24_000);
    expect(signals.length - before).to.equal(10);
  });

  describe('checkSources()', () => {
    it('creates a source once, however often the same properties are checked', () => {
      const {host, watcher, sources} = setUp();
      host.statusSource = null;
      host.statusUrl = '/status';
      watcher.checkSources();
      watcher.begin(stateOf());
      watcher.checkSources();
      expect(sources).to.deep.equal([['/status', 'same-origin']]);
    });

    it('creates another source and aborts the request of the previous one when a property has changed', async () => {
      const {host, clock, watcher, sources, signals} = setUpPolling({isHeld: true});
      await clock.advance(FIRST);
      host.statusSource = null;
      host.statusUrl = '/status';
      host.credentials = 'include';
      watcher.checkSources();
      await clock.advance(FIRST);
      expect(sources).to.deep.equal([['/status', 'include']]);
      expect(signals.map(({aborted}) => aborted)).to.deep.equal([true, false]);
    });

    it('uses same-origin for an invalid credentials value', () => {
      const {host, watcher, sources} = setUp();
      host.statusSource = null;
      host.statusUrl = '/status';
      host.credentials = 'yes' as Credentials;
      watcher.checkSources();
      expect(sources).to.deep.equal([['/status', 'same-origin']]);
    });
  });
});
