// The receipt of a payment at the counter: where the cashier's `success-url` leads. Anybody can type its address: what
// it says comes from the server.
import {elementsById} from '../shared/elements.js';
import {currentLocale, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {orderFromAddress, watchOrder} from '../shared/order-page.js';
import {receiptTexts} from './texts.js';

/** @import {OrderOnPage} from '../shared/order-page.js' */

const at = elementsById({
  heading: HTMLElement,
  sentence: HTMLElement,
  facts: HTMLElement,
  paid: HTMLElement,
  time: HTMLElement,
  number: HTMLElement,
  'payby-number': HTMLElement,
  print: HTMLButtonElement,
});
/** @type {OrderOnPage} */
let page = {state: 'asking', order: null};
const translate = translatePage(receiptTexts, showPage);
at('print').addEventListener('click', () => print());
showPage();
void watchOrder(orderFromAddress(), (seen) => {
  page = seen;
  showPage();
});

function showPage() {
  const {state, order} = page;
  at('heading').textContent = translate(`heading-${state}`);
  at('sentence').textContent = translate(`sentence-${state}`);
  const isReceipt = state === 'paid' && order !== null;
  at('facts').hidden = !isReceipt;
  at('print').hidden = !isReceipt;
  if (!isReceipt) return;
  const {totalAmount, merchantOrderNo, orderNo = '', paymentInfo} = order;
  at('paid').textContent = showMoney(totalAmount.amount, totalAmount.currency);
  // The counter's clock: the receipt is for somebody who stands in front of it
  at('time').textContent = paymentInfo
    ? new Intl.DateTimeFormat(currentLocale(), {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'Asia/Dubai',
      }).format(paymentInfo.paidTime)
    : '';
  at('number').textContent = merchantOrderNo;
  at('payby-number').textContent = orderNo;
}
