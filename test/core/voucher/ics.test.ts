import {expect} from '@open-wc/testing';
import ICAL from 'ical.js';
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
  it('writes an event of the last 15 minutes of the order in UTC, with an alarm 30 minutes before its end', () => {
    const lines = linesOf(reminder());
    expect(lines).to.include.members([
      'VERSION:2.0',
      'PRODID:-//payby-checkout//EN',
      'METHOD:PUBLISH',
      'TRANSP:TRANSPARENT',
      'DESCRIPTION:Pay AED 25.00 in cash with PayBy',
      'DTSTAMP:20261122T080000Z',
      'DTSTART:20261122T094515Z',
      'DTEND:20261122T100015Z',
      'TRIGGER:-PT15M',
      'ACTION:DISPLAY',
      'UID:payby-M-1@payby-checkout',
    ]);
    expect([lines[0], lines.at(-2), lines.at(-1)]).to.deep.equal(['BEGIN:VCALENDAR', 'END:VCALENDAR', '']);
  });

  for (const [what, changes] of [
    ['a reminder', {}],
    [
      'Arabic text',
      {title: 'ادفع قبل الموعد، 25.00 درهم; نقدًا', text: 'السطر الأول\nالسطر الثاني'.repeat(9)},
    ],
    ['an alarm when the event starts', {minutesBefore: 15}],
    ['a title of marks', {title: String.raw`a,b;c\d "e":f`, uid: 'payby-M-1,2;3@payby-checkout'}],
  ] as const satisfies readonly (readonly [string, Partial<Reminder>])[]) {
    it(`is read by another program, with an end after the start: ${what}`, () => {
      const given: {title: string; text: string; minutesBefore: number} = {
        title: 'Pay AED 25.00 in cash with PayBy',
        text: 'Pay before 14:00\nOrder number M-1',
        minutesBefore: 30,
        ...changes,
      };
      const calendar = new ICAL.Component(ICAL.parse(reminder(changes)) as unknown[]);
      const parts = calendar.getAllSubcomponents('vevent');
      expect([parts.length, calendar.getFirstPropertyValue('version')]).to.deep.equal([1, '2.0']);
      const event = new ICAL.Event(parts[0]);
      expect([event.summary, event.description]).to.deep.equal([given.title, given.text]);
      const [start, end] = [event.startDate.toJSDate().getTime(), event.endDate.toJSDate().getTime()];
      expect(end).to.equal(NOON + 2 * 3_600_000 + 15_000);
      expect(start).to.be.below(end);
      const alarm = parts[0]?.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger');
      if (!(alarm instanceof ICAL.Duration)) throw new Error('The alarm has no duration.');
      expect(start + alarm.toSeconds() * 1000).to.equal(end - given.minutesBefore * 60_000);
    });
  }

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

  it('folds a line of more than 75 octets, and none of 75', () => {
    const written = (length: number): string[] => {
      const ics = reminder({title: 'x'.repeat(length - 'SUMMARY:'.length)});
      const summary = ics.split(/\r\n(?! )/).find((line) => line.startsWith('SUMMARY:')) ?? '';
      return summary.split('\r\n');
    };
    expect(written(75).map(octets)).to.deep.equal([75]);
    expect(written(76).map(octets)).to.deep.equal([75, 2]);
  });

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
