/** The store without JavaScript: who may send its forms, what they can say, and what the order's page says. */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {isStillOpen, plainOrderState} from '../../../demo/merchant/http/plain-order-state.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {createDemo, handOut, MINUTE, twoKeyPairs, type TestDemo} from '../support/demo.js';
import {newOrder} from '../support/stores.js';

const NOW = 1_000_000;
const open: Partial<Order> = {tokenUrl: 'https://pay.example/1', placement: 'placed'};
const payment: Order['payment'] = {paidAmount: {amount: '25.00', currency: 'AED'}, paidTime: NOW};

const cancelled = {...newOrder('n', NOW).followUp, cancel: {by: 'payer', tries: 1, lastTryAt: NOW}} as const;

describe('the state of an order on the page without JavaScript', () => {
  const end = NOW + 15 * MINUTE;
  for (const [change, at, state] of [
    [open, NOW, 'waiting'],
    [open, end - 1, 'waiting'],
    [open, end, 'confirming'],
    [open, end + 24 * 60 * MINUTE, 'confirming'],
    [{...open, payerMask: '+971-50*17'}, NOW, 'scanned'],
    [{...open, payerMask: '+971-50*17'}, end, 'confirming'],
    [{tokenUrl: undefined}, NOW, 'preparing'],
    [{...open, followUp: cancelled}, NOW, 'cancelling'],
    [{...open, followUp: cancelled}, end, 'cancelling'],
    [{status: 'PAID_SUCCESS'}, NOW, 'paid'],
    [{status: 'SETTLED'}, end, 'paid'],
    [{status: 'PAID_SUCCESS', followUp: cancelled}, NOW, 'paid'],
    [{status: 'PAID_SUCCESS', reason: 'expired'}, end, 'paid'],
    [{status: 'FAILURE'}, NOW, 'failed'],
    [{status: 'FAILURE', reason: 'failed'}, end, 'failed'],
    [{status: 'FAILURE', reason: 'cancelled'}, NOW, 'cancelled'],
    [{status: 'FAILURE', reason: 'expired'}, end, 'expired'],
    [{status: 'PAID_SUCCESS', revoked: true}, NOW, 'returned'],
    [{status: 'FAILURE', revoked: true, payment}, NOW, 'returned'],
    [{...open, revoked: true}, NOW, 'cancelled'],
    [{status: 'FAILURE', revoked: true}, NOW, 'cancelled'],
  ] as readonly [Partial<Order>, number, string][]) {
    it(`is ${state} for ${JSON.stringify(change)} at ${String(at - NOW)} ms`, () => {
      assert.equal(plainOrderState(newOrder('n', NOW, change), at), state);
    });
  }

  it('lets no passing of time end an open order', () => {
    for (const change of [open, {...open, payerMask: 'x'}, {}, {...open, followUp: cancelled}])
      for (let at = NOW; at < NOW + 60 * MINUTE; at += MINUTE)
        assert.ok(isStillOpen(plainOrderState(newOrder('n', NOW, change), at)));
  });
});

let keys: [KeyPair, KeyPair];
before(async () => {
  keys = await twoKeyPairs();
});

const FORM = 'application/x-www-form-urlencoded';

interface FormReply {
  readonly status: number;
  readonly location: string;
  readonly headers: Headers;
  readonly text: string;
}

async function sendForm(
  demo: TestDemo,
  path: string,
  fields: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {Origin: demo.url},
): Promise<FormReply> {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  const response = await fetch(demo.url + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {'Content-Type': FORM, ...headers},
  });
  const location = response.headers.get('location') ?? '';
  return {status: response.status, location, headers: response.headers, text: await response.text()};
}

/** What the page calls the order's state, or the problem. */
const wordOf = (text: string): string =>
  /data-(?:state|problem)="([\w-]+)"/.exec(text)?.[1] ?? assert.fail(`no order and no problem: ${text}`);
const numberOf = (text: string): string => /data-test="number">([^<]+)</.exec(text)?.[1] ?? '';

describe('the store without JavaScript', () => {
  let demo: TestDemo;
  beforeEach(async () => {
    demo = await createDemo({makeKeys: handOut(keys)});
  });
  afterEach(() => demo.close());

  const place = (fields: Readonly<Record<string, string>> = {sku: 'mug'}): Promise<FormReply> =>
    sendForm(demo, '/store/plain/orders', fields);
  /** Places an order; its path and number. */
  async function placed(): Promise<{path: string; number: string}> {
    const {status, location} = await place();
    assert.equal(status, 303);
    const path = location.replace(/\?.*/, '');
    return {path, number: path.replace('/store/plain/orders/', '')};
  }
  const stateAt = async (path: string): Promise<string> => wordOf((await demo.get(path)).text);
  async function ordersOfStaff(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const {json} = await demo.get('/api/admin/orders', await demo.staff());
    return json['orders'] as readonly Readonly<Record<string, unknown>>[];
  }
  async function payInApp(number: string): Promise<void> {
    const {orderNo} = (await demo.get(`/api/orders/${number}`)).json;
    assert.equal((await demo.post('/gateway/app/pay', {orderNo})).status, 200);
  }

  it('lists the goods with the prices of the catalogue, each in a form with a number of its own', async () => {
    const {status, headers, text} = await demo.get('/store/plain');
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.doesNotMatch(text, /<script|<style|style=|\son\w+=/i, 'the strict policy has nothing to block');
    for (const price of ['25.00', '48.50', '129.00']) assert.ok(text.includes(price), price);
    const numbers = [...text.matchAll(/name="number" value="([^"]+)"/g)].map(([, number]) => number);
    assert.equal(new Set(numbers).size, 3);
    for (const number of numbers) assert.match(number ?? '', /^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
  });

  it('places the order and sends the browser to its page by 303', async () => {
    const {path, number} = await placed();
    const {text, headers} = await demo.get(path);
    assert.equal(wordOf(text), 'waiting');
    assert.equal(numberOf(text), number);
    assert.match(text, /AED\u00a025\.00/);
    assert.ok(text.includes(`src="/api/orders/${number}/qr.svg"`));
    assert.match(text, /http-equiv="refresh" content="15"/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-security-policy') ?? '', /script-src 'self' 'wasm-unsafe-eval';/);
  });

  it('takes nothing but item and number from the form', async () => {
    const {location} = await place({
      ...{sku: 'mug', amount: '0.01', paySceneCode: 'CASHTOPUP', expiresInMs: '999999999'},
      ...{subject: 'free', player: 'x', authCode: '1'},
    });
    const [order] = await ordersOfStaff();
    assert.ok(location.includes(String(order?.['merchantOrderNo'])));
    assert.deepEqual(order?.['totalAmount'], {amount: '25.00', currency: 'AED'});
    assert.equal(order['paySceneCode'], 'DYNQR');
    assert.equal(order['subject'], 'Karak mug');
  });

  for (const [what, fields] of [
    ['no item', {}],
    ['an unknown item', {sku: 'gold'}],
    ['an item of the game', {sku: 'coins-60'}],
    ['a number that is none', {sku: 'mug', number: '../../etc'}],
    ['an empty number', {sku: 'mug', number: ''}],
  ] as const) {
    it(`refuses ${what} in words and places nothing`, async () => {
      const {status, text} = await place(fields);
      assert.deepEqual([status, wordOf(text)], [400, 'refused']);
      assert.deepEqual(await ordersOfStaff(), []);
    });
  }

  it('makes one order of a form that is sent twice, at once or later, also after it was paid', async () => {
    const fields = {sku: 'mug', number: 'AAAA-BBBB-CCCC-DDDD'};
    const replies = await Promise.all([place(fields), place(fields)]);
    for (const {location} of replies)
      assert.match(location, /^\/store\/plain\/orders\/AAAA-BBBB-CCCC-DDDD\?/);
    await payInApp(fields.number);
    const {location} = await place(fields);
    assert.equal(await stateAt(location), 'paid');
    assert.equal((await ordersOfStaff()).length, 1);
  });

  it('refuses forms that no page of this server sent, and places nothing', async () => {
    const {path, number} = await placed();
    const strangers: readonly Readonly<Record<string, string>>[] = [
      {},
      {Origin: 'null'},
      {Origin: 'https://evil.example'},
      {Origin: `${demo.url}.evil.example`},
      {Origin: demo.url, 'Sec-Fetch-Site': 'cross-site'},
      {Origin: demo.url, 'Sec-Fetch-Site': 'same-site'},
      {Origin: demo.url, 'Sec-Fetch-Site': 'none'},
      {Origin: demo.url, 'Sec-Fetch-Site': ''},
    ];
    for (const headers of strangers) {
      for (const to of ['/store/plain/orders', `${path}/cancel`]) {
        const {status, text} = await sendForm(demo, to, {sku: 'mug'}, headers);
        assert.deepEqual([status, wordOf(text)], [403, 'cross-site'], `${to} ${JSON.stringify(headers)}`);
      }
    }
    assert.deepEqual(
      (await ordersOfStaff()).map(({merchantOrderNo, status}) => [merchantOrderNo, status]),
      [[number, 'CREATED']],
    );
  });

  it('takes a form with Sec-Fetch-Site same-origin, whatever Origin says', async () => {
    const headers = {Origin: 'null', 'Sec-Fetch-Site': 'same-origin'};
    assert.equal((await sendForm(demo, '/store/plain/orders', {sku: 'mug'}, headers)).status, 303);
  });

  it('refuses other content types and too much of it', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', `${FORM}x`]) {
      const headers = {Origin: demo.url, 'Content-Type': type};
      assert.equal((await sendForm(demo, '/store/plain/orders', {sku: 'mug'}, headers)).status, 415, type);
    }
    const large = `sku=mug&x=${'x'.repeat(70 * 1024)}`;
    assert.equal((await sendForm(demo, '/store/plain/orders', large)).status, 413);
    assert.equal((await demo.get('/store/plain/orders')).status, 405);
    assert.deepEqual(await ordersOfStaff(), []);
  });

  it('gives the same 404 for a malformed, an unknown and a foreign number', async () => {
    const {number} = await placed();
    const game = (await demo.post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60'})).json;
    const {authCode} = (await demo.post('/gateway/app/code')).json;
    const counter = (
      await demo.post('/api/orders', {paySceneCode: 'QRPAY', amount: '5.00', authCode}, await demo.till())
    ).json;
    const {orderNo} = (await demo.get(`/api/orders/${number}`)).json;
    const texts = new Set<string>();
    for (const other of [
      'x',
      '%00',
      "'",
      'a'.repeat(65),
      'AAAA-BBBB-CCCC-DDDD',
      orderNo,
      game.merchantOrderNo,
      counter.merchantOrderNo,
    ]) {
      const path = `/store/plain/orders/${other}`;
      const page = await demo.get(path);
      assert.equal(page.status, 404, other);
      assert.equal(wordOf(page.text), 'unknown-order');
      const cancel = await sendForm(demo, `${path}/cancel`, {});
      assert.equal(cancel.status, 404, other);
      texts.add(page.text.replaceAll(path, ''));
    }
    assert.equal(texts.size, 1);
    assert.equal((await demo.get(`/api/orders/${game.merchantOrderNo}/status`)).json.status, 'CREATED');
  });

  it('says paid once PayBy says so, without a code and without reloads', async () => {
    const {path, number} = await placed();
    await payInApp(number);
    const {text} = await demo.get(path);
    assert.equal(wordOf(text), 'paid');
    assert.doesNotMatch(text, /qr\.svg|http-equiv="refresh"|open-app/);
  });

  it('withdraws the code when the time is over, and says expired once PayBy says so', async () => {
    const {path} = await placed();
    await demo.post('/gateway/control/faults', {fault: '500', operation: 'getOrder', times: 50});
    await demo.clock.advance(15 * MINUTE);
    const {status, text} = await demo.get(path);
    assert.deepEqual([status, wordOf(text)], [200, 'confirming']);
    assert.match(text, /data-test="not-checked"/);
    assert.doesNotMatch(text, /qr\.svg|open-app/);
    await demo.post('/gateway/control/reset');
    await demo.clock.advance(MINUTE);
    assert.equal(await stateAt(path), 'expired');
  });

  it('keeps the code, and says that PayBy was not asked, while PayBy does not answer', async () => {
    const {path} = await placed();
    await demo.post('/gateway/control/faults', {fault: '500', operation: 'getOrder', times: 50});
    await demo.clock.advance(5_000);
    const {status, text} = await demo.get(path);
    assert.deepEqual([status, wordOf(text)], [200, 'waiting']);
    assert.match(text, /data-test="not-checked"/);
  });

  it('places the order again, under its number, when PayBy did not answer the first time', async () => {
    await demo.post('/gateway/control/faults', {fault: 'lost', operation: 'placeOrder', times: 1});
    const fields = {sku: 'mug', number: 'AAAA-BBBB-CCCC-DDDD'};
    const {status, text} = await place(fields);
    assert.deepEqual([status, wordOf(text)], [503, 'later']);
    assert.equal(await stateAt('/store/plain/orders/AAAA-BBBB-CCCC-DDDD'), 'preparing');
    const again = await place(fields);
    assert.equal(again.status, 303);
    assert.equal(await stateAt(again.location), 'waiting');
    assert.equal((await ordersOfStaff()).length, 1);
  });

  it('cancels the order, and shows one that was paid meanwhile as paid', async () => {
    const first = await placed();
    const reply = await sendForm(demo, `${first.path}/cancel`, {});
    assert.equal(reply.status, 303);
    assert.equal(await stateAt(reply.location), 'cancelled');
    const second = await placed();
    await payInApp(second.number);
    const late = await sendForm(demo, `${second.path}/cancel`, {});
    assert.deepEqual([late.status, await stateAt(late.location)], [303, 'paid']);
  });

  it('says that it is cancelling while PayBy has not confirmed it', async () => {
    const {path} = await placed();
    await demo.post('/gateway/control/faults', {fault: '500', operation: 'cancelOrder', times: 50});
    const reply = await sendForm(demo, `${path}/cancel`, {});
    assert.equal(reply.status, 303);
    const {text} = await demo.get(path);
    assert.equal(wordOf(text), 'cancelling');
    assert.doesNotMatch(text, /qr\.svg|open-app/);
  });

  it('escapes what a page author or a customer has written', async () => {
    const {text} = await demo.get(`/store/plain/orders/${encodeURIComponent('"><script>alert(1)</script>')}`);
    assert.doesNotMatch(text, /<script/);
  });

  it('speaks the language of the address, else of the browser', async () => {
    const lang = async (path: string, accept: string): Promise<string | undefined> =>
      /<html lang="(\w+)"/.exec((await demo.get(path, {'Accept-Language': accept})).text)?.[1];
    assert.equal(await lang('/store/plain', 'ar-AE,en;q=0.5'), 'ar');
    assert.equal(await lang('/store/plain?lang=en', 'ar-AE'), 'en');
    assert.equal(await lang('/store/plain?lang="><b>', 'ar-AE'), 'en');
  });
});

describe('the limits of the store without JavaScript', () => {
  let demo: TestDemo;
  before(async () => {
    demo = await createDemo({makeKeys: handOut(keys), limitFactor: 1 / 60});
  });
  after(() => demo.close());

  it('are those of the API: forms and JSON count together', async () => {
    assert.equal((await sendForm(demo, '/store/plain/orders', {sku: 'mug'})).status, 303);
    const {status, headers, text} = await sendForm(demo, '/store/plain/orders', {sku: 'mug'});
    assert.deepEqual([status, wordOf(text)], [429, 'too-many']);
    assert.ok(Number(headers.get('retry-after')) > 0);
    assert.equal((await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'})).status, 429);
  });
});
