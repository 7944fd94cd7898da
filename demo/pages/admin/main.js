// The staff's page: the orders as the server has stored them, refreshed every few seconds, and the buttons that give
// money back. Nothing is shown as done before the server has answered. The number of an order is enough to pay it, so
// the address of this page never holds one.
import {explain, isLoginNeeded, logFailure, read, send} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {repeatWhileVisible} from '../shared/repeat.js';
import {confirmDialog} from './confirm-dialog.js';
import {logOutAllDialog} from './log-out-all-dialog.js';
import {
  alertEntry,
  allowedActions,
  badge,
  factEntries,
  orderEntry,
  refundEntry,
  showTime,
  subject,
  timelineEntries,
} from './order-view.js';
import {adminTexts} from './texts.js';

/** @import {Alert, OrderDetails, StaffAction, StaffActionAnswer, StaffOrder} from '../shared/api-types.js' */
/** @typedef {{number: string, status: string}} Query */

const REFRESH_MS = 4_000;
const PAGE_SIZE = 50;
/** @type {readonly StaffAction[]} */
const staffActions = ['refund', 'revoke', 'cancel'];

const at = elementsById({
  freshness: HTMLElement,
  'alerts-area': HTMLElement,
  'alerts-heading': HTMLElement,
  alerts: HTMLElement,
  panes: HTMLElement,
  search: HTMLFormElement,
  number: HTMLInputElement,
  status: HTMLSelectElement,
  'orders-empty': HTMLElement,
  orders: HTMLElement,
  earlier: HTMLButtonElement,
  'order-none': HTMLElement,
  'order-shown': HTMLElement,
  back: HTMLButtonElement,
  'order-heading': HTMLElement,
  'order-badge': HTMLElement,
  'order-amount': HTMLElement,
  'order-hint': HTMLElement,
  'order-actions': HTMLElement,
  refund: HTMLButtonElement,
  revoke: HTMLButtonElement,
  cancel: HTMLButtonElement,
  'result-message': HTMLElement,
  'order-facts': HTMLElement,
  'refunds-area': HTMLElement,
  refunds: HTMLElement,
  timeline: HTMLElement,
  'log-out': HTMLButtonElement,
  'log-out-all': HTMLButtonElement,
});

/**
 * The whole state of this page. `newest` is null until it has been loaded, and is refreshed; `earlier` was loaded by
 * the button. `details` belong to the order whose number is `chosen`.
 * @type {{
 *   query: Query,
 *   newest: readonly StaffOrder[] | null,
 *   earlier: readonly StaffOrder[],
 *   hasEarlier: boolean,
 *   alerts: readonly Alert[],
 *   chosen: string | null,
 *   details: OrderDetails | null,
 *   loadedAt: number | null,
 *   isStale: boolean,
 *   message: () => string,
 * }}
 */
const page = {
  query: {number: '', status: ''},
  newest: null,
  earlier: [],
  hasEarlier: false,
  alerts: [],
  chosen: null,
  details: null,
  loadedAt: null,
  isStale: false,
  message: () => '',
};

const translate = translatePage(adminTexts, showPage);
const dialog = confirmDialog({
  translate,
  onDone: showDone,
  onFailed: () => void refresh(),
  onLoggedOut: goToLogin,
});
const everybody = logOutAllDialog({translate, onLoggedOut: goToLogin});
const refresh = repeatWhileVisible(load, REFRESH_MS);

at('search').addEventListener('submit', (event) => {
  event.preventDefault();
  void search();
});
at('status').addEventListener('change', () => void search());
// The little cross of a search field empties it.
at('number').addEventListener('search', () => at('number').value === '' && void search());
at('earlier').addEventListener('click', () => void loadEarlier());
at('back').addEventListener('click', showList);
at('log-out').addEventListener('click', () => void logOut());
at('log-out-all').addEventListener('click', everybody.open);
for (const action of staffActions) {
  at(action).addEventListener('click', () => {
    page.message = () => '';
    showPage();
    if (page.details) dialog.open(action, page.details.order);
  });
}

async function load() {
  const {query, chosen} = page;
  try {
    const [{orders}, {alerts}, details] = await Promise.all([
      read(listPath(query)),
      read('/api/admin/alerts'),
      chosen === null ? null : read(orderPath(chosen)).catch(withoutDetails),
    ]);
    if (query !== page.query) return; // the answer to an earlier query
    if (page.newest === null || page.earlier.length === 0) page.hasEarlier = orders.length === PAGE_SIZE;
    Object.assign(page, {newest: orders, alerts, loadedAt: Date.now(), isStale: false});
    if (chosen === page.chosen) page.details = details;
  } catch (error) {
    if (isLoginNeeded(error)) return goToLogin();
    logFailure(error);
    page.isStale = true;
  }
  showPage();
}

/**
 * One order that was never shown and cannot be read: the lists go on.
 * @param {unknown} error
 */
function withoutDetails(error) {
  if (isLoginNeeded(error) || page.details !== null) throw error;
  logFailure(error);
  return null;
}

/**
 * @param {string} merchantOrderNo
 * @returns {`/api/admin/orders/${string}`}
 */
const orderPath = (merchantOrderNo) => `/api/admin/orders/${encodeURIComponent(merchantOrderNo)}`;

/**
 * @param {Query} query
 * @param {number} [before]
 * @returns {`/api/admin/orders?${string}`}
 */
function listPath({number, status}, before) {
  const search = new URLSearchParams({limit: String(PAGE_SIZE)});
  if (number) search.set('number', number);
  if (status) search.set('status', status);
  if (before !== undefined) search.set('before', String(before));
  return `/api/admin/orders?${search}`;
}

async function search() {
  const query = {number: at('number').value.trim(), status: at('status').value};
  Object.assign(page, {query, newest: null, earlier: [], hasEarlier: false});
  showPage();
  await load();
  // A number names one order: who searched for it wants to see it.
  const [only, ...others] = page.newest ?? [];
  if (query === page.query && query.number && only && others.length === 0) void choose(only.merchantOrderNo);
}

async function loadEarlier() {
  const {query} = page;
  const oldest = shownOrders().at(-1);
  if (!oldest) return;
  try {
    const {orders} = await read(listPath(query, oldest.requestTime));
    if (query !== page.query) return;
    page.earlier = [...page.earlier, ...orders];
    page.hasEarlier = orders.length === PAGE_SIZE;
  } catch (error) {
    if (isLoginNeeded(error)) return goToLogin();
    logFailure(error);
    page.isStale = true;
  }
  showPage();
}

/** Newest first, each once, however the two lists overlap. */
function shownOrders() {
  const newest = page.newest ?? [];
  const known = new Set(newest.map(({merchantOrderNo}) => merchantOrderNo));
  return [...newest, ...page.earlier.filter(({merchantOrderNo}) => !known.has(merchantOrderNo))];
}

/** @param {string} merchantOrderNo */
async function choose(merchantOrderNo) {
  if (merchantOrderNo !== page.chosen) {
    Object.assign(page, {chosen: merchantOrderNo, details: null, message: () => ''});
  }
  showPage();
  try {
    const details = await read(orderPath(merchantOrderNo));
    if (merchantOrderNo !== page.chosen) return;
    page.details = details;
  } catch (error) {
    if (isLoginNeeded(error)) return goToLogin();
    logFailure(error);
    page.message = () => explain(error, translate);
  }
  showPage();
  at('order-heading').focus({preventScroll: true});
  if (isNarrow()) scrollTo({top: 0});
}

function showList() {
  const {chosen} = page;
  Object.assign(page, {chosen: null, details: null, message: () => ''});
  showPage();
  if (chosen !== null) focusEntry(at('orders'), `order-${chosen}`);
}

const isNarrow = () => matchMedia('(width < 900px)').matches;

/**
 * @param {StaffAction} action
 * @param {StaffActionAnswer} answer
 */
async function showDone(action, answer) {
  const {order} = answer;
  page.message = sentenceFor(action, answer);
  if (page.details && page.chosen === order.merchantOrderNo) page.details = {...page.details, order};
  showPage();
  await choose(order.merchantOrderNo);
  void refresh();
}

/**
 * Only what the answer proves: a status that is still open is shown as open.
 * @param {StaffAction} action
 * @param {StaffActionAnswer} answer
 * @returns {() => string}
 */
function sentenceFor(action, {order, refund}) {
  if (refund) {
    const money = () => showMoney(refund.amount, refund.currency);
    const isUnsure = refund.status === 'REQUESTED';
    if (refund.status === 'FAILURE' || refund.status === 'REFUSED') return () => translate('error-62045');
    return () => translate(isUnsure ? 'refund-pending' : 'refund-done', money());
  }
  if (order.revoked) return () => translate('revoke-done');
  if (order.status === 'FAILURE')
    return () => translate(action === 'revoke' ? 'revoke-closed' : 'cancel-done');
  if (action === 'cancel' && order.status === 'CREATED') return () => translate('cancel-open');
  return () => translate('now-status', translate(`status-${order.status}`));
}

/** @param {Alert} alert */
async function acknowledge({id}) {
  try {
    await send(`/api/admin/alerts/${id}/acknowledge`);
    page.alerts = page.alerts.filter((alert) => alert.id !== id);
  } catch (error) {
    if (isLoginNeeded(error)) return goToLogin();
    logFailure(error);
    page.isStale = true;
  }
  showPage();
  (page.alerts.length > 0 ? at('alerts-heading') : at('number')).focus();
}

async function logOut() {
  try {
    await send('/api/logout');
    goToLogin();
  } catch (error) {
    logFailure(error);
    page.isStale = true;
    showPage();
  }
}

function goToLogin() {
  location.assign(`/login?next=/admin${currentLanguage() === 'ar' ? '&lang=ar' : ''}`);
}

function showPage() {
  const orders = shownOrders();
  const {query, newest, details, chosen} = page;
  at('panes').classList.toggle('one-order', chosen !== null);
  showFreshness();
  at('orders-empty').textContent =
    newest === null
      ? translate('loading')
      : orders.length > 0
        ? ''
        : translate(isSearch(query) ? 'none-found' : 'no-orders');
  at('earlier').hidden = !page.hasEarlier;
  updateList(
    at('orders'),
    orders.map((order) =>
      orderEntry(order, {translate, isChosen: order.merchantOrderNo === chosen, onChoose: choose}),
    ),
  );
  at('alerts-area').hidden = page.alerts.length === 0;
  updateList(
    at('alerts'),
    page.alerts.map((alert) => alertEntry(alert, {translate, onAcknowledge: acknowledge, onShow: choose})),
  );
  at('order-none').hidden = chosen !== null;
  at('order-shown').hidden = chosen === null;
  at('result-message').textContent = page.message();
  showOrder(details);
  dialog.show();
  everybody.show();
}

/** @param {Query} query */
const isSearch = ({number, status}) => number !== '' || status !== '';

function showFreshness() {
  const {loadedAt, isStale} = page;
  if (loadedAt === null) at('freshness').textContent = isStale ? translate('error-unreachable') : '';
  else at('freshness').textContent = translate(isStale ? 'not-fresh' : 'as-of', showTime(loadedAt, false));
  at('freshness').classList.toggle('problem', isStale);
}

/** @param {OrderDetails | null} details */
function showOrder(details) {
  at('order-actions').hidden = !details;
  if (!details) {
    at('order-heading').textContent = page.chosen === null || page.message() ? '' : translate('loading');
    for (const id of /** @type {const} */ ([
      'order-badge',
      'order-amount',
      'order-facts',
      'refunds',
      'timeline',
    ]))
      at(id).replaceChildren();
    at('order-hint').hidden = true;
    at('refunds-area').hidden = true;
    return;
  }
  const {order, timeline, coins} = details;
  const {amount, currency} = order.totalAmount;
  at('order-heading').replaceChildren(subject(order));
  at('order-badge').replaceChildren(badge(order, translate));
  at('order-amount').textContent = showMoney(amount, currency);
  const hint = hintFor(order);
  at('order-hint').hidden = hint === undefined;
  at('order-hint').textContent = hint === undefined ? '' : translate(hint);
  const allowed = allowedActions(order);
  for (const action of staffActions) at(action).hidden = !allowed[action];
  updateList(at('order-facts'), factEntries(order, translate, coins));
  at('refunds-area').hidden = order.refunds.length === 0;
  updateList(
    at('refunds'),
    order.refunds.map((refund) => refundEntry(refund, translate)),
  );
  updateList(at('timeline'), timelineEntries(timeline, translate, currency));
}

/**
 * @param {StaffOrder} order
 * @returns {'being-cancelled' | 'placing-unknown' | 'placing-pending' | undefined}
 */
function hintFor({placement, status, isBeingCancelled}) {
  if (status !== 'CREATED') return undefined;
  if (isBeingCancelled) return 'being-cancelled';
  return placement === 'unknown' || placement === 'pending' ? `placing-${placement}` : undefined;
}

/**
 * Leaves equal entries in place, so that a refresh every few seconds takes neither focus, selection nor a press.
 * @param {HTMLElement} parent
 * @param {readonly Element[]} entries
 */
function updateList(parent, entries) {
  const old = new Map([...parent.children].map((node) => [node.outerHTML, node]));
  const wanted = entries.map((node) => {
    const same = old.get(node.outerHTML);
    old.delete(node.outerHTML);
    return same ?? node;
  });
  const focused = focusedEntry(parent);
  for (const node of old.values()) node.remove();
  let next = parent.firstElementChild;
  for (const node of wanted) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
  if (focused !== undefined && !parent.contains(document.activeElement))
    focusEntry(parent, focused, {preventScroll: true});
}

/** @param {HTMLElement} parent */
function focusedEntry(parent) {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && parent.contains(focused) ? focused.dataset['test'] : undefined;
}

/**
 * @param {HTMLElement} parent
 * @param {string} name as in `data-test`
 * @param {FocusOptions} [options]
 */
function focusEntry(parent, name, options) {
  /** @type {HTMLElement | null} */
  const entry = parent.querySelector(`[data-test="${CSS.escape(name)}"]`);
  entry?.focus(options);
}
