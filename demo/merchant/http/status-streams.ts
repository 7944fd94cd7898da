/**
 * Orders' statuses as Server-Sent Events: on connect and on every change. All readers of one order share one feed,
 * which queries PayBy from time to time as well, since notifications can be late or lost. A reader that does not read
 * is dropped, and a stream ends when its order is closed: no stream can cost more than its few unread bytes. Not
 * `streamSSE` of `hono/streaming`, which buffers without limit for a client that stops reading.
 */
import type {Clock} from 'payby-checkout/core';
import {HttpError} from '../../http/http-error.js';
import type {Log} from '../../http/json-app.js';
import {reasonOf} from '../orders/errors.js';
import {isOpen, shortOrderNo} from '../orders/order.js';
import type {OrderService} from '../orders/order-service.js';
import type {OrderSnapshot} from '../orders/status-queries.js';
import {statusResponse, statusTag} from './responses.js';

/** Proxies close connections on which nothing moves; the element opens a stream again that is silent for 30 s. */
const HEARTBEAT_MS = 15_000;
/** A client that leaves more unread has gone, or will connect again: about 25 statuses. */
const MOST_UNREAD = 16 * 1024; // bytes
const QUERY_EVERY_MS = 4_000;
/** All feeds together query PayBy at most this often, so that many open pages leave room for everything else. */
const QUERIES_PER_SECOND = 25;
const RETRY_AFTER_S = 10;

export interface StreamCaps {
  readonly inAll: number;
  readonly perOrder: number;
  readonly perAddress: number;
}

export interface StatusStreamsOptions {
  readonly orders: Pick<OrderService, 'current' | 'listen'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends all streams when the server closes. */
  readonly signal: AbortSignal;
  readonly caps: StreamCaps;
}

/** Who reads a stream. */
export interface StreamClient {
  readonly address: string;
  /** Cuts the connection: what was sent and never read would keep it open. */
  readonly disconnect: () => void;
}

export class StatusStreams {
  readonly #options: StatusStreamsOptions;
  readonly #feeds = new Map<string, OrderFeed>();
  readonly #openByAddress = new Map<string, number>();
  #open = 0;
  #dropped = 0;

  constructor(options: StatusStreamsOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => {
      for (const feed of [...this.#feeds.values()]) feed.end();
    });
  }

  /** How many streams are open, and how many were dropped since the start because nobody read them. */
  get counts(): {readonly open: number; readonly dropped: number} {
    return {open: this.#open, dropped: this.#dropped};
  }

  /** Throws a 429 when too many streams are open: in all, of this order, or of this address. */
  open(merchantOrderNo: string, client: StreamClient): ReadableStream<Uint8Array> {
    const {inAll, perOrder, perAddress} = this.#options.caps;
    const {address} = client;
    const ofAddress = this.#openByAddress.get(address) ?? 0;
    const ofOrder = this.#feeds.get(merchantOrderNo)?.size ?? 0;
    if (this.#open >= inAll || ofOrder >= perOrder || ofAddress >= perAddress) throw tooManyStreams();
    this.#open += 1;
    this.#openByAddress.set(address, ofAddress + 1);
    const reader = new Reader({
      onDrop: () => {
        this.#dropped += 1;
        const facts = {order: shortOrderNo(merchantOrderNo), dropped: this.#dropped};
        this.#options.log('stream dropped: its client does not read', {level: 'warn', ...facts});
        client.disconnect();
      },
      onEnd: () => {
        this.#open -= 1;
        const left = (this.#openByAddress.get(address) ?? 1) - 1;
        if (left > 0) this.#openByAddress.set(address, left);
        else this.#openByAddress.delete(address);
      },
    });
    if (this.#options.signal.aborted) reader.end();
    else this.#feedOf(merchantOrderNo).add(reader);
    return reader.stream;
  }

  #feedOf(merchantOrderNo: string): OrderFeed {
    const known = this.#feeds.get(merchantOrderNo);
    if (known) return known;
    const feed = new OrderFeed(merchantOrderNo, {
      ...this.#options,
      queryDelayMs: () => Math.max(QUERY_EVERY_MS, (this.#feeds.size / QUERIES_PER_SECOND) * 1000),
      onEmpty: () => this.#feeds.delete(merchantOrderNo),
    });
    this.#feeds.set(merchantOrderNo, feed);
    return feed;
  }
}

interface FeedOptions extends Pick<StatusStreamsOptions, 'orders' | 'clock' | 'log'> {
  readonly queryDelayMs: () => number;
  /** The last reader has gone. */
  readonly onEmpty: () => void;
}

/** One order's statuses for all of its readers. */
class OrderFeed {
  readonly #merchantOrderNo: string;
  readonly #options: FeedOptions;
  readonly #readers = new Set<Reader>();
  readonly #ending = new AbortController();
  readonly #stopListening: () => void;
  #last: Promise<void> = Promise.resolve();
  #isQueued = false;

  constructor(merchantOrderNo: string, options: FeedOptions) {
    this.#merchantOrderNo = merchantOrderNo;
    this.#options = options;
    const {orders} = options;
    this.#stopListening = orders.listen(merchantOrderNo, () => {
      this.#update().catch(this.#fail);
    });
    this.#poll().catch(this.#fail);
    this.#beat().catch(this.#fail);
  }

  get size(): number {
    return this.#readers.size;
  }

  add(reader: Reader): void {
    this.#readers.add(reader);
    reader.whenOver(() => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#close();
    });
    this.#update().catch(this.#fail);
  }

  end(): void {
    for (const reader of [...this.#readers]) reader.end();
  }

  #close(): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    this.#stopListening();
    this.#options.onEmpty();
  }

  /** A bug, since what can fail is caught where it fails: the clients connect again. */
  readonly #fail = (error: unknown): void => {
    const order = shortOrderNo(this.#merchantOrderNo);
    this.#options.log('stream ended', {level: 'error', order, why: reasonOf(error)});
    this.end();
  };

  /** One after the other, so that no status overtakes another; one that waits for its turn serves all callers. */
  #update(): Promise<void> {
    if (this.#isQueued) return this.#last;
    this.#isQueued = true;
    this.#last = this.#last.then(async () => {
      this.#isQueued = false;
      const snapshot = await this.#current();
      if (snapshot) this.#send(snapshot);
    });
    return this.#last;
  }

  /** `undefined` while PayBy or the database is unavailable: the stream stays, and the next query may succeed. */
  #current(): Promise<OrderSnapshot | undefined> {
    const {orders, log} = this.#options;
    return orders.current(this.#merchantOrderNo).catch((error: unknown) => {
      log('status not streamed', {order: shortOrderNo(this.#merchantOrderNo), why: reasonOf(error)});
      return undefined;
    });
  }

  #send({order, at}: OrderSnapshot): void {
    const tag = statusTag(order);
    const message = encode(`data: ${JSON.stringify(statusResponse(order, at))}\n\n`);
    for (const reader of [...this.#readers]) reader.status(tag, message);
    if (!isOpen(order)) this.end();
  }

  async #poll(): Promise<void> {
    const {clock, queryDelayMs} = this.#options;
    while (!this.#isOver()) {
      await clock.sleep(queryDelayMs(), this.#ending.signal);
      if (!this.#isOver()) await this.#update();
    }
  }

  async #beat(): Promise<void> {
    const line = encode(': still here\n\n');
    while (!this.#isOver()) {
      await this.#options.clock.sleep(HEARTBEAT_MS, this.#ending.signal);
      for (const reader of [...this.#readers]) reader.write(line);
    }
  }

  // A function, because the compiler would narrow `signal.aborted` across an await.
  #isOver(): boolean {
    return this.#ending.signal.aborted;
  }
}

interface ReaderOptions {
  /** It has left too much unread. */
  readonly onDrop: () => void;
  /** Called once, whichever end has ended the stream. */
  readonly onEnd: () => void;
}

/** One client's stream. */
class Reader {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #options: ReaderOptions;
  readonly #over = new AbortController();
  #sink: ReadableStreamDefaultController<Uint8Array> | undefined;
  #lastTag = '';

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (sink) => {
          this.#sink = sink;
        },
        cancel: () => {
          this.#finish(); // the client has gone
        },
      },
      new ByteLengthQueuingStrategy({highWaterMark: MOST_UNREAD}),
    );
  }

  whenOver(listener: () => void): void {
    this.#over.signal.addEventListener('abort', listener, {once: true});
  }

  /** Sends a status that this reader does not have yet. */
  status(tag: string, message: Uint8Array): void {
    if (tag === this.#lastTag) return;
    this.#lastTag = tag;
    this.write(message);
  }

  write(message: Uint8Array): void {
    if (this.#over.signal.aborted || !this.#sink) return;
    if ((this.#sink.desiredSize ?? 0) < message.length) {
      this.end();
      this.#options.onDrop();
    } else this.#sink.enqueue(message);
  }

  end(): void {
    if (this.#over.signal.aborted) return;
    this.#sink?.close();
    this.#finish();
  }

  #finish(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#options.onEnd();
  }
}

const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8');

const tooManyStreams = (): HttpError =>
  new HttpError(429, 'too-many-streams', 'Too many pages are open at once. Please try again shortly.', {
    'Retry-After': String(RETRY_AFTER_S),
  });
