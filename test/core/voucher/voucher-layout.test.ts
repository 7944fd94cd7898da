import {expect} from '@open-wc/testing';
import {
  layOutVoucher,
  wrapped,
  type Font,
  type VoucherText,
} from '../../../src/core/voucher/voucher-layout.js';

/** A font whose characters are all half as wide as high. */
const measure = (text: string, {size}: Font): number => (text.length * size) / 2;
const voucher = (changes: Partial<VoucherText> = {}): VoucherText => ({
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

describe('layOutVoucher', () => {
  const kinds: [string, VoucherText][] = [
    ['English', voucher()],
    ['Arabic', voucher({direction: 'rtl', language: 'ar'})],
    [
      'Urdu',
      voucher({direction: 'rtl', language: 'ur', payBefore: ['پیر، 23 نومبر، 2:05 PM سے پہلے ادائیگی کریں']}),
    ],
    ['a very large amount', voucher({amount: 'AED\u00a0999,999,999,999.99'})],
    ['the longest order number', voucher({merchantOrderNo: 'A1'.repeat(32)})],
    ['a long subject', voucher({subject: 'word '.repeat(40)})],
    ['no subject and no end', voucher({subject: undefined, payBefore: []})],
  ];
  for (const [kind, its] of kinds) {
    for (const modules of [29, 49, 185]) {
      it(`places all text on the sheet and none on the code: ${kind}, code of ${modules} modules`, () => {
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

  it('gives lines of Urdu the height of Nastaliq, and lines of digits their own', () => {
    const steps = ['یہ کوڈ دکھائیں۔', 'نقد ادا کریں۔', 'انتظار کریں۔'];
    const {lines} = layOutVoucher(voucher({direction: 'rtl', language: 'ur', steps}), 49, measure);
    const at = (text: string): number => lines.find((line) => line.text === text)?.y ?? NaN;
    const [first, second, third] = steps.map(at) as [number, number, number];
    for (const [above, below] of [
      [first, second],
      [second, third],
    ] as const) {
      expect(below - above).to.be.at.least(1.9 * 42);
    }
    const english = layOutVoucher(voucher(), 49, measure).lines;
    expect(at('AED\u00a025.00')).to.equal(english.find(({text}) => text === 'AED\u00a025.00')?.y);
  });

  it('places every text, the order number from left to right', () => {
    const its = voucher({direction: 'rtl', language: 'ar'});
    const {lines} = layOutVoucher(its, 49, measure);
    const text = lines.map((line) => line.text).join(' ');
    for (const step of its.steps) expect(text).to.contain(step.split(' ').slice(0, 3).join(' '));
    expect(text).to.contain(its.amount);
    expect(lines.find((line) => line.text === 'M-1')?.direction).to.equal('ltr');
  });
});

describe('layOutVoucher with steps', () => {
  for (const [direction, language, start, indented] of [
    ['ltr', 'en', 72, 136],
    ['rtl', 'ar', 1008, 944],
  ] as const) {
    const steps = ['اعرض', 'ادفع', 'انتظر']; // one short word each
    const laidOut = () => layOutVoucher(voucher({direction, language, steps}), 49, measure).lines;
    const at = (text: string) => laidOut().find((line) => line.text === text);

    it(`numbers them at the ${direction} start, and indents their text`, () => {
      expect(at('How to pay')).to.deep.include({x: start, align: 'start', direction});
      for (const [i, step] of steps.entries()) {
        expect(at(`${String(i + 1)}.`)).to.deep.include({x: start, align: 'start', y: at(step)?.y});
        expect(at(step)).to.deep.include({x: indented, align: 'start', direction});
      }
    });

    it(`leaves the height of a line between them, and more before the heading: ${direction}`, () => {
      const y = (text: string): number => at(text)?.y ?? NaN;
      expect(y('ادفع') - y('اعرض')).to.be.within(66, 67); // 1.4 × 42 + 8
      expect(y('How to pay') - y('M-1')).to.be.within(101, 102); // 1.4 × 44 + 40
      expect(laidOut().map(({text}) => text)).to.contain('Sand Racer: 500 coins');
    });
  }

  it('breaks a step before the margin, from its indent', () => {
    const step = 'four '.repeat(9).trim(); // 44 characters of 21 px are 924: less than the sheet's 936, more than 872
    const {lines} = layOutVoucher(voucher({steps: [step]}), 49, measure);
    expect(lines.filter(({text}) => text.startsWith('four')).map(({text}) => text.length)).to.deep.equal([
      39, 4,
    ]);
  });

  it('has no heading without steps', () => {
    const {lines} = layOutVoucher(voucher({steps: []}), 49, measure);
    expect(lines.map(({text}) => text)).not.to.contain('How to pay');
    expect(lines.map(({text}) => text)).to.contain('M-1');
  });

  it('draws an amount as large as fits on one line', () => {
    const sizeOf = (amount: string): number | undefined =>
      layOutVoucher(voucher({amount}), 49, measure).lines.find(({text}) => text === amount)?.font.size;
    expect(sizeOf('AED\u00a025.00')).to.equal(112);
    const long = 'AED\u00a0999,999,999,999.99'; // 22 characters of half the size: 936 px at 85
    expect(sizeOf(long)).to.equal(85);
  });
});

describe('wrapped', () => {
  const inTens = (text: string): readonly string[] => wrapped(text, 10, (part) => part.length);
  const cases: [string, string[]][] = [
    ['', []],
    ['one', ['one']],
    ['one two three', ['one two', 'three']],
    ['four fives', ['four fives']],
    ['  one  ', ['one']],
    ['aaaaaaaaaaaaaaa b', ['aaaaaaaaaa', 'aaaaa b']],
    ['one aaaaaaaaaaaaaaa', ['one', 'aaaaaaaaaa', 'aaaaa']],
    ['pay AED\u00a025.00', ['pay', 'AED\u00a025.00']],
  ];
  for (const [text, lines] of cases) {
    it(`breaks ${JSON.stringify(text)} into ${lines.join(' | ') || 'no lines'}`, () => {
      expect(inTens(text)).to.deep.equal(lines);
    });
  }
});
