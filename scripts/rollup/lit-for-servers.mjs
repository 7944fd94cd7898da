// Our views on a server: of Lit they need its tags only, and its build for browsers cannot be imported where there is no
// document, which is what an edge runtime resolves it to.
const tags = `
const template = (strings, ...values) => ({strings, values});
export {template as html, template as svg};
export const nothing = Symbol();
export const css = (strings, ...values) => ({cssText: String.raw({raw: strings}, ...values)});
`;

export const litForServers = () => ({
  name: 'lit-for-servers',
  resolveId: (id) => (id === 'lit' ? '\0lit-for-servers' : null),
  load: (id) => (id === '\0lit-for-servers' ? tags : null),
});
