/**
 * Shows one view at a time over the whole screen, in a modal `<dialog>` of the host. The dialog is in the document only
 * while it is open and allowed: when it is no longer allowed it is removed in the same frame, and the status gets the
 * focus.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {closeOnBack} from './back-button.js';

/** Selectors in the host's shadow root. */
export interface FullScreenSelectors {
  readonly dialog: string;
  /** A tap on it opens the first view, in addition to a button. */
  readonly opener: string;
  /** Gets the focus when an open view is removed. */
  readonly status: string;
}

/** Safari has `<dialog>` since 15.4, Firefox since 98. */
export const isFullScreenOffered = (): boolean => typeof HTMLDialogElement !== 'undefined';

export class FullScreenController<View extends string> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #selectors: FullScreenSelectors;
  readonly #first: View;
  readonly #isAllowed: () => boolean;
  #view: View | undefined;
  #isRemoved = false;
  /** The dialog that was shown for the view: once closed it stays closed, though its event comes after an update. */
  #shown: HTMLDialogElement | undefined;
  /** Stops listening for the phone's back button. */
  #releaseBackButton: ((isByPerson: boolean) => void) | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    selectors: FullScreenSelectors,
    first: View,
    isAllowed: () => boolean,
  ) {
    this.#host = host;
    this.#selectors = selectors;
    this.#first = first;
    this.#isAllowed = isAllowed;
    host.addController(this);
  }

  /** The view that is shown; `undefined` while the dialog is closed. */
  get view(): View | undefined {
    return this.#view;
  }

  readonly open = (view: View): void => {
    if (!this.#isAllowed() || !isFullScreenOffered()) return;
    this.#view = view;
    this.#host.requestUpdate();
  };

  /** Closes the dialog; the browser returns the focus to where it was. */
  readonly close = (): void => {
    this.#dialog?.close();
  };

  /** Call it on the dialog's `close` event: the Escape key closes it too. */
  readonly closed = (): void => {
    this.#end(true);
    this.#host.requestUpdate();
  };

  hostConnected(): void {
    this.#host.shadowRoot?.addEventListener('click', this.#openByTap);
  }

  hostDisconnected(): void {
    this.#host.shadowRoot?.removeEventListener('click', this.#openByTap);
    // A dialog that was removed from the document is no longer modal when it is inserted again
    this.#dialog?.close();
    this.#end(false);
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (this.#view === undefined || this.#isAllowed()) return;
    this.#isRemoved = true;
    this.#end(false);
  }

  hostUpdated(): void {
    if (this.#isRemoved) {
      this.#isRemoved = false;
      this.#focusStatus();
    }
    const dialog = this.#dialog;
    if (this.#view === undefined || !dialog || dialog === this.#shown) return;
    dialog.showModal();
    this.#shown = dialog;
    this.#releaseBackButton = closeOnBack(this.close);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>(this.#selectors.dialog) ?? null;
  }

  readonly #openByTap = ({target}: Event): void => {
    if (target instanceof Element && target.closest(this.#selectors.opener)) this.open(this.#first);
  };

  #end(isByPerson: boolean): void {
    this.#view = undefined;
    this.#shown = undefined;
    this.#releaseBackButton?.(isByPerson);
    this.#releaseBackButton = undefined;
  }

  #focusStatus(): void {
    const status = this.#host.shadowRoot?.querySelector<HTMLElement>(this.#selectors.status);
    if (!status) return;
    status.tabIndex = -1; // focusable by script, but not in the tab order
    status.focus();
  }
}
