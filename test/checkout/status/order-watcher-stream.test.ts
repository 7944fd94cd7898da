/** Stream and polling together: who opens the stream, what polling does beside it, and what other tabs are told. */
import {expect} from '@open-wc/testing';
import {OrderWatcher, type WatcherHost} from '../../../src/checkout/status/order-watcher.js';
import {StreamController} from '../../../src/checkout/status/stream-controller.js';
import type {StatusUpdate} from '../../../src/checkout/status/tab-leader.js';
import {StatusProblem, type Problem} from '../../../src/core/errors.js';
import {
  initialState,
  type CheckoutState,
  type StateWithOrder,
} from '../../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../../src/core/order/order.js';
import {
  MAX_LEADER_FAILING_MS,
  safetyDelayMs,
  STREAM_SENDS_WITHIN_MS,
  STREAM_SILENCE_MS,
} from '../../../src/core/status/poll-schedule.js';
import type {StreamSignal} from '../../../src/core/status/sse-parser.js';
import type {Credentials, StatusSource} from '../../../src/core/status/status-source.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {FakeBrowser} from '../../support/fake-tabs.js';
import {ManualClock, settle} from '../../support/manual-clock.js';
import {NOON, order, status} from '../../support/orders.js';

class Host extends FakeHost implements WatcherHost {
  statusUrl: string | null = null;
  streamUrl: string | null = '/events';
  credentials: Credentials = 'same-origin';
  statusSource: StatusSource | null = null;
}

/** A stream that the test has opened, in the order of opening. */
interface OpenedStream {
  readonly about: readonly [url: string, credentials: Credentials, merchantOrderNo: string];
  readonly signal: AbortSignal;
  send(signal: StreamSignal): Promise<void>;
  end(): Promise<void>;
}

const ALIVE: StreamSignal = {kind: 'alive'};
const answer = (payload: unknown): StreamSignal => ({kind: 'answer', payload});

const open = (merchantOrderNo = 'M-1'): StateWithOrder => {
  const parsed = parseOrder(order({merchantOrderNo}));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return initialState(parsed.value, NOON, 'paid');
};
const ended: CheckoutState = {phase: 'confirming', why: 'ended', late: false, order: open().order};

const unavailable = (): never => {
  throw new StatusProblem({code: 'http', message: 'HTTP 503', retryable: true} as unknown as Problem);
};

/** A watcher in one tab, whose requests are answered by `respond` and whose streams are the test's. */
async function setUp({browser = new FakeBrowser(), polls = true} = {}) {
  const host = new Host();
  const clock = new ManualClock(NOON);
  const environment = new FakeEnvironment();
  const requests: number[] = [];
  const streams: OpenedStream[] = [];
  const updates: StatusUpdate[] = [];
  const problems: Problem[] = [];
  const server: {respond: () => unknown} = {respond: () => status('CREATED')};
  const streamStatusSource = (url: string, credentials: Credentials) =>
    async function* ({merchantOrderNo}: {merchantOrderNo: string}, signal: AbortSignal) {
      const queue: (StreamSignal | 'end')[] = [];
      let wake = (): void => undefined;
      const push = (event: StreamSignal | 'end'): Promise<void> => {
        queue.push(event);
        wake();
        return settle();
      };
      streams.push({
        about: [url, credentials, merchantOrderNo],
        signal,
        send: (event) => push(event),
        end: () => push('end'),
      });
      for (;;) {
        const event = queue.shift();
        if (event === 'end' || signal.aborted) return;
        if (event) yield event;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener('abort', () => resolve(), {once: true});
          });
        }
      }
    };
  const watcher = new OrderWatcher(
    host,
    {
      clock,
      environment,
      tabs: browser.openTab(),
      httpSource: () => () => Promise.reject(new Error('no address in this test')),
      loadStream: () => Promise.resolve({StreamController, streamStatusSource}),
      random: () => 0.5,
    },
    {
      onStatus: (update) => updates.push(update),
      onProblem: (problem) => problems.push(problem),
      onConnectionChange: () => undefined,
      onEnvironmentChange: () => undefined,
    },
  );
  if (polls) {
    host.statusSource = () => {
      requests.push(clock.now());
      return Promise.resolve().then(() => server.respond());
    };
  }
  host.connect();
  watcher.begin(open());
  await settle();
  return {browser, clock, environment, host, problems, requests, server, streams, updates, watcher};
}

/** The stream that was opened last. */
const last = (streams: readonly OpenedStream[]): OpenedStream => {
  const stream = streams.at(-1);
  if (!stream) throw new Error('no stream was opened');
  return stream;
};

const words = (updates: readonly StatusUpdate[]): unknown[] => updates.map(({report}) => report.word);

describe('OrderWatcher with a stream', () => {
  it('opens one stream, at its address, with its credentials, about the order', async () => {
    const {host, streams, watcher} = await setUp();
    expect(streams.map(({about}) => about)).to.deep.equal([['/events', 'same-origin', 'M-1']]);
    host.credentials = 'include';
    watcher.checkSources();
    await settle();
    expect(streams[0]!.signal.aborted, 'the first is closed').to.equal(true);
    expect(streams.map(({about}) => about[1])).to.deep.equal(['same-origin', 'include']);
  });

  it('opens none without an address, and closes its stream when the address is taken away', async () => {
    const {host, streams, watcher} = await setUp();
    host.streamUrl = null;
    watcher.checkSources();
    await settle();
    expect(last(streams).signal.aborted).to.equal(true);
    expect(streams).to.have.length(1);
  });

  it('opens another stream for another order, and closes it when there is no order', async () => {
    const {streams, watcher} = await setUp();
    watcher.begin(open('M-2'));
    await settle();
    expect(streams.map(({about: [, , number], signal}) => [number, signal.aborted])).to.deep.equal([
      ['M-1', true],
      ['M-2', false],
    ]);
    watcher.begin({phase: 'idle'});
    await settle();
    expect(last(streams).signal.aborted).to.equal(true);
  });

  it('takes the answers of the stream, and says what is wrong with one that is none', async () => {
    const {problems, streams, updates} = await setUp();
    await last(streams).send(answer(status('PAID_SUCCESS')));
    expect(words(updates)).to.deep.equal(['PAID_SUCCESS']);
    await last(streams).send(answer({merchantOrderNo: 'M-2', status: 'PAID_SUCCESS'}));
    expect([updates.length, problems.map(({code}) => code)]).to.deep.equal([1, ['status-foreign']]);
  });

  it('requests nothing before the stream could have spoken', async () => {
    const old = await setUp();
    const reloaded = parseOrder(order({requestTime: NOON - 60_000}));
    if (!reloaded.ok) throw new Error('the order of the test is wrong');
    old.watcher.begin(initialState(reloaded.value, NOON, 'paid'));
    await old.clock.advance(STREAM_SENDS_WITHIN_MS - 1);
    expect(old.requests, 'an old order is else requested at once').to.deep.equal([]);
    await old.clock.advance(1);
    expect(old.requests).to.have.length(1);
  });

  it('polls as without a stream until the stream speaks, then once a minute, and again when it ends', async () => {
    const {clock, requests, streams} = await setUp();
    await clock.advance(20_000);
    expect(requests.length, 'of a silent stream').to.be.above(3);
    await last(streams).send(ALIVE);
    const before = requests.length;
    const minute = safetyDelayMs(0.5);
    for (let ms = 0; ms < minute - 15_000; ms += 15_000) {
      await clock.advance(15_000);
      await last(streams).send(ALIVE);
    }
    expect(requests.length).to.equal(before);
    await clock.advance(15_000);
    expect(requests.length).to.equal(before + 1);
    await last(streams).end();
    await clock.advance(7000);
    expect(requests.length).to.be.above(before + 1);
  });

  it('tells the tabs that follow with each heartbeat that it leads, and for how long to wait', async () => {
    const browser = new FakeBrowser();
    const leader = await setUp({browser});
    const follower = await setUp({browser});
    expect(follower.streams, 'one stream for all tabs').to.have.length(0);
    await last(leader.streams).send(ALIVE);
    const told = browser.posted.filter((message) =>
      JSON.stringify(message).includes(String(STREAM_SILENCE_MS)),
    );
    expect(told).to.have.length(1);
    await last(leader.streams).send(answer(status('PAID_SUCCESS')));
    expect(words(follower.updates)).to.deep.equal(['PAID_SUCCESS']);
    expect(follower.requests).to.deep.equal([]);
  });

  it('opens a stream in the next tab when the one that leads is closed', async () => {
    const browser = new FakeBrowser();
    const leader = await setUp({browser});
    const follower = await setUp({browser});
    leader.host.disconnect();
    await settle();
    expect([last(leader.streams).signal.aborted, follower.streams.length]).to.deep.equal([true, 1]);
  });

  it('keeps the lead while its stream speaks, though its requests fail; without it, it gives the lead away', async () => {
    for (const speaks of [true, false]) {
      const browser = new FakeBrowser();
      const leader = await setUp({browser});
      const follower = await setUp({browser});
      leader.server.respond = unavailable;
      if (speaks) await last(leader.streams).send(ALIVE);
      leader.watcher.requestNow();
      for (let ms = 0; ms < 3 * MAX_LEADER_FAILING_MS; ms += 5000) {
        await leader.clock.advance(5000);
        if (speaks) await last(leader.streams).send(ALIVE);
      }
      expect(leader.requests.length, 'it has tried').to.be.above(1);
      expect(follower.streams.length, `speaks: ${String(speaks)}`).to.equal(speaks ? 0 : 1);
      expect(last(leader.streams).signal.aborted, 'closes its own stream with the lead').to.equal(!speaks);
    }
  });

  it('leads without requests of its own where it only pushes, whatever other tabs ask of it', async () => {
    const browser = new FakeBrowser();
    const leader = await setUp({browser, polls: false});
    const follower = await setUp({browser});
    follower.watcher.requestNow();
    await settle();
    expect([leader.requests, leader.problems]).to.deep.equal([[], []]);
  });

  it('follows without requests of its own where it only pushes, also when the leader has another token', async () => {
    const browser = new FakeBrowser();
    const leader = await setUp({browser});
    const follower = await setUp({browser, polls: false});
    leader.server.respond = () => status('CREATED', {tokenUrl: 'https://qr.payby.com?ft=another'});
    leader.watcher.requestNow();
    await settle();
    expect([words(follower.updates), follower.requests, follower.problems]).to.deep.equal([
      ['CREATED'],
      [],
      [],
    ]);
  });

  it('polls for the final status at its own pace, though its stream speaks', async () => {
    const {clock, requests, streams, watcher} = await setUp();
    await last(streams).send(ALIVE);
    watcher.follow(ended);
    await settle();
    await clock.advance(10_000);
    expect(requests.length).to.be.greaterThan(3);
  });

  it('requests nothing on a return to the page while the stream speaks', async () => {
    for (const speaks of [true, false]) {
      const {clock, environment, requests, streams} = await setUp();
      await clock.advance(5000); // the first request was sent, and the second is not due for 3 s
      if (speaks) await last(streams).send(ALIVE);
      await clock.advance(2000);
      const before = requests.length;
      environment.notify();
      await settle();
      expect(requests.length - before, `speaks: ${String(speaks)}`).to.equal(speaks ? 0 : 1);
    }
  });

  describe('as the only source', () => {
    it('is enough, and is opened anew at the end of the order, for the final status', async () => {
      const {requests, streams, updates, watcher} = await setUp({polls: false});
      expect(watcher.hasSource).to.equal(true);
      await last(streams).send(answer(status('CREATED')));
      watcher.follow(ended);
      await settle();
      expect(streams.map(({signal}) => signal.aborted)).to.deep.equal([true, false]);
      await last(streams).send(answer(status('PAID_SUCCESS')));
      expect([words(updates), requests]).to.deep.equal([['CREATED', 'PAID_SUCCESS'], []]);
    });

    it('stays open at the end of the order where the status is polled, too', async () => {
      const {requests, streams, watcher} = await setUp();
      watcher.follow(ended);
      await settle();
      expect([streams.length, requests.length]).to.deep.equal([1, 1]);
    });

    it('is never given up, however often it is silent', async () => {
      const {clock, problems, streams} = await setUp({polls: false});
      await clock.advance(10 * (STREAM_SILENCE_MS + 15_000));
      expect(streams.length).to.be.above(5);
      expect(problems).to.deep.equal([]);
    });
  });

  it('is given up after three silent streams where polling goes on, and opened again as the only source', async () => {
    const {clock, host, problems, streams, watcher} = await setUp();
    await clock.advance(10 * (STREAM_SILENCE_MS + 15_000));
    expect([streams.length, problems.map(({code}) => code)]).to.deep.equal([3, ['stream-silent']]);
    host.statusSource = null;
    watcher.checkSources();
    await settle();
    expect(streams).to.have.length(4);
  });
});
