// Which payment a page is waiting for, so that neither a reload nor a phone that drops the page loses it. Only the
// order's number is stored, and the few other facts that the page needs: the code to pay comes from the server again, and a
// customer's payment code is stored nowhere. The number gives access to the order, so it never stands in an address.
import {ApiError, logFailure, read} from './api.js';

/** @import {CreatedOrder} from './api-types.js' */
/** @typedef {Readonly<Record<string, unknown>> & {readonly merchantOrderNo: string}} SavedOrder */

/** Between two requests for an order while the server does not answer, ms. */
const RETRY_MS = 3000;

/**
 * Two copies: the tab's own survives a reload and shows the result again until the person has left it; the device's is
 * for a phone that closed the tab, or an app that opens another one. A tab only takes over what no other tab shows.
 * @param {string} name one for each page
 */
export function orderMemory(name) {
  const tab = storedItem(() => sessionStorage, name);
  const device = storedItem(() => localStorage, name);
  /** @type {(() => void) | undefined} */
  let release;

  /**
   * Reserves the order for this tab. False if another tab shows it. Browsers without locks cannot know, and restore it.
   * @param {SavedOrder} saved
   * @param {LockOptions} [options]
   * @returns {Promise<boolean>}
   */
  const hold = ({merchantOrderNo}, options = {}) =>
    new Promise((resolve) => {
      if (!navigator.locks) return resolve(true);
      release?.();
      const isReleased = new Promise((/** @type {(value?: undefined) => void} */ done) => (release = done));
      navigator.locks
        .request(`${name} ${merchantOrderNo}`, options, (lock) => {
          resolve(lock !== null);
          return lock && isReleased;
        })
        .catch(() => resolve(true)); // no locks in this frame
    });

  return {
    /**
     * The payment to restore.
     * @returns {Promise<SavedOrder | null>}
     */
    async recall() {
      const own = tab.get();
      if (own) {
        void hold(own);
        return own;
      }
      const latest = device.get();
      if (!latest || !(await hold(latest, {ifAvailable: true}))) return null;
      tab.set(latest);
      return latest;
    },

    /**
     * What was saved of this order.
     * @param {string} merchantOrderNo
     */
    find: (merchantOrderNo) =>
      [tab.get(), device.get()].find((saved) => saved?.merchantOrderNo === merchantOrderNo) ?? null,

    /** @param {SavedOrder} saved */
    save(saved) {
      tab.set(saved);
      device.set(saved);
      void hold(saved);
    },

    /** Call it when the result is on the page: the device forgets the order as soon as somebody can see the page. */
    shown() {
      const number = tab.get()?.merchantOrderNo;
      const forgetOnDevice = () => {
        if (document.hidden) return;
        document.removeEventListener('visibilitychange', forgetOnDevice);
        device.removeIf(number);
      };
      document.addEventListener('visibilitychange', forgetOnDevice);
      forgetOnDevice();
    },

    /** Call it when the person leaves the payment. */
    forget() {
      device.removeIf(tab.get()?.merchantOrderNo); // another tab may have saved its own order since
      tab.remove();
      release?.();
    },
  };
}

/**
 * The order with its status as the server has it now, or null if the server knows no such order. Only an answer ends it: until one comes
 * the request is repeated, since a payment may be under way.
 * @param {string} merchantOrderNo
 * @param {() => void} [onFailure] is called after each request that got no answer
 * @returns {Promise<CreatedOrder | null>}
 */
export async function orderFromServer(merchantOrderNo, onFailure) {
  const address = /** @type {const} */ (`/api/orders/${encodeURIComponent(merchantOrderNo)}`);
  for (;;) {
    try {
      const order = await read(address);
      // The element polls the status of an open order itself, and keeps waiting while PayBy does not answer
      if (order.status === 'CREATED' && !order.revoked) return order;
      return {...order, ...(await read(`${address}/status`))}; // which says why the order failed
    } catch (error) {
      logFailure(error);
      if (error instanceof ApiError && error.status === 404) return null;
      onFailure?.();
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/**
 * @param {() => Storage} storage throws where the browser blocks it: then a reload loses the order
 * @param {string} name
 */
function storedItem(storage, name) {
  const key = `${name} order`;
  const item = {
    /** @returns {SavedOrder | null} */
    get() {
      try {
        const saved = JSON.parse(storage().getItem(key) ?? 'null');
        const number = saved?.merchantOrderNo;
        return typeof number === 'string' && /^[\w-]+$/.test(number) ? saved : null;
      } catch {
        return null; // no storage, or another page's text in it
      }
    },
    /** @param {SavedOrder} saved */
    set(saved) {
      try {
        storage().setItem(key, JSON.stringify(saved));
      } catch {
        // No storage, as in private browsing
      }
    },
    remove() {
      try {
        storage().removeItem(key);
      } catch {
        // No storage: then there is nothing to remove
      }
    },
    /** @param {string | undefined} merchantOrderNo */
    removeIf(merchantOrderNo) {
      if (item.get()?.merchantOrderNo === merchantOrderNo) item.remove();
    },
  };
  return item;
}
