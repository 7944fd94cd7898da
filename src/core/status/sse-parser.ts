/**
 * Parses Server-Sent Events (WHATWG HTML, 9.2.6) from text in chunks of any size. Unlike `EventSource` it reports the
 * heartbeats, by which a quiet stream differs from a dead one. The fields `id` and `retry` are ignored: the delay before
 * a new stream is the element's own.
 */
import {StatusProblem} from '../errors.js';
import type {Order} from '../order/order.js';

/** What a stream yields: a heartbeat, or an answer about the order that is not parsed yet. */
export type StreamSignal =
  {readonly kind: 'alive'} | {readonly kind: 'answer'; readonly payload: unknown; readonly servedAt?: number};

/**
 * Opens a stream. It ends when the server ends it, and at the latest when `signal` aborts. Throws a `StatusProblem`, or
 * anything else for a connection problem.
 */
export type OpenStream = (order: Order, signal: AbortSignal) => AsyncIterable<StreamSignal>;

/** What one line of a stream can complete; `data` is the text of a message. */
export type StreamEvent = {readonly kind: 'alive'} | {readonly kind: 'answer'; readonly data: string};

/** Longest message, with the field name of its last line, characters: a status is well under 4 kB. */
const MAX_MESSAGE_CHARS = 64_000;

const LINE_END = /\r\n?|\n/;
/** Name and value of a field; the name of a comment is empty. */
const FIELD = /^([^:]*):? ?(.*)$/s;

export class EventStreamParser {
  #hasBegun = false;
  /** The last piece ended with a CR, whose LF may be the first character of the next. */
  #endedWithReturn = false;
  /** The line that has no end yet. */
  #line = '';
  #data: string | undefined;
  #type = '';

  /** What this piece of text completes. Throws when a message grows too large. */
  *read(text: string): Generator<StreamEvent, void> {
    if (!text) return;
    let piece = text;
    if (!this.#hasBegun) piece = piece.replace(/^\uFEFF/, '');
    if (this.#endedWithReturn) piece = piece.replace(/^\n/, '');
    this.#hasBegun = true;
    this.#endedWithReturn = text.endsWith('\r');

    const lines = (this.#line + piece).split(LINE_END);
    this.#line = lines.pop() ?? '';
    for (const line of lines) {
      this.#refuseTooLarge(line);
      const event = line ? this.#takeField(line) : this.#endBlock();
      if (event) yield event;
    }
    this.#refuseTooLarge(this.#line);
  }

  #takeField(line: string): StreamEvent | undefined {
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    if (name === '') return {kind: 'alive'};
    if (name === 'data') this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    if (name === 'event') this.#type = value;
    return undefined;
  }

  #endBlock(): StreamEvent {
    const data = this.#data;
    const isMessage = this.#type === '' || this.#type === 'message';
    this.#data = undefined;
    this.#type = '';
    return isMessage && data !== undefined ? {kind: 'answer', data} : {kind: 'alive'};
  }

  #refuseTooLarge(line: string): void {
    if ((this.#data?.length ?? 0) + line.length <= MAX_MESSAGE_CHARS) return;
    const message = `A message of the stream is larger than ${MAX_MESSAGE_CHARS} characters.`;
    throw new StatusProblem({code: 'status-too-large', message, retryable: false});
  }
}
