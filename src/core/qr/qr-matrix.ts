/**
 * The only place that knows the QR encoder. Level M with mixed segments: as small as level L for PayBy's tokens,
 * and still readable with glare on the screen.
 */
import {create} from 'qrcode/lib/core/qrcode.js';

export interface QrMatrix {
  /** Modules a side, without quiet zone. */
  readonly size: number;
  /** Row by row; 1 is dark. */
  readonly modules: ArrayLike<number>;
}

/** Throws when the text does not fit: more than 2,331 bytes. */
export function qrMatrix(text: string): QrMatrix {
  const {size, data} = create(text, {errorCorrectionLevel: 'M'}).modules;
  return {size, modules: data};
}
