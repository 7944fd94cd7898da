// Nothing is rendered where there is no DOM, so no lazy part is ever loaded there: an empty module takes the place of each.
const nothing = '\0no-part';

export const noParts = () => ({
  name: 'no-parts',
  resolveDynamicImport: () => nothing,
  resolveId: (id) => (id === nothing ? nothing : null),
  load: (id) => (id === nothing ? 'export {};' : null),
});
