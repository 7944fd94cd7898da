/**
 * Four sounds that a cashier tells apart without looking, and four ways to shake a hand-held. Browsers are silent
 * until a person has done something on the page: what comes before that is left out, and nothing is queued.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';

export type Signal = 'accepted' | 'rejected' | 'paid' | 'failed';

/** A tone: its pitch (Hz), when it starts and how long it lasts (s). */
type Tone = readonly [pitch: number, start: number, length: number];

interface Score {
  readonly wave: OscillatorType;
  readonly tones: readonly Tone[];
  /** On and off, ms. */
  readonly vibration: readonly number[];
}

/** One high note for "the code is here"; up for money; a low buzz for "again"; down for "no money". */
export const SCORES: Readonly<Record<Signal, Score>> = {
  accepted: {wave: 'sine', tones: [[1568, 0, 0.1]], vibration: [60]},
  rejected: {
    wave: 'square',
    tones: [
      [196, 0, 0.12],
      [196, 0.18, 0.16],
    ],
    vibration: [120, 80, 120],
  },
  paid: {
    wave: 'triangle',
    tones: [
      [784, 0, 0.12],
      [988, 0.12, 0.12],
      [1319, 0.24, 0.28],
    ],
    vibration: [60, 60, 60, 60, 200],
  },
  failed: {
    wave: 'sawtooth',
    tones: [
      [392, 0, 0.18],
      [311, 0.2, 0.18],
      [233, 0.4, 0.36],
    ],
    vibration: [400],
  },
};

/** The part of a browser that makes itself heard and felt. */
export interface Sounding {
  readonly AudioContext?: typeof AudioContext;
  readonly navigator: Pick<Navigator, 'vibrate'> & {
    readonly userActivation?: {readonly hasBeenActive: boolean};
  };
  addEventListener: Window['addEventListener'];
  removeEventListener: Window['removeEventListener'];
}

/** What counts as a person doing something. */
const GESTURES = ['pointerup', 'keydown', 'touchend'] as const;
const LOUDNESS = 0.2;
const capture = {capture: true, passive: true};

export class ScanSignals implements ReactiveController {
  readonly #isWanted: () => boolean;
  readonly #view: Sounding;
  #audio: AudioContext | undefined;
  #isConnected = false;
  #isWaiting = false;

  constructor(host: ReactiveControllerHost, isWanted: () => boolean, view: Sounding) {
    this.#isWanted = isWanted;
    this.#view = view;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.hostUpdated();
  }

  /** A host may still be updated once after it was removed. */
  hostUpdated(): void {
    if (this.#isConnected && this.#isWanted() && !this.#audio) this.#awaitGesture();
    else this.#stopWaiting();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#stopWaiting();
    void this.#audio?.close().catch(() => undefined);
    this.#audio = undefined;
  }

  /** Does nothing unless it is wanted, and nothing before a person has touched the page. */
  play(signal: Signal): void {
    if (!this.#isWanted() || !this.#mayMakeNoise) return;
    const {wave, tones, vibration} = SCORES[signal];
    const audio = this.#wake();
    if (audio) for (const tone of tones) sound(audio, wave, tone);
    const {navigator} = this.#view;
    // Not every browser has it, whatever its type says
    if ('vibrate' in navigator) navigator.vibrate([...vibration]);
  }

  /** Where a browser does not tell, `play` is left to try. */
  get #mayMakeNoise(): boolean {
    return this.#view.navigator.userActivation?.hasBeenActive ?? true;
  }

  /** A phone's audio has to be woken inside a gesture, long before there is something to say. */
  readonly #unlock = (): void => {
    if (!this.#mayMakeNoise) return;
    this.#wake();
    this.#stopWaiting();
  };

  #awaitGesture(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    for (const gesture of GESTURES) this.#view.addEventListener(gesture, this.#unlock, capture);
  }

  #stopWaiting(): void {
    if (!this.#isWaiting) return;
    this.#isWaiting = false;
    for (const gesture of GESTURES) this.#view.removeEventListener(gesture, this.#unlock, capture);
  }

  #wake(): AudioContext | undefined {
    const {AudioContext: Audio} = this.#view;
    if (!Audio) return undefined;
    try {
      this.#audio ??= new Audio();
    } catch {
      return undefined; // a till without a sound card still scans
    }
    if (this.#audio.state === 'suspended') void this.#audio.resume().catch(() => undefined);
    return this.#audio;
  }
}

/** One tone with soft edges: a tone that is cut off clicks. */
function sound(audio: AudioContext, wave: OscillatorType, [pitch, start, length]: Tone): void {
  const from = audio.currentTime + start;
  const to = from + length;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = wave;
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.01);
  gain.gain.setValueAtTime(LOUDNESS, to - 0.02);
  gain.gain.linearRampToValueAtTime(0, to);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(to);
}
