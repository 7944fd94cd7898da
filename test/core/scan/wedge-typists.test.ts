import {expect} from '@open-wc/testing';
import {Wedge} from '../../../src/core/scan/wedge.js';
import {newProfile, type ScannerProfile} from '../../../src/core/scan/wedge-types.js';
import {replay} from '../../fixtures/recordings/replay.js';
import {personSession} from '../../fixtures/recordings/person-sessions.js';

const SEED = 20;
const SESSIONS = 10_000;

const scanner = {...newProfile, scans: 4, medianGap: 9, suffix: 'Enter', length: 19};
const profiles: readonly (readonly [string, ScannerProfile])[] = [
  ['before any scan', newProfile],
  ['after scans of a fast scanner', scanner],
  ['after scans of a scanner without suffix', {...scanner, suffix: ''}],
  ['after scans of a scanner with 100 ms a key', {...scanner, medianGap: 100}],
  ['after scans of a scanner set to US on another layout', {...scanner, layout: 'code'}],
];

describe(`Wedge with ${SESSIONS.toLocaleString('en')} random typing sessions (seed ${SEED})`, () => {
  const count = SESSIONS / profiles.length;
  for (const [i, [when, profile]] of profiles.entries()) {
    it(`finds no scan and prevents no key ${when}`, () => {
      const wrong: string[] = [];
      for (let number = i * count; number < (i + 1) * count; number++) {
        const session = personSession(SEED, number);
        const {scans, rejects, ignores, prevented} = replay(session, new Wedge(undefined, profile));
        const found = scans.length + rejects.length + ignores.length;
        if (found > 0 || prevented.length > 0)
          wrong.push(
            `${session.name} in ${session.context}: ${found} scans, ${prevented.length} keys prevented`,
          );
      }
      expect(wrong.slice(0, 20), `${wrong.length} of ${count}`).to.deep.equal([]);
    }).timeout(60_000);
  }

  it('is tested with typists of whom about half overlap their keys', () => {
    let overlapping = 0;
    for (let number = 0; number < 1000; number++) {
      const {keys} = personSession(SEED, number);
      const down = new Set<string>();
      let overlaps = 0;
      for (const {kind, code, repeat, key} of keys) {
        if (key === 'Shift' || key === 'Control') continue;
        if (kind === 'up') down.delete(code);
        else if (!repeat) overlaps += down.add(code).size > 1 ? 1 : 0;
      }
      if (overlaps > 0) overlapping += 1;
    }
    expect(overlapping).to.be.within(350, 800);
  });
});
