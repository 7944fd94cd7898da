/** Draws a voucher as a picture: black on white, sharp enough to be scanned off a bad copy. */
import {layOutVoucher, type Font} from '../../core/voucher/voucher-layout.js';
import type {VoucherSheet} from '../voucher-model.js';

const cssFont = ({size, weight}: Font): string => `${weight} ${size}px system-ui, sans-serif`;

/** A PNG without metadata. Rejects if the browser returns no pixels, or other pixels than were drawn. */
export async function voucherImage(sheet: VoucherSheet): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no 2D canvas.');
  const layout = layOutVoucher(sheet, sheet.qr.size, (text, font) => {
    context.font = cssFont(font);
    return context.measureText(text).width;
  });
  canvas.width = layout.width;
  canvas.height = layout.height;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, layout.width, layout.height);
  context.fillStyle = '#000';
  for (const {text, font, x, y, align, direction} of layout.lines) {
    context.font = cssFont(font);
    context.textAlign = align;
    context.direction = direction;
    context.fillText(text, x, y);
  }
  const {x, y, module} = layout.code;
  context.setTransform(module, 0, 0, module, x, y);
  context.fill(new Path2D(sheet.qr.path));
  if (!isUnaltered(context, x, y, module)) {
    throw new Error('This browser returns altered canvas pixels (anti-fingerprinting).');
  }
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('This browser encodes no PNG.');
  return blob;
}

/**
 * Some browsers return noise instead of the drawn pixels, to prevent fingerprinting; no scanner reads that. The quiet
 * zone must be white and, on the same line, the middle of the first finder pattern dark.
 */
function isUnaltered(context: CanvasRenderingContext2D, x: number, y: number, module: number): boolean {
  const {data} = context.getImageData(x + 1.5 * module, y + 7.5 * module, 6 * module + 1, 1);
  const [quiet = 0] = data;
  const finder = data[6 * module * 4] ?? 255;
  return quiet > 200 && finder < 55;
}
