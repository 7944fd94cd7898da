/**
 * Decides when the dialog of a checkout closes: at once, after a question, or not at all. It holds no element, so each way
 * of closing is tested with a fake view and a fake history.
 */

/** What the controller does to the page. */
export interface ModalView {
  open(): void;
  close(): void;
  openQuestion(): void;
  closeQuestion(): void;
}

/** The entry in the browser's history that "back" takes away. */
export interface BackEntry {
  add(): void;
  /** Takes the entry away without a call of `goBack`. Resolves when the history has moved. */
  remove(): Promise<void>;
  /** Leaves the entry where it is: the page may be navigating. */
  release(): void;
}

export class ModalController {
  readonly #view: ModalView;
  readonly #back: BackEntry;
  readonly #closing: () => 'close' | 'ask';
  readonly #closed: () => void;
  #state: 'open' | 'asking' | 'closed' = 'closed';

  /**
   * @param closing what closing means at this moment
   * @param closed called once, when the dialog is closed and the history has moved
   */
  constructor(view: ModalView, back: BackEntry, closing: () => 'close' | 'ask', closed: () => void) {
    this.#view = view;
    this.#back = back;
    this.#closing = closing;
    this.#closed = closed;
  }

  open(): void {
    this.#state = 'open';
    this.#view.open();
    this.#back.add();
  }

  /** The payer has pressed the close button, or Escape. */
  readonly requestClose = (): void => {
    if (this.#state !== 'open') return;
    if (this.#closing() === 'ask') this.#ask();
    else void this.#end(() => this.#back.remove());
  };

  /** The payer has answered the question. */
  readonly answer = (isClosing: boolean): void => {
    if (this.#state !== 'asking') return;
    if (isClosing) void this.#end(() => this.#back.remove());
    else this.#stay();
  };

  /** The browser went back: the entry is gone. With the question open, that is the answer "keep it open". */
  readonly goBack = (): void => {
    if (this.#state === 'closed') return;
    const isAsking = this.#state === 'asking';
    if (!isAsking && this.#closing() === 'close') {
      void this.#end(() => Promise.resolve());
      return;
    }
    this.#back.add();
    if (isAsking) this.#stay();
    else this.#ask();
  };

  /** The browser has closed the dialog itself: Chrome does so when Escape is pressed twice. */
  readonly handleClose = (): void => {
    if (this.#state === 'closed') return;
    if (this.#state === 'open' && this.#closing() === 'close') void this.#end(() => this.#back.remove());
    else {
      this.#view.closeQuestion(); // it has to be above the dialog again
      this.#view.open();
      this.#ask();
    }
  };

  /** The state of the order has changed: where there is nothing to ask any more, the question is withdrawn. */
  readonly update = (): void => {
    if (this.#state === 'asking' && this.#closing() === 'close') this.#stay();
  };

  /** The page closes the dialog. */
  readonly end = (): void => {
    if (this.#state === 'closed') return;
    void this.#end(() => {
      this.#back.release();
      return Promise.resolve();
    });
  };

  #ask(): void {
    this.#state = 'asking';
    this.#view.openQuestion();
  }

  #stay(): void {
    this.#state = 'open';
    this.#view.closeQuestion();
  }

  async #end(leaveHistory: () => Promise<void>): Promise<void> {
    if (this.#state === 'asking') this.#view.closeQuestion();
    this.#state = 'closed';
    this.#view.close();
    await leaveHistory();
    this.#closed();
  }
}
