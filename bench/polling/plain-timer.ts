/**
 * What pages do that only know `setTimeout`: request, wait, request again, whether or not the server fails and whether or
 * not anybody looks. Chrome slows the timers of a hidden page down: to the next full second, and after five minutes to
 * the next full minute.
 */
import type {Period} from './checkouts.js';
import {PageView} from './page-view.js';
import {send, type Policy} from './policy.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** @param restMs by the age of the page, ms */
export function plainTimer(name: string, restMs: (elapsedMs: number) => number): Policy {
  return {
    name,
    play({paidAt, leavesAt, expiresAt, hidden}, options) {
      const view = new PageView(hidden);
      const phase = options.random(); // pages do not share their full minutes
      let due = restMs(0);
      for (;;) {
        const at = firesAt(due, view.hiddenPeriod(due), phase);
        if (at >= leavesAt) return undefined;
        const {servedAt, receivedAt, isGood} = send(at, 'poll', options);
        if (isGood && paidAt <= servedAt) return receivedAt;
        if (isGood && expiresAt <= servedAt) return undefined; // shown as expired, and no longer polled
        due = receivedAt + restMs(receivedAt);
      }
    },
  };
}

function firesAt(due: number, period: Period, phase: number): number {
  if (due < period.from) return due;
  const isLongHidden = due - period.from >= 5 * MINUTE;
  return Math.min(nextTick(due, isLongHidden ? MINUTE : SECOND, phase), period.to);
}

const nextTick = (due: number, period: number, phase: number): number =>
  (Math.ceil(due / period - phase) + phase) * period;

export const fixed2s = plainTimer('fixed 2 s', () => 2 * SECOND);

export const adyen = plainTimer('Adyen: 2 s, after 60 s 10 s', (elapsedMs) =>
  elapsedMs < MINUTE ? 2 * SECOND : 10 * SECOND,
);
