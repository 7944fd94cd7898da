import {expect} from '@open-wc/testing';
import {countOverlaps, findScan, isBrief, stallMs, type Found} from '../../../src/core/scan/burst-timing.js';
import type {Stroke} from '../../../src/core/scan/keystroke.js';
import type {KeyTarget, WedgeTier} from '../../../src/core/scan/wedge-types.js';

const strokeAt = (t: number, hold: number | undefined, target: KeyTarget = 'none'): Stroke => ({
  ...{t, target, shift: false, caps: false, kind: 'text', id: '', name: '', key: '0', us: '0', alt: ''},
  up: hold === undefined ? -1 : t + hold,
  isLeaked: false,
});

interface Given {
  /** ms; `undefined`: no release is reported. */
  readonly hold?: number | undefined;
  readonly target?: KeyTarget;
  /** When the terminator came after the last key, ms; `undefined`: a pause ended the burst. */
  readonly end?: number | undefined;
  readonly isCoarse?: boolean;
}
const strokesOf = (gaps: readonly number[], {hold, target}: Given = {}): Stroke[] => {
  let t = 5000;
  return [0, ...gaps].map((gap) => strokeAt((t += gap), hold, target));
};
const found = (gaps: readonly number[], given: Given = {}): Found => {
  const strokes = strokesOf(gaps, given);
  const last = strokes.at(-1)?.t ?? 0;
  const {end, isCoarse = false} = given;
  return findScan(strokes, end === undefined ? undefined : last + end, isCoarse);
};
const keys = (count: number, gap: number): number[] => Array<number>(count - 1).fill(gap);

describe('findScan: tiers', () => {
  const tiers: [what: string, gaps: readonly number[], WedgeTier | undefined, given?: Given][] = [
    ['5 keys at 35 ms', keys(5, 35), 'fast'],
    ['4 keys at 1 ms', keys(4, 1), undefined],
    ['5 keys at 36 ms', keys(5, 36), undefined],
    ['7 keys at 36 ms', keys(7, 36), undefined],
    ['8 keys at 36 ms', keys(8, 36), 'medium'],
    ['8 keys at 70 ms', keys(8, 70), 'medium'],
    ['7 keys at 71 ms', keys(7, 71), undefined, {end: 71}],
    ['8 keys at 71 ms', keys(8, 71), 'slow', {end: 71}],
    ['8 keys at 71 ms without an end', keys(8, 71), undefined],
    ['8 keys at 170 ms', keys(8, 170), 'slow', {end: 170}],
    ['8 keys at 171 ms', keys(8, 171), undefined, {end: 171}],
    // The longest gap is left out: the mean of the others is 40 ms, or a little more
    ['fast keys with a mean of 40 ms', [...keys(11, 30), ...keys(9, 52.5), 60], 'fast', {hold: 20}],
    ['fast keys with a longer mean', [...keys(11, 30), ...keys(9, 53), 60], 'medium', {hold: 20}],
    ['8 keys at 60 ms into another field, with an end', keys(8, 60), 'medium', {target: 'other', end: 60}],
    ['8 keys at 60 ms into another field, without an end', keys(8, 60), undefined, {target: 'other'}],
    ['8 keys at 100 ms into another field', keys(8, 100), undefined, {target: 'other', end: 100}],
    ['5 fast keys into another field', keys(5, 10), 'fast', {target: 'other'}],
    ['8 keys at 100 ms, an end 220 ms later', keys(8, 100), 'slow', {end: 220}],
    ['8 keys at 100 ms, an end 221 ms later', keys(8, 100), undefined, {end: 221}],
    ['8 keys at 100 ms, held for 50 ms', keys(8, 100), 'slow', {hold: 50, end: 100}],
    ['8 keys at 100 ms, all held for 60 ms', keys(8, 100), 'slow', {hold: 60, end: 100}],
    ['7 keys on a coarse clock', [0, 0, 100, 0, 0, 0], undefined, {isCoarse: true}],
    ['8 keys on a coarse clock', [0, 0, 0, 100, 0, 0, 0], 'fast', {isCoarse: true}],
    ['8 keys at 60 ms on a coarse clock', [100, 0, 100, 0, 100, 100, 0], 'medium', {isCoarse: true}],
    ['15 keys at 100 ms on a coarse clock', keys(15, 100), undefined, {isCoarse: true, end: 100}],
    ['16 keys at 100 ms on a coarse clock', keys(16, 100), 'slow', {isCoarse: true, end: 100}],
  ];
  for (const [what, gaps, tier, given] of tiers) {
    it(`takes ${what} for ${tier ? `a ${tier} scan` : 'typing'}`, () => {
      expect(found(gaps, given).tier).to.equal(tier);
    });
  }

  it('is as careful when one of the keys went into another field', () => {
    const strokes = strokesOf(keys(12, 100), {hold: 30}).map((stroke, i) =>
      i === 0 ? {...stroke, target: 'other' as const} : stroke,
    );
    expect(findScan(strokes, (strokes.at(-1)?.t ?? 0) + 100, false).tier).to.equal(undefined);
  });

  it('takes slow keys that are held unevenly, as by hands, for typing', () => {
    for (const [gap, held, tier] of [
      [60, 40, 'medium'],
      [60, 60, undefined],
      [100, 40, 'slow'],
      [100, 60, undefined],
    ] as const) {
      const strokes = strokesOf(keys(12, gap)).map((stroke, i) => ({
        ...stroke,
        up: stroke.t + (i % 2 ? 20 : held),
      }));
      const endedAt = (strokes.at(-1)?.t ?? 0) + gap;
      expect(findScan(strokes, endedAt, false).tier, `${String(gap)} ms, ${String(held)} ms`).to.equal(tier);
    }
  });

  it('takes keys of which two overlap for typing, one for a mishap of a fast scanner only', () => {
    const overlapping = (gap: number, count: number): WedgeTier | undefined => {
      const strokes = strokesOf(keys(12, gap), {hold: 5}).map((stroke, i) =>
        i >= 4 && i < 4 + count ? {...stroke, up: stroke.t + gap + 13} : stroke,
      );
      return findScan(strokes, (strokes.at(-1)?.t ?? 0) + gap, false).tier;
    };
    expect([overlapping(10, 0), overlapping(10, 1), overlapping(10, 2)]).to.deep.equal([
      'fast',
      'fast',
      undefined,
    ]);
    expect([overlapping(60, 0), overlapping(60, 1)]).to.deep.equal(['medium', undefined]);
    expect([overlapping(100, 0), overlapping(100, 1)]).to.deep.equal(['slow', undefined]);
  });
});

describe('findScan: timing', () => {
  it('returns the number of keys, their median gap, its spread and the overlaps', () => {
    expect(found(keys(9, 12)).timing).to.deep.equal({keys: 9, medianGap: 12, spread: 0, overlaps: 0});
    // A coefficient of variation: gaps of 10 and 30 have a mean of 20 and a deviation of 10
    expect(found([10, 30, 10, 30]).timing.spread).to.equal(0.5);
    expect(found([30, 10, 20]).timing.medianGap).to.equal(20);
  });

  it('leaves stalls out of the spread, which do not depend on the scanner', () => {
    expect(found([10, 10, 10, 400, 10, 10, 10, 10]).timing).to.deep.include({keys: 9, spread: 0});
  });

  it('takes a clock that goes back for no time', () => {
    expect(found([10, -50, 10, 10, 10]).timing).to.deep.include({keys: 6, medianGap: 10});
  });
});

describe('findScan: where a scan begins', () => {
  const starts: [what: string, gaps: readonly number[], from: number, given?: Given][] = [
    ['at the first key', keys(19, 10), 0],
    ['after single keys with pauses', [180, 210, 160, 400, ...keys(19, 10)], 4, {hold: 5}],
    ['before a pause of the scanner', [10, 10, 10, 10, 300, ...keys(14, 10)], 0, {hold: 5}],
    ['before two pauses', [10, 10, 10, 300, 10, 10, 300, ...keys(12, 10)], 0, {hold: 5}],
    ['at a first key before a pause', [300, ...keys(18, 10)], 0, {hold: 5}],
    ['after two longer gaps just before a slow scan', [150, 160, ...keys(19, 60)], 2],
    ['before one longer gap', [150, ...keys(19, 60)], 0],
    ['before two gaps of 60 ms', [59, 60, ...keys(18, 10)], 0],
    ['after two gaps of more than 60 ms', [61, 61, ...keys(18, 10)], 2],
  ];
  for (const [what, gaps, from, given] of starts) {
    it(`finds it ${what}`, () => {
      expect(found(gaps, given).from).to.equal(from);
    });
  }

  it('takes a gap that is long for the scanner for a pause, and any of 200 ms, of 120 ms into another field', () => {
    const isPause = (ms: number, gap: number, given: Given = {}): boolean =>
      !found([...keys(8, gap), ms, ...keys(8, gap)], given).isWhole;
    expect([isPause(89, 10), isPause(91, 10)]).to.deep.equal([false, true]);
    expect([isPause(119, 20), isPause(121, 20)], 'six usual gaps').to.deep.equal([false, true]);
    expect([isPause(199, 50), isPause(201, 50)]).to.deep.equal([false, true]);
    const other = {target: 'other'} as const;
    expect([isPause(119, 50, other), isPause(121, 50, other)]).to.deep.equal([false, true]);
    const coarse = {isCoarse: true} as const;
    expect([isPause(200, 10, coarse), isPause(300, 10, coarse)]).to.deep.equal([false, true]);
  });

  it('finds it after a pause when a hand held the keys before', () => {
    const strokes = strokesOf([10, 10, 10, 300, ...keys(14, 10)], {hold: 5}).map((stroke, i) =>
      i === 1 ? {...stroke, up: stroke.t + 90} : stroke,
    );
    expect(findScan(strokes, undefined, false).from).to.equal(4);
  });

  it('finds it before a pause that held up the release of a key, too', () => {
    const strokes = strokesOf([10, 10, 10, 300, ...keys(14, 10)], {hold: 5}).map((stroke, i) =>
      i === 3 ? {...stroke, up: stroke.t + 312} : stroke,
    );
    expect(findScan(strokes, undefined, false).from).to.equal(0);
  });

  it('finds it elsewhere, at 0, when a hand held the only key before the pause', () => {
    const strokes = strokesOf([300, ...keys(18, 10)], {hold: 5}).map((stroke, i) =>
      i === 0 ? {...stroke, up: stroke.t + 90} : stroke,
    );
    expect(findScan(strokes, undefined, false)).to.include({from: 1, rival: 0});
  });

  it('is whole without a pause', () => {
    expect(found(keys(19, 10)).isWhole).to.equal(true);
    expect(found([10, 10, 10, 300, ...keys(14, 10)]).isWhole).to.equal(false);
    expect(found([60, ...keys(18, 10)]).isWhole, 'a shorter one after the first key').to.equal(false);
  });

  // One or two keys and a pause came first: only the text can show whose they are
  const rivals: [what: string, gaps: readonly number[], rival: number][] = [
    ['no pause', keys(19, 10), -1],
    ['a pause after the first key', [300, ...keys(18, 10)], 1],
    ['a pause after the second key', [10, 300, ...keys(17, 10)], 2],
    ['a pause after the third key', [10, 10, 300, ...keys(16, 10)], -1],
    ['pauses after the first and the second key', [300, 300, ...keys(17, 10)], -1],
  ];
  for (const [what, gaps, rival] of rivals) {
    it(`may begin elsewhere (${String(rival)}) with ${what}`, () => {
      expect(found(gaps, {hold: 5}).rival).to.equal(rival);
    });
  }

  const seams: [what: string, gaps: readonly number[], seam: number][] = [
    ['6 and 6 keys', [...keys(6, 10), 300, ...keys(6, 10)], 6],
    ['5 and 5 keys', [...keys(5, 10), 300, ...keys(5, 10)], 0],
    ['6 and 7 keys', [...keys(6, 10), 300, ...keys(7, 10)], 0],
    ['12 and 13 keys', [...keys(12, 10), 300, ...keys(13, 10)], 12],
    ['11 and 13 keys', [...keys(11, 10), 300, ...keys(13, 10)], 0],
    ['no pause', keys(24, 10), 0],
  ];
  for (const [what, gaps, seam] of seams) {
    it(`may hold a second scan from ${String(seam)} in ${what}`, () => {
      expect(found(gaps, {hold: 5}).seam).to.equal(seam);
    });
  }
});

describe('stallMs', () => {
  for (const [gap, isCoarse, ms] of [
    [1, false, 90],
    [15, false, 90],
    [16, false, 96],
    [100, false, 600],
    [16, true, 220],
  ] as const) {
    it(`is ${String(ms)} ms at ${String(gap)} ms a key${isCoarse ? ' on a coarse clock' : ''}`, () => {
      expect(stallMs(strokesOf(keys(19, gap)), isCoarse)).to.equal(ms);
    });
  }

  it('is that of the last 17 keys, by the shorter of their gaps', () => {
    expect(stallMs(strokesOf([...keys(40, 200), ...keys(18, 20)]), false)).to.equal(120);
    expect(stallMs(strokesOf([...keys(11, 200), ...keys(8, 20)]), false)).to.equal(120);
    expect(stallMs(strokesOf([...keys(12, 200), ...keys(6, 20)]), false), 'too few').to.equal(1200);
  });
});

describe('countOverlaps', () => {
  const at = (...held: readonly (readonly [t: number, up: number])[]): Stroke[] =>
    held.map(([t, up]) => ({...strokeAt(t, undefined), up}));
  const cases: [what: string, strokes: Stroke[], now: number, count: number][] = [
    ['keys that are released first', at([0, 5], [10, 15], [20, 25]), 30, 0],
    ['keys that are reported at once', at([0, 22], [10, 32], [20, 25]), 40, 0],
    ['a key that is released 13 ms after the next one', at([0, 23], [10, 15]), 30, 1],
    ['two of them', at([0, 23], [10, 33], [20, 25]), 40, 2],
    ['a key that is still down', at([0, -1], [10, 15]), 23, 1],
    ['a key that is still down for no more than 12 ms', at([0, -1], [10, 15]), 22, 0],
    ['a key whose release was lost', at([0, -1], [10, 15]), 310, 0],
    ['a key whose release may yet come', at([0, -1], [10, 15]), 309, 1],
    ['the last key', at([0, 5], [10, 400]), 500, 0],
    ['a long press', at([0, 500], [10, 15]), 600, 1],
    ['a device that reports no release', at([0, -1], [10, -1]), 100, 0],
  ];
  for (const [what, strokes, now, count] of cases) {
    it(`returns ${String(count)} for ${what}`, () => {
      expect(countOverlaps(strokes, now)).to.equal(count);
    });
  }
});

describe('isBrief', () => {
  it('is a press of at most 50 ms, or any if no release is reported', () => {
    const brief = strokeAt(10, 50);
    const long = strokeAt(10, 51);
    const down = strokeAt(10, undefined);
    expect([brief, long, down].map((stroke) => isBrief(stroke, [brief, long, down]))).to.deep.equal([
      ...[true, false, false],
    ]);
    expect(isBrief(down, [down, strokeAt(20, undefined)])).to.equal(true);
  });
});
