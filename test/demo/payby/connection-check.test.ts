import assert from 'node:assert/strict';
import {before, beforeEach, describe, it} from 'node:test';
import {checkConnection, type ConnectionCheckOptions} from '../../../demo/payby/connection-check.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {
  createGateway,
  MINUTE,
  PARTNER,
  repeatableRandom,
  twoKeyPairs,
  type TestGateway,
} from '../support/demo.js';

let keys: [KeyPair, KeyPair];
let gateway: TestGateway;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  gateway = await createGateway({keys});
});

const overGateway: typeof fetch = (input, init) =>
  Promise.resolve(gateway.app.request(new URL(input as string).pathname, init));

const check = (change: Partial<ConnectionCheckOptions> = {}): ReturnType<typeof checkConnection> =>
  checkConnection({
    baseUrl: 'https://payby.test/sgs/api',
    partnerId: PARTNER,
    privateKey: keys[0].privateKey,
    paybyPublicKey: keys[1].publicKey,
    clock: gateway.clock,
    random: repeatableRandom(),
    fetch: overGateway,
    ...change,
  });

const answering =
  (body: string, init: ResponseInit): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, init));

/** What is wrong, in one text. */
async function wrongOf(change: Partial<ConnectionCheckOptions> = {}): Promise<string> {
  const wrong = (await check(change)).filter(({isOk}) => !isOk);
  return wrong.map(({text}) => text).join('\n');
}

const plant = (fault: string, operation?: string): Promise<unknown> =>
  gateway.request('/control/faults', {fault, operation, times: 1});

describe('checkConnection', () => {
  it('is content with one query when everything is right', async () => {
    const paths: string[] = [];
    const findings = await check({
      fetch: (input, init) => {
        paths.push(new URL(input as string).pathname);
        return overGateway(input, init);
      },
    });
    assert.deepEqual(
      findings.map(({isOk}) => isOk),
      [true],
    );
    assert.deepEqual(paths, ['/sgs/api/acquire2/getOrder']);
  });

  it("refuses the merchant's own public key in the place of PayBy's, and sends nothing", async () => {
    const fetchNothing = (): never => assert.fail('a request was sent');
    assert.match(
      await wrongOf({paybyPublicKey: keys[0].publicKey, fetch: fetchNothing}),
      /PAYBY_PUBLIC_KEY_FILE holds your own public key/,
    );
  });

  it('names the portal when the key or the merchant id is not known to PayBy', async () => {
    assert.match(
      await wrongOf({partnerId: '999'}),
      /portal.*public key.*IP address.*PAYBY_PARTNER_ID is 999/,
    );
    const stranger = (await twoKeyPairs())[0];
    assert.match(await wrongOf({privateKey: stranger.privateKey}), /portal.*public key is uploaded/);
  });

  it("names PayBy's public key when the answer is signed with another", async () => {
    const other = (await twoKeyPairs())[1];
    assert.match(
      await wrongOf({paybyPublicKey: other.publicKey}),
      /PAYBY_PUBLIC_KEY_FILE must be PayBy's key/,
    );
  });

  it('names the address when there is no PayBy', async () => {
    const notFound = answering('<!doctype html><title>Not found</title>', {status: 404});
    assert.match(await wrongOf({fetch: notFound}), /PAYBY_BASE_URL .* must end in \/sgs\/api/);
    const refused = Object.assign(new Error('connect'), {code: 'ECONNREFUSED'});
    const unreachable = (): Promise<never> => Promise.reject(new TypeError('fetch failed', {cause: refused}));
    assert.match(await wrongOf({fetch: unreachable}), /No connection to payby\.test \(ECONNREFUSED\)/);
    assert.match(await wrongOf({fetch: answering('', {status: 502})}), /HTTP 502.*trouble/);
  });

  it('names the clock when it is off, and how much', async () => {
    await gateway.request('/control/clock', {advanceMs: 60 * MINUTE});
    assert.match(await wrongOf(), /clock is 3600 s behind PayBy's/);
  });

  it('mentions a clock that PayBy still accepts', async () => {
    await gateway.request('/control/clock', {advanceMs: 5 * MINUTE});
    const [clock, accepted] = await check();
    assert.deepEqual([clock?.isOk, accepted?.isOk], [true, true]);
    assert.match(String(clock?.text), /300 s behind/);
  });

  it('places an order in a scene and cancels it', async () => {
    const findings = await check({scenes: ['DYNQR', 'CASHTOPUP']});
    assert.deepEqual(
      findings.map(({isOk}) => isOk),
      [true, true, true],
    );
    const {orders} = (await gateway.request('/control/orders')).body as unknown as {
      orders: readonly {readonly status: string}[];
    };
    assert.deepEqual(
      orders.map(({status}) => status),
      ['FAILURE', 'FAILURE'],
    );
  });

  it('names the product that is not applied for, scene by scene', async () => {
    await plant('62026', 'placeOrder');
    const [, dynqr, cash] = await check({scenes: ['DYNQR', 'CASHTOPUP']});
    assert.equal(dynqr?.isOk, false);
    assert.match(dynqr.text, /^DYNQR: The product is not applied for \(62026 PRODUCT_IS_NOT_APPLIED\)/);
    assert.equal(cash?.isOk, true);
  });

  for (const [fault, sentence] of [
    ['500', /PayBy has trouble \(500 SYSTEM_ERROR\)/],
    ['402', /PayBy has trouble \(402 RATE_LIMIT_REJECT\)/],
    ['403', /portal of this environment/],
    ['garbage', /PAYBY_/],
    ['no-signature', /PAYBY_PUBLIC_KEY_FILE/],
    ['62012', /PayBy refuses the call: 62012 PAYSCENECODE_ILLEGAL/],
  ] as const) {
    it(`explains ${fault}`, async () => {
      await plant(fault);
      assert.match(await wrongOf({scenes: ['DYNQR']}), sentence);
    });
  }
});
