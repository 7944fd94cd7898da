/** The texts that a page has registered by `registerStrings()`, for every copy of the elements on it. */
import type {Strings} from './strings.js';

export interface RegisteredStrings {
  /** The languages that have registered texts. */
  readonly languages: readonly string[];
  /** One group of texts of a language, with those that are registered in their place. The same texts stay the same object. */
  adapt<K extends keyof Strings>(language: string, name: K, texts: Strings[K]): Strings[K];
}

/** Dispatched on `globalThis` when texts have been registered. */
export const STRINGS_REGISTERED = 'payby-strings';

const KEY = Symbol.for('payby-checkout.strings');
const page = globalThis as unknown as Record<symbol, RegisteredStrings | undefined>;

export const registeredStrings = (): RegisteredStrings | undefined => page[KEY];

/** The registry of the page, made by the first that needs one. */
export const registry = <R extends RegisteredStrings>(create: () => R): R => (page[KEY] ??= create()) as R;
