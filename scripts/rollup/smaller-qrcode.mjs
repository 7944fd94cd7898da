// What the element does not need of its QR encoder, more than 700 bytes of brotli. The codes stay the same, module by
// module: test/package/smaller-qrcode.test.ts compares them.

/**
 * `dijkstrajs` (MIT, Wyatt Baldwin) finds the shortest mix of segments. This is its algorithm, with the same order
 * among equals, without its priority queue and its checks.
 */
const dijkstra = `
exports.find_path = (graph, start, end) => {
  const costs = {[start]: 0};
  const previous = {};
  const open = [[0, start]];
  const path = [];
  while (open.length) {
    const [cost, from] = open.shift();
    for (const to in graph[from]) {
      const sum = cost + graph[from][to];
      if (costs[to] <= sum) continue;
      costs[to] = sum;
      previous[to] = from;
      open.push([sum, to]);
      open.sort((a, b) => a[0] - b[0]);
    }
  }
  for (let node = end; node; node = previous[node]) path.unshift(node);
  return path;
};`;

/** Path below node_modules → what is replaced, and by what. */
const changes = new Map([
  ['dijkstrajs/dijkstra', [/[^]+/, dijkstra]],
  // Kanji have a mode of their own only where the encoder is given a table of Shift JIS, and it never is
  ['qrcode/lib/core/kanji-data', [/[^]+/, 'module.exports = class {};']],
  ['qrcode/lib/core/regex', [/let kanji = [^]*?\)\+'/, "let kanji = '(?!)'"]],
  // Every segment comes from fromString(), with its mode
  ['qrcode/lib/core/segments', [/let mode\n[^]*?(?=\n +switch)/, 'const mode = modesHint']],
  ['qrcode/lib/core/mode', [/exports\.getBestModeForData[^]*/, '']],
]);

export const smallerQrcode = () => ({
  name: 'smaller-qrcode',
  transform(code, id) {
    const [, file] = /node_modules\/([^?]+)\.js$/.exec(id.replaceAll('\\', '/')) ?? [];
    if (!changes.has(file)) return null;
    const [pattern, replacement] = changes.get(file);
    if (!pattern.test(code)) this.error('The QR encoder is written in a new way.');
    return {code: code.replace(pattern, replacement), map: null};
  },
});
