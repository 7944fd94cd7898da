/**
 * The partner stores of one checkout: loaded, searched, and sorted by distance when the payer taps a button. Thousands
 * of rows are parsed a few at a time, so that the page stays responsive.
 */
import {isAborted} from '../../core/is-aborted.js';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Clock} from '../../core/clock.js';
import type {Issue, Problem} from '../../core/errors.js';
import {
  indexed,
  nearestFirst,
  searchStores,
  type FoundStore,
  type IndexedStore,
} from '../../core/voucher/store-search.js';
import {MAX_ISSUES, parseStores, storeRows, type Place} from '../../core/voucher/stores.js';
import type {Nearness, StoreListState} from '../voucher-model.js';

export interface StoreListOptions {
  readonly clock: Clock;
  readonly locate: () => Promise<Place | 'refused' | 'unknown'>;
  readonly request: (url: string, signal: AbortSignal) => Promise<unknown>;
  readonly reportProblem: (problem: Problem) => void;
}

/** A ten-year-old phone parses so many rows in well under a frame. */
const ROWS_PER_TASK = 200;
/** Stores shown at first: few, so that what is below stays visible. */
const FIRST_PAGE = 5;
/** Stores added by each tap on "more". */
const NEXT_PAGE = 10;

export class StoreListController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: StoreListOptions;
  #list: unknown;
  #url: string | null = null;
  #loading: AbortController | undefined;
  #locating: AbortController | undefined;
  #state: StoreListState = 'none';
  #all: readonly IndexedStore[] = [];
  #found: readonly FoundStore[] = [];
  #query = '';
  #limit = FIRST_PAGE;
  #nearness: Nearness = 'unsorted';
  #here: Place | undefined;

  constructor(host: ReactiveControllerHost, options: StoreListOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): StoreListState {
    return this.#state;
  }
  get nearness(): Nearness {
    return this.#nearness;
  }
  /** Number of stores that match the search. */
  get found(): number {
    return this.#found.length;
  }
  /** The first of them, up to the page that is shown. */
  get shown(): readonly FoundStore[] {
    return this.#found.slice(0, this.#limit);
  }

  hostDisconnected(): void {
    this.#loading?.abort();
    this.#locating?.abort();
    if (this.#nearness === 'locating') this.#nearness = 'unsorted';
    if (this.#state !== 'loading') return;
    this.#list = undefined; // loaded again when the host is connected again
    this.#url = null;
  }

  /** Loads the stores when the source has changed; safe to call on every update. `list` takes precedence over `url`. */
  setSource(list: unknown, url: string | null): void {
    const next = list ?? undefined;
    if (next === this.#list && url === this.#url) return;
    this.#list = next;
    this.#url = url;
    this.reload();
  }

  reload(): void {
    this.#loading?.abort();
    this.#loading = new AbortController();
    void this.#load(this.#loading.signal);
  }

  search(query: string): void {
    this.#query = query;
    this.#limit = FIRST_PAGE;
    this.#find();
  }

  showMore(): void {
    this.#limit += NEXT_PAGE;
    this.#host.requestUpdate();
  }

  /** Requests the position of the device; call it after a tap only. */
  async sortByDistance(): Promise<void> {
    if (this.#nearness === 'locating') return;
    const locating = new AbortController();
    this.#locating = locating;
    this.#nearness = 'locating';
    this.#host.requestUpdate();
    const here = await this.#options.locate();
    if (locating.signal.aborted) return;
    this.#nearness = typeof here === 'string' ? here : 'sorted';
    this.#here = typeof here === 'string' ? undefined : here;
    this.#limit = FIRST_PAGE;
    this.#find();
  }

  async #load(signal: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(0, signal); // the page is rendered first
    if (isAborted(signal)) return;
    this.#all = this.#found = [];
    if (this.#list === undefined && !this.#url) {
      this.#show('none');
      return;
    }
    this.#show('loading');
    const rows = await this.#rows(signal);
    if (rows && !isAborted(signal)) await this.#parse(rows, signal);
  }

  /** `undefined` when there are none, which has been reported, or when `signal` has aborted. */
  async #rows(signal: AbortSignal): Promise<readonly unknown[] | undefined> {
    let list = this.#list;
    try {
      if (list === undefined && this.#url) list = await this.#options.request(this.#url, signal);
    } catch (cause) {
      if (!signal.aborted) this.#reportUnreachable(cause);
      return undefined;
    }
    if (signal.aborted) return undefined;
    try {
      return storeRows(list);
    } catch (cause) {
      this.#reportInvalid(cause);
      return undefined;
    }
  }

  async #parse(rows: readonly unknown[], signal: AbortSignal): Promise<void> {
    const issues: Issue[] = [];
    const all: IndexedStore[] = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_TASK) {
      const report = parseStores(rows.slice(start, start + ROWS_PER_TASK), start);
      all.push(...report.stores.map(indexed));
      issues.push(...report.issues.slice(0, MAX_ISSUES - issues.length));
      await this.#options.clock.sleep(0, signal);
      if (signal.aborted) return;
    }
    this.#all = all;
    this.#reportIssues(issues, rows.length - all.length, rows.length);
    this.#find(all.length > 0 ? 'ready' : 'none');
  }

  #reportUnreachable(cause: unknown): void {
    this.#show('unreachable');
    const message = 'stores-url does not respond with JSON.';
    this.#options.reportProblem({code: 'stores-unreachable', message, retryable: true, cause});
  }

  #reportInvalid(cause: unknown): void {
    this.#show('none');
    this.#options.reportProblem({
      code: 'stores-invalid',
      message: 'The partner stores are not a list.',
      retryable: false,
      issues: [{path: 'stores', message: 'is not a list'}],
      cause,
    });
  }

  #reportIssues(issues: readonly Issue[], skipped: number, count: number): void {
    if (issues.length === 0) return;
    const message = `${skipped} of ${count} partner stores are not shown; the first issues are listed.`;
    this.#options.reportProblem({code: 'stores-invalid', message, retryable: false, issues});
  }

  #find(state = this.#state): void {
    const sorted = this.#here ? nearestFirst(this.#all, this.#here) : this.#all;
    this.#found = searchStores(sorted, this.#query);
    this.#show(state);
  }

  #show(state: StoreListState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }
}
