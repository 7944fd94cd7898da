// What becomes of `import('./x.lazy.js')` in the CDN builds.
import {posix, relative} from 'node:path';

/**
 * Browsers from before mid-2026 (https://github.com/whatwg/html/pull/10327) remember a failed module for the life of
 * the page, so a second import() of the same address fails without a request. This function asks for another address
 * after each failure. It may do so because a lazy part imports nothing, and so exists once even under another address.
 * Bundlers load their chunks in their own way and need none of it.
 */
const importLazyPart = `
function $importLazyPart(url) {
  const failures = ($importLazyPart.failures ??= {});
  return import(failures[url] ? url + '?retry=' + failures[url] : url).catch((cause) => {
    failures[url] = (failures[url] ?? 0) + 1;
    throw cause;
  });
}`;

/**
 * Leaves import() to the browser, and each lazy part to a build of its own. Built together, a part would share code
 * with the element: in a third file, which is a second request, or in the element's own file, which is then loaded once
 * more if its address was a redirect or had a query.
 *
 * @param {Map<string, string>} lazyParts source → path below dist/cdn without `.js`
 * @param {string} output path below dist/cdn of the file that is built
 */
export const partsApart = (lazyParts, output) => ({
  name: 'parts-apart',
  async resolveDynamicImport(specifier, importer) {
    const target = typeof specifier === 'string' ? await this.resolve(specifier, importer) : null;
    const part = lazyParts.get(relative('.', target?.id ?? '').replaceAll('\\', '/'));
    if (!part) this.error('import() is for a *.lazy.ts or a language, named in quotes.');
    const path = posix.relative(posix.dirname(output), part);
    return {id: `${path.startsWith('.') ? '' : './'}${path}.js`, external: true};
  },
  renderDynamicImport: () => ({left: '$importLazyPart(', right: ')'}),
  intro: (chunk) => (chunk.dynamicImports.length > 0 ? importLazyPart : ''),
});

/**
 * The classic script holds every lazy part but those that few people need and that are larger than all the rest. They
 * are fetched from beside the script, by its full address: a classic script from another server has no address from
 * which a relative import could start.
 *
 * @param {readonly string[]} files names of the parts that are fetched
 */
export const besideTheScript = (files) => ({
  name: 'beside-the-script',
  resolveDynamicImport(specifier) {
    const file = posix.basename(String(specifier));
    return files.includes(file) ? {id: `./parts/${file}`, external: true} : null;
  },
  renderDynamicImport: ({targetModuleId}) =>
    files.includes(posix.basename(targetModuleId ?? ''))
      ? {left: '$importLazyPart(new URL(', right: ', $scriptUrl).href)'}
      : null,
  intro: () =>
    `const $scriptUrl = globalThis.document?.currentScript?.src || globalThis.location?.href;${importLazyPart}`,
});
