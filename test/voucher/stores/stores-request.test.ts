import {expect} from '@open-wc/testing';
import {requestStores} from '../../../src/voucher/stores/stores-request.js';

describe('asking for the partner stores', () => {
  const realFetch = window.fetch;
  let asked: {url: string; init: RequestInit | undefined}[] = [];
  const serve = (response: () => Response): void => {
    asked = [];
    window.fetch = (input, init) => {
      asked.push({url: String(input instanceof Request ? input.url : input), init});
      return Promise.resolve(response());
    };
  };
  afterEach(() => {
    window.fetch = realFetch;
  });
  const ask = (address = '/stores.json'): Promise<unknown> =>
    requestStores(address, new AbortController().signal);

  it('asks the merchant’s address, once, and tells it nothing of the page', async () => {
    serve(() => new Response('[{"name":"A"}]'));
    expect(await ask()).to.deep.equal([{name: 'A'}]);
    expect(asked.map(({url}) => url)).to.deep.equal([`${location.origin}/stores.json`]);
    expect(asked[0]?.init).to.include({referrerPolicy: 'no-referrer', credentials: 'same-origin'});
  });

  for (const [name, response] of [
    ['404', () => new Response('[]', {status: 404})],
    ['503', () => new Response('[]', {status: 503})],
    ['a page', () => new Response('<!doctype html>')],
    ['nothing', () => new Response('')],
    ['far too much', () => new Response(`"${'x'.repeat(8_000_001)}"`)],
  ] as const) {
    it(`takes ${name} for no list`, async () => {
      serve(response);
      expect(await ask().catch(() => 'refused')).to.equal('refused');
    });
  }

  it('takes an address that is none for no list', async () => {
    serve(() => new Response('[]'));
    expect(await ask('http://[').catch(() => 'refused')).to.equal('refused');
    expect(asked).to.have.length(0);
  });
});
