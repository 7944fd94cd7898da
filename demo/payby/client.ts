/**
 * A small client of PayBy's acquiring calls. Every request is signed over the exact bytes that are sent; every answer
 * is verified over the exact bytes that came, before anything in it is read.
 */
import type {KeyObject} from 'node:crypto';
import {
  openAnswer,
  readAcquireOrder,
  readPayerMask,
  readPlacedOrder,
  readRefundOrder,
  type AcquireOrder,
  type PlacedOrder,
  type RefundOrder,
} from './answers.js';
import {parseJson, readBytes, type JsonObject} from './bytes.js';
import type {Clock} from './clock.js';
import {wireMoney, type Money} from './money.js';
import {PaybyError, type TransportCode} from './payby-error.js';
import {signBytes, verifyBytes} from './signature.js';

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 1024 * 1024; // bytes

export interface PaybyClientOptions {
  /** Without a slash at its end: `https://uat.test2pay.com/sgs/api`. */
  readonly baseUrl: string;
  readonly partnerId: string;
  /** The merchant's own key; it never leaves this process. */
  readonly privateKey: KeyObject;
  readonly paybyPublicKey: KeyObject;
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export type SceneParams =
  | {readonly paySceneCode: 'DYNQR'}
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
}

export interface PlaceRefund {
  readonly refundMerchantOrderNo: string;
  readonly originMerchantOrderNo: string;
  readonly amount: Money;
  readonly reason?: string | undefined;
  readonly notifyUrl?: string | undefined;
}

export class PaybyClient {
  readonly #options: PaybyClientOptions;
  readonly #fetch: typeof globalThis.fetch;

  constructor(options: PaybyClientOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch;
  }

  async placeOrder({scene, totalAmount, ...order}: PlaceOrder): Promise<PlacedOrder> {
    const {paySceneCode, ...paySceneParams} = scene;
    const bizContent = {...order, totalAmount: wireMoney(totalAmount), paySceneCode, paySceneParams};
    return readPlacedOrder(await this.#call('/acquire2/placeOrder', bizContent));
  }

  async getOrder(merchantOrderNo: string): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/getOrder', {merchantOrderNo}));
  }

  /** Closes an order that nobody has paid. */
  async cancelOrder(merchantOrderNo: string): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/cancelOrder', {merchantOrderNo}));
  }

  /** For doubt: closes an unpaid order and gives a paid one back to the payer. */
  async revokeOrder(merchantOrderNo: string): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/revokeOrder', {merchantOrderNo}));
  }

  async refund({amount, ...refund}: PlaceRefund): Promise<RefundOrder> {
    const body = await this.#call('/acquire2/refund/placeOrder', {...refund, amount: wireMoney(amount)});
    return readRefundOrder(body['refundOrder']);
  }

  async updateExpiredTime(merchantOrderNo: string, expiredTime: number): Promise<AcquireOrder> {
    return readOrder(await this.#call('/acquire2/updateExpiredTime', {merchantOrderNo, expiredTime}));
  }

  /** The payer's masked phone number once somebody has scanned the code, else `undefined`. */
  async getCashierUrlInfo(tokenUrl: string): Promise<string | undefined> {
    return readPayerMask(await this.#call('/acquire2/getCashierUrlInfo', {tokenUrl}));
  }

  async #call(path: string, bizContent: object): Promise<JsonObject> {
    const {clock, privateKey, paybyPublicKey} = this.#options;
    const request = Buffer.from(JSON.stringify({requestTime: clock.now(), bizContent}), 'utf8');
    const answer = await this.#post(path, request, signBytes(request, privateKey));
    if (!verifyBytes(answer.bytes, answer.signature, paybyPublicKey)) throw untrusted(answer.httpStatus);
    let parsed: unknown;
    try {
      parsed = parseJson(answer.bytes);
    } catch (cause) {
      throw failure('BAD_ANSWER', "PayBy's answer is not JSON", cause);
    }
    return openAnswer(parsed);
  }

  async #post(path: string, body: Uint8Array<ArrayBuffer>, sign: string): Promise<RawAnswer> {
    const {baseUrl, partnerId, clock} = this.#options;
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
        signal: timeout.signal,
      });
      return {
        httpStatus: response.status,
        signature: response.headers.get('sign'),
        bytes: await readBytes(response.body, LARGEST_ANSWER),
      };
    } catch (cause) {
      throw timeout.signal.aborted
        ? failure('TIMEOUT', 'PayBy did not answer in time', cause)
        : failure('NETWORK', 'PayBy could not be reached', cause);
    } finally {
      answered.abort();
    }
  }
}

interface RawAnswer {
  readonly httpStatus: number;
  readonly signature: string | null;
  readonly bytes: Uint8Array;
}

const readOrder = (body: JsonObject): AcquireOrder => readAcquireOrder(body['acquireOrder']);

/** A gateway on the way (502, 503) cannot sign; anything else without a good signature is not PayBy's word. */
function untrusted(httpStatus: number): PaybyError {
  return httpStatus >= 500
    ? failure('HTTP', `PayBy answered with HTTP ${String(httpStatus)}`)
    : failure(
        'BAD_SIGNATURE',
        `the answer (HTTP ${String(httpStatus)}) is not signed with PayBy's key: check the public key, and that PayBy knows yours`,
      );
}

const failure = (code: TransportCode, message: string, cause?: unknown): PaybyError =>
  new PaybyError({code, message, cause});
