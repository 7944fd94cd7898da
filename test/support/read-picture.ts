import jsQR from 'jsqr';
import {prepareZXingModule, readBarcodes} from 'zxing-wasm/reader';

prepareZXingModule({
  overrides: {locateFile: (file: string) => `/node_modules/zxing-wasm/dist/reader/${file}`},
});

/** The pixels of a picture. */
export async function pixelsOf(picture: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no canvas');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The codes that two independent decoders read in a picture: dark on light only, like a shop's scanner. */
export async function readPicture(picture: Blob): Promise<(string | undefined)[]> {
  const pixels = await pixelsOf(picture);
  const [found] = await readBarcodes(pixels, {formats: ['QRCode'], tryInvert: false});
  const {data, width, height} = pixels;
  return [found?.text, jsQR(data, width, height, {inversionAttempts: 'dontInvert'})?.data];
}

/** A picture as a messenger sends it: JPEG of low quality, and perhaps smaller. */
export async function asCopied(picture: Blob, quality: number, width?: number): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  canvas.width = width ?? bitmap.width;
  canvas.height = Math.round((bitmap.height * canvas.width) / bitmap.width);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob) resolve(blob);
        else reject(new Error('no JPEG'));
      },
      'image/jpeg',
      quality,
    );
  });
}
