import {expect, html} from '@open-wc/testing';
import {
  CODE,
  details,
  errorOf,
  field,
  NEXT_CODE,
  partOf,
  createInput,
  scans,
  shown,
  stateOf,
} from '../support/scan-field.js';
import {pasteInto, FakeScanner, typeInto} from '../support/scanner.js';
import type {PaybyManualEvent} from '../../src/scan/scan-events.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';

function entries(
  scan: PaybyScanInput,
  respond: (event: PaybyManualEvent) => void = () => undefined,
): string[] {
  const caught: string[] = [];
  scan.addEventListener('payby-manual', (event) => {
    caught.push(event.detail.code);
    respond(event);
  });
  return caught;
}

describe('<payby-scan-input>: manual entry', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });

  it('dispatches payby-manual on Enter, and not payby-scan', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const typed = entries(scan);
    scan.focus();
    expect(scanner.type('2000 7900-T400 690098F')).to.have.length(22);
    expect(field(scan).value).to.equal('2000 7900-T400 690098F');
    scanner.type('', {suffix: ['Enter']});
    await shown(scan);
    expect([caught.length, typed]).to.deep.equal([0, [CODE]]);
    expect([scan.value, field(scan).value, stateOf(scan)]).to.deep.equal([CODE, '•••• 098F', 'accepted']);
  });

  const digits: [what: string, typed: string][] = [
    ['Arabic', '٢٠٠٠٧٩٠٠'],
    ['Persian', '۲۰۰۰۷۹۰۰'],
    ['Hindi', '२०००७९००'],
  ];
  for (const [what, typed] of digits) {
    it(`accepts ${what} digits`, async () => {
      const scan = await createInput();
      const caught = entries(scan);
      scan.focus();
      scanner.type(typed, {suffix: ['Enter']});
      expect(caught).to.deep.equal(['20007900']);
    });
  }

  it('keeps the case of the letters', async () => {
    const scan = await createInput();
    const caught = entries(scan);
    scan.focus();
    scanner.type('abCDefGH', {suffix: ['Enter']});
    expect(caught).to.deep.equal(['abCDefGH']);
  });

  it('is busy until the promise given to waitUntil settles', async () => {
    const scan = await createInput();
    let placed: (value?: unknown) => void = () => undefined;
    entries(scan, (event) => event.waitUntil(new Promise((resolve) => (placed = resolve))));
    scan.focus();
    scanner.type(CODE, {suffix: ['Enter']});
    await shown(scan);
    expect([scan.busy, scan.value, field(scan).readOnly]).to.deep.equal([true, '', true]);
    placed();
    await shown(scan);
    expect([scan.busy, scan.value]).to.deep.equal([false, CODE]);
  });

  it('leaves a refused entry in the field and shows the error until the next key', async () => {
    const scan = await createInput();
    const caught = entries(scan);
    const rejected = details(scan, 'payby-scan-reject');
    scan.focus();
    scanner.type('1234', {suffix: ['Enter']});
    await shown(scan);
    expect([caught, rejected, field(scan).value]).to.deep.equal([[], [], '1234']);
    expect(errorOf(scan)).to.equal('This code is too short. Scan the code in the customer’s app.');
    scanner.type('5678');
    await shown(scan);
    expect([errorOf(scan), stateOf(scan)]).to.deep.equal(['', 'armed']);
    scanner.type('', {suffix: ['Enter']});
    expect(caught).to.deep.equal(['12345678']);
  });

  it('replaces the masked code when a person starts to type', async () => {
    const scan = await createInput();
    const caught = entries(scan);
    scanner.scan(CODE);
    await shown(scan);
    scan.focus();
    scanner.type('8');
    expect([field(scan).value, scan.value]).to.deep.equal(['8', '']);
    scanner.type('7654321', {suffix: ['Enter']});
    expect(caught).to.deep.equal(['87654321']);
  });

  it('ignores Enter when nothing was typed', async () => {
    const scan = await createInput();
    const caught = entries(scan);
    scan.focus();
    scanner.type('', {suffix: ['Enter']});
    scanner.scan(CODE);
    await shown(scan);
    scanner.type('', {suffix: ['Enter', 'Enter']});
    expect([caught, scan.value]).to.deep.equal([[], CODE]);
  });

  it('accepts scans but no typing when manual is off', async () => {
    const scan = await createInput(html`<payby-scan-input manual="off"></payby-scan-input>`);
    const typed = entries(scan);
    const caught = scans(scan);
    scan.focus();
    scanner.type('12345678', {suffix: ['Enter']});
    expect([typed, field(scan).value, field(scan).inputMode]).to.deep.equal([[], '', 'none']);
    scanner.scan(CODE);
    expect(caught).to.have.length(1);
  });
});

describe('<payby-scan-input>: inserted and pasted text', () => {
  it('accepts a pasted code and normalizes its digits', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.focus();
    pasteInto(field(scan), ' ٢٠٠٠-7900 T400 690098F\n');
    expect(caught.map(({detail: {code, source, keys}}) => ({code, source, keys}))).to.deep.equal([
      {code: CODE, source: 'paste', keys: 0},
    ]);
    await shown(scan);
    expect(field(scan).value).to.equal('•••• 098F');
  });

  it('refuses pasted text that cannot be a code', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    const rejected = details(scan, 'payby-scan-reject');
    scan.focus();
    pasteInto(field(scan), '12');
    expect([caught.length, rejected]).to.deep.equal([0, [{reason: 'too-short', length: 2}]]);
  });

  it('accepts a code inserted by the input method of a handheld', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.focus();
    typeInto(field(scan), CODE);
    await shown(scan);
    expect(caught.map(({detail: {code, source}}) => [code, source])).to.deep.equal([[CODE, 'insert']]);
    expect(field(scan).value).to.equal('•••• 098F');
    typeInto(field(scan), NEXT_CODE);
    expect(caught).to.have.length(2);
  });

  it('accepts a code that the browser inserts, and reports it as trusted', async () => {
    const scan = await createInput(html`<payby-scan-input manual="off"></payby-scan-input>`);
    const caught = scans(scan);
    scan.focus();
    // Old, but the one way for a page to have the browser type
    const command: unknown = Reflect.get(document, 'execCommand');
    if (typeof command === 'function') Reflect.apply(command, document, ['insertText', false, CODE]);
    await shown(scan);
    expect(caught.map(({detail: {code, source, trusted}}) => [code, source, trusted])).to.deep.equal([
      [CODE, 'insert', true],
    ]);
  });

  const compose = (target: HTMLInputElement, steps: readonly string[]): void => {
    const dispatch = (type: string, data: string): void => {
      target.dispatchEvent(new CompositionEvent(type, {data, bubbles: true, composed: true}));
    };
    dispatch('compositionstart', '');
    for (const data of steps) {
      dispatch('compositionupdate', data);
      target.value = data;
      const init = {
        data,
        inputType: 'insertCompositionText',
        isComposing: true,
        bubbles: true,
        composed: true,
      };
      target.dispatchEvent(new InputEvent('input', init));
    }
    dispatch('compositionend', steps.at(-1) ?? '');
  };

  it('accepts a code composed in one step, but not letter by letter', async () => {
    const scan = await createInput();
    const caught = scans(scan);
    scan.focus();
    compose(field(scan), [CODE]);
    expect(caught.map(({detail: {code, source}}) => [code, source])).to.deep.equal([[CODE, 'insert']]);
    scan.clear();
    compose(
      field(scan),
      Array.from('20007900', (_, i) => '20007900'.slice(0, i + 1)),
    );
    expect([caught.length, field(scan).value]).to.deep.equal([1, '20007900']);
  });

  it('ignores pasted text while it is busy', async () => {
    const scan = await createInput();
    const caught = scans(scan, (event) => event.waitUntil(new Promise(() => undefined)));
    const ignored = details(scan, 'payby-scan-ignore');
    scan.focus();
    pasteInto(field(scan), CODE);
    await shown(scan);
    pasteInto(field(scan), NEXT_CODE);
    expect([caught.length, ignored]).to.deep.equal([1, [{reason: 'busy'}]]);
  });
});

describe('<payby-scan-input>: mask', () => {
  let scanner: FakeScanner;
  beforeEach(() => {
    scanner = new FakeScanner();
  });
  const press = (button: HTMLElement, type: string): void => {
    button.dispatchEvent(new PointerEvent(type, {bubbles: true, composed: true}));
  };

  it('shows the whole code only while the reveal button is held', async () => {
    const scan = await createInput();
    const button = partOf(scan, 'reveal') as HTMLButtonElement;
    expect([button.disabled, getComputedStyle(button).visibility]).to.deep.equal([true, 'hidden']);
    scanner.scan(CODE);
    await shown(scan);
    expect([field(scan).value, button.disabled]).to.deep.equal(['•••• 098F', false]);
    press(button, 'pointerdown');
    await shown(scan);
    expect([field(scan).value, button.getAttribute('aria-pressed')]).to.deep.equal([CODE, 'true']);
    press(button, 'pointerup');
    await shown(scan);
    expect([field(scan).value, button.getAttribute('aria-pressed')]).to.deep.equal(['•••• 098F', 'false']);
  });

  it('reveals and masks the code by keyboard, and masks it on blur', async () => {
    const scan = await createInput();
    const button = partOf(scan, 'reveal');
    scanner.scan(CODE);
    await shown(scan);
    for (const seen of [CODE, '•••• 098F', CODE]) {
      button.click();
      await shown(scan);
      expect(field(scan).value).to.equal(seen);
    }
    button.dispatchEvent(new FocusEvent('blur'));
    await shown(scan);
    expect(field(scan).value).to.equal('•••• 098F');
  });

  it('masks the code of the next scan', async () => {
    const scan = await createInput();
    scanner.scan(CODE);
    await shown(scan);
    partOf(scan, 'reveal').click();
    await shown(scan);
    scanner.scan(NEXT_CODE, {to: document.body});
    await shown(scan);
    expect(field(scan).value).to.equal('•••• 099G');
  });

  it('shows typed characters as dots when mask is always', async () => {
    const scan = await createInput(html`<payby-scan-input mask="always"></payby-scan-input>`);
    scan.focus();
    scanner.type('123');
    await shown(scan);
    const dots = (): string => getComputedStyle(field(scan)).getPropertyValue('-webkit-text-security');
    expect(dots()).to.equal('disc');
    expect(field(scan).type).to.equal('text'); // so that no password manager offers to save it
    partOf(scan, 'reveal').click();
    await shown(scan);
    expect(dots()).to.equal('none');
  });

  it('shows the whole code when mask is never', async () => {
    const scan = await createInput(html`<payby-scan-input mask="never"></payby-scan-input>`);
    scanner.scan(CODE);
    await shown(scan);
    expect([field(scan).value, (partOf(scan, 'reveal') as HTMLButtonElement).disabled]).to.deep.equal([
      CODE,
      true,
    ]);
  });
});

describe('<payby-scan-input>: screen keyboard', () => {
  it('opens the screen keyboard only after a tap when keep-focus is idle', async () => {
    const scan = await createInput(html`<payby-scan-input keep-focus="idle"></payby-scan-input>`);
    expect(field(scan).inputMode).to.equal('none');
    field(scan).dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}));
    expect(field(scan).inputMode).to.equal('text');
    await shown(scan);
    expect(field(scan).inputMode).to.equal('text');
    field(scan).dispatchEvent(new FocusEvent('blur'));
    await shown(scan);
    expect(field(scan).inputMode).to.equal('none');
  });
});
