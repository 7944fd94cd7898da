/** RSA keys: read from files for the real PayBy, generated at start-up for the local gateway. */
import {createPrivateKey, createPublicKey, generateKeyPair, type KeyObject} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';

/** PayBy refuses shorter keys. */
const MIN_BITS = 2048;

/** An RSA key pair. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A key file cannot be used. The message names the file and never quotes it. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** A new key pair, in memory only. */
export const makeThrowAwayKeys = (): Promise<KeyPair> =>
  promisify(generateKeyPair)('rsa', {modulusLength: MIN_BITS});

/** Reads a private key: PEM, or the bare Base64 of PKCS #8 that PayBy's own key tool writes. */
export async function readPrivateKey(path: string): Promise<KeyObject> {
  const contents = await readKeyFile(path);
  return usableKey(path, 'private', () =>
    isPem(contents)
      ? createPrivateKey(contents)
      : createPrivateKey({key: Buffer.from(contents, 'base64'), format: 'der', type: 'pkcs8'}),
  );
}

/** Reads a public key: PEM (a certificate will do), or the bare Base64 of X.509 that PayBy's portal shows. */
export async function readPublicKey(path: string): Promise<KeyObject> {
  const contents = await readKeyFile(path);
  return usableKey(path, 'public', () =>
    isPem(contents)
      ? createPublicKey(contents)
      : createPublicKey({key: Buffer.from(contents, 'base64'), format: 'der', type: 'spki'}),
  );
}

const isPem = (contents: string): boolean => contents.includes('-----BEGIN ');

async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new KeyFileError(`key file ${path}: ${why}`, {cause});
  }
}

function usableKey(path: string, kind: 'private' | 'public', open: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = open();
  } catch {
    // No cause, on purpose: OpenSSL's errors can quote parts of the file.
    throw new KeyFileError(`key file ${path}: it holds no RSA ${kind} key in PEM or Base64`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_BITS) {
    throw new KeyFileError(`key file ${path}: PayBy needs an RSA key of ${String(MIN_BITS)} bits or more`);
  }
  return key;
}
