// The partner store's POS: E-ATM → Cash In → check the code → take the cash → password → paid.
import {explain, read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {currentLanguage, speak} from '../shared/language.js';
import {readAmount, showMoney} from '../shared/money.js';
import {showNearbyCodes} from '../shared/nearby-codes.js';
import {posTexts} from './texts.js';

const at = (id) => document.getElementById(id);

/**
 * All this page remembers. `till` is the server's word on store, balance and payments; the messages are functions, so
 * that they can be said again in another language.
 */
const page = {till: null, order: null, busy: new Set(), message: () => '', adjustMessage: () => ''};

const say = speak(posTexts, showPage);
const lookAround = showNearbyCodes({
  list: at('nearby'),
  empty: at('nearby-empty'),
  say,
  onChoose: scan,
});
void loadTill();

at('scan-step').addEventListener('submit', (event) => {
  event.preventDefault();
  const tokenUrl = at('token').value.trim();
  if (tokenUrl) return void scan(tokenUrl);
  page.message = () => say('need-token');
  showPage();
  at('token').focus();
});

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
 * Runs a wish of each kind once at a time; a refusal ends as a sentence, and nothing that was entered is lost.
 * Answers with the code of the refusal, if there was one.
 */
async function once(kind, wish, tell) {
  if (page.busy.has(kind)) return 'busy';
  page.busy.add(kind);
  page[tell] = () => '';
  showPage();
  let refusal;
  try {
    await wish();
  } catch (error) {
    page[tell] = () => explain(error, say);
    refusal = error.code;
  }
  page.busy.delete(kind);
  showPage();
  return refusal;
}

async function loadTill() {
  try {
    page.till = await read('/gateway/pos');
  } catch (error) {
    // After a payment the answer has already told the balance; a list that comes late is no reason to unsay "paid".
    if (page.till === null) page.message = () => explain(error, say);
  }
  showPage();
}

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
  if (page.order === null) return at('token').select();
  // The cash is counted before the password: the amount is what is read out first.
  at('amount').focus({preventScroll: true});
}

/** What the cashier should know before any cash is taken. */
function warning({amount, currency}, scannedBefore) {
  const balance = page.till?.balance;
  if (balance !== undefined && fils(balance) < fils(amount))
    return say('balance-short', showMoney(balance, currency), showMoney(amount, currency));
  return scannedBefore ? say('scanned-before') : '';
}

/** "36.00" → 3600n: amounts have two decimals here, and are never floats. */
const fils = (amount) => BigInt(amount.replace('.', ''));

async function pay() {
  const {order} = page;
  const password = plainDigits(at('password').value);
  if (!password) {
    page.message = () => say('need-password');
    showPage();
    return at('password').focus();
  }
  const refusal = await once(
    'order',
    async () => {
      const answer = await send('/gateway/pos/pay', {orderNo: order.orderNo, password});
      page.till = {...page.till, balance: answer.balance};
      page.message = () => say('paid', showMoney(order.amount, order.currency));
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
    page.adjustMessage = () => say('need-balance');
    showPage();
    return at('new-balance').focus();
  }
  await once(
    'balance',
    async () => {
      const {balance} = await send('/gateway/pos/balance', {amount});
      page.till = {...page.till, balance};
      page.adjustMessage = () => say('balance-set');
    },
    'adjustMessage',
  );
}

function showScan() {
  page.order = null;
  at('token').value = '';
  at('password').value = '';
  showPage();
  at('token').focus();
  void lookAround();
}

function showPage() {
  at('scan-step').hidden = page.order !== null;
  at('pay-step').hidden = page.order === null;
  at('message').textContent = page.message();
  at('adjust-message').textContent = page.adjustMessage();
  at('pay').setAttribute('aria-disabled', String(page.busy.has('order')));
  showTill();
  if (page.order === null) return;
  at('amount').textContent = showMoney(page.order.amount, page.order.currency);
  at('subject').textContent = page.order.subject ?? '';
  at('number').textContent = page.order.merchantOrderNo;
}

function showTill() {
  if (page.till === null) return;
  const {store, balance, currency = 'AED', payments = []} = page.till;
  at('store').textContent = store ?? '';
  at('balance').textContent = showMoney(balance, currency);
  at('payments-empty').hidden = payments.length > 0;
  at('payments').replaceChildren(
    ...payments.map((payment) => paymentEntry(payment, payment.currency ?? currency)),
  );
}

function paymentEntry(payment, currency) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.textContent = new Intl.DateTimeFormat(currentLanguage() === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(payment.paidTime);
  const amount = document.createElement('strong');
  amount.textContent = showMoney(payment.amount, currency);
  const number = document.createElement('small');
  const isolated = document.createElement('bdi');
  isolated.textContent = payment.merchantOrderNo;
  number.append(isolated);
  item.append(time, amount, number);
  return item;
}
