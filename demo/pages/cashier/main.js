// A counter: key in the amount → scan the customer's own code → the server charges it → see that it is paid. The scan
// field listens in every step, so that a stray scan neither changes the amount nor presses a button.
import {ApiError, logFailure, send} from '../shared/api.js';
import {CURRENCY, TERMINAL_ID} from '../shared/counter.js';
import {customerDisplayOf} from '../shared/customer-display.js';
import {elementsById, find, findTag} from '../shared/elements.js';
import {showEvents} from '../shared/event-log.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {readAmount, showMoney} from '../shared/money.js';
import {orderFromServer, orderMemory} from '../shared/open-order.js';
import {needsPassword, tidyAmount} from './amount.js';
import {ANY_CODE, kindOf} from './scanned-code.js';
import {RETRY_CANCEL_MS, startPaymentTimers, TRIES_BEFORE_HELP} from './slow-payment.js';
import {cashierTexts} from './texts.js';

/** @import {FailureReason} from 'payby-checkout' */
/** @import {CreatedOrder} from '../shared/api-types.js' */
/** @import {DisplayView} from '../shared/customer-display.js' */
/** @typedef {keyof typeof cashierTexts.en} TextKey */

/** Between a result and the Enter that ends it, ms: a person has read the result by then, and a scanner is faster. */
const MIN_READING_MS = 600;
/** More than the keys of any code. */
const MOST_KEYS = 128;

const at = elementsById({
  sale: HTMLFormElement,
  amount: HTMLInputElement,
  'amount-message': HTMLElement,
  charge: HTMLButtonElement,
  change: HTMLButtonElement,
  'customer-heading': HTMLElement,
  'status-message': HTMLElement,
  cancel: HTMLButtonElement,
  rescan: HTMLButtonElement,
  receipt: HTMLAnchorElement,
  next: HTMLButtonElement,
  sound: HTMLButtonElement,
  'open-display': HTMLAnchorElement,
});
const main = findTag(document, 'main');
const keypad = find(document, '.keypad', HTMLElement);
const scanArea = find(document, '.scan-area', HTMLElement);
const checkout = findTag(document, 'payby-checkout');
const scanInput = findTag(document, 'payby-scan-input');
const memory = orderMemory('counter');
const showCustomer = customerDisplayOf(TERMINAL_ID);
const speed = Number(main.dataset['speed']) || 1; // set by tests, which cannot wait for two minutes

/**
 * What this page knows of one customer.
 * @typedef {object} Customer
 * @property {'amount' | 'scan' | 'pay' | 'result'} step
 * @property {string | null} amount
 * @property {string | null} orderNumber
 * @property {boolean} isPlacing The code is on its way to PayBy.
 * @property {'again' | 'refused' | null} refusal What the customer is told of the last code: show another one, or pay
 *   another way.
 * @property {boolean} isOutcomeUnknown The request that starts the payment got no answer.
 * @property {boolean} mayCancel
 * @property {boolean} isCancelling
 * @property {boolean} needsHelp
 * @property {'paid' | 'missing' | FailureReason | null} result The server's word; `missing` is a payment that PayBy
 *   never received.
 * @property {string | null} receiptUrl
 * @property {TextKey | null} amountProblem
 * @property {TextKey | null} notice
 */

/** @type {Readonly<Customer>} */
const newCustomer = {
  step: 'amount',
  amount: null,
  orderNumber: null,
  isPlacing: false,
  refusal: null,
  isOutcomeUnknown: false,
  mayCancel: false,
  isCancelling: false,
  needsHelp: false,
  result: null,
  receiptUrl: null,
  amountProblem: null,
  notice: null,
};

/** The whole state of this page; the customer's code is not part of it. */
const page = {...newCustomer};
let stopPaymentTimers = () => {};
let resultAt = 0;
let keyAt = 0;
/** @type {{timeStamp: number, amount: string}[]} The amount before each of the last keys. */
const lastKeys = [];

scanInput.pattern = ANY_CODE;
const translate = translatePage(cashierTexts, showPage);
showEvents();
showPage();
at('amount').focus();
void restore();

// ── The amount ──────────────────────────────────────────────────────────────────────────────────────────────────

at('sale').addEventListener('submit', (event) => {
  event.preventDefault();
  if (page.step !== 'amount') return;
  const typed = at('amount').value;
  const amount = readAmount(typed);
  if (amount) {
    at('amount').value = amount;
    return startScanStep(amount);
  }
  change({amountProblem: /[,٬]/.test(typed) ? 'need-point' : 'need-amount'});
  at('amount').focus();
});

at('amount').addEventListener('input', () => keyIn(at('amount').value));
at('amount').addEventListener('keydown', (event) => {
  // On that key a comma means fils for sure, whatever the keyboard's language
  if (event.code !== 'NumpadDecimal' || event.key === '.') return;
  event.preventDefault();
  keyIn(`${at('amount').value}.`);
});

// The first keys of a stray scan reach this page before the element recognises them, and `keyIn` tidies what they typed:
// the amount is set back to what it was before them
document.addEventListener(
  'keydown',
  ({key, timeStamp}) => {
    if (/^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock)$/.test(key)) return;
    lastKeys.push({timeStamp, amount: at('amount').value});
    if (lastKeys.length > MOST_KEYS) lastKeys.shift();
  },
  {capture: true},
);
scanInput.addEventListener('payby-scan-leak', ({detail: {leaked, startedAt}}) => {
  const keys = lastKeys.filter(({timeStamp}) => timeStamp >= startedAt);
  // With more keys a person has typed since, and the element has restored the field around that
  if (page.step === 'amount' && keys[0] && keys.length === leaked) at('amount').value = keys[0].amount;
});

// The keys of the screen leave the focus in the field, for those of the keyboard
keypad.addEventListener('pointerdown', (event) => event.preventDefault());
keypad.addEventListener('click', (event) => {
  const key = event.target instanceof Element ? event.target.closest('button')?.value : undefined;
  const typed = at('amount').value;
  if (key) keyIn(key === 'erase' ? typed.slice(0, -1) : typed + key);
});

/** @param {string} typed */
function keyIn(typed) {
  if (page.step !== 'amount') return void (at('amount').value = page.amount ?? ''); // charged is charged
  const tidy = tidyAmount(typed);
  if (tidy !== at('amount').value) at('amount').value = tidy;
  if (page.amountProblem || page.notice) change({amountProblem: null, notice: null});
}

at('change').addEventListener('click', () => {
  scanInput.release();
  change({step: 'amount', notice: null});
  at('amount').focus();
  at('amount').select();
});

// ── The code ────────────────────────────────────────────────────────────────────────────────────────────────────

/** @param {string | null} amount */
function startScanStep(amount) {
  memory.forget();
  stopWatching();
  scanInput.release();
  change({...newCustomer, step: 'scan', amount});
  at('customer-heading').focus({preventScroll: true});
}

// The field is locked until the server has answered, and shows the sentence of a refusal itself.
for (const name of /** @type {const} */ (['payby-scan', 'payby-manual'])) {
  scanInput.addEventListener(name, (event) => {
    change({notice: null, refusal: null});
    event.waitUntil(chargeCode(event.detail.code));
  });
}
// The code is used up: nothing here stores it.
scanInput.addEventListener('change', () => {
  if (scanInput.value) scanInput.clear();
  showPage();
});

scanInput.addEventListener('payby-scan-reject', () => change({notice: null}));
scanInput.addEventListener('payby-scan-ignore', ({detail}) => {
  const notices = /** @type {const} */ ({
    amount: 'first-amount',
    scan: 'first-wait',
    pay: 'first-wait',
    result: 'first-next',
  });
  // The scanner read the same code twice, which is harmless
  const isRepeatedScan = detail.reason === 'duplicate' && page.step !== 'result';
  if (!isRepeatedScan) change({notice: notices[page.step]});
});

/**
 * Sends the code to the server and nowhere else: it is as good as the customer's money.
 * @param {string} authCode
 */
async function chargeCode(authCode) {
  const kind = kindOf(authCode, location.origin);
  if (kind !== 'payment') {
    change({refusal: 'again'});
    throw new Error(translate(`code-${kind}`));
  }
  const {amount} = page;
  if (amount === null) throw new TypeError('A code was charged before the amount was set.');
  // Chosen here, so that the payment can be found even when its answer gets lost
  const merchantOrderNo = newOrderNumber();
  memory.save({merchantOrderNo, amount, startedAt: Date.now()}); // first: a reload may lose the answer too
  change({isPlacing: true});
  try {
    const request = /** @type {const} */ ({
      paySceneCode: 'QRPAY',
      amount,
      authCode,
      merchantOrderNo,
      terminalId: TERMINAL_ID,
    });
    watch(await send('/api/orders', request), {isOutcomeUnknown: false});
  } catch (error) {
    if (isRefusal(error)) {
      memory.forget();
      change({refusal: limitText(error.code) ? 'refused' : 'again'});
      throw new Error(translate(refusalText(error)), {cause: error});
    }
    logFailure(error);
    watch(unansweredOrder(merchantOrderNo, amount), {isOutcomeUnknown: true});
  } finally {
    change({isPlacing: false});
  }
}

/**
 * The server has refused. Any other failure, such as a lost answer, proves nothing about the money.
 * @param {unknown} error
 * @returns {error is ApiError}
 */
const isRefusal = (error) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 408;

/** @param {ApiError} refusal */
function refusalText({code, status}) {
  if (code === 'auth-code-refused') return 'code-refused';
  const limit = limitText(code);
  if (limit) return limit;
  return status === 429 ? 'busy' : 'not-placed';
}

/**
 * The sentence for a code of PayBy that is about the payer: another code of the same customer would not help.
 * @param {string | null} code
 * @returns {TextKey | null}
 */
function limitText(code) {
  switch (code) {
    case '92001':
      return 'payer-amount';
    case '92002':
      return 'payer-count';
    case '62030':
    case '92003':
      return 'payer-identity';
    case '601':
    case '92000':
    case '92004':
      return 'payer-refused';
    default:
      return null;
  }
}

/**
 * What this page knows of an order before the server has answered.
 * @param {string} merchantOrderNo
 * @param {string} amount
 * @returns {CreatedOrder}
 */
const unansweredOrder = (merchantOrderNo, amount) => ({
  merchantOrderNo,
  paySceneCode: 'QRPAY',
  totalAmount: {amount, currency: CURRENCY},
});

/** Easy to read out, with 80 random bits, since the number alone gives access to the order. */
function newOrderNumber() {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // no I, L, O, U
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = Array.from(bytes, (byte) => alphabet[byte % 32]).join('');
  return text.replace(/.{4}(?=.)/g, '$&-');
}

// ── The payment ─────────────────────────────────────────────────────────────────────────────────────────────────

/** A payment that was running when this page was reloaded or closed: its customer is still at the counter. */
async function restore() {
  const saved = await memory.recall();
  const amount = readAmount(String(saved?.['amount']));
  if (saved === null || amount === null || page.step !== 'amount') return;
  const {merchantOrderNo} = saved;
  at('amount').value = amount;
  change({step: 'pay', amount, orderNumber: merchantOrderNo, isOutcomeUnknown: true});
  let tries = 0;
  const order = await orderFromServer(merchantOrderNo, () => {
    if (page.orderNumber !== merchantOrderNo) return;
    change(++tries < TRIES_BEFORE_HELP ? {notice: 'outcome-unknown'} : {needsHelp: true, notice: 'help'});
  });
  if (page.orderNumber !== merchantOrderNo) return; // the next customer was called
  if (order && order.paySceneCode !== 'QRPAY') return nextCustomer(); // not a payment of a counter
  const elapsedMs = Date.now() - (Number(saved['startedAt']) || Date.now());
  // An order that the server does not know may be on its way to it: the cancel finds out
  watch(order ?? unansweredOrder(merchantOrderNo, amount), {isOutcomeUnknown: order === null, elapsedMs});
}

/**
 * @param {CreatedOrder} order
 * @param {{isOutcomeUnknown: boolean, elapsedMs?: number}} options
 */
function watch(order, {isOutcomeUnknown, elapsedMs}) {
  const orderNumber = order.merchantOrderNo;
  change({step: 'pay', orderNumber, isOutcomeUnknown, notice: isOutcomeUnknown ? 'outcome-unknown' : null});
  stopPaymentTimers = startPaymentTimers(
    {offerCancel: () => change({mayCancel: true}), cancel: () => void cancel()},
    speed,
    elapsedMs,
  );
  at('customer-heading').focus({preventScroll: true});
  checkout.order = order; // last, as a small amount may be paid already
}

function stopWatching() {
  stopPaymentTimers();
  checkout.order = null;
}

checkout.addEventListener('payby-success', () => showResult('paid'));
// A page that is being left takes no scan: this one stays for the next customer, and its receipt opens beside it
checkout.addEventListener('payby-redirect', (event) => {
  event.preventDefault();
  change({receiptUrl: event.detail.url});
});
checkout.addEventListener('payby-failure', ({detail}) => showResult(detail.reason, limitText(detail.code)));

/**
 * @param {NonNullable<Customer['result']>} result
 * @param {TextKey | null} [why]
 */
function showResult(result, why = null) {
  stopPaymentTimers();
  scanInput.signal?.(result === 'paid' ? 'paid' : 'failed');
  resultAt = performance.now();
  if (result !== 'expired') memory.shown(); // an expired order may still be paid late
  change({step: 'result', result, notice: result === 'missing' ? 'missing' : why});
  at('customer-heading').focus({preventScroll: true});
}

at('cancel').addEventListener('click', () => void cancel());

/** Repeats the cancel until the server answers. Only an answer ends the payment, and one that came first wins. */
async function cancel() {
  const {orderNumber} = page;
  if (page.isCancelling || page.step !== 'pay' || orderNumber === null) return;
  const isOver = () => page.orderNumber !== orderNumber || page.step !== 'pay';
  change({mayCancel: true, isCancelling: true});
  for (let tries = 1; !isOver(); tries++) {
    const isAnswered = await requestCancel(orderNumber);
    if (isOver() || isAnswered) break;
    if (tries === TRIES_BEFORE_HELP) change({needsHelp: true, notice: 'help'});
    await new Promise((resolve) => setTimeout(resolve, RETRY_CANCEL_MS / speed));
  }
  if (page.orderNumber === orderNumber) change({isCancelling: false});
}

/**
 * True once the server has answered; the element shows what became of the payment.
 * @param {string} orderNumber
 */
async function requestCancel(orderNumber) {
  try {
    const status = await send(`/api/orders/${encodeURIComponent(orderNumber)}/cancel`);
    if (page.orderNumber === orderNumber) checkout.setStatus(status);
    return true;
  } catch (error) {
    if (page.orderNumber !== orderNumber) return true;
    logFailure(error);
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 404 && page.isOutcomeUnknown) {
      stopWatching();
      showResult('missing');
      return true;
    }
    checkout.refresh(); // perhaps it was paid in this very moment
    return status === 409;
  }
}

// ── The next customer ───────────────────────────────────────────────────────────────────────────────────────────

at('rescan').addEventListener('click', () => startScanStep(page.amount));
at('next').addEventListener('click', nextCustomer);

function nextCustomer() {
  memory.forget();
  stopWatching();
  scanInput.release();
  at('amount').value = '';
  change({...newCustomer});
  at('amount').focus();
}

// Enter calls the next customer when a person pressed it: alone, after the result could be read, on no other control.
document.addEventListener('keydown', (event) => {
  const isAlone = event.timeStamp - keyAt > MIN_READING_MS;
  keyAt = event.timeStamp;
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || page.step !== 'result') return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('a, button, input, summary, payby-checkout')) return;
  if (!isAlone || event.timeStamp - resultAt < MIN_READING_MS) return;
  event.preventDefault(); // it would go on to charge the empty amount
  nextCustomer();
});

at('sound').addEventListener('click', () => {
  at('sound').setAttribute('aria-pressed', String(scanInput.toggleAttribute('sound')));
});

// A window of its own, to be moved to the other screen: a tab would cover this page. Where it is blocked, a tab opens
at('open-display').addEventListener('click', (event) => {
  const opened = window.open(at('open-display').href, 'customer-display', 'popup,width=1024,height=640');
  if (opened) event.preventDefault();
});

// ── What is on the screen ───────────────────────────────────────────────────────────────────────────────────────

/** @param {Partial<Customer>} changes */
function change(changes) {
  Object.assign(page, changes);
  showPage();
}

/**
 * @param {Customer} customer
 * @returns {TextKey}
 */
function headline({step, result, isOutcomeUnknown, amount}) {
  if (step === 'result') return `head-${result ?? 'failed'}`;
  if (step !== 'pay') return `head-${step}`;
  if (isOutcomeUnknown) return 'head-unknown';
  return amount && needsPassword(amount) ? 'head-password' : 'head-pay';
}

/**
 * @param {Customer} customer
 * @returns {DisplayView}
 */
function displayView({step, result, refusal, isPlacing, isOutcomeUnknown, amount}) {
  switch (step) {
    case 'amount':
      return 'idle';
    case 'scan':
      return isPlacing ? 'wait' : (refusal ?? 'scan');
    case 'pay':
      if (isOutcomeUnknown) return 'checking';
      return amount && needsPassword(amount) ? 'confirm' : 'wait';
    case 'result':
      return result ?? 'failed';
  }
}

function showPage() {
  const {step, amount, result, notice, amountProblem} = page;
  const view = displayView(page);
  showCustomer({view, amount: view === 'idle' ? null : amount});
  main.dataset['step'] = step;
  main.dataset['tone'] = step !== 'result' ? '' : result === 'paid' ? 'good' : 'bad';

  at('amount').readOnly = step !== 'amount';
  keypad.inert = step !== 'amount';
  at('amount-message').textContent = amountProblem ? translate(amountProblem) : '';
  at('amount').setAttribute('aria-invalid', String(amountProblem !== null));
  at('charge').hidden = step !== 'amount';
  at('change').hidden = step === 'amount';
  at('change').disabled = step !== 'scan' || page.isPlacing;

  write(at('customer-heading'), translate(headline(page)));
  find(document, '[data-due]', HTMLElement).textContent = amount ? showMoney(amount, CURRENCY) : '';
  // Out of sight it still takes what is scanned, so that no other control receives those keys
  scanArea.inert = step !== 'scan';
  if (step !== 'scan') scanInput.busy = true; // in that step the field sets this itself
  find(document, '[data-scan-hint]', HTMLElement).textContent = translate(
    amount && needsPassword(amount) ? 'scan-hint-password' : 'scan-hint',
  );
  write(at('status-message'), notice ? translate(notice, page.orderNumber?.slice(0, 8) ?? '') : '');
  checkout.hidden = page.orderNumber === null || result === 'missing';

  at('cancel').hidden = step !== 'pay' || !page.mayCancel;
  at('cancel').setAttribute('aria-disabled', String(page.isCancelling));
  at('cancel').textContent = translate(page.isCancelling ? 'cancelling' : 'cancel');
  at('rescan').hidden = step !== 'result' || result === 'paid' || result === 'revoked';
  showReceiptLink(page.receiptUrl);
  at('next').hidden = step !== 'result' && !page.needsHelp;
}

/** @param {string | null} address */
function showReceiptLink(address) {
  at('receipt').hidden = address === null;
  if (address === null) return at('receipt').removeAttribute('href');
  const url = new URL(address);
  url.searchParams.set('lang', currentLanguage());
  at('receipt').href = url.href;
}

/**
 * A screen reader reads a live region again whenever it is written, so unchanged text is left alone.
 * @param {HTMLElement} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
