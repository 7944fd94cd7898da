// What a program needs of a browser, read from its syntax tree and its types, with the versions of MDN's data
// (@mdn/browser-compat-data): which syntax, which members and globals of the platform, and since when browsers have them.
// A feature is named by its path in that data: `javascript.builtins.Array.at`, `api.Navigator.locks`.
import {createRequire} from 'node:module';
import {parse} from 'acorn';
import ts from 'typescript';

const require = createRequire(import.meta.url);
const data = require('@mdn/browser-compat-data');

/** Those of docs/browsers.md, as the data calls them. */
export const BROWSERS = {
  Chrome: 'chrome',
  'Android WebView': 'webview_android',
  'Samsung Internet': 'samsunginternet_android',
  Safari: 'safari',
  'Safari on iOS': 'safari_ios',
  Firefox: 'firefox',
};

const child = (node, name) => (node && Object.hasOwn(node, name) ? node[name] : undefined);
const nodeAt = (path) => path.split('.').reduce(child, data);

/** Whether the data says of a feature since when browsers have it. */
export const hasData = (path) => Boolean(nodeAt(path)?.__compat);

/** 15.10 is newer than 15.4, which numbers do not know. */
const newerOf = (a, b) => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left.findIndex((part, i) => part !== (right[i] ?? 0));
  if (at < 0) return b;
  return left[at] > (right[at] ?? 0) ? a : b;
};
/** `undefined`: no version has it. */
const latest = (versions) =>
  versions.includes(undefined) ? undefined : versions.reduce((a, b) => newerOf(a, b), '1');

/**
 * Behind a flag, under another name, or no longer: a page cannot count on it. In part counts: the data calls so also what is
 * slightly wrong, as `customElements` without customized built-ins. What is missing, tests must say.
 */
const counts = (statement) =>
  ['flags', 'prefix', 'alternative_name'].every((key) => !statement[key]) &&
  (!statement.version_removed || statement.partial_implementation) &&
  /^≤?\d/.test(statement.version_added || '');

/**
 * The first version of each browser with a feature; `undefined` where none has it.
 *
 * @param {string} path
 * @returns {Record<string, string | undefined>}
 */
export function sinceOf(path) {
  const support = nodeAt(path)?.__compat?.support;
  if (!support) throw new Error(`@mdn/browser-compat-data has no ${path}`);
  const first = (key) => {
    const versions = [support[key] ?? []]
      .flat()
      .filter(counts)
      .map(({version_added: version}) => version.replace('≤', ''));
    return versions.length === 0 ? undefined : versions.reduce((a, b) => (newerOf(a, b) === a ? b : a));
  };
  return Object.fromEntries(Object.entries(BROWSERS).map(([name, key]) => [name, first(key)]));
}

/** The oldest browsers that have all of these features. */
export function minimumOf(paths) {
  const all = [...paths].map(sinceOf);
  return Object.fromEntries(
    Object.keys(BROWSERS).map((name) => [name, latest(all.map((since) => since[name]))]),
  );
}

/** The browsers that are as old as `floor` and lack the feature. */
export function lackingIn(path, floor) {
  const since = sinceOf(path);
  return Object.keys(floor).filter(
    (name) => since[name] === undefined || newerOf(since[name], floor[name]) !== floor[name],
  );
}

function* walk(node, parents = []) {
  yield [node, parents];
  const inner = [node, ...parents];
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each?.type === 'string') yield* walk(each, inner);
    }
  }
}

const isFunction = ({type}) => /Function/.test(type);

/** Of each kind of node: the syntax that is younger than ES2017. */
const syntax = {
  PropertyDefinition: ({key, static: isStatic}) => [
    key.type === 'PrivateIdentifier' ? 'classes.private_class_fields' : 'classes.public_class_fields',
    isStatic && 'classes.static.class_fields',
  ],
  MethodDefinition: ({key}) => [key.type === 'PrivateIdentifier' && 'classes.private_class_methods'],
  StaticBlock: () => ['classes.static.initialization_blocks'],
  BinaryExpression: ({left}) => [left.type === 'PrivateIdentifier' && 'classes.private_class_fields_in'],
  AssignmentExpression: ({operator}) => [
    {
      '??=': 'operators.nullish_coalescing_assignment',
      '||=': 'operators.logical_or_assignment',
      '&&=': 'operators.logical_and_assignment',
    }[operator],
  ],
  LogicalExpression: ({operator}) => [operator === '??' && 'operators.nullish_coalescing'],
  ChainExpression: () => ['operators.optional_chaining'],
  ImportExpression: ({options}) => ['operators.import', options && 'operators.import.options_parameter'],
  MetaProperty: ({meta}) => [meta.name === 'import' && 'operators.import_meta'],
  AwaitExpression: (_, parents) => [!parents.some(isFunction) && 'operators.await.top_level'],
  ForOfStatement: (node, parents) => [
    node.await && 'statements.for_await_of',
    node.await && !parents.some(isFunction) && 'operators.await.top_level',
  ],
  CatchClause: ({param}) => [!param && 'statements.try_catch.optional_catch_binding'],
  ExportAllDeclaration: ({exported}) => [exported && 'statements.export.namespace'],
  ImportDeclaration: ({attributes}) => [attributes?.length > 0 && 'statements.import.import_attributes'],
  ObjectExpression: ({properties}) => [
    properties.some(({type}) => type === 'SpreadElement') && 'operators.object_initializer.spread_properties',
  ],
  ObjectPattern: ({properties}) => [
    properties.some(({type}) => type === 'RestElement') && 'operators.destructuring.rest_in_objects',
  ],
  Literal: ({regex, bigint, raw}) => [
    bigint && 'builtins.BigInt',
    /^\d[\d.]*_/.test(raw) && 'grammar.numeric_separators',
    ...(regex ? ofRegExp(regex) : []),
  ],
};

const ofRegExp = ({pattern, flags}) => [
  /\(\?<[=!]/.test(pattern) && 'regular_expressions.lookbehind_assertion',
  /\(\?<\w/.test(pattern) && 'regular_expressions.named_capturing_group',
  /\(\?[ims]*(-[ims]+)?:/.test(pattern) && !/\(\?:/.test(pattern) && 'regular_expressions.modifier',
  /\\p\{/i.test(pattern) && flags.includes('u') && 'regular_expressions.unicode_character_class_escape',
  flags.includes('s') && 'builtins.RegExp.dotAll',
  flags.includes('d') && 'builtins.RegExp.hasIndices',
  flags.includes('v') && 'builtins.RegExp.unicodeSets',
];

/** The only syntax after ES2021 that the floor has. Everything newer than ES2022 does not parse here, and throws. */
const parsed = (code) => parse(code, {ecmaVersion: 2022, sourceType: 'module', allowHashBang: true});

/**
 * The syntax of a script or module. Throws for what is younger than ES2022.
 *
 * @param {string} code
 * @returns {string[]}
 */
export function syntaxOf(code) {
  const found = new Set();
  for (const [node, parents] of walk(parsed(code))) {
    for (const path of Object.hasOwn(syntax, node.type) ? syntax[node.type](node, parents) : [])
      if (path) found.add(`javascript.${path}`);
  }
  return [...found].sort();
}

/** Every member in the data by its name: `at` → Array's, String's, TypedArray's. */
const members = new Map();
const containers = [
  ['api', data.api],
  ['javascript.builtins', data.javascript.builtins],
  ['javascript.builtins.Intl', data.javascript.builtins.Intl],
  ['webassembly.api', data.webassembly.api],
];
for (const [root, container] of containers) {
  for (const [owner, parts] of Object.entries(container)) {
    for (const [key, part] of Object.entries(parts)) {
      if (key === owner || /_event$/.test(key) || !part.__compat) continue;
      const name = key.replace(/_static$/, '');
      members.set(name, [...(members.get(name) ?? []), `${root}.${owner}.${key}`]);
    }
  }
}
/** `style.opacity`: which style sheets a browser understands is not the business of this scan. */
const isOfCss = (name) =>
  Object.hasOwn(
    data.css.properties,
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  );
const globalPath = (name) =>
  [`javascript.builtins.${name}`, `api.${name}`, `api.Window.${name}`].find((path) => hasData(path));

/**
 * The interfaces, members and constructors of the platform that browsers as old as `floor` lack, for a test that removes
 * them: `['Navigator', 'locks']`, `['CSSStyleSheet', 'constructor']`, `['', 'BroadcastChannel']`.
 *
 * @param {Record<string, string>} floor
 * @returns {[owner: string, name: string][]}
 */
export function missingIn(floor) {
  const isMissing = (path) => lackingIn(path, floor).length > 0;
  const found = [...members].flatMap(([name, paths]) =>
    paths.filter(isMissing).map((path) => [path.split('.').at(-2), name]),
  );
  for (const [root, container] of containers) {
    for (const [owner, parts] of Object.entries(container)) {
      if (child(parts, owner)?.__compat && isMissing(`${root}.${owner}.${owner}`))
        found.push([owner, 'constructor']);
    }
    for (const [name, {__compat}] of root.endsWith('Intl') ? [] : Object.entries(container))
      if (__compat && isMissing(`${root}.${name}`)) found.push(['', name]);
  }
  return found;
}

/** `navigator.locks` → a name of a member that is looked for in one interface. */
const instances = {
  navigator: 'Navigator',
  document: 'Document',
  window: 'Window',
  self: 'Window',
  globalThis: 'Window',
  location: 'Location',
  history: 'History',
  crypto: 'Crypto',
  performance: 'Performance',
  screen: 'Screen',
};

const memberPath = (owner, name) =>
  [`javascript.builtins.${owner}.${name}`, `api.${owner}.${name}`, `api.${owner}.${name}_static`].find(
    (path) => hasData(path),
  );

/** The name that a node takes from an object, and the variable that it takes it from, if it is one. */
function takenName(node, [parent, above]) {
  if (node.type === 'MemberExpression') {
    const {object, property, computed} = node;
    const name = computed ? typeof property.value === 'string' && property.value : property.name;
    return name && {name, from: object.type === 'Identifier' ? object.name : undefined};
  }
  if (node.type === 'Property' && parent?.type === 'ObjectPattern' && !node.computed)
    return {name: node.key.name ?? node.key.value, from: above?.init?.name};
  if (node.type === 'BinaryExpression' && node.operator === 'in' && typeof node.left.value === 'string')
    return {name: node.left.value, from: node.right.name};
  return undefined;
}

/**
 * What a script or module takes from the platform, by the names in it, whatever wrote it: globals, and members of which
 * the data knows. `names` are those that any of several interfaces may be meant by.
 *
 * @param {string} code
 * @returns {{paths: Set<string>, names: Map<string, string[]>}}
 */
export function namesOf(code) {
  const nodes = [...walk(parsed(code))];
  const declared = new Set(
    nodes.filter(([node, parents]) => isDeclared(node, parents)).map(([{name}]) => name),
  );
  const paths = new Set();
  const names = new Map();
  for (const [node, parents] of nodes) {
    const [parent] = parents;
    const taken = takenName(node, parents);
    if (taken) {
      const {name, from} = taken;
      const owner = from && !declared.has(from) ? (child(instances, from) ?? from) : undefined;
      const exact = owner && memberPath(owner, name);
      const isGlobal = owner === 'Window' && globalPath(name);
      if (exact || isGlobal) paths.add(exact || isGlobal);
      else if (members.has(name) && !isOfCss(name)) names.set(name, members.get(name));
    } else if (node.type === 'Identifier' && isReference(node, parent) && !declared.has(node.name)) {
      const path = globalPath(node.name);
      if (path) paths.add(path);
    }
  }
  return {paths, names};
}

/** Whether an identifier gives a variable its name. A file may have another variable of that name: it is missed then. */
const isDeclared = (node, [parent, above]) =>
  node.type === 'Identifier' &&
  (parent.id === node ||
    parent.params?.includes(node) ||
    (parent.type === 'CatchClause' && parent.param === node) ||
    /^Import.*Specifier$|^RestElement$|^ArrayPattern$/.test(parent.type) ||
    (parent.type === 'AssignmentPattern' && parent.left === node) ||
    (parent.type === 'Property' && parent.value === node && above.type === 'ObjectPattern'));

/** Whether an identifier is the value of a variable, and not the name of a member, a key or a label. */
const isReference = (node, parent) =>
  !(parent.type === 'MemberExpression' && parent.property === node && !parent.computed) &&
  !(
    /^(Property|MethodDefinition|PropertyDefinition)$/.test(parent.type) &&
    parent.key === node &&
    !parent.shorthand
  ) &&
  !/^(Labeled|Break|Continue)Statement$|^(Import|Export).*Specifier$|^MetaProperty$/.test(parent.type);

/** The interface or namespace that a declaration of TypeScript's libraries stands in; none for a global. */
function ownerOf({parent}) {
  const named = ts.isInterfaceDeclaration(parent) ? parent : parent.parent;
  const block = named && (ts.isModuleBlock(named) ? named : named.parent);
  const isIntl = block && ts.isModuleBlock(block) && block.parent.name.text === 'Intl';
  const name = named?.name?.text
    ?.replace(/^Readonly(?=(Array|Map|Set)$)/, '')
    .replace(/(?<=.)Constructor$/, '');
  return isIntl ? (name ? `Intl.${name}` : 'Intl') : name;
}

/** Mixins, which the data does not know: their members are those of the interfaces that include them. */
const includedBy = {
  WindowOrWorkerGlobalScope: 'Window',
  GlobalEventHandlers: 'HTMLElement',
  ParentNode: 'Element',
  ChildNode: 'Element',
  ARIAMixin: 'Element',
  HTMLOrSVGElement: 'HTMLElement',
  ElementCSSInlineStyle: 'HTMLElement',
  ElementContentEditable: 'HTMLElement',
  DocumentOrShadowRoot: 'Document',
  InnerHTML: 'Element',
  Body: 'Response',
  Animatable: 'Element',
  HTMLHyperlinkElementUtils: 'HTMLAnchorElement',
  LinkStyle: 'HTMLStyleElement',
  MessageEventTarget: 'MessagePort',
  NonDocumentTypeChildNode: 'Element',
  NonElementParentNode: 'Document',
  PopoverInvokerElement: 'HTMLButtonElement',
  PopoverTargetAttributes: 'HTMLButtonElement',
  Slottable: 'Element',
  WindowLocalStorage: 'Window',
  WindowSessionStorage: 'Window',
};
const includerOf = (owner = '') =>
  child(includedBy, owner) ??
  (/^Navigator./.test(owner)
    ? 'Navigator'
    : /^Canvas[A-Z]/.test(owner)
      ? 'CanvasRenderingContext2D'
      : undefined);

/** `signal` of `addEventListener(…, {signal})`: somewhere below the function's own node. */
function optionPath(path, name) {
  const below = (node, at) =>
    Object.keys(node ?? {})
      .filter((key) => key !== '__compat')
      .flatMap((key) => [[key, `${at}.${key}`], ...below(node[key], `${at}.${key}`)]);
  return below(nodeAt(path), path).find(([key]) => key.endsWith(`_${name}_parameter`))?.[1];
}

/**
 * What TypeScript files take from the platform, by their types: a member is that of its interface, not of another one
 * with the same name. `own` are the names that are only ever members of the program's own types.
 *
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @returns {{uses: Map<string, Set<string>>, own: Set<string>}} `uses`: path → names of files
 */
export function typedUsesOf(program, files) {
  const checker = program.getTypeChecker();
  const isOfPlatform = (declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile());
  const uses = new Map();
  const own = new Set();
  const platform = new Set();

  const basesOf = (type) =>
    (type.getBaseTypes() ?? []).flatMap((base) => [base.symbol.name, ...basesOf(base)]);
  /** The interface of a declaration, and those from which it inherits: TypeScript repeats some of their members. */
  const ownersOf = (declaration) => {
    const {parent} = declaration;
    const bases = ts.isInterfaceDeclaration(parent) ? basesOf(checker.getTypeAtLocation(parent)) : [];
    return [ownerOf(declaration), ...bases].flatMap((owner) => [owner, includerOf(owner)]).filter(Boolean);
  };
  const pathOf = (symbol, name) => {
    for (const declaration of symbol?.declarations ?? []) {
      if (!isOfPlatform(declaration)) continue;
      platform.add(name);
      const owners = ownersOf(declaration);
      const paths = owners.map((owner) => memberPath(owner, name));
      const path = owners.length > 0 ? paths.find(Boolean) : globalPath(name);
      if (path) return path;
    }
    return undefined;
  };
  /** The node of a called function or constructor, below which its options are. */
  const calleePath = (expression) => {
    const name = (expression.name ?? expression).text;
    const path = name && pathOf(checker.getSymbolAtLocation(expression.name ?? expression), name);
    if (!path) return undefined;
    const made = `${path}.${path.split('.').at(-1)}`;
    return nodeAt(made) ? made : path;
  };
  const contextualOwner = (literal) => {
    const type = checker.getContextualType(literal);
    const declaration = (type?.aliasSymbol ?? type?.symbol)?.declarations?.find(isOfPlatform);
    return declaration?.name?.text;
  };

  const look = (node, file) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const add = (path) => path && uses.set(path, (uses.get(path) ?? new Set()).add(file));
    const addMember = (symbol, name) => {
      const path = pathOf(symbol, name);
      if (path) add(path);
      else if (symbol?.declarations?.some((declaration) => !isOfPlatform(declaration))) own.add(name);
    };
    if (ts.isPropertyAccessExpression(node))
      addMember(checker.getSymbolAtLocation(node.name), node.name.text);
    else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      const name = node.argumentExpression.text;
      addMember(checker.getTypeAtLocation(node.expression).getProperty(name), name);
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).text;
      const from = node.parent.parent.initializer ?? node.parent;
      if (name) addMember(checker.getTypeAtLocation(from).getProperty(name), name);
    } else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.InKeyword &&
      ts.isStringLiteralLike(node.left)
    ) {
      const name = node.left.text;
      addMember(checker.getTypeAtLocation(node.right).getProperty(name), name);
    } else if (ts.isIdentifier(node) && node.parent.name !== node) {
      const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
      if (declarations.length > 0 && declarations.every(isOfPlatform)) add(globalPath(node.text));
    } else if (ts.isObjectLiteralExpression(node)) {
      const {parent} = node;
      const isArgument =
        (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node;
      const intl = /^(\w+)Options$/.exec(contextualOwner(node) ?? '')?.[1];
      const path =
        (isArgument && calleePath(parent.expression)) ||
        (nodeAt(`javascript.builtins.Intl.${intl}.${intl}`) && `javascript.builtins.Intl.${intl}.${intl}`);
      for (const {name} of path ? node.properties : [])
        if (name && ts.isIdentifier(name)) add(optionPath(path, name.text));
    }
    ts.forEachChild(node, (inner) => look(inner, file));
  };
  for (const file of files) look(file, file.fileName);
  for (const name of platform) own.delete(name);
  return {uses, own};
}
