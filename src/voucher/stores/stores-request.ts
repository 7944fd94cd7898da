/** Requests the partner stores from `stores-url`. */

/** Thousands of rows are a megabyte or two. */
const MAX_BYTES = 8_000_000;

/** The JSON as it is, not parsed into stores yet. Rejects for everything but JSON. */
export async function requestStores(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(new URL(url, document.baseURI), {
    headers: {accept: 'application/json'},
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    signal,
  });
  if (!response.ok) throw new Error(`stores-url responds with ${response.status}.`);
  const text = await response.text();
  if (text.length > MAX_BYTES) throw new Error(`stores-url responds with more than ${MAX_BYTES} bytes.`);
  return JSON.parse(text);
}
