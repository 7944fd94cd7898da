/** Copies a text: by the clipboard, or by a selection where it is missing or refused, as on pages without https:. */

/**
 * Rejects where neither works.
 * @param beside older browsers copy a selection, which must be rendered: it is, for a moment, after this element
 */
export async function copyText(text: string, beside: Element): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    if (!copySelected(text, beside)) throw new Error('This browser does not copy.', {cause});
  }
}

function copySelected(text: string, beside: Element): boolean {
  const focused = beside instanceof HTMLButtonElement ? beside : document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true; // otherwise a phone opens its keyboard
  field.style.position = 'fixed';
  field.style.opacity = '0';
  field.ariaHidden = 'true';
  beside.after(field);
  field.select();
  // Deprecated, but the only way in older browsers
  const page: {execCommand?: (command: string) => boolean} = document;
  const isCopied = page.execCommand?.('copy') ?? false;
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
