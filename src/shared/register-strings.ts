/**
 * A merchant's own words for the texts of the elements, and texts of further languages. What is given is compared with
 * English: the same keys, texts in place of texts, functions in place of functions.
 */
import {isPayload, type Payload} from '../core/order/payload.js';
import {warn} from './console-warning.js';
import {brandNames, type Branded} from '../i18n/brand.js';
import * as english from '../i18n/en.js';
import {registry, STRINGS_REGISTERED, type RegisteredStrings} from '../i18n/registered-strings.js';
import type {Strings} from '../i18n/strings.js';

type Part<T> = T extends string
  ? string
  : T extends (...args: never[]) => unknown
    ? T
    : T extends readonly unknown[]
      ? T
      : {readonly [K in keyof T]?: Part<T[K]>};

/** Some of the texts, by group and key as in `Strings`; of a group with PayBy's names, the texts as they are shown. */
export type OwnStrings = {
  readonly [K in keyof Strings]?: Part<Strings[K] extends Branded<infer Group> ? Group : Strings[K]>;
};

/** A longer text fits nowhere, characters. */
const MAX_LENGTH = 1_000;

class Registry implements RegisteredStrings {
  readonly #own = new Map<string, Payload>();
  #adapted = new Map<string, WeakMap<object, object>>();

  get languages(): readonly string[] {
    return [...this.#own.keys()];
  }

  add(language: string, strings: Payload): void {
    this.#own.set(language, merged(this.#own.get(language) ?? {}, strings));
    this.#adapted = new Map();
  }

  adapt<K extends keyof Strings>(language: string, name: K, texts: Strings[K]): Strings[K] {
    const own = this.#own.get(language)?.[name];
    if (own === undefined) return texts;
    const known = this.#adapted.get(language) ?? new WeakMap<object, object>();
    this.#adapted.set(language, known);
    const adapted = known.get(texts) ?? adaptGroup(texts, own, name);
    known.set(texts, adapted);
    return adapted as Strings[K];
  }
}

/**
 * Replaces texts of a language, or adds a language: what is not given stays as it is, in a further language English.
 * Applies to every element of the page, at once; later calls add to earlier ones. On a server, `renderCheckout()` uses
 * the texts too.
 *
 * @param language the first part of a language tag: `en`, `ar`, `fr`
 * @throws {TypeError} naming every key that English lacks and every value of another type; then nothing is registered
 */
export function registerStrings(language: string, strings: OwnStrings): void {
  const tag = typeof (language as unknown) === 'string' ? language.toLowerCase() : '';
  const issues = /^[a-z]{2,3}$/.test(tag)
    ? problemsOf(strings, shapes(), '')
    : [`the language must be like "en" or "fr", not ${JSON.stringify(language)}`];
  if (issues.length > 0) throw new TypeError(`registerStrings: ${issues.join('; ')}.`);
  registry(() => new Registry()).add(tag === 'tl' ? 'fil' : tag, strings);
  if (typeof dispatchEvent === 'function') dispatchEvent(new Event(STRINGS_REGISTERED));
}

/** English, as it is shown. */
const shapes = (): Payload =>
  Object.fromEntries(
    Object.entries(english).map(([name, group]) => [
      name,
      typeof group === 'function' ? group(brandNames()) : group,
    ]),
  );

function problemsOf(given: unknown, wanted: unknown, path: string): readonly string[] {
  const wantsFunction = typeof wanted === 'function';
  if (typeof wanted === 'string' || wantsFunction) {
    if (typeof given !== typeof wanted) return [`${path} must be a ${wantsFunction ? 'function' : 'text'}`];
    const isTooLong = typeof given === 'string' && given.length > MAX_LENGTH;
    return isTooLong ? [`${path} is longer than ${MAX_LENGTH} characters`] : [];
  }
  if (!isPayload(given)) return [`${path === '' ? 'the texts' : path} must be an object`];
  return Object.entries(given).flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (!isPayload(wanted) || !Object.keys(wanted).includes(key))
      return [`${inner} is not a text of the elements`];
    return problemsOf(value, wanted[key], inner);
  });
}

/** A group, or the function that makes one of PayBy's names. */
const adaptGroup = (texts: object, own: unknown, path: string): object =>
  typeof texts === 'function'
    ? (...names: unknown[]) => adapted((texts as Texts)(...names), own, path)
    : (adapted(texts, own, path) as object);

type Texts = (...args: unknown[]) => unknown;

function adapted(texts: unknown, own: unknown, path: string): unknown {
  if (typeof own === 'function') return guarded(texts as Texts, own as Texts, path);
  if (!isPayload(own) || !isPayload(texts)) return own;
  const entries = Object.entries(own).map(([key, value]) => [
    key,
    adapted(texts[key], value, `${path}.${key}`),
  ]);
  return {...texts, ...Object.fromEntries(entries)};
}

/** A function that throws, or returns something else than ours does, costs nobody the page: ours is used. */
const guarded =
  (texts: Texts, own: Texts, path: string): Texts =>
  (...args) => {
    const known = texts(...args);
    try {
      const given = own(...args);
      if (isLike(given, known)) return given;
      warn(`The text ${path} that was registered returned something else than a text.`, undefined);
    } catch (cause) {
      warn(`The text ${path} that was registered has thrown.`, cause);
    }
    return known;
  };

/** Of the same shape: a text, a message, a list of steps. */
function isLike(given: unknown, known: unknown): boolean {
  if (typeof known !== 'object' || known === null) return typeof given === typeof known;
  if (typeof given !== 'object' || given === null) return false;
  return (
    Object.keys(given).length === Object.keys(known).length &&
    Object.entries(known).every(([key, text]) => isLike((given as Payload)[key], text))
  );
}

const merged = (one: Payload, other: Payload): Payload => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([key, value]) => {
      const before = one[key];
      return [key, isPayload(before) && isPayload(value) ? merged(before, value) : value];
    }),
  ),
});
