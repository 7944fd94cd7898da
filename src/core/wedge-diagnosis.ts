/** What a shop should change on its gun, told from how a scan came. The code itself is not in it. */
import type {GunProfile, Rhythm, WedgeScan} from './wedge.js';

/**
 * `no-suffix`: the gun sends no Enter · `us-keyboard`: set the gun to US keyboard (or `scanner-layout`) ·
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

/** @param seen a scan, or the rhythm of keys that were not taken for one, or nothing */
export function diagnose(_seen: WedgeScan | Rhythm | undefined, _profile: GunProfile): Diagnosis {
  throw new Error('to follow');
}
