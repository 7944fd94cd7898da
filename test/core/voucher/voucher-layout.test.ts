import {expect} from '@open-wc/testing';
import {
  layOutVoucher,
  wrapped,
  type Font,
  type VoucherText,
} from '../../../src/core/voucher/voucher-layout.js';

/** A face whose characters are all half as wide as high. */
const measure = (text: string, {size}: Font): number => (text.length * size) / 2;
const words = (changes: Partial<VoucherText> = {}): VoucherText => ({
  title: 'Pay in cash with PayBy',
  amount: 'AED\u00a025.00',
  subject: 'Sand Racer: 500 coins',
  payBefore: ['Pay before Mon, 23 Nov 2026, 14:05'],
  orderNumber: 'Order number',
  merchantOrderNo: 'M-1',
  howTo: 'How to pay',
  steps: ['Go to a partner store and show this code.', 'Pay exactly AED 25.00 in cash.', 'Wait.'],
  language: 'en',
  direction: 'ltr',
  ...changes,
});
const spanOf = (line: {text: string; x: number; align: string; direction: string; font: Font}): number[] => {
  const width = measure(line.text, line.font);
  if (line.align === 'center') return [line.x - width / 2, line.x + width / 2];
  return line.direction === 'rtl' ? [line.x - width, line.x] : [line.x, line.x + width];
};

describe('the picture of a voucher', () => {
  const kinds: [string, VoucherText][] = [
    ['in English', words()],
    ['in Arabic', words({direction: 'rtl', language: 'ar'})],
    [
      'in Urdu',
      words({direction: 'rtl', language: 'ur', payBefore: ['پیر، 23 نومبر، 2:05 PM سے پہلے ادائیگی کریں']}),
    ],
    ['of a very large amount', words({amount: 'AED\u00a0999,999,999,999.99'})],
    ['with the longest order number', words({merchantOrderNo: 'A1'.repeat(32)})],
    ['with a long subject', words({subject: 'word '.repeat(40)})],
    ['without subject and end', words({subject: undefined, payBefore: []})],
  ];
  for (const [kind, its] of kinds) {
    for (const modules of [29, 49, 185]) {
      it(`${kind}, with a code of ${modules} modules, has everything on the sheet and nothing on the code`, () => {
        const {width, height, lines, code} = layOutVoucher(its, modules, measure);
        const side = code.module * modules;
        expect(width).to.be.at.least(1080);
        expect([code.x, code.y, code.module].every(Number.isInteger), 'sharp edges').to.equal(true);
        expect(code.module).to.be.at.least(4);
        expect(code.x + side).to.be.at.most(width);
        for (const line of lines) {
          const [left = -1, right = Infinity] = spanOf(line);
          expect(left, line.text).to.be.at.least(0);
          expect(right, line.text).to.be.at.most(width);
          expect(line.y).to.be.at.most(height);
          const isClear = line.y + line.font.size * 0.3 <= code.y || line.y - line.font.size >= code.y + side;
          expect(isClear, `${line.text} beside the code`).to.equal(true);
        }
      });
    }
  }

  it('leaves Urdu the height of Nastaliq, and numbers where they are', () => {
    const steps = ['یہ کوڈ دکھائیں۔', 'نقد ادا کریں۔', 'انتظار کریں۔'];
    const {lines} = layOutVoucher(words({direction: 'rtl', language: 'ur', steps}), 49, measure);
    const at = (text: string): number => lines.find((line) => line.text === text)?.y ?? NaN;
    const [first, second, third] = steps.map(at) as [number, number, number];
    for (const [above, below] of [
      [first, second],
      [second, third],
    ] as const) {
      expect(below - above).to.be.at.least(1.9 * 42);
    }
    const english = layOutVoucher(words(), 49, measure).lines;
    expect(at('AED\u00a025.00')).to.equal(english.find(({text}) => text === 'AED\u00a025.00')?.y);
  });

  it('says every word, the order number from left to right', () => {
    const its = words({direction: 'rtl', language: 'ar'});
    const {lines} = layOutVoucher(its, 49, measure);
    const text = lines.map((line) => line.text).join(' ');
    for (const step of its.steps) expect(text).to.contain(step.split(' ').slice(0, 3).join(' '));
    expect(text).to.contain(its.amount);
    expect(lines.find((line) => line.text === 'M-1')?.direction).to.equal('ltr');
  });
});

describe('lines', () => {
  const inTens = (text: string): readonly string[] => wrapped(text, 10, (part) => part.length);
  const cases: [string, string[]][] = [
    ['', []],
    ['one', ['one']],
    ['one two three', ['one two', 'three']],
    ['  one  ', ['one']],
    ['aaaaaaaaaaaaaaa b', ['aaaaaaaaaa', 'aaaaa b']],
    ['one aaaaaaaaaaaaaaa', ['one', 'aaaaaaaaaa', 'aaaaa']],
    ['pay AED\u00a025.00', ['pay', 'AED\u00a025.00']],
  ];
  for (const [text, lines] of cases) {
    it(`of ${JSON.stringify(text)} are ${lines.join(' | ') || 'none'}`, () => {
      expect(inTens(text)).to.deep.equal(lines);
    });
  }
});
