import {expect, fixture, html, oneEvent} from '@open-wc/testing';
import {listenInFrame} from '../../../src/scan/keyboard/iframe-listener.js';
import {
  scanHub,
  type HubScan,
  type ReceiverSettings,
  type ReceiverState,
  type ScanHub,
  type ScanReceiver,
} from '../../../src/scan/keyboard/scan-hub.js';
import {autoSettings, type BurstTiming} from '../../../src/core/scan/wedge-types.js';
import {ManualClock} from '../../support/manual-clock.js';

const CODE = '20007900T400690098F';
const HUB = Symbol.for('payby-checkout.scan-hub');
const settings: ReceiverSettings = {...autoSettings, capture: 'page', otherFields: 'restore'};

class FakeReceiver implements ScanReceiver {
  readonly element = document.createElement('div');
  readonly field = document.createElement('input');
  settings = settings;
  isEnabled = true;
  onBurst: ((seen: HubScan | BurstTiming) => void) | undefined;
  readonly scans: HubScan[] = [];
  readonly states: ReceiverState[] = [];

  constructor() {
    this.element.attachShadow({mode: 'open'}).append(this.field);
  }
  get codes(): readonly string[] {
    return this.scans.map(({text}) => text);
  }
  onScan(scan: HubScan): void {
    this.scans.push(scan);
    this.field.value = '';
  }
  onStateChange(state: ReceiverState): void {
    this.states.push(state);
  }
}

const codeOf = (char: string): string =>
  /[A-Z]/i.test(char) ? `Key${char.toUpperCase()}` : /\d/.test(char) ? `Digit${char}` : char;

/** A scanner. Performs the default action of keys that are not prevented, as a browser would. */
class FakeScanner {
  at = 1000;
  /** How long a key is held, ms. */
  hold = 3;
  readonly prevented: string[] = [];

  constructor(readonly gap = 10) {}

  send(type: 'keydown' | 'keyup', key: string, t: number, more: KeyboardEventInit = {}): boolean {
    const view = deepest().ownerDocument.defaultView!;
    const event = new view.KeyboardEvent(type, {
      key,
      code: key.length === 1 ? codeOf(key) : key,
      bubbles: true,
      composed: true,
      cancelable: true,
      shiftKey: /^[A-Z]$/.test(key),
      ...more,
    });
    Object.defineProperty(event, 'timeStamp', {value: t});
    const isAllowed = deepest().dispatchEvent(event);
    if (!isAllowed && type === 'keydown') this.prevented.push(key);
    return isAllowed;
  }

  press(key: string, more: KeyboardEventInit = {}): void {
    if (this.send('keydown', key, this.at, more)) insert(key);
    this.send('keyup', key, this.at + this.hold, more);
    this.at += this.gap;
  }

  scan(text: string, ...suffix: readonly string[]): void {
    for (const char of text) this.press(char);
    for (const key of suffix) this.press(key);
  }
}

function deepest(): Element {
  let at: Element = document.activeElement ?? document.body;
  for (;;) {
    const inner: Element | null | undefined =
      at.shadowRoot?.activeElement ?? (at as Partial<HTMLIFrameElement>).contentDocument?.activeElement;
    if (!inner) return at;
    at = inner;
  }
}

function insert(key: string): void {
  const field = deepest();
  if (!/^(?:input|textarea)$/.test(field.localName) || key.length > 1) return;
  const text = field as HTMLInputElement;
  text.setRangeText(key, text.selectionStart ?? 0, text.selectionEnd ?? 0, 'end');
  text.dispatchEvent(
    new InputEvent('input', {bubbles: true, composed: true, data: key, inputType: 'insertText'}),
  );
}

describe('ScanHub', () => {
  let clock: ManualClock;
  let hub: ScanHub;
  let receiver: FakeReceiver;
  let scanner: FakeScanner;
  let ends: (() => void)[];

  const set = (receiver: FakeReceiver): FakeReceiver => {
    document.body.append(receiver.element);
    ends.push(hub.add(receiver), () => {
      receiver.element.remove();
    });
    return receiver;
  };

  beforeEach(() => {
    Reflect.deleteProperty(window, HUB);
    (document.activeElement as HTMLElement | null)?.blur();
    clock = new ManualClock();
    hub = scanHub(window, clock);
    scanner = new FakeScanner();
    ends = [];
    receiver = set(new FakeReceiver());
  });
  afterEach(() => {
    for (const end of ends) end();
    Reflect.deleteProperty(window, HUB);
  });

  it('delivers the scan synchronously on Enter, wherever the focus is', () => {
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
    expect(receiver.scans[0]).to.include({
      suffix: 'Enter',
      trusted: false,
      keys: 19,
      target: 'none',
      leaked: 3,
    });
    expect(scanner.prevented.join('')).to.equal(`${CODE.slice(3)}Enter`);
  });

  it('hears each key once when receivers come and go in browsers without the listener option signal', () => {
    const {addEventListener} = window;
    window.addEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject,
      options: boolean | AddEventListenerOptions = false,
    ) => {
      addEventListener.call(window, type, listener, typeof options === 'object' ? options.capture : options);
    };
    try {
      for (let times = 0; times < 2; times++) {
        for (const end of ends.splice(0)) end();
        set(receiver);
      }
    } finally {
      window.addEventListener = addEventListener;
    }
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
  });

  it('ends in a frame that shows a page of another origin by now', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Till"></iframe>`);
    const end = hub.addWindow(frame.contentWindow as Window & typeof globalThis);
    frame.setAttribute('sandbox', '');
    const loaded = oneEvent(frame, 'load');
    frame.srcdoc = 'another origin';
    await loaded;
    expect(frame.contentDocument).to.equal(null);
    end();
    for (const leave of ends.splice(0)) leave();
  });

  it('delivers a scan without suffix after a pause', async () => {
    scanner.scan(CODE);
    await clock.advance(500);
    expect(receiver.codes).to.deep.equal([]);
    await clock.advance(200);
    expect(receiver.codes).to.deep.equal([CODE]);
    expect(clock.sleeping).to.equal(0);
  });

  it('waits once more when its timer fires late, because keys may be waiting too', async () => {
    scanner.scan(CODE.slice(0, 10));
    clock.jump(5000);
    await clock.advance(50);
    expect(receiver.codes).to.deep.equal([]);
    scanner.scan(CODE.slice(10), 'Enter');
    await clock.advance(5000);
    expect(receiver.codes).to.deep.equal([CODE]);
  });

  it('prevents Enter on the focused button', async () => {
    const button = await fixture<HTMLButtonElement>(html`<button>Pay</button>`);
    button.focus();
    scanner.scan(CODE, 'Enter', 'Enter');
    expect(scanner.prevented.slice(-2)).to.deep.equal(['Enter', 'Enter']);
    expect(document.activeElement).to.equal(button);
  });

  for (const type of ['keydown', 'keyup'] as const) {
    it(`hides prevented keys from later listeners of the page: ${type}`, () => {
      const received: string[] = [];
      const listen = ({key}: KeyboardEvent): unknown => received.push(key);
      window.addEventListener(type, listen, true);
      scanner.scan(CODE, 'Enter');
      window.removeEventListener(type, listen, true);
      expect(received.join('')).to.equal(CODE.slice(0, 3));
    });
  }

  for (const [what, field, value, start, end] of [
    ['a text field', html`<input />`, 'rice 5 kg', 9, 9],
    ['a text field with the caret in its middle', html`<input />`, 'rice 5 kg', 4, 4],
    ['a textarea with a selection', html`<textarea></textarea>`, 'rice 5 kg', 5, 6],
  ] as const) {
    it(`restores ${what} with its selection and dispatches input`, async () => {
      const input = await fixture<HTMLInputElement>(field);
      input.value = value;
      input.focus();
      input.setSelectionRange(start, end);
      const dispatched: string[] = [];
      input.addEventListener('input', () => dispatched.push(input.value));
      scanner.scan(CODE, 'Enter');
      expect(receiver.codes).to.deep.equal([CODE]);
      expect(input.value).to.equal(value);
      expect([input.selectionStart, input.selectionEnd]).to.deep.equal([start, end]);
      expect(dispatched.at(-1)).to.equal(value);
      expect(document.activeElement).to.equal(input);
    });
  }

  it('restores a field whose value property a framework has overridden, so that the framework notices', async () => {
    const input = await fixture<HTMLInputElement>(html`<input value="old" />`);
    const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    let known = 'old';
    const states: string[] = [];
    Object.defineProperty(input, 'value', {
      configurable: true,
      get: () => native.get!.call(input) as string,
      set: (value: string) => {
        known = value;
        native.set!.call(input, value);
      },
    });
    input.addEventListener('input', () => {
      if (input.value === known) return;
      known = input.value;
      states.push(known);
    });
    input.focus();
    input.setSelectionRange(3, 3);
    scanner.scan(CODE, 'Enter');
    expect(states.at(-1)).to.equal('old');
  });

  it('leaves in the field what a person typed before the scan', async () => {
    const input = await fixture<HTMLInputElement>(html`<input />`);
    input.focus();
    for (const char of '1250') {
      scanner.press(char);
      scanner.at += 160;
    }
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
    expect(input.value).to.equal('1250');
  });

  it('leaves in the field what a person types after a scan without suffix', async () => {
    const input = await fixture<HTMLInputElement>(html`<input value="dill " />`);
    input.focus();
    input.setSelectionRange(5, 5);
    scanner.scan(CODE);
    scanner.at += 300;
    scanner.hold = 90; // as a hand does
    scanner.press('n');
    await clock.advance(1000);
    expect(receiver.codes).to.deep.equal([CODE]);
    expect(input.value).to.equal('dill n');
    expect(input.selectionStart).to.equal(6);
  });

  for (const [where, rewrite] of [
    ['before the caret', (text: string) => text.replace('rice', 'RICE')],
    ['after the caret', (text: string) => text.replace('kg', 'KG')],
  ] as const) {
    it(`leaves a field alone when a script changed its text ${where} during the scan`, async () => {
      const input = await fixture<HTMLInputElement>(html`<input value="rice 5 kg" />`);
      input.focus();
      input.setSelectionRange(5, 5);
      scanner.scan(CODE.slice(0, 10));
      const caret = input.selectionStart;
      input.value = rewrite(input.value);
      input.setSelectionRange(caret, caret);
      const text = input.value;
      scanner.scan(CODE.slice(10), 'Enter');
      expect(receiver.codes).to.deep.equal([CODE]);
      expect(input.value).to.equal(text);
    });
  }

  it('removes a scan from a number field', async () => {
    const input = await fixture<HTMLInputElement>(html`<input type="number" value="12" />`);
    input.focus();
    for (const [i, char] of Array.from(CODE).entries()) {
      if (scanner.send('keydown', char, scanner.at)) input.value = `12${CODE.slice(0, i + 1)}`;
      scanner.send('keyup', char, scanner.at + 3);
      scanner.at += 10;
    }
    scanner.press('Enter');
    expect(input.value).to.equal('12');
  });

  it('restores the chosen option of a select and dispatches change', async () => {
    const select = await fixture<HTMLSelectElement>(
      html`<select>
        <option>one</option>
        <option>two</option>
      </select>`,
    );
    const dispatched: string[] = [];
    select.addEventListener('change', () => dispatched.push(select.value));
    select.focus();
    scanner.press('2');
    select.value = 'two'; // as browsers choose by letter
    scanner.scan(CODE.slice(1), 'Enter');
    expect(select.value).to.equal('one');
    expect(dispatched).to.deep.equal(['one']);
  });

  for (const [what, field] of [
    ['a password field', html`<input type="password" />`],
    ['a password field shown in clear', html`<input autocomplete="current-password" />`],
    ['a contenteditable element', html`<div contenteditable="true"></div>`],
    ['a field marked data-payby-scan="ignore"', html`<p data-payby-scan="ignore"><input /></p>`],
  ] as const) {
    it(`never touches ${what}`, async () => {
      const outer = await fixture<HTMLElement>(field);
      (outer.querySelector('input') ?? outer).focus();
      scanner.scan(CODE, 'Enter');
      expect(scanner.prevented).to.deep.equal([]);
      expect(receiver.codes).to.deep.equal([]);
      expect(receiver.states.at(-1)).to.equal('blind');
    });
  }

  it('never touches a component with a closed shadow root', async () => {
    if (!customElements.get('closed-field'))
      customElements.define(
        'closed-field',
        class extends HTMLElement {
          readonly input = document.createElement('input');
          constructor() {
            super();
            this.attachShadow({mode: 'closed', delegatesFocus: true}).append(this.input);
          }
        },
      );
    const closed = await fixture<HTMLElement & {input: HTMLInputElement}>(
      html`<closed-field></closed-field>`,
    );
    closed.input.focus();
    scanner.scan(CODE, 'Enter');
    expect(scanner.prevented).to.deep.equal([]);
    expect(receiver.codes).to.deep.equal([]);
  });

  it('leaves a scan in another field when otherFields is ignore', async () => {
    receiver.settings = {...settings, otherFields: 'ignore'};
    hub.refresh();
    const input = await fixture<HTMLInputElement>(html`<input />`);
    input.focus();
    scanner.scan(CODE, 'Enter');
    expect(input.value).to.equal(CODE);
    expect(receiver.codes).to.deep.equal([]);
  });

  it('delivers a scan to one receiver only: the focused, else the last focused, else the first', () => {
    const second = set(new FakeReceiver());
    scanner.scan(CODE, 'Enter');
    expect([receiver.codes.length, second.codes.length]).to.deep.equal([1, 0]);
    second.field.focus();
    scanner.at += 3000;
    scanner.scan(CODE, 'Enter');
    expect([receiver.codes.length, second.codes.length]).to.deep.equal([1, 1]);
    second.field.blur();
    scanner.at += 3000;
    scanner.scan(CODE, 'Enter');
    expect([receiver.codes.length, second.codes.length]).to.deep.equal([1, 2]);
    expect([receiver.states.at(-1), second.states.at(-1)]).to.deep.equal(['blind', 'armed']);
  });

  it('receives scans only into the focused field when capture is focus', () => {
    receiver.settings = {...settings, capture: 'focus'};
    hub.refresh();
    scanner.scan(CODE, 'Enter');
    expect(scanner.prevented).to.deep.equal([]);
    receiver.field.focus();
    scanner.at += 3000;
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
    expect(receiver.field.value).to.equal('');
  });

  it('notifies the receiver of armed, receiving and armed again', () => {
    scanner.scan(CODE, 'Enter');
    expect(receiver.states).to.deep.equal(['armed', 'receiving', 'armed']);
  });

  it('receives scans in an added frame, also after the frame has loaded another page', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe srcdoc="<input>"></iframe>`);
    if (frame.contentDocument?.readyState !== 'complete' || !frame.contentDocument.querySelector('input'))
      await new Promise((loaded) => frame.addEventListener('load', loaded, {once: true}));
    ends.push(listenInFrame(hub, frame));
    for (let turn = 1; turn < 3; turn++) {
      frame.focus();
      const input = frame.contentDocument!.querySelector('input')!;
      input.focus();
      scanner.at += 5000;
      scanner.scan(CODE, 'Enter');
      expect(receiver.codes.length).to.equal(turn);
      expect(input.value).to.equal('');
      const again = new Promise((loaded) => frame.addEventListener('load', loaded, {once: true}));
      frame.srcdoc = '<p>another page</p><input>';
      await again;
    }
  });

  it('stops receiving scans in a frame when it is removed', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe srcdoc="<input>"></iframe>`);
    if (!frame.contentDocument?.querySelector('input'))
      await new Promise((loaded) => frame.addEventListener('load', loaded, {once: true}));
    listenInFrame(hub, frame)();
    frame.focus();
    frame.contentDocument!.querySelector('input')!.focus();
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([]);
    expect(scanner.prevented).to.deep.equal([]);
    expect(receiver.states.at(-1)).to.equal('blind');
  });

  it('receives scans in a frame that is added to the document later', async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<input>';
    ends.push(listenInFrame(hub, frame));
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, {once: true}));
    (await fixture<HTMLElement>(html`<div></div>`)).append(frame);
    await loaded;
    frame.focus();
    frame.contentDocument!.querySelector('input')!.focus();
    scanner.scan(CODE, 'Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
  });

  it('is shared by two copies of the package', () => {
    expect(scanHub(window, new ManualClock())).to.equal(hub);
  });

  it('leaves its receivers blind when another version of the package has a hub already', () => {
    Reflect.set(window, HUB, {version: 99});
    const other = new FakeReceiver();
    const end = scanHub(window, clock).add(other);
    expect(other.states).to.deep.equal(['blind']);
    end();
  });

  it('removes all listeners and timers when the last receiver is removed', async () => {
    scanner.scan(CODE);
    for (const end of ends.splice(0)) end();
    expect(clock.sleeping).to.equal(0);
    scanner.at += 5000;
    scanner.scan(CODE, 'Enter');
    await clock.advance(5000);
    expect(receiver.codes).to.deep.equal([]);
    expect(scanner.prevented.includes('Enter')).to.equal(false);
  });

  it('calls onBurst for scans and for typed keys', async () => {
    const seen: string[] = [];
    receiver.onBurst = (burst) => seen.push('text' in burst ? 'scan' : 'keys');
    scanner.scan(CODE, 'Enter');
    const person = new FakeScanner(180);
    person.at = scanner.at + 5000;
    person.scan('12345678', 'Enter');
    expect(seen).to.deep.equal(['scan', 'keys']);
    expect(person.prevented).to.deep.equal([]);
  });

  it('reads the input events of its own field when the keys have no character, as on Android', async () => {
    receiver.field.focus();
    for (const char of CODE) {
      scanner.send('keydown', 'Unidentified', scanner.at, {code: '', shiftKey: false});
      insert(char);
      scanner.send('keyup', 'Unidentified', scanner.at + 3, {code: ''});
      scanner.at += 10;
    }
    scanner.press('Enter');
    expect(receiver.codes).to.deep.equal([CODE]);
  });
});
