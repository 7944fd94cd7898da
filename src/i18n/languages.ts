/** The languages we speak. English is in the elements; the others are fetched when they are wanted. */
import type {Strings} from './strings.js';

export type Language = 'en' | 'ar';

export const LANGUAGES: readonly Language[] = ['en', 'ar'];

export function fetchStrings(language: Exclude<Language, 'en'>): Promise<Strings> {
  switch (language) {
    case 'ar':
      return import('./ar.js');
  }
}
