/**
 * A small client of PayBy's acquiring calls. Every request is signed over the exact bytes that are sent; every answer
 * is verified over the exact bytes that came, before anything in it is read. It never concludes: a call ends in what
 * PayBy said, or in a {@link PaybyError} that tells whether the outcome is known.
 */
import type {KeyObject} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import {
  openAnswer,
  readAcquireOrder,
  readPayerMask,
  readPlacedOrder,
  readRefundOrder,
  type AcquireOrder,
  type PlacedOrder,
  type RefundOrder,
} from './responses.js';
import {parseJson, readBytes, TooManyBytes, type JsonObject} from './bytes.js';
import type {Clock} from './clock.js';
import {wireMoney, type Money} from './money.js';
import {PaybyClock} from './payby-clock.js';
import {PaybyError, type TransportCode} from './payby-error.js';
import {PaybyCode} from './result-codes.js';
import {signBytes, verifyBytes} from './signature.js';

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 1024 * 1024; // bytes

export interface PaybyClientOptions {
  /** Without a slash at its end: `https://uat.test2pay.com/sgs/api`. Plain http is for this machine only. */
  readonly baseUrl: string;
  readonly partnerId: string;
  /** The merchant's own key; it never leaves this process. */
  readonly privateKey: KeyObject;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export interface CallOptions {
  /** Gives up waiting. PayBy may have acted all the same: the outcome is unknown. */
  readonly signal?: AbortSignal | undefined;
}

export type SceneParams =
  | {
      readonly paySceneCode: 'DYNQR';
      /** PayBy's default is "true": the first payer who scans is bound to the order, and others are refused. */
      readonly changePayer?: 'true' | 'false' | undefined;
      /** "true": an attempt to pay that fails closes the order. */
      readonly oneTimePayment?: 'true' | 'false' | undefined;
    }
  | {readonly paySceneCode: 'QRPAY'; readonly authCode: string}
  | {readonly paySceneCode: 'CASHTOPUP'; readonly businessType: string};

export interface PlaceOrder {
  /** The same number with the same parameters is the same order, however often it is sent. */
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr?: string | undefined;
  readonly totalAmount: Money;
  readonly expiredTime: number;
  readonly scene: SceneParams;
  readonly notifyUrl?: string | undefined;
  readonly accessoryContent?: JsonObject | undefined;
  readonly reserved?: string | undefined;
}

export interface PlaceRefund {
  /** The same number with the same parameters is the same refund, however often it is sent. */
  readonly refundMerchantOrderNo: string;
  readonly originMerchantOrderNo: string;
  readonly amount: Money;
  /** At most 64 characters. */
  readonly reason?: string | undefined;
  readonly notifyUrl?: string | undefined;
}

/** An order by the merchant's own number, or by PayBy's. */
export type OrderName = string | {readonly merchantOrderNo: string} | {readonly orderNo: string};
/** A refund by the merchant's own number, or by PayBy's. */
export type RefundName = string | {readonly refundMerchantOrderNo: string} | {readonly orderNo: string};

export class PaybyClient {
  readonly #options: PaybyClientOptions;
  readonly #fetch: typeof globalThis.fetch;
  readonly #paybyClock: PaybyClock;

  /** Throws a TypeError when the address is neither https nor on this machine. */
  constructor(options: PaybyClientOptions) {
    requireSafeAddress(options.baseUrl);
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch;
    this.#paybyClock = new PaybyClock(options.clock);
  }

  /** PayBy's time in ms since epoch: our clock, corrected by what PayBy's answers have told. */
  now(): number {
    return this.#paybyClock.now();
  }

  async placeOrder(
    {scene, totalAmount, ...order}: PlaceOrder,
    options: CallOptions = {},
  ): Promise<PlacedOrder> {
    const {paySceneCode, ...paySceneParams} = scene;
    const bizContent = {...order, totalAmount: wireMoney(totalAmount), paySceneCode, paySceneParams};
    const secrets = scene.paySceneCode === 'QRPAY' ? [scene.authCode] : [];
    return readPlacedOrder(await this.#call('/acquire2/placeOrder', bizContent, options, secrets));
  }

  async getOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/getOrder', orderName(name), options));
  }

  /** Closes an order that nobody has paid. */
  async cancelOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/cancelOrder', orderName(name), options));
  }

  /** For doubt: closes an unpaid order and gives a paid one back to the payer. */
  async revokeOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/revokeOrder', orderName(name), options));
  }

  async refund({amount, ...refund}: PlaceRefund, options: CallOptions = {}): Promise<RefundOrder> {
    const bizContent = {...refund, amount: wireMoney(amount)};
    const body = await this.#call('/acquire2/refund/placeOrder', bizContent, options);
    return readRefundOrder(body['refundOrder']);
  }

  async getRefund(name: RefundName, options: CallOptions = {}): Promise<RefundOrder> {
    const bizContent = typeof name === 'string' ? {refundMerchantOrderNo: name} : name;
    const body = await this.#call('/acquire2/refund/getOrder', bizContent, options);
    return readRefundOrder(body['refundOrder']);
  }

  /** Moves the end of an open order, to within 15 days from now. */
  async updateExpiredTime(
    name: OrderName,
    expiredTime: number,
    options: CallOptions = {},
  ): Promise<AcquireOrder> {
    const bizContent = {...orderName(name), expiredTime};
    return readOrder(await this.#call('/acquire2/updateExpiredTime', bizContent, options));
  }

  /** The payer's masked phone number once somebody has scanned the code, else `undefined`. */
  async getCashierUrlInfo(tokenUrl: string, options: CallOptions = {}): Promise<string | undefined> {
    return readPayerMask(await this.#call('/acquire2/getCashierUrlInfo', {tokenUrl}, options, [tokenUrl]));
  }

  /** `secrets` are what was sent and must not come back in an error's message, since messages are logged. */
  async #call(
    path: string,
    bizContent: object,
    options: CallOptions,
    secrets: readonly string[] = [],
  ): Promise<JsonObject> {
    const first = await this.#attempt(path, bizContent, options);
    const isOurClock =
      first.hasMovedClock && first.answer instanceof PaybyError && isTimeRefusal(first.answer);
    // PayBy refused the time and told us its own, so nothing was done: the same call once more, at the right time.
    const {answer} = isOurClock ? await this.#attempt(path, bizContent, options) : first;
    if (answer instanceof PaybyError) throw withoutSecrets(answer, secrets);
    return answer;
  }

  async #attempt(path: string, bizContent: object, {signal}: CallOptions): Promise<Attempt> {
    const {clock, privateKey, paybyPublicKey} = this.#options;
    const askedAt = clock.now();
    const request = Buffer.from(JSON.stringify({requestTime: this.now(), bizContent}), 'utf8');
    const raw = await this.#post(path, request, signBytes(request, privateKey), signal);
    if (!verifyBytes(raw.bytes, raw.signature, paybyPublicKey)) throw untrusted(raw.httpStatus);
    const hasMovedClock = this.#paybyClock.learn(raw.date, askedAt, clock.now());
    return {hasMovedClock, answer: opened(raw.bytes)};
  }

  async #post(
    path: string,
    body: Uint8Array<ArrayBuffer>,
    sign: string,
    caller: AbortSignal | undefined,
  ): Promise<RawAnswer> {
    const {baseUrl, partnerId, clock} = this.#options;
    if (caller?.aborted) throw failure('ABORTED', 'the call was given up before it was made', caller.reason);
    const timeout = new AbortController();
    const answered = new AbortController();
    void clock.sleep(TIMEOUT_MS, answered.signal).then(() => {
      timeout.abort();
    });
    try {
      const response = await this.#fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Content-Language': 'en',
          'Partner-Id': partnerId,
          sign,
        },
        body,
        redirect: 'error', // a signed request is meant for one address
        signal: caller ? AbortSignal.any([timeout.signal, caller]) : timeout.signal,
      });
      return {
        httpStatus: response.status,
        signature: response.headers.get('sign'),
        date: response.headers.get('date'),
        bytes: await readBytes(response.body, LARGEST_ANSWER),
      };
    } catch (cause) {
      throw lost(cause, timeout.signal, caller);
    } finally {
      answered.abort();
    }
  }
}

interface Attempt {
  readonly hasMovedClock: boolean;
  readonly answer: JsonObject | PaybyError;
}

interface RawAnswer {
  readonly httpStatus: number;
  readonly signature: string | null;
  readonly date: string | null;
  readonly bytes: Uint8Array;
}

function requireSafeAddress(baseUrl: string): void {
  const {protocol, hostname} = new URL(baseUrl);
  if (protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname))) return;
  throw new TypeError(`PayBy is reached by https, and ${protocol}//${hostname} is not`);
}

/** What is sent to one of our own addresses does not leave the machine. */
function isThisMachine(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)) return true;
  const wanted = hostname.replace(/^\[|\]$/g, '');
  return Object.values(networkInterfaces()).some((own) => own?.some((one) => one.address === wanted));
}

const orderName = (name: OrderName): object => (typeof name === 'string' ? {merchantOrderNo: name} : name);

const readOrder = (body: JsonObject): AcquireOrder => readAcquireOrder(body['acquireOrder']);

/** The verified bytes as PayBy's body, or as its refusal. */
function opened(bytes: Uint8Array): JsonObject | PaybyError {
  let parsed: unknown;
  try {
    parsed = parseJson(bytes);
  } catch {
    return failure('BAD_ANSWER', "PayBy's answer is not JSON"); // the parser's own words would quote it
  }
  try {
    return openAnswer(parsed);
  } catch (error) {
    if (error instanceof PaybyError) return error;
    throw error;
  }
}

const isTimeRefusal = ({code, message}: PaybyError): boolean =>
  code === PaybyCode.INVALID_PARAMETER && message.includes('REQUESTTIME_TOO_');

function withoutSecrets(error: PaybyError, secrets: readonly string[]): PaybyError {
  if (!secrets.some((secret) => secret !== '' && error.message.includes(secret))) return error;
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), error.message);
  return new PaybyError({code: error.code, message, traceCode: error.traceCode});
}

/** A proxy on the way (429, 502, 503) cannot sign; anything else without a good signature is not PayBy's word. */
function untrusted(httpStatus: number): PaybyError {
  return httpStatus >= 500 || httpStatus === 408 || httpStatus === 429
    ? failure('HTTP', `PayBy answered with HTTP ${String(httpStatus)}`)
    : failure(
        'BAD_SIGNATURE',
        `the answer (HTTP ${String(httpStatus)}) is not signed with PayBy's key: check the public key, and that PayBy knows yours`,
      );
}

function lost(cause: unknown, timeout: AbortSignal, caller: AbortSignal | undefined): PaybyError {
  if (cause instanceof TooManyBytes)
    return failure('BAD_ANSWER', `PayBy's answer has ${cause.message}`, cause);
  if (timeout.aborted) return failure('TIMEOUT', 'PayBy did not answer in time', cause);
  if (caller?.aborted) return failure('ABORTED', 'the call was given up before PayBy answered', cause);
  return failure('NETWORK', 'PayBy could not be reached', cause);
}

const failure = (code: TransportCode, message: string, cause?: unknown): PaybyError =>
  new PaybyError({code, message, cause});
