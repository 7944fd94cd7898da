/**
 * A camera while it is wanted: opened, watched frame by frame, and let go entirely: when closed, with its host, when
 * nobody looks at the page, and when the page is left. No stream, listener or sleeper stays behind.
 */
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {glance, newSight, type CodeDetector, type SeenCode} from '../../core/scan/camera-frames.js';
import {isWasmBlocked, troubleOf, type CameraTrouble} from '../../core/scan/camera-errors.js';
import type {Clock} from '../../core/clock.js';
import type {Environment} from '../../shared/page-environment.js';

export interface CameraChoice {
  readonly id: string;
  /** As the device calls itself; empty where the browser keeps it to itself. */
  readonly name: string;
}

export interface LiveCamera {
  readonly kind: 'live';
  readonly stream: MediaStream;
  readonly cameras: readonly CameraChoice[];
  readonly cameraId: string;
  readonly torch: 'none' | 'off' | 'on';
  /** Different codes are in view. */
  readonly isCrowded: boolean;
}

export type CameraState =
  | {readonly kind: 'closed'}
  /** Asking for permission, or for the device. */
  | {readonly kind: 'starting'}
  /** Let go while nobody can see the page. */
  | {readonly kind: 'resting'}
  | LiveCamera
  | {readonly kind: 'trouble'; readonly trouble: CameraTrouble};

export interface CameraOptions {
  readonly clock: Clock;
  readonly environment: Environment;
  /** `undefined` where a page has no camera to ask for. */
  readonly devices: Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined;
  readonly isSecure: boolean;
  /** Fetches or starts what finds codes. Called at the first opening, and again when that failed. */
  readonly detector: () => Promise<CodeDetector<HTMLVideoElement>>;
  /** The element that shows the stream, once it is on the page. */
  readonly video: () => HTMLVideoElement | null;
  /** Takes each code once. Whoever takes it closes the camera when it was the one. */
  readonly deliver: (code: string) => void;
  /** Told once per opening why no code can be read, for the console. */
  readonly failed: (trouble: CameraTrouble, cause: unknown) => void;
}

/** Eight looks a second find a code as soon as a hand holds it still, and leave the page its time. */
const LOOK_EVERY_MS = 125;

/** The torch is in no list of TypeScript's yet. */
interface TorchTrack {
  getCapabilities?: () => MediaTrackCapabilities & {readonly torch?: boolean};
}

export class CameraController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: CameraOptions;
  #state: CameraState = {kind: 'closed'};
  #detector: Promise<CodeDetector<HTMLVideoElement>> | undefined;
  /** The camera that a person chose; else the one that looks away from them. */
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

  /** After a refusal or a plugged-in camera. */
  tryAgain(): void {
    if (this.#state.kind !== 'trouble') return;
    if (this.#state.trouble === 'missing') this.#chosen = undefined; // perhaps another one is there
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
      // As on Android while another app holds the light: it stays as it was, and the button says so
    }
  }

  #observe(): () => void {
    const end = this.#options.environment.observe(() => {
      const {visible} = this.#options.environment;
      if (!visible && this.#run) this.#stop({kind: 'resting'});
      else if (visible && this.#state.kind === 'resting') this.#start();
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
    this.#run = new AbortController();
    void this.#watch(devices, this.#run.signal);
  }

  #stop(state: CameraState): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#show(state);
  }

  #fail(trouble: CameraTrouble, cause: unknown): void {
    this.#stop({kind: 'trouble', trouble});
    this.#options.failed(trouble, cause);
  }

  #show(state: CameraState): void {
    this.#state = state;
    this.#host.requestUpdate();
  }

  /** Changes what is said of this stream, if it is still the one. */
  #change(stream: MediaStream, change: Partial<LiveCamera>): void {
    const {state} = this;
    if (state.kind === 'live' && state.stream === stream) this.#show({...state, ...change});
  }

  async #watch(devices: Devices, signal: AbortSignal): Promise<void> {
    const stopped = (): boolean => signal.aborted;
    const detector = this.#prepare();
    try {
      const stream = await devices.getUserMedia({audio: false, video: wishFor(this.#chosen)});
      if (stopped()) {
        end(stream); // the answer to the browser's question came too late
        return;
      }
      signal.addEventListener('abort', () => {
        end(stream);
      });
      this.#goLive(stream, devices);
      await this.#read(stream, detector, signal);
    } catch (cause) {
      if (stopped()) return;
      if (cause instanceof NoReader) this.#fail(cause.trouble, cause.cause);
      else this.#fail(troubleOf(cause), cause);
    }
  }

  /** Fetched while the person still answers the browser's question. A failure is asked for again next time. */
  #prepare(): Promise<CodeDetector<HTMLVideoElement>> {
    this.#detector ??= this.#options.detector().catch((cause: unknown) => {
      this.#detector = undefined;
      throw new NoReader(cause);
    });
    this.#detector.catch(() => undefined); // the camera may be refused before anybody looks at this
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
    // Only now does the browser tell the names; without them there is no choice to offer
    devices
      .enumerateDevices()
      .then((all) => all.filter(({kind}) => kind === 'videoinput'))
      .then((inputs) => inputs.map(({deviceId, label}) => ({id: deviceId, name: label})))
      .then((cameras) => {
        this.#change(stream, {cameras});
      })
      .catch(() => undefined);
  }

  /** The device has ended the stream; our own ending of it is no such event. */
  #lose(stream: MediaStream): void {
    const {state} = this;
    if (state.kind === 'live' && state.stream === stream) this.#fail('lost', undefined);
  }

  async #read(
    stream: MediaStream,
    detecting: Promise<CodeDetector<HTMLVideoElement>>,
    signal: AbortSignal,
  ): Promise<void> {
    const {clock, video, deliver} = this.#options;
    const stopped = (): boolean => signal.aborted;
    const detector = await detecting;
    let sight = newSight;
    while (!stopped()) {
      const seen = await codesIn(video(), detector);
      if (stopped()) return;
      const look = glance(sight, seen, clock.now());
      sight = look.sight;
      this.#crowd(stream, look.glance.kind === 'several');
      if (look.glance.kind === 'code') deliver(look.glance.code);
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  #crowd(stream: MediaStream, isCrowded: boolean): void {
    if (this.#state.kind === 'live' && this.#state.isCrowded !== isCrowded) this.#change(stream, {isCrowded});
  }
}

type Devices = NonNullable<CameraOptions['devices']>;

/** Bars need the pixels: a code of 19 characters is some 250 modules wide. */
const wishFor = (chosen: string | undefined): MediaTrackConstraints => ({
  ...(chosen === undefined ? {facingMode: {ideal: 'environment'}} : {deviceId: {exact: chosen}}),
  width: {ideal: 1280},
  height: {ideal: 720},
});

/** None while there is no picture yet. */
async function codesIn(
  frame: HTMLVideoElement | null,
  detector: CodeDetector<HTMLVideoElement>,
): Promise<readonly SeenCode[]> {
  if (!frame || frame.readyState < frame.HAVE_CURRENT_DATA) return [];
  return detector.detect(frame).catch((cause: unknown) => {
    throw new NoReader(cause);
  });
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What finds codes is not to be had; the camera itself may be fine. */
class NoReader extends Error {
  override readonly name = 'NoReader';
  readonly trouble: CameraTrouble;

  constructor(cause: unknown) {
    super('the reader of codes could not be started', {cause});
    this.trouble = isWasmBlocked(cause) ? 'blocked' : 'unreadable';
  }
}
