/** `placeOrder` at the gateway's door: an unknown `bizContent` becomes a checked request, or one of PayBy's codes. */
import {createHash} from 'node:crypto';
import {isJsonObject, type JsonObject} from '../../payby/bytes.js';
import {parseMoney, type Money} from '../../payby/money.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {isScene, type Scene} from '../model/gateway-order.js';
import {invalid, Refusal} from './refusal.js';

const HOUR_MS = 60 * 60_000;
const DEFAULT_LIFE_MS = 2 * HOUR_MS;
const LONGEST_LIFE_MS = 48 * HOUR_MS;
/** PayBy's switches are words, not JSON's true and false. */
const SWITCH: ReadonlySet<unknown> = new Set([undefined, 'true', 'false']);
const BUSINESS_TYPES: ReadonlySet<unknown> = new Set(['GAME_TOP_UP']);

export interface PlaceRequest {
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly paySceneCode: Scene;
  /** The customer's own code, in QRPAY only. It is spent on placing the order and never kept. */
  readonly authCode: string | undefined;
  readonly bindsPayer: boolean;
  readonly notifyUrl: string | undefined;
  readonly accessoryContent: JsonObject | undefined;
  readonly reserved: string | undefined;
  readonly expiredTime: number;
  readonly requestTime: number;
  readonly fingerprint: string;
}

export function readPlaceRequest(biz: JsonObject, requestTime: number): PlaceRequest {
  const merchantOrderNo = readMerchantOrderNo(biz['merchantOrderNo']);
  const totalAmount = readPositive(biz['totalAmount'], 'totalAmount');
  const subject = optionalText(biz, 'subject', 64);
  if (subject === undefined) throw invalid('subject');
  const paySceneCode = biz['paySceneCode'];
  if (!isScene(paySceneCode)) throw new Refusal(PaybyCode.PAYSCENECODE_ILLEGAL);
  const params = optionalObject(biz, 'paySceneParams') ?? {};
  return {
    merchantOrderNo,
    subject,
    subjectAr: optionalText(biz, 'subjectAr', 200),
    totalAmount,
    paySceneCode,
    authCode: readSceneParams(paySceneCode, params),
    bindsPayer: params['changePayer'] !== 'false',
    notifyUrl: optionalUrl(biz, 'notifyUrl'),
    accessoryContent: optionalObject(biz, 'accessoryContent'),
    reserved: optionalText(biz, 'reserved', 512),
    expiredTime: readExpiredTime(biz['expiredTime'], requestTime),
    requestTime,
    fingerprint: fingerprint({...biz, totalAmount}),
  };
}

export function readMerchantOrderNo(value: unknown, field = 'merchantOrderNo'): string {
  if (isMerchantNumber(value)) return value;
  throw invalid(field);
}

export const isMerchantNumber = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

/** An amount of money that is more than nothing, written as a JSON number. */
export function readPositive(value: unknown, field: string): Money {
  const isNumber = isJsonObject(value) && typeof value['amount'] === 'number';
  const money = isNumber ? parseMoney(value) : undefined;
  if (money?.currency !== 'AED' || money.amount === '0.00') throw invalid(field);
  return money;
}

export function readTime(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
  throw invalid(field);
}

/** Text of one line and at most so many characters. */
export function optionalText(biz: JsonObject, field: string, longest: number): string | undefined {
  const value = biz[field];
  if (value === undefined || value === null) return undefined;
  const isText = typeof value === 'string' && value !== '' && value.length <= longest;
  if (!isText || /\p{Cc}/u.test(value)) throw invalid(field);
  return value;
}

/** Where PayBy is to post to. */
export function optionalUrl(biz: JsonObject, field: string): string | undefined {
  const value = optionalText(biz, field, 200);
  if (value === undefined) return undefined;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw invalid(field);
  return value;
}

function optionalObject(biz: JsonObject, field: string): JsonObject | undefined {
  const value = biz[field];
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw invalid(field);
  return value;
}

function readSceneParams(scene: Scene, params: JsonObject): string | undefined {
  switch (scene) {
    case 'DYNQR':
      for (const name of ['changePayer', 'oneTimePayment']) {
        if (!SWITCH.has(params[name])) throw invalid(name);
      }
      return undefined;
    case 'QRPAY': {
      const authCode = params['authCode'];
      if (authCode === undefined || authCode === '') throw new Refusal(PaybyCode.MISSING_AUTHCODE);
      if (typeof authCode !== 'string' || !/^[0-9A-Za-z]{1,64}$/.test(authCode)) throw invalid('authCode');
      return authCode;
    }
    case 'CASHTOPUP': {
      const businessType = params['businessType'];
      if (businessType === undefined || businessType === '')
        throw new Refusal(PaybyCode.MISSING_BUSINESS_TYPE);
      if (!BUSINESS_TYPES.has(businessType)) throw new Refusal(PaybyCode.INVALID_BUSINESS_TYPE);
      return undefined;
    }
  }
}

function readExpiredTime(value: unknown, requestTime: number): number {
  if (value === undefined || value === null) return requestTime + DEFAULT_LIFE_MS;
  const expiredTime = readTime(value, 'expiredTime');
  if (expiredTime <= requestTime) throw new Refusal(PaybyCode.EXPIREDTIME_LESS_THAN_REQUESTTIME);
  if (expiredTime > requestTime + LONGEST_LIFE_MS) throw new Refusal(PaybyCode.EXPIREDTIME_TOO_LATER);
  return expiredTime;
}

/** Only the digest is kept, since the parameters can hold an auth code. */
const fingerprint = (parameters: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(parameters)))
    .digest('hex');

/** The order in which a sender writes its fields means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
