/**
 * An order as JSON in its row. Every row has the version of its shape; rows of earlier versions are translated when
 * they are read, and stored in the present one with the next change of the order.
 */
import * as v from 'valibot';
import {parseAmount} from '../../payby/money.js';
import {UnreadableOrder} from '../orders/order-store.js';
import {shortOrderNo, type Order} from '../orders/order.js';

const ROW_VERSION = 4;

export const serializeOrder = (order: Order): string => JSON.stringify({version: ROW_VERSION, ...order});

/** Throws {@link UnreadableOrder}. */
export function parseStoredOrder(merchantOrderNo: string, text: string): Order {
  const name = `The stored order ${shortOrderNo(merchantOrderNo)}`;
  const row = readRow(text);
  if (!row.success) throw new UnreadableOrder(`${name} is not a JSON object with a version.`);
  const {version} = row.output;
  if (version > ROW_VERSION) {
    throw new UnreadableOrder(
      `${name} has row version ${String(version)}; this server reads versions up to ${String(ROW_VERSION)}. Start the newer server again.`,
    );
  }
  const order = v.safeParse(StoredOrder, version === 1 ? fromVersion1(row.output) : row.output);
  if (order.success) return {...NOTHING_KNOWN, ...order.output};
  const paths = order.issues.map((issue) => v.getDotPath(issue) ?? 'the row').join(', ');
  throw new UnreadableOrder(`${name} does not fit row version ${String(version)}: ${paths}.`);
}

/** Rows from before there were versions have version 1. */
const AnyRow = v.looseObject({version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1)});

function readRow(text: string): v.SafeParseResult<typeof AnyRow> {
  try {
    return v.safeParse(AnyRow, JSON.parse(text));
  } catch {
    return v.safeParse(AnyRow, undefined); // the parser's message would quote the row
  }
}

/** Ms since epoch. */
const Time = v.number();
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Money = v.strictObject({
  amount: v.pipe(
    v.string(),
    v.check((amount) => parseAmount(amount) === amount),
  ),
  currency: v.string(),
});

const Refund = v.object({
  refundMerchantOrderNo: v.string(),
  amount: Money,
  reason: v.optional(v.string()),
  status: v.string(),
  requestedAt: Time,
  tries: Count,
  failures: v.optional(Count, 0),
  nextAt: v.number(),
});

const Cancel = v.object({
  by: v.picklist(['payby', 'staff', 'till', 'payer', 'reconciler']),
  tries: Count,
  lastTryAt: Time,
  sentAt: v.optional(Time),
});

const FollowUp = v.object({
  queriedAt: Time,
  failures: Count,
  cancel: v.optional(Cancel),
  cancelRefusedAt: v.optional(Time),
  uncertainSince: Time,
  extendedAt: Time,
  token: v.optional(
    v.object({
      since: Time,
      dueAt: Time,
      triedAt: Time,
      failures: v.optional(Count, 0),
      isLost: v.optional(v.boolean(), false),
    }),
  ),
});

const StoredOrder = v.object({
  merchantOrderNo: v.string(),
  paySceneCode: v.picklist(['DYNQR', 'QRPAY', 'CASHTOPUP']),
  sku: v.optional(v.string()),
  player: v.optional(v.string()),
  coins: v.optional(Count),
  subject: v.string(),
  subjectAr: v.optional(v.string()),
  totalAmount: Money,
  lifeMs: v.number(),
  requestTime: Time,
  expiredTime: Time,
  orderNo: v.optional(v.string()),
  tokenUrl: v.optional(v.string()),
  status: v.picklist(['CREATED', 'PAID_SUCCESS', 'SETTLED', 'FAILURE']),
  revoked: v.boolean(),
  failCode: v.optional(v.string()),
  failDes: v.optional(v.string()),
  reason: v.optional(v.picklist(['cancelled', 'expired', 'failed'])),
  payment: v.optional(v.object({paidAmount: Money, paidTime: Time})),
  payerMask: v.optional(v.string()),
  refunds: v.array(
    v.pipe(
      Refund,
      v.transform((refund) => ({...refund, reason: refund.reason})),
    ),
  ),
  placement: v.picklist(['pending', 'unknown', 'found', 'placed', 'refused', 'absent']),
  placedAt: Time,
  followUp: v.pipe(
    FollowUp,
    v.transform((followUp) => ({...followUp, cancel: followUp.cancel, token: followUp.token})),
  ),
});

/** JSON leaves out what is undefined. */
const NOTHING_KNOWN = {
  sku: undefined,
  player: undefined,
  coins: undefined,
  subjectAr: undefined,
  orderNo: undefined,
  tokenUrl: undefined,
  failCode: undefined,
  failDes: undefined,
  reason: undefined,
  payment: undefined,
  payerMask: undefined,
};

/** Version 1 had other names for `placement`, `followUp`, `queriedAt`, `uncertainSince` and `requestedAt`. */
function fromVersion1({placing, care, refunds, ...order}: Readonly<Record<string, unknown>>): unknown {
  return {
    ...order,
    placement: placing === 'asking' ? 'pending' : placing,
    followUp: followUpOf(care),
    refunds: Array.isArray(refunds) ? refunds.map(refundOf) : refunds,
  };
}

function followUpOf(care: unknown): unknown {
  if (typeof care !== 'object' || care === null) return care;
  const {askedAt, doubtAt, ...rest}: Record<string, unknown> = {...care};
  return {...rest, queriedAt: askedAt, uncertainSince: doubtAt};
}

function refundOf(refund: unknown): unknown {
  if (typeof refund !== 'object' || refund === null) return refund;
  const {askedAt, status, ...rest}: Record<string, unknown> = {...refund};
  return {...rest, requestedAt: askedAt, status: status === 'ASKING' ? 'REQUESTED' : status};
}
