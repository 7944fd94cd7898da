// Keeps the examples in docs/ equal to files that are run elsewhere: those of consumers/ are built and paid by
// scripts/consumers.mjs. An example follows a line `<!-- file:consumers/vue/src/app.vue -->`.
// Usage: node scripts/doc-sources.mjs [--write]; without --write it only says which pages are stale.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const isWrite = process.argv.includes('--write');

for (const name of readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))) {
  const page = join(root, 'docs', name);
  const text = readFileSync(page, 'utf8');
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
