/**
 * Was this burst of keys a gun, and where in it does the scan begin? Told by speed; for the slow ones by a regularity
 * that hands do not have; never where keys overlap as a person's do.
 */
import type {Rhythm, WedgeTier} from './wedge.js';
import {countOverlaps, gapBefore, mean, quantile, type Stroke} from './wedge-stroke.js';

export interface Found {
  /** Index of the first key of the scan: before it, a person typed. */
  readonly from: number;
  /** `undefined`: a person typed all of it. */
  readonly tier: WedgeTier | undefined;
  readonly rhythm: Rhythm;
  /** Indices of the keys that came after a stall. */
  readonly joints: readonly number[];
}

export interface Circumstances {
  /** When the key came that ended it; `undefined`: silence did. */
  readonly endedAt: number | undefined;
  readonly isConfirmed: boolean;
  /** The clock counts in steps of 100 ms. */
  readonly isCoarse: boolean;
}

/** Nobody keeps this up over five keys. */
const FAST_MS = 35;
const FAST_MEAN_MS = 40;
const MEDIUM_MS = 70;
const SLOW_MS = 170;
const COARSE_LIMIT_MS = 220;
/** Guns release a key before they press the next; up to here it may be rounding. */
export const OVERLAP_MS = 12;
/** A slow gun has the time to release a key first. */
const SLOW_OVERLAP_MS = 4;
/** Each key of a slow gun is up again this soon; fingers stay longer. */
const SHORT_PRESS_MS = 50;

export function findScan(strokes: readonly Stroke[], {endedAt, isConfirmed, isCoarse}: Circumstances): Found {
  const isForeign = strokes.some(({where}) => where === 'foreign');
  const cut = Math.min(stallMs(strokes, isCoarse), isCoarse ? COARSE_LIMIT_MS : isForeign ? 120 : 200);
  const joints: number[] = [];
  let from = segmentStart(strokes, strokes.length - 1, cut);
  // A head as fast as the rest belongs to it, across a stall; a single key, or slower ones, are someone's typing
  while (from > 0) {
    const head = segmentStart(strokes, from - 1, cut);
    const own = gapsOf(strokes, head, from);
    if (own.length === 0 || quantile(own) > Math.max(FAST_MEAN_MS, 2 * quantile(gapsOf(strokes, from))))
      break;
    joints.push(from);
    from = head;
  }
  from += slowHead(gapsOf(strokes, from));

  const gaps = gapsOf(strokes, from);
  const even = gaps.filter((gap) => gap <= cut); // stalls say nothing about the gun
  const medianGap = quantile(gaps);
  const rhythm = {
    keys: gaps.length + 1,
    medianGap,
    spread: spreadOf(even),
    overlaps: countOverlaps(
      strokes,
      from,
      endedAt ?? -1,
      isCoarse ? 'order' : medianGap > FAST_MS ? SLOW_OVERLAP_MS : OVERLAP_MS,
    ),
  };
  const {keys, spread, overlaps} = rhythm;
  const wholeMean = mean(gaps);
  if (even.length === gaps.length) even.splice(even.indexOf(Math.max(...even)), 1);
  const meanGap = mean(even);

  const presses = pressesOf(strokes.slice(from));
  const isMedium = (): boolean =>
    (isCoarse ? wholeMean <= MEDIUM_MS : medianGap <= MEDIUM_MS && spread <= mediumSpread(presses, keys)) &&
    (endedAt !== undefined || !isForeign);
  const isSlow = (): boolean => {
    const suffixGap = (endedAt ?? Infinity) - (strokes.at(-1)?.t ?? 0);
    return (
      !isForeign &&
      keys >= (isCoarse ? 16 : 8) && // to such a clock, a hand at 100 ms is even as well
      medianGap <= SLOW_MS &&
      suffixGap <= 2.2 * medianGap &&
      spread <= slowSpread(presses, keys)
    );
  };
  const isFast = isCoarse
    ? keys >= 8 && wholeMean <= FAST_MEAN_MS && overlaps < 2
    : keys >= 5 && medianGap <= FAST_MS && meanGap <= FAST_MEAN_MS && overlaps < 2;
  const tier: WedgeTier | undefined =
    isFast || isConfirmed
      ? 'fast'
      : keys < 8 || overlaps > 0
        ? undefined
        : isMedium()
          ? 'medium'
          : isSlow()
            ? 'slow'
            : undefined;
  return {from, tier, rhythm, joints};
}

type Presses = 'short' | 'even' | 'uneven' | 'unknown';

/** How long its keys are down gives a gun away too: it does not dwell on any, or on all alike. */
function pressesOf(strokes: readonly Stroke[]): Presses {
  const holds = strokes.filter(({up}) => up >= 0).map(({t, up}) => up - t);
  if (2 * holds.length < strokes.length) return 'unknown';
  if (holds.every((hold) => hold <= SHORT_PRESS_MS)) return 'short';
  return spreadOf(holds) <= 0.15 ? 'even' : 'uneven';
}

/** Radios repeat what got lost, so their gaps vary. */
const mediumSpread = (presses: Presses, keys: number): number =>
  presses === 'short' || presses === 'even' ? 0.75 : slowSpread(presses, keys);

/** Hands are not even; but a few gaps may be by luck, so it takes more keys to be less strict. */
const slowSpread = (presses: Presses, keys: number): number =>
  presses === 'uneven' ? -1 : presses === 'short' ? Math.min(0.2, keys / 100) : Math.min(0.14, keys / 150);

/** A longer gap than this is not the gun's own rhythm. */
export function stallMs(strokes: readonly Stroke[], isCoarse: boolean): number {
  // Of the last keys, and rather their shorter gaps: a person may have typed before the gun did
  return isCoarse ? COARSE_LIMIT_MS : Math.max(90, 6 * quantile(gapsOf(strokes, strokes.length - 17), 0.35));
}

/** The gaps between the keys from one index up to another. */
export function gapsOf(strokes: readonly Stroke[], from: number, to = strokes.length): number[] {
  const gaps: number[] = [];
  for (let i = Math.max(0, from) + 1; i < to; i++) gaps.push(gapBefore(strokes, i));
  return gaps;
}

function segmentStart(strokes: readonly Stroke[], last: number, cut: number): number {
  let start = Math.max(0, last);
  while (start > 0 && gapBefore(strokes, start) <= cut) start--;
  return start;
}

/** How many keys a person typed just before a slower gun began: two or more gaps that are not the gun's. */
function slowHead(gaps: readonly number[]): number {
  const limit = Math.max(60, 2.2 * quantile(gaps));
  const slow = gaps.findIndex((gap) => gap <= limit);
  return slow > 1 ? slow : 0;
}

/** Coefficient of variation. */
function spreadOf(values: readonly number[]): number {
  const middle = mean(values);
  return middle && Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) / middle;
}
