/**
 * The passwords of the roles, by slow hashes. The store keeps each hash, so that a server that starts with another
 * password ends the sessions which the old one opened.
 */
import {scrypt, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import type {Random} from '../../payby/random.js';
import type {PasswordHash, Role, SessionStore} from './session-store.js';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const slowHash = promisify<string, Uint8Array, number, Buffer>(scrypt);

export interface PasswordsOptions {
  readonly store: SessionStore;
  readonly random: Random;
  /** A role without a password has no login. */
  readonly passwords: Readonly<Record<Role, string | undefined>>;
}

const roles: readonly Role[] = ['staff', 'till'];

export class Passwords {
  readonly #options: PasswordsOptions;
  #hashes: Promise<ReadonlyMap<Role, PasswordHash>> | undefined;

  constructor(options: PasswordsOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the sessions of every password that has changed are ended. Rejects when the store fails, and tries
   * again at the next call.
   */
  async ready(): Promise<void> {
    await this.#known();
  }

  /** The hash that this process knows of the role's password; another instance may have replaced it since. */
  async hashOf(role: Role): Promise<PasswordHash | undefined> {
    return (await this.#known()).get(role);
  }

  /** The role that the password opens. It is compared with every one, so that the time does not tell which one fits. */
  async roleOf(password: string): Promise<Role | undefined> {
    const known = [...(await this.#known())];
    const matches = await Promise.all(
      known.map(async ([role, hash]) => ((await fits(password, hash)) ? role : undefined)),
    );
    return matches.find((role) => role !== undefined);
  }

  #known(): Promise<ReadonlyMap<Role, PasswordHash>> {
    this.#hashes ??= this.#compare();
    this.#hashes.catch(() => {
      this.#hashes = undefined;
    });
    return this.#hashes;
  }

  async #compare(): Promise<ReadonlyMap<Role, PasswordHash>> {
    const {store, random, passwords} = this.#options;
    const hashes = new Map<Role, PasswordHash>();
    for (const role of roles) {
      const password = passwords[role];
      const stored = await store.passwordHash(role);
      if (password === undefined) {
        if (stored) await store.replacePasswordHash(role, undefined);
        continue;
      }
      const isSame = stored !== undefined && (await fits(password, stored));
      const hash = isSame ? stored : await hashed(password, random(SALT_BYTES));
      if (!isSame) await store.replacePasswordHash(role, hash);
      hashes.set(role, hash);
    }
    return hashes;
  }
}

async function hashed(password: string, salt: Uint8Array): Promise<PasswordHash> {
  const hash = await slowHash(password, salt, HASH_BYTES);
  return {salt: Buffer.from(salt).toString('base64url'), hash: hash.toString('base64url')};
}

async function fits(password: string, {salt, hash}: PasswordHash): Promise<boolean> {
  const given = await hashed(password, Buffer.from(salt, 'base64url'));
  return timingSafeEqual(Buffer.from(given.hash), Buffer.from(hash));
}
