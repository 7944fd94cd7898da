/**
 * Hears the keys of a whole window for every scan field in it, and gives each scan to one of them. There is one hub per
 * window, shared by two copies of the package; it listens only while it has receivers.
 */
import type {Clock} from '../core/clock.js';
import type {GunProfile, Rhythm, WedgeScan, WedgeSettings} from '../core/wedge.js';
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

export function scanHub(_view: Window & typeof globalThis, _clock: Clock = systemClock): ScanHub {
  throw new Error('to follow');
}
