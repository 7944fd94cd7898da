/** Randomness as an argument: the operating system's when the demo runs, a repeatable one in tests. */
import {randomBytes} from 'node:crypto';

/** Answers that many random bytes. */
export type Random = (size: number) => Uint8Array;

export const systemRandom: Random = (size) => randomBytes(size);

export const randomHex = (random: Random, size: number): string => Buffer.from(random(size)).toString('hex');

/** Letters, digits, `-` and `_`: six bits a character. */
export const randomWord = (random: Random, size: number): string =>
  Buffer.from(random(size)).toString('base64url');

/** Up to 18 decimal digits. 128 bits are folded onto them, so that no digit is noticeably likelier than another. */
export function randomDigits(random: Random, count: number): string {
  const folded = BigInt(`0x${randomHex(random, 16)}`) % 10n ** BigInt(count);
  return folded.toString().padStart(count, '0');
}
