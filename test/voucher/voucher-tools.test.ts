import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {PaybyActionEvent} from '../../src/shared/action-event.js';
import {listen, partOf, textOf} from '../support/checkout-page.js';
import {liveOrder, status, TOKEN} from '../support/orders.js';
import {readPicture} from '../support/read-picture.js';

const HOUR = 3_600_000;
const cashOrder = (changes: Parameters<typeof liveOrder>[0] = {}): ReturnType<typeof liveOrder> =>
  liveOrder({
    merchantOrderNo: 'M-1',
    paySceneCode: 'CASHTOPUP',
    expiredTime: Date.now() + 3 * HOUR,
    ...changes,
  });
const stores = [
  {
    name: 'Lulu Exchange',
    address: 'Al Barsha, Dubai',
    phone: '04 123 4567',
    hours: '9–22',
    latitude: 25.11,
    longitude: 55.2,
  },
  {name: 'الأنصاري', address: 'ديرة، دبي', mapUrl: 'https://maps.example/ansari'},
  {name: 'Corner Grocery', address: 'Hamdan St., Abu Dhabi', latitude: 24.49, longitude: 54.36},
];

interface Settings {
  readonly lang?: string;
  readonly actions?: string | null;
  readonly order?: unknown;
  readonly stores?: unknown;
  readonly storesUrl?: string;
}
async function shown({lang = 'en', actions = null, ...more}: Settings = {}): Promise<PaybyCheckout> {
  const checkout = document.createElement('payby-checkout');
  checkout.lang = lang;
  checkout.actions = actions;
  checkout.order = (more.order ?? cashOrder()) as PaybyCheckout['order'];
  if (more.stores !== undefined) checkout.stores = more.stores;
  if (more.storesUrl !== undefined) checkout.storesUrl = more.storesUrl;
  await fixture(html`${checkout}`);
  await until(() => checkout.shadowRoot?.querySelector('.tools') ?? null);
  return checkout;
}
/** Waits for what comes in a file of its own; the limit is that of the test. */
async function until<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
const all = <E extends Element = HTMLElement>(checkout: PaybyCheckout, selector: string): E[] => [
  ...(checkout.shadowRoot?.querySelectorAll<E>(selector) ?? []),
];
const keepLabels = (checkout: PaybyCheckout): string[] =>
  all(checkout, '.tools > button').map((button) => button.textContent.trim());
const button = (checkout: PaybyCheckout, label: string): HTMLButtonElement => {
  const found = all<HTMLButtonElement>(checkout, 'button').find((one) => one.textContent.trim() === label);
  if (!found) throw new Error(`there is no ${label}`);
  return found;
};

/** What the page would have saved: links that are pressed outside of the document. */
function downloads(): {saved: {name: string; blob: Promise<Blob>}[]; restore(): void} {
  const saved: {name: string; blob: Promise<Blob>}[] = [];
  const real = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    saved.push({name: this.download, blob: fetch(this.href).then((response) => response.blob())});
  };
  return {saved, restore: () => (HTMLAnchorElement.prototype.click = real)};
}
/** Another browser, for as long as the test runs. */
function pretend(name: 'userAgent' | 'share' | 'canShare' | 'geolocation', value: unknown): () => void {
  Object.defineProperty(navigator, name, {value, configurable: true});
  return () => Reflect.deleteProperty(navigator, name);
}

describe('keeping a voucher', () => {
  const realError = console.error;
  let files: ReturnType<typeof downloads>;
  const undo: (() => void)[] = [];
  beforeEach(() => {
    console.error = () => undefined;
    files = downloads();
  });
  afterEach(() => {
    console.error = realError;
    files.restore();
    for (const restore of undo.splice(0)) restore();
    document.querySelectorAll('body > iframe').forEach((frame) => {
      frame.remove();
    });
  });

  it('offers what this device does well, and nothing that needs a merchant', async () => {
    undo.push(pretend('share', () => Promise.resolve()));
    const checkout = await shown();
    expect(keepLabels(checkout)).to.deep.equal(['Save image', 'Print', 'Share', 'Remind me']);
    expect(textOf(checkout)).not.to.contain('Send the guide');
  });

  it('offers only what the merchant lists', async () => {
    const checkout = await shown({actions: 'save calendar copy'});
    expect(keepLabels(checkout)).to.deep.equal(['Save image', 'Remind me']);
  });

  it('does not offer a reminder when there is not half an hour left', async () => {
    const checkout = await shown({
      order: cashOrder({expiredTime: Date.now() + HOUR / 3}),
      actions: 'save calendar',
    });
    expect(keepLabels(checkout)).to.deep.equal(['Save image']);
  });

  it('saves a picture that two decoders read, under a name without secrets, and says so', async () => {
    const checkout = await shown({order: cashOrder({merchantOrderNo: 'game/1 ü'})});
    button(checkout, 'Save image').click();
    await until(() => files.saved.length > 0);
    expect(files.saved[0]?.name).to.equal('payby-game-1-.png');
    expect(await readPicture(await files.saved[0]!.blob)).to.deep.equal([TOKEN, TOKEN]);
    await until(() => textOf(checkout).includes('Image saved'));
    expect(all(checkout, '.tools > [role=status]')).to.have.length(1);
  });

  for (const lang of ['ar', 'ur', 'ml']) {
    it(`saves the picture for the page too, and hands it over, in ${lang}`, async () => {
      const checkout = await shown({lang});
      const picture = await checkout.saveImage();
      expect([picture.type, files.saved.length]).to.deep.equal(['image/png', 1]);
      expect(await readPicture(picture)).to.deep.equal([TOKEN, TOKEN]);
    });
  }

  it('writes a reminder for half an hour before the end, without the token', async () => {
    const order = cashOrder();
    const checkout = await shown({order});
    button(checkout, 'Remind me').click();
    await until(() => files.saved.length > 0);
    const {name, blob} = files.saved[0]!;
    const ics = (await (await blob).text()).replaceAll('\r\n ', '');
    const end = new Date(order.expiredTime!).toISOString().slice(0, 19).replace(/[-:]/g, '');
    expect(name).to.equal('payby-M-1.ics');
    expect(ics)
      .to.contain(`DTSTART:${end}Z`)
      .and.to.contain('TRIGGER:-PT30M')
      .and.to.contain('Order number M-1');
    expect(ics).not.to.contain('qr.payby.com');
  });

  it('inside another app shows the picture for a long press, in a dialog that closes', async () => {
    undo.push(
      pretend('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0 BOTIM/3.1'),
    );
    const checkout = await shown({actions: 'save print share calendar'});
    expect(keepLabels(checkout)).to.deep.equal(['Save image', 'Share']);
    button(checkout, 'Save image').click();
    const dialog = await until(() => all<HTMLDialogElement>(checkout, 'dialog.picture[open]')[0]);
    expect([files.saved.length, dialog.matches(':modal')]).to.deep.equal([0, true]);
    const image = dialog.querySelector('img');
    expect(image?.alt).to.contain('AED');
    expect(await readPicture(await (await fetch(image!.src)).blob())).to.deep.equal([TOKEN, TOKEN]);
    await expect(checkout).to.be.accessible();
    button(checkout, 'Close').click();
    await until(() => all(checkout, 'dialog.picture').length === 0);
  });

  it('asks for a screenshot where the page may not show a picture made here', async () => {
    undo.push(pretend('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0'));
    const checkout = await shown();
    button(checkout, 'Save image').click();
    const image = await until(() => all(checkout, 'dialog.picture[open] img')[0]);
    image.dispatchEvent(new Event('error'));
    await until(() => all(checkout, 'dialog.picture').length === 0);
    expect(textOf(checkout)).to.contain('Take a screenshot');
  });

  it('takes the picture away in the same frame as any outcome', async () => {
    undo.push(pretend('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0'));
    const checkout = await shown();
    button(checkout, 'Save image').click();
    await until(() => all(checkout, 'dialog.picture[open]')[0]);
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    expect([
      checkout.phase,
      all(checkout, 'dialog.picture').length,
      keepLabels(checkout).length,
    ]).to.deep.equal(['paid', 0, 0]);
    expect(partOf(checkout, 'outcome')?.getBoundingClientRect().height).to.be.greaterThan(0);
  });

  it('gives nothing away of an order that is over', async () => {
    const checkout = await shown();
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    for (const ask of [checkout.saveImage(), checkout.print(), checkout.share()])
      expect(await ask.then(() => 'done').catch(() => 'refused')).to.equal('refused');
    expect([files.saved.length, document.querySelectorAll('body > iframe').length]).to.deep.equal([0, 0]);
  });

  it('shares the picture, with words but without the token’s address', async () => {
    const shared: ShareData[] = [];
    undo.push(
      pretend('canShare', () => true),
      pretend('share', (data: ShareData) => {
        shared.push(data);
        return Promise.resolve();
      }),
    );
    const checkout = await shown();
    await checkout.share();
    const [{title, text = '', url, files: [file] = []} = {}] = shared;
    expect(title).to.contain('cash');
    expect(text).to.contain('25.00').and.to.contain('M-1').and.to.contain('Pay before');
    expect(`${text}${url ?? ''}`).not.to.contain('qr.payby.com');
    expect(file?.name).to.equal('payby-M-1.png');
    expect(await readPicture(file!)).to.deep.equal([TOKEN, TOKEN]);
  });

  it('says nothing when the payer thinks better of sharing', async () => {
    undo.push(
      pretend('canShare', () => true),
      pretend('share', () => Promise.reject(new DOMException('never mind', 'AbortError'))),
    );
    const checkout = await shown();
    button(checkout, 'Share').click();
    await until(() => button(checkout, 'Share').getAttribute('aria-busy') === 'false');
    expect(all(checkout, '.tools > [role=status]')[0]?.textContent).to.equal('');
  });

  it('of an order that is not for cash says nothing of cash', async () => {
    const checkout = await shown({
      order: liveOrder({expiredTime: Date.now() + HOUR}),
      actions: 'save share',
      stores,
    });
    expect(keepLabels(checkout)).to.deep.equal(['Save image', 'Share']);
    expect(all(checkout, '[part=stores]')).to.have.length(0);
  });

  for (const lang of ['en', 'ar', 'ur', 'ml']) {
    it(`is accessible in ${lang}, with stores and the form open, and fits 240 px`, async () => {
      const checkout = await shown({lang, actions: 'save print share calendar send-guide', stores});
      checkout.style.width = '240px';
      await until(() => all(checkout, '.stores li')[0]);
      (await until(() => all(checkout, '.send-guide > button')[0])).click();
      await until(() => all(checkout, '.send-guide input')[0]);
      await expect(checkout).to.be.accessible();
      const card = all(checkout, '.card')[0]!;
      expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    });
  }
});

describe('partner stores', () => {
  const undo: (() => void)[] = [];
  const realError = console.error;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = realError;
    for (const restore of undo.splice(0)) restore();
  });
  const names = (checkout: PaybyCheckout): string[] =>
    all(checkout, '[part=store] .name bdi').map((one) => one.textContent);
  const listed = async (settings: Settings = {stores}): Promise<PaybyCheckout> => {
    const checkout = await shown(settings);
    await until(() => all(checkout, '[part=store]')[0]);
    return checkout;
  };
  const type = async (checkout: PaybyCheckout, query: string): Promise<void> => {
    const field = all<HTMLInputElement>(checkout, '.stores input')[0]!;
    field.value = query;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    await checkout.updateComplete;
  };

  it('have a name, an address, hours, a number to call and the way', async () => {
    const checkout = await listed();
    const [first, second] = all(checkout, '[part=store]');
    for (const said of ['Lulu Exchange', 'Al Barsha, Dubai', '9–22', '04 123 4567'])
      expect(first?.textContent).to.contain(said);
    const links = [...first!.querySelectorAll('a'), ...second!.querySelectorAll('a')];
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal([
      'tel:041234567',
      'https://www.google.com/maps/dir/?api=1&destination=25.11,55.2',
      'https://maps.example/ansari',
    ]);
    expect(links[1]?.rel).to.equal('noopener noreferrer');
  });

  it('are found by name and area, and the count is said', async () => {
    const checkout = await listed();
    await type(checkout, 'barsha');
    expect(names(checkout)).to.deep.equal(['Lulu Exchange']);
    expect(all(checkout, '.stores [role=status]')[0]?.textContent).to.contain('1 store');
    await type(checkout, 'الانصارى');
    expect(names(checkout)).to.deep.equal(['الأنصاري']);
    await type(checkout, 'zzz');
    expect(textOf(checkout)).to.contain('No store found');
  });

  it('are ordered by nearness after a tap, and nobody asks where the payer is before', async () => {
    let asked = 0;
    undo.push(
      pretend('geolocation', {
        getCurrentPosition: (found: PositionCallback) => {
          asked++;
          found({coords: {latitude: 24.48, longitude: 54.36}} as GeolocationPosition);
        },
      }),
    );
    const checkout = await listed();
    expect([asked, names(checkout)[0]]).to.deep.equal([0, 'Lulu Exchange']);
    button(checkout, 'Near me').click();
    await until(() => names(checkout)[0] === 'Corner Grocery');
    expect([asked, textOf(checkout).includes('Nearest stores first.')]).to.deep.equal([1, true]);
    expect(all(checkout, '[part=store] .name')[0]?.textContent).to.match(/1\.1 km/);
  });

  it('stay as they are when the payer does not say where they are', async () => {
    undo.push(
      pretend('geolocation', {
        getCurrentPosition: (_: unknown, failed: (error: object) => void) => {
          failed({code: 1, PERMISSION_DENIED: 1});
        },
      }),
    );
    const checkout = await listed();
    button(checkout, 'Near me').click();
    await until(() => textOf(checkout).includes('we don’t need your location'));
    expect(names(checkout)).to.have.length(3);
  });

  it('that are bad are skipped, and told once', async () => {
    const heard = listen();
    const checkout = await listed({stores: [...stores, null, {name: 5}, {address: 'nameless'}]});
    expect(names(checkout)).to.deep.equal(['Lulu Exchange', 'الأنصاري', 'Corner Grocery', '5']);
    for (let i = 0; i < 3; i++) {
      checkout.requestUpdate();
      await checkout.updateComplete;
    }
    heard.stop();
    const told = heard.of('payby-error').map(({detail}) => detail);
    expect(told).to.have.length(1);
    expect(told[0]).to.include({code: 'stores-invalid', retryable: false});
    expect(told[0]?.['issues']).to.deep.equal([
      {path: 'stores[3]', message: 'is not an object'},
      {path: 'stores[5].name', message: 'is missing'},
    ]);
  });

  it('that cannot be fetched are said kindly, and asked for again on a tap', async () => {
    const realFetch = window.fetch;
    let isUp = false;
    window.fetch = (input, init) =>
      String(input instanceof Request ? input.url : input).includes('/our-stores')
        ? Promise.resolve(isUp ? new Response(JSON.stringify({stores})) : new Response('', {status: 503}))
        : realFetch(input, init);
    undo.push(() => (window.fetch = realFetch));
    const checkout = await shown({storesUrl: '/our-stores'});
    await until(() => textOf(checkout).includes('could not be loaded'));
    isUp = true;
    button(checkout, 'Try again').click();
    await until(() => names(checkout).length === 3);
  });

  it('go on with the first new one for who came by keyboard', async () => {
    const many = Array.from({length: 12}, (_, i) => ({name: `Store ${i}`}));
    const checkout = await listed({stores: many});
    expect(names(checkout)).to.have.length(5);
    button(checkout, 'Show more stores').click();
    await until(() => names(checkout).length === 12);
    await until(() => checkout.shadowRoot?.activeElement?.matches('li') ?? false);
    expect(checkout.shadowRoot?.activeElement?.textContent).to.contain('Store 5');
  });
});

describe('sending the guide to a phone', () => {
  const realError = console.error;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    console.error = realError;
  });
  /** The form, open, and every question that the page was asked. */
  async function opened(respond: (event: PaybyActionEvent) => void) {
    const checkout = await shown({actions: 'save send-guide'});
    const events: PaybyActionEvent[] = [];
    checkout.addEventListener('payby-action', (event) => {
      events.push(event);
      respond(event);
    });
    (await until(() => all(checkout, '.send-guide > button')[0])).click();
    const field = await until(() => all<HTMLInputElement>(checkout, '.send-guide input')[0]);
    const send = (typed: string): void => {
      field.value = typed;
      field.dispatchEvent(new InputEvent('input', {bubbles: true}));
      button(checkout, 'Send').click();
    };
    return {checkout, field, send, events};
  }

  it('asks the merchant, with the number in one spelling, and says what came of it', async () => {
    let sent: (value: unknown) => void = () => undefined;
    const {checkout, field, send, events} = await opened((event) => {
      event.respondWith(new Promise((resolve) => (sent = resolve)));
    });
    await until(() => checkout.shadowRoot?.activeElement === field);
    send('٠٥٠ ١٢٣ ٤٥٦٧');
    await until(() => events.length > 0);
    expect([events[0]?.detail, events[0]?.phone]).to.deep.equal([{action: 'send-guide'}, '+971501234567']);
    expect(textOf(checkout)).to.contain('Sending…').and.not.to.contain('Sent.');
    sent(undefined);
    await until(() => textOf(checkout).includes('Sent.'));
    expect(field.value).to.equal('');
    expect(textOf(checkout)).to.match(/again in (60|59) s/);
  });

  it('shows the number nowhere else: not in the event’s print, an attribute, a log or storage', async () => {
    const logged: unknown[][] = [];
    console.error = (...args) => logged.push(args);
    const {checkout, send, events} = await opened((event) => {
      event.respondWith(Promise.reject(new Error('no')));
    });
    send('0501234567');
    await until(() => textOf(checkout).includes('not sent'));
    const [event] = events;
    const printed = [JSON.stringify(event), String(event), JSON.stringify(event?.detail), checkout.outerHTML];
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage)));
    const inside = checkout.shadowRoot?.innerHTML ?? '';
    expect(JSON.stringify([printed, stored, inside, logged.map(String)])).not.to.contain('1234567');
    expect(JSON.stringify(event)).to.equal('{"type":"payby-action","detail":{"action":"send-guide"}}');
  });

  it('says kindly what is no number, beside the field, and asks nobody', async () => {
    const {checkout, field, send, events} = await opened(() => undefined);
    send('12345');
    await until(() => field.getAttribute('aria-invalid') === 'true');
    const [problem] = all(checkout, `#${field.getAttribute('aria-describedby')!.split(' ')[0]!}`);
    expect(problem?.textContent).to.contain('doesn’t look like a mobile number');
    expect(events).to.have.length(0);
    await expect(checkout).to.be.accessible();
  });

  it('says that nothing was sent when nobody answers, and tells the integrator', async () => {
    const heard = listen();
    const {checkout, send} = await opened(() => undefined);
    send('0501234567');
    await until(() => textOf(checkout).includes('not sent'));
    await checkout.updateComplete;
    heard.stop();
    const told = heard.of('payby-error').map(({detail}) => detail['code']);
    expect(told).to.deep.equal(['action-failed']);
  });

  it('sends no second message within the minute', async () => {
    const {checkout, send, events} = await opened((event) => {
      event.respondWith(undefined);
    });
    send('0501234567');
    await until(() => textOf(checkout).includes('Sent.'));
    send('0501234568');
    await checkout.updateComplete;
    expect([events.length, button(checkout, 'Send').getAttribute('aria-disabled')]).to.deep.equal([
      1,
      'true',
    ]);
  });
});
