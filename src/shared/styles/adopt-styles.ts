/** Styles that come with a part fetched later, into the shadow root that is there already. */

/** Tags a text as CSS, so that the build can take the blanks out of it. */
export const css = (text: TemplateStringsArray): string => text.join('');

/** Adds a sheet to a shadow root; a part calls it once. A strict CSP lets constructed sheets pass. */
export function addStyles(root: ShadowRoot, text: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    // Safari before 16.4 constructs no sheets
    const style = root.ownerDocument.createElement('style');
    style.textContent = text;
    root.append(style);
  }
}
