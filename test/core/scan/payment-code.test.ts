import {expect} from '@open-wc/testing';
import {
  checkScan,
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
    ['1'.repeat(129), 'too-long'],
    ['12345\u001d67890', 'control'],
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

  it('returns only the length of a refused text', () => {
    expect(checkScan('secret', rules)).to.deep.equal({ok: false, reason: 'too-short', length: 6});
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

describe('isGtin', () => {
  for (const [code, is] of [
    ['4006381333931', true],
    ['4006381333932', false],
    ['96385074', true],
    ['036000291452', true],
    ['00012345600012', true],
    ['123456789', false],
    [CODE, false],
  ] as const) {
    it(`returns ${String(is)} for ${code}`, () => {
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

  it('does not store a code that came while busy', () => {
    const guard = new DuplicateGuard();
    expect(check(guard, CODE, 0, true)).to.equal('busy');
    expect(check(guard, CODE, 1)).to.equal('new');
    expect(check(guard, CODE, 2, true)).to.equal('duplicate');
    guard.forget();
    expect(check(guard, CODE, 3)).to.equal('new');
  });
});
