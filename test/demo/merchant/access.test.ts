/** What payers, tills, staff and pages of other sites may do. */
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {
  createDemo,
  handOut,
  HOUR,
  serveApp,
  twoKeyPairs,
  type TestDemo,
  type Reply,
} from '../support/demo.js';
import {Hono} from 'hono';

const STAFF_PASSWORD = 'correct horse battery';
const TILL_PASSWORD = 'twelve letters';

let keys: [KeyPair, KeyPair];
let demo: TestDemo;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  demo = await createDemo({
    makeKeys: handOut(keys),
    staffPassword: STAFF_PASSWORD,
    tillPassword: TILL_PASSWORD,
    allowedOrigins: ['https://shop.example'],
  });
});
afterEach(() => demo.close());

const login = (password: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  demo.post('/api/login', {password}, headers);
const place = (change: object = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change}, headers);
const authCode = async (): Promise<string> => String((await demo.post('/gateway/app/code')).json['authCode']);
const pay = ({json}: Reply): Promise<Reply> => demo.post('/gateway/app/pay', {orderNo: json.orderNo});
const codeOf = (reply: Reply): unknown => [reply.status, reply.json.error.code];

describe('POST /api/login', () => {
  it('opens a session in an HttpOnly, SameSite=Strict cookie', async () => {
    const reply = await login(STAFF_PASSWORD);
    assert.deepEqual([reply.status, reply.json], [200, {role: 'staff'}]);
    const [cookie = ''] = reply.headers.getSetCookie();
    assert.match(cookie, /^session=[\w-]{43}; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/);
    const role = await demo.get('/api/session', {cookie: cookie.split(';')[0] ?? ''});
    assert.deepEqual(role.json, {role: 'staff'});
  });

  it('opens a till session for the till password, which staff routes refuse', async () => {
    const {headers, json} = await login(TILL_PASSWORD);
    assert.deepEqual(json, {role: 'till'});
    const session = {cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? ''};
    assert.equal((await place({paySceneCode: 'QRPAY', authCode: await authCode()}, session)).status, 201);
    assert.deepEqual(codeOf(await demo.get('/api/admin/orders', session)), [403, 'staff-only']);
  });

  it('answers 401 to a wrong password and 400 to none', async () => {
    for (const wrong of ['', 5, null, 'x'.repeat(201)]) {
      assert.deepEqual(codeOf(await login(wrong)), [400, 'missing-password']);
    }
    const reply = await login(`${STAFF_PASSWORD} `);
    assert.deepEqual(codeOf(reply), [401, 'wrong-password']);
    assert.equal(reply.headers.get('set-cookie'), null);
  });

  it('answers 429 after wrong passwords for 1, 2, 4 … seconds, and then takes the right one', async () => {
    for (let failures = 0; failures < 3; failures += 1) await login('a wrong one');
    for (const seconds of [1, 2, 4, 8]) {
      const refused = await login(STAFF_PASSWORD);
      assert.deepEqual(codeOf(refused), [429, 'too-many-logins']);
      assert.equal(refused.headers.get('retry-after'), String(seconds));
      await demo.clock.advance(seconds * 1000 - 1);
      assert.equal((await login(STAFF_PASSWORD)).status, 429);
      await demo.clock.advance(1);
      if (seconds < 8) assert.deepEqual(codeOf(await login('a wrong one')), [401, 'wrong-password']);
    }
    assert.equal((await login(STAFF_PASSWORD)).status, 200);
    assert.deepEqual(codeOf(await login('a wrong one')), [401, 'wrong-password'], 'failures are forgotten');
  });

  it('lets a browser that has logged in before log in while strangers guess from the same address', async () => {
    const known = await login(STAFF_PASSWORD);
    const device = known.headers.getSetCookie().find((cookie) => cookie.startsWith('device=')) ?? '';
    assert.match(device, /^device=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/);
    for (let failures = 0; failures < 3; failures += 1) await login('a wrong one');
    assert.deepEqual(codeOf(await login(STAFF_PASSWORD)), [429, 'too-many-logins']);
    const cookie = {cookie: device.split(';')[0] ?? ''};
    assert.equal((await login(STAFF_PASSWORD, cookie)).status, 200);
    for (const forged of ['device=x', `device=${'a'.repeat(43)}`])
      assert.equal((await login(STAFF_PASSWORD, {cookie: forged})).status, 429, forged);
    // A known browser that guesses waits by itself.
    for (let failures = 0; failures < 3; failures += 1) await login('a wrong one', cookie);
    assert.deepEqual(codeOf(await login(STAFF_PASSWORD, cookie)), [429, 'too-many-logins']);
  });

  it("counts guesses at the staff's password on, whatever somebody with the till's password does", async () => {
    const tillBrowser = async (): Promise<Record<string, string>> => {
      const {headers, status} = await login(TILL_PASSWORD);
      assert.equal(status, 200);
      return {
        cookie:
          headers
            .getSetCookie()
            .map((cookie) => cookie.split(';')[0])
            .at(-1) ?? '',
      };
    };
    const [known, another] = [await tillBrowser(), await tillBrowser()];
    for (const browser of [{}, known]) {
      await login('a wrong one', browser);
      await login('a wrong one', browser);
      assert.equal((await login(TILL_PASSWORD, browser)).status, 200);
      assert.deepEqual(codeOf(await login('a wrong one', browser)), [401, 'wrong-password']);
      assert.deepEqual(codeOf(await login('a wrong one', browser)), [429, 'too-many-logins']);
    }
    const replies = [await login('a wrong one', another), await login(STAFF_PASSWORD, another)];
    assert.deepEqual(
      replies.map(codeOf),
      Array(2).fill([429, 'too-many-logins']),
      'nor another browser of tills',
    );
    assert.equal((await login(TILL_PASSWORD, another)).status, 200, "but the till's password opens it");
    await demo.clock.advance(1_000);
    assert.equal((await login(STAFF_PASSWORD, another)).status, 200);
  });

  it('lets few strangers wait for a hash at a time, and a known browser none of them', async () => {
    const known = await login(STAFF_PASSWORD);
    const [cookie = ''] =
      known.headers
        .getSetCookie()
        .find((one) => one.startsWith('device='))
        ?.split(';') ?? [];
    const guesses = Array.from({length: 60}, () => login('a wrong one'));
    assert.equal((await login(STAFF_PASSWORD, {cookie})).status, 200);
    const statuses = (await Promise.all(guesses)).map(({status}) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 3);
    assert.equal(statuses.filter((status) => status === 429).length, 57);
  });

  it('never logs a password', async () => {
    await login(STAFF_PASSWORD);
    await login('a wrong one');
    assert.doesNotMatch(demo.lines.join('\n'), /horse|a wrong one/);
    assert.ok(demo.lines.length >= 2);
  });

  it('accepts the random staff password that the server returns when none is configured', async () => {
    const other = await createDemo({makeKeys: handOut(keys)});
    assert.match(other.staffPassword ?? '', /^[\w-]{16}$/);
    const reply = await other.post('/api/login', {password: other.staffPassword});
    assert.equal(reply.status, 200);
    await other.close();
    assert.equal(demo.staffPassword, undefined, 'a configured password is not returned');
  });
});

describe('Sessions', () => {
  it('ends a session on POST /api/logout', async () => {
    const staff = await demo.staff();
    const loggedOut = await demo.post('/api/logout', {}, staff);
    assert.match(loggedOut.headers.get('set-cookie') ?? '', /^session=; Max-Age=0; Path=\//);
    assert.deepEqual(codeOf(await demo.get('/api/admin/orders', staff)), [401, 'login-needed']);
  });

  it('ends the sessions of a password when the server starts with another one', async () => {
    const path = mkdtempSync(join(tmpdir(), 'payby-access-'));
    const start = (passwords: {staffPassword: string; tillPassword?: string}): Promise<TestDemo> =>
      createDemo({makeKeys: handOut(keys), store: {kind: 'folder', path}, ...passwords});
    const roleOf = async (server: TestDemo, headers: Record<string, string>): Promise<unknown> =>
      (await server.get('/api/session', headers)).json['role'];
    const sessionOf = async (server: TestDemo, password: string): Promise<Record<string, string>> => {
      const {headers} = await server.post('/api/login', {password});
      return {cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? ''};
    };
    const passwords = {staffPassword: STAFF_PASSWORD, tillPassword: TILL_PASSWORD};
    const first = await start(passwords);
    const [staff, till] = [await sessionOf(first, STAFF_PASSWORD), await sessionOf(first, TILL_PASSWORD)];
    await first.close();
    const same = await start(passwords);
    assert.deepEqual([await roleOf(same, staff), await roleOf(same, till)], ['staff', 'till']);
    await same.close();
    const changed = await start({...passwords, staffPassword: 'another horse battery'});
    assert.deepEqual([await roleOf(changed, staff), await roleOf(changed, till)], [null, 'till']);
    await changed.close();
    const withoutTill = await start({staffPassword: 'another horse battery'});
    assert.deepEqual(await roleOf(withoutTill, till), null);
    await withoutTill.close();
    rmSync(path, {recursive: true});
  });

  it('opens none for a password that another instance has replaced', async () => {
    const path = mkdtempSync(join(tmpdir(), 'payby-access-'));
    const startWith = (tillPassword: string): Promise<TestDemo> =>
      createDemo({
        ...{makeKeys: handOut(keys), store: {kind: 'folder', path}},
        ...{staffPassword: STAFF_PASSWORD, tillPassword},
      });
    const [outgoing, incoming] = [await startWith(TILL_PASSWORD), await startWith('another bicycle bell')];
    const tryOn = (server: TestDemo, password: string): Promise<Reply> =>
      server.post('/api/login', {password});
    assert.equal((await tryOn(outgoing, TILL_PASSWORD)).status, 200);
    assert.equal((await tryOn(incoming, 'another bicycle bell')).status, 200);
    const late = await tryOn(outgoing, TILL_PASSWORD);
    assert.deepEqual(codeOf(late), [401, 'wrong-password']);
    assert.equal(late.headers.get('set-cookie'), null);
    assert.equal((await outgoing.post('/api/login/till')).status, 401, 'nor without a password');
    assert.equal((await tryOn(outgoing, STAFF_PASSWORD)).status, 200, 'which is the same in both');
    await Promise.all([outgoing.close(), incoming.close()]);
    rmSync(path, {recursive: true});
  });

  it('ends all sessions on POST /api/logout-all, which only staff may send', async () => {
    const [staff, other, till] = [await demo.staff(), await demo.staff(), await demo.till()];
    assert.deepEqual(codeOf(await demo.post('/api/logout-all', {}, till)), [403, 'staff-only']);
    assert.deepEqual(codeOf(await demo.post('/api/logout-all')), [401, 'login-needed']);
    assert.equal((await demo.post('/api/logout-all', {}, staff)).status, 200);
    for (const session of [staff, other, till])
      assert.deepEqual((await demo.get('/api/session', session)).json['role'], null);
  });

  it('ends a staff session after eight hours', async () => {
    const staff = await demo.staff();
    assert.equal((await demo.get('/api/admin/orders', staff)).status, 200);
    await demo.clock.advance(8 * HOUR);
    assert.deepEqual(codeOf(await demo.get('/api/admin/orders', staff)), [401, 'login-needed']);
  });

  it('refuses a session cookie that it did not issue', async () => {
    for (const cookie of ['session=', 'session=x', `session=${'a'.repeat(43)}`, "session=' OR 1=1 --"]) {
      assert.equal((await demo.get('/api/admin/orders', {cookie})).status, 401, cookie);
    }
  });
});

describe('POST /api/orders for QRPAY', () => {
  it('answers 401 login-needed without a till session', async () => {
    assert.deepEqual(codeOf(await place({paySceneCode: 'QRPAY', authCode: await authCode()})), [
      401,
      'login-needed',
    ]);
    assert.deepEqual(codeOf(await place({paySceneCode: 'QRPAY'})), [401, 'login-needed']);
  });
});

describe('GET /cashier', () => {
  it('redirects to /login without a session, and opens none', async () => {
    const page = await fetch(`${demo.url}/cashier`, {redirect: 'manual'});
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/login?next=/cashier']);
    assert.equal(page.headers.get('set-cookie'), null);
  });

  it('leads to the till after a login for a receipt: the number of the order stays in no other address', async () => {
    const page = await fetch(`${demo.url}/cashier/receipt?order=AAAA&lang=ar`, {redirect: 'manual'});
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/login?next=/cashier&lang=ar']);
  });

  it('opens for the session that POST /api/login/till gives to this machine', async () => {
    const till = await demo.till();
    assert.equal((await fetch(`${demo.url}/cashier`, {headers: till, redirect: 'manual'})).status, 200);
    assert.equal((await place({paySceneCode: 'QRPAY', authCode: await authCode()}, till)).status, 201);
  });

  it('redirects to /login for the host name of another site, or behind a proxy', async () => {
    for (const headers of [{Host: 'evil.example'}, {'X-Forwarded-For': '203.0.113.9'}]) {
      const [status, location, cookie] = await rawGet('/cashier', headers);
      assert.deepEqual([status, location, cookie], [303, '/login?next=/cashier', undefined]);
    }
  });

  it('redirects to /login with a remote gateway, and opens for a staff session', async () => {
    const other = await createDemo({
      makeKeys: handOut(keys),
      gateway: {
        kind: 'remote',
        baseUrl: 'https://uat.payby.test/sgs/api',
        partnerId: '200000012345',
        privateKey: keys[0].privateKey,
        paybyPublicKey: keys[1].publicKey,
      },
    });
    const page = await fetch(`${other.url}/cashier`, {redirect: 'manual'});
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/login?next=/cashier']);
    assert.equal((await fetch(`${other.url}/login`)).status, 200);
    const staff = await other.staff();
    assert.equal((await fetch(`${other.url}/cashier`, {headers: staff})).status, 200);
    await other.close();
  });
});

/** Sends a GET request with headers that `fetch` does not allow, such as `Host`. */
function rawGet(path: string, headers: Record<string, string>): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    request(`${demo.url}${path}`, {headers}, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers.location, response.headers['set-cookie']]);
    })
      .on('error', reject)
      .end();
  });
}

describe('POST /api/orders/{merchantOrderNo}/refund and /revoke', () => {
  it('requires a staff session, and answers the same without one for a known and an unknown order', async () => {
    const placed = await place();
    await pay(placed);
    const {merchantOrderNo} = placed.json;
    for (const session of [{}, await demo.till()]) {
      for (const action of ['refund', 'revoke']) {
        const known = await demo.post(`/api/orders/${merchantOrderNo}/${action}`, {}, session);
        const unknown = await demo.post(`/api/orders/nobody/${action}`, {}, session);
        assert.ok([401, 403].includes(known.status));
        assert.deepEqual(codeOf(known), codeOf(unknown));
      }
    }
    const refunded = await demo.post(`/api/orders/${merchantOrderNo}/refund`, {}, await demo.staff());
    assert.deepEqual([refunded.status, refunded.json['refundedAmount']], [200, '25.00']);
  });
});

describe('/api/admin', () => {
  it('answers an order with its timeline, refunds and revokes it, and finds it by number', async () => {
    const staff = await demo.staff();
    const placed = await place();
    const {merchantOrderNo, orderNo, tokenUrl} = placed.json;
    await pay(placed);
    await demo.clock.advance(2_000);
    await demo.get(`/api/orders/${merchantOrderNo}/status`);
    const path = `/api/admin/orders/${merchantOrderNo}`;
    const part = await demo.post(`${path}/refund`, {amount: '10.00', reason: 'a crack'}, staff);
    assert.equal(part.status, 200);
    const seen = await demo.get(path, staff);
    const {order, timeline} = seen.json as unknown as {
      order: Record<string, unknown>;
      timeline: {kind: string; by: string; at: number}[];
    };
    assert.deepEqual(
      [order['orderNo'], order['refundedAmount'], order['refundableAmount']],
      [orderNo, '10.00', '15.00'],
    );
    assert.match(
      timeline.map(({kind, by}) => `${kind}/${by}`).join(' '),
      /^made\/payer placing-placed\/payby .*refund\/staff/,
    );
    assert.equal(seen.text.includes(tokenUrl), false, 'no tokenUrl in the response');
    const revoked = await demo.post(`${path}/revoke`, {}, staff);
    assert.ok([200, 409].includes(revoked.status));
    const {orders} = (await demo.get(`/api/admin/orders?number=${orderNo}`, staff)).json as unknown as {
      orders: {merchantOrderNo: string}[];
    };
    assert.deepEqual(
      orders.map((found) => found.merchantOrderNo),
      [merchantOrderNo],
    );
  });

  it('cancels an open order', async () => {
    const {merchantOrderNo} = (await place()).json;
    const {json} = await demo.post(`/api/admin/orders/${merchantOrderNo}/cancel`, {}, await demo.staff());
    assert.equal((json['order'] as {status: string}).status, 'FAILURE');
  });

  it('answers 400 for an invalid query, and 404 for an unknown order or alert', async () => {
    const staff = await demo.staff();
    for (const query of [
      'status=PAID',
      'paySceneCode=X',
      'limit=0',
      'limit=999',
      'before=soon',
      "limit=1'",
    ]) {
      assert.deepEqual(
        codeOf(await demo.get(`/api/admin/orders?${query}`, staff)),
        [400, 'bad-query'],
        query,
      );
    }
    assert.deepEqual(codeOf(await demo.get('/api/admin/orders/nobody', staff)), [404, 'unknown-order']);
    assert.deepEqual(codeOf(await demo.post('/api/admin/alerts/77/acknowledge', {}, staff)), [
      404,
      'unknown-alert',
    ]);
  });

  it('answers 401 on every route without a session, and /admin redirects to /login', async () => {
    const {merchantOrderNo} = (await place()).json;
    const order = `/api/admin/orders/${merchantOrderNo}`;
    for (const path of ['/api/admin/orders', order, '/api/admin/alerts']) {
      assert.equal((await demo.get(path)).status, 401, path);
    }
    for (const path of [
      `${order}/cancel`,
      `${order}/revoke`,
      `${order}/refund`,
      '/api/admin/alerts/1/acknowledge',
    ]) {
      assert.equal((await demo.post(path)).status, 401, path);
    }
    const page = await fetch(`${demo.url}/admin`, {redirect: 'manual'});
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/login?next=/admin']);
  });
});

describe('merchantApp', () => {
  const postPaths = (number: string): readonly string[] => [
    '/api/orders',
    `/api/orders/${number}/cancel`,
    `/api/orders/${number}/extend`,
    `/api/orders/${number}/revoke`,
    `/api/orders/${number}/refund`,
    `/api/admin/orders/${number}/cancel`,
    `/api/admin/orders/${number}/revoke`,
    `/api/admin/orders/${number}/refund`,
    '/api/admin/alerts/1/acknowledge',
    '/api/login',
    '/api/logout',
  ];

  it('answers 403 cross-site to every POST of another site, also with a staff session', async () => {
    const staff = await demo.staff();
    const placed = await place();
    const crossSiteHeaders: readonly Record<string, string>[] = [
      {Origin: 'https://evil.example'},
      {Origin: 'null'},
      {'Sec-Fetch-Site': 'cross-site'},
      {'Sec-Fetch-Site': 'same-site'},
      {'Sec-Fetch-Site': 'cross-site', Origin: demo.url},
    ];
    for (const path of postPaths(placed.json.merchantOrderNo)) {
      for (const headers of crossSiteHeaders) {
        const reply = await demo.post(path, {}, {...staff, ...headers});
        assert.deepEqual(codeOf(reply), [403, 'cross-site'], `${path} ${JSON.stringify(headers)}`);
      }
    }
    const {json} = await demo.get(`/api/orders/${placed.json.merchantOrderNo}/status`);
    assert.equal(json.status, 'CREATED');
  });

  it('answers 415 not-json to every form', async () => {
    for (const path of postPaths('x')) {
      for (const type of [
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data; boundary=x',
      ]) {
        const reply = await demo.post(path, '{}', {'Content-Type': type, ...(await demo.staff())});
        assert.deepEqual(codeOf(reply), [415, 'not-json'], `${path} ${type}`);
      }
    }
  });

  it('sends no Access-Control-Allow-Origin to an origin that is not allowed', async () => {
    const {merchantOrderNo} = (await place()).json;
    const reply = await demo.get(`/api/orders/${merchantOrderNo}/status`, {Origin: 'https://evil.example'});
    assert.equal(reply.headers.get('access-control-allow-origin'), null);
  });

  it('lets an allowed origin place and poll orders, and refuses it every route that needs a session', async () => {
    const allowedSite = {Origin: 'https://shop.example', 'Sec-Fetch-Site': 'cross-site'};
    const placed = await place({}, allowedSite);
    assert.equal(placed.status, 201);
    assert.equal(placed.headers.get('access-control-allow-origin'), 'https://shop.example');
    assert.equal(placed.headers.get('access-control-allow-credentials'), null);
    const status = await demo.get(`/api/orders/${placed.json.merchantOrderNo}/status`, allowedSite);
    assert.match(status.headers.get('access-control-expose-headers') ?? '', /ETag/);
    const preflight = await fetch(`${demo.url}/api/orders`, {method: 'OPTIONS', headers: allowedSite});
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('vary') ?? '', /^Origin\b/);
    assert.equal(preflight.headers.get('access-control-allow-credentials'), null);
    const staff = {...allowedSite, ...(await demo.staff())};
    const {merchantOrderNo} = placed.json;
    for (const path of [
      `/api/orders/${merchantOrderNo}/refund`,
      `/api/admin/orders/${merchantOrderNo}/revoke`,
      '/api/login',
    ]) {
      assert.deepEqual(codeOf(await demo.post(path, {}, staff)), [403, 'cross-site'], path);
    }
    const qrpay = await place({paySceneCode: 'QRPAY', authCode: await authCode()}, staff);
    assert.deepEqual(codeOf(qrpay), [403, 'cross-site']);
  });
});

describe('/api/orders', () => {
  it('answers every malformed or unknown order number with the same response', async () => {
    const replies = [];
    for (const number of ['a'.repeat(22), 'x', 'a'.repeat(300), '%27%20OR%201=1', '..%2f..%2f', '%00']) {
      replies.push((await demo.get(`/api/orders/${number}/status`)).text);
      replies.push((await demo.get(`/api/orders/${number}/events`)).text);
      replies.push((await demo.post(`/api/orders/${number}/cancel`)).text);
    }
    assert.equal(new Set(replies).size, 1, [...new Set(replies)].join('\n'));
  });

  it('adds no header for a line break in an order number', async () => {
    const reply = await demo.get('/api/orders/x%0d%0aSet-Cookie:%20session=1/status');
    assert.deepEqual([reply.status, reply.headers.get('set-cookie')], [404, null]);
    const chosen = await place({merchantOrderNo: 'x\r\nSet-Cookie: session=1'});
    assert.deepEqual(codeOf(chosen), [400, 'bad-order-number']);
  });

  it('refuses a short order number of the caller with a remote gateway', async () => {
    const notPayby = await serveApp(new Hono());
    const remote = await createDemo({
      makeKeys: handOut(keys),
      gateway: {
        kind: 'remote',
        baseUrl: notPayby.url,
        partnerId: '200000012345',
        privateKey: keys[0].privateKey,
        paybyPublicKey: keys[1].publicKey,
      },
    });
    const order = {paySceneCode: 'DYNQR', sku: 'mug'};
    const short = await remote.post('/api/orders', {...order, merchantOrderNo: 'order-2026-0001'});
    assert.deepEqual(codeOf(short), [400, 'guessable-order-number']);
    const long = await remote.post('/api/orders', {...order, merchantOrderNo: 'q'.repeat(22)});
    assert.equal(long.status, 502, 'the order was sent to a gateway that is not PayBy');
    await remote.close();
    await notPayby.close();
  });
});
