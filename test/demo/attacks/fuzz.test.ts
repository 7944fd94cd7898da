/**
 * Every operation of `openapi.json` gets requests that are made from its schemas, and others that miss them a little;
 * each must also succeed, or only its refusals would be fuzzed. `FUZZ_RUNS=2000` sends more to each operation, and
 * `FUZZ_SEED=7` other ones.
 */
import assert from 'node:assert/strict';
import {afterEach, before, beforeEach, describe, it} from 'node:test';
import fc from 'fast-check';
import type {KeyPair} from '../../../demo/payby/keys.js';
import {signBytes} from '../../../demo/payby/signature.js';
import {
  assertAnswers,
  assertFits,
  calls,
  parametersOf,
  resolve,
  type Call,
  type Parameter,
} from '../support/api-description.js';
import {createDemo, handOut, MINUTE, turn, twoKeyPairs, type TestDemo} from '../support/demo.js';
import {STRANGE_TEXTS, valueOf, type Hints} from '../support/schema-arbitrary.js';
import {storeKinds, type TestStore} from '../support/stores.js';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** Requests to each operation while PayBy answers, and while it fails. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 12);
const RUNS_WITH_FAULTS = Math.ceil(RUNS / 4);
/** An operation that has not succeeded gets as many requests again, at most this often. */
const MOST_ROUNDS = 20;
const STAFF_PASSWORD = 'correct horse battery';
/** Shorter ones could be in a log line by chance. */
const SHORTEST_SECRET = 8;
/** Only so that a request without an answer fails instead of hanging. */
const HANGS_AFTER_MS = 40_000;
/** Node refuses longer request heads with a 431 of its own: the server never sees them. */
const LONGEST_ADDRESS = 15_000;
/** Turns of the event loop in which the demo's clock moves by a second. */
const TURNS_A_SECOND = 50;
const FAULTS = [
  '500',
  '402',
  '504',
  '601',
  '62046',
  'lost',
  'garbage',
  'wrong-signature',
  'http=502',
  'timeout',
];
const OTHER_METHODS = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'GET', 'POST'];
/** What JSON bodies can be besides objects that were written by a program. */
const STRANGE_BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"{}"',
  '\u0000',
  '{"amount":1e999,"paySceneCode":"DYNQR"}',
  '{"paySceneCode":"DYNQR","paySceneCode":"QRPAY","sku":"mug","sku":null}',
  '['.repeat(20_000),
  '{"a":'.repeat(10_000),
  `{"x":"${'x'.repeat(70_000)}"}`,
];

type Who = 'nobody' | 'till' | 'staff' | 'somebody with an invented cookie';

interface Fuzzed {
  readonly method: string;
  /** Written into the address: an order of the shop by its place in a list, or a text. */
  readonly inPath: Readonly<Record<string, number | string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly who: Who;
  readonly body: string | undefined;
  /** Notifications only: whether PayBy's key signs the body. */
  readonly isSigned: boolean;
  readonly fault: string | undefined;
}

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const PLAYER = 'Falcon-7';
const PHONES = ['+971501234567', '0501234567', '+97150 765 4321', '+4915112345678', '0509999999'];
const HINTS: Hints = {
  sku: fc.constantFrom('mug', 'lamp', 'coins-60', 'coins-500'),
  player: fc.constantFrom(PLAYER, 'Noor_42', 'نور', 'unknown-1'),
  amount: fc.oneof(
    fc.constantFrom('25', '9.5', '0.01', '1.00', 2),
    fc.constantFrom('1.005', '-1', '999999999999.99', 1e21),
    fc.double(),
  ),
  byMs: fc.constantFrom(MINUTE, 5 * MINUTE, 48 * 60 * MINUTE, 2 ** 53),
  subject: fc.string({minLength: 1, maxLength: 64, unit: 'binary'}),
  subjectAr: fc.string({minLength: 1, maxLength: 200, unit: 'binary'}),
  reason: fc.string({minLength: 1, maxLength: 64, unit: 'binary'}),
  phone: fc.constantFrom(...PHONES),
  password: fc.constantFrom(STAFF_PASSWORD, 'a wrong password'),
  notify_id: fc.string({minLength: 1, maxLength: 20, unit: 'binary'}),
  acquireOrder: fc.record(
    {
      merchantOrderNo: word,
      orderNo: fc.stringMatching(/^\d{18}$/),
      status: fc.constantFrom('CREATED', 'PAID_SUCCESS', 'SETTLED', 'FAILURE', 'NEW_WORD', '\0'),
      totalAmount: fc.record({
        amount: fc.constantFrom(25, '25.00', -1),
        currency: fc.constantFrom('AED', 'USD'),
      }),
      failDes: fc.string({unit: 'binary'}),
      revoked: fc.constantFrom(true, 'false', 'maybe'),
    },
    {requiredKeys: []},
  ),
  refundOrder: fc.record(
    {
      refundMerchantOrderNo: word,
      originMerchantOrderNo: word,
      status: fc.string({unit: 'binary'}),
      amount: fc.record({amount: fc.constantFrom(5, 'x'), currency: fc.constant('AED')}),
    },
    {requiredKeys: []},
  ),
  voidOrder: fc.record({merchantOrderNo: fc.string({unit: 'binary'})}, {requiredKeys: []}),
};

/** What may stand in an address besides the number of an order. */
const PATH_HINTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  player: fc.constant(PLAYER),
  id: fc.constantFrom('1', '2'),
};

const strangeText = fc.oneof(fc.constantFrom(...STRANGE_TEXTS), fc.string({unit: 'binary', minLength: 1}));

function requestFor(call: Call, faults: readonly string[]): fc.Arbitrary<Fuzzed> {
  const parameters = parametersOf(call);
  const written = (where: Parameter['in']): readonly Parameter[] =>
    parameters.filter((one) => one.in === where);
  const textFor = ({schema, name}: Parameter): fc.Arbitrary<string> =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: valueOf(
          {...schema, ...(name === 'sign' && {pattern: '^[A-Za-z0-9+/]{4}$'})},
          {hints: {}, oddity: 0},
        ).map(String),
      },
      {weight: 1, arbitrary: strangeText},
    );
  const isUsed = fc.boolean();
  const some = (list: readonly Parameter[]) =>
    fc
      .tuple(...list.map((one) => fc.tuple(fc.constant(one.name), textFor(one), isUsed)))
      .map((all) => all.filter(([, , isThere]) => isThere).map(([name, value]) => [name, value] as const));
  const envelope = fc.oneof(usualEnvelope(call), strangeEnvelope(call));
  return fc
    .record({
      envelope,
      inPath: fc.record(
        Object.fromEntries(
          written('path').map((one) => [
            one.name,
            fc.oneof(
              {weight: 4, arbitrary: PATH_HINTS[one.name] ?? fc.nat(40)},
              {weight: 1, arbitrary: textFor(one)},
            ),
          ]),
        ),
      ),
      query: some(written('query')),
      headers: some(written('header')).map((list) => list.filter(([, value]) => isHeaderValue(value))),
      body: call.method === 'get' ? fc.constant(undefined) : bodyFor(call),
      fault: faults.length === 0 ? fc.constant(undefined) : fc.constantFrom(...faults),
    })
    .map(({envelope: {headers, ...around}, ...rest}) => ({
      ...rest,
      ...around,
      headers: {...Object.fromEntries(rest.headers), ...headers},
    }));
}

/** What is around the body. */
type Envelope = Pick<Fuzzed, 'method' | 'headers' | 'who' | 'isSigned'>;

/** As the shop's own pages and PayBy send it: with a strange one, what is in the body seldom matters. */
const usualEnvelope = ({method}: Call): fc.Arbitrary<Envelope> =>
  fc.constant({
    method: method.toUpperCase(),
    headers: {'Content-Type': 'application/json'},
    who: 'staff',
    isSigned: true,
  });

const strangeEnvelope = ({method}: Call): fc.Arbitrary<Envelope> =>
  fc
    .record({
      method: fc.oneof(
        {weight: 12, arbitrary: fc.constant(method.toUpperCase())},
        {weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS)},
      ),
      type: fc.oneof(
        {weight: 9, arbitrary: fc.constant('application/json')},
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            'text/plain',
            'application/json; charset=utf-16',
            'application/jsonp',
            'multipart/form-data',
          ),
        },
      ),
      origin: fc.oneof(
        {weight: 9, arbitrary: fc.constant(undefined)},
        {weight: 1, arbitrary: fc.constantFrom('null', 'https://evil.example')},
      ),
      who: fc.constantFrom<Who[]>('nobody', 'till', 'staff', 'somebody with an invented cookie'),
      isSigned: fc.boolean(),
    })
    .map(({type, origin, ...rest}) => ({
      ...rest,
      headers: {'Content-Type': type, ...(origin !== undefined && {Origin: origin})},
    }));

function bodyFor({operation}: Call): fc.Arbitrary<string | undefined> {
  const schema = operation.requestBody?.content?.['application/json']?.schema ?? {type: 'object'};
  const written = (oddity: number) =>
    valueOf(schema, {hints: HINTS, oddity}).map((value) => JSON.stringify(value));
  return fc.oneof(
    {weight: 5, arbitrary: written(0)},
    {weight: 5, arbitrary: written(15)},
    {weight: 1, arbitrary: fc.constantFrom(...STRANGE_BODIES)},
  );
}

/** What HTTP lets a header be. */
const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text);

/** The values that `openapi.json` calls write-only: they must not come back, nor be logged. */
function secretsIn(call: Call, body: string | undefined): readonly string[] {
  const schema = call.operation.requestBody?.content?.['application/json']?.schema;
  if (!schema || body === undefined) return [];
  const names = [...JSON.stringify(resolve(schema)).matchAll(/"(\w+)":\{(?:[^{}]*,)?"writeOnly":true/g)].map(
    ([, name = '']) => name,
  );
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return [];
  }
  return names
    .map((name) => (given as Readonly<Record<string, unknown>> | null)?.[name])
    .filter((value) => typeof value === 'string' && value.trim().length >= SHORTEST_SECRET) as string[];
}

/** The demo with orders in every state, and a way to send it what was made up. */
class Target {
  readonly demo: TestDemo;
  readonly #keys: readonly [KeyPair, KeyPair];
  readonly #secrets = new Set<string>([STAFF_PASSWORD, 'PRIVATE KEY']);
  readonly #cookies = new Map<Who, Readonly<Record<string, string>>>();
  #numbers: string[] = [];
  #linesRead = 0;
  /** Some request has been answered 2xx. */
  hasSucceeded = false;

  constructor(demo: TestDemo, keys: readonly [KeyPair, KeyPair]) {
    this.demo = demo;
    this.#keys = keys;
  }

  /** Fresh orders: open, scanned, paid, refunded, revoked, cancelled, and ones for coins; an alert. */
  async stock(): Promise<void> {
    const {demo} = this;
    const staff = await this.#session('staff');
    const place = async (
      body: object,
    ): Promise<{readonly merchantOrderNo: string; readonly orderNo: string}> => {
      const placed = await demo.post('/api/orders', body, staff);
      assert.equal(placed.status, 201, placed.text);
      this.#secrets.add(placed.json.tokenUrl);
      return placed.json;
    };
    const mug = {paySceneCode: 'DYNQR', sku: 'mug'};
    const coins = {paySceneCode: 'CASHTOPUP', sku: 'coins-60'};
    const orders = [
      await place(mug),
      await place(mug),
      await place(mug),
      await place(mug),
      await place(coins),
      await place({...coins, player: PLAYER}),
      await place(mug),
      await place({...coins, player: PLAYER}),
    ];
    for (const {orderNo} of orders.slice(1, 4)) await demo.post('/gateway/app/pay', {orderNo});
    await demo.post('/gateway/pos/balance', {amount: '500.00'});
    await demo.post('/gateway/pos/pay', {orderNo: orders[7]?.orderNo, password: '4321'});
    const path = (index: number, what: string): string =>
      `/api/orders/${orders[index]?.merchantOrderNo ?? ''}/${what}`;
    for (const paid of [1, 7]) await demo.get(path(paid, 'status'));
    const voided = JSON.stringify({
      notify_id: 'void',
      voidOrder: {merchantOrderNo: orders[1]?.merchantOrderNo, status: 'VOID'},
    });
    await demo.post('/payby/notify', voided, this.#signature({isSigned: true, body: voided})); // an alert
    await demo.post(path(2, 'refund'), {amount: '5.00'}, staff);
    await demo.post(path(3, 'revoke'), {}, staff);
    await demo.post(path(6, 'cancel'));
    this.#numbers = orders.map(({merchantOrderNo}) => merchantOrderNo);
  }

  /** Sends the request, and fails unless the answer is one that the description allows. */
  async answers(call: Call, request: Fuzzed): Promise<void> {
    const {demo} = this;
    const {fault, who, method, body} = request;
    if (fault !== undefined) await demo.post('/gateway/control/faults', {fault, times: 3});
    const given = secretsIn(call, body);
    for (const secret of given) this.#secrets.add(secret);
    const address = this.#address(call, request);
    const headers = {...request.headers, ...(await this.#session(who)), ...this.#signature(request)};
    const response = await this.#settled(
      fetch(demo.url + address, {
        signal: AbortSignal.timeout(HANGS_AFTER_MS),
        method,
        headers,
        ...(body !== undefined && hasBody(method) && {body}),
      }),
      fault !== undefined,
    );
    if (response.status === 431 && address.length > LONGEST_ADDRESS) return;
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (isStream) await response.body?.cancel();
    const text = isStream ? '' : await response.text();
    const what = `${method} ${address} as ${who}: ${String(response.status)} ${text.slice(0, 300)}`;
    const isThis = method === call.method.toUpperCase();
    this.hasSucceeded ||= isThis && response.ok;
    if (isThis) assertAnswers(call, {status: response.status, headers: response.headers, text});
    else if (text !== '' && response.status >= 400)
      assertFits('/components/schemas/ErrorResponse', JSON.parse(text), what);
    assert.ok(fault === undefined ? response.status < 500 : response.status !== 500, what);
    for (const secret of given) assert.ok(!text.includes(secret), `${what} repeats a secret`);
    if (text.includes('login-needed') || call.path.startsWith('/api/logout')) this.#cookies.delete(who);
    if (response.status === 201) {
      const {merchantOrderNo, tokenUrl = ''} = JSON.parse(text) as Readonly<Record<string, string>>;
      this.#numbers.push(merchantOrderNo ?? '');
      if (tokenUrl !== '') this.#secrets.add(tokenUrl);
    }
    if (fault !== undefined) await demo.post('/gateway/control/reset');
    this.#checkLog(what);
  }

  #address({path}: Call, {inPath, query}: Fuzzed): string {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = inPath[name] ?? '';
      const text = typeof value === 'number' ? (this.#numbers[value % this.#numbers.length] ?? '') : value;
      // A browser takes "." and ".." for parts of the path, and an empty one makes another route.
      return /^\.{0,2}$/.test(text) ? '-' : encodeURIComponent(wellFormed(text));
    });
    const parameters = query.map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`);
    return parameters.length === 0 ? filled : `${filled}?${parameters.join('&')}`;
  }

  #signature({isSigned, body = ''}: Pick<Fuzzed, 'isSigned' | 'body'>): Readonly<Record<string, string>> {
    return isSigned ? {sign: signBytes(Buffer.from(body), this.#keys[1].privateKey)} : {};
  }

  async #session(who: Who): Promise<Readonly<Record<string, string>>> {
    if (who === 'nobody') return {};
    if (who !== 'till' && who !== 'staff')
      return {cookie: `session=${'A'.repeat(43)}; device=${'B'.repeat(43)}`};
    const known = this.#cookies.get(who);
    if (known) return known;
    await this.demo.clock.advance(2 * MINUTE); // wrong passwords of earlier requests make a login wait
    const headers = await (who === 'till' ? this.demo.till() : this.demo.staff());
    this.#cookies.set(who, headers);
    this.#secrets.add((headers['cookie'] ?? '').split('=')[1] ?? '');
    return headers;
  }

  /** While PayBy fails, the server may wait for it: the time passes until it answers. */
  async #settled<T>(asking: Promise<T>, isWaiting: boolean): Promise<T> {
    let isOver = false;
    const settled = asking.finally(() => (isOver = true));
    const isDone = (): boolean => isOver; // the compiler would narrow it across the await
    for (let turns = 1; isWaiting && !isDone(); turns += 1) {
      if (turns % TURNS_A_SECOND === 0) await this.demo.clock.advance(1_000);
      await turn();
    }
    return settled;
  }

  #checkLog(what: string): void {
    const lines = this.demo.lines.slice(this.#linesRead);
    this.#linesRead = this.demo.lines.length;
    for (const line of lines) {
      assert.doesNotMatch(line, /"event":"unexpected"/, what);
      for (const secret of this.#secrets) assert.ok(!line.includes(secret), `${what} logs a secret`);
    }
  }
}

/** Half a surrogate pair cannot be in an address. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

for (const {name, skip, open} of storeKinds.filter((kind) => kind.name !== 'in a file')) {
  describe(`fuzz of every operation of openapi.json, with the orders ${name}`, {skip}, () => {
    let keys: [KeyPair, KeyPair];
    let store: TestStore;
    let target: Target;
    before(async () => {
      keys = await twoKeyPairs();
    });
    // A shop for each operation: in one for all, thousands of open orders would be queried whenever the time passes.
    beforeEach(async () => {
      store = await open();
      const makeKeys = handOut(keys);
      target = new Target(
        await createDemo({makeKeys, staffPassword: STAFF_PASSWORD, store: store.choice}),
        keys,
      );
      await target.stock();
    });
    afterEach(async () => {
      await target.demo.close();
      await store.close();
    });

    for (const call of calls) {
      const send = (faults: readonly string[], numRuns: number, round = 0): Promise<void> =>
        fc.assert(
          fc.asyncProperty(requestFor(call, faults), (request) => target.answers(call, request)),
          {seed: SEED + round, numRuns},
        );
      it(`${call.operation.operationId} answers as described, and succeeds: no 5xx, while PayBy fails no 500, no secret in a log`, async () => {
        for (let round = 0; round < MOST_ROUNDS && (round === 0 || !target.hasSucceeded); round += 1) {
          await send([], RUNS, round);
        }
        assert.ok(target.hasSucceeded, 'it has succeeded');
        await send(FAULTS, RUNS_WITH_FAULTS);
      });
    }
  });
}
