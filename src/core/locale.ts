/** Chooses a language of the elements by the tags of a browser or an author. */

const RIGHT_TO_LEFT = /^(ar|fa|he|ps|ur)\b/;

/** The language of the first tag that is supported; invalid tags ("C", "") are skipped. */
export function pickLanguage<L extends string>(
  tags: readonly (string | null | undefined)[],
  have: readonly L[],
): L | undefined {
  for (const tag of tags) {
    // Filipino is also tagged as Tagalog, from which it comes: by old browsers, and on many pages
    const language = tag?.trim().toLowerCase().split(/[-_]/)[0];
    const found = have.find((name) => name === (language === 'tl' ? 'fil' : language));
    if (found) return found;
  }
  return undefined;
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
