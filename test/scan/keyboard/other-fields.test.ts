import {expect, fixture, html} from '@open-wc/testing';
import {CODE, createInput, scans, shown, stateOf} from '../../support/scan-field.js';
import {deepFocus, keyEvent} from '../../support/scanner.js';
import type {PaybyScanInput} from '../../../src/scan/payby-scan-input.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

const DIGITS = '000031146262571';

/** The value of each type before the scan, and one that keys would make of it where no script can type. */
const types: Readonly<Record<string, readonly [before: string, after: string]>> = {
  text: ['rice 5 kg', ''],
  search: ['rice', ''],
  url: ['https://shop.example/', ''],
  tel: ['0501234567', ''],
  email: ['amal@shop.example', ''],
  number: ['3', ''],
  date: ['2026-03-01', '2026-12-01'],
  'datetime-local': ['2026-03-01T10:30', '2026-12-01T10:30'],
  time: ['10:30', '02:00'],
  month: ['2026-03', '2026-12'],
  week: ['2026-W09', '2026-W20'],
  color: ['#123456', '#000000'],
  textarea: ['two lines\nof text', ''],
};

/** Types a character into the field with the focus, as the browser does after a keydown. */
function insert(key: string): void {
  const field = deepFocus();
  if (field instanceof HTMLSelectElement) {
    const option = Array.from(field.options).find(({text}) => text.startsWith(key));
    if (!option || option.selected) return;
    option.selected = true;
    for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true}));
    return;
  }
  const {value, type} = field as Partial<TextField>;
  if (value === undefined && !(field as HTMLElement).isContentEditable) return;
  const [, after = ''] = types[type ?? ''] ?? [];
  if (after === '')
    field.dispatchEvent(new InputEvent('beforeinput', {data: key, bubbles: true, composed: true}));
  // Old, but the one way for a page to have the browser type
  const command: unknown = Reflect.get(document, 'execCommand');
  if (typeof command === 'function') Reflect.apply(command, document, ['insertText', false, key]);
  if (after === '' || (field as TextField).value !== value) return;
  setNative(field as TextField, after);
  field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
}

function setNative(field: TextField, value: string): void {
  const prototype = Object.getPrototypeOf(field) as TextField;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
}

/** A scanner whose keys go wherever the focus is at that moment, and type there unless they are prevented. */
class Keyboard {
  at = performance.now();

  press(key: string, hold = 3): void {
    const isLet = deepFocus().dispatchEvent(keyEvent('keydown', key, this.at));
    if (isLet && key.length === 1) insert(key);
    deepFocus().dispatchEvent(keyEvent('keyup', key, this.at + hold));
    this.at += 10;
  }

  scan(code: string): void {
    for (const key of [...Array.from(code), 'Enter']) this.press(key);
    this.at += 3000;
  }
}

const focusChanges = ['stays', 'comes on the first key', 'leaves on the third key'] as const;
type FocusChange = (typeof focusChanges)[number];
const selections = ['end', 'all', 'start'] as const;

function select(field: TextField, selection: (typeof selections)[number]): void {
  if (selection === 'all') field.select();
  else if (field.selectionStart !== null) {
    const at = selection === 'end' ? field.value.length : 0;
    field.setSelectionRange(at, at);
  }
}

describe('<payby-scan-input>: other fields', () => {
  let scan: PaybyScanInput;
  const keyboard = new Keyboard(); // one for all, because the hub is one: time goes on
  let caught: ReturnType<typeof scans>;
  beforeEach(async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    scan = await createInput();
    caught = scans(scan);
    keyboard.at += 5000;
  });

  const codes = (): readonly string[] => caught.map(({detail}) => detail.code);

  /** A field, and another one that the page focuses or leaves it for. */
  async function place(type: string): Promise<{field: TextField; other: HTMLInputElement}> {
    const box = await fixture<HTMLElement>(
      html`<div>
        ${type === 'textarea' ? html`<textarea></textarea>` : html`<input type=${type} />`}<input />
      </div>`,
    );
    const [field, other] = box.querySelectorAll<HTMLInputElement>('input, textarea');
    if (!field || !other) throw new Error('no fields');
    return {field, other};
  }

  function moveFocus(how: FocusChange, field: TextField, other: HTMLInputElement): () => void {
    let keys = 0;
    const move = (): void => {
      keys += 1;
      if (how === 'comes on the first key' && keys === 1) field.focus();
      if (how === 'leaves on the third key' && keys === 3) other.focus();
    };
    document.addEventListener('keydown', move);
    return () => {
      document.removeEventListener('keydown', move);
    };
  }

  for (const [type, [before]] of Object.entries(types))
    for (const how of focusChanges) {
      it(`restores value and validity of ${type}, whatever is selected, when the focus ${how}`, async () => {
        for (const selection of selections)
          for (const code of [DIGITS, CODE])
            for (const value of [before, '']) {
              const {field, other} = await place(type);
              setNative(field, value);
              const start = field.value; // a colour is never empty
              other.value = 'note';
              other.setSelectionRange(4, 4);
              if (how !== 'comes on the first key') field.focus();
              select(field, selection);
              const stop = moveFocus(how, field, other);
              keyboard.scan(code);
              stop();
              const what = `${code} over ${JSON.stringify(value)}, ${selection}`;
              expect(codes().at(-1), what).to.equal(code);
              expect([field.value, other.value], what).to.deep.equal([start, 'note']);
              expect([field.validity.badInput, field.validity.valid], what).to.deep.equal([false, true]);
              scan.release();
              (document.activeElement as HTMLElement | null)?.blur();
            }
      });
    }

  for (const how of focusChanges) {
    it(`restores a select when the focus ${how}`, async () => {
      const box = await fixture<HTMLElement>(
        html`<div>
          <select>
            <option>fig</option>
            <option>2 lemons</option>
            <option>0 dates</option></select
          ><input />
        </div>`,
      );
      const field = box.querySelector('select');
      const other = box.querySelector('input');
      if (!field || !other) throw new Error('no fields');
      if (how !== 'comes on the first key') field.focus();
      const stop = moveFocus(how, field as unknown as TextField, other);
      keyboard.scan(CODE);
      stop();
      expect([codes(), field.value, other.value]).to.deep.equal([[CODE], 'fig', '']);
    });
  }

  it('restores a field after a scan of 300 characters', async () => {
    scan.maxLength = 400;
    await scan.updateComplete;
    const {field, other} = await place('text');
    other.remove();
    field.value = 'rice 5 kg';
    field.focus();
    const code = CODE.repeat(16).slice(0, 300);
    keyboard.scan(code);
    expect([codes(), field.value]).to.deep.equal([[code], 'rice 5 kg']);
  });

  it('restores a field of a component when the focus moves inside it on the first key', async () => {
    const host = await fixture<HTMLElement>(html`<div></div>`);
    const root = host.attachShadow({mode: 'open'});
    const [first, second] = [document.createElement('input'), document.createElement('input')];
    root.append(first, second);
    first.focus();
    root.addEventListener('keydown', () => second.focus(), {once: true});
    keyboard.scan(CODE);
    expect([codes(), first.value, second.value]).to.deep.equal([[CODE], '', '']);
  });

  it('leaves alone what a person typed in a field before the scan, when the focus is elsewhere', async () => {
    const {field, other} = await place('text');
    other.remove();
    field.focus();
    keyboard.press('7', 90);
    field.blur();
    keyboard.at += 400;
    keyboard.scan(CODE);
    expect([codes(), field.value]).to.deep.equal([[CODE], '7']);
  });

  describe('that a framework controls', () => {
    /** Makes what the person types the state of the page, and the state the text of the field. */
    const frameworks: Readonly<
      Record<string, (field: HTMLInputElement, normalize: (typed: string) => string) => () => string>
    > = {
      // Stores the last value set, and handles an input event only if the field's own value differs
      React: (field, normalize) => {
        const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
        let state = field.value;
        let tracked = field.value;
        Object.defineProperty(field, 'value', {
          configurable: true,
          get: () => native?.get?.call(field) as string,
          set: (value: string) => {
            tracked = value;
            native?.set?.call(field, value);
          },
        });
        field.addEventListener('input', () => {
          const value = native?.get?.call(field) as string;
          if (value === tracked) return;
          tracked = value;
          state = normalize(value);
          if (field.value !== state) field.value = state; // rendered again, in the event
        });
        return () => state;
      },
      // Renders after a microtask
      Vue: (field, normalize) => {
        let state = field.value;
        field.addEventListener('input', () => {
          state = normalize(field.value);
          queueMicrotask(() => {
            if (field.value !== state) field.value = state;
          });
        });
        return () => state;
      },
      // Writes the value again at every change, also an equal one
      Angular: (field, normalize) => {
        let state = field.value;
        field.addEventListener('input', () => {
          state = normalize(field.value);
          field.value = state;
        });
        return () => state;
      },
    };
    const normalizers: Readonly<Record<string, (typed: string) => string>> = {
      'as it is': (typed) => typed,
      'without leading zeros': (typed) => typed.replace(/\D/g, '').replace(/^0+(?=\d)/, ''),
      'in groups': (typed) => typed.replace(/\W/g, '').replace(/(.{4})(?=.)/g, '$1 '),
      'at most 99': (typed) => String(Math.min(99, Number.parseInt(typed, 10) || 0)),
    };
    for (const [framework, control] of Object.entries(frameworks))
      for (const [name, normalize] of Object.entries(normalizers))
        for (const type of ['text', 'number'] as const) {
          if (type === 'number' && name === 'in groups') continue; // a number has no blanks
          it(`restores a ${type} field of ${framework} that shows what is typed ${name}`, async () => {
            for (const code of [DIGITS, CODE])
              for (const value of ['0', '7', '42']) {
                const {field, other} = await place(type);
                other.remove();
                field.value = value;
                const state = control(field as HTMLInputElement, normalize);
                field.focus();
                select(field, 'end');
                for (const key of [...Array.from(code), 'Enter']) {
                  keyboard.press(key);
                  await Promise.resolve(); // each key is a task of its own
                }
                await Promise.resolve();
                keyboard.at += 3000;
                expect([codes().at(-1), field.value, state()], `${code} over ${value}`).to.deep.equal([
                  code,
                  value,
                  value,
                ]);
                scan.release();
              }
          });
        }
  });

  for (const [what, markup] of [
    ['a contenteditable element', html`<div contenteditable="true"></div>`],
    ['a text box of another kind', html`<div role="textbox" aria-label="note" tabindex="0"></div>`],
  ] as const) {
    it(`leaves ${what} alone and shows that no scan would be received`, async () => {
      const editor = await fixture<HTMLElement>(markup);
      editor.focus();
      await shown(scan);
      expect(stateOf(scan)).to.equal('blind');
      keyboard.scan(CODE);
      expect(codes()).to.deep.equal([]);
      expect(editor.textContent).to.equal(editor.isContentEditable ? CODE : '');
    });
  }
});
