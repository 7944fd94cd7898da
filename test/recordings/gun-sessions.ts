/** Guns by the thousand: any code, speed, keyboard and place in which a shop could expect to be understood. */
import {randomFrom} from '../../bench/polling/random.js';
import {shoot} from './gun.js';
import type {HostLayout} from './host-layouts.js';
import {recorded, type Context, type Recording} from './recording.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Keyboards under which a gun set for US cannot be mistaken: something comes out that no code would have. */
const layouts: readonly HostLayout[] = [
  'us',
  'us',
  'arabic',
  'arabic-windows',
  'arabic-empty',
  'arabic-indic',
  'persian',
  'devanagari',
  'russian',
  'azerty',
];
const contexts: readonly Context[] = ['page', 'own', 'button', 'text', 'textarea'];

export function gunSession(seed: number, number: number): Recording {
  const random = randomFrom(seed, `gun ${number}`);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  const pick = <T>(list: readonly T[]): T => list[whole(0, list.length - 1)] as T;

  const isSample = random() < 0.5;
  const digits = (count: number): string => Array.from({length: count}, () => whole(0, 9)).join('');
  const letter = (): string => ALPHABET[whole(10, 35)] ?? 'A';
  const code = isSample
    ? digits(8) + letter() + digits(9) + letter()
    : // A letter and a digit, or nothing would tell that the keyboard is a French one
      letter() + digits(1) + Array.from({length: whole(8, 30)}, () => pick(Array.from(ALPHABET))).join('');

  const middle = pick([0, 1, 2, 4, 8, 10, 12, 16, 20, 25, 30, 35, 40, 50, 60, 80, 100, 120]);
  const jitter = middle > 60 ? 0.08 : 0.3;
  const isSlow = middle > 60;
  const context = isSlow ? pick(contexts.slice(0, 3)) : pick(contexts);
  const isQuiet = middle <= 30 && random() < 0.2;
  const suffix = isQuiet
    ? []
    : pick([['Enter'], ['Enter'], ['Tab'], ['NumpadEnter'], ['Enter', 'Ctrl+J'], ['Ctrl+J']]);
  const stallAt = !isSlow && random() < 0.2 ? whole(4, code.length - 3) : -1;
  const stall = between(60, 520);
  let count = -1;
  const gap = (): number => {
    count += 1;
    return count === stallAt ? stall : middle * between(1 - jitter, 1 + jitter);
  };
  const layout = pick(layouts);
  const caps = layout === 'us' && random() < 0.15;
  const keys = shoot(code, {gap, hold: Math.min(between(1, 20), middle * 0.6), suffix, layout, caps});
  const held = stallAt >= 0 ? `, held up for ${Math.round(stall)} ms after ${stallAt + 1} keys` : '';
  const name = `gun ${number}: ${middle} ms a key, ${suffix[0] ?? 'no last key'}, ${layout}${caps ? ', Caps Lock' : ''}, ${context}${held}`;
  return recorded(name, 'T4', keys, {layout, context, scans: [{code, suffix: ''}]});
}
