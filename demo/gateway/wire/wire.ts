/**
 * PayBy's signed API. The gateway verifies the signature of a request over its exact bytes before it trusts anything in
 * it, and signs every answer, refusals included, over the exact bytes that it sends. Planted faults are applied here, and
 * every call is logged.
 */
import type {KeyObject} from 'node:crypto';
import type {HttpBindings} from '@hono/node-server';
import type {Context, Hono} from 'hono';
import {type Clock, isJsonObject, type JsonObject} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {jsonApp, route, type Log} from '../../http/json-app.js';
import {bodyBytes} from '../../http/json-body.js';
import {parseJson} from '../../payby/bytes.js';
import {randomHex, type Random} from '../../payby/random.js';
import {codeName, PaybyCode} from '../../payby/result-codes.js';
import {verifyBytes} from '../../payby/signature.js';
import {parseFaults, UnknownFault, type Fault, type FaultEffect, type FaultPlan} from '../model/faults.js';
import type {Gateway} from '../model/gateway.js';
import type {Notifications} from '../model/notifications.js';
import {invalid, Refusal, type RefusalForm} from '../model/refusal.js';
import type {CallEntry, RequestLog} from '../model/request-log.js';
import type {GatewaySettings} from '../model/settings.js';
import {isMerchantNumber} from '../model/types.js';
import {withFault} from './fault-responses.js';
import {operations} from './operations.js';

/** How far a request's time may be from the gateway's, ms. */
const REQUEST_WINDOW_MS = 15 * 60_000;

export interface WireOptions {
  readonly gateway: Gateway;
  readonly notifications: Notifications;
  readonly faults: FaultPlan;
  readonly requestLog: RequestLog;
  readonly settings: Pick<GatewaySettings, 'refusalForm'>;
  /** The gateway's clock. */
  readonly clock: Clock;
  /** The time that really passes, in which faults delay answers. */
  readonly realClock: Clock;
  readonly random: Random;
  /** The `Partner-Id` of the one merchant that this gateway knows. */
  readonly partnerId: string;
  readonly merchantPublicKey: KeyObject;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  readonly log: Log;
  /** Aborts when the gateway closes: delayed calls end. */
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
  readonly isUnsigned?: boolean;
}

/** All signed calls as one app. */
export function wireApp(options: WireOptions): Hono {
  const app = jsonApp({log: options.log, toHttpError: unknownFault});
  route(app, '/:path{.+}', {POST: (c) => handleCall(c, options)});
  return app;
}

/** The `HttpError` of a fault that does not exist: a typing error in a test must not pass for no fault. */
const unknownFault = (error: unknown): HttpError | undefined =>
  error instanceof UnknownFault
    ? new HttpError(400, 'unknown-fault', 'x-gateway-fault names a fault that does not exist.')
    : undefined;

async function handleCall(c: Context, options: WireOptions): Promise<Response> {
  const {clock, realClock, faults: plan, signal} = options;
  const bytes = await bodyBytes(c);
  const path = `/${c.req.param('path') ?? ''}`;
  const at = clock.now();
  const unverified = bizContentOf(bytes);
  const planned = plan.take(path, merchantNumberIn(unverified));
  const faults = [...parseFaults(c.req.header('x-gateway-fault')), ...(planned ? [planned] : [])];
  const delayMs = faults.reduce((sum, fault) => sum + fault.delayMs, 0);
  if (delayMs > 0) await realClock.sleep(delayMs, signal);
  const isExecuted = faults.every((fault) => fault.isExecuted);
  const answer = isExecuted ? execute(c, path, bytes, faults, options) : undefined;
  const written = faults.map((fault) => fault.written);
  options.requestLog.add({...logEntry(unverified, answer, options.gateway), at, path, faults: written});
  const effect = faults.find((fault) => fault.effect)?.effect;
  const form = formOf(faults, options);
  const sent =
    effect?.kind === 'refuse'
      ? refused(new Refusal(effect.code), form, options)
      : (answer ?? refused(new Refusal(PaybyCode.SYSTEM_ERROR), form, options));
  return respond(c, sent, effect, options);
}

function respond(
  c: Context,
  {isUnsigned, ...sent}: Answer,
  effect: FaultEffect | undefined,
  options: WireOptions,
): Response | Promise<Response> {
  const {sign, clock} = options;
  const body = Buffer.from(JSON.stringify(sent), 'utf8');
  const ownHeaders = {
    'Content-Type': 'application/json',
    'Content-Language': 'en',
    Date: new Date(clock.now()).toUTCString(), // merchants set their clocks by it
  };
  const headers = {...ownHeaders, sign: sign(body)};
  return effect && effect.kind !== 'refuse'
    ? withFault({body, headers}, effect, {
        ...options,
        caller: c.req.raw.signal,
        disconnect: () => {
          (c.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
        },
      })
    : new Response(body, {headers: isUnsigned ? ownHeaders : headers});
}

/** Verifies the signature and carries the call out. */
function execute(
  c: Context,
  path: string,
  bytes: Uint8Array,
  faults: readonly Fault[],
  options: WireOptions,
): Answer {
  const {random, merchantPublicKey, notifications} = options;
  const form = formOf(faults, options);
  if (!verifyBytes(bytes, c.req.header('sign'), merchantPublicKey)) {
    const refusal = new Refusal(PaybyCode.UNAUTHORIZED, 'the signature did not verify');
    return refused(refusal, form === 'unsigned' ? form : 'error', options);
  }
  const delivery = faults.find((fault) => fault.delivery)?.delivery;
  try {
    const body = notifications.withDelivery(delivery, () => executeVerified(c, path, bytes, options));
    const msg = codeName(PaybyCode.SUCCESS);
    const traceCode = randomHex(random, 8);
    return {head: {applyStatus: 'SUCCESS', code: PaybyCode.SUCCESS, msg, traceCode}, body};
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error, form, options);
  }
}

/** Throws a {@link Refusal}. */
function executeVerified(
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

const APPLY_STATUS: Readonly<Record<RefusalForm, Head['applyStatus']>> = {
  fail: 'FAIL',
  success: 'SUCCESS',
  error: 'ERROR',
  unsigned: 'ERROR',
};

const formOf = (faults: readonly Fault[], {settings}: WireOptions): RefusalForm =>
  faults.find((fault) => fault.form)?.form ?? settings.refusalForm;

const refused = ({code, message}: Refusal, form: RefusalForm, {random}: WireOptions): Answer => ({
  head: {applyStatus: APPLY_STATUS[form], code, msg: message, traceCode: randomHex(random, 8)},
  isUnsigned: form === 'unsigned',
});

/** The content of a request whose signature is not verified yet: for the log and the choice of faults only. */
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

/** The call and its result, without auth codes, token URLs and phone numbers. */
function logEntry(
  biz: JsonObject,
  answer: Answer | undefined,
  gateway: Gateway,
): Omit<CallEntry, 'at' | 'path' | 'faults'> {
  const body: JsonObject = {...answer?.body};
  const subject = [body['acquireOrder'], body['refundOrder']].find(isJsonObject) ?? {};
  const {tokenUrl} = biz;
  const scanned = typeof tokenUrl === 'string' ? gateway.findByTokenUrl(tokenUrl) : undefined;
  const numbers = [subject['merchantOrderNo'], subject['originMerchantOrderNo'], merchantNumberIn(biz)];
  return {
    kind: 'call',
    merchantOrderNo: [...numbers, scanned?.merchantOrderNo].find(isMerchantNumber),
    refundMerchantOrderNo: [subject['refundMerchantOrderNo'], biz['refundMerchantOrderNo']].find(
      isMerchantNumber,
    ),
    result: answer ? `${answer.head.code} ${answer.head.msg}` : '-',
    status: typeof subject['status'] === 'string' ? subject['status'] : undefined,
  };
}
