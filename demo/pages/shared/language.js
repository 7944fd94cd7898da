// The page's language: English or Arabic, chosen by ?lang= and switched without a reload, so that an open order
// stays on the screen. The <html lang> attribute is the only place that knows the language; <payby-checkout>
// reads it there as well.
import {commonTexts} from './common-texts.js';

/** Which attribute of the markup names the text of which attribute on the screen. */
const translatedAttributes = {
  'data-empty-text': 'data-empty',
  'data-aria-label': 'aria-label',
  'data-placeholder': 'placeholder',
  'data-label': 'label',
};

export const currentLanguage = () => (document.documentElement.lang === 'ar' ? 'ar' : 'en');

/**
 * Fills in the page's words, keeps them right when the language is switched, and returns `say(key, …values)`.
 * `texts` is `{en: {key: text}, ar: {key: text}}`; a text may be a function of values. `onChange` is called after
 * a switch, for the words a page has written itself.
 */
export function speak(texts, onChange = () => {}) {
  const say = (key, ...values) => {
    const text = texts[currentLanguage()][key] ?? commonTexts[currentLanguage()][key];
    return typeof text === 'function' ? text(...values) : (text ?? key);
  };

  const showTexts = () => {
    for (const node of document.querySelectorAll('[data-text]')) node.textContent = say(node.dataset.text);
    for (const [from, to] of Object.entries(translatedAttributes)) {
      for (const node of document.querySelectorAll(`[${from}]`))
        node.setAttribute(to, say(node.getAttribute(from)));
    }
    // Links within the demo carry the language along; nothing is stored.
    for (const link of document.querySelectorAll('a[href^="/"]')) {
      link.search = currentLanguage() === 'ar' ? '?lang=ar' : '';
    }
    delete document.documentElement.dataset.translating;
  };

  document.querySelector('[data-switch-language]')?.addEventListener('click', () => {
    const next = currentLanguage() === 'ar' ? 'en' : 'ar';
    document.documentElement.lang = next;
    document.documentElement.dir = next === 'ar' ? 'rtl' : 'ltr';
    const address = new URL(location.href);
    address.searchParams.set('lang', next);
    history.replaceState(null, '', address);
    showTexts();
    onChange();
  });

  showTexts();
  return say;
}
