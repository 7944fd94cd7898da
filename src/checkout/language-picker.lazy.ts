/** Lets the payer choose the language, of those that the page offers by `languages`. */
import {html, type TemplateResult} from 'lit';
import {languagePicker as english} from '../i18n/en.js';
import type {Language} from '../i18n/languages.js';
import type {LocaleController} from '../shared/locale-controller.js';

/** Each in its own words: whoever looks for it reads no other. */
const NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  ar: 'العربية',
  hi: 'हिन्दी',
  ur: 'اردو',
  ml: 'മലയാളം',
  bn: 'বাংলা',
  fil: 'Filipino',
  ta: 'தமிழ்',
  ne: 'नेपाली',
};

/** Of a language that the page has added, the browser may know the name. */
function nameOf(language: string): string {
  const known = (NAMES as Readonly<Record<string, string>>)[language];
  if (known !== undefined || !('DisplayNames' in Intl)) return known ?? language;
  return new Intl.DisplayNames([language], {type: 'language'}).of(language) ?? language;
}

export interface LanguagePickerModel {
  readonly locale: Pick<LocaleController, 'language' | 'part'>;
  readonly languages: readonly string[];
  readonly choose: (language: string) => void;
}

export function languagePickerView({locale, languages, choose}: LanguagePickerModel): TemplateResult {
  const {language: current} = locale;
  const offered = languages.includes(current) ? languages : [current, ...languages];
  const change = ({target}: Event): void => {
    choose((target as HTMLSelectElement).value);
  };
  return html`<svg
      aria-hidden="true"
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
    >
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c-6 6-6 12 0 18c6-6 6-12 0-18" />
    </svg>
    <select part="language" aria-label=${locale.part('languagePicker', english).label} @change=${change}>
      ${offered.map(
        (language) =>
          html`<option value=${language} lang=${language} .selected=${language === current}>
            ${nameOf(language)}
          </option>`,
      )}
    </select>`;
}
