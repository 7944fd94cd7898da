// Names the modules that grew or shrank in each file of dist/cdn, against an earlier commit. dist is what has just been
// built; the earlier commit is built in a folder of its own, with the packages of now.
// Usage: node scripts/size-growth.mjs [COMMIT]; without it, the last commit that differs from the working copy.
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {SourceMap} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {brotliCompressSync} from 'node:zlib';

/** Smaller differences come from other names of variables. */
const LEAST_CHARACTERS = 20;
const inputs = ['src', 'scripts/rollup', 'rollup.config.mjs', 'package-lock.json'];

const git = (...args) =>
  execFileSync('git', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();

function earlierCommit() {
  try {
    const isChanged = git('status', '--porcelain', '--', ...inputs) !== '';
    return git('rev-parse', '--short', process.argv[2] ?? (isChanged ? 'HEAD' : 'HEAD^'));
  } catch {
    return undefined; // no repository, or a clone of one commit
  }
}

/** Minified characters of each module in a file, by its source map. */
function modulesOf(file) {
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const sizes = new Map();
  for (const [line, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    for (let column = 0; column < text.length; column++) {
      const {originalSource = 'no module'} = map.findEntry(line, column);
      const name = originalSource.replace(/^.*\/(?=node_modules\/)|^(\.\.\/)+/, '');
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
  }
  return sizes;
}

function filesOf(root) {
  const folder = join(root, 'dist/cdn');
  const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) =>
    name.endsWith('.js'),
  );
  return new Map(names.map((name) => [name.replaceAll('\\', '/'), join(folder, name)]));
}

const brotli = (file) => (file ? brotliCompressSync(readFileSync(file)).length : 0);
const signed = (difference) => `${difference < 0 ? '−' : '+'}${Math.abs(difference)}`;

function compare(name, before, after) {
  const [old, now] = [before, after].map((file) => (file ? modulesOf(file) : new Map()));
  const differences = [...new Set([...old.keys(), ...now.keys()])]
    .map((module) => [module, (now.get(module) ?? 0) - (old.get(module) ?? 0)])
    .filter(([, difference]) => Math.abs(difference) >= LEAST_CHARACTERS)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (differences.length === 0) return;
  const [oldSize, newSize] = [brotli(before), brotli(after)];
  console.log(`\n${name}: ${newSize} bytes of brotli, ${signed(newSize - oldSize)}; minified, by module:`);
  for (const [module, difference] of differences) console.log(`${signed(difference).padStart(8)}  ${module}`);
}

const commit = earlierCommit();
if (!commit || !existsSync('dist/cdn')) {
  console.log(`Nothing to compare: ${commit ? 'dist/cdn is not built' : 'there is no earlier commit here'}.`);
} else {
  const folder = join(mkdtempSync(join(tmpdir(), 'size-growth-')), 'commit');
  git('worktree', 'add', '--detach', folder, commit);
  try {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const rollup = resolve('node_modules/rollup/dist/bin/rollup');
    const built = spawnSync(process.execPath, [rollup, '--config', '--silent'], {
      cwd: folder,
      stdio: 'inherit',
    });
    if (built.status !== 0) {
      // A report and no gate: the commit that mends a build has a parent that cannot be built
      console.log(`Nothing to compare: ${commit} cannot be built with the packages of now.`);
    } else {
      console.log(`Against ${commit}:`);
      const [before, after] = [filesOf(folder), filesOf('.')];
      for (const name of new Set([...after.keys(), ...before.keys()]))
        compare(name, before.get(name), after.get(name));
    }
  } finally {
    git('worktree', 'remove', '--force', folder);
    rmSync(resolve(folder, '..'), {recursive: true, force: true});
  }
}
