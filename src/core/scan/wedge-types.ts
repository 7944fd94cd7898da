/** Input and output of `Wedge`, and the defaults of its settings. */

/** The target of a key press: our own field, nothing editable, another field, or one that must not be touched. */
export type KeyTarget = 'own' | 'none' | 'other' | 'protected';

/** One key press or release, with the fields of a `KeyboardEvent`. */
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
  readonly target: KeyTarget;
}

export interface WedgeSettings {
  /** `us`: the scanner types for a US keyboard; `host`: for the computer's layout; `auto`: decided per scan. */
  readonly layout: 'auto' | 'us' | 'host';
  /** The key that scanners press before a code, as `F9`, `~` or `Ctrl+B`: with it no key of a scan reaches the page. */
  readonly prefix: string | null;
  /** The key they press after a code, in addition to those always understood (Enter, Tab, Ctrl+J, Ctrl+M, F-keys). */
  readonly suffix: string | null;
  /** Matches a whole code; no `g` or `y` flag. Only compares the two readings of a scan; `checkScan` refuses codes. */
  readonly pattern: RegExp | null;
  /** A scan ends at once when it has the longest of these lengths. Empty: unknown. */
  readonly lengths: readonly number[];
}

/** What was corrected: Caps Lock, a translated layout, a stripped AIM identifier, stripped control characters. */
export type Correction = 'caps' | 'layout' | 'aim' | 'control';

/** How the scan was recognised: by speed, by its prefix, or as text inserted in one piece. */
export type WedgeTier = 'fast' | 'medium' | 'slow' | 'prefix' | 'inserted';

export interface WedgeScan {
  /** The code, framing stripped. May still hold control characters or U+FFFD (a key that could not be read). */
  readonly text: string;
  readonly tier: WedgeTier;
  /** Read from `key`, or from `code` and Shift through the US table. */
  readonly reading: 'key' | 'code';
  readonly corrected: readonly Correction[];
  /** The key that ended it, as `Enter`, `Tab`, `Ctrl+J`, `F8`; empty: a pause did. */
  readonly suffix: string;
  /** The AIM identifier, as `]Q1`; empty: none. */
  readonly aim: string;
  /** `Shift` when it was held through the whole scan, so that digits became symbols: refuse, and name the key. */
  readonly held: '' | 'Shift';
  /** Number of keys that made the text. */
  readonly keys: number;
  /** ms; `null` for text inserted in one piece. */
  readonly medianGap: number | null;
  /** The target of the first key. */
  readonly target: KeyTarget;
  /** Number of keys that reached the page. */
  readonly leaked: number;
  /** Time of the first key, ms as events count. */
  readonly startedAt: number;
  /** Time of the last key of the text, ms as events count. */
  readonly endedAt: number;
}

/** What is known about the scanner from earlier scans. Holds no code; a plain object that may be stored and set again. */
export interface ScannerProfile {
  /** Number of scans; while it is 0 the other fields mean nothing. */
  readonly scans: number;
  /** ms. */
  readonly medianGap: number;
  /** Empty: it sends none. */
  readonly suffix: string;
  /** Number of keys of the last scan: a shorter one is waited for longer. */
  readonly length: number;
  /** The reading that was right when the two differed in score; `null`: not known yet. */
  readonly layout: 'key' | 'code' | null;
}

/** How the keys of a burst followed each other. */
export interface BurstTiming {
  readonly keys: number;
  /** ms. */
  readonly medianGap: number;
  /** Coefficient of variation of the gaps. */
  readonly spread: number;
  /** Keys still down well after the next one went down, which only a person does. */
  readonly overlaps: number;
}

export interface WedgeVerdict {
  /** Hide this key from the page: `preventDefault` and `stopImmediatePropagation`. */
  readonly prevent: boolean;
  /** Ended by this key, this tick, or by the pause before this key. */
  readonly scan: WedgeScan | undefined;
  /** Timing of a burst of keys that ended here, whether it was a scan or not. */
  readonly timing: BurstTiming | undefined;
  /** When to call `tick`, ms as events count; `undefined`: nothing is pending. */
  readonly wakeAt: number | undefined;
}

export const newProfile: ScannerProfile = {scans: 0, medianGap: 0, suffix: '', length: 0, layout: null};

export const autoSettings: WedgeSettings = {
  layout: 'auto',
  prefix: null,
  suffix: null,
  pattern: null,
  lengths: [],
};
