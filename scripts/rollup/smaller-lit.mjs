// Lit in the CDN files, without what the elements never use: the checks of its module of styles, directives, comments and
// raw text in templates, decorators, converters, default values, other copies of Lit. A version of Lit whose code differs
// stops the build. Consumers of the npm package have Lit as it is.

/** What the CDN files have in place of Lit's module of styles: the same names. */
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

/** By module: what is never used, how its minified code reads, and what stands there instead. */
const unused = {
  '@lit/reactive-element/node/reactive-element.js': [
    ['polyfills', ',u?.({ReactiveElement:g})'],
    ['the warning about several copies of Lit', ',(l.reactiveElementVersions??=[]).push("2.1.2")'],
    ['decorators', 'Symbol.metadata??=Symbol("metadata"),l.litPropertyMetadata??=new WeakMap;'],
    [
      'decorators',
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
    ],
    ['initializers', 'static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}'],
    ['initializers', ',void 0!==t.l&&(this.l=[...t.l])'],
    ['initializers', ',this.constructor.l?.forEach(t=>t(this))'],
    ['symbols as names of properties', '[...n(t),...a(t)]', 'n(t)'],
    ['properties without an attribute, of an element only', 's.state&&(s.attribute=!1),'],
    [
      'converters',
      'h="function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:b',
      'h=b',
    ],
    ['converters', '(void 0!==i.converter?.toAttribute?i.converter:b)', 'b'],
    [
      'default values',
      'const r=h.fromAttribute(s,t.type);this[e]=r??this._$Ej?.get(e)??r',
      'this[e]=h.fromAttribute(s,t.type)',
    ],
    [
      'default values, comparisons',
      '!((i.hasChanged??m)(h,s)||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i)))',
      '!m(h,s)',
    ],
    [
      'default values',
      'C(t,s,{useDefault:i,reflect:e,wrapped:h},r){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}',
      'C(t,s,{reflect:e}){this._$AL.has(t)||(this.hasUpdated||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t)}',
    ],
  ],
  'lit-html/node/lit-html.js': [
    [
      'polyfills, the warning about several copies of Lit',
      ',j=t.litHtmlPolyfillSupport;j?.(S,R),(t.litHtmlVersions??=[]).push("3.3.3");const B=',
      ',B=',
    ],
    ['MathML', ':3===i?"<math>":""', ':""'],
    ['MathML', ':3===i?"</math>":""', ':""'],
    ['MathML', '2===i||3===i', '2===i'],
    ['raw text', '(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p)', '(c=p)'],
    ['raw text', 'c=n??v', 'c=v'],
    ['raw text', '(c=p,n=void 0)', 'c=p'],
    [
      'raw text',
      'if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}',
    ],
    [
      'values in comments',
      'else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}',
    ],
    ['values as attributes', 'else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t));'],
    [
      'values as attributes',
      ':1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new W(h,this,t))',
      ':i=new r.ctor(h,r.name,r.strings,this,t)',
    ],
    ['another document', '(t?.creationScope??l)', 'l'],
    ['directives', 't=M(this,t,i),a(t)?', 'a(t)?'],
    ['no change', 't!==this._$AH&&t!==E&&this._(t)', 't!==this._$AH&&this._(t)'],
    ['directives, no change', 't=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E', 'o=!a(t)||t!==this._$AH'],
    ['directives, no change', 'r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),', 'r=e[s+n],'],
    ['directives, no change', 'if((t=M(this,t,i,0)??A)===E)return;', 't??=A;'],
    ['directives', 'this._$AP?.(!1,!0,s)'],
    ['directives', 'setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}'],
    ['directives', 'get _$AU(){return this._$AM?._$AU??this._$Cv}'],
    ['directives', ',this._$Cv=e?.isConnected??!0'],
    [
      'directives',
      'get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t)',
      'u(t)',
    ],
    ['directives', 'get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}'],
    [
      'directives',
      'get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}',
    ],
    [
      'compiled templates',
      'const{values:i,_$litType$:s}=t,e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s);',
      'const{values:i}=t,e=this._$AC(t);',
    ],
    ['directives', 'constructor(t,i){this._$AV=[],this._$AN=void 0,', 'constructor(t,i){this._$AV=[],'],
    ['directives', 'this.type=2,this._$AH=A,this._$AN=void 0,', 'this._$AH=A,'],
    ['directives', 'this.type=1,this._$AH=A,this._$AN=void 0,', 'this._$AH=A,'],
    ['directives', 'class I extends H{constructor(){super(...arguments),this.type=3}', 'class I extends H{'],
    ['directives', 'class L extends H{constructor(){super(...arguments),this.type=4}', 'class L extends H{'],
    ['directives', 'constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}'],
  ],
  'lit-element/lit-element.js': [
    [
      'polyfills',
      ',s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});',
      ';',
    ],
    ['the warning about several copies of Lit', '(s.litElementVersions??=[]).push("4.2.2");'],
    ['the warning about several copies of Lit', 'i._$litElement$=!0,'],
    ['directives', 'this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),'],
    [
      'directives',
      'connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}',
    ],
    ['directives', 'this._$Do=e(r,', 'e(r,'],
    ['directives', ',this._$Do=void 0'],
  ],
};

/** How a source would use what is left out. */
const uses =
  /lit(-html|-element)?\/(async-)?(directive|decorators|static-html)|\bnoChange\b|\bmathml\b|\b(useDefault|hasChanged|converter):|\bstate: true\b|<(textarea|title)\b|\baddInitializer\b/;

export const smallerLit = () => ({
  name: 'smaller-lit',
  transform(code, id) {
    const path = id.replaceAll('\\', '/');
    if (path.endsWith('@lit/reactive-element/node/css-tag.js')) {
      const exports = /export\{(.*)\}/.exec(code)?.[1].replaceAll(/\w+ as /g, '');
      if (exports !== 'CSSResult,adoptStyles,css,getCompatibleStyle,supportsAdoptingStyleSheets,unsafeCSS')
        this.error('css-tag.js of Lit has other exports.');
      return {code: cssTag, map: null};
    }
    const use = /\/src\/(?!i18n\/).*\.ts$/.test(path) && uses.exec(code)?.[0];
    if (use)
      this.error(
        `The CDN files leave out what this needs of Lit: ${use}. See scripts/rollup/smaller-lit.mjs.`,
      );
    const module = Object.keys(unused).find((name) => path.endsWith(`node_modules/${name}`));
    if (module === undefined) return null;
    let smaller = code;
    for (const [what, before, after = ''] of unused[module]) {
      if (smaller.split(before).length !== 2)
        this.error(
          `${module}: ${what}: the code is there ${smaller.split(before).length - 1} times: ${before}`,
        );
      smaller = smaller.replace(before, () => after);
    }
    return {code: smaller, map: null};
  },
});
