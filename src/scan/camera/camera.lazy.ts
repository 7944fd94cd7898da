/**
 * The camera of `<payby-scan-input>`, loaded on request. It renders its panel below the field, into a container and
 * with a style sheet of its own, so that a page without a camera loads neither.
 */
import {nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult} from 'lit';
import {render} from 'lit/html.js'; // rendered outside the element's template, so the CDN file brings its own renderer
import {CameraController, type CameraState} from './camera-controller.js';
import {browserEnvironment} from '../../shared/page-environment.js';
import {nativeDetector, withFallback} from './native-detector.js';
import {LazyPart} from '../../shared/lazy-part.js';
import {accent} from '../../shared/styles/accent.js';
import {adoptStyles} from '../../shared/styles/adopt-styles.js';
import {systemClock} from '../../shared/system-clock.js';
import type {CodeDetector} from '../../core/scan/camera-frames.js';
import type {CameraError} from '../../core/scan/camera-errors.js';
import * as english from '../../i18n/en.js';
import type {LocaleController} from '../../shared/locale-controller.js';
import {cameraStyles} from './camera.styles.js';
import {cameraView} from './camera-view.js';

export interface ScanCameraOptions {
  readonly locale: LocaleController;
  /** URL of `zxing_reader.wasm`; `null` for the file beside this one. */
  readonly wasmUrl: () => string | null;
  /** Called once per code. */
  readonly onCode: (code: string) => void;
}

export class ScanCamera implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: ScanCameraOptions;
  readonly #camera: CameraController;
  readonly #container = document.createElement('div');
  #isStyled = false;
  #wasOpen = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: ScanCameraOptions) {
    this.#host = host;
    this.#options = options;
    const {mediaDevices: devices} = navigator as {readonly mediaDevices?: MediaDevices};
    const zxing = new LazyPart<ZXingModule, ZXingModule>(host, {
      file: 'zxing-detector.lazy.js',
      load: () => import('./zxing-detector.lazy.js'),
      create: (module) => module,
      clock: systemClock,
      reportProblem: () => undefined, // the camera reports the rejection, which holds the cause
    });
    this.#camera = new CameraController(host, {
      clock: systemClock,
      environment: browserEnvironment,
      devices,
      isSecure: isSecureContext,
      isForbidden,
      detector: () => detectorFor(zxing, options.wasmUrl() ?? undefined),
      video: () => this.#container.querySelector('video'),
      onCode: options.onCode,
      onError: logError,
      warn,
    });
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
    else this.#render(state);
    this.#wasOpen = isOpen;
  }

  /** Renders below everything that the element renders itself. */
  #render(state: OpenCamera): void {
    const root = this.#host.shadowRoot;
    if (!root) return;
    if (!this.#isStyled) adoptStyles(root, accent + cameraStyles);
    this.#isStyled = true;
    if (this.#container.parentNode !== root) root.append(this.#container);
    const {direction, language} = this.#options.locale;
    this.#container.dir = direction;
    this.#container.lang = language;
    render(this.#panel(state), this.#container);
  }

  /** If the focus was on a removed button, the field gets it. */
  #clear(): void {
    const hadFocus = this.#container.contains(this.#host.shadowRoot?.activeElement ?? null);
    render(nothing, this.#container);
    this.#container.remove();
    if (hadFocus) this.#host.focus();
  }

  #panel(state: OpenCamera): TemplateResult {
    const {locale} = this.#options;
    return cameraView({
      state,
      strings: {
        ...locale.part('cameraButton', english.cameraButton),
        ...locale.part('camera', english.camera),
      },
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

type ZXingModule = typeof import('./zxing-detector.lazy.js');

type OpenCamera = Exclude<CameraState, {kind: 'closed'}>;

/** The browser's own code reader if it has one; otherwise, and after it fails, the reader of this package. */
async function detectorFor(
  zxing: LazyPart<ZXingModule, ZXingModule>,
  wasmUrl: string | undefined,
): Promise<CodeDetector<HTMLVideoElement>> {
  const bundled = (): Promise<CodeDetector<HTMLVideoElement>> =>
    zxing.use(({zxingDetector}) => zxingDetector(wasmUrl));
  const native = await nativeDetector();
  if (!native) return bundled();
  return withFallback(native, bundled, (cause) => {
    warn("The browser's code reader failed; using the package's own.", cause);
  });
}

/** Chromium tells; other browsers then answer `getUserMedia` as if a person had refused. */
function isForbidden(): boolean {
  const {featurePolicy} = document as {readonly featurePolicy?: {allowsFeature(name: string): boolean}};
  return featurePolicy?.allowsFeature('camera') === false;
}

function warn(message: string, cause: unknown): void {
  console.warn(`payby-scan-input: ${message}`, cause);
}

/** Logs the errors that the page can fix, once each time the camera is opened; not those of a person or a device. */
function logError(error: CameraError, cause: unknown): void {
  if (error === 'blocked') {
    console.error(
      "payby-scan-input: The camera needs script-src 'wasm-unsafe-eval' in the page's Content-Security-Policy.",
      cause,
    );
  } else if (error === 'unreadable') {
    console.error('payby-scan-input: Could not load or start the code reader. Check wasm-url.', cause);
  } else if (error === 'forbidden') {
    console.error(
      "payby-scan-input: The camera needs `camera` in the page's Permissions-Policy, and in `allow` of the frame.",
    );
  } else if (error === 'insecure') console.error('payby-scan-input: The camera needs https.');
}
