/**
 * How often strangers may do what costs the merchant something: PayBy's rate, rows, text messages. Counted by
 * `rate-limiter-flexible` in the store, so that all instances count together and a restart forgets nothing. Tills and
 * staff have budgets of their own, which strangers cannot use up. The counters know digests only: no address and no
 * phone number is stored.
 */
import {createHmac} from 'node:crypto';
import {RateLimiterRes} from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import type {LimitStore, StoredCount} from './limit-store.js';

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is limited; `query` is a query to PayBy that a page causes, `picture` a code drawn by this server. */
export type LimitedAction = 'order' | 'extend' | 'cancel' | 'stream' | 'guide' | 'query' | 'picture';
/** Whose budget it is: a till's orders are a till's business, whichever page asks about them. */
export type Budget = 'visitor' | 'till' | 'staff';
/** By what it is counted. `all`: everybody with this budget together. */
export type CountedBy = 'address' | 'order' | 'phone' | 'all';

/** `most` within `seconds`, counted from the first. */
interface Rule {
  readonly by: CountedBy;
  readonly most: number;
  readonly seconds: number;
  /** What a page is told when it is exceeded. */
  readonly code?: string;
  /** The same for shops of every size. */
  readonly isFixed?: true;
}

type Rules = Readonly<Record<LimitedAction, readonly Rule[]>>;

/** The narrowest first, so that whoever is refused by it takes nothing from the others. */
const VISITOR: Rules = {
  order: [
    {by: 'address', most: 60, seconds: 10 * MINUTE},
    {by: 'all', most: 1_200, seconds: 10 * MINUTE},
  ],
  extend: [
    {by: 'order', most: 12, seconds: HOUR},
    {by: 'address', most: 60, seconds: 10 * MINUTE},
    {by: 'all', most: 1_200, seconds: 10 * MINUTE},
  ],
  cancel: [
    {by: 'order', most: 30, seconds: 10 * MINUTE},
    {by: 'address', most: 60, seconds: 10 * MINUTE},
    {by: 'all', most: 1_200, seconds: 10 * MINUTE},
  ],
  stream: [
    {by: 'order', most: 120, seconds: MINUTE},
    {by: 'address', most: 300, seconds: MINUTE},
  ],
  // Each message costs the merchant money.
  guide: [
    {by: 'order', most: 1, seconds: MINUTE, code: 'too-soon', isFixed: true},
    {by: 'order', most: 5, seconds: DAY},
    {by: 'phone', most: 5, seconds: DAY},
    {by: 'address', most: 10, seconds: HOUR},
    {by: 'all', most: 300, seconds: DAY},
  ],
  query: [{by: 'all', most: 60, seconds: SECOND}],
  // Each takes the process some hundredths of a second.
  picture: [
    {by: 'order', most: 30, seconds: MINUTE},
    {by: 'address', most: 120, seconds: MINUTE},
    {by: 'all', most: 600, seconds: MINUTE},
  ],
};

const SHOP: Rules = {
  ...VISITOR,
  order: [{by: 'all', most: 1_200, seconds: 10 * MINUTE}],
  extend: [{by: 'all', most: 1_200, seconds: 10 * MINUTE}],
  cancel: [{by: 'all', most: 1_200, seconds: 10 * MINUTE}],
  stream: [],
  query: [{by: 'all', most: 120, seconds: SECOND}],
  picture: [{by: 'all', most: 600, seconds: MINUTE}],
};

const RULES: Readonly<Record<Budget, Rules>> = {visitor: VISITOR, till: SHOP, staff: SHOP};

/** Counters whose limit is reached are remembered here until their window ends: a refusal costs no statement. */
const MOST_REMEMBERED = 10_000;
const SWEEP_EVERY_MS = 10 * 60_000;

export interface RequestLimitsOptions {
  readonly store: LimitStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The same in every instance; keys the digests, so that a reader of the store cannot look for an address or a phone. */
  readonly secret: Uint8Array;
  /** Multiplies every limit: 10 for a shop with ten times the customers. */
  readonly factor: number;
}

export type Counted = Readonly<Partial<Record<Exclude<CountedBy, 'all'>, string>>>;

export class RequestLimits {
  readonly #options: RequestLimitsOptions;
  readonly #limiters = new Map<Rule, StoredLimiter>();
  readonly #reachedUntil = new Map<string, number>();
  #sweepAt = 0;

  constructor(options: RequestLimitsOptions) {
    this.#options = options;
  }

  /** Counts the action. Throws a 429 with `Retry-After` once one of its limits is exceeded. */
  async admit(action: LimitedAction, budget: Budget, counted: Counted = {}): Promise<void> {
    for (const rule of RULES[budget][action]) {
      const value = rule.by === 'all' ? '' : counted[rule.by];
      if (value !== undefined)
        await this.#consume(rule, `${budget} ${action} ${String(rule.seconds)}`, value);
    }
    this.#sweep();
  }

  async #consume(rule: Rule, name: string, value: string): Promise<void> {
    const {clock, log, secret} = this.#options;
    const digest = value === '' ? 'all' : createHmac('sha256', secret).update(value).digest('base64url');
    const key = `${name} ${rule.by} ${digest}`;
    const now = clock.now();
    const reachedUntil = this.#reachedUntil.get(key) ?? 0;
    const isWindow = reachedUntil <= now + rule.seconds * 1000; // else the clock was corrected backwards
    if (reachedUntil > now && isWindow) throw tooMany(rule, reachedUntil - now);
    try {
      await this.#limiterOf(rule).consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal; // the store has failed
      this.#remember(key, now + refusal.msBeforeNext);
      log('limit reached', {level: 'warn', limit: `${name} ${rule.by}`});
      throw tooMany(rule, refusal.msBeforeNext);
    }
  }

  #limiterOf(rule: Rule): StoredLimiter {
    const known = this.#limiters.get(rule);
    if (known) return known;
    const limiter = new StoredLimiter(rule, this.#options);
    this.#limiters.set(rule, limiter);
    return limiter;
  }

  #remember(key: string, until: number): void {
    if (this.#reachedUntil.size >= MOST_REMEMBERED) this.#reachedUntil.clear(); // the store still knows
    this.#reachedUntil.set(key, until);
  }

  #sweep(): void {
    const {store, clock, log} = this.#options;
    const now = clock.now();
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + SWEEP_EVERY_MS;
    for (const [key, until] of this.#reachedUntil) if (until <= now) this.#reachedUntil.delete(key);
    store.removeEndedCounters(now).catch(() => {
      log('ended counters were not removed', {level: 'warn'}); // the next sweep removes them
    });
  }
}

/** A limiter of the library over our store and clock. The library calls the methods with an underscore. */
class StoredLimiter extends RateLimiterStoreAbstract {
  readonly #store: LimitStore;
  readonly #clock: Clock;

  constructor({most, seconds, isFixed}: Rule, {store, clock, factor}: RequestLimitsOptions) {
    super({
      storeClient: store,
      keyPrefix: '',
      points: isFixed ? most : Math.max(1, Math.round(most * factor)),
      duration: seconds,
    });
    this.#store = store;
    this.#clock = clock;
  }

  _upsert(key: string, points: number, windowMs: number): Promise<StoredCount> {
    return this.#store.countUp({key, points, now: this.#clock.now(), windowMs});
  }

  _getRateLimiterRes(_key: string, changed: number, {points, endsAt}: StoredCount): RateLimiterRes {
    const left = Math.max(this.points - points, 0);
    return new RateLimiterRes(left, Math.max(endsAt - this.#clock.now(), 0), points, points === changed);
  }
}

const tooMany = ({code = 'too-many-requests'}: Rule, waitMs: number): HttpError =>
  new HttpError(429, code, 'This was asked too often. Please try again later.', {
    'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))),
  });
