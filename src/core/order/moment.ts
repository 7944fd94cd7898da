/**
 * The one parser of moments, for every entry: orders, statuses, answers to actions, stored vouchers, other tabs. A moment
 * that cannot be one is never believed, because a deadline in seconds would be a false "expired", and a clock in
 * seconds would show a code that has expired.
 */
import type {Issue} from '../errors.js';
import {isPresent} from './payload.js';

/**
 * September 2001 and the end of 2099. As milliseconds, seconds and zero lie before, micro- and nanoseconds after, and
 * all moments between have 13 digits.
 */
const EARLIEST_MS = 1e12;
const END_MS = 4_102_444_800_000;

/** Whether the value is a whole number of milliseconds since 1970, and no other unit by its size. */
export const isMoment = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= EARLIEST_MS && (value as number) < END_MS;

/**
 * A moment in ms since epoch, also as digits in a string (some JSON libraries quote long integers). `undefined` when it
 * is missing, and when it cannot be a moment: the latter is added to `issues` under `path`.
 */
export function parseMoment(value: unknown, path: string, issues: Issue[]): number | undefined {
  if (!isPresent(value)) return undefined;
  const ms = typeof value === 'string' && /^\d{13}$/.test(value) ? Number(value) : value;
  if (isMoment(ms)) return ms;
  issues.push({path, message: 'is not a time in milliseconds since 1970'});
  return undefined;
}
