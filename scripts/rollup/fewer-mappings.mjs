// Rollup joins the maps of its plugins character by character: of ten segments, eight or nine repeat the position of
// the one before them. Without those a position is still found, in a map of a quarter of the size.
import {decode, encode} from '@jridgewell/sourcemap-codec';

/** Whether both segments point to the same place in the same source. */
const isRepeated = (before, [, source, line, column, name]) =>
  before !== undefined &&
  name === undefined &&
  before[1] === source &&
  before[2] === line &&
  before[3] === column;

const withoutRepeated = (line) => line.filter((segment, index) => !isRepeated(line[index - 1], segment));

/** Leaves out what source maps say twice. */
export const fewerMappings = () => ({
  name: 'fewer-mappings',
  generateBundle(_options, bundle) {
    for (const [fileName, asset] of Object.entries(bundle)) {
      if (!fileName.endsWith('.map')) continue;
      const map = JSON.parse(asset.source);
      map.mappings = encode(decode(map.mappings).map(withoutRepeated));
      asset.source = JSON.stringify(map);
    }
  },
});
