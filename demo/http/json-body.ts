/**
 * Reads request bodies: limited in size, and a JSON object or an error. Not `hono/body-limit`, which makes a new
 * `Request` of a chunked body: with @hono/node-server that fails unless the global `Request` is replaced.
 */
import type {Context} from 'hono';
import {isJsonObject, type JsonObject} from 'payby-checkout/core';
import {parseJson, readBytes, TooManyBytes} from '../payby/bytes.js';
import {HttpError} from './http-error.js';

const LARGEST_BODY = 64 * 1024; // bytes

/** The exact bytes of the body, as a signature needs them. */
export async function bodyBytes(c: Context): Promise<Uint8Array> {
  const tooLarge = new HttpError(413, 'body-too-large', 'The request is larger than 64 kB.');
  if (Number(c.req.header('content-length') ?? 0) > LARGEST_BODY) throw tooLarge;
  try {
    return await readBytes(c.req.raw.body, LARGEST_BODY);
  } catch (error) {
    // Otherwise its client has gone, which is no error of ours and has nobody to answer to.
    throw error instanceof TooManyBytes
      ? tooLarge
      : new HttpError(400, 'aborted', 'The request was aborted.');
  }
}

/** The JSON object in the body; no body at all counts as `{}`. */
export async function bodyObject(c: Context): Promise<JsonObject> {
  const bytes = await bodyBytes(c);
  if (bytes.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = parseJson(bytes);
  } catch {
    throw notJson(); // the parser's message would quote the body
  }
  if (!isJsonObject(parsed)) throw notJson();
  return parsed;
}

const notJson = (): HttpError => new HttpError(400, 'bad-json', 'The request is not a JSON object.');
