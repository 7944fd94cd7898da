/** What the till knows by itself: amounts as they are keyed in, and the codes that lie about in a shop. */
import assert from 'node:assert/strict';
import {describe, it, mock} from 'node:test';
import {needsPassword, tidyAmount} from '../../../demo/pages/cashier/amount.js';
import {ANY_CODE, kindOf} from '../../../demo/pages/cashier/scanned-code.js';
import {bePatient} from '../../../demo/pages/cashier/slow-payment.js';
import {cashierTexts} from '../../../demo/pages/cashier/texts.js';

describe('a code at the till', () => {
  const cases: [string, string, string][] = [
    ['20007900T400690098F', 'payment', 'PayBy’s own sample'],
    ['281234567890123456', 'payment', 'eighteen digits of another wallet: the server decides'],
    ['4006381333931', 'product', 'EAN-13'],
    ['6291041500213', 'product', 'an article of the Emirates'],
    ['96385074', 'product', 'EAN-8'],
    ['036000291452', 'product', 'UPC-A'],
    ['10012345678902', 'product', 'a case of fourteen digits'],
    ['4006381333932', 'unknown', 'an EAN with a wrong check digit'],
    ['9812345678902', 'coupon', 'a coupon’s number'],
    ['SAVE20', 'coupon', 'a voucher'],
    ['EID-2026-50', 'coupon', 'a voucher with hyphens'],
    [
      'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d&t=1765054600668',
      'own',
      'PayBy’s link, as this shop shows it',
    ],
    ['https://checkout.payby.com/pay-page/main?ft=cd62', 'own', 'the other form of it'],
    ['https://qr.test2pay.com?ft=1', 'own', 'the same in UAT'],
    ['payby://pay?ft=1', 'own', 'an app’s link'],
    ['http://127.0.0.1:8080/store', 'own', 'a page of this shop'],
    ['https://example.com/menu', 'link', 'a menu on the table'],
    ['https://payby.com.evil.example/', 'link', 'an address that only begins like PayBy’s'],
    ['www.example.com', 'link', 'an address without its scheme'],
    ['WIFI:S:Shop;T:WPA;P:secret;;', 'link', 'the guests’ network'],
    ['20007900t400690098f', 'unknown', 'lower case, which no code of PayBy is known to have'],
    ['12345678', 'unknown', 'eight digits that are no EAN'],
  ];
  for (const [code, kind, what] of cases) {
    it(`is told by its kind: ${what}`, () => {
      assert.equal(kindOf(code, 'http://127.0.0.1:8080'), kind);
      assert.match(code, new RegExp(`^(?:${ANY_CODE})$`, 'u'), 'and the field lets it through to be told');
    });
  }

  it('has a sentence of its own for every kind that is refused, in both languages', () => {
    const kinds = ['product', 'coupon', 'own', 'link', 'unknown', 'refused'];
    for (const texts of Object.values(cashierTexts) as Record<string, unknown>[]) {
      const sentences = kinds.map((kind) => texts[`code-${kind}`]);
      assert.equal(new Set(sentences).size, kinds.length);
      assert.ok(sentences.every((sentence) => typeof sentence === 'string'));
    }
  });

  it('finds the same sentences in both languages', () => {
    assert.deepEqual(Object.keys(cashierTexts.ar).sort(), Object.keys(cashierTexts.en).sort());
  });
});

describe('an amount that is keyed in', () => {
  const cases: [string, string][] = [
    ['18.5', '18.5'],
    ['18.505', '18.50'],
    ['18.5.0', '18.50'],
    ['0018', '18'],
    ['0.05', '0.05'],
    ['.5', '0.5'],
    ['٢٥٫٧٥', '25.75'],
    ['AED 12', '12'],
    ['123456789', '1234567'],
    ['1,250', '1,250'], // thousands or fils? It is left for the cashier to say
    ['', ''],
  ];
  for (const [typed, tidy] of cases) {
    it(`is kept as ${tidy || 'nothing'} after ${typed || 'nothing'}`, () => {
      assert.equal(tidyAmount(typed), tidy);
    });
  }

  it('needs the customer’s password from AED 500, not a fils below', () => {
    assert.deepEqual(['499.99', '500.00', '1250.00'].map(needsPassword), [false, true, true]);
  });
});

describe('a till’s patience', () => {
  it('offers to cancel after 20 seconds, and cancels by itself well before 120', () => {
    mock.timers.enable({apis: ['setTimeout']});
    try {
      const heard: string[] = [];
      const offer = () => heard.push('offer');
      const giveUp = () => heard.push('give up');
      bePatient({offer, giveUp});
      mock.timers.tick(19_999);
      assert.deepEqual(heard, []);
      mock.timers.tick(1);
      assert.deepEqual(heard, ['offer']);
      mock.timers.tick(95_000);
      assert.deepEqual(heard, ['offer', 'give up']);
      bePatient({offer, giveUp})();
      mock.timers.tick(200_000);
      assert.equal(heard.length, 2, 'and neither once the payment is over');
    } finally {
      mock.timers.reset();
    }
  });
});
