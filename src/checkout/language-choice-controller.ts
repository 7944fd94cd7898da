/**
 * The languages that a payer may choose from, and the one that was chosen. With `persist` the merchant permits this
 * browser to remember it. Added to the host before its LocaleController, which asks for the choice.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {ReportIssue} from '../core/attributes.js';
import {parseLanguages} from '../i18n/languages.js';

export interface LanguageChoiceHost extends ReactiveControllerHost {
  readonly hasUpdated: boolean;
  readonly languages: string | null;
  readonly persist: string | null;
}

const KEY = 'payby-checkout language';

export class LanguageChoiceController implements ReactiveController {
  readonly #host: LanguageChoiceHost;
  readonly #report: ReportIssue;
  /** In the order of the page; none where it offers no choice. */
  offered: readonly string[] = [];
  /** Of the payer: above the page's `locale`. */
  chosen: string | null = null;

  constructor(host: LanguageChoiceHost, report: ReportIssue) {
    this.#host = host;
    this.#report = report;
    host.addController(this);
  }

  hostUpdate(): void {
    const {languages, persist, hasUpdated} = this.#host;
    this.offered = parseLanguages(languages, this.#report);
    if (hasUpdated || persist === null) return;
    this.chosen = this.offered.find((language) => language === remembered()) ?? null;
  }

  readonly choose = (language: string): void => {
    this.chosen = language;
    if (this.#host.persist !== null) remember(language);
    this.#host.requestUpdate();
  };
}

/** Storage may be denied: then nothing is remembered. */
function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(language: string): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // full, or denied: the choice holds for this page
  }
}
