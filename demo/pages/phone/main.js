// The customer's phone: scan a code, confirm or refuse, show one's own code, answer requests.
import {explain, read, send} from '../shared/api.js';
import {plainDigits} from '../shared/digits.js';
import {speak} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {showNearbyCodes} from '../shared/nearby-codes.js';
import {phoneTexts} from './texts.js';
import {repeatWhileVisible} from '../shared/repeat.js';

const ASK_EVERY_MS = 2000;
const TICK_MS = 500;
const tabs = ['scan', 'code', 'requests'];

const at = (id) => document.getElementById(id);

/**
 * All this page remembers. `order` is the one on the confirm sheet; `code` is the customer's own with its end;
 * `message` says the last thing that happened, as a function, so that it can be said again in another language.
 */
const page = {
  tab: 'scan',
  order: null,
  requests: [],
  code: null,
  busy: new Set(),
  message: () => '',
  problem: () => '',
};

const say = speak(phoneTexts, showPage);
const lookAround = showNearbyCodes({
  list: at('nearby'),
  empty: at('nearby-empty'),
  say,
  onChoose: scan,
});
const lookForRequests = repeatWhileVisible(loadRequests, ASK_EVERY_MS);
setInterval(showSeconds, TICK_MS);
showPage();

at('scan-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const tokenUrl = at('token').value.trim();
  if (tokenUrl) return void scan(tokenUrl);
  page.message = () => say('need-token');
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

// Arrow keys walk along the tabs as they lie on the screen.
document.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  const step = event.key === forward ? 1 : -1;
  openTab(tabs[(tabs.indexOf(page.tab) + step + tabs.length) % tabs.length]);
  at(`tab-${page.tab}`).focus();
});

function openTab(tab) {
  Object.assign(page, {tab, message: () => ''});
  showPage();
  if (tab === 'code' && !isCodeGood()) void makeCode();
}

/** Runs a wish of each kind once at a time; a refusal ends as a sentence, with everything else as it was. */
async function once(kind, wish, tell) {
  if (page.busy.has(kind)) return;
  page.busy.add(kind);
  Object.assign(page, {message: () => '', problem: () => ''});
  showPage();
  try {
    await wish();
  } catch (error) {
    page[tell] = () => explain(error, say);
  }
  page.busy.delete(kind);
  showPage();
}

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
  const password = plainDigits(at('password').value);
  const {order} = page;
  await once(
    'order',
    async () => {
      await send('/gateway/app/pay', {orderNo: order.orderNo, ...(order.needsPassword && {password})});
      page.message = () => say('paid', showMoney(order.amount, order.currency));
      closeSheet();
    },
    'problem',
  );
  if (page.order?.needsPassword) at('password').select();
}

function refuse() {
  return once(
    'order',
    async () => {
      await send('/gateway/app/refuse', {orderNo: page.order.orderNo});
      page.message = () => say('refused');
      closeSheet();
    },
    'problem',
  );
}

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
  void lookAround();
  void lookForRequests();
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

function isCodeGood() {
  return page.code !== null && page.code.expiresAt > Date.now();
}

async function copyCode() {
  if (!isCodeGood()) return;
  try {
    await navigator.clipboard.writeText(page.code.authCode);
    page.message = () => say('copied');
  } catch {
    // Browsers refuse the clipboard without a safe origin or a permission.
    page.message = () => say('not-copied');
  }
  showPage();
}

async function loadRequests() {
  const {orders} = await read('/gateway/app/requests');
  if (JSON.stringify(orders) === JSON.stringify(page.requests)) return;
  page.requests = orders;
  showRequests();
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
}

function showSheet() {
  at('sheet').hidden = page.order === null;
  // What lies under the sheet is out of reach until the sheet is answered.
  for (const part of document.querySelectorAll('.panels, .tabs')) part.inert = page.order !== null;
  at('sheet-message').textContent = page.problem();
  for (const id of ['pay', 'refuse']) at(id).setAttribute('aria-disabled', String(page.busy.has('order')));
  if (page.order === null) return;
  at('sheet-subject').textContent = page.order.subject ?? '';
  at('sheet-amount').textContent = showMoney(page.order.amount, page.order.currency);
  at('sheet-number').textContent = page.order.merchantOrderNo;
  at('password-field').hidden = !page.order.needsPassword;
}

/** The code leaves the screen with its last second. */
function showSeconds() {
  const isGood = isCodeGood();
  const shown = isGood ? page.code.authCode : '';
  if (at('my-code').textContent !== shown) at('my-code').textContent = shown;
  const seconds = isGood ? Math.ceil((page.code.expiresAt - Date.now()) / 1000) : 0;
  const sentence = isGood ? say('code-seconds', seconds) : page.code ? say('code-over') : '';
  if (at('seconds').textContent !== sentence) at('seconds').textContent = sentence;
  at('copy').disabled = !isGood;
}

function showRequests() {
  at('requests-empty').hidden = page.requests.length > 0;
  at('request-count').hidden = page.requests.length === 0;
  at('request-count').textContent = String(page.requests.length);
  at('requests').replaceChildren(...page.requests.map(requestEntry));
}

function requestEntry(order) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.test = `request-${order.merchantOrderNo}`;
  const subject = document.createElement('bdi');
  subject.textContent = order.subject ?? order.merchantOrderNo;
  const amount = document.createElement('strong');
  amount.textContent = showMoney(order.amount, order.currency);
  button.append(subject, amount);
  button.addEventListener('click', () => openSheet(order));
  item.append(button);
  return item;
}
