/**
 * An order's status as Server-Sent Events: on connect and on every change. While a client is connected, PayBy is
 * queried from time to time as well, since notifications can be late or lost. Not `streamSSE` of `hono/streaming`,
 * which buffers without limit for a client that stops reading.
 */
import type {Clock} from 'payby-checkout/core';
import type {Log} from '../../http/json-app.js';
import {isOpen} from '../orders/order.js';
import type {OrderService} from '../orders/order-service.js';
import {shortOrderNo} from '../orders/order.js';
import {statusResponse, statusTag} from './responses.js';
import {reasonOf} from '../orders/errors.js';

const HEARTBEAT_MS = 15_000;
/** A client with more unread messages has gone, or will connect again. */
const MOST_UNREAD = 100;
const QUERY_EVERY_MS = 4_000;

export interface StatusStreamOptions {
  readonly orders: Pick<OrderService, 'current' | 'stored' | 'listen'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the stream when the server closes. */
  readonly signal: AbortSignal;
}

export function statusStream(
  merchantOrderNo: string,
  options: StatusStreamOptions,
): ReadableStream<Uint8Array> {
  const {signal} = options;
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  signal.addEventListener('abort', end, {once: true});
  return new ReadableStream<Uint8Array>({
    start(sink) {
      ending.signal.addEventListener('abort', () => {
        signal.removeEventListener('abort', end);
        closeQuietly(sink);
      });
      if (signal.aborted) end();
      else {
        feed(sink, merchantOrderNo, {...options, signal: ending.signal}).catch((error: unknown) => {
          options.log('stream ended', {order: shortOrderNo(merchantOrderNo), why: reasonOf(error)});
          end(); // the client connects again
        });
      }
    },
    cancel: end,
  });
}

/** The client is connected and has stopped reading. */
class ClientStalled extends Error {
  override readonly name = 'ClientStalled';
}

type Sink = ReadableStreamDefaultController<Uint8Array>;

async function feed(sink: Sink, merchantOrderNo: string, options: StatusStreamOptions): Promise<void> {
  const {orders, clock, log, signal} = options;
  const write = (text: string): void => {
    if (signal.aborted) return;
    if ((sink.desiredSize ?? 0) < -MOST_UNREAD) throw new ClientStalled();
    sink.enqueue(Buffer.from(text, 'utf8'));
  };
  let lastTag = '';
  const sendIfChanged = async (): Promise<void> => {
    const snapshot = await orders.current(merchantOrderNo).catch((error: unknown) => {
      // PayBy or the database is unavailable: the stream stays, and the next query may succeed.
      log('status not streamed', {order: shortOrderNo(merchantOrderNo), why: reasonOf(error)});
    });
    if (!snapshot) return;
    const tag = statusTag(snapshot.order);
    if (tag === lastTag) return;
    lastTag = tag;
    write(`data: ${JSON.stringify(statusResponse(snapshot.order, snapshot.at))}\n\n`);
  };
  // One after the other, so that no status overtakes another on the stream.
  let sending = sendIfChanged();
  const sendNext = (): Promise<void> => (sending = sending.then(sendIfChanged));

  const stopListening = orders.listen(merchantOrderNo, () => {
    sendNext().catch(() => undefined); // `poll` awaits the same chain and ends the stream
  });
  signal.addEventListener('abort', stopListening);
  const poll = async (): Promise<void> => {
    await sending;
    while (!isStopped(signal) && isOpen(await orders.stored(merchantOrderNo))) {
      await clock.sleep(QUERY_EVERY_MS, signal);
      await sendNext();
    }
  };
  // Together, so that whichever fails first ends the stream.
  await Promise.all([poll(), beat(write, clock, signal)]);
}

/** Proxies close connections on which nothing moves. */
async function beat(write: (text: string) => void, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!isStopped(signal)) {
    await clock.sleep(HEARTBEAT_MS, signal);
    write(': still here\n\n');
  }
}

// A function, because the compiler would narrow `signal.aborted` across an await.
const isStopped = (signal: AbortSignal): boolean => signal.aborted;

function closeQuietly(sink: Sink): void {
  try {
    sink.close();
  } catch {
    // The client has cancelled the stream already.
  }
}
