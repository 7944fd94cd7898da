/**
 * Whether PayBy accepts this merchant, found out with one signed call that changes nothing: a query for an order that
 * does not exist. Everything that a first call fails for becomes a sentence with what to do.
 */
import {createPublicKey, type KeyObject} from 'node:crypto';
import type {Clock} from 'payby-checkout/core';
import {PaybyClient} from './client.js';
import {PaybyError} from './payby-error.js';
import {randomWord, type Random} from './random.js';
import {codeName, isPaybyCode, PaybyCode} from './result-codes.js';

/** PayBy refuses a request whose time is further from its own, ms. */
const MAX_CLOCK_ERROR_MS = 15 * 60_000;
/** A clock that is further off is not kept by a time service, ms. */
const NOTABLE_CLOCK_ERROR_MS = 30_000;
/** How long an order that is placed to try a scene would live if it could not be cancelled, ms. */
const TRIAL_ORDER_MS = 10 * 60_000;
const TRIAL_AMOUNT = {amount: '1.00', currency: 'AED'};

/** The scenes that can be tried without a customer: QRPAY needs a code from a customer's app. */
export const TRIAL_SCENES = {
  DYNQR: {paySceneCode: 'DYNQR'},
  CASHTOPUP: {paySceneCode: 'CASHTOPUP', businessType: 'GAME_TOP_UP'},
} as const;

export type TrialScene = keyof typeof TRIAL_SCENES;

export interface ConnectionCheckOptions {
  readonly baseUrl: string;
  readonly partnerId: string;
  readonly privateKey: KeyObject;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly random: Random;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Scenes in which an order of AED 1.00 is placed and cancelled at once. */
  readonly scenes?: readonly TrialScene[] | undefined;
}

/** One thing that was checked. */
export interface Finding {
  readonly isOk: boolean;
  /** What was found, and what to do about it, for the person who sets the server up. */
  readonly text: string;
}

/** Sends the calls one after another and stops at the first that PayBy does not accept. */
export async function checkConnection(options: ConnectionCheckOptions): Promise<readonly Finding[]> {
  const {privateKey, paybyPublicKey, clock, random, scenes = []} = options;
  if (createPublicKey(privateKey).equals(paybyPublicKey)) return [wrong(OWN_PUBLIC_KEY)];
  let aheadMs = 0;
  const fetchDated: typeof globalThis.fetch = async (input, init) => {
    const answer = await (options.fetch ?? globalThis.fetch)(input, init);
    const date = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(date)) aheadMs = date - clock.now();
    return answer;
  };
  const client = new PaybyClient({...options, fetch: fetchDated});
  const unknownOrder = `check-${randomWord(random, 16)}`;
  const accepted = await accepts(() => client.getOrder(unknownOrder), options, [
    PaybyCode.MERCHANT_ORDER_NO_NOT_EXIST,
    PaybyCode.ORDER_NO_NOT_EXIST,
  ]);
  const findings = [...clockFindings(aheadMs), accepted];
  for (const scene of accepted.isOk ? scenes : []) findings.push(await tryScene(client, scene, options));
  return findings;
}

const OWN_PUBLIC_KEY =
  "PAYBY_PUBLIC_KEY_FILE holds your own public key. It must hold PayBy's, which the portal shows; yours is uploaded there.";

const right = (text: string): Finding => ({isOk: true, text});
const wrong = (text: string): Finding => ({isOk: false, text});

/** A call that must be refused with one of the codes. */
async function accepts(
  call: () => Promise<unknown>,
  options: ConnectionCheckOptions,
  codes: readonly string[],
): Promise<Finding> {
  const error = await errorOf(call);
  if (error && !codes.includes(error.code)) return wrong(explainError(error, options));
  return right(`PayBy accepts partner ${options.partnerId}: the address and both keys are right.`);
}

async function tryScene(
  client: PaybyClient,
  scene: TrialScene,
  options: ConnectionCheckOptions,
): Promise<Finding> {
  const merchantOrderNo = `check-${randomWord(options.random, 16)}`;
  const error = await errorOf(async () => {
    await client.placeOrder({
      ...{merchantOrderNo, subject: 'Connection check', totalAmount: TRIAL_AMOUNT},
      ...{expiredTime: client.now() + TRIAL_ORDER_MS, scene: TRIAL_SCENES[scene]},
    });
    await client.cancelOrder(merchantOrderNo);
  });
  if (!error) return right(`${scene}: an order of AED 1.00 was placed and cancelled.`);
  return wrong(`${scene}: ${explainError(error, options)}`);
}

async function errorOf(call: () => Promise<unknown>): Promise<PaybyError | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof PaybyError) return error;
    throw error;
  }
}

function clockFindings(aheadMs: number): Finding[] {
  if (Math.abs(aheadMs) < NOTABLE_CLOCK_ERROR_MS) return [];
  const text = `This machine's clock is ${String(Math.round(Math.abs(aheadMs) / 1000))} s ${aheadMs > 0 ? 'behind' : 'ahead of'} PayBy's. Let a time service (NTP) set it.`;
  return [{isOk: Math.abs(aheadMs) < MAX_CLOCK_ERROR_MS, text}];
}

/** What a failed call means, and what to do. `options` are what the call was made with. */
export function explainError(error: PaybyError, options: {baseUrl: string; partnerId: string}): string {
  const {code, message, traceCode} = error;
  const trace = traceCode === undefined ? '' : ` PayBy's trace code is ${traceCode}.`;
  return (explanationOf(error, options) ?? `PayBy refuses the call: ${nameOf(code)}, "${message}".`) + trace;
}

const nameOf = (code: string): string => (isPaybyCode(code) ? `${code} ${codeName(code)}` : code);

function explanationOf(
  error: PaybyError,
  {baseUrl, partnerId}: {baseUrl: string; partnerId: string},
): string | undefined {
  const {code, message, untrusted} = error;
  const portal = `In PayBy's portal of this environment check that your public key is uploaded, that the outgoing IP address of this machine is whitelisted, and that PAYBY_PARTNER_ID is ${partnerId}.`;
  switch (code) {
    case 'NETWORK':
      return `No connection to ${new URL(baseUrl).host} (${reasonOf(error.cause)}). Check PAYBY_BASE_URL, and that this machine may send https requests to it.`;
    case 'TIMEOUT':
      return `${new URL(baseUrl).host} does not answer. Check that no firewall drops the request, and try again.`;
    case 'HTTP':
      return `${message}: PayBy or a proxy before it has trouble. Try again in a minute.`;
    case 'BAD_SIGNATURE':
      return untrusted
        ? `The caller is not accepted: an unsigned answer says ${untrusted.code ?? 'no code'} "${untrusted.msg ?? ''}". ${portal}`
        : `${message} PAYBY_PUBLIC_KEY_FILE must be PayBy's key of this environment, and PAYBY_BASE_URL (${baseUrl}) must end in /sgs/api.`;
    case 'BAD_ANSWER':
      return `${message}. Check that PAYBY_BASE_URL (${baseUrl}) is the address of PayBy's API.`;
    case PaybyCode.UNAUTHORIZED:
      return `PayBy does not accept the caller (${nameOf(code)}, "${message}"). ${portal}`;
    case PaybyCode.PRODUCT_IS_NOT_APPLIED:
      return `The product is not applied for (${nameOf(code)}): apply for this scene in PayBy's portal.`;
    case PaybyCode.INVALID_PARAMETER:
      return message.includes('REQUESTTIME_TOO_')
        ? `PayBy refuses the time of the request (${message}). Set the clock of this machine.`
        : undefined;
    case PaybyCode.RATE_LIMIT_REJECT:
    case PaybyCode.SERVICE_NOT_AVAILABLE:
    case PaybyCode.SYSTEM_ERROR:
    case PaybyCode.SERVICE_TIMEOUT:
      return `PayBy has trouble (${nameOf(code)}). Try again in a minute.`;
    default:
      return undefined;
  }
}

/** Node says the reason in the cause of the cause: `ENOTFOUND`, `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
function reasonOf(cause: unknown): string {
  const {cause: inner, code, message} = (cause ?? {}) as {cause?: unknown; code?: unknown; message?: unknown};
  if (inner !== undefined) return reasonOf(inner);
  const texts = [code, message].filter((text) => typeof text === 'string');
  return texts.find((text) => text !== '') ?? 'no reason given';
}
