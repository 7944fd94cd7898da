/**
 * Who is at the keyboard: staff, who may give money back, or a till, which may charge a customer's code. A session is
 * a random token in a cookie that scripts cannot read and other sites cannot send; the store knows its digest only.
 */
import {createHash} from 'node:crypto';
import type {Context} from 'hono';
import {deleteCookie, getCookie, setCookie} from 'hono/cookie';
import type {CookieOptions} from 'hono/utils/cookie';
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import {randomWord, type Random} from '../../payby/random.js';
import {LoginDelays, tooManyLogins} from './login-delays.js';
import {Passwords} from './passwords.js';
import type {Role, SessionStore} from './session-store.js';

const HOUR_MS = 60 * 60_000;
const LIFE_MS: Readonly<Record<Role, number>> = {staff: 8 * HOUR_MS, till: 14 * HOUR_MS};
const DEVICE_LIFE_MS = 180 * 24 * HOUR_MS;
const SESSION_COOKIE = 'session';
const DEVICE_COOKIE = 'device';
const TOKEN = /^[\w-]{20,100}$/;
const TOKEN_BYTES = 32;
/** All browsers that only a till's password has opened: it opens any number of them, each with free guesses. */
const TILL_BROWSERS = 'browsers of tills';
/** What the cookie of such a browser begins with. */
const TILL_DEVICE = 'till-';
/** Logins of strangers that wait for a hash; each takes about a twentieth of a second. */
const MOST_STRANGERS_WAITING = 20;

export type {Role} from './session-store.js';

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
  readonly #delays: LoginDelays;
  readonly #passwords: Passwords;
  readonly #knownBrowsers = new Line();
  readonly #strangers = new Line();

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#delays = new LoginDelays(options.clock);
    this.#passwords = new Passwords(options);
  }

  /** Whose session the request carries. */
  async role(c: Context): Promise<Role | undefined> {
    const token = this.#tokenIn(c, SESSION_COOKIE);
    if (token === undefined) return undefined;
    await this.#passwords.ready();
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

  /**
   * Answers the role that the password opens. After wrong passwords a caller waits longer and longer; a browser that has
   * logged in before has a line of its own, so no number of strangers keeps staff and tills out.
   */
  async login(c: Context, password: string, address: string): Promise<Role> {
    const {store, clock, log} = this.#options;
    const device = this.#tokenIn(c, DEVICE_COOKIE);
    const isKnown = device !== undefined && (await store.hasDevice(digestOf(device), clock.now()));
    if (!isKnown && this.#strangers.length >= MOST_STRANGERS_WAITING) throw tooManyLogins(1_000);
    const caller = isKnown ? `device ${digestOf(device)}` : `address ${address}`;
    const isTills = isKnown && device.startsWith(TILL_DEVICE);
    // One at a time: hashing is slow on purpose, and parallel logins would occupy every hashing thread.
    return (isKnown ? this.#knownBrowsers : this.#strangers).wait(async () => {
      this.#delays.admit(caller);
      const role = await this.#passwords.roleOf(password);
      if (role !== 'till' && isTills) this.#admitTills(caller); // the same answer to the staff's password and a wrong one
      if (role === undefined) {
        this.#delays.count(caller);
        if (isTills) this.#delays.count(TILL_BROWSERS);
        throw this.#refused();
      }
      if (role === 'staff') this.#delays.forget(caller);
      await this.open(c, role);
      if (!isKnown || (role === 'staff' && isTills)) await this.#rememberBrowser(c, role);
      log('logged in', {role});
      return role;
    });
  }

  /**
   * Opens a session and gives its cookie to the browser. Throws a 401 when another instance has replaced the role's
   * password: during a rolling restart, this one still knows the old one.
   */
  async open(c: Context, role: Role): Promise<void> {
    const {store, clock, random} = this.#options;
    const passwordHash = await this.#passwords.hashOf(role);
    const token = randomWord(random, TOKEN_BYTES);
    const now = clock.now();
    const session = {digest: digestOf(token), role, expiresAt: now + LIFE_MS[role]};
    if (!(await store.addSession(session, {now, passwordHash}))) throw this.#refused();
    setCookie(c, SESSION_COOKIE, token, {...this.#cookie, maxAge: LIFE_MS[role] / 1000});
  }

  async end(c: Context): Promise<void> {
    const token = this.#tokenIn(c, SESSION_COOKIE);
    if (token !== undefined) await this.#options.store.endSession(digestOf(token));
    deleteCookie(c, SESSION_COOKIE, this.#cookie);
  }

  /** Logs everybody out, tills too: the caller as well. */
  async endAll(c: Context): Promise<void> {
    await this.#options.store.endSessions();
    this.#options.log('everybody logged out', {level: 'warn'});
    deleteCookie(c, SESSION_COOKIE, this.#cookie);
  }

  /** A till's own password lets it in all the same. */
  #admitTills(caller: string): void {
    try {
      this.#delays.admit(TILL_BROWSERS);
    } catch (refusal) {
      this.#delays.count(caller);
      throw refusal;
    }
  }

  #refused(): HttpError {
    this.#options.log('login refused', {level: 'warn'});
    return new HttpError(401, 'wrong-password', 'The password is not right.');
  }

  /** The cookie opens nothing: it only keeps the browser's logins apart from those of strangers. */
  async #rememberBrowser(c: Context, role: Role): Promise<void> {
    const {store, clock, random} = this.#options;
    const token = `${role === 'till' ? TILL_DEVICE : ''}${randomWord(random, TOKEN_BYTES)}`;
    const now = clock.now();
    await store.addDevice({digest: digestOf(token), expiresAt: now + DEVICE_LIFE_MS}, now);
    setCookie(c, DEVICE_COOKIE, token, {...this.#cookie, maxAge: DEVICE_LIFE_MS / 1000});
  }

  /** Over https the browser binds the cookie to this host: `__Host-session`. */
  get #cookie(): CookieOptions {
    const {isSecure} = this.#options;
    const attributes: CookieOptions = {path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure};
    return isSecure ? {...attributes, prefix: 'host'} : attributes;
  }

  #tokenIn(c: Context, cookie: string): string | undefined {
    const token = this.#options.isSecure ? getCookie(c, cookie, 'host') : getCookie(c, cookie);
    return token !== undefined && TOKEN.test(token) ? token : undefined;
  }
}

/** Runs one task after the other. */
class Line {
  #last: Promise<unknown> = Promise.resolve();
  #length = 0;

  /** Tasks that run or wait. */
  get length(): number {
    return this.#length;
  }

  async wait<T>(task: () => Promise<T>): Promise<T> {
    this.#length += 1;
    const turn = this.#last.then(task).finally(() => {
      this.#length -= 1;
    });
    this.#last = turn.catch(() => undefined); // the rejection reaches the caller
    return turn;
  }
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
