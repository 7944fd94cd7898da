/**
 * An order's status as Server-Sent Events: on connect and on every change. While somebody listens, PayBy is asked from
 * time to time as well, since notifications can be late or lost.
 */
import type {Log} from '../../http/json-app.js';
import type {Clock} from '../../payby/clock.js';
import {isOpen} from '../orders/order.js';
import type {OrderService} from '../orders/order-service.js';
import {shortOrderNo} from '../orders/order-recorder.js';
import {statusResponse, statusTag} from './responses.js';
import {reasonOf} from '../orders/status-queries.js';

const HEARTBEAT_MS = 15_000;
/** A reader that lags behind by more messages than that has gone, or will ask again. */
const MOST_UNREAD = 100;
const ASK_EVERY_MS = 4_000;

export interface StatusStreamOptions {
  readonly orders: OrderService;
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
          end(); // its reader opens another one
        });
      }
    },
    cancel: end,
  });
}

type Sink = ReadableStreamDefaultController<Uint8Array>;

async function feed(sink: Sink, merchantOrderNo: string, options: StatusStreamOptions): Promise<void> {
  const {orders, clock, log, signal} = options;
  const write = (text: string): void => {
    if (signal.aborted) return;
    if ((sink.desiredSize ?? 0) < -MOST_UNREAD) throw new Error('nobody reads this stream');
    sink.enqueue(Buffer.from(text, 'utf8'));
  };
  let lastTag = '';
  const tellIfChanged = async (): Promise<void> => {
    try {
      const {order, at} = await orders.current(merchantOrderNo);
      const tag = statusTag(order);
      if (tag === lastTag) return;
      lastTag = tag;
      write(`data: ${JSON.stringify(statusResponse(order, at))}\n\n`);
    } catch (error) {
      // Weather between us and PayBy: the stream stays, and the next question may be answered.
      log('status not streamed', {order: shortOrderNo(merchantOrderNo), why: reasonOf(error)});
    }
  };
  // One after the other, so that two answers never overtake each other on the stream.
  let telling = tellIfChanged();
  const tellNext = (): Promise<void> => (telling = telling.then(tellIfChanged));

  const stopListening = orders.listen(merchantOrderNo, () => void tellNext());
  signal.addEventListener('abort', stopListening);
  const beating = beat(write, clock, signal);
  await telling;
  while (!isStopped(signal) && isOpen(await orders.stored(merchantOrderNo))) {
    await clock.sleep(ASK_EVERY_MS, signal);
    await tellNext();
  }
  await beating;
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
    // The reader was faster and has cancelled the stream: it is closed already.
  }
}
