import {expect} from '@open-wc/testing';
import {
  readFrame,
  newFrameHistory,
  type FrameHistory,
  type FrameResult,
  type SeenCode,
} from '../../../src/core/scan/camera-frames.js';
import {
  cameraErrorOf,
  isWasmBlocked,
  WasmBlocked,
  type CameraError,
} from '../../../src/core/scan/camera-errors.js';

const qr = (text: string): SeenCode => ({text, isLinear: false});
const barcode = (text: string): SeenCode => ({text, isLinear: true});

/** The results of these frames, one every `gapMs`. */
function readFrames(frames: readonly (readonly SeenCode[])[], gapMs = 125): FrameResult[] {
  let history: FrameHistory = newFrameHistory;
  return frames.map((seen, index) => {
    const frame = readFrame(history, seen, 1_000_000 + index * gapMs);
    history = frame.history;
    return frame.result;
  });
}
const codes = (results: readonly FrameResult[]): string[] =>
  results.flatMap((result) => (result.kind === 'code' ? [result.code] : []));

describe('readFrame', () => {
  it('reports a QR code at once, and only once while it stays in view', () => {
    expect(readFrames(Array<SeenCode[]>(40).fill([qr('A')])).map(({kind}) => kind)).to.deep.equal([
      'code',
      ...Array<string>(39).fill('nothing'),
    ]);
  });

  it('reports a barcode when two frames agree', () => {
    expect(codes(readFrames([[barcode('A')], [barcode('B')], [barcode('B')]]))).to.deep.equal(['B']);
    expect(codes(readFrames([[barcode('A')], [], [barcode('A')]]))).to.deep.equal(
      ['A'],
      'an empty frame in between is no other reading',
    );
  });

  it('takes the QR code and the barcode of one app for one code', () => {
    expect(codes(readFrames([[barcode('A'), qr('A')]]))).to.deep.equal(['A']);
  });

  it('returns nothing for a frame without a code, and for a first look at a barcode', () => {
    expect(readFrames([[], [barcode('A')], [qr('B'), barcode('C')]])).to.deep.equal([
      ...[{kind: 'nothing'}, {kind: 'nothing'}, {kind: 'several'}],
    ]);
  });

  it('returns several while different codes are in view', () => {
    expect(readFrames([[qr('A'), qr('B')]])).to.deep.equal([{kind: 'several'}]);
    expect(codes(readFrames([[qr('A'), barcode('B')], [barcode('B')], [barcode('B')]]))).to.deep.equal(['B']);
  });

  it('reports a code again only after it was out of view for 1.5 s', () => {
    const gone = (frames: number): SeenCode[][] => Array<SeenCode[]>(frames).fill([]);
    expect(codes(readFrames([[qr('A')], ...gone(8), [qr('A')]]))).to.deep.equal(['A']);
    expect(codes(readFrames([[qr('A')], ...gone(20), [qr('A')]]))).to.deep.equal(['A', 'A']);
  });

  it('counts those 1.5 s from the last frame that showed it', () => {
    const seen: FrameHistory = {unconfirmed: 'A', reported: 'A', seenAt: 10_000};
    expect(readFrame(seen, [qr('A')], 11_500).result).to.deep.equal({kind: 'nothing'});
    expect(readFrame(seen, [qr('A')], 11_501).result).to.deep.equal({kind: 'code', code: 'A'});
    const {history} = readFrame(seen, [qr('A')], 11_000);
    expect(readFrame(history, [qr('A')], 12_500).result).to.deep.equal({kind: 'nothing'});
  });

  it('knows nothing any more of a code that was reported and out of view, but which frame came last', () => {
    const seen: FrameHistory = {unconfirmed: 'A', reported: 'A', seenAt: 10_000};
    const {history} = readFrame(seen, [], 11_501);
    expect(history).to.deep.equal({...seen, reported: undefined});
  });

  it('does not report a code again while frames of several are in view', () => {
    expect(codes(readFrames([[qr('A')], [qr('A'), qr('B')], [qr('A')]]))).to.deep.equal(['A']);
  });

  it('does not take a barcode for confirmed by a frame of several', () => {
    expect(codes(readFrames([[barcode('A')], [barcode('A'), qr('B')], [barcode('A')]]))).to.deep.equal([]);
  });

  it('reports another code right after the last one', () => {
    expect(codes(readFrames([[qr('A')], [qr('B')], [qr('A')]]))).to.deep.equal(['A', 'B', 'A']);
  });
});

describe('cameraErrorOf', () => {
  const cases: [unknown, CameraError][] = [
    [new DOMException('', 'NotAllowedError'), 'refused'],
    [new DOMException('', 'SecurityError'), 'refused'],
    [new DOMException('', 'PermissionDeniedError'), 'refused'],
    [new DOMException('', 'NotFoundError'), 'missing'],
    [new DOMException('', 'DevicesNotFoundError'), 'missing'],
    [new DOMException('', 'OverconstrainedError'), 'missing'],
    [new DOMException('', 'NotReadableError'), 'taken'],
    [new DOMException('', 'AbortError'), 'taken'],
    [new TypeError('no constraints'), 'unsupported'],
    [new DOMException('', 'NotSupportedError'), 'unsupported'],
    [new Error('something new'), 'taken'],
    ['not even an error', 'taken'],
    [{name: 'NotAllowedError'}, 'taken'],
  ];
  for (const [error, expected] of cases) {
    it(`returns ${expected} for ${error instanceof Error ? error.name : String(error)}`, () => {
      expect(cameraErrorOf(error)).to.equal(expected);
    });
  }
});

describe('isWasmBlocked', () => {
  it('is told by the name of the error, as each lazy part has its own class', () => {
    expect(isWasmBlocked(new WasmBlocked())).to.equal(true);
    expect(isWasmBlocked(Object.assign(new Error(''), {name: 'WasmBlocked'}))).to.equal(true);
    expect(isWasmBlocked(new Error('WasmBlocked'))).to.equal(false);
    expect(isWasmBlocked({name: 'WasmBlocked'})).to.equal(false);
  });
});
