import {expect} from '@open-wc/testing';
import {isToken, tokenProblem} from '../../../src/core/order/token.js';

const LONGEST = 2048;
const start = 'https://qr.payby.com/?';

describe('tokenProblem', () => {
  const good = [
    'https://qr.payby.com',
    'HTTPS://QR.PAYBY.COM?ft=1',
    'https://qr.payby.com/a@b',
    'https://qr.payby.com#a',
    start + 'x'.repeat(LONGEST - start.length),
  ];
  for (const token of good) {
    it(`is undefined for ${token.slice(0, 40)} of ${String(token.length)} characters`, () => {
      expect([tokenProblem(token), isToken(token)]).to.deep.equal([undefined, true]);
    });
  }

  const useless: unknown[] = [
    ...['', 'http://qr.payby.com', 'https://', 'https://me@qr.payby.com', 'https:\\\\qr.payby.com'],
    ...['https://qr.payby.com/a b', ' https://qr.payby.com', 'x https://qr.payby.com', undefined, 7],
    ['https://qr.payby.com'],
  ];
  for (const token of useless) {
    it(`says that ${JSON.stringify(token)} is not an https: address`, () => {
      expect([tokenProblem(token), isToken(token)]).to.deep.equal(['is not an https: address', false]);
    });
  }

  it('counts bytes, not characters', () => {
    const message = `is longer than ${String(LONGEST)} bytes`;
    expect(tokenProblem(start + 'x'.repeat(LONGEST - start.length + 1))).to.equal(message);
    expect(tokenProblem(start + 'é'.repeat(LONGEST / 2))).to.equal(message);
  });
});
