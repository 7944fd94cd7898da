/**
 * The markup that `payby-checkout/server` has put into the shadow root of the element. It stays while the element would
 * show the same, but has not all of it yet: the texts of its language, or the voucher.
 */
import type {CheckoutState} from '../core/order/checkout-machine.js';
import {shownKey} from '../core/order/shown-key.js';
import type {QrImage} from '../core/qr/qr-path.js';

/** `null` and `undefined` for none. */
export type ServerMarkup = Element | null | undefined;

/** Its first child holds the key of what it shows. */
export const showsState = (markup: ServerMarkup, state: CheckoutState): boolean =>
  markup?.firstChild?.textContent === shownKey(state);

/** The code as it is drawn there, if it is that of the state: it need not be encoded again. */
export function drawnCode(markup: ServerMarkup, state: CheckoutState): QrImage | undefined {
  const code = showsState(markup, state) && markup?.querySelector<SVGPathElement>('.plate path + path');
  const path = code && code.getAttribute('d');
  const size = code && code.ownerSVGElement?.viewBox.baseVal.width;
  return path && size ? {path, size} : undefined;
}
