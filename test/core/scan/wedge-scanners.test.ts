import {expect} from '@open-wc/testing';
import {Wedge} from '../../../src/core/scan/wedge.js';
import {scannerSession} from '../../fixtures/recordings/scanner-sessions.js';
import {replay} from '../../fixtures/recordings/replay.js';
import type {Recording} from '../../fixtures/recordings/recording.js';

const SEED = 40;
const SESSIONS = 5000;

/** Nobody can know whether these keys are one code or two: a pause divides them, and no suffix follows. */
function mayBeTwo({keys}: Recording): boolean {
  const times = keys.filter(({kind, key}) => kind === 'down' && key !== 'Shift').map(({at}) => at);
  if (keys.some(({key}) => key === 'Enter' || key === 'Tab' || key === 'Control')) return false;
  return times.some((at, i) => {
    const rest = times.length - i;
    const isPause = at - (times[i - 1] ?? at) > 60;
    return isPause && i > 5 && (i === rest || Math.min(i, rest) > 11);
  });
}

describe(`Wedge with ${SESSIONS.toLocaleString('en')} random scanner sessions (seed ${SEED})`, () => {
  const played = (seen: (number: number) => Wedge, busy: boolean): string[] => {
    const missed: string[] = [];
    for (let number = 0; number < SESSIONS; number++) {
      const session = scannerSession(SEED, number);
      const {scans, rejects} = replay(session, seen(number), {busy});
      const codes = [...scans.map(({text}) => text), ...rejects];
      const wanted = session.scans.map(({code}) => code);
      if (codes.join() === 'pattern' && mayBeTwo(session)) continue; // refused, and to be scanned again
      if (codes.join() !== wanted.join())
        missed.push(`${session.name}: ${codes.join() || 'nothing'} instead of ${wanted.join()}`);
    }
    return missed;
  };

  it('reads every scan without a known scanner', () => {
    const missed = played(() => new Wedge(), false);
    expect(missed.slice(0, 20), `${missed.length} of ${SESSIONS}`).to.deep.equal([]);
  }).timeout(60_000);

  it('reads every scan on a page too busy for its timers', () => {
    const missed = played(() => new Wedge(), true);
    expect(missed.slice(0, 20), `${missed.length} of ${SESSIONS}`).to.deep.equal([]);
  }).timeout(60_000);
});
