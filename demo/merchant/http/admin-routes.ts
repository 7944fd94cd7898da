/** Routes for staff: orders with their timeline, cancel, revoke and refund, and alerts. */
import type {Context, Hono} from 'hono';
import type * as v from 'valibot';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {route} from '../../http/json-app.js';
import {bodyObject} from '../../http/json-body.js';
import {requireOwnPage} from './same-site.js';
import {fromFils, toFils} from '../../payby/money.js';
import {isPaid, refundedFils, type Order} from '../orders/order.js';
import type {CoinLedger} from '../orders/coin-ledger.js';
import type {OrderService} from '../orders/order-service.js';
import {merchantOrderNoIn, parseAlertId, parseOrderListQuery, parseRefundRequest} from './request-parsing.js';
import type {Alert, OrderStore, PastEvent} from '../orders/order-store.js';
import {orderCoins} from './coin-routes.js';
import {noStore, refundResponse} from './responses.js';
import type {Sessions} from '../auth/sessions.js';
import type * as schemas from './schemas.js';

export interface AdminOptions {
  readonly orders: OrderService;
  readonly store: OrderStore & CoinLedger;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
}

type StaffHandler = (c: Context) => Promise<object>;

export function addAdminRoutes(app: Hono, options: AdminOptions): void {
  const {orders, store, clock} = options;
  const order = '/api/admin/orders/:merchantOrderNo';
  staffRoute(app, '/api/admin/orders', options, {
    GET: async (c) => ({orders: (await store.list(parseOrderListQuery(c.req.query()))).map(orderForStaff)}),
  });
  staffRoute(app, order, options, {GET: (c) => orderDetails(merchantOrderNoIn(c), options)});
  staffRoute(app, `${order}/cancel`, options, {
    POST: async (c) => ({order: orderForStaff((await orders.cancel(merchantOrderNoIn(c), 'staff')).order)}),
  });
  staffRoute(app, `${order}/revoke`, options, {
    POST: async (c) => ({order: orderForStaff((await orders.revoke(merchantOrderNoIn(c), 'staff')).order)}),
  });
  staffRoute(app, `${order}/refund`, options, {
    POST: async (c) => {
      const made = await orders.refund(
        merchantOrderNoIn(c),
        parseRefundRequest(await bodyObject(c)),
        'staff',
      );
      return {refund: refundResponse(made.order, made.refund), order: orderForStaff(made.order)};
    },
  });
  staffRoute(app, '/api/admin/players/:player', options, {
    GET: (c) => playerCoins(c.req.param('player') ?? '', store),
  });
  staffRoute(app, '/api/admin/alerts', options, {
    GET: async (c) => ({alerts: (await store.alerts({all: c.req.query('all') === '1'})).map(alertForStaff)}),
  });
  staffRoute(app, '/api/admin/alerts/:id/acknowledge', options, {
    POST: async (c) => {
      const id = parseAlertId(c.req.param('id'));
      const isKnown = id !== undefined && (await store.acknowledge(id, clock.now()));
      if (!isKnown) throw new HttpError(404, 'unknown-alert', 'There is no such alert.');
      return {acknowledged: true};
    },
  });
}

/** Answers only requests with a staff session, sent by a page of this server. */
function staffRoute(
  app: Hono,
  path: string,
  {sessions, publicUrl}: AdminOptions,
  handlers: Partial<Record<'GET' | 'POST', StaffHandler>>,
): void {
  const guarded = (handler: StaffHandler) => async (c: Context) => {
    requireOwnPage(c, {publicUrl});
    await sessions.require(c, 'staff');
    return c.json(await handler(c), 200, noStore);
  };
  const {GET, POST} = handlers;
  route(app, path, {...(GET && {GET: guarded(GET)}), ...(POST && {POST: guarded(POST)})});
}

async function orderDetails(merchantOrderNo: string, {orders, store}: AdminOptions): Promise<object> {
  const order = await orders.stored(merchantOrderNo);
  const [timeline, coins, alerts] = await Promise.all([
    store.timeline(merchantOrderNo),
    orderCoins(order, store),
    store.alerts({all: true, merchantOrderNo}),
  ]);
  return {
    order: orderForStaff(order),
    timeline: timeline.map(eventForStaff),
    coins,
    alerts: alerts.map(alertForStaff),
  };
}

async function playerCoins(
  player: string,
  store: CoinLedger,
): Promise<v.InferOutput<typeof schemas.PlayerCoins>> {
  const entries = await store.coinEntries(player);
  if (entries.length === 0) throw new HttpError(404, 'unknown-player', 'The ledger has no such player.');
  return {
    player,
    balance: await store.coinsOfPlayer(player),
    entries: entries.map(({merchantOrderNo, at, kind, coins}) => ({merchantOrderNo, at, kind, coins})),
  };
}

/** Everything about an order except what it could be paid with. */
const orderForStaff = (order: Order): v.InferOutput<typeof schemas.StaffOrder> => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo,
  paySceneCode: order.paySceneCode,
  sku: order.sku,
  player: order.player,
  subject: order.subject,
  subjectAr: order.subjectAr,
  totalAmount: order.totalAmount,
  requestTime: order.requestTime,
  expiredTime: order.expiredTime,
  status: order.status,
  revoked: order.revoked,
  failCode: order.failCode,
  failDes: order.failDes,
  paymentInfo: order.payment,
  payer: order.payerMask === undefined ? undefined : {mobileNumberMask: order.payerMask},
  placement: order.placement,
  isBeingCancelled: order.followUp.cancel !== undefined,
  refundedAmount: fromFils(refundedFils(order)),
  refundableAmount: fromFils(refundableFils(order)),
  refunds: order.refunds.map(({refundMerchantOrderNo, amount, reason, status, requestedAt}) => ({
    refundMerchantOrderNo,
    ...amount,
    reason,
    status,
    requestedAt,
  })),
});

function refundableFils(order: Order): bigint {
  const left = toFils(order.totalAmount.amount) - refundedFils(order);
  return isPaid(order) && left > 0n ? left : 0n;
}

const eventForStaff = ({
  id,
  at,
  kind,
  by,
  facts,
}: PastEvent): v.InferOutput<typeof schemas.TimelineEvent> => ({id, at, kind, by, facts});

const alertForStaff = ({
  id,
  kind,
  merchantOrderNo,
  message,
  raisedAt,
  acknowledgedAt,
}: Alert): v.InferOutput<typeof schemas.Alert> => ({
  id,
  kind,
  merchantOrderNo,
  message,
  raisedAt,
  acknowledgedAt,
});
