// Gives the sources under test the Lit that the CDN files contain (scripts/rollup/smaller-lit.mjs). The tests themselves
// keep the Lit of npm, as a page that uses both does.
import resolve from '@rollup/plugin-node-resolve';
import {rollup} from 'rollup';
import {emptyDom} from './rollup/empty-dom.mjs';
import {smallerLit} from './rollup/smaller-lit.mjs';

const address = '/__lit-of-cdn__.js';
const entry = '\0lit-of-cdn';

async function bundle() {
  const build = await rollup({
    input: entry,
    plugins: [
      {
        name: 'lit-of-cdn',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export * from 'lit'; export {render} from 'lit/html.js';` : null),
      },
      emptyDom(),
      smallerLit(),
      resolve({exportConditions: ['node', 'production'], rootDir: process.cwd()}),
    ],
  });
  const {output} = await build.generate({format: 'es'});
  return output[0].code;
}

export function litOfCdn() {
  let code;
  return {
    name: 'lit-of-cdn',
    resolveImport: ({source, context}) =>
      /^lit(\/html\.js)?$/.test(source) && context.path.startsWith('/src/') ? address : undefined,
    async serve({path}) {
      if (path !== address) return undefined;
      code ??= bundle();
      return {body: await code, type: 'js'};
    },
  };
}
