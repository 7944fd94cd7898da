/**
 * What happens to an error that nobody caught. A connection whose other end has gone is no error of ours, wherever it
 * surfaces. Everything else is a bug, after which nothing in memory can be trusted: the process says so, finishes what
 * it has promised to PayBy and to open requests, and exits with 1, so that its supervisor starts it again.
 */
import type {Log} from '../http/json-app.js';

/** Codes of a connection that its other end has ended. */
const GONE: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_HTTP_REQUEST_TIMEOUT',
  'HPE_INVALID_EOF_STATE',
]);

/** Like closing cleanly, which takes 12 s at most: a bug may keep that from ever ending. */
const EXIT_WITHIN_MS = 15_000;

/** The part of `process` that this needs. */
export interface WatchedProcess {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): void;
}

export interface UnknownErrorsOptions {
  readonly process: WatchedProcess;
  readonly log: Log;
  /** Finishes calls and closes the store. */
  readonly close: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

export function exitAfterUnknownErrors({process, log, close, sleep}: UnknownErrorsOptions): void {
  let isEnding = false;
  const onError = (error: unknown): void => {
    if (isGone(error)) {
      log('a connection broke', {level: 'warn', why: codeOf(error)});
      return;
    }
    log('unknown error: this process ends', {level: 'error', stack: stackOf(error)});
    if (isEnding) return;
    isEnding = true;
    const exit = (): void => {
      process.exit(1);
    };
    Promise.race([close(), sleep(EXIT_WITHIN_MS)]).then(exit, exit);
  };
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
}

/** Whether the error only says that the other end of a connection has gone. */
export const isGone = (error: unknown): boolean =>
  GONE.has(codeOf(error)) || (error instanceof Error && error.name === 'AbortError');

const codeOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown';

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : `thrown: ${typeof error}`;
