/** The whole screen for the cashier's eyes and scanner: white, the code as large as it goes, and nothing else. */
import {html, nothing, type TemplateResult} from 'lit';
import type {CheckoutStrings, VoucherStrings} from '../../i18n/strings.js';
import type {CashFacts} from '../voucher-model.js';
import {cashierCardView} from './cashier-card-view.js';
import type {Template} from '../../shared/views/template.js';
import {closeIcon, icon} from '../../shared/views/icons.js';
import {qrSvg} from '../../shared/views/qr-view.js';
import type {FullScreenView} from './voucher-view.js';

export interface FullScreenModel {
  readonly view: FullScreenView | undefined;
  readonly facts: CashFacts;
  readonly checkout: CheckoutStrings;
  readonly strings: VoucherStrings;
  readonly close: () => void;
  readonly closed: () => void;
}

export function fullScreenView({view, facts, checkout, strings, close, closed}: FullScreenModel): Template {
  const {qr, amount, cashier} = facts;
  if (view === undefined || !qr) return nothing;
  return html`<dialog
    class="full full-${view}"
    aria-label=${view === 'code' ? checkout.qrLabel(amount) : strings.showCashier}
    @close=${closed}
  >
    <button class="close" type="button" aria-label=${strings.close} @click=${close}>
      ${icon(closeIcon)}
    </button>
    <div class="sheet">
      <p class="amount"><bdi>${amount}</bdi></p>
      ${qrSvg(qr, checkout.qrLabel(amount))}
      ${view === 'cashier' ? cashierCardView(cashier) : numberView(facts)}
    </div>
  </dialog>`;
}

const numberView = ({order}: CashFacts): TemplateResult =>
  html`<p class="number"><bdi dir="ltr">${order.merchantOrderNo}</bdi></p>`;
