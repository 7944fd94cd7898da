/** What `payby-checkout/server` has rendered, in a browser: the element takes it over, and nobody sees when. */
import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {LANGUAGES} from '../../src/i18n/languages.js';
import {renderCheckout, type RenderOptions} from '../../src/server.js';
import {listen, partOf, textOf, waysToPay} from '../support/checkout-page.js';
import {codelessOrder, liveOrder, status} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

const MINUTE = 60_000;
/** The path of no code: who shows it has not encoded again. */
const MARKED = 'M4 4h7v1H4z';

const codePath = (checkout: PaybyCheckout): string | null | undefined =>
  partOf(checkout, 'qr')?.querySelector('path + path')?.getAttribute('d');
const isServers = (checkout: PaybyCheckout): boolean =>
  Boolean(checkout.shadowRoot?.querySelector('#server'));

/** Parses the markup as a browser parses a page. `before` runs before the element is upgraded. */
async function opened(
  order: unknown,
  options: RenderOptions = {},
  before: (checkout: PaybyCheckout) => void = () => {},
): Promise<PaybyCheckout> {
  const page = Document.parseHTMLUnsafe(renderCheckout(order, options));
  const checkout = page.querySelector('payby-checkout')!;
  expect(checkout.shadowRoot?.querySelector('#server'), 'a declarative shadow root').to.exist;
  before(checkout);
  const place = await fixture(html`<div lang="en"></div>`);
  place.append(checkout);
  return checkout;
}

/** How many lines of the tag's own content are on the page. It must have content. */
const ownText = (checkout: PaybyCheckout): number => {
  const sentences = [...checkout.querySelectorAll('p')];
  expect(sentences).not.to.have.length(0);
  return sentences.flatMap((sentence) => [...sentence.getClientRects()]).length;
};

const mark = (checkout: PaybyCheckout): void => {
  checkout.shadowRoot?.querySelector('.plate path + path')?.setAttribute('d', MARKED);
};

describe('Markup of a server', () => {
  it('is replaced in the task of the upgrade, by one code that is not encoded again', async () => {
    const dispatched = listen();
    const checkout = await opened(liveOrder(), {}, mark);
    await checkout.updateComplete;
    dispatched.stop();
    expect([isServers(checkout), waysToPay(checkout).length, codePath(checkout)]).to.deep.equal([
      false,
      2, // the code, and the link into the app
      MARKED,
    ]);
    expect(ownText(checkout), 'what is inside the tag for old browsers').to.equal(0);
    expect(checkout.phase).to.equal('waiting');
    expect(dispatched.events.map(({type}) => type)).to.deep.equal(['payby-ready', 'payby-change']);
  });

  for (const language of LANGUAGES) {
    for (const paySceneCode of ['DYNQR', 'CASHTOPUP', 'QRPAY']) {
      it(`of a ${paySceneCode} order in ${language} says what the element says then`, async () => {
        const order = liveOrder({paySceneCode, expiredTime: Date.now() + 50 * 60 * MINUTE});
        const checkout = await opened(order, {locale: language, now: Date.now()});
        const parts = ['message', 'amount', 'details', 'guide', 'cashier-card'] as const;
        const said = (): unknown[] =>
          parts.map((part) => {
            const copy = partOf(checkout, part)?.cloneNode(true) as Element | undefined;
            copy?.querySelectorAll('dl > div:nth-child(2)').forEach((row) => row.remove()); // times, by the device's clock
            return copy?.textContent.replace(/\s+/g, ' ').trim();
          });
        const before = said();
        const card = checkout.shadowRoot?.querySelector('.card');
        const attributes = [card?.getAttribute('dir'), card?.getAttribute('lang')];
        expect(before[0]).to.have.length.above(5);
        await waitUntil(() => !isServers(checkout));
        const later = checkout.shadowRoot?.querySelector('.card');
        expect([later?.getAttribute('dir'), later?.getAttribute('lang')]).to.deep.equal(attributes);
        expect(said()).to.deep.equal(before);
      });
    }
  }

  it('stays until the texts of its language are there', async () => {
    const checkout = await opened(liveOrder(), {locale: 'ta'});
    await Promise.resolve();
    const seen = new Set<string>();
    do {
      seen.add(partOf(checkout, 'message')?.textContent.trim().split('\n')[0] ?? 'nothing');
      expect(checkout.shadowRoot?.querySelectorAll('[part=qr]').length).to.equal(1);
      await new Promise(requestAnimationFrame);
    } while (isServers(checkout));
    seen.add(partOf(checkout, 'message')?.textContent.trim().split('\n')[0] ?? 'nothing');
    expect([...seen], 'the same words in every frame').to.have.length(1);
  });

  it('goes with its code in the frame of an outcome, though the texts are not there', async () => {
    const checkout = await opened(liveOrder(), {locale: 'ne'}, (element) => {
      // A host that tells an outcome at once
      element.statusSource = () => Promise.resolve(status('PAID_SUCCESS'));
    });
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    expect([checkout.phase, isServers(checkout), waysToPay(checkout).length]).to.deep.equal([
      'paid',
      false,
      0,
    ]);
  });

  it('of another order than the one that the page has set goes with its code', async () => {
    const other = liveOrder({merchantOrderNo: 'M-2', tokenUrl: 'https://qr.payby.com?x=2'});
    const checkout = await opened(liveOrder(), {locale: 'ml'}, (element) => {
      mark(element);
      element.order = other;
    });
    await checkout.updateComplete;
    expect(isServers(checkout)).to.equal(false);
    expect(codePath(checkout)).to.have.length.above(500);
    expect(checkout.shadowRoot?.textContent).not.to.contain('M-1');
    expect(checkout.shadowRoot?.textContent).to.contain('M-2');
  });

  it('of the same number with another amount or code goes with its code', async () => {
    for (const changes of [
      {totalAmount: {amount: '26.00', currency: 'AED'}},
      {tokenUrl: 'https://qr.payby.com?x=3'},
    ]) {
      const checkout = await opened(liveOrder(), {locale: 'ml'}, (element) => {
        mark(element);
        element.order = liveOrder(changes);
      });
      await checkout.updateComplete;
      expect(isServers(checkout)).to.equal(false);
      expect(codePath(checkout)).to.have.length.above(500);
    }
  });

  it('of an order that has expired since then goes with its code', async () => {
    const now = Date.now() - 20 * MINUTE;
    const checkout = await opened(liveOrder({expiredTime: now + 15 * MINUTE}), {now, locale: 'bn'});
    await checkout.updateComplete;
    expect([checkout.phase, isServers(checkout), waysToPay(checkout).length]).to.deep.equal([
      'confirming',
      false,
      0,
    ]);
  });

  it('of an order that has ended shows how, and the event follows once', async () => {
    for (const [word, phase, type] of [
      ['PAID_SUCCESS', 'paid', 'payby-success'],
      ['FAILURE', 'failed', 'payby-failure'],
    ] as const) {
      const dispatched = listen();
      const checkout = await opened({...liveOrder(), status: word}, {}, (element) => {
        expect(element.shadowRoot?.querySelector('[part=outcome]'), 'in the markup').to.exist;
        expect(element.innerHTML).not.to.contain('qr.payby.com');
      });
      await checkout.updateComplete;
      dispatched.stop();
      expect([checkout.phase, waysToPay(checkout).length]).to.deep.equal([phase, 0]);
      expect(dispatched.events.filter((event) => event.type === type)).to.have.length(1);
      checkout.remove();
    }
  });

  it('of an invalid order is an invalid one for the element, too', async () => {
    const place = await fixture(html`<div lang="en"></div>`);
    const page = Document.parseHTMLUnsafe(renderCheckout.safe({tokenUrl: 'javascript:alert(1)'}));
    const checkout = page.querySelector('payby-checkout')!;
    expect(checkout.shadowRoot?.textContent).to.contain('This payment can’t be shown');
    const dispatched = listen();
    place.append(checkout);
    await checkout.updateComplete;
    dispatched.stop();
    expect(checkout.phase).to.equal('invalid');
    expect(textOf(checkout)).to.contain('This payment can’t be shown');
    expect(dispatched.events.map(({type}) => type)).to.contain('payby-error');
  });

  it('without a code is taken over as well', async () => {
    const checkout = await opened(codelessOrder());
    await checkout.updateComplete;
    expect([checkout.phase, isServers(checkout)]).to.deep.equal(['waiting', false]);
  });

  it('leaves the focus on the link into the app', async () => {
    const place = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    const markup = renderCheckout(liveOrder(), {actions: 'open-app', locale: 'fil'});
    const page = Document.parseHTMLUnsafe(markup);
    const checkout = page.querySelector('payby-checkout')!;
    place.append(checkout); // the texts are not there: the markup stays for a moment
    const link = checkout.shadowRoot?.querySelector('a');
    link?.focus();
    expect(checkout.shadowRoot?.activeElement).to.equal(link);
    await waitUntil(() => !isServers(checkout));
    expect(link?.isConnected).to.equal(false);
    expect(checkout.shadowRoot?.activeElement).to.equal(checkout.shadowRoot?.querySelector('a'));
  });

  it('works where a browser knows no declarative shadow root, or a script has inserted it', async () => {
    const place = await fixture<HTMLElement>(html`<div lang="en"></div>`);
    place.innerHTML = renderCheckout(liveOrder());
    const checkout = place.querySelector('payby-checkout')!;
    await checkout.updateComplete;
    expect(checkout.phase).to.equal('waiting');
    expect(checkout.shadowRoot?.querySelectorAll('[part=qr]').length).to.equal(1);
    expect(ownText(checkout), 'what is inside the tag for old browsers').to.equal(0);
  });

  it('that arrives after the element is not seen, whatever it shows', async () => {
    const checkout = await opened(liveOrder());
    await checkout.updateComplete;
    const late = document.createElement('div');
    late.id = 'server';
    const style = document.createElement('style');
    style.textContent = Document.parseHTMLUnsafe(renderCheckout(liveOrder()))
      .querySelector('payby-checkout')!
      .shadowRoot!.querySelector('style')!.textContent;
    late.append(style, 'late');
    checkout.shadowRoot?.append(late);
    expect(late.getBoundingClientRect().height).to.equal(0);
  });
});

/** Of what Core Web Vitals call good (0.1), a tenth. */
const MOST = 0.01;
/** Only Chromium can. */
const measured = PerformanceObserver.supportedEntryTypes.includes('layout-shift') ? it : it.skip;
type LayoutShift = PerformanceEntry & {readonly value: number};

/** 22:59 in the Emirates: no time of day is written longer. */
const NOW = Date.UTC(2026, 10, 25, 18, 59);
const orders = {
  'a DYNQR order': {paySceneCode: 'DYNQR', expiredTime: NOW + 15 * MINUTE},
  'a DYNQR order of two hours': {paySceneCode: 'DYNQR', expiredTime: NOW + 119 * MINUTE},
  'a CASHTOPUP order': {paySceneCode: 'CASHTOPUP', expiredTime: NOW + 50 * 60 * MINUTE},
};

describe('Layout of a server’s markup', () => {
  for (const locale of LANGUAGES) {
    it(`shows the time of the deadline on 240 px in ${locale}, in the one line of the countdown`, async () => {
      const host = await fixture<HTMLElement>(html`<div style="inline-size: 240px"></div>`);
      const page = Document.parseHTMLUnsafe(
        renderCheckout(liveOrder(orders['a DYNQR order']), {locale, now: NOW}),
      );
      const source = page.querySelector('payby-checkout')!.shadowRoot!;
      host.attachShadow({mode: 'open'}).append(...source.childNodes);
      const [line, time] = ['[part=countdown]', '.soon small'].map((selector) =>
        host.shadowRoot!.querySelector(selector)!.getBoundingClientRect(),
      );
      expect(time!.height).to.be.above(12);
      // A font may be taller than its line
      expect((time!.top + time!.bottom) / 2).to.be.within(line!.top, line!.bottom);
      expect(line!.height).to.be.below(40);
    });
  }

  for (const [width, height, languages] of [
    [240, 640, LANGUAGES],
    [360, 640, LANGUAGES],
    [768, 1024, ['en', 'ar']],
    [1280, 800, ['en', 'ar']],
  ] as const) {
    for (const [name, order] of Object.entries(orders)) {
      for (const locale of languages) {
        measured(`of ${name} in ${locale} stays on ${width} × ${height}`, async () => {
          const frame = await fixture<HTMLIFrameElement>(
            html`<iframe title="page" style="border: 0; width: ${width}px; height: ${height}px"></iframe>`,
          );
          const page = frame.contentWindow as Window & typeof globalThis;
          const {document: inside} = page;
          // A phone in the Emirates
          const {DateTimeFormat} = page.Intl;
          Object.assign(page.Intl, {
            DateTimeFormat: new Proxy(DateTimeFormat, {
              construct: (_, [format, options]: [string, Intl.DateTimeFormatOptions]) =>
                new DateTimeFormat(format, {timeZone: 'Asia/Dubai', ...options}),
            }),
          });
          page.Date.now = () => NOW;
          Object.defineProperty(page.navigator, 'share', {value: () => Promise.resolve()});
          const markup = renderCheckout(liveOrder(order), {locale, now: NOW});
          inside.documentElement.setHTMLUnsafe(
            `<head></head><body style="margin: 0">${markup}<p>Questions? Call 800 000.</p></body>`,
          );
          const checkout = inside.querySelector('payby-checkout')!;
          const nextFrame = (): Promise<number> =>
            new Promise((resolve) => page.requestAnimationFrame(resolve));
          for (let i = 0; i < 3; i++) await nextFrame();
          const rects = (): unknown[] =>
            ['.plate', '[part=amount]', '[part=guide]'].map((selector) => {
              const rect = checkout.shadowRoot?.querySelector(selector)?.getBoundingClientRect();
              return rect && [rect.x, rect.y, rect.width].map(Math.round);
            });
          const before = rects();
          const shifts: LayoutShift[] = [];
          new page.PerformanceObserver((list) => {
            shifts.push(...(list.getEntries() as LayoutShift[]));
          }).observe({type: 'layout-shift'});
          const script = inside.createElement('script');
          script.type = 'module';
          script.src = new URL('../../src/payby-checkout.ts', import.meta.url).href;
          inside.body.append(script);
          await waitUntil(() => checkout.shadowRoot?.querySelector('slot') && !isServers(checkout));
          for (let i = 0; i < 5; i++) await nextFrame();
          expect(shifts.reduce((sum, {value}) => sum + value, 0)).to.be.at.most(MOST);
          expect(JSON.stringify(rects()), 'x, y and width of the code, the amount and the guide').to.equal(
            JSON.stringify(before),
          );
        });
      }
    }
  }
});
