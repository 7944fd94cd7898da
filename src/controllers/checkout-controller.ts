/**
 * One order's life on the page. Puts the machine, the questions and the countdown together, and keeps a list of
 * what its host has still to announce, so that an event is fired only when the page shows what it says.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Announcement, Connection} from '../core/announcement.js';
import {
  advance,
  beginning,
  hasOrder,
  isOpen,
  watchOf,
  type CheckoutState,
  type Failure,
  type Phase,
  type StateWithOrder,
  type Success,
  type SuccessOn,
} from '../core/checkout-machine.js';
import type {Clock} from '../core/clock.js';
import {problemFrom, StatusProblem, type Problem} from '../core/errors.js';
import {sameMoney} from '../core/money.js';
import {isNoOrder} from '../core/opening.js';
import {parseOrder, type Order} from '../core/order.js';
import {readStatus, type StatusReport} from '../core/order-status.js';
import type {Report} from '../core/poller.js';
import {firstRestMs, GRACE_MS, restMs} from '../core/schedule.js';
import {clockOffset, givenAt, type Exchange} from '../core/server-clock.js';
import type {AskStatus, Credentials, StatusSource} from '../core/status-source.js';
import {CountdownController} from './countdown-controller.js';
import type {Environment} from './environment.js';
import {StatusController} from './status-controller.js';

export interface CheckoutHost extends ReactiveControllerHost {
  readonly successOn: SuccessOn;
  readonly statusUrl: string | null;
  readonly credentials: Credentials;
  /** Goes before `statusUrl`. */
  readonly statusSource: StatusSource | null;
}

interface Surroundings {
  readonly clock: Clock;
  readonly environment: Environment;
  /** Makes a source of an address template. */
  readonly httpSource: (template: string, credentials: Credentials) => AskStatus;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

interface Heard extends Exchange {
  readonly report: StatusReport;
}

/** Failures in a row after which the weather is told. */
const LASTING = 3;

export class CheckoutController implements ReactiveController {
  readonly #host: CheckoutHost;
  readonly #surroundings: Surroundings;
  readonly #status: StatusController<Heard>;
  readonly #countdown: CountdownController;
  /** Outcomes told so far, over all orders: each is told once, even if an order is handed in again. */
  readonly #told = new Set<string>();
  readonly #knownProblems = new Set<string>();
  /** Whom to ask about an order; `undefined` when the page only pushes. */
  #askStatus: AskStatus | undefined;
  #state: CheckoutState = {phase: 'idle'};
  #result: Success | Failure | null = null;
  #connection: Connection = 'steady';
  #failures = 0;
  /** Server time minus device time, ms. */
  #offset = 0;
  /** Device time from which the spacing of questions counts. */
  #since = 0;
  #hasAsked = false;
  #queue: Announcement[] = [];

  constructor(host: CheckoutHost, surroundings: Surroundings) {
    this.#host = host;
    this.#surroundings = surroundings;
    const {clock, environment} = surroundings;
    this.#status = new StatusController<Heard>(host, clock, environment, {
      load: (signal) => this.#load(signal),
      restMs: (report) => this.#restMs(report),
      heard: (report) => {
        this.#heard(report);
      },
      environmentChanged: () => {
        this.#tick();
        this.#noteConnection(this.#failures);
      },
    });
    this.#countdown = new CountdownController(
      host,
      clock,
      () => this.#counted(),
      () => {
        this.#tick();
      },
    );
    host.addController(this);
    this.sourceChanged();
  }

  get state(): CheckoutState {
    return this.#state;
  }
  get result(): Success | Failure | null {
    return this.#result;
  }
  get connection(): Connection {
    return this.#connection;
  }
  /** True when the weather has lasted long enough to be worth a sentence. */
  get hasLastingTrouble(): boolean {
    return this.#failures >= LASTING;
  }
  /** ms until the order ends on the server's clock, never below 0; `undefined` when it has no end. */
  get remaining(): number | undefined {
    const end = hasOrder(this.#state) ? this.#state.order.expiredTime : undefined;
    return end === undefined ? undefined : Math.max(0, end - this.#now());
  }

  hostConnected(): void {
    this.#tick();
  }

  /** Takes an order in any of its shapes; `null` clears. */
  setOrder(input: unknown): void {
    if (isNoOrder(input)) {
      this.#begin({phase: 'idle'});
      return;
    }
    const parsed = parseOrder(input);
    if (!parsed.ok) {
      this.#begin({phase: 'invalid', issues: parsed.issues});
      const message = 'the order cannot be shown';
      this.#complain({code: 'order-invalid', message, retryable: false, issues: parsed.issues});
    } else if (hasOrder(this.#state) && isSame(this.#state.order, parsed.value)) {
      this.#beginAgain(this.#state, parsed.value);
    } else {
      this.#beginOrder(parsed.value);
    }
  }

  /** The host page has heard something itself. */
  setStatus(payload: unknown): void {
    if (!hasOrder(this.#state)) return;
    try {
      const report = readStatus(payload, this.#state.order);
      const now = this.#device();
      this.#hear({report, askedAt: now, receivedAt: now, servedAt: report.serverTime});
    } catch (thrown) {
      this.#complain(problemFrom(thrown));
    }
  }

  /** Asks at once, whatever the schedule says. */
  askNow(): void {
    if (!hasOrder(this.#state) || !this.#askStatus) return;
    if (watchOf(this.#state) === undefined) this.#status.start();
    this.#status.askNow();
  }

  /** To be called when the one to ask has changed. */
  sourceChanged(): void {
    const {statusSource, statusUrl, credentials} = this.#host;
    if (statusSource) {
      this.#askStatus = async (order, signal) => ({payload: await statusSource(order, {signal})});
    } else {
      this.#askStatus = statusUrl ? this.#surroundings.httpSource(statusUrl, credentials) : undefined;
    }
    if (hasOrder(this.#state)) this.#watch();
  }

  /** Hands over what is to be announced, and forgets it. */
  takeAnnouncements(): readonly Announcement[] {
    return this.#queue.splice(0);
  }

  #beginOrder(order: Order): void {
    const state = beginning(order, this.#now(), this.#host.successOn);
    this.#begin(state);
    const {merchantOrderNo, paySceneCode} = order;
    this.#queue.unshift({kind: 'ready', detail: {merchantOrderNo, paySceneCode}});
    this.#noteWord(order.report);
    if (state.phase === 'confirming' && state.why === 'ended') {
      const message = 'the order was over when it was handed in; the server is asked for its last word';
      const issues = [{path: 'expiredTime', message: 'lies in the past'}];
      this.#complain({code: 'order-expired', message, retryable: true, issues});
    }
    this.#watch();
  }

  /** The order that is shown, handed in again: its facts may be newer, its status is not lost. */
  #beginAgain(state: StateWithOrder, order: Order): void {
    const {orderNo = state.order.orderNo, expiredTime, report} = order;
    const end = expiredTime && Math.max(expiredTime, state.order.expiredTime ?? 0);
    this.#enter({...state, order: {...order, orderNo, expiredTime: end}});
    this.#tick();
    const now = this.#device();
    const isNews = report.word !== 'CREATED' || report.revoked;
    if (isNews) this.#hear({report, askedAt: now, receivedAt: now, servedAt: undefined});
  }

  /** Forgets everything about the order before. */
  #begin(state: CheckoutState): void {
    const previous = this.#state.phase;
    this.#status.stop();
    this.#queue = [];
    this.#knownProblems.clear();
    this.#result = null;
    this.#failures = 0;
    this.#hasAsked = false;
    this.#since = this.#device();
    this.#state = {phase: 'idle'}; // nothing of the order before is carried over, not even that it was paid
    this.#enter(state, previous);
  }

  #device(): number {
    return this.#surroundings.clock.now();
  }
  /** The server's clock, as far as we know it. */
  #now(): number {
    return this.#device() + this.#offset;
  }

  #watch(): void {
    if (this.#askStatus && watchOf(this.#state)) this.#status.start();
    else this.#status.stop();
  }

  async #load(signal: AbortSignal): Promise<Heard> {
    const state = this.#state;
    const ask = this.#askStatus;
    if (!ask || !hasOrder(state)) throw new Error('nothing to ask'); // the questions were stopped meanwhile
    this.#hasAsked = true;
    const askedAt = this.#device();
    const {payload, servedAt, repeated} = await ask(state.order, signal);
    const report = readStatus(payload, state.order);
    const serverTime = repeated ? undefined : report.serverTime;
    return {report, askedAt, receivedAt: this.#device(), servedAt: serverTime ?? servedAt};
  }

  #restMs(report: Report<Heard> | undefined): number {
    const {random} = this.#surroundings;
    const watch = watchOf(this.#state);
    if (!hasOrder(this.#state) || !watch) return Infinity;
    const {paySceneCode, requestTime} = this.#state.order;
    const elapsedMs = this.#device() - this.#since;
    if (!report) {
      const ageMs = requestTime === undefined ? 0 : this.#device() - requestTime;
      return this.#hasAsked || watch !== 'open' ? 0 : firstRestMs(ageMs, random());
    }
    const thrown = report.kind === 'failure' ? report.thrown : undefined;
    const retryAfterMs = thrown instanceof StatusProblem ? thrown.retryAfterMs : undefined;
    return restMs({watch, paySceneCode, elapsedMs, failures: report.failures, retryAfterMs}, random());
  }

  #heard(report: Report<Heard>): void {
    this.#noteConnection(report.failures);
    if (report.kind === 'value') {
      this.#knownProblems.delete('status-unreachable');
      this.#hear(report.value);
    } else {
      const problem = problemFrom(report.thrown);
      if (!problem.retryable || report.failures >= LASTING) this.#complain(problem);
    }
    const graceIsOver = this.#state.phase === 'expired' && this.#device() - this.#since > GRACE_MS;
    if (graceIsOver || !watchOf(this.#state)) this.#status.stop();
  }

  #hear({report, ...exchange}: Heard): void {
    if (!hasOrder(this.#state)) return;
    const offset = clockOffset(exchange);
    if (offset !== undefined && offset !== this.#offset) {
      this.#offset = offset;
      this.#countdown.restart();
    }
    this.#noteWord(report);
    const at = givenAt(exchange, this.#offset);
    this.#enter(advance(this.#state, {type: 'report', report, at, successOn: this.#host.successOn}));
    this.#tick();
  }

  /** Lets the machine see what time it is. */
  #tick(): void {
    if (hasOrder(this.#state)) this.#enter(advance(this.#state, {type: 'time', at: this.#now()}));
  }

  #enter(next: CheckoutState, shown = this.#state.phase): void {
    const previous = this.#state;
    this.#state = next;
    if (next !== previous) {
      this.#countdown.restart();
      this.#host.requestUpdate();
    }
    if (next.phase !== shown) this.#queueChange(shown);
    if (next.phase !== previous.phase && hasOrder(next)) this.#entered(next);
  }

  #entered(state: StateWithOrder): void {
    switch (state.phase) {
      case 'waiting':
      case 'paid':
      case 'failed':
      case 'cancelled':
      case 'revoked':
        break;
      case 'scanned': // payment is near: back to the brisk end
        this.#since = this.#device() - 8000;
        break;
      case 'confirming':
        if (state.why === 'ended') this.#askLastWord();
        break;
      case 'expired':
        this.#since = this.#device();
        break;
    }
    if ('outcome' in state) this.#tell(state);
  }

  #askLastWord(): void {
    this.#status.askNow({again: true});
    if (this.#askStatus) return;
    const message = 'the time is up and there is no status-url or statusSource to ask';
    this.#complain({code: 'status-missing', message, retryable: false});
  }

  #tell(state: Extract<StateWithOrder, {outcome: unknown}>): void {
    const {order, outcome, phase} = state;
    this.#result = outcome;
    const once = JSON.stringify([order.merchantOrderNo, order.tokenUrl, phase]);
    if (this.#told.has(once)) return;
    this.#told.add(once);
    this.#queue.push(
      'reason' in outcome ? {kind: 'failure', detail: outcome} : {kind: 'success', detail: outcome},
    );
  }

  #noteConnection(failures: number): void {
    this.#failures = failures;
    this.#host.requestUpdate();
    const weather = failures > 0 ? 'retrying' : 'steady';
    const connection = this.#surroundings.environment.online ? weather : 'offline';
    if (connection === this.#connection) return;
    this.#connection = connection;
    this.#queueChange(this.#state.phase);
  }

  #noteWord({unknownWord}: StatusReport): void {
    if (unknownWord === undefined) return;
    const message = `the status word ${unknownWord} is unknown; still waiting`;
    this.#complain({code: 'status-unknown', message, retryable: true});
  }

  #queueChange(previous: Phase): void {
    const {phase} = this.#state;
    this.#queue.push({kind: 'change', detail: {phase, previous, connection: this.connection}});
  }

  /** Each kind of problem is told once per order, and weather once per spell. */
  #complain(problem: Problem): void {
    if (this.#knownProblems.has(problem.code)) return;
    this.#knownProblems.add(problem.code);
    this.#queue.push({kind: 'error', detail: problem});
    this.#host.requestUpdate();
  }

  #counted(): number | undefined {
    return isOpen(this.#state) ? this.remaining : undefined;
  }
}

/** The same order handed in again, perhaps as a new object: nothing is to begin anew. */
const isSame = (a: Order, b: Order): boolean =>
  a.merchantOrderNo === b.merchantOrderNo &&
  a.tokenUrl === b.tokenUrl &&
  sameMoney(a.totalAmount, b.totalAmount);
