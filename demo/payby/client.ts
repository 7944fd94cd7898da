/**
 * A client of PayBy's acquiring API. It signs every request over the exact bytes that it sends and verifies every answer
 * over the exact bytes that it receives before it reads them. A call resolves to PayBy's answer or rejects with a
 * {@link PaybyError}, which says whether the outcome is known.
 */
import type {KeyObject} from 'node:crypto';
import {networkInterfaces} from 'node:os';
import type {Clock, JsonObject, Money} from 'payby-checkout/core';
import {
  openAnswer,
  readAcquireOrder,
  readPayerMask,
  readPlacedOrder,
  readRefundOrder,
  readUntrustedHead,
  type AcquireOrder,
  type PlacedOrder,
  type RefundOrder,
} from './responses.js';
import {parseJson, readBytes, TooManyBytes} from './bytes.js';
import {wireMoney} from './money.js';
import {AGREEING_ANSWERS, PaybyClock, type Correction} from './payby-clock.js';
import {PaybyError, type TransportCode} from './payby-error.js';
import {isPaybyCode, PaybyCode} from './result-codes.js';
import {signBytes, verifyBytes} from './signature.js';

/** How long a call waits for PayBy's answer, ms. */
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface PaybyClientOptions {
  /** Without a slash at its end: `https://uat.test2pay.com/sgs/api`. Plain http is for this machine only. */
  readonly baseUrl: string;
  /** The merchant's id at PayBy, at most 12 characters. */
  readonly partnerId: string;
  /** The merchant's own key. Signs requests; never sent or logged. */
  readonly privateKey: KeyObject;
  /** PayBy's key. Verifies answers. */
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  /** See `PaybyClockOptions.onJump`. */
  readonly onClockJump?: ((aheadMs: number) => void) | undefined;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call. PayBy may have carried it out all the same: the outcome is unknown. */
  readonly signal?: AbortSignal | undefined;
}

/** A scene with its `paySceneParams`. */
export type SceneParams =
  | {
      readonly paySceneCode: 'DYNQR';
      /** PayBy's default is "true": the first payer who scans is bound to the order, and others are refused. */
      readonly changePayer?: 'true' | 'false' | undefined;
      /** "true": a failed attempt to pay closes the order. PayBy's default is "false". */
      readonly oneTimePayment?: 'true' | 'false' | undefined;
    }
  | {readonly paySceneCode: 'QRPAY'; readonly authCode: string}
  | {readonly paySceneCode: 'CASHTOPUP'; readonly businessType: string};

/** What `placeOrder` takes. */
export interface PlaceOrder {
  /** The same number with the same parameters is the same order, however often it is sent. */
  readonly merchantOrderNo: string;
  /** At most 64 characters. */
  readonly subject: string;
  /** At most 200 characters. */
  readonly subjectAr?: string | undefined;
  readonly totalAmount: Money;
  /** When the unpaid order closes, in ms since epoch. */
  readonly expiredTime: number;
  readonly scene: SceneParams;
  readonly notifyUrl?: string | undefined;
  readonly accessoryContent?: JsonObject | undefined;
  readonly reserved?: string | undefined;
}

/** What `refund` takes. */
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

/** One merchant's access to PayBy. */
export class PaybyClient {
  readonly #options: PaybyClientOptions;
  readonly #fetch: typeof globalThis.fetch;
  readonly #paybyClock: PaybyClock;

  /** Throws a TypeError when the address is neither https nor on this machine. */
  constructor(options: PaybyClientOptions) {
    requireSafeAddress(options.baseUrl);
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch;
    this.#paybyClock = new PaybyClock({clock: options.clock, onJump: options.onClockJump});
  }

  /** PayBy's time in ms since epoch, estimated from its answers. */
  now(): number {
    return this.#paybyClock.now();
  }

  /** Places an order. */
  async placeOrder(
    {scene, totalAmount, ...order}: PlaceOrder,
    options: CallOptions = {},
  ): Promise<PlacedOrder> {
    const {paySceneCode, ...paySceneParams} = scene;
    const bizContent = {...order, totalAmount: wireMoney(totalAmount), paySceneCode, paySceneParams};
    const secrets = scene.paySceneCode === 'QRPAY' ? [scene.authCode] : [];
    return readPlacedOrder(await this.#call('/acquire2/placeOrder', bizContent, options, secrets));
  }

  /** Queries an order. */
  async getOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/getOrder', orderName(name), options));
  }

  /** Closes an unpaid order. */
  async cancelOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/cancelOrder', orderName(name), options));
  }

  /** Closes an unpaid order or pays a paid one back, for a merchant that does not know which of the two it is. */
  async revokeOrder(name: OrderName, options: CallOptions = {}): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/revokeOrder', orderName(name), options));
  }

  /** Pays a part or all of an order back. */
  async refund({amount, ...refund}: PlaceRefund, options: CallOptions = {}): Promise<RefundOrder> {
    const bizContent = {...refund, amount: wireMoney(amount)};
    const body = await this.#call('/acquire2/refund/placeOrder', bizContent, options);
    return readRefundOrder(body['refundOrder']);
  }

  /** Queries a refund. */
  async getRefund(name: RefundName, options: CallOptions = {}): Promise<RefundOrder> {
    const bizContent = typeof name === 'string' ? {refundMerchantOrderNo: name} : name;
    const body = await this.#call('/acquire2/refund/getOrder', bizContent, options);
    return readRefundOrder(body['refundOrder']);
  }

  /** Moves the end of an open order to `expiredTime`, in ms since epoch, at most 15 days from now. */
  async updateExpiredTime(
    name: OrderName,
    expiredTime: number,
    options: CallOptions = {},
  ): Promise<AcquireOrder> {
    const bizContent = {...orderName(name), expiredTime};
    return readOrder(await this.#call('/acquire2/updateExpiredTime', bizContent, options));
  }

  /** The payer's masked phone number once the code was scanned, else `undefined`. */
  async getCashierUrlInfo(tokenUrl: string, options: CallOptions = {}): Promise<string | undefined> {
    const secrets = secretsOf(tokenUrl);
    return readPayerMask(await this.#call('/acquire2/getCashierUrlInfo', {tokenUrl}, options, secrets));
  }

  /** `secrets` were sent and must not stand in an error, since errors are logged. */
  async #call(
    path: string,
    bizContent: object,
    options: CallOptions,
    secrets: readonly string[] = [],
  ): Promise<JsonObject> {
    const clean = cleanerOf([...secrets, ...numbersIn(bizContent)]);
    let {answer, correction} = await this.#attempt(path, bizContent, options, clean);
    // PayBy refused the time, so it carried nothing out: repeat the call until its answers agree on what time it is
    for (let calls = 1; calls <= AGREEING_ANSWERS && correction !== 'none' && isTimeRefusal(answer); calls++)
      ({answer, correction} = await this.#attempt(path, bizContent, options, clean));
    if (answer instanceof PaybyError) throw withoutSecrets(answer, clean);
    return answer;
  }

  async #attempt(path: string, bizContent: object, {signal}: CallOptions, clean: Clean): Promise<Attempt> {
    const {clock, privateKey, paybyPublicKey} = this.#options;
    const sentAt = clock.now();
    const request = Buffer.from(JSON.stringify({requestTime: this.now(), bizContent}), 'utf8');
    const raw = await this.#post(path, request, signBytes(request, privateKey), signal);
    if (!verifyBytes(raw.bytes, raw.signature, paybyPublicKey))
      return {correction: 'none', answer: unsignedAnswer(raw, clean)};
    const answer = readAnswer(raw.bytes);
    const correction = this.#paybyClock.adjust({date: raw.date, sentAt, receivedAt: clock.now()});
    return {correction, answer};
  }

  async #post(
    path: string,
    body: Uint8Array<ArrayBuffer>,
    sign: string,
    caller: AbortSignal | undefined,
  ): Promise<RawAnswer> {
    const {baseUrl, partnerId, clock} = this.#options;
    if (caller?.aborted) throw failure('ABORTED', 'the call was aborted before it was sent', caller.reason);
    const timeout = new AbortController();
    const answered = new AbortController();
    const abort = (): void => {
      timeout.abort();
    };
    clock.sleep(TIMEOUT_MS, answered.signal).then(abort, abort);
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
        redirect: 'error', // a signed request must not go to another address
        signal: caller ? AbortSignal.any([timeout.signal, caller]) : timeout.signal,
      });
      return {
        httpStatus: response.status,
        signature: response.headers.get('sign'),
        date: response.headers.get('date'),
        bytes: await readBytes(response.body, MAX_ANSWER_BYTES),
      };
    } catch (cause) {
      throw transportError(cause, timeout.signal, caller);
    } finally {
      answered.abort();
    }
  }
}

interface Attempt {
  readonly correction: Correction;
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
  throw new TypeError(`PayBy's address must be https: ${protocol}//${hostname} is not`);
}

/** Whether the address is one of this machine's own, so that requests to it do not leave it. */
function isThisMachine(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)) return true;
  const wanted = hostname.replace(/^\[|\]$/g, '');
  return Object.values(networkInterfaces()).some((own) => own?.some((one) => one.address === wanted));
}

const orderName = (name: OrderName): object => (typeof name === 'string' ? {merchantOrderNo: name} : name);

const readOrder = (body: JsonObject): AcquireOrder => readAcquireOrder(body['acquireOrder']);

/** The body of a verified answer, or the error that it stands for. */
function readAnswer(bytes: Uint8Array): JsonObject | PaybyError {
  const parsed = parsedAnswer(bytes);
  if (parsed === undefined) return failure('BAD_ANSWER', "PayBy's answer is not JSON");
  try {
    return openAnswer(parsed);
  } catch (error) {
    if (error instanceof PaybyError) return error;
    throw error;
  }
}

/** `undefined` when the bytes are not JSON; without the parser's message, which would quote them. */
function parsedAnswer(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch {
    return undefined;
  }
}

const isTimeRefusal = (answer: JsonObject | PaybyError): boolean =>
  answer instanceof PaybyError &&
  answer.code === PaybyCode.INVALID_PARAMETER &&
  answer.message.includes('REQUESTTIME_TOO_');

/** Replaces every secret in a text by "…", in whatever case PayBy has written it. */
type Clean = (text: string) => string;

function cleanerOf(secrets: readonly string[]): Clean {
  const patterns = secrets
    .filter((secret) => secret !== '')
    .map((secret) => new RegExp(escaped(secret), 'gi'));
  return (text) => patterns.reduce((rest, secret) => rest.replace(secret, '…'), text);
}

const withoutSecrets = ({code, message, traceCode, untrusted}: PaybyError, clean: Clean): PaybyError =>
  new PaybyError({
    code: isPaybyCode(code) ? code : clean(code),
    message: clean(message),
    traceCode: traceCode === undefined ? undefined : clean(traceCode),
    untrusted,
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Our own numbers: whoever has an order's is its payer, and a refund's leads to its order. */
const numbersIn = (bizContent: object): readonly string[] =>
  Object.entries(bizContent).flatMap(([name, value]: [string, unknown]) =>
    /merchantOrderNo$/i.test(name) && typeof value === 'string' ? [value] : [],
  );

/** What must not be logged of a token URL: the whole, and its token. */
const secretsOf = (tokenUrl: string): readonly string[] => [
  tokenUrl,
  ...(URL.canParse(tokenUrl) ? new URL(tokenUrl).searchParams.getAll('ft') : []),
];

/** A proxy on the way (408, 429, 5xx) cannot sign; any other answer without a valid signature is not PayBy's. */
function unsignedAnswer({httpStatus, bytes}: RawAnswer, clean: Clean): PaybyError {
  const status = String(httpStatus);
  const untrusted = readUntrustedHead(parsedAnswer(bytes), clean);
  return httpStatus >= 500 || httpStatus === 408 || httpStatus === 429
    ? new PaybyError({code: 'HTTP', message: `PayBy answered with HTTP ${status}`, untrusted})
    : new PaybyError({
        code: 'BAD_SIGNATURE',
        message: `The answer (HTTP ${status}) is not signed with PayBy's key. Check PayBy's public key, and that PayBy has yours.`,
        untrusted,
      });
}

function transportError(cause: unknown, timeout: AbortSignal, caller: AbortSignal | undefined): PaybyError {
  if (cause instanceof TooManyBytes)
    return failure('BAD_ANSWER', `PayBy's answer has ${cause.message}`, cause);
  if (timeout.aborted) return failure('TIMEOUT', 'PayBy did not answer in time', cause);
  if (caller?.aborted) return failure('ABORTED', 'the call was aborted before PayBy answered', cause);
  return failure('NETWORK', 'PayBy could not be reached', cause);
}

const failure = (code: TransportCode, message: string, cause?: unknown): PaybyError =>
  new PaybyError({code, message, cause});
