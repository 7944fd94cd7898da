/**
 * The whole demo on one port: the merchant's server, its pages, and a simulated PayBy gateway unless the real one is
 * configured. The merchant's server calls either through the same signed HTTP.
 */
import {createHash, type KeyObject} from 'node:crypto';
import {once, setMaxListeners} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import type {Hono} from 'hono';
import type {Clock} from 'payby-checkout/core';
import {StartError, type GatewayChoice, type LocalGateway, type RemoteGateway} from './config.js';
import {gatewayApp} from '../gateway/app.js';
import {HttpError} from '../http/http-error.js';
import {jsonApp, type Log} from '../http/json-app.js';
import {securityHeaders} from '../merchant/http/secure-headers.js';
import {merchantApp} from '../merchant/http/app.js';
import {trustedProxies} from '../merchant/http/client-address.js';
import {StatusStreams, type StreamCaps} from '../merchant/http/status-streams.js';
import {RequestLimits} from '../merchant/auth/request-limits.js';
import {openStore, type MerchantStore, type StoreChoice} from '../merchant/storage/open-store.js';
import {reasonOf} from '../merchant/orders/errors.js';
import type {Shop} from '../merchant/orders/order-placing.js';
import {OrderService} from '../merchant/orders/order-service.js';
import {StoreError, type NewAlert} from '../merchant/orders/order-store.js';
import {pagesApp} from '../merchant/http/pages.js';
import {plainStoreApp} from '../merchant/http/plain-store.js';
import {Reconciler} from '../merchant/orders/reconciler.js';
import {Sessions} from '../merchant/auth/sessions.js';
import {PaybyClient} from '../payby/client.js';
import {systemClock} from '../payby/clock.js';
import {makeThrowAwayKeys, type KeyPair} from '../payby/keys.js';
import {randomWord, systemRandom, type Random} from '../payby/random.js';

const LOCAL_PARTNER_ID = '200000012345';
const SETTLE_AFTER_MS = 20_000;
/** Connections without a complete request, or whose client stopped reading, are closed after this time. */
const CLOSE_WITHIN_MS = 1_000;
/** A call to PayBy times out after ten seconds; the server waits that long for its answer. */
const FINISH_WITHIN_MS = 12_000;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const LARGEST_HEADERS = 16 * 1024; // bytes
/** A connection on which nothing moves: streams send a line every 15 s, and PayBy answers within 12 s. */
const IDLE_WITHIN_MS = 60_000;
/** More are refused: each may hold a few kilobytes. */
const MOST_CONNECTIONS = 5_000;
/** Open at once, of this process. The first one is memory; the others are multiplied by the configured factor. */
export const STREAM_CAPS: StreamCaps = {inAll: 2_500, perOrder: 20, perAddress: 100};
/** As long as the server's own, which hold 80 random bits: see `orders/order-number.ts`. */
const SHORTEST_NUMBER = 19;

export interface DemoOptions {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** The https address at which PayBy reaches this server. The local gateway needs none. */
  readonly publicUrl?: string | undefined;
  readonly gateway?: GatewayChoice | undefined;
  /** Where orders are stored; in memory by default, until the process ends. */
  readonly store?: StoreChoice | undefined;
  /** Without one, a random one is made; see {@link Demo.staffPassword}. */
  readonly staffPassword?: string | undefined;
  readonly tillPassword?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  /** Multiplies every limit of requests; 1 by default. */
  readonly limitFactor?: number | undefined;
  /** Which shop this is, for PayBy. */
  readonly shop?: Shop | undefined;
  /** Country codes of the phones that may be sent a message; the UAE's by default. */
  readonly messageCountries?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
  /** Times the closing; the machine's own by default, since a test's other clock may have stopped by then. */
  readonly closingClock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly log?: Log | undefined;
  /** Called for the merchant's keys and for the local gateway's. */
  readonly makeKeys?: (() => Promise<KeyPair>) | undefined;
  /** How long the local gateway takes to settle a payment; 20 s by default. */
  readonly settleAfterMs?: number | undefined;
  readonly pagesDir?: string | undefined;
  readonly distDir?: string | undefined;
}

export interface Demo {
  /** The address of the server, without a slash at its end. */
  readonly url: string;
  /** The staff's password, when it was generated. */
  readonly staffPassword: string | undefined;
  /** Refuses new requests, ends event streams, finishes calls to PayBy, closes the store and frees the port. */
  close(): Promise<void>;
}

/** Throws {@link StartError} when the port is taken or the database cannot be opened. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const {port, host = '127.0.0.1', gateway: choice = {kind: 'local', qrpayTokenUrl: false}} = options;
  const {clock = systemClock, closingClock = systemClock} = options;
  const {random = systemRandom, log = () => undefined} = options;
  // Keys and the store come first: once the port is open, everything is ready.
  const openGateway =
    choice.kind === 'local' ? await prepareLocal(choice, options) : prepareRemote(choice, options);
  const store = await open(options.store ?? {kind: 'memory'}, {clock, log});
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // every open stream adds a listener and removes it again
  const server = newServer();
  const url = await listen(server, port, host).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const settleAfterMs = options.settleAfterMs ?? SETTLE_AFTER_MS;
  const runtime: Runtime = {url, clock, random, log, settleAfterMs, store, signal: closing.signal};
  const staffPassword = options.staffPassword === undefined ? randomWord(random, 12) : undefined;
  const {app, reconciler} = compose(runtime, openGateway(runtime), {
    ...options,
    staffPassword: options.staffPassword ?? staffPassword,
  });
  const exchanges = serve(server, app, runtime);
  const reconciling = reconciler.run();
  let closed: Promise<void> | undefined;
  return {
    url,
    staffPassword,
    close: () => {
      closing.abort();
      closed ??= close(server, exchanges, closingClock)
        .then(() => Promise.race([reconciling, closingClock.sleep(FINISH_WITHIN_MS, NEVER)]))
        .then(() => store.close());
      return closed;
    },
  };
}

/** What every part of the server uses. */
interface Runtime {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settleAfterMs: number;
  readonly store: MerchantStore;
  readonly signal: AbortSignal;
}

async function open(
  choice: StoreChoice,
  runtime: {readonly clock: Clock; readonly log: Log},
): Promise<MerchantStore> {
  try {
    return await openStore(choice, runtime);
  } catch (cause) {
    const why = cause instanceof StoreError ? cause.message : 'it cannot be opened';
    const name = choice.kind === 'postgres' ? 'DATABASE_URL' : 'DATA_DIR';
    throw new StartError(`${name}: ${why}.`, {cause});
  }
}

/** How the merchant's server calls the gateway, where the gateway notifies it, and what `/gateway` serves. */
interface GatewaySide {
  readonly connection: Omit<RemoteGateway, 'kind'>;
  readonly notifyUrl: string | undefined;
  readonly app: Hono;
}

async function prepareLocal(
  {qrpayTokenUrl}: LocalGateway,
  {makeKeys = makeThrowAwayKeys, publicUrl}: DemoOptions,
): Promise<(runtime: Runtime) => GatewaySide> {
  const [merchantKeys, keys] = await Promise.all([makeKeys(), makeKeys()]);
  const partnerId = LOCAL_PARTNER_ID;
  const {publicKey: merchantPublicKey, privateKey} = merchantKeys;
  return (runtime) => ({
    connection: {
      baseUrl: `${runtime.url}/gateway/sgs/api`,
      partnerId,
      privateKey,
      paybyPublicKey: keys.publicKey,
    },
    notifyUrl: `${runtime.url}/payby/notify`,
    app: gatewayApp({
      ...{...runtime, partnerId, merchantPublicKey, keys, qrpayTokenUrl, fetch: globalThis.fetch},
      hosts: publicUrl === undefined ? [] : [new URL(publicUrl).hostname],
    }),
  });
}

function prepareRemote(
  connection: RemoteGateway,
  {publicUrl}: DemoOptions,
): (runtime: Runtime) => GatewaySide {
  return ({log}) => {
    const app = jsonApp({log});
    app.all('*', () => {
      throw new HttpError(404, 'no-local-gateway', 'This server calls the real PayBy: use the real app.');
    });
    return {connection, notifyUrl: publicUrl && `${publicUrl}/payby/notify`, app};
  };
}

interface Composed {
  readonly app: Hono;
  readonly reconciler: Reconciler;
}

function compose(
  runtime: Runtime,
  {connection, notifyUrl, app: gateway}: GatewaySide,
  options: DemoOptions,
): Composed {
  const {paybyPublicKey} = connection;
  const {publicUrl, allowedOrigins = [], staffPassword, tillPassword} = options;
  const {limitFactor = 1, messageCountries = ['971']} = options;
  const isLocal = options.gateway?.kind !== 'remote';
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  if (!isLocal && isHttps && (options.trustedProxies ?? []).length === 0) tellOfUnnamedProxy(runtime);
  const payby = new PaybyClient({
    ...{...connection, clock: runtime.clock},
    onClockJump: (aheadMs) => {
      tellOfClock(aheadMs, runtime);
    },
  });
  // All stored times are PayBy's, so that every instance and every page agrees on them.
  const paybyTime: Clock = {now: () => payby.now(), sleep: (ms, signal) => runtime.clock.sleep(ms, signal)};
  const shop = {...runtime, clock: paybyTime};
  const secret = secretFor('request limits', connection.privateKey);
  const limits = new RequestLimits({...shop, secret, factor: limitFactor});
  const orders = new OrderService({...shop, payby, notifyUrl, limits, shop: options.shop});
  const streams = new StatusStreams({...shop, orders, caps: capsTimes(limitFactor)});
  const sessions = new Sessions({
    ...shop,
    passwords: {staff: staffPassword, till: tillPassword},
    isSecure: isHttps,
  });
  const {pagesDir = beside('../pages'), distDir = packageDist()} = options;
  const shortestNumber = isLocal ? 1 : SHORTEST_NUMBER; // page authors may choose short numbers
  const proxies = trustedProxies(options.trustedProxies ?? []);
  const app = jsonApp(runtime);
  app.use(securityHeaders(isHttps));
  app.route('/gateway', gateway);
  app.route(
    '/',
    merchantApp({
      ...{...shop, orders, sessions, paybyPublicKey, publicUrl, allowedOrigins, shortestNumber},
      ...{limits, streams, messageCountries, proxies},
      origin: publicUrl ?? runtime.url,
      simulatesMessages: isLocal,
      autoLoginTill: isLocal,
    }),
  );
  app.route('/', plainStoreApp({...shop, orders, limits, proxies, publicUrl, shortestNumber}));
  app.route('/', pagesApp({...runtime, pagesDir, distDir, sessions}));
  return {app, reconciler: new Reconciler({...shop, orders, limitFactor})};
}

/** This server speaks http only, so https means a proxy; if it is not named, all visitors count as one address. */
function tellOfUnnamedProxy(runtime: Runtime): void {
  const message =
    'PUBLIC_URL is https and TRUSTED_PROXIES is empty: all visitors count as one address, that of the proxy. Name it.';
  raise({kind: 'no-trusted-proxies', message, raisedAt: runtime.clock.now()}, runtime);
}

/** A person should set this machine's clock, or ask why PayBy's moved. */
function tellOfClock(aheadMs: number, runtime: Runtime): void {
  const seconds = String(Math.round(Math.abs(aheadMs) / 1000));
  const message = `PayBy's clock is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine's. Orders go by PayBy's.`;
  raise({kind: 'clock-jump', message, raisedAt: runtime.clock.now() + aheadMs}, runtime);
}

/** Raises an alert that belongs to no order. */
function raise(
  alert: Pick<NewAlert, 'kind' | 'message' | 'raisedAt'>,
  {log, store}: Pick<Runtime, 'log' | 'store'>,
): void {
  const {kind, message} = alert;
  log(message, {level: 'alert', kind});
  store.raise({...alert, key: kind, merchantOrderNo: undefined}).catch((error: unknown) => {
    log('an alert was not stored', {level: 'error', why: reasonOf(error)});
  });
}

const capsTimes = (factor: number): StreamCaps => ({
  ...STREAM_CAPS,
  perOrder: STREAM_CAPS.perOrder * factor,
  perAddress: STREAM_CAPS.perAddress * factor,
});

/** The same in every instance of this server, since all of them sign with this key. */
const secretFor = (purpose: string, privateKey: KeyObject): Uint8Array =>
  createHash('sha256')
    .update(purpose)
    .update(privateKey.export({type: 'pkcs8', format: 'der'}))
    .digest();

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The built package, installed or in this repository. */
const packageDist = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('payby-checkout/package.json')), 'dist');

async function listen(server: Server, port: number, host: string): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new StartError(listenProblem(cause, port, host), {cause});
  }
  const {port: actual} = server.address() as AddressInfo;
  // A wildcard address is not one that a browser can open.
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(actual)}`;
}

function listenProblem(cause: unknown, port: number, host: string): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${String(port)} is taken: stop the program that has it, or choose another one with PORT.`;
    case 'EACCES':
      return `Port ${String(port)} needs more rights than this program has: choose one above 1023 with PORT.`;
    default:
      return `The server cannot listen on ${host}, port ${String(port)} (${code}).`;
  }
}

/** A server that slow and idle connections cannot fill. */
export function newServer(): Server {
  const server = createServer({
    maxHeaderSize: LARGEST_HEADERS,
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
  });
  server.timeout = IDLE_WITHIN_MS;
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** Requests whose response is not complete. */
type Exchanges = ReadonlyMap<ServerResponse, IncomingMessage>;

function serve(
  server: Server,
  app: Hono,
  {signal: closing, log}: Pick<Runtime, 'signal' | 'log'>,
): Exchanges {
  const exchanges = new Map<ServerResponse, IncomingMessage>();
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false, // tests run in the same process
    errorHandler: () =>
      Response.json({error: {code: 'bad-request', message: 'This request cannot be read.'}}, {status: 400}),
  });
  server.on('request', (request, response) => {
    exchanges.set(response, request);
    response.once('close', () => {
      exchanges.delete(response);
      // Once closing, a connection ends with its response.
      if (closing.aborted) server.closeIdleConnections();
    });
    listener(request, response).catch((error: unknown) => {
      log('a response broke', {level: 'warn', why: reasonOf(error)});
      response.destroy();
    });
  });
  return exchanges;
}

/** Complete requests are answered; incomplete ones, and responses that no client reads, are cut off. */
async function close(server: Server, exchanges: Exchanges, clock: Clock): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  const done = new AbortController();
  server.close();
  server.closeIdleConnections();
  const after = (ms: number, act: () => void): void => {
    clock.sleep(ms, done.signal).then(
      () => {
        if (!done.signal.aborted) act();
      },
      () => undefined, // sleep never rejects
    );
  };
  after(CLOSE_WITHIN_MS, () => {
    for (const [response, request] of exchanges) {
      if (!request.complete || response.headersSent) request.socket.destroy();
    }
    if (exchanges.size === 0) server.closeAllConnections(); // connected, without a request
  });
  after(FINISH_WITHIN_MS, () => {
    server.closeAllConnections();
  });
  await closed;
  done.abort();
}

/** For what no signal ends. */
const NEVER = new AbortController().signal;
