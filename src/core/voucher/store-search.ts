/** Finding a store as people type it: by name or area, in either script, with or without the marks. */
import {latinDigit, type Place, type Store} from './stores.js';

export interface FoundStore {
  readonly store: Store;
  /** Meters from where the payer is; `undefined` when either is unknown. */
  readonly distance: number | undefined;
}

/** A store and the words it can be found by. */
export interface IndexedStore extends FoundStore {
  readonly words: string;
}

/**
 * One spelling for what people take for the same: no case, no marks, no tatweel; every alef one alef, ya for alef
 * maqsura and Persian ya, ha for ta marbuta, kaf for Persian kaf; Latin digits; one blank for all that is no letter.
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

/** Made once per store, so that a key press only compares. Ends with the words in one, for "albarsha". */
export function indexed(store: Store): IndexedStore {
  const words = fold(`${store.name} ${store.address ?? ''}`);
  return {store, distance: undefined, words: `${words}\n${words.replaceAll(' ', '')}`};
}

/** The stores that hold every word of the query, in their order. */
export function searchStores(all: readonly IndexedStore[], query: string): readonly IndexedStore[] {
  const wanted = fold(query).split(' ').filter(Boolean);
  if (wanted.length === 0) return all;
  return all.filter(({words}) => wanted.every((word) => words.includes(word)));
}

/** Nearest first; stores whose place is not known come last, in their order. */
export const nearestFirst = (all: readonly IndexedStore[], here: Place): readonly IndexedStore[] =>
  all
    .map((one) => ({...one, distance: one.store.place && metersBetween(here, one.store.place)}))
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || 0);

const EARTH_RADIUS_M = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** As the crow flies (haversine): good to half a percent, better than any phone knows where it is. */
export function metersBetween(a: Place, b: Place): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2);
  const east = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = north ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
