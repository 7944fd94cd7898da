/** What a page asks for, parsed at the door: `unknown` comes in, a complete wish or an error in plain words comes out. */
import {HttpError} from '../../http/http-error.js';
import type {JsonObject} from '../../payby/bytes.js';
import {parseAmount, type Money} from '../../payby/money.js';
import {findSku, subjectsOf, type Scene} from '../orders/catalog.js';

const MINUTE_MS = 60_000;
const SHORTEST_LIFE_MS = MINUTE_MS;
const LONGEST_LIFE_MS = 48 * 60 * MINUTE_MS; // PayBy takes no more
const usualLifeMs: Readonly<Record<Scene, number>> = {
  DYNQR: 15 * MINUTE_MS,
  QRPAY: 2 * MINUTE_MS, // a customer stands at the counter
  CASHTOPUP: 24 * 60 * MINUTE_MS, // a customer still has to walk to a store
};

export interface OrderWish {
  /** Only when the caller chose it. */
  readonly merchantOrderNo: string | undefined;
  readonly paySceneCode: Scene;
  readonly subject: string;
  readonly subjectAr: string | undefined;
  readonly totalAmount: Money;
  /** A payment credential: it goes to PayBy and nowhere else. */
  readonly authCode: string | undefined;
  readonly lifeMs: number;
}

/** `chosenNo` is the number from the request's header; the body may name one as well. */
export function readOrderWish(body: JsonObject, chosenNo: string | undefined, shortestNumber = 1): OrderWish {
  const paySceneCode = readScene(body['paySceneCode']);
  const goods = readGoods(body);
  return {
    merchantOrderNo: readChosenNumber(body['merchantOrderNo'] ?? chosenNo, shortestNumber),
    paySceneCode,
    subject: readText(body, 'subject', 64) ?? goods.subject,
    subjectAr: readText(body, 'subjectAr', 200) ?? goods.subjectAr,
    totalAmount: {amount: goods.amount, currency: 'AED'},
    authCode: paySceneCode === 'QRPAY' ? readAuthCode(body['authCode']) : undefined,
    lifeMs: readLife(body['expiresInMs'], usualLifeMs[paySceneCode]),
  };
}

export interface RefundWish {
  readonly refundMerchantOrderNo: string | undefined;
  /** Without an amount, everything that is left. */
  readonly amount: string | undefined;
  readonly reason: string | undefined;
}

export function readRefundWish(body: JsonObject): RefundWish {
  return {
    refundMerchantOrderNo: readMerchantOrderNo(body['refundMerchantOrderNo']),
    amount: body['amount'] === undefined ? undefined : readAmount(body['amount']),
    reason: readText(body, 'reason', 64),
  };
}

/** The new end of an order: a moment, or that much later than now planned. */
export function readNewEnd({expiredTime, byMs}: JsonObject, currentEnd: number): number {
  const end = expiredTime ?? (typeof byMs === 'number' && byMs > 0 ? currentEnd + byMs : undefined);
  if (typeof end === 'number' && Number.isSafeInteger(end) && end > 0) return end;
  throw new HttpError(400, 'bad-expiry', 'Give the new end as expiredTime, or the time to add as byMs.');
}

function readScene(value: unknown): Scene {
  if (value === 'DYNQR' || value === 'QRPAY' || value === 'CASHTOPUP') return value;
  throw new HttpError(400, 'unknown-scene', 'The scene must be DYNQR, QRPAY or CASHTOPUP.');
}

interface Goods {
  readonly amount: string;
  readonly subject: string;
  readonly subjectAr: string | undefined;
}

function readGoods({sku, amount}: JsonObject): Goods {
  if ((sku === undefined) === (amount === undefined)) {
    throw new HttpError(400, 'bad-order', 'Name either a sku or an amount.');
  }
  if (sku === undefined) return {amount: readAmount(amount), subject: 'Purchase', subjectAr: 'عملية شراء'};
  const item = typeof sku === 'string' ? findSku(sku) : undefined;
  if (!item) throw new HttpError(400, 'unknown-sku', 'There is no such item.');
  return {amount: item.amount, ...subjectsOf(item)};
}

function readAmount(value: unknown): string {
  const amount = parseAmount(value);
  if (amount !== undefined && amount !== '0.00') return amount;
  throw new HttpError(
    400,
    'bad-amount',
    'The amount must be more than 0, with at most 12 digits before and 2 after the point.',
  );
}

/** The number is all that a payer needs to show, so it must be too long to be guessed. */
function readChosenNumber(value: unknown, shortest: number): string | undefined {
  const number = readMerchantOrderNo(value);
  if (number === undefined || number.length >= shortest) return number;
  throw new HttpError(
    400,
    'guessable-order-number',
    `An order number of your own needs at least ${String(shortest)} characters of good randomness.`,
  );
}

function readMerchantOrderNo(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\w-]{1,64}$/.test(value)) return value;
  throw new HttpError(
    400,
    'bad-order-number',
    'An order number has at most 64 characters: letters, digits, - and _.',
  );
}

function readText(
  body: JsonObject,
  name: 'subject' | 'subjectAr' | 'reason',
  longest: number,
): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= longest) return value;
  throw new HttpError(
    400,
    'bad-text',
    `The ${name} must be a text of at most ${String(longest)} characters.`,
  );
}

function readAuthCode(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)) return value;
  throw new HttpError(400, 'missing-auth-code', "Scan the customer's code first: QRPAY needs an authCode.");
}

function readLife(value: unknown, usual: number): number {
  if (value === undefined) return usual;
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value);
  if (isWhole && value >= SHORTEST_LIFE_MS && value <= LONGEST_LIFE_MS) return value;
  throw new HttpError(400, 'bad-expiry', 'An order lives from one minute to 48 hours.');
}
