/** The order as the checkout tracks it: what other parts of the element may read and report, and nothing else. */
import type {Problem} from '../errors.js';
import type {CheckoutState} from './checkout-machine.js';

export interface TrackedOrder {
  readonly state: CheckoutState;
  /** Time until the order expires on the server's clock, ms, never below 0; `undefined` when it has no end. */
  readonly remaining: number | undefined;
  /** Dispatches `payby-error`: each code once per order. */
  reportProblem(problem: Problem): void;
}
