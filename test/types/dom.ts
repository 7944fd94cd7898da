/** The compiler is the test: events bubble and are composed, so a page listens where it likes. */
import 'payby-checkout';
import type {CheckoutEvents, ScanInputEvents} from '../../src/frameworks/elements.js';
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

type Events = CheckoutEvents & ScanInputEvents;
declare const maps: {
  readonly element: HTMLElementEventMap;
  readonly document: DocumentEventMap;
  readonly window: WindowEventMap;
};
/** The compiler names an event of an element's doc block that a map lacks, or gives another type. */
export const complete: Readonly<Record<keyof typeof maps, Events>> = maps;

declare const events: Events;
/** And one that a map names, and no doc block. */
export const documented: Pick<
  HTMLElementEventMap,
  Extract<keyof HTMLElementEventMap, `payby-${string}`>
> = events;

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
