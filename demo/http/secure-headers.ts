/** What every answer tells the browser about what it may do with it. */
import type {MiddlewareHandler} from 'hono';

const headers = {
  // Styles may stand in attributes, since elements place themselves; scripts come from files of this server only.
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'", // the reader of the cashier's camera, where the browser has none
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  // An order's number in an address is the payer's own.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Where the world comes by https, browsers are told to come no other way for a year. */
export const secureHeaders =
  (isHttps: boolean): MiddlewareHandler =>
  async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (isHttps) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000');
  };
