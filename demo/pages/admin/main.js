// The staff's page: what the server's books say, asked for again every few seconds; and the buttons that give money
// back. Nothing is shown as done before the server has said so. Order numbers are the payers' own, so the address of
// this page never holds one.
import {askBeforeDoing} from './confirm-dialog.js';
import {
  alertEntry,
  badge,
  factEntries,
  orderEntry,
  refundEntry,
  showTime,
  subject,
  timelineEntries,
  waysOn,
} from './order-view.js';
import {adminTexts} from './texts.js';
import {ApiError, explain, read, send} from '../shared/api.js';
import {currentLanguage, speak} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {repeatWhileVisible} from '../shared/repeat.js';

const LOOK_EVERY_MS = 4_000;
const PAGE_SIZE = 50;

const at = (id) => document.getElementById(id);

/** All this page remembers. `newest` is asked for again and again; `earlier` was asked for by the button. */
const page = {
  query: {number: '', status: ''},
  newest: null,
  earlier: [],
  hasEarlier: false,
  alerts: [],
  chosen: null,
  whole: null,
  loadedAt: null,
  isStale: false,
  said: () => '',
};

const say = speak(adminTexts, showPage);
const ask = askBeforeDoing({say, onDone: tellDone, onNews: () => void lookAgain(), onLoggedOut: toLogin});
const lookAgain = repeatWhileVisible(look, LOOK_EVERY_MS);

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
for (const kind of ['refund', 'revoke', 'cancel']) {
  at(kind).addEventListener('click', () => {
    page.said = () => '';
    showPage();
    ask.open(kind, page.whole.order);
  });
}

async function look() {
  const {query, chosen} = page;
  try {
    const [{orders}, {alerts}, whole] = await Promise.all([
      read(listPath(query)),
      read('/api/admin/alerts'),
      chosen === null ? null : read(orderPath(chosen)),
    ]);
    if (query !== page.query) return; // an answer to an earlier question
    if (page.newest === null || page.earlier.length === 0) page.hasEarlier = orders.length === PAGE_SIZE;
    Object.assign(page, {newest: orders, alerts, loadedAt: Date.now(), isStale: false});
    if (chosen === page.chosen) page.whole = whole;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'login-needed') return toLogin();
    page.isStale = true;
  }
  showPage();
}

const orderPath = (merchantOrderNo) => `/api/admin/orders/${encodeURIComponent(merchantOrderNo)}`;

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
  await look();
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
    console.debug('Earlier orders did not come.', error.code);
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

async function choose(merchantOrderNo) {
  if (merchantOrderNo !== page.chosen) {
    Object.assign(page, {chosen: merchantOrderNo, whole: null, said: () => ''});
  }
  showPage();
  try {
    const whole = await read(orderPath(merchantOrderNo));
    if (merchantOrderNo !== page.chosen) return;
    page.whole = whole;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'login-needed') return toLogin();
    page.said = () => explain(error, say);
  }
  showPage();
  at('order-heading').focus({preventScroll: true});
  if (isNarrow()) scrollTo({top: 0});
}

function showList() {
  const {chosen} = page;
  Object.assign(page, {chosen: null, whole: null, said: () => ''});
  showPage();
  document.querySelector(`[data-test="order-${chosen}"]`)?.focus();
}

const isNarrow = () => matchMedia('(width < 900px)').matches;

async function tellDone(kind, answer) {
  const {order} = answer;
  page.said = sentenceFor(kind, answer);
  if (page.whole && page.chosen === order.merchantOrderNo) page.whole = {...page.whole, order};
  showPage();
  await choose(order.merchantOrderNo);
  void lookAgain();
}

/** Only what the answer says: a status that is still open is said to be open. */
function sentenceFor(kind, {order, refund}) {
  const money = () => showMoney(refund.amount, refund.currency);
  if (kind === 'refund') {
    const isUnsure = refund.status === 'ASKING';
    if (refund.status === 'FAILURE' || refund.status === 'REFUSED') return () => say('error-62045');
    return () => say(isUnsure ? 'refund-asking' : 'refund-done', money());
  }
  if (order.revoked === 'true') return () => say('revoke-done');
  if (order.status === 'FAILURE') return () => say(kind === 'revoke' ? 'revoke-closed' : 'cancel-done');
  if (kind === 'cancel' && order.status === 'CREATED') return () => say('cancel-open');
  return () => say('now-status', say(`status-${order.status}`));
}

async function markSeen({id}) {
  try {
    await send(`/api/admin/alerts/${id}/acknowledge`);
    page.alerts = page.alerts.filter((alert) => alert.id !== id);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'login-needed') return toLogin();
    page.isStale = true;
  }
  showPage();
  (page.alerts.length > 0 ? at('alerts-heading') : at('number')).focus();
}

async function logOut() {
  try {
    await send('/api/logout');
    toLogin();
  } catch (error) {
    console.debug('Not logged out.', error.code);
    page.isStale = true;
    showPage();
  }
}

function toLogin() {
  location.assign(`/login?next=/admin${currentLanguage() === 'ar' ? '&lang=ar' : ''}`);
}

function showPage() {
  const orders = shownOrders();
  const {query, newest, whole, chosen} = page;
  at('panes').classList.toggle('one-order', chosen !== null);
  showFreshness();
  at('orders-empty').textContent =
    newest === null
      ? say('loading')
      : orders.length > 0
        ? ''
        : say(isSearch(query) ? 'none-found' : 'no-orders');
  at('earlier').hidden = !page.hasEarlier;
  renew(
    at('orders'),
    orders.map((order) =>
      orderEntry(order, {say, isChosen: order.merchantOrderNo === chosen, onChoose: choose}),
    ),
  );
  at('alerts-area').hidden = page.alerts.length === 0;
  renew(
    at('alerts'),
    page.alerts.map((alert) => alertEntry(alert, {say, onSeen: markSeen, onShow: choose})),
  );
  at('order-none').hidden = chosen !== null;
  at('order-shown').hidden = chosen === null;
  at('said').textContent = page.said();
  showOrder(whole);
  ask.show();
}

const isSearch = ({number, status}) => number !== '' || status !== '';

function showFreshness() {
  const {loadedAt, isStale} = page;
  if (loadedAt === null) at('freshness').textContent = isStale ? say('error-unreachable') : '';
  else at('freshness').textContent = say(isStale ? 'not-fresh' : 'as-of', showTime(loadedAt, false));
  at('freshness').classList.toggle('problem', isStale);
}

function showOrder(whole) {
  at('order-actions').hidden = !whole;
  if (!whole) {
    at('order-heading').textContent = page.chosen === null || page.said() ? '' : say('loading');
    for (const id of ['order-badge', 'order-amount', 'order-facts', 'refunds', 'timeline'])
      at(id).replaceChildren();
    at('order-hint').hidden = true;
    at('refunds-area').hidden = true;
    return;
  }
  const {order, timeline} = whole;
  const {amount, currency} = order.totalAmount;
  at('order-heading').replaceChildren(subject(order));
  at('order-badge').replaceChildren(badge(order, say));
  at('order-amount').textContent = showMoney(amount, currency);
  const hint = hintFor(order);
  at('order-hint').hidden = hint === undefined;
  at('order-hint').textContent = hint === undefined ? '' : say(hint);
  for (const [kind, isOpen] of Object.entries(waysOn(order))) at(kind).hidden = !isOpen;
  renew(at('order-facts'), factEntries(order, say));
  at('refunds-area').hidden = order.refunds.length === 0;
  renew(
    at('refunds'),
    order.refunds.map((refund) => refundEntry(refund, say)),
  );
  renew(at('timeline'), timelineEntries(timeline, say, currency));
}

function hintFor({placing, status, isBeingCancelled}) {
  if (status !== 'CREATED') return undefined;
  if (isBeingCancelled) return 'being-cancelled';
  return placing === 'unknown' || placing === 'asking' ? `placing-${placing}` : undefined;
}

/** Leaves what is the same in place, so that a look every few seconds takes neither focus, selection nor a press. */
function renew(parent, nodes) {
  const old = new Map([...parent.children].map((node) => [node.outerHTML, node]));
  const wanted = nodes.map((node) => {
    const same = old.get(node.outerHTML);
    old.delete(node.outerHTML);
    return same ?? node;
  });
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.test : undefined;
  for (const node of old.values()) node.remove();
  let next = parent.firstElementChild;
  for (const node of wanted) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
  if (focused && !parent.contains(document.activeElement)) {
    parent.querySelector(`[data-test="${focused}"]`)?.focus({preventScroll: true});
  }
}
