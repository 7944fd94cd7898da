import {expect} from '@open-wc/testing';
import {readInserted, Wedge} from '../../../src/core/scan/wedge.js';
import {
  autoSettings,
  newProfile,
  type BurstTiming,
  type KeyTarget,
  type WedgeKey,
  type WedgeScan,
  type WedgeSettings,
} from '../../../src/core/scan/wedge-types.js';
import {diagnose} from '../../../src/core/scan/scanner-diagnosis.js';

const CODE = '20007900T400690098F';

type Held = Partial<Omit<WedgeKey, 't' | 'kind' | 'key'>>;

/** Feeds a wedge the keys of a scanner and collects its scans and the keys that reached the page. */
class WedgeFixture {
  at = 1003;
  gap = 10;
  hold = 3;
  target: KeyTarget = 'none';
  readonly wedge: Wedge;
  readonly passed: string[] = [];
  readonly scans: WedgeScan[] = [];
  readonly timings: BurstTiming[] = [];
  #wakeAt: number | undefined;

  constructor(settings: Partial<WedgeSettings> = {}) {
    this.wedge = new Wedge({...autoSettings, ...settings});
  }

  /** When the wedge wants to be woken. */
  get wakeAt(): number | undefined {
    return this.#wakeAt;
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
    if (verdict.timing) this.timings.push(verdict.timing);
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

  /** Lets time pass; returns after how many ms of it a scan ended. */
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

describe('Wedge: tiers', () => {
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
    ['too few slow keys to differ from typing', 100, 'none', '1234567', undefined],
    ['anything into a password', 5, 'protected', CODE, undefined],
  ];
  for (const [what, gap, target, text, tier] of scanners) {
    it(`takes ${what} at ${gap} ms a key for ${tier ? `a ${tier} scan` : 'typing'}`, () => {
      const fixture = new WedgeFixture();
      Object.assign(fixture, {gap, target});
      fixture.scan(text, 'Enter');
      expect(fixture.scans.map((scan) => [scan.text, scan.tier])).to.deep.equal(tier ? [[text, tier]] : []);
      expect(fixture.passed.includes('Enter')).to.equal(!tier);
    });
  }

  it('prevents keys from the fourth on, in another field from the eighth', () => {
    expect(new WedgeFixture().scan(CODE, 'Enter').passed.join('')).to.equal(CODE.slice(0, 3));
    const other = new WedgeFixture();
    other.target = 'other';
    expect(other.scan(CODE, 'Enter').passed.join('')).to.equal(CODE.slice(0, 7));
  });

  it('prevents keys that come within 40 ms', () => {
    for (const [gap, passed] of [
      [40, 3],
      [41, CODE.length],
    ] as const) {
      const fixture = new WedgeFixture();
      fixture.gap = gap;
      expect(fixture.scan(CODE, 'Enter').passed, `${String(gap)} ms`).to.have.length(passed);
    }
  });

  it('prevents no key of a person who is as fast, because their keys overlap', () => {
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

describe('Wedge: end of a scan', () => {
  for (const end of ['Enter', 'NumpadEnter', 'Tab']) {
    it(`ends the scan on ${end} and prevents a second one`, () => {
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
    it(`ends the scan on ${name} and prevents it`, () => {
      const fixture = new WedgeFixture().scan(CODE);
      fixture.press(key, {ctrl: true});
      expect(fixture.scans.map(({suffix}) => suffix)).to.deep.equal([name]);
      expect(fixture.passed).to.have.length(3);
    });
  }

  it('takes F12 for the suffix at the end and for a control character in the middle', () => {
    const fixture = new WedgeFixture().scan(CODE, 'F12');
    fixture.wait(200);
    expect(fixture.scans.map(({text, suffix}) => [text, suffix])).to.deep.equal([[CODE, 'F12']]);
    const other = new WedgeFixture().scan('20007900', 'F8').scan('T400690098F', 'Enter');
    expect(other.texts).to.deep.equal(['20007900\x1bT400690098F']);
  });

  it('ends the scan after a pause: 650 ms, 150 ms if the scanner sends no suffix, 1000 ms if its suffix is missing', () => {
    const fixture = new WedgeFixture().scan(CODE);
    expect(fixture.wait(2000)).to.equal(650);
    expect(fixture.scan(CODE).wait(2000)).to.equal(150);
    expect(fixture.scan(CODE.slice(0, 12)).wait(2000), 'shorter than its last code').to.equal(650);
    const other = new WedgeFixture().scan(CODE, 'Enter');
    other.wait(2000);
    expect(other.scan(CODE).wait(2000)).to.equal(1000);
    const slower = new WedgeFixture();
    slower.gap = 30;
    slower.scan(CODE).wait(2000);
    expect(slower.scan(CODE).wait(2000), 'six of its keys').to.equal(180);
  });

  it('ends the scan at once when it has the longest of the given lengths', () => {
    const fixture = new WedgeFixture({lengths: [19]}).scan(CODE);
    expect(fixture.texts).to.deep.equal([CODE]);
    fixture.press('Enter');
    expect(fixture.passed).to.have.length(3);
  });

  it('does not end the scan at a stall of 480 ms after any key', () => {
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

describe('Wedge: typing after a scan without suffix', () => {
  it('prevents no typed key and adds none to the scan', () => {
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

describe('Wedge: what a scan tells', () => {
  it('is its text, its timing, its target and how many of its keys reached the page', () => {
    const fixture = new WedgeFixture();
    fixture.target = 'own';
    fixture.scan(CODE, 'Enter');
    expect(fixture.scans).to.deep.equal([
      {
        ...{text: CODE, tier: 'fast', reading: 'key', corrected: [], suffix: 'Enter', aim: '', held: ''},
        ...{keys: 19, medianGap: 10, target: 'own', leaked: 3, startedAt: 1003, endedAt: 1183},
      },
    ]);
  });

  it('begins with the prefix', () => {
    const {scans} = new WedgeFixture({prefix: 'F9'}).scan('', 'F9').scan(CODE, 'Enter');
    expect(scans).to.have.length(1);
    expect(scans[0]).to.include({tier: 'prefix', keys: 19, leaked: 0, startedAt: 1003, endedAt: 1193});
  });

  it('is kept as what is known of the scanner, without the code', () => {
    const fixture = new WedgeFixture().scan(CODE, 'Enter');
    const known = {scans: 1, medianGap: 10, suffix: 'Enter', length: 19, layout: null};
    expect(fixture.wedge.profile).to.deep.equal(known);
    fixture.wait(2000);
    fixture.gap = 20;
    fixture.scan(CODE.slice(0, 12)).wait(2000);
    const cut = {...known, scans: 2, medianGap: 20, length: 12};
    expect(fixture.wedge.profile, 'a part of a code says nothing of the suffix').to.deep.equal(cut);
    fixture.scan(CODE).wait(2000);
    const whole = {...cut, scans: 3, suffix: '', length: 19};
    expect(fixture.wedge.profile).to.deep.equal(whole);
    fixture.scan(CODE, 'Enter').wait(2000);
    fixture.scan(CODE).wait(2000);
    expect(fixture.wedge.profile, 'as long as the last one').to.deep.equal({...whole, scans: 5});
  });

  it('has a timing in common with five keys that were typed, and none is told of four', () => {
    const timingOf = (text: string): unknown => {
      const fixture = new WedgeFixture();
      fixture.gap = 190;
      fixture.scan(text);
      return fixture.wedge.tick(fixture.at + 1000).timing;
    };
    expect(timingOf('12345')).to.deep.equal({keys: 5, medianGap: 190, spread: 0, overlaps: 0});
    expect(timingOf('1234')).to.equal(undefined);
    const entered = (text: string): number => {
      const fixture = new WedgeFixture();
      fixture.gap = 190;
      return fixture.scan(text, 'Enter').timings.length;
    };
    expect([entered('1234'), entered('12345')], 'also with Enter').to.deep.equal([0, 1]);
  });
});

describe('Wedge: keys of a scan on the page', () => {
  it('make a text, however few, once one of them was hidden', () => {
    const fixture = new WedgeFixture().scan('1234', 'Enter');
    expect(fixture.passed.join('')).to.equal('123');
    expect(fixture.scans.map(({text, tier}) => [text, tier])).to.deep.equal([['1234', 'fast']]);
  });

  it('make none when nothing follows the prefix, and the next key is a person’s', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
    fixture.wait(200);
    fixture.press('Backspace');
    expect([fixture.scans, fixture.passed]).to.deep.equal([[], ['Backspace']]);
    expect(fixture.wedge.tick(fixture.at).prevent, 'a tick is no key').to.equal(false);
  });

  it('come up as they went down: hidden or not', () => {
    const fixture = new WedgeFixture();
    for (const [i, key] of Array.from(CODE).entries()) {
      const t = 1003 + 10 * i;
      const isHidden = fixture.feed('down', key, t);
      expect([isHidden, fixture.feed('up', key, t + 3)]).to.deep.equal([i > 2, i > 2]);
    }
  });

  it('are received from the fourth key to the end', () => {
    const fixture = new WedgeFixture();
    const received = Array.from(CODE).map((key) => {
      fixture.press(key);
      return fixture.wedge.isReceiving;
    });
    expect(received.indexOf(true)).to.equal(3);
    expect(received.lastIndexOf(false)).to.equal(2);
    fixture.press('Enter');
    expect(fixture.wedge.isReceiving).to.equal(false);
  });

  it('are no scan any more when the page was left meanwhile', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 10));
    expect(fixture.feed('down', '7', fixture.at)).to.equal(true);
    fixture.wedge.break();
    expect(fixture.wedge.isReceiving).to.equal(false);
    expect(fixture.feed('up', '7', fixture.at + 3)).to.equal(false);
    fixture.press('Enter');
    expect([fixture.scans, fixture.passed.at(-1)]).to.deep.equal([[], 'Enter']);
  });

  it('make no code when the focus moves to a password meanwhile', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 10));
    fixture.target = 'protected';
    fixture.press('X');
    expect(fixture.texts).to.deep.equal([`${CODE.slice(0, 10)}\ufffd`]);
    expect(fixture.passed.at(-1)).to.equal('X');
  });

  it('are of Alt and digits while the last one is', () => {
    const fixture = new WedgeFixture();
    const seen: boolean[] = [];
    for (const digit of '0065') {
      fixture.press(digit, {code: `Numpad${digit}`, alt: true});
      seen.push(fixture.wedge.isAltCode);
    }
    expect(seen).to.deep.equal([false, true, true, true]);
    fixture.press('7');
    expect(fixture.wedge.isAltCode, 'another key').to.equal(false);
    const empty = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
    expect([empty.wedge.isReceiving, empty.wedge.isAltCode], 'no key yet').to.deep.equal([true, false]);
    expect(new WedgeFixture().scan(CODE).wedge.isAltCode).to.equal(false);
  });
});

describe('Wedge: keys that no scanner presses like that', () => {
  const alt = (digit: string): [string, Held] => [digit, {code: `Numpad${digit}`, alt: true}];
  const plain = (digit: string): [string, Held] => [digit, {}];

  for (const [what, gap, presses] of [
    ['Alt with digits, slowly', 200, [alt('6'), alt('5')]],
    ['a digit after Alt with one', 10, [alt('6'), plain('5')]],
    ['Alt with a digit after one', 10, [plain('6'), alt('5')]],
    ['three keys at once', 0, [plain('6'), plain('5'), plain('4')]],
  ] as const) {
    it(`reach the page: ${what}`, () => {
      const fixture = new WedgeFixture();
      fixture.gap = gap;
      for (const [key, held] of presses) fixture.press(key, held);
      expect(fixture.passed).to.deep.equal(presses.map(([key]) => key));
    });
  }

  it('reach the page while one of the last three before is held', () => {
    const fixture = new WedgeFixture();
    expect(fixture.feed('down', '6', fixture.at - 10)).to.equal(false);
    expect(fixture.scan('5432').passed.join('')).to.equal('543');
  });

  it('reach the page up to the ninth, when no release is reported', () => {
    const fixture = new WedgeFixture();
    const passed = Array.from(CODE).filter((key, i) => !fixture.feed('down', key, 1003 + 10 * i));
    expect(passed.join('')).to.equal(CODE.slice(0, 9));
  });
});

describe('Wedge: characters that come after their keys', () => {
  it('are read from what they typed, and their keys reach the field', () => {
    const fixture = new WedgeFixture();
    fixture.target = 'own';
    for (const character of CODE) {
      fixture.press('Unidentified', {code: ''});
      fixture.wedge.setTypedText(character);
    }
    expect(fixture.passed).to.have.length(19);
    fixture.press('Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.have.length(19);
  });

  it('are waited for at the last key of a given length', () => {
    const fixture = new WedgeFixture({lengths: [19]});
    for (const character of CODE) {
      fixture.press('Unidentified', {code: ''});
      fixture.wedge.setTypedText(character);
    }
    expect(fixture.scan('', 'Enter').texts).to.deep.equal([CODE]);
  });

  it('do not replace a character that is known, and none is expected without a key', () => {
    const fixture = new WedgeFixture();
    fixture.wedge.setTypedText('X');
    fixture.scan(CODE);
    fixture.wedge.setTypedText('X');
    fixture.press('Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
  });
});

describe('Wedge: a suffix after a code that came in another way', () => {
  for (const [ms, isHidden] of [
    [0, true],
    [99, true],
    [101, false],
  ] as const) {
    it(`is ${isHidden ? 'hidden' : 'a person’s'} ${String(ms)} ms after it`, () => {
      const fixture = new WedgeFixture();
      fixture.wedge.expectSuffix(5003);
      expect(fixture.feed('down', 'Enter', 5003 + ms)).to.equal(isHidden);
      expect(fixture.scans).to.deep.equal([]);
    });
  }
});

describe('Wedge: settings', () => {
  const tilde: [string, Held] = ['ّ', {code: 'Backquote', shift: true}]; // as an Arabic layout has it

  it('end a scan at the key of the suffix, also on another layout', () => {
    for (const [key, held] of [['~', {}], tilde] as [string, Held][]) {
      const fixture = new WedgeFixture({suffix: '~'}).scan(CODE);
      fixture.press(key, held);
      expect(fixture.scans.map(({text, suffix}) => [text, suffix])).to.deep.equal([[CODE, key]]);
    }
  });

  it('hide a scan from the key of the prefix on, also on another layout', () => {
    for (const [key, held] of [['~', {}], tilde] as [string, Held][]) {
      const fixture = new WedgeFixture({prefix: '~'});
      fixture.press(key, held);
      fixture.scan(CODE, 'Enter');
      expect([fixture.texts, fixture.passed]).to.deep.equal([[CODE], []]);
    }
  });

  it('take every key after the prefix for one of the code, however late the next one came', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
    fixture.scan(CODE.slice(0, 1)).wait(100);
    fixture.scan(CODE.slice(1, 2)).wait(100);
    expect(fixture.scan(CODE.slice(2), 'Enter').texts).to.deep.equal([CODE]);
  });

  it('take the key of the prefix for a character inside a code', () => {
    const fixture = new WedgeFixture({prefix: 'T'}).scan(`T${CODE}`, 'Enter');
    expect([fixture.texts, fixture.passed]).to.deep.equal([[CODE], []]);
  });

  it('wait 120 ms for the code after the prefix', () => {
    for (const [ms, passed] of [
      [119, 0],
      [121, 3],
    ] as const) {
      const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
      fixture.wait(ms - fixture.gap);
      fixture.scan(CODE, 'Enter');
      expect(fixture.passed, `${String(ms)} ms`).to.have.length(passed);
      expect(fixture.texts).to.deep.equal([CODE]);
    }
  });

  it('wait a second for a suffix that is set', () => {
    expect(new WedgeFixture({suffix: 'F8'}).scan(CODE).wait(2000)).to.equal(1000);
  });

  it('count the characters of the code for its length, not its keys', () => {
    expect(new WedgeFixture({lengths: [8, 19]}).scan(`]C1${CODE}`).texts).to.deep.equal([CODE]);
  });
});

describe('Wedge: keys that type nothing', () => {
  const ctrlB: [string, Held] = ['b', {ctrl: true}];

  it('are an edit or a shortcut before a scan, and no part of it', () => {
    for (const key of ['Backspace', 'ArrowLeft']) {
      const fixture = new WedgeFixture().scan('12', key).scan(CODE, 'Enter');
      expect(fixture.scans, key).to.have.length(1);
      expect(fixture.scans[0]).to.deep.include({text: CODE, keys: 19, corrected: []});
      expect(fixture.passed).to.include(key);
    }
  });

  it('are a control character of the scan at its beginning, and among its first keys', () => {
    const first = new WedgeFixture();
    first.press(...ctrlB);
    first.scan(CODE, 'Enter');
    expect(first.scans[0]).to.deep.include({text: CODE, corrected: ['control'], keys: 20});
    const second = new WedgeFixture().scan('2');
    second.press(...ctrlB);
    expect(second.scan(CODE, 'Enter').texts).to.deep.equal([`2\x02${CODE}`]);
    const later = new WedgeFixture().scan('2');
    later.wait(40 - later.gap);
    later.press(...ctrlB);
    expect(later.scan(CODE, 'Enter').texts, '40 ms later').to.deep.equal([`2\x02${CODE}`]);
  });

  it('begin a scan after a key that a person typed', () => {
    const fixture = new WedgeFixture().scan('2');
    fixture.wait(50);
    fixture.press(...ctrlB);
    expect(fixture.scan(CODE, 'Enter').texts).to.deep.equal([CODE]);
  });

  it('are a person’s after a pause, which ends the scan', () => {
    const fixture = new WedgeFixture().scan(CODE);
    fixture.wait(300);
    fixture.press('Backspace');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed.at(-1)).to.equal('Backspace');
  });

  it('end the scan of a slow scanner when they are a suffix', () => {
    const ended = (key: string): readonly (readonly string[])[] => {
      const fixture = new WedgeFixture();
      fixture.gap = 120;
      return fixture.scan(CODE, key).scans.map(({text, suffix}) => [text, suffix]);
    };
    for (const key of ['F8', 'F12', 'ArrowDown']) expect(ended(key)).to.deep.equal([[CODE, key]]);
    for (const key of ['ArrowLeft', 'Find', 'Delete']) expect(ended(key)).to.deep.equal([]);
  });

  it('are the suffix together when several follow the code', () => {
    const keysOf = (...given: readonly string[]): readonly unknown[] => {
      const fixture = new WedgeFixture().scan(CODE, ...given);
      fixture.wait(2000);
      return fixture.scans.map(({text, suffix, keys}) => [text, suffix, keys]);
    };
    expect(keysOf('F8', 'F12')).to.deep.equal([[CODE, 'F12', 19]]);
    const fixture = new WedgeFixture().scan(CODE);
    fixture.press('c', {ctrl: true});
    fixture.wait(2000);
    expect(fixture.scans[0]).to.deep.include({text: CODE, suffix: 'Ctrl+C', corrected: ['control']});
  });

  it('are hidden soon after a scan, when they are a second suffix', () => {
    const passed = (gap: number, ms: number): readonly string[] => {
      const fixture = new WedgeFixture();
      fixture.gap = gap;
      fixture.scan(CODE, 'Enter');
      fixture.passed.length = 0;
      fixture.at += ms - gap;
      return fixture.scan('', 'Tab').passed;
    };
    expect([passed(10, 60), passed(10, 99), passed(10, 101)]).to.deep.equal([[], [], ['Tab']]);
    expect([passed(120, 479), passed(120, 481)], 'four gaps').to.deep.equal([[], ['Tab']]);
  });

  it('are hidden while they repeat, if they were a suffix', () => {
    const fixture = new WedgeFixture().scan(CODE);
    expect(fixture.feed('down', 'Enter', fixture.at)).to.equal(true);
    expect(fixture.feed('down', 'Enter', fixture.at + 500, {repeat: true})).to.equal(true);
    expect(fixture.feed('up', 'Enter', fixture.at + 510)).to.equal(true);
    expect(fixture.feed('down', 'Enter', fixture.at + 900)).to.equal(false);
  });
});

describe('Wedge: when a pause may have ended the keys', () => {
  it('is never for four keys, and 650 ms after the fifth', () => {
    const fixture = new WedgeFixture();
    fixture.gap = 190;
    const wakes = Array.from('12345').map((key) => {
      const {at} = fixture;
      fixture.press(key);
      return fixture.wakeAt === undefined ? undefined : fixture.wakeAt - at;
    });
    expect(wakes).to.deep.equal([undefined, undefined, undefined, undefined, 650]);
  });

  // After a scan without a suffix, which ends 650 ms after its last key
  for (const [what, times, hold, wakeAt] of [
    ['100 ms after a single key', [600], 80, 700],
    ['650 ms after two fast keys', [600, 610], 3, 1260],
    ['not later for four slow keys', [160, 320, 480, 640], 80, 650],
  ] as const) {
    it(`is ${what} that followed a scan`, () => {
      const fixture = new WedgeFixture().scan(CODE);
      const last = fixture.at - fixture.gap;
      for (const [i, after] of times.entries()) {
        fixture.feed('down', String(i), last + after);
        fixture.feed('up', String(i), last + after + hold);
      }
      expect(fixture.wakeAt).to.equal(last + wakeAt);
    });
  }

  it('is 650 ms after a last key that joins the scan', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 18));
    fixture.wait(390);
    expect(fixture.scan(CODE.slice(18)).wait(2000)).to.equal(650);
    expect(fixture.texts).to.deep.equal([CODE]);
  });
});

describe('Wedge: after a pause of the scanner', () => {
  it('hides the third fast key again', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 10));
    fixture.wait(480);
    fixture.scan(CODE.slice(10), 'Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed.join('')).to.equal(CODE.slice(0, 3) + CODE.slice(10, 12));
  });

  it('hides the fourth key again of a slower one', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
    fixture.gap = 60;
    fixture.scan(CODE.slice(0, 8));
    fixture.wait(480);
    fixture.scan(CODE.slice(8), 'Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed.join('')).to.equal(CODE.slice(8, 11));
  });

  it('reads a key between two pauses, and the key and the end after them', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 17));
    fixture.wait(300);
    fixture.scan(CODE.slice(17, 18)).wait(300);
    expect(fixture.scan(CODE.slice(18), 'Enter').texts).to.deep.equal([CODE]);
  });

  it('reads the last two keys of a slower one, and its end', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9');
    fixture.gap = 60;
    fixture.scan(CODE.slice(0, 17)).wait(480);
    expect(fixture.scan(CODE.slice(17), 'Enter').texts).to.deep.equal([CODE]);
  });

  it('leaves keys and an Enter to the person who typed them before the scan was over', () => {
    const fixture = new WedgeFixture().scan(CODE);
    Object.assign(fixture, {gap: 150, hold: 80});
    fixture.at += 140;
    fixture.passed.length = 0;
    fixture.scan('56', 'Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.deep.equal(['5', '6', 'Enter']);
  });

  it('is none in gaps that are usual for the scanner, nor in 120 ms after a prefix', () => {
    const passed = (gap: number, pause: number, prefix: string | null): number => {
      const fixture = new WedgeFixture({prefix});
      if (prefix) fixture.scan('', prefix);
      fixture.gap = gap;
      fixture.scan(CODE.slice(0, 10)).wait(pause - gap);
      fixture.scan(CODE.slice(10), 'Enter');
      expect(fixture.texts).to.deep.equal([CODE]);
      return fixture.passed.length;
    };
    expect([passed(60, 350, 'F9'), passed(60, 370, 'F9')], 'six usual gaps').to.deep.equal([0, 3]);
    expect([passed(10, 119, 'F9'), passed(10, 121, 'F9')]).to.deep.equal([0, 2]);
    expect([passed(10, 89, null), passed(10, 91, null)]).to.deep.equal([3, 5]);
  });

  it('adds no key that a person typed instead', () => {
    const fixture = new WedgeFixture().scan(CODE);
    Object.assign(fixture, {gap: 300, hold: 80});
    fixture.wait(0);
    fixture.at += 290;
    fixture.passed.length = 0;
    fixture.scan('567').wait(2000);
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed.join('')).to.equal('567');
  });

  it('adds no key of a password field', () => {
    const fixture = new WedgeFixture().scan(CODE);
    fixture.wait(300);
    fixture.target = 'protected';
    fixture.press('5');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed.at(-1)).to.equal('5');
  });

  describe('in the middle of what may be two codes', () => {
    const OTHER = '20013507K815520664B';
    const scanned = (second: string, length: number, ...suffix: readonly string[]): readonly string[] => {
      const fixture = new WedgeFixture({pattern: new RegExp(`^[0-9A-Z]{${String(length)}}$`)}).scan(CODE);
      fixture.wait(300);
      fixture.scan(second, ...suffix).wait(2000);
      return fixture.texts;
    };

    it('reads the code once that came twice', () => {
      expect(scanned(CODE, 19)).to.deep.equal([CODE]);
    });

    it('reads none of two different ones', () => {
      expect(scanned(OTHER, 19)).to.deep.equal([`${CODE}${OTHER}\ufffd`]);
    });

    it('reads one that is as long', () => {
      expect(scanned(OTHER, 38)).to.deep.equal([CODE + OTHER]);
    });

    it('reads none, or the code once, when an Enter followed late', () => {
      const late = (second: string): readonly string[] => {
        const fixture = new WedgeFixture({pattern: /^[0-9A-Z]{19}$/}).scan(CODE);
        fixture.wait(300);
        fixture.scan(second).wait(400);
        return fixture.scan('', 'Enter').texts;
      };
      expect(late(CODE)).to.deep.equal([CODE]);
      expect(late(OTHER)).to.deep.equal([`${CODE}${OTHER}\ufffd`]);
    });

    it('reads all of it with a suffix', () => {
      expect(scanned(OTHER, 19, 'Enter')).to.deep.equal([CODE + OTHER]);
    });
  });

  it('leaves two keys before it to the person or the code, as its pattern says', () => {
    const scanned = (length: number): readonly string[] => {
      const fixture = new WedgeFixture({pattern: new RegExp(`^[0-9A-Z]{${String(length)}}$`)}).scan('12');
      fixture.wait(300);
      return fixture.scan(CODE, 'Enter').texts;
    };
    expect(scanned(19)).to.deep.equal([CODE]);
    expect(scanned(21)).to.deep.equal([`12${CODE}`]);
  });

  it('leaves them as the lengths say, and ends no scan in the middle for its length', () => {
    for (const [length, text] of [
      [19, CODE],
      [21, `12${CODE}`],
    ] as const) {
      const fixture = new WedgeFixture({lengths: [length]}).scan('12');
      fixture.wait(300);
      expect(fixture.scan(CODE, 'Enter').texts).to.deep.equal([text]);
    }
  });

  it('leaves keys to the person that came 650 ms before', () => {
    const fixture = new WedgeFixture().scan('12');
    fixture.wait(700);
    expect(fixture.scan(CODE, 'Enter').texts).to.deep.equal([CODE]);
  });
});

describe('Wedge: a clock in steps of 100 ms', () => {
  const scanned = (text: string, gap: number): WedgeFixture => {
    const fixture = new WedgeFixture();
    const stepped = (i: number): number => 1000 + 100 * Math.floor((i * gap) / 100);
    Array.from(text).forEach((key, i) => {
      if (!fixture.feed('down', key, stepped(i))) fixture.passed.push(key);
      fixture.feed('up', key, stepped(i));
    });
    if (!fixture.feed('down', 'Enter', stepped(text.length))) fixture.passed.push('Enter');
    return fixture;
  };

  it('shows a scan by its eighth key', () => {
    const {texts, passed} = scanned(CODE, 12);
    expect([texts, passed.join('')]).to.deep.equal([[CODE], CODE.slice(0, 7)]);
  });

  it('shows no scan in keys of which each goes up after the next one went down', () => {
    const fixture = new WedgeFixture();
    const text = '1234567890123456';
    const passed = Array.from(text).filter((key, i) => {
      const t = 1000 + 100 * Math.floor(i / 8);
      const isHidden = fixture.feed('down', key, t);
      if (i > 0) fixture.feed('up', text.charAt(i - 1), t);
      return !isHidden;
    });
    expect(fixture.feed('down', 'Enter', 1200)).to.equal(false);
    expect([passed.join(''), fixture.texts]).to.deep.equal([text, []]);
  });

  it('shows no scan in seven keys', () => {
    expect(scanned('1234567', 12).texts).to.deep.equal([]);
  });
});

describe('Wedge: decoding', () => {
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
  const keysOf = (hostKeys: readonly string[], us = CODE, held: Held = {}): [string, Held][] =>
    hostKeys.map((key, i) => {
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
  const rows: readonly (readonly [row: string, what: string, hostKeys: readonly string[], held?: Held])[] = [
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
  for (const [row, what, hostKeys, held] of rows) {
    it(`${row}: reads the code with ${what}`, () => {
      const scan = scanOf(keysOf(hostKeys, CODE, held));
      expect([scan?.text, scan?.reading]).to.deep.equal([CODE, 'code']);
      expect(scan?.corrected).to.deep.equal([row === 'L6' ? 'caps' : 'layout']);
    });
  }

  it('L4: uses the host’s characters when the scanner is set to the host’s layout', () => {
    const keys = Array.from(CODE).map((char): [string, Held] => [char, {code: 'KeyQ', shift: true}]);
    expect(scanOf(keys)).to.include({text: CODE, reading: 'key'});
  });

  it('L5: uses the US layout when it is set or when an earlier scan needed it', () => {
    const german = '20007900Y400690098Z';
    const meant = '20007900Z400690098Y';
    const keys = keysOf(Array.from(german), meant);
    expect(scanOf(keys)?.text).to.equal(german);
    expect(scanOf(keys, {layout: 'us'})?.text).to.equal(meant);
    const wedge = new Wedge(undefined, {...newProfile, scans: 1, layout: 'code'});
    expect(scanOf(keys, {}, wedge)?.text).to.equal(meant);
  });

  it('L6: uses the host’s characters when the scanner compensates for Caps Lock', () => {
    expect(scanOf(keysOf(Array.from(CODE), CODE.toLowerCase(), {caps: true}))?.text).to.equal(CODE);
  });

  it('L9: reads the code without physical keys', () => {
    expect(scanOf(Array.from(CODE).map((char): [string, Held] => [char, {code: ''}]))?.text).to.equal(CODE);
  });

  it('L11: reads Alt with the number of a character and prevents its digits from the second on', () => {
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

  it('L12: reads the digits of the keypad with Num Lock off', () => {
    const keys = Array.from('12345678').map((digit): [string, Held] => [
      'ArrowLeft',
      {code: `Numpad${digit}`},
    ]);
    expect(scanOf(keys)?.text).to.equal('12345678');
  });

  it('L13: reports Shift when it was held during the whole scan', () => {
    const symbols = Array.from(')!@#$%^&').map((char): [string, Held] => [
      char,
      {code: 'Digit1', shift: true},
    ]);
    expect(scanOf(symbols)).to.include({held: 'Shift', text: ')!@#$%^&'});
  });

  it('F6: strips the AIM identifier, also with an Arabic layout', () => {
    const keys: [string, Held][] = [
      ['د', {code: 'BracketRight'}],
      ...keysOf(['َ', '1'], 'Q1'),
      ...keysOf(Array.from(CODE)),
    ];
    expect(scanOf(keys)).to.deep.include({text: CODE, aim: ']Q1', corrected: ['layout', 'aim']});
  });

  it('F7: strips control characters at both ends, but not inside the code', () => {
    const framed = scanOf([['b', {ctrl: true}], ...keysOf(Array.from(CODE)), ['c', {ctrl: true}]]);
    expect(framed).to.deep.include({text: CODE, corrected: ['control']});
    const inside = scanOf([
      ...keysOf(Array.from(CODE.slice(0, 9))),
      [']', {ctrl: true}],
      ...keysOf(Array.from(CODE.slice(9)), CODE.slice(9)),
    ]);
    expect(inside?.text).to.equal(`${CODE.slice(0, 9)}\x1d${CODE.slice(9)}`);
  });

  it('prevents all keys of a scan after the prefix, and no typed key', () => {
    const fixture = new WedgeFixture({prefix: 'F9'}).scan('', 'F9').scan(CODE, 'Enter');
    expect(fixture.texts).to.deep.equal([CODE]);
    expect(fixture.passed).to.deep.equal([]);
    fixture.press('F9');
    fixture.wait(500);
    fixture.gap = 200;
    fixture.scan('hello');
    expect(fixture.passed.join('')).to.equal('hello');
  });
});

describe('readInserted', () => {
  it('strips the framing of text inserted in one piece', () => {
    expect(readInserted(`]C1${CODE}\r\n`)).to.deep.equal({text: CODE, corrected: ['aim', 'control']});
    expect(readInserted('12345')).to.deep.equal({text: '12345', corrected: []});
  });
});

describe('Wedge: repeated keys', () => {
  it('T7: ignores repeated keys during the scan and after it', () => {
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

  it('does not prevent a repeated key in a password field that got the focus during a scan', () => {
    const fixture = new WedgeFixture().scan(CODE.slice(0, 7));
    expect(fixture.feed('down', '0', fixture.at, {repeat: true})).to.equal(true);
    expect(fixture.feed('down', '0', fixture.at + 33, {repeat: true, target: 'protected'})).to.equal(false);
  });

  it('does not prevent repeated keys of a person', () => {
    const fixture = new WedgeFixture();
    fixture.feed('down', '0', fixture.at);
    for (let i = 0; i < 40; i++)
      expect(fixture.feed('down', '0', fixture.at + 500 + i * 33, {repeat: true})).to.equal(false);
    expect(fixture.wait(5000)).to.equal(undefined);
  });
});

describe('diagnose', () => {
  const advice = (fixture: WedgeFixture): readonly string[] =>
    diagnose(fixture.scans.at(-1), fixture.wedge.profile).advice;

  it('gives no advice for a scanner that is set up well', () => {
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

  it('advises what to change on the scanner', () => {
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

  it('never returns the code', () => {
    const fixture = new WedgeFixture().scan(CODE, 'Enter');
    expect(
      JSON.stringify([diagnose(fixture.scans[0], fixture.wedge.profile), fixture.wedge.profile]),
    ).not.to.contain(CODE.slice(0, 8));
  });
});
