/** Amounts and times as people of a language write them. */
import {HOUR, timeLeft} from '../core/order/countdown.js';
import type {Money} from '../core/order/money.js';
import type {CheckoutStrings} from './strings.js';

type Format = Pick<CheckoutStrings, 'format'>;

/**
 * "AED 1,225.00", from the text of the amount: exact, and without `Intl.NumberFormat`, which takes longer to build than
 * the whole first render. Each language has its own pattern; a test compares them with `Intl`.
 */
export const money = (strings: Pick<CheckoutStrings, 'money'>, {amount, currency}: Money): string =>
  strings.money(amount.replace(/\B(?=(\d{3})+\.)/g, ','), currency);

/** "14:59" under an hour, else in words. */
export function remaining({longTime}: CheckoutStrings, ms: number): string {
  const left = timeLeft(ms);
  if (ms > HOUR) return longTime(left);
  const minutes = left.minutes + 60 * left.hours;
  return `${minutes}:${String(left.seconds).padStart(2, '0')}`;
}

/** By way of writing and offset of the device: building one takes milliseconds, which no render and no tick has. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(format: string, options: Intl.DateTimeFormatOptions, ms: number): Intl.DateTimeFormat {
  // A formatter keeps the zone of the device that it was built with; a journey changes it
  const key = JSON.stringify([format, options, new Date(ms).getTimezoneOffset()]);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(format, options);
  formatters.set(key, known);
  return known;
}

/**
 * A moment as its language writes it. Urdu writes "2:05 PM GMT+5" in Latin letters: without the mark its hours would
 * stand on the wrong side of them, next to those of the zone.
 */
const written = (format: string, options: Intl.DateTimeFormatOptions, ms: number): string =>
  formatter(format, options, ms)
    .format(ms)
    .replace(/([\u0600-\u06ff] )(?=[\d:]+\s[AP]M)/, '$1\u200e');

/** The year, if it is another than now: a voucher that is read in January must not name a day of the wrong year. */
const yearOf = (ms: number, now: number, timeZone?: string): Intl.DateTimeFormatOptions =>
  ms === now || yearIn(ms, timeZone) === yearIn(now, timeZone) ? {} : {year: 'numeric'};

const yearIn = (ms: number, timeZone?: string): string | number =>
  timeZone ? formatter('en', {year: 'numeric', timeZone}, 0).format(ms) : new Date(ms).getFullYear();

/** A moment with its date and the zone named: "23 Nov, 14:05 GMT+4", and "2 Jan 2027, 14:05 GMT+4" in another year. */
export const moment = ({format}: Format, ms: number, now = ms): string =>
  written(
    format,
    {
      ...{day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZoneName: 'short'},
      ...yearOf(ms, now),
    },
    ms,
  );

/** A time of day by the clock of a zone: "2:05 pm". */
export const timeOfDay = ({format}: Format, ms: number, timeZone: string): string =>
  written(format, {hour: 'numeric', minute: '2-digit', timeZone}, ms);

const HALF_A_DAY = 12 * HOUR;

/** When something happened, with its day unless that was a few hours ago: "7:04 PM", "Sun, 29 Nov, 7:04 PM". */
export const since = (strings: Format, ms: number, now: number): string =>
  now - ms < HALF_A_DAY
    ? written(strings.format, {hour: 'numeric', minute: '2-digit'}, ms)
    : dayAndTime(strings, ms, {}, now);

/**
 * A day and a time on a voucher, "Mon, 23 Nov, 2:05 pm", and with its year if that is another than now: by the device's
 * clock, or that of another zone.
 */
export const dayAndTime = (
  {format}: Format,
  ms: number,
  zone: Pick<Intl.DateTimeFormatOptions, 'timeZone' | 'timeZoneName' | 'weekday'> = {},
  now = ms,
): string =>
  written(
    format,
    {
      ...{weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit'},
      ...yearOf(ms, now, zone.timeZone),
      ...zone,
    },
    ms,
  );
