/**
 * What a till's keyboard layout makes of a physical key. A gun set for US keyboards presses physical keys; the page
 * hears `code` (which key it was) and `key` (what the layout made of it).
 */

const rows = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
  'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Backslash',
  'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote',
  'KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash',
];
const codes = rows.join(' ').split(' ');

interface Table {
  readonly plain: readonly string[];
  readonly shifted: readonly string[];
  /** Keys that wait for the next letter, as `Dead`. */
  readonly dead?: string;
  /** Caps Lock acts on the digits too, as on a French keyboard under Windows. */
  readonly capsShiftsDigits?: boolean;
}

const keys = (line: string): readonly string[] => line.split(' ');

/** The Arabic table of Windows; the two-character keys are lam with an alef. */
const arabic: Table = {
  plain: keys(
    'ذ 1 2 3 4 5 6 7 8 9 0 - = ض ص ث ق ف غ ع ه خ ح ج د \\ ش س ي ب ل ا ت ن م ك ط ئ ء ؤ ر لا ى ة و ز ظ',
  ),
  shifted: keys('ّ ! @ # $ % ^ & * ) ( _ + َ ً ُ ٌ لإ إ ‘ ÷ × ؛ < > | ِ ٍ ] [ لأ أ ـ ، / : " ~ ْ } { لآ آ ’ , . ؟'),
};
const ligatures: Readonly<Record<string, string>> = {لا: 'ﻻ', لإ: 'ﻹ', لأ: 'ﻷ', لآ: 'ﻵ'};

const inEvery = (table: Table, change: (key: string) => string): Table => ({
  ...table,
  plain: table.plain.map(change),
  shifted: table.shifted.map(change),
});
const digitsFrom =
  (zero: string) =>
  (key: string): string =>
    /^\d$/.test(key) ? String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(key)) : key;

const tables = {
  us: {
    plain: keys(
      "` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] \\ a s d f g h j k l ; ' z x c v b n m , . /",
    ),
    shifted: keys(
      '~ ! @ # $ % ^ & * ( ) _ + Q W E R T Y U I O P { } | A S D F G H J K L : " Z X C V B N M < > ?',
    ),
  },
  'us-international': {
    plain: keys(
      "` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] \\ a s d f g h j k l ; ' z x c v b n m , . /",
    ),
    shifted: keys(
      '~ ! @ # $ % ^ & * ( ) _ + Q W E R T Y U I O P { } | A S D F G H J K L : " Z X C V B N M < > ?',
    ),
    dead: '`~^\'"',
  },
  azerty: {
    plain: keys(
      '² & é " \' ( - è _ ç à ) = a z e r t y u i o p ^ $ * q s d f g h j k l m ù w x c v b n , ; : !',
    ),
    shifted: keys(
      '~ 1 2 3 4 5 6 7 8 9 0 ° + A Z E R T Y U I O P ¨ £ µ Q S D F G H J K L M % W X C V B N ? . / §',
    ),
    dead: '^¨',
    capsShiftsDigits: true,
  },
  qwertz: {
    plain: keys(
      '^ 1 2 3 4 5 6 7 8 9 0 ß ´ q w e r t z u i o p ü + # a s d f g h j k l ö ä y x c v b n m , . -',
    ),
    shifted: keys(
      '° ! " § $ % & / ( ) = ? ` Q W E R T Z U I O P Ü * \' A S D F G H J K L Ö Ä Y X C V B N M ; : _',
    ),
    dead: '^´`',
  },
  dvorak: {
    plain: keys(
      "` 1 2 3 4 5 6 7 8 9 0 [ ] ' , . p y f g c r l / = \\ a o e u i d h t n s - ; q j k x b m w v z",
    ),
    shifted: keys(
      '~ ! @ # $ % ^ & * ( ) { } " < > P Y F G C R L ? + | A O E U I D H T N S _ : Q J K X B M W V Z',
    ),
  },
  russian: {
    plain: keys(
      'ё 1 2 3 4 5 6 7 8 9 0 - = й ц у к е н г ш щ з х ъ \\ ф ы в а п р о л д ж э я ч с м и т ь б ю .',
    ),
    shifted: keys(
      'Ё ! " № ; % : ? * ( ) _ + Й Ц У К Е Н Г Ш Щ З Х Ъ / Ф Ы В А П Р О Л Д Ж Э Я Ч С М И Т Ь Б Ю ,',
    ),
  },
  'arabic-windows': arabic,
  arabic: inEvery(arabic, (key) => ligatures[key] ?? key),
  /** What arrives where the browser has no name for a key of two characters. */
  'arabic-empty': inEvery(arabic, (key) => (key.length > 1 ? '' : key)),
  'arabic-indic': inEvery(arabic, digitsFrom('٠')),
  persian: {
    plain: keys(
      '÷ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹ ۰ - = ض ص ث ق ف غ ع ه خ ح ج چ \\ ش س ی ب ل ا ت ن م ک گ ظ ط ز ر ذ د پ و . /',
    ),
    shifted: keys('× ! ٬ ٫ ﷼ ٪ ^ ، * ) ( ـ + ْ ٌ ٍ ً ُ ِ َ ّ ] [ } { | ؤ ئ ي إ أ آ ة » « : ؛ ك ٓ ژ ٰ ء ٔ ء > < ؟'),
  },
  devanagari: {
    plain: keys('` १ २ ३ ४ ५ ६ ७ ८ ९ ० - ृ ौ ै ा ी ू ब ह ग द ज ड ़ ॉ ो े ् ि ु प र क त च ट ॆ ं म न व ल स , . य'),
    shifted: keys(
      '~ ! @ # $ % ^ & * ( ) ः ऋ औ ऐ आ ई ऊ भ ङ घ ध झ ढ ञ ऑ ओ ए अ इ उ फ ऱ ख थ छ ठ ऎ ँ ण ऩ ऴ ळ श ष । य़',
    ),
  },
} satisfies Record<string, Table>;

export type HostLayout = keyof typeof tables;

export interface PhysicalKey {
  readonly code: string;
  readonly shift: boolean;
}

/** Which key to press for a character, on a keyboard with that layout. */
export function physicalKey(character: string, layout: HostLayout = 'us'): PhysicalKey {
  if (character === ' ') return {code: 'Space', shift: false};
  const {plain, shifted} = tables[layout];
  const [low, high] = [plain.indexOf(character), shifted.indexOf(character)];
  const code = codes[low >= 0 ? low : high];
  if (!code) throw new Error(`no key for ${character} on ${layout}`);
  return {code, shift: low < 0};
}

/** What the layout makes of a key: the `key` that the page hears. */
export function layoutKey({code, shift}: PhysicalKey, layout: HostLayout, caps = false): string {
  if (code === 'Space') return ' ';
  const {plain, shifted, dead, capsShiftsDigits}: Table = tables[layout];
  const at = codes.indexOf(code);
  const [low = '', high = ''] = [plain[at], shifted[at]];
  const isLetter = low !== high && low.toUpperCase() === high;
  const turned = caps && (isLetter || (capsShiftsDigits === true && code.startsWith('Digit')));
  const key = shift !== turned ? high : low;
  return dead?.includes(key) ? 'Dead' : key;
}
