/** The security headers of every response. */
import type {MiddlewareHandler} from 'hono';
import {secureHeaders} from 'hono/secure-headers';

/** With an https public address, Strict-Transport-Security makes browsers use only https for a year. */
export const securityHeaders = (isHttps: boolean): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"], // the reader of a till's camera, where the browser has none
      imgSrc: ["'self'", 'data:', 'blob:'],
      styleSrc: ["'self'", "'unsafe-inline'"], // elements place themselves by style attributes
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
    referrerPolicy: 'no-referrer', // an order's number in an address is the payer's own
    strictTransportSecurity: isHttps ? 'max-age=31536000' : false,
  });
