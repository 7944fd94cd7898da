/**
 * Distinguishes a barcode scanner in keyboard mode from a person and reads its code: each key yields a verdict on that
 * key and perhaps a scan. Used live, for replay and for diagnosis. No DOM and no clock: all times are
 * `event.timeStamp` in ms, because on a busy page handlers run late and several at once.
 */
import {readStrokes, strippedFrom, unframe} from './burst-decoding.js';
import {countOverlaps, findScan, isBrief, SHORTEST_STALL_MS, stallMs} from './burst-timing.js';
import {idOf, strokeOf, unreadOf, UNREAD, type Stroke} from './keystroke.js';
import {
  autoSettings,
  newProfile,
  type Correction,
  type ScannerProfile,
  type BurstTiming,
  type WedgeKey,
  type WedgeScan,
  type WedgeSettings,
  type WedgeVerdict,
} from './wedge-types.js';

/** Several gaps in a row up to this are a scanner's, ms. */
const FAST_GAP_MS = 40;
/** After a stall, a slower key is a person's, ms. */
const LIMBO_GAP_MS = 100;
/** After this pause the next key begins a new burst, ms. */
const PAUSE_MS = 650;
/** The first key of the code comes within this time after the prefix, ms. */
const PREFIX_MS = 120;
/** A terminator within this time after a scan belongs to it, ms. */
const TAIL_MS = 100;
/** Longer than any code, in keys: older keys are dropped so that each key stays cheap. */
const MAX_STROKES = 600;

export class Wedge {
  /** Read at every key. */
  settings: WedgeSettings;
  profile: ScannerProfile;

  /** The keys since the last pause; cleared after a scan, an edit or a blur. */
  #strokes: Stroke[] = [];
  /** The keys are a scanner's, and hidden from the page. */
  #isConfirmed = false;
  /** When the prefix key came, ms; the code follows. */
  #prefixedAt: number | undefined;
  /** Index of the first key after a stall of a confirmed scan, until it is known who pressed it; 0: none. */
  #stallIndex = 0;
  /** Number of fast keys in a row. */
  #run = 0;
  /** When a pause ends the burst, ms. */
  #due = Infinity;
  /** Until then a terminator belongs to the last scan, ms. */
  #tailUntil = -Infinity;
  /** Number of keys in a row whose time is a multiple of 100 ms. */
  #onGrid = 0;
  /** Keys that are down and hidden from the page; their repeats and their key-up are hidden too. */
  readonly #hiddenKeys = new Set<string>();
  /** Goes into the next verdict. */
  #result: {readonly scan?: WedgeScan; readonly timing?: BurstTiming} = {};

  constructor(settings: WedgeSettings = autoSettings, profile: ScannerProfile = newProfile) {
    this.settings = settings;
    this.profile = profile;
  }

  /** True from confirmation to the end of a scan: its keys are hidden from the page. */
  get isReceiving(): boolean {
    return this.#isConfirmed && !this.#stallIndex;
  }

  /** True while the character that Windows inserts after Alt and digits is a scanner's. */
  get isAltCode(): boolean {
    return this.isReceiving && Boolean(this.#strokes.slice(-1)[0]?.alt);
  }

  /** One key went down or up. */
  feed(key: WedgeKey): WedgeVerdict {
    const {kind, repeat, target} = key;
    const id = idOf(key);
    if (kind === 'up') {
      this.#release(key);
      return this.#verdict(this.#hiddenKeys.delete(id));
    }
    const stroke = strokeOf(key);
    const isHidden =
      repeat || stroke.kind === 'mute' // no new character
        ? target !== 'protected' && (this.isReceiving || (repeat && this.#hiddenKeys.has(id)))
        : this.#press(stroke);
    if (isHidden) this.#hiddenKeys.add(id);
    else this.#hiddenKeys.delete(id);
    return this.#verdict(isHidden);
  }

  /** Sets the character of the last key from what it typed, if `key` did not contain it (Android, input methods). */
  setTypedText(text: string): void {
    const last = this.#strokes.slice(-1)[0];
    if (last?.key === UNREAD) last.key = text;
  }

  /** Ends a burst that a pause has ended by `now`, ms as events count. */
  tick(now: number): WedgeVerdict {
    this.#endByPause(now);
    return this.#verdict(false);
  }

  /** Hides a terminator that follows at once: a code came in another way at `t`, ms as events count. */
  expectSuffix(t: number): void {
    this.#tailUntil = t + TAIL_MS;
  }

  /** Drops an unfinished burst, because keys may be missing from now on (blur, page hidden). */
  break(): void {
    this.#reset();
    this.#hiddenKeys.clear();
  }

  #release(key: WedgeKey): void {
    const strokes = this.#strokes;
    const last = strokes.slice(-1)[0];
    if (last?.alt && key.key === 'Alt') last.alt = 'last';
    for (let i = strokes.length; i--;) {
      const stroke = strokes[i];
      if (stroke?.id !== idOf(key) || stroke.up >= 0) continue;
      stroke.up = this.#onGrid > 1 && stroke !== last ? key.t + 99 : key.t; // a coarse clock hides their order
      return;
    }
  }

  /** Returns whether the key is hidden from the page. */
  #press(stroke: Stroke): boolean {
    const {t, kind, name, us} = stroke;
    this.#endByPause(t);
    this.#onGrid = t % 100 ? 0 : this.#onGrid + 1;
    const gap = this.#gapTo(t);
    if (stroke.target === 'protected') {
      // The focus has moved: the rest of the scan is lost, and what came before it must not pass for a code
      if (this.isReceiving && !this.#isStall(gap)) this.#strokes.push(unreadOf(stroke));
      return this.#endByPerson();
    }
    const {prefix, suffix} = this.settings;
    if ((name === prefix || us === prefix) && !this.isReceiving) {
      this.#endByPerson();
      this.#isConfirmed = true; // the keys that follow are a scan's
      this.#prefixedAt = t;
      this.#due = t + PREFIX_MS;
      return true;
    }
    if (kind === 'end' || name === suffix || us === suffix) return this.#end(stroke);
    const isScannerKey = (): boolean =>
      this.isReceiving ? !this.#isStall(gap) : kind === 'control' && gap <= FAST_GAP_MS;
    if (kind !== 'text' && !isScannerKey()) {
      // The suffix of a slow scanner or of a short code; otherwise a person's shortcut or edit
      if (/^(?:F\d|ArrowDown)/.test(name) && !this.#isConfirmed) return this.#end(stroke);
      this.#endByPerson();
      if (kind === 'command') return false;
    }
    return this.#append(stroke, gap);
  }

  /** A key of the text, or a control character in it. */
  #append(stroke: Stroke, gap: number): boolean {
    const strokes = this.#strokes;
    const {t, kind} = stroke;
    if (this.#isStall(gap)) {
      if (this.#stallIndex && this.#joins(t)) this.#stallIndex = 0;
      if (this.isReceiving) this.#stallIndex = strokes.length;
    }
    const n = strokes.push(stroke);
    if (n > MAX_STROKES && !this.#isConfirmed) strokes.splice(0, MAX_STROKES / 2);
    this.#run = gap <= FAST_GAP_MS ? this.#run + 1 : 1;
    if (!this.#stallIndex) this.#isConfirmed ||= this.#isScanner();
    else if (this.#run > 2 || (n - this.#stallIndex > 3 && this.#areUp(3) && this.#follows(t)))
      this.#stallIndex = 0;

    if (!this.#stallIndex)
      this.#due =
        kind !== 'text'
          ? t + this.#stallMs // a key such as F8, which may have been the end
          : this.#isConfirmed || n > 4
            ? t + this.#pauseMs(n)
            : Infinity;
    // Wait for the few keys that show whether the scan continues
    else if (n - this.#stallIndex < 4)
      this.#due = Math.max(this.#due, t + (this.#run > 1 ? this.#pauseMs(n) : LIMBO_GAP_MS));
    // A key with an unknown character must reach the field, whose input event contains the character
    const isHidden = this.isReceiving && stroke.key + stroke.us !== UNREAD + UNREAD;
    stroke.isLeaked = !isHidden;
    // With known lengths a scan need not wait for its end
    const {lengths} = this.settings;
    const longest = lengths.length && Math.max(...lengths);
    if (longest && n >= longest && isHidden && this.#read(strokes).text.length === longest) {
      // After a pause the first keys may be a person's
      if (findScan(strokes, undefined, this.#isCoarse).isWhole) this.#finish(t);
    }
    return isHidden;
  }

  /** A terminator such as Enter: decided at once, so that it can still be prevented on the focused button. */
  #end({t, name}: Stroke): boolean {
    const isTail = t < this.#tailUntil;
    // Keys after a stall that did not continue the scan are a person's, and so is this key
    if (this.#stallIndex && !this.#joins(t)) this.#finish(t);
    this.#stallIndex = 0;
    const isHidden = this.#isConfirmed || isTail;
    const isScan = this.#finish(t, name);
    this.#reset();
    return isHidden || isScan;
  }

  /** Ends the burst after a long pause. Keys after a stall that did not continue the scan are a person's. */
  #endByPause(now: number): void {
    const n = this.#strokes.length;
    const gap = this.#gapTo(now);
    if (now >= this.#due && this.#stallIndex && this.#joins(now)) {
      this.#stallIndex = 0;
      this.#due = now - gap + this.#pauseMs(n);
    }
    const due = this.#due;
    if (now >= due || (gap >= PAUSE_MS && !this.#isConfirmed)) {
      this.#due = Infinity;
      if (this.#isConfirmed || n > 4) this.#finish(Math.min(due, now));
      if (this.#gapTo(now) >= PAUSE_MS || !n) this.#reset();
    }
  }

  /** Ends the burst because a person has done something. */
  #endByPerson(): false {
    if (this.#isConfirmed) this.#finish(this.#strokes.slice(-1)[0]?.t ?? 0);
    this.#reset();
    return false;
  }

  /** Classifies and reads the burst up to a stall, or all of it, and removes the keys of a scan. Returns whether it was one. */
  #finish(now: number, end?: string): boolean {
    const strokes = this.#strokes.slice(0, this.#stallIndex || undefined);
    let suffix = end ?? '';
    // F8 or an arrow is the suffix at the end, and a control character in the middle
    let last = strokes.slice(-1)[0];
    for (; last?.kind === 'command'; strokes.pop(), last = strokes.slice(-1)[0]) suffix ||= last.name;
    if (!last) return false;
    if (last.kind === 'control') suffix ||= last.name;
    const prefix = this.#prefixedAt;
    const found = findScan(strokes, end === undefined ? undefined : now, this.#isCoarse);
    const {rival, seam, timing} = found;
    const tier = prefix === undefined ? (found.tier ?? (this.#isConfirmed ? 'fast' : undefined)) : 'prefix';
    if (!tier) {
      if (strokes.length > 4) this.#result = {timing, ...this.#result};
      return false;
    }
    let from = tier === 'prefix' ? 0 : found.from;
    if (rival >= 0 && !this.#fits(strokes.slice(from)) && this.#fits(strokes.slice(rival))) from = rival;
    let scanned = strokes.slice(from);
    const [first, second] = [strokes.slice(from, seam), strokes.slice(seam)];
    const isOpen = suffix === '' || (end !== undefined && this.#isStall(now - last.t));
    if (isOpen && seam && this.#fits(first) && this.#fits(second)) {
      // Nobody can know whether it is one code or two
      if (this.#read(first).text === this.#read(second).text) scanned = first;
      else scanned.push(unreadOf(last));
    }
    const {medianGap} = timing;
    const {layout, ...read} = this.#read(scanned);
    const keys = scanned.length;
    const {t: startedAt = now, target = 'none'} = scanned[0] ?? {};
    const leaked = scanned.filter(({isLeaked}) => isLeaked).length;
    const scan = {
      ...read,
      tier,
      suffix,
      keys,
      medianGap,
      target,
      leaked,
      startedAt: prefix ?? startedAt,
      endedAt: last.t,
    };
    this.#result = {scan, timing};
    const known = this.profile;
    this.profile = {
      scans: known.scans + 1,
      medianGap,
      suffix: suffix || (keys < known.length ? known.suffix : ''), // an incomplete code proves nothing
      length: keys,
      layout,
    };
    this.#tailUntil = now + Math.max(TAIL_MS, 4 * medianGap);
    const left = this.#stallIndex ? this.#strokes.slice(this.#stallIndex) : [];
    this.#reset();
    this.#strokes = left;
    return true;
  }

  #read(strokes: readonly Stroke[]): ReturnType<typeof readStrokes> {
    return readStrokes(strokes, this.settings, this.profile.layout);
  }

  /** Returns whether their text is as long as a code is said to be, and matches what a code is said to match. */
  #fits(strokes: readonly Stroke[]): boolean {
    const {lengths, pattern} = this.settings;
    const {text} = this.#read(strokes);
    return (!lengths.length || lengths.includes(text.length)) && (!pattern || pattern.test(text));
  }

  /** Returns whether the last keys are certainly a scanner's. */
  #isScanner(): boolean {
    const strokes = this.#strokes;
    const run = this.#run;
    const last = strokes.slice(-1)[0];
    // Alt and digits at this speed: the browser may take the second already as "back"
    if (last?.alt && run > 1 && strokes[strokes.length - 2]?.alt) return this.#areUp(1);
    if (!last || run < 4) return false;
    // Eight keys, where a wrong guess would lose a person's typing
    const eighth = strokes[strokes.length - 8]?.t ?? -Infinity;
    if ((last.target === 'other' || this.#isCoarse) && last.t - eighth > 245) return false;
    if (this.#areUp(3)) return true;
    return run > 9 && countOverlaps(strokes.slice(-run), last.t) < 2;
  }

  /** Returns whether the keys after the stall are as close together as a scanner's. */
  #follows(now: number): boolean {
    const {length} = this.#strokes;
    const start = this.#strokes[this.#stallIndex]?.t ?? now;
    return now - start <= LIMBO_GAP_MS * (length - this.#stallIndex);
  }

  /** Returns whether the keys after the stall belong to the scan. One key has no speed, but is not held by a hand. */
  #joins(now: number): boolean {
    const strokes = this.#strokes;
    const last = strokes.slice(-1)[0];
    const isSingle = last !== undefined && strokes.length - this.#stallIndex === 1;
    return this.#run > 1 || this.#follows(now) || (isSingle && isBrief(last, strokes));
  }

  /** Returns whether that many keys before the last one have been released. */
  #areUp(count: number): boolean {
    for (let i = 2; i <= count + 1; i++)
      if ((this.#strokes[this.#strokes.length - i]?.up ?? -1) < 0) return false;
    return true;
  }

  #gapTo(now: number): number {
    const last = this.#strokes.slice(-1)[0]?.t ?? this.#prefixedAt;
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

  /** After a pause this long a scan without suffix is complete, ms. */
  #pauseMs(keys: number): number {
    const {scans, suffix, length, medianGap} = this.profile;
    if (suffix || this.settings.suffix) return 1000; // its suffix is missing, so keys may be late
    return scans && keys === length ? Math.max(150, 6 * medianGap) : PAUSE_MS;
  }

  #reset(): void {
    this.#strokes = [];
    this.#isConfirmed = false;
    this.#prefixedAt = undefined;
    this.#stallIndex = this.#run = 0;
    this.#due = Infinity;
  }

  #verdict(prevent: boolean): WedgeVerdict {
    const {scan, timing} = this.#result;
    this.#result = {};
    return {prevent, scan, timing, wakeAt: this.#due === Infinity ? undefined : this.#due};
  }
}

/** Reads text that was inserted in one piece into our own field (handhelds, paste): strips the framing, no more. */
export function readInserted(raw: string): {text: string; corrected: readonly Correction[]} {
  const {text, aim, hadControl} = unframe(raw);
  return {text, corrected: strippedFrom(aim, hadControl)};
}
