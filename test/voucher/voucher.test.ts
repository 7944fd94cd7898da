import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {LANGUAGES} from '../../src/i18n/languages.js';
import {partOf, textOf, waysToPay} from '../support/checkout-page.js';
import {decodeSvg} from '../support/decode-svg.js';
import {liveOrder, MINUTE, status, TOKEN} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

/** 23 November 2099, 14:05 in Dubai: it never comes during a test. */
const END = Date.UTC(2099, 10, 23, 10, 5);
const KEY = 'payby-checkout voucher test';
const NEW_CODE = 'This code is new.';

const cashOrder = (changes: object = {}): ReturnType<typeof liveOrder> => ({
  ...liveOrder({paySceneCode: 'CASHTOPUP', expiredTime: END, requestTime: Date.UTC(2026, 10, 22, 8)}),
  ...changes,
});

async function shown(
  changes: object = {},
  page: {lang?: string; persist?: string} = {},
): Promise<PaybyCheckout> {
  const checkout = await fixture<PaybyCheckout>(
    html`<payby-checkout lang=${page.lang ?? 'en'} .order=${cashOrder(changes)}></payby-checkout>`,
  );
  while (root(checkout).querySelector('.card[aria-busy=true]')) await new Promise(requestAnimationFrame);
  await checkout.updateComplete;
  return checkout;
}
const root = (checkout: PaybyCheckout): ShadowRoot => {
  if (!checkout.shadowRoot) throw new Error('The element is not rendered.');
  return checkout.shadowRoot;
};
const setStatus = async (
  checkout: PaybyCheckout,
  word: string,
  more: Record<string, unknown> = {},
): Promise<void> => {
  checkout.setStatus(status(word, more));
  await checkout.updateComplete;
};
const textOfNode = ({textContent}: Node): string => plain(textContent);
/** Removes the invisible marks and no-break spaces of browser formatting. */
const plain = (text: string | null | undefined): string =>
  (text ?? '')
    .replace(/[\u200e\u200f\u061c]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
const dialog = (checkout: PaybyCheckout): HTMLDialogElement | null =>
  root(checkout).querySelector<HTMLDialogElement>('dialog.full');
async function press(checkout: PaybyCheckout, label: string): Promise<HTMLButtonElement> {
  const buttons = [...root(checkout).querySelectorAll('button')];
  const button = buttons.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === label);
  if (!button) throw new Error(`There is no button '${label}'.`);
  button.focus();
  button.click();
  await checkout.updateComplete;
  return button;
}

/** Runs with the device set to a time zone. */
async function inZone(timeZone: string, run: () => Promise<void>): Promise<void> {
  const Real = Intl.DateTimeFormat;
  const Local = function (locale: string, options: Intl.DateTimeFormatOptions) {
    return new Real(locale, {timeZone, ...options});
  };
  Object.defineProperty(Intl, 'DateTimeFormat', {configurable: true, value: Local});
  const {getTimezoneOffset} = Date.prototype;
  Date.prototype.getTimezoneOffset = function () {
    const inUtc = new Date(this.toLocaleString('en-US', {timeZone: 'UTC'})).getTime();
    return (inUtc - new Date(this.toLocaleString('en-US', {timeZone})).getTime()) / 60_000;
  };
  try {
    await run();
  } finally {
    Date.prototype.getTimezoneOffset = getTimezoneOffset;
    Object.defineProperty(Intl, 'DateTimeFormat', {configurable: true, value: Real});
  }
}

describe('Voucher', () => {
  afterEach(() => {
    localStorage.clear();
  });

  it("links to PayBy's own page in every language, until the order can no longer be paid", async () => {
    const texts = {
      en: 'Open PayBy’s page',
      ar: 'افتح صفحة PayBy',
      ur: 'PayBy کا صفحہ کھولیں',
      ml: 'PayBy പേജ് തുറക്കുക',
    };
    for (const [lang, text] of Object.entries(texts)) {
      const checkout = await shown({}, {lang});
      const link = (): HTMLAnchorElement | null =>
        root(checkout).querySelector<HTMLAnchorElement>('.tools a');
      await waitUntil(() => link()?.textContent.trim() === text, text);
      expect(['href', 'target', 'rel'].map((name) => link()?.getAttribute(name))).to.deep.equal([
        TOKEN,
        '_blank',
        'noopener noreferrer',
      ]);
      await setStatus(checkout, 'PAID_SUCCESS');
      expect(link()).to.equal(null);
    }
  });

  it("does not link to PayBy's page when actions omits open-app, or the order is not paid in cash", async () => {
    const checkout = await shown();
    checkout.actions = 'save print';
    await checkout.updateComplete;
    expect(root(checkout).querySelector('.tools a')).to.equal(null);
    expect(root(checkout).querySelector('.tools button')).not.to.equal(null);
    checkout.actions = 'open-app';
    await checkout.updateComplete;
    expect(root(checkout).querySelector('.tools a')).not.to.equal(null);
    expect(root(checkout).querySelectorAll('a'), 'one link to that address').to.have.length(1);
    checkout.order = liveOrder({merchantOrderNo: 'M-2'});
    await checkout.updateComplete;
    expect(root(checkout).querySelector('.tools a')).to.equal(null);
  });

  it('shows the deadline in the time of the Emirates', () =>
    inZone('Asia/Dubai', async () => {
      const checkout = await shown();
      const deadline = plain(root(checkout).querySelector('.deadline')?.textContent);
      expect(deadline).to.match(/^Pay before Mon, 23 Nov 2099, 2:05 pm Time left \d+ d/i);
      expect(deadline).not.to.contain('UAE');
    }));

  it('shows the deadline in both zones on a phone that is set to another one', () =>
    inZone('Asia/Manila', async () => {
      const checkout = await shown();
      const deadline = plain(root(checkout).querySelector('.deadline')?.textContent);
      expect(deadline).to.match(/Mon, 23 Nov 2099, 6:05 pm GMT\+8 Mon, 23 Nov 2099, 2:05 pm UAE time/i);
    }));

  it('shows one deadline in a zone with the same time', () =>
    inZone('Asia/Muscat', async () => {
      const checkout = await shown();
      expect(root(checkout).querySelector('.deadline')?.textContent).not.to.contain('UAE');
    }));

  it('says that a saved code is replaced once the order has another one, and not before', async () => {
    const checkout = await shown();
    await setStatus(checkout, 'CREATED', {tokenUrl: TOKEN});
    await press(checkout, 'Save image');
    await waitUntil(() => textOf(checkout).includes('Image saved'), 'the picture is saved');
    expect(textOf(checkout)).not.to.contain(NEW_CODE);
    await setStatus(checkout, 'CREATED', {tokenUrl: `${TOKEN}2`});
    const notice = [...root(checkout).querySelectorAll('.exports [role=status]')].map(textOfNode);
    expect(notice).to.deep.equal([`${NEW_CODE} If you saved or printed it, do so again.`]);
    checkout.order = cashOrder({merchantOrderNo: 'M-2'});
    await checkout.updateComplete;
    expect(textOf(checkout), 'another order').not.to.contain(NEW_CODE);
  });

  it('shows no deadline for an order without an end', async () => {
    const {expiredTime: _, ...endless} = cashOrder();
    const checkout = await fixture<PaybyCheckout>(html`<payby-checkout .order=${endless}></payby-checkout>`);
    expect([root(checkout).querySelector('.deadline'), checkout.remaining]).to.deep.equal([null, null]);
    expect(plain(partOf(checkout, 'cashier-card')?.textContent)).not.to.contain('Pay before');
  });

  it('shows order number and order time in English and Arabic', () =>
    inZone('Asia/Dubai', async () => {
      const english = plain(partOf(await shown(), 'details')?.textContent);
      expect(english).to.match(/^Order number M-1 Ordered Sun, 22 Nov( 2026)?, 12:00 pm$/i);
      const arabic = await shown({}, {lang: 'ar'});
      expect(plain(partOf(arabic, 'details')?.textContent)).to.match(/^رقم الطلب M-1 وقت الطلب الأحد/);
      expect(textOf(arabic)).to.contain('كوب كرك').and.not.to.contain('Karak');
    }));

  it('names the zone of the order time, like that of the deadline, where the device has another one than the shop', () =>
    inZone('Asia/Kolkata', async () => {
      const details = plain(partOf(await shown(), 'details')?.textContent);
      expect(details).to.match(/^Order number M-1 Ordered Sun, 22 Nov( 2026)?, 1:30 pm (GMT\+5:30|IST)$/i);
    }));

  it('copies the order number and confirms it in a live region', async () => {
    const copied: string[] = [];
    const clipboard = {writeText: async (text: string) => void copied.push(text)};
    Object.defineProperty(navigator, 'clipboard', {configurable: true, value: clipboard});
    try {
      const checkout = await shown();
      const region = root(checkout).querySelector('.copied[role=status]');
      expect(region?.textContent).to.equal('');
      await press(checkout, 'Copy the order number');
      await checkout.updateComplete;
      expect([copied, region?.textContent]).to.deep.equal([['M-1'], 'Copied']);
    } finally {
      delete (navigator as unknown as Record<'clipboard', unknown>).clipboard;
    }
  });

  it('offers no copy when `actions` does not list it', async () => {
    const checkout = await shown();
    checkout.actions = 'print';
    await checkout.updateComplete;
    expect(root(checkout).querySelector('.copy') === null).to.equal(true);
  });

  it('renders nothing for other scenes', async () => {
    const checkout = await shown({paySceneCode: 'DYNQR'});
    expect(root(checkout).querySelector('.voucher, [part~=guide], [part~=cashier-card]') === null).to.equal(
      true,
    );
    expect(plain(partOf(checkout, 'details')?.textContent)).to.equal('Order number M-1');
  });

  describe('payment steps', () => {
    const steps = (checkout: PaybyCheckout): Element[] => [
      ...root(checkout).querySelectorAll('[part~=step]'),
    ];
    const current = (checkout: PaybyCheckout): number =>
      steps(checkout).findIndex((step) => step.getAttribute('aria-current') === 'step');

    it('renders four numbered steps with the exact amount', async () => {
      const checkout = await shown();
      expect(steps(checkout).map((step) => plain(step.textContent))).to.deep.equal([
        '1. Find a partner store near you.',
        '2. Show this code to the cashier.',
        '3. Pay exactly AED 25.00 in cash.',
        '4. Keep this page open until it says “Payment received”.',
      ]);
      expect(partOf(checkout, 'guide')?.querySelector('ol')).not.to.equal(null);
      expect(steps(checkout).every((step) => step.querySelector('svg[aria-hidden=true]'))).to.equal(true);
    });

    it('marks the third step on a scan and all steps as done when paid', async () => {
      const checkout = await shown();
      expect(current(checkout)).to.equal(0);
      await setStatus(checkout, 'CREATED', {scanned: true});
      expect(current(checkout)).to.equal(2);
      expect(textOf(checkout)).to.contain('The cashier has your code').and.not.to.contain('in the app');
      await setStatus(checkout, 'PAID_SUCCESS');
      expect([current(checkout), steps(checkout).length]).to.deep.equal([-1, 4]);
      expect(steps(checkout).every((step) => step.classList.contains('done'))).to.equal(true);
    });

    it('marks the last step while the payment settles', async () => {
      const checkout = await shown();
      checkout.successOn = 'settled';
      await setStatus(checkout, 'PAID_SUCCESS');
      expect([checkout.phase, current(checkout)]).to.deep.equal(['confirming', 3]);
    });

    for (const [reason, changes] of [
      ['failed', {}],
      ['expired', {reason: 'expired'}],
      ['cancelled', {reason: 'cancelled'}],
    ] as const) {
      it(`renders no steps and no cashier card for an order that was ${reason}`, async () => {
        const checkout = await shown();
        await setStatus(checkout, 'FAILURE', changes);
        expect(
          root(checkout).querySelector('[part~=guide], [part~=cashier-card], .present') === null,
        ).to.equal(true);
        expect(partOf(checkout, 'details')?.textContent).to.contain('M-1');
      });
    }

    it('warns against handing over cash once the order has expired', async () => {
      const checkout = await shown({expiredTime: Date.now() - MINUTE});
      expect(checkout.phase).to.equal('confirming');
      expect(textOf(checkout)).to.contain('don’t hand over any cash');
      expect(root(checkout).querySelector('[part~=guide], [part~=cashier-card]') === null).to.equal(true);
    });

    it('shows what a game top-up credits', async () => {
      for (const type of [{businessType: 'GAME_TOP_UP'}, {paySceneParams: {businessType: 'GAME_TOP_UP'}}]) {
        const checkout = await shown({...type, subject: '500 coins'});
        expect(plain(steps(checkout)[3]?.textContent)).to.contain('You’ll get: 500 coins');
      }
      expect(textOf(await shown({businessType: 'BILL'}))).not.to.contain('You’ll get');
    });

    it('renders the slot `guide` instead, also when paid', async () => {
      const checkout = await fixture<PaybyCheckout>(
        html`<payby-checkout lang="en" .order=${cashOrder()}><p slot="guide">Ask Ali.</p></payby-checkout>`,
      );
      const slot = root(checkout).querySelector<HTMLSlotElement>('slot[name=guide]');
      expect(slot?.assignedElements()).to.have.length(1);
      await setStatus(checkout, 'PAID_SUCCESS');
      expect(steps(checkout)).to.have.length(0);
    });
  });

  describe('cashier card', () => {
    for (const lang of LANGUAGES) {
      it(`renders in English and Arabic for a payer with language ${lang}`, async () => {
        const checkout = await shown({orderNo: '9000001'}, {lang});
        const languages = [...root(checkout).querySelectorAll<HTMLElement>('[part~=cashier-card] > [lang]')];
        expect(languages.map((one) => [one.lang, getComputedStyle(one).direction])).to.deep.equal([
          ['en', 'ltr'],
          ['ar', 'rtl'],
        ]);
        const [english, arabic] = languages.map((one) => plain(one.textContent));
        for (const words of ['PayBy POS', 'E-ATM', 'Cash In', 'M-1', '9000001', '25.00']) {
          expect(english, words).to.contain(words);
          expect(arabic, words).to.contain(words);
        }
        // In the order that protects the cashier: no cash before the POS has shown what it is for
        expect(english).to.match(
          /balance must cover AED 25\.00\..*E-ATM.*Scan this code.*Check the amount.*Take exactly AED 25\.00.*password/,
        );
        expect(arabic).to.match(
          /يلزم رصيد 25\.00.*E-ATM.*امسح هذا الرمز.*تحقق من المبلغ.*استلم 25\.00.*بالضبط.*كلمة مرور/,
        );
      });
    }

    it('shows the deadline in UAE time on a phone in another zone', () =>
      inZone('America/New_York', async () => {
        const card = plain(partOf(await shown(), 'cashier-card')?.textContent);
        expect(card).to.match(/Pay before Mon, 23 Nov 2099, 2:05 pm UAE time/i);
        expect(card).to.match(/الاثنين، 23 نوفمبر 2099، 2:05 م بتوقيت الإمارات/);
      }));

    it('writes whole amounts with two decimals', async () => {
      const checkout = await shown({totalAmount: {amount: 100, currency: 'AED'}});
      const card = plain(partOf(checkout, 'cashier-card')?.textContent);
      expect(card)
        .to.contain('AED 100.00')
        .and.not.to.match(/AED 100(?!\.00)/);
    });
  });

  describe('full screen', () => {
    for (const [label, hasCard] of [
      ['Enlarge the code', false],
      ['Show to the cashier', true],
    ] as const) {
      it(`opens on "${label}" with the whole code on white${hasCard ? ' and the cashier card' : ''}`, async () => {
        const checkout = await shown();
        await press(checkout, label);
        const screen = dialog(checkout);
        expect(screen?.matches(':modal')).to.equal(true);
        const {width, height} = screen?.getBoundingClientRect() ?? {};
        expect([width, height]).to.deep.equal([innerWidth, innerHeight]);
        expect(screen && getComputedStyle(screen).backgroundColor).to.equal('rgb(255, 255, 255)');
        const code = screen?.querySelector<SVGElement>('.sheet > svg');
        if (!code) throw new Error('no code');
        expect(await decodeSvg(code)).to.equal(TOKEN);
        const sheet = screen?.querySelector('.sheet')?.getBoundingClientRect();
        const box = code.getBoundingClientRect();
        expect(box.width / 45, 'CSS px a module').to.be.at.least(4);
        expect(box.right, 'nothing is cut off').to.be.at.most((sheet?.right ?? 0) + 0.5);
        expect(plain(screen?.textContent)).to.contain('AED 25.00').and.to.contain('M-1');
        expect(screen?.querySelector('.cashier') !== null).to.equal(hasCard);
        await expect(checkout).to.be.accessible();
      });
    }

    it('opens on a tap on the code', async () => {
      const checkout = await shown();
      partOf(checkout, 'plate')
        ?.querySelector('path')
        ?.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true}));
      await checkout.updateComplete;
      expect(dialog(checkout)?.open).to.equal(true);
    });

    it('closes by its button and by Escape, and returns the focus', async () => {
      const checkout = await shown();
      for (const close of [
        () => press(checkout, 'Close'),
        async () => {
          const screen = dialog(checkout);
          // What browsers do on Escape and on a phone's back button
          if (screen?.dispatchEvent(new Event('cancel', {cancelable: true}))) screen.close();
        },
      ]) {
        const opener = await press(checkout, 'Show to the cashier');
        const closing = oneEvent(dialog(checkout)!, 'close');
        await close();
        await closing;
        await checkout.updateComplete;
        expect(dialog(checkout) === null, 'closed').to.equal(true);
        expect(root(checkout).activeElement === opener, 'focus').to.equal(true);
      }
    });

    it('stays closed when the element is updated before the close event, as by the countdown', async () => {
      const checkout = await shown();
      const opener = await press(checkout, 'Show to the cashier');
      const screen = dialog(checkout)!;
      const closing = oneEvent(screen, 'close');
      screen.close();
      checkout.requestUpdate();
      await checkout.updateComplete;
      expect(screen.open).to.equal(false);
      await closing;
      await checkout.updateComplete;
      expect(dialog(checkout) === null, 'closed').to.equal(true);
      expect(root(checkout).activeElement === opener, 'focus').to.equal(true);
    });

    for (const [what, word, changes] of [
      ['paid', 'PAID_SUCCESS', {}],
      ['failed', 'FAILURE', {}],
      ['reversed', 'FAILURE', {revoked: 'true'}],
    ] as const) {
      it(`closes in the frame that shows "${what}", and moves the focus to the status`, async () => {
        const checkout = await shown();
        await press(checkout, 'Show to the cashier');
        expect(dialog(checkout)?.open).to.equal(true);
        const screen = dialog(checkout);
        let seenTogether = false;
        const watch = new MutationObserver(() => {
          seenTogether ||= partOf(checkout, 'outcome') !== null && waysToPay(checkout).length > 0;
        });
        watch.observe(root(checkout), {childList: true, subtree: true});
        await setStatus(checkout, word, changes);
        watch.disconnect();
        expect(partOf(checkout, 'outcome')).not.to.equal(null);
        expect([screen?.isConnected, seenTogether]).to.deep.equal([false, false]);
        expect(waysToPay(checkout)).to.have.length(0);
        expect(root(checkout).activeElement === partOf(checkout, 'status'), 'focus').to.equal(true);
      });
    }

    it('closes when the order expires', async () => {
      const checkout = await shown();
      await press(checkout, 'Enlarge the code');
      await setStatus(checkout, 'CREATED', {expiredTime: Date.now() - 1000});
      expect(dialog(checkout) === null, 'closed').to.equal(true);
      expect(waysToPay(checkout)).to.have.length(0);
    });

    it('closes when the order is cleared, and stays closed for the next order', async () => {
      const checkout = await shown();
      await press(checkout, 'Enlarge the code');
      checkout.order = null;
      await checkout.updateComplete;
      expect(dialog(checkout) === null, 'closed').to.equal(true);
      checkout.order = cashOrder({merchantOrderNo: 'M-2'});
      await checkout.updateComplete;
      expect(dialog(checkout) === null, 'closed').to.equal(true);
    });

    it('stays open when the code is scanned', async () => {
      const checkout = await shown();
      await press(checkout, 'Show to the cashier');
      await setStatus(checkout, 'CREATED', {scanned: true});
      expect(dialog(checkout)?.open).to.equal(true);
    });

    it('does not take the focus when the element is moved', async () => {
      const checkout = await shown();
      await press(checkout, 'Enlarge the code');
      const other = document.createElement('input');
      checkout.after(other);
      const closing = oneEvent(dialog(checkout)!, 'close');
      checkout.parentElement?.append(checkout);
      other.focus();
      await closing;
      await checkout.updateComplete;
      expect(document.activeElement === other, 'focus').to.equal(true);
    });

    it('is not offered in browsers without <dialog>', async () => {
      const {HTMLDialogElement: real} = window;
      Reflect.deleteProperty(window, 'HTMLDialogElement');
      try {
        const checkout = await shown();
        expect(root(checkout).querySelector('.present') === null).to.equal(true);
        expect(textOf(checkout)).to.contain('Order number');
      } finally {
        Object.defineProperty(window, 'HTMLDialogElement', {
          value: real,
          configurable: true,
          writable: true,
        });
      }
    });

    it('closes when the element is removed from the page', async () => {
      const checkout = await shown();
      await press(checkout, 'Enlarge the code');
      const place = checkout.parentElement;
      checkout.remove();
      place?.append(checkout);
      await checkout.updateComplete;
      expect(dialog(checkout) === null, 'closed').to.equal(true);
      await press(checkout, 'Enlarge the code');
      expect(dialog(checkout)?.matches(':modal')).to.equal(true);
    });
  });

  describe('persist', () => {
    const reloaded = async (persist: string | null): Promise<PaybyCheckout> => {
      const checkout = document.createElement('payby-checkout');
      checkout.lang = 'en';
      checkout.persist = persist;
      checkout.statusSource = () => new Promise(() => undefined);
      const page = await fixture<HTMLElement>(html`<div></div>`);
      page.append(checkout);
      await checkout.updateComplete;
      return checkout;
    };

    it('restores the order as waiting, with its code, after a reload', async () => {
      const before = await reloaded('test');
      before.order = cashOrder();
      await before.updateComplete;
      expect(localStorage.getItem(KEY)).not.to.equal(null);
      before.remove();
      const after = await reloaded('test');
      expect([after.phase, waysToPay(after).length > 0]).to.deep.equal(['waiting', true]);
      expect(textOf(after)).to.contain('M-1');
    });

    it('says that the code is new when it is another one than before the reload', async () => {
      const before = await reloaded('test');
      before.order = cashOrder();
      await before.updateComplete;
      before.remove();
      const same = await reloaded('test');
      same.order = cashOrder();
      await same.updateComplete;
      expect(textOf(same)).not.to.contain(NEW_CODE);
      same.remove();
      // Its page sets the order before the element has restored the stored one
      const after = document.createElement('payby-checkout');
      Object.assign(after, {persist: 'test', lang: 'en', order: cashOrder({tokenUrl: `${TOKEN}2`})});
      (await fixture<HTMLElement>(html`<div></div>`)).append(after);
      await after.updateComplete;
      expect(textOf(after)).to.contain(NEW_CODE);
    });

    it('stores nothing without `persist` and nothing after an outcome', async () => {
      const without = await reloaded(null);
      without.order = cashOrder();
      await without.updateComplete;
      expect(localStorage.length).to.equal(0);
      const checkout = await reloaded('test');
      checkout.order = cashOrder();
      await checkout.updateComplete;
      await setStatus(checkout, 'PAID_SUCCESS');
      expect(localStorage.length).to.equal(0);
      expect((await reloaded('test')).phase).to.equal('idle');
    });

    it('removes the stored voucher when the order is set to null', async () => {
      const checkout = await reloaded('test');
      checkout.order = cashOrder();
      await checkout.updateComplete;
      checkout.order = null;
      await checkout.updateComplete;
      expect(localStorage.length).to.equal(0);
    });
  });

  describe('layout and accessibility', () => {
    for (const width of [240, 320, 400]) {
      for (const lang of LANGUAGES) {
        it(`fits a column of ${width} px in ${lang}`, async () => {
          const column = await fixture<HTMLElement>(html`<div style="width: ${width}px"></div>`);
          const checkout = await shown(
            {orderNo: '131777000000123456', merchantOrderNo: 'SR-20261122-000417'},
            {lang},
          );
          column.append(checkout);
          await checkout.updateComplete;
          expect(column.scrollWidth).to.be.at.most(width);
          const card = root(checkout).querySelector('.card')?.getBoundingClientRect();
          for (const one of root(checkout).querySelectorAll('.voucher *, .guide *, .cashier *')) {
            const {left, right, width: its} = one.getBoundingClientRect();
            if (its === 0) continue; // a slot, or empty
            expect(left, one.outerHTML).to.be.at.least((card?.left ?? 0) - 0.5);
            expect(right, one.outerHTML).to.be.at.most((card?.right ?? 0) + 0.5);
          }
        });
      }
    }

    it('gives every line of Urdu the height of Nastaliq', async () => {
      const checkout = await shown({}, {lang: 'ur'});
      for (const place of ['.title', '.deadline strong', '.present button', '.guide li', '.facts dt']) {
        const line = root(checkout).querySelector(place);
        expect(line && getComputedStyle(line).lineHeight, place).to.equal('normal');
      }
    });

    for (const word of ['CREATED', 'PAID_SUCCESS', 'FAILURE']) {
      for (const lang of LANGUAGES) {
        it(`passes axe after ${word} in ${lang}`, async () => {
          const checkout = await shown({businessType: 'GAME_TOP_UP'}, {lang});
          await setStatus(checkout, word);
          await expect(checkout).to.be.accessible();
        });
      }
    }

    it('passes axe on a dark page', async () => {
      const page = await fixture(html`<div style="color-scheme: dark; background: #0d1117"></div>`);
      const checkout = await shown();
      page.append(checkout);
      await checkout.updateComplete;
      await expect(checkout).to.be.accessible();
    });

    it('orders the tab stops: cashier, enlarge, copy, then each row before what it holds', async () => {
      const checkout = await shown();
      const stops = [
        ...root(checkout).querySelectorAll<HTMLElement>('button, a[href], summary, [tabindex="0"]'),
      ];
      const labels = stops.map((stop) => (stop.getAttribute('aria-label') ?? stop.textContent).trim());
      expect(labels.slice(0, 6)).to.deep.equal([
        'Show to the cashier',
        'Enlarge the code',
        'Copy the order number',
        'How to pay in cash',
        'Keep this code',
        'Save image',
      ]);
    });
  });
});
