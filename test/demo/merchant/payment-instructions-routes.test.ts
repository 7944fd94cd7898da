import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import type {SentMessage} from '../../../demo/merchant/http/payment-instructions-routes.js';
import {createDemo, handOut, MINUTE, twoKeyPairs, type TestDemo, type Reply} from '../support/demo.js';

const PHONE = '+971501234567';

describe('the guide of a cash top-up', () => {
  let keys: [KeyPair, KeyPair];
  let demo: TestDemo;
  let number: string;
  before(async () => {
    keys = await twoKeyPairs();
    demo = await createDemo({makeKeys: handOut(keys)});
  });
  after(() => demo.close());

  const place = async (wish: object = {paySceneCode: 'CASHTOPUP', sku: 'coins-500'}): Promise<string> =>
    (await demo.post('/api/orders', wish)).json.merchantOrderNo;
  beforeEach(async () => {
    number = await place();
  });

  const send = (phone: unknown, order = number): Promise<Reply> =>
    demo.post(`/api/orders/${order}/guide`, {phone});
  const outbox = async (): Promise<readonly SentMessage[]> => {
    const {json} = await demo.get('/api/outbox');
    return json['messages'] as SentMessage[];
  };
  const newest = async (): Promise<SentMessage> => {
    const [message] = await outbox();
    assert.ok(message, 'there is a message in the outbox');
    return message;
  };
  const refused = ({status, json}: Reply): readonly [number, string] => [status, json.error.code];

  it('reaches the outbox in both languages: what, how much, until when in the UAE, which order', async () => {
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

  it('carries a link to the order, and the link leads to its code', async () => {
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

  it('does not carry the code itself', async () => {
    await send(PHONE);
    const {tokenUrl} = (await demo.get(`/api/orders/${number}`)).json;
    assert.ok(!(await newest()).text.includes(tokenUrl), 'whoever reads a message has no code yet');
  });

  it('shows where it went by the last digits only, and logs no number', async () => {
    await send(PHONE);
    await send('+442079460123', await place());
    assert.deepEqual(
      (await outbox()).slice(0, 2).map(({to}) => to),
      ['+44 •• ••• 0123', '+971 •• ••• 4567'],
    );
    const everything = [...demo.lines, (await demo.get('/api/outbox')).text].join('\n');
    assert.doesNotMatch(everything, /501234567|2079460123|123.?4567/);
  });

  it('takes numbers as E.164, and UAE ones as people write them', async () => {
    for (const phone of ['+971 50 123 4567', '0501234567', '+4915112345678', '+12025550123'])
      assert.equal((await send(phone, await place())).status, 200, phone);
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
  it('refuses what is no mobile number, and sends nothing', async () => {
    const before = (await outbox()).length;
    for (const phone of wrong)
      assert.deepEqual(refused(await send(phone)), [400, 'bad-phone'], String(phone));
    assert.equal((await outbox()).length, before);
  });

  it('goes out once a minute per order, and says when to come back', async () => {
    await send(PHONE);
    const count = (await outbox()).length;
    await demo.clock.advance(15_000);
    const again = await send(PHONE);
    assert.deepEqual(refused(again), [429, 'too-soon']);
    assert.equal(again.headers.get('retry-after'), '45');
    assert.equal((await send(PHONE, await place())).status, 200, 'another order is another minute');
    await demo.clock.advance(44_999);
    assert.equal((await send(PHONE)).status, 429);
    await demo.clock.advance(1);
    assert.equal((await send(PHONE)).status, 200);
    assert.equal((await outbox()).length, count + 2);
  });

  it('a wrong number costs no minute', async () => {
    assert.equal((await send('12')).status, 400);
    assert.equal((await send(PHONE)).status, 200);
  });

  it('is not sent for what can no longer be paid', async () => {
    await demo.post(`/api/orders/${number}/cancel`);
    assert.deepEqual(refused(await send(PHONE)), [409, 'order-closed']);
    const ended = await place({paySceneCode: 'CASHTOPUP', sku: 'coins-60', expiresInMs: MINUTE});
    await demo.clock.advance(MINUTE);
    assert.deepEqual(refused(await send(PHONE, ended)), [409, 'order-closed']);
  });

  it('is for cash only', async () => {
    const other = await place({paySceneCode: 'DYNQR', sku: 'mug'});
    assert.deepEqual(refused(await send(PHONE, other)), [409, 'wrong-scene']);
  });

  it('an order that nobody knows has no guide and no page', async () => {
    assert.deepEqual(refused(await send(PHONE, 'nobody')), [404, 'unknown-order']);
    assert.deepEqual(refused(await demo.get('/api/orders/nobody')), [404, 'unknown-order']);
  });

  it('with the real PayBy nothing is called sent, and there is no outbox', async () => {
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

describe("the partner store's terminal", () => {
  it('says that a code was scanned before, so that the cash is taken once', async () => {
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
