/**
 * Where orders, their events and the alerts for staff are stored. The contract is narrow on purpose: any store that
 * fulfils it can run the server. A call resolves once its data is committed, so the process may die at any moment.
 */
import type {CoinEntry} from './coin-ledger.js';
import type {Actor, Order, OrderOwner} from './order.js';

export interface OrderStore {
  /** Stores a new order. False, and nothing changed, when the number is taken. */
  add(order: Order, write: OrderWrite): Promise<boolean>;
  /** Rejects with {@link UnreadableOrder} when the row is damaged; so do the changes below. */
  find(merchantOrderNo: string): Promise<Order | undefined>;
  /**
   * Reads, changes and writes the order in one transaction, with everything that belongs to the change. `change` may
   * run again after a conflict; when it throws, nothing changes. Resolves to `undefined` for an unknown number.
   */
  change(merchantOrderNo: string, change: Change): Promise<Changed | undefined>;
  /** The same, but once for each notification, however often and in whichever process it arrives. */
  changeOnce(receipt: NotificationReceipt, change: Change): Promise<Changed | 'duplicate' | undefined>;

  /**
   * Claims the right to query PayBy about an order, for one caller over all processes. False while another caller
   * holds the claim, or has stored an answer that is still valid.
   */
  claimQuery(claim: QueryClaim): Promise<boolean>;
  /** Ends a claim whose query was not sent. Another caller's claim stays. */
  releaseQuery(claim: Pick<QueryClaim, 'merchantOrderNo' | 'until'>): Promise<void>;
  /** How long the last answer is valid, and when its query was sent. */
  freshness(merchantOrderNo: string): Promise<Freshness | undefined>;
  /** A till's or visitors' orders whose next step is due, soonest first; each is leased to one caller. */
  claimDue(claim: DueClaim): Promise<readonly string[]>;

  /** The number of the order that a refund belongs to. */
  orderOfRefund(refundMerchantOrderNo: string): Promise<string | undefined>;
  /** Newest first. Rows that cannot be read are left out, each with an alert. */
  list(query: OrderQuery): Promise<readonly Order[]>;
  /** Every event of an order, oldest first. */
  timeline(merchantOrderNo: string): Promise<readonly PastEvent[]>;

  /** Raises an alert that belongs to no change of an order. */
  raise(alert: NewAlert): Promise<void>;
  /** Newest first; without `all`, only the unacknowledged ones. */
  alerts(query: {readonly all: boolean; readonly merchantOrderNo?: string}): Promise<readonly Alert[]>;
  /** False when there is no such alert. Acknowledging twice is acknowledging once. */
  acknowledge(id: number, at: number): Promise<boolean>;

  /**
   * Calls `listener` after each change of the order that has an event, in this process or another one; also when such
   * a change may have been missed. Returns the function that removes the listener.
   */
  listen(merchantOrderNo: string, listener: () => void): () => void;
  /** Rejects when the store cannot be reached. */
  ping(): Promise<void>;
  /** Rejects while writes fail, on a full disk for instance. Writes a row when the last write is not recent or failed. */
  checkWritable(): Promise<void>;
  close(): Promise<void>;
}

export interface DueClaim {
  readonly whose: OrderOwner;
  readonly now: number;
  readonly leaseUntil: number;
  readonly limit: number;
}

/** What is written in the same transaction as an order. */
export interface OrderWrite {
  readonly events: readonly NewEvent[];
  readonly alerts?: readonly NewAlert[];
  /** An entry of the game's ledger about this order. */
  readonly coins?: (CoinEntry & {readonly at: number}) | undefined;
  /** When the order's next step is due, ms since epoch; `undefined` for never. */
  readonly dueAt: number | undefined;
  /** Set by the answer to a query, or by its failure. */
  readonly freshness?: Freshness;
}

export type Change = (order: Order) => OrderWrite & {readonly order: Order};

export interface Changed {
  readonly before: Order;
  readonly after: Order;
  /** The alerts of this change, stored or already open. */
  readonly alerts: readonly NewAlert[];
}

/** What must be remembered of a notification so that it is applied once. */
export interface NotificationReceipt {
  readonly notifyId: string;
  readonly merchantOrderNo: string;
  readonly receivedAt: number;
}

export interface QueryClaim {
  readonly merchantOrderNo: string;
  readonly now: number;
  /** An answer to a query from before this time is not valid. */
  readonly validSince: number;
  /** When the claim expires, should its holder die. */
  readonly until: number;
}

export interface Freshness {
  readonly queriedAt: number;
  readonly validUntil: number;
  /** After a query that failed: no process sends the next query before this time. */
  readonly nextNotBefore: number;
}

export interface NewEvent {
  readonly at: number;
  /** What happened, in words for a program: `placing-placed`, `status`, `cancel-failed`. */
  readonly kind: string;
  readonly by: Actor;
  /** Facts for staff. Never an auth code, a token or a phone number. */
  readonly facts?: Readonly<Record<string, string | number | undefined>>;
}

export interface PastEvent extends NewEvent {
  readonly id: number;
}

export interface NewAlert {
  /** Raised again with the same key, an open alert stays one alert. */
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
  /** Only orders created before this time. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The store failed: nothing may be concluded from it. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** A stored row cannot be read by this server. The row is left as it is, and an alert about it is raised. */
export class UnreadableOrder extends StoreError {
  override readonly name = 'UnreadableOrder';
}

/** The number of a new refund belongs to a refund of another order. */
export class RefundNumberTaken extends Error {
  override readonly name = 'RefundNumberTaken';
}
