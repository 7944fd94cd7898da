/** What somebody with bad intentions would try at the merchant's server, and what must come of it: nothing. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {createDemo, handOut, HOUR, MINUTE, twoKeyPairs, type TestDemo, type Reply} from '../support/demo.js';

const STAFF_PASSWORD = 'correct horse battery';
const pagesDir = new URL('../../../demo/pages/', import.meta.url);
/** Every address that changes something, from the description that is proven complete in demo-openapi.test.ts. */
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

const place = (change: object = {}): Promise<Reply> =>
  demo.post('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug', ...change});
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

interface Told {
  readonly bytes: Buffer;
  readonly sign: string;
}

/** A notification as PayBy would sign it. */
function told(order: Placed, change: object = {}, envelope: object = {}): Told {
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
const notify = ({bytes, sign}: Told): Promise<Reply> =>
  demo.post('/payby/notify', bytes.toString('latin1'), {sign});

/** The request line and headers as they are, since fetch would tidy them up first. */
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

describe('a notification that PayBy did not send', () => {
  it('is refused for one wrong byte anywhere, in the body or in the signature', async () => {
    const order = await placed();
    const {bytes, sign} = told(order);
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
    assert.equal((await notify({bytes, sign})).status, 200, 'and taken with every byte right');
  });

  it('is refused with a space added, cut short, signed by us, or not at all', async () => {
    const order = await placed();
    const {bytes, sign} = told(order);
    const ours = signBytes(bytes, keys[0].privateKey);
    const wrong: readonly Told[] = [
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

describe('a notification that was recorded and is sent again', () => {
  it('counts once, also fifty times at once', async () => {
    const order = await placed();
    const message = told(order);
    const replies = await Promise.all(Array.from({length: 50}, () => notify(message)));
    assert.ok(replies.every(({status}) => status === 200));
    assert.equal((await timelineOf(order)).filter((kind) => kind === 'notification').length, 1);
  });

  it('does not undo what came after it', async () => {
    const order = await placed();
    const paid = told(order);
    await notify(paid);
    await notify(told(order, {revoked: 'true'}, {notify_id: 'n-2'}));
    assert.equal((await notify(paid)).status, 200);
    assert.equal((await statusOf(order))['revoked'], 'true');
  });

  it('is refused once PayBy itself would not repeat it any more', async () => {
    const order = await placed();
    const message = told(order);
    await demo.clock.advance(25 * HOUR);
    assert.deepEqual(codeOf(await notify(message)), [400, 'stale-notification']);
    assert.equal((await timelineOf(order)).includes('notification'), false);
  });
});

describe('an order number that is not yours', () => {
  it('is answered alike whether it is malformed, unknown, or PayBy’s own number of an order', async () => {
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

  it('is of no use in a signed notification, and staff are told', async () => {
    const stranger = {merchantOrderNo: 'z'.repeat(22), orderNo: '1'};
    assert.deepEqual(codeOf(await notify(told(stranger))), [404, 'unknown-order']);
    const {json} = await demo.get('/api/admin/alerts', await demo.staff());
    assert.deepEqual(
      (json['alerts'] as {kind: string}[]).map(({kind}) => kind),
      ['mismatched-notification'],
    );
  });

  it('does not let a refund of one order be used for another', async () => {
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

/** Everything that takes a POST from a page, with a number in it. */
function changingCalls(merchantOrderNo: string): readonly {path: string; isGuarded: boolean}[] {
  return Object.entries(described.paths)
    .filter(([path, {post}]) => post && path !== '/payby/notify')
    .map(([path, {post}]) => ({
      path: path.replace('{merchantOrderNo}', merchantOrderNo).replace('{id}', '1'),
      isGuarded: (post?.security ?? []).length > 0,
    }));
}

describe('a page of another site', () => {
  it('gets nothing done by any changing call, whoever is logged in', async () => {
    const order = await placed();
    const staff = await demo.staff();
    const calls = changingCalls(order.merchantOrderNo);
    assert.ok(calls.length >= 12, 'the description names them all');
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

  it('is not let in by GET either: nothing that changes answers to it', async () => {
    const order = await placed();
    const staff = await demo.staff();
    for (const {path} of changingCalls(order.merchantOrderNo)) {
      if (path === '/api/orders') continue;
      assert.equal((await demo.get(path, staff)).status, 405, path);
    }
  });
});

describe('a call that needs a session', () => {
  it('does nothing without one, with one of a till, or with one that has ended', async () => {
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

  it('gets a new token at every login: one that was planted before is worth nothing', async () => {
    const planted = {cookie: `session=${'p'.repeat(43)}`};
    const reply = await login(STAFF_PASSWORD, planted);
    const cookie = reply.headers.get('set-cookie') ?? '';
    assert.match(cookie, /^session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    assert.equal(cookie.includes('ppp'), false);
    assert.equal((await demo.get('/api/admin/orders', planted)).status, 401);
    assert.notEqual((await login(STAFF_PASSWORD)).headers.get('set-cookie'), cookie);
  });

  it('has a cookie for https only, bound to this host, where the world comes by https', async () => {
    const https = await createDemo({
      makeKeys: handOut(keys),
      staffPassword: STAFF_PASSWORD,
      publicUrl: 'https://shop.test',
    });
    const {headers} = await https.post('/api/login', {password: STAFF_PASSWORD});
    assert.match(headers.get('set-cookie') ?? '', /^__Host-session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000');
    await https.close();
  });
});

describe('somebody who guesses the password', () => {
  it('has five tries, also when all are sent at once and under made-up addresses', async () => {
    const replies = await Promise.all(
      Array.from({length: 20}, (_, index) =>
        login(`guess number ${String(index)}`, {'X-Forwarded-For': `203.0.113.${String(index)}`}),
      ),
    );
    const count = (status: number): number => replies.filter((reply) => reply.status === status).length;
    assert.deepEqual([count(401), count(429)], [5, 15]);
    assert.equal((await login(STAFF_PASSWORD)).status, 429, 'the right one would be heard too');
    await demo.clock.advance(5 * MINUTE);
    assert.equal((await login(STAFF_PASSWORD)).status, 200);
  });
});

describe('a body that is too large', () => {
  it('is refused by every call that takes one, before it is read', async () => {
    const order = await placed();
    const staff = await demo.staff();
    const large = JSON.stringify({reason: 'x'.repeat(70 * 1024)});
    const takesNone = /\/(cancel|revoke|logout|acknowledge)$/;
    const paths = [...changingCalls(order.merchantOrderNo).map(({path}) => path), '/payby/notify'];
    for (const path of paths) {
      const reply = await demo.post(path, large, staff);
      if (!takesNone.test(path)) assert.deepEqual(codeOf(reply), [413, 'body-too-large'], path);
    }
  });

  it('is refused when it is deep instead of long', async () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const reply = await demo.post('/api/orders', `{"sku": ${deep}}`);
    assert.equal(reply.status, 400);
    assert.equal((await demo.post('/api/orders', deep)).status, 400);
  });
});

describe('SQL in a field', () => {
  const injections = ["' OR 1=1 --", "'); DROP TABLE orders; --", '" OR ""="', '\\', '%', '$1', '?', ';'];

  it('is only text: in every field of every call', async () => {
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
        notify(told({merchantOrderNo: text, orderNo: text}, {}, {notify_id: text})),
        demo.get('/api/session', {cookie: `session=${text.replace(';', '')}`}),
      ]);
      for (const {status, text: answer} of replies) {
        assert.ok(status < 500, answer);
        assert.doesNotMatch(answer, /SQL|syntax|sqlite|postgres/i);
      }
      const found = await demo.get(`/api/admin/orders?number=${number}`, staff);
      assert.deepEqual(found.json['orders'], [], 'nothing is found by it');
    }
    assert.equal((await statusOf(order)).status, 'CREATED', 'the tables are still there');
  });

  it('comes back to staff as it was written', async () => {
    const staff = await demo.staff();
    for (const text of injections) {
      const {json} = await place({subject: text});
      const reply = await demo.get(`/api/admin/orders/${json.merchantOrderNo}`, staff);
      assert.equal((reply.json['order'] as {subject: string}).subject, text);
    }
  });

  it('is no password', async () => {
    for (const text of injections.slice(0, 4)) assert.equal((await login(text)).status, 401);
  });
});

describe('a line break in an address', () => {
  it('adds no header to any answer', async () => {
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

  it('is no order number, so it never reaches the Location of a new order', async () => {
    for (const merchantOrderNo of ['x\r\nSet-Cookie: session=1', 'x\nx', 'x\r', 'x\u2028x', 'x\u0000']) {
      assert.deepEqual(codeOf(await place({merchantOrderNo})), [400, 'bad-order-number']);
    }
  });

  it('in a subject is stored as text and breaks no line of the log', async () => {
    await place({subject: 'mug\r\n{"event":"order PAID_SUCCESS"}'});
    assert.ok(demo.lines.every((line) => !line.includes('\n')));
  });
});

describe('an address outside of the pages', () => {
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

  it('is nothing, however the way up is written', async () => {
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

  it('is nothing as a whole address or a drive either', async () => {
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

describe('the pages', () => {
  const read = (name: string): string => readFileSync(new URL(name, pagesDir), 'utf8');
  const filesOf = (extension: string): readonly string[] =>
    readdirSync(pagesDir, {recursive: true, encoding: 'utf8'})
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith(extension));

  it('carry a policy that lets no script in but files of this server', async () => {
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

  it('keep to that policy: no script, handler or javascript: link stands in the markup', () => {
    const pages = filesOf('.html');
    assert.ok(pages.includes('admin/index.html') && pages.includes('login/index.html'));
    for (const name of pages) {
      assert.doesNotMatch(read(name), /<script(?![^>]*\bsrc=)[^>]*>|\son\w+\s*=|javascript:/i, name);
    }
  });

  it('write what they are told as text and never as markup', () => {
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

  it('of staff get a hostile subject as JSON, which no browser takes for a page', async () => {
    const subject = '</script><img src=x onerror=alert(1)>';
    const {merchantOrderNo} = (await place({subject})).json;
    const {headers, json} = await demo.get(`/api/admin/orders/${merchantOrderNo}`, await demo.staff());
    assert.equal((json['order'] as {subject: string}).subject, subject);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
  });
});
