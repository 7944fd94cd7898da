/**
 * Schemas of everything that a request may carry. `unknown` comes in; a complete request comes out, or a 400 with a
 * code for pages and a sentence for people. `openapi.json` is generated from the same schemas.
 */
import type {Context} from 'hono';
import * as v from 'valibot';
import type {JsonObject} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import {parseAmount} from '../../payby/money.js';
import {findSku, subjectsOf, UNNAMED, type Scene} from '../orders/catalog.js';
import {isPlayer, PLAYER_ID} from '../orders/coin-ledger.js';
import type {OrderRequest, RefundRequest} from '../orders/order-requests.js';
import type {OrderQuery} from '../orders/order-store.js';
import {readNumber} from '../orders/order-number.js';
import {ORDER_NUMBER} from '../orders/order.js';
import {MOST_ORDERS, OrderStatus, Scene as SceneCode, Time} from './schemas.js';

const MINUTE_MS = 60_000;
const SHORTEST_LIFE_MS = MINUTE_MS;
const LONGEST_LIFE_MS = 48 * 60 * MINUTE_MS; // PayBy takes no more
const DEFAULT_LIFE_MS: Readonly<Record<Scene, number>> = {
  DYNQR: 15 * MINUTE_MS,
  QRPAY: 2 * MINUTE_MS, // a customer stands at the counter
  CASHTOPUP: 24 * 60 * MINUTE_MS, // a customer still has to walk to a store
};
const LONGEST_PASSWORD = 200;
const DEFAULT_ORDERS = 50;

/** A schema's message is one string, so the code for pages stands before the first colon. */
const problem = (code: string, sentence: string): string => `${code}: ${sentence}`;

const UNKNOWN_SCENE = problem('unknown-scene', 'The scene must be DYNQR, QRPAY or CASHTOPUP.');
const BAD_ORDER = problem('bad-order', 'Name either a sku or an amount.');
const OTHER_SCENE = problem('wrong-scene', 'This item is not sold that way.');
const UNKNOWN_SKU = problem('unknown-sku', 'There is no such item.');
const BAD_PLAYER = problem(
  'bad-player',
  'A player id has 2 to 32 letters, digits and _ # . -, and goes with coins only.',
);
const UNKNOWN_PLAYER = problem('unknown-player', 'The game knows no such player.');
const BAD_AMOUNT = problem(
  'bad-amount',
  'The amount must be more than 0, with at most 12 digits before and 2 after the point.',
);
const BAD_NUMBER = problem(
  'bad-order-number',
  'An order number has at most 64 characters: letters, digits, - and _.',
);
const NO_AUTH_CODE = problem('missing-auth-code', "Scan the customer's code first: QRPAY needs an authCode.");
const BAD_LIFE = problem('bad-expiry', 'An order lives from one minute to 48 hours.');
const BAD_EXPIRY = problem('bad-expiry', 'Give the new expiry as expiredTime, or the time to add as byMs.');
const NO_PASSWORD = problem('missing-password', 'Give the password.');
const BAD_PHONE = problem('bad-phone', 'Please check the phone number.');
const BAD_QUERY = problem(
  'bad-query',
  `Filter by status, paySceneCode, number, before (ms) and limit (1–${String(MOST_ORDERS)}).`,
);

const BAD_PICTURE = problem(
  'bad-picture',
  'Ask for a size of 64 to 1024 pixels, a margin of 0 to 16 modules and a level L, M, Q or H.',
);

/** A number that the caller chose, for an order or a refund. */
const ChosenNumber = v.pipe(v.string(BAD_NUMBER), v.regex(ORDER_NUMBER, BAD_NUMBER));

const textOf = (name: string, longest: number) => {
  const message = problem('bad-text', `The ${name} must be a text of at most ${String(longest)} characters.`);
  return v.pipe(v.string(message), v.regex(/\S/, message), v.maxLength(longest, message));
};

/** The one rule for amounts in requests: exact decimals, checked and written by {@link parseAmount}. */
const amountOf = (description: string) =>
  v.pipe(
    v.union([v.string(BAD_AMOUNT), v.pipe(v.number(BAD_AMOUNT), v.gtValue(0, BAD_AMOUNT))], BAD_AMOUNT),
    v.description(description),
    v.rawTransform<string | number, string>(({dataset, addIssue, NEVER}) => {
      const amount = parseAmount(dataset.value);
      if (amount !== undefined && amount !== '0.00') return amount;
      addIssue({message: BAD_AMOUNT});
      return NEVER;
    }),
  );

const Player = v.pipe(
  v.string(BAD_PLAYER),
  v.check((id) => PLAYER_ID.test(id), BAD_PLAYER),
  v.check(isPlayer, UNKNOWN_PLAYER),
);

const OrderFields = {
  sku: v.optional(v.string(UNKNOWN_SKU)),
  player: v.optional(
    v.pipe(
      Player,
      v.description(
        'With coins only: the player who gets them once they are paid. Without one they wait for staff to decide.',
      ),
    ),
  ),
  amount: v.optional(
    amountOf(
      "Instead of a `sku`, from a till's or a staff session only: a visitor's page never names a price.",
    ),
  ),
  merchantOrderNo: v.optional(ChosenNumber),
  subject: v.optional(
    v.pipe(textOf('subject', 64), v.description('With an `amount` only: an item is named by the catalogue.')),
  ),
  subjectAr: v.optional(textOf('subjectAr', 200)),
  expiresInMs: v.optional(
    v.pipe(
      v.number(BAD_LIFE),
      v.safeInteger(BAD_LIFE),
      v.minValue(SHORTEST_LIFE_MS, BAD_LIFE),
      v.maxValue(LONGEST_LIFE_MS, BAD_LIFE),
    ),
  ),
};

/** PayBy takes up to 200 characters; nobody names a till or an operator with more than 64. */
const TillFields = {
  terminalId: v.optional(
    v.pipe(textOf('terminalId', 64), v.description("The till, in the merchant's own words. PayBy gets it.")),
  ),
  operatorId: v.optional(
    v.pipe(
      textOf('operatorId', 64),
      v.description("The cashier, in the merchant's own words. PayBy gets it."),
    ),
  ),
};

const AuthCode = v.pipe(
  v.string(NO_AUTH_CODE),
  v.regex(/^[\x21-\x7e]{1,128}$/, NO_AUTH_CODE),
  v.description("The customer's code as it was scanned. It goes to PayBy and nowhere else."),
  v.metadata({writeOnly: true}),
);

export const OrderInput = v.pipe(
  v.variant(
    'paySceneCode',
    [
      v.object({paySceneCode: v.picklist(['DYNQR', 'CASHTOPUP']), ...OrderFields}),
      v.object(
        {paySceneCode: v.literal('QRPAY'), authCode: AuthCode, ...OrderFields, ...TillFields},
        NO_AUTH_CODE,
      ),
    ],
    UNKNOWN_SCENE,
  ),
  v.check(({sku, amount}) => (sku === undefined) !== (amount === undefined), BAD_ORDER),
  v.check(({sku}) => sku === undefined || findSku(sku) !== undefined, UNKNOWN_SKU),
  v.check(
    ({sku, player}) => player === undefined || (sku !== undefined && findSku(sku)?.coins !== undefined),
    BAD_PLAYER,
  ),
  v.metadata({anyOf: [{required: ['sku']}, {required: ['amount']}], not: {required: ['sku', 'amount']}}),
);

export const RefundInput = v.object({
  refundMerchantOrderNo: v.optional(ChosenNumber),
  amount: v.optional(amountOf('Without an amount, everything that is left.')),
  reason: v.optional(textOf('reason', 64)),
});

const Moment = v.pipe(v.number(BAD_EXPIRY), v.safeInteger(BAD_EXPIRY), v.minValue(1, BAD_EXPIRY));

export const ExpiryInput = v.pipe(
  v.object({expiredTime: v.nullish(Moment), byMs: v.nullish(Moment)}),
  v.check(({expiredTime, byMs}) => (expiredTime ?? byMs ?? undefined) !== undefined, BAD_EXPIRY),
  v.metadata({anyOf: [{required: ['expiredTime']}, {required: ['byMs']}]}),
);

export const LoginInput = v.object(
  {
    password: v.pipe(
      v.string(NO_PASSWORD),
      v.minLength(1, NO_PASSWORD),
      v.maxLength(LONGEST_PASSWORD, NO_PASSWORD),
      v.metadata({writeOnly: true}),
    ),
  },
  NO_PASSWORD,
);

/** E.164; spaces and the like are forgiven, and so is a UAE mobile number as people write it at home. */
const Phone = v.pipe(
  v.string(BAD_PHONE),
  v.description('E.164: `+971501234567`. A UAE mobile number may be written as `0501234567`.'),
  v.metadata({writeOnly: true}),
  v.transform((typed) => typed.replace(/[\s().-]/g, '').replace(/^05(?=\d{8}$)/, '+9715')),
  v.check(
    (phone) => (phone.startsWith('+971') ? /^\+9715\d{8}$/ : /^\+[1-9]\d{7,14}$/).test(phone),
    BAD_PHONE,
  ),
);

export const InstructionsInput = v.object({phone: Phone}, BAD_PHONE);

/** A whole number written in a query. */
const wholeNumber = (message: string, pattern: RegExp, lowest: number, highest: number) =>
  v.pipe(
    v.string(message),
    v.regex(pattern, message),
    v.transform(Number),
    v.number(),
    v.integer(),
    v.minValue(lowest, message),
    v.maxValue(highest, message),
  );

export const OrderListQuery = v.object({
  status: v.optional(v.picklist(OrderStatus.options, BAD_QUERY)),
  paySceneCode: v.optional(v.picklist(SceneCode.options, BAD_QUERY)),
  number: v.optional(v.pipe(v.string(BAD_QUERY), v.description("The whole of our number or of PayBy's."))),
  before: v.optional(
    v.pipe(
      wholeNumber(BAD_QUERY, /^\d{1,15}$/, 0, Number.MAX_SAFE_INTEGER),
      v.description('Only orders made before this time, in ms since epoch.'),
    ),
  ),
  limit: v.optional(
    v.pipe(wholeNumber(BAD_QUERY, /^\d{1,3}$/, 1, MOST_ORDERS), v.metadata({default: DEFAULT_ORDERS})),
  ),
});

/** The picture of a code. Four modules of margin are what ISO/IEC 18004 asks for. */
export const QrQuery = v.object({
  size: v.optional(
    v.pipe(
      wholeNumber(BAD_PICTURE, /^\d{1,4}$/, 64, 1024),
      v.description('Pixels a side, at most: modules are whole pixels.'),
      v.metadata({default: 320}),
    ),
  ),
  margin: v.optional(
    v.pipe(
      wholeNumber(BAD_PICTURE, /^\d{1,2}$/, 0, 16),
      v.description('Modules around the code.'),
      v.metadata({default: 4}),
    ),
  ),
  level: v.optional(
    v.pipe(
      v.picklist(['L', 'M', 'Q', 'H'], BAD_PICTURE),
      v.description('Error correction. The element draws `M`.'),
      v.metadata({default: 'M'}),
    ),
  ),
});

export const AlertListQuery = v.object({
  all: v.optional(v.pipe(v.string(), v.description('`1` lists acknowledged alerts too.'))),
});

/** What the signature covers; `openNotification` reads it after the signature has been verified. */
export const NotificationInput = v.object({
  notify_id: v.string(),
  notify_timestamp: v.optional(Time),
  notify_time: v.optional(v.string()),
  _input_charset: v.optional(v.string()),
  acquireOrder: v.optional(v.looseObject({})),
  refundOrder: v.optional(v.looseObject({})),
  acquireChargeback: v.optional(v.looseObject({})),
  voidOrder: v.optional(v.looseObject({})),
});

export interface OrderOrigin {
  /** Whose session it is, or the payer, who has none. */
  readonly by: 'payer' | 'till' | 'staff';
  /** The number from the request's header; the body may name one as well. */
  readonly chosenNo?: string | undefined;
  readonly shortestNumber?: number;
}

/**
 * What staff, a till or a payer orders. Price, names and scene of an item come from the catalogue, whatever the page
 * says; only people of the shop choose the scene of an item, and an amount.
 */
export function parseOrderRequest(
  body: JsonObject,
  {by, chosenNo, shortestNumber = 1}: OrderOrigin,
): OrderRequest {
  const input = parse(OrderInput, {...body, merchantOrderNo: body['merchantOrderNo'] ?? chosenNo});
  const {merchantOrderNo, paySceneCode, expiresInMs} = input;
  requireUnguessable(merchantOrderNo, shortestNumber);
  const goods = goodsOf(input);
  if (by === 'payer' && goods.paySceneCode !== paySceneCode) throw badRequest(OTHER_SCENE);
  return {
    merchantOrderNo,
    paySceneCode,
    sku: goods.sku,
    player: input.player?.normalize('NFC'),
    coins: goods.coins,
    subject: goods.subject,
    subjectAr: goods.subjectAr,
    totalAmount: {amount: goods.amount, currency: 'AED'},
    authCode: input.paySceneCode === 'QRPAY' ? input.authCode : undefined,
    till:
      input.paySceneCode === 'QRPAY'
        ? {terminalId: input.terminalId, operatorId: input.operatorId}
        : undefined,
    lifeMs: expiresInMs ?? DEFAULT_LIFE_MS[paySceneCode],
  };
}

interface Goods {
  readonly sku: string | undefined;
  readonly coins?: number;
  /** `undefined`: no item of the catalogue. */
  readonly paySceneCode: Scene | undefined;
  readonly amount: string;
  readonly subject: string;
  readonly subjectAr: string;
}

function goodsOf({
  sku,
  amount = '',
  subject = UNNAMED.subject,
  subjectAr = UNNAMED.subjectAr,
}: v.InferOutput<typeof OrderInput>): Goods {
  const item = sku === undefined ? undefined : findSku(sku);
  return item
    ? {...item, ...subjectsOf(item)}
    : {sku: undefined, paySceneCode: undefined, amount, subject, subjectAr};
}

/** The number is all that a payer needs to show, so it must be too long to be guessed. */
function requireUnguessable(number: string | undefined, shortest: number): void {
  if (number === undefined || number.length >= shortest) return;
  throw new HttpError(
    400,
    'guessable-order-number',
    `An order number of your own needs at least ${String(shortest)} characters of good randomness.`,
  );
}

export function parseRefundRequest(body: JsonObject): RefundRequest {
  const {refundMerchantOrderNo, amount, reason} = parse(RefundInput, body);
  return {refundMerchantOrderNo, amount, reason};
}

/** The new expiry of an order, ms since epoch: given as a time, or as what to add to `currentExpiry`. */
export function parseNewExpiry(body: JsonObject, currentExpiry: number): number {
  const {expiredTime, byMs} = parse(ExpiryInput, body);
  return parse(Moment, expiredTime ?? currentExpiry + (byMs ?? 0));
}

export const parsePassword = (body: JsonObject): string => parse(LoginInput, body).password;

/** The phone number in E.164. */
export const parsePhone = (body: JsonObject): string => parse(InstructionsInput, body).phone;

export function parseOrderListQuery(query: Readonly<Record<string, string>>): OrderQuery {
  const {status, paySceneCode, number, before, limit = DEFAULT_ORDERS} = parse(OrderListQuery, query);
  return {status, paySceneCode, number: number === undefined ? undefined : readNumber(number), before, limit};
}

export interface QrQuery {
  /** Pixels a side, at most. */
  readonly size: number;
  /** Modules around the code. */
  readonly margin: number;
  readonly level: 'L' | 'M' | 'Q' | 'H';
}

export function parseQrQuery(query: Readonly<Record<string, string>>): QrQuery {
  const {size = 320, margin = 4, level = 'M'} = parse(QrQuery, query);
  return {size, margin, level};
}

/** The order number in the address, unchecked: the order service knows which ones exist. */
export const merchantOrderNoIn = (c: Context): string => c.req.param('merchantOrderNo') ?? '';

/** The number of an alert, or `undefined` for what cannot be one. */
export const parseAlertId = (id: string | undefined): number | undefined =>
  id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : undefined;

/** Throws the first problem as a 400. */
function parse<const T extends v.GenericSchema>(schema: T, input: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, input, {abortEarly: true});
  if (result.success) return result.output;
  throw badRequest(result.issues[0].message);
}

function badRequest(message: string): HttpError {
  const [, code = 'bad-request', sentence = 'The request cannot be read.'] =
    /^([a-z-]+): (.*)$/.exec(message) ?? [];
  return new HttpError(400, code, sentence);
}
