import {expect} from '@open-wc/testing';
import {
  checkScan,
  codeOfEntry,
  codeOfInserted,
  normalizeCode,
  isGtin,
  maskCode,
  DuplicateGuard,
  wholePattern,
} from '../../../src/core/scan/payment-code.js';

const CODE = '20007900T400690098F';
const rules = {minLength: 8, maxLength: 128, pattern: null};
const reason = (code: string, pattern?: string): string => {
  const check = checkScan(code, {...rules, pattern: pattern === undefined ? null : wholePattern(pattern)});
  return check.ok ? `ok ${check.code}` : check.reason;
};

describe('checkScan', () => {
  const cases: [string, string, string?][] = [
    [CODE, `ok ${CODE}`],
    [`  ${CODE}\r\n`, `ok ${CODE}`],
    ['1234567', 'too-short'],
    ['', 'too-short'],
    ['12345678', 'ok 12345678'],
    ['1'.repeat(128), `ok ${'1'.repeat(128)}`],
    ['1'.repeat(129), 'too-long'],
    ['12345\u001d67890', 'control'],
    ['12\u007f', 'control'],
    ['A 23-456~', 'ok A 23-456~'],
    ['٢٠٠٠٧٩٠٠', 'pattern'],
    ['20007900ﻹ400690098[', 'pattern'],
    [CODE, `ok ${CODE}`, '[0-9A-Z]{19}'],
    [CODE, 'pattern', '[0-9]+'],
    [`${CODE}X`, 'pattern', '[0-9A-Z]{19}'],
    ['A2345678', 'ok A2345678', 'A\\d+|B\\d+'],
    ['B2345678', 'ok B2345678', 'A\\d+|B\\d+'],
    ['A2345678X', 'pattern', 'A\\d+|B\\d+'],
    ['XB2345678', 'pattern', 'A\\d+|B\\d+'],
  ];
  for (const [code, expected, pattern] of cases) {
    it(`returns ${expected.slice(0, 12)} for ${JSON.stringify(code.slice(0, 24))}${pattern ? ` with pattern ${pattern}` : ''}`, () => {
      expect(reason(code, pattern)).to.equal(expected);
    });
  }

  it('compares characters with the pattern, not halves of them', () => {
    expect(wholePattern('.{2}').test('🪙🪙')).to.equal(true);
    expect(() => wholePattern('(')).to.throw(SyntaxError);
  });

  it('returns only the length of a refused text', () => {
    for (const text of ['secret', ' secret\n'])
      expect(checkScan(text, rules)).to.deep.equal({ok: false, reason: 'too-short', length: 6});
  });
});

describe('maskCode', () => {
  it('returns four dots and the last four characters', () => {
    expect(maskCode(CODE)).to.equal('•••• 098F');
  });
});

describe('normalizeCode', () => {
  for (const [what, entry] of [
    ['Arabic digits', '٢٠٠٠٧٩٠٠T٤٠٠٦٩٠٠٩٨F'],
    ['Persian digits', '۲۰۰۰۷۹۰۰T۴۰۰۶۹۰۰۹۸F'],
    ['Devanagari digits', '२०००७९००T४००६९००९८F'],
    ['spaces and hyphens', ' 2000 7900-T400–6900 98F\n'],
    ['minus signs and no-break spaces', '2000\u22127900\u00a0T400690098F'],
    ['bidi marks', '\u200f20007900\u200eT400690098\u202cF\u2069'],
  ] as const) {
    it(`handles ${what}`, () => {
      expect(normalizeCode(entry)).to.equal(CODE);
    });
  }

  it('leaves case and other characters as they are', () => {
    expect(normalizeCode('aB_c/é')).to.equal('aB_c/é');
  });
});

describe('codeOfEntry', () => {
  const cases: [what: string, entry: string, code: string | RegExp | undefined, read: string][] = [
    ['nothing known about codes', ' ab-12 ٣\u200e', undefined, 'ab123'],
    ['a code as it is', '  AB-12 ', 'AB-12', 'AB-12'],
    ['a code of other digits as it is', '٢٠٠٠', /^[٠-٩]{4}$/, '٢٠٠٠'],
    ['bidi marks around a code', '\u2066AB-12\u2069', 'AB-12', 'AB-12'],
    ['a no-break space in a code', 'AB\u00a012', 'AB 12', 'AB 12'],
    ['other digits in a code with a hyphen', '\u200fAB-١٢', 'AB-12', 'AB-12'],
    ['blanks after other digits', '١٢ ', '12', '12'],
    ['blanks and hyphens in a code', ' AB-1 2', 'AB12', 'AB12'],
    ['no code', 'ab-1 ٢', /^none$/, 'ab12'],
  ];
  for (const [what, entry, code, read] of cases) {
    it(`reads ${read} from ${what}`, () => {
      const isCode = (text: string): boolean =>
        typeof code === 'string' ? text === code : !!code?.test(text);
      expect(codeOfEntry(entry, code === undefined ? undefined : isCode)).to.equal(read);
    });
  }
});

describe('codeOfInserted', () => {
  const cases: [what: string, text: string, code: string | undefined, read: string][] = [
    ['a barcode’s text, nothing known about codes', ' a-1 2\x1d\n', undefined, ' a-1 2\x1d\n'],
    ['a barcode’s text that is no code', 'AB-1 2', 'AB12', 'AB-1 2'],
    ['the last ASCII character', 'AB-\x7f', undefined, 'AB-\x7f'],
    ['a barcode’s text with an app’s marks', '\u2066AB-1 2\u2069', undefined, 'AB-1 2'],
    ['a no-break space', 'AB-1\u00a02', undefined, 'AB-1 2'],
    ['a code with an app’s marks', '\u2066AB-12\u2069', 'AB-12', 'AB-12'],
    ['marks around a text that is no code', '\u2066AB-12\u2069', 'AB12', 'AB12'],
    ['a text written by a person', '٢٠٠٠-7900', undefined, '20007900'],
    ['a code written by a person', 'AB-٢٠٠٠', 'AB-2000', 'AB-2000'],
  ];
  for (const [what, text, code, read] of cases) {
    it(`reads ${JSON.stringify(read)} from ${what}`, () => {
      expect(codeOfInserted(text, code === undefined ? undefined : (one) => one === code)).to.equal(read);
    });
  }
});

describe('isGtin', () => {
  for (const [code, is] of [
    ['4006381333931', true],
    ['4006381333932', false],
    ['96385074', true],
    ['036000291452', true],
    ['00012345600012', true],
    ['123456789', false],
    ...[7, 9, 10, 11, 15].map((length) => ['0'.repeat(length), false] as const), // whose check digit is right
    ...[8, 12, 13, 14].map((length) => ['0'.repeat(length), true] as const),
    [' 00000000', false],
    ['00000000 ', false],
    ['000000000000 ', false],
    [CODE, false],
  ] as const) {
    it(`returns ${String(is)} for "${code}"`, () => {
      expect(isGtin(code)).to.equal(is);
    });
  }
});

describe('DuplicateGuard', () => {
  const check = (guard: DuplicateGuard, code: string, now: number, isBusy = false): string =>
    guard.check(code, now, {isBusy, dedupeMs: 5000});

  it('returns new for a code again only after the whole window has passed without it', () => {
    const guard = new DuplicateGuard();
    expect(check(guard, CODE, 0)).to.equal('new');
    expect(check(guard, CODE, 4000)).to.equal('duplicate');
    expect(check(guard, CODE, 8000), 'each repeat restarts the window').to.equal('duplicate');
    expect(check(guard, CODE, 13_000)).to.equal('new');
  });

  it('returns new for another code at any time', () => {
    const guard = new DuplicateGuard();
    expect(check(guard, CODE, 0)).to.equal('new');
    expect(check(guard, '20007900T400690099G', 1)).to.equal('new');
    expect(check(guard, CODE, 2)).to.equal('new');
  });

  it('compares with the last accepted code while another one is refused as busy', () => {
    const guard = new DuplicateGuard();
    expect(check(guard, CODE, 0)).to.equal('new');
    expect(check(guard, '20007900T400690099G', 1, true)).to.equal('busy');
    expect(check(guard, CODE, 2, true)).to.equal('duplicate');
  });

  it('does not store a code that came while busy', () => {
    const guard = new DuplicateGuard();
    expect(check(guard, CODE, 0, true)).to.equal('busy');
    expect(check(guard, CODE, 1)).to.equal('new');
    expect(check(guard, CODE, 2, true)).to.equal('duplicate');
    guard.forget();
    expect(check(guard, CODE, 3)).to.equal('new');
  });
});
