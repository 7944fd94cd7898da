import {expect} from '@open-wc/testing';
import {CheckoutController, type CheckoutHost} from '../../src/checkout/checkout-controller.js';
import type {Tabs} from '../../src/checkout/status/tab-leader.js';
import {StatusProblem} from '../../src/core/errors.js';
import type {CheckoutMessage} from '../../src/core/order/checkout-messages.js';
import type {OpenStream, StreamSignal} from '../../src/core/status/sse-parser.js';
import type {CheckoutOrder} from '../../src/core/order/order.js';
import type {RequestStatus, Credentials, StatusSource} from '../../src/core/status/status-source.js';
import {FakeEnvironment} from '../support/fake-environment.js';
import {FakeHost} from '../support/fake-host.js';
import {FakeBrowser} from '../support/fake-tabs.js';
import {ManualClock, settle} from '../support/manual-clock.js';
import {MINUTE, NOON, order, orderWithout, status, TOKEN} from '../support/orders.js';
import {loadStream} from '../support/load-stream.js';
import {outage, ScriptedSource} from '../support/scripted-source.js';

class Host extends FakeHost implements CheckoutHost {
  successOn: 'paid' | 'settled' = 'paid';
  statusUrl: string | null = null;
  streamUrl: string | null = null;
  credentials: Credentials = 'same-origin';
  statusSource: StatusSource | null = null;
}

const noHttp = (): RequestStatus => () => Promise.reject(new Error('no network in this test'));

/** A checkout at noon with `source` as its statusSource, and the messages it queued. `tabs` defaults to a single tab. */
function setUp(
  source: StatusSource | null = null,
  httpSource: typeof noHttp = noHttp,
  tabs: Tabs = singleTab(),
  load = loadStream(noStream),
) {
  const host = new Host();
  host.statusSource = source;
  const clock = new ManualClock(NOON);
  const environment = new FakeEnvironment();
  const checkout = new CheckoutController(host, {
    clock,
    environment,
    tabs,
    httpSource,
    loadStream: load,
    random: () => 0.5,
  });
  host.connect();
  const all: CheckoutMessage[] = [];
  const messages = (): CheckoutMessage[] => {
    all.push(...checkout.takeMessages());
    return all;
  };
  const kinds = (): string[] =>
    messages().map(({kind, detail}) => {
      if (kind === 'change') return `${detail.previous} → ${detail.phase}`;
      if (kind === 'failure') return detail.reason;
      return kind === 'error' ? detail.code : kind;
    });
  return {host, clock, environment, checkout, messages, kinds};
}
const FIRST = 4500;

function singleTab(): Tabs {
  const browser = new FakeBrowser();
  browser.hasLocks = browser.hasChannels = false;
  return browser.openTab();
}
const noStream: OpenStream = () => ({
  [Symbol.asyncIterator]: () => ({next: () => Promise.reject(new Error('no stream in this test'))}),
});

describe('CheckoutController.setOrder', () => {
  it('queues ready, polls the order and queues its success', async () => {
    const source = new ScriptedSource(status('CREATED'), status('PAID_SUCCESS', {orderNo: '9'}));
    const {clock, checkout, kinds, messages} = setUp(source.request);
    checkout.setOrder(order());
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting']);
    await clock.advance(FIRST);
    expect(source.requests).to.equal(1);
    await clock.advance(6000);
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'waiting → paid', 'success']);
    expect(messages().at(-1)?.detail).to.deep.include({merchantOrderNo: 'M-1', orderNo: '9', late: false});
    expect(checkout.result).to.equal(messages().at(-1)?.detail);
    await clock.advance(3_600_000);
    expect(source.requests, 'no request follows the outcome').to.equal(2);
    expect(clock.sleeping).to.equal(0);
  });

  it('queues success at once for an order with status PAID_SUCCESS', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    expect(kinds()).to.deep.equal(['ready', 'idle → paid', 'success']);
  });

  it('queues order-invalid with the paths of the issues', () => {
    const {checkout, kinds, messages} = setUp();
    checkout.setOrder({...orderWithout('merchantOrderNo'), tokenUrl: 'javascript:1'});
    expect(kinds()).to.deep.equal(['idle → invalid', 'order-invalid']);
    const problem = messages().at(-1);
    expect(problem?.kind === 'error' && problem.detail.issues?.map(({path}) => path)).to.deep.equal([
      'merchantOrderNo',
      'tokenUrl',
    ]);
  });

  it('clears the order and stops polling on null', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    checkout.setOrder(null);
    expect(kinds()).to.deep.equal(['waiting → idle']);
    await clock.advance(60_000);
    expect(source.requests).to.equal(0);
  });

  it('ignores answers for the previous order', async () => {
    const answers: ((payload: unknown) => void)[] = [];
    const {clock, checkout, kinds} = setUp(() => new Promise((resolve) => answers.push(resolve)));
    checkout.setOrder(order());
    await clock.advance(FIRST);
    checkout.setOrder(order({merchantOrderNo: 'M-2'}));
    kinds();
    answers[0]?.(status('PAID_SUCCESS'));
    await settle();
    expect(kinds()).not.to.include('success');
    expect(checkout.state.phase).to.equal('waiting');
  });

  it('drops the queued events of the previous order', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    checkout.setOrder(order({merchantOrderNo: 'M-2'}));
    expect(kinds()).to.deep.equal(['ready', 'paid → waiting']);
  });
});

describe('CheckoutController.setOrder with the same order', () => {
  const again = (): CheckoutOrder => order();

  it('keeps its state', async () => {
    const source = new ScriptedSource(status('CREATED', {scanned: true}));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(again());
    await clock.advance(FIRST);
    kinds();
    checkout.setOrder(again());
    expect(kinds().slice(2)).to.deep.equal(['waiting → scanned']);
    expect(checkout.state.phase).to.equal('scanned');
  });

  it('does not revert a payment', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(again());
    checkout.setStatus(status('PAID_SUCCESS'));
    checkout.setOrder(again());
    expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
    expect(checkout.state.phase).to.equal('paid');
  });

  it('applies the newer status in the order', () => {
    const {checkout} = setUp();
    checkout.setOrder(again());
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    expect(checkout.state.phase).to.equal('paid');
  });

  it('applies a later expiredTime', async () => {
    const {clock, checkout} = setUp();
    checkout.setOrder(again());
    checkout.setOrder(order({expiredTime: NOON + 20 * MINUTE}));
    await clock.advance(16 * MINUTE);
    expect([checkout.state.phase, checkout.remaining]).to.deep.equal(['waiting', 4 * MINUTE]);
  });

  it('keeps an extended end over another order', async () => {
    const {clock, checkout, kinds} = setUp(new ScriptedSource(status('CREATED')).request);
    checkout.setOrder(again());
    checkout.extend(NOON + 30 * MINUTE);
    await clock.advance(20 * MINUTE);
    checkout.setOrder(order({merchantOrderNo: 'M-2', expiredTime: NOON + 60 * MINUTE}));
    kinds();
    checkout.setOrder(again());
    await clock.advance(MINUTE);
    expect([checkout.state.phase, checkout.remaining]).to.deep.equal(['waiting', 9 * MINUTE]);
    expect(kinds().slice(-1)).to.deep.equal(['ready']);
  });

  it('queues the outcome once, even after another order', () => {
    const {checkout, kinds} = setUp();
    for (const number of ['M-1', 'M-2', 'M-1']) {
      checkout.setOrder(order({merchantOrderNo: number, status: 'PAID_SUCCESS'}));
      kinds();
    }
    expect(kinds().filter((kind) => kind === 'success')).to.have.length(2);
    expect(checkout.result?.merchantOrderNo, 'result is set again').to.equal('M-1');
  });

  it('keeps the outcome when the order has another code, or none any more', () => {
    for (const word of ['PAID_SUCCESS', 'SETTLED', 'FAILURE']) {
      const {checkout, kinds} = setUp();
      checkout.setOrder(order());
      checkout.setStatus(status(word));
      const before = kinds().length;
      const {phase} = checkout.state;
      for (const again of [
        order({tokenUrl: 'https://qr.payby.com?second'}),
        order({tokenUrl: 'https://qr.payby.com?third', status: word}),
        {...orderWithout('tokenUrl'), status: word},
        orderWithout('tokenUrl'),
      ]) {
        checkout.setOrder(again);
        expect(checkout.state.phase).to.equal(phase);
      }
      expect(kinds(), word).to.have.length(before);
    }
  });

  it('stays paid when it was set as paid without a code, and is set again as open without one', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder({...orderWithout('tokenUrl'), status: 'PAID_SUCCESS'});
    checkout.setOrder({...orderWithout('tokenUrl'), status: 'CREATED'});
    expect(checkout.state.phase).to.equal('paid');
    expect(kinds().filter((kind) => kind === 'success' || kind === 'order-invalid')).to.deep.equal([
      'success',
    ]);
  });

  it('keeps its code when it is set again without one', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    checkout.setOrder({...orderWithout('tokenUrl'), tokenUrl: null});
    const {state} = checkout;
    expect(state.phase === 'waiting' && state.order.tokenUrl).to.equal(TOKEN);
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting']);
  });

  it('shows its newer code', () => {
    const {checkout} = setUp();
    checkout.setOrder(order());
    checkout.setOrder(order({tokenUrl: 'https://qr.payby.com?second'}));
    const {state} = checkout;
    expect(state.phase === 'waiting' && state.order.tokenUrl).to.equal('https://qr.payby.com?second');
  });

  it('keeps its end when it is set again without one', () => {
    const {checkout} = setUp();
    checkout.setOrder(again());
    checkout.setOrder(orderWithout('expiredTime'));
    expect(checkout.remaining).to.equal(15 * MINUTE);
  });

  it('keeps its state when it is set again with an end in seconds, and queues time-invalid once', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(again());
    for (let i = 0; i < 3; i++) checkout.setOrder(order({expiredTime: NOON / 1000}));
    expect([checkout.state.phase, checkout.remaining]).to.deep.equal(['waiting', 15 * MINUTE]);
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'time-invalid']);
  });

  it('queues order-amount for another amount under the same number, and shows the new order', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    kinds();
    checkout.setOrder(order({totalAmount: {amount: '30.00', currency: 'AED'}}));
    expect(kinds().slice(2)).to.deep.equal(['ready', 'order-amount']);
    const {state} = checkout;
    expect(state.phase === 'waiting' && state.order.totalAmount.amount).to.equal('30.00');
  });

  it('queues an outcome that another order had dropped', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    checkout.setOrder(order({merchantOrderNo: 'M-2'}));
    checkout.setOrder(order());
    expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
    expect(checkout.state.phase).to.equal('paid');
  });

  it('reads a number as its merchantOrderNo, in the order and in its status', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder({...order(), merchantOrderNo: 17});
    checkout.setStatus({merchantOrderNo: '17', status: 'CREATED', scanned: true});
    checkout.setOrder(order({merchantOrderNo: '17'}));
    checkout.setStatus({merchantOrderNo: 17, status: 'PAID_SUCCESS'});
    expect(kinds()).to.deep.equal([
      'ready',
      'idle → waiting',
      'waiting → scanned',
      'scanned → paid',
      'success',
    ]);
  });
});

describe('CheckoutController: expiry', () => {
  const END = 15 * MINUTE;

  it('requests the status before it queues expired', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {host, clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(END - 1);
    expect(checkout.state.phase).to.equal('waiting');
    const before = source.requests;
    await clock.advance(1);
    expect(kinds().slice(2)).to.deep.equal(['waiting → confirming', 'confirming → expired', 'expired']);
    expect(source.requests).to.equal(before + 1);
    expect(host.updates).to.be.greaterThan(0);
  });

  it('stays confirming while no request is answered', async () => {
    const source = new ScriptedSource(new Error('no network'));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(END + 60 * MINUTE);
    expect(checkout.state.phase).to.equal('confirming');
    expect(kinds()).not.to.include('expired');
    const before = source.requests;
    await clock.advance(MINUTE);
    expect(source.requests - before, 'polling goes on').to.be.within(4, 20);
  });

  it('ignores the answer to an earlier request, and sends another', async () => {
    const answers: ((payload: unknown) => void)[] = [];
    const {clock, checkout, kinds} = setUp(() => new Promise((resolve) => answers.push(resolve)));
    checkout.setOrder(order({expiredTime: NOON + FIRST + 1000}));
    await clock.advance(FIRST + 2000);
    expect(checkout.state.phase).to.equal('confirming');
    answers[0]?.(status('CREATED'));
    await settle();
    expect(checkout.state.phase).to.equal('confirming');
    expect(answers, 'the final request follows at once').to.have.length(2);
    answers[1]?.(status('CREATED'));
    await settle();
    expect(checkout.state.phase).to.equal('expired');
    expect(answers).to.have.length(2);
    expect(kinds()).to.deep.equal([
      'ready',
      'idle → waiting',
      'waiting → confirming',
      'confirming → expired',
      'expired',
    ]);
  });

  it('polls for a late payment, and applies it', async () => {
    const source = new ScriptedSource(
      ...Array<Record<string, unknown>>(400).fill(status('CREATED')),
      status('PAID_SUCCESS'),
    );
    const {clock, checkout, messages} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(END + 10);
    expect(checkout.state.phase).to.equal('expired');
    const before = source.requests;
    await clock.advance(10 * MINUTE);
    expect(source.requests - before).to.be.within(9, 11);
    checkout.setStatus(status('PAID_SUCCESS'));
    const success = messages().find(({kind}) => kind === 'success');
    expect(success?.kind === 'success' && success.detail.late).to.equal(true);
    expect(checkout.state.phase).to.equal('paid');
  });

  it('stops polling 30 minutes after expiry', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, checkout} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(END + 32 * MINUTE);
    const before = source.requests;
    await clock.advance(60 * MINUTE);
    expect(source.requests).to.equal(before);
    expect(clock.sleeping).to.equal(0);
  });

  it('uses the clock of the server, not of the device', async () => {
    const ahead = 3 * 60 * MINUTE;
    const serverTime = (): number => clock.now() - ahead;
    const {clock, checkout} = setUp(() => Promise.resolve(status('CREATED', {serverTime: serverTime()})));
    clock.jump(ahead); // the device is three hours fast: by its clock the order has expired
    checkout.setOrder(order());
    expect(checkout.state.phase).to.equal('confirming');
    await clock.advance(10);
    expect(checkout.state.phase).to.equal('waiting');
    expect(checkout.remaining).to.be.closeTo(15 * MINUTE, 1000);
  });

  it('polls at once when the order has already expired, and queues order-expired if the server confirms it', async () => {
    const {clock, checkout, kinds} = setUp(new ScriptedSource(status('CREATED')).request);
    checkout.setOrder(order({expiredTime: NOON - 1}));
    expect(kinds()).to.deep.equal(['ready', 'idle → confirming']);
    await clock.advance(1);
    expect(kinds().slice(2)).to.deep.equal(['confirming → expired', 'expired', 'order-expired']);
  });

  it('does not queue order-expired when only the clock of the device is past the end', async () => {
    const ahead = 3 * 60 * MINUTE;
    const {clock, checkout, kinds} = setUp(() =>
      Promise.resolve(status('CREATED', {serverTime: clock.now() - ahead})),
    );
    clock.jump(ahead);
    checkout.setOrder(order());
    await clock.advance(MINUTE);
    expect(kinds()).to.deep.equal(['ready', 'idle → confirming', 'confirming → waiting']);
  });

  it('queues status-missing without a source, and no outcome', async () => {
    const {clock, checkout, kinds} = setUp();
    checkout.setOrder(order());
    await clock.advance(END + MINUTE);
    expect(kinds().slice(2)).to.deep.equal(['waiting → confirming', 'status-missing']);
    checkout.setStatus(status('PAID_SUCCESS'));
    expect(checkout.state.phase).to.equal('paid');
  });
});

describe('CheckoutController: statuses', () => {
  it('queues status-foreign once for statuses of another order, and ignores them', async () => {
    const source = new ScriptedSource({...status('PAID_SUCCESS'), merchantOrderNo: 'M-2'});
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(10 * MINUTE);
    expect(kinds().filter((kind) => kind === 'status-foreign')).to.have.length(1);
    expect(checkout.state.phase).to.equal('waiting');
  });

  it('queues status-unknown once for an unknown status word, and ignores it', async () => {
    const source = new ScriptedSource(status('VOID'));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(10 * MINUTE);
    expect(kinds().filter((kind) => kind === 'status-unknown')).to.have.length(1);
    expect(checkout.state.phase).to.equal('waiting');
  });

  it('validates a status given to setStatus()', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    checkout.setStatus({...status('PAID_SUCCESS'), totalAmount: {amount: 1, currency: 'AED'}});
    checkout.setStatus('<html>');
    expect(checkout.state.phase).to.equal('waiting');
    expect(kinds().slice(2)).to.deep.equal(['status-amount', 'status-malformed']);
  });

  it('queues success once for statuses from several channels', async () => {
    const source = new ScriptedSource(status('PAID_SUCCESS'));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    checkout.setStatus(status('PAID_SUCCESS'));
    checkout.setStatus(status('SETTLED'));
    await clock.advance(MINUTE);
    expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
  });

  it('queues revoked once for a revoked payment', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    checkout.setStatus(status('PAID_SUCCESS'));
    checkout.setStatus(status('PAID_SUCCESS', {revoked: 'true'}));
    checkout.setStatus(status('PAID_SUCCESS', {revoked: 'true'}));
    expect(kinds().slice(2)).to.deep.equal(['waiting → paid', 'success', 'paid → revoked', 'revoked']);
  });

  it('does not set the clock back on a 304 answer', async () => {
    const requestedAt: number[] = [];
    const http: () => RequestStatus = () => () => {
      requestedAt.push(clock.now());
      return Promise.resolve({
        payload: status('CREATED', {serverTime: NOON}),
        repeated: requestedAt.length > 1,
      });
    };
    const {host, clock, checkout} = setUp(null, http);
    host.statusUrl = '/status';
    checkout.checkSources();
    checkout.setOrder(order());
    await clock.advance(5 * MINUTE);
    expect(requestedAt.length).to.be.greaterThan(10);
    expect(checkout.remaining).to.be.closeTo(10 * MINUTE, 10_000);
  });
});

describe('CheckoutController: clock offset', () => {
  it('prefers serverTime over the Date header of a proxy', async () => {
    let requests = 0;
    const farAhead = NOON + 86_400_000;
    const http = (): RequestStatus => () => {
      const serverTime = clock.now();
      return Promise.resolve({
        payload: status('CREATED', {serverTime}),
        servedAt: farAhead,
        repeated: ++requests > 1,
      });
    };
    const {host, clock, checkout, kinds} = setUp(null, http);
    host.statusUrl = '/status';
    checkout.checkSources();
    checkout.setOrder(order());
    await clock.advance(MINUTE);
    expect(requests).to.be.greaterThan(5);
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting']);
    expect(checkout.remaining).to.equal(14 * MINUTE);
  });

  it('uses the Date header without serverTime', async () => {
    const http = (): RequestStatus => () =>
      Promise.resolve({payload: status('CREATED'), servedAt: clock.now() - 5 * MINUTE});
    const {host, clock, checkout} = setUp(null, http);
    host.statusUrl = '/status';
    checkout.checkSources();
    checkout.setOrder(order());
    await clock.advance(10_000);
    expect(checkout.remaining).to.be.closeTo(20 * MINUTE - 10_000, 1000);
  });
});

describe('CheckoutController: moments that cannot be one', () => {
  const SECONDS = 1_795_965_000;
  const bad = [
    SECONDS,
    String(SECONDS),
    0,
    -1,
    NaN,
    NOON * 1000,
    NOON * 1e6,
    Date.UTC(9999, 11, 31),
    'soon',
    true,
  ];
  for (const moment of bad) {
    it(`changes nothing for ${String(moment)}, pushed or polled, and queues time-invalid once`, async () => {
      for (const field of ['expiredTime', 'serverTime']) {
        const source = new ScriptedSource(status('CREATED', {[field]: moment}));
        const {clock, checkout, kinds, messages} = setUp(source.request);
        checkout.setOrder(order());
        checkout.setStatus(status('CREATED', {[field]: moment}));
        await clock.advance(MINUTE);
        expect(source.requests).to.be.greaterThan(5);
        expect([checkout.state.phase, checkout.remaining]).to.deep.equal(['waiting', 14 * MINUTE]);
        expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'time-invalid']);
        const problem = messages().at(-1);
        const message = problem?.kind === 'error' ? problem.detail.message : '';
        expect(message).to.contain(field).and.to.contain('milliseconds');
        await clock.advance(14 * MINUTE);
        expect(checkout.state.phase, 'after its end').to.equal('expired');
      }
    });

    it(`does not miss a payment at ${String(moment)}`, () => {
      const {checkout, messages} = setUp();
      checkout.setOrder(order());
      checkout.setStatus(status('PAID_SUCCESS', {expiredTime: moment, paymentInfo: {paidTime: moment}}));
      const success = messages().find(({kind}) => kind === 'success');
      expect(success?.kind === 'success' && success.detail.paidTime).to.equal(null);
    });
  }

  it('does not follow a serverTime that contradicts the Date header by more than a day', async () => {
    for (const days of [-9000, -2, 2, 9000]) {
      const http = (): RequestStatus => () =>
        Promise.resolve({
          payload: status('CREATED', {serverTime: clock.now() + days * 24 * 60 * MINUTE}),
          servedAt: clock.now() - MINUTE,
        });
      const {host, clock, checkout, kinds} = setUp(null, http);
      host.statusUrl = '/status';
      checkout.checkSources();
      checkout.setOrder(order());
      await clock.advance(10_000);
      expect(checkout.remaining, 'by the Date header').to.equal(16 * MINUTE - 10_000);
      checkout.setStatus(status('CREATED', {serverTime: clock.now() + days * 24 * 60 * MINUTE}));
      expect(checkout.remaining, 'pushed').to.equal(16 * MINUTE - 10_000);
      expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'time-invalid']);
    }
  });

  it('keeps the end for an extension into the past, and moves it for one that came late', async () => {
    const {clock, checkout} = setUp(() => new Promise(() => undefined));
    checkout.setOrder(order());
    for (const end of [NOON - MINUTE, NOON]) expect(checkout.extend(end)).to.equal(false);
    expect(checkout.remaining).to.equal(15 * MINUTE);
    await clock.advance(16 * MINUTE);
    expect(checkout.state.phase).to.equal('confirming');
    expect(checkout.extend(NOON + 20 * MINUTE)).to.equal(true);
    expect([checkout.state.phase, checkout.remaining]).to.deep.equal(['waiting', 4 * MINUTE]);
  });
});

describe('CheckoutController: null', () => {
  it('does not miss a payment whose other fields are null', () => {
    const nothing = Object.fromEntries(
      ['totalAmount', 'orderNo', 'revoked', 'failCode', 'failDes', 'reason', 'expiredTime', 'serverTime']
        .concat('paymentInfo', 'payer', 'scanned', 'tokenUrl', 'subject')
        .map((field) => [field, null]),
    );
    for (const more of [
      nothing,
      {...nothing, paymentInfo: {paidAmount: {amount: null, currency: null}, paidTime: null}},
    ]) {
      const {checkout, kinds} = setUp();
      checkout.setOrder(order());
      checkout.setStatus(status('PAID_SUCCESS', more));
      expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'waiting → paid', 'success']);
    }
  });
});

describe('CheckoutController: reasons', () => {
  const cases: [string, Record<string, unknown>, boolean, string][] = [
    ['no reason', {failCode: 'BALANCE_NOT_ENOUGH'}, false, 'failed'],
    [
      'words in its texts',
      {failCode: '504', failDes: 'SERVICE_TIMEOUT, cannot be cancelled'},
      false,
      'failed',
    ],
    ['an accepted cancel', {failCode: 'ORDER_EXPIRED'}, true, 'cancelled'],
    ['the reason of the server, though a cancel was accepted', {reason: 'failed'}, true, 'failed'],
    ['the reason expired', {reason: 'expired'}, false, 'expired'],
    ['the reason cancelled', {reason: 'cancelled'}, false, 'cancelled'],
  ];
  for (const [name, more, isCancelled, reason] of cases) {
    it(`queues ${reason} for FAILURE with ${name}, before and after the end`, async () => {
      for (const wait of [0, 15 * MINUTE + 1]) {
        const {clock, checkout, kinds} = setUp(() => new Promise(() => undefined));
        checkout.setOrder(order());
        if (isCancelled) checkout.acceptCancel();
        await clock.advance(wait);
        checkout.setStatus(status('FAILURE', more));
        expect(kinds().at(-1)).to.equal(reason);
      }
    });
  }

  it('remembers an accepted cancel over another order, and applies it to no other', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    checkout.acceptCancel();
    checkout.setOrder(order({merchantOrderNo: 'M-2', status: 'FAILURE'}));
    expect(kinds().at(-1)).to.equal('failed');
    checkout.setOrder(order({status: 'FAILURE'}));
    expect(kinds().at(-1)).to.equal('cancelled');
  });
});

describe('CheckoutController: settlement', () => {
  it('is polled every 3 to 6 s for two minutes after the payment, then every minute', async () => {
    const requestedAt: number[] = [];
    let word = 'CREATED';
    const {host, clock, checkout} = setUp(() => {
      requestedAt.push(clock.now());
      return Promise.resolve(status(word));
    });
    host.successOn = 'settled';
    checkout.setOrder(order());
    await clock.advance(14 * MINUTE);
    word = 'PAID_SUCCESS';
    await clock.advance(10_000);
    expect(checkout.state.phase).to.equal('confirming');
    const paidAt = clock.now();
    await clock.advance(10 * MINUTE);
    const gaps = requestedAt.map((at, i) => [at - paidAt, at - (requestedAt[i - 1] ?? at)] as const);
    const brisk = gaps.filter(([since]) => since > 10_000 && since < 110_000);
    expect(brisk.length).to.be.greaterThan(15);
    for (const [, gap] of brisk) expect(gap).to.be.within(3000, 6000);
    for (const [since, gap] of gaps) if (since > 190_000) expect(gap).to.be.within(54_000, 66_000);
  });

  it('keeps a received payment over another order', () => {
    const {host, checkout} = setUp();
    host.successOn = 'settled';
    checkout.setOrder(order());
    checkout.setStatus(status('PAID_SUCCESS'));
    checkout.setOrder(order({merchantOrderNo: 'M-2'}));
    checkout.setOrder(order());
    expect(checkout.state).to.include({phase: 'confirming', why: 'settling'});
  });

  it('queues the time of the payment, though the settlement does not tell it', () => {
    const {host, checkout, messages} = setUp();
    host.successOn = 'settled';
    checkout.setOrder(order());
    checkout.setStatus(status('PAID_SUCCESS', {paymentInfo: {paidTime: NOON + 5}}));
    checkout.setStatus(status('SETTLED', {paymentInfo: null}));
    const success = messages().find(({kind}) => kind === 'success');
    expect(success?.kind === 'success' && success.detail.paidTime).to.equal(NOON + 5);
  });
});

describe('CheckoutController: connection', () => {
  it('queues status-unreachable once after three failures, and no outcome', async () => {
    const source = new ScriptedSource(outage(), outage(), outage(), outage(), status('CREATED'));
    const {clock, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(FIRST);
    expect([checkout.connection, checkout.isConnectionPoor]).to.deep.equal(['retrying', false]);
    await clock.advance(3200 + 6400);
    expect(checkout.isConnectionPoor).to.equal(true);
    expect(kinds().filter((kind) => kind === 'status-unreachable')).to.have.length(1);
    await clock.advance(30_000);
    expect([checkout.connection, checkout.state.phase]).to.deep.equal(['steady', 'waiting']);
  });

  it('obeys Retry-After', async () => {
    const source = new ScriptedSource(outage(60_000), status('CREATED'));
    const {clock, checkout} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(FIRST + 59_000);
    expect(source.requests).to.equal(1);
    await clock.advance(1000);
    expect(source.requests).to.equal(2);
  });

  it('polls as before once a request by hand is answered within a Retry-After', async () => {
    const source = new ScriptedSource(outage(600_000), status('CREATED'));
    const {clock, checkout} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(FIRST);
    checkout.requestStatus();
    await clock.advance(1);
    expect(source.requests).to.equal(2);
    await clock.advance(6000);
    expect(source.requests).to.be.greaterThan(2);
  });

  it('is offline when the browser is, and sends one request when it is online again', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, environment, checkout, kinds} = setUp(source.request);
    checkout.setOrder(order());
    environment.online = false;
    environment.notify();
    expect(checkout.connection).to.equal('offline');
    environment.online = true;
    await clock.advance(3000);
    const before = source.requests;
    environment.notify();
    await clock.advance(300);
    expect([checkout.connection, source.requests - before]).to.deep.equal(['steady', 1]);
    expect(kinds().slice(2)).to.deep.equal(['waiting → waiting', 'waiting → waiting']);
  });
});

describe('CheckoutController: host', () => {
  it('sends no request while its host is removed, and one when it is connected again', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {host, clock, environment, checkout} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(FIRST);
    host.disconnect();
    await clock.advance(5 * MINUTE);
    expect([source.requests, clock.sleeping, environment.listeners.size]).to.deep.equal([1, 0, 0]);
    host.connect();
    await clock.advance(300);
    expect(source.requests).to.equal(2);
  });

  it('is confirming when its host is connected after the expiry', async () => {
    const {host, clock, checkout} = setUp(() => new Promise(() => undefined));
    checkout.setOrder(order());
    host.disconnect();
    await clock.advance(20 * MINUTE);
    host.connect();
    expect(checkout.state.phase).to.equal('confirming');
  });
});

describe('CheckoutController: page visibility', () => {
  it('sends one request at once when a hidden page is shown', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, environment, checkout} = setUp(source.request);
    checkout.setOrder(order());
    await clock.advance(20_000);
    environment.hide();
    const before = source.requests;
    await clock.advance(10 * MINUTE);
    expect(source.requests).to.equal(before);
    environment.show();
    environment.notify();
    await clock.advance(300);
    expect(source.requests).to.equal(before + 1);
    await clock.advance(1700);
    expect(source.requests).to.equal(before + 1);
  });
});

describe('CheckoutController.requestStatus', () => {
  it('sends a request at once', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, checkout} = setUp(source.request);
    checkout.setOrder(order());
    checkout.requestStatus();
    await clock.advance(1);
    expect(source.requests).to.equal(1);
  });

  it('sends one request for an order with an outcome, which may have been revoked', async () => {
    const source = new ScriptedSource(status('PAID_SUCCESS', {revoked: 'true'}));
    const {clock, checkout} = setUp(source.request);
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    checkout.requestStatus();
    await clock.advance(MINUTE);
    expect([source.requests, checkout.state.phase]).to.deep.equal([1, 'revoked']);
  });
});

describe('CheckoutController: stream', () => {
  /** A stream whose signals the test sends. */
  class ManualStream {
    opened = 0;
    #send: ((signal: StreamSignal) => void) | undefined;
    #breakOff: (() => void) | undefined;

    readonly open: OpenStream = (_order, signal) => this.#signals(signal);

    async send(signal: StreamSignal): Promise<void> {
      this.#send?.(signal);
      await settle();
    }
    async breakOff(): Promise<void> {
      this.#breakOff?.();
      await settle();
    }

    async *#signals(signal: AbortSignal): AsyncGenerator<StreamSignal, void> {
      this.opened++;
      for (;;) {
        const next = await new Promise<StreamSignal | undefined>((resolve) => {
          this.#send = resolve;
          this.#breakOff = () => {
            resolve(undefined);
          };
          signal.addEventListener('abort', this.#breakOff, {once: true});
        });
        if (!next) return;
        yield next;
      }
    }
  }
  const withStream = (source: ScriptedSource, load = (stream: ManualStream) => loadStream(stream.open)) => {
    const stream = new ManualStream();
    const page = setUp(source.request, noHttp, singleTab(), load(stream));
    page.host.streamUrl = '/events';
    page.checkout.checkSources();
    page.checkout.setOrder(order());
    return {...page, stream};
  };

  it('applies a payment at once, and polls once a minute meanwhile', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, checkout, kinds, stream} = withStream(source);
    await settle();
    await stream.send({kind: 'alive'});
    for (let i = 0; i < 12; i++) {
      await clock.advance(15_000);
      await stream.send({kind: 'alive'});
    }
    expect(source.requests).to.be.within(2, 3);
    await stream.send({kind: 'answer', payload: status('PAID_SUCCESS')});
    expect(checkout.state.phase).to.equal('paid');
    expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
    await clock.advance(MINUTE);
    expect([stream.opened, clock.sleeping]).to.deep.equal([1, 0]);
  });

  it('polls as without a stream until its code is loaded, and opens the stream then', async () => {
    let arrive = (): void => undefined;
    const source = new ScriptedSource(status('CREATED'));
    const {clock, checkout, stream} = withStream(source, ({open}) => async () => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return loadStream(open)();
    });
    await clock.advance(MINUTE);
    expect([source.requests > 15, stream.opened]).to.deep.equal([true, 0]);
    arrive();
    await settle();
    expect(stream.opened).to.equal(1);
    await stream.send({kind: 'answer', payload: status('PAID_SUCCESS')});
    expect(checkout.state.phase).to.equal('paid');
  });

  it('polls as without a stream when its code never comes, and queues script-unreachable once', async () => {
    const paidAfter = async (streamUrl: string | null): Promise<[number, string[]]> => {
      const source = new ScriptedSource(
        ...Array.from({length: 30}, () => status('CREATED')),
        status('PAID_SUCCESS'),
      );
      const load = (): never => {
        throw new Error('blocked by the page');
      };
      const {host, clock, checkout, kinds} = setUp(source.request, noHttp, singleTab(), load);
      host.streamUrl = streamUrl;
      checkout.checkSources();
      checkout.setOrder(order());
      while (checkout.state.phase !== 'paid') await clock.advance(500);
      const passed = clock.now() - NOON;
      await clock.advance(10 * MINUTE);
      return [passed, kinds()];
    };
    const [without, kinds] = await paidAfter(null);
    const [withStream, others] = await paidAfter('/events');
    expect(withStream).to.equal(without);
    expect(others.filter((kind) => kind !== 'script-unreachable')).to.deep.equal(kinds);
    expect(others.filter((kind) => kind === 'script-unreachable')).to.have.length(1);
  });

  it('loads no code for streams without a stream address or an order', async () => {
    let loads = 0;
    const load = (): never => {
      loads++;
      throw new Error('not in this test');
    };
    const {host, clock, checkout} = setUp(
      new ScriptedSource(status('CREATED')).request,
      noHttp,
      singleTab(),
      load,
    );
    checkout.setOrder(order());
    await clock.advance(MINUTE);
    checkout.setOrder(null);
    host.streamUrl = '/events';
    checkout.checkSources();
    await clock.advance(MINUTE);
    checkout.setOrder(order({status: 'PAID_SUCCESS'}));
    await clock.advance(MINUTE);
    expect(loads).to.equal(0);
  });

  it('polls and reopens the stream within 15 s when it breaks', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {clock, stream} = withStream(source);
    await settle();
    await stream.send({kind: 'alive'});
    await clock.advance(2000);
    const before = source.requests;
    await stream.breakOff();
    await clock.advance(15_000);
    expect(source.requests).to.be.greaterThan(before);
    expect(stream.opened).to.equal(2);
  });

  it('does not expire by a message that may have been given before the end, and been held by a proxy', async () => {
    const source = new ScriptedSource(status('CREATED'), outage());
    const {clock, checkout, kinds, stream} = withStream(source);
    for (let passed = 0; passed <= 15 * MINUTE; passed += 10_000) {
      await stream.send({kind: 'alive'});
      await clock.advance(10_000);
    }
    expect([stream.opened, checkout.state.phase]).to.deep.equal([1, 'confirming']);
    await stream.send({kind: 'answer', payload: status('CREATED')});
    expect(checkout.state.phase).to.equal('confirming');
    await stream.send({kind: 'answer', payload: {...status('CREATED'), serverTime: clock.now()}});
    expect(kinds().slice(-2)).to.deep.equal(['confirming → expired', 'expired']);
  });

  it('opens another stream at the end of an order that is not polled, and expires by its message', async () => {
    const {host, clock, checkout, kinds, stream} = withStream(new ScriptedSource(status('CREATED')));
    host.statusSource = null;
    checkout.checkSources();
    for (let passed = 0; passed < 15 * MINUTE; passed += 10_000) {
      await stream.send({kind: 'alive'});
      await clock.advance(10_000);
    }
    expect([stream.opened, checkout.state.phase]).to.deep.equal([2, 'confirming']);
    await stream.send({kind: 'answer', payload: status('CREATED')});
    expect(kinds().slice(-2)).to.deep.equal(['confirming → expired', 'expired']);
  });

  it('reports a payment after five silent streams when nothing is polled', async () => {
    const {host, clock, checkout, kinds, stream} = withStream(new ScriptedSource(status('CREATED')));
    host.statusSource = null;
    checkout.checkSources();
    await clock.advance(5 * 37_750); // each is silent for 30 s, and followed by a delay
    expect(stream.opened).to.equal(6);
    await stream.send({kind: 'answer', payload: status('PAID_SUCCESS')});
    expect(kinds()).to.deep.equal(['ready', 'idle → waiting', 'waiting → paid', 'success']);
  });

  it('opens streams again that had been given up, when nothing is polled any more', async () => {
    const {host, clock, checkout, stream} = withStream(new ScriptedSource(status('CREATED')));
    await clock.advance(5 * MINUTE);
    expect(stream.opened).to.equal(3);
    host.statusSource = null;
    checkout.checkSources();
    await clock.advance(MINUTE);
    await stream.send({kind: 'answer', payload: status('PAID_SUCCESS')});
    expect(checkout.state.phase).to.equal('paid');
  });

  it('opens a stream that had been refused at once when other credentials are set', async () => {
    let opened = 0;
    const refuse: OpenStream = () => {
      opened++;
      throw new StatusProblem({code: 'status-refused', message: '401', retryable: false});
    };
    const {host, clock, checkout} = withStream(new ScriptedSource(status('CREATED')), () =>
      loadStream(refuse),
    );
    await clock.advance(10_000);
    expect(opened).to.equal(1);
    host.credentials = 'include';
    checkout.checkSources();
    await settle();
    expect(opened).to.equal(2);
  });

  it('queues status-foreign once for stream messages of another order, and ignores them', async () => {
    const {checkout, kinds, stream} = withStream(new ScriptedSource(status('CREATED')));
    await settle();
    await stream.send({kind: 'answer', payload: {...status('PAID_SUCCESS'), merchantOrderNo: 'M-2'}});
    await stream.send({kind: 'answer', payload: {...status('PAID_SUCCESS'), merchantOrderNo: 'M-3'}});
    expect(kinds().filter((kind) => kind === 'status-foreign')).to.have.length(1);
    expect(checkout.state.phase).to.equal('waiting');
  });
});

describe('CheckoutController: one order in three tabs', () => {
  const threeTabs = (source: ScriptedSource) => {
    const browser = new FakeBrowser();
    const tabs = [browser.openTab(), browser.openTab(), browser.openTab()];
    const pages = tabs.map((tab) => ({...setUp(source.request, noHttp, tab), tab}));
    for (const {checkout} of pages) checkout.setOrder(order());
    return {browser, pages};
  };
  /** Advances the clocks of all tabs together. */
  const advance = async (pages: {clock: ManualClock}[], ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      for (const {clock} of pages) await clock.advance(500);
    }
  };

  it('polls in one tab and applies its statuses in all', async () => {
    const source = new ScriptedSource(status('CREATED'), status('CREATED'), status('PAID_SUCCESS'));
    const {pages} = threeTabs(source);
    await advance(pages, 9000);
    expect(source.requests).to.equal(2);
    await advance(pages, 3000);
    expect(source.requests).to.equal(3);
    expect(pages.map(({checkout}) => checkout.state.phase)).to.deep.equal(['paid', 'paid', 'paid']);
    for (const {kinds} of pages) expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
  });

  it('polls in another tab when the leader is closed', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {pages} = threeTabs(source);
    await advance(pages, 5000);
    pages[0]?.tab.close();
    pages[0]?.host.disconnect();
    const before = source.requests;
    await advance(pages.slice(1), 5000);
    expect(source.requests).to.be.greaterThan(before);
  });

  it('polls in one of the other tabs when the leader says nothing for 15 seconds after its request was due', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {pages} = threeTabs(source);
    await advance(pages, 5000);
    const before = source.requests;
    await advance(pages.slice(1), 10_000); // the first tab is frozen, but still holds the lock
    expect(source.requests).to.equal(before);
    await advance(pages.slice(1), 60_000);
    expect(source.requests - before, 'as one tab would').to.be.within(10, 25);
  });

  it('requests the final status in one tab', async () => {
    const held: (() => void)[] = [];
    const end = NOON + 15 * MINUTE;
    const source = new ScriptedSource(status('CREATED'));
    const {pages} = threeTabs(source);
    // The final answer is slow: by then the order has expired in all three tabs
    for (const {host, clock} of pages) {
      host.statusSource = async (about, options) => {
        if (clock.now() >= end) await new Promise<void>((resolve) => held.push(resolve));
        return source.request(about, options);
      };
    }
    for (const {checkout} of pages) checkout.checkSources();
    await advance(pages, 15 * MINUTE + 500);
    expect(pages.map(({checkout}) => checkout.state.phase)).to.deep.equal(Array(3).fill('confirming'));
    expect(held).to.have.length(1);
    held[0]?.();
    await settle();
    expect(pages.map(({checkout}) => checkout.state.phase)).to.deep.equal(Array(3).fill('expired'));
  });

  it('requests the status in the leader when requestStatus() is called in another tab', async () => {
    const source = new ScriptedSource(status('CREATED'));
    const {pages} = threeTabs(source);
    await settle();
    pages[2]?.checkout.requestStatus();
    await advance(pages, 500);
    expect(source.requests).to.equal(1);
  });

  it('shares a status given to setStatus() in one tab', async () => {
    const {pages} = threeTabs(new ScriptedSource(status('CREATED')));
    await settle();
    pages[1]?.checkout.setStatus(status('PAID_SUCCESS'));
    await settle();
    expect(pages.map(({checkout}) => checkout.state.phase)).to.deep.equal(['paid', 'paid', 'paid']);
  });

  it('posts no token and no phone number to the channel', async () => {
    const {browser, pages} = threeTabs(new ScriptedSource(status('CREATED')));
    await settle();
    const payload = status('CREATED', {payer: {mobileNumberMask: '+971-58*92'}, tokenUrl: 'https://secret'});
    pages[0]?.checkout.setStatus(payload);
    await settle();
    expect(browser.posted).not.to.be.empty;
    expect(JSON.stringify(browser.posted)).not.to.match(/971|https|secret/);
  });
});

describe('CheckoutController: a renewed code in several tabs', () => {
  /** Tabs on one order whose server has another code from `renew()` on. */
  const tabsOf = (count: number) => {
    const browser = new FakeBrowser();
    let tokenUrl = TOKEN;
    const pages = Array.from({length: count}, () => {
      let requests = 0;
      let isRefused = false;
      const page = setUp(
        () => {
          requests++;
          return isRefused ? Promise.reject(outage(60_000)) : Promise.resolve(status('CREATED', {tokenUrl}));
        },
        noHttp,
        browser.openTab(),
      );
      page.checkout.setOrder(order());
      const refuse = (is: boolean): void => {
        isRefused = is;
      };
      return {...page, requests: () => requests, refuse};
    });
    const advance = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 250) for (const {clock} of pages) await clock.advance(250);
    };
    const renew = (): void => {
      tokenUrl = `${TOKEN}2`;
    };
    const codes = (): unknown[] =>
      pages.map(({checkout: {state}}) => 'order' in state && state.order.tokenUrl);
    return {browser, pages, advance, renew, codes};
  };

  it('reaches each tab, by one request of its own and not over the channel', async () => {
    const {browser, pages, advance, renew, codes} = tabsOf(3);
    await advance(20_000);
    expect(pages.slice(1).map(({requests}) => requests())).to.deep.equal([0, 0]);
    renew();
    await advance(60_000);
    expect(codes()).to.deep.equal(Array(3).fill(`${TOKEN}2`));
    expect(pages.slice(1).map(({requests}) => requests())).to.deep.equal([1, 1]);
    expect(JSON.stringify(browser.posted)).not.to.contain('https');
  });

  it('reaches a hidden tab when it is shown', async () => {
    const {pages, advance, renew, codes} = tabsOf(2);
    const [, other] = pages;
    other?.environment.hide();
    renew();
    await advance(20_000);
    expect([codes(), other?.requests()]).to.deep.equal([[`${TOKEN}2`, TOKEN], 0]);
    other?.environment.show();
    await advance(1000);
    expect([codes()[1], other?.requests()]).to.deep.equal([`${TOKEN}2`, 1]);
  });

  it('reaches a tab that the server had asked to wait, once it may request', async () => {
    const {pages, advance, renew, codes} = tabsOf(2);
    const [, other] = pages;
    await advance(1000);
    other?.refuse(true);
    renew();
    await advance(20_000);
    other?.refuse(false);
    expect([codes()[1], other?.requests()]).to.deep.equal([TOKEN, 1]);
    await advance(60_000);
    expect([codes()[1], other?.requests()]).to.deep.equal([`${TOKEN}2`, 2]);
  });
});

describe('CheckoutController: a leader that gets no answer', () => {
  /** What the source of one tab does with a request. */
  type Fault = (clock: ManualClock, signal: AbortSignal) => Promise<unknown>;
  const refused = new StatusProblem({code: 'status-refused', message: '401', retryable: false}, 30_000);
  const rejects =
    (reason: Error): Fault =>
    () =>
      Promise.reject(reason);
  const faults: readonly (readonly [string, Fault])[] = [
    ['is refused (401)', rejects(refused)],
    ['fails (500)', rejects(outage())],
    ['is told to wait for 10 minutes (429)', rejects(outage(600_000))],
    [
      'gets the status of another order',
      () => Promise.resolve({...status('CREATED'), merchantOrderNo: 'M-2'}),
    ],
    ['gets no status at all', () => Promise.resolve('<!doctype html>')],
    [
      'is never answered',
      async (clock, signal) => {
        await clock.sleep(Infinity, signal);
        throw new Error('aborted');
      },
    ],
  ];

  /** Two or more tabs on one order; each polls as its own source answers. */
  const tabsWith = (...sources: (Fault | undefined)[]) => {
    const browser = new FakeBrowser();
    let word = 'CREATED';
    const pages = sources.map((fault) => {
      const times: number[] = [];
      const page = setUp(null, noHttp, browser.openTab());
      const {clock, host, checkout} = page;
      host.statusSource = (_order, {signal}) => {
        times.push(clock.now() - NOON);
        return fault ? fault(clock, signal) : Promise.resolve(status(word));
      };
      checkout.checkSources();
      checkout.setOrder(order());
      return {...page, times};
    });
    const advance = async (ms: number, of = pages): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 250) for (const {clock} of of) await clock.advance(250);
    };
    const pay = (): void => {
      word = 'PAID_SUCCESS';
    };
    return {pages, advance, pay};
  };

  for (const [what, fault] of faults) {
    it(`gives the lead away when it ${what}, and a payment is reported in both tabs within 6 s`, async () => {
      const {pages, advance, pay} = tabsWith(fault, undefined);
      const [leader, other] = pages;
      await advance(25_000);
      expect(other?.times[0], 'first request of the other tab').to.be.lessThan(21_000);
      const failed = leader?.times.length;
      await advance(30_000);
      expect(pages.map(({checkout}) => checkout.connection)).to.deep.equal(['steady', 'steady']);
      pay();
      await advance(6000);
      expect(pages.map(({checkout}) => checkout.state.phase)).to.deep.equal(['paid', 'paid']);
      expect(leader?.times, 'requests of the tab that is not answered').to.have.length(failed ?? NaN);
      for (const {kinds} of pages) expect(kinds().filter((kind) => kind === 'success')).to.have.length(1);
    });
  }

  for (const tabs of [1, 2]) {
    for (const [what, fault] of faults) {
      it(`sends one request for refresh() before it leads, when it ${what}, in ${tabs} ${tabs === 1 ? 'tab' : 'tabs'}`, async () => {
        const requestsOf = async (refreshes: boolean): Promise<number> => {
          const {pages, advance} = tabsWith(...Array<Fault>(tabs).fill(fault));
          if (refreshes) for (const {checkout} of pages) checkout.requestStatus();
          await advance(5 * MINUTE);
          return pages.reduce((sum, {times}) => sum + times.length, 0);
        };
        const [usual, refreshed] = [await requestsOf(false), await requestsOf(true)];
        expect(refreshed).to.be.at.most(usual + 2 * tabs);
      });
    }
  }

  it('shows the failures of the leader in every tab', async () => {
    const {pages, advance} = tabsWith(rejects(outage()), rejects(outage()), rejects(outage()));
    await advance(8000);
    expect(pages.map(({checkout}) => checkout.connection)).to.deep.equal(Array(3).fill('retrying'));
    await advance(20_000);
    expect(pages.map(({checkout}) => checkout.isConnectionPoor)).to.deep.equal(Array(3).fill(true));
  });

  it('sends little more in an outage from three tabs than from one', async () => {
    const requestsOf = async (tabs: number): Promise<number> => {
      const {pages, advance} = tabsWith(...Array<Fault>(tabs).fill(rejects(outage())));
      await advance(5 * MINUTE);
      return pages.reduce((sum, {times}) => sum + times.length, 0);
    };
    const one = await requestsOf(1);
    expect(one).to.be.greaterThan(20);
    expect(await requestsOf(3)).to.be.at.most(one + 6); // each tab begins with short delays
  });

  it('obeys Retry-After in each tab, however often the lead changes', async () => {
    const {pages, advance} = tabsWith(...Array<Fault>(3).fill(rejects(outage(120_000))));
    await advance(5 * MINUTE);
    for (const {times} of pages) {
      expect(times.length).to.be.within(1, 3);
      for (const [index, at] of times.entries())
        if (index > 0) expect(at - (times[index - 1] ?? 0)).to.be.at.least(120_000);
    }
  });

  it('requests by hand behind a leader that says nothing, whatever Retry-After of its own', async () => {
    const busy = rejects(outage(600_000));
    let isFrozen = false;
    const {pages, advance} = tabsWith(
      (...request) => (isFrozen ? new Promise(() => undefined) : busy(...request)),
      busy,
    );
    await advance(MINUTE);
    isFrozen = true;
    const other = pages.slice(1);
    other[0]?.checkout.requestStatus();
    await advance(12_000, other);
    expect(other[0]?.times).to.have.length(2);
  });

  it('obeys Retry-After when the page is hidden and shown, and asks at once after a refusal', async () => {
    const again = async (reason: Error): Promise<number> => {
      const {pages, advance} = tabsWith(rejects(reason));
      const [page] = pages;
      await advance(10_000);
      page?.environment.hide();
      await advance(5000);
      page?.environment.show();
      await advance(1000);
      return page?.times.length ?? NaN;
    };
    expect([await again(outage(120_000)), await again(refused)]).to.deep.equal([1, 2]);
  });

  it('keeps the lead, its delays and its stream of failures when there is no other tab', async () => {
    const {pages, advance} = tabsWith(rejects(outage()));
    await advance(2 * MINUTE);
    const [page] = pages;
    const times = page?.times ?? [];
    const delays = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    for (const delayMs of delays.slice(2)) expect(delayMs).to.be.within(9000, 15_000);
    expect(page?.kinds().filter((kind) => kind === 'status-unreachable')).to.have.length(1);
  });

  it('leads again when the tab that was answered is closed', async () => {
    const {pages, advance} = tabsWith(rejects(refused), undefined);
    const [leader, other] = pages;
    await advance(20_000);
    const before = leader?.times.length ?? 0;
    other?.host.disconnect();
    await advance(5000, pages.slice(0, 1));
    expect(leader?.times.length).to.be.greaterThan(before);
  });
});

describe('CheckoutController.acceptCancel', () => {
  it('turns a failure into a cancellation', () => {
    const {checkout, kinds} = setUp();
    checkout.setOrder(order());
    checkout.acceptCancel();
    checkout.setStatus(status('FAILURE'));
    expect(kinds().at(-1)).to.equal('cancelled');
  });

  it('does not revert a payment that came first', () => {
    const {checkout} = setUp();
    checkout.setOrder(order());
    checkout.acceptCancel();
    checkout.setStatus(status('PAID_SUCCESS'));
    expect(checkout.state.phase).to.equal('paid');
  });

  it('does not apply to the next order', () => {
    const {checkout} = setUp();
    checkout.setOrder(order());
    checkout.acceptCancel();
    checkout.setOrder(order({merchantOrderNo: 'M-2'}));
    checkout.setStatus({...status('FAILURE'), merchantOrderNo: 'M-2'});
    expect(checkout.state.phase).to.equal('failed');
  });
});

describe('CheckoutController.hasEnded', () => {
  it('is true after polling has stopped, when watch-ended was queued once', async () => {
    const {clock, checkout, kinds} = setUp(new ScriptedSource(status('CREATED')).request);
    checkout.setOrder(order());
    await clock.advance(50 * MINUTE);
    expect(kinds().filter((kind) => kind === 'watch-ended')).to.have.length(1);
    expect(checkout.hasEnded).to.equal(true);
    checkout.setStatus(status('PAID_SUCCESS'));
    expect(checkout.state.phase, 'a pushed status is still applied').to.equal('paid');
  });
});
