import {expect} from '@open-wc/testing';
import {
  readFrame,
  newFrameHistory,
  type FrameHistory,
  type FrameResult,
  type SeenCode,
} from '../../../src/core/scan/camera-frames.js';
import {cameraErrorOf, type CameraError} from '../../../src/core/scan/camera-errors.js';

const square = (text: string): SeenCode => ({text, isLinear: false});
const bars = (text: string): SeenCode => ({text, isLinear: true});

/** What becomes of these frames, one every `gapMs`. */
function watch(frames: readonly (readonly SeenCode[])[], gapMs = 125): FrameResult[] {
  let history: FrameHistory = newFrameHistory;
  return frames.map((seen, index) => {
    const frame = readFrame(history, seen, 1_000_000 + index * gapMs);
    history = frame.history;
    return frame.result;
  });
}
const codes = (glances: readonly FrameResult[]): string[] =>
  glances.flatMap((look) => (look.kind === 'code' ? [look.code] : []));

describe('what the camera sees', () => {
  it('hands on a square code at once, and only once while it stays in view', () => {
    expect(watch(Array<SeenCode[]>(40).fill([square('A')])).map(({kind}) => kind)).to.deep.equal([
      'code',
      ...Array<string>(39).fill('nothing'),
    ]);
  });

  it('hands on bars when two frames in a row agree', () => {
    expect(codes(watch([[bars('A')], [bars('B')], [bars('B')]]))).to.deep.equal(['B']);
    expect(codes(watch([[bars('A')], [], [bars('A')]]))).to.deep.equal(
      ['A'],
      'a blink between is no other reading',
    );
  });

  it('takes the square and the bars of one app for one code', () => {
    expect(codes(watch([[bars('A'), square('A')]]))).to.deep.equal(['A']);
  });

  it('hands on nothing while different codes are in view, and says so', () => {
    expect(watch([[square('A'), square('B')]])).to.deep.equal([{kind: 'several'}]);
    expect(codes(watch([[square('A'), bars('B')], [bars('B')], [bars('B')]]))).to.deep.equal(['B']);
  });

  it('does not hand a code on again for a flicker, but does when it was taken away and shown again', () => {
    const gone = (frames: number): SeenCode[][] => Array<SeenCode[]>(frames).fill([]);
    expect(codes(watch([[square('A')], ...gone(8), [square('A')]]))).to.deep.equal(['A']);
    expect(codes(watch([[square('A')], ...gone(20), [square('A')]]))).to.deep.equal(['A', 'A']);
  });

  it('hands on the next customer’s code right after the last one', () => {
    expect(codes(watch([[square('A')], [square('B')], [square('A')]]))).to.deep.equal(['A', 'B', 'A']);
  });
});

describe('a camera that does not open', () => {
  const cases: [unknown, CameraError][] = [
    [new DOMException('', 'NotAllowedError'), 'refused'],
    [new DOMException('', 'SecurityError'), 'refused'],
    [new DOMException('', 'NotFoundError'), 'missing'],
    [new DOMException('', 'OverconstrainedError'), 'missing'],
    [new DOMException('', 'NotReadableError'), 'taken'],
    [new DOMException('', 'AbortError'), 'taken'],
    [new TypeError('no constraints'), 'unsupported'],
    [new DOMException('', 'NotSupportedError'), 'unsupported'],
    [new Error('something new'), 'taken'],
    ['not even an error', 'taken'],
  ];
  for (const [error, trouble] of cases) {
    it(`after ${error instanceof Error ? error.name : String(error)} is called ${trouble}`, () => {
      expect(cameraErrorOf(error)).to.equal(trouble);
    });
  }
});
