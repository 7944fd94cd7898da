/** What a checkout reports to its page. The details are those of the events, field by field. */
import type {Failure, Phase, Success} from './checkout-machine.js';
import type {Problem} from '../errors.js';

/** `steady`; `retrying` after a failed request; `offline` when the browser is. Never an outcome. */
export type Connection = 'steady' | 'retrying' | 'offline';

/** The detail of `payby-ready`. */
export interface Ready {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's scene: `DYNQR`, `QRPAY`, `CASHTOPUP`, or another. */
  readonly paySceneCode: string;
}

/** The detail of `payby-change`. */
export interface Change {
  /** The phase now. */
  readonly phase: Phase;
  /** The phase before; the same when only the connection has changed. */
  readonly previous: Phase;
  /** The connection now. */
  readonly connection: Connection;
}

/** One event that is to be dispatched. */
export type CheckoutMessage =
  | {readonly kind: 'ready'; readonly detail: Ready}
  | {readonly kind: 'change'; readonly detail: Change}
  | {readonly kind: 'success'; readonly detail: Success}
  | {readonly kind: 'failure'; readonly detail: Failure}
  | {readonly kind: 'error'; readonly detail: Problem};
