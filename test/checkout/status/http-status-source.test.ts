import {expect} from '@open-wc/testing';
import {StatusProblem} from '../../../src/core/errors.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import type {StatusAnswer} from '../../../src/core/status/status-source.js';
import {httpStatusSource} from '../../../src/checkout/status/http-status-source.js';
import {order, status} from '../../support/orders.js';

const theOrder = (changes: Parameters<typeof order>[0] = {}): Order => {
  const parsed = parseOrder(order(changes));
  if (!parsed.ok) throw new Error('the order of the test is wrong');
  return parsed.value;
};
const DATE = 'Sun, 22 Nov 2026 08:00:00 GMT';

describe('httpStatusSource', () => {
  const realFetch = window.fetch;
  let requests: Request[] = [];
  let inits: (RequestInit | undefined)[] = [];

  /** Answers every request of the test with the next response. */
  const serve = (...responses: (Response | Error)[]): void => {
    requests = [];
    inits = [];
    window.fetch = (input, init) => {
      requests.push(new Request(input, init));
      inits.push(init);
      const next = responses.shift();
      return next instanceof Response
        ? Promise.resolve(next)
        : Promise.reject(next ?? new Error('no more responses'));
    };
  };
  afterEach(() => {
    window.fetch = realFetch;
  });

  const request = (template = '/status/{merchantOrderNo}', about = theOrder()): Promise<StatusAnswer> =>
    httpStatusSource(template, 'same-origin')(about, new AbortController().signal);
  const problemOf = async (pending: Promise<unknown>): Promise<StatusProblem> => {
    const thrown: unknown = await pending.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(thrown instanceof StatusProblem)) throw new Error(`no problem, but ${String(thrown)}`);
    return thrown;
  };
  const json = (body: unknown, headers: Record<string, string> = {}): Response =>
    new Response(JSON.stringify(body), {headers: {'content-type': 'application/json', ...headers}});

  it('fills in the placeholders, URL-encoded, and resolves the URL against the page', async () => {
    serve(json(status('CREATED')));
    await request(
      '/s/{merchantOrderNo}?o={orderNo}&again={orderNo}',
      theOrder({merchantOrderNo: 'a/b?c', orderNo: 'ü&1'}),
    );
    expect(requests[0]?.url).to.equal(`${location.origin}/s/a%2Fb%3Fc?o=%C3%BC%261&again=%C3%BC%261`);
    expect(requests[0]?.method).to.equal('GET');
    expect(requests[0]?.headers.get('accept')).to.equal('application/json');
    expect(inits[0]).to.include({cache: 'no-store', redirect: 'manual', credentials: 'same-origin'});
  });

  it('leaves out the number of an order that PayBy has not numbered yet', async () => {
    serve(json(status('CREATED')));
    await request('/s?o={orderNo}');
    expect(requests[0]?.url).to.equal(`${location.origin}/s?o=`);
  });

  it('returns the payload and the time of the Date header', async () => {
    serve(json(status('CREATED'), {date: DATE}));
    expect(await request()).to.deep.equal({payload: status('CREATED'), servedAt: Date.parse(DATE)});
  });

  it('sends the ETag, and returns the previous payload without its time for 304', async () => {
    serve(json(status('CREATED'), {etag: '"1"'}), new Response(null, {status: 304, headers: {date: DATE}}));
    const source = httpStatusSource('/status', 'same-origin');
    const {signal} = new AbortController();
    await source(theOrder(), signal);
    const second = await source(theOrder(), signal);
    expect(requests[1]?.headers.get('if-none-match')).to.equal('"1"');
    expect(second).to.deep.equal({payload: status('CREATED'), servedAt: Date.parse(DATE), repeated: true});
  });

  it('returns the new payload when the order has changed since the ETag', async () => {
    serve(json(status('CREATED'), {etag: '"1"'}), json(status('PAID_SUCCESS'), {etag: '"2"'}));
    const source = httpStatusSource('/status', 'same-origin');
    const {signal} = new AbortController();
    await source(theOrder(), signal);
    expect(await source(theOrder(), signal)).to.deep.equal({
      payload: status('PAID_SUCCESS'),
      servedAt: undefined,
    });
  });

  it('reads a letter whose bytes arrive in two pieces', async () => {
    const bytes = new TextEncoder().encode('"é"');
    const body = new ReadableStream<Uint8Array>({
      start(sink) {
        sink.enqueue(bytes.slice(0, 2));
        sink.enqueue(bytes.slice(2));
        sink.close();
      },
    });
    serve(new Response(body));
    expect((await request()).payload).to.equal('é');
  });

  it('accepts an answer of 64,000 characters', async () => {
    serve(new Response(`"${'x'.repeat(63_998)}"`));
    expect((await request()).payload).to.have.length(63_998);
  });

  it('sends no ETag to another origin, so that no preflight is needed', async () => {
    serve(json(status('CREATED'), {etag: '"1"'}), json(status('CREATED')));
    const source = httpStatusSource('https://api.example/status', 'include');
    const {signal} = new AbortController();
    await source(theOrder(), signal);
    await source(theOrder(), signal);
    expect(requests[1]?.headers.has('if-none-match')).to.equal(false);
    expect(inits[1]?.credentials).to.equal('include');
  });

  it('sends no ETag for another order, whose answer may have the same', async () => {
    serve(json(status('CREATED'), {etag: '"1"'}), json(status('CREATED')));
    const source = httpStatusSource('/status/{merchantOrderNo}', 'same-origin');
    const {signal} = new AbortController();
    await source(theOrder(), signal);
    await source({...theOrder(), merchantOrderNo: 'M-2'}, signal);
    expect(requests[1]?.headers.has('if-none-match')).to.equal(false);
  });

  it('reads 202 like 200', async () => {
    serve(new Response(JSON.stringify(status('PAID_SUCCESS')), {status: 202}));
    expect((await request()).payload).to.deep.equal(status('PAID_SUCCESS'));
  });

  for (const date of ['', 'Thu, 01 Jan 1970 00:20:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', 'now']) {
    it(`returns no servedAt for the Date header ${JSON.stringify(date)}`, async () => {
      serve(json(status('CREATED'), {date}));
      expect((await request()).servedAt).to.equal(undefined);
    });
  }

  const refusals: [string, () => Response, string, boolean][] = [
    ['a page', () => new Response('<!doctype html><p>hi'), 'status-not-json', false],
    ['nothing', () => new Response(''), 'status-not-json', false],
    ['no body', () => new Response(null), 'status-not-json', false],
    ['64,001 characters', () => new Response(`"${'x'.repeat(63_999)}"`), 'status-too-large', false],
    ['half a JSON', () => new Response('{"status":'), 'status-not-json', false],
    ['500 kB', () => new Response(`"${'x'.repeat(500_000)}"`), 'status-too-large', false],
    ['204', () => new Response(null, {status: 204}), 'status-refused', false],
    ['304 to a first request', () => new Response(null, {status: 304}), 'status-refused', false],
    ...[400, 401, 403, 404, 405, 410].map((code): [string, () => Response, string, boolean] => [
      String(code),
      () => new Response('{}', {status: code}),
      'status-refused',
      false,
    ]),
    ...[408, 425, 429, 500, 502, 503, 504].map((code): [string, () => Response, string, boolean] => [
      String(code),
      () => new Response('{}', {status: code}),
      'status-unreachable',
      true,
    ]),
  ];
  for (const [name, response, code, retryable] of refusals) {
    it(`throws ${code} for ${name}`, async () => {
      serve(response());
      const {problem} = await problemOf(request());
      expect([problem.code, problem.retryable]).to.deep.equal([code, retryable]);
    });
  }

  const messages: [Response, string][] = [
    [new Response('<p>'), 'The answer is not JSON.'],
    [new Response(''), 'The answer is empty.'],
    [new Response('x'.repeat(64_001)), 'The answer is larger than 64000 characters.'],
    [new Response('{}', {status: 404}), 'The status address answers 404.'],
    [
      Object.defineProperties(Response.error(), {type: {value: 'opaqueredirect'}}),
      'The status address redirects.',
    ],
  ];
  for (const [response, message] of messages) {
    it(`says: ${message}`, async () => {
      serve(response);
      expect((await problemOf(request())).problem.message).to.equal(message);
    });
  }

  it('does not follow a redirect', async () => {
    const redirect = Object.defineProperties(Response.error(), {type: {value: 'opaqueredirect'}});
    serve(redirect);
    expect((await problemOf(request())).problem.code).to.equal('status-redirect');
  });

  it('sets retryAfterMs after a refusal', async () => {
    serve(new Response('', {status: 404}));
    expect((await problemOf(request())).retryAfterMs).to.equal(30_000);
  });

  const retryAfter: [string, string | undefined, number | undefined][] = [
    ['17', undefined, 17_000],
    ['Sun, 22 Nov 2026 08:00:30 GMT', DATE, 30_000],
    ['Sun, 22 Nov 2026 07:00:00 GMT', DATE, 0],
    ['soon', DATE, undefined],
    ['Sun, 22 Nov 2026 08:00:30 GMT', undefined, undefined],
    ['17 seconds', undefined, undefined],
    ['in 17', undefined, undefined],
  ];
  for (const [header, date, ms] of retryAfter) {
    it(`reads Retry-After: ${header} as ${String(ms)} ms`, async () => {
      const headers = {'retry-after': header, ...(date ? {date} : {})};
      serve(new Response('', {status: 503, headers}));
      expect((await problemOf(request())).retryAfterMs).to.equal(ms);
    });
  }

  it('rethrows a network error', async () => {
    serve(new TypeError('Failed to fetch'));
    const thrown: unknown = await request().catch((reason: unknown) => reason);
    expect(thrown).to.be.instanceOf(TypeError);
  });
});
