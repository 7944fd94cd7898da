import {expect} from '@open-wc/testing';
import {parsePhone} from '../../../src/core/voucher/phone.lazy.js';

describe('parsePhone', () => {
  const same = [
    '050 123 4567',
    '0501234567',
    '50 123 4567',
    '+971 50 123 4567',
    '+971-50-123-4567',
    '+971 – 50 – 123 – 4567',
    '00971501234567',
    '00 971 50 123 4567',
    '971501234567',
    '971 50 1234567',
    '(050) 123-4567',
    '+971 (0)50 123 4567',
    '+9710501234567',
    '050/123.4567',
    '0 5 0 1 2 3 4 5 6 7',
    '  0501234567  ',
    '٠٥٠١٢٣٤٥٦٧',
    '+٩٧١ ٥٠ ١٢٣ ٤٥٦٧',
    '۰۵۰۱۲۳۴۵۶۷',
    '０５０１２３４５６７',
    '\u202a+971 50 123 4567\u202c',
    '\u2066050\u00a0123\u00a04567\u2069',
  ];
  for (const typed of same) {
    it(`returns +971501234567 for ${JSON.stringify(typed)}`, () => {
      expect(parsePhone(typed)).to.equal('+971501234567');
    });
  }

  for (const prefix of ['50', '52', '54', '55', '56', '58']) {
    it(`accepts the UAE mobile prefix 0${prefix}`, () => {
      expect(parsePhone(`0${prefix}1234567`)).to.equal(`+971${prefix}1234567`);
    });
  }

  const abroad: [string, string][] = [
    ['+44 7911 123456', '+447911123456'],
    ['0044 7911 123456', '+447911123456'],
    ['+44 (0)7911 123456', '+447911123456'],
    ['+91 98765 43210', '+919876543210'],
    ['+92 300 1234567', '+923001234567'],
    ['+63 917 123 4567', '+639171234567'],
    ['00 966 50 123 4567', '+966501234567'],
    ['+1 212 555 0100', '+12125550100'],
  ];
  for (const [typed, number] of abroad) {
    it(`accepts the number ${typed} of another country`, () => {
      expect(parsePhone(typed)).to.equal(number);
    });
  }

  const none = [
    '',
    ' ',
    '+',
    '123',
    '050 123 456',
    '050 123 45678',
    '04 123 4567', // a landline receives no message
    '800 1234',
    '600 123456',
    '+999 12345678',
    'call 0501234567',
    '0501234567 ext 5',
    'hello',
    '0501234567,0501234568',
    '<b>0501234567</b>',
  ];
  for (const typed of none) {
    it(`returns undefined for ${JSON.stringify(typed)}`, () => {
      expect(parsePhone(typed)).to.equal(undefined);
    });
  }
});
