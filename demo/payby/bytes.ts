/** Bodies as exact bytes: what is signed is what was sent, so nothing is decoded before it is verified. */
import {parseExactJson} from './exact-json.js';

export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
}

/** Everything the stream holds, or {@link TooManyBytes} as soon as it turns out to hold more than `limit`. */
export async function readBytes(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array> {
  if (!stream) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > limit) {
      await reader.cancel(); // the rest is not even received
      throw new TooManyBytes(`more than ${String(limit)} bytes`);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** The JSON value in these bytes, to the last digit. Throws a SyntaxError or a TypeError when they are no JSON in UTF-8. */
export const parseJson = (bytes: Uint8Array): unknown =>
  parseExactJson(new TextDecoder('utf-8', {fatal: true}).decode(bytes));

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
