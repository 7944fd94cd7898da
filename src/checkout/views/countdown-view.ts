import {html, nothing} from 'lit';
import {HOUR} from '../../core/order/countdown.js';
import {moment, remaining} from '../../i18n/format.js';
import type {CheckoutStrings} from '../../i18n/strings.js';
import type {Template} from '../../shared/views/template.js';

export interface CountdownModel {
  readonly strings: CheckoutStrings;
  /** When the order expires, ms since epoch; `undefined` for an order without an end. */
  readonly expiredTime: number | undefined;
  readonly remainingMs: number | undefined;
  /** False until the code has been painted: the deadline, which takes long to format, follows. */
  readonly isPainted: boolean;
}

/** The room of "26 Nov, 12:58 pm GMT+4", about, so that nothing moves when that follows. */
const LATER = '00 000, 00:00 00 0000'.replace(/\d/g, '\u2007');

/** The time left, and the deadline where that is more than an hour. */
export function countdownView({strings, expiredTime, remainingMs, isPainted}: CountdownModel): Template {
  if (remainingMs === undefined || expiredTime === undefined) return nothing;
  const deadline = () =>
    strings.payBefore(isPainted ? moment(strings, expiredTime, expiredTime - remainingMs) : LATER);
  return html`<p part="countdown" class="countdown">
    <span class="muted">${strings.timeLeft}</span>
    <bdi role="timer">${remaining(strings, remainingMs)}</bdi>
    ${remainingMs > HOUR ? html`<br /><small class=${isPainted ? 'muted' : 'room'}>${deadline()}</small>` : nothing}
  </p>`;
}
