/** The names that payers and cashiers know PayBy by. They differ by market and year, so a merchant may change them. */

export interface BrandNames {
  /** The service that is paid with: "PayBy". */
  readonly payby: string;
  /** The other app that can pay: "BOTIM". */
  readonly botim: string;
  /** The app of a partner store's cashier: "PayBy POS". */
  readonly pos: string;
}

/** A group of texts in which the names occur. */
export type Branded<T> = (brand: BrandNames) => T;

const NAMES: BrandNames = {payby: 'PayBy', botim: 'BOTIM', pos: 'PayBy POS'};
/** A longer name would not fit into a button, characters. */
const MAX_NAME = 40;

/** The names that a merchant has given, `{payby: "Botim Money"}`; what is no name is left as it is. */
export function brandNames(given?: unknown): BrandNames {
  const names = (given ?? {}) as Readonly<Record<string, unknown>>;
  const name = (key: keyof BrandNames): string => {
    const text = names[key];
    return typeof text === 'string' && text.trim() !== '' && text.length <= MAX_NAME
      ? text.trim()
      : NAMES[key];
  };
  return {payby: name('payby'), botim: name('botim'), pos: name('pos')};
}
