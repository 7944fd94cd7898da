// `npm run build`: the JavaScript, the types, the manifest, in this order.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {writeEditorData} from './framework-types.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
// Written last, so a build that broke half-way leaves none
const lastFile = join(root, 'dist/vscode.html-custom-data.json');
const inputs = [
  'src',
  'scripts/rollup',
  'package.json',
  'package-lock.json',
  'rollup.config.mjs',
  '.cem.mjs',
  'tsconfig.json',
  'scripts/framework-types.mjs',
];
const steps = [
  ['rollup/dist/bin/rollup', '--config', '--silent'],
  ['typescript/bin/tsc', '-p', 'src'],
  ['@custom-elements-manifest/analyzer/cem.js', 'analyze', '--config', '.cem.mjs', '--quiet'],
];

/** The time of the last change in a file, or in a folder and all that is below it. */
function changedAt(path) {
  const {mtimeMs} = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

/** Whether dist is missing or older than what it is made of. */
export function buildIsStale() {
  if (!existsSync(lastFile)) return true;
  const built = statSync(lastFile).mtimeMs;
  return inputs.some((input) => existsSync(join(root, input)) && changedAt(join(root, input)) > built);
}

/** For `integrity` attributes and import maps: the hash of each script below dist/cdn, by its path. */
function writeIntegrity() {
  const folder = join(root, 'dist/cdn');
  const files = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js'))
    .sort();
  const hash = (file) =>
    createHash('sha384')
      .update(readFileSync(join(folder, file)))
      .digest('base64');
  const hashes = Object.fromEntries(files.map((file) => [file, `sha384-${hash(file)}`]));
  writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
}

/** The entries that are nothing but types, the files that are copied, and the data for editors. */
function finish() {
  const [from, to] = ['src/frameworks', 'dist/frameworks'].map((folder) => join(root, folder));
  for (const name of readdirSync(from).filter((file) => /^(jsx-\w+|svelte|vue)\./.test(file))) {
    writeFileSync(join(to, name.replace(/\.ts$/, '.js')), 'export {};\n');
  }
  for (const name of ['embed.html', 'bridge.schema.json']) {
    copyFileSync(join(root, 'src/bridge', name), join(root, 'dist', name));
  }
  writeIntegrity();
  writeEditorData();
}

/** Builds dist from nothing; returns whether that succeeded. */
export function build() {
  rmSync(join(root, 'dist'), {recursive: true, force: true});
  const hasBuilt = steps.every(([script, ...args]) => {
    const command = [join(root, 'node_modules', script), ...args];
    return spawnSync(process.execPath, command, {cwd: root, stdio: 'inherit'}).status === 0;
  });
  if (hasBuilt) finish();
  return hasBuilt;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = build() ? 0 : 1;
