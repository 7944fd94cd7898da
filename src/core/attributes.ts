/**
 * Enumerated attributes: those that take one word of a list, or several. An invalid word never throws; it is reported in
 * one sentence that names the valid ones. The sentence does not repeat the word, which might be a secret.
 */

/** What is wrong with the value of an attribute. */
export interface AttributeIssue {
  /** Name of the attribute: `status-url`. */
  readonly name: string;
  /** The value as the page has written it, to report each value once. Not to be printed. */
  readonly value: string;
  /** One sentence for the integrator. */
  readonly message: string;
}

export type ReportIssue = (issue: AttributeIssue) => void;

const ignore: ReportIssue = () => undefined;

/** The word that the value is, else the first of the list. No value at all (`null`) means the first, too. */
export function parseWord<T extends string>(
  name: string,
  value: string | null | undefined,
  words: readonly [T, ...T[]],
  report: ReportIssue = ignore,
): T {
  const [fallback] = words;
  const known = words.find((word) => word === value);
  if (known !== undefined || value === null || value === undefined) return known ?? fallback;
  const message = `Invalid ${name} attribute: expected ${listOf(words)}. Using ${fallback}.`;
  report({name, value, message});
  return fallback;
}

/** Those of the words, separated by blanks, that are in the list. */
export function parseWords<T extends string>(
  name: string,
  value: string,
  words: readonly T[],
  report: ReportIssue = ignore,
): ReadonlySet<T> {
  const written = value.split(/\s+/).filter(Boolean);
  const known = new Set(words.filter((word) => written.includes(word)));
  if (written.some((word) => !words.some((one) => one === word))) {
    const message = `Invalid ${name} attribute: expected any of ${listOf(words)}. Other words are ignored.`;
    report({name, value, message});
  }
  return known;
}

/** "page, focus or off". */
const listOf = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.slice(-1).join('')}` : words.join('');
