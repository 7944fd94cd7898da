/** Why the camera cannot be used or its codes not be read: for each, a person can do something else. */
export type CameraError =
  | 'insecure' // the page is not on https
  | 'unsupported' // this browser offers pages no camera
  | 'forbidden' // by the Permissions-Policy of the page, or the frame that it is in
  | 'refused' // by the person or the browser's settings, or by a policy that the browser does not tell
  | 'missing' // there is no camera, or not the chosen one
  | 'taken' // another program uses it
  | 'lost' // it was unplugged or its permission withdrawn while in use
  | 'blocked' // the page's Content-Security-Policy lacks 'wasm-unsafe-eval'
  | 'unreadable'; // the code reader could not be loaded or started

/** Maps an error of `getUserMedia`, by its name. */
export function cameraErrorOf(error: unknown): CameraError {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'PermissionDeniedError': // older Chromium
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError': // older Chromium
      return 'missing';
    case 'TypeError':
    case 'NotSupportedError':
      return 'unsupported';
    default: // NotReadableError, AbortError, TrackStartError: the device did not start, mostly because it is in use
      return 'taken';
  }
}

/** Thrown when the page's policy forbids WebAssembly; see `blocked`. */
export class WasmBlocked extends Error {
  override readonly name = 'WasmBlocked';
}

/** Compares by name, because each lazy part is built with its own copy of the class. */
export const isWasmBlocked = (error: unknown): boolean =>
  error instanceof Error && error.name === 'WasmBlocked';
