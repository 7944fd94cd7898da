/** A merchant whose clock is wrong: its orders live by PayBy's. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {
  createDemo,
  createGateway,
  MINUTE,
  PARTNER,
  serveApp,
  type TestDemo,
  type TestGateway,
  type Served,
} from '../support/demo.js';

const AHEAD_MS = 9 * MINUTE; // less than PayBy refuses
const SECOND = 1_000; // a Date header tells no more

describe('an order of a merchant whose clock is nine minutes slow', () => {
  let gateway: TestGateway;
  let served: Served;
  let demo: TestDemo;
  before(async () => {
    gateway = await createGateway();
    await gateway.clock.advance(AHEAD_MS);
    served = await serveApp(gateway.app);
    demo = await createDemo({
      gateway: {
        kind: 'remote',
        baseUrl: `${served.url}/sgs/api`,
        partnerId: PARTNER,
        privateKey: gateway.merchantKeys.privateKey,
        paybyPublicKey: gateway.paybyKeys.publicKey,
      },
    });
    assert.equal(gateway.clock.now() - demo.clock.now(), AHEAD_MS);
    await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'}); // whose answer tells the time
  });
  after(async () => {
    await demo.close();
    await served.close();
  });

  it('ends a quarter of an hour from now where PayBy is', async () => {
    const {json} = await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    const end = gateway.clock.now() + 15 * MINUTE;
    assert.ok(Math.abs(json.expiredTime - end) <= SECOND, String(json.expiredTime - end));
  });

  it('is told with the same clock, so that a page counts down the right time', async () => {
    const {json} = await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    const status = await demo.get(`/api/orders/${json.merchantOrderNo}/status`);
    const left = json.expiredTime - Number(status.json['serverTime']);
    assert.ok(Math.abs(left - 15 * MINUTE) <= SECOND, String(left));
  });
});
