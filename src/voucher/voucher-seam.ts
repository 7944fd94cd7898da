/**
 * Where the parts of the cash voucher meet. Types only: each part is a file of its own on a CDN, and what one of
 * them imports from here costs nothing.
 *
 * `cash-late.ts` draws the voucher and fetches `cash-keep.ts` right after it, so that all of it works without the
 * network. Parts are drawn only while the order may be paid; `withdraw()` ends what a part has put elsewhere.
 */
import type {ReactiveControllerHost} from 'lit';
import type {LocaleController} from '../shared/locale-controller.js';
import type {Clock} from '../core/clock.js';
import type {Problem} from '../core/errors.js';
import type {CashFacts} from './voucher-model.js';
import type {Template} from '../shared/views/template.js';

export type {CashFacts, CashierCard, CashierFact, PayBefore} from './voucher-model.js';

/** What the parts see of `<payby-checkout>`. */
export interface CashHost extends ReactiveControllerHost, HTMLElement {
  order: unknown;
  readonly actions: string | null;
  readonly stores: unknown;
  readonly storesUrl: string | null;
  readonly statusUrl: string | null;
  readonly persist: string | null;
}

/** What every part of the voucher is given. */
export interface CashSurroundings {
  readonly host: CashHost;
  readonly clock: Clock;
  /** `locale.part('exportTools', english.exportTools)` are the words of the payer's language. */
  readonly locale: LocaleController;
  /** As of now; `undefined` when there is nothing to be paid. */
  readonly facts: () => CashFacts | undefined;
  /** Tells the page what is wrong, by `payby-error`: each code once per order. */
  readonly complain: (problem: Problem) => void;
}

/** What a part of the voucher does. Buttons that act on the facts ask for them anew: they may have changed. */
export interface KeepPart {
  /** Called on each update while the order may be paid. Only reads. */
  draw(facts: CashFacts): KeepDrawn;
  /** Called when the order may no longer be paid: closes, stops and removes all that shows its code. */
  withdraw(): void;
  /** The methods of the element. They reject when there is nothing to be paid. */
  print(): Promise<void>;
  saveImage(): Promise<Blob>;
  share(): Promise<void>;
}

export interface KeepDrawn {
  /** Below the code: save, print, share, calendar. */
  readonly row: Template;
  /** Below the guide: partner stores, and the form that sends the guide. */
  readonly more: Template;
}
