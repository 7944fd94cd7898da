// The camera's reader is WebAssembly from zxing-wasm. A page that shows it asks no server but the one that serves our
// own files.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {posix} from 'node:path';

/**
 * Puts zxing_reader.wasm beside the chunk that fetches it. Bundlers find it by the
 * `new URL('./zxing_reader.wasm', import.meta.url)` in that chunk.
 */
export const readerBeside = () => ({
  name: 'reader-beside',
  generateBundle(_options, chunks) {
    const wasm = 'zxing_reader.wasm';
    const path = createRequire(import.meta.url).resolve(`zxing-wasm/reader/${wasm}`);
    for (const chunk of Object.values(chunks)) {
      if (!chunk.moduleIds?.some((id) => /[\\/]zxing-detector\.lazy\.ts$/.test(id))) continue;
      const fileName = posix.join(posix.dirname(chunk.fileName), wasm);
      this.emitFile({type: 'asset', fileName, source: readFileSync(path)});
    }
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
