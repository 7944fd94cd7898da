/**
 * Any interleaving of answers, pushes, events, visibility, clock jumps, removals and other
 * orders keeps the promises about money. No run waits for real time.
 */
import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {CheckoutController, type CheckoutHost} from '../../src/checkout/checkout-controller.js';
import {hasOrder} from '../../src/core/order/checkout-machine.js';
import type {CheckoutMessage} from '../../src/core/order/checkout-messages.js';
import type {StreamSignal} from '../../src/core/status/sse-parser.js';
import type {RequestStatus, Credentials, StatusSource} from '../../src/core/status/status-source.js';
import {FakeEnvironment} from '../support/fake-environment.js';
import {FakeHost} from '../support/fake-host.js';
import {FakeBrowser} from '../support/fake-tabs.js';
import {ManualClock, settle} from '../support/manual-clock.js';
import {MINUTE, NOON, order, TOKEN} from '../support/orders.js';
import {loadStream} from '../support/load-stream.js';
import {outage} from '../support/scripted-source.js';

const RUNS = navigator.userAgent.includes('Chrome/') ? 10_000 : 2000;
/** Short, so that many runs reach the end of the order. */
const LIFE_MS = 30_000;

interface Answer {
  readonly kind: 'status' | 'garbage' | 'other-order' | 'amount' | 'outage' | 'silence';
  readonly word: string;
  readonly revoked: boolean;
  readonly scanned: boolean;
  readonly delayMs: number;
  readonly hasServerTime: boolean;
  readonly newEndMs: number | undefined;
  readonly reason: string | undefined;
  readonly tokenUrl: string | undefined;
  /** Fields that say nothing, or moments that cannot be one. */
  readonly noise: Readonly<Record<string, unknown>>;
}
type Step =
  | {readonly do: 'pass' | 'jump'; readonly ms: number}
  | {
      readonly do:
        | 'hide'
        | 'show'
        | 'notify'
        | 'offline'
        | 'online'
        | 'remove'
        | 'insert'
        | 'move'
        | 'request'
        | 'cancel';
    }
  | {readonly do: 'extend'; readonly byMs: number}
  | {readonly do: 'push' | 'stream'; readonly answer: Answer}
  | {
      readonly do: 'order';
      readonly number: string;
      readonly status: string;
      readonly tokenUrl: string | null | undefined;
    };

const REASONS = ['expired', 'cancelled', 'failed'];
const CAUSES = ['declined', 'balance', 'limit', 'identity'];
const NO_TOKEN = 'javascript:1';

const words = [
  'CREATED',
  'CREATED',
  'CREATED',
  'PAID_SUCCESS',
  'SETTLED',
  'FAILURE',
  'AUTHORIZATION',
  'nonsense',
];
/** As absent, and as present with nothing, or with a moment of another unit. */
const noise = fc.dictionary(
  fc.constantFrom(
    'totalAmount',
    'paymentInfo',
    'payer',
    'orderNo',
    'failCode',
    'failDes',
    'reason',
    'tokenUrl',
    'expiredTime',
    'serverTime',
  ),
  fc.constantFrom<unknown>(null, undefined, ''),
);
const badMoments = fc.dictionary(
  fc.constantFrom('expiredTime', 'serverTime'),
  fc.constantFrom<unknown>(
    0,
    NaN,
    -NOON,
    NOON / 1000,
    String(NOON / 1000),
    NOON * 1000,
    NOON * 1e6,
    8.64e15,
    true,
  ),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  kind: fc.constantFrom<Answer['kind']>(
    'status',
    'status',
    'status',
    'garbage',
    'other-order',
    'amount',
    'outage',
    'silence',
  ),
  word: fc.constantFrom(...words),
  revoked: fc.oneof({weight: 5, arbitrary: fc.constant(false)}, {weight: 1, arbitrary: fc.constant(true)}),
  scanned: fc.boolean(),
  delayMs: fc.constantFrom(0, 100, 3000, 9000),
  hasServerTime: fc.boolean(),
  newEndMs: fc.constantFrom(undefined, undefined, undefined, 2 * LIFE_MS),
  reason: fc.constantFrom(undefined, undefined, ...REASONS, ...CAUSES, 'nonsense'),
  tokenUrl: fc.constantFrom(undefined, undefined, TOKEN, `${TOKEN}3`, NO_TOKEN),
  noise: fc.oneof(fc.constant({}), noise, badMoments),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 500, 3000, 3000, 10_000, LIFE_MS, 5 * LIFE_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc.constantFrom(-3 * 60 * MINUTE, -5000, 5000, 3 * 60 * MINUTE),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'hide',
        'show',
        'notify',
        'offline',
        'online',
        'remove',
        'insert',
        'move',
        'request',
        'cancel',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('extend' as const),
      byMs: fc.constantFrom(-1000, 1000, LIFE_MS, 5 * LIFE_MS),
    }),
  },
  {weight: 2, arbitrary: fc.record({do: fc.constantFrom('push' as const, 'stream' as const), answer})},
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      number: fc.constantFrom('M-1', 'M-1', 'M-2'),
      status: fc.constantFrom('CREATED', 'CREATED', 'PAID_SUCCESS', 'FAILURE'),
      tokenUrl: fc.constantFrom(TOKEN, `${TOKEN}2`, null, undefined),
    }),
  },
);

class Host extends FakeHost implements CheckoutHost {
  successOn: 'paid' | 'settled' = 'paid';
  statusUrl = null;
  streamUrl: string | null = '/events';
  credentials: Credentials = 'same-origin';
  statusSource: StatusSource | null = null;
}

/** One checkout with a simulated server, page and clock, and a record of every status the server reported. */
class Simulation {
  readonly host = new Host();
  readonly clock = new ManualClock(NOON);
  readonly environment = new FakeEnvironment();
  readonly browser = new FakeBrowser();
  readonly messages: (CheckoutMessage & {readonly of: string})[] = [];
  /** The statuses that the server has reported for each order, `FAILURE` with its reason, and `revoked`. */
  readonly reported = new Map<string, Set<string>>();
  /** The tokens that the server has reported for each order. */
  readonly tokens = new Map<string, Set<unknown>>();
  /** Of the streams, and of the requests that have not been answered. */
  readonly signals = new Set<AbortSignal>();
  readonly checkout: CheckoutController;
  readonly #answers: Answer[];
  #number = 'M-1';
  #isConnected = false;
  #sendToStream: ((signal: StreamSignal) => void) | undefined;

  constructor(answers: Answer[], random: number) {
    this.#answers = answers;
    this.host.statusSource = ({merchantOrderNo}, {signal}) => this.#answer(merchantOrderNo, signal);
    this.checkout = new CheckoutController(this.host, {
      clock: this.clock,
      environment: this.environment,
      tabs: this.browser.openTab(),
      httpSource: (): RequestStatus => () => Promise.reject(new Error('unused')),
      loadStream: loadStream((_order, signal) => this.#stream(signal)),
      random: () => random,
    });
  }

  async run(next: Step): Promise<void> {
    switch (next.do) {
      case 'pass':
        await this.clock.advance(next.ms);
        break;
      case 'jump':
        this.clock.jump(next.ms);
        break;
      case 'hide':
        this.environment.hide();
        break;
      case 'show':
        this.environment.show();
        break;
      case 'notify':
        this.environment.notify();
        break;
      case 'offline':
      case 'online':
        this.environment.online = next.do === 'online';
        this.environment.notify();
        break;
      case 'remove':
        this.#remove();
        break;
      case 'insert':
        this.#insert();
        break;
      case 'move':
        if (this.#isConnected) {
          this.#remove();
          this.#insert();
        }
        break;
      case 'request':
        this.checkout.requestStatus();
        break;
      case 'cancel':
        this.checkout.acceptCancel();
        record(this.reported, this.#number, 'cancel accepted');
        break;
      case 'extend':
        this.checkout.extend(this.clock.now() + next.byMs);
        break;
      case 'push':
        this.checkout.setStatus(this.#payload(next.answer, this.#number));
        break;
      case 'stream':
        this.#sendToStream?.({kind: 'answer', payload: this.#payload(next.answer, this.#number)});
        break;
      case 'order':
        this.#setOrder(next.number, next.status, next.tokenUrl);
        break;
    }
    await settle();
    this.#collect();
    const {state} = this.checkout;
    const tokenUrl = hasOrder(state) ? state.order.tokenUrl : undefined;
    if (tokenUrl !== undefined) expect(this.tokens.get(this.#number)).to.include(tokenUrl);
  }

  start(): void {
    this.#insert();
    this.#setOrder('M-1', 'CREATED');
    this.#collect();
  }

  async end(): Promise<void> {
    this.#remove();
    await settle();
    this.#collect();
  }

  #insert(): void {
    if (!this.#isConnected) this.host.connect();
    this.#isConnected = true;
  }
  #remove(): void {
    if (this.#isConnected) this.host.disconnect();
    this.#isConnected = false;
  }

  #setOrder(number: string, word: string, tokenUrl: string | null | undefined = TOKEN): void {
    this.#number = number;
    this.#recordStatus(number, word);
    record(this.tokens, number, tokenUrl);
    const fields = {merchantOrderNo: number, status: word, expiredTime: NOON + LIFE_MS};
    this.checkout.setOrder({...order(fields), tokenUrl});
  }

  #recordStatus(number: string, word: string, reason?: string): void {
    const cause = CAUSES.find((known) => known === reason);
    const known = cause ? 'failed' : (REASONS.find((known) => known === reason) ?? 'unexplained');
    if (cause) record(this.reported, number, `${word} ${cause}`);
    record(this.reported, number, word === 'FAILURE' ? `FAILURE ${known}` : word);
  }

  #collect(): void {
    for (const message of this.checkout.takeMessages()) {
      this.messages.push({...message, of: this.#number});
    }
  }

  /** Records each status before the checkout receives it. */
  #payload({kind, noise, ...answer}: Answer, number: string): unknown {
    const {word, revoked, scanned, hasServerTime, newEndMs, reason, tokenUrl} = answer;
    if (kind === 'garbage') return '<html>';
    if (kind === 'other-order') return {merchantOrderNo: 'M-9', status: word};
    const base = {merchantOrderNo: number, status: word, revoked, scanned};
    if (kind === 'amount') return {...base, totalAmount: {amount: '1.00', currency: 'AED'}};
    this.#recordStatus(number, word, 'reason' in noise ? undefined : reason);
    if (revoked) this.#recordStatus(number, 'revoked');
    if (tokenUrl !== NO_TOKEN) record(this.tokens, number, tokenUrl);
    return {
      ...base,
      reason,
      tokenUrl,
      ...(hasServerTime ? {serverTime: this.clock.now()} : {}),
      ...(newEndMs ? {expiredTime: NOON + newEndMs} : {}),
      ...noise,
    };
  }

  async #answer(number: string, signal: AbortSignal): Promise<unknown> {
    this.signals.add(signal);
    const next = this.#answers.shift();
    if (!next) throw outage();
    await this.clock.sleep(next.kind === 'silence' ? Infinity : next.delayMs, signal);
    if (signal.aborted) throw new Error('the request was aborted');
    if (next.kind === 'outage') throw outage(next.delayMs || undefined);
    this.signals.delete(signal);
    return this.#payload(next, number);
  }

  async *#stream(signal: AbortSignal): AsyncGenerator<StreamSignal, void> {
    this.signals.add(signal);
    yield {kind: 'alive'};
    while (!signal.aborted) {
      const next = await new Promise<StreamSignal | undefined>((resolve) => {
        this.#sendToStream = resolve;
        signal.addEventListener('abort', () => {
          resolve(undefined);
        });
      });
      if (next) yield next;
    }
  }
}

function record<T>(of: Map<string, Set<T>>, number: string, value: T): void {
  of.set(number, (of.get(number) ?? new Set()).add(value));
}

/** The statuses of which the server must have reported one before the phase may be shown. */
const requiredStatuses: Readonly<Record<string, readonly string[]>> = {
  paid: ['PAID_SUCCESS', 'SETTLED'],
  failed: ['FAILURE failed', 'FAILURE unexplained'],
  cancelled: ['FAILURE cancelled', 'cancel accepted'],
  expired: ['CREATED', 'FAILURE expired'],
  revoked: ['revoked'],
};

function expectPromises(simulation: Simulation): void {
  const outcomes = new Map<string, number>();
  let last: {phase: string; of: string} | undefined;
  for (const {kind, detail, of} of simulation.messages) {
    if (kind === 'change') {
      if (last?.of === of && last.phase === 'paid') expect(detail.phase).to.be.oneOf(['paid', 'revoked']);
      if (last?.of === of && last.phase === 'revoked') expect(detail.phase).to.equal('revoked');
      const needed = requiredStatuses[detail.phase];
      if (needed) expect(needed.some((word) => simulation.reported.get(of)?.has(word))).to.equal(true);
      last = {phase: detail.phase, of};
    }
    if (kind === 'success' || kind === 'failure') {
      expect(detail.merchantOrderNo).to.equal(of);
      const outcome = `${of} ${kind === 'failure' ? detail.reason : 'paid'}`;
      const cause = kind === 'failure' ? detail.cause : undefined;
      if (cause) expect([...(simulation.reported.get(of) ?? [])]).to.include(`FAILURE ${cause}`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  for (const [outcome, times] of outcomes) expect(times, outcome).to.equal(1);
}

function expectNothingLeft({clock, environment, browser, signals}: Simulation): void {
  expect(clock.sleeping, 'pending sleeps').to.equal(0);
  expect(environment.listeners.size, 'listeners').to.equal(0);
  expect([browser.requests.size, browser.listeners.size], 'locks and channels').to.deep.equal([0, 0]);
  expect(
    [...signals].every((signal) => signal.aborted),
    'requests and streams are aborted',
  ).to.equal(true);
}

describe('CheckoutController, with any interleaving of answers, failures and page events', () => {
  const seed = Date.now() % 2 ** 31;

  it(`queues only outcomes that the server reported, each once, and leaves nothing behind (${RUNS} runs, seed ${seed})`, async function () {
    this.timeout(300_000);
    console.info(`truth: ${RUNS} runs with seed ${seed}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, {maxLength: 12}),
        fc.array(step, {minLength: 3, maxLength: 16}),
        fc.double({min: 0, max: 1, noNaN: true}),
        async (answers, steps, random) => {
          const simulation = new Simulation([...answers], random);
          simulation.start();
          for (const next of steps) await simulation.run(next);
          expectPromises(simulation);
          await simulation.end();
          expectNothingLeft(simulation);
        },
      ),
      {numRuns: RUNS, seed},
    );
  });
});
