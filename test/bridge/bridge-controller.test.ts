import {expect, fixture, html} from '@open-wc/testing';
import '../../src/payby-checkout.js';
import {BridgeController, type BridgePage} from '../../src/bridge/bridge-controller.js';
import type {BridgeOptions} from '../../src/bridge/bridge-controller.js';
import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import {MAX_MESSAGE_LENGTH} from '../../src/core/bridge/commands.js';
import {ManualClock} from '../support/manual-clock.js';
import {liveOrder} from '../support/orders.js';
import {waitUntil} from '../support/wait-until.js';

type Message = Readonly<Record<string, unknown>> & {readonly payby: 1; readonly type: string};

const SHOP = 'https://shop.example';
const GAME = 'https://game.example';

/** The window that a checkout is embedded in, as far as a bridge uses it. */
class FakeWindow extends EventTarget {
  readonly sent: Message[] = [];
  readonly targets: string[] = [];
  readonly location: {origin: string; ancestorOrigins?: readonly string[]} = {origin: SHOP};
  readonly document = {referrer: ''};
  parent: unknown = this;

  /** Puts a page of this origin around it. */
  embed(origin: string, knownBy: 'ancestors' | 'referrer' | 'nothing' = 'ancestors'): this {
    if (knownBy === 'ancestors') this.location.ancestorOrigins = [origin];
    if (knownBy === 'referrer') this.document.referrer = `${origin}/play?level=3`;
    this.parent = {
      postMessage: (message: Message, target: string) => {
        this.targets.push(target);
        if (target === origin) this.sent.push(message);
      },
    };
    return this;
  }
  say(data: unknown, origin: string, source: unknown = this.parent): void {
    this.dispatchEvent(Object.assign(new Event('message'), {data, origin, source}));
  }
}

class FakePage implements BridgePage {
  readonly clock = new ManualClock();
  readonly calls: unknown[] = [];
  readonly warnings: string[] = [];
  readonly window: BridgePage['window'];
  readonly setTheme = (theme: unknown): void => void this.calls.push(['theme', theme]);
  readonly setInsets = (insets: unknown): void => void this.calls.push(['insets', insets]);
  readonly setVisible = (isVisible: unknown): void => void this.calls.push(['visible', isVisible]);
  readonly warn = (message: string, cause: unknown): void => {
    this.warnings.push(`${message} ${String(cause)}`);
  };

  constructor(fake: FakeWindow) {
    this.window = fake as unknown as BridgePage['window'];
  }
}

describe('BridgeController', () => {
  let controller: BridgeController | undefined;
  afterEach(() => {
    controller?.disconnect();
    controller = undefined;
  });

  async function connect(
    fake: FakeWindow,
    options: BridgeOptions = {},
  ): Promise<{checkout: PaybyCheckout; bridge: BridgeController; page: FakePage}> {
    const checkout = await fixture<PaybyCheckout>(html`<payby-checkout></payby-checkout>`);
    checkout.actions = 'open-app cancel extend renew';
    const page = new FakePage(fake);
    const bridge = new BridgeController(checkout, page, options);
    controller = bridge;
    bridge.connect();
    return {checkout, bridge, page};
  }
  const inGame = (): FakeWindow => new FakeWindow().embed(GAME);
  const allowed = {origins: [GAME]};
  const types = (fake: FakeWindow): string[] =>
    fake.sent.map(({type}) => type).filter((type) => type !== 'size');
  const last = (fake: FakeWindow, type: string): Message | undefined =>
    fake.sent.filter((message) => message.type === type).at(-1);
  const say = (fake: FakeWindow, message: object): void => {
    fake.say({payby: 1, ...message}, GAME);
  };
  const show = async (fake: FakeWindow, checkout: PaybyCheckout, change: object = {}): Promise<string> => {
    const order = liveOrder(change);
    say(fake, {type: 'show', order, locale: 'en'});
    await checkout.updateComplete;
    return order.merchantOrderNo;
  };
  const button = (checkout: PaybyCheckout, text: string): HTMLElement | undefined =>
    [...(checkout.shadowRoot?.querySelectorAll<HTMLElement>('[part~=action]') ?? [])].find((element) =>
      element.textContent.includes(text),
    );

  const hasFailed = (checkout: PaybyCheckout): boolean =>
    checkout.shadowRoot?.textContent.includes('We couldn’t cancel it') ?? false;

  describe('with an app around its web view', () => {
    const apps: readonly (readonly [
      string,
      (take: (message: unknown) => void) => object,
      'text' | 'object',
    ])[] = [
      ['React Native', (postMessage) => ({ReactNativeWebView: {postMessage}}), 'text'],
      ['WebKit', (postMessage) => ({webkit: {messageHandlers: {payby: {postMessage}}}}), 'object'],
      ['Android and webview_flutter', (postMessage) => ({PaybyHost: {postMessage}}), 'text'],
      [
        'flutter_inappwebview',
        (take) => ({
          flutter_inappwebview: {
            callHandler: (name: string, message: unknown) => {
              expect(name).to.equal('payby');
              take(message);
            },
          },
        }),
        'object',
      ],
      ['Vuplex', (postMessage) => ({vuplex: {postMessage}}), 'object'],
      ['Unity', (call) => ({Unity: {call}}), 'text'],
    ];
    for (const [title, interfaceOf, form] of apps) {
      it(`sends the outcome to ${title}, and opens no link itself`, async () => {
        const received: Message[] = [];
        const take = (message: unknown): void => {
          expect(typeof message).to.equal(form === 'text' ? 'string' : 'object');
          received.push((typeof message === 'string' ? JSON.parse(message) : message) as Message);
        };
        const {checkout, bridge} = await connect(Object.assign(new FakeWindow(), interfaceOf(take)));
        const order = liveOrder();
        bridge.receive(JSON.stringify({payby: 1, type: 'show', order, locale: 'en'}));
        await checkout.updateComplete;
        checkout.shadowRoot?.querySelector<HTMLElement>('a[part~=action]')?.click();
        checkout.setStatus({merchantOrderNo: order.merchantOrderNo, status: 'PAID_SUCCESS'});
        await checkout.updateComplete;
        const messages = received.filter(({type}) => type !== 'size' && type !== 'change');
        expect(messages.map(({type}) => type)).to.deep.equal(['loaded', 'ready', 'open-url', 'success']);
        expect(messages.map(({payby}) => payby)).to.deep.equal([1, 1, 1, 1]);
        expect(messages[2]?.['url']).to.equal(order.tokenUrl);
        expect(messages[3]?.['detail']).to.deep.equal(checkout.result);
      });
    }

    it('receives from Vuplex by its message event', async () => {
      let listener: ((event: {readonly data: unknown}) => void) | undefined;
      const vuplex = {
        postMessage: () => undefined,
        addEventListener: (_type: string, added: typeof listener) => {
          listener = added;
        },
        removeEventListener: () => undefined,
      };
      const {page} = await connect(Object.assign(new FakeWindow(), {vuplex}));
      listener?.({data: '{"payby":1,"type":"theme","theme":"dark"}'});
      expect(page.calls).to.deep.equal([['theme', 'dark']]);
    });

    it('meets an app whose interface comes after the scripts of the page, and once', async () => {
      const fake = new FakeWindow();
      const {checkout, page} = await connect(fake);
      const received: Message[] = [];
      const listeners: ((event: {readonly data: unknown}) => void)[] = [];
      const vuplex = {
        postMessage: (message: Message) => received.push(message),
        addEventListener: (_type: string, added: (event: {readonly data: unknown}) => void) =>
          listeners.push(added),
        removeEventListener: () => undefined,
      };
      Object.assign(fake, {vuplex});
      for (let times = 0; times < 2; times += 1) fake.dispatchEvent(new Event('vuplexready'));
      expect(received).to.deep.equal([{payby: 1, type: 'loaded', versions: [1]}]);
      for (const listener of listeners) listener({data: '{"payby":1,"type":"theme","theme":"dark"}'});
      expect(page.calls).to.deep.equal([['theme', 'dark']]);
      checkout.order = liveOrder();
      await checkout.updateComplete;
      expect(received.map(({type}) => type)).to.include('ready');
    });

    it('meets flutter_inappwebview when its platform is ready', async () => {
      const fake = new FakeWindow();
      await connect(fake);
      const received: unknown[] = [];
      const callHandler = (...values: unknown[]): unknown => received.push(values);
      Object.assign(fake, {flutter_inappwebview: {callHandler}});
      fake.dispatchEvent(new Event('flutterInAppWebViewPlatformReady'));
      expect(received).to.deep.equal([['payby', {payby: 1, type: 'loaded', versions: [1]}]]);
    });

    it('receives nothing from a window message: any script of any frame could send it', async () => {
      const fake = Object.assign(new FakeWindow(), {PaybyHost: {postMessage: () => undefined}});
      const {checkout} = await connect(fake);
      fake.say({payby: 1, type: 'show', order: liveOrder()}, SHOP);
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('idle');
    });
  });

  describe('in a frame', () => {
    for (const knownBy of ['ancestors', 'referrer'] as const) {
      it(`sends loaded to a page whose origin is in the list, known by its ${knownBy}`, async () => {
        const fake = new FakeWindow().embed(GAME, knownBy);
        await connect(fake, allowed);
        expect(fake.sent[0]).to.deep.equal({payby: 1, type: 'loaded', versions: [1]});
      });
    }

    it('sends nothing before the first message of a page whose origin it cannot know, and answers that', async () => {
      const fake = new FakeWindow().embed(GAME, 'nothing');
      await connect(fake, allowed);
      expect(fake.targets).to.deep.equal([]);
      say(fake, {type: 'hello', versions: [1]});
      expect(types(fake)).to.deep.equal(['welcome']);
    });

    it('sends nothing to an origin that is not in the list, and ignores its messages', async () => {
      const fake = inGame();
      const {checkout, bridge, page} = await connect(fake, {origins: ['https://other.example']});
      for (let i = 0; i < 3; i++) say(fake, {type: 'show', order: liveOrder()});
      checkout.order = liveOrder();
      await checkout.updateComplete;
      expect([fake.targets, bridge.ignored]).to.deep.equal([[], {origin: 3}]);
      expect(page.warnings.length).to.equal(1);
      expect(page.warnings[0]).to.contain(GAME);
    });

    it('allows its own origin without a list', async () => {
      const fake = new FakeWindow().embed(SHOP);
      await connect(fake);
      expect(types(fake)).to.deep.equal(['loaded']);
    });

    it('names the exact origin in every message that it posts', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      await show(fake, checkout);
      expect(new Set(fake.targets)).to.deep.equal(new Set([GAME]));
    });

    it('ignores a message of another window, though its origin is in the list', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      fake.say({payby: 1, type: 'show', order: liveOrder()}, GAME, {});
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('idle');
    });

    it('follows links unless hello says opensUrls', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      await show(fake, checkout);
      const link = checkout.shadowRoot?.querySelector<HTMLElement>('a[part~=action]');
      const followed: boolean[] = [];
      const notice = (event: Event): void => {
        followed.push(!event.defaultPrevented);
        event.preventDefault();
      };
      document.addEventListener('click', notice);
      link?.click();
      say(fake, {type: 'hello', versions: [1], opensUrls: true});
      link?.click();
      document.removeEventListener('click', notice);
      expect([followed, types(fake).filter((type) => type === 'open-url').length]).to.deep.equal([
        [true, false],
        1,
      ]);
    });

    it('sends its height, and again when it has changed', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      await show(fake, checkout);
      const height = (): number => Math.ceil(checkout.getBoundingClientRect().height);
      await waitUntil(() => last(fake, 'size')?.['height'] === height(), 'the height is sent');
      checkout.style.paddingBlockEnd = '100px';
      await waitUntil(() => last(fake, 'size')?.['height'] === height(), 'the new height is sent');
    });
  });

  describe('hello', () => {
    it('sends the last outcome to a late host', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      const merchantOrderNo = await show(fake, checkout);
      checkout.setStatus({merchantOrderNo, status: 'PAID_SUCCESS'});
      await checkout.updateComplete;
      say(fake, {type: 'hello', versions: [1, 7]});
      const {result, connection} = checkout;
      expect(last(fake, 'welcome')).to.deep.equal({
        payby: 1,
        type: 'welcome',
        version: 1,
        phase: 'paid',
        connection,
        result,
      });
    });

    it('answers a host of another version with version null', async () => {
      const fake = inGame();
      await connect(fake, allowed);
      say(fake, {type: 'hello', versions: [7]});
      expect(last(fake, 'welcome')?.['version']).to.equal(null);
    });
  });

  describe('commands', () => {
    it('show takes the order and the settings', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      await show(fake, checkout);
      expect([checkout.phase, checkout.locale]).to.deep.equal(['waiting', 'en']);
    });

    it('an order that cannot be shown is an error message', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      say(fake, {type: 'show', order: {merchantOrderNo: 'A-1'}});
      await checkout.updateComplete;
      expect((last(fake, 'error')?.['detail'] as {code: string}).code).to.equal('order-invalid');
    });

    it('locale, theme, insets and visibility reach the element and the page', async () => {
      const fake = inGame();
      const {checkout, page} = await connect(fake, allowed);
      say(fake, {type: 'locale', locale: 'ar'});
      say(fake, {type: 'theme', theme: 'dark'});
      say(fake, {type: 'insets', top: 44});
      say(fake, {type: 'visibility', visible: false});
      expect([checkout.locale, page.calls]).to.deep.equal([
        'ar',
        [
          ['theme', 'dark'],
          ['insets', {top: 44, right: 0, bottom: 0, left: 0}],
          ['visible', false],
        ],
      ]);
    });

    it('cancel requests the status, which decides', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      const asked: string[] = [];
      checkout.statusSource = ({merchantOrderNo}) => {
        asked.push(merchantOrderNo);
        return Promise.resolve({merchantOrderNo, status: 'FAILURE', reason: 'cancelled'});
      };
      await show(fake, checkout);
      asked.length = 0;
      say(fake, {type: 'cancel'});
      await waitUntil(() => last(fake, 'failure'), 'the outcome is sent');
      expect(asked.length).to.equal(1);
      expect((last(fake, 'failure')?.['detail'] as {reason: string}).reason).to.equal('cancelled');
    });

    for (const [phase, status, isOpen] of [
      ['waiting', 'CREATED', true],
      ['paid', 'PAID_SUCCESS', false],
    ] as const) {
      it(`close shows nothing any more, and says whether the order may still be paid: ${phase}`, async () => {
        const fake = inGame();
        const {checkout} = await connect(fake, allowed);
        const merchantOrderNo = await show(fake, checkout);
        checkout.setStatus({merchantOrderNo, status});
        await checkout.updateComplete;
        say(fake, {type: 'close'});
        await checkout.updateComplete;
        expect([checkout.phase, last(fake, 'closed')?.['isOpen']]).to.deep.equal(['idle', isOpen]);
      });
    }

    it('back closes an open dialog, and says when there is none', async () => {
      const fake = inGame();
      const {checkout} = await connect(fake, allowed);
      const dialog = document.createElement('dialog');
      checkout.shadowRoot?.append(dialog);
      dialog.showModal();
      say(fake, {type: 'back'});
      expect([last(fake, 'back')?.['handled'], dialog.open]).to.deep.equal([true, false]);
      say(fake, {type: 'back'});
      expect(last(fake, 'back')?.['handled']).to.equal(false);
    });
  });

  describe('actions', () => {
    async function cancel(): Promise<{
      fake: FakeWindow;
      checkout: PaybyCheckout;
      page: FakePage;
      id: unknown;
    }> {
      const fake = inGame();
      const {checkout, page} = await connect(fake, allowed);
      await show(fake, checkout);
      button(checkout, 'Cancel')?.click();
      await checkout.updateComplete;
      button(checkout, 'Yes')?.click();
      await checkout.updateComplete;
      return {fake, checkout, page, id: last(fake, 'action')?.['id']};
    }

    it('are sent with an id, and the answer is what the element applies', async () => {
      const {fake, checkout, id} = await cancel();
      expect(last(fake, 'action')?.['action']).to.equal('cancel');
      const {merchantOrderNo} = checkout.order as {merchantOrderNo: string};
      say(fake, {type: 'answer', id, ok: true, value: {merchantOrderNo, status: 'FAILURE'}});
      await waitUntil(() => checkout.phase === 'cancelled', 'the order is cancelled');
    });

    it('a refusal leaves the order open', async () => {
      const {fake, checkout, id} = await cancel();
      say(fake, {type: 'answer', id, ok: false});
      await waitUntil(() => hasFailed(checkout), 'the payer may try again');
      expect(checkout.phase).to.equal('waiting');
    });

    it('no answer within a minute is a refusal, and a late one changes nothing', async () => {
      const {fake, checkout, page, id} = await cancel();
      await page.clock.advance(59_999);
      await checkout.updateComplete;
      expect(hasFailed(checkout)).to.equal(false);
      await page.clock.advance(1);
      await waitUntil(() => hasFailed(checkout), 'the payer may try again');
      const {merchantOrderNo} = checkout.order as {merchantOrderNo: string};
      say(fake, {type: 'answer', id, ok: true, value: {merchantOrderNo, status: 'FAILURE'}});
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('waiting');
    });

    it('an answer to an unknown action changes nothing', async () => {
      const {fake, checkout} = await cancel();
      say(fake, {type: 'answer', id: 99, ok: true, value: {status: 'FAILURE'}});
      await checkout.updateComplete;
      expect(checkout.phase).to.equal('waiting');
    });
  });

  describe('messages that cannot be read', () => {
    const bad: readonly (readonly [string, unknown])[] = [
      ['malformed', {payby: 1, type: 'pay'}],
      ['version', {payby: 2, type: 'show'}],
      ['too-large', {payby: 1, type: 'show', x: 'x'.repeat(MAX_MESSAGE_LENGTH)}],
    ];
    for (const [reason, message] of bad) {
      it(`are counted, and reported once: ${reason}`, async () => {
        const fake = inGame();
        const {bridge, page} = await connect(fake, allowed);
        for (let i = 0; i < 5; i++) fake.say(message, GAME);
        const reported = fake.sent.filter(({type}) => type === 'ignored');
        expect(reported).to.deep.equal([{payby: 1, type: 'ignored', reason}]);
        expect([bridge.ignored, page.warnings.length]).to.deep.equal([{[reason]: 5}, 1]);
      });
    }

    it('of somebody else are not counted', async () => {
      const fake = inGame();
      const {bridge, page} = await connect(fake, allowed);
      for (const data of ['setImmediate$1', {source: 'devtools'}, null, 1]) fake.say(data, GAME);
      expect([bridge.ignored, page.warnings]).to.deep.equal([{}, []]);
    });
  });

  it('sends and receives nothing once it is disconnected', async () => {
    const fake = inGame();
    const {checkout, bridge} = await connect(fake, allowed);
    bridge.disconnect();
    fake.sent.length = 0;
    say(fake, {type: 'hello', versions: [1]});
    checkout.order = liveOrder();
    await checkout.updateComplete;
    expect(fake.sent).to.deep.equal([]);
  });
});
