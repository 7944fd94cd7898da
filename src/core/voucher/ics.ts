/** A reminder as an iCalendar file (RFC 5545): the last minutes of the order as an event, and an alarm before it. */

export interface Reminder {
  /** Identical for the same order, so that adding it twice makes one entry. */
  readonly uid: string;
  /** When the file was made, ms since epoch. */
  readonly madeAt: number;
  /** When the order expires, ms since epoch: the end of the event, not its start, since it is too late to pay then. */
  readonly end: number;
  /** Of the alarm, before `end`. */
  readonly minutesBefore: number;
  readonly title: string;
  readonly text: string;
}

/** How long the event is: RFC 5545, 3.8.2.2, wants an end later than the start. */
const EVENT_MIN = 15;

export const icsOf = ({uid, madeAt, end, minutesBefore, title, text}: Reminder): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//payby-checkout//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(end - EVENT_MIN * 60_000)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:-PT${Math.max(0, minutesBefore - EVENT_MIN)}M`, // before the start, which every calendar reads
    `DESCRIPTION:${escaped(title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');

/** "20261122T081500Z": whole seconds. */
const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** RFC 5545, 3.3.11: escapes backslash, semicolon, comma and line break; other control characters are not allowed. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '');

/** RFC 5545, 3.1: at most 75 octets per line; a continued line starts with a blank. A character is never split. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 75) {
      result += '\r\n ';
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}
