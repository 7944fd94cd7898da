// A merchant's unit test of a page with both elements, in the DOM of jsdom or happy-dom:
// `node dom-double.mjs jsdom` prints what happened, as JSON.
const [name] = process.argv.slice(2);

/** What a test runner takes from the double even where Node has its own: they must be of one family. */
const dom = /Event$|EventTarget|^DOM|^FormData$|^navigator$|^location$/;

async function open() {
  if (name === 'jsdom') {
    const {JSDOM, VirtualConsole} = await import('jsdom');
    const virtualConsole = new VirtualConsole();
    virtualConsole.on('jsdomError', (error) => log.push(`jsdom: ${error.cause?.stack ?? error.stack}`));
    const page = {url: 'https://shop.example/', pretendToBeVisual: true, virtualConsole};
    return new JSDOM('<!doctype html><body></body>', page).window;
  }
  const {Window} = await import('happy-dom');
  return new Window({url: 'https://shop.example/'});
}

/** Names that Node does not have. */
const added = new Set();

/** Makes the window's names global, as the environments of vitest and Jest do. */
function makeGlobal(window) {
  const names = new Set();
  for (let at = window; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Object.getOwnPropertyNames(at)) names.add(key);
  }
  for (const key of names) {
    if ((key in globalThis && !dom.test(key)) || key === 'constructor') continue;
    const value =
      typeof window[key] === 'function' && /^[a-z]/.test(key) ? window[key].bind(window) : window[key];
    if (!(key in globalThis)) added.add(key);
    Object.defineProperty(globalThis, key, {value, configurable: true, writable: true});
  }
  Object.assign(globalThis, {window: globalThis, self: globalThis, document: window.document});
}

/** What a test runner does after a file of tests, with what these left on the page. */
function tearDown(window) {
  window.close();
  for (const name of [...added, 'window', 'self', 'document']) delete globalThis[name];
}

const log = [];
const window = await open();
makeGlobal(window);
const {document} = globalThis;
for (const level of ['error', 'warn'])
  console[level] = (...line) => log.push(`${level}: ${line.map(String).join(' ')}`);
process.on('unhandledRejection', (cause) => log.push(`rejection: ${cause?.stack}`));
process.on('uncaughtException', (cause) => log.push(`exception: ${cause?.stack}`));
window.addEventListener('error', ({message}) => log.push(`window: ${message}`));

await import('payby-checkout');
const events = [];
for (const type of ['ready', 'change', 'success', 'failure', 'error']) {
  document.addEventListener(`payby-${type}`, ({detail}) =>
    events.push(`${type} ${detail.code ?? detail.phase ?? ''}`.trim()),
  );
}
const when = async (isTrue) => {
  for (let turn = 0; turn < 500 && !isTrue(); turn++) await new Promise((resolve) => setTimeout(resolve, 10));
  return isTrue();
};

/** What is pending runs: removals are handled in a microtask, timers of 0 ms in the next turn. */
const turns = async () => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const checkout = document.createElement('payby-checkout');
const expiredTime = Date.now() + 900_000;
const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d&t=1',
  totalAmount: {amount: '25.00', currency: 'AED'},
  expiredTime,
};
checkout.order = order;
document.body.append(checkout);
await checkout.updateComplete;
const shown = {
  phase: checkout.phase,
  codes: checkout.shadowRoot.querySelectorAll('[part=qr]').length,
  amount: checkout.shadowRoot.querySelector('[part=amount]')?.textContent.trim().replace(/\s+/g, ' '),
  smallest: checkout.shadowRoot.querySelector('.plate')?.style.cssText.replace(/^.*?:|[\s;]/g, ''),
};
let requests = 0;
checkout.statusSource = async () => {
  requests++;
  return {merchantOrderNo: 'M-1', status: 'PAID_SUCCESS'};
};
checkout.refresh();
await when(() => checkout.result !== null);
await checkout.updateComplete;
const paid = {
  phase: checkout.phase,
  codes: checkout.shadowRoot.querySelectorAll('[part=qr]').length,
  isAsked: requests > 0,
};

const voucher = document.createElement('payby-checkout');
voucher.order = {...order, merchantOrderNo: 'M-2', paySceneCode: 'CASHTOPUP'};
document.body.append(voucher);
const isVoucherShown = await when(() => voucher.shadowRoot.querySelector('.deadline') !== null);

const form = document.createElement('form');
form.method = 'post';
form.innerHTML = '<payby-scan-input name="code" required></payby-scan-input>';
document.body.append(form);
const field = form.firstElementChild;
await field.updateComplete;
const scans = [];
form.addEventListener('payby-scan', (event) => scans.push(event.detail.code));
const empty = {isValid: field.checkValidity(), message: field.validationMessage !== ''};
field.accept('281234567890123456');
await when(() => scans.length > 0);
await field.updateComplete;
const scan = {scans, value: field.value, isValid: field.checkValidity(), form: field.form === form};
checkout.remove();
voucher.remove();
form.remove();
document.body.innerHTML = `
  <payby-checkout order='${JSON.stringify({...order, merchantOrderNo: 'M-3'})}'></payby-checkout>
  <payby-scan-input></payby-scan-input>`;
await when(() => document.querySelector('payby-checkout').phase === 'waiting');
await turns();
const left = [...document.body.children];
tearDown(window);
// What a timer, an answer or a part of the code that arrives later does
for (const element of left) element.requestUpdate();
await turns();
console.log(JSON.stringify({shown, paid, isVoucherShown, events, empty, scan, log}));
process.exit(0);
