/** Why there is no picture or no reading, as far as a browser's error tells: what a person can do differs for each. */
export type CameraTrouble =
  | 'insecure' // the page is not on https
  | 'unsupported' // this browser gives pages no camera
  | 'refused' // by the person, the browser's settings, or the page's Permissions-Policy
  | 'missing' // there is no camera, or not the chosen one
  | 'taken' // another program has it
  | 'lost' // it was pulled out, or taken back, while in use
  | 'blocked' // the page's Content-Security-Policy lacks 'wasm-unsafe-eval'
  | 'unreadable'; // what reads the codes could not be fetched or started

/** What `getUserMedia` rejects with, by the name of the error. */
export function troubleOf(error: unknown): CameraTrouble {
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
    default: // NotReadableError, AbortError, TrackStartError: the device would not start, most often as it is in use
      return 'taken';
  }
}

/** The browser was not allowed to run WebAssembly; see `blocked`. */
export class WasmBlocked extends Error {
  override readonly name = 'WasmBlocked';
}

/** By its name: each part that is fetched later has a copy of the class, and throws its own. */
export const isWasmBlocked = (error: unknown): boolean =>
  error instanceof Error && error.name === 'WasmBlocked';
