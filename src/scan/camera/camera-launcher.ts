/**
 * The way to the camera: its button in the field, and the fetching of its part when somebody wishes for it. What the
 * camera reads is judged like any scan; it closes once a code was accepted, and stays open after one that was not.
 */
import type {ReactiveControllerHost} from 'lit';
import type {LocaleController} from '../../shared/locale-controller.js';
import * as english from '../../i18n/en.js';
import type {CameraStrings} from '../../i18n/strings.js';
import type {ScanCamera} from './camera.lazy.js';
import {cameraButtonView} from './camera-button-view.js';
import type {ScanPiece} from '../views/scan-view.js';

export interface CameraDoorHost extends ReactiveControllerHost, HTMLElement {
  camera: boolean;
  wasmUrl: string | null;
}

export interface CameraDoorDesk {
  readonly locale: LocaleController;
  /** A scan would be taken at all. */
  readonly isEnabled: () => boolean;
  /** Puts a code to the page, or refuses it. */
  readonly take: (code: string) => void;
}

export class CameraDoor {
  readonly #host: CameraDoorHost;
  readonly #desk: CameraDoorDesk;
  #camera: ScanCamera | undefined;
  #isFetching = false;
  #hasFailed = false;

  constructor(host: CameraDoorHost, desk: CameraDoorDesk) {
    this.#host = host;
    this.#desk = desk;
  }

  /** Why the camera does not open, while that is so; empty otherwise. */
  get words(): string {
    return this.#hasFailed ? this.#strings.errors.unreadable : '';
  }

  readonly open = async (): Promise<void> => {
    if (this.#isOpen || !this.#mayOpen()) return;
    this.#show({isFetching: true});
    const isClosed = (): boolean => !this.#isFetching;
    try {
      const {ScanCamera} = await import('./camera.lazy.js');
      if (isClosed()) return;
      this.#show({isFetching: false});
      if (!this.#mayOpen()) return;
      this.#camera ??= this.#make(ScanCamera);
      this.#camera.open();
    } catch (cause) {
      this.#show({isFetching: false, hasFailed: true});
      console.error('payby-scan-input: the part with the camera cannot be fetched', cause);
    }
  };

  readonly close = (): void => {
    if (!this.#isOpen) return;
    this.#show({isFetching: false});
    this.#camera?.close();
  };

  /** Closes where no scan would be taken, or the element is gone. */
  check(): void {
    if (!this.#mayOpen()) this.close();
  }

  button(): ScanPiece {
    return cameraButtonView({
      strings: this.#strings,
      isOffered: this.#host.camera && this.#desk.isEnabled(),
      isOpen: this.#isOpen,
      open: () => void this.open(),
      close: this.close,
    });
  }

  get #strings(): CameraStrings {
    return this.#desk.locale.part('camera', english.camera);
  }

  get #isOpen(): boolean {
    return this.#isFetching || this.#camera?.isOpen === true;
  }

  #mayOpen(): boolean {
    return this.#host.isConnected && this.#desk.isEnabled();
  }

  #show({isFetching, hasFailed = false}: {readonly isFetching: boolean; readonly hasFailed?: boolean}): void {
    this.#isFetching = isFetching;
    this.#hasFailed = hasFailed;
    this.#host.requestUpdate();
  }

  #make(Camera: typeof ScanCamera): ScanCamera {
    const {locale} = this.#desk;
    return new Camera(this.#host, {
      strings: () => this.#strings,
      direction: () => locale.direction,
      language: () => locale.language,
      wasmUrl: () => this.#host.wasmUrl,
      deliver: this.#desk.take,
    });
  }
}
