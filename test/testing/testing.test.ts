import {expect, fixture, html} from '@open-wc/testing';
import '../../src/index.js';
import type {Phase} from '../../src/core/order/checkout-machine.js';
import type {CheckoutOrder} from '../../src/core/order/order.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {
  cases,
  cashOrder,
  dynqrOrder,
  FakeScanner,
  payBy,
  qrpayOrder,
  setOnline,
  StatusScript,
  stopClock,
  type CaseName,
  type StoppedClock,
} from '../../src/testing.js';
import {listen, waysToPay} from '../support/checkout-page.js';
import {CODE, createInput, scans} from '../support/scan-field.js';

const MINUTE = 60_000;

const shown = (order: CheckoutOrder): Promise<PaybyCheckout> =>
  fixture<PaybyCheckout>(html`<payby-checkout lang="en" .order=${order}></payby-checkout>`);

/** Nothing of these tests is about the console. */
function muteConsole(): void {
  const {error, warn} = console;
  beforeEach(() => {
    console.error = console.warn = () => undefined;
  });
  afterEach(() => {
    Object.assign(console, {error, warn});
  });
}

describe('payby-checkout/testing: orders', () => {
  const builders = {DYNQR: dynqrOrder, QRPAY: qrpayOrder, CASHTOPUP: cashOrder};
  for (const [scene, build] of Object.entries(builders)) {
    it(`builds an order of ${scene} that an element shows as waiting`, async () => {
      const order = build();
      const checkout = await shown(order);
      expect(order.paySceneCode).to.equal(scene);
      expect(checkout.phase).to.equal('waiting');
    });
  }

  it('gives each order a number of its own, unless the test gives one', () => {
    expect(dynqrOrder().merchantOrderNo).not.to.equal(dynqrOrder().merchantOrderNo);
    expect(cashOrder({merchantOrderNo: 'M-1'}).merchantOrderNo).to.equal('M-1');
  });
});

describe('payby-checkout/testing: payBy()', () => {
  muteConsole();

  it('shows the payment of an order, and resolves with the detail of payby-success', async () => {
    const page = listen();
    const checkout = await shown(dynqrOrder({totalAmount: {amount: '12.50', currency: 'AED'}}));
    const result = await payBy(checkout).pays();
    expect(checkout.phase).to.equal('paid');
    expect(waysToPay(checkout)).to.deep.equal([]);
    expect(page.of('payby-success')).to.have.length(1);
    expect(result).to.deep.include({amount: '12.50', status: 'PAID_SUCCESS', late: false});
    page.stop();
  });

  const outcomes: [keyof ReturnType<typeof payBy> & `${string}s`, Phase][] = [
    ['pays', 'paid'],
    ['settles', 'paid'],
    ['scans', 'scanned'],
    ['fails', 'failed'],
    ['cancels', 'cancelled'],
    ['expires', 'expired'],
    ['revokes', 'revoked'],
  ];
  for (const [verb, phase] of outcomes) {
    it(`brings the element to ${phase} when PayBy ${verb}`, async () => {
      const checkout = await shown(dynqrOrder());
      const payby = payBy(checkout);
      await (payby[verb] as () => Promise<unknown>).call(payby);
      expect(checkout.phase).to.equal(phase);
    });
  }

  it('passes on the code and the words of a failure', async () => {
    const checkout = await shown(dynqrOrder());
    const result = await payBy(checkout).fails({failCode: '92001', failDes: 'LIMIT'});
    expect(result).to.deep.include({reason: 'failed', code: '92001', message: 'LIMIT'});
  });

  it('passes on what the payment failed for', async () => {
    const checkout = await shown(dynqrOrder());
    expect(await payBy(checkout).fails({reason: 'limit'})).to.deep.include({
      reason: 'failed',
      cause: 'limit',
    });
    const another = await shown(dynqrOrder());
    expect(await payBy(another).answers('identity')).to.deep.include({reason: 'failed', cause: 'identity'});
  });

  it('makes a payment after the end a late one', async () => {
    const checkout = await shown(dynqrOrder());
    const payby = payBy(checkout);
    await payby.expires();
    expect(await payby.pays()).to.deep.include({status: 'PAID_SUCCESS', late: true});
  });

  for (const step of ['unreachable', 'unavailable', 'rate-limited', 'signed-out'] as const) {
    it(`leaves the order open when the server is ${step}, and pays it afterwards`, async () => {
      const checkout = await shown(dynqrOrder());
      const payby = payBy(checkout);
      expect(await payby.answers(step)).to.equal(null);
      expect([checkout.phase, checkout.connection]).to.deep.equal(['waiting', 'retrying']);
      await payby.pays();
      expect(checkout.phase).to.equal('paid');
    });
  }

  it('keeps a request that the server does not answer', async () => {
    const checkout = await shown(dynqrOrder());
    const payby = payBy(checkout);
    await payby.answers('silent');
    expect(checkout.phase).to.equal('waiting');
    await payby.pays();
    expect(checkout.phase).to.equal('paid');
  });

  it('decides nothing with a payload about another order or amount', async () => {
    const order = dynqrOrder();
    const checkout = await shown(order);
    const payby = payBy(checkout);
    await payby.answers({merchantOrderNo: 'another', status: 'PAID_SUCCESS'});
    const totalAmount = {amount: '26.00', currency: 'AED'};
    const {merchantOrderNo} = order;
    expect(await payby.answers({merchantOrderNo, status: 'PAID_SUCCESS', totalAmount})).to.equal(null);
    expect(checkout.phase).to.equal('waiting');
  });

  it('answers about the order that is shown now', async () => {
    const checkout = await shown(dynqrOrder());
    const payby = payBy(checkout);
    await payby.expires();
    checkout.order = dynqrOrder({merchantOrderNo: 'TEST-renewed'});
    expect(await payby.pays()).to.deep.include({merchantOrderNo: 'TEST-renewed', late: false});
  });

  it('says what is missing where the checkout has no order, or is in no document', async () => {
    const messageOf = async (checkout: PaybyCheckout): Promise<string> => {
      let message = 'none';
      await payBy(checkout)
        .pays()
        .catch((error: unknown) => {
          message = (error as Error).message;
        });
      return message;
    };
    const empty = await fixture<PaybyCheckout>(html`<payby-checkout></payby-checkout>`);
    expect(await messageOf(empty)).to.equal('The checkout has no order.');
    expect(await messageOf(document.createElement('payby-checkout'))).to.equal(
      'The checkout is in no document.',
    );
  });
});

describe('payby-checkout/testing: a script and a stopped clock', () => {
  muteConsole();
  let clock: StoppedClock;
  let checkout: PaybyCheckout | undefined;
  beforeEach(() => {
    clock = stopClock();
  });
  afterEach(() => {
    checkout?.remove();
    clock.resume();
  });

  /** Where each case ends, once all its answers were given. */
  const ends: Record<CaseName, Phase> = {
    paid: 'paid',
    settled: 'paid',
    late: 'paid',
    failed: 'failed',
    cancelled: 'cancelled',
    expired: 'expired',
    revoked: 'revoked',
    scanned: 'scanned',
    'rate-limited': 'paid',
    offline: 'waiting',
    'acceptance-1': 'paid',
    'acceptance-2': 'expired',
    'acceptance-3': 'cancelled',
    'acceptance-4': 'cancelled',
    'acceptance-5': 'cancelled',
    'acceptance-6': 'waiting',
    'acceptance-7': 'paid',
    'acceptance-8': 'waiting',
    'acceptance-9': 'paid',
  };
  for (const [name, steps] of Object.entries(cases)) {
    it(`plays the case ${name} to the end, as statusSource and as fetch`, async () => {
      const phases: (Phase | undefined)[] = [];
      for (const kind of ['source', 'fetch'] as const) {
        const order = dynqrOrder();
        const script = new StatusScript(order, ...steps);
        checkout = document.createElement('payby-checkout');
        checkout.lang = 'en';
        const realFetch = window.fetch;
        if (kind === 'source') checkout.statusSource = script.source;
        else {
          window.fetch = script.fetch;
          checkout.statusUrl = '/api/orders/{merchantOrderNo}/status';
        }
        checkout.order = order;
        document.body.append(checkout);
        await clock.advance(5 * MINUTE);
        phases.push(checkout.phase);
        checkout.remove();
        window.fetch = realFetch;
      }
      const end = ends[name as CaseName];
      expect(phases).to.deep.equal([end, end]);
    });
  }

  it('counts down to the end of an order, and lets the server decide it', async () => {
    const order = dynqrOrder();
    const script = new StatusScript(order, 'unreachable');
    checkout = document.createElement('payby-checkout');
    checkout.statusSource = script.source;
    checkout.order = order;
    document.body.append(checkout);
    await clock.advance(10 * MINUTE);
    expect(checkout.remaining).to.equal(5 * MINUTE);
    await clock.advanceTo(order.expiredTime ?? 0);
    expect(checkout.phase).to.equal('confirming');
    await clock.advance(10 * MINUTE);
    expect(checkout.phase).to.equal('confirming');
    script.play('created');
    await clock.advance(MINUTE);
    expect(checkout.phase).to.equal('expired');
    script.play('paid');
    await clock.advance(2 * MINUTE);
    expect(checkout.result).to.deep.include({status: 'PAID_SUCCESS', late: true});
  });

  it('obeys the Retry-After of a server that limits the rate, in both ways', async () => {
    const waits: number[] = [];
    for (const kind of ['source', 'fetch'] as const) {
      const order = dynqrOrder();
      const script = new StatusScript(order, 'rate-limited', 'created');
      const realFetch = window.fetch;
      checkout = document.createElement('payby-checkout');
      if (kind === 'source') checkout.statusSource = script.source;
      else {
        window.fetch = script.fetch;
        checkout.statusUrl = '/status';
      }
      checkout.order = order;
      document.body.append(checkout);
      while (script.requests < 1) await clock.advance(100);
      const from = clock.now;
      while (script.requests < 2) await clock.advance(100);
      waits.push(Math.round((clock.now - from) / 1000));
      checkout.remove();
      window.fetch = realFetch;
    }
    expect(waits).to.deep.equal([30, 30]);
  });

  it('opens a silent stream: polling goes on, and stream-silent is reported', async () => {
    const order = dynqrOrder();
    const script = new StatusScript(order);
    const realFetch = window.fetch;
    window.fetch = script.fetch;
    checkout = document.createElement('payby-checkout');
    checkout.statusUrl = '/status';
    checkout.streamUrl = '/events';
    checkout.order = order;
    const problems: string[] = [];
    checkout.addEventListener('payby-error', ({detail}) => problems.push(detail.code));
    document.body.append(checkout);
    // The part that reads streams is fetched first, which takes real time
    for (let turn = 0; turn < 2000 && !problems.includes('stream-silent'); turn++) await clock.advance(1000);
    expect(problems).to.include('stream-silent');
    expect(checkout.phase).not.to.equal('paid');
    expect(script.requests).to.be.greaterThan(5);
    window.fetch = realFetch;
  });

  it('sends a status over an open stream, before the next request', async () => {
    const script = new StatusScript(dynqrOrder());
    const response = await script.fetch('/events', {headers: {accept: 'text/event-stream'}});
    script.send('paid');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const {value = ''} = (await reader?.read()) ?? {};
    expect(value).to.match(/^data: .*"status":"PAID_SUCCESS".*\n\n$/);
    expect(script.requests).to.equal(0);
  });

  it('gives the HTTP answers of its steps to a route handler, in their order', () => {
    const script = new StatusScript(dynqrOrder(), 'created', 'rate-limited', 'unreachable', 'paid');
    const replies = Array.from({length: 5}, () => script.reply());
    expect(replies.map((reply) => reply?.status)).to.deep.equal([200, 429, undefined, 200, 200]);
    expect(replies.map((reply) => reply?.statusCode)).to.deep.equal([200, 429, undefined, 200, 200]);
    expect(replies[1]?.headers['retry-after']).to.equal('30');
    expect(replies[4]?.body).to.contain('"status":"PAID_SUCCESS"');
  });

  it('runs timers in their order, each at its time, and not those that were cleared', async () => {
    const ran: string[] = [];
    const start = Date.now();
    const log = (name: string): void => {
      ran.push(`${name} ${String(Date.now() - start)}`);
    };
    setTimeout(() => {
      log('late');
    }, 200);
    setTimeout(
      (name: string) => {
        log(name);
        setTimeout(() => {
          log('chained');
        }, 50);
      },
      100,
      'early',
    );
    const interval = setInterval(() => {
      log('tick');
    }, 90);
    clearTimeout(
      setTimeout(() => {
        log('never');
      }, 10),
    );
    await clock.advance(199);
    clearInterval(interval);
    await clock.advance(1);
    expect(ran).to.deep.equal(['tick 90', 'early 100', 'chained 150', 'tick 180', 'late 200']);
    expect(new Date().getTime()).to.equal(start + 200);
    expect(new Date(0).toISOString()).to.equal('1970-01-01T00:00:00.000Z');
    expect(new Date()).to.be.instanceOf(Date);
  });

  it('gives the page its own clock back, and what has not run goes on', async () => {
    await clock.advance(60 * MINUTE);
    const ran = new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = Date.now();
    clock.resume();
    clock.resume();
    expect(Date.now()).to.be.lessThan(stopped);
    await ran;
  });
});

describe('payby-checkout/testing: a stopped clock and bodies of answers', () => {
  const {text} = Response.prototype;
  let clock: ReturnType<typeof stopClock> | undefined;
  afterEach(() => {
    clock?.resume();
    Response.prototype.text = text;
  });

  it('waits until a body is read, however many tasks that takes, before the next timer runs', async () => {
    Response.prototype.text = async () => {
      for (let task = 0; task < 50; task++) await oneTask();
      return 'read';
    };
    clock = stopClock();
    const events: string[] = [];
    setTimeout(() => {
      void new Response().text().then((body) => events.push(body));
    }, 100);
    setTimeout(() => events.push('next timer'), 101);
    await clock.advance(101);
    expect(events).to.deep.equal(['read', 'next timer']);
  });

  it('does not wait for a body without an end', async () => {
    const realTimeout = window.setTimeout;
    window.setTimeout = ((run: () => void) => realTimeout(run)) as typeof setTimeout;
    try {
      clock = stopClock();
      void new Response(new ReadableStream()).text();
      await clock.advance(1000);
    } finally {
      clock?.resume();
      window.setTimeout = realTimeout;
    }
  });

  it('leaves the methods of Response as they were', () => {
    clock = stopClock();
    clock.resume();
    expect(Response.prototype.text).to.equal(text);
  });
});

const oneTask = (): Promise<void> =>
  new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

describe('payby-checkout/testing: setOnline()', () => {
  afterEach(() => {
    setOnline(true);
  });

  it('takes the element offline and online again', async () => {
    const checkout = await shown(dynqrOrder());
    payBy(checkout);
    await checkout.updateComplete;
    setOnline(false);
    expect(checkout.connection).to.equal('offline');
    expect(navigator.onLine).to.equal(false);
    setOnline(true);
    expect(checkout.connection).to.equal('steady');
  });
});

describe('payby-checkout/testing: FakeScanner', () => {
  it('scans into the element while another field has the focus, and leaves no character there', async () => {
    const place = await fixture<HTMLElement>(
      html`<div><input aria-label="other" /><payby-scan-input lang="en"></payby-scan-input></div>`,
    );
    const other = place.querySelector('input');
    const scan = place.querySelector('payby-scan-input');
    if (!other || !scan) throw new Error('The page is incomplete.');
    await scan.updateComplete;
    other.focus();
    const caught = scans(scan);
    new FakeScanner().scan(CODE);
    expect(caught.map(({detail}) => detail.code)).to.deep.equal([CODE]);
    expect(other.value).to.equal('');
  });

  it('types like a person, which is no scan', async () => {
    const scan = await createInput();
    scan.focus();
    const caught = scans(scan);
    new FakeScanner().type('12345678', {suffix: ['Enter']});
    expect(caught).to.deep.equal([]);
  });
});
