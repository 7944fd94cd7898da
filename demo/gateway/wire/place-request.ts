/** Parses `placeOrder`: an unknown `bizContent` becomes a {@link PlaceRequest} or a refusal with PayBy's code. */
import {createHash} from 'node:crypto';
import {isJsonObject, type JsonObject, type Money} from 'payby-checkout/core';
import {parseMoney} from '../../payby/money.js';
import {PaybyCode} from '../../payby/result-codes.js';
import {invalid, Refusal} from '../model/refusal.js';
import {isMerchantNumber, isScene, type PlaceRequest, type Scene} from '../model/types.js';

const HOUR_MS = 60 * 60_000;
const DEFAULT_LIFETIME_MS = 2 * HOUR_MS;
const MAX_LIFETIME_MS = 48 * HOUR_MS;
/** PayBy's switches are the strings "true" and "false". */
const SWITCH: ReadonlySet<unknown> = new Set([undefined, 'true', 'false']);
const BUSINESS_TYPES: ReadonlySet<unknown> = new Set(['GAME_TOP_UP']);

/** Throws a {@link Refusal}. */
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
    isOneTime: params['oneTimePayment'] === 'true',
    notifyUrl: optionalUrl(biz, 'notifyUrl'),
    accessoryContent: optionalObject(biz, 'accessoryContent'),
    reserved: optionalText(biz, 'reserved', 512),
    expiredTime: readExpiredTime(biz['expiredTime'], requestTime),
    requestTime,
    fingerprint: fingerprint({...biz, totalAmount}),
  };
}

/** The merchant's own number of an order or a refund. */
export function readMerchantOrderNo(value: unknown, field = 'merchantOrderNo'): string {
  if (isMerchantNumber(value)) return value;
  throw invalid(field);
}

/** An amount in AED above zero, written as a JSON number. */
export function readPositive(value: unknown, field: string): Money {
  const isNumber = isJsonObject(value) && typeof value['amount'] === 'number';
  const money = isNumber ? parseMoney(value) : undefined;
  if (money?.currency !== 'AED' || money.amount === '0.00') throw invalid(field);
  return money;
}

/** A time in ms since epoch. */
export function readTime(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
  throw invalid(field);
}

/** Text of one line and at most `max` characters. */
export function optionalText(biz: JsonObject, field: string, max: number): string | undefined {
  const value = biz[field];
  if (value === undefined || value === null) return undefined;
  const isText = typeof value === 'string' && value !== '' && value.length <= max;
  if (!isText || /\p{Cc}/u.test(value)) throw invalid(field);
  return value;
}

/** An http or https address of at most 200 characters. */
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
  if (value === undefined || value === null) return requestTime + DEFAULT_LIFETIME_MS;
  const expiredTime = readTime(value, 'expiredTime');
  if (expiredTime <= requestTime) throw new Refusal(PaybyCode.EXPIREDTIME_LESS_THAN_REQUESTTIME);
  if (expiredTime > requestTime + MAX_LIFETIME_MS) throw new Refusal(PaybyCode.EXPIREDTIME_TOO_LATER);
  return expiredTime;
}

/** A digest, since the parameters can hold an auth code and must not be stored. */
const fingerprint = (parameters: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(parameters)))
    .digest('hex');

/** The same value with its fields in alphabetical order: a sender may write them in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
