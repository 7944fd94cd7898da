import {expect} from '@open-wc/testing';
import {ScanFeedback, SCORES, type Signal} from '../../src/scan/scan-feedback.lazy.js';
import {FakeHost} from '../support/fake-host.js';

/** Fakes audio and vibration, and stores what was played. */
class FakeAudioWindow {
  readonly pitches: number[] = [];
  readonly vibrations: unknown[] = [];
  readonly listeners = new Map<string, () => void>();
  contexts = 0;
  closed = 0;
  hasBeenActive = true;

  get view(): ConstructorParameters<typeof ScanFeedback>[2] {
    const {pitches, listeners, vibrations} = this;
    const opened = (): number => this.contexts++;
    const ended = (): number => this.closed++;
    const hasBeenActive = (): boolean => this.hasBeenActive;
    class FakeAudio {
      readonly currentTime = 0;
      readonly state = 'running';
      constructor() {
        opened();
      }
      createOscillator(): object {
        const frequency = {
          set value(pitch: number) {
            pitches.push(pitch);
          },
        };
        return {frequency, connect: (next: object) => next, start: () => {}, stop: () => {}};
      }
      createGain(): object {
        const gain = {setValueAtTime: () => {}, linearRampToValueAtTime: () => {}};
        return {gain, connect: (next: object) => next};
      }
      async close(): Promise<void> {
        ended();
      }
    }
    return {
      AudioContext: FakeAudio as unknown as typeof AudioContext,
      navigator: {
        vibrate: (pattern: unknown) => vibrations.push(pattern) > 0,
        get userActivation() {
          return {hasBeenActive: hasBeenActive()};
        },
      },
      addEventListener: (type: string, listener: unknown) => {
        listeners.set(type, listener as () => void);
      },
      removeEventListener: (type: string) => {
        listeners.delete(type);
      },
    };
  }
}

const signals: readonly Signal[] = ['accepted', 'rejected', 'paid', 'failed'];

describe('ScanFeedback', () => {
  let audio: FakeAudioWindow;
  let isWanted: boolean;
  let feedback: ScanFeedback;

  beforeEach(() => {
    audio = new FakeAudioWindow();
    isWanted = true;
    feedback = new ScanFeedback(new FakeHost(), () => isWanted, audio.view);
    feedback.hostConnected();
  });

  it('plays a different sound and vibration for each signal', () => {
    const played = signals.map((signal) => {
      audio.pitches.length = 0;
      feedback.play(signal);
      return audio.pitches.join();
    });
    expect(new Set(played).size).to.equal(4);
    expect(new Set(audio.vibrations.map(String)).size).to.equal(4);
    expect([...played].sort()).to.deep.equal(
      signals.map((signal) => SCORES[signal].tones.map(([pitch]) => pitch).join()).sort(),
    );
  });

  it('plays a rising sound for paid and a falling one for failed', () => {
    const pitches = (signal: Signal): readonly number[] => SCORES[signal].tones.map(([pitch]) => pitch);
    expect(pitches('paid')).to.deep.equal([...pitches('paid')].sort((a, b) => a - b));
    expect(pitches('failed')).to.deep.equal([...pitches('failed')].sort((a, b) => b - a));
  });

  it('plays nothing when sound is off', () => {
    isWanted = false;
    feedback.hostUpdated(); // no listener is left from before
    for (const signal of signals) feedback.play(signal);
    expect([audio.contexts, audio.vibrations.length, audio.listeners.size]).to.deep.equal([0, 0, 0]);
  });

  it('creates no audio before a person has touched the page', () => {
    audio.hasBeenActive = false;
    feedback.play('accepted');
    expect([audio.contexts, audio.pitches, audio.vibrations]).to.deep.equal([0, [], []]);
  });

  it('creates its audio once, at the first gesture', () => {
    audio.listeners.get('keydown')?.();
    expect([audio.contexts, audio.listeners.size]).to.deep.equal([1, 0]);
    feedback.hostUpdated();
    feedback.play('paid');
    expect([audio.contexts, audio.listeners.size]).to.deep.equal([1, 0]);
  });

  it('closes its audio and removes its listeners when the host is removed', () => {
    feedback.play('accepted');
    feedback.hostDisconnected();
    feedback.hostUpdated();
    expect([audio.closed, audio.listeners.size]).to.deep.equal([1, 0]);
  });

  it('does nothing in a browser without audio and vibration', () => {
    const {navigator: _, AudioContext: __, ...view} = audio.view;
    const silent = new ScanFeedback(new FakeHost(), () => true, {...view, navigator: {} as Navigator});
    expect(() => silent.play('accepted')).not.to.throw();
  });
});
