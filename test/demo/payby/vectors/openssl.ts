/** The openssl command: it makes keys and signatures without our code, and verifies ours. */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Why openssl cannot be used, or `false` when it can. */
export const noOpenssl: string | false =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not on the PATH';

/** A temporary folder with a key pair. */
export class Openssl {
  readonly #folder = mkdtempSync(join(tmpdir(), 'payby-openssl-'));

  constructor(bits = 2048) {
    this.#run(
      'genpkey',
      '-algorithm',
      'RSA',
      '-pkeyopt',
      `rsa_keygen_bits:${String(bits)}`,
      '-out',
      'private.pem',
    );
    this.#run('pkey', '-in', 'private.pem', '-pubout', '-out', 'public.pem');
    this.#run('pkcs8', '-topk8', '-nocrypt', '-in', 'private.pem', '-outform', 'DER', '-out', 'private.der');
    this.#run('pkey', '-in', 'private.pem', '-pubout', '-outform', 'DER', '-out', 'public.der');
  }

  /** The path of one of `private.pem`, `public.pem`, `private.der` and `public.der`. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Signs the bytes: Base64 on one line, as PayBy's `sign` header has it. */
  sign(bytes: Uint8Array): string {
    writeFileSync(this.path('body'), bytes);
    this.#run('dgst', '-sha256', '-sign', 'private.pem', '-out', 'signature', 'body');
    return this.#run('base64', '-A', '-in', 'signature').trim();
  }

  /** Whether openssl verifies the signature with this public key. Default: the folder's own. */
  verifies(bytes: Uint8Array, signature: string, publicPem?: string): boolean {
    writeFileSync(this.path('body'), bytes);
    writeFileSync(this.path('given'), signature);
    writeFileSync(this.path('public-to-use.pem'), publicPem ?? readFileSync(this.path('public.pem')));
    // A signature that is not Base64 becomes empty, which does not verify
    this.#run('base64', '-d', '-A', '-in', 'given', '-out', 'given.bin');
    const args = ['dgst', '-sha256', '-verify', 'public-to-use.pem', '-signature', 'given.bin', 'body'];
    const {status, stdout} = spawnSync('openssl', args, {cwd: this.#folder, encoding: 'utf8'});
    return status === 0 && stdout.includes('Verified OK');
  }

  /** Deletes the folder. */
  remove(): void {
    rmSync(this.#folder, {recursive: true});
  }

  #run(...args: readonly string[]): string {
    return execFileSync('openssl', args, {
      cwd: this.#folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }
}
