/**
 * Reads the merchant's stream address, by `fetch`: `EventSource` hides the heartbeats and the HTTP status of a refusal,
 * and reconnects every 3 seconds, on all pages at once.
 */
import {EventStreamParser, type OpenStream} from '../../core/status/sse-parser.js';
import type {Credentials} from '../../core/status/status-source.js';
import {addressOf, parseJson, problem, refuseByStatus, request} from './status-request.js';

const EVENT_STREAM = 'text/event-stream';

/**
 * Its answers have no `servedAt`: the `Date` header is the time at which the stream began, not that of a message.
 *
 * @param template address with `{merchantOrderNo}` and `{orderNo}`, absolute or relative to the page
 */
export function streamStatusSource(template: string, credentials: Credentials): OpenStream {
  return async function* (order, signal) {
    const response = await request(addressOf(template, order), credentials, {accept: EVENT_STREAM}, signal);
    refuseByStatus(response, 'The stream address');
    if (!isEventStream(response))
      throw problem('status-not-json', `The stream address does not answer with ${EVENT_STREAM}.`);

    const reader = response.body?.getReader();
    const cancel = (): void => {
      reader?.cancel().catch(() => undefined); // it may be broken already, which is as good
    };
    signal.addEventListener('abort', cancel, {once: true});
    try {
      const decoder = new TextDecoder();
      const parser = new EventStreamParser();
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk?.value) return;
        let isPart = true;
        for (const event of parser.read(decoder.decode(chunk.value, {stream: true}))) {
          isPart = false;
          yield event.kind === 'answer' ? {kind: 'answer', payload: parseJson(event.data)} : event;
        }
        if (isPart) yield {kind: 'alive'}; // half a message has come through, too
      }
    } finally {
      signal.removeEventListener('abort', cancel);
      cancel();
    }
  };
}

const isEventStream = ({headers}: Response): boolean =>
  /^text\/event-stream\s*(;|$)/i.test(headers.get('content-type') ?? '');
