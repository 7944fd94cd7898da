/**
 * Tells a barcode gun in keyboard mode from a person, and reads its code: (state, one key with its own time) → a
 * verdict on that key, and perhaps a scan. One reducer for live use, replay and diagnosis. No DOM and no clock: all
 * times are those of the events (`event.timeStamp`, ms), because handlers run late and together on a busy page.
 */

/** Whose key it is: in our own field, in nothing editable, in another field, or in one that nobody may touch. */
export type KeyPlace = 'own' | 'none' | 'foreign' | 'protected';

export interface WedgeKey {
  readonly kind: 'down' | 'up';
  /** `event.timeStamp`, ms. */
  readonly t: number;
  readonly key: string;
  /** Empty on Android. */
  readonly code: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  /** Caps Lock is on. */
  readonly caps: boolean;
  readonly altGraph: boolean;
  readonly repeat: boolean;
  readonly where: KeyPlace;
}

export interface WedgeSettings {
  /** `us`: the gun types for a US keyboard, whatever the host's is; `host`: for the host's; `auto`: judged per scan. */
  readonly layout: 'auto' | 'us' | 'host';
  /** The key a shop's guns send first, as `F9`, `~` or `Ctrl+B`: with it no key of a scan reaches the page. */
  readonly prefix: string | null;
  /** The key they send last, beside those that are always understood (Enter, Tab, Ctrl+J, Ctrl+M, F-keys). */
  readonly suffix: string | null;
  /** Matches a whole code; no `g` or `y` flag. Only weighs the two readings of a scan; refusing is for `checkScan`. */
  readonly pattern: RegExp | null;
  /** A scan ends at once when it is this long; the longest counts. Empty: not known. */
  readonly lengths: readonly number[];
}

/** What was put right: Caps Lock, a translated layout, a stripped AIM identifier, stripped control characters. */
export type Correction = 'caps' | 'layout' | 'aim' | 'control';

export type WedgeTier = 'fast' | 'medium' | 'slow' | 'prefix' | 'inserted';

export interface WedgeScan {
  /** The code, framing stripped. May still hold control characters or U+FFFD (a key that could not be read). */
  readonly text: string;
  readonly tier: WedgeTier;
  /** Taken from `key`, or from `code` and Shift through the US table. */
  readonly reading: 'key' | 'code';
  readonly corrected: readonly Correction[];
  /** The key that ended it, as `Enter`, `Tab`, `Ctrl+J`, `F8`; empty: silence did. */
  readonly suffix: string;
  /** The AIM identifier, as `]Q1`; empty: none. */
  readonly aim: string;
  /** `Shift` when it was held through the whole scan, so that digits became symbols: refuse, and name the key. */
  readonly held: '' | 'Shift';
  /** How many keys made the text. */
  readonly keys: number;
  /** ms; `null` for text inserted in one piece. */
  readonly medianGap: number | null;
  /** Where the first key went. */
  readonly where: KeyPlace;
  /** How many of the keys reached the page. */
  readonly leaked: number;
  /** Time of the first key, as the events count. */
  readonly startedAt: number;
}

/** What is remembered of the gun from scan to scan. Never a code. A plain object: may be kept and given back. */
export interface GunProfile {
  /** Scans seen; 0: nothing else here means anything. */
  readonly scans: number;
  readonly medianGap: number;
  /** As in `WedgeScan`; empty: it sends none. */
  readonly suffix: string;
  /** How many characters the last code had: one that stops short of it is waited for longer. */
  readonly length: number;
  /** The reading that proved right where the two differed in worth; `null`: no proof yet. */
  readonly layout: 'key' | 'code' | null;
}

/** How the last burst of keys came, taken for a scan or not: for diagnosis. Never a code. */
export interface Rhythm {
  readonly keys: number;
  readonly medianGap: number;
  /** Coefficient of variation of the gaps. */
  readonly spread: number;
  /** Keys still down well after the next one went down: a person's. */
  readonly overlaps: number;
}

export interface WedgeVerdict {
  /** Keep this key from the page: `preventDefault` and `stopImmediatePropagation`. */
  readonly prevent: boolean;
  /** It may be the first key of a scan: remember the field it goes to as it is now. */
  readonly isStart: boolean;
  /** Finished by this key, this tick, or by the silence before this key. */
  readonly scan: WedgeScan | undefined;
  /** What its leaked keys typed, U+FFFD for one that is not known: for putting the field back. */
  readonly typed: string;
  /** A burst of keys ended here, a scan or not. */
  readonly rhythm: Rhythm | undefined;
  /** Call `tick` then, counted as the events count; `undefined`: nothing is pending. */
  readonly wakeAt: number | undefined;
}

export const newProfile: GunProfile = {scans: 0, medianGap: 0, suffix: '', length: 0, layout: null};

export const autoSettings: WedgeSettings = {
  layout: 'auto',
  prefix: null,
  suffix: null,
  pattern: null,
  lengths: [],
};

export class Wedge {
  /** Read at every key. */
  settings: WedgeSettings;
  profile: GunProfile;

  constructor(settings: WedgeSettings = autoSettings, profile: GunProfile = newProfile) {
    this.settings = settings;
    this.profile = profile;
  }

  /** True from confirmation to the end of a scan: its keys are kept from the page. */
  get isReceiving(): boolean {
    return false;
  }

  /** One key went down or up. */
  feed(_key: WedgeKey): WedgeVerdict {
    throw new Error('to follow');
  }

  /** What the last key typed into our own field, where neither `key` nor `code` told (Android). */
  typed(_text: string): void {
    throw new Error('to follow');
  }

  /** Time passed. `now` as the events count. */
  tick(_now: number): WedgeVerdict {
    throw new Error('to follow');
  }

  /** Keys may be missing from here on (blur, page hidden): what is unfinished is dropped. */
  break(): void {
    throw new Error('to follow');
  }
}

/**
 * Text that came in one piece into our own field (hand-helds, paste): framing stripped, nothing folded. `undefined`
 * when it is shorter than six characters, as a person's input method may insert.
 */
export function readInserted(_text: string): WedgeScan | undefined {
  throw new Error('to follow');
}
