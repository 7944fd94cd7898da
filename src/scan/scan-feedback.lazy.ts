/**
 * Plays four sounds that a cashier can distinguish without looking, and vibrates a handheld. Browsers allow neither
 * before a person has touched the page; what is played before that is dropped, not queued.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** An outcome with a sound of its own: of a code (`accepted`, `rejected`) or of a payment (`paid`, `failed`). */
export type Signal = 'accepted' | 'rejected' | 'paid' | 'failed';

/** A tone: pitch in Hz, start and length in s. */
type Tone = readonly [pitch: number, start: number, length: number];

interface Score {
  readonly wave: OscillatorType;
  readonly tones: readonly Tone[];
  /** Durations on and off in turn, ms. */
  readonly vibration: readonly number[];
}

/** One high note: code accepted; rising: paid; a low buzz: code refused; falling: payment failed. */
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

/** What a window needs for sound and vibration. */
export interface FeedbackWindow {
  readonly AudioContext?: typeof AudioContext;
  readonly navigator: Pick<Navigator, 'vibrate'> & {
    readonly userActivation?: {readonly hasBeenActive: boolean};
  };
  addEventListener: Window['addEventListener'];
  removeEventListener: Window['removeEventListener'];
}

/** Events that browsers count as a person's action. */
const GESTURES = ['pointerup', 'keydown', 'touchend'] as const;
/** Of 1. */
const LOUDNESS = 0.2;
const capture = {capture: true, passive: true};

export class ScanFeedback implements ReactiveController {
  readonly #isWanted: () => boolean;
  readonly #view: FeedbackWindow;
  #audio: AudioContext | undefined;
  #isConnected = false;
  #awaitsGesture = false;

  constructor(host: ReactiveControllerHost, isWanted: () => boolean, view: FeedbackWindow) {
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
    else this.#ignoreGestures();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#ignoreGestures();
    void this.#audio?.close().catch(() => undefined);
    this.#audio = undefined;
  }

  /** Does nothing unless sound is switched on and a person has touched the page. */
  play(signal: Signal): void {
    if (!this.#isWanted() || !this.#mayPlay) return;
    const {wave, tones, vibration} = SCORES[signal];
    const audio = this.#resumeAudio();
    if (audio) for (const tone of tones) playTone(audio, wave, tone);
    const {navigator} = this.#view;
    // Safari and Firefox lack it, although its type has it
    if ('vibrate' in navigator) navigator.vibrate([...vibration]);
  }

  /** Browsers without `userActivation` (Safari before 16.4, Firefox before 120) are left to refuse by themselves. */
  get #mayPlay(): boolean {
    return this.#view.navigator.userActivation?.hasBeenActive ?? true;
  }

  /** A phone starts audio only inside a gesture, which comes long before the first sound. */
  readonly #unlock = (): void => {
    if (!this.#mayPlay) return;
    this.#resumeAudio();
    this.#ignoreGestures();
  };

  #awaitGesture(): void {
    if (this.#awaitsGesture) return;
    this.#awaitsGesture = true;
    for (const gesture of GESTURES) this.#view.addEventListener(gesture, this.#unlock, capture);
  }

  #ignoreGestures(): void {
    if (!this.#awaitsGesture) return;
    this.#awaitsGesture = false;
    for (const gesture of GESTURES) this.#view.removeEventListener(gesture, this.#unlock, capture);
  }

  #resumeAudio(): AudioContext | undefined {
    const {AudioContext: Audio} = this.#view;
    if (!Audio) return undefined;
    try {
      this.#audio ??= new Audio();
    } catch {
      return undefined; // a computer without a sound card still scans
    }
    if (this.#audio.state === 'suspended') void this.#audio.resume().catch(() => undefined);
    return this.#audio;
  }
}

/** Plays one tone with soft edges, because a tone that is cut off clicks. */
function playTone(audio: AudioContext, wave: OscillatorType, [pitch, start, length]: Tone): void {
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
