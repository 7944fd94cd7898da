/** The languages of the elements. English is part of them; each of the others is loaded when a page needs it. */
import type {Strings} from './strings.js';

export type Language = 'en' | 'ar' | 'ur' | 'ml';

export const LANGUAGES: readonly Language[] = ['en', 'ar', 'ur', 'ml'];

const fetches: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Strings>>> = {
  ar: () => import('./ar.js'),
  ur: () => import('./ur.js'),
  ml: () => import('./ml.js'),
};

export const fetchStrings = (language: Exclude<Language, 'en'>): Promise<Strings> => fetches[language]();
