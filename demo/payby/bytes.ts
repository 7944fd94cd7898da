/** Bodies as exact bytes: what is signed is what was sent, so nothing is decoded before it is verified. */
import {parseExactJson} from './exact-json.js';

/** The stream holds more bytes than its reader allows. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
}

/** Reads the whole stream. Throws {@link TooManyBytes} once it has sent more than `limit` bytes. */
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
      await reader.cancel(); // the rest is not received
      throw new TooManyBytes(`more than ${String(limit)} bytes`);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** Parses JSON without rounding. Throws a SyntaxError or a TypeError when the bytes are not JSON in UTF-8. */
export const parseJson = (bytes: Uint8Array): unknown =>
  parseExactJson(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
