// A game's top-up screen: coins are ordered here and paid in cash at a partner store.
import {read, send} from './api.js';
import {plainDigits} from './digits.js';
import {showEvents} from './event-log.js';
import {gameTexts} from './game-texts.js';
import {currentLanguage, speak} from './language.js';
import {showMoney} from './money.js';

const at = (id) => document.getElementById(id);
const checkout = document.querySelector('payby-checkout');

/** All this page remembers. `outcome` is null while the payment is open, then 'paid' or 'unpaid'. */
const page = {
  packs: [],
  chosen: null,
  player: '',
  orderNumber: null,
  outcome: null,
  busy: false,
  problem: null,
};

const say = speak(gameTexts, showPage);
showEvents();
void loadPacks();

at('choose').addEventListener('submit', (event) => {
  event.preventDefault();
  void buy();
});
at('reload').addEventListener('click', loadPacks);
at('retry').addEventListener('click', order);
at('back').addEventListener('click', leavePayment);
at('again').addEventListener('click', showPacks);

checkout.addEventListener('payby-success', () => {
  Object.assign(page, {outcome: 'paid', problem: null});
  showPage();
});

checkout.addEventListener('payby-failure', () => {
  Object.assign(page, {outcome: 'unpaid', problem: null});
  showPage();
});

async function loadPacks() {
  page.problem = null;
  try {
    const {skus} = await read('/api/skus');
    page.packs = skus.filter((sku) => sku.paySceneCode === 'CASHTOPUP');
    at('packs').replaceChildren(...page.packs.map(newPack));
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
    const made = await send('/api/orders', {paySceneCode: 'CASHTOPUP', sku: page.chosen.sku});
    checkout.order = made;
    Object.assign(page, {orderNumber: made.merchantOrderNo, outcome: null});
    openPayment();
  } catch {
    page.problem = 'no-order';
  }
  page.busy = false;
  showPage();
}

function cancelOrder() {
  return send(`/api/orders/${encodeURIComponent(page.orderNumber)}/cancel`);
}

/** The code may already be at a store's counter, so an open order is closed before the page lets go of it. */
async function leavePayment() {
  if (page.busy) return;
  if (page.outcome) return showPacks();
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

function openPayment() {
  at('choose').hidden = true;
  at('pay').hidden = false;
  at('pay-heading').focus({preventScroll: true});
  scrollTo(0, 0);
}

function showPacks() {
  checkout.order = null;
  Object.assign(page, {orderNumber: null, outcome: null, problem: null});
  at('choose').hidden = false;
  at('pay').hidden = true;
  at('choose-heading').focus({preventScroll: true});
  showPage();
}

function showPage() {
  page.packs.forEach((pack, index) => fillPack(at('packs').children[index], pack));
  at('buy').textContent = say(page.busy ? 'preparing' : 'buy');
  at('buy').setAttribute('aria-disabled', String(page.busy));
  at('retry').setAttribute('aria-disabled', String(page.busy));
  at('buy').hidden = page.problem === 'no-packs';
  at('reload').hidden = page.problem !== 'no-packs';
  at('player-id').setAttribute('aria-invalid', String(page.problem === 'need-player-id'));
  const problem = page.problem ? say(page.problem) : '';
  at('message').textContent = at('choose').hidden ? '' : problem;
  at('pay-message').textContent = at('pay').hidden ? '' : problem;
  if (page.chosen) {
    at('pay-heading').textContent = titleOf(page.chosen);
    at('for-player').textContent = page.player;
    at('delivered-sentence').textContent = say('delivered-sentence', titleOf(page.chosen), page.player);
  }
  at('delivered').hidden = page.outcome !== 'paid';
  at('unpaid').hidden = page.outcome !== 'unpaid';
  at('back').hidden = page.outcome === 'paid';
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
