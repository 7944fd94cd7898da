import {expect} from '@open-wc/testing';
import {icsOf, type Reminder} from '../../../src/core/voucher/ics.js';
import {NOON} from '../../support/orders.js';

const reminder = (changes: Partial<Reminder> = {}): string =>
  icsOf({
    uid: 'payby-M-1@payby-checkout',
    madeAt: NOON,
    end: NOON + 2 * 3_600_000 + 15_000,
    minutesBefore: 30,
    title: 'Pay AED 25.00 in cash with PayBy',
    text: 'Pay before 14:00\nOrder number M-1',
    ...changes,
  });
/** Lines as a calendar reads them: unfolded. */
const linesOf = (ics: string): string[] => ics.replaceAll('\r\n ', '').split('\r\n');
const octets = (line: string): number => new TextEncoder().encode(line).length;

describe('icsOf', () => {
  it('writes an event at the end of the order in UTC, with an alarm 30 minutes before', () => {
    const lines = linesOf(reminder());
    expect(lines).to.include.members([
      'VERSION:2.0',
      'DTSTAMP:20261122T080000Z',
      'DTSTART:20261122T100015Z',
      'TRIGGER:-PT30M',
      'ACTION:DISPLAY',
      'UID:payby-M-1@payby-checkout',
    ]);
    expect([lines[0], lines.at(-2), lines.at(-1)]).to.deep.equal(['BEGIN:VCALENDAR', 'END:VCALENDAR', '']);
  });

  it('closes every component in the order it was opened', () => {
    const open: string[] = [];
    for (const line of linesOf(reminder())) {
      const [, word, part = ''] = /^(BEGIN|END):(.+)$/.exec(line) ?? [];
      if (word === 'BEGIN') open.push(part);
      if (word === 'END') expect(open.pop()).to.equal(part);
    }
    expect(open).to.deep.equal([]);
  });

  it('ends every line with CRLF and writes no other line break', () => {
    expect(reminder({title: 'a\nb\rc\r\nd'}).replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
  });

  const texts: [string, string][] = [
    ['25,00; cash', String.raw`25\,00\; cash`],
    [String.raw`a\b`, String.raw`a\\b`],
    ['one\ntwo', String.raw`one\ntwo`],
    ['one\r\ntwo', String.raw`one\ntwo`],
    ['bell\u0007', 'bell'],
    ['a:b "c"', 'a:b "c"'],
  ];
  for (const [text, written] of texts) {
    it(`escapes the text ${JSON.stringify(text)} as ${written}`, () => {
      expect(linesOf(reminder({title: text}))).to.include(`SUMMARY:${written}`);
    });
  }

  for (const title of [
    'x'.repeat(300),
    'ادفع قبل الموعد '.repeat(20),
    '🪙'.repeat(60),
    `${'x'.repeat(66)}é`,
  ]) {
    it(`folds the title ${title.slice(0, 8)}… at 75 octets without splitting a character`, () => {
      const ics = reminder({title});
      for (const line of ics.split('\r\n')) expect(octets(line)).to.be.at.most(75);
      expect(linesOf(ics)).to.include(`SUMMARY:${title}`);
      expect(ics).not.to.contain('\ufffd');
    });
  }
});
