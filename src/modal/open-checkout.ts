/** Shows a checkout in a dialog over the page: `openCheckout(order, options)`. */
import {pickLanguage} from '../core/locale.js';
import {closingOf, resultOf, type CheckoutResult} from '../core/order/closing.js';
import type {Language} from '../i18n/languages.js';
import {modalTexts} from '../i18n/modal-texts.js';
import type {PaybyCheckout} from '../pure.js';
import {listen} from '../shared/listen.js';
import {systemClock} from '../shared/system-clock.js';
import {historyEntry} from './history-entry-controller.js';
import {ModalController} from './modal-controller.js';
import {ModalDialog} from './modal-dialog.js';

/** Properties of the element that the dialog passes on. */
type PassedOn =
  | 'statusUrl'
  | 'statusSource'
  | 'streamUrl'
  | 'credentials'
  | 'successOn'
  | 'locale'
  | 'languages'
  | 'brand'
  | 'actions'
  | 'stores'
  | 'storesUrl'
  | 'successUrl'
  | 'failureUrl';

export interface ModalOptions extends Partial<Pick<PaybyCheckout, PassedOn>> {
  /** Closes the dialog without a question. The promise resolves all the same. */
  readonly signal?: AbortSignal;
}

let isOpen = false;

/**
 * Shows an order in a modal dialog: a window on a wide screen, a sheet from the bottom on a phone. Events of the checkout
 * bubble to the `document` as they happen. The payer closes the dialog with its button, Escape or the browser's "back",
 * and is asked first if a payment may be on its way. The focus returns to where it was.
 *
 * @returns when the dialog is closed: `paid`, `failed`, `cancelled`, `expired` or `revoked` with the detail of the event,
 *   or `closed` without an outcome, where `isOpen` says whether the order may still be paid: only your server knows then.
 * @throws a rejected promise, with a `DOMException`: `InvalidStateError` while another one is open, `NotSupportedError` in
 *   a browser without `<dialog>` (Safari before 15.4, Firefox before 98)
 */
export function openCheckout(
  order: PaybyCheckout['order'],
  options: ModalOptions = {},
): Promise<CheckoutResult> {
  if (isOpen) return refuse('A checkout is open already.', 'InvalidStateError');
  if (typeof HTMLDialogElement === 'undefined')
    return refuse('This browser has no dialogs.', 'NotSupportedError');
  const {signal, ...properties} = options;
  const checkout = document.createElement('payby-checkout');
  Object.assign(checkout, properties, {order});
  return new Promise((resolve) => {
    let wasHidden = false;
    const closing = (): 'close' | 'ask' => closingOf({...stateOf(checkout), wasHidden});
    const close = (): void => {
      for (const end of ends) end();
      isOpen = false;
      resolve(result);
    };
    // What is told is told when the dialog closes: the element forgets it when it leaves the page
    let result: CheckoutResult = {reason: 'closed', isOpen: false};
    const language = languageOf(options.locale);
    const view = new ModalDialog(checkout, language, {
      requestClose: () => modal.requestClose(),
      answer: (isClosing) => modal.answer(isClosing),
      handleClose: () => modal.handleClose(),
    });
    const remembering = {
      open: () => view.open(),
      close: () => {
        result = resultOf(stateOf(checkout).phase, checkout.result ?? null);
        view.close();
      },
      openQuestion: () => view.openQuestion(),
      closeQuestion: () => view.closeQuestion(),
    };
    const back = historyEntry(() => modal.goBack(), systemClock);
    const modal = new ModalController(remembering, back, closing, close);
    const ends = [
      listen(checkout, 'payby-change', modal.update),
      listen(document, 'visibilitychange', () => {
        wasHidden ||= document.visibilityState === 'hidden';
      }),
      ...(signal ? [listen(signal, 'abort', modal.end)] : []),
    ];
    isOpen = true;
    modal.open();
    if (signal?.aborted) modal.end();
  });
}

/** Before the element's script is there it has no phase. */
function stateOf(checkout: PaybyCheckout): Pick<PaybyCheckout, 'phase' | 'connection'> {
  const {phase = 'idle', connection = 'steady'} = checkout as Partial<PaybyCheckout>;
  return {phase, connection};
}

const LANGUAGES = Object.keys(modalTexts) as Language[];

const languageOf = (locale: string | null | undefined): Language =>
  pickLanguage([locale, document.documentElement.lang, ...navigator.languages], LANGUAGES) ?? 'en';

const refuse = (message: string, name: string): Promise<never> =>
  Promise.reject(new DOMException(message, name));
