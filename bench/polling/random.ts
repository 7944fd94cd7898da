/** Chance that can be played again: the same seed and purpose give the same numbers, on every machine. */

/** A number from 0 to 1, new for every call; never 1. */
export type Random = () => number;

/** @param purpose keeps the chances of one policy apart from those of another, so that each can be run alone */
export function randomFrom(seed: number, purpose: string): Random {
  // Marsaglia's xorshift with 128 bits of state: far longer than any run, and good enough for waiting times
  const word = wordsFrom(`${seed} ${purpose}`);
  let [x, y, z, w] = [word(), word(), word(), word()];
  return () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 2 ** 32;
  };
}

/** Spreads a text over as many 32-bit words as are asked for. */
function wordsFrom(text: string): () => number {
  let hash = 17;
  const stir = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x45d9f3b);
    hash ^= hash >>> 15;
  };
  for (const letter of text) stir(letter.codePointAt(0) ?? 0);
  return () => {
    stir(0x5bd1e995);
    return hash || 1; // a state of nothing but zeros would stay there
  };
}

/** Mean 0, deviation 1 (Box and Muller). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Half of the values are below `median`; `spread` is the deviation of the logarithm. */
export const logNormal = (median: number, spread: number, random: Random): number =>
  median * Math.exp(spread * normal(random));

/** The waiting time for something that may happen at any moment. */
export const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random());
