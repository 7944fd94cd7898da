import {expect, html} from '@open-wc/testing';
import {createInput, details, field, scans} from '../support/scan-field.js';
import {FakeScanner, pasteInto, typeInto} from '../support/scanner.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';

/** Ways in which the text of one barcode comes in. */
const ways: Readonly<Record<string, (scan: PaybyScanInput, code: string, scanner: FakeScanner) => void>> = {
  'a scanner': (_scan, code, scanner) => scanner.scan(code),
  'the input method of a hand-held': (scan, code) => {
    scan.focus();
    typeInto(field(scan), code);
  },
  'a paste': (scan, code) => {
    scan.focus();
    pasteInto(field(scan), code);
  },
  'accept()': (scan, code) => {
    scan.accept(code);
  },
};

const codes: readonly (readonly [code: string, pattern: string])[] = [
  ['PB-2026-000417', 'PB-\\d{4}-\\d{6}'],
  ['AB 1234 5678', 'AB \\d{4} \\d{4}'],
  ['PB2026000417', 'PB\\d{10}'],
];

describe('<payby-scan-input>: the text of a barcode', () => {
  for (const [way, act] of Object.entries(ways))
    for (const [code, pattern] of codes)
      for (const given of [undefined, pattern])
        it(`is ${code} from ${way}, ${given === undefined ? 'without pattern' : `pattern ${given}`}`, async () => {
          const scan = await createInput();
          if (given !== undefined) scan.pattern = given;
          await scan.updateComplete;
          const caught = scans(scan);
          act(scan, code, new FakeScanner());
          expect(caught.map(({detail}) => detail.code)).to.deep.equal([code]);
        });

  for (const [way, act] of Object.entries(ways))
    it(`is not changed to satisfy the pattern, from ${way}`, async () => {
      const scan = await createInput(html`<payby-scan-input pattern="PB\\d{10}"></payby-scan-input>`);
      const caught = scans(scan);
      const rejected = details(scan, 'payby-scan-reject');
      act(scan, 'PB-2026-000417', new FakeScanner());
      expect([caught.length, rejected]).to.deep.equal([0, [{reason: 'pattern', length: 14}]]);
    });
});

describe('<payby-scan-input>: an inserted text with what nobody sees', () => {
  const rows: readonly (readonly [inserted: string, code: string, pattern?: string])[] = [
    ['\u200ePB-2026-000417', 'PB-2026-000417'],
    ['\u200ePB-2026-000417', 'PB-2026-000417', 'PB-\\d{4}-\\d{6}'],
    ['\u200ePB-2026-000417', 'PB2026000417', 'PB\\d{10}'],
    ['AB\u00a01234\u00a05678', 'AB 1234 5678', 'AB \\d{4} \\d{4}'],
    ['AB 1234\u00a05678', 'AB 1234 5678'],
    ['\u00a0PB-2026-000417\u00a0', 'PB-2026-000417', 'PB-\\d{4}-\\d{6}'],
    ['PB-٢٠٢٦-٠٠٠٤١٧', 'PB-2026-000417', 'PB-\\d{4}-\\d{6}'],
    ['PB-٢٠٢٦-٠٠٠٤١٧', 'PB2026000417'],
  ];
  for (const [inserted, code, pattern] of rows)
    for (const way of ['the input method of a hand-held', 'a paste'])
      it(`is ${code} when ${JSON.stringify(inserted)} comes from ${way}, pattern ${pattern ?? 'none'}`, async () => {
        const scan = await createInput();
        scan.pattern = pattern ?? null;
        await scan.updateComplete;
        const caught = scans(scan);
        ways[way]?.(scan, inserted, new FakeScanner());
        expect(caught.map(({detail}) => detail.code)).to.deep.equal([code]);
      });
});

describe('<payby-scan-input>: a typed code', () => {
  const rows: readonly (readonly [
    typed: string,
    code: string,
    attributes: Readonly<Record<string, string>>,
  ])[] = [
    ['PB-2026-000417', 'PB-2026-000417', {pattern: 'PB-\\d{4}-\\d{6}'}],
    ['PB-2026-000417', 'PB-2026-000417', {length: '14'}],
    ['PB-2026-000417', 'PB2026000417', {length: '12'}],
    ['PB-2026-000417', 'PB2026000417', {pattern: 'PB\\d{10}'}],
    ['PB-٢٠٢٦-٠٠٠٤١٧', 'PB-2026-000417', {pattern: 'PB-\\d{4}-\\d{6}'}],
    ['PB-٢٠٢٦-٠٠٠٤١٧', 'PB2026000417', {}],
    ['2000 7900-T400 690098F', '20007900T400690098F', {length: '19'}],
    ['2000 7900-T400 690098F', '20007900T400690098F', {}],
    [' 12345678 ', '12345678', {length: '8'}],
  ];
  for (const [typed, code, attributes] of rows)
    it(`is ${code} when ${JSON.stringify(typed)} is typed, ${JSON.stringify(attributes)}`, async () => {
      const scan = await createInput();
      for (const [name, value] of Object.entries(attributes)) scan.setAttribute(name, value);
      await scan.updateComplete;
      const entered = details(scan, 'payby-manual') as {code: string}[];
      scan.focus();
      new FakeScanner().type(typed, {suffix: ['Enter']});
      expect(entered.map((entry) => entry.code)).to.deep.equal([code]);
    });
});
