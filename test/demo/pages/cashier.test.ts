/** What the cashier's page decides without the server: keyed-in amounts, kinds of scanned codes, and when to cancel. */
import assert from 'node:assert/strict';
import {describe, it, mock} from 'node:test';
import {needsPassword, tidyAmount} from '../../../demo/pages/cashier/amount.js';
import {ANY_CODE, kindOf} from '../../../demo/pages/cashier/scanned-code.js';
import {startPaymentTimers} from '../../../demo/pages/cashier/slow-payment.js';
import {cashierTexts} from '../../../demo/pages/cashier/texts.js';

describe('kindOf', () => {
  const cases: readonly {what: string; code: string; kind: ReturnType<typeof kindOf>}[] = [
    {what: 'PayBy’s own sample', code: '20007900T400690098F', kind: 'payment'},
    {what: 'eighteen digits of another wallet', code: '281234567890123456', kind: 'payment'},
    {what: 'an EAN-13', code: '4006381333931', kind: 'product'},
    {what: 'an EAN-13 of the Emirates', code: '6291041500213', kind: 'product'},
    {what: 'an EAN-8', code: '96385074', kind: 'product'},
    {what: 'a UPC-A', code: '036000291452', kind: 'product'},
    {what: 'the fourteen digits of a case', code: '10012345678902', kind: 'product'},
    {what: 'an EAN-13 with a wrong check digit', code: '4006381333932', kind: 'unknown'},
    {what: 'a coupon number', code: '9812345678902', kind: 'coupon'},
    {what: 'a voucher word', code: 'SAVE20', kind: 'coupon'},
    {what: 'a voucher word with hyphens', code: 'EID-2026-50', kind: 'coupon'},
    {
      what: 'a payment link as this shop shows it',
      code: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d&t=1765054600668',
      kind: 'own',
    },
    {what: 'a payment page link', code: 'https://checkout.payby.com/pay-page/main?ft=cd62', kind: 'own'},
    {what: 'a payment link of the test environment', code: 'https://qr.test2pay.com?ft=1', kind: 'own'},
    {what: 'an app link', code: 'payby://pay?ft=1', kind: 'own'},
    {what: 'a page of this shop', code: 'http://127.0.0.1:8080/store', kind: 'own'},
    {what: 'a menu on the table', code: 'https://example.com/menu', kind: 'link'},
    {what: 'a host that only begins like PayBy’s', code: 'https://payby.com.evil.example/', kind: 'link'},
    {what: 'an address without its scheme', code: 'www.example.com', kind: 'link'},
    {what: 'a Wi-Fi code', code: 'WIFI:S:Shop;T:WPA;P:secret;;', kind: 'link'},
    {what: 'a payment code in lower case', code: '20007900t400690098f', kind: 'unknown'},
    {what: 'eight digits that are no EAN', code: '12345678', kind: 'unknown'},
  ];
  for (const {what, code, kind} of cases) {
    it(`takes ${what} for ${kind}, and the scan field's pattern accepts it`, () => {
      assert.equal(kindOf(code, 'http://127.0.0.1:8080'), kind);
      assert.match(code, new RegExp(`^(?:${ANY_CODE})$`, 'u'));
    });
  }

  it('has a different sentence for every refused kind, in both languages', () => {
    const kinds = ['product', 'coupon', 'own', 'link', 'unknown', 'refused'];
    for (const texts of Object.values(cashierTexts) as Record<string, unknown>[]) {
      const sentences = kinds.map((kind) => texts[`code-${kind}`]);
      assert.equal(new Set(sentences).size, kinds.length);
      assert.ok(sentences.every((sentence) => typeof sentence === 'string'));
    }
  });
});

describe('tidyAmount', () => {
  const cases: readonly {typed: string; amount: string}[] = [
    {typed: '18.5', amount: '18.5'},
    {typed: '18.505', amount: '18.50'},
    {typed: '18.5.0', amount: '18.50'},
    {typed: '0018', amount: '18'},
    {typed: '0.05', amount: '0.05'},
    {typed: '.5', amount: '0.5'},
    {typed: '٢٥٫٧٥', amount: '25.75'},
    {typed: 'AED 12', amount: '12'},
    {typed: '123456789', amount: '1234567'},
    {typed: '', amount: ''},
  ];
  for (const {typed, amount} of cases) {
    it(`turns "${typed}" into "${amount}"`, () => {
      assert.equal(tidyAmount(typed), amount);
    });
  }

  it('leaves a comma in place, which may mean thousands or fils', () => {
    assert.equal(tidyAmount('1,250'), '1,250');
  });
});

describe('needsPassword', () => {
  it('is true from AED 500.00', () => {
    assert.deepEqual(['499.99', '500.00', '1250.00'].map(needsPassword), [false, true, true]);
  });
});

describe('startPaymentTimers', () => {
  it('offers to cancel after 20 s, cancels before 120 s, and does neither once stopped', () => {
    mock.timers.enable({apis: ['setTimeout']});
    try {
      const calls: string[] = [];
      const callbacks = {offerCancel: () => calls.push('offerCancel'), cancel: () => calls.push('cancel')};
      startPaymentTimers(callbacks);
      mock.timers.tick(19_999);
      assert.deepEqual(calls, []);
      mock.timers.tick(1);
      assert.deepEqual(calls, ['offerCancel']);
      mock.timers.tick(95_000);
      assert.deepEqual(calls, ['offerCancel', 'cancel']);
      startPaymentTimers(callbacks)();
      mock.timers.tick(200_000);
      assert.equal(calls.length, 2, 'calls after stopping');
    } finally {
      mock.timers.reset();
    }
  });
});
