/** The code over the whole screen for the cashier's scanner: on white, as large as the screen allows. */
import {html, nothing, type TemplateResult} from 'lit';
import type {CheckoutStrings, VoucherStrings} from '../../i18n/strings.js';
import type {FullScreenView, VoucherData} from '../voucher-model.js';
import {cashierCardsView} from './cashier-cards-view.js';
import type {Template} from '../../shared/views/template.js';
import {closeIcon, icon} from '../../shared/views/icons.js';
import {qrSvg, readable} from '../../shared/views/qr-view.js';

export interface FullScreenModel {
  readonly view: FullScreenView | undefined;
  readonly data: VoucherData;
  readonly checkout: CheckoutStrings;
  readonly strings: VoucherStrings;
  readonly close: () => void;
  readonly closed: () => void;
}

export function fullScreenView({view, data, checkout, strings, close, closed}: FullScreenModel): Template {
  const {qr, amount, cashierCards} = data;
  if (view === undefined || !qr) return nothing;
  return html`<dialog
    class="full full-${view}"
    aria-label=${view === 'code' ? checkout.qrLabel(amount) : strings.showCashier}
    @close=${closed}
  >
    <button class="close" type="button" aria-label=${strings.close} @click=${close}>
      ${icon(closeIcon)}
    </button>
    <div class="sheet" .style=${readable(qr)}>
      <p class="amount"><bdi>${amount}</bdi></p>
      ${qrSvg(qr, checkout.qrLabel(amount))}
      ${view === 'cashier' ? cashierCardsView(cashierCards) : numberView(data)}
    </div>
  </dialog>`;
}

const numberView = ({order}: VoucherData): TemplateResult =>
  html`<p class="number"><bdi dir="ltr">${order.merchantOrderNo}</bdi></p>`;
