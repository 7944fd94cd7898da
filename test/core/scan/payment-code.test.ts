import {expect} from '@open-wc/testing';
import {
  checkScan,
  normalizeCode,
  isGtin,
  maskCode,
  DuplicateGuard,
} from '../../../src/core/scan/payment-code.js';

const CODE = '20007900T400690098F';
const rules = {minLength: 8, maxLength: 128, pattern: undefined};
const reason = (code: string, pattern?: string): string => {
  const check = checkScan(code, {...rules, pattern});
  return check.ok ? `ok ${check.code}` : check.reason;
};

describe('a scanned text', () => {
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
    [CODE, `ok ${CODE}`, '[broken'],
  ];
  for (const [code, expected, pattern] of cases) {
    it(`${JSON.stringify(code.slice(0, 24))} is ${expected.slice(0, 12)}${pattern ? ` with ${pattern}` : ''}`, () => {
      expect(reason(code, pattern)).to.equal(expected);
    });
  }

  it('tells no more than its length when it is refused', () => {
    expect(checkScan('secret', rules)).to.deep.equal({ok: false, reason: 'too-short', length: 6});
  });

  it('shows its last four characters', () => {
    expect(maskCode(CODE)).to.equal('•••• 098F');
  });
});

describe('a code entered by hand or pasted', () => {
  for (const [what, entry] of [
    ['Arabic digits', '٢٠٠٠٧٩٠٠T٤٠٠٦٩٠٠٩٨F'],
    ['Persian digits', '۲۰۰۰۷۹۰۰T۴۰۰۶۹۰۰۹۸F'],
    ['Devanagari digits', '२०००७९००T४००६९००९८F'],
    ['spaces and hyphens', ' 2000 7900-T400–6900 98F\n'],
    ['marks of direction', '\u200f20007900\u200eT400690098\u202cF\u2069'],
  ] as const) {
    it(`is read with ${what}`, () => {
      expect(normalizeCode(entry)).to.equal(CODE);
    });
  }

  it('keeps its case and its other characters', () => {
    expect(normalizeCode('aB_c/é')).to.equal('aB_c/é');
  });
});

describe('the digits of a product', () => {
  for (const [code, is] of [
    ['4006381333931', true],
    ['4006381333932', false],
    ['96385074', true],
    ['036000291452', true],
    ['00012345600012', true],
    ['123456789', false],
    [CODE, false],
  ] as const) {
    it(`${code}: ${is ? 'a product' : 'none'}`, () => {
      expect(isGtin(code)).to.equal(is);
    });
  }
});

describe('the gate', () => {
  const judge = (gate: DuplicateGuard, code: string, now: number, isBusy = false): string =>
    gate.check(code, now, {isBusy, dedupeMs: 5000});

  it('takes a code once, and again when it has not been seen for the whole window', () => {
    const gate = new DuplicateGuard();
    expect(judge(gate, CODE, 0)).to.equal('new');
    expect(judge(gate, CODE, 4000)).to.equal('duplicate');
    expect(judge(gate, CODE, 8000), 'each repeat starts the window anew').to.equal('duplicate');
    expect(judge(gate, CODE, 13_000)).to.equal('new');
  });

  it('does not remember what came while busy', () => {
    const gate = new DuplicateGuard();
    expect(judge(gate, CODE, 0, true)).to.equal('busy');
    expect(judge(gate, CODE, 1)).to.equal('new');
    expect(judge(gate, CODE, 2, true)).to.equal('duplicate');
    gate.forget();
    expect(judge(gate, CODE, 3)).to.equal('new');
  });
});
