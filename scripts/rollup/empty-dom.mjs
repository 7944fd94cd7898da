// Lit's build for Node runs in browsers too, and lets a server import a CDN file without an error. Of the DOM that it
// takes from @lit-labs/ssr-dom-shim it uses two names only, for which empty ones are enough.
const shim = '@lit-labs/ssr-dom-shim';

export const emptyDom = () => ({
  name: 'empty-dom',
  resolveId: (id) => (id === shim ? `\0${shim}` : null),
  load: (id) =>
    id === `\0${shim}`
      ? 'export class HTMLElement {}\nexport const customElements = {get() {}, define() {}};'
      : null,
});
