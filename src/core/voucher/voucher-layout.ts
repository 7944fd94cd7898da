/**
 * Lays out the picture of a voucher: a narrow sheet, top to bottom, as high as its text needs. The caller measures the
 * text.
 */

/** The text of an exported voucher, in the payer's language. */
export interface VoucherText {
  readonly title: string;
  readonly amount: string;
  readonly subject: string | undefined;
  /** "Pay before …", one line for each clock. */
  readonly payBefore: readonly string[];
  readonly orderNumber: string;
  readonly merchantOrderNo: string;
  readonly howTo: string;
  /** None for an order that is not paid in cash. */
  readonly steps: readonly string[];
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

export interface Font {
  /** px. */
  readonly size: number;
  readonly weight: 400 | 700;
}

/** One line of text; `y` is its baseline. */
export interface DrawnLine {
  readonly text: string;
  readonly font: Font;
  readonly x: number;
  readonly y: number;
  readonly align: 'center' | 'start';
  readonly direction: 'ltr' | 'rtl';
}

export interface VoucherLayout {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly DrawnLine[];
  /** The corner of the code and the size of a module, both in whole pixels, so that every edge is sharp. */
  readonly code: {readonly x: number; readonly y: number; readonly module: number};
}

export type Measure = (text: string, font: Font) => number;

export const WIDTH = 1080;
const MARGIN = 72;
const INNER = WIDTH - 2 * MARGIN;
const LINE_HEIGHT = 1.4;
/** Some phones write Urdu in Nastaliq, which needs taller lines. */
const URDU_LINE_HEIGHT = 1.9;
const STEP_INDENT = 64;

const TITLE: Font = {size: 44, weight: 400};
const AMOUNT: Font = {size: 112, weight: 700};
const SUBJECT: Font = {size: 44, weight: 400};
const DEADLINE: Font = {size: 48, weight: 700};
const LABEL: Font = {size: 36, weight: 400};
const NUMBER: Font = {size: 44, weight: 700};
const HEADING: Font = {size: 44, weight: 700};
const STEP: Font = {size: 42, weight: 400};

/** @param modules modules per side, quiet zone included */
export function layOutVoucher(voucher: VoucherText, modules: number, measure: Measure): VoucherLayout {
  const {direction} = voucher;
  const lines: DrawnLine[] = [];
  let y = MARGIN;
  const put = (text: string, font: Font, x: number, width: number, more: Partial<DrawnLine>): void => {
    for (const line of wrapped(text, width, (part) => measure(part, font))) {
      lines.push({text: line, font, x, y: Math.round(y + font.size), align: 'center', direction, ...more});
      y += font.size * lineHeight(line, voucher.language);
    }
  };
  const centred = (text: string, font: Font, more: Partial<DrawnLine> = {}): void => {
    put(text, font, WIDTH / 2, INNER, more);
  };

  centred(voucher.title, TITLE);
  centred(voucher.amount, fitting(voucher.amount, AMOUNT, measure));
  if (voucher.subject) centred(voucher.subject, SUBJECT);
  y += 16;
  for (const line of voucher.payBefore) centred(line, DEADLINE);
  const module = Math.floor(INNER / modules);
  const code = {x: Math.round((WIDTH - module * modules) / 2), y: Math.round(y), module};
  y = code.y + module * modules;
  centred(voucher.orderNumber, LABEL);
  centred(voucher.merchantOrderNo, NUMBER, {direction: 'ltr'});
  y += 40;
  const start = direction === 'rtl' ? WIDTH - MARGIN : MARGIN;
  const indented = direction === 'rtl' ? start - STEP_INDENT : start + STEP_INDENT;
  if (voucher.steps.length > 0) put(voucher.howTo, HEADING, start, INNER, {align: 'start'});
  voucher.steps.forEach((step, i) => {
    lines.push({
      text: `${i + 1}.`,
      font: STEP,
      x: start,
      y: Math.round(y + STEP.size),
      align: 'start',
      direction,
    });
    put(step, STEP, indented, INNER - STEP_INDENT, {align: 'start'});
    y += 8;
  });
  return {width: WIDTH, height: Math.ceil(y + MARGIN), lines, code};
}

/** Lines of digits and Latin letters have the same height in every language. */
const lineHeight = (line: string, language: string): number =>
  language === 'ur' && /[\u0600-\u06ff]/.test(line) ? URDU_LINE_HEIGHT : LINE_HEIGHT;

/** A long amount is drawn smaller rather than on two lines. */
function fitting(text: string, font: Font, measure: Measure): Font {
  const width = measure(text, font);
  return width <= INNER ? font : {...font, size: Math.floor((font.size * INNER) / width)};
}

/** Breaks a text into lines of whole words; only a word wider than a line is cut. A no-break space joins: "AED 25.00". */
export function wrapped(text: string, width: number, measure: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    const pieces = cut(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.slice(-1)[0] ?? '';
  }
  return line ? [...lines, line] : lines;
}

function cut(word: string, width: number, measure: (text: string) => number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece && measure(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
