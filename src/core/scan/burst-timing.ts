/**
 * Was this burst of keys a gun, and where in it does the scan begin? Told by speed; for the slow ones by a regularity
 * that hands do not have; never where keys overlap as a person's do.
 */
import type {Rhythm, WedgeTier} from './wedge.js';
import type {Stroke} from './keystroke.js';

export interface Found {
  /** Index of the first key of the scan: before it, a person typed. */
  readonly from: number;
  /** `undefined`: a person typed all of it. */
  readonly tier: WedgeTier | undefined;
  readonly rhythm: Rhythm;
}

/** Nobody keeps this up over five keys. */
const FAST_MS = 35;
const FAST_MEAN_MS = 40;
const MEDIUM_MS = 70;
const SLOW_MS = 170;
/** Each key of a slow gun is up again this soon; fingers stay longer. */
const SHORT_PRESS_MS = 50;
/** Radios pause for this long on their own. */
export const SHORTEST_STALL_MS = 90;
/** What guns report at once differs by less. */
const OVERLAP_MS = 12;
/** What is lost does not come any more. */
const LOST_MS = 300;

/**
 * @param endedAt when the key came that ended it; `undefined`: silence did
 * @param isCoarse the clock counts in steps of 100 ms
 */
export function findScan(strokes: readonly Stroke[], endedAt: number | undefined, isCoarse: boolean): Found {
  const all = gapsOf(strokes); // the first is that before the second key
  const isForeign = strokes.some(({where}) => where === 'foreign');
  const cut = Math.min(stallMs(strokes, isCoarse), isCoarse ? 220 : isForeign ? 120 : 200);
  const startBefore = (end: number): number => {
    let start = end - 1;
    while (start > 0 && (all[start - 1] ?? 0) <= cut) start--;
    return start;
  };
  let from = startBefore(strokes.length);
  // A head as fast as the rest belongs to it, across a stall; a single key, or slower ones, are someone's typing
  for (let head; from > 0; from = head) {
    head = startBefore(from);
    const limit = Math.max(FAST_MEAN_MS, 2 * quantile(all.slice(from)));
    if (from - head < 2 || quantile(all.slice(head, from - 1)) > limit) break;
  }
  // Just before a slower gun, two or more gaps that are not its own are someone's typing too
  const usual = Math.max(60, 2.2 * quantile(all.slice(from)));
  const slow = all.slice(from).findIndex((gap) => gap <= usual);
  if (slow > 1) from += slow;

  const scanned = strokes.slice(from);
  const gaps = all.slice(from);
  const medianGap = quantile(gaps);
  const keys = scanned.length;
  const overlaps = countOverlaps(scanned, endedAt ?? -1);
  const even = gaps.filter((gap) => gap <= cut); // stalls say nothing about the gun
  const spread = spreadOf(even);
  if (even.length === gaps.length && !isCoarse) even.splice(even.indexOf(Math.max(...even)), 1);
  const typical = isCoarse ? mean(gaps) : medianGap;

  // How long its keys are down gives a gun away too: it does not dwell on any, or on all alike
  const holds = scanned.filter(isUp).map(({t, up}) => up - t);
  const areKnown = 2 * holds.length >= keys;
  const areShort = areKnown && holds.every((hold) => hold <= SHORT_PRESS_MS);
  const areEven = areShort || (areKnown && spreadOf(holds) <= 0.15);
  // A few even gaps may be by luck; the more keys, the less
  const allowed = areShort
    ? Math.min(0.2, keys / 100)
    : areEven || !areKnown
      ? Math.min(0.14, keys / 150)
      : -1;

  const isFast =
    keys >= (isCoarse ? 8 : 5) && typical <= FAST_MS && mean(even) <= FAST_MEAN_MS && overlaps < 2;
  const isEven = keys > 7 && overlaps === 0;
  const isMedium =
    typical <= MEDIUM_MS &&
    (isCoarse || spread <= (areEven ? 0.75 : allowed)) &&
    !(isForeign && endedAt === undefined);
  const isSlow =
    !isForeign &&
    keys > (isCoarse ? 15 : 7) && // to such a clock, a hand at 100 ms is even as well
    medianGap <= SLOW_MS &&
    spread <= allowed &&
    (endedAt ?? Infinity) - (strokes.at(-1)?.t ?? 0) <= 2.2 * medianGap;
  return {
    from,
    tier: isFast ? 'fast' : isEven && isMedium ? 'medium' : isEven && isSlow ? 'slow' : undefined,
    rhythm: {keys, medianGap, spread, overlaps},
  };
}

/** A longer gap than this is not the gun's own rhythm. */
export function stallMs(strokes: readonly Stroke[], isCoarse: boolean): number {
  // Of the last keys, and rather their shorter gaps: a person may have typed before the gun did
  return isCoarse ? 220 : Math.max(SHORTEST_STALL_MS, 6 * quantile(gapsOf(strokes.slice(-17)), 0.35));
}

/**
 * Keys that stayed down well after the next went down: guns release first, but may report both at once. One that is
 * still down counts as soon as that is so, but not for ever: key-ups get lost, and some devices and replays tell of none.
 */
export function countOverlaps(strokes: readonly Stroke[], now: number): number {
  if (!strokes.some(isUp)) return 0;
  return strokes.filter((stroke, i) => {
    const overlap = (isUp(stroke) ? stroke.up : now) - (strokes[i + 1]?.t ?? Infinity);
    return overlap > OVERLAP_MS && (isUp(stroke) || overlap < LOST_MS);
  }).length;
}

const isUp = ({up}: Stroke): boolean => up >= 0;

/** The gaps between the keys, ms. Never negative, whatever the clock did. */
const gapsOf = (strokes: readonly Stroke[]): number[] =>
  strokes.slice(1).map(({t}, i) => Math.max(0, t - (strokes[i]?.t ?? t)));

/** The value below which a part of the numbers lies; the median for one half. */
function quantile(values: readonly number[], part = 0.5): number {
  const sorted = values.slice().sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** Coefficient of variation. */
function spreadOf(values: readonly number[]): number {
  const middle = mean(values);
  return middle && Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) / middle;
}
