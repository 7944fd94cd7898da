/**
 * Whether a screen still looks as it did. Another font makes words lighter or darker and moves lines by some pixels:
 * that passes. What is missing, elsewhere, another size or another colour does not.
 */
import type {Grid} from './luminance.js';

/** How much longer or shorter a screen may get, as a share: words wrap elsewhere in another font. */
const LENGTH_TOLERANCE = 0.05;
/** How much lighter or darker a field may get. */
const LIGHT_TOLERANCE = 0.12;
/** Of the fields that are not plain background, how many may differ more than that. */
const SHARE_TOLERANCE = 0.035;
/** No square of this many fields a side may differ as a whole. */
const PATCH = 3;

/** What is wrong in a sentence, or nothing. */
export function difference(before: Grid, now: Grid): string | undefined {
  if (before.columns !== now.columns) return `${now.columns} fields wide, was ${before.columns}`;
  if (Math.abs(now.rows / before.rows - 1) > LENGTH_TOLERANCE)
    return `${now.rows} fields long, was ${before.rows}`;
  const same = stretched(now, before.rows);
  const off = before.light.map((_, field) => differs(before, same, field));
  const patch = firstPatch(off, before);
  if (patch !== undefined) {
    const [column, row] = [patch % before.columns, Math.floor(patch / before.columns)];
    return `another picture around column ${column}, row ${row}`;
  }
  const inked = off.filter((_, field) => isInked(before, field) || isInked(same, field)).length;
  const share = off.filter(Boolean).length / Math.max(1, inked);
  return share > SHARE_TOLERANCE ? `${(share * 100).toFixed(1)} % of it differs` : undefined;
}

/** The same picture with as many rows as the other one. */
function stretched({columns, rows, light}: Grid, wanted: number): Grid {
  const from = (row: number): number => Math.min(rows - 1, Math.floor(((row + 0.5) * rows) / wanted));
  const fields = Array.from({length: columns * wanted}, (_, field) => {
    return light[from(Math.floor(field / columns)) * columns + (field % columns)]!;
  });
  return {columns, rows: wanted, light: fields};
}

/** Neither the field itself nor one above or below it is alike, whichever picture one looks from. */
function differs(a: Grid, b: Grid, field: number): boolean {
  const nearest = (one: Grid, other: Grid): number =>
    Math.min(
      ...[-1, 0, 1].map((shift) => {
        const light = other.light[field + shift * other.columns];
        return light === undefined ? Infinity : Math.abs(light - one.light[field]!);
      }),
    );
  return Math.max(nearest(a, b), nearest(b, a)) > LIGHT_TOLERANCE;
}

/** Differs from the corner, which is background on every screen. */
const isInked = ({light}: Grid, field: number): boolean => Math.abs(light[field]! - light[0]!) > 0.02;

function firstPatch(off: readonly boolean[], {columns, rows}: Grid): number | undefined {
  for (let row = 0; row + PATCH <= rows; row += 1) {
    for (let column = 0; column + PATCH <= columns; column += 1) {
      const fields = Array.from({length: PATCH * PATCH}, (_, i) => {
        return off[(row + Math.floor(i / PATCH)) * columns + column + (i % PATCH)];
      });
      if (fields.every(Boolean)) return row * columns + column;
    }
  }
  return undefined;
}
