/**
 * Money is a decimal string and a currency. It is compared as text and never passes through floating point
 * arithmetic. PayBy's limits: at most 12 digits before and 2 after the point, more than nothing.
 */
import type {Issue} from '../errors.js';
import {isPayload, isPresent, type Payload} from './payload.js';

/** An amount of money, exact. */
export interface Money {
  /** Two decimals always: "25.00". */
  readonly amount: string;
  /** ISO 4217, for now always "AED". */
  readonly currency: string;
}

/**
 * Parses `{amount: "12.3" | 12.3, currency: "AED"}`; what is wrong is added to `issues` under `path`.
 *
 * @param known what a missing field means
 */
export function parseMoney(input: unknown, path: string, issues: Issue[], known?: Money): Money | undefined {
  const fields: Payload = isPayload(input) ? input : {};
  const otherwise = fields === input || !isPresent(input) ? known : undefined;
  const amount = isPresent(fields['amount']) ? fields['amount'] : otherwise?.amount;
  const currency = isPresent(fields['currency']) ? fields['currency'] : otherwise?.currency;
  const decimal = parseAmount(amount);
  if (!decimal)
    issues.push({path: `${path}.amount`, message: 'is not a positive amount of at most 12.2 digits'});
  if (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency))
    return decimal ? {amount: decimal, currency} : undefined;
  issues.push({path: `${path}.currency`, message: 'is not a currency code such as AED'});
  return undefined;
}

/** "12.3" and 12.3 become "12.30"; zero, negative amounts, exponents and third decimals become `undefined`. */
export function parseAmount(input: unknown): string | undefined {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined;
  const [, whole, cents = ''] = /^0*(\d{1,12})(?:\.(\d{1,2}))?$/.exec(String(input)) ?? [];
  if (whole === undefined) return undefined;
  const amount = `${whole}.${cents.padEnd(2, '0')}`;
  return amount === '0.00' ? undefined : amount;
}

/** True for the same amount in the same currency. Amounts are compared as text. */
export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;
