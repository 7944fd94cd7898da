// The customer's phone: scan a code, confirm or refuse a payment, show one's own code, answer requests.
import {explain, logFailure, read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {elementsById, find} from '../shared/elements.js';
import {currentLanguage, currentLocale, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {showNearbyCodes} from '../shared/nearby-codes.js';
import {repeatWhileVisible} from '../shared/repeat.js';
import {payPageOf} from '../shared/simulated-payby.js';
import {phoneTexts} from './texts.js';

/** @import {CodePicture, GatewayOrder, OwnCode, PhoneMessage} from '../shared/api-types.js' */
/** @typedef {'scan' | 'code' | 'requests' | 'messages'} Tab */

const REFRESH_MS = 2000;
const TICK_MS = 500;
/** @type {readonly Tab[]} */
const tabs = ['scan', 'code', 'requests', 'messages'];

const at = elementsById({
  'tab-scan': HTMLButtonElement,
  'tab-code': HTMLButtonElement,
  'tab-requests': HTMLButtonElement,
  'tab-messages': HTMLButtonElement,
  'panel-scan': HTMLElement,
  'panel-code': HTMLElement,
  'panel-requests': HTMLElement,
  'panel-messages': HTMLElement,
  'scan-form': HTMLFormElement,
  token: HTMLInputElement,
  nearby: HTMLElement,
  'nearby-empty': HTMLElement,
  barcode: HTMLImageElement,
  qr: HTMLImageElement,
  'my-code': HTMLElement,
  seconds: HTMLElement,
  copy: HTMLButtonElement,
  'new-code': HTMLButtonElement,
  requests: HTMLElement,
  'requests-empty': HTMLElement,
  'request-count': HTMLElement,
  messages: HTMLElement,
  'messages-empty': HTMLElement,
  message: HTMLElement,
  sheet: HTMLElement,
  'sheet-form': HTMLFormElement,
  'sheet-subject': HTMLElement,
  'sheet-amount': HTMLElement,
  'sheet-number': HTMLElement,
  'sheet-message': HTMLElement,
  'password-field': HTMLElement,
  password: HTMLInputElement,
  pay: HTMLButtonElement,
  refuse: HTMLButtonElement,
  close: HTMLButtonElement,
});

/**
 * The whole state of this page. `order` is the one on the confirm sheet; `code` is the customer's own, with its end in
 * ms since epoch; the messages are functions, so that they can be shown again in another language.
 * @type {{
 *   tab: Tab,
 *   order: GatewayOrder | null,
 *   requests: readonly GatewayOrder[],
 *   messages: readonly PhoneMessage[],
 *   shownMessages: string,
 *   code: OwnCode | null,
 *   busy: Set<string>,
 *   message: () => string,
 *   problem: () => string,
 * }}
 */
const page = {
  tab: 'scan',
  order: null,
  requests: [],
  messages: [],
  shownMessages: '',
  code: null,
  busy: new Set(),
  message: () => '',
  problem: () => '',
};

const translate = translatePage(phoneTexts, showPage);
const refreshNearbyCodes = showNearbyCodes({
  list: at('nearby'),
  empty: at('nearby-empty'),
  translate,
  onChoose: scan,
});
const refreshRequests = repeatWhileVisible(loadRequests, REFRESH_MS);
repeatWhileVisible(loadMessages, REFRESH_MS);
repeatWhileVisible(checkCode, REFRESH_MS);
setInterval(showSeconds, TICK_MS);
showPage();

at('scan-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const tokenUrl = at('token').value.trim();
  if (tokenUrl) return void scan(tokenUrl);
  page.message = () => translate('need-token');
  showPage();
  at('token').focus();
});

at('sheet-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void pay();
});
at('refuse').addEventListener('click', refuse);
at('close').addEventListener('click', closeSheet);
at('sheet').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeSheet();
});
at('copy').addEventListener('click', copyCode);
at('new-code').addEventListener('click', makeCode);

for (const tab of tabs) at(`tab-${tab}`).addEventListener('click', () => openTab(tab));

// Arrow keys move along the tabs as they lie on the screen.
find(document, '[role=tablist]', HTMLElement).addEventListener('keydown', (event) => {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const step = event.key === forward ? 1 : -1;
  const next = tabs[(tabs.indexOf(page.tab) + step + tabs.length) % tabs.length];
  if (!next) return;
  openTab(next);
  at(`tab-${next}`).focus();
});

/** @param {Tab} tab */
function openTab(tab) {
  Object.assign(page, {tab, message: () => ''});
  showPage();
  if (tab === 'code' && !validCode()) void makeCode();
}

/**
 * Runs one request of each kind at a time. A refusal becomes a sentence, and everything else stays as it was.
 * @param {string} kind
 * @param {() => Promise<void>} request
 * @param {'message' | 'problem'} messageKey where the sentence goes
 */
async function once(kind, request, messageKey) {
  if (page.busy.has(kind)) return;
  page.busy.add(kind);
  Object.assign(page, {message: () => '', problem: () => ''});
  showPage();
  try {
    await request();
  } catch (error) {
    logFailure(error);
    page[messageKey] = () => explain(error, translate);
  }
  page.busy.delete(kind);
  showPage();
}

/** @param {string} tokenUrl */
function scan(tokenUrl) {
  return once(
    'order',
    async () => {
      const {order} = await send('/gateway/app/scan', {tokenUrl});
      openSheet(order);
    },
    'message',
  );
}

async function pay() {
  const {order} = page;
  if (order === null) return;
  const password = plainDigits(at('password').value);
  await once(
    'order',
    async () => {
      await send('/gateway/app/pay', {orderNo: order.orderNo, ...(order.needsPassword && {password})});
      page.message = () => translate('paid', showMoney(order.amount, order.currency));
      closeSheet();
    },
    'problem',
  );
  if (page.order?.needsPassword) at('password').select();
}

async function refuse() {
  const {order} = page;
  if (order === null) return;
  await once(
    'order',
    async () => {
      await send('/gateway/app/refuse', {orderNo: order.orderNo});
      page.message = () => translate('refused');
      closeSheet();
    },
    'problem',
  );
}

/** @param {GatewayOrder} order */
function openSheet(order) {
  page.order = order;
  at('password').value = '';
  showPage();
  at(order.needsPassword ? 'password' : 'sheet-amount').focus({preventScroll: true});
}

function closeSheet() {
  Object.assign(page, {order: null, problem: () => ''});
  at('token').value = '';
  at('password').value = '';
  showPage();
  at(`tab-${page.tab}`).focus({preventScroll: true});
  void refreshNearbyCodes();
  void refreshRequests();
}

function makeCode() {
  return once(
    'code',
    async () => {
      page.code = await send('/gateway/app/code');
    },
    'message',
  );
}

/** A code that a till has taken is replaced, and one that PayBy has let expire leaves the screen. */
async function checkCode() {
  const code = page.tab === 'code' ? validCode() : null;
  if (!code) return;
  const {state} = await send('/gateway/app/code/state', {authCode: code.authCode});
  if (state === 'valid' || page.code !== code) return;
  if (state === 'expired') page.code = {...code, expiresAt: Date.now()};
  else {
    await makeCode();
    if (page.code !== code) page.message = () => translate('code-used');
  }
  showPage();
}

/** The customer's code, unless it has expired. */
function validCode() {
  return page.code && page.code.expiresAt > Date.now() ? page.code : null;
}

async function copyCode() {
  const code = validCode();
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.authCode);
    page.message = () => translate('copied');
  } catch {
    // Browsers refuse the clipboard without a secure origin or a permission.
    page.message = () => translate('not-copied');
  }
  showPage();
}

async function loadRequests() {
  const {orders} = await read('/gateway/app/requests');
  if (JSON.stringify(orders) === JSON.stringify(page.requests)) return;
  page.requests = orders;
  showRequests();
}

async function loadMessages() {
  page.messages = (await read('/gateway/app/messages')).messages;
  showMessages();
}

function showPage() {
  for (const tab of tabs) {
    const isOpen = tab === page.tab;
    at(`tab-${tab}`).setAttribute('aria-selected', String(isOpen));
    at(`tab-${tab}`).tabIndex = isOpen ? 0 : -1;
    at(`panel-${tab}`).hidden = !isOpen;
  }
  at('message').textContent = page.message();
  showSheet();
  showSeconds();
  showRequests();
  showMessages();
}

function showSheet() {
  at('sheet').hidden = page.order === null;
  // What lies under the sheet is out of reach until the sheet is closed.
  for (const selector of ['.panels', '.tabs'])
    find(document, selector, HTMLElement).inert = page.order !== null;
  at('sheet-message').textContent = page.problem();
  for (const id of /** @type {const} */ (['pay', 'refuse']))
    at(id).setAttribute('aria-disabled', String(page.busy.has('order')));
  if (page.order === null) return;
  at('sheet-subject').textContent = page.order.subject ?? '';
  at('sheet-amount').textContent = showMoney(page.order.amount, page.order.currency);
  at('sheet-number').textContent = page.order.merchantOrderNo;
  at('password-field').hidden = !page.order.needsPassword;
}

/** The code leaves the screen with its last second. */
function showSeconds() {
  const code = validCode();
  showCode(code);
  const sentence = code
    ? translate('code-seconds', Math.ceil((code.expiresAt - Date.now()) / 1000))
    : page.code
      ? translate('code-over')
      : '';
  if (at('seconds').textContent !== sentence) at('seconds').textContent = sentence;
  at('copy').disabled = code === null;
}

/** @param {OwnCode | null} code */
function showCode(code) {
  if (at('my-code').textContent === (code?.authCode ?? '')) return;
  at('my-code').replaceChildren(...groupsOf(code?.authCode ?? ''));
  showPicture(at('barcode'), code?.barcode);
  showPicture(at('qr'), code?.qr);
}

/**
 * In groups for the eye, without characters between them: what is selected and copied is the code.
 * @param {string} code
 */
const groupsOf = (code) =>
  (code.match(/.{1,4}/g) ?? []).map((group) =>
    Object.assign(document.createElement('span'), {textContent: group}),
  );

/**
 * @param {HTMLImageElement} image
 * @param {CodePicture | undefined} picture
 */
function showPicture(image, picture) {
  image.hidden = picture === undefined;
  if (!picture) return image.removeAttribute('src');
  image.src = `data:image/svg+xml,${encodeURIComponent(picture.svg)}`;
  // As wide as there is room, in whole device pixels for each module: a scanner reads sharp edges
  image.style.setProperty('--step', `${picture.modules / devicePixelRatio}px`);
}

function showRequests() {
  at('requests-empty').hidden = page.requests.length > 0;
  at('request-count').hidden = page.requests.length === 0;
  at('request-count').textContent = String(page.requests.length);
  at('requests').replaceChildren(...page.requests.map(requestEntry));
}

/** @param {GatewayOrder} order */
function requestEntry(order) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['test'] = `request-${order.merchantOrderNo}`;
  const subject = document.createElement('bdi');
  subject.textContent = order.subject ?? order.merchantOrderNo;
  const amount = document.createElement('strong');
  amount.textContent = showMoney(order.amount, order.currency);
  button.append(subject, amount);
  button.addEventListener('click', () => openSheet(order));
  item.append(button);
  return item;
}

/** A finger or the focus may be on a link: the list is only replaced when something changed. */
function showMessages() {
  at('messages-empty').hidden = page.messages.length > 0;
  const shown = JSON.stringify([currentLanguage(), page.messages]);
  if (shown === page.shownMessages) return;
  page.shownMessages = shown;
  at('messages').replaceChildren(...page.messages.map(messageEntry));
}

/** @param {PhoneMessage} message */
function messageEntry(message) {
  const {kind, to, tokenUrl, sentTime, totalAmount, expiredTime} = message;
  const number = Object.assign(document.createElement('bdi'), {dir: 'ltr', textContent: to});
  const head = document.createElement('p');
  head.className = 'hint';
  head.append(`${translate('message-to')} `, number, ' · ', timeIn(sentTime));
  const text = document.createElement('p');
  const subject = (currentLanguage() === 'ar' && message.subjectAr) || message.subject;
  const money = showMoney(totalAmount.amount, totalAmount.currency);
  text.textContent = translate(`message-${kind}`, money, subject, timeIn(expiredTime, 'Asia/Dubai'));
  const item = document.createElement('li');
  item.append(head, text);
  if (tokenUrl === undefined) return item;
  const link = document.createElement('a');
  link.href = payPageOf(tokenUrl);
  link.textContent = translate('open-page');
  link.dataset['test'] = 'message-link';
  item.append(link);
  return item;
}

/**
 * @param {number} ms
 * @param {string} [timeZone] this device's by default
 */
const timeIn = (ms, timeZone) =>
  new Intl.DateTimeFormat(currentLocale(), {dateStyle: 'medium', timeStyle: 'short', timeZone}).format(ms);
