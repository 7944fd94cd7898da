/** The attributes of a scan input as its engine wants them. A word it does not know means the default, and is told. */
import type {ReceiverSettings} from './keyboard/scan-hub.js';

const CAPTURES = ['page', 'focus', 'off'] as const;
const FOREIGNS = ['restore', 'ignore'] as const;
const LAYOUTS = ['auto', 'us', 'host'] as const;
const MANUALS = ['allow', 'off'] as const;
const MASKS = ['after-scan', 'always', 'never'] as const;
const KEEPS = ['none', 'idle'] as const;

export type Capture = (typeof CAPTURES)[number];
export type Foreign = (typeof FOREIGNS)[number];
export type ScannerLayout = (typeof LAYOUTS)[number];
export type Manual = (typeof MANUALS)[number];
export type Mask = (typeof MASKS)[number];
export type KeepFocus = (typeof KEEPS)[number];

/** As they stand on the element, whatever the page has written. */
export interface ScanAttributes {
  readonly capture: string;
  readonly foreign: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly length: string | null;
  readonly pattern: string | null;
  readonly scannerLayout: string;
  readonly prefix: string | null;
  readonly suffix: string | null;
  readonly dedupe: number;
  readonly manual: string;
  readonly mask: string;
  readonly keepFocus: string;
}

export interface ScanSettings {
  readonly receiver: ReceiverSettings;
  readonly minLength: number;
  readonly maxLength: number;
  readonly dedupeMs: number;
  readonly manual: Manual;
  readonly mask: Mask;
  readonly keepFocus: KeepFocus;
  /** What is wrong, one sentence each. What was written is not repeated: it might be a code. */
  readonly mistakes: readonly string[];
}

export function readSettings(attributes: ScanAttributes): ScanSettings {
  const mistakes: string[] = [];
  const oneOf = <T extends string>(name: string, word: string, words: readonly [T, ...T[]]): T => {
    const known = words.find((candidate) => candidate === word);
    if (!known) mistakes.push(`${name} is none of ${words.join(', ')}; taken for ${words[0]}`);
    return known ?? words[0];
  };
  const count = (name: string, value: number, fallback: number): number => {
    if (value >= 0) return value;
    mistakes.push(`${name} is no number; taken for ${fallback}`);
    return fallback;
  };
  const pattern = expression(attributes.pattern);
  if (attributes.pattern !== null && !pattern) mistakes.push('pattern is no regular expression; not used');
  return {
    receiver: {
      capture: oneOf('capture', attributes.capture, CAPTURES),
      foreign: oneOf('foreign', attributes.foreign, FOREIGNS),
      layout: oneOf('scanner-layout', attributes.scannerLayout, LAYOUTS),
      prefix: keyName(attributes.prefix),
      suffix: keyName(attributes.suffix),
      pattern,
      lengths: (attributes.length ?? '').split(/[\s,]+/).flatMap((word) => {
        if (/^[1-9]\d*$/.test(word)) return [Number(word)];
        if (word) mistakes.push('length is no list of numbers; what is no number is not used');
        return [];
      }),
    },
    minLength: count('min-length', attributes.minLength, 8),
    maxLength: count('max-length', attributes.maxLength, 128),
    dedupeMs: count('dedupe', attributes.dedupe, 5000),
    manual: oneOf('manual', attributes.manual, MANUALS),
    mask: oneOf('mask', attributes.mask, MASKS),
    keepFocus: oneOf('keep-focus', attributes.keepFocus, KEEPS),
    mistakes,
  };
}

/** `auto` and `none` leave it to the engine. */
const keyName = (name: string | null): string | null => (name && !/^(auto|none)$/.test(name) ? name : null);

/** Matches a whole code, as `pattern` does in an `<input>`. */
function expression(pattern: string | null): RegExp | null {
  try {
    return pattern === null ? null : new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return null;
  }
}
