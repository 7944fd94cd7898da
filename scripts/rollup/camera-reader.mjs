// The camera's reader is WebAssembly from zxing-wasm. A page that shows it asks no server but the one that serves our
// own files.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {posix} from 'node:path';
import MagicString from 'magic-string';

const WASM = 'zxing_reader.wasm';
/** Where the package's one copy lies, below dist: beside the part of dist/cdn that fetches it. */
const CDN_FOLDER = 'cdn/parts';

const isReader = ({moduleIds}) => moduleIds?.some((id) => /[\\/]zxing-detector\.lazy\.ts$/.test(id));

/** Puts zxing_reader.wasm beside the chunk that fetches it. */
export const readerBeside = () => ({
  name: 'reader-beside',
  generateBundle(_options, chunks) {
    const path = createRequire(import.meta.url).resolve(`zxing-wasm/reader/${WASM}`);
    for (const {fileName} of Object.values(chunks).filter(isReader)) {
      const beside = posix.join(posix.dirname(fileName), WASM);
      this.emitFile({type: 'asset', fileName: beside, source: readFileSync(path)});
    }
  },
});

/**
 * The module for bundlers fetches the copy of dist/cdn, so that the package has one. Bundlers find it by the
 * `new URL('…/zxing_reader.wasm', import.meta.url)` in that module.
 */
export const readerOfCdn = () => ({
  name: 'reader-of-cdn',
  renderChunk(code, chunk) {
    if (!isReader(chunk)) return null;
    const path = posix.relative(posix.dirname(chunk.fileName), posix.join(CDN_FOLDER, WASM));
    const moved = new MagicString(code).replace(`./${WASM}`, path);
    if (!moved.hasChanged()) this.error(`no chunk names ./${WASM} any more`);
    return {code: moved.toString(), map: moved.generateMap({hires: 'boundary'})};
  },
});

/** Removes the address of jsDelivr, from which zxing-wasm fetches its file unless it is given another. */
export const noOtherServer = () => ({
  name: 'no-other-server',
  transform(code, id) {
    if (!/node_modules\/zxing-wasm\/dist\/es\/share\.js$/.test(id.replaceAll('\\', '/'))) return null;
    const without = code.replace(/`https:\/\/[^`]+`/, 't + e');
    if (without === code || without.includes('https:')) this.error('zxing-wasm names its CDN in a new way');
    return {code: without, map: null};
  },
});
