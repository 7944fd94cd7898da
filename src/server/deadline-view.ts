import {html, nothing} from 'lit';
import {HOUR} from '../core/order/countdown.js';
import {dayAndTime, timeOfDay} from '../i18n/format.js';
import type {CheckoutStrings, VoucherStrings} from '../i18n/strings.js';
import type {Template} from '../shared/views/template.js';

export const UAE = 'Asia/Dubai';

export interface DeadlineModel {
  readonly checkout: CheckoutStrings;
  readonly voucher: VoucherStrings;
  /** When the order expires, ms since epoch; `undefined` for an order without an end. */
  readonly expiredTime: number | undefined;
  /** ms since epoch. */
  readonly now: number;
}

/**
 * In the place of the countdown, which only a script can count: the moment itself, by a clock that is named. As many
 * lines as the countdown has.
 */
export function deadlineView({checkout, voucher, expiredTime, now}: DeadlineModel): Template {
  if (expiredTime === undefined) return nothing;
  const label = html`<span class="muted">${voucher.payBefore}</span>`;
  return expiredTime - now > HOUR
    ? html`<p part="countdown" class="countdown">
        ${label}<br /><small
          ><bdi>${voucher.uaeTime(dayAndTime(checkout, expiredTime, {timeZone: UAE}, now))}</bdi></small
        >
      </p>`
    : html`<p part="countdown" class="countdown">
        ${label} <small><bdi>${voucher.uaeTime(timeOfDay(checkout, expiredTime, UAE))}</bdi></small>
      </p>`;
}
