/**
 * One view at a time over the whole screen, in a modal `<dialog>` of the host's. It is in the document only while it
 * is open and allowed: what it shows leaves in the same frame in which that ends, and the focus goes on where the
 * news is.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {closeOnBack} from './back-button.js';

export interface FullScreenPlaces {
  /** The dialog, as a selector in the host's shadow root. */
  readonly dialog: string;
  /** A tap here opens the first view: a convenience for fingers, besides a button. */
  readonly opener: string;
  /** Takes the focus when a view is taken away from under someone's eyes. */
  readonly news: string;
}

export class FullScreenController<View extends string> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #places: FullScreenPlaces;
  readonly #first: View;
  readonly #isAllowed: () => boolean;
  #view: View | undefined;
  #isTakenAway = false;
  /** Ends the wait for the phone's back button. */
  #forgetBack: ((isByPayer: boolean) => void) | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    places: FullScreenPlaces,
    first: View,
    isAllowed: () => boolean,
  ) {
    this.#host = host;
    this.#places = places;
    this.#first = first;
    this.#isAllowed = isAllowed;
    host.addController(this);
  }

  /** What is shown; `undefined` when nothing is. */
  get view(): View | undefined {
    return this.#view;
  }

  readonly open = (view: View): void => {
    if (!this.#isAllowed()) return;
    this.#view = view;
    this.#host.requestUpdate();
  };

  /** To be called by whatever closes the view; the browser then brings the focus back to where it was. */
  readonly close = (): void => {
    this.#dialog?.close();
  };

  /** To be called when the dialog has closed, by the Escape key say. */
  readonly closed = (): void => {
    this.#end(true);
    this.#host.requestUpdate();
  };

  hostConnected(): void {
    this.#host.shadowRoot?.addEventListener('click', this.#openByTap);
  }

  hostDisconnected(): void {
    this.#host.shadowRoot?.removeEventListener('click', this.#openByTap);
    // A dialog that leaves the document is modal no more, wherever it comes back
    this.#dialog?.close();
    this.#end(false);
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (this.#view === undefined || this.#isAllowed()) return;
    this.#isTakenAway = true;
    this.#end(false);
  }

  hostUpdated(): void {
    if (this.#isTakenAway) {
      this.#isTakenAway = false;
      this.#focusNews();
    }
    const dialog = this.#dialog;
    if (this.#view === undefined || !dialog || dialog.open) return;
    dialog.showModal();
    this.#forgetBack = closeOnBack(this.close);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>(this.#places.dialog) ?? null;
  }

  readonly #openByTap = ({target}: Event): void => {
    if (target instanceof Element && target.closest(this.#places.opener)) this.open(this.#first);
  };

  #end(isByPayer: boolean): void {
    this.#view = undefined;
    this.#forgetBack?.(isByPayer);
    this.#forgetBack = undefined;
  }

  #focusNews(): void {
    const news = this.#host.shadowRoot?.querySelector<HTMLElement>(this.#places.news);
    if (!news) return;
    news.tabIndex = -1; // it takes the focus from us, but is no stop on the way through the page
    news.focus();
  }
}
