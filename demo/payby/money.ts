/**
 * Money is a decimal string with two decimals on our side ("25.00") and a JSON number on PayBy's wire (25).
 * No arithmetic is ever done on floats: sums and comparisons go through whole fils in a bigint.
 */
export interface Money {
  /** Always with two decimals: "25.00". */
  readonly amount: string;
  readonly currency: string;
}

/** PayBy's limit: up to 12 digits before the point and 2 after it. */
const AMOUNT = /^(0|[1-9]\d{0,11})(?:\.(\d{1,2}))?$/;

/**
 * The amount with two decimals, or `undefined` when it is not an amount that PayBy could carry. Zero is one. A number
 * is taken at its word only if it came through `parseExactJson`, which hands on no number that was rounded.
 */
export function parseAmount(value: unknown): string | undefined {
  const written = typeof value === 'number' ? String(value) : value;
  const match = typeof written === 'string' ? AMOUNT.exec(written) : null;
  return match ? `${match[1] ?? '0'}.${(match[2] ?? '').padEnd(2, '0')}` : undefined;
}

export function parseMoney(value: unknown): Money | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {amount, currency} = value as {readonly amount?: unknown; readonly currency?: unknown};
  const parsed = parseAmount(amount);
  return parsed !== undefined && typeof currency === 'string' ? {amount: parsed, currency} : undefined;
}

export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;

/** Fils are hundredths of a dirham. The amount is one that {@link parseAmount} gave. */
export const toFils = (amount: string): bigint => BigInt(amount.replace('.', ''));

export function fromFils(fils: bigint): string {
  const digits = fils.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * The JSON number of an amount. 14 significant digits are within the 15 that a double always gives back unchanged,
 * so reading the decimal and printing the shortest one that reads the same is exact: "12.10" is sent as 12.1.
 */
export const wireMoney = ({
  amount,
  currency,
}: Money): {readonly amount: number; readonly currency: string} => ({
  amount: Number(amount),
  currency,
});
