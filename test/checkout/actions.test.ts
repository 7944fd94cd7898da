import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {PaybyActionEvent} from '../../src/shared/action-event.js';
import {listen, partOf, textOf, waysToPay} from '../support/checkout-page.js';
import {codelessOrder, liveOrder, status} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const MINUTE = 60_000;
const CANCEL = status('FAILURE');

const shown = (actions: string, order = liveOrder()): Promise<PaybyCheckout> =>
  fixture<PaybyCheckout>(
    html`<payby-checkout lang="en" actions=${actions} .order=${order}></payby-checkout>`,
  );
const buttons = (checkout: PaybyCheckout): HTMLButtonElement[] => [
  ...(checkout.shadowRoot?.querySelectorAll('button') ?? []),
];
const labels = (checkout: PaybyCheckout): string[] =>
  buttons(checkout).map((button) => button.textContent.trim());
async function press(checkout: PaybyCheckout, label: string): Promise<void> {
  const button = buttons(checkout).find((one) => one.textContent.trim() === label);
  if (!button) throw new Error(`there is no ${label}, but ${labels(checkout).join(', ')}`);
  button.click();
  await checkout.updateComplete;
}
/** Handles each payby-action with `handle` and records the requested actions. */
function answer(checkout: PaybyCheckout, respond: (event: PaybyActionEvent) => void): string[] {
  const requested: string[] = [];
  checkout.addEventListener('payby-action', (event) => {
    requested.push(event.detail.action);
    respond(event);
  });
  return requested;
}
const settled = async (checkout: PaybyCheckout): Promise<void> => {
  await new Promise(requestAnimationFrame);
  await checkout.updateComplete;
};

describe('<payby-checkout>: actions', () => {
  const realError = console.error;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = realError;
  });

  it('offers no action that the attribute does not list', async () => {
    const checkout = await fixture<PaybyCheckout>(
      html`<payby-checkout .order=${liveOrder()}></payby-checkout>`,
    );
    expect(labels(checkout)).to.deep.equal([]);
  });

  describe('cancel', () => {
    it('asks the payer to confirm, then shows the order as cancelled', async () => {
      const checkout = await shown('cancel');
      const requested = answer(checkout, (event) => {
        event.respondWith(Promise.resolve(CANCEL));
      });
      await press(checkout, 'Cancel payment');
      expect(requested).to.deep.equal([]);
      expect(textOf(checkout)).to.contain('Cancel this payment?');
      expect(waysToPay(checkout).length, 'nothing has happened yet').to.be.greaterThan(0);
      await press(checkout, 'Yes, cancel');
      await settled(checkout);
      expect([requested, checkout.phase, waysToPay(checkout).length]).to.deep.equal([
        ['cancel'],
        'cancelled',
        0,
      ]);
    });

    it('is not requested when the payer chooses to keep the order', async () => {
      const checkout = await shown('cancel');
      const requested = answer(checkout, () => undefined);
      await press(checkout, 'Cancel payment');
      await press(checkout, 'No, keep it');
      expect([requested, labels(checkout)]).to.deep.equal([[], ['Cancel payment']]);
    });

    it('moves the keyboard focus to the buttons that replace the pressed one', async () => {
      const checkout = await shown('cancel');
      buttons(checkout)[0]?.focus();
      await press(checkout, 'Cancel payment');
      await settled(checkout);
      expect(checkout.shadowRoot?.activeElement?.textContent.trim()).to.equal('No, keep it');
      await press(checkout, 'No, keep it');
      await settled(checkout);
      expect(checkout.shadowRoot?.activeElement?.textContent.trim()).to.equal('Cancel payment');
    });

    it('shows the payment that came before the cancellation', async () => {
      const checkout = await shown('cancel');
      answer(checkout, (event) => {
        event.respondWith(Promise.resolve(status('PAID_SUCCESS')));
      });
      const dispatched = listen();
      await press(checkout, 'Cancel payment');
      await press(checkout, 'Yes, cancel');
      await settled(checkout);
      dispatched.stop();
      expect(checkout.phase).to.equal('paid');
      expect(textOf(checkout)).to.contain('Your payment arrived before it could be cancelled.');
      expect(dispatched.of('payby-success')).to.have.length(1);
      expect(dispatched.of('payby-failure')).to.have.length(0);
    });

    it('is not applied to the next order, also when neither order has a code', async () => {
      const checkout = await shown('cancel', codelessOrder() as ReturnType<typeof liveOrder>);
      answer(checkout, (event) => {
        event.respondWith(Promise.reject(new Error('409')));
      });
      await press(checkout, 'Cancel payment');
      await press(checkout, 'Yes, cancel');
      await settled(checkout);
      checkout.order = {...codelessOrder(), merchantOrderNo: 'M-2'} as ReturnType<typeof liveOrder>;
      await checkout.updateComplete;
      expect(textOf(checkout)).not.to.contain('We couldn’t cancel it.');
      checkout.setStatus({...status('PAID_SUCCESS'), merchantOrderNo: 'M-2'});
      await checkout.updateComplete;
      expect(textOf(checkout)).not.to.contain('before it could be cancelled');
    });

    it('shows that the cancellation failed, and still polls the order', async () => {
      const checkout = await shown('cancel');
      answer(checkout, (event) => {
        event.respondWith(Promise.reject(new Error('409')));
      });
      await press(checkout, 'Cancel payment');
      await press(checkout, 'Yes, cancel');
      await settled(checkout);
      expect(checkout.phase).to.equal('waiting');
      expect(textOf(checkout)).to.contain('We couldn’t cancel it.');
      expect(labels(checkout)).to.deep.equal(['Cancel payment']);
    });
  });

  describe('renew', () => {
    it('is offered once the server has reported the order as unpaid, and sends one request however often it is clicked', async () => {
      const checkout = await shown('renew');
      expect(labels(checkout)).to.deep.equal([]);
      let renew: (order: unknown) => void = () => undefined;
      const requested = answer(checkout, (event) => {
        event.respondWith(new Promise((resolve) => (renew = resolve)));
      });
      checkout.setStatus(status('FAILURE', {reason: 'expired'}));
      await checkout.updateComplete;
      expect(waysToPay(checkout), 'the old code is gone first').to.have.length(0);
      await press(checkout, 'Get a new code');
      await press(checkout, 'Get a new code');
      expect(requested).to.deep.equal(['renew']);
      renew(liveOrder({merchantOrderNo: 'M-2', tokenUrl: 'https://qr.payby.com?new'}));
      await settled(checkout);
      expect([checkout.phase, waysToPay(checkout).length > 0]).to.deep.equal(['waiting', true]);
      expect(textOf(checkout)).to.contain('M-2');
      expect(labels(checkout)).to.deep.equal([]);
    });

    it('can be requested again after a failure', async () => {
      const checkout = await shown('renew', liveOrder({status: 'FAILURE'}));
      const requested = answer(checkout, (event) => {
        event.respondWith(Promise.reject(new Error('503')));
      });
      await press(checkout, 'Try again');
      await settled(checkout);
      expect(textOf(checkout)).to.contain('We couldn’t get a new code yet.');
      await press(checkout, 'Try again');
      expect(requested).to.have.length(2);
    });

    it('is the primary action, and another try after a failure', async () => {
      const names: [Record<string, unknown>, string][] = [
        [{}, 'Try again'],
        [{reason: 'declined'}, 'Try again'],
        [{reason: 'expired'}, 'Get a new code'],
        [{reason: 'cancelled'}, 'Get a new code'],
      ];
      for (const [more, name] of names) {
        const checkout = await shown('renew', liveOrder({status: 'FAILURE', ...more}));
        expect(labels(checkout)).to.deep.equal([name]);
        expect(checkout.shadowRoot?.querySelectorAll('button.primary')).to.have.length(1);
      }
    });
  });

  describe('extend', () => {
    const soon = (): ReturnType<typeof liveOrder> => liveOrder({expiredTime: Date.now() + 100_000});

    it('is offered in the last two minutes, at least ten times', async () => {
      const checkout = await shown('extend', soon());
      const requested = answer(checkout, (event) => {
        event.respondWith(Promise.resolve({expiredTime: Date.now() + 110_000}));
      });
      for (let i = 0; i < 10; i++) {
        expect(textOf(checkout)).to.contain('Less than two minutes left.');
        await press(checkout, 'I need more time');
        await settled(checkout);
      }
      expect(requested).to.have.length(10);
      expect(checkout.remaining).to.be.within(105_000, 110_000);
    });

    it('is not offered before the last two minutes', async () => {
      expect(labels(await shown('extend'))).to.deep.equal([]);
    });

    it('is no longer offered after the order was extended', async () => {
      const checkout = await shown('extend', soon());
      answer(checkout, (event) => {
        event.respondWith(Promise.resolve(Date.now() + 30 * MINUTE));
      });
      await press(checkout, 'I need more time');
      await settled(checkout);
      expect(labels(checkout)).to.deep.equal([]);
      expect(checkout.remaining).to.be.greaterThan(29 * MINUTE);
    });

    it('fails with action-failed when the answer is not a time', async () => {
      const checkout = await shown('extend', soon());
      answer(checkout, (event) => {
        event.respondWith(Promise.resolve('tomorrow'));
      });
      const dispatched = listen();
      await press(checkout, 'I need more time');
      await settled(checkout);
      dispatched.stop();
      expect(textOf(checkout)).to.contain('We couldn’t extend the time.');
      expect(dispatched.of('payby-error').map(({detail}) => detail['code'])).to.deep.equal(['action-failed']);
    });
  });

  it('dispatches action-failed when no listener answers, and the order stays open', async () => {
    const checkout = await shown('extend', liveOrder({expiredTime: Date.now() + 100_000}));
    const dispatched = listen();
    await press(checkout, 'I need more time');
    await settled(checkout);
    dispatched.stop();
    expect(dispatched.of('payby-error').map(({detail}) => detail['code'])).to.deep.equal(['action-failed']);
    expect(checkout.phase).to.equal('waiting');
  });

  it('shows in the button that an answer is awaited, and moves nothing for it', async () => {
    const checkout = await shown('cancel renew', liveOrder({status: 'FAILURE'}));
    let reject: (cause: Error) => void = () => undefined;
    answer(checkout, (event) => {
      event.respondWith(new Promise((_, no) => (reject = no)));
    });
    const [button] = buttons(checkout);
    if (!button) throw new Error('there is no button');
    const text = document.createRange();
    text.selectNodeContents(button);
    const places = (): unknown[] => [
      button.getBoundingClientRect().width,
      button.getBoundingClientRect().height,
      text.getBoundingClientRect().x,
      text.getBoundingClientRect().width,
    ];
    const mark = (): string => getComputedStyle(button, '::after').content;
    const before = places();
    expect([button.ariaBusy, mark()]).to.deep.equal(['false', 'none']);
    await press(checkout, 'Try again');
    expect([button.ariaBusy, mark()]).to.deep.equal(['true', '""']);
    expect(places()).to.deep.equal(before);
    const {position, animationName, inlineSize} = getComputedStyle(button, '::after');
    expect([position, animationName, inlineSize]).to.deep.equal(['absolute', 'turn', '16px']);
    await expect(checkout).to.be.accessible();
    reject(new Error('503'));
    await settled(checkout);
    expect([button.ariaBusy, mark()]).to.deep.equal(['false', 'none']);
  });

  it('passes axe at every step, also in Arabic', async () => {
    const checkout = await shown(
      'cancel extend renew open-app',
      liveOrder({expiredTime: Date.now() + 100_000}),
    );
    await expect(checkout).to.be.accessible();
    await press(checkout, 'Cancel payment');
    await expect(checkout).to.be.accessible();
    checkout.locale = 'ar';
    await checkout.updateComplete;
    while (partOf(checkout, 'status')?.closest('[aria-busy="true"]'))
      await new Promise(requestAnimationFrame);
    await expect(checkout).to.be.accessible();
    expect(labels(checkout)).to.deep.equal(['لا، أبقِها', 'نعم، ألغِها']);
  });
});

describe('<payby-checkout>: connection notice', () => {
  it('shows a notice and a button that requests the status once, while the code stays', async () => {
    const realError = console.error;
    console.error = () => undefined;
    const checkout = await shown('', liveOrder({merchantOrderNo: `outage-${crypto.randomUUID()}`}));
    let requests = 0;
    checkout.statusSource = () => {
      requests++;
      return Promise.reject(new Error('503'));
    };
    await checkout.updateComplete;
    while (!labels(checkout).includes('Check now')) {
      checkout.refresh();
      await new Promise(requestAnimationFrame);
      await checkout.updateComplete;
    }
    console.error = realError;
    expect(checkout.connection).to.equal('retrying');
    expect(textOf(checkout)).to.contain('We can’t reach the shop right now. We’ll keep checking.');
    expect(waysToPay(checkout).length, 'the code stays').to.be.greaterThan(0);
    const before = requests;
    const check = buttons(checkout).find((one) => one.textContent.trim() === 'Check now');
    expect(check?.ariaBusy).to.equal('false');
    await press(checkout, 'Check now');
    expect([check?.ariaBusy, check?.ariaDisabled]).to.deep.equal(['true', 'true']);
    await press(checkout, 'Check now');
    // After failures this tab passes the lead on: the request is sent when the browser has granted it again
    await waitUntil(() => requests > before, 'the status is requested');
    await settled(checkout);
    expect(requests - before).to.equal(1);
    await expect(checkout).to.be.accessible();
  });
});
