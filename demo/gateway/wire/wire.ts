/**
 * PayBy's signed wire: the request's signature is verified over its exact bytes before anything in it is believed, and
 * the answer is signed over the exact bytes that are sent, refusals included. What is made to go wrong on purpose goes
 * wrong here, and every call is written down.
 */
import type {KeyObject} from 'node:crypto';
import type {HttpBindings} from '@hono/node-server';
import type {Context, Hono} from 'hono';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import {isJsonObject, parseJson, type JsonObject} from '../../payby/bytes.js';
import type {Clock} from '../../payby/clock.js';
import {codeName, PaybyCode} from '../../payby/result-codes.js';
import {randomHex, type Random} from '../../payby/random.js';
import {verifyBytes} from '../../payby/signature.js';
import {disturbed} from './fault-responses.js';
import {headerFaults, type Disturbance, type Fault, type FaultPlan} from '../control/faults.js';
import type {Gateway} from '../model/gateway.js';
import type {CallEntry, Journal} from '../control/request-log.js';
import type {Notifier} from './notifier.js';
import {operations} from './operations.js';
import {isMerchantNumber} from './place-request.js';
import {invalid, Refusal} from './refusal.js';

/** How far a request's time may be from ours. */
const REQUEST_WINDOW_MS = 15 * 60_000;

export interface WireOptions {
  readonly gateway: Gateway;
  readonly notifier: Notifier;
  readonly faults: FaultPlan;
  readonly journal: Journal;
  readonly clock: Clock;
  /** The time in which a delay passes: it is not put forward. */
  readonly patience: Clock;
  readonly random: Random;
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  readonly log: Log;
  /** Ends calls that are made to wait. */
  readonly signal: AbortSignal;
}

interface Head {
  readonly applyStatus: 'SUCCESS' | 'FAIL' | 'ERROR';
  readonly code: string;
  readonly msg: string;
  readonly traceCode: string;
}

/** PayBy's answer before it is signed. */
interface Answer {
  readonly head: Head;
  readonly body?: object;
}

export function wireApp(options: WireOptions): Hono {
  const app = jsonApp(options);
  route(app, '/:path{.+}', {POST: (c) => takeCall(c, options)});
  return app;
}

async function takeCall(c: Context, options: WireOptions): Promise<Response> {
  const {clock, patience, faults: plan, signal} = options;
  const bytes = await bodyBytes(c);
  const path = `/${c.req.param('path') ?? ''}`;
  const at = clock.now();
  const glance = bizContentOf(bytes);
  const planned = plan.take(path, merchantNumberIn(glance));
  const faults = [...headerFaults(c), ...(planned ? [planned] : [])];
  const delayMs = faults.reduce((sum, fault) => sum + fault.delayMs, 0);
  if (delayMs > 0) await patience.sleep(delayMs, signal);
  const answer = faults.every(({acts}) => acts) ? performed(c, path, bytes, faults, options) : undefined;
  options.journal.add({...noted(glance, answer, options.gateway), at, path, faults: faults.map(written)});
  const disturbance = faults.find((fault) => fault.disturbance)?.disturbance;
  return respond(c, answer ?? refused(PaybyCode.SYSTEM_ERROR, options), disturbance, options);
}

function respond(
  c: Context,
  answer: Answer,
  disturbance: Disturbance | undefined,
  options: WireOptions,
): Response | Promise<Response> {
  const {sign, clock} = options;
  const told = disturbance?.kind === 'refuse' ? refused(disturbance.code, options) : answer;
  const body = Buffer.from(JSON.stringify(told), 'utf8');
  const headers = {
    'Content-Type': 'application/json',
    'Content-Language': 'en',
    Date: new Date(clock.now()).toUTCString(), // merchants set their clocks by it
    sign: sign(body),
  };
  return disturbance && disturbance.kind !== 'refuse'
    ? disturbed({body, headers}, disturbance, {
        ...options,
        caller: c.req.raw.signal,
        hangUp: () => {
          (c.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
        },
      })
    : new Response(body, {headers});
}

function performed(
  c: Context,
  path: string,
  bytes: Uint8Array,
  faults: readonly Fault[],
  options: WireOptions,
): Answer {
  const {random, merchantPublicKey, notifier} = options;
  const traceCode = randomHex(random, 8);
  if (!verifyBytes(bytes, c.req.header('sign'), merchantPublicKey)) {
    return {
      head: {
        applyStatus: 'ERROR',
        code: PaybyCode.UNAUTHORIZED,
        msg: 'the signature did not verify',
        traceCode,
      },
    };
  }
  const manner = faults.find((fault) => fault.manner)?.manner;
  try {
    const body = notifier.inManner(manner, () => perform(c, path, bytes, options));
    return {
      head: {applyStatus: 'SUCCESS', code: PaybyCode.SUCCESS, msg: codeName(PaybyCode.SUCCESS), traceCode},
      body,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {head: {applyStatus: 'FAIL', code: error.code, msg: error.message, traceCode}};
  }
}

function perform(
  c: Context,
  path: string,
  bytes: Uint8Array,
  {gateway, clock, partnerId}: WireOptions,
): object {
  if (c.req.header('partner-id') !== partnerId) throw new Refusal(PaybyCode.UNAUTHORIZED);
  const operation = operations.get(path);
  if (!operation) throw new Refusal(PaybyCode.SERVICE_NOT_AVAILABLE);
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw invalid('Content-Type');
  const {requestTime, bizContent} = readRequest(bytes);
  if (requestTime > clock.now() + REQUEST_WINDOW_MS)
    throw new Refusal(PaybyCode.INVALID_PARAMETER, 'REQUESTTIME_TOO_LATER');
  if (requestTime < clock.now() - REQUEST_WINDOW_MS)
    throw new Refusal(PaybyCode.INVALID_PARAMETER, 'REQUESTTIME_TOO_EARLY');
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

const refused = (code: PaybyCode, {random}: WireOptions): Answer => ({
  head: {applyStatus: 'FAIL', code, msg: codeName(code), traceCode: randomHex(random, 8)},
});

const written = (fault: Fault): string => fault.written;

/** What the request is about, for the log and for choosing faults only: nothing of it is proven. */
function bizContentOf(bytes: Uint8Array): JsonObject {
  try {
    const {bizContent} = readRequest(bytes);
    return isJsonObject(bizContent) ? bizContent : {};
  } catch {
    return {};
  }
}

const merchantNumberIn = (biz: JsonObject): string | undefined =>
  [biz['merchantOrderNo'], biz['originMerchantOrderNo']].find(isMerchantNumber);

/** The line of the log: what was asked, and what came of it, without payment codes, token addresses and phones. */
function noted(
  biz: JsonObject,
  answer: Answer | undefined,
  gateway: Gateway,
): Omit<CallEntry, 'at' | 'path' | 'faults'> {
  const body: JsonObject = {...answer?.body};
  const told = [body['acquireOrder'], body['refundOrder']].find(isJsonObject) ?? {};
  const {tokenUrl} = biz;
  const scanned = typeof tokenUrl === 'string' ? gateway.findByTokenUrl(tokenUrl) : undefined;
  const numbers = [told['merchantOrderNo'], told['originMerchantOrderNo'], merchantNumberIn(biz)];
  return {
    kind: 'call',
    merchantOrderNo: [...numbers, scanned?.merchantOrderNo].find(isMerchantNumber),
    refundMerchantOrderNo: [told['refundMerchantOrderNo'], biz['refundMerchantOrderNo']].find(
      isMerchantNumber,
    ),
    result: answer ? `${answer.head.code} ${answer.head.msg}` : '-',
    status: typeof told['status'] === 'string' ? told['status'] : undefined,
  };
}
