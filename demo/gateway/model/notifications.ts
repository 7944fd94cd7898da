/** What the gateway notifies merchants of, and how its deliveries can be steered. */

/** One change of an order or refund to notify the merchant of. */
export interface NotificationContent {
  /** Where it is posted to. */
  readonly notifyUrl: string;
  /** The part of the body that says what happened. */
  readonly subject:
    | {readonly acquireOrder: object}
    | {readonly refundOrder: object}
    | {readonly acquireChargeback: object}
    | {readonly voidOrder: object};
  readonly merchantOrderNo: string;
  readonly refundMerchantOrderNo: string | undefined;
  /** The status of the order or refund at the time of the change. */
  readonly status: string;
}

/** How a notification is delivered: so many copies at once, only when it is released, or never. */
export type DeliveryMode =
  {readonly kind: 'send'; readonly copies: number} | {readonly kind: 'hold'} | {readonly kind: 'lose'};

/** PayBy's own way: one copy, at once. */
export const SEND_ONCE: DeliveryMode = {kind: 'send', copies: 1};

/** The order in which held notifications are released. */
export type ReleaseOrder = 'oldest-first' | 'newest-first';

/** What the control page and the simulators can do with notifications. */
export interface Notifications {
  /** Applies to every notification that has no mode of its own. Default: {@link SEND_ONCE}. */
  mode: DeliveryMode;
  /** How many notifications wait to be released. */
  readonly held: number;
  /** Delivers every notification that `act` causes in this mode. `undefined` changes nothing. */
  withDelivery<T>(mode: DeliveryMode | undefined, act: () => T): T;
  /** Sends the held notifications one after the other and resolves to their number. */
  release(order: ReleaseOrder): Promise<number>;
  /** Sends all notifications about an order once more, byte for byte, and resolves to their number. */
  repeat(merchantOrderNo: string): Promise<number>;
}
