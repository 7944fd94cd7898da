/**
 * The simulated gateway as a process of its own, so that a merchant's server can be killed and restarted while PayBy
 * keeps running. `tsx demo/gateway/start.ts` reads these variables and prints one line of JSON with the environment
 * that the merchant's server needs:
 *
 * - `GATEWAY_KEYS_DIR` (required): the folder for the keys of both sides, created with new keys if it does not exist
 * - `GATEWAY_PORT` (default 8081; 0 for any free port)
 * - `GATEWAY_PARTNER_ID` (default 200000012345)
 */
import {createPrivateKey, createPublicKey, type KeyObject} from 'node:crypto';
import {once, setMaxListeners} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import type {Clock} from 'payby-checkout/core';
import {jsonApp, type Log} from '../http/json-app.js';
import {systemClock} from '../payby/clock.js';
import {makeThrowAwayKeys, type KeyPair} from '../payby/keys.js';
import {systemRandom, type Random} from '../payby/random.js';
import {controlledGateway} from './app.js';
import type {GatewayControl} from './control/control.js';

const DEFAULT_PORT = 8081;
const DEFAULT_PARTNER_ID = '200000012345';
const SETTLE_AFTER_MS = 20_000;

export interface StartGatewayOptions {
  /** The `Partner-Id` of the one merchant that this gateway knows. */
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  /** The gateway's own keys: merchants verify with the public half. */
  readonly keys: KeyPair;
  /** Default: 0, any free port. */
  readonly port?: number | undefined;
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined;
  /** Default: the system's randomness. */
  readonly random?: Random | undefined;
  /** Default: no log. */
  readonly log?: Log | undefined;
  /** How long after the payment an order is `SETTLED`, in ms. Default: 20,000. */
  readonly settleAfterMs?: number | undefined;
  /** Whether a QRPAY order is answered with a `tokenUrl`, as older PayBy does. Default: false. */
  readonly qrpayTokenUrl?: boolean | undefined;
}

export interface RunningGateway {
  /** Ends in `/gateway`, as in the demo: the simulators are at `${url}/app/pay`, the control API at `${url}/control`. */
  readonly url: string;
  /** What merchants call: their `PAYBY_BASE_URL`. */
  readonly baseUrl: string;
  readonly control: GatewayControl;
  /** Closes the port and ends all deliveries. */
  close(): Promise<void>;
}

/** Starts the gateway on the loopback address only. */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const {clock = systemClock, random = systemRandom, log = () => undefined} = options;
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // every delivery listens to it while it lasts
  const {app, control} = controlledGateway({
    ...options,
    clock,
    random,
    log,
    settleAfterMs: options.settleAfterMs ?? SETTLE_AFTER_MS,
    qrpayTokenUrl: options.qrpayTokenUrl ?? false,
    fetch: globalThis.fetch,
    signal: closing.signal,
  });
  const root = jsonApp({log});
  root.route('/gateway', app);
  const listener = getRequestListener(root.fetch, {overrideGlobalObjects: false});
  const server = createServer((request, response) => {
    listener(request, response).catch(() => response.destroy());
  });
  const url = `${await listen(server, options.port ?? 0)}/gateway`;
  return {
    url,
    baseUrl: `${url}/sgs/api`,
    control,
    close: async () => {
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const keyFiles = {
  merchantPrivate: 'merchant-private.pem',
  merchantPublic: 'merchant-public.pem',
  paybyPrivate: 'payby-private.pem',
  paybyPublic: 'payby-public.pem',
} as const;

/** Reads the keys of both sides from a folder, creating those that are missing. */
async function keysIn(
  folder: string,
): Promise<{readonly merchantPublicKey: KeyObject; readonly keys: KeyPair}> {
  await mkdir(folder, {recursive: true});
  const merchant = await keyPairIn(
    join(folder, keyFiles.merchantPrivate),
    join(folder, keyFiles.merchantPublic),
  );
  const keys = await keyPairIn(join(folder, keyFiles.paybyPrivate), join(folder, keyFiles.paybyPublic));
  return {merchantPublicKey: merchant.publicKey, keys};
}

/** The private file is readable by its owner only and never overwritten. */
async function keyPairIn(privateFile: string, publicFile: string): Promise<KeyPair> {
  if (!existsSync(privateFile)) {
    const pem = (await makeThrowAwayKeys()).privateKey.export({type: 'pkcs8', format: 'pem'});
    await writeFile(privateFile, pem, {flag: 'wx', mode: 0o600});
  }
  const privateKey = createPrivateKey(await readFile(privateFile));
  const publicKey = createPublicKey(privateKey);
  await writeFile(publicFile, publicKey.export({type: 'spki', format: 'pem'}));
  return {privateKey, publicKey};
}

async function main(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const folder = env['GATEWAY_KEYS_DIR'];
  if (!folder) throw new Error('GATEWAY_KEYS_DIR must name the folder for the keys of this gateway.');
  const port = Number(env['GATEWAY_PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('GATEWAY_PORT must be a number from 0 to 65535.');
  }
  const partnerId = env['GATEWAY_PARTNER_ID'] ?? DEFAULT_PARTNER_ID;
  const gateway = await startGateway({
    ...(await keysIn(folder)),
    partnerId,
    port,
    log: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
  const merchant = {
    PAYBY_BASE_URL: gateway.baseUrl,
    PAYBY_PARTNER_ID: partnerId,
    PAYBY_PRIVATE_KEY_FILE: resolve(folder, keyFiles.merchantPrivate),
    PAYBY_PUBLIC_KEY_FILE: resolve(folder, keyFiles.paybyPublic),
  };
  process.stdout.write(`${JSON.stringify({event: 'listening', url: gateway.url, merchant})}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      gateway.close().catch(() => (process.exitCode = 1));
    });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.env).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
