/**
 * The language of a host: its `locale`, else the nearest `lang` around it, else the browser's. English is part of the
 * element; another language is a lazy part that is loaded once, and the language that was chosen last wins.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../core/clock.js';
import type {Problem} from '../core/errors.js';
import {directionOf, pickLanguage} from '../core/locale.js';
import {fetchStrings, isLazyLanguage, languagesNow, type LazyLanguage} from '../i18n/languages.js';
import {registeredStrings, STRINGS_REGISTERED} from '../i18n/registered-strings.js';
import type {Strings} from '../i18n/strings.js';
import {LazyPart} from './lazy-part.js';
import {listen} from './listen.js';
import {systemClock} from './system-clock.js';

export interface LocaleOptions {
  /** Receives `script-unreachable` when the texts of a language cannot be loaded; the download is retried. */
  readonly reportProblem: (problem: Problem) => void;
  readonly clock?: Clock;
  /** Imports the texts of a language. */
  readonly load?: (language: LazyLanguage) => Promise<Strings>;
}

export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #locale: () => string | null | undefined;
  readonly #options: LocaleOptions;
  readonly #parts = new Map<LazyLanguage, LazyPart<Strings, Strings>>();
  /** The texts that are shown; `undefined` for English, which is part of the element. */
  #strings: Strings | undefined;
  #language = 'en';
  #isLoading = false;
  #observer: MutationObserver | undefined;
  #stopListening: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    locale: () => string | null | undefined,
    options: LocaleOptions,
  ) {
    this.#host = host;
    this.#locale = locale;
    this.#options = options;
    host.addController(this);
  }

  /** One group of texts in the language, given the English ones. */
  part<K extends keyof Strings>(name: K, english: Strings[K]): Strings[K] {
    const texts = this.#strings?.[name] ?? english;
    return registeredStrings()?.adapt(this.#language, name, texts) ?? texts;
  }

  get language(): string {
    return this.#language;
  }
  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.#language);
  }
  /** True until the texts of the language have been loaded, or their first download has failed. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  hostConnected(): void {
    const update = (): void => {
      this.#host.requestUpdate();
    };
    this.#observer = new MutationObserver(update);
    this.#observer.observe(document.documentElement, {attributeFilter: ['lang'], subtree: true});
    this.#stopListening = listen(window, STRINGS_REGISTERED, update);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#stopListening?.();
  }

  hostUpdate(): void {
    const tags = [this.#locale(), nearestLang(this.#host), ...navigator.languages];
    const language = pickLanguage(tags, languagesNow()) ?? 'en';
    if (language === this.#language) return;
    this.#language = language;
    const part = isLazyLanguage(language) ? this.#partOf(language) : undefined;
    this.#isLoading = part !== undefined && part.part === undefined;
    if (!this.#isLoading) this.#strings = part?.part;
    part?.start();
  }

  #partOf(language: LazyLanguage): LazyPart<Strings, Strings> {
    const known = this.#parts.get(language);
    if (known) return known;
    const {clock = systemClock, load = fetchStrings, reportProblem} = this.#options;
    const part = new LazyPart<Strings, Strings>(this.#host, {
      file: `${language}.js`,
      load: async () => {
        try {
          return await load(language);
        } catch (cause) {
          this.#finish(language, this.#strings); // the page stays readable while the download is retried
          throw cause;
        }
      },
      create: (strings) => {
        this.#finish(language, strings);
        return strings;
      },
      clock,
      reportProblem,
    });
    this.#parts.set(language, part);
    return part;
  }

  #finish(language: LazyLanguage, strings: Strings | undefined): void {
    if (language !== this.#language) return;
    this.#strings = strings;
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
