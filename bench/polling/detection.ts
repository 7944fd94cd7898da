/** How long after a payment the page showed it, and what the payer saw of that. */
import type {Checkout} from './checkouts.js';

export interface Detection {
  /** `visible`: the page was seen all the while. `returned`: it was hidden at some time between the two. */
  readonly kind: 'visible' | 'returned';
  /** From the payment, or from the last return after it, until the page showed it; 0 when detected while hidden, ms. */
  readonly delayMs: number;
}

export function detection({paidAt, hidden}: Checkout, detectedAt: number): Detection {
  const between = hidden.filter(({from, to}) => from <= detectedAt && to > paidAt).at(-1);
  return between
    ? {kind: 'returned', delayMs: Math.max(0, detectedAt - between.to)}
    : {kind: 'visible', delayMs: detectedAt - paidAt};
}

/** The value that `share` of the values do not exceed; `NaN` where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
