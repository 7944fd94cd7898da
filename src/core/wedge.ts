/**
 * Tells a barcode gun in keyboard mode from a person, and reads its code: (state, one key with its own time) → a
 * verdict on that key, and perhaps a scan. One reducer for live use, replay and diagnosis. No DOM and no clock: all
 * times are those of the events (`event.timeStamp`, ms), because handlers run late and together on a busy page.
 */
import {idOf, meaningOf, type Meaning} from './wedge-key.js';
import {readStrokes, unframe} from './wedge-reading.js';
import {findScan, gapsOf, OVERLAP_MS, stallMs} from './wedge-rhythm.js';
import {countOverlaps, mean, quantile, UNREAD, type Stroke} from './wedge-stroke.js';

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
  /** How many keys the last scan had: one that stops short of them is waited for longer. */
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

/** A gap up to this is a gun's, where it comes several times in a row. */
const FAST_GAP_MS = 40;
/** After this the next key has nothing to do with the last. */
const PAUSE_MS = 650;
/** A slower key after a stall is a person's. */
const LIMBO_GAP_MS = 100;
/** How soon after the prefix the first key of the code comes. */
const PREFIX_MS = 120;
const TAIL_MS = 100;
/** A burst longer than any code is cut: it is no scan, and nobody should wait for the sums. */
const MAX_STROKES = 600;

interface Ending {
  readonly scan?: WedgeScan;
  readonly typed?: string;
  readonly rhythm?: Rhythm;
}

export class Wedge {
  /** Read at every key. */
  settings: WedgeSettings;
  profile: GunProfile;

  /** The keys since the last pause; nothing of them is kept after a scan, an edit or a blur. */
  #strokes: Stroke[] = [];
  /** This is a gun: what comes is kept from the page. */
  #isConfirmed = false;
  /** The prefix key came then, and the code is due. */
  #prefixedAt: number | undefined;
  /** Index of the first key after a stall of a confirmed scan, while it is open whose key that is; 0: none. */
  #joint = 0;
  /** How many fast keys came in a row. */
  #run = 0;
  #due = Infinity;
  #tailUntil = -Infinity;
  /** How many keys in a row had a time that is a multiple of 100 ms. */
  #onGrid = 0;
  /** Scans in a row without the suffix that this gun sends. */
  #missedSuffixes = 0;
  /** Keys that were kept from the page and are down: their repeats and their key-up are kept from it too. */
  readonly #kept = new Set<string>();

  constructor(settings: WedgeSettings = autoSettings, profile: GunProfile = newProfile) {
    this.settings = settings;
    this.profile = profile;
  }

  /** True from confirmation to the end of a scan: its keys are kept from the page. */
  get isReceiving(): boolean {
    return this.#isConfirmed && !this.#joint;
  }

  /** One key went down or up. */
  feed(key: WedgeKey): WedgeVerdict {
    return key.kind === 'up' ? this.#up(key) : this.#down(key);
  }

  /** What the last key typed into our own field, where its `key` did not tell (Android, input methods). */
  typed(text: string): void {
    const last = this.#strokes.at(-1);
    if (last?.key === UNREAD) last.key = last.typed = text;
  }

  /** True for the character that Windows inserts after Alt and its digits, when they were a gun's. */
  get isAltCode(): boolean {
    return this.isReceiving && this.#strokes.at(-1)?.isAlt === true;
  }

  /** Time passed. `now` as the events count. */
  tick(now: number): WedgeVerdict {
    return this.#verdict(false, this.#lapse(now));
  }

  /** Keys may be missing from here on (blur, page hidden): what is unfinished is dropped. */
  break(): void {
    this.#reset();
    this.#kept.clear();
  }

  #up(key: WedgeKey): WedgeVerdict {
    const id = idOf(key);
    const last = this.#strokes.at(-1);
    if (last?.isAlt && key.key === 'Alt') last.altEnded = true;
    for (let i = this.#strokes.length - 1; i >= 0; i--) {
      const stroke = this.#strokes[i];
      if (stroke?.id !== id || stroke.up >= 0) continue;
      stroke.up = key.t;
      stroke.isLate = stroke !== last;
      break;
    }
    return this.#verdict(this.#kept.delete(id));
  }

  #down(key: WedgeKey): WedgeVerdict {
    if (key.repeat) return this.#verdict(this.#repeat(idOf(key)));
    const means = meaningOf(key);
    if (means.kind === 'modifier') return this.#verdict(this.isReceiving && key.where !== 'protected');
    this.#kept.delete(means.id);
    const before = this.#lapse(key.t);
    this.#onGrid = key.t % 100 === 0 ? this.#onGrid + 1 : 0;
    if (key.where === 'protected') {
      this.#reset();
      return this.#verdict(false, before);
    }
    const {prefix, suffix} = this.settings;
    const isNamed = (name: string | null): boolean =>
      name !== null && (means.name === name || means.us === name);
    if (isNamed(prefix) && !this.isReceiving) return this.#begin(key.t, means.id, before);
    if (means.kind === 'end' || isNamed(suffix)) return this.#end(key.t, means, before);
    if (means.kind === 'text') return this.#press(key, means, before);
    return this.#command(key, means, before);
  }

  /** The prefix of the shop: what follows is a scan from its first key. */
  #begin(now: number, id: string, before: Ending | undefined): WedgeVerdict {
    const ending = this.#isConfirmed ? this.#finish(now, '', false) : before;
    this.#reset();
    this.#isConfirmed = true;
    this.#prefixedAt = now;
    this.#due = now + PREFIX_MS;
    this.#kept.add(id);
    return this.#verdict(true, ending);
  }

  /** A key that is held says nothing new; but what a stuck one of a gun repeats is the gun's. */
  #repeat(id: string): boolean {
    if (this.isReceiving || this.#kept.has(id)) return true;
    const last = this.#strokes.at(-1);
    if (last?.id === id && last.typed) last.typed += last.typed.slice(-1);
    return false;
  }

  /** A key of the text, or a control character in it. */
  #press(key: WedgeKey, means: Meaning, before: Ending | undefined): WedgeVerdict {
    const strokes = this.#strokes;
    const gap = this.#gapTo(key.t);
    if (this.isReceiving && strokes.length && gap > this.#stallMs) this.#joint = strokes.length;
    const stroke: Stroke = {
      t: key.t,
      up: -1,
      isLate: false,
      id: means.id,
      key: means.key,
      us: means.us,
      isShifted: key.shift,
      isCaps: key.caps,
      name: means.kind === 'text' ? '' : means.name,
      isAlt: means.isAlt,
      altEnded: false,
      where: key.where,
      typed: means.typed,
    };
    strokes.push(stroke);
    if (strokes.length > MAX_STROKES && !this.#isConfirmed) strokes.splice(0, MAX_STROKES / 2);
    this.#run = gap <= FAST_GAP_MS ? this.#run + 1 : 1;
    if (this.#joint) {
      if (this.#goesOn()) this.#joint = 0;
    } else if (!this.#isConfirmed) this.#isConfirmed = this.#isGun();
    // A key that nobody could read so far is told by what it types
    const isKept = this.isReceiving && (means.key !== UNREAD || means.us !== UNREAD);
    if (isKept) {
      stroke.typed = undefined;
      this.#kept.add(means.id);
    }
    if (this.#joint) {
      // Those few keys that tell whether the scan goes on are waited for
      if (strokes.length - this.#joint < 4) this.#due = Math.max(this.#due, key.t + LIMBO_GAP_MS);
    } else
      this.#due = this.#isConfirmed || strokes.length >= 5 ? key.t + this.#silenceMs(stroke.name) : Infinity;
    return this.#verdict(isKept, this.#finishWhole(key.t) ?? before, gap > 35);
  }

  /** A key that types nothing: a shortcut or an edit of a person, or a control character of a gun. */
  #command(key: WedgeKey, means: Meaning, before: Ending | undefined): WedgeVerdict {
    const gap = this.#gapTo(key.t);
    const isControl = means.kind === 'control';
    if ((this.isReceiving && gap <= this.#stallMs) || (isControl && gap <= FAST_GAP_MS))
      return this.#press(key, means, before);
    if (/^(?:F\d+|ArrowDown)$/.test(means.name) && !this.#isConfirmed) {
      const ending = this.#finish(key.t, means.name, true); // the suffix of a slow gun, or of a short code
      if (ending.scan) this.#kept.add(means.id);
      this.#reset();
      return this.#verdict(ending.scan !== undefined, ending.scan ? ending : before);
    }
    const ending = this.#isConfirmed ? this.#finish(key.t, '', false) : before;
    this.#reset();
    return isControl ? this.#press(key, means, ending) : this.#verdict(false, ending);
  }

  /** Enter and its like: judged at once, so that it can still be kept from the button it would press. */
  #end(now: number, {id, name}: Meaning, before: Ending | undefined): WedgeVerdict {
    const isTail = now < this.#tailUntil;
    // What came after a stall and did not go on is a person's, and so is this key
    const first = this.#joint && !this.#follows(now) ? this.#finish(now, '', false) : before;
    this.#joint = 0;
    const wasReceiving = this.#isConfirmed;
    const ending = this.#finish(now, name, true);
    this.#reset();
    const isKept = wasReceiving || ending.scan !== undefined || isTail;
    if (isKept) this.#kept.add(id);
    return this.#verdict(isKept, ending.scan ? ending : (first ?? ending));
  }

  /** Silence is an end too, where it lasts; what came after a stall and did not go on is a person's. */
  #lapse(now: number): Ending | undefined {
    const last = this.#strokes.at(-1);
    if (!last) {
      if (now >= this.#due) this.#reset(); // a prefix, and nothing after it
      return undefined;
    }
    const due = this.#isConfirmed ? this.#due : Math.min(this.#due, last.t + PAUSE_MS);
    if (now < due) return undefined;
    this.#due = Infinity;
    const ending = this.#isConfirmed || this.#strokes.length >= 5 ? this.#finish(due, '', false) : undefined;
    const left = this.#strokes.at(-1);
    if (left && now - left.t >= PAUSE_MS) this.#reset();
    return ending;
  }

  /** A shop that said how long its codes are need not wait for the end. */
  #finishWhole(now: number): Ending | undefined {
    const {lengths} = this.settings;
    const longest = Math.max(...lengths);
    if (lengths.length === 0 || !this.isReceiving || this.#strokes.length < longest) return undefined;
    const {text} = readStrokes(this.#strokes, this.settings, this.profile.layout);
    return text.length === longest ? this.#finish(now, '', false) : undefined;
  }

  /** Judges and reads the burst up to a stall, or all of it; takes the keys of a scan out. */
  #finish(now: number, suffix: string, hasEnd: boolean): Ending {
    const strokes = this.#strokes.slice(0, this.#joint || undefined);
    let own = suffix;
    // F8 or an arrow at the end was the suffix, in the middle it is a control character
    for (let last; (last = strokes.at(-1))?.name && !last.name.startsWith('Ctrl'); strokes.pop())
      own ||= last.name;
    const last = strokes.at(-1);
    if (!last) return {};
    own ||= last.name;
    const found = findScan(strokes, {
      endedAt: hasEnd ? now : undefined,
      isConfirmed: this.#isConfirmed,
      isCoarse: this.#isCoarse,
    });
    const {medianGap} = found.rhythm;
    const tier = this.#prefixedAt === undefined ? found.tier : 'prefix';
    if (!tier) return strokes.length < 5 ? {} : {rhythm: found.rhythm};

    const {settings, profile} = this;
    let from = tier === 'prefix' ? 0 : found.from;
    let read = readStrokes(strokes.slice(from), settings, profile.layout);
    if (settings.pattern && !settings.pattern.test(read.text)) {
      for (const start of [0, ...found.joints]) {
        const other = readStrokes(strokes.slice(start), settings, profile.layout);
        if (settings.pattern.test(other.text)) [from, read] = [start, other];
      }
    }
    const isTwice = found.joints.some((joint) => joint - from === strokes.length - joint);
    const half = read.text.slice(0, read.text.length / 2);
    const scanned = strokes.slice(from);
    const typed = scanned.map((stroke) => stroke.typed);
    const {layout, ...reading} = read;
    const scan: WedgeScan = {
      ...reading,
      text: isTwice && half + half === read.text ? half : read.text, // read twice, without a suffix between
      tier,
      suffix: own,
      keys: scanned.length,
      medianGap,
      where: scanned[0]?.where ?? 'none',
      leaked: typed.filter((text) => text !== undefined).length,
      startedAt: this.#prefixedAt ?? scanned[0]?.t ?? now,
    };
    this.#learn(scan, medianGap, layout);
    this.#tailUntil = now + Math.max(TAIL_MS, 4 * medianGap);
    for (const {id, up} of scanned) if (up < 0) this.#kept.add(id);
    const left = this.#joint ? this.#strokes.slice(this.#joint) : [];
    this.#reset();
    this.#strokes = left;
    return {scan, typed: typed.join(''), rhythm: found.rhythm};
  }

  #learn({suffix, keys}: WedgeScan, medianGap: number, layout: GunProfile['layout']): void {
    const known = this.profile;
    this.#missedSuffixes = suffix ? 0 : this.#missedSuffixes + 1;
    const keepsSuffix = !suffix && known.suffix !== '' && this.#missedSuffixes < 2;
    this.profile = {
      scans: known.scans + 1,
      medianGap,
      suffix: keepsSuffix ? known.suffix : suffix,
      length: keys,
      layout,
    };
  }

  /** Are the last keys a gun's, beyond doubt? */
  #isGun(): boolean {
    const strokes = this.#strokes;
    const n = strokes.length;
    const last = strokes[n - 1];
    if (!last) return false;
    // Alt and digits at this speed: the second of them may already be "back" to the browser
    if (last.isAlt && this.#run > 1 && strokes[n - 2]?.isAlt) return this.#areUp(1);
    if (this.#run < 4) return false;
    if ((last.where === 'foreign' || this.#isCoarse) && !this.#isSteadilyFast(n)) return false;
    if (this.#areUp(3)) return true;
    const hasUps = strokes.some(({up}) => up >= 0);
    return (
      this.#run >= (hasUps ? 10 : 14) &&
      countOverlaps(strokes, n - this.#run, last.t, this.#isCoarse ? 'order' : OVERLAP_MS) < 2
    );
  }

  /** Eight keys that nobody could press so fast: for where a wrong guess would take keys from a person. */
  #isSteadilyFast(n: number): boolean {
    const gaps = gapsOf(this.#strokes, n - 8);
    return n > 7 && (this.#isCoarse ? mean(gaps) : quantile(gaps)) <= 35;
  }

  /** Did a scan go on after a stall: three fast keys, or a few that a hand would not press so? */
  #goesOn(): boolean {
    const n = this.#strokes.length;
    return this.#run > 2 || (n - this.#joint > 3 && this.#areUp(3) && this.#follows(-1));
  }

  /** Are the keys after the stall, and one that comes now, as close together as a gun's may be? */
  #follows(now: number): boolean {
    const gaps = gapsOf(this.#strokes, this.#joint);
    if (now >= 0) gaps.push(this.#gapTo(now));
    return this.#joint === this.#strokes.length || gaps.every((gap) => gap <= LIMBO_GAP_MS);
  }

  /** Are so many keys before the last one up again? */
  #areUp(count: number): boolean {
    for (let i = 2; i < count + 2; i++) if ((this.#strokes.at(-i)?.up ?? -1) < 0) return false;
    return true;
  }

  #gapTo(now: number): number {
    const last = this.#strokes.at(-1)?.t ?? this.#prefixedAt;
    return last === undefined ? Infinity : Math.max(0, now - last);
  }

  get #isCoarse(): boolean {
    return this.#onGrid > 3;
  }

  get #stallMs(): number {
    return Math.max(this.#prefixedAt === undefined ? 0 : PREFIX_MS, stallMs(this.#strokes, this.#isCoarse));
  }

  /** How long nothing must come until a scan without suffix is taken as whole. */
  #silenceMs(name: string): number {
    if (name) return this.#stallMs; // F8 or so, which may have been the end
    const {scans, suffix, length, medianGap} = this.profile;
    if (suffix || this.settings.suffix) return 1000; // a missing one means trouble: wait for the rest
    return scans && this.#strokes.length === length ? Math.max(150, 6 * medianGap) : PAUSE_MS;
  }

  #reset(): void {
    this.#strokes = [];
    this.#isConfirmed = false;
    this.#prefixedAt = undefined;
    this.#joint = 0;
    this.#run = 0;
    this.#due = Infinity;
  }

  #verdict(prevent: boolean, ending: Ending = {}, isStart = false): WedgeVerdict {
    return {
      prevent,
      isStart,
      scan: ending.scan,
      typed: ending.typed ?? '',
      rhythm: ending.rhythm,
      wakeAt: this.#due === Infinity ? undefined : this.#due,
    };
  }
}

/**
 * Text that came in one piece into our own field (hand-helds, paste): framing stripped, nothing folded. `undefined`
 * when it is shorter than six characters, as a person's input method may insert.
 */
export function readInserted(raw: string): WedgeScan | undefined {
  if (raw.length < 6) return undefined;
  const {text, aim, hadControl} = unframe(raw);
  const corrected: Correction[] = aim ? ['aim'] : [];
  if (hadControl) corrected.push('control');
  return {
    text,
    tier: 'inserted',
    reading: 'key',
    corrected,
    suffix: '',
    aim,
    held: '',
    keys: 0,
    medianGap: null,
    where: 'own',
    leaked: 0,
    startedAt: 0,
  };
}
