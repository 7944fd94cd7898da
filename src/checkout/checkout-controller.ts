/**
 * One order's life on the page: takes the order, lets the machine decide about what the watch hears and what time it
 * is, and keeps what its host has still to announce, so that an event is fired only when the page shows what it says.
 */
import type {ReactiveController} from 'lit';
import type {Announcement, Connection} from '../core/order/checkout-messages.js';
import {
  advance,
  beginning,
  hasOrder,
  isOpen,
  type CheckoutState,
  type Failure,
  type StateWithOrder,
  type Success,
  type SuccessOn,
} from '../core/order/checkout-machine.js';
import type {Problem} from '../core/errors.js';
import {isNoOrder, keyOf, parseOrder, type Order} from '../core/order/order.js';
import type {StatusReport} from '../core/order/order-status.js';
import type {TrackedOrder} from '../core/order/tracked-order.js';
import {clockOffset, givenAt} from '../core/status/clock-offset.js';
import {Announcements} from './event-queue.js';
import {CountdownController} from './countdown-controller.js';
import {OrderWatch, type WatchHost, type WatchSurroundings} from './status/order-watcher.js';
import type {Heard} from './status/tab-leader.js';

export interface CheckoutHost extends WatchHost {
  readonly successOn: SuccessOn;
}

export class CheckoutController implements ReactiveController, TrackedOrder {
  readonly #host: CheckoutHost;
  readonly #surroundings: WatchSurroundings;
  readonly #watch: OrderWatch;
  readonly #countdown: CountdownController;
  readonly #announcements: Announcements;
  /** Orders of before that were decided: one that is handed in again is not paid anew. */
  readonly #decided = new Map<string, StateWithOrder>();
  #state: CheckoutState = {phase: 'idle'};
  /** Server time minus device time, ms. */
  #offset = 0;
  /** The order looked over when it came, by this device's clock: a mistake only if the server says so too. */
  #wasOver = false;
  /** True once the page's server has taken a wish of the payer to cancel. */
  #isCancelAccepted = false;

  constructor(host: CheckoutHost, surroundings: WatchSurroundings) {
    this.#host = host;
    this.#surroundings = surroundings;
    this.#announcements = new Announcements(() => {
      host.requestUpdate();
    });
    this.#watch = new OrderWatch(host, surroundings, {
      heard: (heard) => {
        this.#hear(heard);
      },
      problem: (problem) => {
        this.#announcements.problem(problem);
      },
      connectionChanged: () => {
        if (this.connection === 'steady') this.#announcements.clearWeather();
        this.#announceChange(this.#state);
      },
      environmentChanged: () => {
        this.#tick();
      },
    });
    this.#countdown = new CountdownController(
      host,
      surroundings.clock,
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
    return this.#announcements.result;
  }
  get connection(): Connection {
    return this.#watch.connection;
  }
  /** True when the weather has lasted long enough to be worth a sentence. */
  get isConnectionPoor(): boolean {
    return this.#watch.isConnectionPoor;
  }
  /** True when nobody asks any more whether an expired order was paid after all. */
  get hasEnded(): boolean {
    return this.#watch.hasEnded;
  }
  /** How long ago the last answer came, ms; `undefined` before the first. */
  get silenceMs(): number | undefined {
    const {heardAt} = this.#watch;
    return heardAt === undefined ? undefined : this.#surroundings.clock.now() - heardAt;
  }
  /** ms until the order ends on the server's clock, never below 0; `undefined` when it has no end. */
  get remaining(): number | undefined {
    const end = hasOrder(this.#state) ? this.#state.order.expiredTime : undefined;
    return end === undefined ? undefined : Math.max(0, end - this.#now());
  }

  hostConnected(): void {
    this.#tick();
  }

  /** Takes an order in any of its shapes; `null` clears. Returns false when it is the order that is shown already. */
  setOrder(input: unknown): boolean {
    const parsed = isNoOrder(input) ? undefined : parseOrder(input);
    if (!parsed) {
      this.#begin({phase: 'idle'});
    } else if (!parsed.ok) {
      const {issues} = parsed;
      this.#begin({phase: 'invalid', issues});
      const message = 'the order cannot be shown';
      this.#announcements.problem({code: 'order-invalid', message, retryable: false, issues});
    } else if (hasOrder(this.#state) && keyOf(this.#state.order) === keyOf(parsed.value)) {
      this.#beginAgain(this.#state, parsed.value);
      return false;
    } else {
      this.#beginOrder(parsed.value);
    }
    return true;
  }

  /** The host page has heard something itself. */
  setStatus(payload: unknown): void {
    this.#watch.push(payload);
  }

  /** The page's server has taken the payer's wish to cancel: a failure that follows was wanted. */
  acceptCancel(): void {
    this.#isCancelAccepted = true;
  }

  /** Something of the page is wrong that is not about a status. */
  reportProblem(problem: Problem): void {
    this.#announcements.problem(problem);
  }

  /** The order ends later, by the word of the page's server. */
  extend(expiredTime: number): void {
    if (!isOpen(this.#state)) return;
    this.#enter({...this.#state, order: {...this.#state.order, expiredTime}});
    this.#tick();
  }

  /** Asks at once, whatever the schedule says. */
  askNow(): void {
    this.#watch.askNow();
  }

  /** To be called when the one to ask has changed. */
  sourceChanged(): void {
    this.#watch.sourceChanged();
  }

  /** Hands over what is to be announced, and forgets it. */
  takeMessages(): readonly Announcement[] {
    return this.#announcements.take();
  }

  #beginOrder(order: Order): void {
    this.#isCancelAccepted = false;
    const known = this.#decided.get(keyOf(order));
    const state = known ? {...known, order} : beginning(order, this.#now(), this.#host.successOn);
    this.#begin(state);
    const {merchantOrderNo, paySceneCode} = order;
    this.#announcements.ready({merchantOrderNo, paySceneCode});
    this.#noteWord(order.report);
    if (known) this.#beginAgain(state, order);
    this.#wasOver = state.phase === 'confirming' && state.why === 'ended';
  }

  /** The order that is shown, handed in again: its facts may be newer, its status is not lost. */
  #beginAgain(state: StateWithOrder, order: Order): void {
    const {orderNo = state.order.orderNo, expiredTime, report} = order;
    const end = expiredTime && Math.max(expiredTime, state.order.expiredTime ?? 0);
    this.#enter({...state, order: {...order, orderNo, expiredTime: end}});
    this.#tick();
    const now = this.#surroundings.clock.now();
    const isNews = report.word !== 'CREATED' || report.revoked;
    if (isNews) this.#hear({report, askedAt: now, receivedAt: now, servedAt: undefined});
  }

  /** Forgets everything about the order before, even that it was paid. */
  #begin(state: CheckoutState): void {
    const shown = this.#state;
    this.#announcements.begin();
    this.#state = state;
    this.#watch.begin(state);
    this.#countdown.restart();
    this.#host.requestUpdate();
    if (state.phase !== shown.phase) this.#announceChange(shown);
    if (hasOrder(state)) this.#entered(state);
  }

  /** The server's clock, as far as we know it. */
  #now(): number {
    return this.#surroundings.clock.now() + this.#offset;
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
    const {successOn} = this.#host;
    const isCancelled = this.#isCancelAccepted;
    this.#enter(advance(this.#state, {type: 'report', report, at, successOn, isCancelled}));
    this.#tick();
  }

  /** Lets the machine see what time it is. */
  #tick(): void {
    if (hasOrder(this.#state)) this.#enter(advance(this.#state, {type: 'time', at: this.#now()}));
  }

  #enter(next: StateWithOrder): void {
    const previous = this.#state;
    if (next === previous) return;
    this.#state = next;
    this.#countdown.restart();
    this.#host.requestUpdate();
    this.#watch.follow(next);
    if (next.phase === previous.phase) return;
    this.#announceChange(previous);
    this.#entered(next);
  }

  #entered(state: StateWithOrder): void {
    if ('outcome' in state) {
      this.#decided.set(keyOf(state.order), state);
      this.#announcements.outcome(state);
    }
    if (state.phase === 'expired' && this.#wasOver) {
      const message = 'the order was over already when it was handed in';
      const issues = [{path: 'expiredTime', message: 'lies in the past'}];
      this.#announcements.problem({code: 'order-expired', message, retryable: false, issues});
    }
    if (state.phase !== 'confirming' || this.#watch.hasSource) return;
    const message = 'the time is up and there is no status-url or statusSource to ask';
    this.#announcements.problem({code: 'status-missing', message, retryable: false});
  }

  #noteWord({unknownWord}: StatusReport): void {
    if (unknownWord === undefined) return;
    const message = `the status word ${unknownWord} is unknown; still waiting`;
    this.#announcements.problem({code: 'status-unknown', message, retryable: true});
  }

  #announceChange(previous: CheckoutState): void {
    const {phase} = this.#state;
    this.#announcements.change({phase, previous: previous.phase, connection: this.connection});
  }
}
