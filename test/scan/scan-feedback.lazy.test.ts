import {expect} from '@open-wc/testing';
import {ScanFeedback, SCORES, type Signal} from '../../src/scan/scan-feedback.lazy.js';
import {FakeHost} from '../support/fake-host.js';

/** What was played: the pitches, in order. */
class Orchestra {
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

describe('the sounds of the till', () => {
  let orchestra: Orchestra;
  let isWanted: boolean;
  let sounds: ScanFeedback;

  beforeEach(() => {
    orchestra = new Orchestra();
    isWanted = true;
    sounds = new ScanFeedback(new FakeHost(), () => isWanted, orchestra.view);
    sounds.hostConnected();
  });

  it('are four that nobody takes for one another', () => {
    const heard = signals.map((signal) => {
      orchestra.pitches.length = 0;
      sounds.play(signal);
      return orchestra.pitches.join();
    });
    expect(new Set(heard).size).to.equal(4);
    expect(new Set(orchestra.vibrations.map(String)).size).to.equal(4);
    expect([...heard].sort()).to.deep.equal(
      signals.map((signal) => SCORES[signal].tones.map(([pitch]) => pitch).join()).sort(),
    );
  });

  it('rise for money and fall without it', () => {
    const pitches = (signal: Signal): readonly number[] => SCORES[signal].tones.map(([pitch]) => pitch);
    expect(pitches('paid')).to.deep.equal([...pitches('paid')].sort((a, b) => a - b));
    expect(pitches('failed')).to.deep.equal([...pitches('failed')].sort((a, b) => b - a));
  });

  it('are not heard where they are not wanted', () => {
    isWanted = false;
    sounds.hostUpdated(); // no listener is left from before
    for (const signal of signals) sounds.play(signal);
    expect([orchestra.contexts, orchestra.vibrations.length, orchestra.listeners.size]).to.deep.equal([
      0, 0, 0,
    ]);
  });

  it('stay silent, and make no audio, before a person has touched the page', () => {
    orchestra.hasBeenActive = false;
    sounds.play('accepted');
    expect([orchestra.contexts, orchestra.pitches, orchestra.vibrations]).to.deep.equal([0, [], []]);
  });

  it('are woken by the first touch, once', () => {
    orchestra.listeners.get('keydown')?.();
    expect([orchestra.contexts, orchestra.listeners.size]).to.deep.equal([1, 0]);
    sounds.hostUpdated();
    sounds.play('paid');
    expect([orchestra.contexts, orchestra.listeners.size]).to.deep.equal([1, 0]);
  });

  it('leave nothing behind', () => {
    sounds.play('accepted');
    sounds.hostDisconnected();
    sounds.hostUpdated();
    expect([orchestra.closed, orchestra.listeners.size]).to.deep.equal([1, 0]);
  });

  it('do not keep a till without sound from working', () => {
    const {navigator: _, AudioContext: __, ...view} = orchestra.view;
    const silent = new ScanFeedback(new FakeHost(), () => true, {...view, navigator: {} as Navigator});
    expect(() => silent.play('accepted')).not.to.throw();
  });
});
