/**
 * How far the server's clock is from this device's. Deadlines are the server's, so a phone that is hours off must
 * still show the right time left.
 */

export interface Exchange {
  /** Device time when the question left and when its answer was there, ms. */
  readonly askedAt: number;
  readonly receivedAt: number;
  /** Server time inside the answer (`serverTime`, else the `Date` header), ms; `undefined` if it told none. */
  readonly servedAt: number | undefined;
}

/** Server time minus device time, ms: the answer is taken to be half a round trip old. */
export const clockOffset = ({askedAt, receivedAt, servedAt}: Exchange): number | undefined =>
  servedAt === undefined ? undefined : Math.round(servedAt + (receivedAt - askedAt) / 2 - receivedAt);

/** The latest server time at which the answer was surely not yet older: when it was given, or at least asked for. */
export const givenAt = ({askedAt, servedAt}: Exchange, offset: number): number =>
  servedAt ?? askedAt + offset;
