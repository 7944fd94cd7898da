/** What a key costs, from rounds in which every subject had its turn: medians, net of an empty listener, and ratios. */

/** One turn of one subject: mean µs from dispatching an event to its being dealt with. */
export interface Turn {
  /** A keydown, but for those that end a scan. */
  readonly down: number;
  readonly up: number;
  /** The Enter that ends a scan, with all that its listeners do with the code; 0 where there is none. */
  readonly last: number;
}

/** What each subject took in one round, under its name. */
export type Round<Name extends string> = Readonly<Record<Name, Turn>>;

export interface Cost {
  /** µs per keydown, net of an empty listener's. */
  readonly down: number;
  /** With the keyup that follows it. */
  readonly press: number;
  /** The Enter that ends a scan. */
  readonly last: number;
  /** How far the middle half of the rounds lies apart, µs: what the machine's noise makes of it. */
  readonly noise: number;
}

/** The value at a share of a sorted list, between neighbours where it falls between them. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Each subject net of the empty listener of the same round, so that a machine that slows down for a while slows both
 * sides of the subtraction; then the median over the rounds.
 */
export function costOf<Name extends string>(
  rounds: readonly Round<Name>[],
  subject: Name,
  empty: Name,
): Cost {
  const down = rounds.map((round) => round[subject].down - round[empty].down);
  const press = down.map((net, i) => {
    const round = rounds[i];
    return round ? net + round[subject].up - round[empty].up : NaN;
  });
  const last = median(rounds.map((round) => round[subject].last - round[empty].last));
  return {down: median(down), press: median(press), last, noise: quantile(down, 0.75) - quantile(down, 0.25)};
}

/** Ours ÷ the cheaper of the others. Not a number when a peer seems to cost nothing: then nothing was measured. */
export function timesCheaper(ours: Cost, peers: readonly Cost[]): number {
  const cheapest = Math.min(...peers.map(({down}) => down));
  return cheapest > 0 ? ours.down / cheapest : NaN;
}

/** Whose turn it is: in every round all of them, each in every place of the order as often as the others. */
export function turnOrder<Name>(names: readonly Name[], round: number): readonly Name[] {
  const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  return Math.floor(round / names.length) % 2 === 0 ? turned : turned.reverse();
}
