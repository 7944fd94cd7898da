// A lazy part only writes templates; the element renders them, with the Lit of its own file. A template is a plain
// object on which two copies of Lit agree, so a part needs no renderer. Measured: importing `lit` would add 4.9 kB of
// brotli to the voucher (7.2 kB then) and to the stores (3.8 kB), and 2.3 kB to the camera, which needs lit-html only.
const templates = `
const tag = (type) => (strings, ...values) => ({_$litType$: type, strings, values});
export const html = tag(1);
export const svg = tag(2);
export const nothing = Symbol.for('lit-nothing');`;

export const templatesOnly = () => ({
  name: 'templates-only',
  resolveId: (id) => (id === 'lit' ? '\0templates' : null),
  load: (id) => (id === '\0templates' ? templates : null),
});
