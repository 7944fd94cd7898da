// The page of the shop that a paid payment leads to. Anybody can type its address: what it says comes from the server.
import {elementsById} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {orderMemory} from '../shared/open-order.js';
import {orderFromAddress, watchOrder} from '../shared/order-page.js';
import {thanksTexts} from './texts.js';

/** @import {OrderOnPage} from '../shared/order-page.js' */

const at = elementsById({
  heading: HTMLElement,
  sentence: HTMLElement,
  facts: HTMLElement,
  bought: HTMLElement,
  paid: HTMLElement,
  number: HTMLElement,
});
/** @type {OrderOnPage} */
let page = {state: 'asking', order: null};
const translate = translatePage(thanksTexts, showPage);
showPage();
void start();

async function start() {
  const number = orderFromAddress() ?? (await orderMemory('sidra').recall())?.merchantOrderNo;
  await watchOrder(number, (seen) => {
    page = seen;
    showPage();
  });
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
