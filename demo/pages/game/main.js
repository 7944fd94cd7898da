// A game's top-up screen: coins are ordered here and paid in cash at a partner store. The element shows the state of
// the payment; that the coins were added is for the game to say, which asks its own server.
import {ApiError, logFailure, read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {cloneOf, elementsById, find, findTag} from '../shared/elements.js';
import {showEvents} from '../shared/event-log.js';
import {currentLanguage, currentLocale, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {orderFromServer, orderMemory} from '../shared/open-order.js';
import {openSimulatedPages} from '../shared/simulated-payby.js';
import {partnerStores} from './partner-stores.js';
import {gameTexts} from './texts.js';

/** @import {CheckoutOrder} from 'payby-checkout' */
/** @import {OrderCoins, Sku} from '../shared/api-types.js' */
/** @typedef {keyof typeof gameTexts.en | 'not-restored'} TextKey */
/** @typedef {CheckoutOrder & {readonly sku?: string | undefined, readonly player?: string | undefined}} GameOrder */

const DELIVERY_POLL_MS = 1000;
/** After that many polls the page says that the delivery takes longer, and goes on polling. */
const POLLS_BEFORE_NOTICE = 10;

const at = elementsById({
  choose: HTMLFormElement,
  'choose-heading': HTMLElement,
  'player-id': HTMLInputElement,
  packs: HTMLElement,
  pack: HTMLTemplateElement,
  message: HTMLElement,
  buy: HTMLButtonElement,
  reload: HTMLButtonElement,
  pay: HTMLElement,
  'pay-heading': HTMLElement,
  'pay-message': HTMLElement,
  'for-player': HTMLElement,
  'for-player-line': HTMLElement,
  balance: HTMLElement,
  'guide-sent': HTMLElement,
  delivering: HTMLElement,
  delivered: HTMLElement,
  'delivered-sentence': HTMLElement,
  'taken-back': HTMLElement,
  unpaid: HTMLElement,
  again: HTMLButtonElement,
  back: HTMLButtonElement,
  'too-old': HTMLElement,
  picture: HTMLImageElement,
});
const checkout = findTag(document, 'payby-checkout');
/** For whom the coins are; the voucher itself is stored by the element, so that it is there without a network. */
const memory = orderMemory('sand-racer');

/**
 * The whole state of this page. `outcome` is null while the payment is open, then 'paid' (reported by the element),
 * 'delivered' (reported by the game's ledger), 'taken-back' or 'unpaid'.
 * @type {{
 *   packs: readonly Sku[],
 *   chosen: Sku | null,
 *   player: string,
 *   order: GameOrder | null,
 *   outcome: 'paid' | 'delivered' | 'taken-back' | 'unpaid' | null,
 *   coins: OrderCoins | null,
 *   guideSent: boolean,
 *   busy: boolean,
 *   problem: TextKey | null,
 * }}
 */
const page = {
  packs: [],
  chosen: null,
  player: '',
  order: null,
  outcome: null,
  coins: null,
  guideSent: false,
  busy: false,
  problem: null,
};

at('too-old').remove();
const translate = translatePage(gameTexts, showPage);
showEvents();
openSimulatedPages(checkout);

at('choose').addEventListener('submit', (event) => {
  event.preventDefault();
  void buy();
});
at('reload').addEventListener('click', loadPacks);
at('back').addEventListener('click', leavePayment);
at('again').addEventListener('click', showPacks);

checkout.addEventListener('payby-ready', ({detail}) => {
  const {order} = checkout; // restored by the element, or set by this page
  const isNew = page.order?.merchantOrderNo !== detail.merchantOrderNo;
  if (isNew && isCheckoutOrder(order)) resume(order);
});
checkout.addEventListener('payby-change', showPage);

checkout.addEventListener('payby-success', ({detail}) => {
  Object.assign(page, {outcome: 'paid', problem: null});
  showPage();
  void deliver(detail.merchantOrderNo);
});

checkout.addEventListener('payby-failure', ({detail}) => {
  Object.assign(page, {outcome: outcomeOf(checkout.phase), problem: null});
  showPage();
  void askLedger(detail.merchantOrderNo);
});

checkout.addEventListener('payby-action', (event) => {
  switch (event.detail.action) {
    case 'send-guide':
      return event.respondWith(sendGuide(event.phone));
    case 'cancel':
      return event.respondWith(cancelOrder(openOrder()));
    case 'renew':
      return event.respondWith(renew());
  }
});

/**
 * This page only sets orders of its own server, never PayBy's answer as it came.
 * @param {typeof checkout.order} order
 * @returns {order is CheckoutOrder}
 */
const isCheckoutOrder = (order) => typeof order === 'object' && order !== null && 'merchantOrderNo' in order;

/** @param {string} phase of the element, after an outcome */
function outcomeOf(phase) {
  if (phase === 'paid') return 'paid';
  return phase === 'revoked' ? 'taken-back' : 'unpaid';
}

/** The order of the payment on show. */
function openOrder() {
  if (page.order) return page.order;
  throw new TypeError('There is no order on this page.');
}

/**
 * @param {string} number
 * @returns {`/api/orders/${string}`}
 */
const addressOf = (number) => `/api/orders/${encodeURIComponent(number)}`;

async function start() {
  const address = new URL(location.href);
  const number = address.searchParams.get('order');
  const packs = loadPacks();
  if (number === null) {
    resumeRestored();
    await restore();
    return packs;
  }
  // The number is all that a payer needs to pay the order: it does not stay in the address.
  address.searchParams.delete('order');
  history.replaceState(null, '', address);
  if (await show(number)) return;
  page.problem = 'no-such-order';
  showPage();
}

/** The element may have restored an order, and requested its status, before this script added its listeners. */
function resumeRestored() {
  const {order, phase, result} = checkout;
  if (!isCheckoutOrder(order)) return;
  resume(order);
  if (result === null) return;
  page.outcome = outcomeOf(phase);
  showPage();
  if (phase === 'paid') void deliver(result.merchantOrderNo);
}

/** For an order that the element has not restored: it was paid, or it ended, while no page was open. */
async function restore() {
  const saved = await memory.recall();
  if (saved === null || page.order !== null || page.busy) return;
  if (!(await show(saved.merchantOrderNo))) memory.forget();
}

/**
 * Shows an order as the server has it now. Until the server has answered nothing else can be bought: it may be paid.
 * @param {string} number
 * @returns {Promise<boolean>} false if the server knows no such order of this game
 */
async function show(number) {
  page.busy = true;
  showPage();
  const order = await orderFromServer(number, () => {
    page.problem = 'not-restored';
    showPage();
  });
  Object.assign(page, {busy: false, problem: page.problem === 'not-restored' ? null : page.problem});
  const isKnown = order?.paySceneCode === 'CASHTOPUP';
  // Unless the element has restored its voucher meanwhile
  if (isKnown && page.order === null) {
    const restored = {...order, businessType: 'GAME_TOP_UP'};
    resume(restored);
    checkout.order = restored; // last: it may be paid already
  }
  showPage();
  return isKnown;
}

async function loadPacks() {
  if (page.problem === 'no-packs') page.problem = null;
  try {
    const {skus} = await read('/api/skus');
    page.packs = skus.filter((sku) => sku.paySceneCode === 'CASHTOPUP');
    at('packs').replaceChildren(...page.packs.map(newPack));
    page.chosen ??= page.packs.find(({sku}) => sku === page.order?.sku) ?? null;
  } catch (error) {
    logFailure(error);
    page.problem = 'no-packs';
  }
  at('packs').setAttribute('aria-busy', 'false');
  showPage();
}

/** Checks the form first, and leads to the one thing that is missing. */
async function buy() {
  const player = plainDigits(at('player-id').value).trim();
  const radios = [...at('packs').querySelectorAll('input')];
  const chosen = page.packs[radios.findIndex((radio) => radio.checked)];
  if (!/^[\p{L}\p{N}_#.-]{2,32}$/u.test(player)) return showProblem('need-player-id', at('player-id'));
  if (!chosen) return showProblem('need-pack', radios[0]);
  Object.assign(page, {player, chosen});
  await order(chosen);
}

/**
 * @param {TextKey} problem
 * @param {HTMLElement | undefined} field gets the focus
 */
function showProblem(problem, field) {
  page.problem = problem;
  showPage();
  field?.focus();
}

/**
 * Creates one order per click: while one is being created, a second click changes nothing.
 * @param {Sku} pack
 */
async function order({sku}) {
  if (page.busy) return;
  Object.assign(page, {busy: true, problem: null});
  showPage();
  try {
    const placed = await place({sku});
    checkout.order = placed;
    openPayment(placed);
  } catch (error) {
    logFailure(error);
    const isUnknown = error instanceof ApiError && error.code === 'unknown-player';
    page.problem = isUnknown ? 'error-unknown-player' : 'no-order';
    if (isUnknown) at('player-id').focus();
  }
  page.busy = false;
  showPage();
}

/**
 * Has the server create an order, which becomes the order of this page.
 * @param {{sku: string}} pack
 * @returns {Promise<GameOrder>}
 */
async function place({sku}) {
  const {player} = page;
  const created = await send('/api/orders', {paySceneCode: 'CASHTOPUP', sku, ...(player && {player})});
  // What PayBy calls this kind of top-up: the guide then says what will be credited.
  const order = {...created, businessType: 'GAME_TOP_UP'};
  Object.assign(page, {order, outcome: null, coins: null, guideSent: false});
  memory.save({merchantOrderNo: order.merchantOrderNo, player: page.player, sku: order.sku});
  return order;
}

/** A new code for the same coins. */
async function renew() {
  const {sku} = openOrder();
  if (sku === undefined) throw new TypeError('Only a till can make an order that is for no pack.');
  const created = await place({sku});
  showPage();
  return created;
}

/** @param {string | undefined} phone */
async function sendGuide(phone) {
  await send(`${addressOf(openOrder().merchantOrderNo)}/guide`, {phone});
  page.guideSent = true;
  showPage();
}

/** @param {GameOrder} order */
const cancelOrder = ({merchantOrderNo}) => send(`${addressOf(merchantOrderNo)}/cancel`);

/**
 * Shows an order that this page did not just create: the element restored a voucher after a reload, or a link in a
 * message led here.
 * @param {GameOrder} order
 */
function resume(order) {
  const saved = memory.find(order.merchantOrderNo);
  // A voucher that the element has stored names no pack.
  const sku = order.sku ?? (saved?.['sku'] === undefined ? undefined : String(saved['sku']));
  Object.assign(page, {order: {...order, sku}, outcome: null, coins: null});
  page.player = order.player ?? String(saved?.['player'] ?? '');
  page.chosen = page.packs.find((pack) => pack.sku === sku) ?? null;
  openPayment(order);
  showPage();
  void askLedger(order.merchantOrderNo);
}

/** The code may already be at a store's counter, so an open order is closed before the page drops it. */
async function leavePayment() {
  if (page.busy) return;
  if (page.outcome || !isOpen()) return showPacks();
  Object.assign(page, {busy: true, problem: null});
  try {
    const status = await cancelOrder(openOrder());
    checkout.setStatus(status);
    if (status.status === 'FAILURE') showPacks();
  } catch (error) {
    logFailure(error);
    // Perhaps it was paid in this very moment: the element polls, and shows what is true.
    checkout.refresh();
    page.problem = 'still-open';
  }
  page.busy = false;
  showPage();
}

/**
 * How many coins the player has, for a payment that is open or over. Without an answer the page does not say it.
 * @param {string} number
 * @returns {Promise<OrderCoins | undefined>}
 */
async function askLedger(number) {
  const coins = await read(`${addressOf(number)}/coins`).catch(logFailure);
  if (!coins || page.order?.merchantOrderNo !== number) return undefined;
  Object.assign(page, {coins, player: coins.player ?? page.player});
  showPage();
  return coins;
}

/**
 * A page may not decide about money: the coins are delivered when they stand in the game's ledger.
 * @param {string} number
 */
async function deliver(number) {
  const isCurrent = () => page.order?.merchantOrderNo === number && page.outcome === 'paid';
  for (let polls = 0; isCurrent(); polls += 1) {
    const coins = await askLedger(number);
    if (!isCurrent()) return;
    if (coins && coins.credited > 0) {
      Object.assign(page, {outcome: 'delivered', problem: null});
      memory.shown();
      showPage();
      at('delivered').scrollIntoView({block: 'nearest', behavior: 'smooth'});
    } else {
      if (polls === POLLS_BEFORE_NOTICE) page.problem = 'late-delivery';
      await new Promise((resolve) => setTimeout(resolve, DELIVERY_POLL_MS));
    }
    showPage();
  }
}

/** @param {GameOrder} order */
function openPayment({merchantOrderNo}) {
  at('picture').src = `${addressOf(merchantOrderNo)}/qr.svg`; // loaded where it is seen: without the element
  at('choose').hidden = true;
  at('pay').hidden = false;
  at('pay-heading').focus({preventScroll: true});
  scrollTo(0, 0);
}

function showPacks() {
  checkout.order = null;
  memory.forget();
  Object.assign(page, {order: null, outcome: null, coins: null, guideSent: false, problem: null});
  at('choose').hidden = false;
  at('pay').hidden = true;
  at('choose-heading').focus({preventScroll: true});
  showPage();
}

/** While it can be paid, the way out is the element's own "cancel", which asks for a confirmation. */
const isOpen = () => page.outcome === null && ['waiting', 'scanned', 'confirming'].includes(checkout.phase);

function showPage() {
  page.packs.forEach((pack, index) => fillPack(at('packs').children[index], pack));
  at('buy').textContent = translate(page.busy ? 'preparing' : 'buy');
  at('buy').setAttribute('aria-disabled', String(page.busy));
  at('buy').hidden = page.problem === 'no-packs';
  at('reload').hidden = page.problem !== 'no-packs';
  at('player-id').setAttribute(
    'aria-invalid',
    String(page.problem === 'need-player-id' || page.problem === 'error-unknown-player'),
  );
  const problem = page.problem ? translate(page.problem) : '';
  at('message').textContent = at('choose').hidden ? '' : problem;
  at('pay-message').textContent = at('pay').hidden ? '' : problem;
  showStores();
  if (page.order) showOrder(page.order);
  at('delivering').hidden = page.outcome !== 'paid';
  at('delivered').hidden = page.outcome !== 'delivered';
  at('taken-back').hidden = page.outcome !== 'taken-back';
  at('unpaid').hidden = page.outcome !== 'unpaid';
  at('guide-sent').hidden = !page.guideSent || page.outcome !== null;
  at('back').hidden =
    page.order === null || isOpen() || page.outcome === 'paid' || page.outcome === 'delivered';
}

/** @param {GameOrder} order */
function showOrder(order) {
  const title = orderTitle(order);
  at('pay-heading').textContent = title;
  at('for-player').textContent = page.player;
  at('for-player-line').hidden = page.player === '';
  const balance = page.coins?.balance;
  at('balance').hidden = balance === undefined;
  at('balance').textContent = translate('balance', (balance ?? 0).toLocaleString(currentLocale()));
  at('delivered-sentence').textContent = translate('delivered-sentence', title, page.player);
}

/** The list is set once per language: setting it again would start the payer's search again. */
function showStores() {
  const language = currentLanguage();
  if (checkout.dataset['storesLanguage'] === language) return;
  checkout.dataset['storesLanguage'] = language;
  checkout.stores = partnerStores(language);
}

/** @param {Sku} pack */
function newPack(pack) {
  const card = cloneOf(at('pack'));
  const radio = findTag(card, 'input');
  radio.value = pack.sku;
  radio.dataset['test'] = `sku-${pack.sku}`;
  return card;
}

/**
 * @param {Element | undefined} card undefined while the list is being replaced
 * @param {Sku} pack
 */
function fillPack(card, pack) {
  if (!card) return;
  find(card, '.title', HTMLElement).textContent = titleOf(pack);
  findTag(card, 'strong').textContent = showMoney(pack.amount, pack.currency);
}

/** @param {Sku} pack */
function titleOf(pack) {
  return currentLanguage() === 'ar' ? pack.titleAr : pack.title;
}

/**
 * An order from a link has no pack: its title is its subject at PayBy.
 * @param {GameOrder} order
 */
function orderTitle({subject, subjectAr}) {
  if (page.chosen) return titleOf(page.chosen);
  return (currentLanguage() === 'ar' && subjectAr) || subject || '';
}

void start(); // last: it uses the constants above
