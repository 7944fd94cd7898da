// The page of the shop that a paid payment leads to. Anybody can type its address: what it says comes from the server.
import {elementsById} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {orderFromServer, orderMemory} from '../shared/open-order.js';
import {thanksTexts} from './texts.js';

/** @import {CreatedOrder} from '../shared/api-types.js' */

/** Between two requests for an order that is still open, ms. */
const POLL_MS = 2000;

const at = elementsById({
  heading: HTMLElement,
  sentence: HTMLElement,
  facts: HTMLElement,
  bought: HTMLElement,
  paid: HTMLElement,
  number: HTMLElement,
});
/** @type {{state: 'asking' | 'paid' | 'open' | 'unpaid' | 'returned' | 'unknown', order: CreatedOrder | null}} */
const page = {state: 'asking', order: null};
const translate = translatePage(thanksTexts, showPage);
showPage();
void start();

async function start() {
  const address = new URL(location.href);
  const named = address.searchParams.get('order');
  // The number gives access to the order: it does not stay in the address
  address.searchParams.delete('order');
  history.replaceState(null, '', address);
  const number = named ?? (await orderMemory('sidra').recall())?.merchantOrderNo; // after a reload
  while (page.state === 'asking' || page.state === 'open') {
    page.order = number === undefined ? null : await orderFromServer(number);
    page.state = stateOf(page.order);
    showPage();
    if (page.state === 'open') await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @param {CreatedOrder | null} order */
function stateOf(order) {
  if (order === null) return 'unknown';
  if (order.revoked) return 'returned';
  switch (order.status) {
    case 'PAID_SUCCESS':
    case 'SETTLED':
      return 'paid';
    case 'FAILURE':
      return 'unpaid';
    default:
      return 'open';
  }
}

function showPage() {
  const {state, order} = page;
  at('heading').textContent = translate(`heading-${state}`);
  at('sentence').textContent = translate(`sentence-${state}`);
  at('facts').hidden = state !== 'paid' || order === null;
  if (order === null) return;
  const {subject = '', subjectAr = subject, totalAmount, merchantOrderNo} = order;
  at('bought').textContent = currentLanguage() === 'ar' ? subjectAr : subject;
  at('paid').textContent = showMoney(totalAmount.amount, totalAmount.currency);
  at('number').textContent = merchantOrderNo;
}
