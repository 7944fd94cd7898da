/** What payers, staff and PayBy's app do over HTTP, for tests with merchant servers in processes of their own. */
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import type {OrderRecord} from '../../../demo/gateway/control/control.js';
import {STAFF_PASSWORD, type OwnProcess} from './processes.js';

export interface PlacedOrder {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
}

/** Only so that a failure fails instead of hanging. */
const HANGS_AFTER_MS = 60_000;

/** A number for an order or a refund. */
export const newNumber = (): string => randomUUID().replaceAll('-', '');

export async function when(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + HANGS_AFTER_MS;
  while (!(await isTrue())) {
    assert.ok(performance.now() < deadline, `timed out waiting until ${what}`);
    await sleep(100);
  }
}

/** On a connection of its own, which a killed server cannot have left behind. */
export const post = (
  url: string,
  body: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', connection: 'close', ...headers},
    body: JSON.stringify(body),
  });

export const placeOrder = (at: OwnProcess, merchantOrderNo = newNumber()): Promise<Response> =>
  post(`${at.url}/api/orders`, {merchantOrderNo, paySceneCode: 'DYNQR', sku: 'mug'});

export async function placedOrder(at: OwnProcess): Promise<PlacedOrder> {
  const response = await placeOrder(at);
  assert.equal(response.status, 201);
  return (await response.json()) as PlacedOrder;
}

export const payOrder = (gateway: OwnProcess, {orderNo}: PlacedOrder): Promise<Response> =>
  post(`${gateway.url}/app/pay`, {orderNo});

/** AED 20.00 of the 25.00 that a mug costs, so that it cannot be refunded twice unnoticed. */
export const REFUND_AMOUNT = '20.00';

export const refundOrder = (
  at: OwnProcess,
  {merchantOrderNo}: PlacedOrder,
  refundMerchantOrderNo: string,
  cookie: string,
): Promise<Response> =>
  post(
    `${at.url}/api/orders/${merchantOrderNo}/refund`,
    {refundMerchantOrderNo, amount: REFUND_AMOUNT},
    {cookie},
  );

export const healthOf = async (at: OwnProcess): Promise<number> =>
  (await fetch(`${at.url}/healthz`, {headers: {connection: 'close'}})).status;

/** `undefined` when the server answers with an error. */
export async function statusAt(
  at: OwnProcess,
  {merchantOrderNo}: Pick<PlacedOrder, 'merchantOrderNo'>,
): Promise<string | undefined> {
  const response = await fetch(`${at.url}/api/orders/${merchantOrderNo}/status`, {
    headers: {connection: 'close'},
  });
  const {status} = (await response.json()) as {status?: string};
  return response.ok ? status : undefined;
}

/** A paid order that the server knows to be paid. */
export async function paidOrder(at: OwnProcess, gateway: OwnProcess): Promise<PlacedOrder> {
  const order = await placedOrder(at);
  await payOrder(gateway, order);
  await when('it is paid', async () => (await statusAt(at, order)) === 'PAID_SUCCESS');
  return order;
}

/** PayBy's orders by the merchant's numbers, each of which it has once. */
export async function ordersAtPayby(gateway: OwnProcess): Promise<ReadonlyMap<string, OrderRecord>> {
  const response = await fetch(`${gateway.url}/control/orders`);
  const {orders} = (await response.json()) as {orders: OrderRecord[]};
  const byNumber = new Map(orders.map((order) => [order.merchantOrderNo, order]));
  assert.equal(byNumber.size, orders.length);
  return byNumber;
}

export async function staffCookie(at: OwnProcess): Promise<string> {
  const login = await post(`${at.url}/api/login`, {password: STAFF_PASSWORD});
  const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';');
  assert.ok(cookie, 'staff are logged in');
  return cookie;
}

/** An order's event stream. */
export interface FollowedStream {
  /** Resolves once the stream has sent this text. */
  until(text: string): Promise<void>;
  readonly isOver: Promise<void>;
  close(): void;
}

export async function follow(at: OwnProcess, {merchantOrderNo}: PlacedOrder): Promise<FollowedStream> {
  const leaving = new AbortController();
  const response = await fetch(`${at.url}/api/orders/${merchantOrderNo}/events`, {signal: leaving.signal});
  assert.ok(response.body);
  let received = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const reading = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) received += part.value;
  };
  return {
    until: (text) => when(`the stream has sent ${text}`, () => received.includes(text)),
    isOver: reading().catch(() => undefined), // cut off, which is one way to end
    close: () => {
      leaving.abort();
    },
  };
}
