/**
 * The camera of `<payby-scan-input>`, fetched when somebody wishes for one. It draws its panel below the field, in a
 * place and with a style sheet of its own, so that a page without a camera carries neither.
 */
import {nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult} from 'lit';
import {render} from 'lit/html.js'; // drawn beside the field, so with a renderer of its own on a CDN
import {CameraController, type CameraState} from './camera-controller.js';
import {browserEnvironment} from '../../shared/page-environment.js';
import {nativeDetector, withSpare} from './native-detector.js';
import {systemClock} from '../../shared/system-clock.js';
import type {CodeDetector} from '../../core/scan/camera-frames.js';
import type {CameraTrouble} from '../../core/scan/camera-errors.js';
import type {CameraStrings} from '../../i18n/strings.js';
import {cameraStyles} from './camera.styles.js';
import {cameraView} from './camera-view.js';

export interface ScanCameraOptions {
  readonly strings: () => CameraStrings;
  readonly direction: () => 'ltr' | 'rtl';
  readonly language: () => string;
  /** Where the page keeps `zxing_reader.wasm`, if not beside this part. */
  readonly wasmUrl: () => string | null;
  /** Takes a code, each once. */
  readonly deliver: (code: string) => void;
}

export class ScanCamera implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: ScanCameraOptions;
  readonly #camera: CameraController;
  readonly #place = document.createElement('div');
  /** Not a `<style>`, which a page's policy may forbid. */
  readonly #sheet = new CSSStyleSheet();
  #wasOpen = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: ScanCameraOptions) {
    this.#host = host;
    this.#options = options;
    const {mediaDevices: devices} = navigator as {readonly mediaDevices?: MediaDevices};
    this.#camera = new CameraController(host, {
      clock: systemClock,
      environment: browserEnvironment,
      devices,
      isSecure: isSecureContext,
      detector: () => detectorFor(options.wasmUrl() ?? undefined),
      video: () => this.#place.querySelector('video'),
      deliver: options.deliver,
      failed: tell,
    });
    this.#sheet.replaceSync(cameraStyles);
    host.addController(this);
  }

  open(): void {
    this.#camera.open();
  }

  close(): void {
    this.#camera.close();
  }

  get isOpen(): boolean {
    return this.#camera.isOpen;
  }

  hostUpdated(): void {
    const {state} = this.#camera;
    const isOpen = state.kind !== 'closed';
    if (!isOpen && !this.#wasOpen) return;
    if (state.kind === 'closed') this.#clear();
    else this.#draw(state);
    this.#wasOpen = isOpen;
  }

  /** Below everything the element draws itself. */
  #draw(picture: OpenCamera): void {
    const root = this.#host.shadowRoot;
    if (!root) return;
    if (!root.adoptedStyleSheets.includes(this.#sheet)) root.adoptedStyleSheets.push(this.#sheet);
    if (this.#place.parentNode !== root) root.append(this.#place);
    this.#place.dir = this.#options.direction();
    this.#place.lang = this.#options.language();
    render(this.#panel(picture), this.#place);
  }

  /** A button that goes with the focus on it gives the focus to the field. */
  #clear(): void {
    const hadFocus = this.#place.contains(this.#host.shadowRoot?.activeElement ?? null);
    render(nothing, this.#place);
    this.#place.remove();
    if (hadFocus) this.#host.focus();
  }

  #panel(picture: OpenCamera): TemplateResult {
    return cameraView({
      picture,
      strings: this.#options.strings(),
      close: this.#camera.close,
      tryAgain: () => {
        this.#camera.tryAgain();
      },
      choose: (id) => {
        this.#camera.choose(id);
      },
      setTorch: (isOn) => void this.#camera.setTorch(isOn),
    });
  }
}

type OpenCamera = Exclude<CameraState, {kind: 'closed'}>;

/** The browser's own reader where it has one; else, and when that fails, the one that travels with the package. */
async function detectorFor(wasmUrl: string | undefined): Promise<CodeDetector<HTMLVideoElement>> {
  const travelling = async (): Promise<CodeDetector<HTMLVideoElement>> => {
    const {zxingDetector} = await import('./zxing-detector.lazy.js');
    return zxingDetector(wasmUrl);
  };
  const native = await nativeDetector();
  return native ? withSpare(native, travelling) : travelling();
}

/** Once per opening, for whoever set the page up. What a person did to their camera is no mistake of a page. */
function tell(trouble: CameraTrouble, cause: unknown): void {
  if (trouble === 'blocked') {
    console.error(
      "payby-scan-input: the camera needs script-src 'wasm-unsafe-eval' in this page's policy",
      cause,
    );
  } else if (trouble === 'unreadable') {
    console.error('payby-scan-input: zxing_reader.wasm could not be started; see wasm-url', cause);
  } else if (trouble === 'insecure') console.error('payby-scan-input: a camera needs https');
}
