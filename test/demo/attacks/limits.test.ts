/** A stranger who repeats what costs the merchant something gets 429s, and tills and staff notice nothing. */
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {KeyPair} from '../../../demo/payby/keys.js';
import type {DemoOptions} from '../../../demo/main/server.js';
import {
  createDemo,
  handOut,
  HOUR,
  ManualClock,
  MINUTE,
  twoKeyPairs,
  until,
  type Reply,
  type TestDemo,
} from '../support/demo.js';
import {storeKinds, type TestStore} from '../support/stores.js';
import type {LimitStore} from '../../../demo/merchant/auth/limit-store.js';
import {RequestLimits} from '../../../demo/merchant/auth/request-limits.js';

let keys: [KeyPair, KeyPair];
let demo: TestDemo;
let running: TestDemo | undefined;
before(async () => {
  keys = await twoKeyPairs();
});
afterEach(() => running?.close());
const start = async (options: Partial<DemoOptions> = {}): Promise<void> => {
  demo = running = await createDemo({makeKeys: handOut(keys), limitFactor: 1, ...options});
};

const MUG = {paySceneCode: 'DYNQR', sku: 'mug'};
const COINS = {paySceneCode: 'CASHTOPUP', sku: 'coins-60'};
const place = (headers: Record<string, string> = {}): Promise<Reply> =>
  demo.post('/api/orders', MUG, headers);

/** Repeats until the server refuses; how often it was allowed, and the refusal. */
async function repeat(
  attempt: (index: number) => Promise<Reply>,
  most = 2_000,
): Promise<{readonly allowed: number; readonly refusal: Reply}> {
  for (let allowed = 0; allowed < most; allowed += 1) {
    const refusal = await attempt(allowed);
    if (refusal.status === 429) return {allowed, refusal};
  }
  return assert.fail(`allowed ${String(most)} times`);
}

function assertTooMany({status, json, headers}: Reply, atMostSeconds: number): void {
  assert.deepEqual([status, json.error.code], [429, 'too-many-requests']);
  const seconds = Number(headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds <= atMostSeconds, `Retry-After: ${String(seconds)}`);
}

describe('a stranger who places orders', () => {
  it('gets 429 after 60 in ten minutes', async () => {
    await start();
    const {allowed, refusal} = await repeat(() => place());
    assert.equal(allowed, 60);
    assertTooMany(refusal, 600);
  });

  it('takes nothing from tills and staff', async () => {
    await start();
    await repeat(() => place());
    const till = await demo.till();
    const {authCode} = (await demo.post('/gateway/app/code')).json as unknown as {authCode: string};
    const qrpay = {paySceneCode: 'QRPAY', sku: 'mug', authCode};
    const charged = await demo.post('/api/orders', qrpay, till);
    assert.equal(charged.status, 201);
    assert.equal((await place(await demo.staff())).status, 201);
    assert.equal((await demo.get(`/api/orders/${charged.json.merchantOrderNo}/status`)).status, 200);
  });

  it('is told apart from others by what a trusted proxy says, and by nothing that he says himself', async () => {
    await start({trustedProxies: ['127.0.0.0/8', '10.0.0.0/8']});
    const from = (forwarded: string): Promise<Reply> => place({'x-forwarded-for': forwarded});
    const {allowed} = await repeat((index) => from(`${String(index % 200)}.1.1.1, 198.51.100.7, 10.1.2.3`));
    assert.equal(allowed, 60, 'what stands before the address that our proxy saw is his own invention');
    assert.equal((await from('198.51.100.8, 10.1.2.3')).status, 201, 'another visitor');
    const home = await repeat((index) => from(`2001:db8:1:2:${index.toString(16)}::1`));
    assert.equal(home.allowed, 60, 'all addresses of one IPv6 network are one visitor');
    assert.equal((await from('2001:db8:1:3::1')).status, 201);
  });

  it('cannot name an address when no proxy is trusted', async () => {
    await start();
    const {allowed} = await repeat((index) => place({'x-forwarded-for': `192.0.2.${String(index)}`}));
    assert.equal(allowed, 60);
  });
});

describe('a stranger with an order', () => {
  it('may extend it twelve times an hour', async () => {
    await start();
    const {merchantOrderNo} = (await place()).json;
    const {allowed, refusal} = await repeat(() =>
      demo.post(`/api/orders/${merchantOrderNo}/extend`, {byMs: 1_000}),
    );
    assert.equal(allowed, 12);
    assertTooMany(refusal, 3_600);
  });

  it('may cancel it thirty times in ten minutes', async () => {
    await start();
    const {merchantOrderNo} = (await place()).json;
    const {allowed, refusal} = await repeat(() => demo.post(`/api/orders/${merchantOrderNo}/cancel`));
    assert.equal(allowed, 30);
    assertTooMany(refusal, 600);
  });

  it('may have its code drawn thirty times a minute, as an SVG or a PNG', async () => {
    await start();
    const {merchantOrderNo} = (await place()).json;
    const kind = (index: number): string => (index % 2 === 0 ? 'svg' : 'png');
    const {allowed, refusal} = await repeat((index) =>
      demo.get(`/api/orders/${merchantOrderNo}/qr.${kind(index)}?size=64`),
    );
    assert.equal(allowed, 30);
    assertTooMany(refusal, 60);
  });

  it('may open twenty streams of it at once', async () => {
    await start();
    const {merchantOrderNo} = (await place()).json;
    const leave = new AbortController();
    const streams: Response[] = []; // a response that nobody holds is collected, and its stream ends
    for (let index = 0; index < 21; index += 1) {
      const path = `${demo.url}/api/orders/${merchantOrderNo}/events`;
      streams.push(await fetch(path, {signal: leave.signal}));
    }
    const statuses = streams.map(({status}) => status);
    assert.deepEqual(statuses, [...Array<number>(20).fill(200), 429]);
    leave.abort();
  });

  it('may have five messages a day sent to a phone, whichever order names it', async () => {
    await start();
    const phone = '+971501234567';
    const {allowed, refusal} = await repeat(async () => {
      const {merchantOrderNo} = (await demo.post('/api/orders', COINS)).json;
      return demo.post(`/api/orders/${merchantOrderNo}/guide`, {phone});
    });
    assert.equal(allowed, 5);
    assertTooMany(refusal, 86_400);
  });

  it('may have ten messages an hour sent, whichever phones he names', async () => {
    await start();
    const {allowed, refusal} = await repeat(async (index) => {
      const {merchantOrderNo} = (await demo.post('/api/orders', COINS)).json;
      const phone = `+9715012345${String(index).padStart(2, '0')}`;
      return demo.post(`/api/orders/${merchantOrderNo}/guide`, {phone});
    });
    assert.equal(allowed, 10);
    assertTooMany(refusal, 3_600);
  });
});

describe('a stranger who tries everything', () => {
  it('gets 60 orders and ten messages, and a 429 for everything else', async () => {
    await start();
    const numbers: string[] = [];
    const {allowed: orders} = await repeat(async () => {
      const placed = await demo.post('/api/orders', COINS);
      numbers.push(placed.json.merchantOrderNo);
      return placed;
    });
    const each = (index: number): string => `/api/orders/${numbers[index % orders] ?? ''}`;
    const {allowed: messages} = await repeat((index) => {
      const phone = `+9715012345${String(index).padStart(2, '0')}`;
      return demo.post(`${each(index)}/guide`, {phone});
    });
    const {allowed: extended} = await repeat((index) => demo.post(`${each(index)}/extend`, {byMs: 1_000}));
    const {allowed: drawn} = await repeat((index) => demo.get(`${each(index)}/qr.svg?size=64`));
    const {allowed: cancelled} = await repeat((index) => demo.post(`${each(index)}/cancel`));
    assert.deepEqual([orders, messages, extended, drawn, cancelled], [60, 10, 60, 120, 60]);
    assert.equal((await demo.get('/healthz')).status, 200);
    assert.equal((await place(await demo.staff())).status, 201, 'and staff notice nothing');
  });
});

describe('a stranger who polls many orders', () => {
  let numbers: string[];
  const ask = (number: string): Promise<Reply> => demo.get(`/api/orders/${number}/status`);
  const flood = (): Promise<readonly Reply[]> => Promise.all(numbers.map(ask));
  beforeEach(async () => {
    await start();
    const staff = await demo.staff();
    numbers = [];
    for (let index = 0; index < 70; index += 1) numbers.push((await place(staff)).json.merchantOrderNo);
  });

  it('causes at most 60 queries to PayBy a second, and a till gets its status meanwhile', async () => {
    const {authCode} = (await demo.post('/gateway/app/code')).json as unknown as {authCode: string};
    const qrpay = {paySceneCode: 'QRPAY', sku: 'mug', authCode};
    const charged = await demo.post('/api/orders', qrpay, await demo.till());
    assert.equal(charged.status, 201, charged.text);
    await demo.clock.advance(2_001); // what the placing answered is too old now
    const refused = (await flood()).filter(({status}) => status === 429);
    assert.ok(refused.length >= 10, `${String(refused.length)} refused`);
    for (const refusal of refused) assertTooMany(refusal, 1);
    assert.equal((await ask(charged.json.merchantOrderNo)).status, 200);
    await demo.clock.advance(3_000);
    assert.equal((await ask(numbers.at(-1) ?? '')).status, 200);
  });

  it('keeps the reconciler from no order: each is queried within six seconds', async () => {
    const placedAt = demo.clock.now();
    const queriedAt = async (number: string): Promise<number | undefined> => {
      const {json} = await demo.get(`/gateway/control/log?merchantOrderNo=${number}`);
      const entries = json['entries'] as readonly {readonly path?: string; readonly at: number}[];
      return entries.find(({path}) => path === '/acquire2/getOrder')?.at;
    };
    await demo.clock.advance(3_500);
    await flood();
    await demo.clock.advance(500); // the reconciler's turn comes while the refusals are fresh
    await flood();
    await demo.clock.advance(2_000);
    for (const number of numbers) {
      await until(async () => (await queriedAt(number)) !== undefined, `order ${number} is queried`);
      assert.ok(((await queriedAt(number)) ?? Infinity) <= placedAt + 6_000);
    }
    assert.doesNotMatch(demo.lines.join('\n'), /a step failed/);
  });
});

/** What is in memory ends with its process. */
for (const {name, skip, open} of storeKinds.filter((kind) => kind.name !== 'in memory')) {
  describe(`RequestLimits ${name}`, {skip}, () => {
    let kept: TestStore;
    before(async () => {
      kept = await open();
    });
    after(() => kept.close());
    const limitsOf = (store: LimitStore): RequestLimits =>
      new RequestLimits({
        store,
        clock: kept.clock,
        log: () => undefined,
        secret: Buffer.from('secret'),
        factor: 1,
      });

    it('counts in all instances together, and after a restart', async () => {
      const address = '198.51.100.7';
      const instances = [limitsOf(kept.store), limitsOf(await kept.again())];
      for (let index = 0; index < 60; index += 1) {
        await instances[index % 2]?.admit('order', 'visitor', {address});
      }
      const restarted = limitsOf(await kept.again());
      for (const limits of [...instances, restarted]) {
        await assert.rejects(limits.admit('order', 'visitor', {address}), /too often/);
        await limits.admit('order', 'till', {address});
        await limits.admit('order', 'visitor', {address: '198.51.100.8'});
      }
      await kept.clock.advance(10 * MINUTE);
      for (const limits of instances) await limits.admit('order', 'visitor', {address});
    });

    it('refuses strangers from many addresses after 1,200 orders in ten minutes, and no till', async () => {
      await kept.clock.advance(HOUR);
      const limits = limitsOf(kept.store);
      const from = (index: number): Promise<void> =>
        limits.admit('order', 'visitor', {address: `198.18.${String(index >> 8)}.${String(index & 255)}`});
      for (let index = 0; index < 1_200; index += 1) await from(index);
      await assert.rejects(from(1_200), /too often/);
      await limits.admit('order', 'till', {address: '198.18.0.1'});
    });
  });
}

describe('RequestLimits', () => {
  it('stores no address, no phone and no order number', async () => {
    const seen: string[] = [];
    const store: LimitStore = {
      countUp: ({key, now}) => {
        seen.push(key);
        return Promise.resolve({points: 1, endsAt: now + HOUR});
      },
      removeEndedCounters: () => Promise.resolve(),
    };
    const clock = new ManualClock();
    const limits = new RequestLimits({
      store,
      clock,
      log: () => undefined,
      secret: Buffer.from('s'),
      factor: 1,
    });
    const counted = {phone: '+971501234567', address: '198.51.100.7', order: 'order-1'};
    await limits.admit('guide', 'visitor', counted);
    assert.equal(seen.length, 5);
    assert.doesNotMatch(seen.join('\n'), /501234567|198\.51|order-1/);
  });
});
