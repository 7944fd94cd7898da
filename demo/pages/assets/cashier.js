// A counter: key in the amount → scan the customer's own code → the server charges it → see that it is paid.
import {send} from './api.js';
import {cashierTexts} from './cashier-texts.js';
import {showEvents} from './event-log.js';
import {speak} from './language.js';
import {readAmount, showMoney} from './money.js';

const CURRENCY = 'AED';

const at = (id) => document.getElementById(id);
const checkout = document.querySelector('payby-checkout');
const scanInput = document.querySelector('payby-scan-input');

/**
 * All this page remembers; the customer's code is not among it. `step` is 'amount', 'scan' or 'pay'; `outcome` is
 * null while the payment is open, then 'paid' or 'unpaid'.
 */
const page = {step: 'amount', amount: null, orderNumber: null, outcome: null, busy: false, problem: null};

const say = speak(cashierTexts, showPage);
showEvents();
showPage();
at('amount').focus();

at('amount-step').addEventListener('submit', (event) => {
  event.preventDefault();
  const amount = readAmount(at('amount').value);
  Object.assign(page, {amount, problem: amount ? null : 'need-amount'});
  if (amount) return showScan();
  showPage();
  at('amount').focus();
});

at('amount-step')
  .querySelector('.keypad')
  .addEventListener('click', (event) => {
    const key = event.target.closest('button')?.value;
    if (!key) return;
    const field = at('amount');
    if (key === 'erase') field.value = field.value.slice(0, -1);
    else if (field.value.length < field.maxLength) field.value += key;
    page.problem = null;
    showPage();
  });

at('change').addEventListener('click', showAmount);
at('cancel').addEventListener('click', cancelPayment);
at('rescan').addEventListener('click', showScan);
at('next').addEventListener('click', nextCustomer);

// No scanner sends Escape, so a stray scan cannot call the next customer.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && page.outcome) nextCustomer();
});

// The field stays locked until the server has answered, and shows the sentence of a refusal itself.
scanInput.addEventListener('payby-scan', (event) => event.waitUntil(chargeCode(event.detail.code)));

checkout.addEventListener('payby-success', () => {
  Object.assign(page, {outcome: 'paid', problem: null});
  showPage();
});

checkout.addEventListener('payby-failure', () => {
  Object.assign(page, {outcome: 'unpaid', problem: null});
  showPage();
});

/** The code goes to the server and nowhere else: it is as good as the customer's money. */
async function chargeCode(authCode) {
  let order;
  try {
    order = await send('/api/orders', {paySceneCode: 'QRPAY', amount: page.amount, authCode});
  } catch (error) {
    throw new Error(say(error.code === 'unreachable' ? 'not-reached' : 'not-placed'), {cause: error});
  }
  // The code is used up; the field need not keep it either.
  scanInput.release();
  checkout.order = order;
  Object.assign(page, {step: 'pay', orderNumber: order.merchantOrderNo, outcome: null, problem: null});
  showPage();
  at('pay-heading').focus({preventScroll: true});
}

function cancelOrder() {
  return send(`/api/orders/${encodeURIComponent(page.orderNumber)}/cancel`);
}

async function cancelPayment() {
  if (page.busy) return;
  Object.assign(page, {busy: true, problem: null});
  showPage();
  try {
    const status = await cancelOrder();
    checkout.setStatus(status);
  } catch {
    // Perhaps it was paid in this very moment: the element asks, and shows what is true.
    checkout.refresh();
    page.problem = 'still-open';
  }
  page.busy = false;
  showPage();
}

function showAmount() {
  Object.assign(page, {step: 'amount', problem: null});
  showPage();
  at('amount').focus();
}

async function showScan() {
  checkout.order = null;
  scanInput.release();
  Object.assign(page, {step: 'scan', orderNumber: null, outcome: null, problem: null});
  showPage();
  // The field can take the focus once it has seen that it is enabled.
  await scanInput.updateComplete;
  scanInput.focus();
}

function nextCustomer() {
  checkout.order = null;
  at('amount').value = '';
  Object.assign(page, {amount: null, orderNumber: null, outcome: null});
  showAmount();
}

function showPage() {
  at('amount-step').hidden = page.step !== 'amount';
  at('scan-step').hidden = page.step !== 'scan';
  at('pay-step').hidden = page.step !== 'pay';
  // The field listens to the whole page, so it is switched off where no scan is expected.
  scanInput.toggleAttribute('disabled', page.step !== 'scan');
  const problem = page.problem ? say(page.problem) : '';
  at('amount-message').textContent = page.step === 'amount' ? problem : '';
  at('pay-message').textContent = page.step === 'pay' ? problem : '';
  at('amount').setAttribute('aria-invalid', String(page.problem === 'need-amount'));
  document.querySelector('[data-due]').textContent = page.amount ? showMoney(page.amount, CURRENCY) : '';
  at('cancel').hidden = page.outcome !== null;
  at('cancel').setAttribute('aria-disabled', String(page.busy));
  at('rescan').hidden = page.outcome !== 'unpaid';
  at('next').hidden = page.outcome === null;
}
