import {expect} from '@open-wc/testing';
import {readInserted, Wedge} from '../../../src/core/scan/wedge.js';
import {
  autoSettings,
  newProfile,
  type KeyTarget,
  type WedgeKey,
  type WedgeScan,
  type WedgeSettings,
} from '../../../src/core/scan/wedge-types.js';
import {diagnose} from '../../../src/core/scan/scanner-diagnosis.js';

const CODE = '20007900T400690098F';

type Held = Partial<Omit<WedgeKey, 't' | 'kind' | 'key'>>;

/** A keyboard with a scanner on it: how long after its first key each was decided, and what the page heard. */
class WedgeFixture {
  at = 1003;
  gap = 10;
  hold = 3;
  target: KeyTarget = 'none';
  readonly wedge: Wedge;
  readonly passed: string[] = [];
  readonly scans: WedgeScan[] = [];
  #wakeAt: number | undefined;

  constructor(settings: Partial<WedgeSettings> = {}) {
    this.wedge = new Wedge({...autoSettings, ...settings});
  }

  get texts(): readonly string[] {
    return this.scans.map(({text}) => text);
  }

  feed(kind: 'down' | 'up', key: string, t: number, held: Held = {}): boolean {
    const code =
      codes[key] ??
      (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key);
    const flags = {
      shift: /^[A-Z]$/.test(key),
      ctrl: false,
      alt: false,
      meta: false,
      caps: false,
      altGraph: false,
    };
    const verdict = this.wedge.feed({
      kind,
      t,
      key,
      code,
      ...flags,
      repeat: false,
      target: this.target,
      ...held,
    });
    if (verdict.scan) this.scans.push(verdict.scan);
    this.#wakeAt = verdict.wakeAt;
    return verdict.prevent;
  }

  press(key: string, held: Held = {}): void {
    this.wait(0);
    if (!this.feed('down', key, this.at, held)) this.passed.push(key);
    this.feed('up', key, this.at + this.hold, held);
    this.at += this.gap;
  }

  scan(text: string, ...suffix: readonly string[]): this {
    for (const key of [...Array.from(text), ...suffix]) this.press(key);
    return this;
  }

  /** Lets time pass; says how long the decoder took of it to find the end of a scan. */
  wait(ms: number): number | undefined {
    const from = this.at - this.gap;
    this.at += ms;
    let took: number | undefined;
    while (this.#wakeAt !== undefined && this.#wakeAt <= this.at) {
      const due = this.#wakeAt;
      const {scan, wakeAt} = this.wedge.tick(due);
      this.#wakeAt = wakeAt;
      if (!scan) continue;
      this.scans.push(scan);
      took = due - from;
    }
    return took;
  }
}

const codes: Readonly<Record<string, string>> = {
  ']': 'BracketRight',
  '/': 'Slash',
  ' ': 'Space',
  '-': 'Minus',
};

describe('the tiers of a scanner', () => {
  const scanners: [string, number, KeyTarget, string, string | undefined][] = [
    ['5 keys, all at once', 0, 'none', '12345', 'fast'],
    ['a wired scanner', 5, 'none', CODE, 'fast'],
    ['a wired scanner into another field', 5, 'other', CODE, 'fast'],
    ['Bluetooth', 35, 'own', CODE, 'fast'],
    ['slow Bluetooth', 60, 'none', CODE, 'medium'],
    ['slow Bluetooth into another field', 60, 'other', CODE, 'medium'],
    ['a pocket scanner', 120, 'none', CODE, 'slow'],
    ['a pocket scanner into our field', 150, 'own', '12345678', 'slow'],
    ['a pocket scanner into another field', 120, 'other', CODE, undefined],
    ['one slower than any', 190, 'none', CODE, undefined],
    ['too few keys to be told slow from typing', 100, 'none', '1234567', undefined],
    ['anything into a password', 5, 'protected', CODE, undefined],
  ];
  for (const [what, gap, target, text, tier] of scanners) {
    it(`${what}, ${gap} ms a key: ${tier ?? 'typing'}`, () => {
      const fixture = new WedgeFixture();
      Object.assign(fixture, {gap, target});
      fixture.scan(text, 'Enter');
      expect(fixture.scans.map((scan) => [scan.text, scan.tier])).to.deep.equal(tier ? [[text, tier]] : []);
      expect(fixture.passed.includes('Enter')).to.equal(!tier);
    });
  }

  it('swallows from the fourth key on, in another field from the eighth', () => {
    expect(new WedgeFixture().scan(CODE, 'Enter').passed.join('')).to.equal(CODE.slice(0, 3));
    const other = new WedgeFixture();
    other.target = 'other';
    expect(other.scan(CODE, 'Enter').passed.join('')).to.equal(CODE.slice(0, 7));
  });

  it('lets every key of a person through who is as fast, as their keys overlap', () => {
    const fixture = new WedgeFixture();
    Object.assign(fixture, {gap: 14, hold: 60});
    const {at} = fixture;
    const word = '1234567890';
    for (const [i, key] of Array.from(word).entries()) {
      for (const up of word.slice(0, i))
        if (at + 14 * word.indexOf(up) + 60 < at + 14 * i) fixture.feed('up', up, at + 14 * i);
      if (!fixture.feed('down', key, at + 14 * i)) fixture.passed.push(key);
    }
    for (const [i, key] of Array.from(word).entries()) fixture.feed('up', key, at + 14 * i + 60);
    fixture.at = at + 400;
    fixture.press('Enter');
    expect(fixture.passed.join('')).to.equal(`${word}Enter`);
    expect(fixture.scans).to.deep.equal([]);
  });
});

describe('the end of a scan', () => {
  for (const end of ['Enter', 'NumpadEnter', 'Tab']) {
    it(`is ${end}, and a second one is swallowed`, () => {
      const fixture = new WedgeFixture().scan(CODE);
      const key = end.replace('Numpad', '');
      for (let i = 0; i < 2; i++) fixture.press(key, {code: end});
      expect(fixture.scans.map(({suffix}) => suffix)).to.deep.equal([key]);
      expect(fixture.passed).to.have.length(3);
    });
  }

  for (const [key, name] of [
    ['j', 'Ctrl+J'],
    ['m', 'Ctrl+M'],
  ] as const) {
    it(`is ${name}, which would open something in the browser`, () => {
      const fixture = new WedgeFixture().scan(CODE);
      fixture.press(key, {ctrl: true});
      expect(fixture.scans.map(({suffix}) => suffix)).to.deep.equal([name]);
      expect(fixture.passed).to.have.length(3);
    });
  }

  it('is F12 where nothing follows it, and a control character where something does', () => {
    const fixture = new WedgeFixture().scan(CODE, 'F12');
    fixture.wait(200);
    expect(fixture.scans.map(({text, suffix}) => [text, suffix])).to.deep.equal([[CODE, 'F12']]);
    const other = new WedgeFixture().scan('20007900', 'F8').scan('T400690098F', 'Enter');
    expect(other.texts).to.deep.equal(['20007900\x1bT400690098F']);
  });

  it('is silence: 650 ms from an unknown scanner, 150 from one known to send nothing, 1000 where its Enter is missing', () => {
    const fixture = new WedgeFixture().scan(CODE);
    expect(fixture.wait(2000)).to.equal(650);
    expect(fixture.scan(CODE).wait(2000)).to.equal(150);
    expect(fixture.scan(CODE.slice(0, 12)).wait(2000), 'a part of what it sends').to.equal(650);
    const other = new WedgeFixture().scan(CODE, 'Enter');
    other.wait(2000);
    expect(other.scan(CODE).wait(2000)).to.equal(1000);
  });

  it('is the length that the shop said, at once', () => {
    const fixture = new WedgeFixture({lengths: [19]}).scan(CODE);
    expect(fixture.texts).to.deep.equal([CODE]);
    fixture.press('Enter');
    expect(fixture.passed).to.have.length(3);
  });

  it('is not a hole in the stream, wherever it falls', () => {
    for (let hole = 2; hole < CODE.length; hole++) {
      const fixture = new WedgeFixture().scan(CODE.slice(0, hole));
      fixture.wait(480);
      fixture.gap = 1;
      fixture.hold = 0;
      fixture.scan(CODE.slice(hole), 'Enter');
      expect(fixture.texts, `after key ${hole}`).to.deep.equal([CODE]);
    }
  });
});

describe('what a person does after a scan without Enter', () => {
  it('is neither swallowed nor taken for a part of it', () => {
    const fixture = new WedgeFixture().scan(CODE);
    fixture.gap = 180;
    fixture.hold = 80;
    fixture.wait(300);
    fixture.passed.length = 0;
    fixture.scan('5', 'Backspace').wait(2000);
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.deep.equal(['5', 'Backspace']);
  });
});

describe('the reading of a scan', () => {
  const scanOf = (
    keys: readonly [string, Held][],
    settings: Partial<WedgeSettings> = {},
    wedge?: Wedge,
  ): WedgeScan | undefined => {
    const fixture = new WedgeFixture(settings);
    if (wedge) fixture.wedge.profile = wedge.profile;
    for (const [key, held] of keys) fixture.press(key, held);
    fixture.press('Enter');
    return fixture.scans[0];
  };
  const keysOf = (heard: readonly string[], us = CODE, held: Held = {}): [string, Held][] =>
    heard.map((key, i) => {
      const char = us.charAt(i);
      const code = /\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`;
      return [key, {code, shift: /[A-Z]/.test(char), ...held}];
    });

  const unshifted: Readonly<Record<string, string>> = {
    0: 'à',
    2: 'é',
    4: "'",
    6: '-',
    7: 'è',
    8: '_',
    9: 'ç',
  };
  const azerty = Array.from(CODE).map((char) => unshifted[char] ?? char);
  const rows: readonly (readonly [row: string, what: string, heard: readonly string[], held?: Held])[] = [
    ['L1', 'Arabic letters', Array.from('20007900ﻹ400690098[')],
    [
      'L1',
      'two characters at once under Windows',
      [...Array.from('20007900'), 'لإ', ...Array.from('400690098[')],
    ],
    ['L1', 'no character at all', [...Array.from('20007900'), '', ...Array.from('400690098'), '']],
    ['L2', 'Arabic digits', Array.from('٢٠٠٠٧٩٠٠ﻹ٤٠٠٦٩٠٠٩٨[')],
    ['L3', 'AZERTY', azerty],
    ['L6', 'Caps Lock on', Array.from(CODE.toLowerCase()), {caps: true}],
    ['L7', 'an input method', Array<string>(19).fill('Process')],
    ['L8', 'dead keys', Array.from(CODE).map((char) => (char === 'T' ? 'Dead' : char))],
  ];
  for (const [row, what, heard, held] of rows) {
    it(`${row}: is right in spite of ${what}`, () => {
      const scan = scanOf(keysOf(heard, CODE, held));
      expect([scan?.text, scan?.reading]).to.deep.equal([CODE, 'code']);
      expect(scan?.corrected).to.deep.equal([row === 'L6' ? 'caps' : 'layout']);
    });
  }

  it('L4: is that of the host where the scanner was set for it', () => {
    const keys = Array.from(CODE).map((char): [string, Held] => [char, {code: 'KeyQ', shift: true}]);
    expect(scanOf(keys)).to.include({text: CODE, reading: 'key'});
  });

  it('L5: needs the shop to say that the scanner speaks US, or an earlier scan that proved it', () => {
    const german = '20007900Y400690098Z';
    const meant = '20007900Z400690098Y';
    const keys = keysOf(Array.from(german), meant);
    expect(scanOf(keys)?.text).to.equal(german);
    expect(scanOf(keys, {layout: 'us'})?.text).to.equal(meant);
    const wedge = new Wedge(undefined, {...newProfile, scans: 1, layout: 'code'});
    expect(scanOf(keys, {}, wedge)?.text).to.equal(meant);
  });

  it('L6: is that of the host where the scanner makes up for Caps Lock', () => {
    expect(scanOf(keysOf(Array.from(CODE), CODE.toLowerCase(), {caps: true}))?.text).to.equal(CODE);
  });

  it('L9: needs no physical keys', () => {
    expect(scanOf(Array.from(CODE).map((char): [string, Held] => [char, {code: ''}]))?.text).to.equal(CODE);
  });

  it('L11: takes Alt and the number of a character, and keeps the second digit from the browser', () => {
    const fixture = new WedgeFixture();
    fixture.gap = 4;
    fixture.hold = 2;
    for (const char of CODE) {
      fixture.feed('down', 'Alt', fixture.at, {alt: true});
      for (const digit of `0${char.charCodeAt(0)}`) fixture.press(digit, {code: `Numpad${digit}`, alt: true});
      fixture.feed('up', 'Alt', fixture.at);
    }
    fixture.press('Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.have.length(1);
  });

  it('L12: takes the digits of the keypad, Num Lock or not', () => {
    const keys = Array.from('12345678').map((digit): [string, Held] => [
      'ArrowLeft',
      {code: `Numpad${digit}`},
    ]);
    expect(scanOf(keys)?.text).to.equal('12345678');
  });

  it('L13: names Shift where it was held, and guesses nothing', () => {
    const symbols = Array.from(')!@#$%^&').map((char): [string, Held] => [
      char,
      {code: 'Digit1', shift: true},
    ]);
    expect(scanOf(symbols)).to.include({held: 'Shift', text: ')!@#$%^&'});
  });

  it('F6: sets the AIM identifier apart, also under Arabic', () => {
    const keys: [string, Held][] = [
      ['د', {code: 'BracketRight'}],
      ...keysOf(['َ', '1'], 'Q1'),
      ...keysOf(Array.from(CODE)),
    ];
    expect(scanOf(keys)).to.deep.include({text: CODE, aim: ']Q1', corrected: ['layout', 'aim']});
  });

  it('F7: strips control characters at the ends, and leaves them inside for the check to refuse', () => {
    const framed = scanOf([['b', {ctrl: true}], ...keysOf(Array.from(CODE)), ['c', {ctrl: true}]]);
    expect(framed).to.deep.include({text: CODE, corrected: ['control']});
    const inside = scanOf([
      ...keysOf(Array.from(CODE.slice(0, 9))),
      [']', {ctrl: true}],
      ...keysOf(Array.from(CODE.slice(9)), CODE.slice(9)),
    ]);
    expect(inside?.text).to.equal(`${CODE.slice(0, 9)}\x1d${CODE.slice(9)}`);
  });

  it('never keeps a key that is a part of what a person writes after the prefix of the shop', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9').scan(CODE, 'Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.deep.equal([]);
    fixture.press('F9');
    fixture.wait(500);
    fixture.gap = 200;
    fixture.scan('hello');
    expect(fixture.passed.join('')).to.equal('hello');
  });

  it('of text in one piece strips the same', () => {
    expect(readInserted(`]C1${CODE}\r\n`)).to.deep.include({text: CODE, aim: ']C1', tier: 'inserted'});
    expect(readInserted('12345')).to.equal(undefined);
  });
});

describe('a stuck key', () => {
  it('T7: says nothing, during the scan and after it', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 7));
    for (let i = 0; i < 5; i++)
      if (!fixture.feed('down', '0', fixture.at + i * 33, {repeat: true})) fixture.passed.push('0');
    fixture.at += 170;
    fixture.scan(CODE.slice(7), 'Enter');
    for (let i = 0; i < 9; i++)
      if (!fixture.feed('down', 'Enter', fixture.at - 12 + i * 33, {repeat: true}))
        fixture.passed.push('Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
  });

  it('reaches a password that got the focus in the middle of a scan, as all keys do', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 7));
    expect(fixture.feed('down', '0', fixture.at, {repeat: true})).to.equal(true);
    expect(fixture.feed('down', '0', fixture.at + 33, {repeat: true, target: 'protected'})).to.equal(false);
  });

  it('of a person types as ever', () => {
    const fixture = new WedgeFixture();
    fixture.feed('down', '0', fixture.at);
    for (let i = 0; i < 40; i++)
      expect(fixture.feed('down', '0', fixture.at + 500 + i * 33, {repeat: true})).to.equal(false);
    expect(fixture.wait(5000)).to.equal(undefined);
  });
});

describe('the diagnosis of a scanner', () => {
  const advice = (fixture: WedgeFixture): readonly string[] =>
    diagnose(fixture.scans.at(-1), fixture.wedge.profile).advice;

  it('has nothing to say of a good one', () => {
    const fixture = new WedgeFixture().scan(CODE, 'Enter');
    expect(diagnose(fixture.scans[0], fixture.wedge.profile)).to.deep.equal({
      isRecognised: true,
      keys: 19,
      medianGap: 10,
      speed: 'fast',
      suffix: 'Enter',
      layout: 'same',
      leaked: 3,
      advice: [],
    });
  });

  it('names what a shop can change', () => {
    const silent = new WedgeFixture().scan(CODE);
    silent.wait(1000);
    expect(advice(silent)).to.deep.equal(['no-suffix']);
    const slow = new WedgeFixture();
    slow.gap = 120;
    expect(advice(slow.scan(CODE, 'Enter'))).to.deep.equal(['slow']);
    const hostile = new WedgeFixture().scan('12345678');
    hostile.press('b', {ctrl: true});
    expect(advice(hostile.scan('9', 'Enter'))).to.deep.equal(['control-characters']);
    expect(diagnose(undefined, newProfile).advice).to.deep.equal(['nothing']);
    expect(diagnose({keys: 8, medianGap: 181.34, spread: 0.4, overlaps: 0}, newProfile)).to.deep.include({
      isRecognised: false,
      medianGap: 181.3,
      advice: ['not-recognised'],
    });
  });

  it('never holds the code', () => {
    const fixture = new WedgeFixture().scan(CODE, 'Enter');
    expect(
      JSON.stringify([diagnose(fixture.scans[0], fixture.wedge.profile), fixture.wedge.profile]),
    ).not.to.contain(CODE.slice(0, 8));
  });
});
