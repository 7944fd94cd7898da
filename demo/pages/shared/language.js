// The page's language: English or Arabic, chosen by ?lang= and switched without a reload, so that an open order stays
// on the screen. The <html lang> attribute is the only place that holds the language; <payby-checkout> reads it too.
import {commonTexts} from './common-texts.js';

/** @typedef {string | ((...values: (string | number)[]) => string)} Text */
/** @typedef {{readonly [key: string]: Text}} Texts */

/**
 * A page's texts: the same keys in both languages.
 * @template {Texts} English
 * @typedef {{readonly en: English, readonly ar: {readonly [Key in keyof English]: Text}}} PageTexts
 */

/**
 * The text of a key in the page's language. `ifKnown` is for a key that is made of a word from the server, for which
 * there may be no text.
 * @template {string} Key
 * @typedef {((key: Key, ...values: (string | number)[]) => string) & {
 *   readonly ifKnown: (key: string, ...values: (string | number)[]) => string | undefined,
 * }} Translate
 */

/** @typedef {keyof typeof commonTexts.en} CommonKey */

/** Each attribute of the markup that holds the key of a text, and the attribute that gets the text. */
const translatedAttributes = {
  'data-empty-text': 'data-empty',
  'data-aria-label': 'aria-label',
  'data-placeholder': 'placeholder',
  'data-label': 'label',
  'data-alt': 'alt',
};

/** @returns {'en' | 'ar'} */
export const currentLanguage = () => (document.documentElement.lang === 'ar' ? 'ar' : 'en');

/** For `Intl`: Arabic with Latin digits, as they stand on UAE price tags. */
export const currentLocale = () => (currentLanguage() === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE');

/**
 * Fills in the page's texts, and again when the language is switched.
 * @template {Texts} English
 * @param {PageTexts<English>} texts
 * @param {() => void} [onSwitch] is called after a switch, for the texts that the page has written itself.
 * @returns {Translate<Extract<keyof English, string> | CommonKey>}
 */
export function translatePage(texts, onSwitch = () => {}) {
  /** @type {Translate<string>['ifKnown']} */
  const ifKnown = (key, ...values) => {
    const language = currentLanguage();
    /** @type {Texts} */
    const common = commonTexts[language];
    const text = texts[language][key] ?? common[key];
    return typeof text === 'function' ? text(...values) : text;
  };
  const translate = Object.assign(
    (/** @type {string} */ key, /** @type {(string | number)[]} */ ...values) =>
      ifKnown(key, ...values) ?? key,
    {ifKnown},
  );

  const showTexts = () => {
    for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]')))
      node.textContent = translate(node.dataset['text'] ?? '');
    for (const [from, to] of Object.entries(translatedAttributes)) {
      for (const node of document.querySelectorAll(`[${from}]`))
        node.setAttribute(to, translate(node.getAttribute(from) ?? ''));
    }
    // Links within the demo carry the language in their address; nothing is stored.
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (
      document.querySelectorAll('a[href^="/"]')
    ))
      link.search = currentLanguage() === 'ar' ? '?lang=ar' : '';
    delete document.documentElement.dataset['translating'];
  };

  document.querySelector('[data-switch-language]')?.addEventListener('click', () => {
    const next = currentLanguage() === 'ar' ? 'en' : 'ar';
    document.documentElement.lang = next;
    document.documentElement.dir = next === 'ar' ? 'rtl' : 'ltr';
    const address = new URL(location.href);
    address.searchParams.set('lang', next);
    history.replaceState(history.state, '', address);
    showTexts();
    onSwitch();
  });

  showTexts();
  return translate;
}
