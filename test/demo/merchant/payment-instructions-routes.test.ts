import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import type {SentMessage} from '../../../demo/merchant/http/payment-instructions-routes.js';
import {createDemo, handOut, MINUTE, twoKeyPairs, type TestDemo, type Reply} from '../support/demo.js';

const PHONE = '+971501234567';

describe('POST /api/orders/{merchantOrderNo}/guide', () => {
  let keys: [KeyPair, KeyPair];
  let demo: TestDemo;
  let number: string;
  before(async () => {
    keys = await twoKeyPairs();
    demo = await createDemo({makeKeys: handOut(keys)});
  });
  after(() => demo.close());

  const place = async (request: object = {paySceneCode: 'CASHTOPUP', sku: 'coins-500'}): Promise<string> =>
    (await demo.post('/api/orders', request)).json.merchantOrderNo;
  beforeEach(async () => {
    number = await place();
  });

  const send = (phone: unknown, order = number): Promise<Reply> =>
    demo.post(`/api/orders/${order}/guide`, {phone});
  const sentMessages = async (): Promise<readonly SentMessage[]> => {
    const {json} = await demo.get('/api/outbox');
    return json['messages'] as SentMessage[];
  };
  const newest = async (): Promise<SentMessage> => {
    const [message] = await sentMessages();
    assert.ok(message, 'a message was sent');
    return message;
  };
  const refused = ({status, json}: Reply): readonly [number, string] => [status, json.error.code];

  it('sends subject, amount, UAE deadline and order number in both languages', async () => {
    assert.equal((await send(PHONE)).status, 200);
    const {text} = await newest();
    for (const fact of [
      'Sand Racer: 500 coins',
      'AED 36.00',
      'partner store',
      number,
      '500 عملة',
      '36.00 درهم',
    ])
      assert.ok(text.includes(fact), `the message says “${fact}”`);
    // Placed at 8:00 UTC with a day to go: noon of the next day in the UAE.
    assert.match(text, /16 Jan,? (at )?12:00 \(UAE time\)/);
  });

  it('sends a link that leads to the order', async () => {
    await send(PHONE);
    const link = new URL((await newest()).text.split('\n').at(-1) ?? '');
    assert.equal(link.origin + link.pathname, `${demo.url}/game`);
    const order = link.searchParams.get('order');
    assert.equal(order, number);
    const {status, json, headers} = await demo.get(`/api/orders/${number}`);
    assert.deepEqual([status, json.merchantOrderNo], [200, number]);
    assert.match(json.tokenUrl, /^https:/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('does not send the tokenUrl', async () => {
    await send(PHONE);
    const {tokenUrl} = (await demo.get(`/api/orders/${number}`)).json;
    assert.ok(!(await newest()).text.includes(tokenUrl), 'the message does not contain the code');
  });

  it('masks the phone number in the list and logs none', async () => {
    await send(PHONE);
    await send('+971551234567', await place());
    assert.deepEqual(
      (await sentMessages()).slice(0, 2).map(({to}) => to),
      ['+971 •• ••• 4567', '+971 •• ••• 4567'],
    );
    const everything = [...demo.lines, (await demo.get('/api/outbox')).text].join('\n');
    assert.doesNotMatch(everything, /501234567|551234567|123.?4567/);
  });

  it('accepts UAE mobile numbers, in E.164 and as people write them at home', async () => {
    for (const phone of ['+971 50 123 4567', '0501234567'])
      assert.equal((await send(phone, await place())).status, 200, phone);
  });

  it('refuses phones of other countries, unless the configuration names them', async () => {
    for (const phone of ['+4915112345678', '+12025550123', '+442079460123'])
      assert.deepEqual(refused(await send(phone)), [400, 'phone-abroad'], phone);
    const abroad = await createDemo({makeKeys: handOut(keys), messageCountries: ['971', '49']});
    try {
      const {json} = await abroad.post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60'});
      const path = `/api/orders/${json.merchantOrderNo}/guide`;
      assert.equal((await abroad.post(path, {phone: '+4915112345678'})).status, 200);
      assert.equal((await abroad.post(path, {phone: '+12025550123'})).status, 400);
    } finally {
      await abroad.close();
    }
  });

  it('sends no words but the server’s own', async () => {
    const words = 'You have won, call +971501112222';
    const till = await demo.till();
    const order = {paySceneCode: 'CASHTOPUP', amount: '1.00', subject: words, subjectAr: words};
    const {merchantOrderNo} = (await demo.post('/api/orders', order, till)).json;
    assert.equal((await send(PHONE, merchantOrderNo)).status, 200);
    assert.doesNotMatch((await newest()).text, /won|1112222/);
    const item = {paySceneCode: 'CASHTOPUP', sku: 'coins-60', subject: words, subjectAr: words};
    await send(PHONE, await place(item));
    assert.doesNotMatch((await newest()).text, /won|1112222/);
  });

  const wrong: unknown[] = [
    undefined,
    null,
    '',
    5,
    '12',
    'call me',
    '501234567',
    '00971501234567',
    '+0501234567',
  ];
  wrong.push('+97143334444', '+9715012345678', '+971501', `+${'1'.repeat(16)}`, '+971501234567x', [
    '+971501234567',
  ]);
  it('refuses everything that is not a mobile number', async () => {
    const before = (await sentMessages()).length;
    for (const phone of wrong)
      assert.deepEqual(refused(await send(phone)), [400, 'bad-phone'], String(phone));
    assert.equal((await sentMessages()).length, before);
  });

  it('sends one message a minute per order, with Retry-After', async () => {
    await send(PHONE);
    const count = (await sentMessages()).length;
    await demo.clock.advance(15_000);
    const again = await send(PHONE);
    assert.deepEqual(refused(again), [429, 'too-soon']);
    assert.equal(again.headers.get('retry-after'), '45');
    assert.equal((await send(PHONE, await place())).status, 200, 'the limit is per order');
    await demo.clock.advance(44_999);
    assert.equal((await send(PHONE)).status, 429);
    await demo.clock.advance(1);
    assert.equal((await send(PHONE)).status, 200);
    assert.equal((await sentMessages()).length, count + 2);
  });

  it('does not count a refused phone number', async () => {
    assert.equal((await send('12')).status, 400);
    assert.equal((await send(PHONE)).status, 200);
  });

  it('returns 409 for a cancelled or expired order', async () => {
    await demo.post(`/api/orders/${number}/cancel`);
    assert.deepEqual(refused(await send(PHONE)), [409, 'order-closed']);
    const ended = await place({paySceneCode: 'CASHTOPUP', sku: 'coins-60', expiresInMs: MINUTE});
    await demo.clock.advance(MINUTE);
    assert.deepEqual(refused(await send(PHONE, ended)), [409, 'order-closed']);
  });

  it('returns 409 for a scene other than CASHTOPUP', async () => {
    const other = await place({paySceneCode: 'DYNQR', sku: 'mug'});
    assert.deepEqual(refused(await send(PHONE, other)), [409, 'wrong-scene']);
  });

  it('returns 404 for an unknown order', async () => {
    assert.deepEqual(refused(await send(PHONE, 'nobody')), [404, 'unknown-order']);
    assert.deepEqual(refused(await demo.get('/api/orders/nobody')), [404, 'unknown-order']);
  });

  it('returns 503 with the real PayBy, where GET /api/outbox is 404', async () => {
    const [{privateKey}, {publicKey}] = keys;
    const real = await createDemo({
      gateway: {
        kind: 'remote',
        baseUrl: `${demo.url}/gateway/sgs/api`,
        partnerId: '200000012345',
        privateKey,
        paybyPublicKey: publicKey,
      },
      clock: demo.clock,
    });
    try {
      const {json} = await real.post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60'});
      const {merchantOrderNo} = json;
      const sent = await real.post(`/api/orders/${merchantOrderNo}/guide`, {phone: PHONE});
      assert.deepEqual(refused(sent), [503, 'no-message-service']);
      assert.deepEqual(refused(await real.get('/api/outbox')), [404, 'no-outbox']);
    } finally {
      await real.close();
    }
  });
});

describe('POST /gateway/pos/scan', () => {
  it('reports that a code was scanned before', async () => {
    const demo = await createDemo();
    try {
      const {tokenUrl} = (await demo.post('/api/orders', {paySceneCode: 'CASHTOPUP', sku: 'coins-60'})).json;
      const first = await demo.post('/gateway/pos/scan', {tokenUrl});
      const second = await demo.post('/gateway/pos/scan', {tokenUrl});
      assert.deepEqual(
        [first, second].map(({json}) => json['scannedBefore']),
        [false, true],
      );
    } finally {
      await demo.close();
    }
  });
});
