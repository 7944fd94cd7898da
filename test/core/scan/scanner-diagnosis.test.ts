import {expect} from '@open-wc/testing';
import {diagnose, type Advice} from '../../../src/core/scan/scanner-diagnosis.js';
import {newProfile, type ScannerProfile, type WedgeScan} from '../../../src/core/scan/wedge-types.js';

const scanOf = (changes: Partial<WedgeScan> = {}): WedgeScan => ({
  ...{text: '20007900T400690098F', tier: 'fast', reading: 'key', corrected: [], suffix: 'Enter', aim: ''},
  ...{held: '', keys: 19, medianGap: 10, target: 'none', leaked: 3, startedAt: 0, endedAt: 180},
  ...changes,
});
const profileOf = (layout: ScannerProfile['layout']): ScannerProfile => ({...newProfile, scans: 1, layout});

describe('diagnose', () => {
  const advised: [what: string, scan: Partial<WedgeScan>, layout: ScannerProfile['layout'], Advice[]][] = [
    ['a scanner that is set up well', {}, null, []],
    ['one that is set to US on another layout', {reading: 'code', corrected: ['layout']}, 'code', []],
    ['one that was needed to be, before', {reading: 'code', corrected: []}, 'key', []],
    ['one whose code starts with an AIM identifier', {aim: ']Q1', corrected: ['aim']}, null, []],
    ['no suffix', {suffix: ''}, null, ['no-suffix']],
    ['text inserted in one piece', {suffix: '', tier: 'inserted', medianGap: null}, null, []],
    ['a key that could not be read', {text: '2000\ufffd'}, null, ['unreadable']],
    ['letters of another script', {text: '2000ﻹ'}, null, ['us-keyboard']],
    ['letters of another script, some unread', {text: '2ﻹ\ufffd'}, null, ['unreadable', 'us-keyboard']],
    ['punctuation', {text: '20 ~'}, null, []],
    ['a scanner that types for this host only', {}, 'key', ['host-keyboard']],
    ['Caps Lock', {reading: 'code', corrected: ['caps']}, null, ['caps-lock']],
    ['Shift', {text: ')!@#', held: 'Shift'}, null, ['shift-held']],
    ['control characters around the code', {corrected: ['control']}, null, ['control-characters']],
    ['a control character in the code', {text: '20\x1d00'}, null, ['control-characters']],
    ['70 ms a key', {medianGap: 70}, null, []],
    ['more than 70 ms a key', {medianGap: 70.1}, null, ['slow']],
    [
      'everything at once',
      {text: 'ﻹ\ufffd\x1d', suffix: '', corrected: ['caps', 'control'], held: 'Shift', medianGap: 99},
      'key',
      [
        ...(['no-suffix', 'unreadable', 'us-keyboard', 'host-keyboard', 'caps-lock', 'shift-held'] as const),
        ...(['control-characters', 'slow'] as const),
      ],
    ],
  ];
  for (const [what, scan, layout, advice] of advised) {
    it(`advises ${advice.join(', ') || 'nothing'} for ${what}`, () => {
      expect(diagnose(scanOf(scan), profileOf(layout)).advice).to.deep.equal(advice);
    });
  }

  const speeds: [medianGap: number | null, speed: string, shown: number | null][] = [
    [0, 'fast', 0],
    [35, 'fast', 35],
    [35.01, 'medium', 35],
    [70, 'medium', 70],
    [70.16, 'slow', 70.2],
    [null, 'unknown', null],
  ];
  for (const [medianGap, speed, shown] of speeds) {
    it(`names ${String(medianGap)} ms a key ${speed}`, () => {
      expect(diagnose(scanOf({medianGap}), newProfile)).to.deep.include({speed, medianGap: shown});
    });
  }

  it('names how the characters were read', () => {
    const layoutOf = (scan: Partial<WedgeScan>): string => diagnose(scanOf(scan), newProfile).layout;
    expect(layoutOf({})).to.equal('same');
    expect(layoutOf({reading: 'code', corrected: ['caps']})).to.equal('same');
    expect(layoutOf({reading: 'code', corrected: ['layout']})).to.equal('recovered');
    expect(layoutOf({text: '2\ufffd', reading: 'code', corrected: ['layout']})).to.equal('unreadable');
  });

  it('counts the keys of a scan, and those that reached the page', () => {
    expect(diagnose(scanOf(), newProfile)).to.include({
      isRecognised: true,
      keys: 19,
      suffix: 'Enter',
      leaked: 3,
    });
  });

  it('takes keys that were no scan for typing, all of which reached the page', () => {
    expect(diagnose({keys: 8, medianGap: 181.34, spread: 0.4, overlaps: 0}, newProfile)).to.deep.equal({
      ...{isRecognised: false, keys: 8, medianGap: 181.3, speed: 'slow', suffix: '', layout: 'unknown'},
      ...{leaked: 8, advice: ['not-recognised']},
    });
  });

  it('says that nothing came', () => {
    expect(diagnose(undefined, newProfile)).to.deep.equal({
      ...{isRecognised: false, keys: 0, medianGap: null, speed: 'unknown', suffix: '', layout: 'unknown'},
      ...{leaked: 0, advice: ['nothing']},
    });
  });
});
