import {expect} from '@open-wc/testing';
import {Wedge} from '../../../src/core/scan/wedge.js';
import {newProfile} from '../../../src/core/scan/wedge-types.js';
import {scanKeys} from '../../fixtures/recordings/scanner.js';
import {recordings} from '../../fixtures/recordings/generated.js';
import {recorded, type RecordedKey, type Recording} from '../../fixtures/recordings/recording.js';
import {targets, replay, type ReplayOptions, type Outcome} from '../../fixtures/recordings/replay.js';

/** Recordings that the hub handles, not the wedge. */
const forTheElement = ({attributes, keys}: Recording): boolean =>
  attributes['other-fields'] !== undefined || keys.some(({kind}) => kind === 'paste');

const played = recordings.filter((recording) => !forTheElement(recording));

/** Keys that would press a button, submit a form, move the focus or run a command if they reached the page. */
const acts = ({key, ctrl, kind}: RecordedKey): boolean =>
  kind === 'down' && (/^(?:Enter|Tab|F\d+)$/.test(key) || (ctrl && key !== 'Control'));

function dangerous({who, scans, rejects, keys, attributes}: Recording): readonly RecordedKey[] {
  if (who === 'person' || scans.length + rejects.length === 0) return [];
  const sixth = keys.filter(({kind, key}) => kind === 'down' && key !== 'Shift')[6]?.at ?? 0;
  return keys.filter((key) => acts(key) && (key.at >= sixth || key.key === attributes.prefix));
}

function verify(recording: Recording, {scans, rejects, ignores, prevented}: Outcome): void {
  const {who, keys, context} = recording;
  expect(scans.map(({text}) => text)).to.deep.equal(recording.scans.map(({code}) => code));
  expect({rejects, ignores}).to.deep.equal({rejects: recording.rejects, ignores: recording.ignores});
  for (const [i, {suffix}] of recording.scans.entries()) {
    if (suffix !== '?') expect(scans[i]?.suffix).to.equal(suffix);
  }
  if (who === 'person' || targets[context] === 'protected')
    expect(prevented, 'prevented keys').to.deep.equal([]);
  // Text inserted in one piece has no keys from which the wedge could recognise the Enter
  if (keys.some(({kind}) => kind === 'insert')) return;
  for (const key of dangerous(recording)) expect(prevented, `${key.key} at ${key.at}`).to.include(key);
}

const plainScan = (suffix: readonly string[]): Recording =>
  recorded('an earlier customer', '', scanKeys('20000000A000000000A', {suffix}));

describe('Wedge and the recordings', () => {
  it('is tested with at least 90 recordings, each with a unique name', () => {
    expect(recordings.length).to.be.at.least(90);
    expect(new Set(recordings.map(({name}) => name)).size).to.equal(recordings.length);
  });

  for (const recording of played) {
    const {who, name, why} = recording;
    it(`replays ${who}: ${name} (${why})`, () => {
      verify(recording, replay(recording, new Wedge()));
    });
  }
});

const circumstances: readonly [string, () => Wedge, ReplayOptions][] = [
  ['on a page that has been open for a week', () => new Wedge(), {from: 7 * 86_400_000}],
  ['on a page too busy for its timers', () => new Wedge(), {busy: true}],
  [
    'with a scanner that has scanned before',
    () => {
      const wedge = new Wedge();
      replay(plainScan(['Enter']), wedge);
      expect(wedge.profile.scans).to.equal(1);
      return wedge;
    },
    {from: 60_000},
  ],
  [
    'with a scanner profile of an earlier page',
    () => new Wedge(undefined, {...newProfile, scans: 3, medianGap: 9, suffix: 'Enter', length: 19}),
    {},
  ],
];

for (const [name, wedge, how] of circumstances) {
  describe(`Wedge and the recordings ${name}`, () => {
    for (const recording of played) {
      it(`replays ${recording.who}: ${recording.name}`, () => {
        verify(recording, replay(recording, wedge(), how));
      });
    }
  });
}
