import {expect} from '@open-wc/testing';
import {voucherImage} from '../../../src/voucher/export/voucher-image.js';
import {qrMatrix} from '../../../src/core/qr/qr-matrix.js';
import {qrPath} from '../../../src/core/qr/qr-path.js';
import type {VoucherSheet} from '../../../src/voucher/voucher-model.js';
import {TOKEN} from '../../support/orders.js';
import {asCopied, pixelsOf, readPicture} from '../../support/read-picture.js';

const english: VoucherSheet = {
  title: 'Pay in cash with PayBy',
  amount: 'AED\u00a025.00',
  subject: 'Sand Racer: 500 coins',
  payBefore: ['Pay before Mon, 23 Nov 2026, 14:05'],
  orderNumber: 'Order number',
  merchantOrderNo: 'M-1',
  howTo: 'How to pay',
  steps: ['Go to a partner store and show this code.', 'Pay exactly AED 25.00 in cash.'],
  language: 'en',
  direction: 'ltr',
  qr: qrPath(qrMatrix(TOKEN)),
  cashierCards: [],
};
const arabic: VoucherSheet = {
  ...english,
  title: 'الدفع نقدًا عبر PayBy',
  amount: '\u200f25.00\u00a0د.إ.\u200f',
  steps: ['اذهب إلى متجر شريك واعرض هذا الرمز.', 'ادفع 25.00 د.إ. نقدًا بالضبط.'],
  language: 'ar',
  direction: 'rtl',
};
const longToken = `https://qr.payby.com?BIZ_TYPE=202&ft=${'7ac14d5d372a459f'.repeat(18)}`;

describe('voucherImage', function () {
  for (const [language, words] of [
    ['English', english],
    ['Arabic', arabic],
  ] as const) {
    for (const token of [TOKEN, longToken]) {
      const length = `a token of ${token.length} characters`;
      it(`draws a code that two decoders read, also after a bad copy: ${language}, ${length}`, async () => {
        const picture = await voucherImage({...words, qr: qrPath(qrMatrix(token))});
        expect(picture.type).to.equal('image/png');
        expect((await pixelsOf(picture)).width).to.be.at.least(1080);
        expect(await readPicture(picture)).to.deep.equal([token, token]);
        expect(await readPicture(await asCopied(picture, 0.4))).to.deep.equal([token, token]);
      });
    }
  }

  it('draws a code that two decoders read after a messenger has scaled it down', async () => {
    const picture = await voucherImage(english);
    expect(await readPicture(await asCopied(picture, 0.4, 540))).to.deep.equal([TOKEN, TOKEN]);
  });

  it('draws black on white from edge to edge', async () => {
    const {data, width, height} = await pixelsOf(await voucherImage(english));
    const at = (x: number, y: number): number[] => [
      ...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
    ];
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [0, height - 1],
      [width - 1, height - 1],
    ] as const) {
      expect(at(x, y)).to.deep.equal([255, 255, 255, 255]);
    }
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(i, i + 3);
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 8) coloured++;
    }
    expect(coloured).to.equal(0);
  });

  it('aligns the text to the right in Arabic', async () => {
    const inkIn = async (words: VoucherSheet, side: 'left' | 'right'): Promise<number> => {
      const {data, width, height} = await pixelsOf(await voucherImage(words));
      let ink = 0;
      for (let y = height - 200; y < height; y++) {
        for (let x = 0; x < 180; x++) {
          if ((data[(y * width + (side === 'left' ? x : width - 1 - x)) * 4] ?? 255) < 128) ink++;
        }
      }
      return ink;
    };
    expect(await inkIn(english, 'left')).to.be.greaterThan(await inkIn(english, 'right'));
    expect(await inkIn(arabic, 'right')).to.be.greaterThan(await inkIn(arabic, 'left'));
  });

  it('writes no text of the token into the file', async () => {
    const picture = await voucherImage(english);
    expect(await picture.text()).not.to.contain('qr.payby.com');
  });

  it('rejects when the browser returns noise instead of pixels', async () => {
    const real = CanvasRenderingContext2D.prototype.getImageData;
    CanvasRenderingContext2D.prototype.getImageData = () => new ImageData(1, 1);
    try {
      const refused = await voucherImage(english).catch(String);
      expect(refused).to.contain('altered canvas pixels');
    } finally {
      CanvasRenderingContext2D.prototype.getImageData = real;
    }
  });
});
