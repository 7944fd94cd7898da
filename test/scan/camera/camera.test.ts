import {aTimeout, expect, fixture, html} from '@open-wc/testing';
import {prepareZXingModule, writeBarcode} from 'zxing-wasm/writer';
import type {PaybyScanInput} from '../../../src/payby-scan-input.js';
import '../../../src/payby-scan-input.js';
import {waitUntil} from '../../support/wait-until.js';

const CODE = '20007900T400690098F';
const files = '/node_modules/zxing-wasm/dist';
const wasmUrl = `${files}/reader/zxing_reader.wasm`;

/** A camera that looks at a canvas. Like one, it sends a frame after the other: a canvas sends one when it is drawn. */
class CanvasCamera {
  readonly tracks: MediaStreamTrack[] = [];
  readonly #canvas = document.createElement('canvas');
  /** Held: when nothing refers to it, WebKit collects the object together with the replaced method. */
  readonly #devices = navigator.mediaDevices;
  readonly #original = this.#devices.getUserMedia;
  readonly #frames: ReturnType<typeof setInterval>;
  #picture: ImageBitmap | undefined;
  refusal: DOMException | undefined;

  constructor() {
    [this.#canvas.width, this.#canvas.height] = [480, 360];
    this.#draw();
    this.#frames = setInterval(() => {
      this.#draw();
    }, 50);
    this.#devices.getUserMedia = () => {
      if (this.refusal) return Promise.reject(this.refusal);
      const stream = this.#canvas.captureStream(20);
      this.tracks.push(...stream.getTracks());
      return Promise.resolve(stream);
    };
  }
  get isOn(): boolean {
    return this.tracks.some(({readyState}) => readyState === 'live');
  }
  restore(): void {
    clearInterval(this.#frames);
    this.#devices.getUserMedia = this.#original;
  }
  async show(text: string): Promise<void> {
    prepareZXingModule({overrides: {locateFile: () => `${files}/writer/zxing_writer.wasm`}});
    const {image} = await writeBarcode(text, {format: 'QRCode', scale: 6});
    this.#picture = await createImageBitmap(image!);
    this.#draw();
  }
  #draw(): void {
    const context = this.#canvas.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.#picture) context.drawImage(this.#picture, 120, 60);
  }
}

const part = (element: PaybyScanInput, name: string): HTMLElement | null =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);
const words = (element: PaybyScanInput): string => part(element, 'camera-status')?.textContent.trim() ?? '';

describe('<payby-scan-input>: camera', function () {
  let device: CanvasCamera;
  beforeEach(function () {
    if (!('captureStream' in HTMLCanvasElement.prototype) || !('mediaDevices' in navigator)) this.skip();
    device = new CanvasCamera();
  });
  afterEach(() => {
    device.restore();
  });

  async function setUp(locale = 'en'): Promise<PaybyScanInput> {
    const element = await fixture<PaybyScanInput>(
      html`<payby-scan-input camera wasm-url=${wasmUrl} locale=${locale}></payby-scan-input>`,
    );
    await element.updateComplete;
    return element;
  }
  /** Resolves when the element's parts are loaded and have been used. */
  async function loaded(): Promise<void> {
    await import('../../../src/scan/camera/camera-button.lazy.js');
    await import('../../../src/scan/camera/camera.lazy.js');
    await aTimeout(0);
  }
  /** Presses the camera button and waits for the picture. */
  async function open(element: PaybyScanInput): Promise<void> {
    await waitUntil(() => part(element, 'camera-button'), 'the button is there');
    part(element, 'camera-button')!.click();
    await waitUntil(() => device.isOn, 'the camera is on');
  }

  it('offers the camera button only when camera is set', async () => {
    const element = await fixture<PaybyScanInput>(html`<payby-scan-input></payby-scan-input>`);
    await element.updateComplete;
    expect(part(element, 'camera-button')).to.equal(null);
    element.camera = true;
    await waitUntil(() => part(element, 'camera-button'), 'the button is there');
    expect(part(element, 'camera-button')?.getAttribute('aria-label')).to.equal('Scan with the camera');
  });

  it('keeps the place of the camera button until it is loaded', async () => {
    const element = await fixture<PaybyScanInput>(html`<payby-scan-input></payby-scan-input>`);
    const indicator = (): Element => element.shadowRoot!.querySelector('.indicator')!;
    const plainWidth = indicator().clientWidth;
    element.camera = true;
    element.requestUpdate();
    await element.updateComplete;
    const width = indicator().clientWidth; // in the update that offers the camera, before or after its download
    expect(width).to.be.lessThan(plainWidth);
    await waitUntil(() => part(element, 'camera-button'), 'the button is there');
    expect(indicator().clientWidth).to.equal(width);
    const button = part(element, 'camera-button')!.getBoundingClientRect();
    expect(button.left).to.be.at.least(indicator().getBoundingClientRect().right);
  });

  it('dispatches payby-scan once for a code and closes the camera when it is accepted', async () => {
    const element = await setUp();
    const scans: string[] = [];
    element.addEventListener('payby-scan', ({detail}) => {
      scans.push(`${detail.source} ${detail.code} ${String(detail.trusted)}`);
    });
    await open(element);
    await device.show(CODE);
    await waitUntil(() => scans.length > 0, 'the code is read');
    await waitUntil(() => !part(element, 'camera'), 'the panel is gone');
    expect(scans).to.deep.equal([`camera ${CODE} true`]);
    expect(element.value).to.equal(CODE);
    expect(device.isOn).to.equal(false);
    expect(element.shadowRoot!.innerHTML).not.to.contain(CODE);
  });

  it('shows why a code was refused and keeps reading', async () => {
    const element = await setUp();
    element.pattern = '[0-9A-Z]{19}';
    const refused: string[] = [];
    element.addEventListener('payby-scan-reject', ({detail}) => refused.push(detail.reason));
    const taken = new Promise<string>((resolve) => {
      element.addEventListener('payby-scan', ({detail}) => {
        resolve(detail.code);
      });
    });
    await open(element);
    await device.show('https://example.com/menu');
    await waitUntil(() => refused.length > 0, 'it is refused');
    expect([refused, device.isOn]).to.deep.equal([['pattern'], true]);
    await element.updateComplete;
    expect(part(element, 'error')?.textContent).to.not.equal('');
    await device.show(CODE);
    expect(await taken).to.equal(CODE);
  });

  it('stays open until the code is accepted and ignores other codes meanwhile', async () => {
    const element = await setUp();
    let accept = (): void => undefined;
    let scans = 0;
    element.addEventListener('payby-scan', (event) => {
      scans++;
      event.waitUntil(new Promise<void>((resolve) => (accept = resolve)));
    });
    const ignored: string[] = [];
    element.addEventListener('payby-scan-ignore', ({detail}) => ignored.push(detail.reason));
    await open(element);
    await device.show(CODE);
    await waitUntil(() => scans > 0, 'the code is read');
    await device.show('20007900T400690099F');
    await waitUntil(() => ignored.length > 0, 'the other is ignored');
    expect([scans, ignored, device.isOn]).to.deep.equal([1, ['busy'], true]);
    accept();
    await waitUntil(() => !device.isOn, 'the camera is off');
  });

  it('shows how to allow the camera after a refusal, and opens it afterwards', async () => {
    device.refusal = new DOMException('', 'NotAllowedError');
    const element = await setUp();
    element.openCamera();
    await waitUntil(() => words(element).includes('not allowed'), 'the status text shows it');
    await expect(element).to.be.accessible();
    device.refusal = undefined;
    const [again] = element.shadowRoot!.querySelectorAll<HTMLElement>('.camera-controls button');
    again!.click();
    await waitUntil(() => device.isOn, 'the camera is on');
    element.closeCamera();
    await waitUntil(() => !part(element, 'camera'), 'the panel is gone');
    expect(device.isOn).to.equal(false);
  });

  it('shows the camera panel in Arabic from right to left', async () => {
    const element = await setUp('ar');
    await open(element);
    await waitUntil(
      () => words(element).includes('ضع رمز العميل'),
      'the status text shows how to hold the code',
    );
    expect(part(element, 'camera')?.parentElement?.dir).to.equal('rtl');
    await expect(element).to.be.accessible();
  });

  it('closes the camera on Escape and moves the focus to the field', async () => {
    const element = await setUp();
    await open(element);
    const buttons = element.shadowRoot!.querySelectorAll<HTMLElement>('.camera-controls button');
    const close = buttons[buttons.length - 1]!;
    close.focus();
    close.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true, composed: true}));
    await waitUntil(() => !part(element, 'camera'), 'the panel is gone');
    expect(element.shadowRoot!.activeElement).to.equal(part(element, 'input'));
  });

  for (const [when, act] of [
    ['is disabled', (element: PaybyScanInput) => (element.disabled = true)],
    ['leaves the page', (element: PaybyScanInput) => element.remove()],
  ] as const) {
    it(`releases the camera when the element ${when}`, async () => {
      const element = await setUp();
      await open(element);
      act(element);
      await waitUntil(() => !device.isOn, 'the camera is off');
      await aTimeout(0);
      expect(part(element, 'camera')).to.equal(null);
    });
  }

  it('does not open the camera of an element that was removed meanwhile', async () => {
    const element = await setUp();
    element.openCamera();
    element.remove();
    await loaded();
    expect(device.tracks).to.deep.equal([]);
  });

  for (const [when, act] of [
    ['closes it', (element: PaybyScanInput) => element.closeCamera()],
    ['accepts a code', (element: PaybyScanInput) => element.accept(CODE)],
  ] as const)
    it(`does not open the camera if the page ${when} before it is loaded`, async () => {
      const element = await fixture<PaybyScanInput>(
        html`<payby-scan-input wasm-url=${wasmUrl}></payby-scan-input>`,
      );
      element.openCamera();
      act(element);
      await loaded();
      expect(device.tracks).to.deep.equal([]);
      expect(part(element, 'camera')).to.equal(null);
    });
});
