/**
 * Prints a voucher from a document of its own, so that nothing of the page around it comes along. One sheet fits
 * office paper and the 80 mm roll of a till: whichever the printer has. It holds no script and no inline style, so a
 * strict CSP, which it inherits, lets it be.
 */
import type {Clock} from '../../core/clock.js';
import type {QrImage} from '../../core/qr/qr-path.js';
import type {VoucherWords} from '../../core/voucher/voucher-layout.js';

/** What the cashier does, in one language. */
export interface PrintedCard {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
  readonly steps: readonly string[];
  readonly balance: string;
  /** Amount, order number, end: what the cashier checks. */
  readonly facts: readonly {
    readonly label: string;
    readonly value: string;
    readonly direction: 'ltr' | 'auto';
  }[];
}

export interface PrintedVoucher {
  readonly words: VoucherWords;
  readonly qr: QrImage;
  readonly cards: readonly PrintedCard[];
}

/** How long a sheet is kept for a dialog that comes back to it: phones do, when a printer is chosen. */
const KEPT_MS = 60_000;

/**
 * Resolves when the dialog has been opened; the sheet is removed later, at the latest with `signal`.
 * @param canPrintFrames where a frame cannot be printed alone, the sheet is a tab of its own
 */
export async function printVoucher(
  voucher: PrintedVoucher,
  canPrintFrames: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const sheet = canPrintFrames ? await openFrame() : openTab();
  const view = sheet.page.defaultView;
  if (!view || signal.aborted) {
    sheet.remove();
    throw new Error('there is nothing to print on');
  }
  fillSheet(sheet.page, voucher);
  const closed = new Promise<void>((resolve) => {
    if (navigator.maxTouchPoints === 0) view.addEventListener('afterprint', () => resolve());
  });
  void Promise.race([closed, clock.sleep(KEPT_MS, signal)]).then(sheet.remove);
  view.focus();
  view.print();
}

interface Sheet {
  readonly page: Document;
  readonly remove: () => void;
}

async function openFrame(): Promise<Sheet> {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  // Out of sight, but laid out: Firefox prints nothing of what is not
  Object.assign(frame.style, {
    position: 'fixed',
    inset: 'auto 100% 100% auto',
    width: '1px',
    height: '1px',
    border: '0',
  });
  // Some browsers replace the first empty document by another, and only then it is there to stay
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve, {once: true});
  });
  document.body.append(frame);
  await loaded;
  const remove = (): void => {
    frame.remove();
  };
  if (frame.contentDocument) return {page: frame.contentDocument, remove};
  remove();
  throw new Error('this page may not have frames');
}

function openTab(): Sheet {
  const tab = window.open('', '_blank');
  if (!tab) throw new Error('this browser opens no tab');
  return {
    page: tab.document,
    remove: () => {
      tab.close();
    },
  };
}

/** Writes the sheet into an empty document. */
export function fillSheet(page: Document, {words, qr, cards}: PrintedVoucher): void {
  const make = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    className: string,
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[K] => {
    const element = page.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
  };
  const list = (steps: readonly string[]): HTMLElement =>
    make('ol', '', ...steps.map((step) => make('li', '', step)));
  const fact = ({label, value, direction}: PrintedCard['facts'][number]): HTMLElement => {
    const bold = make('b', '', value);
    bold.dir = direction;
    return make('p', `fact ${direction}`, `${label}: `, bold);
  };
  const number = make('b', 'number', words.merchantOrderNo);
  number.dir = 'ltr';
  const subject = make('p', 'subject', words.subject ?? '');
  subject.dir = 'auto';

  page.title = `${words.title} ${words.merchantOrderNo}`;
  page.documentElement.lang = words.language;
  page.documentElement.dir = words.direction;
  page.body.replaceChildren(
    make(
      'main',
      '',
      make('p', 'title', words.title),
      make('p', 'amount', words.amount),
      ...(words.subject ? [subject] : []),
      ...words.payBefore.map((line) => make('p', 'deadline', line)),
      codeOf(page, qr),
      make('p', '', `${words.orderNumber} `, number),
    ),
    ...(words.steps.length > 0
      ? [make('section', 'steps', make('h2', '', words.howTo), list(words.steps))]
      : []),
    make(
      'footer',
      '',
      ...cards.map(({language, direction, title, steps, balance, facts}) => {
        const card = make(
          'section',
          'card',
          make('h2', '', title),
          ...facts.map(fact),
          list(steps),
          make('p', '', balance),
        );
        card.lang = language;
        card.dir = direction;
        return card;
      }),
    ),
  );
  dress(page);
}

function codeOf(page: Document, {path, size}: QrImage): SVGElement {
  const make = (tag: string, attributes: Record<string, string>): SVGElement => {
    const element = page.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = make('svg', {viewBox: `0 0 ${size} ${size}`, 'shape-rendering': 'crispEdges'});
  svg.append(make('path', {fill: '#fff', d: `M0 0h${size}v${size}H0z`}), make('path', {d: path}));
  return svg;
}

/**
 * No page margins, so that browsers put no address and date there; the room is kept inside. On a roll the cards leave
 * out what is above them in digits that everyone reads.
 */
const STYLES = `
@page { margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { padding: 14mm; color: #000; background: #fff; font: 11pt/1.4 system-ui, sans-serif; overflow-wrap: anywhere }
main { text-align: center }
.title { font-size: 13pt }
.amount { font-size: 30pt; font-weight: 700; line-height: 1.2 }
.deadline { font-size: 13pt; font-weight: 700 }
svg { display: block; inline-size: 80mm; margin: 2mm auto }
h2 { font-size: 1.1em; margin-block-end: 1mm }
ol { padding-inline-start: 6mm }
.steps { inline-size: fit-content; margin: 5mm auto }
footer { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm }
.card { padding: 4mm; border: 1px solid #000; font-size: 10pt; break-inside: avoid }
b { unicode-bidi: isolate }
:is(main, .steps):lang(ur) { line-height: normal }
.card ol { margin-block: 1mm }
@media (max-width: 160mm) {
  body { padding: 8mm }
  svg { inline-size: 66mm; margin-block: 0 }
  .steps { margin-block: 2mm }
  :is(main, .steps):lang(ur) { line-height: 1.5 }
  footer { gap: 3mm }
  .card { padding: 1.5mm 2mm; font-size: 8pt }
}
@media (max-width: 120mm) {
  body { padding: 2mm 4mm; font-size: 9pt; line-height: 1.25 }
  .title, .deadline { font-size: 11pt }
  .amount { font-size: 20pt }
  svg { inline-size: 56mm }
  .steps { margin: 1mm 0 }
  footer { grid-template-columns: 1fr; gap: 1mm }
  .ltr { display: none }
}`;

function dress(page: Document): void {
  const View = page.defaultView;
  try {
    if (!View) return;
    const sheet = new View.CSSStyleSheet(); // of the sheet's own document: no other may be adopted
    sheet.replaceSync(STYLES);
    page.adoptedStyleSheets = [sheet];
  } catch {
    page.head.append(Object.assign(page.createElement('style'), {textContent: STYLES})); // Safari before 16.4
  }
}
