/** Parses partner stores: rows that can be shown, and the issues of the others. A wrong row never hides the good ones. */
import {isHttps} from '../is-https.js';
import type {Issue} from '../errors.js';
import {isPayload, text, type Payload} from '../order/payload.js';

/** A partner store as a merchant writes it; latitude and longitude in degrees, WGS 84. */
export interface PartnerStore {
  readonly name: string;
  readonly address?: string | null | undefined;
  readonly phone?: string | number | null | undefined;
  readonly hours?: string | null | undefined;
  readonly latitude?: number | string | null | undefined;
  readonly longitude?: number | string | null | undefined;
  /** An https: URL that shows the way. */
  readonly mapUrl?: string | null | undefined;
}

/** Partner stores in the shapes that are read: a list, the answer of a server that wraps it, or either as JSON. */
export type PartnerStores = readonly PartnerStore[] | {readonly stores: readonly PartnerStore[]} | string;

/** Degrees, WGS 84. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** A parsed partner store. */
export interface Store {
  readonly name: string;
  readonly address: string | undefined;
  readonly hours: string | undefined;
  readonly phone: string | undefined;
  readonly place: Place | undefined;
  /** URL that shows the way: the merchant's `mapUrl`, else a map of the place. */
  readonly directions: string | undefined;
}

export interface StoreReport {
  readonly stores: readonly Store[];
  /** Number of rows that cannot be shown. */
  readonly skipped: number;
  /** The first {@link MAX_ISSUES}: an issue of the list is usually in every row. */
  readonly issues: readonly Issue[];
}

export const MAX_ISSUES = 20;

/** The rows of a list, of `{stores: […]}`, or of either as JSON. Throws if the input is none of them. */
export function storeRows(input: unknown): readonly unknown[] {
  const value: unknown = typeof input === 'string' ? JSON.parse(input) : input;
  const list = isPayload(value) ? value['stores'] : value;
  if (!Array.isArray(list)) throw new TypeError('Expected a list of stores.');
  return list;
}

/** @param first index of the first row, for the paths of the issues */
export function parseStores(rows: readonly unknown[], first = 0): StoreReport {
  const issues: Issue[] = [];
  const stores: Store[] = [];
  rows.forEach((row, i) => {
    const store = parseStore(row, `stores[${first + i}]`, issues);
    if (store) stores.push(store);
  });
  return {stores, skipped: rows.length - stores.length, issues: issues.slice(0, MAX_ISSUES)};
}

/** A row without a name cannot be found, and one with a wrong place misleads the payer: neither is shown. */
function parseStore(row: unknown, path: string, issues: Issue[]): Store | undefined {
  if (!isPayload(row)) {
    issues.push({path, message: 'is not an object'});
    return undefined;
  }
  const name = textField(row, 'name', path, issues);
  if (!name) {
    issues.push({path: `${path}.name`, message: 'is missing'});
    return undefined;
  }
  const place = parsePlace(row, path, issues);
  if (place === 'wrong') return undefined;
  return {
    name,
    address: textField(row, 'address', path, issues),
    hours: textField(row, 'hours', path, issues),
    phone: textField(row, 'phone', path, issues),
    place,
    directions: parseMapUrl(row, path, issues) ?? (place && mapOf(place)),
  };
}

function textField(row: Payload, field: string, path: string, issues: Issue[]): string | undefined {
  const value = row[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim() || undefined;
  issues.push({path: `${path}.${field}`, message: 'is not a text'});
  return undefined;
}

function parsePlace(row: Payload, path: string, issues: Issue[]): Place | 'wrong' | undefined {
  const given = [row['latitude'], row['longitude']].map((value) => (value === '' ? null : (value ?? null)));
  if (given.every((value) => value === null)) return undefined;
  const [latitude, longitude] = given.map(degrees);
  if (within(latitude, 90) && within(longitude, 180)) return {latitude, longitude};
  issues.push({
    path: `${path}.${within(latitude, 90) ? 'longitude' : 'latitude'}`,
    message: 'is not a number of degrees',
  });
  return 'wrong';
}

/** Spreadsheets export numbers as text. */
const degrees = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d{1,3}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
};

/** False for NaN. */
const within = (value: number | undefined, limit: number): value is number =>
  value !== undefined && Math.abs(value) <= limit;

function parseMapUrl(row: Payload, path: string, issues: Issue[]): string | undefined {
  const value = row['mapUrl'] ?? undefined;
  if (value === undefined || value === '') return undefined;
  const url = text(value)?.trim();
  if (url && isHttps(url)) return url;
  issues.push({path: `${path}.mapUrl`, message: 'is not an https: URL'});
  return undefined;
}

/** A link, so nothing is requested until the payer taps it. Phones open it in their map app. */
const mapOf = ({latitude, longitude}: Place): string =>
  `https://www.google.com/maps/dir/?api=1&destination=${latitude},${longitude}`;

/** The first number in a text as a phone dials it: digits, with a leading plus if written. `undefined` without one. */
export function dialNumber(phone: string): string | undefined {
  const written = phone.normalize('NFKC').replace(/[٠-٩۰-۹]/g, latinDigit);
  const [first = ''] = written.split(/[/,;]|\s(?:or|ext)/i); // some rows hold two numbers
  const number = first.replace(/^[^+\d]*/, '');
  const digits = number.replace(/\D/g, '');
  if (digits.length < 3 || /\p{L}/u.test(number)) return undefined;
  return number.startsWith('+') ? `+${digits}` : digits;
}

/** ٣ and ۳ are both 3: each row of ten starts where its code point ends in 0. */
export const latinDigit = (digit: string): string => String((digit.codePointAt(0) ?? 0) & 0xf);
