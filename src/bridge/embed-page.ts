/** The script of dist/embed.html: one checkout for a host that sends the order, by message or in the fragment. */
import {connectBridge, type Bridge} from './connect-bridge.js';
import {isPayload} from '../core/order/payload.js';
import type {PaybyCheckout} from '../checkout/payby-checkout.js';
import {embeddingPage} from './embedding-page.js';

declare global {
  interface Window {
    /** For apps that run scripts in their web view: `paybyBridge.receive(message)`. */
    paybyBridge?: Pick<Bridge, 'receive'>;
  }
}

const origins = (): readonly string[] =>
  (document.querySelector<HTMLMetaElement>('meta[name=payby-origins]')?.content ?? '')
    .split(/\s+/)
    .filter((origin) => origin !== '');

/** The settings of `show` as JSON, percent-encoded. It leaves the address at once: a history keeps addresses. */
function takeFragment(): unknown {
  const {hash, search, pathname} = location;
  if (new URLSearchParams(search).has('order')) {
    embeddingPage.warn('An order in the query is not read: use the fragment.', 'Servers log queries.');
  }
  if (hash.length < 2) return undefined;
  history.replaceState(history.state, '', pathname + search);
  try {
    return JSON.parse(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}

const asObject = (value: unknown): object => (isPayload(value) ? value : {});

async function start(): Promise<void> {
  const checkout = document.querySelector<PaybyCheckout>('payby-checkout');
  if (!checkout) return;
  Object.assign(document.body.style, {margin: '0'});
  Object.assign(checkout.style, {margin: '0 auto'});
  embeddingPage.setTheme('auto');
  const fragment = takeFragment();
  await customElements.whenDefined('payby-checkout');
  const bridge = connectBridge(checkout, {origins: origins()});
  window.paybyBridge = {
    receive: (message) => {
      bridge.receive(message);
    },
  };
  if (fragment !== undefined) bridge.receive({...asObject(fragment), payby: 1, type: 'show'});
}

void start();
