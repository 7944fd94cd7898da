/** What an embedded checkout sends to its host. Every message is sent with `payby: 1`. */
import type {Change, Connection, Ready} from '../order/checkout-messages.js';
import type {Failure, Phase, Success} from '../order/checkout-machine.js';
import type {MerchantAction} from '../order/actions.js';
import type {ProblemDetail} from '../errors.js';
import type {IgnoredReason} from './commands.js';

export type BridgeMessage =
  /** The checkout has been loaded, and can be sent an order. */
  | {readonly type: 'loaded'; readonly versions: readonly number[]}
  /** The answer to `hello`. `version` is the one that both speak; `null` when there is none. */
  | {
      readonly type: 'welcome';
      readonly version: number | null;
      readonly phase: Phase;
      readonly connection: Connection;
      readonly result: Success | Failure | null;
    }
  /** The events of the element, with their details. */
  | {readonly type: 'ready'; readonly detail: Ready}
  | {readonly type: 'change'; readonly detail: Change}
  | {readonly type: 'success'; readonly detail: Success}
  | {readonly type: 'failure'; readonly detail: Failure}
  | {readonly type: 'error'; readonly detail: ProblemDetail}
  /** The payer requests something of the merchant: send `answer` with the same `id`. */
  | {readonly type: 'action'; readonly id: number; readonly action: MerchantAction}
  /** Open this address: an app link, or PayBy's page. */
  | {readonly type: 'open-url'; readonly url: string}
  /** The height that the checkout needs, CSS px. */
  | {readonly type: 'size'; readonly height: number}
  /** The answer to `back`: whether a dialog was closed. If not, the host may leave. */
  | {readonly type: 'back'; readonly handled: boolean}
  /** The answer to `close`. `isOpen`: the order can still be paid, or its payment is being confirmed. */
  | {readonly type: 'closed'; readonly isOpen: boolean}
  /** Messages of the host that were not read; sent for the first one of each kind. */
  | {readonly type: 'ignored'; readonly reason: IgnoredReason};
