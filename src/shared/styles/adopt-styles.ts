/** Adds the styles of a code-split part to a shadow root or document that exists already. */

/** Tags a text as CSS, so that the build minifies it. */
export const css = (text: TemplateStringsArray): string => text.join('');

/** Adds a constructed style sheet, which a strict CSP allows; each call adds another one. */
export function adoptStyles(root: ShadowRoot | Document, text: string): void {
  const page = root instanceof ShadowRoot ? root.ownerDocument : root;
  try {
    const Sheet = page.defaultView?.CSSStyleSheet ?? CSSStyleSheet; // a document adopts only sheets of its own window
    const sheet = new Sheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    // Safari before 16.4 has no constructed style sheets
    const style = page.createElement('style');
    style.textContent = text;
    (root instanceof ShadowRoot ? root : page.head).append(style);
  }
}
