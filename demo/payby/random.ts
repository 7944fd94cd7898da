/** Randomness as an argument: the operating system's when the demo runs, repeatable bytes in tests. */
import {randomBytes} from 'node:crypto';

/** Returns `size` random bytes. */
export type Random = (size: number) => Uint8Array;

/** The operating system's cryptographic randomness. */
export const systemRandom: Random = (size) => randomBytes(size);

/** `size` random bytes in hexadecimal. */
export const randomHex = (random: Random, size: number): string => Buffer.from(random(size)).toString('hex');

/** `size` random bytes as letters, digits, `-` and `_`: six bits a character. */
export const randomWord = (random: Random, size: number): string =>
  Buffer.from(random(size)).toString('base64url');

/** `count` decimal digits, at most 18. They are made from 128 bits, so that all digits are equally likely in practice. */
export function randomDigits(random: Random, count: number): string {
  const folded = BigInt(`0x${randomHex(random, 16)}`) % 10n ** BigInt(count);
  return folded.toString().padStart(count, '0');
}
