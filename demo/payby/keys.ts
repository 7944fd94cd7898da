/** RSA keys: from files when the server talks to the real PayBy, made on the spot for the local gateway. */
import {createPrivateKey, createPublicKey, generateKeyPair, type KeyObject} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';

const LEAST_BITS = 2048; // PayBy takes nothing smaller

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** One sentence for the person who set the variable; it never quotes what the file holds. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** Both keys live in memory for one run and are written nowhere. */
export const makeThrowAwayKeys = (): Promise<KeyPair> =>
  promisify(generateKeyPair)('rsa', {modulusLength: LEAST_BITS});

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
    // The cause is dropped on purpose: OpenSSL's errors can carry parts of the input.
    throw new KeyFileError(`key file ${path}: it holds no RSA ${kind} key in PEM or Base64`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < LEAST_BITS) {
    throw new KeyFileError(`key file ${path}: PayBy needs an RSA key of ${String(LEAST_BITS)} bits or more`);
  }
  return key;
}
