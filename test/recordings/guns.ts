/** The guns of the recordings: what happens in shops, one script for each row of the list of causes. */
import {randomFrom, type Random} from '../../bench/polling/random.js';
import {shoot, shootByAlt, type Shot} from './gun.js';
import {Person} from './person.js';
import {
  recorded,
  type ExpectedScan,
  type RecordedKey,
  type Differences,
  type Recording,
} from './recording.js';
import {Reel} from './reel.js';

/** PayBy's one documented sample, and two of the same form. */
const CODE = '20007900T400690098F';
const OTHER = '20013507K815520664B';
const THIRD = '20040218Z093371775Y';
const PATTERN = '[0-9A-Z]{12,32}';
const URL = 'https://pay.example.ae/q?t=7Kd93-aX_2&v=1';

export const SEED = 5;
const chance = (name: string): Random => randomFrom(SEED, name);
const around = (middle: number, share: number, random: Random) => (): number =>
  middle * (1 + share * (2 * random() - 1));
const between = (low: number, high: number, random: Random) => (): number => low + (high - low) * random();

/** What the event should call the key that ended a scan. */
function ending(suffix: readonly string[] = ['Enter']): string {
  const [first = ''] = suffix;
  if (first.startsWith('Ctrl+')) return '?';
  return first === 'NumpadEnter' ? 'Enter' : first;
}

/** One shot, and that it is read. */
function gun(
  name: string,
  why: string,
  {code = CODE, text = code, ...shot}: Shot & {code?: string; text?: string} = {},
  changes: Differences = {},
): Recording {
  const scans: ExpectedScan[] = [{code, suffix: ending(shot.suffix)}];
  return recorded(name, why, shoot(text, shot), {layout: shot.layout ?? 'us', scans, ...changes});
}

/** A recording whose keys are put together by hand. */
function made(
  name: string,
  why: string,
  keys: readonly RecordedKey[],
  codes: readonly (string | ExpectedScan)[],
  changes: Differences = {},
): Recording {
  const scans = codes.map((code) => (typeof code === 'string' ? {code, suffix: 'Enter'} : code));
  return recorded(name, why, keys, {scans, ...changes});
}

const speeds = [0, 1, 2, 5, 8, 12, 20, 30, 35, 50, 60, 80, 100, 120, 150];

const speedRows = speeds.map((gap) =>
  gun(`${gap} ms a key, Enter`, gap < 35 ? 'T5' : 'T4', {gap, hold: gap * 0.4}),
);

const endings: readonly Recording[] = [
  gun('Enter of the keypad', 'F2', {suffix: ['NumpadEnter']}),
  gun('Tab as the last key', 'F4', {suffix: ['Tab']}),
  gun('a line feed as Ctrl+J', 'F1', {suffix: ['Ctrl+J']}),
  gun('a carriage return as Ctrl+M', 'F1', {suffix: ['Ctrl+M']}),
  gun('Enter and a line feed', 'F2', {suffix: ['Enter', 'Ctrl+J']}),
  gun('Enter twice', 'F2', {suffix: ['Enter', 'Enter'], gap: 15}),
  gun('Enter and Tab', 'F2', {suffix: ['Enter', 'Tab'], gap: 8}),
  gun('F12 as the last key', 'F8', {suffix: ['F12'], gap: 8}),
  gun('F8 as the last key', 'F8', {suffix: ['F8'], gap: 12}),
  gun('no last key, all at once', 'F5', {suffix: [], gap: 0, hold: 0}),
  gun('no last key, 10 ms a key', 'F5', {suffix: []}),
  gun('no last key, 20 ms a key', 'F5', {suffix: [], gap: 20}),
  gun('no last key, 50 ms a key', 'F5', {suffix: [], gap: 50, hold: 10}),
  gun('no last key, but the length is known', 'F5', {suffix: []}, {attributes: {length: '19'}}),
  made(
    'no last key, three customers one after the other',
    'F5',
    [
      ...shoot(CODE, {suffix: []}),
      ...shoot(OTHER, {suffix: [], at: 3000}),
      ...shoot(THIRD, {suffix: [], at: 6000}),
    ],
    [CODE, OTHER, THIRD].map((code) => ({code, suffix: ''})),
  ),
  gun(
    'a prefix character that the shop programmed',
    '2.6',
    {text: `~${CODE}`, code: CODE},
    {attributes: {prefix: '~'}},
  ),
  gun('a prefix key that the shop programmed', '2.6', {prefix: ['F9']}, {attributes: {prefix: 'F9'}}),
  gun('a last key that the shop named', '2.6', {suffix: ['Tab']}, {attributes: {suffix: 'Tab'}}),
];

const layouts: readonly Recording[] = [
  gun('Arabic keyboard, as Linux tells it', 'L1', {layout: 'arabic'}),
  gun('Arabic keyboard, two characters for one key, as Windows tells it', 'L1', {layout: 'arabic-windows'}),
  gun('Arabic keyboard, an empty key', 'L1', {layout: 'arabic-empty'}),
  gun('Arabic keyboard, 40 ms a key', 'L1', {layout: 'arabic-windows', gap: 40, code: OTHER}),
  gun('Arabic keyboard, small letters', 'L1', {layout: 'arabic-windows', code: 'bt20007900tb69'}),
  gun('Arabic keyboard, no last key', 'L1', {layout: 'arabic', suffix: []}),
  gun('Arabic digits', 'L2', {layout: 'arabic-indic'}),
  gun('Persian keyboard', 'L2', {layout: 'persian'}),
  gun('Hindi keyboard', 'L2', {layout: 'devanagari'}),
  gun('Russian keyboard', 'L1', {layout: 'russian', code: OTHER}),
  gun('French keyboard, gun set for US', 'L3', {layout: 'azerty'}),
  gun('French keyboard with Caps Lock, gun set for US', 'L3', {layout: 'azerty', caps: true}),
  gun('French keyboard, gun set for it', 'L4', {
    layout: 'azerty',
    gunLayout: 'azerty',
    code: 'QAZW7900M400690098A',
  }),
  gun(
    'German keyboard, gun set for US and said so',
    'L5',
    {layout: 'qwertz', code: THIRD},
    {
      attributes: {'scanner-layout': 'us'},
    },
  ),
  gun(
    'German keyboard, gun set for it and said so',
    'L5',
    {layout: 'qwertz', gunLayout: 'qwertz', code: THIRD},
    {
      attributes: {'scanner-layout': 'host'},
    },
  ),
  gun('German keyboard, gun set for it', 'L5', {layout: 'qwertz', gunLayout: 'qwertz', code: THIRD}),
  made(
    'German keyboard, after a code that gave the gun away',
    'L5',
    [...shoot('ACC-2000-7900', {layout: 'qwertz'}), ...shoot(THIRD, {layout: 'qwertz', at: 8000})],
    ['ACC-2000-7900', THIRD],
    {layout: 'qwertz'},
  ),
  gun('Dvorak, gun set for US and said so', 'L5', {layout: 'dvorak'}, {attributes: {'scanner-layout': 'us'}}),
  gun(
    'Dvorak, and only the pattern tells',
    'L5',
    {layout: 'dvorak', code: '2000Q790WZ0V400690'},
    {
      attributes: {pattern: '[0-9A-Z]{18}'},
    },
  ),
  gun('Caps Lock, and the gun does not know', 'L6', {caps: true}),
  gun('Caps Lock, and the gun leaves Shift out', 'L6', {caps: true, compensates: true}),
  gun('Caps Lock on an Arabic keyboard', 'L6', {caps: true, layout: 'arabic-windows'}),
  made('Caps Lock switched off and on by the gun around the code', 'L6', aroundCapsLock(CODE), [CODE]),
  gun('an input method that says Process', 'L7', {heard: ({code}) => ({code, key: 'Process'})}),
  gun('US international keyboard with dead keys', 'L8', {
    layout: 'us-international',
    code: 'AB"12^34~567',
    text: 'AB"12^34~567',
  }),
  gun('Android without physical keys', 'L9', {heard: ({key}) => ({code: '', key})}),
  gun('Android without physical keys, no last key', 'L9', {heard: ({key}) => ({code: '', key}), suffix: []}),
  gun('digits on the keypad', 'L12', {numpad: true}),
  gun('digits on the keypad of an Arabic till', 'L12', {numpad: true, layout: 'arabic-windows'}),
  gun('Shift in a report of its own', 'L1', {shiftLead: 4, gap: 10}),
  gun('fingerprinting protection that hides Shift', 'T6', {hidesShift: true}),
  stuckShift(),
];

const pieces: readonly Recording[] = [
  made(
    'a hand-held that inserts the code in one piece',
    'L10',
    [piece('insert', CODE), ...enter(40)],
    [{code: CODE, suffix: '?'}],
    {
      context: 'own',
    },
  ),
  made(
    'a hand-held that inserts the code and sends no Enter',
    'L10',
    [piece('insert', CODE)],
    [{code: CODE, suffix: ''}],
    {
      context: 'own',
    },
  ),
  made('a code pasted into our field', 'L10', [piece('paste', CODE)], [{code: CODE, suffix: ''}], {
    context: 'own',
  }),
  made(
    'a code pasted with Arabic digits and marks of direction',
    'L2',
    [piece('paste', '\u200f٢٠٠٠٧٩٠٠T٤٠٠٦٩٠٠٩٨F\u200e')],
    [{code: CODE, suffix: ''}],
    {context: 'own'},
  ),
  made('Alt and numbers on the keypad', 'L11', shootByAlt(CODE), [CODE]),
  made('Alt and numbers with Num Lock off', 'L11', shootByAlt(CODE, {numLock: false}), [CODE]),
  made('Alt and numbers under Windows, into our field', 'L11', shootByAlt(CODE, {inserts: true}), [CODE], {
    context: 'own',
  }),
];

const framing: readonly Recording[] = [
  ...[']Q1', ']C1', ']d2'].map((aim) =>
    gun(`the identifier ${aim} before the code`, 'F6', {text: aim + CODE, code: CODE}),
  ),
  gun('the identifier ]C1 on an Arabic keyboard', 'F6', {
    text: `]C1${CODE}`,
    code: CODE,
    layout: 'arabic-windows',
  }),
  gun('the identifier ]Q1 on a French keyboard', 'F6', {text: `]Q1${CODE}`, code: CODE, layout: 'azerty'}),
  gun('a group separator before the code', 'F7', {text: `\x1d${CODE}`, code: CODE}),
  gun('STX before the code and ETX after it', 'F7', {text: `\x02${CODE}\x03`, code: CODE}),
  gun('EOT after the code', 'F7', {text: `${CODE}\x04`, code: CODE}),
  gun('Ctrl+A before the code, a line feed after it', 'F7', {
    text: `\x01${CODE}`,
    code: CODE,
    suffix: ['Ctrl+J'],
  }),
  gun('a group separator inside', 'F7', {text: '20007900\x1dT400690098F'}, {scans: [], rejects: ['control']}),
  gun(
    'a code that would open a file',
    'F10',
    {text: '200079\x0f00T400690098F'},
    {scans: [], rejects: ['control']},
  ),
  gun('a code that would paste', 'F10', {text: '20007900T4\x16690098F'}, {scans: [], rejects: ['control']}),
  gun(
    'a code that would print, on an Arabic keyboard',
    'F10',
    {text: '20007900T4\x10690098F', layout: 'arabic'},
    {
      scans: [],
      rejects: ['control'],
    },
  ),
  gun(
    'an address, where only codes fit',
    'W8',
    {text: URL},
    {
      scans: [],
      rejects: ['pattern'],
      attributes: {pattern: PATTERN},
    },
  ),
  gun('an address, where anything fits', 'F9', {text: URL, code: URL, gap: 4}),
  gun('an address on an Arabic keyboard', 'L1', {text: URL, code: URL, layout: 'arabic-windows', gap: 6}),
  gun(
    'the number of a product',
    'W8',
    {text: '6291041500213'},
    {
      scans: [],
      rejects: ['pattern'],
      attributes: {pattern: '[0-9]{8}[A-Z][0-9]{9}[A-Z]'},
    },
  ),
  gun('a code of seven characters', '2.5', {text: '2000790'}, {scans: [], rejects: ['too-short']}),
  gun(
    'a gun that does not stop',
    '2.5',
    {text: `${CODE}${OTHER}`.repeat(4), gap: 2},
    {scans: [], rejects: ['too-long']},
  ),
  gun('an address, all at once', 'T5', {text: URL, code: URL, gap: 0, hold: 0}),
  gun('24 digits, 1 ms a key', 'T5', {code: '620079004006900987120033', gap: 1, hold: 0.4}),
  gun('a code of one digit, over and over', 'T7', {code: '0000000000000000', gap: 12}),
  gun('a code of digits only', 'W8', {code: '620079004006900987'}),
  gun('the shortest code', '2.5', {code: '2000790T', gap: 8}),
];

const stalls: readonly Recording[] = [
  gun('the stall recorded in Firefox', 'T2', {
    gap: [27, 13, 20, 28, 480, 1, 1, 0, 1, 1, 0, 2, 1, 16, 21, 19, 20, 22, 20],
  }),
  gun('the stall recorded in Firefox, no last key', 'T2', {
    gap: [27, 13, 20, 28, 480, 1, 1, 0, 1, 1, 0, 2, 1, 16, 21, 19, 20, 22, 20],
    suffix: [],
  }),
  gun('two small holes in a stream of 20 ms', 'T2', {gap: withHoles(20, {5: 79, 13: 88})}),
  gun('a hole of 200 ms after the second key', 'T2', {gap: withHoles(10, {1: 200})}),
  gun('a hole of 200 ms after the third key', 'T2', {gap: withHoles(10, {2: 200})}),
  gun('a hole of 200 ms after the twelfth key', 'T2', {gap: withHoles(10, {11: 200})}),
  gun('a hole of 590 ms in the middle', 'T2', {gap: withHoles(12, {9: 590})}),
  gun('a hole of 400 ms in the middle, no last key', 'T2', {gap: withHoles(12, {8: 400}), suffix: []}),
  gun('a hole of 400 ms before the last two characters, no last key', 'T2', {
    gap: withHoles(12, {16: 400}),
    suffix: [],
  }),
  gun('a hole of 400 ms before the last key', 'T2', {gap: withHoles(12, {18: 400})}),
  gun('a clock of 100 ms, 10 ms a key', 'T6', {clock: 100}),
  gun('a clock of 100 ms, 30 ms a key', 'T6', {clock: 100, gap: 30}),
  gun('a clock of 1 ms', 'T6', {clock: 1, gap: 7.3, hold: 2.1}),
  gun('a clock of 2 ms, no last key', 'T6', {clock: 2, gap: 4.7, hold: 1.3, suffix: []}),
  gun('Bluetooth under Windows, 12 ms', 'T4', {gap: around(12, 0.3, chance('bt 12')), hold: 5}),
  gun('Bluetooth on one Android, 35 ms', 'T4', {gap: around(35, 0.25, chance('bt 35')), hold: 12}),
  gun('Bluetooth on another Android, 50 ms', 'T4', {gap: around(50, 0.25, chance('bt 50')), hold: 12}),
  gun('a ring scanner, 60 to 120 ms', 'T4', {gap: between(60, 120, chance('ring')), hold: 15}),
  gun('a pocket scanner, about 110 ms', 'T4', {gap: around(110, 0.08, chance('pocket')), hold: 20}),
  gun('a Zebra with a delay, 80 to 100 ms', 'T4', {gap: between(80, 100, chance('zebra')), hold: 8}),
  gun('Bluetooth that sends again what was lost', 'T4', {
    gap: withHoles(12, {3: 48, 4: 1, 9: 60, 10: 1, 15: 36}),
    hold: 1,
  }),
  gun('Bluetooth that loses releases', 'T7', {losesUps: true}),
  gun('a key that comes up in the report of the next', 'T8', {
    gap: 8,
    hold: 8.6,
    rolls: true,
    code: '20195704T62839150F',
  }),
  lastKeyStuck(),
  firstKeyRepeats(),
];

const typed = 'rice 5kg';
const places: readonly Recording[] = [
  ...(['text', 'textarea'] as const).map((context) =>
    gun(
      `into another ${context === 'text' ? 'field' : 'text area'} that holds text`,
      'W1',
      {},
      {context, before: typed, after: typed},
    ),
  ),
  gun('into an empty field, all at once', 'W1', {gap: 0, hold: 0}, {context: 'text'}),
  gun('into another field, 30 ms a key', 'W1', {gap: 30}, {context: 'text', before: typed, after: typed}),
  gun('into another field, 60 ms a key', 'W1', {gap: 60}, {context: 'text', before: typed, after: typed}),
  gun('into another field, no last key', 'W1', {suffix: []}, {context: 'text', before: typed, after: typed}),
  gun(
    'into another field on an Arabic keyboard',
    'W1',
    {layout: 'arabic-windows'},
    {context: 'text', before: 'أرز', after: 'أرز'},
  ),
  gun(
    'into another field, with a stall',
    'W1',
    {gap: withHoles(12, {7: 300})},
    {context: 'text', before: typed, after: typed},
  ),
  gun(
    'into another field that is to keep it',
    '2.6',
    {},
    {
      context: 'text',
      attributes: {foreign: 'ignore'},
      scans: [],
      before: 'a',
      after: `a${CODE}`,
    },
  ),
  gun('on a choice of fruit', 'W2', {}, {context: 'select', before: 'fig', after: 'fig'}),
  gun('on a button, Enter', 'F3', {}, {context: 'button'}),
  gun('on a button, 100 ms a key', 'F3', {gap: 100, hold: 10}, {context: 'button'}),
  gun('on a button, a code with a space', 'F3', {code: '2000 7900 T400', gap: 8}, {context: 'button'}),
  gun('into our field', 'W1', {}, {context: 'own'}),
  gun('into our field, 100 ms a key', 'T4', {gap: 100, hold: 10}, {context: 'own'}),
  gun('into our field, Arabic keyboard', 'L1', {layout: 'arabic-windows', gap: 14}, {context: 'own'}),
  gun('into our field, no last key', 'F5', {suffix: [], gap: 14}, {context: 'own'}),
  gun('into a password', 'T10', {}, {context: 'password', scans: [], before: 'x', after: `x${CODE}`}),
  gun('into an editor', 'W3', {}, {context: 'editable', scans: [], after: CODE}),
  gun('into a field that the page keeps to itself', '2.1', {}, {context: 'ignored', scans: [], after: CODE}),
  made(
    'after two letters of a person',
    '2.3',
    behind(new Person(chance('head 2'), {median: 260}).type('ab'), 300, CODE),
    [CODE],
    {context: 'text', after: 'ab'},
  ),
  made(
    'after a word of a person',
    '2.3',
    behind(new Person(chance('head word'), {median: 210}).type('coriander'), 450, CODE),
    [CODE],
    {context: 'text', after: 'coriander'},
  ),
  made(
    'no last key, and a person presses a key soon after',
    '2.3',
    [...shoot(CODE, {suffix: []}), ...later(new Person(chance('soon after')).type('n').keys, 300)],
    [{code: CODE, suffix: ''}],
    {context: 'text', before: 'dill ', after: 'dill n'},
  ),
  made(
    'and then a person goes on typing',
    'W1',
    [...shoot(CODE), ...later(new Person(chance('after')).type('mint').keys, 900)],
    [CODE],
    {context: 'text', before: 'dill ', after: 'dill mint'},
  ),
];

const again: readonly Recording[] = [
  made('the same code twice, a double trigger', 'W6', [...shoot(CODE), ...shoot(CODE, {at: 450})], [CODE], {
    ignores: ['duplicate'],
  }),
  made(
    'the same code every four seconds',
    'W6',
    [0, 4000, 8000].flatMap((at) => [...shoot(CODE, {at})]),
    [CODE],
    {ignores: ['duplicate', 'duplicate']},
  ),
  made('the same code after six seconds', 'W6', [...shoot(CODE), ...shoot(CODE, {at: 6300})], [CODE, CODE]),
  made('two customers within a second', 'W7', [...shoot(CODE), ...shoot(OTHER, {at: 700})], [CODE, OTHER]),
  made(
    'a gun of 5 ms, then one of 100 ms',
    '2.3',
    [...shoot(CODE, {gap: 5}), ...shoot(OTHER, {at: 3000, gap: 100, hold: 10})],
    [CODE, OTHER],
  ),
  made(
    'a gun with Enter, then one without',
    '2.3',
    [...shoot(CODE), ...shoot(OTHER, {at: 3000, suffix: []})],
    [CODE, {code: OTHER, suffix: ''}],
  ),
];

export const guns: readonly Recording[] = [
  ...speedRows,
  ...endings,
  ...layouts,
  ...pieces,
  ...framing,
  ...stalls,
  ...places,
  ...again,
];

/** A steady stream with other gaps in some places. */
function withHoles(gap: number, holes: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({length: 40}, (_, i) => holes[i] ?? gap);
}

function piece(kind: 'insert' | 'paste', text: string): RecordedKey {
  return {
    at: 0,
    kind,
    key: text,
    code: '',
    shift: false,
    ctrl: false,
    alt: false,
    caps: false,
    repeat: false,
  };
}
function enter(at: number): readonly RecordedKey[] {
  return shoot('', {at});
}
function later(keys: readonly RecordedKey[], ms: number): readonly RecordedKey[] {
  return keys.map((key) => ({...key, at: Math.round((key.at + ms) * 10) / 10}));
}
function behind(person: Person, pause: number, code: string): readonly RecordedKey[] {
  return [...person.keys, ...shoot(code, {at: Math.ceil(person.time) + pause})];
}

function aroundCapsLock(code: string): readonly RecordedKey[] {
  const reel = new Reel();
  reel.press(0, 3, 'CapsLock', 'CapsLock');
  reel.addAll(shoot(code, {at: 10}));
  reel.press(212, 3, 'CapsLock', 'CapsLock', {caps: true});
  return reel.keys;
}

/** Someone leans on Shift: both readings are wrong, and nobody should guess. */
function stuckShift(): Recording {
  const reel = new Reel();
  reel.add('down', 0, 'ShiftRight', 'Shift', {shift: true});
  const held = shoot(CODE, {at: 300}).filter(({key}) => key !== 'Shift');
  const symbols = ')!@#$%^&*(';
  for (const key of held) {
    const digit = /^Digit(\d)$/.exec(key.code)?.[1];
    reel.addAll([{...key, shift: true, key: digit ? (symbols[Number(digit)] ?? '') : key.key}]);
  }
  reel.add('up', 900, 'ShiftRight', 'Shift');
  return made('someone leans on Shift', 'L13', reel.keys, [], {
    rejects: ['pattern'],
    attributes: {pattern: PATTERN},
  });
}

/** The release of the last key is lost: it repeats for a second until the gun sends something again. */
function lastKeyStuck(): Recording {
  const keys = shoot(CODE, {suffix: []}).filter(({code, kind}) => !(code === 'KeyF' && kind === 'up'));
  const reel = new Reel();
  reel.addAll(keys);
  for (let at = 690; at < 1200; at += 33) reel.add('down', at, 'KeyF', 'F', {repeat: true, shift: true});
  reel.add('up', 1210, 'KeyF', 'f');
  return made('the last key repeats, its release was lost, no Enter', 'T7', reel.keys, [
    {code: CODE, suffix: ''},
  ]);
}

/** A stall in the middle long enough for a key that is still down to repeat. */
function firstKeyRepeats(): Recording {
  const keys = shoot(CODE, {gap: withHoles(12, {6: 580})});
  const downs = keys.filter(({kind, key}) => kind === 'down' && key !== 'Shift');
  const [stuck, next] = [downs[6], downs[7]];
  if (!stuck || !next) throw new Error('too short');
  const reel = new Reel();
  reel.addAll(
    keys.filter((key) => !(key.kind === 'up' && key.code === stuck.code && key.at === stuck.at + 3)),
  );
  for (let at = stuck.at + 500; at < next.at - 5; at += 30)
    reel.add('down', at, stuck.code, stuck.key, {repeat: true});
  reel.add('up', next.at - 1, stuck.code, stuck.key);
  return made('a key repeats while the stream is held up', 'T7', reel.keys, [CODE]);
}
