/**
 * Tells a barcode gun in keyboard mode from a person, and reads its code: (state, one key with its own time) → a
 * verdict on that key, and perhaps a scan. One reducer for live use, replay and diagnosis. No DOM and no clock: all
 * times are those of the events (`event.timeStamp`, ms), because handlers run late and together on a busy page.
 */
import {readStrokes, unframe} from './burst-decoding.js';
import {countOverlaps, findScan, SHORTEST_STALL_MS, stallMs} from './burst-timing.js';
import {idOf, strokeOf, UNREAD, type Stroke} from './keystroke.js';

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
  /** Time of the last key of the text. */
  readonly endedAt: number;
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
/** A slower key after a stall is a person's. */
const LIMBO_GAP_MS = 100;
/** After this the next key has nothing to do with the last. */
const PAUSE_MS = 650;
/** How soon after the prefix the first key of the code comes. */
const PREFIX_MS = 120;
/** Longer than any code: it is no scan, and nobody should wait for the sums. */
const MAX_STROKES = 600;

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
  /** Until then, what ends a scan belongs to the last one. */
  #tailUntil = -Infinity;
  /** How many keys in a row had a time that is a multiple of 100 ms. */
  #onGrid = 0;
  /** Keys that were kept from the page and are down: their repeats and their key-up are kept from it too. */
  readonly #kept = new Set<string>();
  /** For the verdict that is in the making. */
  #ending: {readonly scan?: WedgeScan; readonly rhythm?: Rhythm} = {};

  constructor(settings: WedgeSettings = autoSettings, profile: GunProfile = newProfile) {
    this.settings = settings;
    this.profile = profile;
  }

  /** True from confirmation to the end of a scan: its keys are kept from the page. */
  get isReceiving(): boolean {
    return this.#isConfirmed && !this.#joint;
  }

  /** True for the character that Windows inserts after Alt and its digits, when they were a gun's. */
  get isAltCode(): boolean {
    return this.isReceiving && Boolean(this.#strokes.at(-1)?.alt);
  }

  /** One key went down or up. */
  feed(key: WedgeKey): WedgeVerdict {
    const {t, kind, repeat, where} = key;
    const id = idOf(key);
    const isStart = this.#gapTo(t) > FAST_GAP_MS;
    if (kind === 'up') {
      this.#release(key);
      return this.#verdict(this.#kept.delete(id), isStart);
    }
    const stroke = strokeOf(key);
    const isKept =
      repeat || stroke.kind === 'mute' // says nothing new
        ? where !== 'protected' && (this.isReceiving || (repeat && this.#kept.has(id)))
        : this.#press(stroke);
    if (isKept) this.#kept.add(id);
    else this.#kept.delete(id);
    return this.#verdict(isKept, isStart);
  }

  /** What the last key typed into our own field, where its `key` did not tell (Android, input methods). */
  typed(text: string): void {
    const last = this.#strokes.at(-1);
    if (last?.key === UNREAD) last.key = text;
  }

  /** Time passed. `now` as the events count. */
  tick(now: number): WedgeVerdict {
    this.#lapse(now);
    return this.#verdict(false, false);
  }

  /** Keys may be missing from here on (blur, page hidden): what is unfinished is dropped. */
  break(): void {
    this.#reset();
    this.#kept.clear();
  }

  #release(key: WedgeKey): void {
    const strokes = this.#strokes;
    const last = strokes.at(-1);
    if (last?.alt && key.key === 'Alt') last.alt = 'last';
    for (let i = strokes.length; i--;) {
      const stroke = strokes[i];
      if (stroke?.id !== idOf(key) || stroke.up >= 0) continue;
      stroke.up = this.#onGrid > 1 && stroke !== last ? key.t + 99 : key.t; // a coarse clock hides which was first
      return;
    }
  }

  /** Says whether the key is kept from the page. */
  #press(stroke: Stroke): boolean {
    const {t, kind, name, us} = stroke;
    this.#lapse(t);
    this.#onGrid = t % 100 ? 0 : this.#onGrid + 1;
    if (stroke.where === 'protected') return this.#drop();
    const {prefix, suffix} = this.settings;
    if ((name === prefix || us === prefix) && !this.isReceiving) {
      this.#drop();
      this.#isConfirmed = true; // what follows is a scan from its first key
      this.#prefixedAt = t;
      this.#due = t + PREFIX_MS;
      return true;
    }
    if (kind === 'end' || name === suffix || us === suffix) return this.#end(stroke);
    const gap = this.#gapTo(t);
    const isGun = (): boolean =>
      this.isReceiving ? !this.#isStall(gap) : kind === 'control' && gap <= FAST_GAP_MS;
    if (kind !== 'text' && !isGun()) {
      // The suffix of a slow gun or of a short code; else a shortcut or an edit of a person
      if (/^(?:F\d|ArrowDown)/.test(name) && !this.#isConfirmed) return this.#end(stroke);
      this.#drop();
      if (kind === 'command') return false;
    }
    return this.#append(stroke, gap);
  }

  /** A key of the text, or a control character in it. */
  #append(stroke: Stroke, gap: number): boolean {
    const strokes = this.#strokes;
    const {t, kind} = stroke;
    if (this.isReceiving && this.#isStall(gap)) this.#joint = strokes.length;
    const n = strokes.push(stroke);
    if (n > MAX_STROKES && !this.#isConfirmed) strokes.splice(0, MAX_STROKES / 2);
    this.#run = gap <= FAST_GAP_MS ? this.#run + 1 : 1;
    if (!this.#joint) this.#isConfirmed ||= this.#isGun();
    else if (this.#run > 2 || (n - this.#joint > 3 && this.#areUp(3) && this.#follows(t))) this.#joint = 0;

    if (!this.#joint)
      this.#due =
        kind !== 'text'
          ? t + this.#stallMs // F8 or so, which may have been the end
          : this.#isConfirmed || n > 4
            ? t + this.#silenceMs(n)
            : Infinity;
    // Those few keys that tell whether the scan goes on are waited for
    else if (n - this.#joint < 4)
      this.#due = Math.max(this.#due, t + (this.#run > 1 ? this.#silenceMs(n) : LIMBO_GAP_MS));
    // A key that nobody could read so far is told by what it types
    const isKept = this.isReceiving && stroke.key + stroke.us !== UNREAD + UNREAD;
    stroke.isLeaked = !isKept;
    // A shop that said how long its codes are need not wait for the end
    const {lengths} = this.settings;
    const longest = lengths.length && Math.max(...lengths);
    if (longest && n >= longest && isKept && this.#read(strokes).text.length === longest) this.#finish(t);
    return isKept;
  }

  /** Enter and its like: judged at once, so that it can still be kept from the button it would press. */
  #end({t, name}: Stroke): boolean {
    const isTail = t < this.#tailUntil;
    // What came after a stall and did not go on is a person's, and so is this key
    if (this.#joint && !this.#follows(t)) this.#finish(t);
    this.#joint = 0;
    const isKept = this.#isConfirmed || isTail;
    const isScan = this.#finish(t, name);
    this.#reset();
    return isKept || isScan;
  }

  /** Silence is an end too, where it lasts; what came after a stall and did not go on is a person's. */
  #lapse(now: number): void {
    const n = this.#strokes.length;
    const gap = this.#gapTo(now);
    const due = this.#due;
    if (now >= due || (gap >= PAUSE_MS && !this.#isConfirmed)) {
      this.#due = Infinity;
      if (this.#run > 1) this.#joint = 0;
      if (this.#isConfirmed || n > 4) this.#finish(Math.min(due, now));
      if (this.#gapTo(now) >= PAUSE_MS || !n) this.#reset();
    }
  }

  /** Whatever a person does ends what a gun may have sent. */
  #drop(): false {
    if (this.#isConfirmed) this.#finish(this.#strokes.at(-1)?.t ?? 0);
    this.#reset();
    return false;
  }

  /** Judges and reads the burst up to a stall, or all of it, and takes the keys of a scan out. Was it one? */
  #finish(now: number, end?: string): boolean {
    const strokes = this.#strokes.slice(0, this.#joint || undefined);
    let suffix = end ?? '';
    // F8 or an arrow at the end was the suffix, in the middle it is a control character
    let last = strokes.at(-1);
    for (; last?.kind === 'command'; strokes.pop(), last = strokes.at(-1)) suffix ||= last.name;
    if (!last) return false;
    if (last.kind === 'control') suffix ||= last.name;
    const prefix = this.#prefixedAt;
    const found = findScan(strokes, end === undefined ? undefined : now, this.#isCoarse);
    const {rhythm} = found;
    const tier = prefix === undefined ? (found.tier ?? (this.#isConfirmed ? 'fast' : undefined)) : 'prefix';
    if (!tier) {
      if (strokes.length > 4) this.#ending = {rhythm, ...this.#ending};
      return false;
    }
    const scanned = strokes.slice(tier === 'prefix' ? 0 : found.from);
    const {medianGap} = rhythm;
    const {layout, ...read} = this.#read(scanned);
    const keys = scanned.length;
    const {t: startedAt = now, where = 'none'} = scanned[0] ?? {};
    const leaked = scanned.filter(({isLeaked}) => isLeaked).length;
    const scan = {
      ...read,
      tier,
      suffix,
      keys,
      medianGap,
      where,
      leaked,
      startedAt: prefix ?? startedAt,
      endedAt: last.t,
    };
    this.#ending = {scan, rhythm};
    const known = this.profile;
    this.profile = {
      scans: known.scans + 1,
      medianGap,
      suffix: suffix || (keys < known.length ? known.suffix : ''), // a part of a code proves nothing
      length: keys,
      layout,
    };
    this.#tailUntil = now + Math.max(100, 4 * medianGap);
    const left = this.#joint ? this.#strokes.slice(this.#joint) : [];
    this.#reset();
    this.#strokes = left;
    return true;
  }

  #read(strokes: readonly Stroke[]): ReturnType<typeof readStrokes> {
    return readStrokes(strokes, this.settings, this.profile.layout);
  }

  /** Are the last keys a gun's, beyond doubt? */
  #isGun(): boolean {
    const strokes = this.#strokes;
    const run = this.#run;
    const last = strokes.at(-1);
    // Alt and digits at this speed: the second of them may already be "back" to the browser
    if (last?.alt && run > 1 && strokes.at(-2)?.alt) return this.#areUp(1);
    if (!last || run < 4) return false;
    // Eight keys where a wrong guess would take them from a person
    const eighth = strokes.at(-8)?.t ?? -Infinity;
    if ((last.where === 'foreign' || this.#isCoarse) && last.t - eighth > 245) return false;
    if (this.#areUp(3)) return true;
    return run > 9 && countOverlaps(strokes.slice(-run), last.t) < 2;
  }

  /** Are the keys after the stall as close together as a gun's may be? */
  #follows(now: number): boolean {
    const {length} = this.#strokes;
    const start = this.#strokes[this.#joint]?.t ?? now;
    return now - start <= LIMBO_GAP_MS * (length - this.#joint);
  }

  /** Are so many keys before the last one up again? */
  #areUp(count: number): boolean {
    for (let i = 2; i <= count + 1; i++) if ((this.#strokes.at(-i)?.up ?? -1) < 0) return false;
    return true;
  }

  #gapTo(now: number): number {
    const last = this.#strokes.at(-1)?.t ?? this.#prefixedAt;
    return last === undefined ? Infinity : Math.max(0, now - last);
  }

  get #isCoarse(): boolean {
    return this.#onGrid > 3;
  }

  #isStall(gap: number): boolean {
    return gap > SHORTEST_STALL_MS && gap > this.#stallMs;
  }

  get #stallMs(): number {
    return Math.max(this.#prefixedAt === undefined ? 0 : PREFIX_MS, stallMs(this.#strokes, this.#isCoarse));
  }

  /** How long nothing must come until a scan without suffix is taken as whole. */
  #silenceMs(keys: number): number {
    const {scans, suffix, length, medianGap} = this.profile;
    if (suffix || this.settings.suffix) return 1000; // a missing one means trouble: wait for the rest
    return scans && keys === length ? Math.max(150, 6 * medianGap) : PAUSE_MS;
  }

  #reset(): void {
    this.#strokes = [];
    this.#isConfirmed = false;
    this.#prefixedAt = undefined;
    this.#joint = this.#run = 0;
    this.#due = Infinity;
  }

  #verdict(prevent: boolean, isStart: boolean): WedgeVerdict {
    const {scan, rhythm} = this.#ending;
    this.#ending = {};
    return {prevent, isStart, scan, rhythm, wakeAt: this.#due === Infinity ? undefined : this.#due};
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
    endedAt: 0,
  };
}
