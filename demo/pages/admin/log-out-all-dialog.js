// The confirmation before everybody is logged out: a till may be in the middle of a payment.
import {isLoginNeeded, logFailure, send} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';

/** @import {TranslateAdmin} from './order-view.js' */

const at = elementsById({
  everybody: HTMLDialogElement,
  'everybody-form': HTMLFormElement,
  'everybody-problem': HTMLElement,
  'everybody-yes': HTMLButtonElement,
  'everybody-no': HTMLButtonElement,
});

/**
 * @param {object} options
 * @param {TranslateAdmin} options.translate
 * @param {() => void} options.onLoggedOut
 */
export function logOutAllDialog({translate, onLoggedOut}) {
  const dialog = {busy: false, failed: false};

  at('everybody-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void act();
  });
  at('everybody-no').addEventListener('click', () => at('everybody').close());
  at('everybody').addEventListener('cancel', (event) => {
    if (dialog.busy) event.preventDefault(); // its answer is on its way
  });

  function open() {
    Object.assign(dialog, {busy: false, failed: false});
    show();
    at('everybody').showModal();
    at('everybody-no').focus();
  }

  async function act() {
    if (dialog.busy) return;
    Object.assign(dialog, {busy: true, failed: false});
    show();
    try {
      await send('/api/logout-all');
      return onLoggedOut();
    } catch (error) {
      if (isLoginNeeded(error)) return onLoggedOut();
      logFailure(error);
      Object.assign(dialog, {busy: false, failed: true});
    }
    show();
  }

  function show() {
    at('everybody-yes').setAttribute('aria-disabled', String(dialog.busy));
    at('everybody-no').disabled = dialog.busy;
    at('everybody-problem').textContent = dialog.failed ? translate('log-out-all-failed') : '';
  }

  return {open, show};
}
