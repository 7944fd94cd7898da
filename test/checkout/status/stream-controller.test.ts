import {expect} from '@open-wc/testing';
import {StreamController} from '../../../src/checkout/status/stream-controller.js';
import {StatusProblem, type Problem} from '../../../src/core/errors.js';
import type {StreamSignal} from '../../../src/core/status/sse-parser.js';
import {FakeEnvironment} from '../../support/fake-environment.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';
import {outage} from '../../support/scripted-source.js';

type Step = IteratorResult<StreamSignal, undefined>;

/** A stream whose signals the test sends. Like a hanging stream, it does not end when its AbortSignal aborts. */
class ManualStream implements AsyncIterable<StreamSignal> {
  readonly signal: AbortSignal;
  readonly #steps: Promise<Step>[] = [];
  readonly #waiting: ((step: Promise<Step>) => void)[] = [];

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamSignal, undefined> {
    return {
      next: () => this.#steps.shift() ?? new Promise<Step>((resolve) => this.#waiting.push(resolve)),
    };
  }

  beat(): void {
    this.#put(Promise.resolve({done: false, value: {kind: 'alive'}}));
  }
  answer(payload: unknown): void {
    this.#put(Promise.resolve({done: false, value: {kind: 'answer', payload}}));
  }
  end(): void {
    this.#put(Promise.resolve({done: true, value: undefined}));
  }
  fail(reason: Error): void {
    const step = Promise.reject<Step>(reason);
    step.catch(() => undefined); // the controller may have stopped reading
    this.#put(step);
  }

  #put(step: Promise<Step>): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(step);
    else this.#steps.push(step);
  }
}

/** A controller whose streams the test controls. `random` is 1 by default, which makes every delay the longest. */
function setUp({random = 1, isOutage = false} = {}) {
  const host = new FakeHost();
  const clock = new ManualClock();
  const environment = new FakeEnvironment();
  const streams: ManualStream[] = [];
  const payloads: unknown[] = [];
  const alive: boolean[] = [];
  const refused: unknown[] = [];
  const openings: number[] = [];
  const beats: number[] = [];
  const callbacks = {
    open: (signal: AbortSignal): AsyncIterable<StreamSignal> => {
      const stream = new ManualStream(signal);
      streams.push(stream);
      return stream;
    },
    onAnswer: (payload: unknown, openedAt: number): boolean => {
      payloads.push(payload);
      openings.push(openedAt);
      return payload !== 'refused';
    },
    onAliveChange: (isAlive: boolean) => void alive.push(isAlive),
    onBeat: () => void beats.push(clock.now()),
    onProblem: (problem: Problem) => void refused.push(problem),
    isOutage: () => isOutage,
  };
  const controller = new StreamController(host, {clock, environment, random: () => random}, callbacks);
  const openStreams = (): number => streams.filter(({signal}) => !signal.aborted).length;
  const openResources = (): [number, number, number] => [
    clock.sleeping,
    environment.listeners.size,
    openStreams(),
  ];
  return {
    host,
    clock,
    environment,
    streams,
    payloads,
    alive,
    refused,
    openings,
    beats,
    callbacks,
    controller,
    openStreams,
    openResources,
  };
}

/** The same with its first stream open and alive. */
async function setUpAlive(options: {random?: number; isOutage?: boolean} = {}) {
  const parts = setUp(options);
  parts.host.connect();
  parts.controller.start('M-1');
  await settle();
  parts.streams[0]!.beat();
  await settle();
  return parts;
}

const refusal = (): StatusProblem =>
  new StatusProblem({code: 'status-refused', message: 'answers 404', retryable: false}, 30_000);

describe('StreamController', () => {
  it('opens no stream until it is started, its host is connected and the page is visible', async () => {
    const {host, environment, controller, streams} = setUp();
    environment.hide();
    host.connect();
    await settle();
    controller.start('M-1');
    await settle();
    expect(streams).to.have.length(0);
    environment.show();
    await settle();
    expect(streams).to.have.length(1);

    const other = setUp();
    other.controller.start('M-1');
    await settle();
    expect(other.streams).to.have.length(0);
    other.host.connect();
    await settle();
    expect(other.streams).to.have.length(1);

    const third = setUp();
    third.host.connect();
    await third.clock.advance(60_000);
    expect(third.streams).to.have.length(0);
  });

  it('reports once that the stream is alive, on its first signal', async () => {
    const {host, controller, streams, alive, payloads} = setUp();
    host.connect();
    controller.start('M-1');
    await settle();
    expect([controller.isAlive, alive]).to.deep.equal([false, []]);
    streams[0]!.beat();
    streams[0]!.beat();
    streams[0]!.answer('paid');
    await settle();
    expect([controller.isAlive, alive, payloads]).to.deep.equal([true, [true], ['paid']]);
  });

  it('passes on every answer, in order', async () => {
    const {streams, payloads} = await setUpAlive();
    for (const word of ['a', 'b', 'c']) streams[0]!.answer(word);
    await settle();
    expect(payloads).to.deep.equal(['a', 'b', 'c']);
  });

  it('keeps its stream open while signals arrive', async () => {
    const {clock, streams, controller, alive} = await setUpAlive();
    for (let i = 0; i < 100; i++) {
      await clock.advance(29_999);
      streams[0]!.beat();
      await settle();
    }
    expect([streams.length, controller.isAlive, alive]).to.deep.equal([1, true, [true]]);
  });

  it('closes a stream that is silent for 30 seconds', async () => {
    const {clock, streams, controller, alive} = await setUpAlive();
    await clock.advance(29_999);
    expect([controller.isAlive, streams[0]!.signal.aborted]).to.deep.equal([true, false]);
    await clock.advance(1);
    expect([controller.isAlive, streams[0]!.signal.aborted]).to.deep.equal([false, true]);
    expect(alive).to.deep.equal([true, false]);
  });

  it('closes a stream that never sends a signal', async () => {
    const {host, clock, controller, streams, alive} = setUp();
    host.connect();
    controller.start('M-1');
    await clock.advance(30_000);
    expect([streams.length, streams[0]!.signal.aborted, alive]).to.deep.equal([1, true, []]);
    await clock.advance(15_000);
    expect(streams).to.have.length(2);
  });

  const breaks: [string, (stream: ManualStream) => void][] = [
    ['ends', (stream) => stream.end()],
    ['breaks', (stream) => stream.fail(new TypeError('network error'))],
    ['reports an outage', (stream) => stream.fail(outage())],
  ];
  for (const [what, play] of breaks) {
    it(`reopens the stream within 15 seconds, never at once, when it ${what}`, async () => {
      for (const [random, delayMs] of [
        [0, 500],
        [0.5, 7750],
        [1, 15_000],
      ] as const) {
        const {clock, streams, controller, alive, refused, openStreams} = await setUpAlive({random});
        play(streams[0]!);
        await settle();
        expect([controller.isAlive, openStreams()]).to.deep.equal([false, 0]);
        await clock.advance(delayMs - 1);
        expect(streams, `random ${random}`).to.have.length(1);
        await clock.advance(1);
        expect(streams, `random ${random}`).to.have.length(2);
        streams[1]!.beat();
        await settle();
        expect([alive, refused]).to.deep.equal([[true, false, true], []]);
      }
    });
  }

  it('delays every stream of a long outage', async () => {
    const {clock, streams} = await setUpAlive({random: 0.5});
    for (let i = 0; i < 8; i++) {
      streams[i]!.fail(outage());
      await clock.advance(7749);
      expect(streams).to.have.length(i + 1);
      await clock.advance(1);
      expect(streams).to.have.length(i + 2);
    }
  });

  it('obeys Retry-After up to a limit, plus a random delay', async () => {
    const {clock, streams} = await setUpAlive({random: 0.5});
    streams[0]!.fail(outage(40_000));
    await clock.advance(40_000 + 7749);
    expect(streams).to.have.length(1);
    await clock.advance(1);
    expect(streams).to.have.length(2);
    streams[1]!.fail(outage(1e12));
    await clock.advance(600_000 + 7750);
    expect(streams).to.have.length(3);
  });

  it('retries when opening the stream throws', async () => {
    const {host, clock, controller, streams, callbacks, refused} = setUp();
    const {open} = callbacks;
    callbacks.open = () => {
      throw new TypeError('no such address');
    };
    host.connect();
    controller.start('M-1');
    await settle();
    callbacks.open = open;
    await clock.advance(15_000);
    expect([streams.length, refused]).to.deep.equal([1, []]);
  });

  it('reports a refusal, and delays the next stream by a minute', async () => {
    const {clock, streams, alive, refused} = await setUpAlive({random: 0});
    const thrown = refusal();
    streams[0]!.fail(thrown);
    await settle();
    expect([refused, alive]).to.deep.equal([[thrown.problem], [true, false]]);
    await clock.advance(60_000);
    expect(streams).to.have.length(1);
    await clock.advance(500);
    expect(streams).to.have.length(2);
  });

  it('does not retry a refused stream when the page is hidden and shown', async () => {
    const {clock, environment, streams} = await setUpAlive();
    streams[0]!.fail(refusal());
    await clock.advance(10_000);
    environment.hide();
    await clock.advance(1000);
    environment.show();
    await clock.advance(48_999);
    expect(streams).to.have.length(1);
    await clock.advance(1);
    expect(streams).to.have.length(2);
  });

  it('opens a refused stream at once when it is started for another order, and not for the same', async () => {
    const {clock, controller, streams} = await setUpAlive();
    streams[0]!.fail(refusal());
    await settle();
    controller.stop();
    controller.start('M-1');
    await clock.advance(59_999);
    expect(streams).to.have.length(1);
    controller.start('M-2');
    await settle();
    expect(streams).to.have.length(2);
  });

  it('reports when the stream of an answer was opened', async () => {
    const {clock, streams, openings} = await setUpAlive();
    const openedAt = clock.now();
    await clock.advance(20_000);
    streams[0]!.answer('paid');
    await settle();
    expect(openings).to.deep.equal([openedAt]);
  });

  it('reports each heartbeat of a stream that is alive, and no answer as one', async () => {
    const {streams, beats} = await setUpAlive();
    streams[0]!.answer('accepted');
    streams[0]!.beat();
    streams[0]!.answer('refused');
    streams[0]!.beat();
    await settle();
    expect(beats).to.have.length(2);
  });

  it('does not call a stream alive whose answers are refused, whatever its heartbeats', async () => {
    const {controller, streams, alive} = await setUpAlive();
    const states: boolean[] = [];
    for (const say of ['refused', undefined, 'accepted', undefined]) {
      if (say) streams[0]!.answer(say);
      else streams[0]!.beat();
      await settle();
      states.push(controller.isAlive);
    }
    expect(states).to.deep.equal([false, false, true, true]);
    expect(alive).to.deep.equal([true, false, true]);
  });

  describe('with silent streams', () => {
    /** Lets stream after stream end in this way, for `ms`. */
    type Life = (stream: ManualStream, clock: ManualClock) => Promise<void>;
    const silent: Life = async (_stream, clock) => clock.advance(30_000);
    const cutWithoutByte: Life = async (stream, clock) => {
      await clock.advance(8000);
      stream.end();
      await settle();
    };
    const brokenWithoutByte: Life = async (stream, clock) => {
      await clock.advance(8000);
      stream.fail(new TypeError('network error'));
      await settle();
    };
    const opensOnly: Life = async (stream, clock) => {
      stream.beat();
      await clock.advance(30_000);
    };
    const sendsAndEnds: Life = async (stream, clock) => {
      stream.beat();
      await clock.advance(8000);
      stream.end();
      await settle();
    };
    const sendsOn: Life = async (stream, clock) => {
      stream.beat();
      await clock.advance(15_000);
      stream.beat();
      await clock.advance(30_000);
    };
    const refusedAtOnce: Life = async (stream) => {
      stream.fail(new TypeError('connection refused'));
      await settle();
    };
    const live = async (lives: readonly Life[], isOutage = false) => {
      const parts = setUp({isOutage});
      parts.host.connect();
      parts.controller.start('M-1');
      await settle();
      for (const [index, life] of lives.entries()) {
        if (!parts.streams[index]) break;
        await life(parts.streams[index], parts.clock);
        await parts.clock.advance(15_000);
      }
      return parts;
    };
    const SILENT = ['stream-silent'];
    const rows: readonly (readonly [string, readonly Life[], boolean, number, readonly string[]])[] = [
      ['three that send nothing', [silent, silent, silent, silent], false, 3, SILENT],
      [
        'three that are cut without a byte',
        [cutWithoutByte, cutWithoutByte, cutWithoutByte, silent],
        false,
        3,
        SILENT,
      ],
      [
        'three that break without a byte',
        [brokenWithoutByte, brokenWithoutByte, brokenWithoutByte, silent],
        false,
        3,
        SILENT,
      ],
      [
        'three that send nothing after they opened',
        [opensOnly, opensOnly, opensOnly, silent],
        false,
        3,
        SILENT,
      ],
      [
        'all kinds of silence, after one that spoke',
        [silent, silent, opensOnly, cutWithoutByte, silent, silent],
        false,
        5,
        SILENT,
      ],
      ['two, and one that sends', [silent, silent, sendsOn, silent, silent, sendsOn], false, 7, []],
      [
        'two, and one that sends and ends',
        [silent, silent, sendsAndEnds, silent, silent, sendsAndEnds],
        false,
        7,
        [],
      ],
      ['many that send, and are cut every 8 s', Array<Life>(9).fill(sendsAndEnds), false, 10, []],
      ['many refused connections', Array<Life>(9).fill(refusedAtOnce), false, 10, []],
      ['many during an outage', Array<Life>(9).fill(silent), true, 10, []],
    ];
    for (const [what, lives, isOutage, opened, codes] of rows) {
      it(`${codes.length ? 'reports stream-silent once and stays closed' : 'goes on opening streams'} after ${what}`, async () => {
        const {clock, environment, controller, streams, refused, openResources} = await live(lives, isOutage);
        expect([streams.length, refused.map((problem) => (problem as Problem).code)]).to.deep.equal([
          opened,
          codes,
        ]);
        if (codes.length === 0) return;
        expect((refused[0] as Problem).retryable).to.equal(true);
        environment.hide();
        environment.show();
        controller.start('M-1');
        await clock.advance(600_000);
        expect([streams.length, refused.length, openResources()]).to.deep.equal([opened, 1, [0, 1, 0]]);
        controller.start('M-2');
        await settle();
        expect(streams, 'another order').to.have.length(opened + 1);
      });
    }

    it('trusts a stream after a silent one as soon as it sends something', async () => {
      const {controller, streams} = await live([silent]);
      expect(controller.isAlive).to.equal(false);
      streams[1]!.beat();
      await settle();
      expect(controller.isAlive).to.equal(true);
    });

    it('trusts a stream after one that spoke only when it opened by its next heartbeat', async () => {
      const {clock, controller, streams, payloads} = await live([opensOnly]);
      streams[1]!.answer('the status when it opened');
      await settle();
      expect([controller.isAlive, payloads.length]).to.deep.equal([false, 1]);
      await clock.advance(15_000);
      streams[1]!.beat();
      await settle();
      expect(controller.isAlive).to.equal(true);
    });
  });
});

describe('StreamController: page and host', () => {
  it('closes the stream while the page is hidden, and opens it at once when it is shown', async () => {
    const {clock, environment, streams, controller, alive, openStreams} = await setUpAlive();
    environment.hide();
    expect([controller.isAlive, openStreams(), alive]).to.deep.equal([false, 0, [true, false]]);
    await clock.advance(3_600_000);
    expect([streams.length, clock.sleeping]).to.deep.equal([1, 0]);
    environment.show();
    await settle();
    expect([streams.length, controller.isAlive], 'without any time passing').to.deep.equal([2, false]);
    streams[1]!.beat();
    await settle();
    expect(alive).to.deep.equal([true, false, true]);
  });

  it('opens a broken stream at once when the page becomes visible', async () => {
    const {clock, environment, streams} = await setUpAlive();
    streams[0]!.end();
    await clock.advance(1000);
    environment.hide();
    environment.show();
    await settle();
    expect(streams).to.have.length(2);
  });

  it('keeps its stream and its delay on a focus event', async () => {
    const {clock, environment, streams, alive} = await setUpAlive();
    environment.notify();
    await settle();
    expect([streams.length, alive]).to.deep.equal([1, [true]]);
    streams[0]!.end();
    await clock.advance(1000);
    environment.notify();
    await clock.advance(13_999);
    expect(streams).to.have.length(1);
  });

  it('opens one stream however fast the page is hidden and shown', async () => {
    const {environment, streams, openStreams} = await setUpAlive();
    for (let i = 0; i < 5; i++) {
      environment.hide();
      environment.show();
    }
    await settle();
    expect(openStreams()).to.equal(1);
    expect(streams.at(-1)!.signal.aborted).to.equal(false);
  });

  it('does not close the stream when its host is moved within the document', async () => {
    const {host, streams, alive, payloads, environment} = await setUpAlive();
    host.disconnect();
    host.connect();
    await settle();
    streams[0]!.answer('paid');
    await settle();
    expect([streams.length, alive, payloads]).to.deep.equal([1, [true], ['paid']]);
    expect(environment.listeners.size).to.equal(1);
  });

  it('leaves no timer, listener or stream when its host is removed in any state', async () => {
    const open = await setUpAlive();
    open.host.disconnect();
    await settle();
    expect(open.openResources()).to.deep.equal([0, 0, 0]);
    expect(open.alive).to.deep.equal([true, false]);

    const delayed = await setUpAlive();
    delayed.streams[0]!.end();
    await settle();
    delayed.host.disconnect();
    await settle();
    expect(delayed.openResources()).to.deep.equal([0, 0, 0]);

    const connecting = setUp();
    connecting.host.connect();
    connecting.controller.start('M-1');
    connecting.host.disconnect();
    await settle();
    expect(connecting.openResources()).to.deep.equal([0, 0, 0]);

    const refused = await setUpAlive();
    refused.streams[0]!.fail(refusal());
    await settle();
    refused.environment.hide();
    refused.environment.show();
    await settle();
    refused.host.disconnect();
    await settle();
    expect(refused.openResources()).to.deep.equal([0, 0, 0]);

    for (const {clock, streams} of [open, delayed, connecting, refused]) {
      const count = streams.length;
      await clock.advance(600_000);
      expect(streams).to.have.length(count);
    }
  });

  it('opens the stream again when its host is connected again', async () => {
    const {host, streams, controller} = await setUpAlive();
    host.disconnect();
    await settle();
    host.connect();
    await settle();
    expect(streams).to.have.length(2);
    controller.stop();
    host.disconnect();
    await settle();
    host.connect();
    await settle();
    expect(streams).to.have.length(2);
  });

  it('closes the stream on stop(), and ignores signals that arrive afterwards', async () => {
    const {clock, controller, streams, payloads, alive, refused} = await setUpAlive();
    controller.stop();
    expect([controller.isAlive, streams[0]!.signal.aborted, alive]).to.deep.equal([
      false,
      true,
      [true, false],
    ]);
    streams[0]!.answer('late');
    streams[0]!.fail(refusal());
    await clock.advance(600_000);
    expect([streams.length, payloads, alive, refused, clock.sleeping]).to.deep.equal([
      1,
      [],
      [true, false],
      [],
      0,
    ]);
  });

  it('delivers no answer after stop(), at whatever step of its delivery', async () => {
    for (let steps = 0; steps < 30; steps++) {
      const {host, controller, streams, payloads, alive} = setUp();
      host.connect();
      controller.start('M-1');
      await settle();
      streams[0]!.answer('on its way');
      for (let i = 0; i < steps; i++) await Promise.resolve();
      const before = payloads.length;
      controller.stop();
      await settle();
      expect([payloads.length, controller.isAlive], `after ${steps} steps`).to.deep.equal([before, false]);
      expect(alive).to.deep.equal(before ? [true, false] : []);
    }
  });

  it('delivers no answer of the previous stream after start()', async () => {
    const {controller, streams, payloads, refused, clock} = await setUpAlive();
    streams[0]!.fail(refusal());
    controller.start('M-1');
    await settle();
    streams[0]!.answer('of the order before');
    streams[1]!.answer('of this order');
    await settle();
    expect([payloads, refused]).to.deep.equal([['of this order'], []]);
    streams[1]!.end();
    await clock.advance(15_000);
    expect(streams, 'the refusal of the previous stream is ignored').to.have.length(3);
  });

  it('can be stopped by onAnswer', async () => {
    const {clock, controller, streams, callbacks, payloads, openStreams} = await setUpAlive();
    callbacks.onAnswer = (payload) => {
      payloads.push(payload);
      controller.stop();
      return true;
    };
    streams[0]!.answer('paid');
    streams[0]!.answer('too much');
    await clock.advance(60_000);
    expect([payloads, openStreams(), clock.sleeping]).to.deep.equal([['paid'], 0, 0]);
  });

  it('can be stopped by onAliveChange', async () => {
    const {host, clock, controller, streams, callbacks, payloads, openStreams} = setUp();
    callbacks.onAliveChange = (isAlive) => {
      if (isAlive) controller.stop();
    };
    host.connect();
    controller.start('M-1');
    await settle();
    streams[0]!.answer('paid');
    await clock.advance(60_000);
    expect([payloads, openStreams(), clock.sleeping]).to.deep.equal([['paid'], 0, 0]);
  });
});
