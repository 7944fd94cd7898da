import {expect} from '@open-wc/testing';
import jsQR from 'jsqr';
import {qrMatrix} from '../../../src/core/qr/qr-matrix.js';
import {isTooDense, qrPath} from '../../../src/core/qr/qr-path.js';
import {TOKEN} from '../../support/orders.js';

/** Paints the path's rectangles as a camera would see them, and lets an independent decoder read. */
function decode(text: string, scale = 4): string | undefined {
  const {path, size} = qrPath(qrMatrix(text));
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x = 0, y = 0, width = 0] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let py = Number(y) * scale; py < (Number(y) + 1) * scale; py++) {
      for (let px = Number(x) * scale; px < (Number(x) + Number(width)) * scale; px++) {
        pixels.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
      }
    }
  }
  return jsQR(pixels, side, side, {inversionAttempts: 'dontInvert'})?.data;
}

describe('qrMatrix and qrPath', () => {
  const texts = [
    TOKEN,
    'https://checkout.payby.com/pay-page/main?BIZ_TYPE=202&ft=cd624549f4894d78b0d368e48bb27aae&t=1654519114067',
    'https://a.b/?q=مرحبا',
    `https://qr.payby.com?long=${'0123456789abcdef'.repeat(40)}`,
  ];
  for (const text of texts) {
    it(`encode ${text.slice(0, 32)}… (${text.length} characters) so that a decoder reads it`, () => {
      expect(decode(text)).to.equal(text);
    });
  }

  it("encode PayBy's sample token with 37 modules and a quiet zone of 4 on each side", () => {
    expect(qrMatrix(TOKEN).size).to.equal(37);
    expect(qrPath(qrMatrix(TOKEN)).size).to.equal(45);
  });

  it('draw one path of closed runs outside the quiet zone', () => {
    const {path, size} = qrPath({size: 3, modules: [1, 1, 0, 0, 0, 0, 1, 0, 1]});
    expect(size).to.equal(11);
    expect(path).to.equal('M4 4h2v1H4zM4 6h1v1H4zM6 6h1v1H6z');
  });

  it('encode the longest token that parseOrder accepts', () => {
    expect(() => qrMatrix(`https://qr.payby.com?${'م'.repeat(1013)}`)).not.to.throw();
  });
});

describe('isTooDense', () => {
  // Of 45 modules with the quiet zone: three device pixels each are 135
  const cases: [width: number, devicePixelRatio: number, isDense: boolean][] = [
    [135, 1, false],
    [134, 1, true],
    [45, 3, false],
    [44, 3, true],
    [90, 2, false],
    [90, 1, true],
    [67.5, 2, false],
    [67, 2, true],
    [0, 1, false],
    [0, 3, false],
  ];
  for (const [width, devicePixelRatio, isDense] of cases) {
    it(`returns ${String(isDense)} for 45 modules on ${String(width)} px at ${String(devicePixelRatio)} device px each`, () => {
      expect(isTooDense(qrPath(qrMatrix(TOKEN)), width, devicePixelRatio)).to.equal(isDense);
    });
  }
});
