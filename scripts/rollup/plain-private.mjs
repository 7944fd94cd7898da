// `#name` needs Firefox 90, and `#method()` Safari 15; the phone of a payer may be older. In the files for pages each
// becomes an ordinary property, which every browser knows and which costs no bytes. (Lowered by esbuild, they become
// WeakMaps and helpers: 3.6 kB of gzip more.) The package's modules keep them: a bundler lowers to its own target.
//
// A secret that no printed or serialised object may show is kept in a WeakMap or in a function that returns it, never
// in a private field.
import MagicString from 'magic-string';

/** Stands for `#`. Behind it is a name of one or two letters; neither the DOM nor Lit has a property like that. */
const MARK = '$';

function* walk(node, parent) {
  yield [node, parent];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') yield* walk(child, node);
    }
  }
}

/** Variable of each class → variable of its superclass, and the private names that it declares. */
function classesOf(nodes) {
  const classes = new Map();
  for (const [node, parent] of nodes) {
    if (!/^Class(Declaration|Expression)$/.test(node.type)) continue;
    const name = (parent?.id ?? parent?.left ?? node.id)?.name ?? `class at ${node.start}`;
    const names = node.body.body
      .filter(({key}) => key?.type === 'PrivateIdentifier')
      .map(({key}) => key.name);
    classes.set(name, {parent: node.superClass?.name, names: new Set(names)});
  }
  return classes;
}

/** A class and its superclass may use one private name for two fields, but not one property. */
function sharedName(classes) {
  for (const {parent, names} of classes.values()) {
    for (let above = classes.get(parent); above; above = classes.get(above.parent)) {
      const shared = [...names].find((name) => above.names.has(name));
      if (shared !== undefined) return shared;
    }
  }
  return undefined;
}

/** Runs after the minifiers, which give the private names of each class their letters. */
export const plainPrivate = () => ({
  name: 'plain-private',
  renderChunk(code) {
    const nodes = [...walk(this.parse(code))];
    const taken = nodes.find(
      ([{type, name}, parent]) =>
        type === 'Identifier' && /^\$\w{1,2}$/.test(name) && parent.property?.name === name,
    );
    const name = taken?.[0].name ?? sharedName(classesOf(nodes));
    if (name !== undefined) this.error(`Two properties would have the name ${name}.`);
    const text = new MagicString(code);
    for (const [{type, start, name: own}, parent] of nodes) {
      if (type !== 'PrivateIdentifier') continue;
      const isTest = parent.type === 'BinaryExpression'; // #name in object
      const space = /\w/.test(code[start - 1]) ? ' ' : ''; // async#name() needs none, async $name() does
      text.overwrite(start, start + 1 + own.length, space + (isTest ? `'${MARK}${own}'` : MARK + own));
    }
    return {code: text.toString(), map: text.generateMap({hires: true})};
  },
});
