/**
 * PayBy's signed wire: the request's signature is verified over its exact bytes before anything in it is read, and
 * the answer is signed over the exact bytes that are sent, refusals included.
 */
import type {KeyObject} from 'node:crypto';
import type {Context, Hono} from 'hono';
import {jsonApp, route, type Log} from '../http/json-app.js';
import {bodyBytes} from '../http/json-body.js';
import {isJsonObject, parseJson} from '../payby/bytes.js';
import type {Clock} from '../payby/clock.js';
import {codeNames} from '../payby/codes.js';
import {randomHex, type Random} from '../payby/random.js';
import {signBytes, verifyBytes} from '../payby/signature.js';
import type {Gateway} from './gateway.js';
import {operations} from './operations.js';
import {invalid, Refusal} from './refusal.js';

/** How far a request's time may be from ours. */
const REQUEST_WINDOW_MS = 15 * 60_000;

export interface WireOptions {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly random: Random;
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly log: Log;
}

export function wireApp(options: WireOptions): Hono {
  const app = jsonApp(options);
  route(app, '/:path{.+}', {
    POST: async (c) => {
      const bytes = await bodyBytes(c);
      return signed(c, answer(c, bytes, options), options);
    },
  });
  return app;
}

function answer(c: Context, bytes: Uint8Array, options: WireOptions): object {
  const traceCode = randomHex(options.random, 8);
  if (!verifyBytes(bytes, c.req.header('sign'), options.merchantPublicKey)) {
    return {head: {applyStatus: 'ERROR', code: '403', msg: 'the signature did not verify', traceCode}};
  }
  try {
    const body = perform(c, bytes, options);
    return {head: {applyStatus: 'SUCCESS', code: '0', msg: codeNames['0'], traceCode}, body};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {head: {applyStatus: 'FAIL', code: error.code, msg: error.message, traceCode}};
  }
}

function perform(c: Context, bytes: Uint8Array, {gateway, clock, partnerId}: WireOptions): object {
  if (c.req.header('partner-id') !== partnerId) throw new Refusal('403');
  const operation = operations.get(`/${c.req.param('path') ?? ''}`);
  if (!operation) throw new Refusal('404');
  const {requestTime, bizContent} = readRequest(bytes);
  if (requestTime > clock.now() + REQUEST_WINDOW_MS) throw new Refusal('400', 'REQUESTTIME_TOO_LATER');
  if (requestTime < clock.now() - REQUEST_WINDOW_MS) throw new Refusal('400', 'REQUESTTIME_TOO_EARLY');
  if (!isJsonObject(bizContent)) throw invalid('bizContent');
  return operation(gateway, bizContent, requestTime);
}

function readRequest(bytes: Uint8Array): {readonly requestTime: number; readonly bizContent: unknown} {
  let request: unknown;
  try {
    request = parseJson(bytes);
  } catch {
    throw invalid('body');
  }
  if (!isJsonObject(request)) throw invalid('body');
  const {requestTime, bizContent} = request;
  if (typeof requestTime !== 'number' || !Number.isSafeInteger(requestTime)) throw invalid('requestTime');
  return {requestTime, bizContent};
}

function signed(c: Context, content: object, {privateKey, clock}: WireOptions): Response {
  const body = JSON.stringify(content);
  const sign = signBytes(Buffer.from(body, 'utf8'), privateKey);
  const date = new Date(clock.now()).toUTCString(); // merchants set their clocks by it
  return c.body(body, 200, {'Content-Type': 'application/json', 'Content-Language': 'en', Date: date, sign});
}
