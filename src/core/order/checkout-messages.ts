/** What a checkout has to tell its page. The details are those of the events, field by field. */
import type {Failure, Phase, Success} from './checkout-machine.js';
import type {Problem} from '../errors.js';

/** `retrying` after a failed question, `offline` when the browser says so. Never an outcome. */
export type Connection = 'steady' | 'retrying' | 'offline';

export interface Ready {
  readonly merchantOrderNo: string;
  readonly paySceneCode: string;
}

export interface Change {
  readonly phase: Phase;
  readonly previous: Phase;
  readonly connection: Connection;
}

export type Announcement =
  | {readonly kind: 'ready'; readonly detail: Ready}
  | {readonly kind: 'change'; readonly detail: Change}
  | {readonly kind: 'success'; readonly detail: Success}
  | {readonly kind: 'failure'; readonly detail: Failure}
  | {readonly kind: 'error'; readonly detail: Problem};
