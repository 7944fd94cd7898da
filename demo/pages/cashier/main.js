// A counter: key in the amount → scan the customer's own code → the server charges it → see that it is paid. The
// scan field listens through all of it, so that a stray scan lands in no amount and presses no button.
import {send} from '../shared/api.js';
import {needsPassword, tidyAmount} from './amount.js';
import {ANY_CODE, kindOf} from './scanned-code.js';
import {bePatient, CANCEL_AGAIN_MS, TRIES_BEFORE_HELP} from './slow-payment.js';
import {cashierTexts} from './texts.js';
import {showEvents} from '../shared/event-log.js';
import {speak} from '../shared/language.js';
import {readAmount, showMoney} from '../shared/money.js';

const CURRENCY = 'AED';
/** Between a result and the Enter that ends it: a person has read it, and it is no scanner's. */
const LOOK_MS = 600;

const at = (id) => document.getElementById(id);
const main = document.querySelector('main');
const keypad = document.querySelector('.keypad');
const checkout = document.querySelector('payby-checkout');
const scanInput = document.querySelector('payby-scan-input');
const hurry = Number(main.dataset.hurry) || 1; // a test has no two minutes

const newCustomer = {
  /** 'amount' → 'scan' → 'pay' → 'result' */
  step: 'amount',
  amount: null,
  orderNumber: null,
  /** The code is on its way to PayBy. */
  isPlacing: false,
  /** Nobody answered when the payment was to be started. */
  isInDoubt: false,
  mayCancel: false,
  isCancelling: false,
  needsHelp: false,
  /** What the server has said: 'paid', the reason of a failure, or 'missing' for a payment that PayBy never got. */
  result: null,
  /** What is wrong with the amount, or what the cashier should know: keys of texts. */
  amountProblem: null,
  words: null,
};

/** All this page remembers; the customer's code is not among it. */
const page = {...newCustomer};
let endPatience = () => {};
let resultAt = 0;
let keyAt = 0;

scanInput.pattern = ANY_CODE;
const say = speak(cashierTexts, showPage);
showEvents();
showPage();
at('amount').focus();

// ── The amount ──────────────────────────────────────────────────────────────────────────────────────────────────

at('sale').addEventListener('submit', (event) => {
  event.preventDefault();
  if (page.step !== 'amount') return;
  const typed = at('amount').value;
  const amount = readAmount(typed);
  if (amount) {
    at('amount').value = amount;
    return askForCode({amount});
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

// The keys of the screen leave the focus in the field, for those of the keyboard
keypad.addEventListener('pointerdown', (event) => event.preventDefault());
keypad.addEventListener('click', (event) => {
  const key = event.target.closest('button')?.value;
  const typed = at('amount').value;
  if (key) keyIn(key === 'erase' ? typed.slice(0, -1) : typed + key);
});

function keyIn(typed) {
  if (page.step !== 'amount') return void (at('amount').value = page.amount); // charged is charged
  const tidy = tidyAmount(typed);
  if (tidy !== at('amount').value) at('amount').value = tidy;
  if (page.amountProblem || page.words) change({amountProblem: null, words: null});
}

at('change').addEventListener('click', () => {
  scanInput.release();
  change({step: 'amount', words: null});
  at('amount').focus();
  at('amount').select();
});

// ── The code ────────────────────────────────────────────────────────────────────────────────────────────────────

function askForCode({amount}) {
  stopWatching();
  scanInput.release();
  change({...newCustomer, step: 'scan', amount});
  at('customer-heading').focus({preventScroll: true});
}

// The field is locked until the server has answered, and shows the sentence of a refusal itself.
for (const name of ['payby-scan', 'payby-manual']) {
  scanInput.addEventListener(name, (event) => {
    change({words: null});
    event.waitUntil(chargeCode(event.detail.code));
  });
}
// The code is used up: nothing here keeps it.
scanInput.addEventListener('change', () => {
  if (scanInput.value) scanInput.clear();
  showPage();
});

scanInput.addEventListener('payby-scan-reject', () => change({words: null}));
scanInput.addEventListener('payby-scan-ignore', ({detail}) => {
  const words = {amount: 'first-amount', scan: 'first-wait', pay: 'first-wait', result: 'first-next'};
  const isDoubleShot = detail.reason === 'duplicate' && page.step !== 'result'; // the gun's, and harmless
  if (!isDoubleShot) change({words: words[page.step]});
});

/** The code goes to the server and nowhere else: it is as good as the customer's money. */
async function chargeCode(authCode) {
  const kind = kindOf(authCode, location.origin);
  if (kind !== 'payment') throw new Error(say(`code-${kind}`));
  const {amount} = page;
  // Chosen here, so that the payment has a name even when its answer gets lost
  const merchantOrderNo = newOrderNumber();
  change({isPlacing: true});
  try {
    const wish = {paySceneCode: 'QRPAY', amount, authCode, merchantOrderNo};
    watch(await send('/api/orders', wish), {isInDoubt: false});
  } catch (error) {
    if (isRefusal(error)) throw new Error(say(refusalWords(error)), {cause: error});
    const totalAmount = {amount, currency: CURRENCY};
    watch({merchantOrderNo, paySceneCode: 'QRPAY', totalAmount}, {isInDoubt: true});
  } finally {
    change({isPlacing: false});
  }
}

/** The server has said no. Anything else is silence, and silence says nothing about money. */
const isRefusal = ({status}) => status >= 400 && status < 500 && status !== 408;

function refusalWords({code, status}) {
  if (code === 'auth-code-refused') return 'code-refused';
  return status === 429 ? 'busy' : 'not-placed';
}

/** 128 random bits, since whoever knows the number is the payer. */
function newOrderNumber() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

// ── The payment ─────────────────────────────────────────────────────────────────────────────────────────────────

function watch(order, {isInDoubt}) {
  const orderNumber = order.merchantOrderNo;
  change({step: 'pay', orderNumber, isInDoubt, words: isInDoubt ? 'doubt' : null});
  endPatience = bePatient({offer: () => change({mayCancel: true}), giveUp: () => void cancel()}, hurry);
  at('customer-heading').focus({preventScroll: true});
  checkout.order = order; // last, as a small amount may be paid already
}

function stopWatching() {
  endPatience();
  checkout.order = null;
}

checkout.addEventListener('payby-success', () => conclude('paid'));
checkout.addEventListener('payby-failure', ({detail}) => conclude(detail.reason));

function conclude(result) {
  endPatience();
  scanInput.signal?.(result === 'paid' ? 'paid' : 'failed');
  resultAt = performance.now();
  change({step: 'result', result, words: result === 'missing' ? 'missing' : null});
  at('customer-heading').focus({preventScroll: true});
}

at('cancel').addEventListener('click', () => void cancel());

/** Asks until it is answered. Only an answer ends the payment, and one that came first wins. */
async function cancel() {
  if (page.isCancelling || page.step !== 'pay') return;
  const {orderNumber} = page;
  const isOver = () => page.orderNumber !== orderNumber || page.step !== 'pay';
  change({mayCancel: true, isCancelling: true});
  for (let tries = 1; !isOver(); tries++) {
    const isAnswered = await askToCancel(orderNumber);
    if (isOver() || isAnswered) break;
    if (tries === TRIES_BEFORE_HELP) change({needsHelp: true, words: 'help'});
    await new Promise((resolve) => setTimeout(resolve, CANCEL_AGAIN_MS / hurry));
  }
  if (page.orderNumber === orderNumber) change({isCancelling: false});
}

/** True once the server knows what became of it; the element tells the rest. */
async function askToCancel(orderNumber) {
  try {
    const status = await send(`/api/orders/${encodeURIComponent(orderNumber)}/cancel`);
    if (page.orderNumber === orderNumber) checkout.setStatus(status);
    return true;
  } catch (error) {
    if (page.orderNumber !== orderNumber) return true;
    if (error.status === 404 && page.isInDoubt) {
      stopWatching();
      conclude('missing');
      return true;
    }
    checkout.refresh(); // perhaps it was paid in this very moment
    return error.status === 409;
  }
}

// ── The next customer ───────────────────────────────────────────────────────────────────────────────────────────

at('rescan').addEventListener('click', () => askForCode(page));
at('next').addEventListener('click', nextCustomer);

function nextCustomer() {
  stopWatching();
  scanInput.release();
  at('amount').value = '';
  change({...newCustomer});
  at('amount').focus();
}

// One key, but a person's: it comes alone, after the result could be seen, and not on a control of its own.
document.addEventListener('keydown', (event) => {
  const isAlone = event.timeStamp - keyAt > LOOK_MS;
  keyAt = event.timeStamp;
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || page.step !== 'result') return;
  if (event.target.closest('a, button, input, summary, payby-checkout')) return;
  if (!isAlone || event.timeStamp - resultAt < LOOK_MS) return;
  event.preventDefault(); // it would go on to charge the empty amount
  nextCustomer();
});

at('sound').addEventListener('click', () => {
  at('sound').setAttribute('aria-pressed', String(scanInput.toggleAttribute('sound')));
});

// ── What is on the screen ───────────────────────────────────────────────────────────────────────────────────────

function change(changes) {
  Object.assign(page, changes);
  showPage();
}

function headline({step, result, isInDoubt, amount}) {
  if (step === 'result') return `head-${result}`;
  if (step !== 'pay') return `head-${step}`;
  if (isInDoubt) return 'head-doubt';
  return needsPassword(amount) ? 'head-password' : 'head-pay';
}

function showPage() {
  const {step, amount, result, words, amountProblem} = page;
  main.dataset.step = step;
  main.dataset.tone = step !== 'result' ? '' : result === 'paid' ? 'good' : 'bad';

  at('amount').readOnly = step !== 'amount';
  keypad.inert = step !== 'amount';
  at('amount-message').textContent = amountProblem ? say(amountProblem) : '';
  at('amount').setAttribute('aria-invalid', String(amountProblem !== null));
  at('charge').hidden = step !== 'amount';
  at('change').hidden = step === 'amount';
  at('change').disabled = step !== 'scan' || page.isPlacing;

  write(at('customer-heading'), say(headline(page)));
  document.querySelector('[data-due]').textContent = amount ? showMoney(amount, CURRENCY) : '';
  // Out of sight it still takes what is scanned, and keeps it from the page
  document.querySelector('.scan-place').inert = step !== 'scan';
  if (step !== 'scan') scanInput.busy = true; // in that step the field itself knows when it is
  document.querySelector('[data-scan-hint]').textContent = say(
    amount && needsPassword(amount) ? 'scan-hint-password' : 'scan-hint',
  );
  write(at('words'), words ? say(words, page.orderNumber?.slice(0, 8)) : '');
  checkout.hidden = page.orderNumber === null || result === 'missing';

  at('cancel').hidden = step !== 'pay' || !page.mayCancel;
  at('cancel').setAttribute('aria-disabled', String(page.isCancelling));
  at('cancel').textContent = say(page.isCancelling ? 'cancelling' : 'cancel');
  at('rescan').hidden = step !== 'result' || result === 'paid' || result === 'revoked';
  at('next').hidden = step !== 'result' && !page.needsHelp;
}

/** A live region is heard again when it is written again, so the same words are left alone. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
