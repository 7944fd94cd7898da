/** Whether the text is an `https:` URL, as the browser parses it: surrounding blanks are allowed. */
export function isHttps(text: string): boolean {
  try {
    return new URL(text).protocol === 'https:';
  } catch {
    return false; // not a URL
  }
}
