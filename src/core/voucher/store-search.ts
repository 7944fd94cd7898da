/** Searches partner stores by name or area, as people type it: in either script, with or without diacritics. */
import {latinDigit, type Place, type Store} from './stores.js';

export interface FoundStore {
  readonly store: Store;
  /** Distance from the payer, m; `undefined` when either place is unknown. */
  readonly distance: number | undefined;
}

/** A store with its folded search text. */
export interface IndexedStore extends FoundStore {
  readonly words: string;
}

/**
 * One spelling for what people read as the same: no case, no diacritics, no tatweel; one alef for every alef, ya for
 * alef maqsura and Persian ya, ha for ta marbuta, kaf for Persian kaf; Latin digits; one blank for other characters.
 */
export const fold = (typed: string): string =>
  typed
    .normalize('NFKD') // takes the hamza off its alef, waw and ya too
    .replace(/[\p{M}ـ]/gu, '')
    .toLowerCase()
    .replace(/ٱ/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ک/g, 'ك')
    .replace(/[٠-٩۰-۹]/g, latinDigit)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Computed once per store, so that a key press only compares. Ends with the words joined, for "albarsha". */
export function indexed(store: Store): IndexedStore {
  const words = fold(`${store.name} ${store.address ?? ''}`);
  return {store, distance: undefined, words: `${words}\n${words.replaceAll(' ', '')}`};
}

/** The stores that contain every word of the query, in their order. */
export function searchStores(all: readonly IndexedStore[], query: string): readonly IndexedStore[] {
  const terms = fold(query).split(' ').filter(Boolean);
  return all.filter(({words}) => terms.every((term) => words.includes(term)));
}

/** Nearest first; stores without a place come last, in their order. */
export const nearestFirst = (all: readonly IndexedStore[], here: Place): readonly IndexedStore[] =>
  all
    .map((one) => ({...one, distance: one.store.place && metersBetween(here, one.store.place)}))
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || 0);

const EARTH_RADIUS_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine), exact to half a percent: better than the position of any phone. */
export function metersBetween(a: Place, b: Place): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2);
  const east = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = north ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
