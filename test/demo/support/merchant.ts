/** The orders and its reconciler before a local PayBy, with time by hand and a road between the two that can be bad. */
import {OrderService, type OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {OrderStore} from '../../../demo/merchant/orders/order-store.js';
import {openStore} from '../../../demo/merchant/storage/open-store.js';
import {parseOrderRequest} from '../../../demo/merchant/http/request-parsing.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import {Reconciler} from '../../../demo/merchant/orders/reconciler.js';
import {PaybyClient} from '../../../demo/payby/client.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {createGateway, PARTNER, repeatableRandom, turn, type TestGateway, type ManualClock} from './demo.js';

/** `lost`: PayBy did it, and its answer never came. `silent`: the request never arrived. */
export type Weather = 'fine' | 'lost' | 'silent' | 'system-error' | 'unreachable';

export interface Call {
  readonly operation: string;
  readonly at: number;
}

export interface TestMerchant {
  readonly gateway: TestGateway;
  readonly clock: ManualClock;
  readonly store: OrderStore;
  readonly orders: OrderService;
  /** Every call to PayBy, by the last part of its path. */
  readonly calls: readonly Call[];
  readonly lines: readonly string[];
  /** Decides what happens to a call. */
  weather: (operation: string) => Weather;
  timesOf(operation: string): readonly number[];
  place(change?: object): Promise<Order>;
  pay(order: Order): Promise<void>;
  /** Lets time pass in small steps, and everything that is caused by it happen. */
  pass(ms: number): Promise<void>;
  settle(): Promise<void>;
  /** Another process before the same store, or the next one. */
  another(options?: Partial<OrderServiceOptions>): {readonly orders: OrderService; stop(): Promise<void>};
  /** The reconciler is gone, as after a kill. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const STEP_MS = 250;

export async function createMerchant(
  keys: readonly [KeyPair, KeyPair],
  given?: OrderStore,
): Promise<TestMerchant> {
  const gateway = await createGateway({keys});
  const {clock} = gateway;
  const lines: string[] = [];
  const log = (event: string, facts: object = {}): void => {
    lines.push(JSON.stringify({event, ...facts}));
  };
  const store = given ?? (await openStore({kind: 'memory'}, {clock, log}));
  const calls: Call[] = [];

  const answered = async (url: URL, init: RequestInit): Promise<Response> => {
    const operation = url.pathname.replace('/sgs/api/acquire2/', '');
    calls.push({operation, at: clock.now()});
    const weather = bench.weather(operation);
    switch (weather) {
      case 'unreachable':
        throw new TypeError('fetch failed');
      case 'silent':
        return never(init.signal);
      case 'system-error':
        return systemError(gateway);
      case 'fine':
      case 'lost': {
        const response = await gateway.app.request(url.pathname, init);
        return weather === 'fine' ? response : never(init.signal);
      }
    }
  };
  const payby = new PaybyClient({
    baseUrl: 'http://127.0.0.1/sgs/api',
    partnerId: PARTNER,
    privateKey: gateway.merchantKeys.privateKey,
    paybyPublicKey: gateway.paybyKeys.publicKey,
    clock,
    fetch: (input, init = {}) => answered(new URL(input instanceof Request ? input.url : input), init),
  });
  const another: TestMerchant['another'] = (change = {}) => {
    const options = {payby, store, clock, log, random: repeatableRandom(), notifyUrl: undefined, ...change};
    const orders = new OrderService(options);
    const stopping = new AbortController();
    const running = new Reconciler({...options, orders, signal: stopping.signal}).run();
    return {
      orders,
      stop: () => {
        stopping.abort();
        return running;
      },
    };
  };
  const first = another();
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 12; quiet += 1) await turn();
  };
  const bench: TestMerchant = {
    gateway,
    clock,
    store,
    orders: first.orders,
    calls,
    lines,
    weather: () => 'fine',
    timesOf: (operation) => calls.filter((call) => call.operation === operation).map(({at}) => at),
    place: async (change = {}) => {
      const wish = parseOrderRequest({paySceneCode: 'DYNQR', sku: 'mug', ...change}, undefined);
      return (await first.orders.place(wish, 'payer')).order;
    },
    pay: async ({orderNo}) => {
      await gateway.request('/app/pay', {orderNo, password: '123456'});
    },
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= STEP_MS) {
        await clock.advance(Math.min(STEP_MS, left));
        await settle();
      }
    },
    settle,
    another,
    stop: first.stop,
    close: async () => {
      bench.weather = () => 'unreachable';
      await clock.advance(10_000); // whoever still waits for an answer gives up
      await first.stop();
      await store.close();
    },
  };
  return bench;
}

const never = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('given up', 'AbortError'));
    });
  });

function systemError({paybyKeys}: TestGateway): Response {
  const body = JSON.stringify({head: {applyStatus: 'FAIL', code: '500', msg: 'SYSTEM_ERROR'}});
  return new Response(body, {headers: {sign: signBytes(Buffer.from(body), paybyKeys.privateKey)}});
}
