/** What a shop should change on its gun, told from how a scan came. The code itself is not in it. */
import type {GunProfile, Rhythm, WedgeScan} from './wedge.js';

/**
 * `no-suffix`: the gun sends no Enter · `us-keyboard`: letters are wrong: set the gun to US keyboard ·
 * `host-keyboard`: it types for the host's layout, which works only there · `caps-lock`: Caps Lock is on ·
 * `shift-held`: Shift is held down · `control-characters`: switch them off on the gun · `slow`: shorten the delay
 * between characters · `unreadable`: some keys could not be read · `not-recognised`: too slow or uneven to be told from
 * typing, or a person typed · `nothing`: no key came.
 */
export type Advice =
  | 'no-suffix'
  | 'us-keyboard'
  | 'host-keyboard'
  | 'caps-lock'
  | 'shift-held'
  | 'control-characters'
  | 'slow'
  | 'unreadable'
  | 'not-recognised'
  | 'nothing';

export interface Diagnosis {
  readonly isRecognised: boolean;
  readonly keys: number;
  /** ms between keys, rounded to tenths; `null`: too few keys to tell. */
  readonly medianGap: number | null;
  readonly speed: 'fast' | 'medium' | 'slow' | 'unknown';
  /** As in `WedgeScan`. */
  readonly suffix: string;
  /** Were the letters those of the gun, put right from the physical keys, or not readable? */
  readonly layout: 'same' | 'recovered' | 'unreadable' | 'unknown';
  /** How many keys reached the page before the scan was told from typing. */
  readonly leaked: number;
  readonly advice: readonly Advice[];
}

/** Above this a customer notices the wait. */
const SLOW_GAP_MS = 70;

/** @param seen a scan, or the rhythm of keys that were not taken for one, or nothing */
export function diagnose(seen: WedgeScan | Rhythm | undefined, profile: GunProfile): Diagnosis {
  if (!seen || !('text' in seen)) return unrecognised(seen);
  const {keys, medianGap, suffix, corrected, held, leaked, text, tier} = seen;
  const isUnreadable = text.includes('\ufffd');
  const wasHostOnly = seen.reading === 'key' && profile.layout === 'key';
  const advice: Advice[] = [];
  if (suffix === '' && tier !== 'inserted') advice.push('no-suffix');
  if (isUnreadable) advice.push('unreadable');
  if (/[^ -~\ufffd]/u.test(text.replace(/\p{Cc}/gu, ''))) advice.push('us-keyboard');
  if (wasHostOnly) advice.push('host-keyboard');
  if (corrected.includes('caps')) advice.push('caps-lock');
  if (held) advice.push('shift-held');
  if (corrected.includes('control') || /\p{Cc}/u.test(text)) advice.push('control-characters');
  if (medianGap !== null && medianGap > SLOW_GAP_MS) advice.push('slow');
  return {
    isRecognised: true,
    keys,
    medianGap: inTenths(medianGap),
    speed: speedOf(medianGap),
    suffix,
    layout: isUnreadable ? 'unreadable' : corrected.includes('layout') ? 'recovered' : 'same',
    leaked,
    advice,
  };
}

function unrecognised(seen: Rhythm | undefined): Diagnosis {
  const medianGap = seen ? seen.medianGap : null;
  return {
    isRecognised: false,
    keys: seen?.keys ?? 0,
    medianGap: inTenths(medianGap),
    speed: speedOf(medianGap),
    suffix: '',
    layout: 'unknown',
    leaked: seen?.keys ?? 0,
    advice: seen ? ['not-recognised'] : ['nothing'],
  };
}

function speedOf(medianGap: number | null): Diagnosis['speed'] {
  if (medianGap === null) return 'unknown';
  if (medianGap <= 35) return 'fast';
  return medianGap <= SLOW_GAP_MS ? 'medium' : 'slow';
}

const inTenths = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);
