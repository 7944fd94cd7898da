/** The stores of orders, sessions and limits in SQL, the same for both databases. Every value is a parameter, never part of a text. */
import {randomUUID} from 'node:crypto';
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import type {CountUp, LimitStore, StoredCount} from '../auth/limit-store.js';
import type {
  PasswordHash,
  Role,
  SessionConditions,
  SessionStore,
  StoredDevice,
  StoredSession,
} from '../auth/session-store.js';
import {ChangeListeners} from '../orders/change-listeners.js';
import type {CoinLedger, PastCoinEntry} from '../orders/coin-ledger.js';
import {reasonOf} from '../orders/errors.js';
import {
  RefundNumberTaken,
  UnreadableOrder,
  type Alert,
  type Change,
  type Changed,
  type DueClaim,
  type Freshness,
  type NewAlert,
  type NewEvent,
  type NotificationReceipt,
  type OrderQuery,
  type OrderStore,
  type OrderWrite,
  type PastEvent,
  type QueryClaim,
} from '../orders/order-store.js';
import {shortOrderNo, type Actor, type Order} from '../orders/order.js';
import type {Database, Row, Sql, Value} from './database.js';
import {parseStoredOrder, serializeOrder} from './stored-order.js';
import {WriteCheck} from './write-check.js';

/** How long the row of a health check stays, ms. */
const HEALTH_ROW_MS = 60_000;

export interface SqlStoreOptions {
  /** Times alerts about damaged rows. */
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

interface Written extends Changed {
  /** Without an event, nobody is notified. */
  readonly hasEvents: boolean;
}

export class SqlStore implements OrderStore, CoinLedger, SessionStore, LimitStore {
  readonly #database: Database;
  readonly #options: SqlStoreOptions;
  readonly #listeners = new ChangeListeners();
  readonly #writeCheck: WriteCheck;
  /** The keys of alerts about damaged rows, so that each is raised once. */
  readonly #reported = new Set<string>();

  constructor(database: Database, options: SqlStoreOptions) {
    const {clock} = options;
    this.#database = database;
    this.#options = options;
    // A key of this process: of a row that all of them write, one that hangs could keep the lock.
    const key = `health ${randomUUID()}`;
    this.#writeCheck = new WriteCheck({
      clock,
      write: () => this.countUp({key, points: 1, now: clock.now(), windowMs: HEALTH_ROW_MS}),
    });
    database.listen((topic) => {
      this.#listeners.notify(topic);
    });
  }

  async add(order: Order, write: OrderWrite): Promise<boolean> {
    const {merchantOrderNo, orderNo, requestTime, paySceneCode, status} = order;
    return this.#transaction(async (sql) => {
      const added = await sql.rows(
        `INSERT INTO orders (merchant_order_no, order_no, created_at, scene, status, due_at, facts)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (merchant_order_no) DO NOTHING RETURNING merchant_order_no`,
        [
          merchantOrderNo,
          orderNo ?? null,
          requestTime,
          paySceneCode,
          status,
          write.dueAt ?? null,
          serializeOrder(order),
        ],
      );
      if (added.length === 0) return false;
      await this.#write(sql, merchantOrderNo, write);
      return true;
    });
  }

  async find(merchantOrderNo: string): Promise<Order | undefined> {
    const [row] = await this.#database.rows(
      'SELECT merchant_order_no, facts FROM orders WHERE merchant_order_no = ?',
      [merchantOrderNo],
    );
    return row && this.#withReport(merchantOrderNo, () => orderOf(row));
  }

  async change(merchantOrderNo: string, change: Change): Promise<Changed | undefined> {
    const changed = await this.#withReport(merchantOrderNo, () =>
      this.#transaction((sql) => this.#change(sql, merchantOrderNo, change), isDurable, isDefined),
    );
    return this.#notified(changed);
  }

  async changeOnce(receipt: NotificationReceipt, change: Change): Promise<Changed | 'duplicate' | undefined> {
    const {notifyId, merchantOrderNo, receivedAt} = receipt;
    const apply = async (sql: Sql): Promise<Written | 'duplicate' | undefined> => {
      const [order] = await sql.rows(
        `SELECT merchant_order_no FROM orders WHERE merchant_order_no = ?${this.#database.forUpdate}`,
        [merchantOrderNo],
      );
      if (!order) return undefined;
      const added = await sql.rows(
        `INSERT INTO notifications (notify_id, merchant_order_no, received_at) VALUES (?, ?, ?)
         ON CONFLICT (notify_id, merchant_order_no) DO NOTHING RETURNING notify_id`,
        [notifyId, merchantOrderNo, receivedAt],
      );
      return added.length === 0 ? 'duplicate' : this.#change(sql, merchantOrderNo, change);
    };
    const changed = await this.#withReport(merchantOrderNo, () => this.#transaction(apply));
    return changed === 'duplicate' ? changed : this.#notified(changed);
  }

  async claimQuery({merchantOrderNo, now, validSince, until}: QueryClaim): Promise<boolean> {
    const claimed = await this.#transaction(
      (sql) =>
        sql.rows(
          `UPDATE orders SET asking_until = ?
           WHERE merchant_order_no = ? AND asking_until <= ? AND (good_until <= ? OR asked_at < ?)
           RETURNING merchant_order_no`,
          [until, merchantOrderNo, now, now, validSince],
        ),
      notDurable,
    );
    return claimed.length > 0;
  }

  async releaseQuery({merchantOrderNo, until}: Pick<QueryClaim, 'merchantOrderNo' | 'until'>): Promise<void> {
    await this.#transaction(
      (sql) =>
        sql.rows('UPDATE orders SET asking_until = 0 WHERE merchant_order_no = ? AND asking_until = ?', [
          merchantOrderNo,
          until,
        ]),
      notDurable,
    );
  }

  async freshness(merchantOrderNo: string): Promise<Freshness | undefined> {
    const [row] = await this.#database.rows(
      'SELECT asked_at, good_until, asking_until FROM orders WHERE merchant_order_no = ?',
      [merchantOrderNo],
    );
    return (
      row && {
        queriedAt: Number(row['asked_at']),
        validUntil: Number(row['good_until']),
        nextNotBefore: Number(row['asking_until']),
      }
    );
  }

  async claimDue({whose, now, leaseUntil, limit}: DueClaim): Promise<readonly string[]> {
    const owned = whose === 'till' ? "scene = 'QRPAY'" : "scene <> 'QRPAY'"; // as in the partial index
    return this.#transaction(async (sql) => {
      const due = await sql.rows(
        `SELECT merchant_order_no FROM orders WHERE due_at <= ? AND ${owned}
         ORDER BY due_at LIMIT ?${this.#database.forUpdateSkipLocked}`,
        [now, limit],
      );
      const numbers = due.map((row) => String(row['merchant_order_no']));
      for (const number of numbers) {
        await sql.rows('UPDATE orders SET due_at = ? WHERE merchant_order_no = ?', [leaseUntil, number]);
      }
      return numbers;
    }, notDurable);
  }

  async orderOfRefund(refundMerchantOrderNo: string): Promise<string | undefined> {
    const [row] = await this.#database.rows(
      'SELECT merchant_order_no FROM refunds WHERE refund_merchant_order_no = ?',
      [refundMerchantOrderNo],
    );
    return row && String(row['merchant_order_no']);
  }

  async list({status, paySceneCode, number, before, limit}: OrderQuery): Promise<readonly Order[]> {
    const conditions: string[] = [];
    const values: Value[] = [];
    const only = (condition: string, ...wanted: Value[]): void => {
      conditions.push(condition);
      values.push(...wanted);
    };
    if (status !== undefined) only('status = ?', status);
    if (paySceneCode !== undefined) only('scene = ?', paySceneCode);
    if (number !== undefined) only('(merchant_order_no = ? OR order_no = ?)', number, number);
    if (before !== undefined) only('created_at < ?', before);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const orders: Order[] = [];
    // What is left out is made up for: a short list would read as the last one.
    for (let offset = 0; ; offset += limit) {
      const rows = await this.#database.rows(
        `SELECT merchant_order_no, facts FROM orders ${where}
         ORDER BY created_at DESC, merchant_order_no LIMIT ? OFFSET ?`,
        [...values, limit, offset],
      );
      for (const row of rows) {
        const order = await this.#readable(row);
        if (order) orders.push(order);
      }
      if (rows.length < limit || orders.length >= limit) return orders.slice(0, limit);
    }
  }

  async timeline(merchantOrderNo: string): Promise<readonly PastEvent[]> {
    const rows = await this.#database.rows(
      'SELECT id, at, kind, actor, facts FROM events WHERE merchant_order_no = ? ORDER BY id',
      [merchantOrderNo],
    );
    return Promise.all(
      rows.map(async (row) => ({
        id: Number(row['id']),
        at: Number(row['at']),
        kind: String(row['kind']),
        by: String(row['actor']) as Actor,
        facts: factsOf(row) ?? (await this.#withoutFacts(merchantOrderNo, String(row['id']))),
      })),
    );
  }

  async raise(alert: NewAlert): Promise<void> {
    await this.#transaction((sql) => insertAlert(sql, alert));
  }

  async alerts(query: {readonly all: boolean; readonly merchantOrderNo?: string}): Promise<readonly Alert[]> {
    const conditions: string[] = [];
    if (!query.all) conditions.push('acknowledged_at IS NULL');
    if (query.merchantOrderNo !== undefined) conditions.push('merchant_order_no = ?');
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const values = query.merchantOrderNo === undefined ? [] : [query.merchantOrderNo];
    const rows = await this.#database.rows(
      `SELECT * FROM alerts ${where} ORDER BY id DESC LIMIT 500`,
      values,
    );
    return rows.map(alertOf);
  }

  async acknowledge(id: number, at: number): Promise<boolean> {
    const known = await this.#writeRows(
      'UPDATE alerts SET acknowledged_at = COALESCE(acknowledged_at, ?) WHERE id = ? RETURNING id',
      [at, id],
    );
    return known.length > 0;
  }

  async coinsOfPlayer(player: string): Promise<number> {
    return this.#coins('player', player);
  }

  async coinsOfOrder(merchantOrderNo: string): Promise<number> {
    return this.#coins('merchant_order_no', merchantOrderNo);
  }

  async coinEntries(player: string): Promise<readonly PastCoinEntry[]> {
    const rows = await this.#database.rows(
      'SELECT merchant_order_no, at, kind, player, coins FROM coin_entries WHERE player = ? ORDER BY id',
      [player],
    );
    return rows.map((row) => ({
      merchantOrderNo: String(row['merchant_order_no']),
      at: Number(row['at']),
      kind: String(row['kind']) as PastCoinEntry['kind'],
      player: String(row['player']),
      coins: Number(row['coins']),
    }));
  }

  async addSession(
    {digest, role, expiresAt}: StoredSession,
    {now, passwordHash}: SessionConditions,
  ): Promise<boolean> {
    return this.#transaction(async (sql) => {
      const [stored] = await sql.rows(
        `SELECT salt, hash FROM password_hashes WHERE role = ?${this.#database.forUpdate}`,
        [role],
      );
      if (stored?.['salt'] !== passwordHash?.salt || stored?.['hash'] !== passwordHash?.hash) return false;
      await sql.rows('DELETE FROM sessions WHERE expires_at <= ?', [now]);
      await sql.rows('INSERT INTO sessions (digest, role, expires_at) VALUES (?, ?, ?)', [
        digest,
        role,
        expiresAt,
      ]);
      return true;
    });
  }

  async findSession(digest: string): Promise<StoredSession | undefined> {
    const [row] = await this.#database.rows('SELECT role, expires_at FROM sessions WHERE digest = ?', [
      digest,
    ]);
    const role = row?.['role'] === 'staff' ? 'staff' : 'till';
    return row && {digest, role, expiresAt: Number(row['expires_at'])};
  }

  async endSession(digest: string): Promise<void> {
    await this.#writeRows('DELETE FROM sessions WHERE digest = ?', [digest]);
  }

  async countUp({key, points, now, windowMs}: CountUp): Promise<StoredCount> {
    const [row] = await this.#transaction(
      (sql) =>
        sql.rows(
          `INSERT INTO limits (limit_key, points, ends_at) VALUES (?, ?, ?)
           ON CONFLICT (limit_key) DO UPDATE SET
             points = CASE WHEN limits.ends_at <= ? OR limits.ends_at > excluded.ends_at
               THEN excluded.points ELSE limits.points + excluded.points END,
             ends_at = CASE WHEN limits.ends_at <= ? OR limits.ends_at > excluded.ends_at
               THEN excluded.ends_at ELSE limits.ends_at END
           RETURNING points, ends_at`,
          [key, points, now + windowMs, now, now],
        ),
      notDurable,
      isDefined,
    );
    return {points: Number(row?.['points']), endsAt: Number(row?.['ends_at'])};
  }

  async removeEndedCounters(now: number): Promise<void> {
    await this.#writeRows('DELETE FROM limits WHERE ends_at <= ?', [now]);
  }

  async endSessions(role?: Role): Promise<void> {
    await (role === undefined
      ? this.#writeRows('DELETE FROM sessions')
      : this.#writeRows('DELETE FROM sessions WHERE role = ?', [role]));
  }

  async passwordHash(role: Role): Promise<PasswordHash | undefined> {
    const [row] = await this.#database.rows('SELECT salt, hash FROM password_hashes WHERE role = ?', [role]);
    return row && {salt: String(row['salt']), hash: String(row['hash'])};
  }

  async replacePasswordHash(role: Role, hash: PasswordHash | undefined): Promise<void> {
    await this.#transaction(async (sql) => {
      // The hash first: its row is locked by whoever adds a session, so none is added after they were ended.
      await (hash === undefined
        ? sql.rows('DELETE FROM password_hashes WHERE role = ?', [role])
        : sql.rows(
            `INSERT INTO password_hashes (role, salt, hash) VALUES (?, ?, ?)
             ON CONFLICT (role) DO UPDATE SET salt = excluded.salt, hash = excluded.hash`,
            [role, hash.salt, hash.hash],
          ));
      await sql.rows('DELETE FROM sessions WHERE role = ?', [role]);
    });
  }

  async addDevice({digest, expiresAt}: StoredDevice, now: number): Promise<void> {
    await this.#writeRows('DELETE FROM devices WHERE expires_at <= ?', [now]);
    await this.#writeRows('INSERT INTO devices (digest, expires_at) VALUES (?, ?)', [digest, expiresAt]);
  }

  async hasDevice(digest: string, now: number): Promise<boolean> {
    const [row] = await this.#database.rows(
      'SELECT digest FROM devices WHERE digest = ? AND expires_at > ?',
      [digest, now],
    );
    return row !== undefined;
  }

  listen(merchantOrderNo: string, listener: () => void): () => void {
    return this.#listeners.add(merchantOrderNo, listener);
  }

  async ping(): Promise<void> {
    await this.#database.rows('SELECT 1 AS one FROM orders LIMIT 1');
  }

  checkWritable(): Promise<void> {
    return this.#writeCheck.check();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** Most of them may change no row. Those that surely do pass `hasWritten`. */
  #transaction<T>(
    work: (sql: Sql) => Promise<T>,
    isDurableResult?: (result: T) => boolean,
    hasWritten: (result: T) => boolean = () => false,
  ): Promise<T> {
    return this.#writeCheck.note(this.#database.transaction(work, isDurableResult), hasWritten);
  }

  #writeRows(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.#writeCheck.note(this.#database.rows(text, values), () => false);
  }

  /** The row's order, or `undefined` and an alert. */
  async #readable(row: Row): Promise<Order | undefined> {
    return this.#withReport(String(row['merchant_order_no']), () => orderOf(row)).catch((error: unknown) => {
      if (error instanceof UnreadableOrder) return undefined;
      throw error;
    });
  }

  /** Raises an alert when `read` meets a damaged row. */
  async #withReport<T>(merchantOrderNo: string, read: () => T | Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof UnreadableOrder) {
        await this.#report(`unreadable-order ${merchantOrderNo}`, merchantOrderNo, error.message);
      }
      throw error;
    }
  }

  async #withoutFacts(merchantOrderNo: string, id: string): Promise<NonNullable<PastEvent['facts']>> {
    const message = `The facts of event ${id} of this order cannot be read.`;
    await this.#report(`unreadable-event ${id}`, merchantOrderNo, message);
    return {};
  }

  /** Once for each damaged row, also after the alert was handled. Whoever reads does not fail with it. */
  async #report(key: string, merchantOrderNo: string, message: string): Promise<void> {
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    const {clock, log} = this.#options;
    const kind = 'unreadable-order';
    log(message, {level: 'alert', kind, order: shortOrderNo(merchantOrderNo)});
    try {
      const [known] = await this.#database.rows('SELECT id FROM alerts WHERE alert_key = ? LIMIT 1', [key]);
      if (!known) await this.raise({key, kind, merchantOrderNo, message, raisedAt: clock.now()});
    } catch (error) {
      this.#reported.delete(key);
      log('an alert was not stored', {level: 'error', why: reasonOf(error)});
    }
  }

  async #change(sql: Sql, merchantOrderNo: string, change: Change): Promise<Written | undefined> {
    const [row] = await sql.rows(
      `SELECT merchant_order_no, facts FROM orders WHERE merchant_order_no = ?${this.#database.forUpdate}`,
      [merchantOrderNo],
    );
    if (!row) return undefined;
    const before = orderOf(row);
    const {order: after, ...write} = change(before);
    await sql.rows(
      'UPDATE orders SET order_no = ?, status = ?, due_at = ?, facts = ? WHERE merchant_order_no = ?',
      [after.orderNo ?? null, after.status, write.dueAt ?? null, serializeOrder(after), merchantOrderNo],
    );
    await insertRefundNumbers(sql, before, after);
    await this.#write(sql, merchantOrderNo, write);
    const {events, alerts = []} = write;
    const hasEvents = events.length > 0;
    if (hasEvents) await this.#database.notify(sql, merchantOrderNo);
    return {before, after, alerts, hasEvents};
  }

  async #coins(column: 'player' | 'merchant_order_no', value: string): Promise<number> {
    const [row] = await this.#database.rows(
      `SELECT COALESCE(SUM(coins), 0) AS coins FROM coin_entries WHERE ${column} = ?`,
      [value],
    );
    return Number(row?.['coins']);
  }

  async #write(
    sql: Sql,
    merchantOrderNo: string,
    {events, alerts = [], coins, freshness}: OrderWrite,
  ): Promise<void> {
    for (const event of events) await insertEvent(sql, merchantOrderNo, event);
    for (const alert of alerts) await insertAlert(sql, alert);
    if (coins) {
      await sql.rows(
        'INSERT INTO coin_entries (merchant_order_no, at, kind, player, coins) VALUES (?, ?, ?, ?, ?)',
        [merchantOrderNo, coins.at, coins.kind, coins.player ?? null, coins.coins],
      );
    }
    if (!freshness) return;
    await sql.rows(
      'UPDATE orders SET asking_until = ?, asked_at = ?, good_until = ? WHERE merchant_order_no = ?',
      [freshness.nextNotBefore, freshness.queriedAt, freshness.validUntil, merchantOrderNo],
    );
  }

  #notified(written: Written | undefined): Changed | undefined {
    if (written?.hasEvents) this.#listeners.notify(written.after.merchantOrderNo);
    return written;
  }
}

/** A query without an event or an alert is no loss after a power cut. */
const isDurable = (written: Written | undefined): boolean =>
  written !== undefined && (written.hasEvents || written.alerts.length > 0);

const isDefined = (result: unknown): boolean => result !== undefined;

/** A claim is worth nothing once its process is gone. */
const notDurable = (): boolean => false;

async function insertEvent(sql: Sql, merchantOrderNo: string, event: NewEvent): Promise<void> {
  await sql.rows('INSERT INTO events (merchant_order_no, at, kind, actor, facts) VALUES (?, ?, ?, ?, ?)', [
    merchantOrderNo,
    event.at,
    event.kind,
    event.by,
    JSON.stringify(event.facts ?? {}),
  ]);
}

async function insertAlert(sql: Sql, alert: NewAlert): Promise<void> {
  const {key, kind, merchantOrderNo = null, message, raisedAt} = alert;
  await sql.rows(
    `INSERT INTO alerts (alert_key, kind, merchant_order_no, message, raised_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (alert_key) WHERE acknowledged_at IS NULL DO NOTHING`,
    [key, kind, merchantOrderNo, message, raisedAt],
  );
}

/** One refund number belongs to one order, as with PayBy. */
async function insertRefundNumbers(sql: Sql, before: Order, after: Order): Promise<void> {
  const known = new Set(before.refunds.map(({refundMerchantOrderNo}) => refundMerchantOrderNo));
  for (const {refundMerchantOrderNo} of after.refunds) {
    if (known.has(refundMerchantOrderNo)) continue;
    const added = await sql.rows(
      `INSERT INTO refunds (refund_merchant_order_no, merchant_order_no) VALUES (?, ?)
       ON CONFLICT (refund_merchant_order_no) DO NOTHING RETURNING refund_merchant_order_no`,
      [refundMerchantOrderNo, after.merchantOrderNo],
    );
    if (added.length === 0) throw new RefundNumberTaken();
  }
}

const orderOf = (row: Row): Order => parseStoredOrder(String(row['merchant_order_no']), String(row['facts']));

/** `undefined` when they cannot be read. */
function factsOf(row: Row): NonNullable<PastEvent['facts']> | undefined {
  try {
    return JSON.parse(String(row['facts'])) as NonNullable<PastEvent['facts']>;
  } catch {
    return undefined;
  }
}

function alertOf(row: Row): Alert {
  const {merchant_order_no: merchantOrderNo, acknowledged_at: acknowledgedAt} = row;
  return {
    id: Number(row['id']),
    key: String(row['alert_key']),
    kind: String(row['kind']),
    merchantOrderNo: typeof merchantOrderNo === 'string' ? merchantOrderNo : undefined,
    message: String(row['message']),
    raisedAt: Number(row['raised_at']),
    acknowledgedAt: acknowledgedAt === null ? undefined : Number(acknowledgedAt),
  };
}
