/** The languages of the elements. English is part of them; each of the others is loaded when a page needs it. */
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

/** False for English, and for a language that a page has added. */
export const isLazyLanguage = (language: string): language is LazyLanguage => language in fetches;

export const fetchStrings = (language: LazyLanguage): Promise<Strings> => fetches[language]();
