import {expect} from '@open-wc/testing';
import {requestStores} from '../../../src/voucher/stores/stores-request.js';

describe('requestStores', () => {
  const realFetch = window.fetch;
  let requests: {url: string; init: RequestInit | undefined}[] = [];
  const serve = (response: () => Response): void => {
    requests = [];
    window.fetch = (input, init) => {
      requests.push({url: String(input instanceof Request ? input.url : input), init});
      return Promise.resolve(response());
    };
  };
  afterEach(() => {
    window.fetch = realFetch;
  });
  const request = (url = '/stores.json'): Promise<unknown> =>
    requestStores(url, new AbortController().signal);

  it('sends one request without a referrer', async () => {
    serve(() => new Response('[{"name":"A"}]'));
    expect(await request()).to.deep.equal([{name: 'A'}]);
    expect(requests.map(({url}) => url)).to.deep.equal([`${location.origin}/stores.json`]);
    expect(requests[0]?.init).to.include({referrerPolicy: 'no-referrer', credentials: 'same-origin'});
  });

  for (const [name, response] of [
    ['status 404', () => new Response('[]', {status: 404})],
    ['status 503', () => new Response('[]', {status: 503})],
    ['an HTML page', () => new Response('<!doctype html>')],
    ['an empty body', () => new Response('')],
    ['more than 8 MB', () => new Response(`"${'x'.repeat(8_000_001)}"`)],
  ] as const) {
    it(`rejects for ${name}`, async () => {
      serve(response);
      expect(await request().catch(() => 'refused')).to.equal('refused');
    });
  }

  it('rejects for an invalid URL without a request', async () => {
    serve(() => new Response('[]'));
    expect(await request('http://[').catch(() => 'refused')).to.equal('refused');
    expect(requests).to.have.length(0);
  });
});
