import {expect} from '@open-wc/testing';
import {redirectUrl} from '../../../src/core/order/redirect-url.js';

const values = {merchantOrderNo: 'order-1', orderNo: '1314', status: 'paid'};
const SHOP = 'https://shop.example/pay/?a=1';

const urlOf = (template: string, base: string): string | undefined =>
  redirectUrl(template, values, base, new URL(base).origin);

describe('redirectUrl', () => {
  const good: readonly (readonly [string, string, string])[] = [
    ['/thanks', SHOP, 'https://shop.example/thanks'],
    ['thanks?n={merchantOrderNo}&p={orderNo}', SHOP, 'https://shop.example/pay/thanks?n=order-1&p=1314'],
    ['/{status}/{status}', SHOP, 'https://shop.example/paid/paid'],
    ['https://other.example/{merchantOrderNo}', SHOP, 'https://other.example/order-1'],
    ['//other.example/a', SHOP, 'https://other.example/a'],
    ['?paid', SHOP, 'https://shop.example/pay/?paid'],
    ['/thanks', 'http://localhost:8080/store', 'http://localhost:8080/thanks'],
    ['https://shop.example/{unknown}', SHOP, 'https://shop.example/%7Bunknown%7D'],
  ];
  for (const [template, base, url] of good) {
    it(`makes ${url} of ${template} on ${base}`, () => {
      expect(urlOf(template, base)).to.equal(url);
    });
  }

  const bad: readonly (readonly [string, string])[] = [
    ['javascript:alert(1)', SHOP],
    [' JaVaScRiPt:alert(1)', SHOP],
    ['java\nscript:alert(1)', SHOP],
    ['javascript:alert(1)', 'about:srcdoc'],
    ['data:text/html,hi', SHOP],
    ['blob:https://shop.example/1', SHOP],
    ['file:///etc/passwd', 'file:///home/shop/index.html'],
    ['http://shop.example/thanks', SHOP],
    ['http://other.example/', 'http://localhost:8080/store'],
    ['//other.example/', 'http://localhost:8080/store'],
    ['http://localhost:8081/', 'http://localhost:8080/store'],
    ['https://', SHOP],
    ['/thanks', 'about:srcdoc'],
    ['mailto:a@shop.example', SHOP],
    ['botim://pay', SHOP],
  ];
  for (const [template, base] of bad) {
    it(`refuses ${JSON.stringify(template)} on ${base}`, () => {
      expect(urlOf(template, base)).to.equal(undefined);
    });
  }

  it("refuses http on the origin of a <base> that is not the page's own", () => {
    const base = 'http://other.example/';
    expect(redirectUrl('/thanks', values, base, 'https://shop.example')).to.equal(undefined);
    expect(redirectUrl('http://localhost:8080/a', values, base, 'http://localhost:8080')).to.equal(
      'http://localhost:8080/a',
    );
  });

  it('replaces what a placeholder stands for as text, URL-encoded', () => {
    const hostile = {merchantOrderNo: "$&$1{status}/../?#&'", orderNo: '', status: 'paid'};
    const url = new URL(
      redirectUrl('/t?n={merchantOrderNo}&p={orderNo}&s={status}', hostile, SHOP, 'https://shop.example') ??
        '',
    );
    expect(url.pathname).to.equal('/t');
    expect([...url.searchParams]).to.deep.equal([
      ['n', hostile.merchantOrderNo],
      ['p', ''],
      ['s', 'paid'],
    ]);
  });
});
