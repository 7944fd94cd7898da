/**
 * Money is a string with two decimals in this server ("25.00") and a JSON number in PayBy's API (25). Sums and
 * comparisons use whole fils as a bigint, never floating-point numbers.
 */
import type {Money} from 'payby-checkout/core';

/** PayBy's limit: up to 12 digits before the point and 2 after it. */
const AMOUNT = /^(0|[1-9]\d{0,11})(?:\.(\d{1,2}))?$/;

/**
 * The amount with two decimals, or `undefined` when PayBy could not carry it. Unlike the one of `payby-checkout/core`
 * it allows zero, which balances and refund sums need. Numbers must come from
 * `parseExactJson`, which returns none that was rounded.
 */
export function parseAmount(value: unknown): string | undefined {
  const written = typeof value === 'number' ? String(value) : value;
  const match = typeof written === 'string' ? AMOUNT.exec(written) : null;
  return match ? `${match[1] ?? '0'}.${(match[2] ?? '').padEnd(2, '0')}` : undefined;
}

/** Parses `{amount, currency}`; `undefined` when it is not money. */
export function parseMoney(value: unknown): Money | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {amount, currency} = value as {readonly amount?: unknown; readonly currency?: unknown};
  const parsed = parseAmount(amount);
  return parsed !== undefined && typeof currency === 'string' ? {amount: parsed, currency} : undefined;
}

/** Whole fils, hundredths of a dirham, of an amount from {@link parseAmount}: 2500n of "25.00". */
export const toFils = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** The amount of whole fils: "25.00" of 2500n. */
export function fromFils(fils: bigint): string {
  const digits = fils.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Money as PayBy's API has it: "12.10" becomes 12.1. This is exact, because an amount has at most 14 significant digits
 * and a double preserves 15.
 */
export const wireMoney = ({
  amount,
  currency,
}: Money): {readonly amount: number; readonly currency: string} => ({
  amount: Number(amount),
  currency,
});
