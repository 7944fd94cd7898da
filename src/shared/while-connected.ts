/** Runs something for as long as an element is on the page. Moving the element within the document is not a removal. */
import type {ReactiveControllerHost} from 'lit';

/**
 * Calls `run` when the host is connected, with a signal that aborts once it has been removed. A host that is
 * connected again before the next microtask (`append` moves an element this way) keeps the signal it has.
 */
export function whileConnected(host: ReactiveControllerHost, run: (signal: AbortSignal) => void): void {
  let connection: AbortController | undefined;
  let isConnected = false;
  host.addController({
    hostConnected() {
      isConnected = true;
      if (connection) return;
      connection = new AbortController();
      run(connection.signal);
    },
    hostDisconnected() {
      isConnected = false;
      queueMicrotask(() => {
        if (isConnected) return;
        connection?.abort();
        connection = undefined;
      });
    },
  });
}
