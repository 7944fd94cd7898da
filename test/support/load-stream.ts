import type {WatcherOptions} from '../../src/checkout/status/order-watcher.js';
import {StreamController} from '../../src/checkout/status/stream-controller.js';
import type {OpenStream} from '../../src/core/status/sse-parser.js';

/** The lazy part that reads streams, loaded at once; its streams are the test's. */
export const loadStream =
  (open: OpenStream): WatcherOptions['loadStream'] =>
  () =>
    Promise.resolve({StreamController, streamStatusSource: () => open});
