/**
 * Decides from the timing of a burst whether a scanner sent it and at which key the scan begins. Fast scanners are
 * recognised by speed, slow ones by a regularity that hands do not have; overlapping keys are a person's.
 */
import type {BurstTiming, WedgeTier} from './wedge-types.js';
import type {Stroke} from './keystroke.js';

export interface Found {
  /** Index of the first key of the scan; a person typed the keys before it. */
  readonly from: number;
  /**
   * Where the scan begins if not at `from`: one or two keys and a pause came first, and only the text can show whose
   * they are. -1: nowhere else.
   */
  readonly rival: number;
  /** Index of the first key of what may be a second scan, joined to the first over a pause; 0: none. */
  readonly seam: number;
  /** No pause was found in the burst. */
  readonly isWhole: boolean;
  /** `undefined`: a person typed all of it. */
  readonly tier: WedgeTier | undefined;
  readonly timing: BurstTiming;
}

/** Median gap of a fast scanner, ms: no person types five keys at this speed. */
const FAST_MS = 35;
/** Mean gap of a fast scanner, ms. */
const FAST_MEAN_MS = 40;
/** Median gap of a medium scanner, ms: Bluetooth with retries. */
const MEDIUM_MS = 70;
/** Median gap of a slow scanner, ms. */
const SLOW_MS = 170;
/** Scanners release each key within this time, ms; fingers hold it longer. */
const SHORT_PRESS_MS = 50;
/** Wireless scanners pause this long without a stall, ms. */
export const SHORTEST_STALL_MS = 90;
/** Two reports of a scanner that belong together differ by less, ms. */
const OVERLAP_MS = 12;
/** A key-up that has not come by then is treated as lost, ms. */
const LOST_MS = 300;

/**
 * @param endedAt when the terminator came, ms; `undefined`: a pause ended the burst
 * @param isCoarse the clock counts in steps of 100 ms
 */
export function findScan(strokes: readonly Stroke[], endedAt: number | undefined, isCoarse: boolean): Found {
  const all = gapsOf(strokes); // the first is before the second key
  const isOther = strokes.some(({target}) => target === 'other');
  const cut = Math.min(stallMs(strokes, isCoarse), isCoarse ? 220 : isOther ? 120 : 200);
  const starts = [0, ...all.flatMap((gap, i) => (gap < cut ? [] : i + 1))];
  let from = starts.slice(-1)[0] ?? 0;
  const tail = all.slice(from);
  const limit = Math.max(FAST_MEAN_MS, 2 * (tail.length > 1 ? quantile(tail) : usualGap(strokes)));
  const isReported = strokes.some(isUp);
  const longest = Math.max(SHORT_PRESS_MS, 1.2 * quantile(holdsOf(strokes.slice(-17)), 0.35));
  /** A pause may have held up the release of a scanner's key too. */
  const isHeld = (stroke: Stroke, i: number): boolean =>
    isReported &&
    !(isUp(stroke) && stroke.up - stroke.t <= longest) &&
    !(Math.abs((strokes[i + 1]?.t ?? 0) - stroke.up) <= OVERLAP_MS);
  // Keys before a pause belong to the scan if no hand held them and they are as fast as the rest. A single key has no
  // speed: it must be the first of the burst, or come after such keys
  for (let i = starts.length - 1, end = from; i--;) {
    const start = starts[i] ?? 0;
    if (strokes.some((stroke, at) => at >= start && at < end && isHeld(stroke, at))) break;
    if (quantile(all.slice(start, end - 1)) > limit) break;
    if (end - start > 1 || (i === 0 && from === end)) from = start;
    end = start;
  }
  const head = all.slice(0, 2).findIndex((gap) => gap > limit) + 1;
  const rival = head === 0 || from > head ? -1 : from < head ? head : 0;
  // Two or more longer gaps just before a slow scan are typing too
  const usual = Math.max(60, 2.2 * quantile(all.slice(from)));
  const slow = all.slice(from).findIndex((gap) => gap <= usual);
  if (slow > 1) from += slow;

  const scanned = strokes.slice(from);
  const gaps = all.slice(from);
  const medianGap = quantile(gaps);
  const keys = scanned.length;
  const overlaps = countOverlaps(scanned, endedAt ?? -1);
  const even = gaps.filter((gap) => gap < cut); // stalls do not depend on the scanner
  const spread = spreadOf(even);
  if (even.length === gaps.length && !isCoarse) even.splice(even.indexOf(Math.max(...even)), 1);
  const typical = isCoarse ? mean(gaps) : medianGap;

  // A scanner holds its keys very briefly, or all for the same time
  const holds = holdsOf(scanned);
  const areKnown = 2 * holds.length >= keys;
  const areShort = areKnown && holds.every((hold) => hold <= SHORT_PRESS_MS);
  const areEven = areShort || (areKnown && spreadOf(holds) <= 0.15);
  // A few even gaps may be chance; with more keys it is less likely
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
    !(isOther && endedAt === undefined);
  const isSlow =
    !isOther &&
    keys > (isCoarse ? 15 : 7) && // on such a clock a person at 100 ms a key looks even too
    medianGap <= SLOW_MS &&
    spread <= allowed &&
    (endedAt ?? Infinity) - (strokes.slice(-1)[0]?.t ?? 0) <= 2.2 * medianGap;
  // Two codes have the same length, or each is as long as a code
  const seam = starts.find((at) => {
    const [before, after] = [at - from, strokes.length - at];
    return before > 5 && (before === after || Math.min(before, after) > 11);
  });
  return {
    from,
    rival,
    seam: seam ?? 0,
    isWhole: starts.length === 1 && head === 0,
    tier: isFast ? 'fast' : isEven && isMedium ? 'medium' : isEven && isSlow ? 'slow' : undefined,
    timing: {keys, medianGap, spread, overlaps},
  };
}

/** A gap longer than this interrupts the scanner's usual timing, ms. */
export function stallMs(strokes: readonly Stroke[], isCoarse: boolean): number {
  // Of the last keys, preferring their shorter gaps: a person may have typed before the scan
  return isCoarse ? 220 : Math.max(SHORTEST_STALL_MS, 6 * usualGap(strokes));
}

const usualGap = (strokes: readonly Stroke[]): number => quantile(gapsOf(strokes.slice(-17)), 0.35);

/**
 * Counts keys that stayed down well after the next one went down: scanners release a key first, but may report both at
 * once. A key that is still down counts too, but not for ever: key-ups get lost, and some devices report none.
 */
export function countOverlaps(strokes: readonly Stroke[], now: number): number {
  if (!strokes.some(isUp)) return 0;
  return strokes.filter((stroke, i) => {
    const overlap = (isUp(stroke) ? stroke.up : now) - (strokes[i + 1]?.t ?? Infinity);
    return overlap > OVERLAP_MS && (isUp(stroke) || overlap < LOST_MS);
  }).length;
}

/** Returns whether the key was released as briefly as a scanner does; true also if no release is reported at all. */
export const isBrief = ({t, up}: Stroke, strokes: readonly Stroke[]): boolean =>
  up < 0 ? !strokes.some(isUp) : up - t <= SHORT_PRESS_MS;

const isUp = ({up}: Stroke): boolean => up >= 0;

const holdsOf = (strokes: readonly Stroke[]): number[] => strokes.filter(isUp).map(({t, up}) => up - t);

/** The gaps between the keys, ms; never negative, even if the clock went back. */
const gapsOf = (strokes: readonly Stroke[]): number[] =>
  strokes.slice(1).map(({t}, i) => Math.max(0, t - (strokes[i]?.t ?? t)));

/** The value below which a share of the numbers lies; 0.5 gives the median. */
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
