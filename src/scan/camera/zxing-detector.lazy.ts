/**
 * A reader of codes for browsers without one: ZXing-C++ as WebAssembly, fetched only when a camera is opened, from
 * beside this file or from where the page keeps it, never from anybody else's server.
 */
import {prepareZXingModule, readBarcodes, type ReaderOptions} from 'zxing-wasm/reader';
import type {CodeDetector, SeenCode} from '../../core/scan/camera-frames.js';
import {WasmBlocked} from '../../core/scan/camera-errors.js';

const options: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  tryInvert: false, // a payment app draws dark on light
  maxNumberOfSymbols: 4,
  textMode: 'Plain',
};

/** More pixels cost time and read no more. */
const LONGEST_SIDE = 1280;

/** Throws {@link WasmBlocked} where the page's policy forbids WebAssembly. */
export async function zxingDetector(wasmUrl: string | undefined): Promise<CodeDetector<HTMLVideoElement>> {
  await start(wasmUrl ?? new URL('./zxing_reader.wasm', import.meta.url).href);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  if (!context) throw new Error('this browser draws no canvas');
  return {
    detect: (video) => {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
      const width = Math.round(video.videoWidth * scale);
      const height = Math.round(video.videoHeight * scale);
      if (width * height === 0) return Promise.resolve([]);
      if (canvas.width !== width) canvas.width = width; // setting it wipes the canvas, even to the same
      if (canvas.height !== height) canvas.height = height;
      context.drawImage(video, 0, 0, width, height);
      return readPixels(context.getImageData(0, 0, width, height));
    },
  };
}

/** The codes in a picture, once a detector has been made. */
export async function readPixels(pixels: ImageData): Promise<readonly SeenCode[]> {
  const found = await readBarcodes(pixels, options);
  return found
    .filter(({isValid}) => isValid)
    .map(({text, format}) => ({text, isLinear: format !== 'QRCode'}));
}

/** Compiled by us rather than by ZXing, which would write into the console what we say in the panel. */
async function start(url: string): Promise<void> {
  refuseWhereBlocked();
  const response = await fetch(url, {credentials: 'same-origin'});
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const module = await WebAssembly.compile(await response.arrayBuffer());
  await new Promise<void>((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object => {
      WebAssembly.instantiate(module, imports).then((instance) => {
        done(instance, module);
      }, reject);
      return {};
    };
    const ready = prepareZXingModule({overrides: {instantiateWasm}, fireImmediately: true});
    ready.then(() => {
      resolve();
    }, reject);
  });
}

/** An empty module is always valid: where it does not compile, the page's policy is why. */
function refuseWhereBlocked(): void {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  } catch (cause) {
    throw new WasmBlocked("the page's Content-Security-Policy lacks script-src 'wasm-unsafe-eval'", {cause});
  }
}
