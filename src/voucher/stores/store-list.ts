/** The partner stores of a payment in cash, named by the merchant with `stores` or `stores-url`. */
import {nothing, type ReactiveController} from 'lit';
import {stores as english} from '../../i18n/en.js';
import {adoptStyles} from '../../shared/styles/adopt-styles.js';
import type {Template} from '../../shared/views/template.js';
import type {VoucherOptions} from '../voucher-model.js';
import {locateDevice} from './geolocation.js';
import {StoreListController} from './store-list-controller.js';
import {requestStores} from './stores-request.js';
import {storesStyles} from './stores.styles.js';
import {storesView} from './stores-view.js';

export class StoreList implements ReactiveController {
  readonly #options: VoucherOptions;
  readonly #list: StoreListController;

  constructor(options: VoucherOptions) {
    const {host, clock, order} = options;
    this.#options = options;
    this.#list = new StoreListController(host, {
      clock,
      locate: locateDevice,
      request: requestStores,
      reportProblem: (problem) => {
        order.reportProblem(problem);
      },
    });
    if (host.shadowRoot) adoptStyles(host.shadowRoot, storesStyles);
    host.addController(this);
  }

  hostUpdated(): void {
    const {stores, storesUrl} = this.#options.host;
    this.#list.setSource(stores, storesUrl);
  }

  render(): Template {
    const {state, shown, found, nearness} = this.#list;
    if (state === 'none') return nothing;
    return storesView({
      strings: this.#options.locale.part('stores', english),
      state,
      shown,
      found,
      nearness,
      search: (query) => {
        this.#list.search(query);
      },
      sortByDistance: () => {
        void this.#list.sortByDistance();
      },
      showMore: () => {
        void this.#showMore(shown.length);
      },
      reload: () => {
        this.#list.reload();
      },
    });
  }

  /** The focus moves to the first new store: the button moves down, or is removed. */
  async #showMore(before: number): Promise<void> {
    const {host} = this.#options;
    this.#list.showMore();
    await host.updateComplete;
    host.shadowRoot?.querySelectorAll<HTMLElement>('.stores li')[before]?.focus();
  }
}
