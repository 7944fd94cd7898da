import {expect} from '@open-wc/testing';
import {checkScan, maskCode} from '../../src/core/scan-code.js';

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
