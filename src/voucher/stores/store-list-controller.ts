/**
 * The partner stores of one checkout: taken in, searched, and ordered by nearness when the payer asks for that.
 * Thousands of them are taken in a few at a time, so that nothing on the page waits.
 */
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

export interface StoreSources {
  readonly clock: Clock;
  readonly locate: () => Promise<Place | 'refused' | 'unknown'>;
  readonly request: (address: string, signal: AbortSignal) => Promise<unknown>;
  readonly complain: (problem: Problem) => void;
}

/** A phone ten years old reads so many rows in well under a frame. */
const ROWS_AT_ONCE = 200;
/** The first few leave room for what is below; more of them come as fast as an old phone can draw them. */
const FIRST_PAGE = 5;
const NEXT_PAGE = 10;

export class StoreFinder implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: StoreSources;
  #given: unknown;
  #address: string | null = null;
  #run: AbortController | undefined;
  #asking: AbortController | undefined;
  #loading: 'none' | 'loading' | 'there' | 'unreachable' = 'none';
  #all: readonly IndexedStore[] = [];
  #found: readonly FoundStore[] = [];
  #query = '';
  #limit = FIRST_PAGE;
  #nearness: 'unasked' | 'finding' | 'sorted' | 'refused' | 'unknown' = 'unasked';
  #here: Place | undefined;

  constructor(host: ReactiveControllerHost, sources: StoreSources) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  /** `none` when there is nothing to show. */
  get loading(): 'none' | 'loading' | 'there' | 'unreachable' {
    return this.#loading;
  }
  get nearness(): 'unasked' | 'finding' | 'sorted' | 'refused' | 'unknown' {
    return this.#nearness;
  }
  get found(): number {
    return this.#found.length;
  }
  get shown(): readonly FoundStore[] {
    return this.#found.slice(0, this.#limit);
  }

  hostDisconnected(): void {
    this.#run?.abort();
    this.#stopAsking();
    if (this.#loading !== 'loading') return;
    this.#given = undefined; // asked for again when the host comes back
    this.#address = null;
  }

  /** Call it as often as you like: it begins anew when either has changed. A list in hand goes before an address. */
  take(given: unknown, address: string | null): void {
    const list = given ?? undefined;
    if (list === this.#given && address === this.#address) return;
    this.#given = list;
    this.#address = address;
    this.reload();
  }

  reload(): void {
    this.#run?.abort();
    this.#run = new AbortController();
    void this.#load(this.#run.signal);
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

  /** Asks where the payer is. Only to be called on their tap. */
  async findNear(): Promise<void> {
    if (this.#nearness === 'finding') return;
    const asking = new AbortController();
    this.#asking = asking;
    this.#nearness = 'finding';
    this.#host.requestUpdate();
    const here = await this.#sources.locate();
    if (asking.signal.aborted) return;
    this.#nearness = typeof here === 'string' ? here : 'sorted';
    this.#here = typeof here === 'string' ? undefined : here;
    this.#limit = FIRST_PAGE;
    this.#find();
  }

  /** Where the payer is does not change with the list; only a question under way is forgotten. */
  #stopAsking(): void {
    this.#asking?.abort();
    if (this.#nearness === 'finding') this.#nearness = 'unasked';
  }

  async #load(signal: AbortSignal): Promise<void> {
    const stopped = (): boolean => signal.aborted;
    await this.#sources.clock.sleep(0, signal); // the page comes first
    if (stopped()) return;
    this.#all = this.#found = [];
    if (this.#given === undefined && !this.#address) {
      this.#show('none');
      return;
    }
    this.#show('loading');
    const list = await this.#fetch(signal);
    if (stopped()) return;
    if (list === undefined) {
      this.#failed();
      return;
    }
    const rows = storeRows(list);
    if (rows) await this.#read(rows, signal);
    else this.#refuse();
  }

  /** The list as it is; `undefined` when it cannot be had. */
  async #fetch(signal: AbortSignal): Promise<unknown> {
    if (this.#given !== undefined || !this.#address) return this.#given;
    return this.#sources.request(this.#address, signal).catch(() => undefined);
  }

  async #read(rows: readonly unknown[], signal: AbortSignal): Promise<void> {
    const issues: Issue[] = [];
    const all: IndexedStore[] = [];
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const report = parseStores(rows.slice(start, start + ROWS_AT_ONCE), start);
      all.push(...report.stores.map(indexed));
      issues.push(...report.issues.slice(0, MAX_ISSUES - issues.length));
      await this.#sources.clock.sleep(0, signal);
      if (signal.aborted) return;
    }
    this.#all = all;
    this.#tell(issues, rows.length - all.length, rows.length);
    this.#find(all.length > 0 ? 'there' : 'none');
  }

  #failed(): void {
    this.#show('unreachable');
    this.#sources.complain({
      code: 'stores-unreachable',
      message: 'the address of the partner stores does not answer with JSON',
      retryable: true,
    });
  }

  #refuse(): void {
    this.#show('none');
    this.#sources.complain({
      code: 'stores-invalid',
      message: 'the partner stores are no list',
      retryable: false,
      issues: [{path: 'stores', message: 'is not a list'}],
    });
  }

  #tell(issues: readonly Issue[], skipped: number, count: number): void {
    if (issues.length === 0) return;
    const message = `${skipped} of ${count} partner stores cannot be shown; the first faults are listed`;
    this.#sources.complain({code: 'stores-invalid', message, retryable: false, issues});
  }

  #find(loading = this.#loading): void {
    const ordered = this.#here ? nearestFirst(this.#all, this.#here) : this.#all;
    this.#found = searchStores(ordered, this.#query);
    this.#show(loading);
  }

  #show(loading: 'none' | 'loading' | 'there' | 'unreachable'): void {
    this.#loading = loading;
    this.#host.requestUpdate();
  }
}
