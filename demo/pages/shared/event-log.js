// The small panel for engineers: every payby-* event of the page, with the parts of its detail that may be seen.

/** What is shown of each event. A scanned or typed code is a payment credential: its event is named, no more. */
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
  const panel = document.querySelector('[data-event-log]');
  const list = panel.querySelector('ol');
  const count = panel.querySelector('[data-event-count]');
  for (const [name, keys] of Object.entries(shownDetails)) {
    document.addEventListener(name, (event) => {
      count.textContent = String(Number(count.textContent) + 1);
      list.prepend(entry(name, keys, event.detail ?? {}));
      while (list.childElementCount > MOST_ENTRIES) list.lastElementChild.remove();
    });
  }
}

function entry(name, keys, detail) {
  const shown = keys.filter((key) => detail[key] !== undefined).map((key) => [key, detail[key]]);
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
