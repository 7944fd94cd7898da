/** How fast the keys of a scan came: what a shop's support asks first. Times are those of the events, ms. */
export class KeyRhythm {
  #times: number[] = [];

  press(timeStamp: number): void {
    this.#times.push(timeStamp);
  }

  reset(): void {
    this.#times = [];
  }

  /** The rhythm of the keys since the last take; `medianGap` is `null` for fewer than two. */
  take(): {keys: number; medianGap: number | null} {
    const times = this.#times;
    this.reset();
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
    gaps.sort((a, b) => a - b);
    return {keys: times.length, medianGap: gaps[gaps.length >> 1] ?? null};
  }
}
