/** The compiler is the test: events bubble and are composed, so a page listens where it likes. */
import 'payby-checkout';
import type {PaybyCheckout, PaybyRedirectEvent, PaybyScanEvent, PaybySuccessEvent} from 'payby-checkout/pure';

const paid = ({detail}: PaybySuccessEvent): string => detail.amount;
const scanned = ({detail}: PaybyScanEvent): string => detail.code;
const redirected = ({detail}: PaybyRedirectEvent): string => detail.url;

window.addEventListener('payby-success', paid);
window.addEventListener('payby-scan', scanned);
document.addEventListener('payby-success', paid);
document.addEventListener('payby-scan', scanned);
document.body.addEventListener('payby-success', paid);
document.createElement('payby-checkout').addEventListener('payby-redirect', redirected);
// @ts-expect-error -- a listener of another event
window.addEventListener('payby-failure', paid);

/** Every event has its type: one that is missing in the map leaves `never`. */
export const isComplete: Record<
  | 'payby-ready'
  | 'payby-change'
  | 'payby-success'
  | 'payby-failure'
  | 'payby-action'
  | 'payby-redirect'
  | 'payby-error'
  | 'payby-scan'
  | 'payby-manual'
  | 'payby-scan-reject'
  | 'payby-scan-ignore'
  | 'payby-scan-leak'
  | 'payby-scan-state',
  true
> extends Record<Extract<keyof HTMLElementEventMap, `payby-${string}`>, true>
  ? true
  : never = true;

declare const checkout: PaybyCheckout;
/** What is `null` is not given: a server's JSON has it so. */
checkout.order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'QRPAY',
  totalAmount: {amount: '25.00', currency: 'AED'},
  orderNo: null,
  tokenUrl: null,
  subject: null,
  subjectAr: null,
  expiredTime: null,
  requestTime: null,
  status: null,
  revoked: null,
  businessType: null,
  paySceneParams: {businessType: null},
};
// @ts-expect-error -- an order has a number and an amount
checkout.order = {merchantOrderNo: null, paySceneCode: 'QRPAY', totalAmount: null};
checkout.actions = 'cancel renew';
checkout.actions = '';
checkout.actions = null;
// @ts-expect-error -- a misspelt action
checkout.actions = 'cancle';
checkout.stores = [{name: 'Al Ansari', phone: 800_8888, hours: null}];
checkout.stores = {stores: [{name: 'Al Ansari'}]};
checkout.stores = '[{"name": "Al Ansari"}]';
// @ts-expect-error -- a store needs a name
checkout.stores = [{title: 'Al Ansari'}];
