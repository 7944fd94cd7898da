/** Applies the effect of a fault to a signed answer. */
import type {Clock} from 'payby-checkout/core';
import type {FaultEffect} from '../model/faults.js';

/** Longer than any merchant waits, ms. */
const TIMEOUT_MS = 120_000;
/** What `huge` adds to the answer, bytes. */
const HUGE_BYTES = 2 * 1024 * 1024;

/** An answer as PayBy would send it. */
export interface SignedAnswer {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<'Content-Type' | 'Content-Language' | 'Date' | 'sign', string>>;
}

export interface FaultResponseOptions {
  /** The time that really passes: advancing the gateway's clock does not shorten a timeout. */
  readonly realClock: Clock;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  /** Aborts when the gateway closes. */
  readonly signal: AbortSignal;
  /** Aborts when the merchant disconnects. */
  readonly caller: AbortSignal;
  /** Breaks the connection. */
  readonly disconnect: () => void;
}

/** What reaches the merchant instead of this answer. */
export function withFault(
  {body, headers}: SignedAnswer,
  effect: Exclude<FaultEffect, {readonly kind: 'refuse'}>,
  {realClock, sign, signal, caller, disconnect}: FaultResponseOptions,
): Response | Promise<Response> {
  switch (effect.kind) {
    case 'timeout':
      return realClock.sleep(TIMEOUT_MS, AbortSignal.any([signal, caller])).then(() => proxyPage(504));
    case 'lost':
      disconnect();
      return proxyPage(502); // for a test in the same process, which has no connection to break
    case 'http':
      return proxyPage(effect.status);
    case 'garbage':
      return signedText('<html>This is not JSON</html>', headers, sign);
    case 'huge':
      return signedText(`${body.toString('utf8')}${' '.repeat(HUGE_BYTES)}`, headers, sign);
    case 'wrong-signature':
      return new Response(body, {headers: {...headers, sign: sign(Buffer.from('another body'))}});
    case 'no-signature': {
      const {sign: _, ...unsigned} = headers;
      return new Response(body, {headers: unsigned});
    }
    case 'tampered':
      return new Response(tampered(body), {headers});
  }
}

const signedText = (
  text: string,
  headers: SignedAnswer['headers'],
  sign: (bytes: Uint8Array) => string,
): Response => new Response(text, {headers: {...headers, sign: sign(Buffer.from(text))}});

/** The answer of a proxy in front of PayBy, which cannot sign. */
const proxyPage = (status: number): Response =>
  new Response(`<html><h1>${String(status)}</h1></html>`, {status, headers: {'Content-Type': 'text/html'}});

/** The same bytes but for the last lower-case letter or digit. */
function tampered(body: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const changed = Buffer.from(body);
  const index = body.toString('latin1').search(/[0-9a-z][^0-9a-z]*$/);
  const byte = changed[index] ?? 0;
  changed[index] = byte === 0x30 ? 0x31 : byte - 1;
  return changed;
}
