/** Placing an order: what is stored before PayBy is called, what PayBy gets, and what follows from each kind of answer. */
import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {parseOrderRequest} from '../../../demo/merchant/http/request-parsing.js';
import {AuthCodeRefused, OrderConflict} from '../../../demo/merchant/orders/errors.js';
import type {OrderRequest} from '../../../demo/merchant/orders/order-requests.js';
import type {OrderServiceOptions} from '../../../demo/merchant/orders/order-service.js';
import type {Order} from '../../../demo/merchant/orders/order.js';
import type {MerchantStore} from '../../../demo/merchant/storage/open-store.js';
import type {PlaceOrder} from '../../../demo/payby/client.js';
import {PaybyError} from '../../../demo/payby/payby-error.js';
import {ManualClock, MINUTE} from '../support/demo.js';
import {
  acquireOrder,
  failing,
  memoryStore,
  scriptedMerchant,
  UNSIGNED,
  type ScriptedMerchant,
} from '../support/scripted-payby.js';

const TOKEN = 'https://qr.payby.test?ft=1';
const NEW_TOKEN = 'https://qr.payby.test?ft=2';

const clock = new ManualClock();
let store: MerchantStore;
let merchant: ScriptedMerchant;
before(async () => {
  store = await memoryStore(clock);
});
after(() => store.close());
beforeEach(() => {
  start();
});
function start(options: Partial<OrderServiceOptions> = {}): void {
  merchant = scriptedMerchant(store, clock, options);
  merchant.payby.script = {placeOrder: () => accepted(TOKEN)};
}

const sent = (): PlaceOrder => merchant.payby.calls.at(-1)?.[1] as PlaceOrder;
/** PayBy's answer to the last call. */
const accepted = (tokenUrl: string | undefined, status = 'CREATED') => {
  const {merchantOrderNo, totalAmount} = sent();
  const fields = {merchantOrderNo, totalAmount, orderNo: '13', status};
  return {acquireOrder: {...acquireOrder({} as Order), ...fields, revoked: false}, tokenUrl};
};
let numbers = 0;
const number = (): string => {
  numbers += 1;
  return `chosen-${String(numbers)}`;
};
const request = (change: Partial<OrderRequest> = {}): OrderRequest => ({
  ...{merchantOrderNo: number(), paySceneCode: 'DYNQR', sku: 'mug', player: undefined, coins: undefined},
  ...{subject: 'Karak mug', subjectAr: 'كوب كرك', totalAmount: {amount: '25.00', currency: 'AED'}},
  ...{authCode: undefined, lifeMs: 15 * MINUTE},
  ...change,
});
const QRPAY = {paySceneCode: 'QRPAY', authCode: 'A-CODE'} as const;
const place = (change: Partial<OrderRequest> = {}) => merchant.orders.place(request(change), 'till');
const stored = (merchantOrderNo: string): Promise<Order> => merchant.orders.stored(merchantOrderNo);

describe('the request of an order to PayBy', () => {
  for (const [title, change, scene] of [
    ['is shown as a code', {}, {paySceneCode: 'DYNQR'}],
    ['is charged from a customer’s code', QRPAY, {paySceneCode: 'QRPAY', authCode: 'A-CODE'}],
    [
      'at the counter has no code but the customer’s',
      {paySceneCode: 'QRPAY'},
      {paySceneCode: 'QRPAY', authCode: ''},
    ],
    [
      'is paid in cash',
      {paySceneCode: 'CASHTOPUP'},
      {paySceneCode: 'CASHTOPUP', businessType: 'GAME_TOP_UP'},
    ],
  ] as const) {
    it(`that ${title} says what is bought, until when, and where notifications go`, async () => {
      start({notifyUrl: 'https://shop.example/payby/notify'});
      const wanted = request(change);
      await merchant.orders.place(wanted, 'till');
      const {merchantOrderNo, subject, subjectAr, totalAmount, lifeMs} = wanted;
      assert.deepEqual(merchant.payby.calls, [
        [
          'placeOrder',
          {
            ...{merchantOrderNo, subject, subjectAr, totalAmount, scene},
            ...{expiredTime: clock.now() + lifeMs, notifyUrl: 'https://shop.example/payby/notify'},
            accessoryContent: undefined,
          },
        ],
      ]);
    });
  }

  it('has a number of the server without one of the caller', async () => {
    const {order} = await place({merchantOrderNo: undefined});
    assert.match(order.merchantOrderNo, /^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    assert.equal(sent().merchantOrderNo, order.merchantOrderNo);
  });
});

describe('an order', () => {
  it('is stored before PayBy gets it, without the customer’s code, and listed with who made it', async () => {
    const wanted = request({...QRPAY, player: 'Falcon-7', coins: 60});
    const {merchantOrderNo = ''} = wanted;
    let before: Order | undefined;
    merchant.payby.script.placeOrder = async () => {
      before = await stored(merchantOrderNo);
      return accepted(undefined);
    };
    await merchant.orders.place(wanted, 'till');
    const {paySceneCode, sku, subject, subjectAr, totalAmount, lifeMs} = wanted;
    assert.deepEqual(JSON.parse(JSON.stringify(before)), {
      ...{merchantOrderNo, paySceneCode, sku, subject, subjectAr, totalAmount, lifeMs},
      ...{player: 'Falcon-7', coins: 60, status: 'CREATED', revoked: false, refunds: []},
      ...{requestTime: clock.now(), expiredTime: clock.now() + lifeMs},
      ...{placement: 'pending', placedAt: clock.now()},
      followUp: {queriedAt: 0, failures: 0, uncertainSince: 0, extendedAt: 0},
    });
    const [made] = await merchant.events(merchantOrderNo);
    assert.deepEqual([made?.kind, made?.by], ['made', 'till']);
  });

  it('that PayBy accepts shows its code, and the code is renewed 55 minutes later', async () => {
    merchant.payby.script.placeOrder = async () => {
      await clock.advance(2_000);
      return accepted(TOKEN);
    };
    const {order, isCertain} = await place();
    assert.deepEqual(
      [isCertain, order.placement, order.orderNo, order.tokenUrl],
      [true, 'placed', '13', TOKEN],
    );
    assert.equal(order.followUp.token?.dueAt, clock.now() + 55 * MINUTE);
    assert.deepEqual(
      (await merchant.events(order.merchantOrderNo)).map(({kind, by}) => [kind, by]),
      [
        ['made', 'till'],
        ['placing-placed', 'payby'],
      ],
    );
    assert.deepEqual((await stored(order.merchantOrderNo)).tokenUrl, TOKEN);
  });
});

describe('an order that PayBy does not accept', () => {
  const fault = (): never => {
    throw new TypeError('no such thing');
  };
  /** What the caller gets, and how the order is stored: its status and how far it has been placed. */
  const table: readonly (readonly [string, Partial<OrderRequest>, () => never, unknown, string])[] = [
    ['a refusal', {}, failing('62026'), {code: '62026'}, 'FAILURE refused'],
    ['a refusal at the counter', QRPAY, failing('62026'), {code: '62026'}, 'FAILURE refused'],
    ['a refusal of a parameter', {}, failing('400'), PaybyError, 'FAILURE refused'],
    ['a refusal of the customer’s code', QRPAY, failing('400'), AuthCodeRefused, 'FAILURE refused'],
    ['“it is paid”', {}, failing('62001'), {code: '62001'}, 'CREATED unknown'],
    ['“it has failed”', {}, failing('62002'), {code: '62002'}, 'CREATED unknown'],
    ['“it is settled”', {}, failing('62003'), {code: '62003'}, 'CREATED unknown'],
    ['“the number is taken”', QRPAY, failing('62016'), {code: '62016'}, 'CREATED unknown'],
    ['“it is revoked”', {}, failing('62040'), {code: '62040'}, 'CREATED unknown'],
    ['“it is refunded”', {}, failing('62041'), {code: '62041'}, 'CREATED unknown'],
    ['no answer', {}, failing('TIMEOUT'), {code: 'TIMEOUT'}, 'CREATED unknown'],
    ['no answer for cash', {paySceneCode: 'CASHTOPUP'}, failing('500'), {code: '500'}, 'CREATED unknown'],
    ['no answer at the counter', QRPAY, failing('TIMEOUT'), 'uncertain', 'CREATED unknown'],
    ['SYSTEM_ERROR at the counter', QRPAY, failing('500'), 'uncertain', 'CREATED unknown'],
    ['a fault of the server', {}, fault, TypeError, 'CREATED unknown'],
    ['a fault of the server at the counter', QRPAY, fault, TypeError, 'CREATED unknown'],
  ];
  for (const [title, change, outcome, expected, state] of table) {
    it(`is ${state} after ${title}`, async () => {
      const wanted = request(change);
      const {merchantOrderNo = ''} = wanted;
      let thrown: unknown;
      merchant.payby.script.placeOrder = () => {
        try {
          return outcome();
        } catch (error) {
          thrown = error;
          throw error;
        }
      };
      const placing = merchant.orders.place(wanted, 'till');
      if (expected === 'uncertain') {
        const {order, isCertain} = await placing;
        assert.deepEqual([isCertain, order.placement], [false, 'unknown']);
      } else await assert.rejects(placing, expected as Error);
      const {status, placement} = await stored(merchantOrderNo);
      assert.equal(`${status} ${placement}`, state);
      const why = thrown instanceof PaybyError ? thrown.code : 'TypeError';
      const kind = placement === 'refused' ? 'placing-refused' : 'placing-lost';
      assert.deepEqual((await merchant.events(merchantOrderNo))[1], {kind, by: 'payby', facts: {why}});
      const [line] = merchant.lines.filter(([event]) => event === 'order not placed');
      const more = thrown instanceof PaybyError ? {traceCode: undefined, ...UNSIGNED} : {};
      assert.deepEqual(line, ['order not placed', {order: 'chosen…', why, ...more}]);
    });
  }

  it('says by which refusal the customer’s code was refused', async () => {
    merchant.payby.script.placeOrder = failing('400');
    await assert.rejects(place(QRPAY), ({cause}: AuthCodeRefused) => {
      assert.equal((cause as PaybyError).code, '400');
      return true;
    });
  });
});

describe('an order that is placed again under its number', () => {
  it('is sent with the same parameters, whatever its end is now, and listed', async () => {
    const wanted = request();
    const {merchantOrderNo = ''} = wanted;
    await merchant.orders.place(wanted, 'payer');
    const first = sent();
    await store.change(merchantOrderNo, (order) => ({
      order: {...order, expiredTime: order.expiredTime + MINUTE},
      ...{events: [], dueAt: undefined},
    }));
    await clock.advance(1_000);
    const {order} = await merchant.orders.place(wanted, 'till');
    assert.deepEqual(sent(), first);
    assert.deepEqual([order.placedAt, order.requestTime], [clock.now(), clock.now() - 1_000]);
    assert.deepEqual((await merchant.events(merchantOrderNo)).at(-1), {
      ...{kind: 'placing-again', by: 'till', facts: {}},
    });
  });

  it('is sent with the code that the customer shows now', async () => {
    const wanted = request(QRPAY);
    await merchant.orders.place(wanted, 'till');
    await merchant.orders.place({...wanted, authCode: 'ANOTHER'}, 'till');
    assert.deepEqual(sent().scene, {paySceneCode: 'QRPAY', authCode: 'ANOTHER'});
  });

  for (const [title, change] of [
    ['scene', {paySceneCode: 'CASHTOPUP'}],
    ['item', {sku: 'lamp'}],
    ['player', {player: 'Falcon-8'}],
    ['name', {subject: 'A mug'}],
    ['Arabic name', {subjectAr: undefined}],
    ['amount', {totalAmount: {amount: '25.01', currency: 'AED'}}],
    ['currency', {totalAmount: {amount: '25.00', currency: 'USD'}}],
    ['life', {lifeMs: 16 * MINUTE}],
  ] as const) {
    it(`is not sent with another ${title}: the number is taken`, async () => {
      const wanted = request();
      await merchant.orders.place(wanted, 'payer');
      const {merchantOrderNo = ''} = wanted;
      const [before, calls] = [await stored(merchantOrderNo), merchant.payby.calls.length];
      await assert.rejects(merchant.orders.place({...wanted, ...change}, 'payer'), (error) => {
        assert.ok(error instanceof OrderConflict);
        assert.equal(error.code, 'order-number-taken');
        return true;
      });
      assert.equal(merchant.payby.calls.length, calls, 'PayBy is not called');
      assert.deepEqual(await stored(merchantOrderNo), before);
    });
  }
});

describe('the renewal of a code', () => {
  const renewed = async (change: Partial<Order> = {}): Promise<Order> => {
    const {order} = await place();
    const {merchantOrderNo} = order;
    await store.change(merchantOrderNo, (one) => ({
      order: {...one, ...change},
      ...{events: [], dueAt: undefined},
    }));
    await clock.advance(1_000);
    merchant.payby.calls.length = 0;
    return order;
  };
  const renew = ({merchantOrderNo}: Order) => merchant.orders.renewToken(merchantOrderNo);
  const kinds = async ({merchantOrderNo}: Order) =>
    (await merchant.events(merchantOrderNo)).slice(2).map(({kind, by, facts}) => [kind, by, facts]);

  it('sends the order as it was first sent, whatever its end is now', async () => {
    start({notifyUrl: 'https://shop.example/payby/notify'});
    const order = await renewed({expiredTime: clock.now() + 60 * MINUTE});
    await renew(order);
    const {merchantOrderNo, subject, subjectAr, totalAmount, expiredTime} = order;
    assert.deepEqual(merchant.payby.calls, [
      [
        'placeOrder',
        {
          ...{merchantOrderNo, subject, subjectAr, totalAmount, expiredTime},
          ...{scene: {paySceneCode: 'DYNQR'}, notifyUrl: 'https://shop.example/payby/notify'},
        },
      ],
    ]);
  });

  it('stores a new code, and lists it', async () => {
    const order = await renewed();
    merchant.payby.script.placeOrder = () => accepted(NEW_TOKEN);
    await renew(order);
    const {tokenUrl, followUp} = await stored(order.merchantOrderNo);
    assert.deepEqual([tokenUrl, followUp.token?.since], [NEW_TOKEN, clock.now()]);
    assert.deepEqual(await kinds(order), [['token-renewed', 'payby', {}]]);
  });

  it('is not listed when PayBy gives the same code', async () => {
    const order = await renewed();
    await renew(order);
    assert.deepEqual(await kinds(order), []);
  });

  it('is not listed as renewed when the order turns out to be paid', async () => {
    const order = await renewed();
    merchant.payby.script.placeOrder = () => accepted(undefined, 'PAID_SUCCESS');
    await renew(order);
    const {status, tokenUrl} = await stored(order.merchantOrderNo);
    assert.deepEqual([status, tokenUrl], ['PAID_SUCCESS', undefined]);
    assert.deepEqual(
      (await kinds(order)).map(([kind]) => kind),
      ['status'],
    );
  });

  it('keeps the code when PayBy does not renew it, logs it, and is tried again after a minute', async () => {
    const order = await renewed();
    merchant.payby.script.placeOrder = failing('62016', {traceCode: 'trace-1'});
    await renew(order);
    const {tokenUrl, followUp} = await stored(order.merchantOrderNo);
    assert.deepEqual([tokenUrl, followUp.token?.dueAt], [TOKEN, clock.now() + MINUTE]);
    assert.deepEqual(merchant.lines.at(-1), [
      'token not renewed',
      {order: 'chosen…', why: '62016', traceCode: 'trace-1', ...UNSIGNED},
    ]);
    assert.deepEqual(await kinds(order), []);
  });

  it('alerts staff once it has failed three times in a row', async () => {
    const order = await renewed();
    merchant.payby.script.placeOrder = failing('TIMEOUT');
    const seen: number[] = [];
    for (let failed = 1; failed <= 4; failed += 1) {
      await renew(order);
      seen.push((await merchant.alerts(order.merchantOrderNo)).length);
    }
    assert.deepEqual(seen, [0, 0, 1, 1]);
    assert.deepEqual(await merchant.alerts(order.merchantOrderNo), [
      [
        'code-not-renewed',
        'PayBy did not renew the code of this order, which may be dead by now. If its payer cannot pay, cancel it and place a new one.',
      ],
    ]);
  });
});

describe('terminalDetail', () => {
  const shop = {merchantName: 'Karak House', storeId: 'S00001', storeName: 'Karak House, Marina'};
  const till = {terminalId: 'counter-2', operatorId: '200123'};
  const placedWith = async (
    change: object,
    at?: OrderServiceOptions['shop'],
  ): Promise<PlaceOrder['accessoryContent']> => {
    start({shop: at});
    await merchant.orders.place(parseOrderRequest({sku: 'mug', ...change}, {by: 'till'}), 'till');
    return sent().accessoryContent;
  };

  it('says in which store, on which device and by whom a code was charged', async () => {
    assert.deepEqual(await placedWith({...QRPAY, ...till}, shop), {terminalDetail: {...shop, ...till}});
  });

  it('holds only what is known', async () => {
    const {terminalId} = till;
    assert.deepEqual(await placedWith({...QRPAY, terminalId}), {terminalDetail: {terminalId}});
    assert.deepEqual(await placedWith(QRPAY, shop), {terminalDetail: shop});
  });

  it('is not sent when nothing is known', async () => {
    assert.equal(await placedWith(QRPAY), undefined);
  });

  it('is not sent for an order that a payer scans', async () => {
    assert.equal(await placedWith({paySceneCode: 'DYNQR', ...till}, shop), undefined);
  });

  for (const [name, change] of [
    ['a number', {terminalId: 2}],
    ['blanks', {operatorId: '  '}],
    ['65 characters', {terminalId: 't'.repeat(65)}],
  ] as const) {
    it(`refuses ${name} with bad-text`, () => {
      const typed = {sku: 'mug', ...QRPAY, ...change};
      assert.throws(() => parseOrderRequest(typed, {by: 'till'}), {code: 'bad-text', status: 400});
    });
  }
});
