import {expect} from '@open-wc/testing';
import {Wedge} from '../../../src/core/scan/wedge.js';
import {newProfile, type ScannerProfile} from '../../../src/core/scan/wedge-types.js';
import {scanKeys, type ScanOptions} from '../../fixtures/recordings/scanner.js';
import {
  recorded,
  type Context,
  type Differences,
  type RecordedKey,
} from '../../fixtures/recordings/recording.js';
import {replay, type Outcome, type ReplayOptions} from '../../fixtures/recordings/replay.js';

const CODE = '20007900T400690098F';
const OTHER = '20013507K815520664B';
const PAUSES = Array.from({length: 12}, (_, i) => 50 * (i + 1));
/** After how many keys the scanner pauses. */
const PLACES = [1, 2, 3, CODE.length - 1];

const known = {...newProfile, scans: 4, medianGap: 9, suffix: 'Enter', length: 19};
const profiles: readonly (readonly [string, ScannerProfile])[] = [
  ['unknown', newProfile],
  ['known', known],
  ['known to send no suffix', {...known, suffix: ''}],
];

const withPause = (after: number, ms: number, gap: number): readonly number[] =>
  Array.from({length: 60}, (_, i) => (i === after - 1 ? ms : gap));

/** The texts that were scanned or refused, the latter in brackets. */
function textsOf({scans, rejects}: Outcome): readonly string[] {
  return [...scans.map(({text}) => text), ...rejects.map((reason) => `(${reason})`)];
}

interface Case extends ScanOptions {
  readonly context?: Context;
  readonly attributes?: Differences['attributes'];
  readonly profile?: ScannerProfile;
  readonly before?: readonly RecordedKey[];
}

/** Not on a multiple of 100 ms, which would be a coarse clock. */
const FROM = 1003;

const play = (
  keys: readonly RecordedKey[],
  {context = 'page', attributes = {}, profile = newProfile}: Case = {},
  options: ReplayOptions = {},
): Outcome =>
  replay(recorded('pause', 'T2', keys, {context, attributes}), new Wedge(undefined, profile), {
    from: FROM,
    ...options,
  });

/** One key that a person presses at this time. */
const typed = (digit: string, at: number, hold = 90): readonly RecordedKey[] =>
  scanKeys(digit, {at, hold, gap: 1000, suffix: []});

describe('Wedge with a pause inside the scan', () => {
  for (const [name, profile] of profiles) {
    for (const context of ['page', 'own', 'text'] as const) {
      for (const suffix of [['Enter'], ['Tab'], []]) {
        const title = `reads the whole code after a pause of 50 to 600 ms: scanner ${name}, ${suffix[0] ?? 'no suffix'}, ${context}`;
        it(title, () => {
          const wrong: string[] = [];
          for (const gap of [0, 1, 4, 10, 20, 30, 35])
            for (const place of PLACES)
              for (const pause of PAUSES)
                for (const busy of [false, true]) {
                  const hold = Math.min(gap, 3);
                  const keys = scanKeys(CODE, {gap: withPause(place, pause, gap), hold, suffix});
                  const texts = textsOf(play(keys, {context, profile}, {busy}));
                  if (texts.join() !== CODE)
                    wrong.push(
                      `${gap} ms a key, ${pause} ms after key ${place}: ${texts.join() || 'nothing'}`,
                    );
                }
          expect(wrong.slice(0, 20), String(wrong.length)).to.deep.equal([]);
        });
      }
    }
  }

  it('never reads a part of the code, however slow the scanner', () => {
    const wrong: string[] = [];
    for (const [name, profile] of profiles)
      for (const context of ['page', 'own', 'text'] as const)
        for (const suffix of [['Enter'], []])
          for (const gap of [40, 50, 60, 70, 80, 100, 120, 150])
            for (let place = 1; place < CODE.length; place++)
              for (const pause of PAUSES) {
                const hold = 0.3 * gap;
                const keys = scanKeys(CODE, {gap: withPause(place, pause, gap), hold, suffix});
                const texts = textsOf(play(keys, {context, profile}));
                if (texts.some((text) => text !== CODE))
                  wrong.push(
                    `${name}, ${context}, ${suffix.join()}, ${gap} ms a key, ${pause} ms after key ${place}: ${texts.join()}`,
                  );
              }
    expect(wrong.slice(0, 20), String(wrong.length)).to.deep.equal([]);
  });

  it('reads a slow scan with a suffix after a pause', () => {
    const wrong: string[] = [];
    for (const gap of [50, 60, 70, 100, 120])
      for (const place of PLACES)
        for (const pause of PAUSES) {
          const keys = scanKeys(CODE, {gap: withPause(place, pause, gap), hold: 0.3 * gap});
          const texts = textsOf(play(keys));
          if (texts.join() !== CODE)
            wrong.push(`${gap} ms a key, ${pause} ms after key ${place}: ${texts.join() || 'nothing'}`);
        }
    expect(wrong.slice(0, 20), String(wrong.length)).to.deep.equal([]);
  });

  it('reads the whole code after two pauses at any keys', () => {
    const wrong: string[] = [];
    for (let first = 1; first < CODE.length - 1; first++)
      for (let second = first + 1; second < CODE.length; second++)
        for (const pause of [120, 300, 500]) {
          if (first === 1 && second === 2) continue; // as a person's two keys
          const gap = Array.from({length: 60}, (_, i) => (i === first - 1 || i === second - 1 ? pause : 8));
          const texts = textsOf(play(scanKeys(CODE, {gap})));
          if (texts.join() !== CODE) wrong.push(`${pause} ms after ${first} and ${second}: ${texts.join()}`);
        }
    expect(wrong.slice(0, 20), String(wrong.length)).to.deep.equal([]);
  });

  it('reads the whole code when the release of the first key is held up too', () => {
    for (const pause of [100, 200, 400, 600]) {
      const keys = scanKeys(CODE, {gap: withPause(1, pause, 8)}).map((key, i) =>
        i === 1 ? {...key, at: pause - 1} : key,
      );
      expect(textsOf(play(keys)), `${pause} ms`).to.deep.equal([CODE]);
    }
  });

  it('reads the whole code when no release is reported', () => {
    for (const place of PLACES)
      for (const suffix of [['Enter'], []]) {
        const keys = scanKeys(CODE, {gap: withPause(place, 300, 8), losesUps: true, suffix});
        expect(textsOf(play(keys)), `after key ${place}`).to.deep.equal([CODE]);
      }
  });
});

describe('Wedge with a key of a person before the scan', () => {
  for (const pause of [120, 200, 300, 450, 600]) {
    it(`leaves out a key that was held, ${pause} ms before`, () => {
      const keys = [...typed('7', 0), ...scanKeys(CODE, {at: pause})];
      expect(textsOf(play(keys, {context: 'text'}))).to.deep.equal([CODE]);
    });

    it(`leaves out two keys in a person’s rhythm, ${pause} ms before`, () => {
      const keys = [...typed('7', 0, 40), ...typed('5', 160, 40), ...scanKeys(CODE, {at: 160 + pause})];
      expect(textsOf(play(keys))).to.deep.equal([CODE]);
    });

    it(`leaves out a short key after others, ${pause} ms before`, () => {
      const keys = [
        ...typed('7', 0),
        ...typed('5', 230),
        ...typed('0', 480, 30),
        ...scanKeys(CODE, {at: 480 + pause}),
      ];
      expect(textsOf(play(keys))).to.deep.equal([CODE]);
    });

    for (const attributes of [{length: '19'}, {pattern: '[0-9A-Z]{19}'}]) {
      it(`leaves out a short key by ${Object.keys(attributes).join()}, ${pause} ms before`, () => {
        for (const suffix of [['Enter'], []]) {
          const keys = [...typed('7', 0, 30), ...scanKeys(CODE, {at: pause, suffix})];
          expect(textsOf(play(keys, {attributes}))).to.deep.equal([CODE]);
        }
      });

      it(`reads a held key by ${Object.keys(attributes).join()}, ${pause} ms before`, () => {
        const keys = [...typed(CODE.charAt(0), 0, 90), ...scanKeys(CODE.slice(1), {at: pause})];
        expect(textsOf(play(keys, {attributes}))).to.deep.equal([CODE]);
      });
    }
  }

  it('does not count a person’s key among the given length', () => {
    const keys = [...typed('7', 0), ...scanKeys(CODE, {at: 300, suffix: []})];
    expect(textsOf(play(keys, {attributes: {length: '19'}}))).to.deep.equal([CODE]);
  });
});

describe('Wedge with two scans without suffix', () => {
  const pairs: readonly (readonly [string, string])[] = [
    [CODE, OTHER],
    [CODE, '4006381333931'],
    ['4006381333931', '4006381333948'],
    ['96385074', '96385081'],
  ];
  for (const [first, second] of pairs)
    for (const gap of [4, 10, 30, 60]) {
      it(`never joins ${first.length} and ${second.length} characters at ${gap} ms a key`, () => {
        for (const pause of [300, 400, 500, 600])
          for (const busy of [false, true])
            for (const profile of [newProfile, known]) {
              const scan = scanKeys(first, {gap, suffix: []});
              const at = (scan.at(-1)?.at ?? 0) + pause;
              const texts = textsOf(
                play([...scan, ...scanKeys(second, {gap, suffix: [], at})], {profile}, {busy}),
              );
              const allowed = [first, second, '(pattern)'];
              expect(
                texts.filter((text) => !allowed.includes(text)),
                `${pause} ms apart`,
              ).to.deep.equal([]);
              expect(texts.length, `${pause} ms apart`).to.be.greaterThan(0);
            }
      });
    }

  it('reads a code that was scanned twice', () => {
    for (const gap of [4, 30, 60]) {
      const scan = scanKeys(CODE, {gap, suffix: []});
      const at = (scan.at(-1)?.at ?? 0) + 300;
      expect(textsOf(play([...scan, ...scanKeys(CODE, {gap, suffix: [], at})]))).to.deep.equal([CODE]);
    }
  });

  it('refuses two codes of which both have one of the given lengths', () => {
    const keys = [
      ...scanKeys('2000790040069009', {suffix: []}),
      ...scanKeys('2001350781552066', {suffix: [], at: 470}),
    ];
    const texts = textsOf(play(keys, {attributes: {length: '16'}}));
    expect(texts).to.deep.equal(['2000790040069009', '2001350781552066']);
  });
});

describe('Wedge with a scan that another field interrupts', () => {
  it('refuses what came before the focus moved to a protected field', () => {
    const wedge = new Wedge();
    const keys = scanKeys(CODE, {suffix: []});
    const texts: string[] = [];
    for (const [i, key] of keys.entries()) {
      const verdict = wedge.feed({
        ...key,
        kind: key.kind === 'up' ? 'up' : 'down',
        t: 1000 + key.at,
        meta: false,
        altGraph: false,
        target: i < 24 ? 'none' : 'protected',
      });
      if (verdict.scan) texts.push(verdict.scan.text);
    }
    expect(texts).to.have.length(1);
    expect(texts[0]).to.match(/\ufffd$/);
  });
});
