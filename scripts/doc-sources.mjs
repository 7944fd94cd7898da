// Keeps the examples in docs/ equal to files that are run elsewhere: those of consumers/ are built and paid by
// scripts/consumers.mjs. A line above an example says where it is run:
//   <!-- file:consumers/vue/src/app.vue -->   it is the text of this file
//   <!-- test:test/package/documented.test.ts -->   this test takes it out of the page, and runs it
//   <!-- listing -->   it is only read: commands for a shell
// On the pages of `executed` each example has one of them.
// Usage: node scripts/doc-sources.mjs [--write]; without --write it only says which pages are stale or wrong.
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** A reader copies these, and expects them to run. */
export const executed = ['getting-started.md'];

/** A fenced block with its language, and the comment above it. */
const block =
  /(?:<!-- (?<kind>file|test|listing)(?::(?<path>\S+))? -->\n\n)?^```(?<language>\w*)\n(?<code>[^]*?)^```$/gm;

/** @param {string} text a page of docs/ */
export const blocksOf = (text) =>
  [...text.matchAll(block)].map(({groups: {kind, path, language, code}, index, 0: whole}) => ({
    ...{kind, path, language, code},
    line: text.slice(0, index + whole.indexOf('```')).split('\n').length,
  }));

/**
 * What is wrong with the examples of a page.
 *
 * @param {string} name of the page in docs/
 * @param {string} text
 * @param {(path: string) => string | undefined} read a file of the repository
 * @returns {string[]}
 */
export function problemsOf(name, text, read) {
  const problems = [];
  for (const {kind, path, language, line} of blocksOf(text)) {
    const at = `docs/${name}:${line}`;
    if (kind === undefined && executed.includes(name))
      problems.push(`${at}: an example that nothing runs: name its file or its test above it`);
    if (kind === 'listing' && language !== 'sh') problems.push(`${at}: only commands may be a listing`);
    // A test names the page that it reads, and itself, by which it finds the example
    const found = kind === 'test' && read(path);
    if (kind === 'test' && !(found?.includes(name) && found.includes(path)))
      problems.push(`${at}: ${path} reads no example of this page`);
  }
  return problems;
}

function main(isWrite) {
  const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
  for (const name of readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))) {
    const page = join(root, 'docs', name);
    const text = readFileSync(page, 'utf8');
    for (const problem of problemsOf(name, text, read)) {
      console.error(problem);
      process.exitCode = 1;
    }
    const fresh = text.replaceAll(/(<!-- file:(\S+) -->\n\n)```[^]*?\n```/g, (_, start, file) => {
      const code = readFileSync(join(root, file), 'utf8').trimEnd();
      return `${start}\`\`\`${extname(file).slice(1)}\n${code}\n\`\`\``;
    });
    if (fresh === text) continue;
    if (isWrite) writeFileSync(page, fresh);
    else {
      console.error(`docs/${name}: an example is stale; run npm run docs:api`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.includes('--write'));
