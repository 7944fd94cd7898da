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

/** A keyboard with a gun on it: how long after its first key each was decided, and what the page heard. */
class Bench {
  at = 1003;
  gap = 10;
  hold = 3;
  target: KeyTarget = 'none';
  readonly wedge: Wedge;
  readonly heard: string[] = [];
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
    if (!this.feed('down', key, this.at, held)) this.heard.push(key);
    this.feed('up', key, this.at + this.hold, held);
    this.at += this.gap;
  }

  shoot(text: string, ...suffix: readonly string[]): this {
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

describe('the tiers of a gun', () => {
  const guns: [string, number, KeyTarget, string, string | undefined][] = [
    ['5 keys, all at once', 0, 'none', '12345', 'fast'],
    ['a wired gun', 5, 'none', CODE, 'fast'],
    ['a wired gun into another field', 5, 'other', CODE, 'fast'],
    ['Bluetooth', 35, 'own', CODE, 'fast'],
    ['slow Bluetooth', 60, 'none', CODE, 'medium'],
    ['slow Bluetooth into another field', 60, 'other', CODE, 'medium'],
    ['a pocket gun', 120, 'none', CODE, 'slow'],
    ['a pocket gun into our field', 150, 'own', '12345678', 'slow'],
    ['a pocket gun into another field', 120, 'other', CODE, undefined],
    ['one slower than any', 190, 'none', CODE, undefined],
    ['too few keys to be told slow from typing', 100, 'none', '1234567', undefined],
    ['anything into a password', 5, 'protected', CODE, undefined],
  ];
  for (const [what, gap, target, text, tier] of guns) {
    it(`${what}, ${gap} ms a key: ${tier ?? 'typing'}`, () => {
      const bench = new Bench();
      Object.assign(bench, {gap, target});
      bench.shoot(text, 'Enter');
      expect(bench.scans.map((scan) => [scan.text, scan.tier])).to.deep.equal(tier ? [[text, tier]] : []);
      expect(bench.heard.includes('Enter')).to.equal(!tier);
    });
  }

  it('swallows from the fourth key on, in another field from the eighth', () => {
    expect(new Bench().shoot(CODE, 'Enter').heard.join('')).to.equal(CODE.slice(0, 3));
    const other = new Bench();
    other.target = 'other';
    expect(other.shoot(CODE, 'Enter').heard.join('')).to.equal(CODE.slice(0, 7));
  });

  it('lets every key of a person through who is as fast, as their keys overlap', () => {
    const bench = new Bench();
    Object.assign(bench, {gap: 14, hold: 60});
    const {at} = bench;
    const word = '1234567890';
    for (const [i, key] of Array.from(word).entries()) {
      for (const up of word.slice(0, i))
        if (at + 14 * word.indexOf(up) + 60 < at + 14 * i) bench.feed('up', up, at + 14 * i);
      if (!bench.feed('down', key, at + 14 * i)) bench.heard.push(key);
    }
    for (const [i, key] of Array.from(word).entries()) bench.feed('up', key, at + 14 * i + 60);
    bench.at = at + 400;
    bench.press('Enter');
    expect(bench.heard.join('')).to.equal(`${word}Enter`);
    expect(bench.scans).to.deep.equal([]);
  });
});

describe('the end of a scan', () => {
  for (const end of ['Enter', 'NumpadEnter', 'Tab']) {
    it(`is ${end}, and a second one is swallowed`, () => {
      const bench = new Bench().shoot(CODE);
      const key = end.replace('Numpad', '');
      for (let i = 0; i < 2; i++) bench.press(key, {code: end});
      expect(bench.scans.map(({suffix}) => suffix)).to.deep.equal([key]);
      expect(bench.heard).to.have.length(3);
    });
  }

  for (const [key, name] of [
    ['j', 'Ctrl+J'],
    ['m', 'Ctrl+M'],
  ] as const) {
    it(`is ${name}, which would open something in the browser`, () => {
      const bench = new Bench().shoot(CODE);
      bench.press(key, {ctrl: true});
      expect(bench.scans.map(({suffix}) => suffix)).to.deep.equal([name]);
      expect(bench.heard).to.have.length(3);
    });
  }

  it('is F12 where nothing follows it, and a control character where something does', () => {
    const bench = new Bench().shoot(CODE, 'F12');
    bench.wait(200);
    expect(bench.scans.map(({text, suffix}) => [text, suffix])).to.deep.equal([[CODE, 'F12']]);
    const other = new Bench().shoot('20007900', 'F8').shoot('T400690098F', 'Enter');
    expect(other.texts).to.deep.equal(['20007900\x1bT400690098F']);
  });

  it('is silence: 650 ms from an unknown gun, 150 from one known to send nothing, 1000 where its Enter is missing', () => {
    const bench = new Bench().shoot(CODE);
    expect(bench.wait(2000)).to.equal(650);
    expect(bench.shoot(CODE).wait(2000)).to.equal(150);
    expect(bench.shoot(CODE.slice(0, 12)).wait(2000), 'a part of what it sends').to.equal(650);
    const other = new Bench().shoot(CODE, 'Enter');
    other.wait(2000);
    expect(other.shoot(CODE).wait(2000)).to.equal(1000);
  });

  it('is the length that the shop said, at once', () => {
    const bench = new Bench({lengths: [19]}).shoot(CODE);
    expect(bench.texts).to.deep.equal([CODE]);
    bench.press('Enter');
    expect(bench.heard).to.have.length(3);
  });

  it('is not a hole in the stream, wherever it falls', () => {
    for (let hole = 2; hole < CODE.length; hole++) {
      const bench = new Bench().shoot(CODE.slice(0, hole));
      bench.wait(480);
      bench.gap = 1;
      bench.hold = 0;
      bench.shoot(CODE.slice(hole), 'Enter');
      expect(bench.texts, `after key ${hole}`).to.deep.equal([CODE]);
    }
  });
});

describe('what a person does after a scan without Enter', () => {
  it('is neither swallowed nor taken for a part of it', () => {
    const bench = new Bench().shoot(CODE);
    bench.gap = 180;
    bench.hold = 80;
    bench.wait(300);
    bench.heard.length = 0;
    bench.shoot('5', 'Backspace').wait(2000);
    expect(bench.texts).to.deep.equal([CODE]);
    expect(bench.heard).to.deep.equal(['5', 'Backspace']);
  });
});

describe('the reading of a scan', () => {
  const shoot = (
    keys: readonly [string, Held][],
    settings: Partial<WedgeSettings> = {},
    wedge?: Wedge,
  ): WedgeScan | undefined => {
    const bench = new Bench(settings);
    if (wedge) bench.wedge.profile = wedge.profile;
    for (const [key, held] of keys) bench.press(key, held);
    bench.press('Enter');
    return bench.scans[0];
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
      const scan = shoot(keysOf(heard, CODE, held));
      expect([scan?.text, scan?.reading]).to.deep.equal([CODE, 'code']);
      expect(scan?.corrected).to.deep.equal([row === 'L6' ? 'caps' : 'layout']);
    });
  }

  it('L4: is that of the host where the gun was set for it', () => {
    const keys = Array.from(CODE).map((char): [string, Held] => [char, {code: 'KeyQ', shift: true}]);
    expect(shoot(keys)).to.include({text: CODE, reading: 'key'});
  });

  it('L5: needs the shop to say that the gun speaks US, or an earlier scan that proved it', () => {
    const german = '20007900Y400690098Z';
    const meant = '20007900Z400690098Y';
    const keys = keysOf(Array.from(german), meant);
    expect(shoot(keys)?.text).to.equal(german);
    expect(shoot(keys, {layout: 'us'})?.text).to.equal(meant);
    const wedge = new Wedge(undefined, {...newProfile, scans: 1, layout: 'code'});
    expect(shoot(keys, {}, wedge)?.text).to.equal(meant);
  });

  it('L6: is that of the host where the gun makes up for Caps Lock', () => {
    expect(shoot(keysOf(Array.from(CODE), CODE.toLowerCase(), {caps: true}))?.text).to.equal(CODE);
  });

  it('L9: needs no physical keys', () => {
    expect(shoot(Array.from(CODE).map((char): [string, Held] => [char, {code: ''}]))?.text).to.equal(CODE);
  });

  it('L11: takes Alt and the number of a character, and keeps the second digit from the browser', () => {
    const bench = new Bench();
    bench.gap = 4;
    bench.hold = 2;
    for (const char of CODE) {
      bench.feed('down', 'Alt', bench.at, {alt: true});
      for (const digit of `0${char.charCodeAt(0)}`) bench.press(digit, {code: `Numpad${digit}`, alt: true});
      bench.feed('up', 'Alt', bench.at);
    }
    bench.press('Enter');
    expect(bench.texts).to.deep.equal([CODE]);
    expect(bench.heard).to.have.length(1);
  });

  it('L12: takes the digits of the keypad, Num Lock or not', () => {
    const keys = Array.from('12345678').map((digit): [string, Held] => [
      'ArrowLeft',
      {code: `Numpad${digit}`},
    ]);
    expect(shoot(keys)?.text).to.equal('12345678');
  });

  it('L13: names Shift where it was held, and guesses nothing', () => {
    const symbols = Array.from(')!@#$%^&').map((char): [string, Held] => [
      char,
      {code: 'Digit1', shift: true},
    ]);
    expect(shoot(symbols)).to.include({held: 'Shift', text: ')!@#$%^&'});
  });

  it('F6: sets the AIM identifier apart, also under Arabic', () => {
    const keys: [string, Held][] = [
      ['د', {code: 'BracketRight'}],
      ...keysOf(['َ', '1'], 'Q1'),
      ...keysOf(Array.from(CODE)),
    ];
    expect(shoot(keys)).to.deep.include({text: CODE, aim: ']Q1', corrected: ['layout', 'aim']});
  });

  it('F7: strips control characters at the ends, and leaves them inside for the check to refuse', () => {
    const framed = shoot([['b', {ctrl: true}], ...keysOf(Array.from(CODE)), ['c', {ctrl: true}]]);
    expect(framed).to.deep.include({text: CODE, corrected: ['control']});
    const inside = shoot([
      ...keysOf(Array.from(CODE.slice(0, 9))),
      [']', {ctrl: true}],
      ...keysOf(Array.from(CODE.slice(9)), CODE.slice(9)),
    ]);
    expect(inside?.text).to.equal(`${CODE.slice(0, 9)}\x1d${CODE.slice(9)}`);
  });

  it('never keeps a key that is a part of what a person writes after the prefix of the shop', () => {
    const bench = new Bench({prefix: 'F9'}).shoot('', 'F9').shoot(CODE, 'Enter');
    expect(bench.texts).to.deep.equal([CODE]);
    expect(bench.heard).to.deep.equal([]);
    bench.press('F9');
    bench.wait(500);
    bench.gap = 200;
    bench.shoot('hello');
    expect(bench.heard.join('')).to.equal('hello');
  });

  it('of text in one piece strips the same', () => {
    expect(readInserted(`]C1${CODE}\r\n`)).to.deep.include({text: CODE, aim: ']C1', tier: 'inserted'});
    expect(readInserted('12345')).to.equal(undefined);
  });
});

describe('a stuck key', () => {
  it('T7: says nothing, during the scan and after it', () => {
    const bench = new Bench().shoot(CODE.slice(0, 7));
    for (let i = 0; i < 5; i++)
      if (!bench.feed('down', '0', bench.at + i * 33, {repeat: true})) bench.heard.push('0');
    bench.at += 170;
    bench.shoot(CODE.slice(7), 'Enter');
    for (let i = 0; i < 9; i++)
      if (!bench.feed('down', 'Enter', bench.at - 12 + i * 33, {repeat: true})) bench.heard.push('Enter');
    expect(bench.texts).to.deep.equal([CODE]);
  });

  it('reaches a password that got the focus in the middle of a scan, as all keys do', () => {
    const bench = new Bench().shoot(CODE.slice(0, 7));
    expect(bench.feed('down', '0', bench.at, {repeat: true})).to.equal(true);
    expect(bench.feed('down', '0', bench.at + 33, {repeat: true, target: 'protected'})).to.equal(false);
  });

  it('of a person types as ever', () => {
    const bench = new Bench();
    bench.feed('down', '0', bench.at);
    for (let i = 0; i < 40; i++)
      expect(bench.feed('down', '0', bench.at + 500 + i * 33, {repeat: true})).to.equal(false);
    expect(bench.wait(5000)).to.equal(undefined);
  });
});

describe('the diagnosis of a gun', () => {
  const advice = (bench: Bench): readonly string[] =>
    diagnose(bench.scans.at(-1), bench.wedge.profile).advice;

  it('has nothing to say of a good one', () => {
    const bench = new Bench().shoot(CODE, 'Enter');
    expect(diagnose(bench.scans[0], bench.wedge.profile)).to.deep.equal({
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
    const silent = new Bench().shoot(CODE);
    silent.wait(1000);
    expect(advice(silent)).to.deep.equal(['no-suffix']);
    const slow = new Bench();
    slow.gap = 120;
    expect(advice(slow.shoot(CODE, 'Enter'))).to.deep.equal(['slow']);
    const hostile = new Bench().shoot('12345678');
    hostile.press('b', {ctrl: true});
    expect(advice(hostile.shoot('9', 'Enter'))).to.deep.equal(['control-characters']);
    expect(diagnose(undefined, newProfile).advice).to.deep.equal(['nothing']);
    expect(diagnose({keys: 8, medianGap: 181.34, spread: 0.4, overlaps: 0}, newProfile)).to.deep.include({
      isRecognised: false,
      medianGap: 181.3,
      advice: ['not-recognised'],
    });
  });

  it('never holds the code', () => {
    const bench = new Bench().shoot(CODE, 'Enter');
    expect(
      JSON.stringify([diagnose(bench.scans[0], bench.wedge.profile), bench.wedge.profile]),
    ).not.to.contain(CODE.slice(0, 8));
  });
});
