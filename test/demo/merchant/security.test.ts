/** Attacks on the merchant's server, and that each one fails. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {createDemo, handOut, HOUR, MINUTE, twoKeyPairs, type TestDemo, type Reply} from '../support/demo.js';

const STAFF_PASSWORD = 'correct horse battery';
const pagesDir = new URL('../../../demo/pages/', import.meta.url);
/** Every route that changes something; `openapi.test.ts` proves that the description is complete. */
const described = JSON.parse(
  readFileSync(new URL('../../../demo/merchant/http/openapi.json', import.meta.url), 'utf8'),
) as {
  readonly paths: Readonly<Record<string, {readonly post?: {readonly security?: readonly object[]}}>>;
};

let keys: [KeyPair, KeyPair];
let demo: TestDemo;
before(async () => {
  keys = await twoKeyPairs();
});
beforeEach(async () => {
  demo = await createDemo({makeKeys: handOut(keys), staffPassword: STAFF_PASSWORD});
});
afterEach(() => demo.close());

interface Placed {
  readonly merchantOrderNo: string;
  readonly orderNo: string;
}

const place = (change: object = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change}, headers);
/** An order whose subject a till has typed. */
const placeNamed = async (subject: string): Promise<Reply> =>
  place({sku: undefined, amount: '1.00', subject}, await demo.till());
const placed = async (): Promise<Placed> => (await place()).json;
const statusOf = async ({merchantOrderNo}: Placed): Promise<Reply['json']> =>
  (await demo.get(`/api/orders/${merchantOrderNo}/status`)).json;
const codeOf = ({status, json}: Reply): unknown => [status, json.error.code];
const login = (password: string, headers: Record<string, string> = {}): Promise<Reply> =>
  demo.post('/api/login', {password}, headers);

/** The kinds of everything that happened to an order, as staff see them. */
async function timelineOf({merchantOrderNo}: Placed): Promise<readonly string[]> {
  const {json} = await demo.get(`/api/admin/orders/${merchantOrderNo}`, await demo.staff());
  return (json['timeline'] as readonly {kind: string}[]).map(({kind}) => kind);
}

interface SignedNotification {
  readonly bytes: Buffer;
  readonly sign: string;
}

/** A notification as PayBy would sign it. */
function signedNotification(order: Placed, change: object = {}, envelope: object = {}): SignedNotification {
  const body = {
    notify_id: 'n-1',
    notify_timestamp: demo.clock.now(),
    _input_charset: 'UTF-8',
    acquireOrder: {
      merchantOrderNo: order.merchantOrderNo,
      orderNo: order.orderNo,
      status: 'PAID_SUCCESS',
      totalAmount: {amount: 25, currency: 'AED'},
      revoked: 'false',
      ...change,
    },
    ...envelope,
  };
  const bytes = Buffer.from(JSON.stringify(body));
  return {bytes, sign: signBytes(bytes, keys[1].privateKey)};
}
const notify = ({bytes, sign}: SignedNotification): Promise<Reply> =>
  demo.post('/payby/notify', bytes.toString('latin1'), {sign});

/** Sends the address and headers unchanged; fetch would normalise them. */
function raw(path: string, headers: readonly string[] = []): Promise<string> {
  const {hostname, port} = new URL(demo.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('end', () => {
      resolve(answer);
    });
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Connection: close', ...headers];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

describe('POST /payby/notify with a forged notification', () => {
  it('refuses one changed byte anywhere in the body or the signature', async () => {
    const order = await placed();
    const {bytes, sign} = signedNotification(order);
    const flipped = (from: Buffer, index: number): Buffer => {
      const copy = Buffer.from(from);
      copy[index] = (copy[index] ?? 0) ^ 1;
      return copy;
    };
    for (let index = 0; index < bytes.length; index += 7) {
      assert.deepEqual(
        codeOf(await notify({bytes: flipped(bytes, index), sign})),
        [401, 'bad-signature'],
        `byte ${String(index)} of the body`,
      );
    }
    const signature = Buffer.from(sign, 'base64');
    for (let index = 0; index < signature.length; index += 15) {
      const wrong = flipped(signature, index).toString('base64');
      assert.deepEqual(codeOf(await notify({bytes, sign: wrong})), [401, 'bad-signature']);
    }
    assert.equal((await statusOf(order)).status, 'CREATED');
    assert.equal((await timelineOf(order)).includes('notification'), false);
    assert.equal((await notify({bytes, sign})).status, 200, 'and applied with every byte right');
  });

  it('refuses a body with a space added, cut short, signed by us or not signed', async () => {
    const order = await placed();
    const {bytes, sign} = signedNotification(order);
    const ours = signBytes(bytes, keys[0].privateKey);
    const wrong: readonly SignedNotification[] = [
      {bytes: Buffer.concat([bytes, Buffer.from(' ')]), sign},
      {bytes: bytes.subarray(0, -1), sign},
      {bytes, sign: ours},
      {bytes, sign: ''},
      {bytes, sign: 'null'},
      {bytes: Buffer.alloc(0), sign},
    ];
    for (const message of wrong) assert.deepEqual(codeOf(await notify(message)), [401, 'bad-signature']);
    assert.equal((await statusOf(order)).status, 'CREATED');
  });
});

describe('POST /payby/notify with a replayed notification', () => {
  it('applies it once when it arrives fifty times at once', async () => {
    const order = await placed();
    const message = signedNotification(order);
    const replies = await Promise.all(Array.from({length: 50}, () => notify(message)));
    assert.ok(replies.every(({status}) => status === 200));
    assert.equal((await timelineOf(order)).filter((kind) => kind === 'notification').length, 1);
  });

  it('does not undo a later notification', async () => {
    const order = await placed();
    const paid = signedNotification(order);
    await notify(paid);
    await notify(signedNotification(order, {revoked: 'true'}, {notify_id: 'n-2'}));
    assert.equal((await notify(paid)).status, 200);
    assert.equal((await statusOf(order))['revoked'], true);
  });

  it('applies it once, however late it comes', async () => {
    const order = await placed();
    const message = signedNotification(order);
    await demo.clock.advance(25 * HOUR);
    for (let times = 0; times < 2; times += 1) assert.equal((await notify(message)).status, 200);
    assert.equal((await timelineOf(order)).filter((kind) => kind === 'notification').length, 1);
  });
});

describe('an order number of somebody else', () => {
  it('gets the same 404 whether it is malformed, unknown or PayBy’s own number', async () => {
    const {orderNo} = await placed();
    const numbers = ['x', 'a'.repeat(22), 'a'.repeat(65), orderNo, '%00', "'", '%F0%9F%92%B0', '*'];
    const answers = new Map<string, string>();
    for (const number of numbers) {
      for (const [method, what] of [
        ['get', 'status'],
        ['get', 'events'],
        ['post', 'cancel'],
        ['post', 'extend'],
      ] as const) {
        const {status, headers, text} = await demo[method](`/api/orders/${number}/${what}`);
        const shape = [...headers.keys()].filter((name) => name !== 'date').sort();
        answers.set(JSON.stringify([status, shape, text]), `${number} ${what}`);
      }
    }
    assert.equal(answers.size, 1, [...answers.keys()].join('\n'));
    assert.match([...answers.keys()][0] ?? '', /^\[404,.*unknown-order/);
  });

  it('gets 404 in a signed notification and raises an alert', async () => {
    const stranger = {merchantOrderNo: 'z'.repeat(22), orderNo: '1'};
    assert.deepEqual(codeOf(await notify(signedNotification(stranger))), [404, 'unknown-order']);
    const {json} = await demo.get('/api/admin/alerts', await demo.staff());
    assert.deepEqual(
      (json['alerts'] as {kind: string}[]).map(({kind}) => kind),
      ['mismatched-notification'],
    );
  });

  it('gets 409 when a refund number of another order is used', async () => {
    const staff = await demo.staff();
    const [mine, other] = [await placed(), await placed()];
    for (const order of [mine, other]) await demo.post('/gateway/app/pay', {orderNo: order.orderNo});
    const refund = (order: Placed, refundMerchantOrderNo: string) =>
      demo.post(
        `/api/admin/orders/${order.merchantOrderNo}/refund`,
        {amount: '5.00', refundMerchantOrderNo},
        staff,
      );
    assert.equal((await refund(mine, 'r-1')).status, 200);
    assert.deepEqual(codeOf(await refund(other, 'r-1')), [409, 'refund-number-taken']);
  });
});

/** Every POST of a page, with an order number in its address. */
function changingCalls(merchantOrderNo: string): readonly {path: string; isGuarded: boolean}[] {
  return Object.entries(described.paths)
    .filter(([path, {post}]) => post && path !== '/payby/notify')
    .map(([path, {post}]) => ({
      path: path.replace('{merchantOrderNo}', merchantOrderNo).replace('{id}', '1'),
      isGuarded: (post?.security ?? []).length > 0,
    }));
}

describe('a page of another site', () => {
  it('gets 403 or 415 from every POST, with or without a session', async () => {
    const order = await placed();
    const staff = await demo.staff();
    const calls = changingCalls(order.merchantOrderNo);
    assert.ok(calls.length >= 12, 'openapi.json describes them all');
    for (const {path} of calls) {
      for (const stranger of [
        {Origin: 'https://evil.example'},
        {Origin: 'null'},
        {Origin: `${demo.url}.evil.example`},
        {'Sec-Fetch-Site': 'cross-site'},
        {'Sec-Fetch-Site': 'same-site'},
      ]) {
        const reply = await demo.post(path, {}, {...staff, ...stranger});
        assert.deepEqual(codeOf(reply), [403, 'cross-site'], `${path} ${JSON.stringify(stranger)}`);
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json', '']) {
        const reply = await demo.post(path, '{}', {...staff, 'Content-Type': type});
        assert.deepEqual(codeOf(reply), [415, 'not-json'], `${path} ${type}`);
      }
    }
    assert.equal((await statusOf(order)).status, 'CREATED');
  });

  it('gets 405 when it tries a POST route by GET', async () => {
    const order = await placed();
    const staff = await demo.staff();
    for (const {path} of changingCalls(order.merchantOrderNo)) {
      if (path === '/api/orders') continue;
      assert.equal((await demo.get(path, staff)).status, 405, path);
    }
  });
});

describe('a route for staff', () => {
  it('refuses no session, the session of a till and an ended session', async () => {
    const order = await placed();
    const ended = await demo.staff();
    await demo.post('/api/logout', {}, ended);
    const guarded = changingCalls(order.merchantOrderNo).filter(({isGuarded}) => isGuarded);
    assert.ok(guarded.length >= 6);
    for (const {path} of guarded) {
      if (path === '/api/orders') continue; // needs one for QRPAY only
      assert.equal((await demo.post(path)).status, 401, path);
      assert.equal((await demo.post(path, {}, ended)).status, 401, path);
      assert.equal((await demo.post(path, {}, await demo.till())).status, 403, path);
    }
    const qrpay = {paySceneCode: 'QRPAY', authCode: '20007900T400690098F'};
    assert.deepEqual(codeOf(await place(qrpay)), [401, 'login-needed']);
    for (const path of [
      '/api/admin/orders',
      `/api/admin/orders/${order.merchantOrderNo}`,
      '/api/admin/alerts',
    ])
      assert.equal((await demo.get(path)).status, 401, path);
  });

  it('gets a new session token at every login, whatever cookie was planted', async () => {
    const planted = {cookie: `session=${'p'.repeat(43)}`};
    const reply = await login(STAFF_PASSWORD, planted);
    const [cookie = ''] = reply.headers.getSetCookie();
    assert.match(cookie, /^session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(cookie.includes('ppp'), false);
    assert.equal((await demo.get('/api/admin/orders', planted)).status, 401);
    assert.notEqual((await login(STAFF_PASSWORD)).headers.getSetCookie()[0], cookie);
  });

  it('gets a __Host- cookie for https only when PUBLIC_URL is https', async () => {
    const https = await createDemo({
      makeKeys: handOut(keys),
      staffPassword: STAFF_PASSWORD,
      publicUrl: 'https://shop.test',
    });
    const {headers} = await https.post('/api/login', {password: STAFF_PASSWORD});
    const cookies = headers.getSetCookie();
    for (const [index, name] of ['session', 'device'].entries()) {
      const attributes = 'Max-Age=\\d+; Path=/; HttpOnly; Secure; SameSite=Strict';
      assert.match(cookies[index] ?? '', new RegExp(`^__Host-${name}=[\\w-]{43}; ${attributes}$`));
    }
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000');
    await https.close();
  });
});

describe('POST /api/login', () => {
  it('allows three wrong passwords, also at once and with forged X-Forwarded-For', async () => {
    const replies = await Promise.all(
      Array.from({length: 20}, (_, index) =>
        login(`guess number ${String(index)}`, {'X-Forwarded-For': `203.0.113.${String(index)}`}),
      ),
    );
    const count = (status: number): number => replies.filter((reply) => reply.status === status).length;
    assert.deepEqual([count(401), count(429)], [3, 17]);
    assert.equal((await login(STAFF_PASSWORD)).status, 429, 'even the right password is refused');
    await demo.clock.advance(1_000);
    assert.equal((await login(STAFF_PASSWORD)).status, 200);
  });
});

describe('a request body that is too large', () => {
  it('gets 413 from every route that reads one', async () => {
    const order = await placed();
    const staff = await demo.staff();
    const large = JSON.stringify({reason: 'x'.repeat(70 * 1024)});
    const takesNone = /\/(cancel|revoke|logout|logout-all|till|acknowledge)$/;
    const paths = [...changingCalls(order.merchantOrderNo).map(({path}) => path), '/payby/notify'];
    for (const path of paths) {
      const reply = await demo.post(path, large, staff);
      if (!takesNone.test(path)) assert.deepEqual(codeOf(reply), [413, 'body-too-large'], path);
    }
  });

  it('gets 413 when it comes in chunks without a length, and a small one is read', async () => {
    const headers = {'Content-Type': 'application/json'};
    const chunked = (reason: string): Promise<Response> => {
      const body = new Blob([JSON.stringify({reason})]).stream();
      const init: RequestInit & {duplex: 'half'} = {method: 'POST', body, headers, duplex: 'half'};
      return fetch(`${demo.url}/api/orders`, init);
    };
    assert.equal((await chunked('x'.repeat(70 * 1024))).status, 413);
    assert.equal((await chunked('x')).status, 400);
  });

  it('gets 400 when it is nested 30,000 levels deep', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const reply = await demo.post('/api/orders', `{"sku": ${deep}}`);
    assert.equal(reply.status, 400);
    assert.equal((await demo.post('/api/orders', deep)).status, 400);
  });
});

describe('SQL in a request', () => {
  const injections = ["' OR 1=1 --", "'); DROP TABLE orders; --", '" OR ""="', '\\', '%', '$1', '?', ';'];

  it('is plain text in every field of every route', async () => {
    const order = await placed();
    const staff = await demo.staff();
    for (const text of injections) {
      const number = encodeURIComponent(text);
      const replies = await Promise.all([
        ...['subject', 'subjectAr', 'sku', 'amount', 'merchantOrderNo', 'paySceneCode'].map((field) =>
          place({[field]: text}),
        ),
        demo.post(
          '/api/orders',
          {paySceneCode: 'QRPAY', sku: 'mug', authCode: text.replaceAll(' ', '')},
          staff,
        ),
        demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'}, {merchantOrderNo: text}),
        demo.get(`/api/orders/${number}/status`, {'If-None-Match': text}),
        demo.get(`/api/orders/${order.merchantOrderNo}/status`, {'If-None-Match': text}),
        demo.post(`/api/orders/${number}/cancel`),
        demo.post(`/api/orders/${number}/extend`, {byMs: text}),
        demo.post(`/api/orders/${number}/guide`, {phone: text}),
        ...['status', 'paySceneCode', 'before', 'limit'].map((name) =>
          demo.get(`/api/admin/orders?${name}=${number}`, staff),
        ),
        demo.get(`/api/admin/orders/${number}`, staff),
        demo.post(`/api/admin/orders/${number}/refund`, {}, staff),
        demo.post(
          `/api/admin/orders/${order.merchantOrderNo}/refund`,
          {refundMerchantOrderNo: text, reason: text, amount: '1'},
          staff,
        ),
        demo.post(`/api/admin/alerts/${number}/acknowledge`, {}, staff),
        notify(signedNotification({merchantOrderNo: text, orderNo: text}, {}, {notify_id: text})),
        demo.get('/api/session', {cookie: `session=${text.replace(';', '')}`}),
      ]);
      for (const {status, text: answer} of replies) {
        assert.ok(status < 500, answer);
        assert.doesNotMatch(answer, /SQL|syntax|sqlite|postgres/i);
      }
      const found = await demo.get(`/api/admin/orders?number=${number}`, staff);
      assert.deepEqual(found.json['orders'], [], 'it finds no order');
    }
    assert.equal((await statusOf(order)).status, 'CREATED', 'the tables are still there');
  });

  it('is returned to staff unchanged', async () => {
    const staff = await demo.staff();
    for (const text of injections) {
      const {json} = await placeNamed(text);
      const reply = await demo.get(`/api/admin/orders/${json.merchantOrderNo}`, staff);
      assert.equal((reply.json['order'] as {subject: string}).subject, text);
    }
  });

  it('does not pass as a password', async () => {
    for (const text of injections.slice(0, 4)) {
      assert.equal((await login(text)).status, 401);
      await demo.clock.advance(MINUTE);
    }
  });
});

describe('a line break in a request', () => {
  it('adds no header to any response', async () => {
    const broken = '%0d%0aSet-Cookie:%20session=planted%0d%0aX-Planted:%20yes';
    const paths = [
      `/api/orders/x${broken}/status`,
      `/api/admin/orders/${broken}`,
      `/login?next=${broken}`,
      `/admin?lang=ar${broken}`,
      `/admin?next=${broken}`,
      `/pages/${broken}.js`,
      `/${broken}`,
    ];
    for (const path of paths) {
      const [head = ''] = (await raw(path)).split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 (200|303|40[014]) /, path);
      assert.doesNotMatch(head, /^(set-cookie|x-planted)/im, path);
    }
  });

  it('is refused in an order number, so it never reaches the Location header', async () => {
    for (const merchantOrderNo of ['x\r\nSet-Cookie: session=1', 'x\nx', 'x\r', 'x\u2028x', 'x\u0000']) {
      assert.deepEqual(codeOf(await place({merchantOrderNo})), [400, 'bad-order-number']);
    }
  });

  it('in a subject does not break a line of the log', async () => {
    await placeNamed('mug\r\n{"event":"order PAID_SUCCESS"}');
    assert.ok(demo.lines.every((line) => !line.includes('\n')));
  });
});

describe('an address outside of the served folders', () => {
  const up = [
    '..',
    '%2e%2e',
    '%2E.',
    '..%00',
    '%252e%252e',
    '%c0%ae%c0%ae',
    '%uff0e%uff0e',
    '....',
    '..;',
    '%ef%bc%8e%ef%bc%8e',
  ];
  const slashes = ['/', '%2f', '%5c', '\\', '//', '%252f', '%c0%af'];
  const files = [
    'package.json',
    'demo/merchant/http/openapi.json',
    'tsconfig.json',
    'etc/passwd',
    '.env.json',
  ];

  it('gets 400 or 404 however the dots and slashes are encoded', async () => {
    for (const root of ['/pages/', '/dist/', '/']) {
      for (const dots of up) {
        for (const slash of slashes) {
          const way = `${dots}${slash}`.repeat(root === '/' ? 1 : 2);
          const answers = await Promise.all(files.map((file) => raw(`${root}${way}${file}`)));
          for (const answer of answers) {
            assert.match(answer, /^HTTP\/1\.1 40[04] /, `${root}${way}`);
            assert.doesNotMatch(answer, /devDependencies|"openapi"|root:/);
          }
        }
      }
    }
  });

  it('gets 404 as an absolute path, a drive or a file: URL', async () => {
    for (const path of [
      '/pages//etc/passwd',
      '/pages/C:%5cboot.json',
      '/pages/file:%2f%2f/etc/hosts.json',
      '/dist/%2fetc%2fhosts.json',
      '/pages/.',
      '/pages/%2e',
    ]) {
      assert.match(await raw(path), /^HTTP\/1\.1 404 /, path);
    }
  });
});

describe('the pages of the demo', () => {
  const read = (name: string): string => readFileSync(new URL(name, pagesDir), 'utf8');
  const filesOf = (extension: string): readonly string[] =>
    readdirSync(pagesDir, {recursive: true, encoding: 'utf8'})
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith(extension));

  it('have a Content-Security-Policy that allows scripts of this server only', async () => {
    const staff = await demo.staff();
    for (const path of [
      '/',
      '/store',
      '/game',
      '/cashier',
      '/phone',
      '/pos',
      '/login',
      '/admin',
      '/nothing',
    ]) {
      const {headers} = await demo.get(path, staff);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'self'/, path);
      assert.match(policy, /object-src 'none'.*base-uri 'none'.*frame-ancestors 'self'/, path);
      // The camera's reader is WebAssembly; that allows no script of anybody's.
      assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/, path);
      assert.doesNotMatch(policy, /'unsafe-eval'|\*/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  it('contain no inline script, event handler or javascript: link', () => {
    const pages = filesOf('.html');
    assert.ok(pages.includes('admin/index.html') && pages.includes('login/index.html'));
    for (const name of pages) {
      assert.doesNotMatch(read(name), /<script(?![^>]*\bsrc=)[^>]*>|\son\w+\s*=|javascript:/i, name);
    }
  });

  it('never write received text as markup', () => {
    const scripts = filesOf('.js');
    assert.ok(scripts.includes('admin/main.js') && scripts.includes('shared/language.js'));
    for (const name of scripts) {
      assert.doesNotMatch(
        read(name),
        /innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc/,
        name,
      );
    }
  });

  it('receive a hostile subject as JSON that no browser renders', async () => {
    const subject = '</script><img src=x onerror=alert(1)>';
    const {merchantOrderNo} = (await placeNamed(subject)).json;
    const {headers, json} = await demo.get(`/api/admin/orders/${merchantOrderNo}`, await demo.staff());
    assert.equal((json['order'] as {subject: string}).subject, subject);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
  });
});
