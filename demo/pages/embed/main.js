// A stand-in for each kind of host of an embedded checkout: it creates an order, shows it in the checkout's page, and
// hears of the payment by message.
import {logFailure, send} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {chosenHost, hostNames} from './hosts.js';
import {embedTexts} from './texts.js';

/** @import {CreatedOrder} from '../shared/api-types.js' */
/** @typedef {Window & {paybyBridge?: {receive(message: object): void}}} WebView */
/** @typedef {{readonly type: string} & {readonly [field: string]: unknown}} Command */
/** @typedef {{readonly type: string, readonly detail?: {readonly amount?: string, readonly currency?: string}}} Message */

const at = elementsById({
  hosts: HTMLElement,
  'host-name': HTMLElement,
  frame: HTMLIFrameElement,
  outcome: HTMLElement,
  back: HTMLButtonElement,
  theme: HTMLButtonElement,
  close: HTMLButtonElement,
  again: HTMLButtonElement,
  messages: HTMLOListElement,
});
const host = chosenHost();

/** @type {{last: Message | null, isDark: boolean}} */
const page = {last: null, isDark: false};
const translate = translatePage(embedTexts, showPage);

for (const [kind, name] of Object.entries(hostNames)) {
  const link = document.createElement('a');
  link.href = `/embed?host=${kind}`;
  link.textContent = name;
  if (kind === host) link.setAttribute('aria-current', 'page');
  at('hosts').append(link);
}
at('host-name').textContent = hostNames[host];
showPage();

addEventListener('message', ({data, origin, source}) => {
  if (origin !== location.origin || source !== at('frame').contentWindow) return;
  // An app hears by its interface, whose stand-in says so; a page around a frame hears the checkout itself
  const {told, ...direct} = /** @type {{told?: Message} & Message} */ (data);
  const message = host === 'frame' ? direct : told;
  if (message) hear(message);
});
at('frame').src = `/embed/frame?host=${host}`;

at('back').addEventListener('click', () => tell({type: 'back'}));
at('close').addEventListener('click', () => tell({type: 'close'}));
at('again').addEventListener('click', () => void showOrder());
at('theme').addEventListener('click', () => {
  page.isDark = !page.isDark;
  tell({type: 'theme', theme: page.isDark ? 'dark' : 'light'});
});

/** @param {Message} message */
function hear(message) {
  note('from-checkout', message);
  if (message.type === 'loaded') void showOrder();
  if (message.type === 'size') return;
  if (['success', 'failure', 'closed'].includes(message.type)) page.last = message;
  showPage();
}

async function showOrder() {
  page.last = null;
  showPage();
  try {
    /** @type {CreatedOrder} */
    const order = await send('/api/orders', {paySceneCode: 'DYNQR', sku: 'mug'});
    tell({
      type: 'show',
      order,
      locale: currentLanguage(),
      statusUrl: '/api/orders/{merchantOrderNo}/status',
    });
  } catch (error) {
    logFailure(error);
    at('outcome').textContent = translate('error-other');
  }
}

/** @param {Command} command as the real host sends it: by message to a frame, by a script in a web view */
function tell(command) {
  const view = /** @type {WebView | null} */ (at('frame').contentWindow);
  const message = {payby: 1, ...command};
  if (host === 'frame') view?.postMessage(message, location.origin);
  else view?.paybyBridge?.receive(message);
  note('to-checkout', command);
}

/**
 * The code's address is the order's secret: it is not listed.
 * @param {'to-checkout' | 'from-checkout'} way
 * @param {Command | Message} message
 */
function note(way, message) {
  const item = document.createElement('li');
  const title = document.createElement('b');
  title.textContent = `${way === 'to-checkout' ? '→' : '←'} ${message.type}`;
  title.title = translate(way);
  const facts = document.createElement('code');
  const text = JSON.stringify(message, (key, value) =>
    key === 'type' || key === 'tokenUrl' ? undefined : /** @type {unknown} */ (value),
  );
  facts.textContent = text === '{}' ? '' : text;
  item.append(title, ' ', facts);
  at('messages').prepend(item);
}

function showPage() {
  at('outcome').textContent = page.last ? sentenceOf(page.last) : '';
}

/** @param {Message} message */
function sentenceOf({type, detail}) {
  if (type === 'closed') return translate('closed');
  if (type === 'failure') return translate('unpaid');
  return translate('paid', showMoney(detail?.amount ?? '', detail?.currency ?? ''));
}
