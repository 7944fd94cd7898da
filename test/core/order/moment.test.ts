import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type {Issue} from '../../../src/core/errors.js';
import {isMoment, parseMoment} from '../../../src/core/order/moment.js';
import {NOON} from '../../support/orders.js';

const read = (value: unknown): [number | undefined, readonly Issue[]] => {
  const issues: Issue[] = [];
  return [parseMoment(value, 'expiredTime', issues), issues];
};
const REFUSAL = [{path: 'expiredTime', message: 'is not a time in milliseconds since 1970'}];

describe('parseMoment', () => {
  for (const value of [NOON, String(NOON), 1e12, Date.UTC(2099, 11, 31, 23)]) {
    it(`returns ${JSON.stringify(value)} as milliseconds`, () => {
      expect(read(value)).to.deep.equal([Number(value), []]);
    });
  }

  for (const value of [undefined, null, '']) {
    it(`reads ${JSON.stringify(value)} as missing`, () => {
      expect(read(value)).to.deep.equal([undefined, []]);
    });
  }

  const refused: [string, unknown][] = [
    ['seconds', 1_795_965_000],
    ['seconds as text', '1795965000'],
    ['seconds with a fraction', 1_795_965_000.5],
    ['milliseconds with a fraction', NOON + 0.5],
    ['microseconds', NOON * 1000],
    ['microseconds as text', String(NOON * 1000)],
    ['nanoseconds', NOON * 1e6],
    ['nanoseconds as text', `${NOON}000000`],
    ['milliseconds as text with a fraction', `${NOON}.0`],
    ['zero', 0],
    ['zero as text', '0'],
    ['minus zero', -0],
    ['one', 1],
    ['a negative number', -NOON],
    ['a negative number as text', `-${NOON}`],
    ['a moment of the last century', Date.UTC(1999, 11, 31)],
    ['a moment of the next century', Date.UTC(2100, 0, 1)],
    ['the end of time', 8.64e15],
    ['"never" as 9999-12-31', Date.UTC(9999, 11, 31)],
    ['"never" as the largest integer', Number.MAX_SAFE_INTEGER],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['a Date', new Date(NOON)],
    ['a bigint', BigInt(NOON)],
    ['an ISO date', '2026-11-22T08:00:00Z'],
    ['a word', 'tomorrow'],
    ['digits with a blank', ` ${NOON}`],
    ['digits with an exponent', '1.795e12'],
    ['hexadecimal digits', '0x1A1B2C3D4E5'],
    ['Arabic digits', '١٧٩٥٩٦٥٠٠٠٠٠٠'],
    ['true', true],
    ['false', false],
    ['an object', {}],
    ['a list', [NOON]],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${name}, naming the field and the unit`, () => {
      expect(read(value)).to.deep.equal([undefined, REFUSAL]);
    });
  }

  it('refuses every moment of 2001 to 2099 in any other unit', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1e12, max: 4_102_444_799_999}),
        fc.constantFrom(1e-9, 1e-6, 1e-3, 1e3, 1e6),
        (ms, factor) => {
          expect(isMoment(ms)).to.equal(true);
          expect(read(Math.round(ms * factor))[0]).to.equal(undefined);
        },
      ),
    );
  });

  it('returns a moment, or nothing, for any value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const [ms, issues] = read(value);
        expect(ms === undefined || (isMoment(ms) && Number(value) === ms)).to.equal(true);
        if (ms !== undefined) expect(issues).to.deep.equal([]);
      }),
    );
  });
});
