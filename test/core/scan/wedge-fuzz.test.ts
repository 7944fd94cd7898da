import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {Wedge} from '../../../src/core/scan/wedge.js';
import {
  newProfile,
  type KeyTarget,
  type WedgeKey,
  type WedgeVerdict,
} from '../../../src/core/scan/wedge-types.js';
import {scanKeys} from '../../fixtures/recordings/scanner.js';
import {recorded} from '../../fixtures/recordings/recording.js';
import {replay, settingsOf, wedgeKey} from '../../fixtures/recordings/replay.js';

const RUNS = 1500;

type Step =
  | {readonly do: 'key'; readonly wait: number; readonly key: Omit<WedgeKey, 't'>}
  | {readonly do: 'typed'; readonly wait: number; readonly text: string}
  | {readonly do: 'tick'; readonly wait: number}
  | {readonly do: 'break'; readonly wait: number};

/** Gaps as produced by hardware, browsers and wrong clocks: none, tiny, long, and sometimes negative. */
const wait = fc.oneof(
  {weight: 6, arbitrary: fc.double({min: 0, max: 40, noNaN: true})},
  {weight: 3, arbitrary: fc.constantFrom(0, 1, 10, 100, 200, 590, 610)},
  {weight: 1, arbitrary: fc.double({min: -50, max: 5000, noNaN: true})},
);
const target = fc.constantFrom<KeyTarget>('own', 'none', 'other', 'protected');
const key = fc.oneof(
  {weight: 5, arbitrary: fc.constantFrom('0', '7', 'T', 'f', 'ﻹ', 'لإ', '٣', 'é', '[', ' ')},
  {weight: 2, arbitrary: fc.constantFrom('Enter', 'Tab', 'F12', 'Backspace', 'Shift', 'Alt', 'CapsLock')},
  {
    weight: 1,
    arbitrary: fc.oneof(fc.constantFrom('', 'Dead', 'Process', 'Unidentified'), fc.string({maxLength: 3})),
  },
);
const code = fc.oneof(
  fc.constantFrom('Digit0', 'Digit7', 'KeyT', 'KeyF', 'Numpad4', 'Enter', 'Tab', 'BracketRight', ''),
  fc.string({maxLength: 4}),
);
const rare = fc.oneof({weight: 9, arbitrary: fc.constant(false)}, {weight: 1, arbitrary: fc.constant(true)});
const keyStep = fc.record({
  kind: fc.constantFrom('down' as const, 'down' as const, 'up' as const),
  key,
  code,
  shift: fc.boolean(),
  ctrl: rare,
  alt: rare,
  meta: rare,
  caps: rare,
  altGraph: rare,
  repeat: rare,
  target,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {weight: 30, arbitrary: fc.record({do: fc.constant('key' as const), wait, key: keyStep})},
  {
    weight: 2,
    arbitrary: fc.record({do: fc.constant('typed' as const), wait, text: fc.string({maxLength: 3})}),
  },
  {weight: 2, arbitrary: fc.record({do: fc.constant('tick' as const), wait})},
  {weight: 1, arbitrary: fc.record({do: fc.constant('break' as const), wait})},
);
const settings = fc
  .record({
    'scanner-layout': fc.constantFrom('us', 'host', undefined),
    pattern: fc.constantFrom('[0-9A-Z]+', undefined),
    length: fc.constantFrom('8', '19', undefined),
    prefix: fc.constantFrom('F9', '~', 'Ctrl+B', undefined),
    suffix: fc.constantFrom('Tab', 'F8', undefined),
  })
  .map((given) => settingsOf(JSON.parse(JSON.stringify(given)) as Parameters<typeof settingsOf>[0]));

function check(verdict: WedgeVerdict, now: number): void {
  expect(verdict.prevent).to.be.a('boolean');
  if (verdict.wakeAt !== undefined) expect(Number.isFinite(verdict.wakeAt)).to.equal(true);
  const {scan} = verdict;
  if (!scan) return;
  expect(scan.text.length).to.be.greaterThan(0);
  expect(scan.leaked).to.be.within(0, 10_000);
  expect(scan.target).not.to.equal('protected');
  expect(scan.startedAt).to.be.at.most(now + 50);
}

function play(wedge: Wedge, steps: readonly Step[]): {now: number; wakeAt: number | undefined} {
  let now = 1000;
  let wakeAt: number | undefined;
  const apply = (verdict: WedgeVerdict): void => {
    check(verdict, now);
    wakeAt = verdict.wakeAt;
  };
  for (const action of steps) {
    now += action.wait;
    switch (action.do) {
      case 'key': {
        const verdict = wedge.feed({...action.key, t: now});
        if (action.key.target === 'protected') expect(verdict.prevent, 'a protected key').to.equal(false);
        apply(verdict);
        break;
      }
      case 'typed':
        wedge.setTypedText(action.text);
        break;
      case 'tick':
        apply(wedge.tick(now));
        break;
      case 'break':
        wedge.break();
        break;
    }
  }
  return {now, wakeAt};
}

/** Runs pending timers, each at its time, until there are none. */
function runTimers(wedge: Wedge, {now, wakeAt}: {now: number; wakeAt: number | undefined}): number {
  let [time, next, turns] = [now, wakeAt, 0];
  while (next !== undefined) {
    expect(++turns, 'timers').to.be.below(20);
    time = Math.max(time, next);
    const verdict = wedge.tick(time);
    check(verdict, time);
    next = verdict.wakeAt;
  }
  return time;
}

describe('Wedge with random keys', () => {
  it('never throws, and has no pending timer and no pending scan after a pause', () => {
    fc.assert(
      fc.property(settings, fc.array(step, {maxLength: 60}), (given, steps) => {
        const wedge = new Wedge(given, newProfile);
        const end = runTimers(wedge, play(wedge, steps));
        expect(wedge.isReceiving).to.equal(false);
        expect(end).to.be.below(Infinity);
      }),
      {numRuns: RUNS, seed: 7},
    );
  }).timeout(60_000);

  it('reads a code after any keys and a pause of ten seconds', () => {
    const codes = fc.stringMatching(/^\d{8}[A-Z]\d{9}[A-Z]$/);
    const keys = fc.array(step, {maxLength: 60});
    fc.assert(
      fc.property(settings, keys, codes, fc.constantFrom('Enter', 'Tab'), (given, steps, text, suffix) => {
        const wedge = new Wedge({...given, prefix: null, suffix: null, lengths: []}, newProfile);
        const end = runTimers(wedge, play(wedge, steps));
        wedge.profile = newProfile; // the random keys may have changed it
        const shot = recorded('after random keys', '', scanKeys(text, {suffix: [suffix]}));
        const {scans} = replay(shot, wedge, {from: Math.max(end, 1000) + 10_000});
        expect(scans.map((scan) => scan.text)).to.deep.equal([text]);
      }),
      {numRuns: RUNS, seed: 11},
    );
  }).timeout(60_000);

  it('reads any printable code at up to 40 ms a key exactly', () => {
    const text = fc
      .stringMatching(/^[ -~]{8,60}$/)
      .filter((code) => code.trim() === code && !code.startsWith(']'));
    const gap = fc.array(fc.integer({min: 0, max: 40}), {minLength: 1, maxLength: 8});
    fc.assert(
      fc.property(text, gap, fc.constantFrom(['Enter'], ['Tab'], []), (code, gaps, suffix) => {
        const {scans} = replay(recorded('any code', '', scanKeys(code, {gap: gaps, suffix})), new Wedge());
        expect(scans.map((scan) => scan.text)).to.deep.equal([code]);
      }),
      {numRuns: RUNS, seed: 13},
    );
  }).timeout(60_000);

  it('drops an unfinished burst on break()', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 18}), fc.integer({min: 0, max: 30}), (cut, gap) => {
        const wedge = new Wedge();
        const keys = scanKeys('20007900T400690098F', {gap, suffix: []});
        for (const one of keys.slice(0, cut * 2)) wedge.feed(wedgeKey(one, 'none', 1000));
        wedge.break();
        expect(wedge.isReceiving).to.equal(false);
        expect(wedge.tick(60_000).scan).to.equal(undefined);
      }),
      {numRuns: 300, seed: 17},
    );
  });
});
