/**
 * Finds out what became of an order: by asking, by a stream where there is one, and from other tabs that show the
 * same order, of which one asks for all. Says what it hears and decides nothing.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Connection} from '../../core/order/checkout-messages.js';
import {
  hasOrder,
  watchOf,
  type CheckoutState,
  type StateWithOrder,
} from '../../core/order/checkout-machine.js';
import type {Clock} from '../../core/clock.js';
import {problemFrom, StatusProblem, type Problem} from '../../core/errors.js';
import type {OpenStream} from '../../core/status/sse-parser.js';
import {readStatus} from '../../core/order/order-status.js';
import type {Report} from '../../core/status/poller.js';
import {
  FALLBACK_MS,
  firstRestMs,
  followerRestMs,
  GRACE_MS,
  restMs,
  RETURN_GAP_MS,
  safetyRestMs,
  STREAM_OPENS_WITHIN_MS,
} from '../../core/status/poll-schedule.js';
import type {AskStatus, Credentials, StatusSource} from '../../core/status/status-source.js';
import type {Environment} from '../../shared/page-environment.js';
import {SharedOrder, type Heard, type Tabs} from './tab-leader.js';
import {StatusController} from './status-controller.js';
import {StreamController} from './stream-controller.js';

export interface WatchHost extends ReactiveControllerHost {
  readonly statusUrl: string | null;
  readonly streamUrl: string | null;
  readonly credentials: Credentials;
  /** Goes before `statusUrl`. */
  readonly statusSource: StatusSource | null;
}

export interface WatchSurroundings {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly tabs: Tabs;
  /** Make a source of an address template. */
  readonly httpSource: (template: string, credentials: Credentials) => AskStatus;
  readonly streamSource: (template: string, credentials: Credentials) => OpenStream;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

export interface WatchListener {
  heard(heard: Heard): void;
  problem(problem: Problem): void;
  connectionChanged(): void;
  /** The page was shown, hidden, cut off or is back: time may have passed. */
  environmentChanged(): void;
}

/** Failures in a row after which the weather is told. */
const LASTING = 3;

export class OrderWatch implements ReactiveController {
  readonly #host: WatchHost;
  readonly #surroundings: WatchSurroundings;
  readonly #listener: WatchListener;
  readonly #status: StatusController<Heard>;
  readonly #stream: StreamController;
  readonly #shared: SharedOrder;
  /** Whom to ask, `undefined` when the page only pushes. */
  #ask: AskStatus | undefined;
  #open: OpenStream | undefined;
  #state: CheckoutState = {phase: 'idle'};
  #connected = false;
  #connection: Connection = 'steady';
  #failures = 0;
  #hasEnded = false;
  /** The server has told `serverTime`: a `Date`, which may be that of a proxy, is of no interest any more. */
  #tellsTime = false;
  /** Somebody wanted an answer while another tab was to ask, or none yet. */
  #isAnswerWanted = false;
  /** Device times: from when the spacing of questions counts, of the last question, and of the last answer. */
  #since = 0;
  #askedAt: number | undefined;
  #heardAt: number | undefined;

  constructor(host: WatchHost, surroundings: WatchSurroundings, listener: WatchListener) {
    this.#host = host;
    this.#surroundings = surroundings;
    this.#listener = listener;
    const {clock, environment, tabs} = surroundings;
    this.#status = new StatusController<Heard>(host, clock, environment, {
      load: (signal) => this.#load(signal),
      restMs: (report) => this.#restMs(report),
      heard: (report) => {
        this.#heardReport(report);
      },
      environmentChanged: () => {
        listener.environmentChanged();
        // Back on the page, it either leads in a moment or has to hear nothing for a while first
        if (!this.#shared.leads) this.#followOn();
        this.#noteFailures(this.#failures);
      },
      asksOnReturn: () => this.#shared.leads && !this.#stream.isAlive,
    });
    this.#stream = new StreamController(host, surroundings, {
      open: (signal) => this.#openStream(signal),
      heard: ({payload}) => {
        this.push(payload);
      },
      aliveChanged: (isAlive) => {
        this.#status.restAnew(isAlive ? this.#restMs(undefined) : surroundings.random() * FALLBACK_MS);
      },
      refused: (thrown) => {
        listener.problem(problemFrom(thrown));
      },
    });
    this.#shared = new SharedOrder(tabs, environment, {
      leadChanged: (leads) => {
        if (leads) this.#run();
        else this.#stream.stop();
      },
      heard: (heard) => {
        if (!this.#shared.leads) this.#followOn();
        this.#noteHeard(heard);
      },
      askWanted: () => {
        this.#status.askNow();
      },
    });
    host.addController(this);
    this.#chooseSources();
  }

  get connection(): Connection {
    return this.#connection;
  }
  /** True when the weather has lasted long enough to be worth a sentence. */
  get isConnectionPoor(): boolean {
    return this.#failures >= LASTING;
  }
  /** True when an order expired and the time of watching for a late payment is over. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }
  /** Device time of the last answer, ms. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }
  get hasSource(): boolean {
    return Boolean(this.#ask ?? this.#open);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#join();
  }

  hostDisconnected(): void {
    this.#connected = false;
    // A move within the document connects again before this microtask.
    queueMicrotask(() => {
      if (!this.#connected) this.#shared.leave();
    });
  }

  /** Another order, or none: nothing of the one before is heard any more. */
  begin(state: CheckoutState): void {
    this.#end();
    this.#failures = 0;
    this.#hasEnded = false;
    this.#isAnswerWanted = false;
    this.#askedAt = undefined;
    this.#heardAt = undefined;
    this.#since = this.#surroundings.clock.now();
    this.#state = state;
    this.#join();
  }

  /** The same order in another state. */
  follow(state: CheckoutState): void {
    const before = this.#state;
    this.#state = state;
    const purpose = watchOf(state);
    if (purpose === undefined) this.#end();
    if (state.phase === before.phase) return;
    if (state.phase === 'scanned') this.#since = this.#surroundings.clock.now() - 8000; // back to the brisk end
    if (purpose === 'last-word' && this.#shared.leads) this.#status.askNow({again: true});
    if (purpose === 'grace') this.#since = this.#surroundings.clock.now();
  }

  /** To be called when the one to ask has changed. */
  sourceChanged(): void {
    this.#chooseSources();
    this.#end();
    this.#join();
  }

  /** Asks at once, whatever the schedule says. */
  askNow(): void {
    if (!hasOrder(this.#state) || !this.#ask) return;
    // After the last word nobody leads: this tab asks once for itself
    const isDone = watchOf(this.#state) === undefined || this.#hasEnded;
    if (isDone) this.#status.start();
    this.#isAnswerWanted = !isDone && !this.#shared.leads;
    if (this.#isAnswerWanted) this.#shared.askForAnswer();
    else this.#status.askNow();
  }

  /** A status that came by itself: through the stream, or from the page. */
  push(payload: unknown): void {
    if (!hasOrder(this.#state)) return;
    try {
      const report = readStatus(payload, this.#state.order);
      const now = this.#surroundings.clock.now();
      const heard = {report, askedAt: now, receivedAt: now, servedAt: report.serverTime};
      this.#shared.tell(heard);
      this.#noteHeard(heard);
    } catch (thrown) {
      if (!(thrown instanceof StatusProblem)) throw thrown;
      this.#listener.problem(thrown.problem);
    }
  }

  #chooseSources(): void {
    this.#tellsTime = false;
    const {statusSource, statusUrl, streamUrl, credentials} = this.#host;
    const {httpSource, streamSource} = this.#surroundings;
    if (statusSource) this.#ask = async (order, signal) => ({payload: await statusSource(order, {signal})});
    else this.#ask = statusUrl ? httpSource(statusUrl, credentials) : undefined;
    this.#open = streamUrl ? streamSource(streamUrl, credentials) : undefined;
  }

  #join(): void {
    if (!this.#connected || !this.hasSource || !watchOf(this.#state) || !hasOrder(this.#state)) return;
    const {merchantOrderNo, totalAmount} = this.#state.order;
    this.#shared.join([merchantOrderNo, totalAmount.amount, totalAmount.currency].join(' '));
    if (this.#ask && !this.#shared.leads) this.#status.start();
  }

  #end(): void {
    this.#shared.leave();
    this.#status.stop();
    this.#stream.stop();
  }

  /** This tab asks for all. */
  #run(): void {
    if (this.#ask) this.#status.start();
    if (this.#open) this.#stream.start();
    if (this.#isAnswerWanted) this.#status.askNow();
  }

  /** Another tab asks; this one only makes sure that it does. */
  #followOn(): void {
    this.#status.restAnew(followerRestMs(this.#surroundings.random()));
  }

  async *#openStream(signal: AbortSignal): ReturnType<OpenStream> {
    if (this.#open && hasOrder(this.#state)) yield* this.#open(this.#state.order, signal);
  }

  async #load(signal: AbortSignal): Promise<Heard> {
    const {clock} = this.#surroundings;
    if (!this.#ask || !hasOrder(this.#state)) throw new Error('nothing to ask'); // stopped in this very moment
    const {order} = this.#state;
    const askedAt = clock.now();
    this.#askedAt = askedAt;
    const {payload, servedAt, repeated} = await this.#ask(order, signal);
    const report = readStatus(payload, order);
    const serverTime = repeated ? undefined : report.serverTime;
    if (serverTime !== undefined) this.#tellsTime = true;
    const dated = this.#tellsTime ? serverTime : servedAt;
    return {report, askedAt, receivedAt: clock.now(), servedAt: dated};
  }

  #restMs(report: Report<Heard> | undefined): number {
    const {clock, random} = this.#surroundings;
    const watch = watchOf(this.#state);
    if (!hasOrder(this.#state) || !watch) return Infinity;
    if (!this.#shared.leads) return followerRestMs(random());
    if (!report && !this.#stream.isAlive) return this.#firstRestMs(this.#state);
    const failures = report?.failures ?? 0;
    if (this.#stream.isAlive && failures === 0 && watch !== 'last-word') return safetyRestMs(random());
    const thrown = report?.kind === 'failure' ? report.thrown : undefined;
    const retryAfterMs = thrown instanceof StatusProblem ? thrown.retryAfterMs : undefined;
    const {paySceneCode} = this.#state.order;
    const elapsedMs = clock.now() - this.#since;
    return restMs({watch, paySceneCode, elapsedMs, failures, retryAfterMs}, random());
  }

  /** At once where there may be news, but not twice within one return to the page, nor before a stream could tell. */
  #firstRestMs(state: StateWithOrder): number {
    const now = this.#surroundings.clock.now();
    if (this.#open) return STREAM_OPENS_WITHIN_MS;
    if (this.#askedAt !== undefined) return Math.max(0, this.#askedAt + RETURN_GAP_MS - now);
    if (watchOf(state) !== 'open') return 0;
    const {requestTime = now} = state.order;
    return firstRestMs(now - requestTime, this.#surroundings.random());
  }

  #heardReport(report: Report<Heard>): void {
    if (report.kind === 'value') {
      this.#shared.tell(report.value);
      this.#noteHeard(report.value);
    } else {
      this.#noteFailures(report.failures);
      const problem = problemFrom(report.thrown);
      if (!problem.retryable || report.failures >= LASTING) this.#listener.problem(problem);
    }
    if (watchOf(this.#state) === undefined) this.#end();
    if (this.#state.phase === 'expired') this.#endGrace();
  }

  #noteHeard(heard: Heard): void {
    this.#heardAt = heard.receivedAt;
    this.#isAnswerWanted = false;
    this.#noteFailures(0);
    this.#listener.heard(heard);
  }

  #endGrace(): void {
    if (this.#surroundings.clock.now() - this.#since <= GRACE_MS) return;
    this.#end();
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const message = 'the order expired half an hour ago and was not paid since; nobody asks any more';
    this.#listener.problem({code: 'watch-ended', message, retryable: true});
  }

  #noteFailures(failures: number): void {
    this.#failures = failures;
    this.#host.requestUpdate();
    const weather = failures > 0 ? 'retrying' : 'steady';
    const connection = this.#surroundings.environment.online ? weather : 'offline';
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#listener.connectionChanged();
  }
}
