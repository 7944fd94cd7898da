/**
 * Offers the camera button in the field and loads the camera on request. A code that the camera reads is handled like
 * any scan; the camera closes when a code is accepted and stays open when one is refused.
 */
import type {TemplateResult} from 'lit';
import type {Clock} from '../../core/clock.js';
import type {Problem} from '../../core/errors.js';
import * as english from '../../i18n/en.js';
import type {CameraButtonStrings} from '../../i18n/strings.js';
import {LazyPart} from '../../shared/lazy-part.js';
import type {LocaleController} from '../../shared/locale-controller.js';
import type {ScanElement} from '../scan-element.js';
import {cameraButtonView} from './camera-button-view.js';
import type {ScanCamera} from './camera.lazy.js';

type CameraModule = Pick<typeof import('./camera.lazy.js'), 'ScanCamera'>;

export interface CameraLauncherOptions {
  readonly clock: Clock;
  readonly locale: LocaleController;
  readonly reportProblem: (problem: Problem) => void;
  /** Whether a scan would be handled at all. */
  readonly isEnabled: () => boolean;
  readonly onCode: (code: string) => void;
  /** Downloads the camera. */
  readonly load: () => Promise<CameraModule>;
}

export class CameraLauncher {
  readonly #element: ScanElement;
  readonly #options: CameraLauncherOptions;
  readonly #camera: LazyPart<CameraModule, ScanCamera>;
  /** The camera was requested, and it is still being loaded. */
  #isLoading = false;
  #hasFailed = false;

  constructor(element: ScanElement, options: CameraLauncherOptions) {
    this.#element = element;
    this.#options = options;
    this.#camera = new LazyPart(element, {
      file: 'camera.lazy.js',
      load: () =>
        options.load().catch((cause: unknown) => {
          this.#fail(); // at the first failure, not only at the third
          throw cause;
        }),
      create: ({ScanCamera}) => this.#create(ScanCamera),
      clock: options.clock,
      reportProblem: options.reportProblem,
    });
    element.requestUpdate(); // shows the button
  }

  /** Why the camera could not be loaded, until it is requested again; empty otherwise. */
  get error(): string {
    return this.#hasFailed ? this.#strings.notLoaded : '';
  }

  readonly open = (): void => {
    if (this.#isOpen || !this.#mayOpen()) return;
    this.#setLoading(true);
    void this.#openWhenLoaded();
  };

  readonly close = (): void => {
    if (!this.#isOpen) return;
    this.#setLoading(false);
    this.#camera.part?.close();
  };

  /** Closes the camera when the element is disabled, read-only or no longer on the page. */
  closeIfDisabled(): void {
    if (!this.#mayOpen()) this.close();
  }

  button(): TemplateResult {
    return cameraButtonView({
      strings: this.#strings,
      isOpen: this.#isOpen,
      open: this.open,
      close: this.close,
    });
  }

  get #strings(): CameraButtonStrings {
    return this.#options.locale.part('cameraButton', english.cameraButton);
  }

  get #isOpen(): boolean {
    return this.#isLoading || this.#camera.part?.isOpen === true;
  }

  #mayOpen(): boolean {
    return this.#element.isConnected && this.#options.isEnabled();
  }

  async #openWhenLoaded(): Promise<void> {
    const camera = await this.#camera
      .use((part) => part)
      .catch(() => {
        this.#fail(); // LazyPart has reported the cause
      });
    if (!camera || !this.#isLoading) return; // closed meanwhile
    this.#setLoading(false);
    if (this.#mayOpen()) camera.open();
  }

  #setLoading(isLoading: boolean): void {
    this.#isLoading = isLoading;
    this.#hasFailed = false;
    this.#element.requestUpdate();
  }

  /** The person may press the button again. LazyPart also retries by itself, but that does not open the camera later. */
  #fail(): void {
    if (!this.#isLoading) return;
    this.#setLoading(false);
    this.#hasFailed = true;
  }

  #create(Camera: typeof ScanCamera): ScanCamera {
    const {locale, onCode} = this.#options;
    return new Camera(this.#element, {locale, wasmUrl: () => this.#element.wasmUrl, onCode});
  }
}
