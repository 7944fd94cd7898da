/** The languages we speak. English is in the elements; the others are fetched when they are wanted. */
import type {Strings} from './strings.js';

export type Language = 'en' | 'ar';

export const LANGUAGES: readonly Language[] = ['en', 'ar'];

const fetches: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Strings>>> = {
  ar: () => import('./ar.js'),
};

export const fetchStrings = (language: Exclude<Language, 'en'>): Promise<Strings> => fetches[language]();
