/**
 * What did the gun mean? Two readings of the same keys: the characters the host says, and those of the physical keys on
 * a US board. The one that looks more like a code is taken.
 */
import type {Correction, GunProfile, WedgeSettings} from './wedge.js';
import {UNREAD, type Stroke} from './keystroke.js';

export interface Reading {
  readonly text: string;
  readonly reading: 'key' | 'code';
  readonly corrected: readonly Correction[];
  readonly aim: string;
  readonly held: '' | 'Shift';
  /** The reading of this gun, where the two differed in worth; else what was known before. */
  readonly layout: GunProfile['layout'];
}

export function readStrokes(
  strokes: readonly Stroke[],
  {layout, pattern}: WedgeSettings,
  known: GunProfile['layout'],
): Reading {
  const host = unframe(spell(strokes, 'key'));
  const us = unframe(spell(strokes, 'us'));
  const differsInCase = host.text.toLowerCase() === us.text.toLowerCase();
  const lead = score(us.text, pattern) - score(host.text, pattern);
  const prefersUs =
    lead === 0
      ? differsInCase
        ? strokes.some(({caps}) => caps) // few guns make up for Caps Lock, so Shift tells the truth
        : known === 'code'
      : lead > 0;
  const isUs =
    host.text !== us.text &&
    (layout === 'auto' ? prefersUs : layout === 'us' ? !us.text.includes(UNREAD) : false);
  const {text, aim, hadControl} = isUs ? us : host;
  const corrected: Correction[] = isUs ? [differsInCase ? 'caps' : 'layout'] : [];
  if (aim) corrected.push('aim');
  if (hadControl) corrected.push('control');
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

/** Without the framing: control characters at both ends, also as words, and the AIM identifier. */
export function unframe(raw: string): {text: string; aim: string; hadControl: boolean} {
  const spelled = raw.replace(/<(?:GS|RS|EOT|STX|ETX)>/g, '\x1d');
  const bare = trimControl(spelled);
  const [aim = ''] = /^\][A-Za-z][0-9A-Za-z]/.exec(bare) ?? [];
  const text = trimControl(bare.slice(aim.length));
  return {text, aim, hadControl: text.length + aim.length < spelled.length};
}

const trimControl = (text: string): string => text.replace(/^\p{Cc}+|\p{Cc}+$/gu, '');

/** Alt and the digits of a character on the keypad stand for it in both readings. */
function spell(strokes: readonly Stroke[], reading: 'key' | 'us'): string {
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

/** How much a text looks like a code. */
function score(text: string, pattern: RegExp | null): number {
  const bonus = pattern?.test(text) ? 10 : 0;
  if (text.includes(UNREAD)) return bonus - 1;
  const visible = text.replace(/\p{Cc}/gu, '');
  if (/^[0-9A-Z]*$/.test(visible)) return bonus + 3;
  if (/^[0-9A-Za-z]*$/.test(visible)) return bonus + 2;
  return bonus + (/^[ -~]*$/.test(visible) ? 1 : 0);
}
