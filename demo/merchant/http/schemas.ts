/**
 * The JSON of this server's responses, and the values that requests share with them. The types of `responses.ts` and
 * the components of `openapi.json` both come from here.
 */
import * as v from 'valibot';
import {ORDER_NUMBER} from '../orders/order.js';

const DECIMAL_AMOUNT = /^(0|[1-9][0-9]{0,11})\.[0-9]{2}$/;

export const MerchantOrderNo = v.pipe(
  v.string(),
  v.regex(ORDER_NUMBER),
  v.description(
    "The merchant's number of the order. One made by this server has 80 random bits: a client that knows it is the payer.",
  ),
);

export const Time = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.description("Milliseconds since epoch, by PayBy's clock."),
);

export const Amount = v.pipe(
  v.string(),
  v.regex(DECIMAL_AMOUNT),
  v.description('A decimal string with two decimals, never a float.'),
);

/** The only currency of this server. */
const Currency = v.pipe(v.string(), v.value('AED'));

export const Money = v.strictObject({amount: Amount, currency: Currency});

export const Scene = v.picklist(['DYNQR', 'QRPAY', 'CASHTOPUP']);

export const OrderStatus = v.pipe(
  v.picklist(['CREATED', 'PAID_SUCCESS', 'SETTLED', 'FAILURE']),
  v.description('Money has moved in `PAID_SUCCESS` and `SETTLED`, unless `revoked` is true.'),
);

const Revoked = v.pipe(
  v.boolean(),
  v.description('The payment was reversed. PayBy itself writes it as text.'),
);

const PaymentInfo = v.strictObject({paidAmount: Money, paidTime: Time});

const Payer = v.strictObject({
  mobileNumberMask: v.pipe(
    v.string(),
    v.description('As PayBy masks it, `+971-58*92`: never a whole number.'),
  ),
});

const Sku = v.pipe(
  v.string(),
  v.description(
    'The item of the catalogue, which is what to deliver. Absent when a till has named an amount.',
  ),
);

const Player = v.pipe(v.string(), v.description('For whom the coins are.'));

const Coins = v.pipe(v.number(), v.integer());

const TokenUrl = v.pipe(
  v.string(),
  v.regex(/^https:\/\//),
  v.description('The content of the QR code. Only while the order can be paid; PayBy may give a new one.'),
);

const failureFields = {
  reason: v.optional(
    v.pipe(
      v.picklist(['cancelled', 'expired', 'failed', 'declined', 'balance', 'limit', 'identity']),
      v.description(
        'Why the order ended unpaid. Only with the status `FAILURE`. The last four say what the payment failed for.',
      ),
    ),
  ),
  failCode: v.optional(v.string()),
  failDes: v.optional(
    v.pipe(
      v.string(),
      v.description("PayBy's reason for `FAILURE`, in words for the payer where the code is known."),
    ),
  ),
};

export const CheckoutOrder = v.strictObject({
  merchantOrderNo: MerchantOrderNo,
  orderNo: v.optional(v.string()),
  paySceneCode: Scene,
  sku: v.optional(Sku),
  player: v.optional(Player),
  tokenUrl: v.optional(TokenUrl),
  totalAmount: Money,
  subject: v.string(),
  subjectAr: v.optional(v.string()),
  expiredTime: Time,
  requestTime: Time,
  status: OrderStatus,
  revoked: Revoked,
  ...failureFields,
});

const statusFields = {
  merchantOrderNo: MerchantOrderNo,
  orderNo: v.optional(v.string()),
  status: OrderStatus,
  totalAmount: Money,
  revoked: Revoked,
  ...failureFields,
  expiredTime: Time,
  tokenUrl: v.optional(TokenUrl),
  paymentInfo: v.optional(PaymentInfo),
  payer: v.optional(Payer),
  scanned: v.boolean(),
};

/** A status without the time of the response, so that it stays the same as long as nothing happens. */
export const StatusFacts = v.strictObject(statusFields);

export const Status = v.pipe(
  v.strictObject({...statusFields, serverTime: Time}),
  v.description("The small form of PayBy's order and nothing more: no fees, no member ids."),
);

export const OrderCoins = v.strictObject({
  coins: v.pipe(Coins, v.description('How many coins were ordered.')),
  credited: v.pipe(Coins, v.description('How many of them the ledger has for this order now: all, or none.')),
  player: v.optional(Player),
  balance: v.optional(v.pipe(Coins, v.description("All coins of the order's player."))),
});

export const PlayerCoins = v.strictObject({
  player: Player,
  balance: Coins,
  entries: v.array(
    v.strictObject({
      merchantOrderNo: MerchantOrderNo,
      at: Time,
      kind: v.picklist(['credited', 'taken-back', 'returned']),
      coins: v.pipe(Coins, v.description('Less than 0 when they were taken back.')),
    }),
  ),
});

export const NewExpiry = v.strictObject({expiredTime: Time});

const RefundStatus = v.pipe(
  v.string(),
  v.description(
    "`REQUESTED`: PayBy has not answered. `REFUSED`: PayBy refused. Otherwise PayBy's own status: `CREATED`, `REFUNDED_SETTLED`, `SUCCESS`, `FAILURE`.",
  ),
);

export const Refund = v.strictObject({
  merchantOrderNo: MerchantOrderNo,
  refundMerchantOrderNo: MerchantOrderNo,
  status: RefundStatus,
  amount: Amount,
  currency: Currency,
  refundedAmount: v.pipe(
    v.string(),
    v.regex(DECIMAL_AMOUNT),
    v.description('All refunds of this order together, pending ones included.'),
  ),
});

export const StaffRefund = v.strictObject({
  refundMerchantOrderNo: MerchantOrderNo,
  amount: Amount,
  currency: Currency,
  reason: v.optional(v.string()),
  status: RefundStatus,
  requestedAt: Time,
});

export const StaffOrder = v.pipe(
  v.strictObject({
    merchantOrderNo: MerchantOrderNo,
    orderNo: v.optional(v.string()),
    paySceneCode: Scene,
    sku: v.optional(Sku),
    player: v.optional(Player),
    subject: v.string(),
    subjectAr: v.optional(v.string()),
    totalAmount: Money,
    requestTime: Time,
    expiredTime: Time,
    status: OrderStatus,
    revoked: Revoked,
    failCode: v.optional(v.string()),
    failDes: v.optional(v.string()),
    paymentInfo: v.optional(PaymentInfo),
    payer: v.optional(Payer),
    placement: v.pipe(
      v.picklist(['pending', 'unknown', 'found', 'placed', 'refused', 'absent']),
      v.description('How far the order has been placed with PayBy.'),
    ),
    isBeingCancelled: v.boolean(),
    refundedAmount: Amount,
    refundableAmount: Amount,
    refunds: v.array(StaffRefund),
  }),
  v.description(
    'Everything about the order except what it could be paid with: no `tokenUrl`, no code, no phone number.',
  ),
);

const Kind = v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z]+)*$/));

export const TimelineEvent = v.strictObject({
  id: v.pipe(v.number(), v.integer()),
  at: Time,
  kind: Kind,
  by: v.picklist(['payby', 'staff', 'till', 'payer', 'reconciler']),
  facts: v.optional(v.record(v.string(), v.optional(v.union([v.string(), v.number()])))),
});

export const Alert = v.strictObject({
  id: v.pipe(v.number(), v.integer()),
  kind: Kind,
  merchantOrderNo: v.optional(MerchantOrderNo),
  message: v.string(),
  raisedAt: Time,
  acknowledgedAt: v.optional(Time),
});

/** No list of orders is longer than this. */
export const MOST_ORDERS = 200;

export const OrderList = v.strictObject({orders: v.pipe(v.array(StaffOrder), v.maxLength(MOST_ORDERS))});

export const OrderDetails = v.strictObject({
  order: StaffOrder,
  timeline: v.array(TimelineEvent),
  coins: v.optional(OrderCoins),
  alerts: v.array(Alert),
});

export const ChangedOrder = v.strictObject({order: StaffOrder});

export const RefundedOrder = v.strictObject({order: StaffOrder, refund: Refund});

export const AlertList = v.strictObject({alerts: v.array(Alert)});

export const Acknowledged = v.strictObject({acknowledged: v.literal(true)});

export const Session = v.strictObject({role: v.nullable(v.picklist(['staff', 'till']))});

export const InstructionsSent = v.strictObject({sent: v.literal(true)});

export const SentMessage = v.strictObject({
  to: v.pipe(
    v.string(),
    v.regex(/^\+[0-9]{1,3} •• ••• [0-9]{4}$/),
    v.description('The phone number, masked: `+971 •• ••• 4567`.'),
  ),
  text: v.string(),
  parts: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.description('How many text messages a phone company counts.'),
  ),
  sentTime: Time,
});

export const SentMessageList = v.strictObject({messages: v.array(SentMessage)});

export const SkuList = v.strictObject({
  skus: v.array(
    v.strictObject({
      sku: v.string(),
      title: v.string(),
      titleAr: v.string(),
      amount: Amount,
      currency: Currency,
      paySceneCode: Scene,
      coins: v.optional(Coins),
    }),
  ),
});

export const NotificationReceipt = v.strictObject({response: v.literal('SUCCESS')});

export const Health = v.strictObject({
  status: v.picklist(['ok', 'failing', 'closing']),
  store: v.picklist(['reachable', 'unreachable', 'not-writable']),
});

export const ErrorResponse = v.strictObject({
  error: v.strictObject({
    code: v.pipe(
      v.string(),
      v.description(
        "From a short list; PayBy's own code where PayBy refused or the order's state forbids it.",
      ),
    ),
    message: v.pipe(v.string(), v.description('One sentence that may be shown to a person.')),
  }),
});
