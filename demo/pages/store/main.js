// A whole merchant's page: choose → the server creates an order → <payby-checkout> takes the payment.
import {logFailure, read, send} from '../shared/api.js';
import {cloneOf, elementsById, find, findTag} from '../shared/elements.js';
import {showEvents} from '../shared/event-log.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {orderFromServer, orderMemory} from '../shared/open-order.js';
import {storeTexts} from './texts.js';

/** @import {CreatedOrder, Sku} from '../shared/api-types.js' */
/** @typedef {keyof typeof storeTexts.en | 'not-restored'} TextKey */
/** @typedef {Pick<Sku, 'sku' | 'title' | 'titleAr' | 'amount' | 'currency'>} Good */

const at = elementsById({
  shop: HTMLElement,
  'shop-heading': HTMLElement,
  goods: HTMLElement,
  good: HTMLTemplateElement,
  pay: HTMLElement,
  'pay-heading': HTMLElement,
  back: HTMLButtonElement,
  'choice-drawing': HTMLImageElement,
  'choice-title': HTMLElement,
  'choice-amount': HTMLElement,
  thanks: HTMLElement,
  'thanks-sentence': HTMLElement,
  again: HTMLButtonElement,
  unpaid: HTMLElement,
  retry: HTMLButtonElement,
  notice: HTMLElement,
  'notice-sentence': HTMLElement,
  'notice-retry': HTMLButtonElement,
  'too-old': HTMLElement,
  'plain-order': HTMLAnchorElement,
});
const checkout = findTag(document, 'payby-checkout');
const memory = orderMemory('sidra');

/** Goods that have a drawing and a description on this page; others are shown as a parcel. */
const describedGoods = /** @type {const} */ (['mug', 'dates', 'lamp']);

/**
 * The whole state of this page. `outcome` is null while the payment is open; `notice` is the sentence on show and what
 * its button repeats, if it has one.
 * @type {{
 *   goods: readonly Sku[],
 *   chosen: Good | null,
 *   orderNumber: string | null,
 *   outcome: 'paid' | 'unpaid' | null,
 *   busy: boolean,
 *   notice: {sentence: TextKey, repeat?: () => Promise<void>} | null,
 * }}
 */
const page = {goods: [], chosen: null, orderNumber: null, outcome: null, busy: false, notice: null};

at('too-old').remove();
const translate = translatePage(storeTexts, showPage);
showEvents();
void loadGoods();
void restore();

at('back').addEventListener('click', leavePayment);
at('again').addEventListener('click', showShop);
at('retry').addEventListener('click', () => page.chosen && buy(page.chosen));
at('notice-retry').addEventListener('click', () => page.notice?.repeat?.());

checkout.addEventListener('payby-success', () => {
  Object.assign(page, {outcome: 'paid', notice: null});
  memory.shown();
  showPage();
});

checkout.addEventListener('payby-failure', ({detail}) => {
  Object.assign(page, {outcome: 'unpaid', notice: null});
  if (detail.reason !== 'expired') memory.shown(); // an expired order may still be paid late
  showPage();
});

// A payer who comes back from the next page has seen it: the way back stays open. The history entry remembers it, over a
// reload, too.
checkout.addEventListener('payby-redirect', (event) => {
  if (history.state?.redirected) event.preventDefault();
  else history.replaceState({redirected: true}, '');
});

/**
 * Shows the payment that a reload has interrupted, or that a phone has dropped while the customer was in the app. Until
 * the server has answered nothing else can be bought: the payment may be under way.
 */
async function restore() {
  const saved = await memory.recall();
  if (saved === null || page.busy || page.orderNumber !== null) return;
  page.busy = true;
  showPage();
  const order = await orderFromServer(saved.merchantOrderNo, () => {
    page.notice = {sentence: 'not-restored'};
    showPage();
  });
  page.busy = false;
  if (page.notice?.sentence === 'not-restored') page.notice = null;
  if (order?.paySceneCode === 'DYNQR') {
    Object.assign(page, {chosen: goodOf(order, saved['sku']), orderNumber: order.merchantOrderNo});
    checkout.order = order;
    openPayment(order.merchantOrderNo);
  } else {
    memory.forget();
    page.notice = {sentence: 'no-such-order'};
  }
  showPage();
}

/**
 * @param {CreatedOrder} order
 * @param {unknown} sku
 * @returns {Good}
 */
const goodOf = ({totalAmount, subject = '', subjectAr = subject}, sku) => ({
  sku: String(sku),
  title: subject,
  titleAr: subjectAr,
  ...totalAmount,
});

async function loadGoods() {
  if (page.notice?.sentence === 'no-goods') page.notice = null;
  try {
    const {skus} = await read('/api/skus');
    page.goods = skus.filter((sku) => sku.paySceneCode === 'DYNQR');
    at('goods').replaceChildren(...page.goods.map(newCard));
  } catch (error) {
    logFailure(error);
    page.notice ??= {sentence: 'no-goods', repeat: loadGoods};
  }
  at('goods').setAttribute('aria-busy', 'false');
  showPage();
}

/**
 * Creates one order per click: while one is being created, a second click changes nothing.
 * @param {Good} good
 */
async function buy(good) {
  if (page.busy) return;
  Object.assign(page, {busy: true, chosen: good, notice: null});
  showPage();
  try {
    const order = await send('/api/orders', {paySceneCode: 'DYNQR', sku: good.sku});
    history.replaceState(null, '');
    checkout.order = order;
    memory.save({merchantOrderNo: order.merchantOrderNo, sku: good.sku});
    Object.assign(page, {orderNumber: order.merchantOrderNo, outcome: null});
    openPayment(order.merchantOrderNo);
  } catch (error) {
    logFailure(error);
    page.notice = {sentence: 'no-order', repeat: () => buy(good)};
  }
  page.busy = false;
  showPage();
}

/** The code may already be on somebody's phone, so an open order is closed before the page drops it. */
async function leavePayment() {
  const {orderNumber} = page;
  if (page.busy) return;
  if (page.outcome || orderNumber === null) return showShop();
  Object.assign(page, {busy: true, notice: null});
  try {
    const status = await send(`/api/orders/${encodeURIComponent(orderNumber)}/cancel`);
    checkout.setStatus(status);
    if (status.status === 'FAILURE') showShop();
  } catch (error) {
    logFailure(error);
    // Perhaps it was paid in this very moment: the element polls, and shows what is true.
    checkout.refresh();
    page.notice = {sentence: 'still-open', repeat: leavePayment};
  }
  page.busy = false;
  showPage();
}

/** @param {string} merchantOrderNo */
function openPayment(merchantOrderNo) {
  at('plain-order').pathname = `/store/plain/orders/${encodeURIComponent(merchantOrderNo)}`;
  at('shop').hidden = true;
  at('pay').hidden = false;
  scrollTo(0, 0);
  at('pay-heading').focus({preventScroll: true});
}

function showShop() {
  memory.forget();
  checkout.order = null;
  Object.assign(page, {chosen: null, orderNumber: null, outcome: null, notice: null});
  at('shop').hidden = false;
  at('pay').hidden = true;
  at('shop-heading').focus({preventScroll: true});
  showPage();
  if (page.goods.length === 0) void loadGoods(); // the server did not answer when the page was opened
}

function showPage() {
  const language = currentLanguage() === 'ar' ? '&lang=ar' : '';
  checkout.successUrl = `/store/thanks?order={merchantOrderNo}${language}`;
  page.goods.forEach((good, index) => fillCard(at('goods').children[index], good));
  at('retry').setAttribute('aria-disabled', String(page.busy));
  if (page.chosen) {
    at('choice-drawing').src = drawingOf(page.chosen);
    at('choice-title').textContent = titleOf(page.chosen);
    at('choice-amount').textContent = showMoney(page.chosen.amount, page.chosen.currency);
    at('thanks-sentence').textContent = translate('thanks-sentence', titleOf(page.chosen));
  }
  at('thanks').hidden = page.outcome !== 'paid';
  at('unpaid').hidden = page.outcome !== 'unpaid';
  at('notice').hidden = page.notice === null;
  at('notice-sentence').textContent = page.notice ? translate(page.notice.sentence) : '';
  at('notice-retry').hidden = page.notice?.repeat === undefined;
}

/** @param {Sku} good */
function newCard(good) {
  const card = cloneOf(at('good'));
  findTag(card, 'img').src = drawingOf(good);
  const button = findTag(card, 'button');
  button.dataset['test'] = `sku-${good.sku}`;
  button.addEventListener('click', () => buy(good));
  return card;
}

/**
 * @param {Element | undefined} card undefined while the list is being replaced
 * @param {Sku} good
 */
function fillCard(card, good) {
  if (!card) return;
  const isWaiting = page.busy && page.chosen === good;
  const described = describedSku(good);
  findTag(card, 'h2').textContent = titleOf(good);
  find(card, '.about', HTMLElement).textContent = described ? translate(`about-${described}`) : '';
  find(card, '.price', HTMLElement).textContent = showMoney(good.amount, good.currency);
  find(card, '.verb', HTMLElement).textContent = translate(isWaiting ? 'preparing' : 'buy');
  find(card, '.visually-hidden', HTMLElement).textContent = titleOf(good);
  findTag(card, 'button').setAttribute('aria-disabled', String(page.busy));
}

/** @param {Good} good */
const titleOf = (good) => (currentLanguage() === 'ar' ? good.titleAr : good.title);

/** @param {Good} good */
const describedSku = ({sku}) => describedGoods.find((described) => described === sku);

/** @param {Good} good */
const drawingOf = (good) => `/pages/store/${describedSku(good) ?? 'parcel'}.svg`;
