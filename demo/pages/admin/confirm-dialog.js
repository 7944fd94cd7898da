// The question before money moves, and its one answer. A refund keeps its number until its outcome is known, so that
// pressing again after a lost answer is the same refund and not a second one.
import {ApiError, explain, send} from '../shared/api.js';
import {showMoney, readAmount} from '../shared/money.js';

const at = (id) => document.getElementById(id);

/** Codes after which nothing has happened for sure, though they are not PayBy's own refusals. */
const NOTHING_DONE = new Set([
  'payby-busy',
  'payby-refused',
  'login-needed',
  'staff-only',
  'unknown-order',
  'unknown-refund',
  'order-number-taken',
  'order-paid',
  'order-settled',
  'order-closed',
  'order-revoked',
  'refund-number-taken',
  'refund-too-large',
  'bad-amount',
  'bad-text',
  'cross-site',
]);

/** 62039 says "could not be revoked", which may be a late yes. */
const isRefusal = ({code}) => NOTHING_DONE.has(code) || (/^6\d{2,4}$/.test(code) && code !== '62039');

/** `onDone(kind, answer)` is called once with what the server says; the history tells the rest. */
export function askBeforeDoing({say, onDone, onNews, onLoggedOut}) {
  const ask = {kind: null, order: null, refundNumber: null, busy: false, unsure: false, problem: () => ''};

  at('ask-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void act();
  });
  at('ask-no').addEventListener('click', () => at('ask').close());
  at('amount').addEventListener('input', show);
  at('ask').addEventListener('cancel', (event) => {
    if (ask.busy) event.preventDefault(); // its answer is on its way
  });

  function open(kind, order) {
    Object.assign(ask, {
      kind,
      order,
      refundNumber: newNumber(),
      busy: false,
      unsure: false,
      problem: () => '',
    });
    at('amount').value = kind === 'refund' ? order.refundableAmount : '';
    at('reason').value = '';
    show();
    at('ask').showModal();
    (kind === 'refund' ? at('amount') : at('ask-no')).focus();
    if (kind === 'refund') at('amount').select();
  }

  async function act() {
    if (ask.busy) return;
    const body = bodyOfWish();
    if (!body) return show();
    Object.assign(ask, {busy: true, problem: () => ''});
    show();
    const {kind, order} = ask;
    try {
      const answer = await send(`/api/admin/orders/${order.merchantOrderNo}/${kind}`, body);
      ask.busy = false;
      at('ask').close();
      onDone(kind, answer);
    } catch (error) {
      ask.busy = false;
      if (error instanceof ApiError && error.code === 'login-needed') return onLoggedOut();
      failed(kind, error);
      onNews();
    }
    show();
  }

  function failed(kind, error) {
    if (isRefusal(error)) {
      Object.assign(ask, {unsure: false, refundNumber: newNumber(), problem: () => explain(error, say)});
      return;
    }
    ask.unsure = true;
    ask.problem = () => say(kind === 'refund' ? 'outcome-unknown' : 'outcome-unknown-other');
  }

  /** What to send, or nothing while the amount cannot be refunded. */
  function bodyOfWish() {
    if (ask.kind !== 'refund') return {};
    const amount = readAmount(at('amount').value);
    const left = ask.order.refundableAmount;
    if (amount === null) ask.problem = () => say('need-amount');
    else if (!ask.unsure && isMore(amount, left)) ask.problem = () => say('too-much', money(left));
    else {
      const reason = at('reason').value.trim();
      return {amount, refundMerchantOrderNo: ask.refundNumber, ...(reason && {reason})};
    }
    at('amount').focus();
    return undefined;
  }

  const money = (amount) => showMoney(amount, ask.order.totalAmount.currency);

  function show() {
    const {kind, order, busy, unsure} = ask;
    if (kind === null) return;
    const isRefund = kind === 'refund';
    const amount = isRefund ? readAmount(at('amount').value) : order.totalAmount.amount;
    at('ask-heading').textContent = say(`${kind}-heading`);
    at('ask-text').textContent = say(`${kind}-text`);
    at('refund-fields').hidden = !isRefund;
    at('left').textContent = isRefund ? say('left', money(order.refundableAmount)) : '';
    at('ask-yes').textContent = amount === null ? say(kind) : say(`${kind}-yes`, money(amount));
    at('ask-yes').setAttribute('aria-disabled', String(busy));
    at('ask-no').disabled = busy;
    // The same refund again must be the same: its number stands for this amount and this reason.
    at('amount').readOnly = busy || unsure;
    at('reason').readOnly = busy || unsure;
    at('ask-problem').textContent = ask.problem();
    at('amount').setAttribute(
      'aria-invalid',
      String(isRefund && at('ask-problem').textContent !== '' && !unsure),
    );
  }

  return {open, show};
}

/** Both are the server's or readAmount's: digits, a point and two digits. */
function isMore(amount, left) {
  const fils = (text) => BigInt(text.replace('.', ''));
  return fils(amount) > fils(left);
}

/** 128 random bits; randomUUID is not there on plain http. */
const newNumber = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
