/**
 * A recording: what a shop's gun or a person did to a keyboard, as the browser would have told it, and what must come
 * of it. One line of text holds the keys of a recording, so that the kept ones can be read and compared:
 * `0vKeyT+s=T` is T with Shift going down at once, `12^KeyT=t` its coming up 12 ms later; an empty `code` or `key` is
 * left out, white space in a key is percent-encoded. `v` down, `^` up, `i` text inserted in one piece, `p` pasted.
 */

export type Kind = 'down' | 'up' | 'insert' | 'paste';

export interface RecordedKey {
  /** Milliseconds since the start of the recording: the hardware's time, which `event.timeStamp` should tell. */
  readonly at: number;
  readonly kind: Kind;
  /** For `insert` and `paste`, the text. */
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly caps: boolean;
  readonly repeat: boolean;
}

/** Where the keys go. */
export type Context =
  | 'own' // the scan input's own field
  | 'page' // nothing that can be edited has the focus
  | 'button'
  | 'text' // another text field
  | 'textarea'
  | 'select'
  | 'password'
  | 'editable' // contenteditable
  | 'ignored'; // a text field marked data-payby-scan="ignore"

/** The attributes of the scan input. */
export interface Attributes {
  readonly 'scanner-layout'?: 'us' | 'host';
  readonly pattern?: string;
  readonly length?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly foreign?: 'ignore';
}

export interface ExpectedScan {
  readonly code: string;
  /** The key that ended it; '' when silence did; '?' where the name of a control key is not laid down. */
  readonly suffix: string;
}

export interface Recording {
  readonly name: string;
  /** The row of the list of causes that this stands for. */
  readonly why: string;
  readonly who: 'gun' | 'person';
  /** The keyboard layout of the till. */
  readonly layout: string;
  readonly context: Context;
  readonly attributes: Attributes;
  /** What stands in the field before, the caret at its end. */
  readonly before: string;
  readonly keys: readonly RecordedKey[];
  readonly scans: readonly ExpectedScan[];
  readonly rejects: readonly string[];
  readonly ignores: readonly string[];
  /** What a person entered by hand in our own field. */
  readonly manual: readonly string[];
  /** What stands in the field afterwards, where it is not ours. */
  readonly after: string;
}

/** What of a recording differs from a gun in front of a page on a US keyboard that types nothing anywhere. */
export type Differences = Partial<Omit<Recording, 'name' | 'why' | 'keys'>>;

export const usual = {
  who: 'gun',
  layout: 'us',
  context: 'page',
  attributes: {},
  before: '',
  scans: [],
  rejects: [],
  ignores: [],
  manual: [],
  after: '',
} as const satisfies Differences;

export function recorded(
  name: string,
  why: string,
  keys: readonly RecordedKey[],
  differences: Differences = {},
): Recording {
  return {...usual, name, why, keys, ...differences};
}

const marks = {down: 'v', up: '^', insert: 'i', paste: 'p'} as const satisfies Record<Kind, string>;
const kinds: Readonly<Record<string, Kind>> = {v: 'down', '^': 'up', i: 'insert', p: 'paste'};
const flags = [
  ['s', 'shift'],
  ['c', 'ctrl'],
  ['a', 'alt'],
  ['l', 'caps'],
  ['r', 'repeat'],
] as const;

/** The keys as one line of text; times as the gap before each, to a tenth of a millisecond. */
export function writeKeys(keys: readonly RecordedKey[]): string {
  let last = 0;
  const word = (key: RecordedKey): string => {
    const gap = Math.round((key.at - last) * 10) / 10;
    last += gap;
    const held = flags.map(([letter, name]) => (key[name] ? letter : '')).join('');
    return `${gap}${marks[key.kind]}${key.code}${held && `+${held}`}=${escapeSpace(key.key)}`;
  };
  return keys.map(word).join(' ');
}

export function readKeys(line: string): readonly RecordedKey[] {
  let at = 0;
  return line.split(' ').map((word) => {
    const [, gap = '', mark = '', code = '', held = '', key = ''] =
      /^([\d.]+)([v^ip])(\w*)(?:\+(\w+))?=(.*)$/u.exec(word) ?? [];
    const kind = kinds[mark];
    if (!kind) throw new Error(`not a recorded key: ${word}`);
    at = Math.round((at + Number(gap)) * 10) / 10;
    const has = (letter: string): boolean => held.includes(letter);
    return {
      at,
      kind,
      key: unescapeSpace(key),
      code,
      shift: has('s'),
      ctrl: has('c'),
      alt: has('a'),
      caps: has('l'),
      repeat: has('r'),
    };
  });
}

const escapeSpace = (key: string): string => key.replace(/[\s%]/gu, encodeURIComponent);
const unescapeSpace = (key: string): string => key.replace(/(?:%[\dA-F]{2})+/gu, decodeURIComponent);
