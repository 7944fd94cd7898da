/**
 * Hears the keys of a whole window for every scan field in it, and gives each scan to one of them. There is one hub per
 * window, shared by two copies of the package; it listens only while it has receivers.
 */
import type {Clock} from '../../core/clock.js';
import {
  newProfile,
  Wedge,
  type GunProfile,
  type KeyPlace,
  type Rhythm,
  type WedgeScan,
  type WedgeSettings,
  type WedgeVerdict,
} from '../../core/scan/wedge.js';
import {focusPath, placeOf} from './key-target.js';
import {remember, type Snapshot} from './field-snapshot.js';
import {systemClock} from '../../shared/system-clock.js';

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
  /** Hears of every burst of keys in the window, a scan or not, whoever gets it; before `take`. For `diagnose`. */
  readonly overhear?: ((seen: HubScan | Rhythm) => void) | undefined;
  /** Called on every change, and once, soon, in the task of `add`. */
  stateChanged(state: ReceiverState): void;
}

export interface ScanHub {
  readonly version: number;
  /** What is known of the gun. May be set, from what an earlier page knew. */
  profile: GunProfile;
  /** The returned function takes the receiver out; with the last one go all listeners and timers. */
  add(receiver: ScanReceiver): () => void;
  /** Hears another window too, as a frame's (`hearFrame`). The returned function ends it. */
  hear(view: View): () => void;
  /** Something that decides whether a scan lands changed: enabled, settings, visibility. */
  refresh(): void;
}

export type View = Window & typeof globalThis;

const HUB = Symbol.for('payby-checkout.scan-hub');
/** Raised when another copy of the package could no longer use a hub of this one. */
const VERSION = 1;
/** How often it is looked whether silence has ended a scan. */
const NAP_MS = 50;
/** A nap this late means a busy page, where keys may be waiting too. */
const LATE_MS = 100;
const MAX_SNAPSHOTS = 64;
/** No scan began so long before its next key. */
const STALE_MS = 2000;
const HEARD =
  'keydown keyup beforeinput input focusin focusout focus blur pagehide pageshow visibilitychange'.split(' ');

/** The hub of a window, made when first asked for. `clock` is for tests. */
export function scanHub(view: View, clock: Clock = systemClock): ScanHub {
  const here = Reflect.get(view, HUB) as ScanHub | undefined;
  const hub = here ?? new WindowHub(view, clock);
  if (!here) Reflect.set(view, HUB, hub);
  return hub.version === VERSION ? hub : deafHub; // two that listen would each get a part of a scan
}

const nothing = (): void => undefined;

/** For a copy of the package that came too late beside one it does not know: its fields take typing, but no scans. */
const deafHub: ScanHub = {
  version: VERSION,
  profile: newProfile,
  add(receiver) {
    receiver.stateChanged('blind');
    return nothing;
  },
  hear: () => nothing,
  refresh: nothing,
};

class WindowHub implements ScanHub {
  readonly version = VERSION;
  readonly #view: View;
  readonly #clock: Clock;
  readonly #wedge = new Wedge();
  readonly #receivers = new Map<ScanReceiver, ReceiverState | undefined>();
  /** The windows that are heard while there are receivers, and how to stop that. */
  readonly #views = new Map<View, AbortController>();
  /** Gets the scan that comes now; chosen anew whenever the focus or a receiver changes. */
  #target: ScanReceiver | undefined;
  #lastFocused: ScanReceiver | undefined;
  /** Other fields as they were before each key that may have been a gun's first. */
  #snapshots: readonly Snapshot[] = [];
  /** Time of the last key that a script made. */
  #scriptedAt = -Infinity;
  /** When silence may have ended a scan, as the events count. */
  #wakeAt: number | undefined;
  /** What the events' time is ahead of the clock's. */
  #ahead = 0;
  #isWatching = false;

  constructor(view: View, clock: Clock) {
    this.#view = view;
    this.#clock = clock;
    this.#listen(view);
  }

  get profile(): GunProfile {
    return this.#wedge.profile;
  }
  set profile(profile: GunProfile) {
    this.#wedge.profile = profile;
  }

  add(receiver: ScanReceiver): () => void {
    const isFirst = this.#receivers.size === 0;
    this.#receivers.set(receiver, undefined);
    if (isFirst) for (const view of this.#views.keys()) this.#listen(view);
    this.refresh();
    return () => {
      if (!this.#receivers.delete(receiver)) return;
      if (this.#lastFocused === receiver) this.#lastFocused = undefined;
      if (this.#receivers.size === 0) {
        // With a reason: an error made here would keep its stack, and with it the last receiver
        for (const ears of this.#views.values()) ears.abort('');
        this.#forget();
      }
      this.refresh();
    };
  }

  hear(view: View): () => void {
    this.#listen(view);
    this.refresh();
    return () => {
      this.#views.get(view)?.abort();
      this.#views.delete(view);
      this.refresh();
    };
  }

  refresh(): void {
    const focused = focusPath(this.#view.document);
    this.#target = this.#choose(focused);
    if (this.#target) this.#wedge.settings = this.#target.settings;
    this.#show(focused);
  }

  #listen(view: View): void {
    this.#views.get(view)?.abort();
    const ears = new AbortController();
    this.#views.set(view, ears);
    if (this.#receivers.size === 0) return;
    // A frame counts from when it was opened
    const shift = view.performance.timeOrigin - this.#view.performance.timeOrigin;
    const hear = (event: Event): void => {
      this.#hear(event, event.timeStamp + shift);
    };
    for (const type of HEARD) view.addEventListener(type, hear, {capture: true, signal: ears.signal});
  }

  #hear(event: Event, t: number): void {
    const path = event.composedPath();
    switch (event.type) {
      case 'keydown':
      case 'keyup':
        this.#hearKey(event as KeyboardEvent, t, path[0] as Element);
        return;
      case 'beforeinput':
        // Windows inserts the character of Alt and its digits when Alt comes up, whatever became of the digits
        if (this.#wedge.isAltCode) keep(event);
        return;
      case 'input': {
        // Where a key does not tell its character (Android, input methods), our own field does
        const {data} = event as Partial<InputEvent>;
        if (data && path[0] === this.#target?.field) this.#wedge.typed(data.slice(-1));
        return;
      }
      case 'focusin':
        for (const receiver of this.#receivers.keys())
          if (path.includes(receiver.element)) this.#lastFocused = receiver;
        break;
      case 'blur':
      case 'pagehide':
        if (path.length === 1 || event.type === 'pagehide') this.#forget();
    }
    this.refresh();
  }

  #hearKey(event: KeyboardEvent, t: number, element: Element): void {
    const target = this.#target;
    const {type, key} = event;
    if (!target || typeof key !== 'string') return; // autofill sends key events without keys
    const where = this.#placeOf(element, target);
    if (!event.isTrusted) this.#scriptedAt = t;
    const verdict = this.#wedge.feed({
      kind: type === 'keyup' ? 'up' : 'down',
      t,
      key,
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
    if (verdict.prevent) keep(event);
    else if (where === 'foreign' && type === 'keydown') this.#remember(element, t, verdict.isStart);
    this.#ahead = t - this.#clock.now();
    this.#heed(verdict);
  }

  #placeOf(element: Element, {field, settings}: ScanReceiver): KeyPlace {
    if (element === field) return 'own';
    for (const other of this.#receivers.keys()) if (other.field === element) return 'protected';
    const place = placeOf(element);
    return place === 'foreign' && settings.foreign === 'ignore' ? 'protected' : place;
  }

  #remember(field: Element, t: number, isStart: boolean): void {
    const last = this.#snapshots.at(-1);
    if (!isStart && last?.field === field) return;
    const fresh = last && t - last.t <= STALE_MS ? this.#snapshots.slice(1 - MAX_SNAPSHOTS) : [];
    this.#snapshots = [...fresh, remember(field, t)];
  }

  /** What follows from a verdict, for the page and for the timer. */
  #heed({scan, rhythm, wakeAt}: WedgeVerdict): void {
    this.#wakeAt = wakeAt;
    if (wakeAt !== undefined && !this.#isWatching) void this.#watch();
    const heard = scan ? {...scan, trusted: this.#scriptedAt < scan.startedAt} : rhythm;
    if (scan) this.#putBack(scan);
    if (heard) for (const receiver of this.#receivers.keys()) receiver.overhear?.(heard);
    if (heard && 'text' in heard) this.#target?.take(heard);
    const state = this.#target && this.#receivers.get(this.#target);
    if ((state === 'receiving') !== this.#wedge.isReceiving) this.#show(focusPath(this.#view.document));
  }

  /** Each field as it was before the first key of the scan that went to it. */
  #putBack({startedAt, endedAt, leaked}: WedgeScan): void {
    const later = this.#snapshots.findIndex(({t}) => t > startedAt);
    const snapshots = this.#snapshots.slice(later > 0 ? later - 1 : later);
    this.#snapshots = [];
    const done = new Set<Element>();
    for (const {field, restore} of snapshots) {
      const then = snapshots.find((after) => after.field === field && after.t > endedAt);
      if (!done.has(field)) restore(leaked, then?.value);
      done.add(field);
    }
  }

  /** Looks whether silence has ended a scan, as long as there is something to wait for. */
  async #watch(): Promise<void> {
    this.#isWatching = true;
    let isLate = false;
    for (let due = this.#wakeAt; due !== undefined; due = this.#wakeAt) {
      const before = this.#now;
      const ears = this.#views.get(this.#view);
      if (ears) await this.#clock.sleep(isLate ? LATE_MS : Math.min(NAP_MS, due - before), ears.signal);
      const now = this.#now;
      isLate = !isLate && now - before > NAP_MS + LATE_MS; // then once more
      if (!isLate && now >= (this.#wakeAt ?? Infinity)) this.#heed(this.#wedge.tick(now));
    }
    this.#isWatching = false;
  }

  /** The clock's time, as the events count. */
  get #now(): number {
    return this.#clock.now() + this.#ahead;
  }

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
    const {contentWindow, contentDocument} = (at ?? {}) as Partial<HTMLIFrameElement>;
    const isFrame = contentDocument && this.#views.has(contentWindow as View);
    const inner = isFrame ? focusPath(contentDocument).at(-1) : at;
    return !inner || this.#placeOf(inner, this.#target) !== 'protected';
  }

  /** Keys may be lost from here on. */
  #forget(): void {
    this.#wedge.break();
    this.#snapshots = [];
    this.#wakeAt = undefined;
  }
}

/** From the page, and from whoever else listens. */
function keep(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
