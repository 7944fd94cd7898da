/**
 * How far the server's clock is from this device's. Deadlines are the server's, so a phone that is hours off must
 * still show the right time left.
 */

export interface Exchange {
  /** Device time when the request was sent and when its answer was received, ms. */
  readonly requestedAt: number;
  readonly receivedAt: number;
  /** Server time inside the answer (`serverTime`, else the `Date` header), ms; `undefined` if it has none. */
  readonly servedAt: number | undefined;
}

/** Server time minus device time, ms: the answer is assumed to be half a round trip old. */
export const clockOffset = ({requestedAt, receivedAt, servedAt}: Exchange): number | undefined =>
  servedAt === undefined ? undefined : Math.round(servedAt + (receivedAt - requestedAt) / 2 - receivedAt);

/** The server time for which the answer is surely valid: when it was given, or at least requested. */
export const givenAt = ({requestedAt, servedAt}: Exchange, offset: number): number =>
  servedAt ?? requestedAt + offset;

const DAY_MS = 86_400_000;
const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= DAY_MS;

/**
 * Whether an answer's `serverTime` is to be followed: not if it contradicts the `Date` header by more than a day. Where
 * this device's clock agrees with the one and not with the other, the header is the wrong one, perhaps a proxy's.
 *
 * @param date the `Date` header, ms; `undefined` where there is none to compare
 * @param deviceTime when the answer was received, ms
 */
export const isFollowed = (serverTime: number, date: number | undefined, deviceTime: number): boolean =>
  date === undefined ||
  isNear(serverTime, date) ||
  (isNear(serverTime, deviceTime) && !isNear(date, deviceTime));
