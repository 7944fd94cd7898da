/**
 * Turns the codes seen in camera frames into codes to report: each one once, however many frames show it, and none
 * while different codes are in view, because we must not guess which one is the customer's.
 */

/** One code in one frame. */
export interface SeenCode {
  readonly text: string;
  /** A barcode rather than a QR code: it can be misread at an angle, so two frames must agree on it. */
  readonly isLinear: boolean;
}

/** Finds the codes in a frame; `Frame` is a video in a browser and anything in a test. */
export interface CodeDetector<Frame> {
  detect(frame: Frame): Promise<readonly SeenCode[]>;
}

/** State from frame to frame. */
export interface FrameHistory {
  /** The text of the last frame, which the next frame must confirm if it is a barcode. */
  readonly unconfirmed: string | undefined;
  /** Reported already, and in view since. */
  readonly reported: string | undefined;
  /** When `reported` was last seen, ms. */
  readonly seenAt: number;
}

export type FrameResult =
  {readonly kind: 'nothing'} | {readonly kind: 'several'} | {readonly kind: 'code'; readonly code: string};

/** A code that was out of view for this long and is shown again is reported again, ms. */
const OUT_OF_VIEW_MS = 1500;

export const newFrameHistory: FrameHistory = {unconfirmed: undefined, reported: undefined, seenAt: 0};

/** @param now ms */
export function readFrame(
  history: FrameHistory,
  seen: readonly SeenCode[],
  now: number,
): {readonly history: FrameHistory; readonly result: FrameResult} {
  const texts = new Set(seen.map(({text}) => text)); // an app shows its code twice: as a barcode and as a QR code
  const [text] = texts;
  const current = withoutOld(history, now);
  if (text === undefined) return {history: current, result: {kind: 'nothing'}};
  if (texts.size > 1) return {history: {...current, unconfirmed: undefined}, result: {kind: 'several'}};
  const next = {...current, unconfirmed: text};
  if (text === next.reported) return {history: {...next, seenAt: now}, result: {kind: 'nothing'}};
  const isSure = history.unconfirmed === text || seen.some(({isLinear}) => !isLinear);
  return isSure
    ? {history: {...next, reported: text, seenAt: now}, result: {kind: 'code', code: text}}
    : {history: next, result: {kind: 'nothing'}};
}

const withoutOld = (history: FrameHistory, now: number): FrameHistory =>
  now - history.seenAt > OUT_OF_VIEW_MS ? {...history, reported: undefined} : history;
