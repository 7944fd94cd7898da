// Serves CommonJS packages to the unbundled dev server, each as one ES module. A transform per file cannot do it:
// their `require` calls cross files, so each package is bundled once.
import {build} from 'esbuild';

const prefix = '/__cjs__/';

/** @param {Record<string, string[]>} packages what the source imports -> the names to export */
export function cjs(packages) {
  const bundles = new Map();
  const bundle = async (specifier) => {
    const contents = `export {${packages[specifier].join(', ')}} from '${specifier}';`;
    const options = {bundle: true, format: 'esm', platform: 'browser', write: false};
    const {outputFiles} = await build({stdin: {contents, resolveDir: process.cwd()}, ...options});
    return outputFiles[0].text;
  };
  return {
    name: 'cjs',
    resolveImport: ({source}) => (source in packages ? prefix + encodeURIComponent(source) : undefined),
    async serve({path}) {
      if (!path.startsWith(prefix)) return undefined;
      const specifier = decodeURIComponent(path.slice(prefix.length));
      if (!(specifier in packages)) return undefined;
      if (!bundles.has(specifier)) bundles.set(specifier, bundle(specifier));
      return {body: await bundles.get(specifier), type: 'js'};
    },
  };
}
