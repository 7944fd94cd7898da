import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {LANGUAGES} from '../../src/i18n/languages.js';
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
  readonly actions?: PaybyCheckout['actions'];
  readonly order?: unknown;
  readonly stores?: unknown;
  readonly storesUrl?: string;
}
async function shown({lang = 'en', actions = null, ...more}: Settings = {}): Promise<PaybyCheckout> {
  const checkout = document.createElement('payby-checkout');
  checkout.lang = lang;
  checkout.actions = actions;
  checkout.order = (more.order ?? cashOrder()) as PaybyCheckout['order'];
  if (more.stores !== undefined) checkout.stores = more.stores as PaybyCheckout['stores'];
  if (more.storesUrl !== undefined) checkout.storesUrl = more.storesUrl;
  await fixture(html`${checkout}`);
  await until(() => checkout.shadowRoot?.querySelector('.tools') ?? null);
  openRows(checkout);
  return checkout;
}
/** What a payer taps first: the rows are closed. */
function openRows(checkout: PaybyCheckout): void {
  for (const row of all<HTMLDetailsElement>(checkout, 'details')) row.open = true;
}
/** Waits until `find` returns something; the test's timeout is the limit. */
async function until<T>(find: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
const all = <E extends Element = HTMLElement>(checkout: PaybyCheckout, selector: string): E[] => [
  ...(checkout.shadowRoot?.querySelectorAll<E>(selector) ?? []),
];
const toolLabels = (checkout: PaybyCheckout): string[] =>
  all(checkout, '.tools > button').map((button) => button.textContent.trim());
const button = (checkout: PaybyCheckout, label: string): HTMLButtonElement => {
  const found = all<HTMLButtonElement>(checkout, 'button').find((one) => one.textContent.trim() === label);
  if (!found) throw new Error(`There is no button '${label}'.`);
  return found;
};

/** Records the downloads: clicks on links outside of the document. */
function downloads(): {saved: {name: string; blob: Promise<Blob>}[]; restore(): void} {
  const saved: {name: string; blob: Promise<Blob>}[] = [];
  const real = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
    saved.push({name: this.download, blob: fetch(this.href).then((response) => response.blob())});
  };
  return {saved, restore: () => (HTMLAnchorElement.prototype.click = real)};
}
/** Holds every picture back between drawing and encoding, until it is released. */
function holdPictures(): {readonly held: number; release(): void; restore(): void} {
  const real = HTMLCanvasElement.prototype.toBlob;
  const held: (() => void)[] = [];
  HTMLCanvasElement.prototype.toBlob = function (this: HTMLCanvasElement, ...args) {
    held.push(() => {
      real.apply(this, args);
    });
  };
  return {
    get held() {
      return held.length;
    },
    release: () => {
      for (const encode of held.splice(0)) encode();
    },
    restore: () => {
      HTMLCanvasElement.prototype.toBlob = real;
    },
  };
}
/** Replaces a property of `navigator`; returns what restores it. */
function replace(
  name: 'userAgent' | 'share' | 'canShare' | 'clipboard' | 'geolocation',
  value: unknown,
): () => void {
  Object.defineProperty(navigator, name, {value, configurable: true});
  return () => Reflect.deleteProperty(navigator, name);
}

describe('VoucherTools', () => {
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

  it('offers what the browser can do, and nothing that needs the merchant', async () => {
    undo.push(replace('share', () => Promise.resolve()));
    const checkout = await shown();
    expect(toolLabels(checkout)).to.deep.equal(['Save image', 'Print', 'Share', 'Remind me']);
    expect(textOf(checkout)).not.to.contain('Text me these steps');
  });

  it('offers only what `actions` lists', async () => {
    const checkout = await shown({actions: 'save calendar copy'});
    expect(toolLabels(checkout)).to.deep.equal(['Save image', 'Remind me']);
  });

  it('offers no reminder less than 30 minutes before the end', async () => {
    const checkout = await shown({
      order: cashOrder({expiredTime: Date.now() + HOUR / 3}),
      actions: 'save calendar',
    });
    expect(toolLabels(checkout)).to.deep.equal(['Save image']);
  });

  it('downloads a picture that two decoders read, under the order number, and confirms it', async () => {
    const checkout = await shown({order: cashOrder({merchantOrderNo: 'game/1 ü'})});
    button(checkout, 'Save image').click();
    await until(() => files.saved.length > 0);
    expect(files.saved[0]?.name).to.equal('payby-game-1-.png');
    expect(await readPicture(await files.saved[0]!.blob)).to.deep.equal([TOKEN, TOKEN]);
    await until(() => textOf(checkout).includes('Image saved'));
    expect(all(checkout, '.exports > [role=status]')).to.have.length(1);
  });

  for (const lang of LANGUAGES.filter((language) => language !== 'en')) {
    it(`downloads the picture on saveImage() and resolves with it in ${lang}`, async () => {
      const checkout = await shown({lang});
      const picture = await checkout.saveImage();
      expect([picture.type, files.saved.length]).to.deep.equal(['image/png', 1]);
      expect(await readPicture(picture)).to.deep.equal([TOKEN, TOKEN]);
    });
  }

  it('downloads a reminder for 30 minutes before the end, without the token', async () => {
    const order = cashOrder();
    const checkout = await shown({order});
    button(checkout, 'Remind me').click();
    await until(() => files.saved.length > 0);
    const {name, blob} = files.saved[0]!;
    const ics = (await (await blob).text()).replaceAll('\r\n ', '');
    const end = new Date(order.expiredTime!).toISOString().slice(0, 19).replace(/[-:]/g, '');
    expect(name).to.equal('payby-M-1.ics');
    expect(ics)
      .to.contain(`DTEND:${end}Z`)
      .and.to.contain('TRIGGER:-PT15M')
      .and.to.contain('Order number M-1');
    expect(ics).not.to.contain('qr.payby.com');
  });

  it('shows the picture in a dialog, to be saved by a long press, inside another app', async () => {
    undo.push(
      replace('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0 BOTIM/3.1'),
    );
    const checkout = await shown({actions: 'save print share calendar'});
    expect(toolLabels(checkout)).to.deep.equal(['Save image', 'Share']);
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

  it('closes the picture without leaving the page in browsers without <dialog>', async () => {
    undo.push(replace('userAgent', 'Mozilla/5.0 (Linux; Android 10; wv) Version/4.0 Chrome/90.0.0.0'));
    const {showModal, close} = HTMLDialogElement.prototype;
    Object.assign(HTMLDialogElement.prototype, {showModal: undefined, close: undefined});
    undo.push(() => Object.assign(HTMLDialogElement.prototype, {showModal, close}));
    const checkout = await shown();
    button(checkout, 'Save image').click();
    await until(() => all(checkout, 'dialog.picture')[0]);
    expect(all(checkout, 'dialog.picture form').length, 'a form would load the page').to.equal(0);
    button(checkout, 'Close').click();
    await until(() => all(checkout, 'dialog.picture').length === 0);
  });

  it('suggests a screenshot when the CSP of the page blocks the picture', async () => {
    undo.push(replace('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0'));
    const checkout = await shown();
    button(checkout, 'Save image').click();
    const image = await until(() => all(checkout, 'dialog.picture[open] img')[0]);
    image.dispatchEvent(new Event('error'));
    await until(() => all(checkout, 'dialog.picture').length === 0);
    expect(textOf(checkout)).to.contain('Take a screenshot');
  });

  it('removes the picture in the frame that shows the outcome', async () => {
    undo.push(replace('userAgent', 'Mozilla/5.0 (Linux; Android 14; wv) Version/4.0 Chrome/131.0.0.0'));
    const checkout = await shown();
    button(checkout, 'Save image').click();
    await until(() => all(checkout, 'dialog.picture[open]')[0]);
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    expect([
      checkout.phase,
      all(checkout, 'dialog.picture').length,
      toolLabels(checkout).length,
    ]).to.deep.equal(['paid', 0, 0]);
    expect(partOf(checkout, 'outcome')?.getBoundingClientRect().height).to.be.greaterThan(0);
  });

  const refusal = 'Error: There is no open order to print, save or share.';
  const frames = (): number => document.querySelectorAll('body > iframe').length;

  it('rejects saveImage(), print() and share() once the order is paid', async () => {
    const checkout = await shown();
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    for (const exported of [checkout.saveImage(), checkout.print(), checkout.share()])
      expect(await exported.then(() => 'done', String)).to.equal(refusal);
    expect({downloads: files.saved.length, frames: frames()}).to.deep.equal({downloads: 0, frames: 0});
  });

  it('rejects saveImage() and downloads nothing when the order ends while the picture is drawn', async () => {
    const picture = holdPictures();
    undo.push(picture.restore);
    const checkout = await shown();
    const saving = checkout.saveImage().then(() => 'saved', String);
    await until(() => picture.held > 0);
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    picture.release();
    expect(await saving).to.equal(refusal);
    expect(files.saved).to.have.length(0);
  });

  it('copies the text on Share where a page without https: has neither a share sheet nor a clipboard', async () => {
    const copied: string[] = [];
    const page = document as unknown as {execCommand?: (command: string) => boolean};
    page.execCommand = (command) => {
      const field = checkout.shadowRoot?.activeElement;
      copied.push(command, field instanceof HTMLTextAreaElement ? field.value : '');
      return true;
    };
    undo.push(
      replace('share', undefined),
      replace('clipboard', undefined),
      () => delete page.execCommand, // the browser's own is of the prototype
    );
    const checkout = await shown({actions: 'share'});
    const share = button(checkout, 'Share');
    share.focus();
    share.click();
    expect(copied).to.have.length(2, 'while the tap is being handled');
    expect(copied[0]).to.equal('copy');
    expect(copied[1]).to.contain('Order number M-1').and.to.contain(location.pathname);
    expect(copied[1]).not.to.contain('qr.payby.com');
    await until(() => all(checkout, '.exports')[0]?.textContent.includes('Copied') ?? false);
    expect(checkout.shadowRoot?.activeElement).to.equal(share);
    expect(all(checkout, 'textarea')).to.have.length(0);
  });

  it('rejects saveImage() in a sandbox without allow-downloads, and shows the picture on Save instead', async function () {
    const realOrigin = Object.getOwnPropertyDescriptor(window, 'origin');
    Object.defineProperty(window, 'origin', {value: 'null', configurable: true});
    undo.push(() => {
      if (realOrigin) Object.defineProperty(window, 'origin', realOrigin);
    });
    // WebKit goes on reading the real one
    const {userAgent} = navigator;
    if (userAgent.includes('AppleWebKit') && !userAgent.includes('Chrome')) this.skip();
    const checkout = await shown();
    expect(await checkout.saveImage().then(() => 'saved', String)).to.contain('allow-downloads');
    expect(await checkout.print().then(() => 'printed', String)).to.contain('allow-modals');
    expect(toolLabels(checkout)).to.include('Save image').and.not.to.include.members(['Remind me']);
    button(checkout, 'Save image').click();
    await until(() => all(checkout, 'dialog.picture[open] img').length === 1);
    expect(files.saved).to.have.length(0);
  });

  it('rejects share() and opens no share sheet when the order ends while the picture is drawn', async () => {
    const picture = holdPictures();
    let opened = 0;
    undo.push(
      picture.restore,
      replace('share', () => {
        opened++;
        return Promise.resolve();
      }),
    );
    const checkout = await shown();
    const sharing = checkout.share().then(() => 'shared', String);
    await until(() => picture.held > 0);
    checkout.setStatus(status('PAID_SUCCESS'));
    await checkout.updateComplete;
    picture.release();
    expect(await sharing).to.equal(refusal);
    expect(opened).to.equal(0);
  });

  it('ignores taps while an export is running', async () => {
    const picture = holdPictures();
    undo.push(picture.restore);
    const checkout = await shown();
    button(checkout, 'Save image').click();
    button(checkout, 'Save image').click();
    button(checkout, 'Print').click();
    await until(() => picture.held > 0);
    expect(button(checkout, 'Print').getAttribute('aria-disabled')).to.equal('true');
    picture.release();
    await until(() => textOf(checkout).includes('Image saved'));
    expect({downloads: files.saved.length, frames: frames()}).to.deep.equal({downloads: 1, frames: 0});
    expect(button(checkout, 'Print').getAttribute('aria-disabled')).to.equal('false');
  });

  it('shares the picture and a text without the token URL', async () => {
    const shared: ShareData[] = [];
    undo.push(
      replace('canShare', () => true),
      replace('share', (data: ShareData) => {
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

  it('shows no notice when the payer closes the share sheet', async () => {
    undo.push(
      replace('canShare', () => true),
      replace('share', () => Promise.reject(new DOMException('never mind', 'AbortError'))),
    );
    const checkout = await shown();
    button(checkout, 'Share').click();
    await until(() => button(checkout, 'Share').getAttribute('aria-busy') === 'false');
    expect(all(checkout, '.exports > [role=status]')[0]?.textContent).to.equal('');
  });

  it('exports an order of another scene without stores', async () => {
    const checkout = await shown({
      order: liveOrder({expiredTime: Date.now() + HOUR}),
      actions: 'save share',
      stores,
    });
    expect(toolLabels(checkout)).to.deep.equal(['Save image', 'Share']);
    expect(all(checkout, '[part=stores]')).to.have.length(0);
  });

  for (const lang of LANGUAGES) {
    it(`passes axe and fits 240 px in ${lang}, with stores and the open form`, async () => {
      const checkout = await shown({lang, actions: 'save print share calendar send-guide', stores});
      checkout.style.width = '240px';
      await until(() => all(checkout, '.stores li')[0]);
      openRows(checkout);
      (await until(() => all(checkout, '.send-guide > button')[0])).click();
      await until(() => all(checkout, '.send-guide input')[0]);
      await expect(checkout).to.be.accessible();
      const card = all(checkout, '.card')[0]!;
      expect(card.scrollWidth).to.be.at.most(card.clientWidth);
    });
  }
});

describe('StoreList', () => {
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
    openRows(checkout);
    return checkout;
  };
  const type = async (checkout: PaybyCheckout, query: string): Promise<void> => {
    const field = all<HTMLInputElement>(checkout, '.stores input')[0]!;
    field.value = query;
    field.dispatchEvent(new InputEvent('input', {bubbles: true}));
    await checkout.updateComplete;
  };

  it('shows name, address, hours, a link to call and directions', async () => {
    const checkout = await listed();
    const [first, second] = all(checkout, '[part=store]');
    for (const text of ['Lulu Exchange', 'Al Barsha, Dubai', '9–22', '04 123 4567'])
      expect(first?.textContent).to.contain(text);
    const links = [...first!.querySelectorAll('a'), ...second!.querySelectorAll('a')];
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal([
      'tel:041234567',
      'https://www.google.com/maps/dir/?api=1&destination=25.11,55.2',
      'https://maps.example/ansari',
    ]);
    expect(links[1]?.rel).to.equal('noopener noreferrer');
  });

  it('finds stores by name and area and shows their number', async () => {
    const checkout = await listed();
    await type(checkout, 'barsha');
    expect(names(checkout)).to.deep.equal(['Lulu Exchange']);
    expect(all(checkout, '.stores [role=status]')[0]?.textContent).to.contain('1 store');
    await type(checkout, 'الانصارى');
    expect(names(checkout)).to.deep.equal(['الأنصاري']);
    await type(checkout, 'zzz');
    expect(textOf(checkout)).to.contain('No store found');
  });

  it('requests the position only on a tap, then sorts by distance', async () => {
    let requests = 0;
    undo.push(
      replace('geolocation', {
        getCurrentPosition: (found: PositionCallback) => {
          requests++;
          found({coords: {latitude: 24.48, longitude: 54.36}} as GeolocationPosition);
        },
      }),
    );
    const checkout = await listed();
    expect([requests, names(checkout)[0]]).to.deep.equal([0, 'Lulu Exchange']);
    button(checkout, 'Near me').click();
    await until(() => names(checkout)[0] === 'Corner Grocery');
    expect([requests, textOf(checkout).includes('Nearest stores first.')]).to.deep.equal([1, true]);
    expect(all(checkout, '[part=store] .name')[0]?.textContent).to.match(/1\.1 km/);
  });

  it('keeps the order of the list when the payer denies the position', async () => {
    undo.push(
      replace('geolocation', {
        getCurrentPosition: (_: unknown, failed: (error: object) => void) => {
          failed({code: 1, PERMISSION_DENIED: 1});
        },
      }),
    );
    const checkout = await listed();
    button(checkout, 'Near me').click();
    await until(() => textOf(checkout).includes('Location is off'));
    expect(names(checkout)).to.have.length(3);
  });

  it('skips wrong rows and dispatches one payby-error', async () => {
    const dispatched = listen();
    const checkout = await listed({stores: [...stores, null, {name: 5}, {address: 'nameless'}]});
    expect(names(checkout)).to.deep.equal(['Lulu Exchange', 'الأنصاري', 'Corner Grocery', '5']);
    for (let i = 0; i < 3; i++) {
      checkout.requestUpdate();
      await checkout.updateComplete;
    }
    dispatched.stop();
    const problems = dispatched.of('payby-error').map(({detail}) => detail);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({code: 'stores-invalid', retryable: false});
    expect(problems[0]?.['issues']).to.deep.equal([
      {path: 'stores[3]', message: 'is not an object'},
      {path: 'stores[5].name', message: 'is missing'},
    ]);
  });

  it('offers to try again when stores-url cannot be loaded', async () => {
    const realFetch = window.fetch;
    let isUp = false;
    window.fetch = (input, init) =>
      String(input instanceof Request ? input.url : input).includes('/our-stores')
        ? Promise.resolve(isUp ? new Response(JSON.stringify({stores})) : new Response('', {status: 503}))
        : realFetch(input, init);
    undo.push(() => (window.fetch = realFetch));
    const checkout = await shown({storesUrl: '/our-stores'});
    await until(() => textOf(checkout).includes('couldn’t load the list'));
    isUp = true;
    button(checkout, 'Try again').click();
    await until(() => names(checkout).length === 3);
  });

  it('moves the focus to the first new store', async () => {
    const many = Array.from({length: 12}, (_, i) => ({name: `Store ${i}`}));
    const checkout = await listed({stores: many});
    expect(names(checkout)).to.have.length(5);
    button(checkout, 'Show more stores').click();
    await until(() => names(checkout).length === 12);
    await until(() => checkout.shadowRoot?.activeElement?.matches('li') ?? false);
    expect(checkout.shadowRoot?.activeElement?.textContent).to.contain('Store 5');
  });
});

describe('SendGuide', () => {
  const {error, warn} = console;
  beforeEach(() => {
    console.error = () => undefined;
  });
  afterEach(() => {
    Object.assign(console, {error, warn});
  });
  /** The open form, and every `payby-action` event. */
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

  it('dispatches payby-action with the number as E.164 and shows the result', async () => {
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

  it('puts the number into no printed event, attribute, log or storage', async () => {
    const logged: unknown[][] = [];
    console.error = console.warn = (...args) => logged.push(args);
    const {checkout, send, events} = await opened((event) => {
      event.respondWith(Promise.reject(new Error('no')));
    });
    send('0501234567');
    await until(() => textOf(checkout).includes('not sent'));
    const [event] = events;
    const printed = [JSON.stringify(event), String(event), JSON.stringify(event?.detail), checkout.outerHTML];
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify(Object.entries(storage)));
    const inside = checkout.shadowRoot?.innerHTML ?? '';
    expect(logged.map(([message]) => message)).to.deep.equal([
      "payby-checkout: The promise for payby-action 'send-guide' was rejected.",
    ]);
    expect(JSON.stringify([printed, stored, inside, logged.map(String)])).not.to.contain('1234567');
    expect(JSON.stringify(event)).to.equal('{"type":"payby-action","detail":{"action":"send-guide"}}');
  });

  it('shows an error beside the field for a text that is not a number', async () => {
    const {checkout, field, send, events} = await opened(() => undefined);
    send('12345');
    await until(() => field.getAttribute('aria-invalid') === 'true');
    const [problem] = all(checkout, `#${field.getAttribute('aria-describedby')!.split(' ')[0]!}`);
    expect(problem?.textContent).to.contain('doesn’t look like a mobile number');
    expect(events).to.have.length(0);
    await expect(checkout).to.be.accessible();
  });

  it('shows that nothing was sent and dispatches payby-error when no listener responds', async () => {
    const dispatched = listen();
    const {checkout, send} = await opened(() => undefined);
    send('0501234567');
    await until(() => textOf(checkout).includes('not sent'));
    await checkout.updateComplete;
    dispatched.stop();
    const problems = dispatched.of('payby-error').map(({detail}) => detail['code']);
    expect(problems).to.deep.equal(['action-failed']);
  });

  it('sends no second message within a minute', async () => {
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
