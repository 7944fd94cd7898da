/** A merchant whose clock is wrong: orders, sessions and limits go by PayBy's clock. */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {RemoteGateway} from '../../../demo/main/config.js';
import {
  createDemo,
  createGateway,
  HOUR,
  MINUTE,
  PARTNER,
  serveApp,
  type Reply,
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
    demo = await createDemo({gateway: remote(served, gateway)});
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

describe("time that passes at PayBy only, while the machine's clock stands still", () => {
  let gateway: TestGateway;
  let served: Served;
  let demo: TestDemo;
  beforeEach(async () => {
    gateway = await createGateway();
    served = await serveApp(gateway.app);
    demo = await createDemo({gateway: remote(served, gateway), limitFactor: 1});
  });
  afterEach(async () => {
    await demo.close();
    await served.close();
  });
  const place = (change: object = {}): Promise<Reply> =>
    demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change});
  /** The server learns of it from three answers that agree; the first orders may be refused, as ended already. */
  async function passAtPayby(ms: number): Promise<void> {
    await gateway.clock.advance(ms);
    for (let answers = 0; answers < 3; answers += 1) await place();
    assert.equal((await place()).status, 201);
  }

  it('ends a session of staff after eight hours of it', async () => {
    const staff = await demo.staff();
    const role = async (): Promise<unknown> => (await demo.get('/api/session', staff)).json['role'];
    await passAtPayby(8 * HOUR - MINUTE);
    assert.equal(await role(), 'staff');
    await passAtPayby(2 * MINUTE);
    assert.equal(await role(), null);
  });

  it('ends the wait of a payer whose order was extended twelve times in an hour of it', async () => {
    const {merchantOrderNo} = (await place({expiresInMs: 24 * HOUR})).json;
    const extend = (): Promise<Reply> => demo.post(`/api/orders/${merchantOrderNo}/extend`, {byMs: 1_000});
    for (let times = 0; times < 12; times += 1) assert.equal((await extend()).status, 200);
    await passAtPayby(HOUR - MINUTE);
    assert.equal((await extend()).status, 429);
    await passAtPayby(2 * MINUTE);
    assert.equal((await extend()).status, 200);
  });
});

const remote = ({url}: Served, {merchantKeys, paybyKeys}: TestGateway): RemoteGateway => ({
  kind: 'remote',
  baseUrl: `${url}/sgs/api`,
  partnerId: PARTNER,
  privateKey: merchantKeys.privateKey,
  paybyPublicKey: paybyKeys.publicKey,
});
