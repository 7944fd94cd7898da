/**
 * Listens to the keys of a whole window for all scan fields in it and delivers each scan to one of them. There is one
 * hub per window, shared by all copies of the package; it listens only while it has receivers.
 */
import type {Clock} from '../../core/clock.js';
import {Wedge} from '../../core/scan/wedge.js';
import {
  newProfile,
  type ScannerProfile,
  type KeyTarget,
  type BurstTiming,
  type WedgeScan,
  type WedgeSettings,
  type WedgeVerdict,
} from '../../core/scan/wedge-types.js';
import {focusPath, targetOf} from './key-target.js';
import {takeSnapshot, type Snapshot} from './field-snapshot.js';
import {systemClock} from '../../shared/system-clock.js';

export interface HubScan extends WedgeScan {
  /** False if a script, not a device, sent one of its keys. */
  readonly trusted: boolean;
}

/** Whether a scan would reach the receiver right now, or is reaching it. */
export type ReceiverState = 'armed' | 'blind' | 'receiving';

export interface ReceiverSettings extends WedgeSettings {
  /** Which scans are received: `page`, wherever the focus is; `focus`, only into its own field; `off`, none. */
  readonly capture: 'page' | 'focus' | 'off';
  /** A scan typed into another field: `restore` receives it and restores that field; `ignore` leaves it there. */
  readonly otherFields: 'restore' | 'ignore';
}

/** A scan field, as the hub sees it. Its members are read at every scan: keep them cheap. */
export interface ScanReceiver {
  readonly element: HTMLElement;
  /** The receiver's own inner input; the hub never writes to it. Clear it in `onScan`. */
  readonly field: HTMLInputElement | null;
  readonly settings: ReceiverSettings;
  /** False when disabled or read-only. */
  readonly isEnabled: boolean;
  /**
   * Called for a finished scan in the task of its last key. The receiver decides about busy and duplicate scans
   * (`DuplicateGuard`); their keys are hidden from the page either way.
   */
  onScan(scan: HubScan): void;
  /** Called for every burst of keys in the window, a scan or not, for all receivers; before `onScan`. For `diagnose`. */
  readonly onBurst?: ((burst: HubScan | BurstTiming) => void) | undefined;
  /** Called on every change, and once in the task of `add`. */
  onStateChange(state: ReceiverState): void;
}

export interface ScanHub {
  readonly version: number;
  /** What is known about the scanner. May be set to what an earlier page stored. */
  profile: ScannerProfile;
  /** The returned function removes the receiver; with the last one go all listeners and timers. */
  add(receiver: ScanReceiver): () => void;
  /** Also listens to another window, such as a frame's. The returned function ends it. */
  addWindow(view: View): () => void;
  /** Hides an Enter or Tab that follows at once: a code came in another way at `t`, `event.timeStamp` in ms. */
  expectSuffix(t: number): void;
  /** Call it when something changed that decides about scans: enabled, settings, visibility. */
  refresh(): void;
}

export type View = Window & typeof globalThis;

const HUB = Symbol.for('payby-checkout.scan-hub');
/** Raised when a hub of this version cannot serve an earlier copy of the package. */
const VERSION = 1;
/** Interval for checking whether a pause has ended the scan, ms. */
const CHECK_MS = 50;
/** A check this late means a busy page, on which keys may be waiting too, ms. */
const LATE_MS = 100;
/** More than the keys of a scan that reach other fields. */
const MAX_SNAPSHOTS = 150;
/** No gap between the keys of one scan is longer, ms; older snapshots are dropped. */
const STALE_MS = 1000;
const EVENTS = 'keydown keyup beforeinput input focusout focus blur pagehide pageshow visibilitychange'.split(
  ' ',
);

/** The hub of a window, created at the first call. `clock` is for tests. */
export function scanHub(view: View, clock: Clock = systemClock): ScanHub {
  const here = Reflect.get(view, HUB) as ScanHub | undefined;
  const hub = here ?? new WindowHub(view, clock);
  if (!here) Reflect.set(view, HUB, hub);
  return hub.version === VERSION ? hub : inertHub; // two listening hubs would each get a part of a scan
}

const nothing = (): void => undefined;

/** For a copy of the package beside an incompatible one that came first: its fields accept typing, but no scans. */
const inertHub: ScanHub = {
  version: VERSION,
  profile: newProfile,
  add(receiver) {
    receiver.onStateChange('blind');
    return nothing;
  },
  addWindow: () => nothing,
  expectSuffix: nothing,
  refresh: nothing,
};

class WindowHub implements ScanHub {
  readonly version = VERSION;
  readonly #view: View;
  readonly #clock: Clock;
  readonly #wedge = new Wedge();
  readonly #receivers = new Map<ScanReceiver, ReceiverState | undefined>();
  /** The windows to listen to while there are receivers, and how to stop. */
  readonly #windows = new Map<View, () => void>();
  /** Receives the next scan; chosen again whenever the focus or a receiver changes. */
  #receiver: ScanReceiver | undefined;
  #lastFocused: ScanReceiver | undefined;
  /** Other fields as they were before each key. */
  readonly #snapshots: Snapshot[] = [];
  /** Time of the last key press, ms as events count. */
  #keyAt = -Infinity;
  /** Time of the last key that a script sent, ms. */
  #scriptedAt = -Infinity;
  /** When a pause may have ended a scan, ms as events count. */
  #wakeAt: number | undefined;
  /** Event time minus clock time, ms. */
  #offset = 0;
  /** Exists while a pause is awaited; aborted when the last receiver leaves. */
  #sleep: AbortController | undefined;

  constructor(view: View, clock: Clock) {
    this.#view = view;
    this.#clock = clock;
    this.#listen(view);
  }

  get profile(): ScannerProfile {
    return this.#wedge.profile;
  }
  set profile(profile: ScannerProfile) {
    this.#wedge.profile = profile;
  }

  add(receiver: ScanReceiver): () => void {
    const isFirst = this.#receivers.size === 0;
    this.#receivers.set(receiver, undefined);
    if (isFirst) for (const view of this.#windows.keys()) this.#listen(view);
    this.refresh();
    return () => {
      if (!this.#receivers.delete(receiver)) return;
      if (this.#lastFocused === receiver) this.#lastFocused = undefined;
      if (this.#receivers.size === 0) {
        for (const view of this.#windows.keys()) this.#listen(view); // to none: there is nobody left
        // `abort()` without a reason creates a DOMException whose stack keeps the last receiver alive
        this.#sleep?.abort('');
        this.#reset();
      }
      this.refresh();
    };
  }

  addWindow(view: View): () => void {
    this.#listen(view);
    this.refresh();
    return () => {
      this.#windows.get(view)?.();
      this.#windows.delete(view);
      this.refresh();
    };
  }

  expectSuffix(t: number): void {
    this.#wedge.expectSuffix(t);
  }

  refresh(): void {
    const focused = focusPath(this.#view.document);
    this.#receiver = this.#chooseReceiver(focused);
    if (this.#receiver) this.#wedge.settings = this.#receiver.settings;
    this.#notify(focused);
  }

  /** Ends listening to a window, and starts again if there are receivers. */
  #listen(view: View): void {
    this.#windows.get(view)?.();
    this.#windows.set(view, nothing);
    if (this.#receivers.size === 0) return;
    // Events of a frame count from when it was opened; Safari before 15 does not say when that was
    const shift = view.performance.timeOrigin - this.#view.performance.timeOrigin || 0;
    const handle = (event: Event): void => {
      this.#handle(event, event.timeStamp + shift);
    };
    for (const type of EVENTS) view.addEventListener(type, handle, true);
    this.#windows.set(view, () => {
      try {
        for (const type of EVENTS) view.removeEventListener(type, handle, true);
      } catch {
        // The frame shows a page of another origin by now, which has none of them
      }
    });
  }

  #handle(event: Event, t: number): void {
    const path = event.composedPath();
    switch (event.type) {
      case 'keydown':
      case 'keyup':
        this.#handleKey(event as KeyboardEvent, t, path[0] as Element);
        return;
      case 'beforeinput':
        // Windows inserts the character of Alt and digits when Alt is released, even if the digits were prevented
        if (this.#wedge.isAltCode) consume(event);
        // A key's own listener may have moved the focus: then its character comes here
        else if (this.#snapshots.slice(-1)[0]?.field !== path[0]) this.#takeSnapshot(path[0], this.#keyAt);
        return;
      case 'input': {
        // If a key has no character (Android, input methods), the input event of our own field has it
        const {data} = event as Partial<InputEvent>;
        if (data && path[0] === this.#receiver?.field) this.#wedge.setTypedText(data.slice(-1));
        return;
      }
      case 'focus': // WebKit dispatches no `focusin` for a date
        for (const receiver of this.#receivers.keys())
          if (path.includes(receiver.element)) this.#lastFocused = receiver;
        this.#takeSnapshot(path[0], this.#keyAt); // a select and a date get the character without `beforeinput`
        break;
      case 'blur':
      case 'pagehide':
        if (path.length === 1 || event.type === 'pagehide') this.#reset();
    }
    this.refresh();
  }

  #handleKey(event: KeyboardEvent, t: number, element: Element): void {
    const receiver = this.#receiver;
    const {type, key} = event;
    if (!receiver || typeof key !== 'string') return; // autofill dispatches key events without a key
    const target = this.#targetOf(element, receiver);
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
      target,
    });
    if (verdict.prevent) consume(event);
    if (type === 'keydown') {
      if (t - this.#keyAt > STALE_MS) this.#snapshots.length = 0;
      this.#keyAt = t;
      this.#takeSnapshot(element, t, verdict.prevent);
    }
    this.#offset = t - this.#clock.now();
    this.#apply(verdict);
  }

  #targetOf(element: Element, {field, settings}: ScanReceiver): KeyTarget {
    if (element === field) return 'own';
    for (const other of this.#receivers.keys()) if (other.field === element) return 'protected';
    const target = targetOf(element);
    return target === 'other' && settings.otherFields === 'ignore' ? 'protected' : target;
  }

  #takeSnapshot(field: EventTarget | undefined, t: number, isHidden = false): void {
    const receiver = this.#receiver;
    if (!receiver || !(field as Partial<Element>).localName) return; // the window itself
    if (this.#targetOf(field as Element, receiver) !== 'other') return;
    if (isHidden && this.#snapshots.slice(-1)[0]?.isHidden) return; // no text has changed since
    this.#snapshots.push(takeSnapshot(field as Element, t, isHidden));
    if (this.#snapshots.length > MAX_SNAPSHOTS) this.#snapshots.shift();
  }

  /** Delivers what a verdict holds and starts the timer that it asks for. */
  #apply({scan, timing, wakeAt}: WedgeVerdict): void {
    this.#wakeAt = wakeAt;
    if (wakeAt !== undefined && !this.#sleep) void this.#awaitPause();
    const burst = scan ? {...scan, trusted: this.#scriptedAt < scan.startedAt} : timing;
    if (scan) this.#restoreFields(scan);
    if (burst) for (const receiver of this.#receivers.keys()) receiver.onBurst?.(burst);
    if (burst && 'text' in burst) this.#receiver?.onScan(burst);
    const state = this.#receiver && this.#receivers.get(this.#receiver);
    if ((state === 'receiving') !== this.#wedge.isReceiving) this.#notify(focusPath(this.#view.document));
  }

  /** Restores each field to what it was before the scan's first key in it. */
  #restoreFields({startedAt, endedAt}: WedgeScan): void {
    const snapshots = this.#snapshots.splice(0).filter(({t}) => t >= startedAt);
    for (const field of new Set(snapshots.map((snapshot) => snapshot.field))) {
      const own = snapshots.filter((snapshot) => snapshot.field === field);
      const lastLeaked = own.map(({isHidden, t}) => !isHidden && t <= endedAt).lastIndexOf(true);
      own[0]?.restore(own[lastLeaked + 1]?.value);
    }
  }

  /** Checks whether a pause has ended the scan, as long as one is pending. */
  async #awaitPause(): Promise<void> {
    let isLate = false;
    for (let due = this.#wakeAt; due !== undefined; due = this.#wakeAt) {
      const before = this.#now;
      this.#sleep = new AbortController();
      await this.#clock.sleep(isLate ? LATE_MS : Math.min(CHECK_MS, due - before), this.#sleep.signal);
      const now = this.#now;
      isLate = !isLate && now - before > CHECK_MS + LATE_MS; // then once more
      if (!isLate && now >= (this.#wakeAt ?? Infinity)) this.#apply(this.#wedge.tick(now));
    }
    this.#sleep = undefined;
  }

  /** Now, ms as events count. */
  get #now(): number {
    return this.#clock.now() + this.#offset;
  }

  /** The receiver with the focus, else the last that had it, else the first visible one. */
  #chooseReceiver(focused: readonly Element[]): ScanReceiver | undefined {
    const candidates = [...this.#receivers.keys()].filter(
      ({element, isEnabled, settings: {capture}}) =>
        isEnabled && (capture === 'page' || (capture === 'focus' && focused.includes(element))),
    );
    return (
      candidates.find(({element}) => focused.includes(element)) ??
      candidates.find((receiver) => receiver === this.#lastFocused) ??
      candidates.find(({element}) => element.getClientRects().length > 0) ??
      candidates[0]
    );
  }

  /** Notifies each receiver whose state has changed. */
  #notify(focused: readonly Element[]): void {
    const state = this.#wedge.isReceiving ? 'receiving' : this.#receivesKeys(focused) ? 'armed' : 'blind';
    for (const [receiver, notified] of this.#receivers) {
      const next = receiver === this.#receiver ? state : 'blind';
      if (next === notified) continue;
      this.#receivers.set(receiver, next);
      receiver.onStateChange(next);
    }
  }

  #receivesKeys(focused: readonly Element[]): boolean {
    const at = focused.slice(-1)[0];
    if (!this.#view.document.hasFocus() || !this.#receiver) return false;
    const {contentWindow, contentDocument} = (at ?? {}) as Partial<HTMLIFrameElement>;
    const isAdded = contentDocument && this.#windows.has(contentWindow as View);
    const inner = isAdded ? focusPath(contentDocument).slice(-1)[0] : at;
    return !inner || this.#targetOf(inner, this.#receiver) !== 'protected';
  }

  /** Drops an unfinished scan, because keys may be lost from now on. */
  #reset(): void {
    this.#wedge.break();
    this.#snapshots.length = 0;
    this.#wakeAt = undefined;
  }
}

/** Hides the event from the page and from later listeners. */
function consume(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
