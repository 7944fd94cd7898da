/**
 * Tracks one order on the page: parses it, lets the state machine decide about each status and the time, and queues the
 * events, which its host dispatches once the page shows the state that they report.
 */
import type {ReactiveController} from 'lit';
import type {CheckoutMessage, Connection} from '../core/order/checkout-messages.js';
import {
  advance,
  hasOrder,
  initialState,
  isOpen,
  parseSuccessOn,
  type CheckoutState,
  type Failure,
  type StateWithOrder,
  type Success,
  type SuccessOn,
} from '../core/order/checkout-machine.js';
import {timeInvalid, type Problem} from '../core/errors.js';
import {isNoOrder, keyOf, parseOrder, type Order} from '../core/order/order.js';
import type {StatusReport} from '../core/order/order-status.js';
import type {TrackedOrder} from '../core/order/tracked-order.js';
import {clockOffset, givenAt} from '../core/status/clock-offset.js';
import {CountdownController} from './countdown-controller.js';
import {EventQueue} from './event-queue.js';
import {OrderWatcher, type WatcherHost, type WatcherOptions} from './status/order-watcher.js';
import type {StatusUpdate} from './status/tab-leader.js';

export interface CheckoutHost extends WatcherHost {
  readonly successOn: SuccessOn;
}

export class CheckoutController implements ReactiveController, TrackedOrder {
  readonly #host: CheckoutHost;
  readonly #options: WatcherOptions;
  readonly #watcher: OrderWatcher;
  readonly #countdown: CountdownController;
  readonly #events: EventQueue;
  /** The last state of each order: an outcome is kept when the order is set again, and so is what it lacks then. */
  readonly #known = new Map<string, StateWithOrder>();
  #state: CheckoutState = {phase: 'idle'};
  /** Server time minus device time, ms. */
  #offset = 0;
  /** The order had expired by this device's clock when it was set: reported only if the server confirms it. */
  #wasExpired = false;
  /** Orders whose cancellation the page's server has accepted. */
  readonly #cancelled = new Set<string>();

  constructor(host: CheckoutHost, options: WatcherOptions) {
    this.#host = host;
    this.#options = options;
    this.#events = new EventQueue(() => {
      host.requestUpdate();
    });
    this.#watcher = new OrderWatcher(host, options, {
      onStatus: (update) => {
        this.#applyStatus(update);
      },
      onProblem: (problem) => {
        this.reportProblem(problem);
      },
      onConnectionChange: () => {
        if (this.connection === 'steady') this.#events.connectionRestored();
        this.#queueChange(this.#state);
      },
      onEnvironmentChange: () => {
        this.#tick();
      },
    });
    this.#countdown = new CountdownController(
      host,
      options.clock,
      () => (isOpen(this.#state) ? this.remaining : undefined),
      () => {
        this.#tick();
      },
    );
    host.addController(this);
  }

  get state(): CheckoutState {
    return this.#state;
  }
  get result(): Success | Failure | null {
    return this.#events.result;
  }
  get connection(): Connection {
    return this.#watcher.connection;
  }
  /** True when several status requests in a row have failed. */
  get isConnectionPoor(): boolean {
    return this.#watcher.isConnectionPoor;
  }
  /** True when an expired order is no longer polled for a late payment. */
  get hasEnded(): boolean {
    return this.#watcher.hasEnded;
  }
  /** Time since the last answer, ms; `undefined` before the first. */
  get silenceMs(): number | undefined {
    const {receivedAt} = this.#watcher;
    return receivedAt === undefined ? undefined : this.#options.clock.now() - receivedAt;
  }
  /** Time until the order expires on the server's clock, ms, never below 0; `undefined` when it has no end. */
  get remaining(): number | undefined {
    const end = hasOrder(this.#state) ? this.#state.order.expiredTime : undefined;
    return end === undefined ? undefined : Math.max(0, end - this.#now());
  }

  hostConnected(): void {
    this.#tick();
  }

  /** Takes an order in any of its shapes; `null` clears. Returns false when it is the order that is shown already. */
  setOrder(input: unknown): boolean {
    const parsed = isNoOrder(input) ? undefined : parseOrder(input, (number) => this.#find(number));
    if (!parsed) {
      this.#begin({phase: 'idle'});
    } else if (!parsed.ok) {
      const {issues} = parsed;
      this.#begin({phase: 'invalid', issues});
      const message = 'The order cannot be shown.';
      this.#events.problem({code: 'order-invalid', message, retryable: false, issues});
    } else if (hasOrder(this.#state) && keyOf(this.#state.order) === keyOf(parsed.value)) {
      this.#updateOrder(this.#state, parsed.value);
      return false;
    } else {
      this.#startOrder(parsed.value);
    }
    return true;
  }

  /** A status payload that the page has received itself. */
  setStatus(payload: unknown): void {
    this.#watcher.push(payload);
  }

  /** The page's server has accepted the payer's cancellation: a failure that follows counts as cancelled. */
  acceptCancel(): void {
    if (hasOrder(this.#state)) this.#cancelled.add(keyOf(this.#state.order));
  }

  /** Queues `payby-error`: each code once per order. */
  reportProblem(problem: Problem): void {
    this.#events.problem(problem);
  }

  /** The page's server has moved the end of the order. Returns false for an end in the past, which is no extension. */
  extend(expiredTime: number): boolean {
    if (expiredTime <= this.#now()) return false;
    // The answer may come after the old end
    if (hasOrder(this.#state) && !('outcome' in this.#state)) {
      this.#enter({...this.#state, order: {...this.#state.order, expiredTime}});
      this.#tick();
    }
    return true;
  }

  /** Requests the status at once, regardless of the schedule. */
  requestStatus(): void {
    this.#watcher.requestNow();
  }

  /** To be called when the sources of the host may have changed. */
  checkSources(): void {
    this.#watcher.checkSources();
  }

  /** Returns the queued events, and empties the queue. */
  takeMessages(): readonly CheckoutMessage[] {
    return this.#events.take();
  }

  /** An order of this number: the one on the page, else one that was set before. */
  #find(number: string): Order | undefined {
    const known = [...this.#known.values(), this.#state].filter(hasOrder).map(({order}) => order);
    return known.filter(({merchantOrderNo}) => merchantOrderNo === number).pop();
  }

  #startOrder(order: Order): void {
    const known = this.#known.get(keyOf(order));
    const isContradiction = !known && this.#find(order.merchantOrderNo) !== undefined;
    const state = known
      ? {...known, order: withLaterEnd(order, known.order)}
      : initialState(order, this.#now(), this.#successOn);
    this.#begin(state);
    const {merchantOrderNo, paySceneCode} = order;
    this.#events.ready({merchantOrderNo, paySceneCode});
    this.#reportIgnored(order.report);
    if (isContradiction) {
      const message = 'An order of this merchantOrderNo was set before with another amount or currency.';
      this.#events.problem({code: 'order-amount', message, retryable: false});
    }
    if (known) this.#updateOrder(state, order);
    this.#wasExpired = this.#state.phase === 'confirming' && this.#state.why === 'ended';
  }

  /** The order that is shown, set again: its fields may be newer, its status is not lost. */
  #updateOrder(state: StateWithOrder, order: Order): void {
    this.#enter({...state, order: withLaterEnd(order, state.order)});
    this.#tick();
    const {report} = order;
    const now = this.#options.clock.now();
    const isDecided = report.word !== 'CREATED' || report.revoked;
    if (isDecided) this.#applyStatus({report, requestedAt: now, receivedAt: now, servedAt: undefined});
    else this.#reportIgnored(report);
  }

  /** Shows another order, or none. */
  #begin(state: CheckoutState): void {
    const shown = this.#state;
    this.#events.begin();
    this.#remember(state);
    this.#watcher.begin(state);
    this.#countdown.restart();
    this.#host.requestUpdate();
    if (state.phase !== shown.phase) this.#queueChange(shown);
    if (hasOrder(state)) this.#entered(state);
  }

  #remember(state: CheckoutState): void {
    this.#state = state;
    if (hasOrder(state)) this.#known.set(keyOf(state.order), state);
  }

  get #successOn(): SuccessOn {
    return parseSuccessOn(this.#host.successOn);
  }

  /** Time on the server's clock, estimated, ms since epoch. */
  #now(): number {
    return this.#options.clock.now() + this.#offset;
  }

  #applyStatus({report, ...exchange}: StatusUpdate): void {
    if (!hasOrder(this.#state)) return;
    const offset = clockOffset(exchange);
    if (offset !== undefined && offset !== this.#offset) {
      this.#offset = offset;
      this.#countdown.restart();
    }
    this.#reportIgnored(report);
    const at = givenAt(exchange, this.#offset);
    const successOn = this.#successOn;
    const isCancelled = this.#cancelled.has(keyOf(this.#state.order));
    const next = advance(this.#state, {type: 'report', report, at, successOn, isCancelled});
    // In one step: a report of an earlier time must not lead out of `confirming` for a moment
    this.#enter(advance(next, {type: 'time', at: this.#now()}));
  }

  /** Passes the server's time to the state machine. */
  #tick(): void {
    if (hasOrder(this.#state)) this.#enter(advance(this.#state, {type: 'time', at: this.#now()}));
  }

  #enter(next: StateWithOrder): void {
    const previous = this.#state;
    if (next === previous) return;
    this.#remember(next);
    this.#countdown.restart();
    this.#host.requestUpdate();
    this.#watcher.follow(next);
    if (next.phase === previous.phase) return;
    this.#queueChange(previous);
    this.#entered(next);
  }

  #entered(state: StateWithOrder): void {
    if ('outcome' in state) this.#events.outcome(state);
    if (state.phase === 'expired' && this.#wasExpired) {
      const message = 'The order had already expired when it was set.';
      const issues = [{path: 'expiredTime', message: 'lies in the past'}];
      this.#events.problem({code: 'order-expired', message, retryable: false, issues});
    }
    if (state.phase !== 'confirming' || this.#watcher.hasSource) return;
    const message =
      'The order expired, but neither status-url nor statusSource is set, so its outcome is unknown.';
    this.#events.problem({code: 'status-missing', message, retryable: false});
  }

  /** What of a report is ignored: a word that decides nothing, moments that cannot be one. */
  #reportIgnored({unknownWord, issues}: StatusReport): void {
    if (unknownWord !== undefined) {
      const message = `Unknown status word ${unknownWord}; still waiting.`;
      this.#events.problem({code: 'status-unknown', message, retryable: true});
    }
    if (issues) this.#events.problem(timeInvalid(issues));
  }

  #queueChange(previous: CheckoutState): void {
    const {phase} = this.#state;
    this.#events.change({phase, previous: previous.phase, connection: this.connection});
  }
}

/** An order that is set again may have the end that it had before it was extended. */
const withLaterEnd = (order: Order, known: Order): Order => ({
  ...order,
  expiredTime: order.expiredTime && Math.max(order.expiredTime, known.expiredTime ?? 0),
});
