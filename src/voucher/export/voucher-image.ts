/** The voucher as a picture, made on this device: black on white, sharp enough to be scanned off a bad copy. */
import type {QrImage} from '../../core/qr/qr-path.js';
import {layOutVoucher, type Font, type VoucherWords} from '../../core/voucher/voucher-layout.js';

const css = ({size, weight}: Font): string => `${weight} ${size}px system-ui, sans-serif`;

/** A PNG without metadata. Rejects where the browser gives no picture back, or not the one that was drawn. */
export async function voucherImage(words: VoucherWords, qr: QrImage): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  const layout = layOutVoucher(words, qr.size, (text, font) => {
    context.font = css(font);
    return context.measureText(text).width;
  });
  canvas.width = layout.width;
  canvas.height = layout.height;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, layout.width, layout.height);
  context.fillStyle = '#000';
  for (const {text, font, x, y, align, direction} of layout.lines) {
    context.font = css(font);
    context.textAlign = align;
    context.direction = direction;
    context.fillText(text, x, y);
  }
  const {x, y, module} = layout.code;
  context.setTransform(module, 0, 0, module, x, y);
  context.fill(new Path2D(qr.path));
  if (!isTrue(context, x, y, module)) throw new Error('this browser does not give its pictures away');
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('this browser draws no canvas');
  return blob;
}

/**
 * Some browsers give noise instead of what was drawn, against tracking; nobody could scan that. The quiet
 * zone is white and, on the same line, the middle of the first finder dark.
 */
function isTrue(context: CanvasRenderingContext2D, x: number, y: number, module: number): boolean {
  const {data} = context.getImageData(x + 1.5 * module, y + 7.5 * module, 6 * module + 1, 1);
  const [quiet = 0] = data;
  const finder = data[6 * module * 4] ?? 255;
  return quiet > 200 && finder < 55;
}
