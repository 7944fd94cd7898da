/**
 * Opens the camera, reads its frames and releases it: when it is closed, when its host is removed, while the page is
 * hidden, and when the page is left. No stream, listener or timer stays behind.
 */
import {isAborted} from '../../core/is-aborted.js';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {readFrame, newFrameHistory, type CodeDetector, type SeenCode} from '../../core/scan/camera-frames.js';
import {isWasmBlocked, cameraErrorOf, type CameraError} from '../../core/scan/camera-errors.js';
import type {Clock} from '../../core/clock.js';
import type {Environment} from '../../shared/page-environment.js';

export interface CameraChoice {
  readonly id: string;
  /** The name of the device; empty if the browser hides it. */
  readonly name: string;
}

export interface LiveCamera {
  readonly kind: 'live';
  readonly stream: MediaStream;
  readonly cameras: readonly CameraChoice[];
  readonly cameraId: string;
  readonly torch: 'none' | 'off' | 'on';
  /** Several different codes are in view. */
  readonly isCrowded: boolean;
}

export type CameraState =
  | {readonly kind: 'closed'}
  /** Waiting for permission, or for the device. */
  | {readonly kind: 'starting'}
  /** Released while the page is hidden. */
  | {readonly kind: 'paused'}
  | LiveCamera
  | {readonly kind: 'failed'; readonly error: CameraError};

export interface CameraOptions {
  readonly clock: Clock;
  readonly environment: Environment;
  /** `undefined` in browsers that offer pages no camera. */
  readonly devices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined;
  readonly isSecure: boolean;
  /** Whether the page's Permissions-Policy forbids the camera, as far as the browser tells. */
  readonly isForbidden: () => boolean;
  /** Loads and starts the code reader. Called when the camera is opened first, and again after a failure. */
  readonly detector: () => Promise<CodeDetector<HTMLVideoElement>>;
  /** The element that shows the stream, once it is rendered. */
  readonly video: () => HTMLVideoElement | null;
  /** Called once per code. The callback closes the camera if the code was accepted. */
  readonly onCode: (code: string) => void;
  /** Called once per open camera when no code can be read. */
  readonly onError: (error: CameraError, cause: unknown) => void;
  /** Logs a warning for the integrator. */
  readonly warn: (message: string, cause: unknown) => void;
}

/** Interval between two frames, ms: finds a code as soon as a hand holds it still, and leaves the page time. */
const FRAME_INTERVAL_MS = 125;

/** TypeScript's `lib.dom.d.ts` lacks `torch`. */
interface TorchTrack {
  getCapabilities?: () => MediaTrackCapabilities & {readonly torch?: boolean};
}

export class CameraController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: CameraOptions;
  #state: CameraState = {kind: 'closed'};
  #detector: Promise<CodeDetector<HTMLVideoElement>> | undefined;
  /** Id of the camera that a person chose; without one the rear camera is used. */
  #chosen: string | undefined;
  #run: AbortController | undefined;
  #unobserve: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, options: CameraOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): CameraState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state.kind !== 'closed';
  }

  open(): void {
    if (this.isOpen) return;
    this.#unobserve = this.#observe();
    this.#start();
  }

  readonly close = (): void => {
    this.#unobserve?.();
    this.#unobserve = undefined;
    this.#stop({kind: 'closed'});
  };

  hostDisconnected(): void {
    this.close();
  }

  choose(cameraId: string): void {
    this.#chosen = cameraId;
    if (this.#state.kind === 'live') this.#start();
  }

  /** Starts again after an error. */
  tryAgain(): void {
    if (this.#state.kind !== 'failed') return;
    if (this.#state.error === 'missing') this.#chosen = undefined; // there may be another one
    this.#start();
  }

  async setTorch(isOn: boolean): Promise<void> {
    const {state} = this;
    if (state.kind !== 'live') return;
    const advanced = [{torch: isOn} as MediaTrackConstraintSet];
    try {
      await state.stream.getVideoTracks()[0]?.applyConstraints({advanced});
      this.#change(state.stream, {torch: isOn ? 'on' : 'off'});
    } catch {
      // Android refuses while another app uses the light: it stays as it was, and the button shows that
    }
  }

  #observe(): () => void {
    const end = this.#options.environment.observe(() => {
      const {visible} = this.#options.environment;
      if (!visible && this.#run) this.#stop({kind: 'paused'});
      else if (visible && this.#state.kind === 'paused') this.#start();
    });
    addEventListener('pagehide', this.close);
    return () => {
      end();
      removeEventListener('pagehide', this.close);
    };
  }

  #start(): void {
    this.#stop({kind: 'starting'});
    const {devices, isSecure} = this.#options;
    if (!isSecure) {
      this.#fail('insecure', undefined);
      return;
    }
    if (!devices) {
      this.#fail('unsupported', undefined);
      return;
    }
    if (this.#options.isForbidden()) {
      this.#fail('forbidden', undefined);
      return;
    }
    this.#run = new AbortController();
    void this.#watch(devices, this.#run.signal);
  }

  #stop(state: CameraState): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#show(state);
  }

  #fail(error: CameraError, cause: unknown): void {
    this.#stop({kind: 'failed', error});
    this.#options.onError(error, cause);
  }

  #show(state: CameraState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }

  /** Changes the state of this stream, if it is still the current one. */
  #change(stream: MediaStream, change: Partial<LiveCamera>): void {
    const {state} = this;
    if (state.kind === 'live' && state.stream === stream) this.#show({...state, ...change});
  }

  async #watch(devices: Devices, signal: AbortSignal): Promise<void> {
    const detector = this.#prepare();
    try {
      const stream = await devices.getUserMedia({audio: false, video: constraintsFor(this.#chosen)});
      if (isAborted(signal)) {
        end(stream); // closed while the browser asked for permission
        return;
      }
      signal.addEventListener('abort', () => {
        end(stream);
      });
      this.#goLive(stream, devices);
      await this.#read(stream, detector, signal);
    } catch (cause) {
      if (isAborted(signal)) return;
      if (cause instanceof ReaderError) this.#fail(cause.error, cause.cause);
      else this.#fail(cameraErrorOf(cause), cause);
    }
  }

  /** Starts the code reader while the browser still asks for permission. After a failure it is started again. */
  #prepare(): Promise<CodeDetector<HTMLVideoElement>> {
    this.#detector ??= this.#options.detector().catch((cause: unknown) => {
      this.#detector = undefined;
      throw new ReaderError(cause);
    });
    this.#detector.catch(() => undefined); // handled in #read; the camera may be refused before that
    return this.#detector;
  }

  #goLive(stream: MediaStream, devices: Devices): void {
    const [track] = stream.getVideoTracks();
    const cameraId = track?.getSettings().deviceId ?? '';
    const torch = (track as TorchTrack | undefined)?.getCapabilities?.().torch ? 'off' : 'none';
    this.#show({kind: 'live', stream, cameras: [], cameraId, torch, isCrowded: false});
    track?.addEventListener('ended', () => {
      this.#lose(stream);
    });
    // Browsers give the names only now
    devices
      .enumerateDevices()
      .then((all) => all.filter(({kind}) => kind === 'videoinput'))
      .then((inputs) => inputs.map(({deviceId, label}) => ({id: deviceId, name: label})))
      .then((cameras) => {
        this.#change(stream, {cameras});
      })
      .catch((cause: unknown) => {
        this.#options.warn('Could not list the cameras.', cause);
      });
  }

  /** The device has ended the stream; stopping it ourselves does not dispatch `ended`. */
  #lose(stream: MediaStream): void {
    const {state} = this;
    if (state.kind === 'live' && state.stream === stream) this.#fail('lost', undefined);
  }

  async #read(
    stream: MediaStream,
    detecting: Promise<CodeDetector<HTMLVideoElement>>,
    signal: AbortSignal,
  ): Promise<void> {
    const {clock, video, onCode} = this.#options;
    const detector = await detecting;
    let history = newFrameHistory;
    while (!isAborted(signal)) {
      const seen = await codesIn(video(), detector);
      if (isAborted(signal)) return;
      const frame = readFrame(history, seen, clock.now());
      history = frame.history;
      this.#setCrowded(stream, frame.result.kind === 'several');
      if (frame.result.kind === 'code') onCode(frame.result.code);
      await clock.sleep(FRAME_INTERVAL_MS, signal);
    }
  }

  #setCrowded(stream: MediaStream, isCrowded: boolean): void {
    if (this.#state.kind === 'live' && this.#state.isCrowded !== isCrowded) this.#change(stream, {isCrowded});
  }
}

type Devices = NonNullable<CameraOptions['devices']>;

/** A barcode needs the resolution: a code of 19 characters is about 250 modules wide. */
const constraintsFor = (chosen: string | undefined): MediaTrackConstraints => ({
  ...(chosen === undefined ? {facingMode: {ideal: 'environment'}} : {deviceId: {exact: chosen}}),
  width: {ideal: 1280},
  height: {ideal: 720},
});

/** The codes in the current frame; none while there is no picture yet. */
async function codesIn(
  frame: HTMLVideoElement | null,
  detector: CodeDetector<HTMLVideoElement>,
): Promise<readonly SeenCode[]> {
  if (!frame || frame.readyState < frame.HAVE_CURRENT_DATA) return [];
  return detector.detect(frame).catch((cause: unknown) => {
    throw new ReaderError(cause);
  });
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The code reader could not be loaded or started; the camera itself may work. */
class ReaderError extends Error {
  override readonly name = 'ReaderError';
  readonly error: CameraError;

  constructor(cause: unknown) {
    super('The code reader could not be started.', {cause});
    this.error = isWasmBlocked(cause) ? 'blocked' : 'unreadable';
  }
}
