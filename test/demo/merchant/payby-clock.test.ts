/** A merchant whose clock is wrong: its orders expire by PayBy's clock. */
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

const AHEAD_MS = 9 * MINUTE; // less than the difference that PayBy refuses
const SECOND = 1_000; // the resolution of a Date header

describe('PaybyClock with a merchant clock that is nine minutes slow', () => {
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
    // Three signed answers that agree set the clock.
    for (let order = 0; order < 3; order += 1)
      await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
  });
  after(async () => {
    await demo.close();
    await served.close();
  });

  it("gives an order an expiry 15 minutes from now by PayBy's clock", async () => {
    const {json} = await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    const end = gateway.clock.now() + 15 * MINUTE;
    assert.ok(Math.abs(json.expiredTime - end) <= SECOND, String(json.expiredTime - end));
  });

  it('reports serverTime by the same clock, so that a page counts down correctly', async () => {
    const {json} = await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    const status = await demo.get(`/api/orders/${json.merchantOrderNo}/status`);
    const left = json.expiredTime - Number(status.json['serverTime']);
    assert.ok(Math.abs(left - 15 * MINUTE) <= SECOND, String(left));
  });

  it('dates its responses by the same clock, also a 304', async () => {
    const {json} = await demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    const path = `/api/orders/${json.merchantOrderNo}/status`;
    const first = await demo.get(path);
    const again = await demo.get(path, {'If-None-Match': first.headers.get('etag') ?? ''});
    assert.deepEqual([first.status, again.status], [200, 304]);
    for (const {headers} of [first, again]) {
      const date = Date.parse(headers.get('date') ?? '');
      assert.ok(Math.abs(date - gateway.clock.now()) <= 2 * SECOND, String(date - gateway.clock.now()));
    }
  });

  it('tells staff once that this clock is wrong', async () => {
    const {json} = await demo.get('/api/admin/alerts', await demo.staff());
    const alerts = json['alerts'] as readonly {readonly kind: string; readonly message: string}[];
    assert.deepEqual(
      alerts.map(({kind}) => kind),
      ['clock-jump'],
    );
    assert.match(alerts[0]?.message ?? '', /^PayBy's clock is 5[34]\d s ahead of this machine's/);
  });
});
