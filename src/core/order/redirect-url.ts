/** Where a page goes after an outcome: the addresses of `success-url` and `failure-url`. */

/** What the placeholders of an address stand for. */
export interface RedirectValues {
  /** The merchant's number of the order. */
  readonly merchantOrderNo: string;
  /** PayBy's number of the order; empty when it is not known. */
  readonly orderNo: string;
  /** The outcome: `paid`, `failed`, `cancelled`, `expired` or `revoked`. */
  readonly status: string;
}

/**
 * The absolute URL of a template with `{merchantOrderNo}`, `{orderNo}` and `{status}`, which are replaced URL-encoded.
 * `undefined` unless it is https, or http on the page's own origin: an order number goes nowhere in the clear, and a
 * `javascript:` address nowhere at all.
 *
 * @param base what a relative address is relative to: a `<base>` of the page may lie on another origin
 * @param origin the page's own
 */
export function redirectUrl(
  template: string,
  values: RedirectValues,
  base: string,
  origin: string,
): string | undefined {
  const address = template.replace(/\{(merchantOrderNo|orderNo|status)\}/g, (_, name: keyof RedirectValues) =>
    encodeURIComponent(values[name]),
  );
  try {
    const url = new URL(address, base);
    const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && url.origin === origin);
    return isSafe ? url.href : undefined;
  } catch {
    return undefined; // not a URL
  }
}
