// The confirmation before money moves. A refund keeps its number until its outcome is known, so that pressing the button
// again after a lost answer repeats the same refund and never makes a second one.
import {ApiError, explain, isLoginNeeded, logFailure, send} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';
import {readAmount, showMoney, toFils} from '../shared/money.js';

/** @import {StaffAction, StaffActionAnswer, StaffOrder} from '../shared/api-types.js' */
/** @import {TranslateAdmin} from './order-view.js' */

const at = elementsById({
  confirm: HTMLDialogElement,
  'confirm-form': HTMLFormElement,
  'confirm-heading': HTMLElement,
  'confirm-text': HTMLElement,
  'confirm-problem': HTMLElement,
  'confirm-yes': HTMLButtonElement,
  'confirm-no': HTMLButtonElement,
  'refund-fields': HTMLElement,
  amount: HTMLInputElement,
  left: HTMLElement,
  reason: HTMLInputElement,
});

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

/**
 * 62039 is "could not be revoked", after which it may have been revoked all the same.
 * @param {unknown} error
 */
const isRefusal = (error) =>
  error instanceof ApiError &&
  (NOTHING_DONE.has(error.code) || (/^6\d{2,4}$/.test(error.code) && error.code !== '62039'));

/**
 * @param {object} options
 * @param {TranslateAdmin} options.translate
 * @param {(action: StaffAction, answer: StaffActionAnswer) => void} options.onDone is called with the server's answer.
 * @param {() => void} options.onFailed is called when a request failed: the order may have changed all the same.
 * @param {() => void} options.onLoggedOut
 */
export function confirmDialog({translate, onDone, onFailed, onLoggedOut}) {
  /**
   * @type {{
   *   target: {action: StaffAction, order: StaffOrder} | null,
   *   refundNumber: string,
   *   busy: boolean,
   *   unsure: boolean,
   *   problem: () => string,
   * }}
   */
  const dialog = {target: null, refundNumber: '', busy: false, unsure: false, problem: () => ''};

  at('confirm-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void act();
  });
  at('confirm-no').addEventListener('click', () => at('confirm').close());
  at('amount').addEventListener('input', show);
  at('confirm').addEventListener('cancel', (event) => {
    if (dialog.busy) event.preventDefault(); // its answer is on its way
  });

  /**
   * @param {StaffAction} action
   * @param {StaffOrder} order
   */
  function open(action, order) {
    Object.assign(dialog, {
      target: {action, order},
      refundNumber: newNumber(),
      busy: false,
      unsure: false,
      problem: () => '',
    });
    at('amount').value = action === 'refund' ? order.refundableAmount : '';
    at('reason').value = '';
    show();
    at('confirm').showModal();
    (action === 'refund' ? at('amount') : at('confirm-no')).focus();
    if (action === 'refund') at('amount').select();
  }

  async function act() {
    const {target} = dialog;
    if (dialog.busy || target === null) return;
    const {action, order} = target;
    const body = action === 'refund' ? refundRequest(order) : {};
    if (!body) return show();
    Object.assign(dialog, {busy: true, problem: () => ''});
    show();
    try {
      const answer = await send(`/api/admin/orders/${order.merchantOrderNo}/${action}`, body);
      dialog.busy = false;
      at('confirm').close();
      onDone(action, answer);
    } catch (error) {
      dialog.busy = false;
      if (isLoginNeeded(error)) return onLoggedOut();
      logFailure(error);
      showFailure(action, error);
      onFailed();
    }
    show();
  }

  /**
   * @param {StaffAction} action
   * @param {unknown} error
   */
  function showFailure(action, error) {
    if (isRefusal(error)) {
      Object.assign(dialog, {
        unsure: false,
        refundNumber: newNumber(),
        problem: () => explain(error, translate),
      });
      return;
    }
    dialog.unsure = true;
    dialog.problem = () => translate(action === 'refund' ? 'outcome-unknown' : 'outcome-unknown-other');
  }

  /**
   * The body of a refund, or nothing while the amount cannot be refunded.
   * @param {StaffOrder} order
   */
  function refundRequest(order) {
    const amount = readAmount(at('amount').value);
    const left = order.refundableAmount;
    if (amount === null) dialog.problem = () => translate('need-amount');
    else if (!dialog.unsure && toFils(amount) > toFils(left))
      dialog.problem = () => translate('too-much', money(order, left));
    else {
      const reason = at('reason').value.trim();
      return {amount, refundMerchantOrderNo: dialog.refundNumber, ...(reason && {reason})};
    }
    at('amount').focus();
    return undefined;
  }

  function show() {
    const {target, busy, unsure} = dialog;
    if (target === null) return;
    const {action, order} = target;
    const isRefund = action === 'refund';
    const amount = isRefund ? readAmount(at('amount').value) : order.totalAmount.amount;
    at('confirm-heading').textContent = translate(`${action}-heading`);
    at('confirm-text').textContent = translate(`${action}-text`);
    at('refund-fields').hidden = !isRefund;
    at('left').textContent = isRefund ? translate('left', money(order, order.refundableAmount)) : '';
    at('confirm-yes').textContent =
      amount === null ? translate(action) : translate(`${action}-yes`, money(order, amount));
    at('confirm-yes').setAttribute('aria-disabled', String(busy));
    at('confirm-no').disabled = busy;
    // A repeated refund must be the same refund: its number belongs to this amount and this reason.
    at('amount').readOnly = busy || unsure;
    at('reason').readOnly = busy || unsure;
    at('confirm-problem').textContent = dialog.problem();
    at('amount').setAttribute(
      'aria-invalid',
      String(isRefund && at('confirm-problem').textContent !== '' && !unsure),
    );
  }

  return {open, show};
}

/**
 * @param {StaffOrder} order
 * @param {string} amount
 */
const money = ({totalAmount}, amount) => showMoney(amount, totalAmount.currency);

/** 128 random bits; browsers offer randomUUID on secure origins only. */
const newNumber = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
