/**
 * Recorded keys as events in a page, each with its own time, and what a browser would do next had nobody prevented
 * them: script-made events do nothing by themselves, in any browser.
 */
import type {RecordedKey} from './recording.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What the keys did to the page, besides typing. */
export interface Deeds {
  /** The keys that went down and were kept from the page. */
  readonly prevented: RecordedKey[];
  /** Buttons pressed and forms submitted. */
  pressed: number;
  /** Times the focus would have moved. */
  moved: number;
  /** Commands that reached the browser: shortcuts and function keys. */
  readonly commands: string[];
}

export class SyntheticKeyboard {
  readonly deeds: Deeds = {prevented: [], pressed: 0, moved: 0, commands: []};
  #spaceIsDown = false;

  /** Sends one key to what has the focus; `time` is what the event tells. */
  send(key: RecordedKey, time: number): void {
    const target = focused();
    if (key.kind === 'insert') {
      insert(target, key.key);
      return;
    }
    if (key.kind === 'paste') {
      const event = new Event('paste', {bubbles: true, cancelable: true, composed: true});
      Object.defineProperty(event, 'clipboardData', {value: {getData: () => key.key}});
      if (target.dispatchEvent(event)) insert(target, key.key, 'insertFromPaste');
      return;
    }
    const event = keyEvent(key, time);
    const isFree = target.dispatchEvent(event);
    if (key.kind === 'up') {
      if (isFree && key.key === ' ' && this.#spaceIsDown && target instanceof HTMLButtonElement)
        this.#press();
      if (key.key === ' ') this.#spaceIsDown = false;
      return;
    }
    if (!isFree) this.deeds.prevented.push(key);
    else this.#act(key, target);
  }

  /** What a browser does with a key that went down. */
  #act({key, ctrl, alt, repeat}: RecordedKey, target: Element): void {
    const isButton = target instanceof HTMLButtonElement;
    if (ctrl || alt || /^F\d+$/.test(key)) {
      if (!/^(?:Control|Alt|Shift)$/.test(key)) this.deeds.commands.push(key);
    } else if (key === 'Enter') {
      if (target instanceof HTMLTextAreaElement) insert(target, '\n', 'insertLineBreak');
      else if (isButton || target instanceof HTMLInputElement) this.#press();
    } else if (key === 'Tab') this.deeds.moved += 1;
    else if (key === 'Backspace') eraseLast(target);
    else if (key === ' ' && isButton) this.#spaceIsDown = !repeat || this.#spaceIsDown;
    else if (/^(?:.|لا|لإ|لأ|لآ)$/u.test(key)) insert(target, key);
  }

  #press(): void {
    this.deeds.pressed += 1;
  }
}

/** What has the focus, through open shadow roots. */
export function focused(): Element {
  let target = document.activeElement ?? document.body;
  while (target.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
  return target;
}

function keyEvent(key: RecordedKey, time: number): KeyboardEvent {
  const event = new KeyboardEvent(key.kind === 'up' ? 'keyup' : 'keydown', {
    key: key.key,
    code: key.code,
    shiftKey: key.shift,
    ctrlKey: key.ctrl,
    altKey: key.alt,
    repeat: key.repeat,
    modifierCapsLock: key.caps,
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  Object.defineProperty(event, 'timeStamp', {value: time});
  // Not every engine takes it from the dictionary
  Object.defineProperty(event, 'getModifierState', {
    value: (name: string) => (name === 'CapsLock' ? key.caps : name === 'Shift' ? key.shift : false),
  });
  return event;
}

const isText = (target: Element): target is TextField =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

function insert(target: Element, text: string, inputType = 'insertText'): void {
  const about = {bubbles: true, composed: true, inputType, data: text};
  if (target instanceof HTMLSelectElement) {
    choose(target, text);
    return;
  }
  const isEditor = target instanceof HTMLElement && target.isContentEditable;
  if (!isText(target) && !isEditor) return;
  if (!target.dispatchEvent(new InputEvent('beforeinput', {...about, cancelable: true}))) return;
  if (isText(target)) {
    const {selectionStart, selectionEnd, value} = target;
    target.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end');
  } else target.append(text);
  target.dispatchEvent(new InputEvent('input', about));
}

function eraseLast(target: Element): void {
  if (!isText(target) || target.value === '') return;
  const end = target.selectionEnd ?? target.value.length;
  target.setRangeText('', Math.max(0, end - 1), end, 'end');
  target.dispatchEvent(
    new InputEvent('input', {bubbles: true, composed: true, inputType: 'deleteContentBackward'}),
  );
}

/** The first choice that begins with the letter. */
function choose(select: HTMLSelectElement, letter: string): void {
  const option = Array.from(select.options).find(({text}) =>
    text.toLowerCase().startsWith(letter.toLowerCase()),
  );
  if (!option || option.selected) return;
  option.selected = true;
  for (const name of ['input', 'change']) select.dispatchEvent(new Event(name, {bubbles: true}));
}
