import {expect} from '@open-wc/testing';
import {idOf, strokeOf, unreadOf, UNREAD, type Stroke} from '../../../src/core/scan/keystroke.js';
import type {WedgeKey} from '../../../src/core/scan/wedge-types.js';

const pressOf = (changes: Partial<WedgeKey>): WedgeKey => ({
  ...{kind: 'down', t: 1003, key: '', code: '', shift: false, ctrl: false, alt: false, meta: false},
  ...{caps: false, altGraph: false, repeat: false, target: 'none'},
  ...changes,
});
type Read = Pick<Stroke, 'kind' | 'key' | 'us' | 'alt' | 'name'>;
const readOf = (changes: Partial<WedgeKey>): Read => {
  const {kind, key, us, alt, name} = strokeOf(pressOf(changes));
  return {kind, key, us, alt, name};
};
const text = (key: string, us: string, name = key): Read => ({kind: 'text', key, us, alt: '', name});
const control = (character: string, name: string): Read => ({
  ...{kind: 'control', key: character, us: character, alt: '', name},
});
/** Types nothing: a scanner that pressed it meant a control character. */
const silent = (kind: Read['kind'], name: string): Read => ({kind, key: '\x1b', us: '\x1b', alt: '', name});

describe('strokeOf', () => {
  const texts: [what: string, press: Partial<WedgeKey>, read: Read][] = [
    ['a letter', {key: 'a', code: 'KeyA'}, text('a', 'a')],
    ['a letter with Shift', {key: 'A', code: 'KeyA', shift: true}, text('A', 'A')],
    ['a letter of another layout', {key: 'ش', code: 'KeyA'}, text('ش', 'a')],
    ['two letters of one key', {key: 'لإ', code: 'KeyT', shift: true}, text('لإ', 'T')],
    ['a character without a code', {key: '7', code: ''}, text('7', UNREAD)],
    ['a character of a key that is unknown', {key: 'é', code: 'Lang9'}, text('é', UNREAD)],
    ['a key that an input method has', {key: 'Process', code: 'KeyA'}, text(UNREAD, 'a', 'Process')],
    ['a dead key', {key: 'Dead', code: 'KeyT', shift: true}, text(UNREAD, 'T', 'Dead')],
    ['a key without a name', {key: '', code: 'KeyT'}, text(UNREAD, 't', '')],
    ['a key of Android', {key: 'Unidentified', code: ''}, text(UNREAD, UNREAD, '')],
    ['the keypad without Num Lock', {key: 'ArrowLeft', code: 'Numpad4'}, text(UNREAD, '4', 'ArrowLeft')],
    ['AltGr', {key: '@', code: 'KeyQ', altGraph: true}, text('@', UNREAD)],
    ['AltGr as Windows reports it', {key: '@', code: 'KeyQ', ctrl: true, alt: true}, text('@', UNREAD)],
    ['AltGr and the keypad', {key: '6', code: 'Numpad6', ctrl: true, alt: true}, text('6', UNREAD)],
    ['Alt and the keypad', {key: '6', code: 'Numpad6', alt: true}, {...text('6', '6'), alt: 'digit'}],
    [
      'Alt and the keypad without Num Lock',
      {key: 'ArrowRight', code: 'Numpad6', alt: true},
      {...text('6', '6', 'ArrowRight'), alt: 'digit'},
    ],
  ];
  for (const [what, press, read] of texts) {
    it(`takes ${what} for text`, () => {
      expect(readOf(press)).to.deep.equal(read);
    });
  }

  const ends: [what: string, press: Partial<WedgeKey>, name: string][] = [
    ['Enter', {key: 'Enter', code: 'Enter'}, 'Enter'],
    ['Enter of the keypad', {key: 'Enter', code: 'NumpadEnter'}, 'Enter'],
    ['Enter with Shift', {key: 'Enter', code: 'Enter', shift: true}, 'Enter'],
    ['Tab', {key: 'Tab', code: 'Tab'}, 'Tab'],
    ['Enter that an input method has', {key: 'Process', code: 'Enter'}, 'Enter'],
    ['Enter of the keypad without a name', {key: 'Unidentified', code: 'NumpadEnter'}, 'NumpadEnter'],
    ['Tab that an input method has', {key: 'Process', code: 'Tab'}, 'Tab'],
  ];
  for (const [what, press, name] of ends) {
    it(`takes ${what} for the end`, () => {
      expect(readOf(press)).to.deep.equal(silent('end', name));
    });
  }

  const controls: [press: Partial<WedgeKey>, name: string, read: Read][] = [
    [{key: 'j', code: 'KeyJ'}, 'Ctrl+J', {...control('\n', 'Ctrl+J'), kind: 'end'}],
    [{key: 'J', code: 'KeyJ', shift: true}, 'Ctrl+Shift+J', {...control('\n', 'Ctrl+J'), kind: 'end'}],
    [{key: 'ت', code: 'KeyJ'}, 'Ctrl+J of an Arabic layout', {...control('\n', 'Ctrl+J'), kind: 'end'}],
    [{key: 'j', code: ''}, 'Ctrl+J without a code', {...control('\n', 'Ctrl+J'), kind: 'end'}],
    [{key: 'm', code: 'KeyM'}, 'Ctrl+M', {...control('\r', 'Ctrl+M'), kind: 'end'}],
    [{key: 'i', code: 'KeyI'}, 'Ctrl+I', {...control('\t', 'Ctrl+I'), kind: 'end'}],
    [{key: 'b', code: 'KeyB'}, 'Ctrl+B', control('\x02', 'Ctrl+B')],
    [{key: 'z', code: 'KeyZ'}, 'Ctrl+Z', control('\x1a', 'Ctrl+Z')],
    [{key: ']', code: 'BracketRight'}, 'Ctrl+]', control('\x1d', 'Ctrl+]')],
    [{key: '@', code: ''}, 'Ctrl+@', control('\0', 'Ctrl+@')],
    [{key: '_', code: ''}, 'Ctrl+_', control('\x1f', 'Ctrl+_')],
  ];
  for (const [press, name, read] of controls) {
    it(`reads the control character of ${name}`, () => {
      expect(readOf({...press, ctrl: true})).to.deep.equal(read);
    });
  }

  const commands: [what: string, press: Partial<WedgeKey>, name: string][] = [
    ['an arrow', {key: 'ArrowLeft', code: 'ArrowLeft'}, 'ArrowLeft'],
    ['a function key', {key: 'F8', code: 'F8'}, 'F8'],
    ['an edit', {key: 'Backspace', code: 'Backspace'}, 'Backspace'],
    ['a letter key with another function', {key: 'Copy', code: 'KeyC'}, 'Copy'],
    ['Clear of the keypad', {key: 'Clear', code: 'NumpadClear'}, 'Clear'],
    ['Shift+Tab', {key: 'Tab', code: 'Tab', shift: true}, 'Tab'],
    ['Ctrl+Enter', {key: 'Enter', code: 'Enter', ctrl: true}, 'Enter'],
    ['Alt+Enter', {key: 'Enter', code: 'Enter', alt: true}, 'Enter'],
    ['Meta+Enter', {key: 'Enter', code: 'Enter', meta: true}, 'Enter'],
    ['Alt and a digit above the letters', {key: '6', code: 'Digit6', alt: true}, '6'],
    ['Alt and an operator of the keypad', {key: '+', code: 'NumpadAdd', alt: true}, '+'],
    ['Meta+V', {key: 'v', code: 'KeyV', meta: true}, 'v'],
    ['Ctrl+Meta+V', {key: 'v', code: 'KeyV', ctrl: true, meta: true}, 'v'],
    ['Ctrl+6', {key: '6', code: 'Digit6', ctrl: true}, '6'],
    ['Ctrl+`', {key: '`', code: 'Backquote', ctrl: true}, '`'],
    ['Ctrl+Delete', {key: 'Delete', code: 'Delete', ctrl: true}, 'Delete'],
  ];
  for (const [what, press, name] of commands) {
    it(`takes ${what} for a command`, () => {
      expect(readOf(press)).to.deep.equal(silent('command', name));
    });
  }

  const modifiers = [
    ...['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'ScrollLock', 'Fn'],
  ];
  for (const key of modifiers) {
    it(`takes ${key} for a key that changes others`, () => {
      expect(readOf({key, code: `${key}Left`, shift: key === 'Shift'})).to.deep.equal(silent('mute', key));
    });
  }

  it('takes Shift for that, too, when an input method reports it without a name', () => {
    expect(readOf({key: 'Process', code: 'ShiftLeft', shift: true}).kind).to.equal('mute');
    expect(readOf({key: 'Unidentified', code: 'ControlLeft', ctrl: true}).kind).to.equal('mute');
  });

  it('keeps the time, the target and the state of the other keys; the key is down and has reached the page', () => {
    const given = {t: 1234.5, target: 'own', shift: true, caps: true} as const;
    expect(strokeOf(pressOf({...given, key: 'a', code: 'KeyA'}))).to.deep.include({
      ...given,
      id: 'KeyA',
      up: -1,
      isLeaked: true,
    });
  });
});

describe('idOf', () => {
  it('is the same for a key that is pressed and released with another modifier', () => {
    expect(idOf(pressOf({key: 'A', code: 'KeyA'}))).to.equal(idOf(pressOf({key: 'a', code: 'KeyA'})));
  });

  it('is the name of a key without a code', () => {
    expect(idOf(pressOf({key: 'Unidentified', code: ''}))).to.equal('Unidentified');
  });
});

describe('unreadOf', () => {
  it('is a text that no code holds, in place of the key', () => {
    const stroke = strokeOf(pressOf({key: 'Enter', code: 'Enter'}));
    const unread = {...stroke, kind: 'text', key: UNREAD, us: UNREAD, isLeaked: false};
    expect(unreadOf(stroke)).to.deep.equal(unread);
  });
});
