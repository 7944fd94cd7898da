/** `placeOrder` at the gateway's door: an unknown `bizContent` becomes a checked request, or one of PayBy's codes. */
import {createHash} from 'node:crypto';
import {isJsonObject, type JsonObject} from '../payby/bytes.js';
import {parseMoney, type Money} from '../payby/money.js';
import {isScene, type Scene} from './order.js';
import {invalid, Refusal} from './refusal.js';

const HOUR_MS = 60 * 60_000;
const DEFAULT_LIFE_MS = 2 * HOUR_MS;
const LONGEST_LIFE_MS = 48 * HOUR_MS;
const BUSINESS_TYPES: ReadonlySet<unknown> = new Set(['GAME_TOP_UP']);

export interface PlaceRequest {
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  readonly paySceneCode: Scene;
  /** The customer's own code, in QRPAY only. It is spent on placing the order and never kept. */
  readonly authCode: string | undefined;
  readonly notifyUrl: string | undefined;
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
  if (!isScene(paySceneCode)) throw new Refusal('62012');
  return {
    merchantOrderNo,
    subject,
    subjectAr: optionalText(biz, 'subjectAr', 200),
    totalAmount,
    paySceneCode,
    authCode: readSceneParams(paySceneCode, biz['paySceneParams']),
    notifyUrl: optionalText(biz, 'notifyUrl', 200),
    expiredTime: readExpiredTime(biz['expiredTime'], requestTime),
    requestTime,
    fingerprint: fingerprint({...biz, totalAmount}),
  };
}

export function readMerchantOrderNo(value: unknown): string {
  if (typeof value === 'string' && /^[\w-]{1,64}$/.test(value)) return value;
  throw invalid('merchantOrderNo');
}

/** An amount of money that is more than nothing. */
export function readPositive(value: unknown, field: string): Money {
  const money = parseMoney(value);
  if (money?.currency !== 'AED' || money.amount === '0.00') throw invalid(field);
  return money;
}

export function readTime(value: unknown, field: string): number {
  if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
  throw invalid(field);
}

export function optionalText(biz: JsonObject, field: string, longest: number): string | undefined {
  const value = biz[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > longest) throw invalid(field);
  return value;
}

function readSceneParams(scene: Scene, value: unknown): string | undefined {
  const params = isJsonObject(value) ? value : {};
  switch (scene) {
    case 'DYNQR':
      return undefined;
    case 'QRPAY': {
      const authCode = params['authCode'];
      if (typeof authCode !== 'string' || authCode === '') throw new Refusal('62033');
      return authCode;
    }
    case 'CASHTOPUP': {
      const businessType = params['businessType'];
      if (businessType === undefined || businessType === '') throw new Refusal('62043');
      if (!BUSINESS_TYPES.has(businessType)) throw new Refusal('62044');
      return undefined;
    }
  }
}

function readExpiredTime(value: unknown, requestTime: number): number {
  if (value === undefined || value === null) return requestTime + DEFAULT_LIFE_MS;
  const expiredTime = readTime(value, 'expiredTime');
  if (expiredTime <= requestTime) throw new Refusal('62008');
  if (expiredTime > requestTime + LONGEST_LIFE_MS) throw new Refusal('62009');
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
