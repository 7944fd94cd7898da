// The small panel for engineers: every payby-* event of the page, with the parts of its detail that may be seen.
import {find, findTag} from './elements.js';

/** What is shown of each event. A scanned or typed code is a payment credential: only its event's name is shown. */
const shownDetails = {
  'payby-ready': ['merchantOrderNo', 'paySceneCode'],
  'payby-change': ['previous', 'phase', 'connection'],
  'payby-success': ['merchantOrderNo', 'orderNo', 'status', 'amount', 'currency', 'paidTime', 'late'],
  'payby-failure': ['merchantOrderNo', 'orderNo', 'reason', 'code', 'message'],
  'payby-error': ['code', 'message', 'retryable', 'issues'],
  'payby-action': ['action'],
  'payby-scan': ['source', 'trusted', 'reading'],
  'payby-manual': [],
  'payby-scan-reject': ['reason', 'length'],
  'payby-scan-ignore': ['reason'],
  'payby-scan-state': ['state'],
};

const MOST_ENTRIES = 60;

export function showEvents() {
  const panel = find(document, '[data-event-log]', HTMLElement);
  const list = findTag(panel, 'ol');
  const count = find(panel, '[data-event-count]', HTMLElement);
  for (const [name, keys] of Object.entries(shownDetails)) {
    document.addEventListener(name, (event) => {
      count.textContent = String(Number(count.textContent) + 1);
      list.prepend(entry(name, keys, ('detail' in event && event.detail) || {}));
      while (list.childElementCount > MOST_ENTRIES) list.lastElementChild?.remove();
    });
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} keys
 * @param {object} detail
 */
function entry(name, keys, detail) {
  const values = new Map(keys.map((key) => [key, /** @type {unknown} */ (Reflect.get(detail, key))]));
  const shown = [...values].filter(([, value]) => value !== undefined);
  const item = document.createElement('li');
  const title = document.createElement('b');
  title.textContent = name;
  const facts = document.createElement('code');
  facts.textContent = shown.length ? JSON.stringify(Object.fromEntries(shown)) : '';
  const time = document.createElement('time');
  time.textContent = new Date().toTimeString().slice(0, 8);
  item.append(time, ' ', title, ' ', facts);
  return item;
}
