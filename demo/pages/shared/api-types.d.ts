/** The merchant's HTTP interface as the pages use it; `openapi.json` describes the whole of it. Times are ms since epoch. */

export type Scene = 'DYNQR' | 'QRPAY' | 'CASHTOPUP';
export type OrderStatusWord = 'CREATED' | 'PAID_SUCCESS' | 'SETTLED' | 'FAILURE';

/** `amount` is a decimal string, such as "25.00". */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export interface Sku extends Money {
  readonly sku: string;
  readonly title: string;
  readonly titleAr: string;
  readonly paySceneCode: Scene;
}

/** An order as the server hands it to a checkout. */
export interface CreatedOrder {
  readonly merchantOrderNo: string;
  readonly orderNo?: string;
  readonly paySceneCode: Scene;
  /** What was bought; absent when a till has named an amount. */
  readonly sku?: string;
  /** For whom the coins are. */
  readonly player?: string;
  readonly tokenUrl?: string;
  readonly totalAmount: Money;
  readonly subject?: string;
  readonly subjectAr?: string;
  readonly expiredTime?: number;
  readonly requestTime?: number;
  readonly status?: OrderStatusWord;
  readonly revoked?: boolean;
  /** Of a paid order. */
  readonly paymentInfo?: {readonly paidAmount: Money; readonly paidTime: number};
}

/** The coins of one order in the game's ledger. */
export interface OrderCoins {
  readonly coins: number;
  /** How many of them are with the player now: all, or none. */
  readonly credited: number;
  readonly player?: string;
  /** All coins of the player. */
  readonly balance?: number;
}

export interface OrderStatus {
  readonly merchantOrderNo: string;
  readonly status: OrderStatusWord;
  readonly revoked: boolean;
}

/** Either the SKU, or an amount, which needs a till's session. */
export interface NewOrder {
  readonly paySceneCode: Scene;
  readonly sku?: string;
  readonly amount?: string;
  /** For coins: the player who gets them. */
  readonly player?: string;
  readonly subject?: string | undefined;
  readonly subjectAr?: string | undefined;
  /** The customer's payment code, for QRPAY. */
  readonly authCode?: string;
  /** Chosen by the page where the answer may get lost. */
  readonly merchantOrderNo?: string;
}

export interface SentMessage {
  /** Only the last digits are readable. */
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  readonly sentTime: number;
}

export interface Refund extends Money {
  readonly refundMerchantOrderNo: string;
  readonly reason?: string;
  /** `REQUESTED` until PayBy has answered, `REFUSED` when it said no, else PayBy's own word. */
  readonly status: string;
  readonly requestedAt: number;
}

/** An order as staff see it. */
export interface StaffOrder {
  readonly merchantOrderNo: string;
  readonly orderNo?: string;
  readonly paySceneCode: Scene;
  readonly subject?: string;
  readonly subjectAr?: string;
  readonly totalAmount: Money;
  readonly requestTime: number;
  readonly expiredTime: number;
  readonly status: OrderStatusWord;
  readonly revoked: boolean;
  readonly failCode?: string;
  readonly failDes?: string;
  readonly paymentInfo?: {readonly paidAmount: Money; readonly paidTime: number};
  readonly payer?: {readonly mobileNumberMask: string};
  readonly placement: 'pending' | 'unknown' | 'found' | 'placed' | 'refused' | 'absent';
  readonly isBeingCancelled: boolean;
  readonly refundedAmount: string;
  readonly refundableAmount: string;
  readonly refunds: readonly Refund[];
}

export interface OrderEvent {
  readonly at: number;
  readonly kind: string;
  readonly by: 'payby' | 'staff' | 'till' | 'payer' | 'reconciler';
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Something that a person has to look into. */
export interface Alert {
  readonly id: number;
  readonly kind: string;
  readonly merchantOrderNo?: string;
  readonly message: string;
  readonly raisedAt: number;
}

export interface OrderDetails {
  readonly order: StaffOrder;
  readonly timeline: readonly OrderEvent[];
  /** Of an order for coins. */
  readonly coins?: OrderCoins;
}

/** What a member of staff can do with an order. */
export type StaffAction = 'refund' | 'revoke' | 'cancel';

export interface StaffActionAnswer {
  readonly order: StaffOrder;
  /** Only for a refund. */
  readonly refund?: Omit<Refund, 'reason' | 'requestedAt'>;
}

/** An order as the simulated app and POS show it. */
export interface GatewayOrder extends Money {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
  readonly subject?: string;
  readonly paySceneCode: Scene;
  readonly needsPassword: boolean;
}

/** A QR code that is on some screen now. */
export interface NearbyCode extends Money {
  readonly tokenUrl: string;
  readonly merchantOrderNo: string;
  readonly subject?: string;
  readonly paySceneCode: Scene;
}

/** An SVG with its width in modules, quiet zone included. */
export interface CodePicture {
  readonly svg: string;
  readonly modules: number;
}

/** The customer's own payment code, with its end and its two pictures. */
export interface OwnCode {
  readonly authCode: string;
  readonly expiresAt: number;
  readonly barcode: CodePicture;
  readonly qr: CodePicture;
}

/** A message that PayBy has sent to a phone. */
export interface PhoneMessage {
  readonly kind: 'how-to-pay' | 'paid';
  /** Masked. */
  readonly to: string;
  readonly merchantOrderNo: string;
  readonly subject: string;
  readonly subjectAr?: string;
  readonly totalAmount: Money;
  readonly expiredTime: number;
  /** Of a message about how to pay. */
  readonly tokenUrl?: string;
  readonly sentTime: number;
}

export interface PosState {
  readonly store: string;
  readonly balance: string;
  readonly currency: string;
  readonly payments: readonly StorePayment[];
}

/** A cash payment, in the currency of the POS. */
export interface StorePayment {
  readonly merchantOrderNo: string;
  readonly amount: string;
  readonly paidTime: number;
}

/** GET. */
export interface Read {
  (path: '/api/skus'): Promise<{skus: readonly Sku[]}>;
  (path: '/api/outbox'): Promise<{messages: readonly SentMessage[]}>;
  (path: '/api/admin/alerts'): Promise<{alerts: readonly Alert[]}>;
  (path: `/api/admin/orders?${string}`): Promise<{orders: readonly StaffOrder[]}>;
  (path: `/api/admin/orders/${string}`): Promise<OrderDetails>;
  (path: `/api/orders/${string}/status`): Promise<OrderStatus>;
  (path: `/api/orders/${string}/coins`): Promise<OrderCoins>;
  (path: `/api/orders/${string}`): Promise<CreatedOrder>;
  (path: '/gateway/app/codes'): Promise<{codes: readonly NearbyCode[]}>;
  (path: '/gateway/app/messages'): Promise<{messages: readonly PhoneMessage[]}>;
  (path: '/gateway/app/requests'): Promise<{orders: readonly GatewayOrder[]}>;
  (path: '/gateway/pos'): Promise<PosState>;
}

/** POST. */
export interface Send {
  (path: '/api/login', body: {password: string}): Promise<object>;
  (path: '/api/orders', body: NewOrder): Promise<CreatedOrder>;
  (path: `/api/orders/${string}/cancel`): Promise<OrderStatus>;
  (path: `/api/orders/${string}/guide`, body: {phone: string | undefined}): Promise<object>;
  (
    path: '/api/login/till' | '/api/logout' | '/api/logout-all' | `/api/admin/alerts/${number}/acknowledge`,
  ): Promise<object>;
  (path: `/api/admin/orders/${string}/${StaffAction}`, body: object): Promise<StaffActionAnswer>;
  (path: '/gateway/app/code'): Promise<OwnCode>;
  (path: '/gateway/app/code/state', body: {authCode: string}): Promise<{state: 'valid' | 'used' | 'expired'}>;
  (path: '/gateway/app/scan', body: {tokenUrl: string}): Promise<{order: GatewayOrder}>;
  (path: '/gateway/app/pay', body: {orderNo: string; password?: string}): Promise<object>;
  (path: '/gateway/app/refuse', body: {orderNo: string}): Promise<object>;
  (
    path: '/gateway/pos/scan',
    body: {tokenUrl: string},
  ): Promise<{order: GatewayOrder; scannedBefore: boolean}>;
  (path: '/gateway/pos/pay', body: {orderNo: string; password: string}): Promise<{balance: string}>;
  (path: '/gateway/pos/balance', body: {amount: string}): Promise<{balance: string}>;
}
