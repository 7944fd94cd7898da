/** What it means that a payer closes a checkout before, or after, its outcome. */
import type {Connection} from './checkout-messages.js';
import type {Failure, FailureReason, Phase, Success} from './checkout-machine.js';

export interface ClosingFacts {
  readonly phase: Phase;
  readonly connection: Connection;
  /** The page was hidden since the code was shown: the payer may be in the app. */
  readonly wasHidden: boolean;
}

/** `ask`: a payment may be on its way, and its result would not be seen. */
export function closingOf({phase, connection, wasHidden}: ClosingFacts): 'close' | 'ask' {
  switch (phase) {
    case 'scanned':
    case 'confirming':
      return 'ask';
    case 'waiting':
      return connection === 'steady' && !wasHidden ? 'close' : 'ask';
    case 'idle':
    case 'invalid':
    case 'paid':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'revoked':
      return 'close';
  }
}

/** How a checkout ended for the page that has opened it. */
export type CheckoutResult =
  | {readonly reason: 'paid'; readonly detail: Success}
  | {readonly reason: FailureReason; readonly detail: Failure}
  /** Closed without an outcome. `isOpen`: the order may still be paid, or is being paid. */
  | {readonly reason: 'closed'; readonly isOpen: boolean};

/** @param detail of the last `payby-success` or `payby-failure`; `null` before an outcome */
export function resultOf(phase: Phase, detail: Success | Failure | null): CheckoutResult {
  if (detail === null) return {reason: 'closed', isOpen: phase !== 'idle' && phase !== 'invalid'};
  return 'reason' in detail ? {reason: detail.reason, detail} : {reason: 'paid', detail};
}
