/** Asks the merchant's address for the partner stores, once. */

/** Thousands of rows are a megabyte or two. */
const MAX_BYTES = 8_000_000;

/** What the address answers, not read yet. Rejects for everything but JSON. */
export async function requestStores(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(new URL(address, document.baseURI), {
    headers: {accept: 'application/json'},
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    signal,
  });
  if (!response.ok) throw new Error(`the address of the stores answers ${response.status}`);
  const text = await response.text();
  if (text.length > MAX_BYTES) throw new Error(`the list of stores is larger than ${MAX_BYTES} bytes`);
  return JSON.parse(text);
}
