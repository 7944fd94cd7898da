// The partner store's POS: E-ATM → Cash In → check the code → take the cash → password → paid.
import {ApiError, explain, logFailure, read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {elementsById, findTag} from '../shared/elements.js';
import {currentLocale, translatePage} from '../shared/language.js';
import {readAmount, showMoney, toFils} from '../shared/money.js';
import {showNearbyCodes} from '../shared/nearby-codes.js';
import {posTexts} from './texts.js';

/** @import {GatewayOrder, Money, PosState, StorePayment} from '../shared/api-types.js' */

const at = elementsById({
  store: HTMLElement,
  balance: HTMLElement,
  'scan-step': HTMLElement,
  'pay-step': HTMLFormElement,
  amount: HTMLElement,
  subject: HTMLElement,
  number: HTMLElement,
  password: HTMLInputElement,
  pay: HTMLButtonElement,
  other: HTMLButtonElement,
  message: HTMLElement,
  nearby: HTMLElement,
  'nearby-empty': HTMLElement,
  payments: HTMLElement,
  'payments-empty': HTMLElement,
  adjust: HTMLFormElement,
  'new-balance': HTMLInputElement,
  'adjust-message': HTMLElement,
});
const scanInput = findTag(document, 'payby-scan-input');

/**
 * The whole state of this page. `till` is what the server answered about store, balance and payments; the messages are
 * functions, so that they can be shown again in another language.
 * @type {{
 *   till: PosState | null,
 *   order: GatewayOrder | null,
 *   busy: Set<string>,
 *   message: () => string,
 *   adjustMessage: () => string,
 * }}
 */
const page = {till: null, order: null, busy: new Set(), message: () => '', adjustMessage: () => ''};

const translate = translatePage(posTexts, showPage);
const refreshNearbyCodes = showNearbyCodes({
  list: at('nearby'),
  empty: at('nearby-empty'),
  translate,
  onChoose: scan,
});
void loadTill();

// By a scanner, the camera, the clipboard or a person. The field shows a refusal itself, and the camera goes on reading.
for (const name of /** @type {const} */ (['payby-scan', 'payby-manual'])) {
  scanInput.addEventListener(name, (event) => event.waitUntil(scanCode(event.detail.code)));
}

// The code is taken: the field is locked again until the next one.
scanInput.addEventListener('change', showPage);

at('pay-step').addEventListener('submit', (event) => {
  event.preventDefault();
  void pay();
});

at('other').addEventListener('click', () => {
  page.message = () => '';
  showScan();
});

at('adjust').addEventListener('submit', (event) => {
  event.preventDefault();
  void setBalance();
});

/**
 * Runs one request of each kind at a time. A refusal becomes a sentence, and nothing that was entered is lost.
 * @param {string} kind
 * @param {() => Promise<void>} request
 * @param {'message' | 'adjustMessage'} messageKey where the sentence goes
 * @returns {Promise<string | undefined>} the code of the refusal, if there was one
 */
async function once(kind, request, messageKey) {
  if (page.busy.has(kind)) return 'busy';
  page.busy.add(kind);
  page[messageKey] = () => '';
  showPage();
  let refusal;
  try {
    await request();
  } catch (error) {
    logFailure(error);
    page[messageKey] = () => explain(error, translate);
    refusal = error instanceof ApiError ? error.code : 'other';
  }
  page.busy.delete(kind);
  showPage();
  return refusal;
}

async function loadTill() {
  try {
    page.till = await read('/gateway/pos');
  } catch (error) {
    logFailure(error);
    // After a payment its answer has already brought the balance: a list that fails to load may not replace "paid".
    if (page.till === null) page.message = () => explain(error, translate);
  }
  showPage();
}

/**
 * Rejects with the sentence of a refusal, which is then shown in the field.
 * @param {string} tokenUrl
 */
async function scanCode(tokenUrl) {
  await scan(tokenUrl);
  if (page.order !== null) return;
  const sentence = page.message();
  page.message = () => '';
  showPage();
  throw new Error(sentence);
}

/** @param {string} tokenUrl */
async function scan(tokenUrl) {
  await once(
    'order',
    async () => {
      const {order, scannedBefore} = await send('/gateway/pos/scan', {tokenUrl});
      page.order = order;
      page.message = () => warning(order, scannedBefore);
    },
    'message',
  );
  if (page.order === null) return;
  // The cash is counted before the password: the amount is what is read out first.
  at('amount').focus({preventScroll: true});
}

/**
 * What the cashier should know before taking any cash.
 * @param {Money} price
 * @param {boolean} scannedBefore
 */
function warning({amount, currency}, scannedBefore) {
  const balance = page.till?.balance;
  if (balance !== undefined && toFils(balance) < toFils(amount))
    return translate('balance-short', showMoney(balance, currency), showMoney(amount, currency));
  return scannedBefore ? translate('scanned-before') : '';
}

async function pay() {
  const {order} = page;
  if (order === null) return;
  const password = plainDigits(at('password').value);
  if (!password) {
    page.message = () => translate('need-password');
    showPage();
    return at('password').focus();
  }
  const refusal = await once(
    'order',
    async () => {
      const {balance} = await send('/gateway/pos/pay', {orderNo: order.orderNo, password});
      if (page.till) page.till = {...page.till, balance};
      page.message = () => translate('paid', showMoney(order.amount, order.currency));
      showScan();
      void loadTill();
    },
    'message',
  );
  // Nothing can be done about this order any more: its sentence stays, and the next code may come.
  if (refusal === 'expired-code' || refusal === 'already-paid') return showScan();
  if (page.order) at('password').select();
}

async function setBalance() {
  const amount = readAmount(at('new-balance').value);
  if (amount === null) {
    page.adjustMessage = () => translate('need-balance');
    showPage();
    return at('new-balance').focus();
  }
  await once(
    'balance',
    async () => {
      const {balance} = await send('/gateway/pos/balance', {amount});
      if (page.till) page.till = {...page.till, balance};
      else void loadTill();
      page.adjustMessage = () => translate('balance-set');
    },
    'adjustMessage',
  );
}

function showScan() {
  page.order = null;
  scanInput.release();
  at('password').value = '';
  showPage();
  scanInput.focus();
  void refreshNearbyCodes();
}

function showPage() {
  at('scan-step').inert = page.order !== null;
  if (page.order) scanInput.busy = true; // a stray scan changes nothing
  at('pay-step').hidden = page.order === null;
  at('message').textContent = page.message();
  at('adjust-message').textContent = page.adjustMessage();
  at('pay').setAttribute('aria-disabled', String(page.busy.has('order')));
  if (page.till) showTill(page.till);
  if (page.order === null) return;
  at('amount').textContent = showMoney(page.order.amount, page.order.currency);
  at('subject').textContent = page.order.subject ?? '';
  at('number').textContent = page.order.merchantOrderNo;
}

/** @param {PosState} till */
function showTill({store, balance, currency, payments}) {
  at('store').textContent = store;
  at('balance').textContent = showMoney(balance, currency);
  at('payments-empty').hidden = payments.length > 0;
  at('payments').replaceChildren(...payments.map((payment) => paymentEntry(payment, currency)));
}

/**
 * @param {StorePayment} payment
 * @param {string} currency
 */
function paymentEntry({amount, merchantOrderNo, paidTime}, currency) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Intl.DateTimeFormat(currentLocale(), {
    hour: '2-digit',
    minute: '2-digit',
  }).format(paidTime);
  const money = document.createElement('strong');
  money.textContent = showMoney(amount, currency);
  const number = document.createElement('small');
  const isolated = document.createElement('bdi');
  isolated.textContent = merchantOrderNo;
  number.append(isolated);
  item.append(time, money, number);
  return item;
}
