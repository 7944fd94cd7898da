/** The built CDN file from a server that fails (scripts/flaky-cdn.mjs). One such page per test file: a tag is defined once. */

import type {PaybyCheckout} from '../../src/checkout/payby-checkout.js';
import type {Problem} from '../../src/core/errors.js';
import {liveOrder} from './orders.js';
import {waitUntil} from './wait-until.js';

/** How much faster the time of the timers runs. */
const SPEED = 50;

/** Makes `setTimeout` and `performance.now` run faster until the function that it returns is called. */
function speedUp(): () => void {
  const {setTimeout: realTimeout} = window;
  const realNow = performance.now.bind(performance);
  performance.now = () => realNow() * SPEED;
  window.setTimeout = ((run: () => void, ms = 0) => realTimeout(run, ms / SPEED)) as typeof setTimeout;
  return () => {
    performance.now = realNow;
    window.setTimeout = realTimeout;
  };
}

export interface FlakyVisit {
  /** What the page requested of the voucher, in this order. */
  readonly requests: readonly string[];
  /** The details of every `payby-error`. */
  readonly problems: readonly Problem[];
  /** Why `print()` was rejected; `undefined` when it was not. */
  readonly printError: string | undefined;
}

/** Shows a cash order from a server that fails the first `failures` requests of each lazy part; waits for the voucher. */
export async function visitFlakyCdn(failures: number): Promise<FlakyVisit> {
  const slowDown = speedUp();
  const checkout: PaybyCheckout = document.createElement('payby-checkout');
  try {
    const base = `/flaky/${String(failures)}/${crypto.randomUUID()}/`;
    await import(`${base}payby-checkout.js`);
    const problems: Problem[] = [];
    checkout.addEventListener('payby-error', ({detail}) => problems.push(detail));
    document.body.append(checkout);
    checkout.order = liveOrder({paySceneCode: 'CASHTOPUP'});
    let printError: string | undefined;
    const printing = failures < 3 ? Promise.resolve() : checkout.print();
    await printing.catch((error: unknown) => {
      printError = error instanceof Error ? error.message : String(error);
    });
    const isShown = (): boolean => checkout.shadowRoot?.querySelector('.deadline') != null;
    await waitUntil(isShown, 'the voucher is shown', SPEED);
    const urls = (await (await fetch(`${base}requests`)).json()) as string[];
    return {requests: urls.filter((url) => url.includes('voucher')), problems, printError};
  } finally {
    checkout.remove();
    slowDown();
  }
}
