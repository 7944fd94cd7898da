// One order as staff see it. Every text from outside is written as text, never as markup.
import {currentLanguage, currentLocale} from '../shared/language.js';
import {showMoney} from '../shared/money.js';

/** @import {Alert, OrderCoins, OrderEvent, Refund, StaffAction, StaffOrder} from '../shared/api-types.js' */
/** @import {CommonKey, Translate} from '../shared/language.js' */
/** @import {adminTexts} from './texts.js' */
/** @typedef {Translate<keyof typeof adminTexts.en | CommonKey>} TranslateAdmin */
/** @typedef {string | Node} Content */

const ZERO = /^0*(\.0*)?$/;

/**
 * What staff may request as the order stands here; PayBy decides on each.
 * @param {StaffOrder} order
 * @returns {Record<StaffAction, boolean>}
 */
export function allowedActions({status, revoked, refundedAmount, refundableAmount, isBeingCancelled}) {
  const isLive = !revoked;
  return {
    refund: isLive && !ZERO.test(refundableAmount),
    revoke: isLive && status !== 'FAILURE' && ZERO.test(refundedAmount),
    cancel: isLive && status === 'CREATED' && !isBeingCancelled,
  };
}

/**
 * The state of an order in one word, and the class of its badge.
 * @param {StaffOrder} order
 */
function badgeOf({status, revoked, refundedAmount, refundableAmount}) {
  if (revoked) return /** @type {const} */ ({key: 'status-revoked', className: 'returned'});
  if (!ZERO.test(refundedAmount)) {
    const isAll = ZERO.test(refundableAmount);
    return /** @type {const} */ ({
      key: isAll ? 'status-refunded' : 'status-part-refunded',
      className: 'returned',
    });
  }
  const classNames = {CREATED: 'open', PAID_SUCCESS: 'paid', SETTLED: 'paid', FAILURE: 'closed'};
  return /** @type {const} */ ({
    key: `status-${status}`,
    className: Object.hasOwn(classNames, status) ? classNames[status] : 'open',
  });
}

/**
 * Makes an element with these contents; text is never read as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {Content[]} contents
 */
function make(tag, className, ...contents) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...contents);
  return node;
}

/**
 * @param {StaffOrder} order
 * @param {TranslateAdmin} translate
 */
export function badge(order, translate) {
  const {key, className} = badgeOf(order);
  return make('span', `badge ${className}`, translate(key));
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

/**
 * A moment in the page's language and this machine's time zone.
 * @param {number} ms
 */
export function showTime(ms, withDay = true) {
  const locale = currentLocale();
  const key = `${locale} ${withDay}`;
  const formatter = formatters.get(key) ?? newFormatter(locale, withDay);
  formatters.set(key, formatter);
  return formatter.format(ms);
}

/**
 * @param {string} locale
 * @param {boolean} withDay
 */
const newFormatter = (locale, withDay) =>
  new Intl.DateTimeFormat(locale, {
    ...(withDay && {day: 'numeric', month: 'short'}),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

/** @param {number} count */
const showCount = (count) => count.toLocaleString(currentLocale());

/** @param {number} ms */
function time(ms) {
  const node = make('time', '', showTime(ms));
  node.dateTime = new Date(ms).toISOString();
  return node;
}

/**
 * Numbers and codes read left to right in every language.
 * @param {string} text
 */
function code(text) {
  const node = make('bdi', 'code', text);
  node.dir = 'ltr';
  return node;
}

/** @param {StaffOrder} order */
export const subject = ({subject, subjectAr}) =>
  make('bdi', '', (currentLanguage() === 'ar' ? (subjectAr ?? subject) : subject) ?? '');

/**
 * @param {StaffOrder} order
 * @param {object} options
 * @param {TranslateAdmin} options.translate
 * @param {boolean} options.isChosen
 * @param {(merchantOrderNo: string) => void} options.onChoose
 */
export function orderEntry(order, {translate, isChosen, onChoose}) {
  const {currency, amount} = order.totalAmount;
  const button = make(
    'button',
    'row',
    make('span', 'what', subject(order), make('small', '', code(order.merchantOrderNo))),
    make('strong', '', showMoney(amount, currency)),
    badge(order, translate),
    make('small', 'when', time(order.requestTime), ' · ', translate(`scene-${order.paySceneCode}`)),
  );
  button.type = 'button';
  button.dataset['test'] = `order-${order.merchantOrderNo}`;
  if (isChosen) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', () => onChoose(order.merchantOrderNo));
  return make('li', '', button);
}

/**
 * @param {StaffOrder} order
 * @param {TranslateAdmin} translate
 * @param {OrderCoins | undefined} coins
 */
export function factEntries(order, translate, coins) {
  const {currency} = order.totalAmount;
  const {paymentInfo: paid, payer, failCode, failDes} = order;
  const isUnpaid = order.status === 'CREATED' && !order.revoked;
  /**
   * @param {Parameters<TranslateAdmin>[0]} key
   * @param {Content[]} contents
   */
  const fact = (key, ...contents) =>
    make('div', '', make('dt', '', translate(key)), make('dd', '', ...contents));
  return [
    paid &&
      fact(
        'fact-paid',
        showMoney(paid.paidAmount.amount, paid.paidAmount.currency),
        ' · ',
        time(paid.paidTime),
      ),
    !ZERO.test(order.refundedAmount) && fact('fact-refunded', showMoney(order.refundedAmount, currency)),
    !ZERO.test(order.refundableAmount) && fact('fact-left', showMoney(order.refundableAmount, currency)),
    (failCode ?? failDes) &&
      fact('fact-failure', failDes ?? '', failCode ? make('small', '', ' ', code(failCode)) : ''),
    payer && fact('fact-payer', code(payer.mobileNumberMask)),
    coins?.player !== undefined && fact('fact-player', make('bdi', '', coins.player)),
    coins &&
      fact('fact-coins', translate('coins-credited', showCount(coins.credited), showCount(coins.coins))),
    coins?.balance !== undefined && fact('fact-balance', showCount(coins.balance)),
    isUnpaid && fact('fact-end', time(order.expiredTime)),
    fact('fact-made', time(order.requestTime)),
    fact('fact-scene', translate(`scene-${order.paySceneCode}`)),
    fact('fact-number', code(order.merchantOrderNo)),
    order.orderNo && fact('fact-payby-number', code(order.orderNo)),
  ].filter((entry) => entry instanceof HTMLElement);
}

/**
 * @param {Refund} refund
 * @param {TranslateAdmin} translate
 */
export function refundEntry(
  {refundMerchantOrderNo, amount, currency, reason, status, requestedAt},
  translate,
) {
  return make(
    'li',
    '',
    make('strong', '', showMoney(amount, currency)),
    make('span', '', translate.ifKnown(`refund-${status}`) ?? code(status)),
    make('small', '', time(requestedAt), ' · ', code(refundMerchantOrderNo)),
    reason ? make('p', 'reason', make('bdi', '', reason)) : '',
  );
}

/**
 * The history, newest first; an event that was written twice in one step is shown once.
 * @param {readonly OrderEvent[]} timeline
 * @param {TranslateAdmin} translate
 * @param {string} currency
 */
export function timelineEntries(timeline, translate, currency) {
  return timeline
    .filter(({kind, at}, index) => {
      const before = timeline[index - 1];
      return !(kind.startsWith('placing-') && before?.kind === kind && before.at === at);
    })
    .map((event) => eventEntry(event, translate, currency))
    .reverse();
}

/**
 * @param {OrderEvent} event
 * @param {TranslateAdmin} translate
 * @param {string} currency
 */
function eventEntry({at, kind, by, facts}, translate, currency) {
  const details = detailsOf(kind, facts ?? {}, translate, currency);
  return make(
    'li',
    `event ${kind}`,
    make('span', 'event-title', translate.ifKnown(`event-${kind}`) ?? code(kind)),
    ...(details.length > 0 ? [make('span', 'event-facts', ...details)] : []),
    make('small', '', time(at), ' · ', translate(`by-${by}`)),
  );
}

/**
 * Facts that help a person. Whatever else is in the event is for engineers, in the database.
 * @param {string} kind
 * @param {Readonly<Record<string, unknown>>} facts
 * @param {TranslateAdmin} translate
 * @param {string} currency
 * @returns {Content[]}
 */
function detailsOf(kind, facts, translate, currency) {
  const text = (/** @type {string} */ name) => String(facts[name] ?? '');
  switch (kind) {
    case 'made':
      return [showMoney(text('amount'), text('currency'))];
    case 'status': {
      const status = translate.ifKnown(`status-${text('to')}`) ?? code(text('to'));
      return facts['failCode'] ? [status, ' · ', code(text('failCode'))] : [status];
    }
    case 'refund': {
      const status = text('status') === 'REQUESTED' ? 'new' : text('status');
      return [
        showMoney(text('amount'), currency),
        ': ',
        translate.ifKnown(`refund-${status}`) ?? code(status),
      ];
    }
    case 'coins-credited':
    case 'coins-taken-back':
    case 'coins-returned': {
      const player = text('player');
      const count = showCount(Number(facts['coins']));
      return player ? [count, ' · ', make('bdi', '', player)] : [count];
    }
    case 'end-moved':
    case 'extend-requested':
      return facts['expiredTime'] ? [time(Number(facts['expiredTime']))] : [];
    case 'notification':
      return facts['notifyId'] ? [code(text('notifyId'))] : [];
    default:
      return facts['why'] ? [code(text('why'))] : [];
  }
}

/**
 * @param {Alert} alert
 * @param {object} options
 * @param {TranslateAdmin} options.translate
 * @param {(alert: Alert) => void} options.onAcknowledge
 * @param {(merchantOrderNo: string) => void} options.onShow
 */
export function alertEntry(alert, {translate, onAcknowledge, onShow}) {
  const {kind, merchantOrderNo, message, raisedAt} = alert;
  const sentence = translate.ifKnown(`alert-${kind}`) ?? message;
  const acknowledge = make('button', 'button', translate('acknowledge'));
  acknowledge.type = 'button';
  acknowledge.dataset['test'] = `acknowledge-${alert.id}`;
  acknowledge.setAttribute('aria-label', translate('acknowledge-what', sentence));
  acknowledge.addEventListener('click', () => onAcknowledge(alert));
  if (merchantOrderNo === undefined) {
    const text = make('p', '', sentence, make('small', '', time(raisedAt)));
    return make('li', '', text, make('div', 'actions', acknowledge));
  }
  const show = make('button', 'button', translate('show-order'));
  show.type = 'button';
  show.dataset['test'] = `alert-order-${alert.id}`;
  show.addEventListener('click', () => onShow(merchantOrderNo));
  const text = make('p', '', sentence, make('small', '', time(raisedAt), ' · ', code(merchantOrderNo)));
  return make('li', '', text, make('div', 'actions', acknowledge, show));
}
