/** Advises what to change on a scanner, from how its keys arrived. Holds no code. */
import type {ScannerProfile, BurstTiming, WedgeScan} from './wedge-types.js';

/**
 * `no-suffix`: the scanner sends no Enter · `us-keyboard`: letters are wrong, set the scanner to US keyboard ·
 * `host-keyboard`: it types for the computer's layout and works only there · `caps-lock`: Caps Lock is on ·
 * `shift-held`: Shift is held down · `control-characters`: switch them off on the scanner · `slow`: shorten the delay
 * between characters · `unreadable`: some keys could not be read · `not-recognised`: too slow or uneven to differ from
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
  /** Whether a scan was recognised. */
  readonly isRecognised: boolean;
  /** Number of key presses, without the suffix. */
  readonly keys: number;
  /** Between keys, ms, rounded to tenths; `null`: too few keys. */
  readonly medianGap: number | null;
  readonly speed: 'fast' | 'medium' | 'slow' | 'unknown';
  /** The key that ended the scan, as `Enter`; empty: a pause did. */
  readonly suffix: string;
  /** `same`: the host's characters were right; `recovered`: read from the physical keys; `unreadable`: neither. */
  readonly layout: 'same' | 'recovered' | 'unreadable' | 'unknown';
  /** Number of keys that reached the page before the scan was recognised. */
  readonly leaked: number;
  readonly advice: readonly Advice[];
}

/** Above this a customer notices the wait, ms a key. */
const SLOW_GAP_MS = 70;

/** @param seen a scan, or the timing of keys that were no scan, or nothing */
export function diagnose(seen: WedgeScan | BurstTiming | undefined, profile: ScannerProfile): Diagnosis {
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

function unrecognised(seen: BurstTiming | undefined): Diagnosis {
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
