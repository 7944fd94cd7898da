/**
 * A picture of a screen, so coarse that fonts and their smoothing hardly show while a layout does: how light each
 * field of 16 pixels is. As a grey PNG a whole screen takes a few kilobytes.
 */
import {PNG} from 'pngjs';

/** Side of a field, px. */
export const FIELD = 16;

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Row by row, 0 is black and 1 is white. */
  readonly light: readonly number[];
}

/** @param picture a PNG in full size */
export function gridOf(picture: Buffer): Grid {
  const {width, height, data} = PNG.sync.read(picture);
  const columns = Math.ceil(width / FIELD);
  const rows = Math.ceil(height / FIELD);
  const light = Array.from({length: columns * rows}, (_, field) => {
    const left = (field % columns) * FIELD;
    const top = Math.floor(field / columns) * FIELD;
    let sum = 0;
    let count = 0;
    for (let y = top; y < Math.min(top + FIELD, height); y += 1) {
      for (let x = left; x < Math.min(left + FIELD, width); x += 1) {
        const at = (y * width + x) * 4;
        sum += 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
        count += 1;
      }
    }
    return sum / count / 255;
  });
  return {columns, rows, light};
}

/** As a PNG with one pixel a field. */
export function encodeGrid({columns, rows, light}: Grid): Buffer {
  const png = new PNG({width: columns, height: rows, colorType: 0, inputColorType: 0, inputHasAlpha: false});
  png.data = Buffer.from(light.map((one) => Math.round(one * 255)));
  return PNG.sync.write(png, {colorType: 0, inputColorType: 0, inputHasAlpha: false});
}

export function decodeGrid(png: Buffer): Grid {
  const {width, height, data} = PNG.sync.read(png);
  const light = Array.from({length: width * height}, (_, field) => data[field * 4]! / 255);
  return {columns: width, rows: height, light};
}
