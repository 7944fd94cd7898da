/**
 * A code reader for browsers without one: ZXing-C++ as WebAssembly. It is loaded when the camera is opened, from beside
 * this file or from `wasm-url`, never from a third party's server.
 */
import {prepareZXingModule, readBarcodes, type ReaderOptions} from 'zxing-wasm/reader';
import type {CodeDetector, SeenCode} from '../../core/scan/camera-frames.js';
import {WasmBlocked} from '../../core/scan/camera-errors.js';

const options: ReaderOptions = {
  formats: ['QRCode', 'Code128'],
  tryInvert: false, // payment apps draw dark on light
  maxNumberOfSymbols: 4,
  textMode: 'Plain',
};

/** px; more pixels take longer and read no more. */
const LONGEST_SIDE = 1280;

/** Throws {@link WasmBlocked} if the page's policy forbids WebAssembly. */
export async function zxingDetector(wasmUrl: string | undefined): Promise<CodeDetector<HTMLVideoElement>> {
  await start(wasmUrl ?? new URL('./zxing_reader.wasm', import.meta.url).href);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', {willReadFrequently: true});
  if (!context) throw new Error('This browser has no 2D canvas.');
  return {
    detect: (video) => {
      const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight));
      const width = Math.round(video.videoWidth * scale);
      const height = Math.round(video.videoHeight * scale);
      if (width * height === 0) return Promise.resolve([]);
      if (canvas.width !== width) canvas.width = width; // setting it clears the canvas, even to the same value
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

/** Compiles the module itself, because ZXing would log errors that the panel already shows. */
async function start(url: string): Promise<void> {
  throwIfBlocked();
  const response = await fetch(url, {credentials: 'same-origin'});
  if (!response.ok) throw new Error(`Could not load ${url}: HTTP status ${response.status}.`);
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

/** An empty module is always valid: if it does not compile, the page's policy forbids WebAssembly. */
function throwIfBlocked(): void {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  } catch (cause) {
    throw new WasmBlocked("The page's Content-Security-Policy lacks script-src 'wasm-unsafe-eval'.", {cause});
  }
}
