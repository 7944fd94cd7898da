import {expect} from '@open-wc/testing';
import {fillPage, printVoucher} from '../../../src/voucher/export/print-voucher.js';
import type {VoucherSheet} from '../../../src/voucher/voucher-model.js';
import {qrMatrix} from '../../../src/core/qr/qr-matrix.js';
import {qrPath} from '../../../src/core/qr/qr-path.js';
import {decodeSvg} from '../../support/decode-svg.js';
import {ManualClock, settle} from '../../support/manual-clock.js';
import {TOKEN} from '../../support/orders.js';

const voucher: VoucherSheet = {
  title: 'Pay in cash with PayBy',
  amount: 'AED 25.00',
  subject: '<b>500</b> coins',
  payBefore: ['Pay before Mon, 23 Nov 2026, 14:05'],
  orderNumber: 'Order number',
  merchantOrderNo: 'M-1',
  howTo: 'How to pay',
  steps: ['Go to a partner store.', 'Pay exactly AED 25.00 in cash.'],
  language: 'en',
  direction: 'ltr',
  qr: qrPath(qrMatrix(TOKEN)),
  cashierCards: [
    {
      language: 'en',
      direction: 'ltr',
      title: 'For the cashier',
      steps: ['Open PayBy POS'],
      balance: 'Balance: AED 25.00',
      facts: [{label: 'Order number', value: 'M-1', direction: 'ltr'}],
    },
    {
      language: 'ar',
      direction: 'rtl',
      title: 'لأمين الصندوق',
      steps: ['افتح PayBy POS'],
      balance: 'الرصيد 25.00 د.إ.',
      facts: [{label: 'الدفع قبل', value: 'الاثنين', direction: 'auto'}],
    },
  ],
};

/** Records every document that is printed. */
function printer(): {printed: Document[]; restore(): void} {
  const printed: Document[] = [];
  const property = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentDocument');
  if (!property?.get) throw new Error('frames have no document here');
  const {get} = property;
  Object.defineProperty(HTMLIFrameElement.prototype, 'contentDocument', {
    ...property,
    get(this: HTMLIFrameElement) {
      const page = get.call(this) as Document | null;
      if (page?.defaultView) page.defaultView.print = () => printed.push(page);
      return page;
    },
  });
  return {
    printed,
    restore: () => {
      Object.defineProperty(HTMLIFrameElement.prototype, 'contentDocument', property);
    },
  };
}
const framesOfPage = (): HTMLIFrameElement[] => [
  ...document.querySelectorAll<HTMLIFrameElement>('body > iframe'),
];

describe('printVoucher', () => {
  let paper: ReturnType<typeof printer>;
  let clock: ManualClock;
  let run: AbortController;
  beforeEach(() => {
    paper = printer();
    clock = new ManualClock();
    run = new AbortController();
  });
  afterEach(() => {
    run.abort();
    paper.restore();
    for (const frame of framesOfPage()) frame.remove();
  });
  const print = async (): Promise<Document> => {
    await printVoucher(voucher, true, clock, run.signal);
    const page = paper.printed[0];
    if (!page) throw new Error('nothing was printed');
    return page;
  };

  it('prints a document with the whole voucher and nothing of the page', async () => {
    document.body.append('content of the host page');
    const page = await print();
    const text = page.body.textContent;
    for (const line of [
      'AED 25.00',
      'Mon, 23 Nov 2026, 14:05',
      'M-1',
      'Go to a partner store.',
      'افتح PayBy POS',
      'Order number: M-1',
      'الدفع قبل: الاثنين',
      // What the cashier needs before anything else comes first
      'For the cashierBalance: AED 25.00Order number: M-1',
    ])
      expect(text).to.contain(line);
    expect(text).not.to.contain('content of the host page');
    expect(page.querySelectorAll('script, link, img, style, [style]')).to.have.length(0);
    expect(page.adoptedStyleSheets).to.have.length(1);
  });

  it('prints a code that reads as the token', async () => {
    const svg = (await print()).querySelector('svg');
    if (!svg) throw new Error('there is no code');
    expect(await decodeSvg(document.importNode(svg, true))).to.equal(TOKEN);
  });

  it('marks the language of the page and of each card, and escapes markup', async () => {
    const page = await print();
    expect([page.documentElement.lang, page.documentElement.dir]).to.deep.equal(['en', 'ltr']);
    const cards = [...page.querySelectorAll<HTMLElement>('.card')].map(({lang, dir}) => [lang, dir]);
    expect(cards).to.deep.equal([
      ['en', 'ltr'],
      ['ar', 'rtl'],
    ]);
    expect(page.querySelector('.subject')?.textContent).to.equal('<b>500</b> coins');
  });

  it('prints black on white whatever the page looks like', async () => {
    const page = await print();
    const {color, backgroundColor} = page.defaultView!.getComputedStyle(page.body);
    expect([color, backgroundColor]).to.deep.equal(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  });

  it('hides its frame from view, keyboard and screen reader', async () => {
    await print();
    const [frame] = framesOfPage();
    const {right, bottom} = frame!.getBoundingClientRect();
    expect(right <= 0 || bottom <= 0).to.equal(true);
    expect([frame!.tabIndex, frame!.getAttribute('aria-hidden')]).to.deep.equal([-1, 'true']);
  });

  it('removes its frame after a minute', async () => {
    await print();
    expect(framesOfPage()).to.have.length(1);
    await clock.advance(60_000);
    expect(framesOfPage()).to.have.length(0);
    expect(clock.sleeping).to.equal(0);
  });

  it('removes its frame at once when the order ends', async () => {
    await print();
    run.abort();
    await settle();
    expect(framesOfPage()).to.have.length(0);
  });

  it('rejects and prints nothing when the order ends before the frame is loaded', async () => {
    const printing = printVoucher(voucher, true, clock, run.signal).catch(() => 'refused');
    run.abort();
    expect(await printing).to.equal('refused');
    expect([paper.printed.length, framesOfPage().length]).to.deep.equal([0, 0]);
  });

  it('rejects when frames cannot be printed and the browser blocks the tab', async () => {
    const realOpen = window.open;
    window.open = () => null;
    try {
      const refused = await printVoucher(voucher, false, clock, run.signal).catch(String);
      expect(refused).to.contain('blocked the new tab');
    } finally {
      window.open = realOpen;
    }
  });
});

describe('fillPage', () => {
  it('writes only the code and its facts for a voucher without steps and cards', () => {
    const page = document.implementation.createHTMLDocument();
    fillPage(page, {...voucher, steps: [], cashierCards: []});
    expect(page.querySelectorAll('li')).to.have.length(0);
    expect(page.querySelectorAll('svg')).to.have.length(1);
  });
});
