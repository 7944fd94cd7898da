import {brandNames, type Branded, type BrandNames} from '../i18n/brand.js';
import type {Strings} from '../i18n/strings.js';
import type {LocaleController} from './locale-controller.js';

/** Names of the groups of texts in which PayBy's names occur. */
type BrandedGroup = {
  [K in keyof Strings]: Strings[K] extends Branded<unknown> ? K : never;
}[keyof Strings];

/** The texts of a language with PayBy's names in them, or those that the merchant gives. */
export class BrandedTexts {
  readonly #locale: Pick<LocaleController, 'part'>;
  readonly #brand: () => unknown;
  #given: unknown;
  #names = brandNames();
  readonly #groups = new Map<unknown, unknown>();

  /** @param brand what the merchant has given: see `brandNames` */
  constructor(locale: Pick<LocaleController, 'part'>, brand: () => unknown) {
    this.#locale = locale;
    this.#brand = brand;
  }

  get names(): BrandNames {
    const given = this.#brand();
    if (given !== this.#given) {
      this.#given = given;
      this.#names = brandNames(given);
      this.#groups.clear();
    }
    return this.#names;
  }

  /** One group of texts in the language, given the English ones. The same texts stay the same object. */
  part<K extends BrandedGroup>(name: K, english: Strings[K]): ReturnType<Strings[K]> {
    const {names} = this;
    const group = this.#locale.part(name, english);
    if (!this.#groups.has(group)) this.#groups.set(group, group(names));
    return this.#groups.get(group) as ReturnType<Strings[K]>;
  }
}
