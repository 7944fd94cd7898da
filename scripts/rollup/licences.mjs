// Writes dist/THIRD-PARTY-LICENSES.txt from the packages that are inside the bundles, and one line at the top of each
// CDN file that names them: their licences ask to travel with the code.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import license from 'rollup-plugin-license';

/** The code inside zxing_reader.wasm and the data of libphonenumber-js: no package.json names them. */
const more = readFileSync(new URL('more-licences.txt', import.meta.url), 'utf8');
const line = '='.repeat(79);
const packages = new Map();

/** Every build adds what it has found; the last one writes the complete file. */
function collect(dependencies) {
  for (const {name, version, license, licenseText} of dependencies) {
    if (!licenseText) throw new Error(`${name} has no licence text`);
    packages.set(name, `${line}\n${name} ${version} (${license})\n${line}\n\n${licenseText.trim()}\n`);
  }
  const texts = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  const intro = 'payby-checkout contains code of the packages below. Each keeps its own licence.\n';
  mkdirSync('dist', {recursive: true});
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', [intro, ...texts, more].join('\n'));
}

const banner =
  '<% if (dependencies.length > 0) { %>/*! payby-checkout <%= pkg.version %> (MIT) with ' +
  '<%= dependencies.map(({name, version, license}) => `${name} ${version} (${license})`).join(", ") %>' +
  ': see THIRD-PARTY-LICENSES.txt */<% } %>';

/** `hasBanner` only for a build of one file: the plugin would name the packages of all files in each. */
export const licences = ({hasBanner}) =>
  license({
    thirdParty: collect,
    ...(hasBanner && {banner: {content: banner, commentStyle: 'none'}}),
  });
