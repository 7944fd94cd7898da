/**
 * The language of a host: its `locale`, else the nearest `lang` around it, else the browser's. English is part of the
 * element; another language is loaded once, and the language that was chosen last wins.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {directionOf, pickLanguage} from '../core/locale.js';
import {fetchStrings, LANGUAGES, type Language} from '../i18n/languages.js';
import type {Strings} from '../i18n/strings.js';
import {warn} from './console-warning.js';

export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #locale: () => string | null | undefined;
  /** `undefined` for English, which is part of the element. */
  #fetched: Strings | undefined;
  #language: Language = 'en';
  #isLoading = false;
  #observer: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, locale: () => string | null | undefined) {
    this.#host = host;
    this.#locale = locale;
    host.addController(this);
  }

  /** One group of texts in the language, given the English ones. */
  part<K extends keyof Strings>(name: K, english: Strings[K]): Strings[K] {
    return this.#fetched?.[name] ?? english;
  }

  get language(): Language {
    return this.#language;
  }
  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.#language);
  }
  /** True while the strings are still those of another language. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => {
      this.#host.requestUpdate();
    });
    this.#observer.observe(document.documentElement, {attributeFilter: ['lang'], subtree: true});
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    const tags = [this.#locale(), nearestLang(this.#host), ...navigator.languages];
    const language = pickLanguage(tags, LANGUAGES) ?? 'en';
    if (language === this.#language) return;
    this.#language = language;
    this.#isLoading = language !== 'en';
    if (language === 'en') this.#fetched = undefined;
    else void this.#fetch(language);
  }

  async #fetch(language: Exclude<Language, 'en'>): Promise<void> {
    const strings = await fetchStrings(language).catch((cause: unknown) => {
      warn(`Could not load the texts for '${language}'; the language stays as it is.`, cause);
      return this.#fetched;
    });
    if (language !== this.#language) return;
    this.#fetched = strings;
    this.#isLoading = false;
    this.#host.requestUpdate();
  }
}

/** `lang` of the closest ancestor that has one, through shadow roots. */
function nearestLang(start: Element): string | undefined {
  for (let element: Element | null = start; element;) {
    const holder: Element | null = element.closest('[lang]');
    if (holder) return (holder as HTMLElement).lang;
    const root = element.getRootNode();
    element = root instanceof ShadowRoot ? root.host : null;
  }
  return undefined;
}
