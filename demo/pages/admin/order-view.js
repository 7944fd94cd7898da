// One order as staff see it. Every word that came from outside is written as text, never as markup.
import {currentLanguage} from '../shared/language.js';
import {showMoney} from '../shared/money.js';

const NOTHING = /^0*(\.0*)?$/;

/** What may be asked for as the order stands in our books; PayBy has the last word on each. */
export function waysOn({status, revoked, refundedAmount, refundableAmount, isBeingCancelled}) {
  const isLive = revoked !== 'true';
  return {
    refund: isLive && !NOTHING.test(refundableAmount),
    revoke: isLive && status !== 'FAILURE' && NOTHING.test(refundedAmount),
    cancel: isLive && status === 'CREATED' && !isBeingCancelled,
  };
}

/** The one word for how an order stands, and the class of its badge. */
export function standing({status, revoked, refundedAmount, refundableAmount}) {
  if (revoked === 'true') return {key: 'status-revoked', look: 'returned'};
  if (!NOTHING.test(refundedAmount)) {
    return {
      key: NOTHING.test(refundableAmount) ? 'status-refunded' : 'status-part-refunded',
      look: 'returned',
    };
  }
  const looks = {CREATED: 'open', PAID_SUCCESS: 'paid', SETTLED: 'paid', FAILURE: 'closed'};
  return {key: `status-${status}`, look: looks[status] ?? 'open'};
}

/** Makes an element with this text; the text is never read as markup. */
export function make(tag, className, ...contents) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...contents);
  return node;
}

export const badge = (order, say) => {
  const {key, look} = standing(order);
  return make('span', `badge ${look}`, say(key));
};

const formatters = new Map();

/** A moment in the page's language and this machine's time zone. */
export function showTime(ms, withDay = true) {
  const locale = currentLanguage() === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE';
  const key = `${locale} ${withDay}`;
  const day = withDay ? {day: 'numeric', month: 'short'} : {};
  if (!formatters.has(key)) {
    const clock = {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'};
    formatters.set(key, new Intl.DateTimeFormat(locale, {...day, ...clock}));
  }
  return formatters.get(key).format(ms);
}

function time(ms) {
  const node = make('time', '', showTime(ms));
  node.dateTime = new Date(ms).toISOString();
  return node;
}

/** Numbers and codes read left to right in every language. */
function code(text) {
  const node = make('bdi', 'code', text);
  node.dir = 'ltr';
  return node;
}

const subjectOf = ({subject, subjectAr}) =>
  (currentLanguage() === 'ar' ? (subjectAr ?? subject) : subject) ?? '';

export const subject = (order) => make('bdi', '', subjectOf(order));

export function orderEntry(order, {say, isChosen, onChoose}) {
  const {currency, amount} = order.totalAmount;
  const button = make(
    'button',
    'row',
    make('span', 'what', subject(order), make('small', '', code(order.merchantOrderNo))),
    make('strong', '', showMoney(amount, currency)),
    badge(order, say),
    make('small', 'when', time(order.requestTime), ' · ', say(`scene-${order.paySceneCode}`)),
  );
  button.type = 'button';
  button.dataset.test = `order-${order.merchantOrderNo}`;
  if (isChosen) button.setAttribute('aria-current', 'true');
  button.addEventListener('click', () => onChoose(order.merchantOrderNo));
  return make('li', '', button);
}

export function factEntries(order, say) {
  const {currency} = order.totalAmount;
  const {paymentInfo} = order;
  const paid = paymentInfo && [
    showMoney(paymentInfo.paidAmount.amount, paymentInfo.paidAmount.currency),
    ' · ',
    time(paymentInfo.paidTime),
  ];
  const isUnpaid = order.status === 'CREATED' && order.revoked !== 'true';
  const failure = [order.failDes ?? '', order.failCode ? make('small', '', ' ', code(order.failCode)) : ''];
  const facts = [
    ['fact-paid', paid],
    ['fact-refunded', !NOTHING.test(order.refundedAmount) && [showMoney(order.refundedAmount, currency)]],
    ['fact-left', !NOTHING.test(order.refundableAmount) && [showMoney(order.refundableAmount, currency)]],
    ['fact-failure', (order.failCode ?? order.failDes) && failure],
    ['fact-payer', order.payer && [code(order.payer.mobileNumberMask)]],
    ['fact-end', isUnpaid && [time(order.expiredTime)]],
    ['fact-made', [time(order.requestTime)]],
    ['fact-scene', [say(`scene-${order.paySceneCode}`)]],
    ['fact-number', [code(order.merchantOrderNo)]],
    ['fact-payby-number', order.orderNo && [code(order.orderNo)]],
  ];
  return facts
    .filter(([, contents]) => contents)
    .map(([key, contents]) => make('div', '', make('dt', '', say(key)), make('dd', '', ...contents)));
}

export function refundEntry({refundMerchantOrderNo, amount, currency, reason, status, askedAt}, say) {
  const known = say(`refund-${status}`);
  const word = known === `refund-${status}` ? code(status) : known; // PayBy may say words that are new to us
  return make(
    'li',
    '',
    make('strong', '', showMoney(amount, currency)),
    make('span', '', word),
    make('small', '', time(askedAt), ' · ', code(refundMerchantOrderNo)),
    reason ? make('p', 'reason', make('bdi', '', reason)) : '',
  );
}

/** The history with the newest first; what was written twice in one step is said once. */
export function timelineEntries(timeline, say, currency) {
  const isRepeated = ({kind, at}, index) =>
    kind.startsWith('placing-') && timeline[index - 1]?.kind === kind && timeline[index - 1].at === at;
  return timeline
    .filter((event, index) => !isRepeated(event, index))
    .map((event) => eventEntry(event, say, currency))
    .reverse();
}

function eventEntry({at, kind, by, facts}, say, currency) {
  const title = say(`event-${kind}`);
  const details = detailsOf(kind, facts ?? {}, say, currency);
  return make(
    'li',
    `event ${kind}`,
    make('span', 'event-title', title === `event-${kind}` ? code(kind) : title),
    ...(details.length > 0 ? [make('span', 'event-facts', ...details)] : []),
    make('small', '', time(at), ' · ', say(`by-${by}`)),
  );
}

/** Facts that help a person. Whatever else is in the event is for engineers, in the database. */
function detailsOf(kind, facts, say, currency) {
  switch (kind) {
    case 'made':
      return [showMoney(facts.amount, facts.currency)];
    case 'status': {
      const word = say(`status-${facts.to}`);
      return facts.failCode ? [word, ' · ', code(facts.failCode)] : [word];
    }
    case 'refund': {
      const word = say(facts.status === 'ASKING' ? 'refund-asked' : `refund-${facts.status}`);
      return [
        showMoney(facts.amount, currency),
        ': ',
        word === `refund-${facts.status}` ? facts.status : word,
      ];
    }
    case 'end-moved':
    case 'extend-asked':
      return facts.expiredTime ? [time(facts.expiredTime)] : [];
    case 'notification':
      return facts.notifyId ? [code(String(facts.notifyId))] : [];
    default:
      return facts.why ? [code(String(facts.why))] : [];
  }
}

export function alertEntry(alert, {say, onSeen, onShow}) {
  const {kind, merchantOrderNo, message, raisedAt} = alert;
  const known = say(`alert-${kind}`);
  const words = known === `alert-${kind}` ? message : known;
  const seen = make('button', 'button', say('acknowledge'));
  seen.type = 'button';
  seen.dataset.test = `acknowledge-${alert.id}`;
  seen.setAttribute('aria-label', say('acknowledge-what', words));
  seen.addEventListener('click', () => onSeen(alert));
  const show = make('button', 'button', say('show-order'));
  show.type = 'button';
  show.dataset.test = `alert-order-${alert.id}`;
  show.addEventListener('click', () => onShow(merchantOrderNo));
  const about = merchantOrderNo === undefined ? [] : [' · ', code(merchantOrderNo)];
  return make(
    'li',
    '',
    make('p', '', words, make('small', '', time(raisedAt), ...about)),
    make('div', 'actions', seen, ...(merchantOrderNo === undefined ? [] : [show])),
  );
}
