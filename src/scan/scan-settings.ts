/** Parses the attributes of a scan input. An unknown word means the default and yields one warning. */
import {wholePattern} from '../core/scan/payment-code.js';
import {parseWord, type AttributeIssue} from '../core/attributes.js';
import type {ReceiverSettings} from './keyboard/scan-hub.js';

const CAPTURES = ['page', 'focus', 'off'] as const;
const OTHER_FIELDS = ['restore', 'ignore'] as const;
const LAYOUTS = ['auto', 'us', 'host'] as const;
const MANUALS = ['allow', 'off'] as const;
const MASKS = ['after-scan', 'always', 'never'] as const;
const KEEP_FOCUS = ['none', 'idle'] as const;

/** Which scans are received: all on the page, those into the focused field, or none. Default `page`. */
export type Capture = (typeof CAPTURES)[number];
/** A scan typed into another field: receive it and restore that field, or leave it there. Default `restore`. */
export type OtherFields = (typeof OTHER_FIELDS)[number];
/** The keyboard layout that the scanners are set to: found out per scan, US, the computer's. Default `auto`. */
export type ScannerLayout = (typeof LAYOUTS)[number];
/** Whether a person may type a code. Default `allow`. */
export type Manual = (typeof MANUALS)[number];
/** When the code is shown as dots. Default `after-scan`. */
export type Mask = (typeof MASKS)[number];
/** Whether the field takes the focus back when nothing else uses it. Default `none`. */
export type KeepFocus = (typeof KEEP_FOCUS)[number];

/** The properties of the element, whatever the page has set them to. */
export interface ScanAttributes {
  readonly capture: string;
  readonly otherFields: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly length: string | null;
  readonly pattern: string | null;
  readonly scannerLayout: string;
  readonly prefix: string | null;
  readonly suffix: string | null;
  readonly dedupe: number;
  readonly busyTimeout: number;
  readonly manual: string;
  readonly mask: string;
  readonly keepFocus: string;
}

export interface ScanSettings {
  readonly receiver: ReceiverSettings;
  /** Characters. */
  readonly minLength: number;
  /** Characters. */
  readonly maxLength: number;
  readonly dedupeMs: number;
  readonly busyTimeoutMs: number;
  readonly manual: Manual;
  readonly mask: Mask;
  readonly keepFocus: KeepFocus;
  /** One sentence per invalid attribute. They do not quote its value, which might be a code. */
  readonly warnings: readonly string[];
}

export function readSettings(attributes: ScanAttributes): ScanSettings {
  const warnings: string[] = [];
  const warn = (warning: string): void => {
    warnings.push(warning);
  };
  const report = ({message}: AttributeIssue): void => {
    warn(message);
  };
  const {length, pattern} = attributes;
  return {
    receiver: {
      capture: parseWord('capture', attributes.capture, CAPTURES, report),
      otherFields: parseWord('other-fields', attributes.otherFields, OTHER_FIELDS, report),
      layout: parseWord('scanner-layout', attributes.scannerLayout, LAYOUTS, report),
      prefix: parseKeyName(attributes.prefix),
      suffix: parseKeyName(attributes.suffix),
      pattern: parsePattern(pattern, warn),
      lengths: parseLengths(length ?? '', warn),
    },
    minLength: parseCount('min-length', attributes.minLength, 8, warn),
    maxLength: parseCount('max-length', attributes.maxLength, 128, warn),
    dedupeMs: parseCount('dedupe', attributes.dedupe, 5000, warn),
    busyTimeoutMs: parseCount('busy-timeout', attributes.busyTimeout, 60_000, warn),
    manual: parseWord('manual', attributes.manual, MANUALS, report),
    mask: parseWord('mask', attributes.mask, MASKS, report),
    keepFocus: parseWord('keep-focus', attributes.keepFocus, KEEP_FOCUS, report),
    warnings,
  };
}

type Warn = (warning: string) => void;

function parseCount(name: string, value: number, fallback: number, warn: Warn): number {
  if (value >= 0) return value;
  warn(`Invalid ${name} attribute: expected a number. Using ${fallback}.`);
  return fallback;
}

function parseLengths(list: string, warn: Warn): readonly number[] {
  const words = list.split(/[\s,]+/).filter(Boolean);
  const numbers = words.filter((word) => /^[1-9]\d*$/.test(word));
  if (numbers.length < words.length)
    warn("Invalid length attribute: expected numbers, for example '16, 19'. Other entries are ignored.");
  return numbers.map(Number);
}

/** `auto` and `none` leave the key to the engine. */
const parseKeyName = (name: string | null): string | null =>
  name && !/^(auto|none)$/.test(name) ? name : null;

function parsePattern(pattern: string | null, warn: Warn): RegExp | null {
  if (pattern === null) return null;
  try {
    return wholePattern(pattern);
  } catch {
    // The error quotes the pattern, which might be a code
    warn('Invalid pattern attribute: expected a regular expression. Ignoring it.');
    return null;
  }
}
