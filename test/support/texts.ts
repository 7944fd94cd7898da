import {brandNames, type BrandNames} from '../../src/i18n/brand.js';
import type {Strings} from '../../src/i18n/strings.js';

type Texts<T> = T extends (brand: BrandNames) => infer Group ? Group : T;
type Language = {readonly [K in keyof Strings]: Texts<Strings[K]>};

/** All texts of a language, with PayBy's names in them or those given. */
export const textsOf = (language: Strings, brand: BrandNames = brandNames()): Language =>
  Object.fromEntries(
    Object.entries(language).map(([name, group]: [string, unknown]) => [
      name,
      typeof group === 'function' ? (group as (brand: BrandNames) => unknown)(brand) : group,
    ]),
  ) as Language;
