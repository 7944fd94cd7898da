/**
 * Finds out the status of an order: by polling, by a stream where there is one, and from other tabs that show the same
 * order, of which one polls for all. Reports what it receives and decides nothing.
 */
import type {ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import {problemFrom, StatusProblem, timeInvalid, type Problem} from '../../core/errors.js';
import {
  hasOrder,
  isOpen,
  pollPurpose,
  type CheckoutState,
  type StateWithOrder,
} from '../../core/order/checkout-machine.js';
import type {Connection} from '../../core/order/checkout-messages.js';
import {readStatus} from '../../core/order/order-status.js';
import {isFollowed} from '../../core/status/clock-offset.js';
import {
  BRISK_FROM_MS,
  delayMs,
  firstDelayMs,
  followerDelayMs,
  GRACE_MS,
  LEADER_SENDS_WITHIN_MS,
  MAX_LEADER_FAILING_MS,
  MAX_LEADER_FAILURES,
  RETURN_GAP_MS,
  safetyDelayMs,
  STREAM_SILENCE_MS,
  STREAM_SENDS_WITHIN_MS,
} from '../../core/status/poll-schedule.js';
import {Poller, type PollReport} from '../../core/status/poller.js';
import type {OpenStream} from '../../core/status/sse-parser.js';
import {
  parseCredentials,
  type Credentials,
  type RequestStatus,
  type StatusSource,
} from '../../core/status/status-source.js';
import {LazyPart} from '../../shared/lazy-part.js';
import type {Environment} from '../../shared/page-environment.js';
import {whileConnected} from '../../shared/while-connected.js';
import type {StreamController} from './stream-controller.js';
import {TabLeader, type StatusUpdate, type Tabs} from './tab-leader.js';

export interface WatcherHost extends ReactiveControllerHost {
  readonly statusUrl: string | null;
  readonly streamUrl: string | null;
  readonly credentials: Credentials;
  /** Goes before `statusUrl`. */
  readonly statusSource: StatusSource | null;
}

export interface WatcherOptions {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly tabs: Tabs;
  /** Makes a source of an address template. */
  readonly httpSource: (template: string, credentials: Credentials) => RequestStatus;
  /** Imports what reads a stream. */
  readonly loadStream: () => Promise<StreamModule>;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

type StreamModule = Pick<typeof import('./status-stream.lazy.js'), 'StreamController' | 'streamStatusSource'>;

export interface WatcherCallbacks {
  onStatus(update: StatusUpdate): void;
  onProblem(problem: Problem): void;
  onConnectionChange(): void;
  /** The page was shown, hidden, or went offline or online: time may have passed. */
  onEnvironmentChange(): void;
}

/** Failures in a row from which the connection counts as poor. */
const POOR_AFTER_FAILURES = 3;

export class OrderWatcher {
  readonly #host: WatcherHost;
  readonly #options: WatcherOptions;
  readonly #callbacks: WatcherCallbacks;
  /** Loaded when there is a stream address: until then, and if it cannot be loaded, polling goes on without it. */
  readonly #stream: LazyPart<StreamModule, StreamController>;
  readonly #tabs: TabLeader;
  #poller: Poller<StatusUpdate> | undefined;
  /** The properties of the host from which the two sources below were made. */
  #madeFrom: readonly unknown[] = [];
  /** `undefined` when the page only pushes. */
  #requestStatus: RequestStatus | undefined;
  #streamUrl: string | null = null;
  #state: CheckoutState = {phase: 'idle'};
  #isConnected = false;
  #connection: Connection = 'steady';
  /** Failures in a row as this tab shows them, its own or those of the tab that leads. */
  #failures = 0;
  /** Failed requests of this tab in a row, when the first was sent, and what the server asked for after the last. */
  #ownFailures = 0;
  #failingSince = 0;
  #retryAfterMs: number | undefined;
  /** When it requests again after its last failure, device time. */
  #dueAt = 0;
  /** The server has asked not to be requested before then, device time. */
  #retryAt = 0;
  /** Until then the tab that leads is trusted to poll, device time. */
  #followUntil = 0;
  #hasEnded = false;
  /** Once `serverTime` has been seen, the `Date` header (perhaps a proxy's) is ignored. */
  #hasServerTime = false;
  /** The last `Date` header minus device time, ms: a pushed status has none of its own. */
  #dateOffset: number | undefined;
  /** A request by hand that came while another tab leads, or no tab yet. */
  #isRequestWanted = false;
  /** The leader has received another token, which this tab has to request for itself. */
  #isTokenWanted = false;
  /** Device times: from when the delays are counted, of the last request, and of the last answer. */
  #since = 0;
  #requestedAt: number | undefined;
  #receivedAt: number | undefined;

  constructor(host: WatcherHost, options: WatcherOptions, callbacks: WatcherCallbacks) {
    this.#host = host;
    this.#options = options;
    this.#callbacks = callbacks;
    this.#stream = new LazyPart(host, {
      file: 'status-stream.lazy.js',
      load: options.loadStream,
      create: (module) => this.#createStream(module),
      clock: options.clock,
      reportProblem: callbacks.onProblem,
    });
    this.#tabs = new TabLeader(options.tabs, options.environment, {
      onLeadChange: (leads) => {
        if (leads) this.#lead();
        else this.#stream.part?.stop();
      },
      onStatus: (update) => {
        this.#resetOwnFailures();
        this.#isTokenWanted ||= update.hasNewToken === true;
        this.#receive(update);
        this.#requestToken();
      },
      onState: ({failures, nextMs}) => {
        if (failures > 0) this.#setFailures(Math.max(this.#failures, failures));
        this.#followLeader(followerDelayMs(nextMs, options.random()));
        this.#requestToken();
      },
      onRequest: () => {
        this.#poller?.requestNow();
      },
    });
    whileConnected(host, (signal) => {
      this.#connect(signal);
    });
  }

  get connection(): Connection {
    return this.#connection;
  }
  /** True when several requests in a row have failed. */
  get isConnectionPoor(): boolean {
    return this.#failures >= POOR_AFTER_FAILURES;
  }
  /** True when an expired order is no longer polled for a late payment. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }
  /** Device time of the last answer, ms since epoch; `undefined` before the first. */
  get receivedAt(): number | undefined {
    return this.#receivedAt;
  }
  get hasSource(): boolean {
    return Boolean(this.#requestStatus ?? this.#streamUrl);
  }

  /** Another order, or none: drops everything about the previous one. */
  begin(state: CheckoutState): void {
    this.#end();
    this.#failures = 0;
    this.#resetOwnFailures();
    this.#retryAt = this.#dueAt = 0;
    this.#hasEnded = false;
    this.#isRequestWanted = false;
    this.#isTokenWanted = false;
    this.#requestedAt = undefined;
    this.#receivedAt = undefined;
    this.#since = this.#options.clock.now();
    this.#state = state;
    this.#chooseSources();
    this.#join();
  }

  /** The same order in another state. */
  follow(state: CheckoutState): void {
    const before = this.#state;
    this.#state = state;
    const purpose = pollPurpose(state);
    if (purpose === undefined) this.#end();
    if (state.phase === before.phase && purpose === pollPurpose(before)) return;
    const now = this.#options.clock.now();
    if (state.phase === 'scanned') this.#since = now - BRISK_FROM_MS;
    if (purpose === 'final' && this.#tabs.leads) {
      this.#poller?.requestNow({again: true});
      // Where nothing is polled, only a new stream reports a status given after the end
      if (!this.#requestStatus) this.#startStream(this.#stream.part);
    }
    if (purpose === 'settlement' || purpose === 'grace') this.#since = now;
  }

  /** To be called when the properties of the host may have changed. */
  checkSources(): void {
    if (!this.#chooseSources()) return;
    this.#end();
    this.#join();
  }

  /** Requests the status at once, regardless of the schedule. */
  requestNow(): void {
    this.checkSources();
    if (!hasOrder(this.#state)) return;
    // After the final status no tab leads: this one requests once for itself
    const isDone = pollPurpose(this.#state) === undefined || this.#hasEnded;
    const isReady = this.#isConnected && this.#requestStatus !== undefined;
    this.#isRequestWanted = !isReady || (!isDone && !this.#tabs.leads);
    if (!isReady) return;
    if (isDone) this.#startPolling();
    if (!this.#isRequestWanted) this.#poller?.requestNow();
    else {
      this.#tabs.requestStatus();
      this.#followUntil = 0;
      this.#followLeader(followerDelayMs(0, this.#options.random()), 0); // a frozen leader does not answer
    }
  }

  /**
   * A status that was pushed: by the stream, or by the page. Returns false when it is refused.
   *
   * @param since when it may have been given at the earliest, device time
   */
  push(payload: unknown, since = this.#options.clock.now()): boolean {
    if (!hasOrder(this.#state)) return false;
    try {
      const report = readStatus(payload, this.#state.order);
      const receivedAt = this.#options.clock.now();
      const date = this.#dateOffset === undefined ? undefined : receivedAt + this.#dateOffset;
      const servedAt = this.#followed(report.serverTime, date);
      const update = {report, requestedAt: servedAt ? receivedAt : since, receivedAt, servedAt};
      this.#share(update);
      this.#receive(update);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof StatusProblem)) throw thrown;
      this.#callbacks.onProblem(thrown.problem);
      return false;
    }
  }

  #connect(signal: AbortSignal): void {
    this.#isConnected = true;
    const unobserve = this.#options.environment.observe(this.#handleEnvironment);
    const disconnect = (): void => {
      this.#isConnected = false;
      unobserve();
      this.#end();
    };
    signal.addEventListener('abort', disconnect, {once: true});
    this.#join();
    if (this.#isRequestWanted) this.requestNow();
  }

  readonly #handleEnvironment = (): void => {
    this.#callbacks.onEnvironmentChange();
    // Back on the page, this tab either leads in a moment, or waits for the leader's statuses first
    this.#followLeader(LEADER_SENDS_WITHIN_MS);
    this.#setFailures(this.#failures);
    const {clock, environment} = this.#options;
    if (!environment.visible) this.#resetOwnFailures(); // the payer may sign in elsewhere, and come back
    const isReturn = environment.visible && this.#tabs.leads && !this.#stream.part?.isAlive;
    const last = this.#requestedAt ?? -Infinity;
    if (isReturn && clock.now() >= Math.max(last + RETURN_GAP_MS, this.#retryAt)) this.#poller?.requestNow();
    else this.#poller?.pauseChanged(); // hidden now, or shown again before the planned delay was over
    this.#requestToken();
  };

  /** Returns false when they are those of before. */
  #chooseSources(): boolean {
    const {statusSource, statusUrl, streamUrl} = this.#host;
    const credentials = parseCredentials(this.#host.credentials);
    const madeFrom = [statusSource, statusUrl, streamUrl, credentials];
    if (madeFrom.every((value, index) => value === this.#madeFrom[index])) return false;
    this.#madeFrom = madeFrom;
    this.#hasServerTime = false;
    this.#dateOffset = undefined;
    this.#resetOwnFailures();
    this.#retryAt = this.#dueAt = 0;
    const {httpSource} = this.#options;
    if (statusSource)
      this.#requestStatus = async (order, signal) => ({payload: await statusSource(order, {signal})});
    else this.#requestStatus = statusUrl ? httpSource(statusUrl, credentials) : undefined;
    this.#streamUrl = streamUrl;
    return true;
  }

  #join(): void {
    if (!this.#isConnected || !this.hasSource || !pollPurpose(this.#state) || !hasOrder(this.#state)) return;
    const {merchantOrderNo, totalAmount} = this.#state.order;
    this.#followUntil = this.#options.clock.now() + LEADER_SENDS_WITHIN_MS;
    this.#tabs.join([merchantOrderNo, totalAmount.amount, totalAmount.currency].join(' '));
    if (this.#requestStatus && !this.#tabs.leads) this.#startPolling();
  }

  #end(): void {
    this.#tabs.leave();
    this.#poller?.stop();
    this.#poller = undefined;
    this.#stream.part?.stop();
  }

  /** This tab polls for all. */
  #lead(): void {
    if (this.#requestStatus) this.#startPolling();
    this.#followUntil = 0;
    this.#startStream(this.#stream.part);
    // Once: the lead comes back to the only tab after each failure, and its next request has to wait
    if (!this.#isRequestWanted || !this.#poller) return;
    this.#isRequestWanted = false;
    this.#poller.requestNow();
  }

  /**
   * Another tab polls; this one polls only if that tab says nothing for so long.
   *
   * @param retryAt the server has asked this tab not to request before then, device time
   */
  #followLeader(ms: number, retryAt = this.#retryAt): void {
    if (this.#tabs.leads) return;
    const now = this.#options.clock.now();
    this.#followUntil = Math.max(this.#followUntil, now + ms);
    this.#poller?.reschedule(Math.max(this.#followUntil, retryAt) - now);
  }

  /** Shares a status. The answer of a tab that has requested a new token for itself announces none, or it would not end. */
  #share(update: StatusUpdate): void {
    const {tokenUrl} = update.report;
    const known = hasOrder(this.#state) ? this.#state.order.tokenUrl : undefined;
    const hasNewToken = tokenUrl !== undefined && tokenUrl !== known && !this.#isTokenWanted;
    this.#tabs.share({...update, hasNewToken});
  }

  #requestToken(): void {
    const {clock, environment} = this.#options;
    const mayRequest = environment.visible && clock.now() >= Math.max(this.#retryAt, this.#dueAt);
    if (this.#isTokenWanted && isOpen(this.#state) && mayRequest) this.#poller?.requestNow();
  }

  /** What has failed for this tab before says nothing about its next request. */
  #resetOwnFailures(): void {
    this.#ownFailures = 0;
    this.#retryAfterMs = undefined;
  }

  #startPolling(): void {
    this.#poller?.stop();
    const {clock, environment} = this.#options;
    this.#poller = new Poller<StatusUpdate>({
      clock,
      request: (signal) => this.#request(signal),
      delayMs: (report) => this.#delayMs(!report),
      isPaused: () => !environment.visible,
      onReport: (report) => {
        this.#handleReport(report);
      },
    });
    void this.#poller.run();
  }

  #createStream({StreamController, streamStatusSource}: StreamModule): StreamController {
    const stream = new StreamController(this.#host, this.#options, {
      open: (signal) => this.#openStream(streamStatusSource, signal),
      onAnswer: (payload, openedAt) => this.push(payload, openedAt),
      onAliveChange: (isAlive) => {
        // At random, so that the pages of a shop do not send a request in the second in which their streams break
        this.#poller?.replan(isAlive ? 1 : this.#options.random());
      },
      onBeat: () => {
        this.#tabs.shareState({failures: 0, nextMs: STREAM_SILENCE_MS});
      },
      onProblem: this.#callbacks.onProblem,
      // Where nothing is polled, a stream is the only source, and is never given up
      isOutage: () => this.#failures > 0 || !this.#requestStatus,
    });
    this.#startStream(stream);
    return stream;
  }

  #startStream(stream: StreamController | undefined): void {
    if (!this.#streamUrl || !this.#tabs.leads || !hasOrder(this.#state)) return;
    const {merchantOrderNo} = this.#state.order;
    const credentials = parseCredentials(this.#host.credentials);
    // A stream that was given up is opened again when it becomes the only source
    const key = [this.#streamUrl, credentials, Boolean(this.#requestStatus), merchantOrderNo].join(' ');
    if (stream) stream.start(key);
    else this.#stream.start();
  }

  async *#openStream(
    source: StreamModule['streamStatusSource'],
    signal: AbortSignal,
  ): ReturnType<OpenStream> {
    if (!this.#streamUrl || !hasOrder(this.#state)) return;
    yield* source(this.#streamUrl, parseCredentials(this.#host.credentials))(this.#state.order, signal);
  }

  async #request(signal: AbortSignal): Promise<StatusUpdate> {
    const {clock} = this.#options;
    if (!this.#requestStatus || !hasOrder(this.#state)) throw new Error('There is no order or no source.');
    const {order} = this.#state;
    const requestedAt = clock.now();
    this.#requestedAt = requestedAt;
    const {payload, servedAt, repeated} = await this.#requestStatus(order, signal);
    const report = readStatus(payload, order);
    const receivedAt = clock.now();
    if (servedAt !== undefined) this.#dateOffset = servedAt - receivedAt;
    const reported = repeated ? undefined : report.serverTime;
    const serverTime = this.#followed(reported, servedAt);
    if (serverTime !== undefined) this.#hasServerTime = true;
    const isServerTime = this.#hasServerTime && serverTime === reported;
    return {report, requestedAt, receivedAt, servedAt: isServerTime ? serverTime : servedAt};
  }

  /** The `serverTime` of an answer; `undefined` when the `Date` header contradicts it. */
  #followed(serverTime: number | undefined, date: number | undefined): number | undefined {
    if (serverTime === undefined || isFollowed(serverTime, date, this.#options.clock.now()))
      return serverTime;
    const message = 'contradicts the Date header by more than a day';
    this.#callbacks.onProblem(timeInvalid([{path: 'serverTime', message}]));
    return undefined;
  }

  #delayMs(isFirst: boolean): number {
    const now = this.#options.clock.now();
    const heldUntil = this.#tabs.leads ? this.#retryAt : Math.max(this.#retryAt, this.#followUntil);
    return Math.max(this.#ownDelayMs(isFirst), heldUntil - now);
  }

  /** The delay of a tab that leads. */
  #ownDelayMs(isFirst: boolean): number {
    const {clock, random} = this.#options;
    const purpose = pollPurpose(this.#state);
    if (!hasOrder(this.#state) || !purpose) return Infinity;
    const failures = this.#ownFailures;
    // The lead has come back to this tab, and no other has requested meanwhile
    if (isFirst && failures > 0 && this.#followUntil <= clock.now()) return this.#dueAt - clock.now();
    if (failures === 0) {
      if (this.#stream.part?.isAlive && purpose !== 'final') return safetyDelayMs(random());
      if (isFirst)
        return Math.max(this.#firstDelayMs(this.#state), this.#streamUrl ? STREAM_SENDS_WITHIN_MS : 0);
    }
    const {paySceneCode} = this.#state.order;
    const elapsedMs = clock.now() - this.#since;
    return delayMs({purpose, paySceneCode, elapsedMs, failures, retryAfterMs: this.#retryAfterMs}, random());
  }

  /** None where the status may have changed or another tab has failed, but not twice within one return. */
  #firstDelayMs(state: StateWithOrder): number {
    const now = this.#options.clock.now();
    if (this.#requestedAt !== undefined) return Math.max(0, this.#requestedAt + RETURN_GAP_MS - now);
    if (pollPurpose(state) !== 'open' || this.#failures > 0) return 0;
    const {requestTime = now} = state.order;
    return firstDelayMs(now - requestTime, this.#options.random());
  }

  #handleReport(report: PollReport<StatusUpdate>): void {
    if (report.kind === 'value') {
      this.#resetOwnFailures();
      this.#retryAt = 0;
      this.#share(report.value);
      this.#isTokenWanted = false;
      this.#receive(report.value);
      this.#tabs.shareState({failures: 0, nextMs: this.#delayMs(false)});
    } else this.#handleFailure(report.thrown);
    if (pollPurpose(this.#state) === undefined) this.#end();
    if (this.#state.phase === 'expired') this.#endGrace();
  }

  #handleFailure(thrown: unknown): void {
    const now = this.#options.clock.now();
    const problem = problemFrom(thrown);
    const sentAt = this.#requestedAt ?? now;
    if (this.#ownFailures++ === 0) this.#failingSince = sentAt;
    const failures = this.#ownFailures;
    this.#retryAfterMs = thrown instanceof StatusProblem ? thrown.retryAfterMs : undefined;
    const nextMs = this.#ownDelayMs(false);
    this.#dueAt = now + nextMs;
    if (problem.retryable && this.#retryAfterMs !== undefined) this.#retryAt = this.#dueAt;
    this.#setFailures(Math.max(this.#failures, failures));
    if (!problem.retryable || failures >= POOR_AFTER_FAILURES) this.#callbacks.onProblem(problem);
    this.#tabs.shareState({failures, nextMs});
    // The next request is expected to take as long as this one
    const failingMs = now + nextMs + (now - sentAt) - this.#failingSince;
    const isUseless = failures >= MAX_LEADER_FAILURES || failingMs >= MAX_LEADER_FAILING_MS;
    if (isUseless && !this.#stream.part?.isAlive) this.#tabs.passLead();
  }

  #receive(update: StatusUpdate): void {
    this.#receivedAt = update.receivedAt;
    this.#isRequestWanted = false;
    this.#setFailures(0);
    this.#callbacks.onStatus(update);
  }

  #endGrace(): void {
    if (this.#options.clock.now() - this.#since <= GRACE_MS) return;
    this.#end();
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const message = 'Stopped checking: the order expired 30 minutes ago and is still unpaid.';
    this.#callbacks.onProblem({code: 'watch-ended', message, retryable: true});
  }

  #setFailures(failures: number): void {
    this.#failures = failures;
    this.#host.requestUpdate();
    const online = failures > 0 ? 'retrying' : 'steady';
    const connection = this.#options.environment.online ? online : 'offline';
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#callbacks.onConnectionChange();
  }
}
