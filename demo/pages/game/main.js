// A game's top-up screen: coins are ordered here and paid in cash at a partner store. The element says what became of
// the money; that the coins are in the tank is the game's own word, which it hears from its server.
import {read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {showEvents} from '../shared/event-log.js';
import {partnerStores} from './partner-stores.js';
import {gameTexts} from './texts.js';
import {currentLanguage, speak} from '../shared/language.js';
import {showMoney} from '../shared/money.js';

const at = (id) => document.getElementById(id);
const checkout = document.querySelector('payby-checkout');
const addressOf = (number) => `/api/orders/${encodeURIComponent(number)}`;

/** What a reload must not lose, beside the voucher that the element keeps: for whom the coins are. */
const MEMORY = 'sand-racer purchase';
const DELIVERY_REST_MS = 1000;
/** After that many looks the page says that it takes longer, and looks on. */
const PATIENT_LOOKS = 10;

/**
 * All this page remembers. `outcome` is null while the payment is open, then 'paid' (by the element's word),
 * 'delivered' (by the game's) or 'unpaid'.
 */
const page = {
  packs: [],
  chosen: null,
  player: '',
  order: null,
  outcome: null,
  guideSent: false,
  busy: false,
  problem: null,
};

const say = speak(gameTexts, showPage);
showEvents();
void start();

at('choose').addEventListener('submit', (event) => {
  event.preventDefault();
  void buy();
});
at('reload').addEventListener('click', loadPacks);
at('back').addEventListener('click', leavePayment);
at('again').addEventListener('click', showPacks);

checkout.addEventListener('payby-ready', ({detail}) => {
  if (page.order?.merchantOrderNo !== detail.merchantOrderNo) resume(checkout.order);
});
checkout.addEventListener('payby-change', showPage);

checkout.addEventListener('payby-success', ({detail}) => {
  Object.assign(page, {outcome: 'paid', problem: null});
  showPage();
  void deliver(detail.merchantOrderNo);
});

checkout.addEventListener('payby-failure', () => {
  Object.assign(page, {outcome: 'unpaid', problem: null});
  showPage();
});

checkout.addEventListener('payby-action', (event) => {
  switch (event.detail.action) {
    case 'send-guide':
      return event.respondWith(sendGuide(event.phone));
    case 'cancel':
      return event.respondWith(cancelOrder());
    case 'renew':
      return event.respondWith(renew());
  }
});

async function start() {
  const address = new URL(location.href);
  const number = address.searchParams.get('order');
  const packs = loadPacks();
  if (number === null) return packs;
  // The number is all that a payer needs to show: it does not stay in the address.
  address.searchParams.delete('order');
  history.replaceState(null, '', address);
  try {
    const linked = await read(addressOf(number));
    checkout.order = linked;
    resume(linked);
  } catch {
    page.problem = 'no-such-order';
  }
  showPage();
}

async function loadPacks() {
  page.problem = null;
  try {
    const {skus} = await read('/api/skus');
    page.packs = skus.filter((sku) => sku.paySceneCode === 'CASHTOPUP');
    at('packs').replaceChildren(...page.packs.map(newPack));
    page.chosen ??= page.packs.find(({sku}) => sku === page.order?.sku) ?? null;
  } catch {
    page.problem = 'no-packs';
  }
  at('packs').setAttribute('aria-busy', 'false');
  showPage();
}

/** Looks at the form first, and leads to the one thing that is missing. */
function buy() {
  const player = plainDigits(at('player-id').value).trim();
  const packNumber = [...at('packs').querySelectorAll('input')].findIndex((radio) => radio.checked);
  if (!/^[\p{L}\p{N}_#.-]{2,32}$/u.test(player)) return ask('need-player-id', at('player-id'));
  if (packNumber < 0) return ask('need-pack', at('packs').querySelector('input'));
  Object.assign(page, {player, chosen: page.packs[packNumber]});
  return order();
}

function ask(sentence, field) {
  page.problem = sentence;
  showPage();
  field?.focus();
}

/** One order per wish: while one is being made, a second click changes nothing. */
async function order() {
  if (page.busy) return;
  Object.assign(page, {busy: true, problem: null});
  showPage();
  try {
    const made = await place({sku: page.chosen.sku});
    checkout.order = made;
    openPayment();
  } catch {
    page.problem = 'no-order';
  }
  page.busy = false;
  showPage();
}

/** Asks the server for an order; from its answer on, that is the one this page is about. */
async function place(goods) {
  const made = await send('/api/orders', {paySceneCode: 'CASHTOPUP', ...goods});
  // What PayBy calls this kind of top-up: the guide then says what will be credited.
  const order = {...made, businessType: 'GAME_TOP_UP'};
  Object.assign(page, {order, outcome: null, guideSent: false});
  remember({merchantOrderNo: order.merchantOrderNo, player: page.player, sku: page.chosen?.sku});
  return order;
}

/** A new code for the same coins. */
async function renew() {
  const {totalAmount, subject, subjectAr} = page.order;
  const made = await place(
    page.chosen ? {sku: page.chosen.sku} : {amount: totalAmount.amount, subject, subjectAr},
  );
  showPage();
  return made;
}

async function sendGuide(phone) {
  await send(`${addressOf(page.order.merchantOrderNo)}/guide`, {phone});
  page.guideSent = true;
  showPage();
}

const cancelOrder = () => send(`${addressOf(page.order.merchantOrderNo)}/cancel`);

/** The element came back with a voucher after a reload, or a message led here. */
function resume(order) {
  const known = recall();
  const isOurs = known?.merchantOrderNo === order.merchantOrderNo;
  Object.assign(page, {order: {...order, sku: isOurs ? known.sku : undefined}, outcome: null});
  page.player = isOurs ? known.player : '';
  page.chosen = page.packs.find(({sku}) => sku === page.order.sku) ?? null;
  openPayment();
  showPage();
}

/** The code may already be at a store's counter, so an open order is closed before the page lets go of it. */
async function leavePayment() {
  if (page.busy) return;
  if (page.outcome || !isOpen()) return showPacks();
  Object.assign(page, {busy: true, problem: null});
  try {
    const status = await cancelOrder();
    checkout.setStatus(status);
    if (status.status === 'FAILURE') showPacks();
  } catch {
    // Perhaps it was paid in this very moment: the element asks, and shows what is true.
    checkout.refresh();
    page.problem = 'still-open';
  }
  page.busy = false;
  showPage();
}

/** Money is never believed on a page's word: the coins are delivered when the game's own server says "paid". */
async function deliver(number) {
  const isCurrent = () => page.order?.merchantOrderNo === number && page.outcome === 'paid';
  for (let looks = 0; isCurrent(); looks += 1) {
    const status = await read(`${addressOf(number)}/status`).catch(() => undefined);
    if (!isCurrent()) return;
    const isPaid = status?.status === 'PAID_SUCCESS' || status?.status === 'SETTLED';
    if (isPaid && String(status.revoked) !== 'true') {
      Object.assign(page, {outcome: 'delivered', problem: null});
      remember(null);
      showPage();
      at('delivered').scrollIntoView({block: 'nearest', behavior: 'smooth'});
    } else {
      if (looks === PATIENT_LOOKS) page.problem = 'late-delivery';
      await new Promise((rested) => setTimeout(rested, DELIVERY_REST_MS));
    }
    showPage();
  }
}

function openPayment() {
  at('choose').hidden = true;
  at('pay').hidden = false;
  at('pay-heading').focus({preventScroll: true});
  scrollTo(0, 0);
}

function showPacks() {
  checkout.order = null;
  remember(null);
  Object.assign(page, {order: null, outcome: null, guideSent: false, problem: null});
  at('choose').hidden = false;
  at('pay').hidden = true;
  at('choose-heading').focus({preventScroll: true});
  showPage();
}

/** While it can be paid, the way out is the element's own "cancel", which asks once more. */
const isOpen = () => page.outcome === null && ['waiting', 'scanned', 'confirming'].includes(checkout.phase);

function showPage() {
  page.packs.forEach((pack, index) => fillPack(at('packs').children[index], pack));
  at('buy').textContent = say(page.busy ? 'preparing' : 'buy');
  at('buy').setAttribute('aria-disabled', String(page.busy));
  at('buy').hidden = page.problem === 'no-packs';
  at('reload').hidden = page.problem !== 'no-packs';
  at('player-id').setAttribute('aria-invalid', String(page.problem === 'need-player-id'));
  const problem = page.problem ? say(page.problem) : '';
  at('message').textContent = at('choose').hidden ? '' : problem;
  at('pay-message').textContent = at('pay').hidden ? '' : problem;
  showStores();
  if (page.order) {
    at('pay-heading').textContent = orderTitle();
    at('for-player').textContent = page.player;
    at('for-player').parentElement.hidden = page.player === '';
    at('delivered-sentence').textContent = say('delivered-sentence', orderTitle(), page.player);
  }
  at('delivering').hidden = page.outcome !== 'paid';
  at('delivered').hidden = page.outcome !== 'delivered';
  at('unpaid').hidden = page.outcome !== 'unpaid';
  at('guide-sent').hidden = !page.guideSent || page.outcome !== null;
  at('back').hidden = page.order === null || isOpen() || ['paid', 'delivered'].includes(page.outcome);
}

/** The list is handed over once per language: setting it anew would begin the search anew. */
function showStores() {
  const language = currentLanguage();
  if (checkout.dataset.storesLanguage === language) return;
  checkout.dataset.storesLanguage = language;
  checkout.stores = partnerStores(language);
}

function newPack(pack) {
  const card = at('pack').content.firstElementChild.cloneNode(true);
  card.querySelector('input').value = pack.sku;
  card.querySelector('input').dataset.test = `sku-${pack.sku}`;
  return card;
}

function fillPack(card, pack) {
  card.querySelector('.title').textContent = titleOf(pack);
  card.querySelector('strong').textContent = showMoney(pack.amount, pack.currency);
}

function titleOf(pack) {
  return currentLanguage() === 'ar' ? pack.titleAr : pack.title;
}

/** An order from a link is known by what PayBy calls it. */
function orderTitle() {
  if (page.chosen) return titleOf(page.chosen);
  const {subject, subjectAr} = page.order;
  return (currentLanguage() === 'ar' && subjectAr) || subject || '';
}

function remember(purchase) {
  try {
    if (purchase) localStorage.setItem(MEMORY, JSON.stringify(purchase));
    else localStorage.removeItem(MEMORY);
  } catch {
    // Private browsing: then a reload forgets the player's name, and the voucher still works.
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY));
  } catch {
    return null;
  }
}
