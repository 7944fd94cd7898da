/**
 * The model: what payers do on a checkout page, however the page polls. Times are ms since the page was opened.
 * Replace the numbers when a merchant's own are known; the requests a policy costs hang on nothing else.
 */
import {exponential, logNormal, type Random} from './random.js';

/** A stretch of time: from `from`, up to but without `to`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export interface Checkout {
  readonly paySceneCode: 'DYNQR' | 'CASHTOPUP';
  /** `Infinity` when the payer never pays. */
  readonly paidAt: number;
  /** When the page is closed, if it has not shown an outcome by then. */
  readonly leavesAt: number;
  readonly expiresAt: number;
  /** When the page is hidden: in order, apart from each other. */
  readonly hidden: readonly Period[];
}

export type MakeCheckout = (random: Random) => Checkout;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** From opening until it is paid, over, or closed: what "open" means in "100,000 open at once". */
export const openMs = ({paidAt, leavesAt, expiresAt}: Checkout): number =>
  Math.min(paidAt, leavesAt, expiresAt);

/** Mean times of a page that is seen, is hidden, is seen again, and so on. */
interface Attention {
  readonly seenMs: number;
  readonly awayMs: number;
}

/** On another device than the one that pays, or before it is decided. */
const DISTRACTED: Attention = {seenMs: 90 * SECOND, awayMs: 7 * SECOND};
/** A tab among others. */
const FORGOTTEN: Attention = {seenMs: 30 * SECOND, awayMs: 5 * MINUTE};

/**
 * A dynamic QR: four in five pay. Two in five of those pay on the phone that shows the page, which is hidden
 * meanwhile; the others now and then look at something else. Of those who do not pay a few forget the page. With these
 * numbers 30 % of the pages are hidden at any time.
 */
export function dynamicQr(random: Random, medianMs = 35 * SECOND): Checkout {
  const expiresAt = 15 * MINUTE;
  const paid = logNormal(medianMs, 0.8, random);
  const facts = {paySceneCode: 'DYNQR', expiresAt} as const;
  if (random() < 0.8 && paid < expiresAt) {
    const isOnThisPhone = random() < 0.4;
    const hidden = isOnThisPhone
      ? [inTheApp(paid, random)]
      : hiddenPeriods(paid + 2 * MINUTE, DISTRACTED, random);
    return {...facts, paidAt: paid, leavesAt: Infinity, hidden};
  }
  const isForgotten = random() < 0.02;
  const leavesAt = isForgotten ? expiresAt + HOUR : logNormal(MINUTE, 1, random);
  const hidden = hiddenPeriods(leavesAt, isForgotten ? FORGOTTEN : DISTRACTED, random);
  return {...facts, paidAt: Infinity, leavesAt, hidden};
}

/** The payer looks at the page, goes to the app soon, pays there, and comes back a little later. */
const inTheApp = (paidAt: number, random: Random): Period => ({
  from: Math.min(paidAt / 2, logNormal(8 * SECOND, 0.5, random)),
  to: paidAt + logNormal(4 * SECOND, 0.6, random),
});

function hiddenPeriods(until: number, {seenMs, awayMs}: Attention, random: Random): Period[] {
  const periods: Period[] = [];
  for (let from = exponential(seenMs, random); from < until;) {
    const to = from + exponential(awayMs, random);
    periods.push({from, to});
    from = to + exponential(seenMs, random);
  }
  return periods;
}

/**
 * A cash top-up: read, then closed (55 %), or left in the background on the way to the store and looked at now and
 * then. Six in ten pay, after hours.
 */
export function cashTopUp(random: Random): Checkout {
  const expiresAt = pick([2 * HOUR, 24 * HOUR, 48 * HOUR], random);
  const paid = logNormal(3 * HOUR, 1, random);
  const paidAt = random() < 0.6 && paid < expiresAt ? paid : Infinity;
  const readUntil = logNormal(70 * SECOND, 0.6, random);
  const facts = {paySceneCode: 'CASHTOPUP', paidAt, expiresAt} as const;
  if (random() < 0.55) return {...facts, leavesAt: readUntil, hidden: []};
  const leavesAt = readUntil + logNormal(3.5 * HOUR, 1, random);
  return {...facts, leavesAt, hidden: betweenLooks(readUntil, leavesAt, random)};
}

function betweenLooks(from: number, until: number, random: Random): Period[] {
  const periods: Period[] = [];
  for (let start = from; start < until;) {
    const to = start + exponential(2 * HOUR, random);
    periods.push({from: start, to});
    start = to + logNormal(15 * SECOND, 0.6, random);
  }
  return periods;
}

const pick = (values: readonly [number, number, number], random: Random): number =>
  values[Math.floor(random() * 3)] ?? values[0];
