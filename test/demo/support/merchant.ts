/** An OrderService and its Reconciler against a simulated PayBy, with a manual clock and calls that can be made to fail. */
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

/** `answer-lost`: PayBy carries out the call, but its answer never arrives. `request-lost`: PayBy never gets the call. */
export type CallOutcome = 'answered' | 'answer-lost' | 'request-lost' | 'system-error' | 'unreachable';

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
  /** Decides how a call to PayBy ends, by its operation. */
  outcomeOf: (operation: string) => CallOutcome;
  timesOf(operation: string): readonly number[];
  place(change?: object): Promise<Order>;
  pay(order: Order): Promise<void>;
  /** Advances the clock in small steps, and runs everything that becomes due. */
  pass(ms: number): Promise<void>;
  settle(): Promise<void>;
  /** Starts another OrderService and Reconciler on the same store, as a second process would. */
  another(options?: Partial<OrderServiceOptions>): {readonly orders: OrderService; stop(): Promise<void>};
  /** Stops the reconciler, as a kill of the process does. */
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
    const outcome = merchant.outcomeOf(operation);
    switch (outcome) {
      case 'unreachable':
        throw new TypeError('fetch failed');
      case 'request-lost':
        return never(init.signal);
      case 'system-error':
        return systemError(gateway);
      case 'answered':
      case 'answer-lost': {
        const response = await gateway.app.request(url.pathname, init);
        return outcome === 'answered' ? response : never(init.signal);
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
  const merchant: TestMerchant = {
    gateway,
    clock,
    store,
    orders: first.orders,
    calls,
    lines,
    outcomeOf: () => 'answered',
    timesOf: (operation) => calls.filter((call) => call.operation === operation).map(({at}) => at),
    place: async (change = {}) => {
      const request = parseOrderRequest({paySceneCode: 'DYNQR', sku: 'mug', ...change}, {by: 'till'});
      return (await first.orders.place(request, 'payer')).order;
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
      merchant.outcomeOf = () => 'unreachable';
      await clock.advance(10_000); // calls that are still pending time out
      await first.stop();
      await store.close();
    },
  };
  return merchant;
}

const never = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('timed out', 'AbortError'));
    });
  });

function systemError({paybyKeys}: TestGateway): Response {
  const body = JSON.stringify({head: {applyStatus: 'FAIL', code: '500', msg: 'SYSTEM_ERROR'}});
  return new Response(body, {headers: {sign: signBytes(Buffer.from(body), paybyKeys.privateKey)}});
}
