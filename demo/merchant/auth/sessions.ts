/**
 * Who is at the keyboard: staff, who may give money back, or a till, which may charge a customer's code. A session is
 * a random token in a cookie that scripts cannot read and other sites cannot send; the store knows its digest only.
 */
import {createHash, scrypt, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import type {Context} from 'hono';
import {deleteCookie, getCookie, setCookie} from 'hono/cookie';
import type {CookieOptions} from 'hono/utils/cookie';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import {randomWord, type Random} from '../../payby/random.js';
import {LoginLimit} from './login-limit.js';
import type {SessionStore, StoredSession} from './session-store.js';

const HOUR_MS = 60 * 60_000;
const LIFE_MS: Readonly<Record<Role, number>> = {staff: 8 * HOUR_MS, till: 14 * HOUR_MS};
const COOKIE = 'session';
const TOKEN = /^[\w-]{20,100}$/;
const TOKEN_BYTES = 32;
const HASH_BYTES = 32;
const hash = promisify<string, Uint8Array, number, Buffer>(scrypt);

export type Role = StoredSession['role'];

export interface SessionsOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly passwords: Readonly<Record<Role, string | undefined>>;
  /** Over https only, as everywhere but on this machine. */
  readonly isSecure: boolean;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #limit: LoginLimit;
  readonly #salt: Uint8Array;
  readonly #hashes: Promise<readonly (readonly [Role, Buffer])[]>;
  #lastLogin: Promise<unknown> = Promise.resolve();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#limit = new LoginLimit(options.clock);
    this.#salt = options.random(16);
    this.#hashes = this.#hashAll(options.passwords);
    this.#hashes.catch(() => undefined); // the rejection reaches every login, which awaits it
  }

  /** Whose session the request carries. */
  async role(c: Context): Promise<Role | undefined> {
    const token = this.#tokenIn(c);
    if (token === undefined) return undefined;
    const session = await this.#options.store.findSession(digestOf(token));
    return session && session.expiresAt > this.#options.clock.now() ? session.role : undefined;
  }

  /** Staff may do whatever a till may. */
  async require(c: Context, role: Role): Promise<Role> {
    const own = await this.role(c);
    if (own === 'staff' || (own !== undefined && own === role)) return own;
    if (own === undefined) throw new HttpError(401, 'login-needed', 'Please log in first.');
    throw new HttpError(403, 'staff-only', 'Only staff may do this. Please log in as staff.');
  }

  /** Answers the role that the password opens. Wrong ones are slowed down, all of them and each address more. */
  async login(c: Context, password: string, address: string): Promise<Role> {
    // One at a time: hashing is slow on purpose, and parallel logins would occupy every hashing thread.
    const login = this.#lastLogin.then(async () => {
      this.#limit.admit(address);
      const role = await this.#roleOf(password);
      if (role === undefined) {
        this.#limit.count(address);
        this.#options.log('login refused', {level: 'warn'});
        throw new HttpError(401, 'wrong-password', 'The password is not right.');
      }
      this.#limit.forget(address);
      await this.open(c, role);
      this.#options.log('logged in', {role});
      return role;
    });
    this.#lastLogin = login.catch(() => undefined); // the rejection reaches the caller of login()
    return login;
  }

  /** Opens a session and gives its cookie to the browser. */
  async open(c: Context, role: Role): Promise<void> {
    const {store, clock, random} = this.#options;
    const token = randomWord(random, TOKEN_BYTES);
    const now = clock.now();
    await store.addSession({digest: digestOf(token), role, expiresAt: now + LIFE_MS[role]}, now);
    setCookie(c, COOKIE, token, {...this.#cookie, maxAge: LIFE_MS[role] / 1000});
  }

  async end(c: Context): Promise<void> {
    const token = this.#tokenIn(c);
    if (token !== undefined) await this.#options.store.endSession(digestOf(token));
    deleteCookie(c, COOKIE, this.#cookie);
  }

  /** Over https the browser binds the cookie to this host: `__Host-session`. */
  get #cookie(): CookieOptions {
    const {isSecure} = this.#options;
    const attributes: CookieOptions = {path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure};
    return isSecure ? {...attributes, prefix: 'host'} : attributes;
  }

  #tokenIn(c: Context): string | undefined {
    const token = this.#options.isSecure ? getCookie(c, COOKIE, 'host') : getCookie(c, COOKIE);
    return token !== undefined && TOKEN.test(token) ? token : undefined;
  }

  async #hashAll(passwords: SessionsOptions['passwords']): Promise<readonly (readonly [Role, Buffer])[]> {
    const {staff, till} = passwords;
    const known: [Role, string][] = [];
    if (staff !== undefined) known.push(['staff', staff]);
    if (till !== undefined) known.push(['till', till]);
    return Promise.all(
      known.map(async ([role, password]) => [role, await hash(password, this.#salt, HASH_BYTES)] as const),
    );
  }

  /** Every password is compared with, so that the response time does not depend on which one matches. */
  async #roleOf(password: string): Promise<Role | undefined> {
    const given = await hash(password, this.#salt, HASH_BYTES);
    const roles = (await this.#hashes).map(([role, known]) =>
      timingSafeEqual(given, known) ? role : undefined,
    );
    return roles.find((role) => role !== undefined);
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
