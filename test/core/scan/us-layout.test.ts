import {expect} from '@open-wc/testing';
import {usKey} from '../../../src/core/scan/us-layout.js';

/** What stands on the keys of a US keyboard: code, plain, with Shift. */
const keys: readonly (readonly [code: string, plain: string, shifted: string])[] = [
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').map(
    (letter) => [`Key${letter}`, letter.toLowerCase(), letter] as const,
  ),
  ...Array.from('!@#$%^&*(').map((symbol, i) => [`Digit${String(i + 1)}`, String(i + 1), symbol] as const),
  ['Digit0', '0', ')'],
  ['Minus', '-', '_'],
  ['Equal', '=', '+'],
  ['BracketLeft', '[', '{'],
  ['BracketRight', ']', '}'],
  ['Backslash', '\\', '|'],
  ['IntlBackslash', '\\', '|'],
  ['Semicolon', ';', ':'],
  ['Quote', "'", '"'],
  ['Backquote', '`', '~'],
  ['Comma', ',', '<'],
  ['Period', '.', '>'],
  ['Slash', '/', '?'],
  ['Space', ' ', ' '],
  ...Array.from('0123456789').map((digit) => [`Numpad${digit}`, digit, digit] as const),
  ['NumpadDecimal', '.', '.'],
  ['NumpadAdd', '+', '+'],
  ['NumpadSubtract', '-', '-'],
  ['NumpadMultiply', '*', '*'],
  ['NumpadDivide', '/', '/'],
];

describe('usKey', () => {
  for (const [code, plain, shifted] of keys) {
    it(`returns ${plain} for ${code}, and ${shifted} with Shift`, () => {
      expect([usKey(code, false), usKey(code, true)]).to.deep.equal([plain, shifted]);
    });
  }

  for (const code of [
    '',
    'Enter',
    'Tab',
    'Escape',
    'F1',
    'F12',
    'ShiftLeft',
    'ArrowUp',
    'NumpadEnter',
    'Lang1',
  ]) {
    it(`returns nothing for ${code || 'a key without a code'}`, () => {
      expect([usKey(code, false), usKey(code, true)]).to.deep.equal(['', '']);
    });
  }
});
