/** The languages of the elements. English is part of them; each of the others is loaded when a page needs it. */
import {parseWords, type ReportIssue} from '../core/attributes.js';
import {registeredStrings} from './registered-strings.js';
import type {Strings} from './strings.js';

const fetches = {
  ar: (): Promise<Strings> => import('./ar.js'),
  hi: (): Promise<Strings> => import('./hi.js'),
  ur: (): Promise<Strings> => import('./ur.js'),
  ml: (): Promise<Strings> => import('./ml.js'),
  bn: (): Promise<Strings> => import('./bn.js'),
  fil: (): Promise<Strings> => import('./fil.js'),
  ta: (): Promise<Strings> => import('./ta.js'),
  ne: (): Promise<Strings> => import('./ne.js'),
};

export type LazyLanguage = keyof typeof fetches;
export type Language = 'en' | LazyLanguage;

export const LANGUAGES: readonly Language[] = ['en', ...(Object.keys(fetches) as LazyLanguage[])];

/** The languages of the package, and those that the page has added by `registerStrings()`. */
export const languagesNow = (): readonly string[] => [
  ...new Set<string>([...LANGUAGES, ...(registeredStrings()?.languages ?? [])]),
];

/** The languages that a `languages` attribute lists, in its order. */
export function parseLanguages(listed: string | null, report?: ReportIssue): readonly string[] {
  if (listed === null) return [];
  const known = parseWords('languages', listed, languagesNow(), report);
  return [...new Set(listed.split(/\s+/))].filter((language) => known.has(language));
}

/** False for English, and for a language that a page has added. */
export const isLazyLanguage = (language: string): language is LazyLanguage => language in fetches;

export const fetchStrings = (language: LazyLanguage): Promise<Strings> => fetches[language]();
