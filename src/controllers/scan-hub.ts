/**
 * Hears the keys of a whole window for every scan field in it, and gives each scan to one of them. There is one hub per
 * window, shared by two copies of the package; it listens only while it has receivers.
 */
import type {Clock} from '../core/clock.js';
import {
  newProfile,
  Wedge,
  type GunProfile,
  type KeyPlace,
  type Rhythm,
  type WedgeScan,
  type WedgeSettings,
  type WedgeVerdict,
} from '../core/wedge.js';
import {focusPath, placeOf} from './scan-context.js';
import {remember, type Snapshot} from './scan-restore.js';
import {systemClock} from './system-clock.js';

export interface HubScan extends WedgeScan {
  /** False where a script, not a device, sent a key of it. */
  readonly trusted: boolean;
}

export type ReceiverState = 'armed' | 'blind' | 'receiving';

export interface ReceiverSettings extends WedgeSettings {
  /** `page`: scans wherever the focus is; `focus`: only into its own field; `off`: none. */
  readonly capture: 'page' | 'focus' | 'off';
  /** Scans typed into another field: read them and put that field back, or leave them to it. */
  readonly foreign: 'restore' | 'ignore';
}

/** A scan field, as the hub knows it. Its members are read at every scan: keep them cheap. */
export interface ScanReceiver {
  readonly element: HTMLElement;
  /** Our own inner input; the hub never writes to it. Clear it in `take`. */
  readonly field: HTMLInputElement | null;
  readonly settings: ReceiverSettings;
  /** False when disabled or read-only. */
  readonly isEnabled: boolean;
  /**
   * One finished scan, in the task of its last key. Busy and duplicate are for the receiver to judge (`ScanGate`);
   * the keys are kept from the page either way.
   */
  take(scan: HubScan): void;
  /** Called on every change, and once, soon, in the task of `add`. */
  stateChanged(state: ReceiverState): void;
}

export interface ScanHub {
  readonly version: number;
  /** What is known of the gun. May be set, from what an earlier page knew. */
  profile: GunProfile;
  /** The returned function takes the receiver out; with the last one go all listeners and timers. */
  add(receiver: ScanReceiver): () => void;
  /**
   * Hears a frame of the same origin too, now and after it loaded another page. Throws a `TypeError` for one of
   * another origin. The returned function ends it.
   */
  addFrame(frame: HTMLIFrameElement): () => void;
  /** Something that decides whether a scan lands changed: enabled, settings, visibility. */
  refresh(): void;
  /** Hears of every burst of keys, taken for a scan or not, without its code taken away: for `diagnose`. */
  listen(listener: (seen: HubScan | Rhythm) => void): () => void;
}

const HUB = Symbol.for('payby-checkout.scan-hub');
/** Raised when another copy of the package could no longer use a hub of this one. */
const VERSION = 1;
/** A timer this late means a busy page, where keys may be waiting too. */
const LATE_MS = 100;
const MAX_SNAPSHOTS = 64;
/** No scan began so long before its next key. */
const STALE_MS = 2000;

type View = Window & typeof globalThis;

/** The hub of a window, made when first asked for. `clock` is for tests. */
export function scanHub(view: View, clock: Clock = systemClock): ScanHub {
  const here = Reflect.get(view, HUB) as ScanHub | undefined;
  const hub = here ?? new WindowHub(view, clock);
  if (!here) Reflect.set(view, HUB, hub);
  return hub.version === VERSION ? hub : deafHub; // two that listen would each get a part of a scan
}

/** For a copy of the package that came too late beside one it does not know: its fields take typing, but no scans. */
const deafHub: ScanHub = {
  version: VERSION,
  profile: newProfile,
  add(receiver) {
    receiver.stateChanged('blind');
    return () => undefined;
  },
  addFrame: () => () => undefined,
  refresh: () => undefined,
  listen: () => () => undefined,
};

class WindowHub implements ScanHub {
  readonly version = VERSION;
  readonly #view: View;
  readonly #clock: Clock;
  readonly #wedge = new Wedge();
  readonly #receivers = new Map<ScanReceiver, ReceiverState | undefined>();
  readonly #listeners = new Set<(seen: HubScan | Rhythm) => void>();
  readonly #frames = new Map<HTMLIFrameElement, AbortController | undefined>();
  /** While there are receivers. */
  #life: AbortController | undefined;
  /** Gets the scan that comes now; chosen anew whenever the focus or a receiver changes. */
  #target: ScanReceiver | undefined;
  #lastFocused: ScanReceiver | undefined;
  /** Other fields as they were before each key that may have been a gun's first. */
  #snapshots: Snapshot[] = [];
  /** Time of the last key that a script made. */
  #scriptedAt = -Infinity;
  #wakeAt: number | undefined;
  /** What the events' time is ahead of the clock's. */
  #ahead = 0;
  #nap: {readonly until: number; readonly end: AbortController} | undefined;
  #wasLate = false;

  constructor(view: View, clock: Clock) {
    this.#view = view;
    this.#clock = clock;
  }

  get profile(): GunProfile {
    return this.#wedge.profile;
  }
  set profile(profile: GunProfile) {
    this.#wedge.profile = profile;
  }

  add(receiver: ScanReceiver): () => void {
    if (!this.#life) this.#start();
    this.#receivers.set(receiver, undefined);
    this.refresh();
    return () => {
      if (!this.#receivers.delete(receiver)) return;
      if (this.#lastFocused === receiver) this.#lastFocused = undefined;
      if (this.#receivers.size === 0) this.#stop();
      this.refresh();
    };
  }

  addFrame(frame: HTMLIFrameElement): () => void {
    if (!frame.contentDocument)
      throw new TypeError('addFrame: expected a frame of this origin that is in the page');
    this.#hearFrame(frame);
    this.refresh();
    return () => {
      this.#frames.get(frame)?.abort();
      this.#frames.delete(frame);
      this.refresh();
    };
  }

  listen(listener: (seen: HubScan | Rhythm) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  refresh(): void {
    const focused = focusPath(this.#view.document);
    this.#target = this.#choose(focused);
    if (this.#target) this.#wedge.settings = this.#target.settings;
    this.#show(focused);
  }

  #start(): void {
    this.#life = new AbortController();
    this.#hear(this.#view, this.#life.signal);
    for (const frame of this.#frames.keys()) this.#hearFrame(frame);
  }

  #stop(): void {
    this.#life?.abort();
    this.#life = undefined;
    for (const [frame, ears] of this.#frames) {
      ears?.abort();
      this.#frames.set(frame, undefined);
    }
    this.#forget();
  }

  #hear(view: View, signal: AbortSignal): void {
    const options = {capture: true, signal};
    // A frame counts from when it was opened
    const shift = view.performance.timeOrigin - this.#view.performance.timeOrigin;
    const hearKey = (event: KeyboardEvent): void => {
      this.#hearKey(event, event.timeStamp + shift);
    };
    const forget = (): void => {
      this.#forget();
      this.refresh();
    };
    const refresh = (): void => {
      this.refresh();
    };
    view.addEventListener('keydown', hearKey, options);
    view.addEventListener('keyup', hearKey, options);
    view.addEventListener('beforeinput', this.#keepAltCode, options);
    view.addEventListener('input', this.#hearText, options);
    view.addEventListener('focusin', this.#noteFocus, options);
    view.addEventListener('focusout', refresh, options);
    view.addEventListener('focus', refresh, options);
    view.addEventListener('blur', (event) => event.target === view && forget(), options);
    view.addEventListener('pagehide', forget, options);
    view.addEventListener('pageshow', refresh, options);
    view.document.addEventListener('visibilitychange', refresh, options);
  }

  /** A frame gets a new window with every page it loads, and may end up with another site's. */
  #hearFrame(frame: HTMLIFrameElement): void {
    this.#frames.get(frame)?.abort();
    const ears = this.#life && new AbortController();
    this.#frames.set(frame, ears);
    if (!ears) return;
    const again = (): void => {
      this.#hearFrame(frame);
      this.refresh();
    };
    frame.addEventListener('load', again, {signal: ears.signal});
    if (frame.contentDocument) this.#hear(frame.contentWindow as View, ears.signal);
  }

  #hearKey(event: KeyboardEvent, t: number): void {
    const target = this.#target;
    const element = event.composedPath()[0] as Element | undefined;
    if (!target || !element || typeof event.key !== 'string') return; // autofill sends key events without keys
    const where = this.#placeOf(element, target);
    if (!event.isTrusted) this.#scriptedAt = t;
    const verdict = this.#wedge.feed({
      kind: event.type === 'keyup' ? 'up' : 'down',
      t,
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      ctrl: event.ctrlKey,
      alt: event.altKey,
      meta: event.metaKey,
      caps: event.getModifierState('CapsLock'),
      altGraph: event.getModifierState('AltGraph'),
      repeat: event.repeat,
      where,
    });
    if (verdict.prevent) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (where === 'foreign' && event.type === 'keydown') this.#remember(element, t, verdict.isStart);
    this.#ahead = t - this.#clock.now();
    this.#wasLate = false;
    this.#heed(verdict);
  }

  #placeOf(element: Element, target: ScanReceiver): KeyPlace {
    if (element === target.field) return 'own';
    const place = placeOf(element);
    if (place === 'none') return place;
    for (const {field} of this.#receivers.keys()) if (field === element) return 'protected';
    return place === 'foreign' && target.settings.foreign === 'ignore' ? 'protected' : place;
  }

  #remember(field: Element, t: number, isStart: boolean): void {
    const last = this.#snapshots.at(-1);
    if (!isStart && last?.field === field) return;
    if (last && t - last.t > STALE_MS) this.#snapshots = [];
    if (this.#snapshots.length >= MAX_SNAPSHOTS) this.#snapshots.shift();
    this.#snapshots.push(remember(field, t));
  }

  /** What follows from a verdict, for the page and for the timer. */
  #heed({scan, rhythm, wakeAt}: WedgeVerdict): void {
    this.#wakeAt = wakeAt;
    this.#arm();
    if (scan) {
      const heard: HubScan = {...scan, trusted: this.#scriptedAt < scan.startedAt};
      this.#putBack(scan);
      for (const listener of this.#listeners) listener(heard);
      this.#target?.take(heard);
    } else if (rhythm) for (const listener of this.#listeners) listener(rhythm);
    const state = this.#target && this.#receivers.get(this.#target);
    if ((state === 'receiving') !== this.#wedge.isReceiving) this.#show(focusPath(this.#view.document));
  }

  /** Each field as it was before the first key of the scan that went to it. */
  #putBack({startedAt, endedAt, leaked}: WedgeScan): void {
    const later = this.#snapshots.findIndex(({t}) => t > startedAt);
    const snapshots = this.#snapshots.slice(later > 0 ? later - 1 : later);
    const done = new Set<Element>();
    for (const {field, restore} of snapshots) {
      const then = snapshots.find((after) => after.field === field && after.t > endedAt);
      if (!done.has(field)) restore(leaked, then?.value);
      done.add(field);
    }
    this.#snapshots = [];
  }

  /** Wakes the decoder when silence may have ended a scan. One nap at a time; keys that put it off do not disturb it. */
  #arm(): void {
    const due = this.#wakeAt;
    if (due === undefined || (this.#nap && this.#nap.until <= due)) return;
    this.#nap?.end.abort();
    void this.#sleep(due, new AbortController());
  }

  async #sleep(until: number, end: AbortController): Promise<void> {
    this.#nap = {until, end};
    await this.#clock.sleep(Math.min(Math.max(0, until - this.#now), 2000), end.signal);
    if (end.signal.aborted) return;
    this.#nap = undefined;
    const due = this.#wakeAt;
    if (due === undefined) return;
    const late = this.#now - due;
    if (late < 0) this.#arm();
    else if (late > LATE_MS && !this.#wasLate) {
      this.#wasLate = true;
      void this.#sleep(this.#now + LATE_MS, new AbortController());
    } else this.#heed(this.#wedge.tick(this.#now));
  }

  /** The clock's time, as the events count. */
  get #now(): number {
    return this.#clock.now() + this.#ahead;
  }

  /** Windows inserts the character of Alt and its digits when Alt comes up, whatever became of the digits. */
  readonly #keepAltCode = (event: InputEvent): void => {
    if (!this.#wedge.isAltCode) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** Where a key does not tell its character (Android, input methods), our own field does. */
  readonly #hearText = (event: Event): void => {
    const {data} = event as Partial<InputEvent>;
    if (data && event.composedPath()[0] === this.#target?.field) this.#wedge.typed(data.slice(-1));
  };

  readonly #noteFocus = (event: FocusEvent): void => {
    const path = event.composedPath();
    for (const receiver of this.#receivers.keys())
      if (path.includes(receiver.element)) this.#lastFocused = receiver;
    this.refresh();
  };

  /** The one with the focus, else the last that had it, else the first that can be seen. */
  #choose(focused: readonly Element[]): ScanReceiver | undefined {
    const willing = [...this.#receivers.keys()].filter(
      ({element, isEnabled, settings: {capture}}) =>
        isEnabled && (capture === 'page' || (capture === 'focus' && focused.includes(element))),
    );
    return (
      willing.find(({element}) => focused.includes(element)) ??
      willing.find((receiver) => receiver === this.#lastFocused) ??
      willing.find(({element}) => element.getClientRects().length > 0) ??
      willing[0]
    );
  }

  /** Tells each receiver whether a scan would land in it right now. */
  #show(focused: readonly Element[]): void {
    const target = this.#target;
    const state = !target
      ? 'blind'
      : this.#wedge.isReceiving
        ? 'receiving'
        : this.#isHeard(focused)
          ? 'armed'
          : 'blind';
    for (const [receiver, shown] of this.#receivers) {
      const next = receiver === target ? state : 'blind';
      if (next === shown) continue;
      this.#receivers.set(receiver, next);
      receiver.stateChanged(next);
    }
  }

  #isHeard(focused: readonly Element[]): boolean {
    const at = focused.at(-1);
    if (!this.#view.document.hasFocus() || !this.#target) return false;
    if (!at) return true;
    const frame = this.#frames.get(at as HTMLIFrameElement) && (at as HTMLIFrameElement).contentDocument;
    const inner = frame ? focusPath(frame).at(-1) : at;
    return !inner || this.#placeOf(inner, this.#target) !== 'protected';
  }

  /** Keys may be lost from here on. */
  #forget(): void {
    this.#wedge.break();
    this.#snapshots = [];
    this.#wakeAt = undefined;
    this.#nap?.end.abort();
    this.#nap = undefined;
  }
}
