import {expect} from '@open-wc/testing';
import {OrderWatcher, type WatcherHost} from '../../../src/checkout/status/order-watcher.js';
import type {StatusUpdate} from '../../../src/checkout/status/tab-leader.js';
import {StatusProblem, type Problem} from '../../../src/core/errors.js';
import {
  initialState,
  type CheckoutState,
  type StateWithOrder,
} from '../../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../../src/core/order/order.js';
import type {
  Credentials,
  RequestStatus,
  StatusAnswer,
  StatusSource,
} from '../../../src/core/status/status-source.js';
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
  const connections: string[] = [];
  /** How a status address answers; without it, as the source does. */
  const script: {answer?: () => StatusAnswer} = {};
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
        return async (about, signal) => {
          if (!script.answer) return {payload: await source(about, {signal})};
          signals.push(signal);
          return script.answer();
        };
      },
      loadStream: () => Promise.reject(new Error('no stream in this test')),
      random: () => 0.5,
    },
    {
      onStatus: (update) => updates.push(update),
      onProblem: (problem) => problems.push(problem),
      onConnectionChange: () => connections.push(watcher.connection),
      onEnvironmentChange: () => undefined,
    },
  );
  host.statusSource = source;
  return {
    host,
    clock,
    environment,
    browser,
    watcher,
    signals,
    answers,
    sources,
    updates,
    problems,
    connections,
    script,
  };
}

/** The same with its host on the page and an open order. */
function setUpPolling(options: {isHeld?: boolean} = {}) {
  const parts = setUp(options);
  parts.host.connect();
  parts.watcher.begin(stateOf());
  return parts;
}

/** Leads the tabs of the order and says nothing, as a frozen tab does. */
async function hold(browser: FakeBrowser): Promise<void> {
  const probe = setUp();
  probe.browser.hasLocks = probe.browser.hasChannels = true;
  probe.host.connect();
  probe.watcher.begin(stateOf());
  await settle();
  const [name = ''] = [...probe.browser.requests].map((request) => request.name);
  probe.host.disconnect();
  void browser.openTab().hold(name, new AbortController().signal);
}

function outcomeOf(reason: 'expired' | 'failed') {
  return {merchantOrderNo: 'M-1', orderNo: null, reason, code: null, message: null} as const;
}

/** The same with a status address that answers as the test says. */
function setUpAddress(answer: () => StatusAnswer) {
  const parts = setUp();
  parts.host.statusSource = null;
  parts.host.statusUrl = '/status';
  parts.script.answer = answer;
  parts.host.connect();
  parts.watcher.begin(stateOf());
  return parts;
}

const UNREACHABLE: Problem = {code: 'status-unreachable', message: 'HTTP 503', retryable: true};
const {order: ORDER} = stateOf();
const expired: CheckoutState = {phase: 'expired', order: ORDER, outcome: outcomeOf('expired')};
const scanned: CheckoutState = {phase: 'scanned', order: ORDER};
const settling: CheckoutState = {phase: 'confirming', why: 'settling', late: false, order: ORDER};
const failed: CheckoutState = {phase: 'failed', order: ORDER, outcome: outcomeOf('failed')};

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

  it('has not ended, and hears that the page is hidden, before there is an order', () => {
    const {host, environment, watcher} = setUp();
    host.connect();
    environment.hide();
    environment.show();
    expect(watcher.hasEnded).to.equal(false);
  });

  it('hears that the page is shown again where it only pushes', async () => {
    const {host, environment, watcher, problems} = setUp();
    host.statusSource = null;
    host.streamUrl = '/events';
    host.connect();
    watcher.begin(stateOf());
    await settle();
    environment.hide();
    environment.show();
    expect(problems).to.deep.equal([]);
  });

  it('polls on while what reads a stream cannot be loaded, and names that file', async () => {
    const {host, clock, watcher, signals, problems} = setUp();
    host.streamUrl = '/events';
    host.connect();
    watcher.begin(stateOf());
    await clock.advance(MINUTE);
    expect(signals.length).to.be.greaterThan(10);
    expect(problems[0]?.code).to.equal('script-unreachable');
    expect(problems[0]?.message).to.contain('status-stream.lazy.js');
  });

  it('polls until another order or none is set', async () => {
    const {clock, watcher, updates, problems} = setUpPolling();
    await clock.advance(MINUTE);
    const before = updates.length;
    expect(before).to.be.greaterThan(10);
    watcher.begin({phase: 'idle'});
    await clock.advance(MINUTE);
    expect({updates: updates.length, sleeping: clock.sleeping}).to.deep.equal({updates: before, sleeping: 0});
    expect(problems, 'of a stream that nobody wants').to.deep.equal([]);
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

  it('sends a request on a return to the page from two seconds after the last one on', async () => {
    const {clock, environment, signals} = setUpPolling();
    await clock.advance(FIRST);
    const sent = signals.length;
    await clock.advance(1999);
    environment.notify();
    await settle();
    expect(signals.length - sent).to.equal(0);
    await clock.advance(1);
    environment.notify();
    await settle();
    expect(signals.length - sent).to.equal(1);
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
    await clock.advance(MINUTE);
    expect(signals, 'not on the page').to.have.length(0);
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

  it('knows when the last answer came, and of none before', async () => {
    const {clock, watcher} = setUpPolling();
    expect(watcher.receivedAt).to.equal(undefined);
    expect(watcher.hasEnded).to.equal(false);
    await clock.advance(FIRST);
    expect(watcher.receivedAt).to.equal(clock.now());
    watcher.begin(stateOf());
    expect(watcher.receivedAt).to.equal(undefined);
  });

  it('sends the first request to another source two seconds after the last to the one before', async () => {
    const {host, clock, watcher, signals} = setUpPolling();
    await clock.advance(FIRST);
    host.statusSource = null;
    host.statusUrl = '/status';
    watcher.checkSources();
    await clock.advance(1_999);
    expect(signals).to.have.length(1);
    await clock.advance(1);
    expect(signals).to.have.length(2);
  });

  it('sends the first request to another source at once when the last is long ago', async () => {
    const {host, clock, watcher, signals} = setUpPolling({isHeld: true});
    await clock.advance(FIRST + 5_000);
    host.statusSource = null;
    host.statusUrl = '/status';
    watcher.checkSources();
    await settle();
    expect(signals).to.have.length(2);
  });

  it('polls for the settlement fast, from the payment on', async () => {
    const {clock, watcher, signals} = setUpPolling();
    await clock.advance(10 * MINUTE);
    watcher.follow(settling);
    await clock.advance(6000);
    const before = signals.length;
    await clock.advance(45_000);
    expect(signals.length - before).to.equal(10);
  });

  it('does not begin anew when the same state comes again', async () => {
    const {clock, watcher, signals} = setUpPolling();
    watcher.follow(scanned);
    const count = async (): Promise<number> => {
      const before = signals.length;
      for (let passed = 0; passed < 10; passed += 1) {
        watcher.follow({...scanned});
        await clock.advance(6000);
      }
      return signals.length - before;
    };
    const brisk = await count();
    await clock.advance(10 * MINUTE);
    expect(await count()).to.be.lessThan(brisk / 1.5);
  });

  describe('requestNow()', () => {
    for (const state of [{phase: 'idle'}, {phase: 'invalid', issues: []}] as const) {
      it(`sends nothing where the order is ${state.phase}, and keeps no wish for the next one`, async () => {
        const {host, clock, watcher, signals, connections} = setUp();
        host.connect();
        watcher.begin(state);
        watcher.requestNow();
        await clock.advance(MINUTE);
        expect({signals, connections}).to.deep.equal({signals: [], connections: []});
      });
    }

    for (const state of [stateOf(), failed]) {
      it(`does nothing where the page only pushes and the order is ${state.phase}`, async () => {
        const {host, clock, watcher, signals, connections} = setUp();
        host.statusSource = null;
        host.connect();
        watcher.begin(state);
        watcher.requestNow();
        await clock.advance(MINUTE);
        expect({signals, connections, sleeping: clock.sleeping}).to.deep.equal({
          ...{signals: [], connections: []},
          sleeping: 0,
        });
      });
    }

    it('sends one request for an order with an outcome, and goes no further', async () => {
      const {host, clock, watcher, signals} = setUp();
      host.connect();
      watcher.begin(failed);
      await clock.advance(MINUTE);
      expect(signals).to.have.length(0);
      watcher.requestNow();
      await clock.advance(MINUTE);
      expect({signals: signals.length, sleeping: clock.sleeping}).to.deep.equal({signals: 1, sleeping: 0});
    });

    it('is answered by the tab that leads, whose request serves this one', async () => {
      const {host, browser, clock, watcher, signals} = setUp();
      browser.hasLocks = browser.hasChannels = true;
      await hold(browser);
      host.connect();
      watcher.begin(stateOf());
      await settle();
      watcher.requestNow();
      await clock.advance(9000);
      expect(signals).to.have.length(0);
      await clock.advance(3000);
      expect(signals, 'a frozen leader does not answer').to.have.length(1);
    });
  });

  it('shares its status with tabs that show the same money under the same number only', async () => {
    const {host, browser, watcher} = setUp();
    browser.hasLocks = browser.hasChannels = true;
    host.connect();
    watcher.begin(stateOf());
    await settle();
    expect([...browser.requests].map(({name}) => name.endsWith('M-1 25.00 AED'))).to.deep.equal([true]);
  });

  describe('push()', () => {
    it('takes a status, and refuses one that is none, with a problem', () => {
      const {watcher, updates, problems} = setUpPolling();
      expect(watcher.push(status('PAID_SUCCESS'))).to.equal(true);
      expect(updates).to.have.length(1);
      expect(problems).to.deep.equal([]);
      expect(watcher.push('no status')).to.equal(false);
      expect(problems).to.have.length(1);
      expect(updates).to.have.length(1);
    });

    it('throws what a listener of the status has thrown', () => {
      const {watcher, updates, problems} = setUpPolling();
      updates.push = () => {
        throw new TypeError('a bug of the page');
      };
      expect(() => watcher.push(status('PAID_SUCCESS'))).to.throw(TypeError, 'a bug of the page');
      expect(problems).to.deep.equal([]);
    });

    it('follows the time of a status on a device that is days off, where no answer has a Date header', async () => {
      const {clock, watcher, updates, problems} = setUpAddress(() => ({payload: status('CREATED')}));
      await clock.advance(FIRST + 1000);
      const serverTime = clock.now() - 2 * 24 * 60 * MINUTE;
      watcher.push(status('CREATED', {serverTime}));
      expect({servedAt: updates.at(-1)?.servedAt, problems}).to.deep.equal({
        servedAt: serverTime,
        problems: [],
      });
    });

    it('refuses every status while there is no order', () => {
      const {host, watcher, updates, problems} = setUp();
      host.connect();
      expect(watcher.push(status('PAID_SUCCESS'))).to.equal(false);
      watcher.begin({phase: 'invalid', issues: []});
      expect(watcher.push(status('PAID_SUCCESS'))).to.equal(false);
      expect({updates, problems}).to.deep.equal({updates: [], problems: []});
    });

    for (const days of [2, -2]) {
      it(`follows the server’s time on a device that is ${String(days)} days off`, async () => {
        const off = days * 24 * 60 * MINUTE;
        const {clock, watcher, updates, problems} = setUpAddress(() => ({
          payload: status('CREATED'),
          servedAt: clock.now() + off,
        }));
        await clock.advance(FIRST + 1000);
        watcher.push(status('CREATED', {serverTime: clock.now() + off}));
        expect(updates.at(-1)?.servedAt).to.equal(clock.now() + off);
        expect(problems).to.deep.equal([]);
      });
    }

    it('follows no time that contradicts the Date header of the last answer', async () => {
      const {clock, watcher, updates, problems} = setUpAddress(() => ({
        payload: status('CREATED'),
        servedAt: clock.now(),
      }));
      await clock.advance(FIRST + 1000);
      watcher.push(status('CREATED', {serverTime: clock.now() + 2 * 24 * 60 * MINUTE}));
      expect(updates.at(-1)?.servedAt).to.equal(undefined);
      expect(problems.map(({code, message}) => [code, message])).to.deep.equal([
        ['time-invalid', 'A time is ignored: serverTime contradicts the Date header by more than a day.'],
      ]);
    });

    it('keeps the time of the last Date header when an answer has none', async () => {
      let date: number | undefined;
      const {clock, watcher, problems} = setUpAddress(() => ({payload: status('CREATED'), servedAt: date}));
      date = clock.now();
      await clock.advance(FIRST + 1000);
      date = undefined;
      await clock.advance(NEXT);
      watcher.push(status('CREATED', {serverTime: clock.now() + 2 * 24 * 60 * MINUTE}));
      expect(problems).to.have.length(1);
    });
  });

  it('takes the Date header of an answer whose own time contradicts it', async () => {
    let aheadMs = 0;
    const {clock, updates, problems} = setUpAddress(() => ({
      payload: status('CREATED', {serverTime: clock.now() + aheadMs}),
      servedAt: clock.now(),
    }));
    await clock.advance(FIRST);
    aheadMs = 2 * 24 * 60 * MINUTE;
    const before = updates.length;
    while (updates.length === before) await clock.advance(100);
    expect(updates.at(-1)?.servedAt).to.equal(updates.at(-1)?.receivedAt);
    expect(problems.map(({code}) => code)).to.deep.equal(['time-invalid']);
  });

  it('sends the first request at once where a payment is settled', async () => {
    const {host, watcher, signals} = setUp();
    host.connect();
    watcher.begin(settling);
    await settle();
    expect(signals).to.have.length(1);
  });

  describe('failures', () => {
    const fail =
      (problem: Partial<Problem> = {}) =>
      (): never => {
        throw new StatusProblem({code: 'http', message: 'HTTP 503', retryable: true, ...problem} as Problem);
      };

    it('are a problem of the page from the third in a row', async () => {
      const {clock, watcher, signals, problems, connections, script} = setUpAddress(fail());
      const seen: unknown[] = [];
      for (let failures = 1; failures <= 4; failures += 1) {
        while (signals.length < failures) await clock.advance(100);
        seen.push([problems.length, watcher.isConnectionPoor]);
      }
      expect(seen).to.deep.equal([
        [0, false],
        [0, false],
        [1, true],
        [2, true],
      ]);
      expect(connections).to.deep.equal(['retrying']);
      script.answer = () => ({payload: status('CREATED')});
      await clock.advance(20_000);
      expect(connections).to.deep.equal(['retrying', 'steady']);
    });

    it('count anew after the page was hidden: the payer may have signed in elsewhere', async () => {
      const {clock, environment, signals, problems} = setUpAddress(fail());
      while (signals.length < 2) await clock.advance(100);
      environment.hide();
      environment.show();
      while (signals.length < 4) await clock.advance(100);
      expect(problems, 'the first and second since').to.have.length(0);
      while (signals.length < 5) await clock.advance(100);
      expect(problems).to.have.length(1);
    });

    it('go on being counted while the page stays visible', async () => {
      const {clock, environment, signals, problems} = setUpAddress(fail());
      while (signals.length < 2) await clock.advance(100);
      environment.notify();
      while (signals.length < 3) await clock.advance(100);
      expect(problems).to.have.length(1);
    });

    for (const retryAfterMs of [undefined, 10_000]) {
      const wait = retryAfterMs === undefined ? 'at once' : 'when Retry-After is over';
      it(`are tried again ${wait} on a return to the page`, async () => {
        const {clock, environment, signals} = setUpAddress(() => {
          throw new StatusProblem(UNREACHABLE, retryAfterMs);
        });
        while (signals.length < 3) await clock.advance(100);
        environment.hide();
        await clock.advance(2500);
        environment.show();
        await settle();
        expect(signals.length).to.equal(retryAfterMs === undefined ? 4 : 3);
      });
    }

    /** Waits of 2 s and of 7.5 s before each next request: three failures, or 15 s, whichever comes first. */
    for (const [retryAfterMs, most] of [
      [2_000, 3],
      [7_500, 2],
      [7_499, 3],
    ] as const) {
      it(`give the lead away after ${String(most)} in a row, ${String(retryAfterMs)} ms apart`, async () => {
        const {host, clock, watcher, browser} = setUp();
        browser.hasLocks = browser.hasChannels = true;
        let requests = 0;
        host.statusSource = () => {
          requests += 1;
          throw new StatusProblem(UNREACHABLE, retryAfterMs);
        };
        host.connect();
        watcher.begin(stateOf());
        await settle();
        const [{name} = {name: ''}] = browser.requests;
        let passedAfter = 0;
        void browser
          .openTab()
          .hold(name, new AbortController().signal)
          .then(() => (passedAfter = requests));
        for (let ms = 0; passedAfter === 0 && ms < MINUTE; ms += 100) await clock.advance(100);
        expect(passedAfter).to.equal(most);
      });
    }

    /** How long the first request takes to fail, and whether another tab leads then: a leader may fail for 15 s. */
    const durations = [
      [0, false],
      [5000, false],
      [8000, true],
    ] as const;
    for (const [durationMs, isPassed] of durations) {
      it(`${isPassed ? 'give the lead away' : 'keep the lead'} when the first took ${String(durationMs)} ms`, async () => {
        const {host, clock, watcher, browser} = setUp();
        browser.hasLocks = browser.hasChannels = true;
        host.statusSource = async () => {
          await clock.sleep(durationMs, new AbortController().signal);
          return fail()();
        };
        host.connect();
        watcher.begin(stateOf());
        await settle();
        const [{name} = {name: ''}] = browser.requests;
        let leads = false;
        void browser
          .openTab()
          .hold(name, new AbortController().signal)
          .then(() => (leads = true));
        await clock.advance(FIRST + durationMs);
        expect(leads).to.equal(isPassed);
      });
    }

    it('are a problem at once where trying again does not help', async () => {
      const {clock, problems} = setUpAddress(fail({retryable: false}));
      await clock.advance(FIRST);
      expect(problems).to.have.length(1);
    });
  });

  describe('an expired order', () => {
    it('is polled once a minute for half an hour, and that is said once', async () => {
      const {clock, watcher, signals, problems} = setUpPolling();
      await clock.advance(10 * MINUTE);
      watcher.follow(expired);
      const before = signals.length;
      await clock.advance(30 * MINUTE);
      expect(signals.length - before).to.be.within(28, 31);
      expect({problems, hasEnded: watcher.hasEnded}).to.deep.equal({problems: [], hasEnded: false});
      await clock.advance(2 * MINUTE);
      const message = 'Stopped checking: the order expired 30 minutes ago and is still unpaid.';
      const ended = [{code: 'watch-ended', message, retryable: true}];
      expect({problems, hasEnded: watcher.hasEnded}).to.deep.equal({problems: ended, hasEnded: true});
      expect(clock.sleeping).to.equal(0);
      const polled = signals.length;
      watcher.requestNow();
      await clock.advance(5 * MINUTE);
      expect({polled: signals.length - polled, problems}).to.deep.equal({polled: 1, problems: ended});
    });
  });
});
