// Keeps the API tables in docs/ equal to dist/custom-elements.json, which comes from the doc comments of the elements.
// A table stands between `<!-- api:TAG:KIND -->` and `<!-- /api -->`.
// Usage: node scripts/api-tables.mjs [--write]; without --write it only says which files are stale.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {format, resolveConfig} from 'prettier';

const root = fileURLToPath(new URL('../', import.meta.url));

const code = (text) => (text === undefined || text === '' ? '' : `\`${text}\``);
const isPublicField = ({kind, static: isStatic}) => kind === 'field' && !isStatic;
const parameterList = (parameters = []) =>
  parameters
    .map(({name, optional, type}) => `${name}${optional ? '?' : ''}: ${type?.text ?? 'unknown'}`)
    .join(', ');

/** Of each kind: the rows in the manifest, and the columns of the table. */
const kinds = {
  attributes: {
    rows: ({attributes}) => attributes,
    columns: {
      attribute: ({name}) => code(name),
      property: ({fieldName}) => code(fieldName),
      type: ({type}) => code(type?.text),
      default: (row) => code(row.default),
    },
  },
  properties: {
    rows: ({members}) => members.filter((member) => isPublicField(member) && member.attribute === undefined),
    columns: {
      property: ({name, readonly}) => `${code(name)}${readonly ? ' (read only)' : ''}`,
      type: ({type}) => code(type?.text),
      default: (row) => code(row.default),
    },
  },
  methods: {
    rows: ({members}) => members.filter(({kind, static: isStatic}) => kind === 'method' && !isStatic),
    columns: {
      method: ({name, parameters}) => code(`${name}(${parameterList(parameters)})`),
      returns: (row) => code(row.return?.type.text),
    },
  },
  events: {
    rows: ({events}) => events,
    columns: {event: ({name}) => code(name), class: ({type}) => code(type?.text)},
  },
  slots: {rows: ({slots}) => slots, columns: {slot: ({name}) => code(name) || '(default)'}},
  parts: {rows: ({cssParts}) => cssParts, columns: {part: ({name}) => code(name)}},
  states: {rows: ({cssStates}) => cssStates, columns: {state: ({name}) => code(name)}},
  cssprops: {
    rows: ({cssProperties}) => cssProperties,
    columns: {'custom property': ({name}) => code(name), default: (row) => code(row.default)},
  },
};

/** The documented elements of a manifest, by tag. */
export const elementsOf = ({modules}) =>
  Object.fromEntries(
    modules
      .flatMap(({declarations = []}) => declarations)
      .filter(({tagName}) => tagName)
      .map((element) => [element.tagName, element]),
  );

const cell = (text) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** One table as Markdown. Throws for an unknown kind, and names the rows that have no description. */
export function tableOf(element, kind) {
  if (!(kind in kinds)) throw new Error(`${kind} is none of ${Object.keys(kinds).join(', ')}`);
  const columns = {...kinds[kind].columns, description: ({description}) => description ?? ''};
  const rows = kinds[kind].rows(element) ?? [];
  const silent = rows.filter(({description}) => !description?.trim()).map(({name}) => name);
  if (silent.length > 0)
    throw new Error(`${element.tagName}: no description of ${kind} ${silent.join(', ')}`);
  const lines = [
    Object.keys(columns),
    Object.keys(columns).map(() => '---'),
    ...rows.map((row) => Object.values(columns).map((text) => cell(text(row)))),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/**
 * A Markdown text with its tables rewritten.
 *
 * @param {string} text
 * @param {Record<string, object>} elements
 * @returns {string}
 */
export function withTables(text, elements) {
  return text.replaceAll(
    /(<!-- api:([\w-]+):(\w+) -->)[^]*?(<!-- \/api -->)/g,
    (_, start, tag, kind, end) => {
      if (!(tag in elements)) throw new Error(`${tag} is no element of dist/custom-elements.json`);
      return `${start}\n\n${tableOf(elements[tag], kind)}\n\n${end}`;
    },
  );
}

async function main(isWrite) {
  const elements = elementsOf(JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8')));
  const folder = join(root, 'docs');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8');
    if (!text.includes('<!-- api:')) continue;
    const options = {...(await resolveConfig(path)), parser: 'markdown'};
    const fresh = await format(withTables(text, elements), options);
    if (fresh === text) continue;
    if (isWrite) writeFileSync(path, fresh);
    else {
      console.error(`docs/${name}: the API tables are stale; run npm run docs:api`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.includes('--write'));
