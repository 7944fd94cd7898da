/** A QR as one SVG path, with its quiet zone: a pure string, so a server can draw it too. */
import type {QrMatrix} from './qr-matrix.js';

export interface QrImage {
  /** `d` of one path, in modules. */
  readonly path: string;
  /** Side of the square viewBox, quiet zone included. */
  readonly size: number;
}

/** ISO/IEC 18004 asks for four light modules on every side. */
const QUIET_ZONE = 4;

/** Below this many device pixels a module, cameras read a code on a screen no longer reliably. */
const MIN_DEVICE_PX = 3;

/** @param width of the code with its quiet zone, CSS px; 0 while it is not laid out, which decides nothing */
export const isTooDense = ({size}: QrImage, width: number, devicePixelRatio: number): boolean =>
  width > 0 && (width * devicePixelRatio) / size < MIN_DEVICE_PX;

export function qrPath({size, modules}: QrMatrix): QrImage {
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let start = 0; start < size; start++) {
      let end = start;
      while (end < size && modules[row * size + end]) end++;
      if (end === start) continue;
      path += `M${start + QUIET_ZONE} ${row + QUIET_ZONE}h${end - start}v1H${start + QUIET_ZONE}z`;
      start = end;
    }
  }
  return {path, size: size + 2 * QUIET_ZONE};
}
