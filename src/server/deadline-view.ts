import {html, nothing} from 'lit';
import {HOUR} from '../core/order/countdown.js';
import {dayAndTime, remaining, timeOfDay} from '../i18n/format.js';
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
 * In the place of the countdown, which only a script can count: the moment itself, by a clock that is named. It takes the
 * room that the countdown will take.
 */
export function deadlineView({checkout, voucher, expiredTime, now}: DeadlineModel): Template {
  if (expiredTime === undefined) return nothing;
  const left = expiredTime - now;
  const isSoon = left <= HOUR;
  const time = isSoon
    ? timeOfDay(checkout, expiredTime, UAE)
    : dayAndTime(checkout, expiredTime, {timeZone: UAE}, now);
  return html`<p part="countdown" class="countdown">
    <span class=${isSoon ? 'soon' : ''}
      ><span class="muted">${voucher.payBefore}</span> ${isSoon ? nothing : html`<br />`}<small
        ><bdi>${voucher.uaeTime(time)}</bdi></small
      ></span
    >
    <span class="room" aria-hidden="true"
      >${checkout.timeLeft} <bdi>${blank(remaining(checkout, left))}</bdi>${
        isSoon ? nothing : html`<br /><small>${blank(countdownDeadline(checkout, expiredTime, now))}</small>`
      }</span
    >
  </p>`;
}

/** As a countdown on a device in the Emirates writes it. */
const countdownDeadline = (checkout: CheckoutStrings, expiredTime: number, now: number): string =>
  checkout.payBefore(
    dayAndTime(checkout, expiredTime, {timeZone: UAE, timeZoneName: 'short', weekday: undefined}, now),
  );

/** As wide, but without a figure that a reader without styles could take for the time left. */
const blank = (text: string): string => text.replace(/\d/g, '\u2007');
