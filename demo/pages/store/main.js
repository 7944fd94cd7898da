// A merchant's page, whole: choose → the server makes an order → <payby-checkout> takes the payment.
import {read, send} from '../shared/api.js';
import {showEvents} from '../shared/event-log.js';
import {currentLanguage, speak} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {storeTexts} from './texts.js';

const at = (id) => document.getElementById(id);
const checkout = document.querySelector('payby-checkout');
const drawings = new Set(['mug', 'dates', 'lamp']);

/**
 * All this page remembers. `outcome` is null while the payment is open, then 'paid' or 'unpaid'; `notice` is the
 * sentence on show and what its button repeats.
 */
const page = {goods: [], chosen: null, orderNumber: null, outcome: null, busy: false, notice: null};

const say = speak(storeTexts, showPage);
showEvents();
void loadGoods();

at('back').addEventListener('click', leavePayment);
at('again').addEventListener('click', showShop);
at('retry').addEventListener('click', () => buy(page.chosen));
at('notice-retry').addEventListener('click', () => page.notice?.repeat());

checkout.addEventListener('payby-success', () => {
  Object.assign(page, {outcome: 'paid', notice: null});
  showPage();
});

checkout.addEventListener('payby-failure', () => {
  Object.assign(page, {outcome: 'unpaid', notice: null});
  showPage();
});

async function loadGoods() {
  page.notice = null;
  try {
    const {skus} = await read('/api/skus');
    page.goods = skus.filter((sku) => sku.paySceneCode === 'DYNQR');
    at('goods').replaceChildren(...page.goods.map(newCard));
  } catch {
    page.notice = {sentence: 'no-goods', repeat: loadGoods};
  }
  at('goods').setAttribute('aria-busy', 'false');
  showPage();
}

/** One order per wish: while one is being made, a second click changes nothing. */
async function buy(good) {
  if (page.busy) return;
  Object.assign(page, {busy: true, chosen: good, notice: null});
  showPage();
  try {
    const order = await send('/api/orders', {paySceneCode: 'DYNQR', sku: good.sku});
    checkout.order = order;
    Object.assign(page, {orderNumber: order.merchantOrderNo, outcome: null});
    openPayment();
  } catch {
    page.notice = {sentence: 'no-order', repeat: () => buy(good)};
  }
  page.busy = false;
  showPage();
}

function cancelOrder() {
  return send(`/api/orders/${encodeURIComponent(page.orderNumber)}/cancel`);
}

/** The code may already be on somebody's phone, so an open order is closed before the page lets go of it. */
async function leavePayment() {
  if (page.busy) return;
  if (page.outcome) return showShop();
  Object.assign(page, {busy: true, notice: null});
  try {
    const status = await cancelOrder();
    checkout.setStatus(status);
    if (status.status === 'FAILURE') showShop();
  } catch {
    // Perhaps it was paid in this very moment: the element asks, and shows what is true.
    checkout.refresh();
    page.notice = {sentence: 'still-open', repeat: leavePayment};
  }
  page.busy = false;
  showPage();
}

function openPayment() {
  at('shop').hidden = true;
  at('pay').hidden = false;
  scrollTo(0, 0);
  at('pay-heading').focus({preventScroll: true});
}

function showShop() {
  checkout.order = null;
  Object.assign(page, {chosen: null, orderNumber: null, outcome: null, notice: null});
  at('shop').hidden = false;
  at('pay').hidden = true;
  at('shop-heading').focus({preventScroll: true});
  showPage();
}

function showPage() {
  page.goods.forEach((good, index) => fillCard(at('goods').children[index], good));
  at('retry').setAttribute('aria-disabled', String(page.busy));
  if (page.chosen) {
    at('choice-drawing').src = drawingOf(page.chosen);
    at('choice-title').textContent = titleOf(page.chosen);
    at('choice-amount').textContent = showMoney(page.chosen.amount, page.chosen.currency);
    at('thanks-sentence').textContent = say('thanks-sentence', titleOf(page.chosen));
  }
  at('thanks').hidden = page.outcome !== 'paid';
  at('unpaid').hidden = page.outcome !== 'unpaid';
  at('notice').hidden = page.notice === null;
  at('notice-sentence').textContent = page.notice ? say(page.notice.sentence) : '';
}

function newCard(good) {
  const card = at('good').content.firstElementChild.cloneNode(true);
  card.querySelector('img').src = drawingOf(good);
  const button = card.querySelector('button');
  button.dataset.test = `sku-${good.sku}`;
  button.addEventListener('click', () => buy(good));
  return card;
}

function fillCard(card, good) {
  const isWaiting = page.busy && page.chosen === good;
  card.querySelector('h2').textContent = titleOf(good);
  card.querySelector('.about').textContent = drawings.has(good.sku) ? say(`about-${good.sku}`) : '';
  card.querySelector('.price').textContent = showMoney(good.amount, good.currency);
  card.querySelector('.verb').textContent = say(isWaiting ? 'preparing' : 'buy');
  card.querySelector('.only-heard').textContent = titleOf(good);
  card.querySelector('button').setAttribute('aria-disabled', String(page.busy));
}

function titleOf(good) {
  return currentLanguage() === 'ar' ? good.titleAr : good.title;
}

function drawingOf(good) {
  return `/pages/store/${drawings.has(good.sku) ? good.sku : 'parcel'}.svg`;
}
