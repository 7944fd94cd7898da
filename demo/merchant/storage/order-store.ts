/**
 * Where orders, their history, and what staff must know are kept. Narrow on purpose: whoever keeps these promises can
 * stand behind the server. What a call has answered is on the disk, so that a process may die at any moment.
 */
import type {Actor, Order} from '../orders/order.js';

export interface OrderStore {
  /** Keeps a new order. False, and nothing changed, when the number is taken. */
  add(order: Order, kept: Kept): Promise<boolean>;
  find(merchantOrderNo: string): Promise<Order | undefined>;
  /**
   * Reads, changes and writes as one step, with everything that belongs to it. `change` may run again when two meet,
   * and a throw of it changes nothing. Answers the order before and after, `undefined` for an unknown number.
   */
  change(merchantOrderNo: string, change: Change): Promise<Changed | undefined>;
  /** The same, but once for each notification, however often and wherever it arrives. */
  changeOnce(notice: Notice, change: Change): Promise<Changed | 'known' | undefined>;

  /**
   * One caller at a time may ask PayBy about an order, over all processes. True for the one that may; false when
   * another is asking until then, or has an answer that is still good.
   */
  claimQuery(claim: QueryClaim): Promise<boolean>;
  /** Until when the last answer is good, and when its question was put. */
  freshness(merchantOrderNo: string): Promise<Freshness | undefined>;
  /** Orders whose next step is due, each for one caller only until `leaseUntil`, soonest first. */
  claimDue(now: number, leaseUntil: number, limit: number): Promise<readonly string[]>;

  /** Which order a refund belongs to. */
  orderOfRefund(refundMerchantOrderNo: string): Promise<string | undefined>;
  /** Newest first. */
  list(query: OrderQuery): Promise<readonly Order[]>;
  /** Everything that ever happened to an order, oldest first. */
  timeline(merchantOrderNo: string): Promise<readonly PastEvent[]>;

  /** For what belongs to no order of ours. */
  raise(alert: NewAlert): Promise<void>;
  /** Newest first; without `all`, those that nobody has seen to yet. */
  alerts(query: {readonly all: boolean; readonly merchantOrderNo?: string}): Promise<readonly Alert[]>;
  /** False when there is no such alert. Acknowledging twice is acknowledging once. */
  acknowledge(id: number, at: number): Promise<boolean>;

  /** Sessions go by a digest of their token: whoever reads the store cannot use them. */
  /** Forgets those that have expired by `now`. */
  addSession(session: StoredSession, now: number): Promise<void>;
  findSession(digest: string): Promise<StoredSession | undefined>;
  endSession(digest: string): Promise<void>;

  /** Called with the number of every order that changed, here or in another process; without one, any may have. */
  listen(listener: (merchantOrderNo: string | undefined) => void): void;
  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A change of an order together with what is written in the same step. */
export interface Kept {
  readonly events: readonly NewEvent[];
  readonly alerts?: readonly NewAlert[];
  /** When the order needs its next step; `undefined` for never again. */
  readonly dueAt: number | undefined;
  /** Set by an answer to a question, or by its failure. */
  readonly freshness?: Freshness;
}

export type Change = (order: Order) => Kept & {readonly order: Order};

export interface Changed {
  readonly before: Order;
  readonly after: Order;
}

/** A notification of PayBy, as far as it must be remembered. */
export interface Notice {
  readonly notifyId: string;
  readonly merchantOrderNo: string;
  readonly receivedAt: number;
}

export interface QueryClaim {
  readonly merchantOrderNo: string;
  readonly now: number;
  /** An answer to a question that was put earlier is not good enough. */
  readonly goodSince: number;
  /** When the claim ends by itself, should its holder die. */
  readonly until: number;
}

export interface Freshness {
  readonly queriedAt: number;
  readonly goodUntil: number;
  /** After a question that failed, how long nobody asks again. */
  readonly nextNotBefore: number;
}

export interface NewEvent {
  readonly at: number;
  /** What happened, in a word: `placed`, `status`, `cancel-failed`. */
  readonly kind: string;
  readonly by: Actor;
  /** Facts for staff. Never a code to pay with, a token or a phone number. */
  readonly facts?: Readonly<Record<string, string | number | undefined>>;
}

export interface PastEvent extends NewEvent {
  readonly id: number;
}

export interface NewAlert {
  /** One alert for one reason: raised again while nobody has seen to it, it stays one. */
  readonly key: string;
  readonly kind: string;
  readonly merchantOrderNo: string | undefined;
  readonly message: string;
  readonly raisedAt: number;
}

export interface Alert extends NewAlert {
  readonly id: number;
  readonly acknowledgedAt: number | undefined;
}

export interface OrderQuery {
  readonly status?: string | undefined;
  readonly paySceneCode?: string | undefined;
  /** The whole of our number or of PayBy's. */
  readonly number?: string | undefined;
  /** Only orders that were made earlier. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface StoredSession {
  readonly digest: string;
  readonly role: 'staff' | 'till';
  readonly expiresAt: number;
}

/** The store did not do what was asked: nothing may be concluded from it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The number of a new refund belongs to a refund of another order. */
export class RefundNumberTaken extends Error {
  override readonly name = 'RefundNumberTaken';
}
