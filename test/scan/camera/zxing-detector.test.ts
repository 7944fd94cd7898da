import {expect, nextFrame} from '@open-wc/testing';
import {prepareZXingModule, writeBarcode} from 'zxing-wasm/writer';
import {readPixels, zxingDetector} from '../../../src/scan/camera/zxing-detector.lazy.js';

const CODE = '20007900T400690098F';
const files = '/node_modules/zxing-wasm/dist';
const wasmUrl = `${files}/reader/zxing_reader.wasm`;

/** These codes side by side on a white card, as a camera would see them. */
async function card(
  ...codes: readonly (readonly ['QRCode' | 'Code128', string])[]
): Promise<HTMLCanvasElement> {
  prepareZXingModule({overrides: {locateFile: () => `${files}/writer/zxing_writer.wasm`}});
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [900, 360];
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [index, [format, text]] of codes.entries()) {
    const {image} = await writeBarcode(text, {format, scale: 3});
    const bitmap = await createImageBitmap(image!);
    context.drawImage(bitmap, 40 + index * 440, 60);
  }
  return canvas;
}
const pixels = (canvas: HTMLCanvasElement): ImageData =>
  canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);

describe('zxingDetector', () => {
  before(async () => {
    await zxingDetector(wasmUrl);
  });

  it('reads the QR code of a payment app', async () => {
    expect(await readPixels(pixels(await card(['QRCode', CODE])))).to.deep.equal([
      {text: CODE, isLinear: false},
    ]);
  });

  it('reads the barcode of a payment app', async () => {
    expect(await readPixels(pixels(await card(['Code128', CODE])))).to.deep.equal([
      {text: CODE, isLinear: true},
    ]);
  });

  it('returns every code in view', async () => {
    const seen = await readPixels(pixels(await card(['QRCode', CODE], ['QRCode', 'https://example.com'])));
    expect(seen.map(({text}) => text).sort()).to.deep.equal([CODE, 'https://example.com']);
  });

  it('returns nothing for a picture without codes', async () => {
    expect(await readPixels(pixels(await card()))).to.deep.equal([]);
  });

  it('reads a playing video', async function () {
    const canvas = await card(['QRCode', CODE]);
    if (!('captureStream' in canvas)) this.skip();
    const stream = canvas.captureStream(10);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    document.body.append(video);
    try {
      const playing = video.play();
      const paint = canvas.getContext('2d')!;
      // A canvas that is not drawn on sends no picture, and without one a video may not begin
      while (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) {
        paint.fillRect(0, 0, 1, 1);
        await nextFrame();
      }
      await playing;
      const detector = await zxingDetector(wasmUrl);
      expect(await detector.detect(video)).to.deep.equal([{text: CODE, isLinear: false}]);
    } finally {
      for (const track of stream.getTracks()) track.stop();
      video.remove();
    }
  });

  it('rejects with the HTTP status when its file is missing', async () => {
    const failure = await zxingDetector('/nowhere/zxing_reader.wasm').catch((error: unknown) => error);
    expect(String(failure)).to.contain('404');
  });

  it('rejects in a browser without Object.hasOwn (Chrome before 93): the camera then shows that it reads no codes', async () => {
    const {hasOwn} = Object;
    Reflect.deleteProperty(Object, 'hasOwn');
    try {
      const outcome = await zxingDetector(wasmUrl).then(
        () => 'a reader',
        (error: unknown) => (error as Error).name,
      );
      expect(outcome).to.equal('TypeError');
    } finally {
      Object.hasOwn = hasOwn;
    }
  });
});
