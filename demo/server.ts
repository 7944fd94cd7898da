/**
 * The whole demo on one port: the merchant's server, its pages, and a local PayBy unless the real one is configured.
 * The merchant talks to either through the same signed HTTP.
 */
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import type {Hono} from 'hono';
import {StartError, type GatewayChoice, type LocalGateway, type RemoteGateway} from './config.js';
import {gatewayApp} from './gateway/app.js';
import {HttpError} from './http/http-error.js';
import {jsonApp, type Log} from './http/json-app.js';
import {secureHeaders} from './http/secure-headers.js';
import {merchantApp} from './merchant/app.js';
import {guideApp} from './merchant/guide.js';
import {OrderDesk} from './merchant/order-desk.js';
import {MemoryOrderStore} from './merchant/order-store.js';
import {pagesApp} from './merchant/pages.js';
import {PaybyClient} from './payby/client.js';
import {systemClock, type Clock} from './payby/clock.js';
import {makeThrowAwayKeys, type KeyPair} from './payby/keys.js';
import {systemRandom, type Random} from './payby/random.js';

const LOCAL_PARTNER_ID = '200000012345';
const SETTLE_AFTER_MS = 20_000;
const CLOSE_WITHIN_MS = 1_000;

export interface DemoOptions {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Where PayBy can reach this server. The local gateway needs none. */
  readonly publicUrl?: string | undefined;
  readonly gateway?: GatewayChoice | undefined;
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
  /** Ends event streams and retries, lets running requests finish for a moment, and frees the port. */
  close(): Promise<void>;
}

/** Throws {@link StartError} when the port cannot be had. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const {port, host = '127.0.0.1', gateway: choice = {kind: 'local', qrpayTokenUrl: false}} = options;
  // Keys are made first: from the moment the port is open, everything is ready.
  const openGateway =
    choice.kind === 'local' ? await prepareLocal(choice, options) : prepareRemote(choice, options);
  const closing = new AbortController();
  const server = createServer();
  const url = await listen(server, port, host);
  const {clock = systemClock, random = systemRandom, log = () => undefined} = options;
  const settleAfterMs = options.settleAfterMs ?? SETTLE_AFTER_MS;
  const room: Room = {url, clock, random, log, settleAfterMs, signal: closing.signal};
  serve(server, compose(room, openGateway(room), options), closing.signal);
  return {
    url,
    close: async () => {
      closing.abort();
      await close(server);
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
  readonly signal: AbortSignal;
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

function compose(room: Room, {connection, notifyUrl, app: gateway}: GatewaySide, options: DemoOptions): Hono {
  const {paybyPublicKey} = connection;
  const payby = new PaybyClient({...connection, clock: room.clock});
  const desk = new OrderDesk({...room, payby, store: new MemoryOrderStore(), notifyUrl});
  const {pagesDir = beside('pages'), distDir = beside('../dist')} = options;
  const app = jsonApp(room);
  app.use(secureHeaders);
  app.route('/gateway', gateway);
  const hasOutbox = options.gateway?.kind !== 'remote';
  app.route('/', guideApp({...room, desk, origin: options.publicUrl ?? room.url, hasOutbox}));
  app.route('/', merchantApp({...room, desk, paybyPublicKey}));
  app.route('/', pagesApp({...room, pagesDir, distDir}));
  return app;
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

function serve(server: Server, app: Hono, closing: AbortSignal): void {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false, // tests run in the same process
    errorHandler: () =>
      Response.json({error: {code: 'bad-request', message: 'This request cannot be read.'}}, {status: 400}),
  });
  server.on('request', (request, response) => {
    // Once closing, a connection is of no use after its answer.
    response.once('close', () => {
      if (closing.aborted) server.closeIdleConnections();
    });
    void listener(request, response);
  });
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  const done = new AbortController();
  server.close();
  void systemClock.sleep(CLOSE_WITHIN_MS, done.signal).then(() => {
    server.closeAllConnections();
  });
  await closed;
  done.abort();
}
