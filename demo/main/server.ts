/**
 * The whole demo on one port: the merchant's server, its pages, and a local PayBy unless the real one is configured.
 * The merchant talks to either through the same signed HTTP.
 */
import {once, setMaxListeners} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import type {Hono} from 'hono';
import {StartError, type GatewayChoice, type LocalGateway, type RemoteGateway} from './config.js';
import {gatewayApp} from '../gateway/app.js';
import {HttpError} from '../http/http-error.js';
import {jsonApp, type Log} from '../http/json-app.js';
import {securityHeaders} from '../merchant/http/secure-headers.js';
import {merchantApp} from '../merchant/http/app.js';
import {openStore, type StoreChoice} from '../merchant/storage/open-store.js';
import {OrderService} from '../merchant/orders/order-service.js';
import {StoreError, type OrderStore} from '../merchant/storage/order-store.js';
import {pagesApp} from '../merchant/http/pages.js';
import {Reconciler} from '../merchant/orders/reconciler.js';
import {Sessions} from '../merchant/auth/sessions.js';
import {PaybyClient} from '../payby/client.js';
import {systemClock, type Clock} from '../payby/clock.js';
import {makeThrowAwayKeys, type KeyPair} from '../payby/keys.js';
import {randomWord, systemRandom, type Random} from '../payby/random.js';

const LOCAL_PARTNER_ID = '200000012345';
const SETTLE_AFTER_MS = 20_000;
/** What is not answered by then was never asked whole, or is read by nobody. */
const CLOSE_WITHIN_MS = 1_000;
/** PayBy's client gives up after ten seconds; an answer that it still waits for is worth that. */
const FINISH_WITHIN_MS = 12_000;
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const LARGEST_HEADERS = 16 * 1024; // bytes
/** 22 characters of Base64 hold 128 random bits. */
const SHORTEST_NUMBER = 22;

export interface DemoOptions {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Where PayBy can reach this server. The local gateway needs none. */
  readonly publicUrl?: string | undefined;
  readonly gateway?: GatewayChoice | undefined;
  /** Where orders are kept. In memory they end with the process. */
  readonly store?: StoreChoice | undefined;
  /** Without one, a random one is made; see {@link Demo.staffPassword}. */
  readonly staffPassword?: string | undefined;
  readonly tillPassword?: string | undefined;
  readonly allowedOrigins?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly log?: Log | undefined;
  /** Called for the merchant's keys and for the local gateway's. */
  readonly makeKeys?: (() => Promise<KeyPair>) | undefined;
  /** How long the local gateway takes to settle a payment. */
  readonly settleAfterMs?: number | undefined;
  readonly pagesDir?: string | undefined;
  readonly distDir?: string | undefined;
}

export interface Demo {
  /** Without a slash at its end. */
  readonly url: string;
  /** What opens the staff's page, when it was made at random. */
  readonly staffPassword: string | undefined;
  /** Takes nothing new, ends event streams, finishes what PayBy has been asked, closes the store, frees the port. */
  close(): Promise<void>;
}

/** Throws {@link StartError} when the port or the database cannot be had. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const {port, host = '127.0.0.1', gateway: choice = {kind: 'local', qrpayTokenUrl: false}} = options;
  const {clock = systemClock, random = systemRandom, log = () => undefined} = options;
  // Keys and the store come first: from the moment the port is open, everything is ready.
  const openGateway =
    choice.kind === 'local' ? await prepareLocal(choice, options) : prepareRemote(choice, options);
  const store = await open(options.store ?? {kind: 'memory'}, {clock, log});
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // every open stream listens to it, and stops when it ends
  const server = createServer({
    maxHeaderSize: LARGEST_HEADERS,
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
  });
  const url = await listen(server, port, host).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const settleAfterMs = options.settleAfterMs ?? SETTLE_AFTER_MS;
  const room: Room = {url, clock, random, log, settleAfterMs, store, signal: closing.signal};
  const staffPassword = options.staffPassword === undefined ? randomWord(random, 12) : undefined;
  const {app, reconciler} = compose(room, openGateway(room), {
    ...options,
    staffPassword: options.staffPassword ?? staffPassword,
  });
  const exchanges = serve(server, app, closing.signal);
  const reconciling = reconciler.run();
  let closed: Promise<void> | undefined;
  return {
    url,
    staffPassword,
    close: () => {
      closing.abort();
      closed ??= close(server, exchanges)
        .then(() => Promise.race([reconciling, pause(FINISH_WITHIN_MS)]))
        .then(() => store.close());
      return closed;
    },
  };
}

/** What every part of the server is given. */
interface Room {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settleAfterMs: number;
  readonly store: OrderStore;
  readonly signal: AbortSignal;
}

async function open(
  choice: StoreChoice,
  room: {readonly clock: Clock; readonly log: Log},
): Promise<OrderStore> {
  try {
    return await openStore(choice, room);
  } catch (cause) {
    const why = cause instanceof StoreError ? cause.message : 'it cannot be opened';
    const name = choice.kind === 'postgres' ? 'DATABASE_URL' : 'DATA_DIR';
    throw new StartError(`${name}: ${why}.`, {cause});
  }
}

/** How the merchant reaches its gateway, how the gateway reaches the merchant, and what is under `/gateway`. */
interface GatewaySide {
  readonly connection: Omit<RemoteGateway, 'kind'>;
  readonly notifyUrl: string | undefined;
  readonly app: Hono;
}

async function prepareLocal(
  {qrpayTokenUrl}: LocalGateway,
  {makeKeys = makeThrowAwayKeys}: DemoOptions,
): Promise<(room: Room) => GatewaySide> {
  const [merchantKeys, keys] = await Promise.all([makeKeys(), makeKeys()]);
  const partnerId = LOCAL_PARTNER_ID;
  const {publicKey: merchantPublicKey, privateKey} = merchantKeys;
  return (room) => ({
    connection: {
      baseUrl: `${room.url}/gateway/sgs/api`,
      partnerId,
      privateKey,
      paybyPublicKey: keys.publicKey,
    },
    notifyUrl: `${room.url}/payby/notify`,
    app: gatewayApp({...room, partnerId, merchantPublicKey, keys, qrpayTokenUrl, fetch: globalThis.fetch}),
  });
}

function prepareRemote(connection: RemoteGateway, {publicUrl}: DemoOptions): (room: Room) => GatewaySide {
  return ({log}) => {
    const app = jsonApp({log});
    app.all('*', () => {
      throw new HttpError(404, 'no-local-gateway', 'This server talks to the real PayBy: use the real app.');
    });
    return {connection, notifyUrl: publicUrl && `${publicUrl}/payby/notify`, app};
  };
}

interface Composed {
  readonly app: Hono;
  readonly reconciler: Reconciler;
}

function compose(
  room: Room,
  {connection, notifyUrl, app: gateway}: GatewaySide,
  options: DemoOptions,
): Composed {
  const {paybyPublicKey} = connection;
  const {publicUrl, allowedOrigins = [], staffPassword, tillPassword} = options;
  const isLocal = options.gateway?.kind !== 'remote';
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  const payby = new PaybyClient({...connection, clock: room.clock});
  // Orders live by PayBy's time: their ends are moments there, and every instance and every page then agrees on them.
  const paybyTime: Clock = {now: () => payby.now(), sleep: (ms, signal) => room.clock.sleep(ms, signal)};
  const shop = {...room, clock: paybyTime};
  const orders = new OrderService({...shop, payby, notifyUrl});
  const sessions = new Sessions({
    ...room,
    passwords: {staff: staffPassword, till: tillPassword},
    isSecure: isHttps,
  });
  const {pagesDir = beside('../pages'), distDir = beside('../../dist')} = options;
  const shortestNumber = isLocal ? 1 : SHORTEST_NUMBER; // tests of a page like short names
  const app = jsonApp(room);
  app.use(securityHeaders(isHttps));
  app.route('/gateway', gateway);
  app.route(
    '/',
    merchantApp({
      ...{...shop, orders, sessions, paybyPublicKey, publicUrl, allowedOrigins, shortestNumber},
      origin: publicUrl ?? room.url,
      simulatesMessages: isLocal,
    }),
  );
  app.route('/', pagesApp({...room, pagesDir, distDir, sessions, autoLoginTill: isLocal}));
  return {app, reconciler: new Reconciler({...shop, orders})};
}

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function listen(server: Server, port: number, host: string): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new StartError(listenTrouble(cause, port, host), {cause});
  }
  const {port: actual} = server.address() as AddressInfo;
  // Listening everywhere is not an address that one can go to.
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(actual)}`;
}

function listenTrouble(cause: unknown, port: number, host: string): string {
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

/** Requests that have no whole answer yet. */
type Exchanges = ReadonlyMap<ServerResponse, IncomingMessage>;

function serve(server: Server, app: Hono, closing: AbortSignal): Exchanges {
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
      // Once closing, a connection is of no use after its answer.
      if (closing.aborted) server.closeIdleConnections();
    });
    void listener(request, response);
  });
  return exchanges;
}

/** Whoever asked a whole question is answered; a half one, or an answer that nobody reads, is cut off soon. */
async function close(server: Server, exchanges: Exchanges): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  const done = new AbortController();
  server.close();
  server.closeIdleConnections();
  void pause(CLOSE_WITHIN_MS, done.signal).then(() => {
    for (const [response, request] of exchanges) {
      if (!request.complete || response.headersSent) request.socket.destroy();
    }
    if (exchanges.size === 0) server.closeAllConnections(); // connected, and silent
  });
  void pause(FINISH_WITHIN_MS, done.signal).then(() => {
    server.closeAllConnections();
  });
  await closed;
  done.abort();
}

const pause = (ms: number, signal = new AbortController().signal): Promise<void> =>
  systemClock.sleep(ms, signal);
