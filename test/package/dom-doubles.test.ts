/** Merchants test their pages in jsdom or happy-dom: there both elements mount, take an order or a code, and dispatch. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const script = fileURLToPath(new URL('dom-double.mjs', import.meta.url));

const waiting = ['ready', 'change waiting'];

describe('the package in a DOM of a test environment', () => {
  for (const dom of ['jsdom', 'happy-dom']) {
    it(`shows and pays an order, shows a voucher, accepts a scan and is left on the page in ${dom}: no error, no warning`, () => {
      const report: unknown = JSON.parse(execFileSync(process.execPath, [script, dom], {encoding: 'utf8'}));
      assert.deepEqual(report, {
        shown: {phase: 'waiting', codes: 1, amount: 'AED 25.00', smallest: '164px'},
        paid: {phase: 'paid', codes: 0, isAsked: true},
        isVoucherShown: true,
        events: ['ready', 'change waiting', 'change paid', 'success', ...waiting, ...waiting],
        empty: {isValid: false, message: true},
        scan: {scans: ['281234567890123456'], value: '281234567890123456', isValid: true, form: true},
        log: [],
      });
    });
  }
});
