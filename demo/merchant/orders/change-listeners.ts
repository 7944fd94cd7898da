/** The listeners of order changes in this process, by order number. */
type Listener = () => void;

export class ChangeListeners {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Returns the function that removes the listener. */
  add(merchantOrderNo: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(merchantOrderNo) ?? new Set();
    this.#listeners.set(merchantOrderNo, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(merchantOrderNo);
    };
  }

  /** Without a number, any order may have changed. */
  notify(merchantOrderNo: string | undefined): void {
    const numbers = merchantOrderNo === undefined ? [...this.#listeners.keys()] : [merchantOrderNo];
    for (const number of numbers) for (const listener of this.#listeners.get(number) ?? []) listener();
  }
}
