import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {StatusProblem} from '../../../src/core/errors.js';
import {EventStreamParser, type StreamEvent} from '../../../src/core/status/sse-parser.js';

const alive: StreamEvent = {kind: 'alive'};
const answer = (data: string): StreamEvent => ({kind: 'answer', data});

/** The events of all pieces. A problem ends the reading and is appended as its code. */
function read(...pieces: string[]): (StreamEvent | string)[] {
  const parser = new EventStreamParser();
  const events: (StreamEvent | string)[] = [];
  try {
    for (const piece of pieces) for (const event of parser.read(piece)) events.push(event);
  } catch (thrown) {
    if (!(thrown instanceof StatusProblem)) throw thrown;
    events.push(thrown.problem.code);
  }
  return events;
}
const answers = (...pieces: string[]): string[] =>
  read(...pieces).flatMap((event) =>
    typeof event === 'object' && event.kind === 'answer' ? event.data : [],
  );

describe('EventStreamParser', () => {
  const messages: [string, string, string[]][] = [
    ['a message', 'data: {"a":1}\n\n', ['{"a":1}']],
    ['lines that end with CR', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['lines that end with CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['a mixture of line ends', 'data: a\r\n\ndata: b\r\r\ndata: c\n\r\n', ['a', 'b', 'c']],
    ['a byte order mark before the first line', '\uFEFFdata: a\n\n', ['a']],
    ['a second byte order mark as text', '\uFEFF\uFEFFdata: a\n\n', []],
    ['a byte order mark in a later line as text', 'data: a\n\n\uFEFFdata: b\n\n', ['a']],
    ['data of several lines', 'data: YHOO\ndata: +2\ndata: 10\n\n', ['YHOO\n+2\n10']],
    ['an empty line within the data', 'data: a\ndata:\ndata: b\n\n', ['a\n\nb']],
    ['data after a colon and at most one blank', 'data:a\n\ndata: a\n\ndata:  a\n\n', ['a', 'a', ' a']],
    ['a colon within the data', 'data: {"a":"b:c"}\n\n', ['{"a":"b:c"}']],
    ['a field without a colon as an empty one', 'data\n\ndata\ndata\n\ndata:', ['', '\n']],
    ['no message that is incomplete', 'data: a\n\ndata: b\n', ['a']],
    ['no message without data', 'event: message\n\n\n\n', []],
    ['a message with the type message', 'event: message\ndata: a\n\n', ['a']],
    ['an empty type as the default', 'event: ping\nevent:\ndata: a\n\n', ['a']],
    ['no event of another type', 'event: ping\ndata: a\n\ndata: b\n\n', ['b']],
    ['a message with id and retry, which are ignored', 'retry: 3000\nid: 7\ndata: a\n\n', ['a']],
    [
      'a message with unknown fields, which are ignored',
      'Data: x\n data: y\ndata x\ndatax: z\ndata: a\n\n',
      ['a'],
    ],
    ['a line separator of Unicode as text', 'data: a\u2028b\u0085c\n\n', ['a\u2028b\u0085c']],
  ];
  for (const [name, text, expected] of messages) {
    it(`reads ${name}`, () => {
      expect(answers(text)).to.deep.equal(expected);
    });
  }

  const signs: [string, string][] = [
    ['a comment', ': still here\n'],
    ['an empty comment', ':\n'],
    ['an event of another type', 'event: ping\ndata: 1\n\n'],
    ['an event without data', 'event: ping\n\n'],
    ['a block that only sets the delay', 'retry: 3000\n\n'],
    ['an empty line', '\n'],
  ];
  for (const [name, text] of signs) {
    it(`yields alive for ${name}`, () => {
      expect(read(text)).to.deep.equal([alive]);
    });
  }

  it('yields alive for a comment within a message, and the whole message', () => {
    expect(read('data: a\n: hm\ndata: b\n\n')).to.deep.equal([alive, answer('a\nb')]);
  });

  it('yields a message as soon as it is complete', () => {
    expect(read('data: a\r\r')).to.deep.equal([answer('a')]);
    expect(read('data: a\r\n\r')).to.deep.equal([answer('a')]);
    expect(read('data: a\r\n\r', '\n: x\n'), 'the LF of the same line end').to.deep.equal([
      answer('a'),
      alive,
    ]);
  });

  it('accepts a message of 64,000 characters and throws for a longer one', () => {
    const data = 'x'.repeat(64_000 - 'data: '.length);
    expect(read(`data: ${data}\n\n`)).to.deep.equal([answer(data)]);
    expect(read(`data: ${data}x\n\n`)).to.deep.equal(['status-too-large']);
    expect(read(`data: ${data}x`), 'without waiting for its end').to.deep.equal(['status-too-large']);
  });

  it('says that the message is too large, and that asking again does not help', () => {
    const parser = new EventStreamParser();
    let thrown: unknown;
    try {
      for (const event of parser.read('x'.repeat(64_001))) expect(event).to.equal(undefined);
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof StatusProblem && thrown.problem).to.include({
      message: 'A message of the stream is larger than 64000 characters.',
      retryable: false,
    });
  });

  it('throws for a message that grows line by line, but not for a long stream', () => {
    const line = `data: ${'x'.repeat(9_000)}\n`;
    expect(read(...Array.from({length: 8}, () => line))).to.deep.equal(['status-too-large']);
    expect(answers(...Array.from({length: 80}, () => `${line}\n`))).to.have.length(80);
  });

  it('throws for a line without an end', () => {
    expect(read(`: ${'x'.repeat(64_000)}`)).to.deep.equal(['status-too-large']);
  });

  it('yields the messages before one that is too large', () => {
    expect(read(`data: a\n\ndata: ${'x'.repeat(64_000)}\n\n`)).to.deep.equal([
      answer('a'),
      'status-too-large',
    ]);
  });

  it('yields the same events however the text is split', () => {
    const fragment = fc.constantFrom(
      ...['\n', '\n', '\r', '\r\n', '\r\n\r\n', '\n\n', ':', ' ', '\uFEFF', 'data', 'data: ', 'data:'],
      ...['event: ', 'message', 'ping', 'id: 1', 'retry: 9', '{"a":1}', 'é😀', 'x'.repeat(30_000)],
    );
    const text = fc.array(fragment, {maxLength: 30}).map((fragments) => fragments.join(''));
    const places = fc.array(fc.nat(1000), {maxLength: 20});
    fc.assert(
      fc.property(text, places, (whole, thousandths) => {
        const cuts = thousandths.map((at) => Math.round((at / 1000) * whole.length)).sort((a, b) => a - b);
        const pieces = [0, ...cuts].map((from, i) => whole.slice(from, cuts[i]));
        expect(pieces.join('')).to.equal(whole);
        expect(read(...pieces)).to.deep.equal(read(whole));
      }),
      {numRuns: 2000},
    );
  });

  it('yields the same events character by character', () => {
    const ends = ['\r', '\n', '\r\n'];
    const fragment = fc.constantFrom(...ends, ':', ' ', '\uFEFF', 'data', 'data: a', 'event:', 'message');
    fc.assert(
      fc.property(fc.array(fragment, {maxLength: 40}), (fragments) => {
        const whole = fragments.join('');
        expect(read(...Array.from(whole))).to.deep.equal(read(whole));
      }),
      {numRuns: 2000},
    );
  });
});
