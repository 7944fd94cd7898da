// What the customer at the counter sees: the amount, what to do, and the outcome that the till was told by its server.
// A second window or screen of the till's machine; customers read it in both languages at once.
import {TERMINAL_ID, CURRENCY} from '../shared/counter.js';
import {followTill, IDLE} from '../shared/customer-display.js';
import {elementsById, findTag} from '../shared/elements.js';
import {currentLanguage, translatePage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';
import {customerDisplayTexts} from './texts.js';

/** @import {DisplayView} from '../shared/customer-display.js' */

const TICK = 'm12 25 8 8 16-18';
const CROSS = 'm15 15 18 18m0-18L15 33';

const at = elementsById({
  amount: HTMLElement,
  mark: SVGPathElement,
  heading: HTMLElement,
  sentence: HTMLElement,
  other: HTMLElement,
  'other-heading': HTMLElement,
  'other-sentence': HTMLElement,
});
const main = findTag(document, 'main');
let state = IDLE;
const translate = translatePage(customerDisplayTexts, showPage);
showPage();
followTill(TERMINAL_ID, (told) => {
  state = told;
  showPage();
});
document.addEventListener('visibilitychange', keepAwake);
keepAwake();

/** A display on a counter is not touched, and would go dark. */
function keepAwake() {
  // Refused by a device that saves power, and unknown to older browsers: the display then works as before
  if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => {});
}

/**
 * @param {DisplayView} view
 * @returns {'' | 'good' | 'bad'}
 */
function toneOf(view) {
  switch (view) {
    case 'paid':
      return 'good';
    case 'refused':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'revoked':
    case 'missing':
      return 'bad';
    default:
      return '';
  }
}

function showPage() {
  const {view, amount} = state;
  const tone = toneOf(view);
  main.dataset['view'] = view;
  main.dataset['tone'] = tone;
  at('amount').textContent = amount === null ? '' : showMoney(amount, CURRENCY);
  at('mark').setAttribute('d', tone === 'good' ? TICK : tone === 'bad' ? CROSS : '');
  at('heading').textContent = translate(`head-${view}`);
  at('sentence').textContent = translate(`text-${view}`);

  const language = currentLanguage() === 'ar' ? 'en' : 'ar';
  const other = customerDisplayTexts[language];
  at('other').lang = language;
  at('other').dir = language === 'ar' ? 'rtl' : 'ltr';
  at('other-heading').textContent = other[`head-${view}`];
  at('other-sentence').textContent = other[`text-${view}`];
}
