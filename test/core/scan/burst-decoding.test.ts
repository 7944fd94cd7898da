import {expect} from '@open-wc/testing';
import {readStrokes, unframe, type Reading} from '../../../src/core/scan/burst-decoding.js';
import {UNREAD, type Stroke} from '../../../src/core/scan/keystroke.js';
import {autoSettings, type ScannerProfile, type WedgeSettings} from '../../../src/core/scan/wedge-types.js';

const strokeOf = (changes: Partial<Stroke>): Stroke => ({
  ...{t: 0, target: 'none', shift: false, caps: false, kind: 'text', id: 'KeyQ', name: ''},
  ...{key: '', us: '', alt: '', up: -1, isLeaked: false},
  ...changes,
});

/** Keys by what the host reports, and by what stands on a US keyboard, which may be the same. */
const strokesOf = (host: string | readonly string[], us = host, more: Partial<Stroke> = {}): Stroke[] => {
  const physical = Array.from(us);
  return Array.from(host).map((key, i) => strokeOf({key, us: physical[i] ?? '', ...more}));
};

interface Given extends Partial<WedgeSettings> {
  readonly known?: ScannerProfile['layout'];
  readonly more?: Partial<Stroke>;
}
const read = (host: string, us: string, {known = null, more = {}, ...settings}: Given = {}): Reading =>
  readStrokes(strokesOf(host, us, more), {...autoSettings, ...settings}, known);

describe('readStrokes', () => {
  it('returns the text of keys that mean the same in both readings, and what was known of the layout', () => {
    for (const known of [null, 'key', 'code'] as const)
      expect(read('20AB', '20AB', {known})).to.deep.equal({
        ...{text: '20AB', reading: 'key', corrected: [], aim: '', held: '', layout: known},
      });
  });

  // The reading that looks more like a code: of its pattern; capitals and digits; small letters, too; ASCII; any; unread
  const scores: [what: string, better: string, worse: string][] = [
    ['capitals and digits before small letters', '20YX', '20zw'],
    ['capitals and digits before punctuation', '20YX', '20,.'],
    ['capitals and digits before other letters', '20YX', '20éè'],
    ['small letters before punctuation', '20yx', '20,.'],
    ['small letters before other letters', '20yx', '20éè'],
    ['punctuation before other letters', '20 ~', '20éè'],
    ['other letters before keys that cannot be read', '20éè', `20X${UNREAD}`],
    ['a control character counts for nothing', '2\x1dYX', '2\x1d,.'],
  ];
  for (const [what, better, worse] of scores) {
    it(`prefers ${what}, whichever reading it is`, () => {
      for (const known of [null, 'key', 'code'] as const) {
        expect(read(better, worse, {known})).to.include({text: better, reading: 'key', layout: 'key'});
        expect(read(worse, better, {known})).to.include({text: better, reading: 'code', layout: 'code'});
      }
      expect(read(worse, better).corrected).to.deep.equal(['layout']);
      expect(read(better, worse).corrected).to.deep.equal([]);
    });
  }

  it('prefers the reading of the pattern, whatever it looks like', () => {
    const pattern = /^20é,$/;
    expect(read('20é,', '20YX', {pattern})).to.include({text: '20é,', reading: 'key', layout: 'key'});
    expect(read('20YX', '20é,', {pattern})).to.include({text: '20é,', reading: 'code', layout: 'code'});
    const german = {pattern: /^20Y$/} as const;
    expect(read('20Z', '20Y', german)).to.include({text: '20Y', reading: 'code', layout: 'code'});
    expect(read('20Y', '20Z', {...german, known: 'code'})).to.include({text: '20Y', layout: 'key'});
  });

  it('decides between two that look alike by what an earlier scan needed', () => {
    expect(read('20Z', '20Y')).to.include({text: '20Z', reading: 'key', layout: null});
    expect(read('20Z', '20Y', {known: 'key'})).to.include({text: '20Z', reading: 'key', layout: 'key'});
    const code = read('20Z', '20Y', {known: 'code'});
    expect(code).to.deep.include({text: '20Y', corrected: ['layout'], layout: 'code'});
  });

  it('uses the layout that is set, but for keys that are unknown on a US keyboard', () => {
    expect(read('20YX', '20,.', {layout: 'us'})).to.include({text: '20,.', reading: 'code'});
    expect(read('20YX', `20Y${UNREAD}`, {layout: 'us'})).to.include({text: '20YX', reading: 'key'});
    expect(read('20éè', '20YX', {layout: 'host'})).to.include({text: '20éè', reading: 'key'});
    expect(read('20YX', '20YX', {layout: 'us'})).to.include({reading: 'key'});
  });

  describe('when only the case differs', () => {
    it('prefers capitals, and learns nothing of the layout', () => {
      for (const known of [null, 'key', 'code'] as const) {
        const caps = read('20ab', '20AB', {known, more: {caps: true}});
        expect(caps).to.deep.include({text: '20AB', reading: 'code', corrected: ['caps'], layout: known});
        const host = read('20AB', '20ab', {known, more: {caps: true}});
        expect(host).to.deep.include({text: '20AB', reading: 'key', corrected: [], layout: known});
      }
    });

    it('takes what Shift means with Caps Lock on, else what the host reports', () => {
      const caps = read('20aB', '20Ab', {more: {caps: true}});
      expect(caps).to.deep.include({text: '20Ab', reading: 'code', corrected: ['caps']});
      for (const known of [null, 'code'] as const)
        expect(read('20aB', '20Ab', {known})).to.include({text: '20aB', reading: 'key'});
    });

    it('takes Caps Lock for on when it was at any key', () => {
      const strokes = strokesOf('20aB', '20Ab').map((stroke, i) => ({...stroke, caps: i === 2}));
      expect(readStrokes(strokes, autoSettings, null).text).to.equal('20Ab');
    });
  });

  it('lists what was stripped after what was read differently', () => {
    expect(read('éQ1\x1d20é', ']Q1\x1d20Y')).to.deep.include({
      ...{text: '20Y', aim: ']Q1', corrected: ['layout', 'aim', 'control']},
    });
    expect(read('20AB\x03', '20AB\x03')).to.deep.include({text: '20AB', aim: '', corrected: ['control']});
  });

  describe('Shift', () => {
    const digit = {id: 'Digit1', shift: true};
    it('was held when every digit became a symbol', () => {
      expect(read('!@#$', '!@#$', {more: digit}).held).to.equal('Shift');
    });

    it('was not when one key came without it', () => {
      const strokes = strokesOf('!@#$', '!@#$', digit).map((stroke, i) => ({...stroke, shift: i !== 2}));
      expect(readStrokes(strokes, autoSettings, null).held).to.equal('');
    });

    it('was when only some keys are digits, and not when none is', () => {
      const strokes = strokesOf('!@_+', '!@_+', {shift: true, id: 'Minus'});
      expect(readStrokes(strokes, autoSettings, null).held).to.equal('');
      const some = strokes.map((stroke, i) => (i === 0 ? {...stroke, id: 'Digit1'} : stroke));
      expect(readStrokes(some, autoSettings, null).held).to.equal('Shift');
    });

    it('belongs to the code when digits stayed digits, as on a French keyboard', () => {
      expect(read('20AB', '!@AB', {more: digit}).held).to.equal('');
      expect(read('20ab', '!@AB', {more: {...digit, caps: true}}).held).to.equal('');
    });

    it('was not held without it', () => {
      expect(read('!@#$', '!@#$', {more: {id: 'Digit1'}}).held).to.equal('');
    });
  });

  describe('Alt with digits', () => {
    const altOf = (digits: string): Stroke[] =>
      Array.from(digits).map((digit, i) =>
        strokeOf({key: UNREAD, us: digit, alt: i === digits.length - 1 ? 'last' : 'digit'}),
      );

    it('is one character each in both readings, also between others', () => {
      const strokes = [...strokesOf('2'), ...altOf('065'), ...altOf('0066'), ...strokesOf('0')];
      expect(readStrokes(strokes, autoSettings, null)).to.include({text: '2AB0', reading: 'key'});
    });

    it('cannot be read when Alt has not come up', () => {
      const strokes = [...strokesOf('2'), ...altOf('065').slice(0, 2)];
      expect(readStrokes(strokes, autoSettings, null).text).to.equal(`2${UNREAD}`);
    });
  });
});

describe('unframe', () => {
  const frames: [raw: string, text: string, aim: string, hadControl: boolean][] = [
    ['20AB', '20AB', '', false],
    ['', '', '', false],
    ['\x0220AB\x03', '20AB', '', true],
    ['20AB\r\n', '20AB', '', true],
    ['\x1d\x1e20AB\x1e\x04', '20AB', '', true],
    ['20\x1dAB', '20\x1dAB', '', false],
    ['20<GS>AB', '20\x1dAB', '', false],
    ...['GS', 'RS', 'EOT', 'STX', 'ETX'].map(
      (name) => [`<${name}>20AB<${name}>`, '20AB', '', true] as [string, string, string, boolean],
    ),
    ['<CR>20AB', '<CR>20AB', '', false],
    [']C120AB', '20AB', ']C1', false],
    [']c020AB', '20AB', ']c0', false],
    [']Qa20AB', '20AB', ']Qa', false],
    ['\x02]C120AB', '20AB', ']C1', true],
    [']C1\x1d20AB', '20AB', ']C1', true],
    [']C1', '', ']C1', false],
    ['2]C10AB', '2]C10AB', '', false],
    [']1120AB', ']1120AB', '', false],
    [']C-20AB', ']C-20AB', '', false],
    [']C', ']C', '', false],
  ];
  for (const [raw, text, aim, hadControl] of frames) {
    it(`reads ${JSON.stringify(text)} from ${JSON.stringify(raw)}`, () => {
      expect(unframe(raw)).to.deep.equal({text, aim, hadControl});
    });
  }
});
