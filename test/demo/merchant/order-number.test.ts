import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {newNumber, readNumber} from '../../../demo/merchant/orders/order-number.js';

const NUMBER = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
const bytes = fc.uint8Array({minLength: 16, maxLength: 16});

describe('newNumber', () => {
  it('writes sixteen characters without I, L, O and U in groups of four, as PayBy accepts them', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const number = newNumber(() => random);
        assert.match(number, NUMBER);
        assert.match(number, /^[\w-]{1,64}$/);
      }),
    );
  });

  it('takes five random bits for each character', () => {
    fc.assert(
      fc.property(bytes, fc.nat(15), fc.nat(4), (random, changedAt, bit) => {
        const changed = random.map((byte, index) => (index === changedAt ? byte ^ (1 << bit) : byte));
        assert.notEqual(
          newNumber(() => random),
          newNumber(() => changed),
        );
      }),
    );
  });
});

describe('readNumber', () => {
  it('reads a number in small letters, with O, I and L for digits, with blanks, with other hyphens or none', () => {
    const misread: Readonly<Record<string, readonly string[]>> = {
      '0': ['0', 'O', 'o'],
      '1': ['1', 'I', 'L', 'i', 'l'],
    };
    const written = fc.tuple(
      bytes,
      fc.array(fc.nat(), {minLength: 16, maxLength: 16}),
      fc.constantFrom('', '-', ' '),
    );
    fc.assert(
      fc.property(written, ([random, choices, between]) => {
        const number = newNumber(() => random);
        const typed = Array.from(number.replaceAll('-', '')).map((character, index) => {
          const forms = misread[character] ?? [character, character.toLowerCase()];
          return forms[(choices[index] ?? 0) % forms.length] ?? character;
        });
        fc.pre(/\D/.test(typed.join('')));
        assert.equal(readNumber(` ${typed.join(between)} `), number);
      }),
    );
  });

  for (const text of [
    '1317658582752041', // PayBy's have only digits
    '131765858275204121',
    'vN3kQ8xR2mT6wZ1yB5cD7f',
    'order-1',
    '7ZK4-QX9M-2HTA-V8P',
    '7ZK4-QX9M-2HTA-V8PU',
    '7zk4qx9m2htav8pu',
    '',
  ]) {
    it(`leaves "${text}" as it is`, () => {
      assert.equal(readNumber(` ${text}`), text);
    });
  }
});
