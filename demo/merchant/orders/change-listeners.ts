/** Who wants to hear when an order changes. */
type Listener = () => void;

export class Changes {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Answers the way to stop listening. */
  listen(merchantOrderNo: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(merchantOrderNo) ?? new Set();
    this.#listeners.set(merchantOrderNo, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(merchantOrderNo);
    };
  }

  /** Without a number, any order may have changed. */
  tell(merchantOrderNo: string | undefined): void {
    const numbers = merchantOrderNo === undefined ? [...this.#listeners.keys()] : [merchantOrderNo];
    for (const number of numbers) for (const listener of this.#listeners.get(number) ?? []) listener();
  }
}
