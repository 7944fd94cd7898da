/** A key of a burst, as the wedge keeps it: long enough to judge and read the burst, and then gone. */
import type {KeyPlace} from './wedge.js';

/** For a key that could not be read. */
export const UNREAD = '\ufffd';

export interface Stroke {
  readonly t: number;
  /** When it came up; -1: not yet, or nobody said. */
  up: number;
  /** It came up after the next key went down. */
  isLate: boolean;
  readonly id: string;
  /** The character the host says, or `UNREAD`; a later `input` event may tell it (Android). */
  key: string;
  /** The character of a US keyboard, or `UNREAD`. */
  readonly us: string;
  readonly isShifted: boolean;
  readonly isCaps: boolean;
  /** It is a key that types nothing: its name, for a suffix. */
  readonly name: string;
  /** A digit of Alt+0dd, and whether Alt came up after it. */
  readonly isAlt: boolean;
  altEnded: boolean;
  readonly where: KeyPlace;
  /** What it typed into the page; `undefined` when it was kept from it. */
  typed: string | undefined;
}

/** Time since the stroke before, ms. Never negative, whatever the clock did. */
export const gapBefore = (strokes: readonly Stroke[], i: number): number =>
  Math.max(0, (strokes[i]?.t ?? 0) - (strokes[i - 1]?.t ?? 0));

/**
 * Keys that stayed down well after the next went down: guns release first, but may report both at once. One that is
 * still down counts as soon as that is so, but not for ever: key-ups get lost, and some devices and replays tell of none.
 *
 * @param margin ms that do not count; `order`: the clock is too coarse to say, so that the order of the events has to
 */
export function countOverlaps(
  strokes: readonly Stroke[],
  from: number,
  now: number,
  margin: number | 'order',
): number {
  const hasUps = strokes.some(({up}) => up >= 0);
  let count = 0;
  for (let i = from; hasUps && i < strokes.length - 1; i++) {
    const {up = -1, isLate = false} = strokes[i] ?? {};
    const overlap = (up < 0 ? now : up) - (strokes[i + 1]?.t ?? now);
    const isOver = margin === 'order' ? isLate || up < 0 : overlap > margin;
    if (isOver && (up >= 0 || overlap < LOST_MS)) count++;
  }
  return count;
}

const LOST_MS = 300;

/** The value below which a part of the numbers lies; the median for one half. */
export function quantile(values: readonly number[], part = 0.5): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
