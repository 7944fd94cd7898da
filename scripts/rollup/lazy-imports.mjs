// What becomes of `import('./x.lazy.js')` and of `import.meta.url` in the CDN builds.
import {posix, relative} from 'node:path';

/**
 * The address of the file, and a function that throws unless it ends in the file's own name. A CDN may answer a bare
 * address in place: at /npm/payby-checkout, ./parts/phone.js is /npm/parts/phone.js, a file of another person's package.
 * A blob, a page or a bundle that holds the code has no folder of ours either. `LazyPart` reports a URIError at once.
 */
const ownAddress = (file, address) => `
const $address = ${address};
function $ownAddress() {
  if (/^[^?#]*\\/${file.replaceAll('.', '\\.')}([?#]|$)/.test($address)) return $address;
  throw new URIError('Serve ${file} under this name, in its folder.');
}`;

/**
 * Browsers from before mid-2026 (https://github.com/whatwg/html/pull/10327) remember a failed module for the life of
 * the page, so a second import() of the same address fails without a request. This function asks for another address
 * after each failure. It may do so because a lazy part imports nothing, and so exists once even under another address.
 * Bundlers load their chunks in their own way and need none of it.
 *
 * Not on a page with an import map: its `integrity` speaks of the address alone, and a part that it has blocked would be
 * loaded from another one.
 */
const importLazyPart = `
const $retries = {};
async function $importLazyPart(path) {
  const count = $retries[path];
  return import(new URL(count ? path + '?retry=' + count : path, $ownAddress())).catch((cause) => {
    document.querySelector('[type=importmap]') || ($retries[path] = (count || 0) + 1);
    throw cause;
  });
}`;

const nameOf = (output) => `${posix.basename(output)}.js`;

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
  resolveImportMeta: (property) => (property === 'url' ? '$ownAddress()' : null),
  intro({dynamicImports, modules}) {
    const own = ownAddress(nameOf(output), 'import.meta.url');
    if (dynamicImports.length > 0) return own + importLazyPart;
    const usesAddress = Object.values(modules).some(({code}) => code?.includes('$ownAddress()'));
    return usesAddress ? own : '';
  },
});

/**
 * The classic script holds every lazy part but those that few people need and that are larger than all the rest. They
 * are fetched from beside the script, by its full address: a classic script from another server has no address from
 * which a relative import could start.
 *
 * @param {string} file name of the script
 * @param {readonly string[]} parts names of the parts that are fetched
 */
export const besideTheScript = (file, parts) => ({
  name: 'beside-the-script',
  resolveDynamicImport(specifier) {
    const part = posix.basename(String(specifier));
    return parts.includes(part) ? {id: `./parts/${part}`, external: true} : null;
  },
  renderDynamicImport: ({targetModuleId}) =>
    parts.includes(posix.basename(targetModuleId ?? '')) ? {left: '$importLazyPart(', right: ')'} : null,
  intro: () => ownAddress(file, 'globalThis.document?.currentScript?.src') + importLazyPart,
});
