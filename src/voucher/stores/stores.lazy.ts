/** The partner stores of a cash voucher; fetched when the merchant names some. */
import {nothing} from 'lit';
import {whereAmI} from './geolocation.js';
import {StoreFinder} from './store-list-controller.js';
import {stores as english} from '../../i18n/en.js';
import {requestStores} from './stores-request.js';
import type {CashSurroundings} from '../voucher-seam.js';
import {addStyles} from '../../shared/styles/adopt-styles.js';
import {storesStyles} from './stores.styles.js';
import type {Template} from '../../shared/views/template.js';
import {storesView} from './stores-view.js';

export class CashStores {
  readonly #surroundings: CashSurroundings;
  readonly #finder: StoreFinder;

  constructor(surroundings: CashSurroundings) {
    const {host, clock, complain} = surroundings;
    this.#surroundings = surroundings;
    this.#finder = new StoreFinder(host, {clock, complain, locate: whereAmI, request: requestStores});
    if (host.shadowRoot) addStyles(host.shadowRoot, storesStyles);
  }

  /** Begins to load what the host names, when that has changed. */
  take(): void {
    const {stores, storesUrl} = this.#surroundings.host;
    this.#finder.take(stores, storesUrl);
  }

  draw(): Template {
    const {loading, shown, found, nearness} = this.#finder;
    if (loading === 'none') return nothing;
    return storesView({
      strings: this.#surroundings.locale.part('stores', english),
      loading,
      shown,
      found,
      nearness,
      search: (query) => {
        this.#finder.search(query);
      },
      findNear: () => {
        void this.#finder.findNear();
      },
      showMore: () => {
        void this.#showMore(shown.length);
      },
      reload: () => {
        this.#finder.reload();
      },
    });
  }

  /** Who came by keyboard goes on with the first new one: the button moves down, or is gone. */
  async #showMore(before: number): Promise<void> {
    const {host} = this.#surroundings;
    this.#finder.showMore();
    await host.updateComplete;
    host.shadowRoot?.querySelectorAll<HTMLElement>('.stores li')[before]?.focus();
  }
}
