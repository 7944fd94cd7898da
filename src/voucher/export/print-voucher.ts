/**
 * Prints a voucher from a document of its own, without the page around it. The sheet fits office paper and the 80 mm
 * roll of a till. It has no script and no inline style, so that the strict CSP of a page, which it inherits, allows it.
 */
import type {Clock} from '../../core/clock.js';
import type {QrImage} from '../../core/qr/qr-path.js';
import {adoptStyles} from '../../shared/styles/adopt-styles.js';
import type {CashierCard, VoucherSheet} from '../voucher-model.js';

/** Phones open the print dialog again after a printer was chosen, so the sheet stays this long, ms. */
const REMOVE_AFTER_MS = 60_000;

/**
 * Resolves when the print dialog has been opened; the sheet is removed later, at the latest when `signal` aborts.
 * @param canPrintFrames false where the browser prints the whole page instead of a frame: the sheet is a tab then
 */
export async function printVoucher(
  sheet: VoucherSheet,
  canPrintFrames: boolean,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const {page, remove} = canPrintFrames ? await openFrame() : openTab();
  const view = page.defaultView;
  if (!view || signal.aborted) {
    remove();
    throw new Error('Printing was cancelled, or the print frame has no window.');
  }
  fillPage(page, sheet);
  const closed = new Promise<void>((resolve) => {
    if (navigator.maxTouchPoints === 0) view.addEventListener('afterprint', () => resolve());
  });
  void Promise.race([closed, clock.sleep(REMOVE_AFTER_MS, signal)]).then(remove);
  view.focus();
  view.print();
}

interface PrintTarget {
  readonly page: Document;
  readonly remove: () => void;
}

async function openFrame(): Promise<PrintTarget> {
  const frame = document.createElement('iframe');
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  // Off screen, but laid out: Firefox prints nothing of a frame without layout
  Object.assign(frame.style, {
    position: 'fixed',
    inset: 'auto 100% 100% auto',
    width: '1px',
    height: '1px',
    border: '0',
  });
  // Some browsers replace the first empty document; the one after `load` stays
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
  throw new Error('This page may not contain frames.');
}

function openTab(): PrintTarget {
  const tab = window.open('', '_blank');
  if (!tab) throw new Error('The browser blocked the new tab.');
  return {
    page: tab.document,
    remove: () => {
      tab.close();
    },
  };
}

/** Writes the sheet into an empty document. */
export function fillPage(page: Document, sheet: VoucherSheet): void {
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
  const fact = ({label, value, direction}: CashierCard['facts'][number]): HTMLElement => {
    const bold = make('b', '', value);
    bold.dir = direction;
    return make('p', `fact ${direction}`, `${label}: `, bold);
  };
  const number = make('b', 'number', sheet.merchantOrderNo);
  number.dir = 'ltr';
  const subject = make('p', 'subject', sheet.subject ?? '');
  subject.dir = 'auto';

  page.title = `${sheet.title} ${sheet.merchantOrderNo}`;
  page.documentElement.lang = sheet.language;
  page.documentElement.dir = sheet.direction;
  page.body.replaceChildren(
    make(
      'main',
      '',
      make('p', 'title', sheet.title),
      make('p', 'amount', sheet.amount),
      ...(sheet.subject ? [subject] : []),
      ...sheet.payBefore.map((line) => make('p', 'deadline', line)),
      codeOf(page, sheet.qr),
      make('p', '', `${sheet.orderNumber} `, number),
    ),
    ...(sheet.steps.length > 0
      ? [make('section', 'steps', make('h2', '', sheet.howTo), list(sheet.steps))]
      : []),
    make(
      'footer',
      '',
      ...sheet.cashierCards.map(({language, direction, title, steps, balance, facts}) => {
        const card = make(
          'section',
          'card',
          make('h2', '', title),
          make('p', '', balance),
          ...facts.map(fact),
          list(steps),
        );
        card.lang = language;
        card.dir = direction;
        return card;
      }),
    ),
  );
  adoptStyles(page, STYLES);
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
 * No page margins, where browsers would print address and date; the body has a padding instead. On a roll the cards
 * leave out the numbers, which stand above them already.
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
