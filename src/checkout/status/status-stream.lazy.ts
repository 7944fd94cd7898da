/** Reads the status from a stream. Loaded only for a `stream-url`: the stream is faster than polling, and never needed. */
export {StreamController} from './stream-controller.js';
export {streamStatusSource} from './sse-status-source.js';
