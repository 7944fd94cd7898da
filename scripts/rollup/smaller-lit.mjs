// What the CDN files have in place of Lit's module of styles: the same names, without its checks and sentences for the
// author of an element. 0.3 kB of brotli in each element.
const cssTag = `
export const supportsAdoptingStyleSheets =
  !!globalThis.ShadowRoot && 'adoptedStyleSheets' in Document.prototype && 'replace' in CSSStyleSheet.prototype;

export class CSSResult {
  constructor(cssText) {
    this._$cssResult$ = true; // by which another copy of Lit knows it
    this.cssText = cssText;
  }
  get styleSheet() {
    if (supportsAdoptingStyleSheets && !this.sheet) (this.sheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this.sheet;
  }
  toString() {
    return this.cssText;
  }
}
export const unsafeCSS = (text) => new CSSResult(String(text));
export const css = (strings, ...values) => new CSSResult(String.raw({raw: strings}, ...values));
export const getCompatibleStyle = (style) => style;

export function adoptStyles(root, styles) {
  if (supportsAdoptingStyleSheets) root.adoptedStyleSheets = styles.map((style) => style.styleSheet ?? style);
  else
    for (const {cssText} of styles) {
      const element = document.createElement('style');
      if (globalThis.litNonce) element.setAttribute('nonce', globalThis.litNonce);
      element.textContent = cssText;
      root.append(element);
    }
}`;

export const smallerLit = () => ({
  name: 'smaller-lit',
  transform(code, id) {
    if (!/@lit\/reactive-element\/node\/css-tag\.js$/.test(id.replaceAll('\\', '/'))) return null;
    const exports = /export\{(.*)\}/.exec(code)?.[1].replaceAll(/\w+ as /g, '');
    if (exports !== 'CSSResult,adoptStyles,css,getCompatibleStyle,supportsAdoptingStyleSheets,unsafeCSS')
      this.error('css-tag.js of Lit has other exports.');
    return {code: cssTag, map: null};
  },
});
