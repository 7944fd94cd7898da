import {aTimeout, expect} from '@open-wc/testing';
import {StatusProblem} from '../../../src/core/errors.js';
import type {StreamSignal} from '../../../src/core/status/sse-parser.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {streamStatusSource} from '../../../src/checkout/status/sse-status-source.js';
import {order, status} from '../../support/orders.js';

const theOrder = (changes: Parameters<typeof order>[0] = {}): Order => {
  const parsed = parseOrder(order(changes));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return parsed.value;
};
const headers = {'content-type': 'text/event-stream', date: 'Sun, 22 Nov 2026 08:00:00 GMT'};
const ALIVE: StreamSignal = {kind: 'alive'};
const answer = (payload: unknown): StreamSignal => ({kind: 'answer', payload});

const withType = (type: string): Response => new Response(':\n', {headers: {'content-type': type}});
const redirect = (): Response => Object.defineProperties(Response.error(), {type: {value: 'opaqueredirect'}});
/** A body that the test writes; it records whether the reader has cancelled it. */
class ManualBody {
  isCancelled = false;
  #sink!: ReadableStreamDefaultController<Uint8Array>;
  readonly stream = new ReadableStream<Uint8Array>({
    start: (sink) => {
      this.#sink = sink;
    },
    cancel: () => {
      this.isCancelled = true;
    },
  });

  write(text: string | Uint8Array): void {
    this.#sink.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  }
  end(): void {
    this.#sink.close();
  }
  fail(reason: Error): void {
    this.#sink.error(reason);
  }
}

describe('streamStatusSource', () => {
  const realFetch = window.fetch;
  let requests: Request[] = [];
  let inits: (RequestInit | undefined)[] = [];

  const serve = (response: Response | Error): void => {
    requests = [];
    inits = [];
    window.fetch = (input, init) => {
      requests.push(new Request(input, init));
      inits.push(init);
      return response instanceof Response ? Promise.resolve(response) : Promise.reject(response);
    };
  };
  afterEach(() => {
    window.fetch = realFetch;
  });

  /** A stream whose body the test writes. */
  const listen = (): {
    body: ManualBody;
    stop: AbortController;
    next: () => Promise<IteratorResult<StreamSignal>>;
  } => {
    const body = new ManualBody();
    const stop = new AbortController();
    serve(new Response(body.stream, {headers}));
    const signals = streamStatusSource('/events', 'same-origin')(theOrder(), stop.signal);
    const iterator = signals[Symbol.asyncIterator]();
    return {body, stop, next: () => iterator.next()};
  };
  /** Every signal until the stream ends. */
  const readAll = async (
    response: Response,
    template = '/events',
    about = theOrder(),
  ): Promise<StreamSignal[]> => {
    serve(response);
    const signals: StreamSignal[] = [];
    for await (const signal of streamStatusSource(template, 'include')(about, new AbortController().signal))
      signals.push(signal);
    return signals;
  };
  const problemOf = async (pending: Promise<unknown>): Promise<StatusProblem> => {
    const thrown: unknown = await pending.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(thrown instanceof StatusProblem)) throw new Error(`no problem, but ${String(thrown)}`);
    return thrown;
  };

  it('requests an event stream, uncached, without redirects', async () => {
    const about = theOrder({merchantOrderNo: 'a/b?c', orderNo: 'ü&1'});
    await readAll(new Response('', {headers}), '/s/{merchantOrderNo}?o={orderNo}', about);
    expect(requests[0]?.url).to.equal(`${location.origin}/s/a%2Fb%3Fc?o=%C3%BC%261`);
    expect(requests[0]?.headers.get('accept')).to.equal('text/event-stream');
    expect(inits[0]).to.include({
      cache: 'no-store',
      redirect: 'manual',
      credentials: 'include',
      referrerPolicy: 'no-referrer',
    });
  });

  it('yields nothing for the headers, and alive for the first byte', async () => {
    const {body, next} = listen();
    let first: IteratorResult<StreamSignal> | undefined;
    const pending = next().then((step) => (first = step));
    await aTimeout(20); // longer than a response without a network needs
    expect(first).to.equal(undefined);
    body.write('d');
    await pending;
    expect(first).to.deep.equal({done: false, value: ALIVE});
  });

  it('yields heartbeats and answers as they arrive', async () => {
    const {body, next} = listen();
    body.write(':\n');
    expect((await next()).value).to.deep.equal(ALIVE);
    body.write(`data: ${JSON.stringify(status('CREATED'))}\n\n`);
    expect((await next()).value).to.deep.equal(answer(status('CREATED')));
  });

  it('yields no servedAt, because the Date header is as old as the stream', async () => {
    const [first] = await readAll(new Response('data: {}\n\n', {headers}));
    expect(first).to.deep.equal({kind: 'answer', payload: {}});
  });

  it('joins characters that arrive in two chunks', async () => {
    const {body, next} = listen();
    for (const byte of new TextEncoder().encode('data: "كوب ☕😀"\n\n')) body.write(Uint8Array.of(byte));
    let signal: StreamSignal | undefined = ALIVE;
    while (signal?.kind === 'alive') signal = (await next()).value as StreamSignal | undefined;
    expect(signal).to.deep.equal(answer('كوب ☕😀'));
  });

  it('ends when the server ends the response', async () => {
    const {body, next} = listen();
    body.write('data: {"half":');
    body.end();
    expect((await next()).value).to.deep.equal(ALIVE);
    expect((await next()).done).to.equal(true);
    expect(await readAll(new Response(null, {headers})), 'a stream without a body').to.deep.equal([]);
  });

  it('rethrows a network error', async () => {
    const {body, next} = listen();
    const reason = new TypeError('network error');
    body.fail(reason);
    expect(await next().catch((thrown: unknown) => thrown)).to.equal(reason);
    serve(reason);
    const signals = streamStatusSource('/events', 'omit')(theOrder(), new AbortController().signal);
    const thrown: unknown = await signals[Symbol.asyncIterator]()
      .next()
      .catch((caught: unknown) => caught);
    expect(thrown).to.equal(reason);
  });

  it('cancels the response when it is aborted while it waits', async () => {
    const {body, stop, next} = listen();
    body.write(':\n');
    await next();
    const waiting = next();
    stop.abort();
    expect((await waiting).done).to.equal(true);
    expect(body.isCancelled).to.equal(true);
    expect(inits[0]?.signal, 'the request as well').to.equal(stop.signal);
  });

  it('cancels the response when it is aborted between two signals', async () => {
    const {body, stop, next} = listen();
    body.write(':\n');
    await next();
    stop.abort();
    expect(body.isCancelled).to.equal(true);
    expect((await next()).done).to.equal(true);
  });

  it('cancels the response when the consumer stops', async () => {
    const body = new ManualBody();
    body.write(':\n');
    serve(new Response(body.stream, {headers}));
    for await (const _ of streamStatusSource('/events', 'omit')(theOrder(), new AbortController().signal))
      break;
    expect(body.isCancelled).to.equal(true);
  });

  it('cancels the response on a message that is not JSON', async () => {
    for (const text of ['data: {"status":\n\n', 'data:\n\n', 'data: <p>\n\n']) {
      const {body, next} = listen();
      body.write(text);
      const {problem} = await problemOf(next());
      expect([problem.code, problem.retryable]).to.deep.equal(['status-not-json', false]);
      expect(body.isCancelled).to.equal(true);
    }
  });

  it('yields the messages of a chunk that precede an error in it', async () => {
    for (const end of ['data: <p>\n\n', `data: ${'x'.repeat(500_000)}`]) {
      const {body, next} = listen();
      body.write(`data: {"a":1}\n\ndata: {"a":2}\n\n${end}`);
      expect((await next()).value).to.deep.equal(answer({a: 1}));
      expect((await next()).value).to.deep.equal(answer({a: 2}));
      await problemOf(next());
    }
  });

  it('cancels the response on a message that is too long', async () => {
    const {body, next} = listen();
    body.write(`data: ${'x'.repeat(500_000)}`);
    expect((await problemOf(next())).problem.code).to.equal('status-too-large');
    expect(body.isCancelled).to.equal(true);
  });

  const page = {headers: {'content-type': 'text/html'}};
  const refusals: [string, () => Response, string, boolean][] = [
    ['a page', () => new Response('<p>hi', page), 'status-not-json', false],
    ['a plain status', () => Response.json(status('CREATED')), 'status-not-json', false],
    ['no type at all', () => new Response(new Uint8Array()), 'status-not-json', false],
    ['a type that only ends so', () => withType('x-text/event-stream'), 'status-not-json', false],
    ['a type of a longer name', () => withType('text/event-streams'), 'status-not-json', false],
    ['204', () => new Response(null, {status: 204, headers}), 'status-refused', false],
    ['404', () => new Response('', {status: 404, headers}), 'status-refused', false],
    ['503', () => new Response('', {status: 503, headers}), 'status-unreachable', true],
    ['a redirect', redirect, 'status-redirect', false],
  ];
  for (const [name, response, code, retryable] of refusals) {
    it(`throws ${code} for ${name}`, async () => {
      const {problem} = await problemOf(readAll(response()));
      expect([problem.code, problem.retryable]).to.deep.equal([code, retryable]);
      expect(problem.message).to.match(/^The stream address /);
    });
  }

  it('accepts the content type with parameters and in capitals', async () => {
    expect(await readAll(withType('Text/Event-Stream; charset=utf-8'))).to.deep.equal([ALIVE]);
  });

  it('sets retryAfterMs from Retry-After', async () => {
    const busy = new Response('', {status: 503, headers: {...headers, 'retry-after': '17'}});
    expect((await problemOf(readAll(busy))).retryAfterMs).to.equal(17_000);
  });
});
