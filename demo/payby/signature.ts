/** PayBy's `sign` header: Base64 of SHA256withRSA (PKCS #1 v1.5) over the exact bytes of the body. */
import {sign as rsaSign, verify as rsaVerify, type KeyObject} from 'node:crypto';

/** The `sign` header of these bytes. */
export const signBytes = (bytes: Uint8Array, privateKey: KeyObject): string =>
  rsaSign('sha256', bytes, privateKey).toString('base64');

/** Whether `signature` was made over exactly these bytes with the private half of `publicKey`. */
export function verifyBytes(
  bytes: Uint8Array,
  signature: string | null | undefined,
  publicKey: KeyObject,
): boolean {
  if (!signature) return false;
  const decoded = Buffer.from(signature, 'base64');
  // Node ignores stray characters in Base64, but one signature must have one spelling.
  if (decoded.toString('base64') !== signature) return false;
  return rsaVerify('sha256', bytes, publicKey, decoded);
}
