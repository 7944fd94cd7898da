/** A film for Chromium's fake camera: what the camera of a till would see. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {PNG} from 'pngjs';
import type {BrowserSwitches} from './demo-browser.js';

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES = 4;
const GREY = 128;

export class CameraFilm {
  readonly #folder = mkdtempSync(join(tmpdir(), 'payby-camera-'));
  readonly #path = join(this.#folder, 'camera.y4m');

  constructor() {
    this.#write(blank());
  }

  /** The browser opens the film whenever a page opens the camera, and plays it again and again. */
  get browser(): BrowserSwitches {
    return {
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${this.#path}`,
      ],
    };
  }

  /** From now on the camera sees this screenshot, as large as fits, on grey. */
  show(screenshot: Buffer): void {
    const {width, height, data} = PNG.sync.read(screenshot);
    const scale = Math.min((WIDTH * 0.9) / width, (HEIGHT * 0.9) / height);
    const left = (WIDTH - width * scale) / 2;
    const top = (HEIGHT - height * scale) / 2;
    const frame = blank();
    for (let y = Math.ceil(top); y < top + height * scale; y++) {
      for (let x = Math.ceil(left); x < left + width * scale; x++) {
        const at = Math.floor((y - top) / scale) * width + Math.floor((x - left) / scale);
        const [red = 0, green = 0, blue = 0] = data.subarray(4 * at);
        frame[y * WIDTH + x] = (red + green + blue) / 3;
      }
    }
    this.#write(frame);
  }

  remove(): void {
    rmSync(this.#folder, {recursive: true});
  }

  /** YUV4MPEG2: a header, and each frame as its brightness and two planes of colour at a quarter of the size. */
  #write(brightness: Buffer): void {
    const colour = Buffer.alloc(brightness.length / 2, GREY);
    const frame = [Buffer.from('FRAME\n'), brightness, colour];
    const header = Buffer.from(`YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F10:1 Ip A1:1 C420jpeg\n`);
    writeFileSync(this.#path, Buffer.concat([header, ...Array.from({length: FRAMES}, () => frame).flat()]));
  }
}

const blank = (): Buffer => Buffer.alloc(WIDTH * HEIGHT, GREY);
