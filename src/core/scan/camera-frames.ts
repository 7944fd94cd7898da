/**
 * What a camera sees, frame by frame → which code to hand on: each one once, however many frames show it, and none
 * while different codes are in view. Which of two is the customer's is not for us to guess.
 */

/** One code in one frame. */
export interface SeenCode {
  readonly text: string;
  /** Bars, not a square: such a code can be misread at an angle, so it counts when two frames agree. */
  readonly isLinear: boolean;
}

/** Finds the codes in a frame, whatever a frame is where it runs. */
export interface CodeDetector<Frame> {
  detect(frame: Frame): Promise<readonly SeenCode[]>;
}

/** What is remembered from frame to frame. */
export interface CameraSight {
  /** The text of the last frame's bars, which the next frame must confirm. */
  readonly unconfirmed: string | undefined;
  /** Handed on already, and not out of sight since. */
  readonly handedOn: string | undefined;
  readonly seenAt: number;
}

export type Glance =
  {readonly kind: 'nothing'} | {readonly kind: 'several'} | {readonly kind: 'code'; readonly code: string};

/** A code that was out of sight for this long and comes back is shown on purpose. */
const OUT_OF_SIGHT_MS = 1500;

export const newSight: CameraSight = {unconfirmed: undefined, handedOn: undefined, seenAt: 0};

/** @param now milliseconds */
export function glance(
  sight: CameraSight,
  seen: readonly SeenCode[],
  now: number,
): {readonly sight: CameraSight; readonly glance: Glance} {
  const texts = new Set(seen.map(({text}) => text)); // an app shows its code twice: as bars and as a square
  const [text] = texts;
  if (text === undefined) return {sight: forgetful(sight, now), glance: {kind: 'nothing'}};
  if (texts.size > 1) {
    return {sight: {...forgetful(sight, now), unconfirmed: undefined}, glance: {kind: 'several'}};
  }
  const kept = {...forgetful(sight, now), unconfirmed: text};
  if (text === kept.handedOn) return {sight: {...kept, seenAt: now}, glance: {kind: 'nothing'}};
  const isSure = sight.unconfirmed === text || seen.some(({isLinear}) => !isLinear);
  return isSure
    ? {sight: {...kept, handedOn: text, seenAt: now}, glance: {kind: 'code', code: text}}
    : {sight: kept, glance: {kind: 'nothing'}};
}

const forgetful = (sight: CameraSight, now: number): CameraSight =>
  now - sight.seenAt > OUT_OF_SIGHT_MS ? {...sight, handedOn: undefined} : sight;
