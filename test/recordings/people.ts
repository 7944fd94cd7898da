/** The people of the recordings: nothing they do is a scan, and none of their keys may be taken away. */
import {randomFrom} from '../../bench/polling/random.js';
import {SEED} from './guns.js';
import {Person, type Manner} from './person.js';
import {recorded, type Differences, type RecordedKey, type Recording} from './recording.js';
import {Reel} from './reel.js';

const someone = (name: string, manner: Partial<Manner> = {}): Person =>
  new Person(randomFrom(SEED, name), manner);

const fast: Partial<Manner> = {median: 105, spread: 0.35, hold: 105};
const quick: Partial<Manner> = {median: 125, spread: 0.3, hold: 75};

const person = (
  name: string,
  why: string,
  keys: readonly RecordedKey[],
  changes: Differences = {},
): Recording => recorded(name, why, keys, {who: 'person', ...changes});

const text = (after: string, before = ''): Differences => ({context: 'text', before, after});
const entry = (manual: string): Differences => ({context: 'own', manual: [manual]});

export const people: readonly Recording[] = [
  person(
    'a number with one finger, Enter',
    'T8',
    someone('finger', {median: 420}).type('20007900').tap('Enter').keys,
  ),
  person(
    'a number at 110 ms, Enter',
    'T1',
    someone('number', {median: 110, hold: 70}).type('62904150').tap('Enter').keys,
  ),
  person(
    'a long number on the keypad, practised, Enter',
    'T4',
    someone('keypad', quick).count('971501234567').tap('NumpadEnter').keys,
    text('971501234567'),
  ),
  person(
    'an amount on the keypad',
    'T8',
    someone('amount', quick).count('249.50').tap('NumpadEnter').keys,
    text('249.50'),
  ),
  person(
    'a sentence, fast, with overlapping keys',
    'T8',
    someone('sentence', fast).type('two kilos of rice and a box of dates for the shop').keys,
    {context: 'textarea', after: 'two kilos of rice and a box of dates for the shop'},
  ),
  person(
    'bursts of a few letters at 40 ms, and pauses',
    'T8',
    ['the ', 'ing ', 'tion', 'ated'].reduce(
      (who, part) => who.type(part).pause(420),
      someone('bursts', {median: 42, spread: 0.2, hold: 80}),
    ).keys,
    text('the ing tionated'),
  ),
  person(
    'eight letters as fast as hands can, Enter',
    'T8',
    someone('record', {median: 62, spread: 0.35, hold: 85}).type('password').tap('Enter').keys,
  ),
  person('a finger drawn over the digits', 'T9', someone('slide').slide('1234567890').keys),
  person(
    'a finger drawn over the digits and back, then Enter',
    'T9',
    someone('slides').slide('1234567890').slide('0987654321').pause(300).tap('Enter').keys,
  ),
  person(
    'a finger drawn over letters in a text field',
    'T9',
    someone('letters').slide('asdfghjkl').keys,
    text('asdfghjkl'),
  ),
  person('a hand laid on the keyboard', 'T9', someone('palm').palm('dfghjk').keys),
  person(
    '0 held down for two seconds',
    'T7',
    someone('held').lean('Digit0', '0', 2000).keys,
    text('0'.repeat(47)),
  ),
  person('Enter held down on the page', 'T7', someone('enter').lean('Enter', 'Enter', 900).keys),
  person(
    'a digit held down, then Enter',
    'T7',
    someone('held, Enter').lean('Digit5', '5', 1500).tap('Enter').keys,
  ),
  person(
    'two keys in turn, fast',
    'T8',
    someone('drum', {median: 75, spread: 0.2, hold: 95}).type('jfjfjfjfjf').keys,
  ),
  person(
    'a password, fast, and Enter at once',
    'T10',
    someone('password', fast).type('Dune7-oasis!Palm').tap('Enter').keys,
    {
      context: 'password',
      after: 'Dune7-oasis!Palm',
    },
  ),
  person(
    'a password in a field that shows it',
    'T10',
    someone('shown', fast).type('Dune7-oasis!Palm').tap('Enter').keys,
    text('Dune7-oasis!Palm'),
  ),
  person(
    'a mistake corrected',
    'T8',
    someone('slip', fast).type('coriandwr').tap('Backspace', 'Backspace').type('er').tap('Enter').keys,
    text('coriander'),
  ),
  person('copy and paste by keyboard', 'F10', someone('copy').shortcut('a').shortcut('c').shortcut('v').keys),
  person('Ctrl+J to see the downloads', 'F1', someone('downloads').shortcut('j').keys),
  person(
    'arrow keys, Escape, F5',
    'F8',
    someone('arrows').tap('ArrowDown', 'ArrowDown', 'ArrowUp', 'Escape', 'F5').keys,
  ),
  person('through a form with Tab', 'F4', someone('form').type('Amal').tap('Tab').keys, text('Amal')),
  person('Space and Enter on a button', 'F3', someone('button').tap('Space', 'Enter').keys, {
    context: 'button',
  }),
  person(
    'the next customer, Enter three times',
    'F2',
    someone('next', {median: 240}).tap('Enter', 'Enter', 'Enter').keys,
  ),
  person(
    'a name with Caps Lock on',
    'L6',
    someone('caps', {...fast, caps: true}).type('amal').keys,
    text('AMAL'),
  ),
  person(
    'Arabic words',
    'L1',
    someone('arabic', {...fast, layout: 'arabic-windows'}).type('hgsghl ugd;l').keys,
    {
      ...text('السلام عليكم'),
      layout: 'arabic-windows',
    },
  ),
  person(
    'a number with Arabic digits, Enter',
    'L2',
    someone('digits', {...quick, layout: 'arabic-indic'})
      .type('20007900')
      .tap('Enter').keys,
    {
      ...text('٢٠٠٠٧٩٠٠'),
      layout: 'arabic-indic',
    },
  ),
  person(
    'fast typing on a clock of 100 ms',
    'T6',
    coarse(someone('coarse', fast).type('cardamom and saffron').keys),
    text('cardamom and saffron'),
  ),
  person('choosing by a letter', 'W2', someone('choice').type('d').keys, {
    context: 'select',
    before: 'fig',
    after: 'date',
  }),
  person('a word in an editor', 'W3', someone('editor', fast).type('receipt').keys, {
    context: 'editable',
    after: 'receipt',
  }),
  person(
    'a paste into another field',
    'L10',
    [one('paste', '20007900T400690098F')],
    text('20007900T400690098F'),
  ),
  person('a suggestion taken in another field', 'L10', [one('insert', 'Dubai Marina')], text('Dubai Marina')),
  person(
    'a code by hand in our field',
    '2.6',
    someone('by hand').type('20007900T400690098F').tap('Enter').keys,
    entry('20007900T400690098F'),
  ),
  person(
    'a code by hand, fast',
    '2.6',
    someone('by hand, fast', fast).type('20007900T400690098F').tap('Enter').keys,
    entry('20007900T400690098F'),
  ),
  person(
    'a code by hand, in groups',
    '2.6',
    someone('in groups').type('2000 7900 T400-6900-98F').tap('Enter').keys,
    entry('20007900T400690098F'),
  ),
  person(
    'a code by hand, with Arabic digits',
    'L2',
    someone('by hand, digits', {layout: 'arabic-indic'}).type('200079004006').tap('Enter').keys,
    {
      ...entry('200079004006'),
      layout: 'arabic-indic',
    },
  ),
  person(
    'a code by hand, corrected',
    '2.6',
    someone('corrected').type('20007901').tap('Backspace').type('0T400690098F').tap('Enter').keys,
    entry('20007900T400690098F'),
  ),
];

function one(kind: 'insert' | 'paste', key: string): RecordedKey {
  return {at: 0, kind, key, code: '', shift: false, ctrl: false, alt: false, caps: false, repeat: false};
}

/** As told by a browser that rounds times down to 100 ms. */
export function coarse(keys: readonly RecordedKey[]): readonly RecordedKey[] {
  const reel = new Reel();
  reel.addAll(keys.map((key) => ({...key, at: Math.floor(key.at / 100) * 100})));
  return reel.keys;
}
