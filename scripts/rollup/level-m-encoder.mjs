// What the CDN files have in place of `qrcode/lib/core/qrcode.js`: the same codes, module by module, for what the
// element asks of it, which is level M, every version, and the shortest mix of digits, capitals and bytes. Without
// other levels, Kanji, options and checks it is a quarter of the size. Numbers and rules: ISO/IEC 18004:2015.
// test/package/smaller-qrcode.test.ts compares it with the encoder as it is published.

const DIGITS = 0;
const CAPITALS = 1;
const BYTES = 2;

/** The order gives each character its value, in both modes that need one. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const RUNS = /([0-9]+)|([A-Z $%*+\-./:]+)|[^0-9A-Z $%*+\-./:]+/g;

/** Table 9, level M: error correction codewords of a block, by version; 28 from version 22 on. */
const BLOCK_CHECKS = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26];
/** Table 9, level M: blocks, by version. */
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
  31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];

const utf8 = new TextEncoder();
/** Bits of `length` characters: 10 for three digits, 11 for two capitals, 8 for a byte. */
const bitsOf = (mode, length) => Math.ceil((length * [20, 33, 48][mode]) / 6);
const lengthOf = ({mode, text}) => (mode === BYTES ? utf8.encode(text) : text).length;
/** Table 3: mode and count of a segment. */
const headBits = (mode, version) =>
  4 + [10, 9, 8][mode] + (version < 10 ? 0 : mode === BYTES ? 8 : version < 27 ? 2 : 4);

/** Centres of the alignment patterns on one side, Annex E. */
function alignment(version) {
  if (version === 1) return [];
  const gaps = Math.floor(version / 7) + 1;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (2 * gaps)) * 2;
  const centres = [6];
  for (let i = gaps; i--;) centres.push(version * 4 + 10 - i * step);
  return centres;
}

function codewords(version) {
  const side = version * 4 + 17;
  const centres = alignment(version).length;
  const onTiming = Math.max(0, centres - 2) * 10; // alignment patterns share five modules with a timing pattern
  const patterns = Math.max(0, centres * centres - 3) * 25 - onTiming;
  const versionInfo = version < 7 ? 0 : 36;
  return (side * side - 3 * 64 - 2 * (side - 16) - 31 - patterns - versionInfo) >> 3;
}

const checksOf = (version) => BLOCK_CHECKS[version - 1] ?? 28;
const capacity = (version) => codewords(version) - checksOf(version) * BLOCKS[version - 1];

function versionFor(segments) {
  for (let version = 1; version <= 40; version++) {
    let bits = 0;
    for (const segment of segments)
      bits += headBits(segment.mode, version) + bitsOf(segment.mode, lengthOf(segment));
    if (bits <= capacity(version) * 8) return version;
  }
}

/**
 * The cheapest way through the runs, each in its own mode or a wider one. `qrcode` counts what a run adds to the
 * segment before it in the order of the modes, and among equals takes the way that Dijkstra's algorithm meets first.
 */
function mix(runs, version) {
  let ways = [{cost: 0}];
  for (const run of runs) {
    const next = new Map();
    const length = utf8.encode(run.text).length;
    for (const from of ways) {
      let count = 0;
      for (let {mode} = run; mode <= BYTES; mode++) {
        const before = from.mode === mode ? count : 0;
        const head = from.mode === mode ? 0 : headBits(mode, version);
        const cost = from.cost + head + bitsOf(mode, (count = before + length)) - bitsOf(mode, before);
        if (next.get(mode)?.cost <= cost) continue;
        next.delete(mode); // so that it is the last in order again
        next.set(mode, {cost, mode, from, text: run.text});
      }
    }
    ways = [...next.values()].sort((a, b) => a.cost - b.cost);
  }
  const segments = [];
  for (let [way] = ways; way.from; way = way.from) {
    const [first] = segments;
    if (first?.mode === way.mode) first.text = way.text + first.text;
    else segments.unshift({mode: way.mode, text: way.text});
  }
  return segments;
}

function dataCodewords(segments, version) {
  const bits = [];
  const put = (value, count) => {
    while (count--) bits.push((value >> count) & 1);
  };
  for (const segment of segments) {
    const {mode, text} = segment;
    put(1 << mode, 4);
    put(lengthOf(segment), headBits(mode, version) - 4);
    if (mode === BYTES) for (const byte of utf8.encode(text)) put(byte, 8);
    else
      for (const group of text.match(mode === DIGITS ? /.{1,3}/g : /..?/g)) {
        let value = 0;
        for (const character of group)
          value = value * (mode === DIGITS ? 10 : 45) + ALPHABET.indexOf(character);
        put(value, bitsOf(mode, group.length));
      }
  }
  const size = capacity(version) * 8;
  put(0, Math.min(4, size - bits.length));
  put(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < size; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({length: size / 8}, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2));
}

/** Reed-Solomon over GF(2^8) with 0x11d, in blocks, interleaved. */
function withChecks(data, version) {
  const power = [];
  const log = [];
  for (let i = 0, x = 1; i < 255; i++) {
    power[i] = x;
    log[x] = i;
    x = (x << 1) ^ (x > 127 ? 0x11d : 0);
  }
  const times = (a, b) => (a && b ? power[(log[a] + log[b]) % 255] : 0);
  const checks = checksOf(version);
  let generator = [1];
  for (let i = 0; i < checks; i++)
    generator = [...generator, 0].map((x, j) => x ^ times(generator[j - 1] ?? 0, power[i]));

  const count = BLOCKS[version - 1];
  const result = [];
  const ends = [];
  for (let block = 0, start = 0; block < count; block++) {
    const end = start + Math.floor((data.length + block) / count);
    let rest = new Array(checks).fill(0);
    data.slice(start, end).forEach((byte, i) => {
      (result[i] ??= []).push(byte);
      const factor = byte ^ rest[0];
      rest = rest.map((_, j) => (rest[j + 1] ?? 0) ^ times(generator[j + 1], factor));
    });
    rest.forEach((byte, i) => (ends[i] ??= []).push(byte));
    start = end;
  }
  return [...result, ...ends].flat();
}

/** Table 10: a module is inverted where the value is zero. */
function maskValue(mask, row, column) {
  const sum = row + column;
  const product = row * column;
  switch (mask) {
    case 0:
      return sum % 2;
    case 1:
      return row % 2;
    case 2:
      return column % 3;
    case 3:
      return sum % 3;
    case 4:
      return ((row >> 1) + Math.floor(column / 3)) % 2;
    case 5:
      return (product % 2) + (product % 3);
    case 6:
      return ((product % 2) + (product % 3)) % 2;
    case 7:
      return ((product % 3) + (sum % 2)) % 2;
  }
}

/** A value with the remainder of its division by a generator, as format and version are written. */
function withRemainder(value, generator, degree) {
  let rest = value << degree;
  for (let i = 6; i--;) if ((rest >> (i + degree)) & 1) rest ^= generator << i;
  return (value << degree) | rest;
}

function penalty(modules, size) {
  let points = 0;
  let dark = 0;
  for (let line = 0; line < size; line++) {
    for (const [along, across] of [
      [1, size],
      [size, 1],
    ]) {
      let [run, last, recent] = [0, -1, 0];
      for (let i = 0; i < size; i++) {
        const module = modules[line * across + i * along];
        run = module === last ? run + 1 : 1;
        last = module;
        if (run > 4) points += run > 5 ? 1 : 3;
        recent = ((recent << 1) & 0x7ff) | module;
        if (i > 9 && (recent === 0x5d0 || recent === 0x5d)) points += 40;
      }
    }
    for (let i = line * size; i < line * size + size; i++) {
      dark += modules[i];
      const isLast = i % size === size - 1 || line === size - 1;
      const sum = modules[i] + modules[i + 1] + modules[i + size] + modules[i + size + 1];
      if (!isLast && sum % 4 === 0) points += 3;
    }
  }
  return points + Math.abs(Math.ceil((dark * 100) / modules.length / 5) - 10) * 10;
}

function draw(version, bytes) {
  const size = version * 4 + 17;
  let modules = new Uint8Array(size * size);
  const isFixed = new Uint8Array(size * size);
  const fix = (row, column, dark) => {
    modules[row * size + column] = dark;
    isFixed[row * size + column] = 1;
  };
  /** `rings`: dark or light, from the centre outwards. */
  const square = (row, column, rings) => {
    const reach = rings.length - 1;
    for (let r = -reach; r <= reach; r++)
      for (let c = -reach; c <= reach; c++)
        if (row + r >= 0 && row + r < size && column + c >= 0 && column + c < size)
          fix(row + r, column + c, rings[Math.max(Math.abs(r), Math.abs(c))]);
  };
  const format = (mask) => {
    const bits = withRemainder(mask, 0x537, 10) ^ 0x5412;
    for (let i = 0; i < 15; i++) {
      const dark = (bits >> i) & 1;
      fix(i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, 8, dark);
      fix(8, i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i, dark);
    }
    fix(size - 8, 8, 1);
  };

  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ])
    square(row, column, [1, 1, 0, 1, 0]);
  const centres = alignment(version);
  for (const row of centres)
    for (const column of centres) if (!isFixed[row * size + column]) square(row, column, [1, 0, 1]);
  for (let i = 8; i < size - 8; i++) {
    fix(i, 6, 1 - (i % 2));
    fix(6, i, 1 - (i % 2));
  }
  format(0);
  if (version > 6) {
    const bits = withRemainder(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const [row, column] = [Math.floor(i / 3), size - 11 + (i % 3)];
      fix(row, column, (bits >> i) & 1);
      fix(column, row, (bits >> i) & 1);
    }
  }

  let bit = 0;
  let isUpward = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right--;
    for (let i = 0; i < size * 2; i++) {
      const row = isUpward ? size - 1 - (i >> 1) : i >> 1;
      const at = row * size + right - (i % 2);
      if (!isFixed[at]) {
        modules[at] = (bytes[bit >> 3] >> (7 - (bit % 8))) & 1;
        bit++;
      }
    }
    isUpward = !isUpward;
  }

  let best;
  let lowest = Infinity;
  const unmasked = modules;
  for (let mask = 0; mask < 8; mask++) {
    modules = unmasked.slice();
    format(mask);
    for (let row = 0, i = 0; row < size; row++)
      for (let column = 0; column < size; column++, i++)
        if (!isFixed[i] && !maskValue(mask, row, column)) modules[i] ^= 1;
    const points = penalty(modules, size);
    if (points < lowest) [best, lowest] = [modules, points];
  }
  return {size, data: best};
}

export function create(text) {
  const runs = Array.from(text.matchAll(RUNS), ([run, digits, capitals]) => ({
    mode: digits ? DIGITS : capitals ? CAPITALS : BYTES,
    text: run,
  }));
  const segments = mix(runs, versionFor(runs) ?? 40);
  const version = versionFor(segments);
  if (!version) throw new Error('The amount of data is too big to be stored in a QR Code');
  return {modules: draw(version, withChecks(dataCodewords(segments, version), version))};
}
