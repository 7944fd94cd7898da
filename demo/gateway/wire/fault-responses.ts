/** Answers as the world can spoil them: a signed answer goes in, what reaches the merchant comes out. */
import type {Clock} from '../../payby/clock.js';
import type {Disturbance} from '../control/faults.js';

/** Longer than any merchant waits. */
const SILENCE_MS = 120_000;
const HUGE = 2 * 1024 * 1024; // bytes

export interface SignedAnswer {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<'Content-Type' | 'Content-Language' | 'Date' | 'sign', string>>;
}

export interface Surroundings {
  readonly patience: Clock;
  /** Makes the `sign` header of exactly these bytes. */
  readonly sign: (bytes: Uint8Array) => string;
  /** Ends when the gateway closes. */
  readonly signal: AbortSignal;
  /** Ends when the merchant hangs up. */
  readonly caller: AbortSignal;
  /** Breaks the connection. */
  readonly hangUp: () => void;
}

export function disturbed(
  {body, headers}: SignedAnswer,
  disturbance: Exclude<Disturbance, {readonly kind: 'refuse'}>,
  {patience, sign, signal, caller, hangUp}: Surroundings,
): Response | Promise<Response> {
  switch (disturbance.kind) {
    case 'timeout':
      return patience.sleep(SILENCE_MS, AbortSignal.any([signal, caller])).then(() => proxyPage(504));
    case 'lost':
      hangUp();
      return proxyPage(502); // for whoever listens without a connection, as a test within the process does
    case 'http':
      return proxyPage(disturbance.status);
    case 'garbage':
      return signedText('<html>PayBy is having a rest</html>', headers, sign);
    case 'huge':
      return signedText(`${body.toString('utf8')}${' '.repeat(HUGE)}`, headers, sign);
    case 'wrong-signature':
      return new Response(body, {headers: {...headers, sign: sign(Buffer.from('another body'))}});
    case 'no-signature': {
      const {sign: _, ...unsigned} = headers;
      return new Response(body, {headers: unsigned});
    }
    case 'tampered':
      return new Response(tamperedWith(body), {headers});
  }
}

const signedText = (
  text: string,
  headers: SignedAnswer['headers'],
  sign: (bytes: Uint8Array) => string,
): Response => new Response(text, {headers: {...headers, sign: sign(Buffer.from(text))}});

/** A proxy in front of PayBy that knows nothing of signatures. */
const proxyPage = (status: number): Response =>
  new Response(`<html><h1>${String(status)}</h1></html>`, {status, headers: {'Content-Type': 'text/html'}});

/** One byte is another one: the last digit of whatever number comes last, or the last letter. */
function tamperedWith(body: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const changed = Buffer.from(body);
  const index = body.toString('latin1').search(/[0-9a-z][^0-9a-z]*$/);
  const byte = changed[index] ?? 0;
  changed[index] = byte === 0x30 ? 0x31 : byte - 1;
  return changed;
}
