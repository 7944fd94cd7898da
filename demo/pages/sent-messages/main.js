// The messages that a text message service would have carried, newest first.
import {explain, read} from '../shared/api.js';
import {currentLanguage, speak} from '../shared/language.js';
import {outboxTexts} from './texts.js';
import {repeatWhileVisible} from '../shared/repeat.js';

const LOOK_EVERY_MS = 2000;

const at = (id) => document.getElementById(id);
const page = {messages: [], problem: null, seen: ''};
const say = speak(outboxTexts, showPage);

repeatWhileVisible(async () => {
  try {
    page.messages = (await read('/api/outbox')).messages;
    page.problem = null;
  } catch (error) {
    page.problem = error;
  }
  showPage();
}, LOOK_EVERY_MS);

function showPage() {
  at('problem').textContent = page.problem ? explain(page.problem, say) : '';
  at('empty').hidden = page.messages.length > 0 || page.problem !== null;
  // A finger or the focus may be on a link: the list is only made anew when something changed.
  const now = JSON.stringify([currentLanguage(), page.messages]);
  if (now === page.seen) return;
  page.seen = now;
  at('messages').replaceChildren(...page.messages.map(entry));
}

function entry({to, text, parts, sentTime}) {
  const number = Object.assign(document.createElement('bdi'), {dir: 'ltr', textContent: to});
  const time = document.createElement('time');
  time.textContent = new Intl.DateTimeFormat(currentLanguage() === 'ar' ? 'ar-AE-u-nu-latn' : 'en-AE', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(sentTime);
  const head = document.createElement('p');
  head.className = 'hint';
  head.append(`${say('to')} `, number, ' · ', time, ' · ', say('parts', parts));
  const bubble = document.createElement('div');
  bubble.className = 'bubble';
  bubble.append(...text.split('\n').map(line));
  const item = document.createElement('li');
  item.append(head, bubble);
  return item;
}

/** Each line has the direction of its own first letter, as on a phone. A link of our own can be followed. */
function line(text) {
  const paragraph = Object.assign(document.createElement('p'), {dir: 'auto'});
  if (!text.startsWith(`${location.origin}/`)) {
    paragraph.textContent = text;
    return paragraph;
  }
  const link = Object.assign(document.createElement('a'), {href: text, textContent: text});
  link.dataset.test = 'message-link';
  paragraph.append(link);
  return paragraph;
}
