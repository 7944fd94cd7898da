/** What a screen reader says of the three flows, and in which order: Chromium's own accessibility tree, from the start. */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Page} from 'playwright-core';
import {brandNames} from '../../src/i18n/brand.js';
import type {CheckoutStrings, Message} from '../../src/i18n/strings.js';
import {words} from '../../src/server/words.js';
import {NOON, order, status} from '../support/orders.js';
import {BareShop} from './pages/bare-shop.js';

interface AXNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: {readonly value: string};
  readonly name?: {readonly value: string};
  readonly childIds?: readonly string[];
}

/** Whoever names it has said all of it. */
const NAMED = new Set(['button', 'link', 'image', 'textbox', 'DisclosureTriangle']);
/** A place whose changes are said at once. */
const LIVE = new Set(['status', 'alert', 'timer']);

/** The lines that are said, each with its role where that is more than text. */
async function spoken(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  const {nodes} = (await devtools.send('Accessibility.getFullAXTree')) as {nodes: readonly AXNode[]};
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines: string[] = [];
  const walk = (node: AXNode, live: string): void => {
    const [role = '', name = ''] = [node.role?.value, node.name?.value];
    if (!node.ignored && NAMED.has(role)) lines.push(`${live}${role}: ${plain(name)}`);
    else if (!node.ignored && role === 'StaticText') lines.push(live + plain(name));
    else {
      if (!node.ignored && role === 'group' && name) lines.push(`group: ${plain(name)}`);
      for (const id of node.childIds ?? [])
        walk(byId.get(id)!, !node.ignored && LIVE.has(role) ? `${role}: ` : live);
    }
  };
  walk(nodes[0]!, '');
  return lines.filter((line) => !/^(status: )?$/.test(line));
}

const plain = (text: string): string =>
  text
    .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('The spoken order of', () => {
  let shop: BareShop;
  before(async () => {
    shop = await BareShop.start();
  });
  after(async () => {
    await shop.close();
  });

  for (const locale of ['en', 'ar'] as const)
    for (const paySceneCode of ['DYNQR', 'QRPAY', 'CASHTOPUP'] as const)
      for (const phase of ['waiting', 'scanned', 'paid', 'failed'] as const)
        it(`${paySceneCode} in ${locale}, ${phase}`, async () => {
          const script = `const checkout = document.querySelector('payby-checkout');
            checkout.statusSource = () => new Promise(() => {});
            checkout.order = ${JSON.stringify(order({paySceneCode}))};`;
          const body = `<payby-checkout locale="${locale}"></payby-checkout>`;
          const page = await shop.open({body, script, now: NOON});
          await page.evaluate((told) => {
            if (told) document.querySelector('payby-checkout')!.setStatus(told);
          }, statuses[phase]);
          await page.waitForSelector(`payby-checkout:state(${phase})`);
          if (paySceneCode === 'CASHTOPUP') await page.waitForSelector('[part~=details] .copy');
          if (paySceneCode === 'CASHTOPUP' && (phase === 'waiting' || phase === 'scanned'))
            await page.waitForSelector('.tools', {state: 'attached'});
          const lines = paySceneCode === 'CASHTOPUP' ? cash(locale) : scan(locale);
          assert.deepEqual(await spoken(page), lines[phase].map(plain));
          await page.close();
        });
});

const statuses = {
  waiting: undefined,
  scanned: status('CREATED', {scanned: true}),
  paid: status('PAID_SUCCESS', {paymentInfo: {paidTime: NOON}}),
  failed: status('FAILURE'),
};

type Flow = Readonly<Record<keyof typeof statuses, readonly string[]>>;

const amounts = {en: 'AED 25.00', ar: '25.00 د.إ.'};
const subjects = {en: 'Karak mug', ar: 'كوب كرك'};
const times = {
  en: {ordered: 'Sun, 22 Nov, 12:00 PM', end: 'Sun, 22 Nov, 12:15 PM', paid: '12:00 PM'},
  ar: {ordered: 'الأحد، 22 نوفمبر، 12:00 م', end: 'الأحد، 22 نوفمبر، 12:15 م', paid: '12:00 م'},
};

/** What to pay and how long, what to do, the code, and which order it is. Then how it ended, and for which order. */
function scan(locale: 'en' | 'ar'): Flow {
  const {checkout, amount, subject} = textsOf(locale);
  const open = (message: Message): string[] => [
    `group: ${checkout.label}`,
    amount,
    subject,
    checkout.timeLeft,
    'timer: 15:00',
    `status: ${message.title}`,
    `status: ${message.text}`,
    `image: ${checkout.qrLabel(amount)}`,
    checkout.orderNumber,
    'M-1',
  ];
  const ended = (message: Message, ...time: string[]): string[] => [
    `group: ${checkout.label}`,
    ...[message.title, amount, ...time, checkout.orderNumber, 'M-1', message.text].map(
      (line) => `status: ${line}`,
    ),
  ];
  const {paid, failed} = words[locale].outcomes;
  return {
    waiting: open(checkout.scan),
    scanned: open(checkout.scanned),
    paid: ended(paid, times[locale].paid),
    failed: ended(failed),
  };
}

/** The deadline of a voucher follows the code, and after it come the buttons for the cashier. What is closed is not said. */
function cash(locale: 'en' | 'ar'): Flow {
  const {checkout, amount, subject} = textsOf(locale);
  const {voucher, guide, outcomes, exportTools} = words[locale];
  const facts = [
    checkout.orderNumber,
    'M-1',
    `button: ${voucher.copy}`,
    voucher.orderTime,
    times[locale].ordered,
  ];
  const open = (message: Message): string[] => [
    `group: ${checkout.label}`,
    amount,
    subject,
    `status: ${message.title}`,
    `status: ${message.text}`,
    `image: ${checkout.qrLabel(amount)}`,
    voucher.payBefore,
    times[locale].end,
    checkout.timeLeft,
    'timer: 15:00',
    `button: ${voucher.showCashier}`,
    `button: ${voucher.enlarge}`,
    ...facts,
    `DisclosureTriangle: ${guide.howTo}`,
    `DisclosureTriangle: ${exportTools(brandNames()).label}`,
  ];
  const ended = ({title, text}: Message, ...time: string[]): string[] => [
    `group: ${checkout.label}`,
    ...[title, amount, ...time, text].map((line) => `status: ${line}`),
    ...facts,
  ];
  return {
    waiting: open(checkout.cash),
    scanned: open(voucher.scanned(amount)),
    paid: [...ended(outcomes.paid, times[locale].paid), guide.done],
    failed: ended(outcomes.failed),
  };
}

function textsOf(locale: 'en' | 'ar'): {checkout: CheckoutStrings; amount: string; subject: string} {
  return {
    checkout: words[locale].checkout(brandNames()),
    amount: amounts[locale],
    subject: subjects[locale],
  };
}
