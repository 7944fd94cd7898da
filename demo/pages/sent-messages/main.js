// The text messages that a real message service would have delivered, newest first.
import {explain, logFailure, read} from '../shared/api.js';
import {elementsById} from '../shared/elements.js';
import {currentLanguage, currentLocale, translatePage} from '../shared/language.js';
import {repeatWhileVisible} from '../shared/repeat.js';
import {sentMessagesTexts} from './texts.js';

/** @import {SentMessage} from '../shared/api-types.js' */

const REFRESH_MS = 2000;

const at = elementsById({problem: HTMLElement, empty: HTMLElement, messages: HTMLElement});
/** @type {{messages: readonly SentMessage[], problem: unknown, shown: string}} */
const page = {messages: [], problem: null, shown: ''};
const translate = translatePage(sentMessagesTexts, showPage);

repeatWhileVisible(async () => {
  try {
    page.messages = (await read('/api/outbox')).messages;
    page.problem = null;
  } catch (error) {
    logFailure(error);
    page.problem = error;
  }
  showPage();
}, REFRESH_MS);

function showPage() {
  at('problem').textContent = page.problem ? explain(page.problem, translate) : '';
  at('empty').hidden = page.messages.length > 0 || page.problem !== null;
  // A finger or the focus may be on a link: the list is only replaced when something changed.
  const now = JSON.stringify([currentLanguage(), page.messages]);
  if (now === page.shown) return;
  page.shown = now;
  at('messages').replaceChildren(...page.messages.map(entry));
}

/** @param {SentMessage} message */
function entry({to, text, parts, sentTime}) {
  const number = Object.assign(document.createElement('bdi'), {dir: 'ltr', textContent: to});
  const time = document.createElement('time');
  time.textContent = new Intl.DateTimeFormat(currentLocale(), {
    hour: '2-digit',
    minute: '2-digit',
  }).format(sentTime);
  const head = document.createElement('p');
  head.className = 'hint';
  head.append(`${translate('to')} `, number, ' · ', time, ' · ', translate('parts', parts));
  const bubble = document.createElement('div');
  bubble.className = 'bubble';
  bubble.append(...text.split('\n').map(line));
  const item = document.createElement('li');
  item.append(head, bubble);
  return item;
}

/**
 * Each line has the direction of its own first letter, as on a phone. A link to this server can be followed.
 * @param {string} text
 */
function line(text) {
  const paragraph = Object.assign(document.createElement('p'), {dir: 'auto'});
  if (!text.startsWith(`${location.origin}/`)) {
    paragraph.textContent = text;
    return paragraph;
  }
  const link = Object.assign(document.createElement('a'), {href: text, textContent: text});
  link.dataset['test'] = 'message-link';
  paragraph.append(link);
  return paragraph;
}
