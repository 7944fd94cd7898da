// Writes the types of the elements for every template language, from the manifest, which comes from their doc blocks:
// src/frameworks/elements.ts (kept in git, so that the type checks need no build), and the data for editors in dist/.
// A script of its own, because the published generators print the types of the manifest as text; here each type is that of
// the class itself, so it cannot differ from it.
// Usage: node scripts/framework-types.mjs [--write]; without --write it only says whether the file is stale.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {format, resolveConfig} from 'prettier';
import {elementsOf} from './api-tables.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const file = join(root, 'src/frameworks/elements.ts');

const oneLine = (text = '') => text.replaceAll(/\s+/g, ' ').trim();
const comment = (text) => (text ? `/** ${oneLine(text)} */\n` : '');
const key = (name) => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`);
/** PaybyCheckout → Checkout: the prefix of its types. */
const shortName = ({name}) => name.replace(/^Payby/, '');

/** The properties that a page may set. */
const settable = ({members}) =>
  members.filter(({kind, static: isStatic, readonly}) => kind === 'field' && !isStatic && !readonly);

/** An attribute is text in a template, also where its property is a number. */
const isNumber = ({type}) => type?.text === 'number';

function interfacesOf(element) {
  const name = shortName(element);
  const fields = settable(element);
  const field = ({name: property, description}) =>
    `${comment(description)}${property}?: ${element.name}['${property}'] | undefined;`;
  const attribute = (member) => {
    const {name: property, attribute: written = property, description} = member;
    const text = isNumber(member) ? ' | `${number}`' : '';
    return `${comment(description)}${key(written)}?: ${element.name}['${property}']${text} | undefined;`;
  };
  const event = ({name: type, description, type: {text} = {text: 'Event'}}) =>
    `${comment(description)}${key(type)}: ${text};`;
  const names = fields.map(
    ({name: property, attribute: written}) =>
      `${property}: ${written === undefined ? null : `'${written}'`},`,
  );
  const variable = name[0].toLowerCase() + name.slice(1);
  return `
/** The properties of \`<${element.tagName}>\` that a page may set. */
export interface ${name}Properties {
${fields.map(field).join('\n')}
}

/** What a template may write on \`<${element.tagName}>\`: attributes, and the properties that have none. */
export interface ${name}Attributes {
${fields.map(attribute).join('\n')}
}

/** The events of \`<${element.tagName}>\`. */
export interface ${name}Events {
${element.events.map(event).join('\n')}
}

/** The attribute of each property; \`null\`: it has none. */
export const ${variable}Properties = {
${names.join('\n')}
} as const satisfies {readonly [P in keyof Required<${name}Properties>]: string | null};

export const ${variable}Events = [
${element.events.map(({name: type}) => `'${type}',`).join('\n')}
] as const satisfies readonly (keyof ${name}Events)[];
`;
}

/** The TypeScript of src/frameworks/elements.ts. */
export async function typesOf(manifest) {
  const elements = Object.values(elementsOf(manifest));
  const events = elements.flatMap((element) => element.events.flatMap(({type}) => (type ? [type.text] : [])));
  const imported = [
    ...new Set([...elements.map(({name}) => name), ...events.filter((name) => name !== 'Event')]),
  ];
  const text = `/**
 * The types of the elements for every template language. Generated from their doc blocks by scripts/framework-types.mjs:
 * \`npm run docs:api\` writes it again.
 */
import type {${imported.sort().join(', ')}} from '../pure.js';
${elements.map(interfacesOf).join('')}`;
  return format(text, {...(await resolveConfig(file)), parser: 'typescript'});
}

/** \`'a' | 'b'\` of a doc block as a list of words. */
const words = (text = '') => [...text.matchAll(/'([^']+)'/g)].map(([, word]) => word);

/** What the doc block says about an attribute of an enumeration; its property says the name of a type only. */
const valuesOf = (element, name, source) => {
  const line = source.match(new RegExp(`@attr \\{([^}]*)\\} ${name} `));
  return words(line?.[1]);
};

/** For VS Code: https://code.visualstudio.com/api/extension-guides/custom-data-extension */
export function htmlCustomData(manifest, sourceOf) {
  const tags = Object.values(elementsOf(manifest)).map((element) => ({
    name: element.tagName,
    description: oneLine(element.description),
    attributes: element.attributes.map(({name, description, type}) => {
      const values = valuesOf(element, name, sourceOf(element));
      return {
        name,
        description: oneLine(description),
        ...(type?.text === 'boolean' && {valueSet: 'v'}),
        ...(values.length > 0 && {values: values.map((value) => ({name: value}))}),
      };
    }),
  }));
  return {version: 1.1, tags};
}

/** For JetBrains: https://github.com/JetBrains/web-types */
export function webTypes(manifest, {name, version}, sourceOf) {
  const elements = Object.values(elementsOf(manifest)).map((element) => ({
    name: element.tagName,
    description: oneLine(element.description),
    attributes: element.attributes.map((attribute) => {
      const values = valuesOf(element, attribute.name, sourceOf(element));
      const type = values.length > 0 ? values.map((value) => `'${value}'`).join(' | ') : attribute.type?.text;
      return {
        name: attribute.name,
        description: oneLine(attribute.description),
        value: {
          type,
          ...(attribute.default !== undefined && {default: attribute.default.replaceAll("'", '')}),
        },
      };
    }),
    slots: element.slots.map((slot) => ({name: slot.name, description: oneLine(slot.description)})),
    js: {
      properties: settable(element).map((field) => ({
        name: field.name,
        description: oneLine(field.description),
        value: {type: field.type?.text},
      })),
      events: element.events.map((event) => ({name: event.name, description: oneLine(event.description)})),
    },
    css: {
      properties: element.cssProperties.map((property) => ({
        name: property.name,
        description: oneLine(property.description),
        ...(property.default !== undefined && {default: property.default}),
      })),
      parts: element.cssParts.map((part) => ({name: part.name, description: oneLine(part.description)})),
    },
  }));
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {html: {elements}},
  };
}

export const readManifest = () => JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
const sources = {
  'payby-checkout': 'src/checkout/payby-checkout.ts',
  'payby-scan-input': 'src/scan/payby-scan-input.ts',
};
const sourceOf = ({tagName}) =>
  readFileSync(join(root, sources[tagName]), 'utf8').replaceAll(/\n \* {2,}/g, ' ');

/** Writes dist/web-types.json and dist/vscode.html-custom-data.json. */
export function writeEditorData() {
  const manifest = readManifest();
  const write = (name, data) => writeFileSync(join(root, 'dist', name), `${JSON.stringify(data, null, 2)}\n`);
  write(
    'web-types.json',
    webTypes(manifest, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')), sourceOf),
  );
  write('vscode.html-custom-data.json', htmlCustomData(manifest, sourceOf));
}

/** @returns whether the file is as the manifest says, or has been written so */
export async function check({write = false} = {}) {
  const text = await typesOf(readManifest());
  if (text === readFileSync(file, {encoding: 'utf8', flag: 'a+'})) return true;
  if (write) writeFileSync(file, text);
  else console.error('src/frameworks/elements.ts is stale: run npm run docs:api');
  return write;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = (await check({write: process.argv.includes('--write')})) ? 0 : 1;
