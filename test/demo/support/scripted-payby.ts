/** An OrderService against a PayBy that answers what a test says: for the rules that need neither a gateway nor a wire. */
import {generateKeyPairSync} from 'node:crypto';
import {OrderService, type OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {NewEvent} from '../../../demo/merchant/orders/order-store.js';
import {openStore, type MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import type {Money} from 'payby-checkout/core';
import {PaybyClient, type PlaceOrder, type PlaceRefund} from '../../../demo/payby/client.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import type {AcquireOrder, PlacedOrder, RefundOrder} from '../../../demo/payby/responses.js';
import {ManualClock, PARTNER, repeatableRandom} from './demo.js';
import {newOrder} from './stores.js';

type Operation = Exclude<keyof PaybyClient, 'now'>;
type Answers = {readonly [Name in Operation]: Awaited<ReturnType<PaybyClient[Name]>>};
type Script = {[Name in Operation]?: () => Answers[Name] | Promise<Answers[Name]>};

const {privateKey, publicKey} = generateKeyPairSync('ed25519');

/** Notes every call and plays the script's answer to it. A call that the script does not know fails the test. */
export class ScriptedPayby extends PaybyClient {
  script: Script = {};
  readonly calls: (readonly [Operation, ...unknown[]])[] = [];

  constructor(clock: ManualClock) {
    super({baseUrl: 'http://127.0.0.1', partnerId: PARTNER, privateKey, paybyPublicKey: publicKey, clock});
  }

  /** The names of the calls. */
  get operations(): readonly Operation[] {
    return this.calls.map(([operation]) => operation);
  }

  override placeOrder(order: PlaceOrder): Promise<PlacedOrder> {
    return this.#play('placeOrder', order);
  }

  override getOrder(name: unknown): Promise<AcquireOrder> {
    return this.#play('getOrder', name);
  }

  override cancelOrder(name: unknown): Promise<AcquireOrder> {
    return this.#play('cancelOrder', name);
  }

  override revokeOrder(name: unknown): Promise<AcquireOrder> {
    return this.#play('revokeOrder', name);
  }

  override refund(refund: PlaceRefund): Promise<RefundOrder> {
    return this.#play('refund', refund);
  }

  override getRefund(name: unknown): Promise<RefundOrder> {
    return this.#play('getRefund', name);
  }

  override updateExpiredTime(name: unknown, expiredTime: number): Promise<AcquireOrder> {
    return this.#play('updateExpiredTime', name, expiredTime);
  }

  override getCashierUrlInfo(tokenUrl: string): Promise<string | undefined> {
    return this.#play('getCashierUrlInfo', tokenUrl);
  }

  async #play<Name extends Operation>(name: Name, ...sent: readonly unknown[]): Promise<Answers[Name]> {
    this.calls.push([name, ...sent]);
    const answer = this.script[name];
    if (!answer) throw new Error(`the script has no answer to ${name}`);
    return answer();
  }
}

export interface ScriptedMerchant {
  readonly clock: ManualClock;
  readonly store: MerchantStore;
  readonly payby: ScriptedPayby;
  readonly orders: OrderService;
  /** What was logged. */
  readonly lines: readonly (readonly [string, object])[];
  /** Stores an order that PayBy has accepted, under a number of its own. */
  seed(change?: Partial<Order>): Promise<Order>;
  /** The events of an order since it was stored, without their numbers and times. */
  events(merchantOrderNo: string): Promise<readonly Omit<NewEvent, 'at'>[]>;
  /** The alerts about an order, oldest first, as kind and message. */
  alerts(merchantOrderNo: string): Promise<readonly (readonly [string, string])[]>;
}

let seeded = 0;
const random = repeatableRandom();

/** A store may be shared: opening one takes longer than most tests. */
export function scriptedMerchant(
  store: MerchantStore,
  clock: ManualClock,
  options: Partial<OrderServiceOptions> = {},
): ScriptedMerchant {
  const lines: (readonly [string, object])[] = [];
  const log = (event: string, facts: object = {}): void => {
    lines.push([event, facts]);
  };
  const payby = new ScriptedPayby(clock);
  const shared = {payby, store, clock, log, random, notifyUrl: undefined, ...options};
  return {
    ...{clock, store, payby, lines},
    orders: new OrderService(shared),
    seed: async (change = {}) => {
      seeded += 1;
      const placed = {orderNo: `13${String(seeded)}`, placement: 'placed'} as const;
      const order = newOrder(`seeded-${String(seeded)}`, clock.now(), {...placed, ...change});
      await store.add(order, {events: [], dueAt: undefined});
      return order;
    },
    events: async (merchantOrderNo) =>
      (await store.timeline(merchantOrderNo)).map(({kind, by, facts = {}}) => ({kind, by, facts})),
    alerts: async (merchantOrderNo) =>
      (await store.alerts({all: true, merchantOrderNo}))
        .map(({kind, message}) => [kind, message] as const)
        .reverse(),
  };
}

export const memoryStore = (clock: ManualClock): Promise<MerchantStore> =>
  openStore({kind: 'memory'}, {clock, log: () => {}});

/** The same store, but for some of its methods. */
export const storeWith = (store: MerchantStore, methods: Partial<MerchantStore>): MerchantStore =>
  new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });

export const aed = (amount: string): Money => ({amount, currency: 'AED'});

/** What an error holds of an answer without PayBy's signature: nothing. */
export const UNSIGNED = {untrustedCode: undefined, untrustedMsg: undefined, untrustedTraceCode: undefined};

/** PayBy's word about an order: as it stands here, but for `change`. */
export const acquireOrder = (order: Order, change: Partial<AcquireOrder> = {}): AcquireOrder => ({
  merchantOrderNo: order.merchantOrderNo,
  orderNo: order.orderNo ?? '13',
  status: order.status,
  totalAmount: order.totalAmount,
  expiredTime: undefined,
  revoked: order.revoked,
  failCode: undefined,
  failDes: undefined,
  payment: undefined,
  fields: {},
  ...change,
});

export const refundOrder = (change: Partial<RefundOrder> = {}): RefundOrder => ({
  refundMerchantOrderNo: 'r-1',
  originMerchantOrderNo: undefined,
  orderNo: undefined,
  status: 'REFUNDED_SETTLED',
  amount: aed('25.00'),
  failCode: undefined,
  failDes: undefined,
  fields: {},
  ...change,
});

/** An answer of the script: PayBy refuses with its code, or no answer arrives for that reason. */
export const failing =
  (code: string, more: object = {}) =>
  (): never => {
    throw new PaybyError({code, message: 'the script says so', ...more});
  };
