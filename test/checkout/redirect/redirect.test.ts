import {expect} from '@open-wc/testing';
import {render} from 'lit';
import {Redirect} from '../../../src/checkout/redirect/redirect.lazy.js';
import {PaybyRedirectEvent} from '../../../src/checkout/redirect/redirect-event.js';
import type {Problem} from '../../../src/core/errors.js';
import {advance, initialState, type CheckoutState} from '../../../src/core/order/checkout-machine.js';
import {parseOrder, type Order} from '../../../src/core/order/order.js';
import {readStatus} from '../../../src/core/order/order-status.js';
import {FakeHost} from '../../support/fake-host.js';
import {ManualClock, settle} from '../../support/manual-clock.js';
import {NOON, order, status} from '../../support/orders.js';

const SECOND = 1000;

const parsed = (merchantOrderNo: string, amount: string): Order => {
  const result = parseOrder(order({merchantOrderNo, totalAmount: {amount, currency: 'AED'}}));
  if (!result.ok) throw new Error('a bad order');
  return result.value;
};

/** The state of an order after a status with this word. */
function stateOf(word: string, more: object = {}, merchantOrderNo = 'M-1', amount = '25.00'): CheckoutState {
  const shown = parsed(merchantOrderNo, amount);
  const payload = status(word, {merchantOrderNo, ...more});
  return advance(initialState(shown, NOON, 'paid'), {
    type: 'report',
    report: readStatus(payload, shown),
    at: NOON,
    successOn: 'paid',
  });
}

class Host extends FakeHost {
  readonly #target = new EventTarget();
  successUrl: string | null = '/thanks?n={merchantOrderNo}&s={status}';
  failureUrl: string | null = null;

  addEventListener = this.#target.addEventListener.bind(this.#target);
  removeEventListener = this.#target.removeEventListener.bind(this.#target);
  dispatchEvent = this.#target.dispatchEvent.bind(this.#target);
}

function setUp({
  successUrl = '/thanks?n={merchantOrderNo}&s={status}',
  failureUrl = null as string | null,
} = {}) {
  const host = new Host();
  Object.assign(host, {successUrl, failureUrl});
  const clock = new ManualClock(NOON);
  const visited: string[] = [];
  const problems: Problem[] = [];
  const events: PaybyRedirectEvent['detail'][] = [];
  const page = {state: stateOf('CREATED'), prevents: false};
  host.addEventListener('payby-redirect', (event) => {
    if (event instanceof PaybyRedirectEvent) events.push(event.detail);
    if (page.prevents) event.preventDefault();
  });
  const redirect = new Redirect({
    host,
    order: {
      get state() {
        return page.state;
      },
      reportProblem: (problem) => problems.push(problem),
    },
    locale: {part: (_, english) => english},
    clock,
    base: () => 'https://shop.example/pay',
    origin: () => 'https://shop.example',
    navigate: (url) => visited.push(url),
  });
  host.connect();
  const show = (state: CheckoutState): void => {
    page.state = state;
    redirect.update();
  };
  const view = (): HTMLElement => {
    const box = document.createElement('div');
    render(redirect.render(), box);
    return box;
  };
  show(page.state);
  return {host, clock, redirect, visited, problems, events, page, show, view};
}

describe('Redirect', () => {
  it('goes to success-url three seconds after the server has reported the payment', async () => {
    const {clock, visited, events, show} = setUp();
    await clock.advance(60 * SECOND);
    expect([visited, events], 'nothing without an outcome').to.deep.equal([[], []]);
    show(stateOf('PAID_SUCCESS'));
    const url = 'https://shop.example/thanks?n=M-1&s=paid';
    expect(events).to.deep.equal([{url, merchantOrderNo: 'M-1', status: 'paid'}]);
    await clock.advance(3 * SECOND - 1);
    expect(visited).to.deep.equal([]);
    await clock.advance(1);
    expect(visited).to.deep.equal([url]);
  });

  const failures: readonly (readonly [string, object, string])[] = [
    ['FAILURE', {}, 'failed'],
    ['FAILURE', {revoked: 'true'}, 'revoked'],
  ];
  for (const [word, more, phase] of failures) {
    it(`goes to failure-url after the outcome ${phase}`, async () => {
      const {clock, visited, show} = setUp({failureUrl: 'https://other.example/{status}'});
      show(stateOf(word, more));
      await clock.advance(3 * SECOND);
      expect(visited).to.deep.equal([`https://other.example/${phase}`]);
    });
  }

  it('stays after a failure without a failure-url', async () => {
    const {clock, visited, events, show, redirect} = setUp();
    show(stateOf('FAILURE'));
    await clock.advance(60 * SECOND);
    expect([visited, events, redirect.render()]).to.deep.equal([[], [], undefined]);
  });

  it('stays, and shows no link, when the page prevents payby-redirect', async () => {
    const {clock, visited, page, show, redirect} = setUp();
    page.prevents = true;
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(60 * SECOND);
    expect([visited, redirect.render()]).to.deep.equal([[], undefined]);
  });

  it('never shows a link for an outcome whose payby-redirect the page has prevented', async () => {
    const {clock, host, visited, events, page, show, redirect} = setUp();
    page.prevents = true;
    show(stateOf('PAID_SUCCESS'));
    show(stateOf('CREATED', {}, 'M-2'));
    page.prevents = false;
    show(stateOf('PAID_SUCCESS'));
    host.successUrl = '/other';
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(60 * SECOND);
    expect([visited, redirect.render(), events.length]).to.deep.equal([[], undefined, 1]);
  });

  it('is done for another order of the same number', async () => {
    const {clock, visited, events, show} = setUp();
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(3 * SECOND);
    show(stateOf('PAID_SUCCESS', {}, 'M-1', '30.00'));
    await clock.advance(3 * SECOND);
    expect([visited.length, events.length]).to.deep.equal([2, 2]);
  });

  it('takes an address that is set, changed or removed after the outcome', async () => {
    const {clock, host, visited, events, show, view} = setUp({failureUrl: '/failed'});
    Object.assign(host, {successUrl: null});
    show(stateOf('PAID_SUCCESS'));
    expect(events).to.have.length(0);
    for (const successUrl of ['/a', '/b']) {
      host.successUrl = successUrl;
      show(stateOf('PAID_SUCCESS'));
      await clock.advance(SECOND);
      expect(view().querySelector('a')?.href).to.equal(`https://shop.example${successUrl}`);
    }
    await clock.advance(SECOND);
    expect([visited, events.length]).to.deep.equal([['https://shop.example/b'], 1]);
    host.successUrl = '/c';
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(60 * SECOND);
    expect([view().querySelector('a')?.href, visited.length]).to.deep.equal(['https://shop.example/c', 1]);

    const other = setUp();
    other.show(stateOf('PAID_SUCCESS'));
    other.host.successUrl = null;
    other.show(stateOf('PAID_SUCCESS'));
    await other.clock.advance(60 * SECOND);
    expect([other.visited, other.redirect.render()]).to.deep.equal([[], undefined]);
  });

  it('shows a link from the first moment, and stays when the payer stops it', async () => {
    const {clock, visited, show, view} = setUp();
    show(stateOf('PAID_SUCCESS'));
    expect(view().querySelector('a')?.href).to.equal('https://shop.example/thanks?n=M-1&s=paid');
    expect(view().textContent).to.contain('Continue to \u2068shop.example\u2069');
    view().querySelector('button')?.click();
    await settle();
    await clock.advance(60 * SECOND);
    expect(visited).to.deep.equal([]);
    expect([view().querySelectorAll('a').length, view().querySelectorAll('button').length]).to.deep.equal([
      1, 0,
    ]);
  });

  it('is done once for an order and outcome, also when the order is set again after another one', async () => {
    const {clock, visited, show, view} = setUp();
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(3 * SECOND);
    show(stateOf('SETTLED'));
    show(stateOf('CREATED', {}, 'M-2'));
    expect(view().querySelector('a'), 'the next order is open').to.equal(null);
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(60 * SECOND);
    expect(visited).to.have.length(1);
    expect(view().querySelector('a')).not.to.equal(null);
  });

  it('goes to success-url only, when a payment is reported while the page is about to leave for failure-url', async () => {
    const {clock, visited, show} = setUp({failureUrl: '/failed'});
    show(stateOf('FAILURE'));
    await clock.advance(2 * SECOND);
    show(stateOf('PAID_SUCCESS'));
    await clock.advance(60 * SECOND);
    expect(visited).to.deep.equal(['https://shop.example/thanks?n=M-1&s=paid']);
  });

  it('stays when the element is removed, or another order is set, during the pause', async () => {
    for (const interrupt of [
      ({host}: ReturnType<typeof setUp>) => {
        host.disconnect();
      },
      ({show}: ReturnType<typeof setUp>) => {
        show(stateOf('CREATED', {}, 'M-2'));
      },
      ({show}: ReturnType<typeof setUp>) => {
        show({phase: 'idle'});
      },
    ]) {
      const setup = setUp();
      setup.show(stateOf('PAID_SUCCESS'));
      await setup.clock.advance(1 * SECOND);
      interrupt(setup);
      await setup.clock.advance(60 * SECOND);
      expect(setup.visited).to.deep.equal([]);
    }
  });

  it('reports an address that it may not go to when the order is shown, without the address, and stays', async () => {
    for (const [successUrl, failureUrl, name] of [
      ['javascript:alert("{merchantOrderNo}")', null, 'success-url'],
      ['http://other.example/', null, 'success-url'],
      ['/thanks', 'javascript:alert(1)', 'failure-url'],
    ] as const) {
      const {clock, visited, problems, events, show, redirect} = setUp({successUrl, failureUrl});
      expect(problems.map(({code, retryable}) => ({code, retryable}))).to.deep.equal([
        {code: 'redirect-invalid', retryable: false},
      ]);
      expect(problems[0]?.message).to.contain(name).and.not.to.contain('alert').and.not.to.contain('example');
      show(stateOf(name === 'success-url' ? 'PAID_SUCCESS' : 'FAILURE'));
      await clock.advance(60 * SECOND);
      expect([visited, events, redirect.render()]).to.deep.equal([[], [], undefined]);
    }
  });

  it('reports two such addresses as one problem with both paths', () => {
    const {problems} = setUp({successUrl: 'javascript:1', failureUrl: 'http://other.example/'});
    expect(problems.map(({issues}) => issues?.map(({path}) => path))).to.deep.equal([
      ['success-url', 'failure-url'],
    ]);
  });
});
