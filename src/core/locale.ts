/** Which of our languages a page means, from tags as browsers and authors write them. */

const RIGHT_TO_LEFT = /^(ar|fa|he|ps|ur)\b/;

/** The first tag whose language we have; tags that are none ("C", "") are passed over. */
export function pickLanguage<L extends string>(
  tags: readonly (string | null | undefined)[],
  have: readonly L[],
): L | undefined {
  for (const tag of tags) {
    const language = tag?.trim().toLowerCase().split(/[-_]/)[0];
    const found = have.find((name) => name === language);
    if (found) return found;
  }
  return undefined;
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
