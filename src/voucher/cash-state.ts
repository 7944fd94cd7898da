/** What a payment in cash says and where its payer stands, by the state of the order. */
import type {CheckoutState, StateWithOrder} from '../core/order/checkout-machine.js';
import type {Message, VoucherStrings} from '../i18n/strings.js';

/** The cashier scans the code, not the payer; and no cash may be handed over once the order may have expired. */
export function cashMessage(
  state: CheckoutState,
  strings: VoucherStrings,
  amount: string,
): Message | undefined {
  if (state.phase === 'scanned') return strings.scanned(amount);
  return state.phase === 'confirming' && state.why === 'ended' ? strings.ended : undefined;
}

/** The step to take now, from 0. Until the code is scanned it is unknown whether the payer has found a store. */
export function currentStep(state: StateWithOrder): number | undefined {
  switch (state.phase) {
    case 'waiting':
      return 0;
    case 'scanned':
      return 2;
    case 'confirming':
      return state.why === 'settling' ? 3 : undefined;
    case 'paid':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'revoked':
      return undefined;
  }
}
