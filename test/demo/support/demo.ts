/** Shared by the tests of the demo servers: a manual clock, seeded randomness, and servers on free ports. */
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {getRequestListener} from '@hono/node-server';
import type {Hono} from 'hono';
import type {Clock} from 'payby-checkout/core';
import {gatewayApp} from '../../../demo/gateway/app.js';
import {PaybyClient} from '../../../demo/payby/client.js';
import {makeThrowAwayKeys, type KeyPair} from '../../../demo/payby/keys.js';
import type {Random} from '../../../demo/payby/random.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {startDemo, type Demo, type DemoOptions} from '../../../demo/main/server.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const PARTNER = '200000012345';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

export class ManualClock implements Clock {
  #now = Date.UTC(2026, 0, 15, 8);
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = {
        due: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', sleeper.wake);
    });
  }

  get asleep(): number {
    return this.#sleepers.size;
  }

  /** Advances the time. Wakes each sleeper in order of its due time, and lets it run before the next one. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#sleepers].filter(({due}) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.#now = Math.max(this.#now, next.due);
      next.wake();
      await turn();
    }
    this.#now = end;
    await turn();
  }
}

/** Waits one turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits for network traffic inside this process: by turns of the event loop, not by time. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 30_000; // only so that a failure fails instead of hanging
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `timed out waiting until ${what}`);
    await turn();
  }
}

/** Different bytes at every call, the same ones in every run. */
export function repeatableRandom(seed = 'seed'): Random {
  let calls = 0;
  return (size) => {
    calls += 1;
    const digest = createHash('sha512')
      .update(`${seed} ${String(calls)}`)
      .digest();
    return digest.subarray(0, size);
  };
}

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveApp(app: Hono): Promise<Served> {
  const listener = getRequestListener(app.fetch, {overrideGlobalObjects: false});
  return serveRequests((request, response) => void listener(request, response));
}

export async function serveRequests(onRequest: RequestListener): Promise<Served> {
  const server = createServer((request, response) => {
    response.sendDate = false; // the test has its own clock
    onRequest(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface TestGateway {
  readonly app: Hono;
  readonly clock: ManualClock;
  readonly merchantKeys: KeyPair;
  readonly paybyKeys: KeyPair;
  /** Sends a body signed by the merchant over the wire, without a network. */
  call(path: string, bizContent: object, change?: RawCall): Promise<WireAnswer>;
  /** Plays the phone or the POS. */
  request(path: string, body?: object): Promise<{readonly status: number; readonly body: Json}>;
}

export type Json = Readonly<Record<string, unknown>>;

export interface RawCall {
  readonly requestTime?: number;
  readonly partnerId?: string;
  readonly body?: string;
  readonly sign?: string;
}

export interface WireAnswer {
  readonly bytes: Buffer;
  readonly sign: string | null;
  readonly head: {readonly applyStatus: string; readonly code: string; readonly msg: string};
  readonly body: {
    readonly acquireOrder?: Readonly<Record<string, unknown>>;
    readonly refundOrder?: Readonly<Record<string, unknown>>;
    readonly interActionParams?: {readonly tokenUrl: string};
    readonly payer?: {readonly mobileNumberMask: string};
  };
}

interface GatewayTestOptions {
  readonly qrpayTokenUrl?: boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly keys?: readonly [KeyPair, KeyPair];
}

/** A gateway whose keys, clock and notifications the test controls. */
export async function createGateway(options: GatewayTestOptions = {}): Promise<TestGateway> {
  const [merchantKeys, paybyKeys] = options.keys ?? (await twoKeyPairs());
  const clock = new ManualClock();
  const app = gatewayApp({
    clock,
    random: repeatableRandom(),
    log: (line) => assert.fail(`the gateway logged: ${line}`),
    partnerId: PARTNER,
    merchantPublicKey: merchantKeys.publicKey,
    keys: paybyKeys,
    settleAfterMs: 20_000,
    qrpayTokenUrl: options.qrpayTokenUrl ?? false,
    fetch: options.fetch ?? (() => Promise.reject(new Error('no network here'))),
    signal: new AbortController().signal,
  });
  return {
    app,
    clock,
    merchantKeys,
    paybyKeys,
    call: async (path, bizContent, change = {}) => {
      const requestTime = change.requestTime ?? clock.now();
      const body = change.body ?? JSON.stringify({requestTime, bizContent});
      const sign = change.sign ?? signBytes(Buffer.from(body), merchantKeys.privateKey);
      const headers = {'Content-Type': 'application/json', 'Partner-Id': change.partnerId ?? PARTNER, sign};
      const response = await app.request(`/sgs/api${path}`, {method: 'POST', headers, body});
      const bytes = Buffer.from(await response.arrayBuffer());
      const answer = JSON.parse(bytes.toString('utf8')) as Pick<WireAnswer, 'head' | 'body'>;
      return {bytes, sign: response.headers.get('sign'), ...answer};
    },
    request: async (path, body) => {
      const init = body ? {method: 'POST', body: JSON.stringify(body)} : {};
      const response = await app.request(path, init);
      return {status: response.status, body: (await response.json()) as Json};
    },
  };
}

export const twoKeyPairs = (): Promise<[KeyPair, KeyPair]> =>
  Promise.all([makeThrowAwayKeys(), makeThrowAwayKeys()]);

/** Making RSA keys is slow, so a file of tests shares one pair for the merchant and one for PayBy. */
export function handOut(pairs: readonly [KeyPair, KeyPair]): () => Promise<KeyPair> {
  let calls = 0;
  return () => {
    calls += 1;
    return Promise.resolve(calls % 2 === 1 ? pairs[0] : pairs[1]);
  };
}

/** A placeOrder request that PayBy accepts. */
export const goodOrder = (clock: Clock, change: object = {}): object => ({
  merchantOrderNo: 'order-1',
  subject: 'Karak mug',
  totalAmount: {amount: 25, currency: 'AED'},
  expiredTime: clock.now() + 15 * MINUTE,
  paySceneCode: 'DYNQR',
  paySceneParams: {},
  ...change,
});

export const clientOf = (url: string, {merchantKeys, paybyKeys, clock}: TestGateway): PaybyClient =>
  new PaybyClient({
    baseUrl: `${url}/sgs/api`,
    partnerId: PARTNER,
    privateKey: merchantKeys.privateKey,
    paybyPublicKey: paybyKeys.publicKey,
    clock,
  });

export interface TestDemo extends Demo {
  readonly clock: ManualClock;
  /** Every log line so far, as JSON. */
  readonly lines: readonly string[];
  /** The headers of a till's, and of staff's, browser. */
  till(): Promise<Record<string, string>>;
  staff(): Promise<Record<string, string>>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; each test asserts what it expects of it. */
  readonly json: JsonReply;
}

export interface JsonReply {
  readonly [name: string]: unknown;
  readonly error: {readonly code: string; readonly message: string};
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  readonly tokenUrl: string;
  readonly status: string;
  readonly expiredTime: number;
}

/** The whole demo on a free port, with a manual clock. */
export async function createDemo(options: Partial<DemoOptions> = {}): Promise<TestDemo> {
  const clock = new ManualClock();
  const lines: string[] = [];
  const log = (event: string, facts: object = {}): void => {
    lines.push(JSON.stringify({event, ...facts}));
  };
  // A test is not about limits unless it sets the factor itself.
  const demo = await startDemo({port: 0, clock, log, limitFactor: 1_000, ...options});
  const reply = async (response: Response): Promise<Reply> => {
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const json = JSON.parse(isJson ? text : '{}') as JsonReply;
    return {status: response.status, headers: response.headers, text, json};
  };
  const post = async (path: string, body: unknown = {}, headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const json = {'Content-Type': 'application/json'};
    return reply(await fetch(demo.url + path, {method: 'POST', body: text, headers: {...json, ...headers}}));
  };
  const cookieOf = ({headers}: {readonly headers: Headers}): Record<string, string> => {
    const [cookie] = (headers.get('set-cookie') ?? '').split(';');
    assert.ok(cookie, 'a session was opened');
    return {cookie};
  };
  return {
    ...demo,
    clock,
    lines,
    till: async () => cookieOf(await post('/api/login/till')),
    staff: async () =>
      cookieOf(await post('/api/login', {password: options.staffPassword ?? demo.staffPassword})),
    get: async (path, headers = {}) => reply(await fetch(demo.url + path, {headers})),
    post,
  };
}
