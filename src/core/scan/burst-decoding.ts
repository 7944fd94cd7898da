/**
 * Decodes a burst in two ways: by the characters that the host reports, and by the physical keys on a US keyboard. The
 * reading with the higher score, which looks more like a code, is used.
 */
import type {Correction, ScannerProfile, WedgeSettings} from './wedge-types.js';
import {UNREAD, type Stroke} from './keystroke.js';

export interface Reading {
  readonly text: string;
  readonly reading: 'key' | 'code';
  readonly corrected: readonly Correction[];
  readonly aim: string;
  readonly held: '' | 'Shift';
  /** The reading that this scanner needs, if the two differed in score; else what was known before. */
  readonly layout: ScannerProfile['layout'];
}

export function readStrokes(
  strokes: readonly Stroke[],
  {layout, pattern}: WedgeSettings,
  known: ScannerProfile['layout'],
): Reading {
  const host = unframe(textOf(strokes, 'key'));
  const us = unframe(textOf(strokes, 'us'));
  const differsInCase = host.text.toLowerCase() === us.text.toLowerCase();
  const lead = score(us.text, pattern) - score(host.text, pattern);
  const prefersUs =
    lead === 0
      ? differsInCase
        ? strokes.some(({caps}) => caps) // few scanners compensate for Caps Lock, so Shift is right
        : known === 'code'
      : lead > 0;
  const isUs =
    host.text !== us.text &&
    (layout === 'auto' ? prefersUs : layout === 'us' ? !us.text.includes(UNREAD) : false);
  const {text, aim, hadControl} = isUs ? us : host;
  const stripped = strippedFrom(aim, hadControl);
  const corrected: Correction[] = isUs ? [differsInCase ? 'caps' : 'layout', ...stripped] : stripped;
  const isHeld =
    score(text, null) < 2 &&
    strokes.every(({shift}) => shift) &&
    strokes.some(({id}) => id.startsWith('Digit'));
  return {
    text,
    reading: isUs ? 'code' : 'key',
    corrected,
    aim,
    held: isHeld ? 'Shift' : '',
    layout: lead === 0 || differsInCase ? known : lead > 0 ? 'code' : 'key',
  };
}

/** What `unframe` has stripped. */
export const strippedFrom = (aim: string, hadControl: boolean): Correction[] => [
  ...(aim ? (['aim'] as const) : []),
  ...(hadControl ? (['control'] as const) : []),
];

/** Strips the framing: control characters at both ends, also written as `<GS>`, and the AIM identifier. */
export function unframe(raw: string): {text: string; aim: string; hadControl: boolean} {
  const replaced = raw.replace(/<(?:GS|RS|EOT|STX|ETX)>/g, '\x1d');
  const bare = trimControl(replaced);
  const [aim = ''] = /^\][A-Za-z][0-9A-Za-z]/.exec(bare) ?? [];
  const text = trimControl(bare.slice(aim.length));
  return {text, aim, hadControl: text.length + aim.length < replaced.length};
}

const trimControl = (text: string): string => text.replace(/^\p{Cc}+|\p{Cc}+$/gu, '');

/** The text of the keys. Alt with digits on the keypad is one character in both readings. */
function textOf(strokes: readonly Stroke[], reading: 'key' | 'us'): string {
  let text = '';
  let digits = '';
  for (const stroke of strokes) {
    if (stroke.alt) digits += stroke.us;
    else text += stroke[reading];
    if (stroke.alt !== 'last') continue;
    text += String.fromCharCode(Number(digits));
    digits = '';
  }
  return digits ? text + UNREAD : text;
}

/** How much a text looks like a code; higher is better. */
function score(text: string, pattern: RegExp | null): number {
  const bonus = pattern?.test(text) ? 10 : 0;
  if (text.includes(UNREAD)) return bonus - 1;
  const visible = text.replace(/\p{Cc}/gu, '');
  if (/^[0-9A-Z]*$/.test(visible)) return bonus + 3;
  if (/^[0-9A-Za-z]*$/.test(visible)) return bonus + 2;
  return bonus + (/^[ -~]*$/.test(visible) ? 1 : 0);
}
